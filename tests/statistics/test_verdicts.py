"""Precision of detectors and what it makes likely, from counts drawn up by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import duckdb
import pytest

from facetaudit.statistics.exact import count_limits
from facetaudit.statistics.verdicts import Precision, expected, precisions

ONE = Precision("FA702", "paid-above-schedule", "review", 10, 2, 0, 2, 0, Decimal("300.00"), 0.5, 0.25, 0.75)


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """The two tables that precision is counted from, empty."""
    with duckdb.connect() as connection:
        connection.execute(
            "create table frame_finding (finding_id varchar, code varchar, detector varchar, certainty varchar, "
            "stratum integer, dollars decimal(12,2))"
        )
        connection.execute("create table reviewed_finding (finding_id varchar, outcome varchar)")
        yield connection


def add(con: duckdb.DuckDBPyConnection, stratum: int, outcomes: list[str | None], code: str = "FA702") -> None:
    """Findings of ten dollars each; None: not reviewed."""
    for outcome in outcomes:
        name = str(con.sql("select count(*) from frame_finding").fetchall()[0][0])
        con.execute("insert into frame_finding values (?, ?, 'x', 'review', ?, 10)", [name, code, stratum])
        if outcome is not None:
            con.execute("insert into reviewed_finding values (?, ?)", [name, outcome])


def test_one_stratum(con: duckdb.DuckDBPyConnection) -> None:
    # Ten findings, five reviewed: 2 confirmed, 1 changed, 1 overturned, 1 without a record, so 2 of 4 judged.
    add(con, 1, ["confirmed", "confirmed", "changed", "overturned", "no record", *[None] * 5])
    (one,) = precisions(con, by_size=False)
    assert (one.findings, one.confirmed, one.changed, one.overturned, one.no_record) == (10, 2, 1, 1, 1)
    assert one.unreviewed_dollars == 50
    assert one.precision == 0.5
    # Of 2 right among ten both are in 4 drawn with the chance C(8,2)/210 = 0.133: 0.05 does not exclude it, nor 8.
    assert (one.lower, one.upper) == (0.2, 0.8)


def test_strata_are_weighted_and_share_the_doubt(con: duckdb.DuckDBPyConnection) -> None:
    # Stratum 1: 10 findings, 4 judged, all confirmed; 2: 30, 6 judged, 3 confirmed; 3: 2, both judged.
    add(con, 1, ["confirmed"] * 4 + [None] * 6)
    add(con, 2, ["confirmed"] * 3 + ["overturned"] * 3 + [None] * 24)
    add(con, 3, ["confirmed", "overturned"])
    (one,) = precisions(con, by_size=False)
    assert one.precision == pytest.approx((10 + 15 + 1) / 42)
    # Two strata are in doubt, so each has limits of 95 percent.
    limits = [count_limits(4, 4, 10, 0.95, 2), count_limits(3, 6, 30, 0.95, 2), (1, 1)]
    assert one.lower == pytest.approx(sum(low for low, _ in limits) / 42)
    assert one.upper == pytest.approx(sum(high for _, high in limits) / 42)


def test_a_stratum_without_a_judged_finding_leaves_the_precision_open(con: duckdb.DuckDBPyConnection) -> None:
    add(con, 1, ["confirmed", "confirmed"])
    add(con, 2, [None] * 6)
    (one,) = precisions(con, by_size=False)
    assert one.precision is None
    assert (one.lower, one.upper) == (2 / 8, 1.0)


def test_without_verdicts_and_by_size_nothing_is_said(con: duckdb.DuckDBPyConnection) -> None:
    add(con, 1, [None, None])
    (one,) = precisions(con, by_size=False)
    assert (one.precision, one.lower, one.upper) == (None, None, None)
    add(con, 1, ["confirmed"])
    (one,) = precisions(con, by_size=True)
    assert (one.confirmed, one.precision, one.lower, one.upper) == (1, None, None, None)


def test_expected_dollars_come_from_verdicts_only() -> None:
    (row,) = expected([ONE])
    assert [row[name] for name in ("unreviewed_dollars", "expected", "lower", "upper")] == [
        Decimal("300.00"), Decimal("150.00"), Decimal("75.00"), Decimal("225.00"),
    ]  # fmt: skip
    (unknown,) = expected([replace(ONE, precision=None, lower=None, upper=None)])
    assert (unknown["expected"], unknown["lower"], unknown["upper"]) == (None, None, None)
    (under,) = expected([replace(ONE, unreviewed_dollars=Decimal("-100.00"))])
    assert (under["lower"], under["expected"], under["upper"]) == (Decimal(-75), Decimal(-50), Decimal(-25))
    assert expected([replace(ONE, certainty="probable"), replace(ONE, unreviewed_dollars=Decimal(0))]) == []
