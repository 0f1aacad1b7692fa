"""FA105-FA107: level order, joints and regions of a day (page: table 1xx)."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from . import policy
from .book import Book
from .detectors_units import joint_sides, pay_share
from .line_facts import day, from_lcd_2021, group, level, side, split
from .model import Line, Recode, Verdict
from .verdicts import report, share_out


def level_skipped(book: Book) -> Verdict:
    """FA105: 64492 without 64491, or 64495 without 64494, in the group."""
    verdict = Verdict()
    for lines in split(book.of_family("INJ"), group).values():
        codes = {line.hcpcs for line in lines}
        for third, second in policy.SECOND_OF_THIRD.items():
            if second not in codes:
                report(verdict, book, (line for line in lines if line.hcpcs == third), "review", "none")
    return verdict


def rfa_joints_over_limit(book: Book) -> Verdict:
    """FA106: more than 4 joint-sides in a professional group and region, or more than 2 all on one known side."""
    verdict = Verdict()
    candidates = [line for line in book.of_family("RFA") if line.claim_type == "professional" and from_lcd_2021(line)]
    for lines in split(candidates, lambda line: (group(line), book.region(line))).values():
        billed = sum((joint_sides(line) for line in lines), Decimal(0))
        sides = {side(line) for line in lines}
        limit = policy.RFA_ONE_SIDE_LIMIT if sides in ({"R"}, {"L"}) else policy.RFA_JOINT_SIDE_LIMIT
        last_first = [line for line in reversed(lines) if level(line) > 1]  # add-ons only
        lost = share_out(last_first, joint_sides, max(billed - limit, Decimal(0)))
        for line in last_first:
            if lost[line.key] > 0:
                report(verdict, book, [line], "probable", "recode", billed, limit)
                kept = joint_sides(line) - lost[line.key]
                verdict.recodes.append(Recode((line,), partial(pay_share, kept=kept)))
    return verdict


def regions_exceeded(book: Book) -> Verdict:
    """FA107: professional INJ/RFA lines of a day in both regions: those of the region with less allowed."""
    verdict = Verdict()
    professional = [line for line in book.of_family("INJ", "RFA") if line.claim_type == "professional"]
    for lines in split([line for line in professional if from_lcd_2021(line)], day).values():
        by_region = split(lines, book.region)
        if len(by_region) == 2:
            report(verdict, book, by_region[_smaller_region(by_region)], "probable", "deny")
    return verdict


def _smaller_region(by_region: dict[str | None, list[Line]]) -> str:
    """By total allowed; equal, or an amount missing on either side: LS."""
    amounts = {region: [line.allowed_amount for line in lines] for region, lines in by_region.items()}
    totals = {region: sum(a for a in known if a is not None) for region, known in amounts.items()}
    if any(None in known for known in amounts.values()):
        return "LS"
    return "CT" if totals["CT"] < totals["LS"] else "LS"
