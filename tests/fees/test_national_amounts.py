"""Amounts per unit: the national table, localities, dates and participants, each worked outside the package."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal

import duckdb
import pytest

from facetaudit.errors import PolicyError, UsageError
from facetaudit.fees import unit_price

from .days import IN_2025, IN_2026, SHARED, FeeLine, amounts, line, price, price_day

# Sum of RVUs x conversion factor, rounded once: nonfacility / facility.
# 64493 in 2026, non-QP: (1.48 + 4.08 + 0.14) = 5.70 x 33.4009 = 190.38513 -> 190.39
#                        (1.48 + 0.82 + 0.14) = 2.44 x 33.4009 =  81.498196 -> 81.50
# 64493 in 2025: (1.52 + 3.64 + 0.16) = 5.32 x 32.3465 = 172.08338 -> 172.08
NATIONAL = """
code   2025           2026 non_qp    2026 qp
64490  186.32/102.21  205.08/94.19   206.10/94.66
64491   94.78/57.58   101.87/50.77   102.38/51.02
64492   94.45/57.90   102.21/51.10   102.72/51.36
64493  172.08/88.31   190.39/81.50   191.33/81.90
64494   87.98/49.17    95.86/43.76    96.34/43.97
64495   87.01/49.49    98.87/45.09    99.36/45.32
64633  416.95/186.64  458.93/172.68  461.22/173.54
64634  241.30/64.69   266.54/57.78   267.87/58.07
64635  420.50/186.64  464.94/173.02  467.26/173.88
64636  226.43/56.93   251.51/50.77   252.76/51.02
"""
ROWS = [row.split() for row in NATIONAL.strip().splitlines()[1:]]


@pytest.mark.parametrize("hcpcs, of_2025, non_qp, qp", ROWS, ids=[row[0] for row in ROWS])
def test_the_ten_codes_of_2025_and_2026(
    con: duckdb.DuckDBPyConnection, hcpcs: str, of_2025: str, non_qp: str, qp: str
) -> None:
    for pair, on, participant in ((of_2025, IN_2025, None), (non_qp, IN_2026, "non_qp"), (qp, IN_2026, "qp")):
        for amount, place in zip(pair.split("/"), ("11", "22"), strict=True):
            drawn = line(hcpcs, on=on, participant=participant, place=place)
            assert amounts(con, drawn) == [amount], (on, participant, place)


def test_every_national_amount_of_every_year(con: duckdb.DuckDBPyConnection) -> None:
    file = SHARED / "fees" / "national_amounts.csv"
    if not file.exists():
        pytest.skip(f"the table of national amounts is not on this machine ({file.name})")
    first_day = {"all_0309_1231": (3, 9)}
    lines: list[FeeLine] = []
    expected: list[Decimal | None] = []
    with file.open(newline="") as text:
        for row in csv.DictReader(text):
            on = date(int(row["year"]), *first_day.get(row["cf_label"], (1, 1)))
            participant = row["cf_label"] if row["cf_label"] in ("qp", "non_qp") else None
            for place, column in (("11", "nonfac_amount"), ("22", "fac_amount")):
                number = len(lines) + 1
                lines.append(
                    FeeLine(
                        row["hcpcs"],
                        line_id=number,
                        day=number,
                        on=on,
                        component=row["modifier"] or None,
                        place=place,
                        participant=participant,
                    )
                )
                expected.append(Decimal(row[column]) if row[column] else None)
    priced = price(con, lines)
    assert len(lines) == 2 * 234
    assert [priced[("billed", drawn.line_id)].amount for drawn in lines] == expected


# (work x work GPCI) + (PE x PE GPCI) + (MP x MP GPCI), times the conversion factor.
# Arizona 2026: 1.000 0.969 0.856. 64490: 1.77 + 4.20 x 0.969 + 0.17 x 0.856
#   = 1.77 + 4.0698 + 0.14552 = 5.98532 x 33.4009 = 199.9150... -> 199.92
# Alaska 2025: 1.500 1.081 0.592. 64493: 1.52 x 1.5 + 3.64 x 1.081 + 0.16 x 0.592
#   = 2.28 + 3.93484 + 0.09472 = 6.30956 x 32.3465 = 204.0921... -> 204.09
# Manhattan 2024: 1.065 1.166 1.656. 64493: 1.52 x 1.065 + 3.66 x 1.166 + 0.15 x 1.656
#   = 1.6188 + 4.26756 + 0.2484 = 6.13476 x 33.2875 = 204.2108... -> 204.21
@pytest.mark.parametrize(
    "locality, on, hcpcs, place, amount",
    [
        ("03102-00", IN_2026, "64490", "11", "199.92"),
        ("03102-00", IN_2026, "64493", "11", "185.49"),
        ("03102-00", IN_2026, "64633", "11", "446.92"),
        ("03102-00", IN_2026, "64633", "22", "169.55"),
        ("03102-00", IN_2026, "64635", "11", "452.79"),
        ("03102-00", IN_2026, "64635", "22", "169.91"),
        ("02102-01", IN_2025, "64493", "11", "204.09"),
        ("13202-01", date(2024, 6, 3), "64493", "11", "204.21"),
    ],
)
def test_localities(
    con: duckdb.DuckDBPyConnection, locality: str, on: date, hcpcs: str, place: str, amount: str
) -> None:
    assert amounts(con, line(hcpcs, on=on, locality=locality, place=place)) == [amount]


# 64493 in 2024: 1.52 + 3.66 + 0.15 = 5.33; x 32.7442 = 174.526586 to 8 March; x 33.2875 = 177.422375 from 9 March
@pytest.mark.parametrize(
    "on, amount",
    [
        (date(2019, 12, 31), None),
        (date(2020, 1, 1), "177.92"),  # (1.52 + 3.28 + 0.13) = 4.93 x 36.0896 = 177.921728
        (date(2024, 3, 8), "174.53"),
        (date(2024, 3, 9), "177.42"),
        (date(2026, 12, 31), "190.39"),
        (date(2027, 1, 1), None),
        (None, None),
    ],
)
def test_the_date_of_service_picks_the_table_and_never_a_neighbour(
    con: duckdb.DuckDBPyConnection, on: date | None, amount: str | None
) -> None:
    priced = price_day(con, line("64493", on=on))[0]
    assert priced.amount == (None if amount is None else Decimal(amount))
    assert priced.note == (None if amount else "no fee table for the date of service")


def test_an_unknown_participant_of_2026_is_priced_as_non_qp_and_the_line_says_so(
    con: duckdb.DuckDBPyConnection,
) -> None:
    unknown, known = price_day(con, line("64494", participant=None), line("64494", participant="qp"))
    assert (str(unknown.amount), unknown.note) == ("95.86", None)
    assert unknown.assumption == "participant not given: priced as non-QP"
    assert (str(known.amount), known.assumption) == ("96.34", None)
    (in_2025,) = price_day(con, line("64494", on=IN_2025, participant=None))
    assert in_2025.assumption is None


@pytest.mark.parametrize(
    "drawn, note",
    [
        (line("0216T"), "no national price (status C: the Medicare contractor sets the price)"),
        (line("64999"), "no national price (status C: the Medicare contractor sets the price)"),
        (line("01991"), "no national price (status J: anesthesia, paid by base and time units)"),
        (line("99999"), "unknown code on the date of service"),
        (line("64493", "26"), "unknown code with modifier 26 on the date of service"),
        (line("64493", locality="99999-99"), "unknown locality on the date of service"),
        (line("64493", locality="01112-06"), "unknown locality on the date of service"),  # gone since 2024
        (line("64493", place="98"), "unknown place of service"),
        (line("64493", claim_type="dental"), "unknown claim type"),
        (line("64493", participant="mips"), "unknown participant (qp or non_qp)"),
        (line("77003", place="22"), "no price in the facility setting"),
        (line("77003", "TC", place="24"), "no price in the facility setting"),
        (line("64493", "50", units="99999999"), "units give an amount out of range"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_has_no_price_says_why(con: duckdb.DuckDBPyConnection, drawn: FeeLine, note: str) -> None:
    (priced,) = price_day(con, drawn)
    assert (priced.amount, priced.note, priced.assumption) == (None, note, None)


def test_professional_component_is_paid_in_a_facility(con: duckdb.DuckDBPyConnection) -> None:
    # 77003-26 in 2025: 0.60 + 0.21 + 0.03 = 0.84 x 32.3465 = 27.17106
    assert amounts(con, line("77003", "26", on=IN_2025, place="22")) == ["27.17"]


def test_a_missing_place_is_the_office_and_a_missing_claim_type_professional(con: duckdb.DuckDBPyConnection) -> None:
    (priced,) = price_day(con, line("64493", place=None, claim_type=None))
    assert (str(priced.amount), priced.setting) == ("190.39", "nonfacility")


def test_a_place_without_a_cms_source_is_priced_and_says_so(con: duckdb.DuckDBPyConnection) -> None:
    (priced,) = price_day(con, line("64493", place="06"))
    assert (str(priced.amount), priced.setting) == ("81.50", "facility")
    assert priced.assumption == "place of service 06 taken as facility without a CMS source"


def test_unit_price_shows_both_factors_and_both_settings() -> None:
    shown = unit_price("64493", IN_2026)
    assert [(one.participant, one.setting, str(one.amount)) for one in shown] == [
        ("non_qp", "nonfacility", "190.39"),
        ("non_qp", "facility", "81.50"),
        ("qp", "nonfacility", "191.33"),
        ("qp", "facility", "81.90"),
    ]
    first = shown[0]
    assert (first.work_rvu, first.pe_rvu, first.mp_rvu) == (Decimal("1.48"), Decimal("4.08"), Decimal("0.14"))
    assert (first.conversion_factor, first.locality, first.work_gpci) == (Decimal("33.4009"), None, Decimal(1))
    assert first.relative_value_source.startswith("CMS RVU26C (Jul 2026)")


def test_unit_price_of_a_locality_and_a_participant() -> None:
    # facility: 1.77 + 0.88 x 0.969 + 0.17 x 0.856 = 2.76824 x 33.4009 = 92.4617...
    shown = unit_price("64490", IN_2026, locality="03102-00", participant="non_qp")
    assert [(one.setting, str(one.amount)) for one in shown] == [("nonfacility", "199.92"), ("facility", "92.46")]
    assert {one.locality for one in shown} == {"03102-00"}
    assert shown[0].gpci_source is not None


def test_unit_price_of_a_code_without_a_national_price() -> None:
    assert {(one.amount, one.note) for one in unit_price("64999", IN_2025)} == {
        (None, "no national price (status C: the Medicare contractor sets the price)")
    }


def test_unit_price_of_a_code_with_components() -> None:
    assert [one.component for one in unit_price("77003", IN_2025)] == ["", "", "26", "26", "TC", "TC"]


def test_unit_price_refuses_what_the_tables_do_not_have() -> None:
    with pytest.raises(PolicyError, match="run from 2020-01-01 to 2026-12-31"):
        unit_price("64493", date(2019, 5, 1))
    with pytest.raises(UsageError, match="99999"):
        unit_price("99999", IN_2026)
    with pytest.raises(UsageError, match="99-99"):
        unit_price("64493", IN_2026, locality="99-99")
    with pytest.raises(UsageError, match="qp or non_qp"):
        unit_price("64493", IN_2026, participant="mips")
