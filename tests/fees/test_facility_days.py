"""Days of surgery centers and hospital outpatient departments, worked by hand from the published rates.

Center: 64493 and 64490 477.94 in 2025 and 485.51 in 2026; 64635 924.93 and 948.66; 62323 371.75 in 2025; 20552 27.17.
Hospital 2025: 64493 and 64490 890.29 (T), 62323 692.52 (T), 64635 1,952.77 (J1); 2026: 64493 903.63.
"""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from facetaudit.fees import facility_rates
from facetaudit.fees.schedule import TABLES, read_table

from .days import SHARED, FeeLine, amounts, line, price_day

SPECS = {spec.name: spec for spec in TABLES}
EARLY_2025, LATE_2025, JULY_2026 = date(2025, 3, 3), date(2025, 11, 3), date(2026, 7, 6)


def center(hcpcs: str, modifier: str = "", units: str = "1", **other: Any) -> FeeLine:
    return line(hcpcs, modifier, units, claim_type="asc", place="24", **{"on": JULY_2026, **other})


def hospital(hcpcs: str, modifier: str = "", units: str = "1", **other: Any) -> FeeLine:
    return line(hcpcs, modifier, units, claim_type="hopd", place="22", **{"on": EARLY_2025, **other})


DAYS = {
    "center, both sides on two lines: 485.51 + 485.51 / 2 = 242.755": (
        [center("64493", "RT"), center("64493", "LT")],
        ["485.51", "242.76"],
    ),
    "center, both sides as two units": ([center("64493", units="2")], ["728.27"]),
    "center, modifier 50 pays one side": ([center("64493", "50")], ["485.51"]),
    "center, two regions: the first of equals in full": (
        [center("64490", "RT"), center("64493", "RT")],
        ["485.51", "242.76"],
    ),
    "center, the dearest in full, whatever its place: 485.51 / 2, 948.66": (
        [center("64493", "RT"), center("64635", "RT")],
        ["242.76", "948.66"],
    ),
    "center, add-ons and imaging come with the first level": (
        [center("64493"), center("64494"), center("64495"), center("77003")],
        ["485.51", "0.00", "0.00", "0.00"],
    ),
    "center, 2025: 477.94; 371.75 / 2 = 185.875; 27.17 / 2 = 13.585": (
        [center(code, on=EARLY_2025) for code in ("64493", "62323", "20552")],
        ["477.94", "185.88", "13.59"],
    ),
    "center, no units": ([center("64493", units="0")], ["0.00"]),
    "hospital, both sides: 890.29 x 1.5 = 1,335.435; the add-on is packaged": (
        [hospital("64493", "50"), hospital("64494", "50")],
        ["1335.44", "0.00"],
    ),
    "hospital, RT and LT: 890.29 / 2 = 445.145": (
        [hospital("64493", "RT"), hospital("64493", "LT")],
        ["890.29", "445.15"],
    ),
    "hospital, both sides behind nothing dearer: 1,335.44, then 692.52 / 2": (
        [hospital("62323"), hospital("64493", "50")],
        ["346.26", "1335.44"],
    ),
    "hospital, a code that is not bilateral counts once with 50": ([hospital("62323", "50")], ["692.52"]),
    "hospital, one rate for the day of an ablation": (
        [hospital("64493"), hospital("64635"), hospital("64636"), hospital("64633")],
        ["0.00", "1952.77", "0.00", "0.00"],
    ),
    "hospital, an ablation on both sides is one rate too": ([hospital("64635", "50")], ["1952.77"]),
    "a hospital's and a center's day do not meet": (
        [hospital("64635"), center("64493", on=EARLY_2025)],
        ["1952.77", "477.94"],
    ),
    "the physician's line beside the facility's is priced by itself: 88.31": (
        [hospital("64493"), line("64493", place="22", on=EARLY_2025)],
        ["890.29", "88.31"],
    ),
}


@pytest.mark.parametrize("day, expected", DAYS.values(), ids=DAYS.keys())
def test_days_worked_by_hand(con: duckdb.DuckDBPyConnection, day: list[FeeLine], expected: list[str]) -> None:
    assert amounts(con, *day) == expected


@pytest.mark.parametrize(
    "drawn, note",
    [
        (center("64493", on=date(2020, 12, 31)), "no surgery center rates for the date of service"),
        (center("64493", on=date(2026, 10, 1)), "no surgery center rates for the date of service"),
        (center("99213"), "code not in the surgery center rates of the date of service"),
        (center("64999"), "not paid to surgery centers"),
        (hospital("64493", on=date(2024, 12, 31)), "no hospital outpatient rates for the date of service"),
        (hospital("64635", on=JULY_2026), "code not in the hospital outpatient rates of the date of service"),
        (hospital("64493", on=date(2027, 1, 1)), "no hospital outpatient rates for the date of service"),
    ],
)
def test_a_date_or_code_without_a_rate_has_no_price(con: duckdb.DuckDBPyConnection, drawn: FeeLine, note: str) -> None:
    (priced,) = price_day(con, drawn)
    assert (priced.amount, priced.note, priced.assumption) == (None, note, None)


