"""Sessions, their kind, and the payable count (page: *Session*, *Payable count*)."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date

from . import policy
from .calendar_months import months_before
from .line_facts import day, family, mac, split
from .model import Line, SessionRow


@dataclass
class Session:
    """Patient, service date, region and class of one pack, over every claim type and provider."""

    number: int
    patient_id: str
    service_date: date
    pack: str
    region: str
    family: str
    thoracolumbar: bool
    lines: tuple[Line, ...]
    window_count: int | None = None
    excess: bool = False

    @property
    def mac(self) -> str | None:
        """A session's MAC is that of its first line."""
        return mac(self.lines[0])

    @property
    def is_medicare(self) -> bool:
        """Whether limits and the 4xx detectors apply."""
        return self.pack == policy.MEDICARE

    @property
    def from_lcd_2021(self) -> bool:
        """`>=2021` for a session: by the session's MAC."""
        return self.service_date >= policy.lcd_2021(self.mac)

    @property
    def kind(self) -> str:
        """`rfa`, `diagnostic`, `therapeutic`, `unknown`; KX is asked of the professional lines where there are any."""
        if self.family == "RFA":
            return "rfa"
        asked = [line for line in self.lines if line.claim_type == "professional"] or self.lines
        if any("KX" in line.modifiers for line in asked):
            return "diagnostic"
        return "unknown" if any(line.slots_full for line in asked) else "therapeutic"

    def row(self) -> SessionRow:
        """The session as a row of the sessions table."""
        return SessionRow(
            patient_id=self.patient_id,
            service_date=self.service_date,
            region=self.region,
            family=self.family,
            kind=self.kind,
            pack=self.pack,
            mac=self.mac,
            lines=len(self.lines),
            window_count=self.window_count,
            excess=self.excess,
        )


def make_sessions(active: Sequence[Line], is_thoracolumbar: Callable[[Line], bool]) -> list[Session]:
    """Sessions in date order; US lines make none. `active` is in line order, so the lines of a session are too."""

    def key(line: Line) -> tuple[str, date, str, str, str]:
        region = "LS" if is_thoracolumbar(line) else policy.FACET_CODES[line.hcpcs].region
        return (*day(line), region, family(line))

    parts = split([line for line in active if family(line) in ("INJ", "RFA")], key)
    in_date_order = sorted(parts.items(), key=lambda part: (part[0][1], part[0]))
    return [
        Session(number, patient, service_date, pack, region, klass, is_thoracolumbar(lines[0]), tuple(lines))
        for number, ((patient, service_date, pack, region, klass), lines) in enumerate(in_date_order)
    ]


def count_sessions(sessions: Sequence[Session]) -> None:
    """Fill in `window_count` and `excess`, one counting set after the other, each in date order.

    Counting set: patient, pack, region and kind; Medicare before lcd_2021: INJ of both kinds together. An excess
    session does not count later; `window_count` includes the session itself even when it is excess.
    Kind unknown: no count, never excess. Pack cpt has no limits.
    """
    payable: dict[Hashable, list[date]] = {}
    for session in sessions:
        if session.kind == "unknown":
            continue
        kind, edition = _counted_as(session)
        earlier = payable.setdefault((session.patient_id, session.pack, session.region, kind, edition), [])
        start = months_before(session.service_date, 12)  # the anniversary day is outside
        session.window_count = sum(start < other for other in earlier) + 1
        session.excess = session.is_medicare and session.window_count > policy.SESSION_LIMITS[kind]
        if not session.excess:
            earlier.append(session.service_date)


def _counted_as(session: Session) -> tuple[str, str]:
    """Kind and edition of the counting set; RFA and pack cpt have one edition for all dates."""
    if session.kind == "rfa" or not session.is_medicare:
        return session.kind, "all dates"
    return (session.kind, "lcd_2021") if session.from_lcd_2021 else ("injection", "before")
