"""Whole days priced by hand: both sides, then multiple procedures, each step rounded half up.

National, nonfacility, 2026 non-QP: 64490 205.08, 64491 101.87, 64493 190.39, 64494 95.86, 64635 464.94, 64636 251.51.
"""

from __future__ import annotations

from dataclasses import replace

import duckdb
import pytest

from .days import IN_2025, FeeLine, amounts, line, price, price_day

DAYS = {
    "both sides of one level: 190.39 x 1.5 = 285.585": ([line("64493", "50")], ["285.59"]),
    "both sides of two levels, nothing halved: 285.59 and 95.86 x 1.5 = 143.79": (
        [line("64493", "50"), line("64494", "50")],
        ["285.59", "143.79"],
    ),
    "two regions: the dearer in full, 190.39 x 0.5 = 95.195": (
        [line("64493"), line("64490")],
        ["95.20", "205.08"],
    ),
    "the rank is taken after the bilateral step: 285.59 leads, 205.08 x 0.5 = 102.54": (
        [line("64490"), line("64493", "50")],
        ["102.54", "285.59"],
    ),
    "both regions, both sides: 205.08 x 1.5 = 307.62 leads, 285.59 x 0.5 = 142.795": (
        [line("64493", "50"), line("64490", "50")],
        ["142.80", "307.62"],
    ),
    "RT and LT lines are one bilateral procedure: 190.39 + (285.59 - 190.39)": (
        [line("64493", "RT"), line("64493", "LT")],
        ["190.39", "95.20"],
    ),
    "LT first: the first in line order is the whole one": (
        [line("64493", "LT"), line("64493", "RT")],
        ["190.39", "95.20"],
    ),
    "an RT and LT pair ranks as one: 285.59 leads 205.08": (
        [line("64490"), line("64493", "RT"), line("64493", "LT")],
        ["102.54", "190.39", "95.20"],
    ),
    "an RT and LT pair behind a dearer procedure is halved line by line: 190.39 / 2 and 95.20 / 2": (
        [line("64493", "RT"), line("64635"), line("64493", "LT")],
        ["95.20", "464.94", "47.60"],
    ),
    "RT and RT are two procedures": ([line("64493", "RT"), line("64493", "RT")], ["190.39", "95.20"]),
    "three lines of a code are no pair: ranked one by one": (
        [line("64493", "RT"), line("64493", "LT"), line("64493", "RT")],
        ["190.39", "95.20", "95.20"],
    ),
    "a third line without a side breaks the pair": (
        [line("64494", "RT"), line("64494", "LT"), line("64494")],
        ["95.86", "95.86", "95.86"],
    ),
    "an RT line that is corrected to both sides is no half of a pair: 377.27 + 251.51, 251.51": (
        [FeeLine("64636", both="1", one="1", side="R"), line("64636", "LT")],
        ["628.78", "251.51"],
    ),
    "RT and LT add-on lines: 95.86 + (143.79 - 95.86)": (
        [line("64494", "RT"), line("64494", "LT")],
        ["95.86", "47.93"],
    ),
    "two add-on lines that name no side stay two services": ([line("64494"), line("64494")], ["95.86", "95.86"]),
    "two units that name no side are two sides": ([line("64493", units="2")], ["285.59"]),
    "two units of an add-on that name no side are two sides": ([line("64494", units="2")], ["143.79"]),
    "two units on the right are two services": ([line("64493", "RT", units="2")], ["380.78"]),
    "three units are three services: 3 x 190.39": ([line("64493", units="3")], ["571.17"]),
    "two units with 50 are two bilateral services: 2 x 285.59": ([line("64493", "50", units="2")], ["571.18"]),
    "units of 64636 are joints: 2 x 251.51": ([line("64636", units="2")], ["503.02"]),
    "64636 on both sides: 251.51 x 1.5 = 377.265": ([line("64636", "50")], ["377.27"]),
    "two joints on both sides: 2 x 377.27": ([line("64636", "50", units="2")], ["754.54"]),
    "two joints RT and two LT are the same: 503.02 + 2 x (377.27 - 251.51)": (
        [line("64636", "RT", units="2"), line("64636", "LT", units="2")],
        ["503.02", "251.52"],
    ),
    "two joints RT and one LT: the one in common is done on both sides": (
        [line("64636", "RT", units="2"), line("64636", "LT")],
        ["503.02", "125.76"],
    ),
    "one joint RT and two LT: one in common, one of its own": (
        [line("64636", "RT"), line("64636", "LT", units="2")],
        ["251.51", "377.27"],
    ),
    "a corrected RFA line with a joint on both sides and one on one: 377.27 + 251.51": (
        [FeeLine("64636", both="1", one="1")],
        ["628.78"],
    ),
    "base and additional joints: add-ons are never reduced": (
        [line("64635", "50"), line("64636", "50"), line("64633")],
        ["697.41", "377.27", "229.47"],  # 464.94 x 1.5; 251.51 x 1.5; 458.93 / 2 = 229.465
    ),
    "thoraco-lumbar day": ([line("64490", "50"), line("64494", "50")], ["307.62", "143.79"]),
    "bilateral indicator 0: 50 changes nothing, 2026: (0.64 + 0.84 + 0.07) = 1.55 x 33.4009 = 51.771395": (
        [line("20552", "50")],
        ["51.77"],
    ),
    "bilateral indicator 9: 50 changes nothing, (1.76 + 6.25 + 0.17) = 8.18 x 33.4009 = 273.219362": (
        [line("62323", "50")],
        ["273.22"],
    ),
    "two units at bilateral indicator 0 are two services": ([line("20552", units="2")], ["103.54"]),
    "a companion behind the block is halved, imaging is not: 51.77 / 2 = 25.885; 3.13 x 33.4009 = 104.544817": (
        [line("20552"), line("64493"), line("77003")],
        ["25.89", "190.39", "104.54"],
    ),
    "a line without a price does not rank": ([line("64999"), line("64493")], [None, "190.39"]),
    "of two equal procedures the first in line order is whole": (
        [line("64493", "RT"), line("64490", place="22"), line("64493", "RT")],
        ["190.39", "47.10", "95.20"],  # facility 64490: 94.19 / 2 = 47.095
    ),
    "no units left after correction": ([FeeLine("64494", both="0", one="0")], ["0.00"]),
}


