"""FA201-FA209: both sides of a level (page: table 2xx)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from . import policy
from .book import Book
from .line_facts import family, group, level, mac, pack, side, split
from .model import Line, LineKey, Recode, Verdict
from .notes import united_joint_sides
from .verdicts import allowed, do_not_know, report

PROFESSIONAL_AND_HOPD = ("professional", "hopd")
ALL_FAMILIES = ("INJ", "RFA", "US")


def bilateral_split_lines(book: Book) -> Verdict:
    """FA201: a base code in a group has exactly two lines, sides R and L, one unit each (50 would be side B)."""
    verdict = Verdict()
    bases = [line for line in book.of_family(*ALL_FAMILIES) if level(line) == 1]
    candidates = [line for line in bases if line.claim_type in PROFESSIONAL_AND_HOPD]
    for lines in split(candidates, lambda line: (group(line), line.hcpcs)).values():
        if len(lines) == 2 and {side(line) for line in lines} == {"R", "L"} and all(line.units == 1 for line in lines):
            report(verdict, book, lines, "certain", "recode")
            verdict.recodes.append(Recode(tuple(lines), partial(pay_together, needed=2)))
    return verdict


def bilateral_units(book: Book) -> Verdict:
    """FA202: a base line with two units or more, or an INJ add-on line with 50 and two units or more."""
    verdict = Verdict()
    for line in book.of_family(*ALL_FAMILIES):
        if line.claim_type not in PROFESSIONAL_AND_HOPD or line.units < 2:
            continue
        if level(line) == 1 or (family(line) == "INJ" and "50" in line.modifiers):
            report(verdict, book, [line], "certain", "recode")
            verdict.recodes.append(Recode((line,), _pay_one_level))
    return verdict


def _pay_one_level(lines: Sequence[Line]) -> dict[LineKey, Decimal] | None:
    """With 50: allowed / units; without: allowed x 1.5 / units."""
    return {
        line.key: allowed(line) * (1 if "50" in line.modifiers else policy.BILATERAL_FACTOR) / line.units
        for line in lines
    }


def bilateral_as_addon(book: Book) -> Verdict:
    """FA203: INJ lines of group and region are one base on one side and one second level on the other."""
    verdict = Verdict()
    candidates = [line for line in book.of_family("INJ") if line.claim_type == "professional"]
    for lines in split(candidates, lambda line: (group(line), book.region(line))).values():
        base_and_second = sorted(level(line) for line in lines) == [1, 2]
        if base_and_second and {side(line) for line in lines} == {"R", "L"} and not book.is_thoracolumbar(lines[0]):
            report(verdict, book, lines, "probable", "recode")
            verdict.recodes.append(Recode(tuple(lines), _pay_base_both_sides))
    return verdict


def _pay_base_both_sides(lines: Sequence[Line]) -> dict[LineKey, Decimal] | None:
    """1.5 x the base's allowed, on the base; nothing on the second level; needs both lines."""
    if len(lines) < 2:
        return None
    return {line.key: allowed(line) * policy.BILATERAL_FACTOR if level(line) == 1 else Decimal(0) for line in lines}


# --- FA204 ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TwicePattern:
    """An INJ add-on reported twice without 50; `known` is false where a full slot may hide the 50 or the side."""

    lines: tuple[Line, ...]
    known: bool


def twice_patterns(book: Book) -> list[TwicePattern]:
    """What FA204 looks for under `modifier_50`, whatever pack and MAC."""
    return [
        pattern
        for lines in split(_injection_addons(book), lambda line: (group(line), line.hcpcs)).values()
        for pattern in _patterns_of_code(lines)
    ]


def _patterns_of_code(lines: Sequence[Line]) -> list[TwicePattern]:
    """A line with units 2 and no 50; or exactly two lines, one unit each, sides R and L or both unknown.

    Without sides the test is a "modifier missing" test. One full line of a pair leaves the pair, both lines, unknown.
    """
    patterns = [
        TwicePattern((line,), known=not (side(line) is None and line.slots_full))
        for line in lines
        if line.units == 2 and "50" not in line.modifiers
    ]
    if len(lines) == 2 and all(line.units == 1 for line in lines):
        sides = {side(line) for line in lines}
        if sides == {"R", "L"}:
            patterns.append(TwicePattern(tuple(lines), known=True))
        elif sides == {None}:
            patterns.append(TwicePattern(tuple(lines), known=not any(line.slots_full for line in lines)))
    return patterns


