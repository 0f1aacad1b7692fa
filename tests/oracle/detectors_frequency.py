"""FA401-FA405: frequency and sequence (page: table 4xx; Medicare, dates by the session's MAC)."""

from __future__ import annotations

from . import policy
from .book import Book
from .model import Verdict
from .sessions import Session
from .verdicts import do_not_know, report


def diagnostic_sessions_exceeded(book: Book) -> Verdict:
    """FA401: INJ lines of an excess diagnostic session."""
    return _injections_exceeded(book, "diagnostic")


def therapeutic_sessions_exceeded(book: Book) -> Verdict:
    """FA402: INJ lines of an excess therapeutic session; unknown for a session of unknown kind."""
    verdict = _injections_exceeded(book, "therapeutic")
    for session in book.sessions:
        if session.is_medicare and session.from_lcd_2021 and session.kind == "unknown":
            do_not_know(verdict, session.lines)
    return verdict


def _injections_exceeded(book: Book, kind: str) -> Verdict:
    verdict = Verdict()
    for session in book.sessions:
        if session.excess and session.kind == kind and session.from_lcd_2021:
            _report_excess(verdict, book, session, "certain", policy.SESSION_LIMITS[kind])
    return verdict


def rfa_sessions_exceeded(book: Book) -> Verdict:
    """FA403: RFA lines of an excess RFA session, all dates counted; before lcd_2021 probable."""
    verdict = Verdict()
    for session in book.sessions:
        if session.excess and session.kind == "rfa":
            certainty = "certain" if session.from_lcd_2021 else "probable"
            _report_excess(verdict, book, session, certainty, policy.SESSION_LIMITS["rfa"])
    return verdict


def injection_sessions_exceeded(book: Book) -> Verdict:
    """FA404: before lcd_2021, INJ lines of an excess session, both kinds together."""
    verdict = Verdict()
    for session in book.sessions:
        if session.excess and session.family == "INJ" and not session.from_lcd_2021:
            _report_excess(verdict, book, session, "probable", policy.SESSION_LIMITS["injection"])
    return verdict


def _report_excess(verdict: Verdict, book: Book, session: Session, certainty: str, limit: int) -> None:
    report(verdict, book, session.lines, certainty, "deny", session.window_count, limit)


def diagnostic_interval_short(book: Book) -> Verdict:
    """FA405: a diagnostic session less than 14 days after the previous one (payable or not) from lcd_2021."""
    verdict = Verdict()
    counted = [s for s in book.sessions if s.is_medicare and s.from_lcd_2021 and s.kind == "diagnostic"]
    for session in counted:
        gaps = [
            (session.service_date - other.service_date).days
            for other in counted
            if (other.patient_id, other.region) == (session.patient_id, session.region)
            and other.service_date < session.service_date
        ]
        if gaps and min(gaps) < policy.DIAGNOSTIC_INTERVAL_DAYS:
            report(verdict, book, session.lines, "probable", "deny", min(gaps), policy.DIAGNOSTIC_INTERVAL_DAYS)
    return verdict
