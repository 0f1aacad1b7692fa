"""FA703: the same service on two claims (page: table 7xx). FA701 and FA702 need fee schedules: not here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from .book import Book
from .line_facts import day, split
from .model import Line, Verdict
from .verdicts import report


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