def bilateral_addon_style(book: Book) -> Verdict:
    """FA204: an INJ add-on on both sides reported in the style that pack and MAC do not take."""
    verdict = Verdict()
    for pattern in twice_patterns(book):
        if any(_style(line) != "modifier_50" for line in pattern.lines):
            continue
        if not pattern.known:
            do_not_know(verdict, pattern.lines)
            continue
        report(verdict, book, pattern.lines, "certain", "recode")
        pay = partial(pay_together, needed=2) if len(pattern.lines) == 2 else _pay_half_and_a_half
        verdict.recodes.append(Recode(pattern.lines, pay))
    for line in _injection_addons(book):
        if _style(line) == "report_twice" and "50" in line.modifiers:
            report(verdict, book, [line], "certain", "none")
    return verdict


def _injection_addons(book: Book) -> list[Line]:
    return [line for line in book.of_family("INJ") if level(line) > 1 and line.claim_type in PROFESSIONAL_AND_HOPD]


def _style(line: Line) -> str:
    return policy.addon_bilateral(pack(line), mac(line))


def _pay_half_and_a_half(lines: Sequence[Line]) -> dict[LineKey, Decimal] | None:
    """One line with both sides: 1.5 x half its allowed (never more than its allowed)."""
    return {line.key: allowed(line) / 2 * policy.BILATERAL_FACTOR for line in lines}


# --- form and documentation -----------------------------------------------------------------------------------


def modifier_50_on_asc_claim(book: Book) -> Verdict:
    """FA205: ASC facility line of the family with 50."""
    verdict = Verdict()
    for line in book.of_family(*ALL_FAMILIES):
        if line.claim_type == "asc" and "50" in line.modifiers:
            report(verdict, book, [line], "certain", "none")
    return verdict


def laterality_conflict(book: Book) -> Verdict:
    """FA206: one family line with two of 50, RT and LT."""
    verdict = Verdict()
    for line in book.of_family(*ALL_FAMILIES):
        if len(line.modifiers & {"50", "RT", "LT"}) >= 2:
            report(verdict, book, [line], "certain", "none")
    return verdict


def laterality_missing(book: Book) -> Verdict:
    """FA207: professional or ASC base INJ/RFA line of one unit without 50, RT or LT."""
    verdict = Verdict()
    for line in book.of_family("INJ", "RFA"):
        at_issue = line.claim_type in ("professional", "asc") and level(line) == 1 and line.units == 1
        if at_issue and side(line) is None:
            _report_or_unknown(verdict, book, [line], "review", "none", unknown=line.slots_full)
    return verdict


def laterality_mixed(book: Book) -> Verdict:
    """FA208: 50 on the base and one unit of second level without, or the reverse; the second-level lines.

    A part has 50 when any of its lines has; the other part has none, and units totalling 1.
    """
    verdict = Verdict()
    candidates = [line for line in book.of_family("INJ") if line.claim_type in PROFESSIONAL_AND_HOPD]
    for lines in split(candidates, lambda line: (group(line), book.region(line))).values():
        base = [line for line in lines if level(line) == 1]
        second = [line for line in lines if level(line) == 2]
        for with_50, without in ((base, second), (second, base)):
            if not _has_50(with_50) or _has_50(without) or sum(line.units for line in without) != 1:
                continue
            hidden = any(line.slots_full for line in without)
            _report_or_unknown(verdict, book, second, "review", "none", unknown=hidden)
    return verdict


def _has_50(lines: Sequence[Line]) -> bool:
    return any("50" in line.modifiers for line in lines)


def laterality_undocumented(book: Book) -> Verdict:
    """FA209: a line of side B while the note documents joints of its region and none has both sides."""
    verdict = Verdict()
    for line in book.of_family("INJ", "RFA"):
        if side(line) != "B":
            continue
        documented = united_joint_sides(book.session(line), book.notes(line))
        if documented is None:
            do_not_know(verdict, [line])
        elif documented and not any((joint, "L") in documented for joint, one in documented if one == "R"):
            report(verdict, book, [line], "certain", "recode")
            verdict.recodes.append(Recode((line,), _pay_one_side))
    return verdict


def _pay_one_side(lines: Sequence[Line]) -> dict[LineKey, Decimal] | None:
    return {line.key: allowed(line) / policy.BILATERAL_FACTOR for line in lines}


# --- shared ---------------------------------------------------------------------------------------------------


def pay_together(lines: Sequence[Line], needed: int) -> dict[LineKey, Decimal] | None:
    """The smaller of the sum and 1.5 x the larger line, on the first line; nothing on the rest."""
    if len(lines) < needed:
        return None
    amounts = [allowed(line) for line in lines]
    together = min(sum(amounts, Decimal(0)), max(amounts) * policy.BILATERAL_FACTOR)
    return {line.key: together if line is lines[0] else Decimal(0) for line in lines}


def _report_or_unknown(
    verdict: Verdict, book: Book, lines: Sequence[Line], certainty: str, effect: str, unknown: bool
) -> None:
    if unknown:
        do_not_know(verdict, lines)
    else:
        report(verdict, book, lines, certainty, effect)
