"""FA306, FA307, FA406-FA409: what went before a session (page: tables 3xx and 4xx; dates by the session's MAC)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .book import Book
from .calendar_months import months_before, within_months_before
from .line_facts import side
from .model import Line, Verdict
from .sessions import Session
from .verdicts import do_not_know, report


def ruled_sessions(book: Book) -> Iterator[Session]:
    """Medicare sessions from lcd_2021."""
    return (session for session in book.sessions if session.is_medicare and session.from_lcd_2021)


def earlier(book: Book, session: Session, family: str) -> list[Session]:
    """Sessions of the class before the day of this one: same patient, region and pack."""
    return [
        other
        for other in book.sessions
        if (other.patient_id, other.region, other.pack) == (session.patient_id, session.region, session.pack)
        and other.family == family
        and other.service_date < session.service_date
    ]


def is_left_censored(book: Book, session: Session) -> bool:
    """Less than 12 months after the first service date of the accepted lines."""
    return months_before(session.service_date, 12) < book.first_service_date


def kx_after_rfa(book: Book) -> Verdict:
    """FA306: INJ lines with KX, an RFA session of patient and region in (d - 24 calendar months, d)."""
    verdict = Verdict()
    for session in ruled_sessions(book):
        ablations = earlier(book, session, "RFA")
        if session.family == "INJ" and any(_in_months(other, session, 24) for other in ablations):
            report(verdict, book, (line for line in session.lines if "KX" in line.modifiers), "review", "none")
    return verdict


def first_session_without_kx(book: Book) -> Verdict:
    """FA307: a patient's first INJ session in a region is therapeutic; unknown kind, left-censored or full: unknown."""
    verdict = Verdict()
    for session in ruled_sessions(book):
        if session.family != "INJ" or session.kind == "diagnostic" or earlier(book, session, "INJ"):
            continue
        if session.kind == "unknown" or is_left_censored(book, session):
            do_not_know(verdict, session.lines)
        else:
            do_not_know(verdict, [line for line in session.lines if line.slots_full])
            report(verdict, book, [line for line in session.lines if not line.slots_full], "review", "none")
    return verdict


def rfa_interval_short(book: Book) -> Verdict:
    """FA406: an earlier RFA session in (d - 6 calendar months, d) with a known side in common."""
    verdict = Verdict()
    for session in ruled_sessions(book):
        if session.family != "RFA":
            continue
        sides = _sides(session.lines)
        recent = [_sides(other.lines) for other in earlier(book, session, "RFA") if _in_months(other, session, 6)]
        if any(sides & other & {"R", "L"} for other in recent):
            report(verdict, book, session.lines, "probable", "deny")
        elif any(None in sides | other for other in recent):
            do_not_know(verdict, session.lines)
    return verdict


def _sides(lines: Iterable[Line]) -> set[str | None]:
    """Sides of a session; B is both; None where a line does not say."""
    found = {side(line) for line in lines}
    return (found - {"B"}) | {"R", "L"} if "B" in found else found


def rfa_without_diagnostics(book: Book) -> Verdict:
    """FA407: the first RFA session of patient and region with fewer than 2 diagnostic sessions before."""
    verdict = Verdict()
    for session in ruled_sessions(book):
        if session.family == "RFA" and not earlier(book, session, "RFA"):
            _without_diagnostics(book, session, verdict)
    return verdict


def therapeutic_without_diagnostics(book: Book) -> Verdict:
    """FA408: a therapeutic session with fewer than 2 diagnostic sessions before; unknown for one of unknown kind."""
    verdict = Verdict()
    for session in ruled_sessions(book):
        if session.kind == "unknown":
            do_not_know(verdict, session.lines)
        elif session.kind == "therapeutic":
            _without_diagnostics(book, session, verdict)
    return verdict


def _without_diagnostics(book: Book, session: Session, verdict: Verdict) -> None:
    """Two in the file are evidence enough; fewer are unknown where some may be hidden."""
    kinds = [other.kind for other in earlier(book, session, "INJ")]
    if kinds.count("diagnostic") >= 2:
        return
    if "unknown" in kinds or is_left_censored(book, session):
        do_not_know(verdict, session.lines)
    else:
        report(verdict, book, session.lines, "review", "none")


def therapeutic_interval_short(book: Book) -> Verdict:
    """FA409: another therapeutic session (from lcd_2021) in (d - 3 calendar months, d)."""
    verdict = Verdict()
    for session in ruled_sessions(book):
        if session.kind == "unknown":
            do_not_know(verdict, session.lines)
        before = [other for other in earlier(book, session, "INJ") if other.from_lcd_2021]
        recent = [other for other in before if other.kind == "therapeutic" and _in_months(other, session, 3)]
        if session.kind == "therapeutic" and recent:
            report(verdict, book, session.lines, "review", "none")
    return verdict


def _in_months(other: Session, session: Session, months: int) -> bool:
    return within_months_before(other.service_date, session.service_date, months)
