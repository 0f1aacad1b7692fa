"""FA301-FA305: the KX modifier (page: table 3xx; Medicare, from lcd_2021 of the line's MAC)."""

from __future__ import annotations

from . import policy
from .book import Book
from .line_facts import day, from_lcd_2021, group, split
from .model import Line, Verdict
from .verdicts import do_not_know, report


def kx_on_non_injection(book: Book) -> Verdict:
    """FA301: KX on an RFA or US line."""
    verdict = Verdict()
    for line in book.of_family("RFA", "US"):
        if _ruled(line) and _kx(line):
            report(verdict, book, [line], "certain", "none")
    return verdict


def kx_on_therapeutic(book: Book) -> Verdict:
    """FA302: KX on an INJ line that a note calls therapeutic, or, without any note, on a day with a steroid drug."""
    verdict = Verdict()
    drug_days = {day(line) for line in book.active if line.hcpcs in policy.STEROID_DRUG}
    for line in book.of_family("INJ"):
        if not (_ruled(line) and _kx(line)):
            continue
        if "therapeutic" in _note_types(book, line):
            report(verdict, book, [line], "certain", "none")
        elif not book.notes(line) and day(line) in drug_days:
            report(verdict, book, [line], "review", "none")
    return verdict


def kx_missing(book: Book) -> Verdict:
    """FA303: INJ line without KX while a note says diagnostic; unknown where no note of the session has a type."""
    verdict = Verdict()
    for line in book.of_family("INJ"):
        if not _ruled(line) or _kx(line):
            continue
        types = _note_types(book, line)
        if not types or ("diagnostic" in types and line.slots_full):
            do_not_know(verdict, [line])
        elif "diagnostic" in types:
            report(verdict, book, [line], "certain", "none")
    return verdict


def kx_inconsistent(book: Book) -> Verdict:
    """FA304: KX on some INJ lines of a group and region and not on others: the lines without."""
    verdict = Verdict()
    candidates = [line for line in book.of_family("INJ") if _ruled(line)]
    for lines in split(candidates, lambda line: (group(line), book.region(line))).values():
        if not any(_kx(line) for line in lines):
            continue
        for line in lines:
            if not _kx(line) and line.slots_full:
                do_not_know(verdict, [line])
            elif not _kx(line):
                report(verdict, book, [line], "review", "none")
    return verdict


def kx_beyond_initial(book: Book) -> Verdict:
    """FA305: INJ lines with KX of a diagnostic session whose payable count is 3 or 4; date by the session's MAC."""
    verdict = Verdict()
    for session in book.sessions:
        counted = session.is_medicare and session.from_lcd_2021 and session.kind == "diagnostic"
        if counted and session.window_count in (3, 4):
            report(verdict, book, filter(_kx, session.lines), "review", "none", session.window_count)
    return verdict


def _ruled(line: Line) -> bool:
    return from_lcd_2021(line)


def _kx(line: Line) -> bool:
    return "KX" in line.modifiers


def _note_types(book: Book, line: Line) -> set[str]:
    return {note.injection_type for note in book.notes(line) if note.injection_type}
