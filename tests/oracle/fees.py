"""What the Medicare physician fee schedule pays, line by line: figures from the shipped tables, rules from the papers.

Rules: the indicator texts of CMS's record layout (RVU25D) and chapter 12 of the Claims Processing Manual. Conversion
factor of those who are not qualifying participants. A line without a price takes no part in the day's pricing.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

from .facility_fees import Procedure, price_facility_day
from .line_facts import day, side, split
from .model import Line, LineKey

TABLES = Path(__file__).parents[2] / "facetaudit" / "fees" / "tables"

PRICED_STATUS = frozenset("ART")
BOTH_SIDES = {"1": Decimal("1.5"), "3": Decimal(2)}
"""By bilateral indicator, times one side; 1 for 0, 2 and 9."""
SECOND_PROCEDURE = Decimal("0.5")
"""Multiple procedures, indicator 2: second to fifth; after the fifth by report, taken as half too."""
UNITS_ARE_JOINTS = frozenset(["64634", "64636"])
"""Two units of these are two joints; two units of any other code, on no side, are two sides."""
COMPONENTS = ("26", "TC")
OFFICE = "11"
ONE = Decimal(1)


@dataclass(frozen=True)
class Price:
    """One unit on one side, in cents, with what else counts of the code's row."""

    unit: Decimal
    bilateral: str
    multiple: str

    @property
    def both_sides(self) -> Decimal:
        """A unit on both sides."""
        return cents(self.unit * BOTH_SIDES.get(self.bilateral, ONE))


def cents(amount: Decimal) -> Decimal:
    """Round half up to the cent (away from zero, so that an underpayment rounds like an overpayment)."""
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """Read the rows of a shipped table."""
    with (TABLES / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return tuple(csv.DictReader(file))


# --- one unit -------------------------------------------------------------------------------------------------


def setting(line: Line) -> str | None:
    """Facility or nonfacility, by place of service; none given: the office; None where the place is not known."""
    return _settings().get(line.place_of_service or OFFICE)


@cache
def _settings() -> dict[str, str]:
    return {row["place_of_service"]: row["setting"] for row in table("place_of_service")}


def price(line: Line, place: str | None) -> Price | None:
    """A unit of a professional line's code in a setting, on its date in its locality (national without one)."""
    code = _code_row(line.hcpcs, _component(line), line.service_date)
    factor = _conversion_factor(line.service_date)
    geography = _geography(line.locality, line.service_date)
    if line.claim_type != "professional" or place is None or code is None or factor is None or geography is None:
        return None
    if code["status"] not in PRICED_STATUS or code[f"{place}_na"]:
        return None
    values = [Decimal(code[name]) for name in ("work_rvu", f"{place}_pe_rvu", "mp_rvu")]
    total = sum(value * index for value, index in zip(values, geography, strict=True))
    return Price(cents(total * factor), code["bilat_surg"], code["mult_proc"])


def _component(line: Line) -> str:
    """Part of the service, where the line has one; no row of the schedule holds both."""
    return " ".join(modifier for modifier in COMPONENTS if modifier in line.modifiers)


@cache
def _code_row(hcpcs: str, component: str, on: date) -> dict[str, str] | None:
    rows = _in_force("relative_values", on)
    return next((row for row in rows if (row["hcpcs"], row["component"]) == (hcpcs, component)), None)


@cache
def _conversion_factor(on: date) -> Decimal | None:
    rows = _in_force("conversion_factors", on)
    return next((Decimal(row["conversion_factor"]) for row in rows if row["participant"] != "qp"), None)


@cache
def _geography(locality: str | None, on: date) -> tuple[Decimal, ...] | None:
    """Indices of work, practice expense and malpractice."""
    if not locality:
        return (ONE, ONE, ONE)
    rows = [row for row in _in_force("gpci", on) if f"{row['mac']}-{row['locality']}" == locality]
    return next((tuple(Decimal(row[f"{part}_gpci"]) for part in ("work", "pe", "mp")) for row in rows), None)


def _in_force(name: str, on: date) -> list[dict[str, str]]:
    iso = on.isoformat()
    return [row for row in table(name) if row["valid_from"] <= iso <= row["valid_to"]]


# --- a day ----------------------------------------------------------------------------------------------------


def price_days(lines: Iterable[Line]) -> dict[LineKey, Decimal]:
    """What the schedule pays for each active line that has a price, in its provider's day."""
    fees: dict[LineKey, Decimal] = {}
    for of_day in split(
        lines, lambda line: (day(line), line.claim_type, line.rendering_npi or line.billing_npi)
    ).values():
        fees |= _price_day(sorted(of_day, key=lambda line: line.key))
    return fees


def _price_day(lines: Sequence[Line]) -> dict[LineKey, Decimal]:
    """One provider's day, in line order; all of its lines have one claim type."""
    if lines[0].claim_type != "professional":
        return price_facility_day([_procedure(line) for line in lines])  # type: ignore[return-value]
    return _price_professional_day(lines)


def _procedure(line: Line) -> Procedure:
    both = line.units if "50" in line.modifiers else Decimal(0)
    return Procedure(line.key, line.claim_type, line.hcpcs, line.service_date, both, line.units - both)


def _price_professional_day(lines: Sequence[Line]) -> dict[LineKey, Decimal]:
    """First both sides, then multiple procedures, rounded at each step."""
    prices = {line.key: found for line in lines if (found := price(line, setting(line)))}
    priced = [line for line in lines if line.key in prices]
    pairs = _pairs([line for line in priced if prices[line.key].bilateral == "1"])
    fees = {line.key: _alone(line, prices[line.key]) for line in priced}
    for first, second in pairs:
        fees[second.key] = _second_side(first, second, prices[second.key])

    first_line = {second.key: first.key for first, second in pairs}
    ranked = [line for line in priced if prices[line.key].multiple == "2"]
    procedures = split(ranked, lambda line: first_line.get(line.key, line.key))
    worth = {first: sum(fees[line.key] for line in parts) for first, parts in procedures.items()}
    for reduced in sorted(procedures, key=lambda first: (-worth[first], first))[1:]:
        for line in procedures[reduced]:
            fees[line.key] = cents(fees[line.key] * SECOND_PROCEDURE)
    return fees


def _alone(line: Line, found: Price) -> Decimal:
    """A line by itself: modifier 50 makes each unit both sides, as do two units that name no single side."""
    if "50" in line.modifiers:
        return cents(line.units * found.both_sides)
    names_one_side = side(line) in ("R", "L")
    twice = line.units == 2 and not names_one_side and line.hcpcs not in UNITS_ARE_JOINTS
    return found.both_sides if twice and found.bilateral == "1" else cents(line.units * found.unit)


def _pairs(lines: Sequence[Line]) -> list[tuple[Line, Line]]:
    """A code of exactly two lines, RT and LT: one procedure on both sides. One unit each, unless units are joints."""
    pairs = []
    for of_code in split(lines, lambda line: (line.hcpcs, _component(line))).values():
        sides = sorted(side(line) or "" for line in of_code)
        one_each = all(line.units == 1 for line in of_code) or of_code[0].hcpcs in UNITS_ARE_JOINTS
        if sides == ["L", "R"] and one_each:
            pairs.append((of_code[0], of_code[1]))
    return pairs


def _second_side(first: Line, second: Line, found: Price) -> Decimal:
    """The second line of a pair: what both sides cost more than one, for the units that both have."""
    common = min(first.units, second.units)
    return cents(common * (found.both_sides - found.unit) + (second.units - common) * found.unit)
