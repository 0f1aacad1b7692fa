"""What surgery centers and hospital outpatient departments are paid for a day's procedures, in plain Python.

Rates from the shipped tables; how they are paid from the papers: a center is paid the dearest procedure in full and the
others at half, add-ons and imaging come with them; a hospital likewise for status T (both sides by modifier 50 count
one and a half), and one rate for the whole day with status J1.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

TABLES = Path(__file__).parents[2] / "facetaudit" / "fees" / "tables"
HALF = Decimal("0.5")
ZERO = Decimal("0.00")
PAID_IN_FULL = ("S", "V")


@dataclass(frozen=True)
class Procedure:
    """A facility line: which, where (asc or hopd), its code and day, units by modifier 50 and other units."""

    key: object
    claim_type: str
    hcpcs: str
    on: date
    both: Decimal
    one: Decimal

    @property
    def units(self) -> Decimal:
        """Procedures of the line; modifier 50 makes none more."""
        return self.both + self.one


def price_facility_day(lines: Sequence[Procedure]) -> dict[object, Decimal]:
    """The fee of each line of one facility's day that has one; lines are given in line order."""
    fees: dict[object, Decimal] = {}
    rates = {line.key: row for line in lines if (row := _rate(line)) is not None}
    listed = [line for line in lines if line.key in rates]
    whole_days = [line for line in listed if rates[line.key].get("status_indicator") == "J1" and line.units > 0]
    if whole_days:
        leader = max(whole_days, key=lambda line: Decimal(rates[line.key]["rate"]))  # the first of equals
        return {line.key: Decimal(rates[line.key]["rate"]) if line is leader else ZERO for line in listed}

    shared = []
    for line in listed:
        row = rates[line.key]
        paid = _paid(line.claim_type, row)
        if paid == "packaged":
            fees[line.key] = ZERO
        elif paid == "full":
            fees[line.key] = _cents(Decimal(row["rate"]) * line.units)
        elif paid == "shared":
            shared.append(line)
    worth = {line.key: _procedure(line, Decimal(rates[line.key]["rate"])) for line in shared}
    for place, line in enumerate(sorted(shared, key=lambda line: -worth[line.key])):  # stable: line order among equals
        amount, half = worth[line.key], _cents(worth[line.key] * HALF)
        first = min(line.units, Decimal(1)) if place == 0 else Decimal(0)
        fees[line.key] = _cents(amount * first + half * (line.units - first))
    return fees


def _paid(claim_type: str, row: dict[str, str]) -> str | None:
    if claim_type == "asc":
        if row["payment_indicator"] == "N1":
            return "packaged"
        if not row["rate"]:
            return None
        return "shared" if row["multiple_discount"] == "yes" else "full"
    status = row["status_indicator"]
    if status == "N":
        return "packaged"
    if not row["rate"]:
        return None
    return "shared" if status == "T" else "full" if status in (*PAID_IN_FULL, "J1") else None


def _procedure(line: Procedure, rate: Decimal) -> Decimal:
    """One procedure of the line: for a hospital, modifier 50 on a bilateral code makes it one and a half."""
    bilateral = line.claim_type == "hopd" and line.both > 0 and _is_bilateral(line.hcpcs, line.on)
    return _cents(rate * Decimal("1.5")) if bilateral else rate


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


@cache
def _table(name: str) -> tuple[dict[str, str], ...]:
    with (TABLES / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return tuple(csv.DictReader(file))


def _rate(line: Procedure) -> dict[str, str] | None:
    return _first(_table("asc_rates" if line.claim_type == "asc" else "opps_rates"), line.hcpcs, line.on)


@cache
def _is_bilateral(hcpcs: str, on: date) -> bool:
    rows = [row for row in _table("relative_values") if not row["component"]]
    row = _first(rows, hcpcs, on)
    return row is not None and row["bilat_surg"] == "1"


def _first(rows: Iterable[dict[str, str]], hcpcs: str, on: date) -> dict[str, str] | None:
    iso = on.isoformat()
    return next((row for row in rows if row["hcpcs"] == hcpcs and row["valid_from"] <= iso <= row["valid_to"]), None)
