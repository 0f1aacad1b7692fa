"""What a policy is made of.

A *parameter* is one rule value, such as the number of diagnostic sessions a year. It holds one *series* of dated values
per *scope* (everywhere, a pack, a MAC of a pack). A series is complete: it begins on or before `FIRST_DAY`, and each
value holds until the day before the next. Which series decides is settled by scope alone, never by date.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

FIRST_DAY = date(2010, 1, 1)
"""First day of the present injection codes; every parameter has a value from here on."""
OPEN_END = date(9999, 12, 31)
"""`valid_to` of a value that is still in force."""
UNKNOWN_MAC = "unknown"
"""Stands for a line whose MAC neither the line nor its state tells."""
MAC_DATE_SYMBOLS = ("lcd_2021", "lcd_2024")
"""Names of the two dates that each MAC has of its own."""
BASES = ("seen", "restated", "derived", "unverified")
"""How far a figure was checked: document read; read as restated by another; worked out; not checked."""
STRENGTH = ("seen", "derived", "restated", "unverified")
"""The bases from the strongest to the weakest."""
RULE_GROUPS = ("coding", "medicare")
"""`coding`: the detectors of every pack. `medicare`: those that the catalogue marks medicare."""


def weakest(bases: Iterable[str]) -> str:
    """Give the weakest of several bases: a value is no better checked than the date it starts on."""
    return max(bases, key=STRENGTH.index)


@dataclass(frozen=True, slots=True)
class Source:
    """A document that values rest on."""

    source_id: str
    title: str
    publisher: str
    document_number: str
    dates: str
    where: str
    note: str


@dataclass(frozen=True, slots=True)
class MacDate:
    """The day on which a MAC's LCD text came into force."""

    on: date
    source_id: str
    basis: str
    checked_on: date
    note: str


@dataclass(frozen=True, slots=True)
class Mac:
    """A Medicare administrative contractor; `lcd` and `article` are source ids, `states` two-letter codes."""

    name: str
    title: str
    jurisdictions: str
    lcd: str
    article: str
    states: tuple[str, ...]
    states_source_id: str
    states_basis: str
    lcd_2021: MacDate
    lcd_2024: MacDate

    def date_of(self, symbol: str) -> MacDate:
        """Give the MAC's date behind `lcd_2021` or `lcd_2024`."""
        return self.lcd_2021 if symbol == "lcd_2021" else self.lcd_2024


@dataclass(frozen=True, slots=True)
class Pack:
    """A set of rules that payers follow; `chain` is the pack itself and what it extends, nearest first."""

    name: str
    title: str
    extends: str | None
    payers: tuple[str, ...]
    rules: tuple[str, ...]
    is_default: bool
    chain: tuple[str, ...]

    @property
    def medicare_rules(self) -> bool:
        """Whether the detectors that the catalogue marks medicare look at the pack's lines."""
        return "medicare" in self.rules


class StateMac(NamedTuple):
    """A state and the MAC that serves it."""

    state: str
    mac: str


class PayerPack(NamedTuple):
    """A payer, in lower case, and the pack that it follows."""

    payer: str
    pack: str


class Scope(NamedTuple):
    """Where a series holds: everywhere (both empty), in a pack, or in a pack for one MAC."""

    pack: str | None
    mac: str | None

    def __str__(self) -> str:
        """Give the scope in words, as messages and tables show it."""
        return "all" if self.pack is None else self.pack if self.mac is None else f"{self.pack}, {self.mac}"


@dataclass(frozen=True, slots=True)
class DatedValue:
    """One value of a parameter as its file gives it; `valid_from` is a date or one of `MAC_DATE_SYMBOLS`."""

    value: str
    number: Decimal | None
    valid_from: date | str
    source_id: str
    also: tuple[str, ...]
    basis: str
    checked_on: date
    note: str


@dataclass(frozen=True, slots=True)
class Series:
    """The values of a parameter in one scope, in date order."""

    scope: Scope
    values: tuple[DatedValue, ...]

    def starts(self, mac: Mac) -> list[date]:
        """Give the first day of each value under a MAC."""
        return [
            mac.date_of(value.valid_from).on if isinstance(value.valid_from, str) else value.valid_from
            for value in self.values
        ]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A rule value by date and scope; `accepts` lists its words, and `number` where figures are accepted."""

    name: str
    title: str
    unit: str
    accepts: tuple[str, ...]
    series: tuple[Series, ...]

    def deciding(self, pack: Pack, mac: str) -> Series | None:
        """Find the series that decides for a pack and a MAC: the pack's own before those of what it extends."""
        by_scope = {series.scope: series for series in self.series}
        for name in pack.chain:
            for scope in (Scope(name, mac), Scope(name, None)):
                if scope in by_scope:
                    return by_scope[scope]
        return by_scope.get(Scope(None, None))


@dataclass(frozen=True, slots=True)
class PolicyValue:
    """The value of a parameter in force on a day, for a MAC and a pack, with what it rests on.

    `number` is empty where the value is a word. `basis` is the weaker of the value's own and of the MAC date it starts
    on; `date_source_id` names the source of that date, and is empty where the value starts on a date of its own.
    """

    name: str
    pack: str
    mac: str
    value: str
    number: Decimal | None
    valid_from: date
    valid_to: date
    source_id: str
    source_title: str
    also: tuple[str, ...]
    date_source_id: str | None
    basis: str
    checked_on: date
    scope: str
    note: str


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A procedure code as a member of a code set, for a span of days; `related_hcpcs` is an add-on's primary."""

    name: str
    hcpcs: str
    class_: str | None
    role: str | None
    region: str | None
    level: int | None
    related_hcpcs: str | None
    short_name: str | None
    valid_from: date
    valid_to: date
    source_id: str
    basis: str
    checked_on: date


@dataclass(frozen=True, slots=True)
class DiagnosisRow:
    """An ICD-10-CM code, without dot, as a member of a set of diagnoses for a span of days."""

    name: str
    diagnosis: str
    valid_from: date
    valid_to: date
    source_id: str
    basis: str
    checked_on: date


@dataclass(frozen=True, slots=True)
class MueRow:
    """A medically unlikely edit: most units of a code a day (`mue`) and its adjudication indicator (`mai`)."""

    hcpcs: str
    mue: int
    mai: int
    valid_from: date
    valid_to: date
    source_id: str
    basis: str
    checked_on: date
