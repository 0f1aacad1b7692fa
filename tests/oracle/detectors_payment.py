"""FA701-FA703: the wrong place, above the schedule, the same service twice (page: table 7xx)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import partial

from . import fees, policy
from .book import Book
from .line_facts import day, is_medicare, split
from .model import Line, LineKey, Recode, Verdict
from .verdicts import allowed, do_not_know, report

FACILITIES = frozenset(["asc", "hopd"])


def place_of_service_mismatch(book: Book) -> Verdict:
    """FA701: office rate on a line whose code a facility bills for the patient's day; packaged facility lines count."""
    verdict = Verdict()
    facilities = {(day(line), line.hcpcs) for line in [*book.active, *book.packaged] if line.claim_type in FACILITIES}
    for line in _professional(book):
        if (day(line), line.hcpcs) not in facilities or fees.setting(line) == "facility":
            continue
        billed, right = fees.price(line, fees.setting(line)), fees.price(line, "facility")
        if billed is None or right is None:
            do_not_know(verdict, [line])
            continue
        report(verdict, book, [line], "probable", "recode")
        verdict.recodes.append(Recode((line,), partial(_facility_share, facility=right.unit, office=billed.unit)))
    return verdict


def _facility_share(lines: Sequence[Line], facility: Decimal, office: Decimal) -> dict[LineKey, Decimal]:
    return {line.key: allowed(line) * facility / office for line in lines}


def paid_above_schedule(book: Book) -> Verdict:
    """FA702: allowed above the schedule amount of the line's locality by more than 1 % and more than 5 cents."""
    verdict = Verdict()
    schedule = fees.price_days(book.active)
    for line in filter(is_medicare, _professional(book)):
        fee = schedule.get(line.key)
        if line.allowed_amount is None or not line.locality or fee is None or policy.BY_REPORT in line.modifiers:
            do_not_know(verdict, [line])
            continue
        over = line.allowed_amount - fee
        if over > fee * policy.SCHEDULE_TOLERANCE and over > policy.SCHEDULE_TOLERANCE_DOLLARS:
            report(verdict, book, [line], "review", "recode", line.allowed_amount, fee)
            verdict.recodes.append(Recode((line,), partial(_schedule_amount, fee=fee)))
    return verdict


def _schedule_amount(lines: Sequence[Line], fee: Decimal) -> dict[LineKey, Decimal]:
    return {line.key: fee for line in lines}


def _professional(book: Book) -> list[Line]:
    return [line for line in book.of_family("INJ", "RFA") if line.claim_type == "professional"]


def duplicate_claim(book: Book) -> Verdict:
    """FA703: same patient, day, pack, code, modifiers, units, rendering_npi and claim type on two or more claims."""
    verdict = Verdict()
    candidates = [
        line for line in book.of_family("INJ", "RFA", "US") if line.rendering_npi and not line.modifiers & {"76", "77"}
    ]

    def service(line: Line) -> tuple[object, ...]:
        return (day(line), line.claim_type, line.hcpcs, line.modifiers, line.units, line.rendering_npi)

    for lines in split(candidates, service).values():
        by_claim = split(lines, lambda line: line.claim_id)
        first = min(by_claim, key=lambda claim: (_paid_first(by_claim[claim]), claim))
        report(verdict, book, (line for line in lines if line.claim_id != first), "certain", "deny")
    return verdict


def _paid_first(lines: Sequence[Line]) -> date:
    """The earliest paid date of the claim's lines here; missing last."""
    return min((line.paid_date for line in lines if line.paid_date), default=date.max)
