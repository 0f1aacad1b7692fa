"""FA601-FA605: coverage, authorization, documentation (page: table 6xx; Medicare, from lcd_2021)."""

from __future__ import annotations

from decimal import Decimal

from . import policy
from .book import Book
from .calendar_months import within_months_before
from .detectors_companions import diagnoses, has_covered_diagnosis
from .detectors_history import earlier, is_left_censored, ruled_sessions
from .line_facts import from_lcd_2021
from .model import Line, Verdict
from .sessions import Session
from .verdicts import do_not_know, report


def prior_authorization_missing(book: Book) -> Verdict:
    """FA601: hopd line on the prior-authorization list, no authorization_number on any line of the claim."""
    verdict = Verdict()
    authorized = {line.claim_id for line in book.accepted if line.authorization_number}
    for line in book.of_family("INJ", "RFA"):
        if not (from_lcd_2021(line) and line.claim_type == "hopd" and _needs_authorization(line)):
            continue
        if not book.has_authorization:
            do_not_know(verdict, [line])
        elif line.claim_id not in authorized:
            report(verdict, book, [line], "probable", "deny")
    return verdict


def _needs_authorization(line: Line) -> bool:
    if line.hcpcs in policy.THIRD_LEVEL and line.service_date > policy.AUTHORIZATION_THIRD_LEVEL_TO:
        return False
    return line.service_date >= policy.AUTHORIZATION_FROM


def diagnosis_not_covered(book: Book) -> Verdict:
    """FA602: INJ/RFA line, none of its diagnoses covered; a line without any diagnosis: unknown."""
    verdict = Verdict()
    for line in filter(from_lcd_2021, book.of_family("INJ", "RFA")):
        if not diagnoses(line):
            do_not_know(verdict, [line])
        elif not has_covered_diagnosis(line):
            report(verdict, book, [line], "review", "deny")
    return verdict


def relief_below_threshold(book: Book) -> Verdict:
    """FA603: relief of the previous block too low for what follows it; several notes: the lowest; none: unknown."""
    verdict = Verdict()
    for session in ruled_sessions(book):
        reliefs = [n.relief_percent for n in book.session_notes(session) if n.relief_percent is not None]
        needed = _needed_relief(book, session)
        if needed is None:
            continue
        if not reliefs:
            do_not_know(verdict, session.lines)
            continue
        if min(reliefs) >= needed:
            continue
        first_ablation = session.kind == "rfa" and not earlier(book, session, "RFA")
        if first_ablation and is_left_censored(book, session):
            do_not_know(verdict, session.lines)
        else:
            report(verdict, book, session.lines, "probable", "deny", min(reliefs), needed)
    return verdict


def _needed_relief(book: Book, session: Session) -> int | None:
    """80: a diagnostic with another in (d - 12 months, d), the first RFA; 50: a later therapeutic or RFA."""
    before = [other for other in earlier(book, session, session.family) if other.kind == session.kind]
    if session.kind == "diagnostic":
        recent = (within_months_before(other.service_date, session.service_date, 12) for other in before)
        return 80 if any(recent) else None
    if session.kind == "rfa":
        return 50 if before else 80
    return 50 if session.kind == "therapeutic" and before else None


def conservative_care_short(book: Book) -> Verdict:
    """FA604: less than 12 weeks on the first facet session of patient and region; the fewest counts, none: unknown."""
    verdict = Verdict()
    for session in ruled_sessions(book):
        if earlier(book, session, "INJ") or earlier(book, session, "RFA"):
            continue
        noted = [n.conservative_care_weeks for n in book.session_notes(session)]
        weeks = [number for number in noted if number is not None]
        if weeks and min(weeks) >= 12:
            continue
        if not weeks or is_left_censored(book, session):
            do_not_know(verdict, session.lines)
        else:
            report(verdict, book, session.lines, "review", "none", min(weeks), Decimal(12))
    return verdict


def guidance_not_covered(book: Book) -> Verdict:
    """FA605: a note of the session says guidance none or ultrasound; unknown where none says anything."""
    verdict = Verdict()
    for line in filter(from_lcd_2021, book.of_family("INJ", "RFA")):
        if _guidances(book, line) & {"none", "ultrasound"}:
            report(verdict, book, [line], "certain", "deny")
        elif not _guidances(book, line) - {None}:
            do_not_know(verdict, [line])
    return verdict


def _guidances(book: Book, line: Line) -> set[str | None]:
    return {note.guidance for note in book.notes(line)}
