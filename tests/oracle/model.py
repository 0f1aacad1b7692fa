"""What goes into the oracle and what comes out: lines, notes, findings, sessions, exposure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

LineKey = tuple[str, int]
"""claim_id and line_number; unique among active lines (final action, step 2)."""


@dataclass(frozen=True)
class Line:
    """One accepted claim line, canonical columns; a line's place in the list is its place in the file."""

    claim_id: str
    line_number: int
    patient_id: str
    service_date: date
    hcpcs: str
    claim_type: str = "professional"
    payer: str = "medicare"
    mac: str | None = None
    state: str | None = None
    locality: str | None = None
    modifier_1: str | None = None
    modifier_2: str | None = None
    modifier_3: str | None = None
    modifier_4: str | None = None
    units: Decimal = Decimal(1)
    place_of_service: str | None = "11"
    diagnosis_codes: str | None = None
    rendering_npi: str | None = None
    billing_npi: str | None = None
    charge_amount: Decimal | None = None
    allowed_amount: Decimal | None = None
    paid_amount: Decimal | None = None
    paid_date: date | None = None
    line_status: str = "paid"
    claim_frequency_code: str = "1"
    original_claim_id: str | None = None
    authorization_number: str | None = None
    modifier_slots: int = 4

    @property
    def key(self) -> LineKey:
        """Identity of an active line, and its place in *line order*."""
        return (self.claim_id, self.line_number)

    @property
    def modifiers(self) -> frozenset[str]:
        """The set of modifiers, blanks left out."""
        return frozenset(self._filled())

    @property
    def slots_full(self) -> bool:
        """Whether every modifier slot that the source has is filled."""
        return len(self._filled()) >= self.modifier_slots

    def _filled(self) -> list[str]:
        slots = (self.modifier_1, self.modifier_2, self.modifier_3, self.modifier_4)
        return [modifier for modifier in slots if modifier]


@dataclass(frozen=True)
class Note:
    """One procedure note; joints already read from its text (`joints_status`: read, none, unreadable)."""

    claim_id: str | None = None
    patient_id: str | None = None
    service_date: date | None = None
    rendering_npi: str | None = None
    injection_type: str | None = None
    guidance: str | None = None
    technique: str | None = None
    injectate: str | None = None
    relief_percent: Decimal | None = None
    conservative_care_weeks: Decimal | None = None
    sedation: str | None = None
    documented: frozenset[tuple[str, str | None]] = frozenset()
    joints_status: str = "none"


class Finding(NamedTuple):
    """What a detector says of one line; observed and limit only where the page names the two figures."""

    certainty: str
    effect: str
    observed: Decimal | None = None
    limit: Decimal | None = None
    region: str | None = None


Payable = Callable[[Sequence[Line]], dict[LineKey, Decimal] | None]


@dataclass(frozen=True)
class Recode:
    """How lines would be paid if coded right.

    `payable` gets those of `lines` that have an allowed amount and no deny finding in the scenario, in line order;
    it answers unrounded amounts by line, or None when fewer lines are left than the pattern needs.
    """

    lines: tuple[Line, ...]
    payable: Payable


@dataclass
class Verdict:
    """All that one detector says of an extract."""

    findings: dict[LineKey, Finding] = field(default_factory=dict)
    unknown: set[LineKey] = field(default_factory=set)
    recodes: list[Recode] = field(default_factory=list)


class SessionRow(NamedTuple):
    """One row of the sessions table, columns in the order of the audit folder."""

    patient_id: str
    service_date: date
    region: str
    family: str
    kind: str
    pack: str
    mac: str | None
    lines: int
    window_count: int | None
    excess: bool


class ExposureRow(NamedTuple):
    """Dollars of one line in one scenario; signed, an underpayment is negative."""

    detector: str
    allowed: Decimal | None
    corrected_allowed: Decimal | None
    overpayment_allowed: Decimal | None
    paid: Decimal | None
    overpayment_paid: Decimal | None
    fee_billed: Decimal | None
    within_lookback: bool


@dataclass(frozen=True)
class OracleResult:
    """The whole answer; line indexes are places in the list of lines given."""

    findings: dict[tuple[str, str, int], Finding]
    unknown: dict[str, set[LineKey]]
    inactive: dict[int, str]
    rejected: set[int]
    audited: set[int]
    sessions: list[SessionRow]
    exposure: dict[tuple[str, str, int], ExposureRow]
    as_of: date | None
