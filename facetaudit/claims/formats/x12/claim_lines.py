"""A professional claim with its service lines, as rows of text and Arrow tables.

One row a service line: the segment that it stands on (SV1, else LX), the segment of its claim (CLM), what keeps it from
being a line (`problem`, null for a line), then what the claim and the line say, as text as it stands in the file.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

import pyarrow as pa
import pyarrow.compute as pc

SURGICAL_CENTER = "261QA1903X"
"""Taxonomy code of a billing provider that is an ambulatory surgical center."""

NUMBERS = ("segment", "claim_segment")
TEXTS = (
    "problem", "claim_id", "line_number", "claim_type", "payer", "state", "patient_id", "service_date", "hcpcs",
    "modifier_1", "modifier_2", "modifier_3", "modifier_4", "units", "place_of_service", "diagnosis_codes",
    "rendering_npi", "billing_npi", "charge_amount", "claim_frequency_code", "original_claim_id",
    "authorization_number", "line_control_number", "last_service_date", "minutes",
)  # fmt: skip
SCHEMA = pa.schema([*((name, pa.int64()) for name in NUMBERS), *((name, pa.string()) for name in TEXTS)])

Elements = list[str]
Row = tuple[int | str | None, ...]
"""Values of SCHEMA's columns."""

_MOST_DIGITS = 9
_NO_TEXT = "\0"
"""What no text file holds."""


def at(elements: Elements, place: int) -> str:
    """An element of a segment, whose id is at 0; nothing where the segment is shorter."""
    return elements[place] if len(elements) > place else ""


def as_table(rows: Sequence[Row]) -> pa.Table:
    """The rows (at least one) as a table with SCHEMA, by buffers: `pa.array` loads pandas to look at a list."""
    columns = zip(*rows, strict=True)
    numbers = [
        pa.Array.from_buffers(pa.int64(), len(rows), [None, pa.py_buffer(array("q", next(columns)))]) for _ in NUMBERS
    ]
    return pa.Table.from_arrays([*numbers, *map(_text_column, columns)], schema=SCHEMA)


def _text_column(values: Sequence[str | None]) -> pa.Array:
    """Texts; nothing is missing."""
    joined = _NO_TEXT.join([value or "" for value in values]).encode()
    whole = pa.StringArray.from_buffers(1, pa.py_buffer(array("i", [0, len(joined)])), pa.py_buffer(joined))
    texts = pc.split_pattern(whole, _NO_TEXT).flatten()
    is_text = pc.binary_length(texts).cast(pa.bool_())
    return pa.Array.from_buffers(pa.string(), len(texts), [is_text.buffers()[1], *texts.buffers()[1:]])


def dollars(text: str) -> Decimal | None:
    """The amount, or None for what is no number."""
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() else None


@dataclass(slots=True)
class Provider:
    """Who bills (2000A)."""

    npi: str | None = None
    is_person: bool = False
    state: str | None = None
    taxonomy: str = ""


@dataclass(slots=True)
class Subscriber:
    """Who is insured, and with whom (2000B)."""

    id: str | None = None
    filing: str = ""
    payer: str | None = None


@dataclass(slots=True)
class Patient:
    """A patient who is not the subscriber (2000C)."""

    id: str | None = None
    name: str = ""
    birth: str = ""


@dataclass(slots=True)
class Above:
    """What stands above a claim."""

    provider: Provider
    subscriber: Subscriber
    patient: Patient | None

    @property
    def payer(self) -> str:
        """Medicare by the kind of insurance (SBR09), else the payer's name."""
        return "medicare" if self.subscriber.filing in ("MA", "MB") else self.subscriber.payer or "not named"

    @property
    def patient_id(self) -> str | None:
        """The member's number; with the date of birth for a dependent, who has no number of his own in 5010."""
        member, patient = self.subscriber.id, self.patient
        if patient is None:
            return member
        if patient.id is not None or member is None:
            return patient.id
        return f"{member}/{patient.birth or patient.name}"


