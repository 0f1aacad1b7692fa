"""FA101-FA104: units and levels (page: table 1xx)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import partial

from . import detectors_bilateral as bilateral
from . import policy
from .book import Book
from .line_facts import (
    day,
    family,
    from_lcd_2021,
    group,
    is_medicare,
    level,
    mac,
    same_provider,
    side,
    split,
)
from .model import Line, LineKey, Recode, Verdict
from .notes import united_joint_sides, united_joints
from .verdicts import allowed, do_not_know, report, share_out


def joints_exceeded(book: Book) -> Verdict:
    """FA101: more levels (INJ) or joint-sides (RFA) billed in a group and region than the note documents."""
    verdict = Verdict()
    parts = split(book.of_family("INJ", "RFA"), lambda line: (group(line), book.region(line), family(line)))
    for lines in parts.values():
        if family(lines[0]) == "INJ":
            _injection_levels(book, lines, verdict)
        else:
            _ablation_joint_sides(book, lines, verdict)
    return verdict


def _injection_levels(book: Book, lines: Sequence[Line], verdict: Verdict) -> None:
    """INJ: the lines of the (billed - documented) highest levels; a level is a distinct code."""
    joints = united_joints(book.session(lines[0]), book.notes(lines[0]))
    if joints is None:
        do_not_know(verdict, lines)
        return
    documented = len({joint for joint, _ in joints})
    codes_from_highest = sorted({line.hcpcs for line in lines}, key=lambda code: -policy.FACET_CODES[code].level)
    billed = len(codes_from_highest)
    excess_codes = codes_from_highest[: max(billed - documented, 0)]
    for line in lines:
        if line.hcpcs in excess_codes:
            report(verdict, book, [line], "certain", "deny", billed, documented)


def _ablation_joint_sides(book: Book, lines: Sequence[Line], verdict: Verdict) -> None:
    """RFA: bases first, then add-ons, in line order, keep the documented joint-sides; those short are at issue."""
    documented = united_joint_sides(book.session(lines[0]), book.notes(lines[0]))
    if documented is None:
        do_not_know(verdict, lines)
        return
    limit = Decimal(len(documented))
    billed = sum((joint_sides(line) for line in lines), Decimal(0))
    bases_first = sorted(lines, key=lambda line: (level(line), line.key))
    kept = share_out(bases_first, joint_sides, limit)
    for line in lines:
        if kept[line.key] < joint_sides(line):
            report(verdict, book, [line], "certain", "recode", billed, limit)
            verdict.recodes.append(Recode((line,), partial(pay_share, kept=kept[line.key])))


def joint_sides(line: Line) -> Decimal:
    """Joint-sides billed on an RFA line: its units, twice for both sides."""
    return line.units * 2 if side(line) == "B" else line.units


def pay_share(lines: Sequence[Line], kept: Decimal) -> dict[LineKey, Decimal] | None:
    """Payable: allowed x kept / billed joint-sides of the line; the share stays as found."""
    return {line.key: allowed(line) * kept / joint_sides(line) for line in lines}


def third_level_not_covered(book: Book) -> Verdict:
    """FA102: every third-level line; certain from lcd_2024 of the line's MAC."""
    verdict = Verdict()
    for line in book.active:
        if line.hcpcs in policy.THIRD_LEVEL and from_lcd_2021(line):
            certain = line.service_date >= policy.lcd_2024(mac(line))
            report(verdict, book, [line], "certain" if certain else "probable", "deny")
    return verdict


def mue_exceeded(book: Book) -> Verdict:
    """FA103: units of a code in a group beyond the limit of the day, unless a 2xx detector speaks of that pair."""
    verdict = Verdict()
    spoken_of = _bilateral_keys(book)
    facet_days = {day(line) for line in book.of_family("INJ", "RFA", "US")}
    candidates = [line for line in book.active if is_medicare(line) and line.claim_type in ("professional", "hopd")]
    for lines in split(candidates, lambda line: (group(line), line.hcpcs)).values():
        limit = _unit_limit(lines[0], on_facet_day=day(lines[0]) in facet_days)
        total = sum((line.units for line in lines), Decimal(0))
        if limit is None or total <= limit.mue:
            continue
        if total == 2 and any(line.key in spoken_of for line in lines):
            continue
        certainty = "certain" if limit.mai == 2 else "probable"
        report(verdict, book, lines, certainty, "recode", total, limit.mue)
        verdict.recodes.append(Recode(tuple(lines), partial(_pay_units, limit=Decimal(limit.mue))))
    return verdict


def _bilateral_keys(book: Book) -> set[LineKey]:
    """Lines of FA201, of FA202, and of FA204's `modifier_50` patterns (found or unknown) whatever the parameter.

    The page names patterns FA204 *would report* under modifier_50; one it would not know (slots full, scope fcso) is
    read the same way, for whichever modifier is missing FA103 would not report it.
    """
    patterns = bilateral.twice_patterns(book)
    return (
        set(bilateral.bilateral_split_lines(book).findings)
        | set(bilateral.bilateral_units(book).findings)
        | {line.key for pattern in patterns for line in pattern.lines}
    )


def _unit_limit(line: Line, on_facet_day: bool) -> policy.UnitLimit | None:
    """Family codes on every date; companions on professional claims of a family day from 2024-07-01."""
    if line.hcpcs in policy.FAMILY_MUE:
        return policy.FAMILY_MUE[line.hcpcs]
    if line.claim_type == "professional" and on_facet_day and line.service_date >= policy.COMPANION_MUE_FROM:
        return policy.COMPANION_MUE.get(line.hcpcs)
    return None


def _pay_units(lines: Sequence[Line], limit: Decimal) -> dict[LineKey, Decimal] | None:
    """Units beyond the limit, in line order, are not payable; on what lines are left, if they still exceed it."""
    if sum(line.units for line in lines) <= limit:
        return None
    kept = share_out(lines, lambda line: line.units, limit)
    return {line.key: allowed(line) * kept[line.key] / line.units for line in lines if line.units}


def addon_without_primary(book: Book) -> Verdict:
    """FA104: an add-on with no active primary of the same patient, date, pack, claim type and provider."""
    verdict = Verdict()
    for line in book.of_family("INJ", "RFA", "US"):
        if level(line) == 1:
            continue
        primaries = set(policy.PRIMARIES[line.hcpcs])
        if line.hcpcs == "64636" and book.is_thoracolumbar(line):
            primaries.add("64633")
        if not any(_is_primary(other, line, primaries) for other in book.active):
            report(verdict, book, [line], "certain", "deny")
    return verdict


def _is_primary(other: Line, line: Line, primaries: set[str]) -> bool:
    return (
        other.hcpcs in primaries
        and day(other) == day(line)
        and other.claim_type == line.claim_type
        and same_provider(other, line)
    )
