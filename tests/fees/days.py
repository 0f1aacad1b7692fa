"""Drawn days for the tests of the fees room, and the tables that the tests compare with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb

from facetaudit.fees import price_lines
from facetaudit.fees.pricing import EMPTY_FEE_LINE

SHARED = Path(__file__).parents[3] / "shared" / "data"

IN_2026 = date(2026, 5, 4)
IN_2025 = date(2025, 5, 5)


@dataclass(frozen=True)
class FeeLine:
    """One line as `price_lines` takes it; line_id gives its order."""

    hcpcs: str
    line_id: int = 1
    both: str = "0"
    one: str = "1"
    side: str | None = None
    on: date | None = IN_2026
    component: str | None = None
    locality: str | None = None
    place: str | None = "11"
    claim_type: str | None = "professional"
    participant: str | None = "non_qp"
    day: int = 1
    variant: str = "billed"

    def row(self) -> tuple[object, ...]:
        return (
            self.variant,
            self.day,
            self.line_id,
            self.line_id,
            self.hcpcs,
            self.component,
            self.on,
            self.locality,
            self.place,
            self.claim_type,
            self.participant,
            self.side,
            Decimal(self.both),
            Decimal(self.one),
        )


@dataclass(frozen=True)
class Priced:
    """One row of fee_price."""

    amount: Decimal | None
    note: str | None
    unit_amount: Decimal | None
    setting: str | None
    percent: Decimal | None
    assumption: str | None


def line(hcpcs: str, modifier: str = "", units: str = "1", **other: object) -> FeeLine:
    """A line as billed: modifier 50, RT, LT, 26 or TC, and units."""
    drawn = FeeLine(hcpcs, both=units if modifier == "50" else "0", one="0" if modifier == "50" else units)
    side = {"RT": "R", "LT": "L", "50": "B"}.get(modifier)
    component = modifier if modifier in ("26", "TC") else None
    return replace(drawn, side=side, component=component, **other)  # type: ignore[arg-type]


def price(con: duckdb.DuckDBPyConnection, lines: Iterable[FeeLine]) -> dict[tuple[str, int], Priced]:
    """Price lines; result by variant and line_id."""
    con.execute(EMPTY_FEE_LINE)
    con.execute("begin")
    rows = [drawn.row() for drawn in lines]
    for row in rows:
        con.execute("insert into fee_line values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    con.execute("commit")
    price_lines(con)
    found = con.execute(
        "select variant, line_id, fee_amount, fee_note, unit_amount, setting, multiple_percent, assumption "
        "from fee_price"
    ).fetchall()
    assert len(found) == len(rows)
    return {(row[0], row[1]): Priced(*row[2:]) for row in found}


def price_day(con: duckdb.DuckDBPyConnection, *lines: FeeLine) -> list[Priced]:
    """Price lines as one day, numbered in the order given."""
    numbered = [replace(drawn, line_id=number) for number, drawn in enumerate(lines, start=1)]
    priced = price(con, numbered)
    return [priced[(drawn.variant, drawn.line_id)] for drawn in numbered]


def amounts(con: duckdb.DuckDBPyConnection, *lines: FeeLine) -> list[str | None]:
    """What each line of a day costs, as text."""
    return [None if priced.amount is None else str(priced.amount) for priced in price_day(con, *lines)]