@dataclass(slots=True)
class Line:
    """A service line (2400); `service` is its SV1, where it has one."""

    segment: int
    number: str = ""
    service: Elements | None = None
    date: str | None = None
    last_date: str | None = None
    control: str | None = None
    authorization: str | None = None
    rendering: str | None = None
    state: str | None = None

    @property
    def charge(self) -> Decimal | None:
        """The charge, where it is a number."""
        return dollars(at(self.service or [], 2))

    @property
    def is_in_minutes(self) -> bool:
        """Whether the quantity is minutes (MJ), which are no units."""
        return at(self.service or [], 3) == "MJ"

    def problem(self, code_list: str) -> str | None:
        """Why this is no line."""
        if self.service is None:
            return "a service line (LX) without its service (SV1)"
        if self.service[0] != "SV1":
            return "a service of an institutional or dental claim"
        if code_list == "HC":
            return None
        if code_list and not code_list.isalnum():
            return "the sign between the parts of its code is not the one that ISA names"
        return "its code is of another list than HCPCS"


@dataclass(slots=True)
class Claim:
    """A claim (2300) with its lines."""

    segment: int
    id: str | None = None
    charge: str = ""
    place: str | None = None
    frequency: str | None = None
    problem: str | None = None
    has_stray: bool = False
    diagnoses: list[str] = field(default_factory=list)
    authorization: str | None = None
    original: str | None = None
    rendering: str | None = None
    state: str | None = None
    other_payer: bool = False
    lines: list[Line] = field(default_factory=list)

    @property
    def adds_up(self) -> bool:
        """Whether the charges of the lines are that of the claim."""
        charges = [charge for line in self.lines if (charge := line.charge) is not None]
        return len(charges) == len(self.lines) and sum(charges, Decimal()) == dollars(self.charge)

    @property
    def is_numbered(self) -> bool:
        """Whether each line has a number (LX) of its own."""
        numbers = {line.number for line in self.lines if line.number.isdecimal() and len(line.number) <= _MOST_DIGITS}
        return len({int(number) for number in numbers}) == len(self.lines)

    def doubts(self, component: str) -> Iterator[tuple[str, int]]:
        """What is worth counting of the lines, with the segment."""
        if not self.is_numbered:
            yield "misnumbered", self.segment
        for line in self.lines:
            if line.last_date is not None:
                yield "several_days", line.segment
            if line.is_in_minutes:
                yield "minutes", line.segment
            if len(self._pointed_at(line, component)) < len(_pointers(line, component)):
                yield "lost_pointers", line.segment

    def rows(self, above: Above, component: str) -> list[Row]:
        """A row a line; a line without a number of its own is numbered by its place."""
        payer, patient = above.payer, above.patient_id
        is_numbered = self.is_numbered
        return [
            self._row(line, line.number if is_numbered else str(place), above.provider, payer, patient, component)
            for place, line in enumerate(self.lines, 1)
        ]

    def _row(
        self, line: Line, number: str, provider: Provider, payer: str, patient: str | None, component: str
    ) -> Row:
        service = (*(line.service or ()), "", "", "", "", "", "", "", "")
        code = (*service[1].split(component), "", "", "", "", "")
        in_minutes = service[3] == "MJ"
        return (
            line.segment,
            self.segment,
            self.problem or line.problem(code[0]),
            self.id,
            number,
            "asc" if provider.taxonomy == SURGICAL_CENTER else "professional",
            payer,
            line.state or self.state or provider.state,
            patient,
            line.date,
            *(part or None for part in code[1:6]),
            None if in_minutes else service[4] or None,
            service[5] or self.place,
            ";".join(self._pointed_at(line, component) or self.diagnoses) or None,
            line.rendering or self.rendering or (provider.npi if provider.is_person else None),
            provider.npi,
            service[2] or None,
            self.frequency,
            self.original,
            line.authorization or self.authorization,
            line.control or line.number or None,
            line.last_date,
            service[4] or None if in_minutes else None,
        )

    def _pointed_at(self, line: Line, component: str) -> list[str]:
        """The diagnoses that the line points at, in its order."""
        places = [int(one) for one in _pointers(line, component) if one.isdecimal()]
        return [self.diagnoses[place - 1] for place in places if 0 < place <= len(self.diagnoses)]


def _pointers(line: Line, component: str) -> list[str]:
    return [one for one in at(line.service or [], 7).split(component) if one]
