"""The active lines of an extract with what the page's *Terms* derive from them: region, side, group, session, notes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from . import policy
from .final_action import final_action
from .line_facts import DayKey, code_region, day, family, patient_day
from .model import Line, LineKey, Note
from .notes import match_notes
from .sessions import Session, count_sessions, make_sessions


@dataclass(frozen=True)
class Book:
    """An extract after final action; `active` and `packaged` (zero-paid) are in line order, audited lines only."""

    accepted: tuple[Line, ...]
    active: tuple[Line, ...]
    packaged: tuple[Line, ...]
    thoracolumbar: frozenset[tuple[DayKey, str]]
    sessions: tuple[Session, ...]
    session_by_line: dict[LineKey, Session]
    notes_by_session: dict[int, list[Note]]
    has_authorization: bool = True

    def of_family(self, *families: str) -> list[Line]:
        """Active lines of INJ, RFA or US."""
        return [line for line in self.active if family(line) in families]

    def region(self, line: Line) -> str | None:
        """CT or LS, thoraco-lumbar rule applied; None for a line of no family."""
        return "LS" if self.is_thoracolumbar(line) else code_region(line)

    def is_thoracolumbar(self, line: Line) -> bool:
        """Whether the thoraco-lumbar rule holds for the line's patient, day, pack and family."""
        return (day(line), family(line)) in self.thoracolumbar

    def session(self, line: Line) -> Session:
        """The session of an active INJ or RFA line."""
        return self.session_by_line[line.key]

    def notes(self, line: Line) -> list[Note]:
        """The notes that speak for an active INJ or RFA line: those of its session."""
        return self.session_notes(self.session(line))

    def session_notes(self, session: Session) -> list[Note]:
        """The notes matched to a session."""
        return self.notes_by_session.get(session.number, [])

    @property
    def first_service_date(self) -> date:
        """First service date of the accepted lines (page: *Left-censored*)."""
        return min(line.service_date for line in self.accepted)


def open_book(
    lines: Sequence[Line], notes: Sequence[Note], has_authorization: bool = True
) -> tuple[Book, set[int], dict[int, str], set[int]]:
    """Derive the book, and the indexes of rejected, inactive (with reason) and audited lines."""
    rejected, inactive = final_action(lines)
    accepted = [index for index in range(len(lines)) if index not in rejected]
    facet_days = {patient_day(lines[i]) for i in accepted if family(lines[i]) or lines[i].hcpcs == policy.UNLISTED}
    audited = {i for i in accepted if patient_day(lines[i]) in facet_days}
    active = sorted((lines[i] for i in audited if i not in inactive), key=lambda line: line.key)
    packaged = sorted((lines[i] for i in audited if inactive.get(i) == "zero-paid"), key=lambda line: line.key)
    junction = _thoracolumbar([*active, *packaged])
    sessions = make_sessions(active, lambda line: (day(line), family(line)) in junction)
    count_sessions(sessions)
    session_by_line = {line.key: session for session in sessions for line in session.lines}
    book = Book(
        accepted=tuple(lines[i] for i in accepted),
        active=tuple(active),
        packaged=tuple(packaged),
        thoracolumbar=junction,
        sessions=tuple(sessions),
        session_by_line=session_by_line,
        notes_by_session=match_notes(active, sessions, session_by_line, notes),
        has_authorization=has_authorization,
    )
    return book, rejected, inactive, audited


def _thoracolumbar(lines: Iterable[Line]) -> frozenset[tuple[DayKey, str]]:
    """Days whose INJ codes are exactly 64490 and 64494, or RFA codes 64633 and 64636; zero-paid lines count."""
    codes: dict[tuple[DayKey, str], set[str]] = {}
    for line in lines:
        codes.setdefault((day(line), family(line)), set()).add(line.hcpcs)
    return frozenset(key for key, found in codes.items() if found == policy.THORACOLUMBAR_CODES.get(key[1]))
