"""Draws at the edges: amounts on a limit of strata, points on the border of two units."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from facetaudit.statistics.designs import Design, deviation, draw

from .test_sampling import by_size


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection for a frame."""
    with duckdb.connect() as connection:
        yield connection


def frame(con: duckdb.DuckDBPyConnection, cents: list[int]) -> None:
    """Units of these cents, named by their place."""
    con.execute(
        "create or replace table frame_unit as select row_number() over () as position, "
        "cast(row_number() over () as varchar) as unit_key, cast(cents / 100 as decimal(14,2)) as amount, "
        "'none' as risk, 0 as expected_certain, 0 as expected_probable, 0 as expected_review "
        "from (select unnest($cents) as cents)",
        {"cents": cents},
    )


def test_an_amount_on_the_limit_belongs_to_the_upper_stratum(con: duckdb.DuckDBPyConnection) -> None:
    # One unit in each of 100 classes of one cent: the roots add up to 100, half of it is reached by 0 to 49 cents.
    frame(con, list(range(100)))
    lower, upper = draw(con, Design("stratified", 10, 1, 2))
    assert (lower.low, lower.high, lower.units) == ("0.00", "0.49", 50)
    assert (upper.low, upper.high, upper.units) == ("0.50", "0.99", 50)


def test_a_point_on_a_border_hits_the_unit_that_begins_there(con: duckdb.DuckDBPyConnection) -> None:
    # Ten units of one cent, five drawn: units are 5 long, points lie at start + 10 k; starts 0 and 5 are borders.
    frame(con, [1] * 10)
    for seed in range(12):
        draw(con, Design("pps", 5, seed))
        drawn = {row[0] for row in con.sql("select unit_key from sample_unit").fetchall()}
        assert drawn == by_size({str(one): 1 for one in range(1, 11)}, 5, seed)[1]
        assert len(drawn) == 5


def test_deviations_are_exact() -> None:
    # 1, 2 and 3 dollars: mean 2, squares about it 2, by 2: 1.
    assert deviation(3, 600, 140000) == 1.0
    assert deviation(1, 600, 360000) == 0.0
    assert deviation(2, 2 * 10**14, 2 * 10**28) == 0.0