def test_a_code_that_the_rates_do_not_list_stays_unpriced_beside_an_ablation(con: duckdb.DuckDBPyConnection) -> None:
    first, second = price_day(con, hospital("64635"), hospital("99213"))
    assert (str(first.amount), second.amount) == ("1952.77", None)
    assert second.note == "code not in the hospital outpatient rates of the date of service"


def test_the_quarter_of_the_date_answers(con: duckdb.DuckDBPyConnection) -> None:
    days = [date(2024, 12, 31), date(2025, 1, 1), date(2025, 12, 31), date(2026, 1, 1), date(2026, 9, 30)]
    found = [amounts(con, center("64635", on=day)) for day in days]
    in_2024 = next(
        row["rate"]
        for row in read_table(SPECS["asc_rates"])
        if (row["hcpcs"], row["valid_from"]) == ("64635", "2024-10-01")
    )
    assert found == [[in_2024], ["924.93"], ["924.93"], ["948.66"], ["948.66"]]


def test_what_is_taken_for_granted_is_said(con: duckdb.DuckDBPyConnection) -> None:
    def said(*lines: FeeLine) -> str | None:
        return price_day(con, *lines)[0].assumption

    assert said(center("64493")) == "national rate without a wage index"
    assert "modifier 50 priced as one side" in (said(center("64493", "50")) or "")
    assert "rate of the date unverified" not in (said(hospital("64493")) or "")
    assert "rate of the date unverified" in (said(hospital("64493", on=LATE_2025)) or "")
    assert "unverified percent" in (said(hospital("64493", "50")) or "")
    assert "no complexity adjustment" in (said(hospital("64635")) or "")
    assert said(center("64494")) is None


def test_a_packaged_line_says_why_it_is_nothing(con: duckdb.DuckDBPyConnection) -> None:
    first, second = price_day(con, hospital("64635"), hospital("64493"))
    assert (first.note, second.note) == (None, "taken in by the comprehensive service of the day")
    assert price_day(con, center("64494"))[0].note == "packaged into the service that it belongs to"


def test_the_rates_are_those_of_the_published_addenda() -> None:
    published = SHARED / "fees" / "asc_rates.csv"
    if not published.exists():
        pytest.skip(f"the published rates are not on this machine ({published.name})")
    with published.open(encoding="utf-8", newline="") as text:
        expected = {
            (row["effective_from"], row["hcpcs"]): (row["payment_rate"], row["mult_proc_discount"] == "Y")
            for row in csv.DictReader(text)
        }
    ours = read_table(SPECS["asc_rates"])
    assert len(ours) == len(expected) == 525
    assert {
        (row["valid_from"], row["hcpcs"]): (row["rate"], row["multiple_discount"] == "yes") for row in ours
    } == expected


def test_half_a_year_of_hospital_rates_is_not_verified() -> None:
    rows = [row for row in read_table(SPECS["opps_rates"]) if row["hcpcs"] == "64493"]
    assert [(row["valid_from"], row["rate"], row["basis"]) for row in rows] == [
        ("2025-01-01", "890.29", "seen"),
        ("2025-04-01", "890.29", "unverified"),
        ("2026-01-01", "903.63", "unverified"),
        ("2026-10-01", "903.63", "restated"),
    ]


NO_CENTER_DATE = "no surgery center rates for the date of service"
NO_HOSPITAL_DATE = "no hospital outpatient rates for the date of service"
NOT_LISTED = "code not in the hospital outpatient rates of the date of service"
PACKAGED = "packaged into the service that it belongs to"


@pytest.mark.parametrize(
    "hcpcs, on, expected",
    [
        ("64635", JULY_2026, [("asc", Decimal("948.66"), None), ("hopd", None, NOT_LISTED)]),
        ("64635", date(2026, 10, 1), [("asc", None, NO_CENTER_DATE), ("hopd", None, NOT_LISTED)]),
        ("64493", date(2024, 12, 31), [("asc", Decimal("472.76"), None), ("hopd", None, NO_HOSPITAL_DATE)]),
        ("64494", EARLY_2025, [("asc", Decimal(0), PACKAGED), ("hopd", Decimal(0), PACKAGED)]),
    ],
)
def test_a_facility_without_a_rate_says_why(
    con: duckdb.DuckDBPyConnection, hcpcs: str, on: date, expected: list[tuple[str, Decimal | None, str | None]]
) -> None:
    assert [(one.claim_type, one.amount, one.note) for one in facility_rates(con, hcpcs, on)] == expected