@pytest.mark.parametrize("day", DAYS, ids=lambda text: text.split(":")[0])
def test_day(con: duckdb.DuckDBPyConnection, day: str) -> None:
    lines, expected = DAYS[day]
    assert amounts(con, *lines) == expected


# 2025, nonfacility: 64493 172.08, 64494 87.98, 64495 87.01
def test_a_phantom_third_level_costs_87_01_in_2025_and_98_87_in_2026(con: duckdb.DuckDBPyConnection) -> None:
    levels = [line("64493"), line("64494"), line("64495")]
    in_2025 = [replace(drawn, on=IN_2025) for drawn in levels]
    assert amounts(con, *in_2025) == ["172.08", "87.98", "87.01"]
    assert amounts(con, *levels) == ["190.39", "95.86", "98.87"]


def test_percent_of_the_multiple_procedure_step_is_told(con: duckdb.DuckDBPyConnection) -> None:
    priced = price_day(con, line("64493"), line("64490"), line("64494"), line("64999"))
    assert [None if one.percent is None else int(one.percent) for one in priced] == [50, 100, 100, None]


def test_the_sixth_procedure_of_a_day_says_that_medicare_prices_it_by_report(con: duckdb.DuckDBPyConnection) -> None:
    priced = price_day(con, *[line(code) for code in ("64635", "64633", "62323", "64490", "64493", "20552")])
    assert [str(one.amount) for one in priced] == ["464.94", "229.47", "136.61", "102.54", "95.20", "25.89"]
    assert [one.assumption for one in priced[:5]] == [None] * 5
    assert priced[5].assumption == "procedure 6 of the day priced at 50 %: Medicare prices it by report"


def test_variants_and_days_do_not_touch_each_other(con: duckdb.DuckDBPyConnection) -> None:
    lines = [
        replace(line("64490"), line_id=1),
        replace(line("64493"), line_id=2),
        replace(line("64493"), line_id=3, day=2),
        replace(line("64493"), line_id=2, variant="corrected"),
    ]
    priced = price(con, lines)
    assert {key: str(one.amount) for key, one in priced.items()} == {
        ("billed", 1): "205.08",
        ("billed", 2): "95.20",
        ("billed", 3): "190.39",
        ("corrected", 2): "190.39",
    }


def test_a_pair_over_two_places_takes_each_line_at_its_own_rate(con: duckdb.DuckDBPyConnection) -> None:
    # 190.39 in the office; the second at 81.50 in the hospital: 81.50 x 1.5 - 81.50 = 40.75
    assert amounts(con, line("64493", "RT"), line("64493", "LT", place="22")) == ["190.39", "40.75"]


def test_a_line_without_units_has_no_price(con: duckdb.DuckDBPyConnection) -> None:
    from facetaudit.fees import price_lines
    from facetaudit.fees.pricing import EMPTY_FEE_LINE

    con.execute(EMPTY_FEE_LINE)
    con.execute(
        "insert into fee_line (variant, line_id, line_order, hcpcs, service_date) "
        "values ('billed', 1, 1, '64493', date '2026-05-04')"
    )
    price_lines(con)
    assert con.execute("select fee_amount, fee_note from fee_price").fetchall() == [(None, "no units")]
