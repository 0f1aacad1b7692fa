"""The oracle's prices by hand, and the detectors that rest on them: FA701, FA702.

National, 2026, not a qualifying participant, office: 64490 205.08, 64493 190.39, 64494 95.86, 64635 464.94, 64636
251.51; in a facility 64490 94.19, 64493 81.50. Arizona (03102-00): 64493 185.49 in the office; 64635 452.79 there,
169.91 in a facility.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from .audit import audit
from .drawing import draw, label, rows, said
from .fees import price, price_days, setting
from .model import Line

IN_2026 = date(2026, 5, 4)


def prices(lines: list[Line]) -> list[str]:
    """Write what each line that has a price is worth in its day."""
    return [f"{label(key)} {fee}" for key, fee in sorted(price_days(lines).items())]


# --- one unit -------------------------------------------------------------------------------------------------

NATIONAL = """
    code  2025_office 2025_facility 2026_office 2026_facility
    64490 186.32 102.21 205.08 94.19
    64491 94.78 57.58 101.87 50.77
    64492 94.45 57.90 102.21 51.10
    64493 172.08 88.31 190.39 81.50
    64494 87.98 49.17 95.86 43.76
    64495 87.01 49.49 98.87 45.09
    64633 416.95 186.64 458.93 172.68
    64634 241.30 64.69 266.54 57.78
    64635 420.50 186.64 464.94 173.02
    64636 226.43 56.93 251.51 50.77
"""


@pytest.mark.parametrize("row", NATIONAL.strip().splitlines()[1:])
def test_national_amounts_of_2025_and_2026(row: str) -> None:
    code, *expected = row.split()
    for amount, (on, place) in zip(
        expected,
        [("2025-01-01", "11"), ("2025-12-31", "24"), ("2026-01-01", "11"), ("2026-12-31", "22")],
        strict=True,
    ):
        assert prices(draw(f"day code pos\n{on} {code} {place}")) == [f"A1 {amount}"], (on, place)


DATES = {
    "2020-01-01 64493 -": "177.92",  # (1.52 + 3.28 + 0.13) x 36.0896 = 177.921728
    "2024-03-08 64493 -": "174.53",  # (1.52 + 3.66 + 0.15) x 32.7442 = 174.526586
    "2024-03-09 64493 -": "177.42",  # 5.33 x 33.2875 = 177.422375
    "2026-05-04 64490 03102-00": "199.92",
    "2026-05-04 64493 03102-00": "185.49",
    "2026-05-04 64633 03102-00": "446.92",
    "2026-05-04 64635 03102-00": "452.79",
    "2023-12-31 64493 01112-06": "225.02",  # (1.52 x 1.082 + 3.58 x 1.374 + 0.17 x 0.452) x 33.8872 = 225.0246
    "2024-01-01 64493 01112-06": None,  # the locality ended
    "2026-05-04 64493 99999-99": None,
    "2019-12-31 64493 -": None,
    "2027-01-01 64493 -": None,
    "2026-05-04 0213T -": None,  # priced by the contractor
    "2026-05-04 64999 -": None,
    "2026-05-04 01992 -": None,  # anesthesia
    "2026-05-04 99213 -": None,  # not in the tables
}


@pytest.mark.parametrize("drawn, expected", DATES.items(), ids=DATES.keys())
def test_the_date_and_the_locality_pick_the_figures(drawn: str, expected: str | None) -> None:
    assert prices(draw(f"day code locality\n{drawn}")) == ([f"A1 {expected}"] if expected else [])


def test_the_manuals_facility_places() -> None:
    """Claims Processing Manual, chapter 12, 20.4.2; 06 and 08 are facilities too, 98 is not a place."""
    facility = {2, 6, 8, 19, 21, 22, 23, 24, 26, 31, 34, 41, 42, 51, 52, 53, 56, 61}
    for number in range(1, 100):
        found = setting(Line("A", 1, "P", IN_2026, "64493", place_of_service=f"{number:02}"))
        assert (found == "facility") == (number in facility), number
    for place, expected in [("11", "nonfacility"), (None, "nonfacility"), ("49", "nonfacility"), ("98", None)]:
        assert setting(Line("A", 1, "P", IN_2026, "64493", place_of_service=place)) == expected


PARTS = {
    "the whole service": ("77003 - 11", "104.54"),  # (0.59 + 2.49 + 0.05) x 33.4009 = 104.544817
    "no whole service in a facility": ("77003 - 22", None),
    "the physician's part": ("77003 26 22", "28.39"),  # (0.59 + 0.22 + 0.04) x 33.4009 = 28.390765
    "both parts exclude each other": ("77003 26,TC 11", None),
    "a code without parts": ("64493 26 11", None),
}


@pytest.mark.parametrize("drawn, expected", PARTS.values(), ids=PARTS.keys())
def test_parts_of_a_service(drawn: str, expected: str | None) -> None:
    assert prices(draw(f"code mods pos\n{drawn}", service_date=IN_2026)) == ([f"A1 {expected}"] if expected else [])


def test_each_claim_type_has_its_own_day_and_price_and_an_unknown_place_has_none() -> None:
    table = "type code pos\nasc 64493 24\nhopd 64493 22\nprofessional 64493 98\nprofessional 64493 11"
    assert prices(draw(table, service_date=IN_2026)) == ["A1 485.51", "A2 903.63", "A4 190.39"]
    assert price(draw("type code\nasc 64493", service_date=IN_2026)[0], "facility") is None


# --- a day ----------------------------------------------------------------------------------------------------

DAYS = {
    "50: 190.39 x 1.5 = 285.585": ("64493 50 1", "285.59"),
    "50 on base and add-on: 95.86 x 1.5": ("64493 50 1\n64494 50 1", "285.59 143.79"),
    "50 with two units: 2 x 285.59": ("64493 50 2", "571.18"),
    "two units on no side": ("64493 - 2", "285.59"),
    "two units with RT and LT": ("64493 RT,LT 2", "285.59"),
    "one unit with RT and LT": ("64493 RT,LT 1", "190.39"),
    "two units on one side: 2 x 190.39": ("64493 RT 2", "380.78"),
    "three units: 3 x 190.39": ("64493 - 3", "571.17"),
    "no units": ("64493 - 0", "0.00"),
    "two joints, not two sides: 2 x 251.51": ("64636 - 2", "503.02"),
    "two joints on both sides: 2 x 377.27": ("64636 50 2", "754.54"),
    "RT and LT lines: the second has what both sides cost more": ("64493 RT 1\n64493 LT 1", "190.39 95.20"),
    "LT first": ("64493 LT 1\n64493 RT 1", "190.39 95.20"),
    "add-on lines RT and LT: 143.79 - 95.86": ("64494 RT 1\n64494 LT 1", "95.86 47.93"),
    "add-on lines on no side": ("64494 - 1\n64494 - 1", "95.86 95.86"),
    "add-on lines on one side": ("64494 RT 1\n64494 RT 1", "95.86 95.86"),
    "a third line: no pair": ("64494 RT 1\n64494 LT 1\n64494 - 1", "95.86 95.86 95.86"),
    "a line with 50: no pair": ("64494 RT 1\n64494 50 1", "95.86 143.79"),
    "two units on one line: no pair": ("64494 RT 2\n64494 LT 1", "191.72 95.86"),
    "joints RT and LT: those in common": ("64636 RT 2\n64636 LT 1", "503.02 125.76"),
    "joints LT beyond those RT: 125.76 + 251.51": ("64636 RT 1\n64636 LT 2", "251.51 377.27"),
    "the second base is halved: 190.39 / 2 = 95.195": ("64493 RT 1\n64490 RT 1", "95.20 205.08"),
    "the rank follows the sides: 205.08 / 2": ("64490 RT 1\n64493 50 1", "102.54 285.59"),
    "add-ons and imaging are never halved": (
        "64635 RT 1\n64636 RT 1\n64493 RT 1\n64494 RT 1\n77003 - 1",
        "464.94 251.51 95.20 95.86 104.54",
    ),
    "a pair ranks as one: 285.59 before 205.08": ("64490 RT 1\n64493 RT 1\n64493 LT 1", "102.54 190.39 95.20"),
    "a pair behind a dearer: both halves halved": ("64493 RT 1\n64493 LT 1\n64635 RT 1", "95.20 47.60 464.94"),
    "equal: the first in full": ("64493 RT 1\n64493 RT 1", "190.39 95.20"),
    "six of a day": (
        "64635 RT 1\n64633 RT 1\n62323 - 1\n64490 RT 1\n64493 RT 1\n20552 - 1",
        "464.94 229.47 136.61 102.54 95.20 25.89",  # 62323 273.22, 20552 1.55 x 33.4009 = 51.77
    ),
    "50 is nothing where the sides do not matter": ("62323 50 1", "273.22"),
    "nor are two units": ("20552 - 2", "103.54"),
    "what has no price does not rank": ("64999 - 1\n64493 RT 1", "- 190.39"),
}


@pytest.mark.parametrize("table, expected", DAYS.values(), ids=DAYS.keys())
def test_days(table: str, expected: str) -> None:
    lines = draw("code mods units\n" + table, service_date=IN_2026)
    found = price_days(lines)
    assert [str(found.get(line.key, "-")) for line in lines] == expected.split()


def test_a_day_is_one_patients_with_one_provider_and_pack() -> None:
    table = """
        claim patient npi billing payer    day        code
        A     P1      1   9       medicare 2026-05-04 64490
        B     P2      1   9       medicare 2026-05-04 64493
        C     P1      2   9       medicare 2026-05-04 64493
        D     P1      1   9       aetna    2026-05-04 64493
        E     P1      1   9       medicare 2026-05-05 64493
        F     P1      1   8       Medicare 2026-05-04 64493
    """
    found = prices(draw(table))
    assert found == ["A1 205.08", "B1 190.39", "C1 190.39", "D1 190.39", "E1 190.39", "F1 95.20"]


def test_line_order_is_claim_then_number() -> None:
    """The second of equal procedures is the one of the later claim, wherever it stands in the file."""
    assert prices(draw("claim code\nB 64493\nA 64493", service_date=IN_2026)) == ["A1 190.39", "B1 95.20"]


def test_each_line_of_a_day_has_its_own_place_and_locality() -> None:
    # 64635 in the office of Arizona before 64493 in a facility: 81.50 / 2; the pair's second: 81.50 x 1.5 - 81.50
    table = "code locality pos\n64635 03102-00 11\n64493 - 22"
    assert prices(draw(table, service_date=IN_2026)) == ["A1 452.79", "A2 40.75"]
    table = "code mods pos\n64493 RT 11\n64493 LT 22"
    assert prices(draw(table, service_date=IN_2026)) == ["A1 190.39", "A2 40.75"]


# --- FA702 ----------------------------------------------------------------------------------------------------

ABOVE = {
    "at the schedule": ("64493 RT 1 185.49", ""),
    "1 % of 185.49 is 1.8549: within": ("64493 RT 1 187.34", ""),
    "beyond": ("64493 RT 1 187.35", "FA702 review recode 187.35/185.49: A1"),
    "below": ("64493 RT 1 90.00", ""),
    "within five cents of nothing": ("64493 - 0 0.05", ""),
    "six cents above nothing": ("64493 - 0 0.06", "FA702 review recode 0.06/0.00: A1"),
    "both sides: 185.49 x 1.5 = 278.235, and 1 % more": (
        "64493 50 1 281.02\n64494 - 1 0.01",
        "",
    ),
    "both sides, a cent beyond": ("64493 50 1 281.03", "FA702 review recode 281.03/278.24: A1"),
    "the second of a pair": ("64493 RT 1 185.49\n64493 LT 1 185.49", "FA702 review recode 185.49/92.75: A2"),
    "a companion is asked for its rank alone": (
        "64493 RT 1 185.49\n62323 - 1 999\n99213 - 1 999",
        "FA702 review recode 185.49/92.75: A1",
    ),
    "no allowed amount": ("64493 RT 1 -", "FA702 unknown: A1"),
    "modifier 22": ("64493 RT,22 1 900", "FA702 unknown: A1"),
    "no part of this code": ("64493 26 1 900", "FA702 unknown: A1"),
    "not US": ("0213T RT 1 900", ""),
}


@pytest.mark.parametrize("table, expected", ABOVE.values(), ids=ABOVE.keys())
def test_paid_above_schedule(table: str, expected: str) -> None:
    lines = draw("code mods units allowed\n" + table, service_date=IN_2026, locality="03102-00")
    assert said(audit(lines, select=["FA702"])) == rows(expected)


def test_where_the_schedule_says_nothing_it_is_unknown() -> None:
    table = """
        claim day        locality type         payer    pos code  allowed
        A     2026-05-04 -        professional medicare 11  64493 900
        B     2026-05-05 99999-99 professional medicare 11  64493 900
        C     2027-01-01 03102-00 professional medicare 11  64493 900
        D     2026-05-06 03102-00 professional medicare 98  64493 900
        E     2026-05-07 03102-00 professional aetna    11  64493 900
        F     2026-05-08 03102-00 hopd         medicare 22  64493 900
        G     2026-05-09 03102-00 professional medicare -   64493 900
        H     2026-05-10 03102-00 professional medicare 24  64635 452.79
    """
    assert said(audit(draw(table), select=["FA702"])) == [
        "FA702 review recode 452.79/169.91: H1",
        "FA702 review recode 900/185.49: G1",
        "FA702 unknown: A1 B1 C1 D1",
    ]


# --- FA701 ----------------------------------------------------------------------------------------------------

BESIDE = {
    "a surgery center": ("A professional 11 64493 - -\nB asc 24 64493 - -", "FA701 probable recode: A1"),
    "a hospital": ("A professional 49 64635 - -\nB hopd 22 64635 - -", "FA701 probable recode: A1"),
    "no place: the office": ("A professional - 64493 - -\nB asc 24 64493 - -", "FA701 probable recode: A1"),
    "a facility place": ("A professional 24 64493 - -\nB asc 24 64493 - -", ""),
    "not a place": ("A professional 98 64493 - -\nB asc 24 64493 - -", "FA701 unknown: A1"),
    "a packaged line": ("A professional 11 64494 - -\nB asc 24 64494 0 0", "FA701 probable recode: A1"),
    "nothing allowed, but paid unknown: an active line": (
        "A professional 11 64494 - -\nB asc 24 64494 0 -",
        "FA701 probable recode: A1",
    ),
    "a packaged professional line": ("A professional 11 64494 0 0\nB asc 24 64494 0 0", ""),
    "another code": ("A professional 11 64493 - -\nB asc 24 64494 - -", ""),
    "no facility": ("A professional 98 64493 - -", ""),
    "US": ("A professional 11 0213T - -\nB asc 24 0213T - -", ""),
    "two facilities": (
        "A professional 11 64493 - -\nB asc 24 64493 - -\nC hopd 22 64493 - -",
        "FA701 probable recode: A1",
    ),
}


@pytest.mark.parametrize("table, expected", BESIDE.values(), ids=BESIDE.keys())
def test_place_of_service_mismatch(table: str, expected: str) -> None:
    lines = draw("claim type pos code allowed paid\n" + table)
    assert said(audit(lines, select=["FA701"])) == rows(expected)


def test_the_facility_line_is_of_the_patients_day_and_pack() -> None:
    table = """
        claim patient day        type         payer    status npi code
        A     P1      2025-03-03 professional medicare paid   1   64493
        B     P1      2025-03-04 asc          medicare paid   2   64493
        C     P2      2025-03-03 asc          medicare paid   2   64493
        D     P1      2025-03-03 asc          aetna    paid   2   64493
        E     P1      2025-03-03 asc          medicare denied 2   64493
        F     P3      2025-03-03 professional aetna    paid   1   64493
        G     P3      2025-03-03 asc          aetna    paid   2   64493
    """
    assert said(audit(draw(table), select=["FA701"])) == ["FA701 probable recode: F1"]


@pytest.mark.parametrize(
    "drawn, expected",
    [
        ("2019-12-31 - 64493 RT", "FA701 unknown: A1"),
        ("2020-01-01 - 64493 RT", "FA701 probable recode: A1"),
        ("2026-12-31 99999-99 64493 RT", "FA701 unknown: A1"),
        ("2026-12-31 03102-00 64493 RT,22", "FA701 probable recode: A1"),
        ("2026-12-31 03102-00 64493 26", "FA701 unknown: A1"),
    ],
)
def test_without_a_rate_it_is_unknown(drawn: str, expected: str) -> None:
    on, _, code, _ = drawn.split()
    lines = draw(f"day locality code mods\n{drawn}") + draw(f"claim type day code\nB asc {on} {code}")
    assert said(audit(lines, select=["FA701"])) == [expected]


# --- dollars --------------------------------------------------------------------------------------------------


def test_dollars_of_the_place_and_of_the_schedule() -> None:
    """The facility's share of what was allowed, the schedule amount, and the lower of the two."""
    table = """
        claim patient type         pos locality code  allowed paid
        A     P1      professional 11  -        64493 200     160
        B     P1      asc          24  -        64493 500     400
        C     P2      professional 11  03102-00 64493 210     168
        D     P3      professional 11  03102-00 64635 500     400
        E     P3      hopd         22  03102-00 64635 1900    1520
    """
    result = audit(draw(table, service_date=IN_2026), select=["FA701", "FA702"])
    found = {
        (scenario, claim): (row.detector, row.corrected_allowed, row.overpayment_paid, row.fee_billed)
        for (scenario, claim, _), row in result.exposure.items()
    }
    place = ("FA701", Decimal("85.61"), Decimal("91.51"), Decimal("190.39"))  # 200 x 81.50 / 190.39; 160 x 0.57195
    lower = ("FA701", Decimal("187.63"), Decimal("249.90"), Decimal("452.79"))  # 500 x 169.91 / 452.79; 400 x 0.62474
    schedule = ("FA702", Decimal("185.49"), Decimal("19.61"), Decimal("185.49"))  # 168 x 24.51 / 210
    assert found == {
        ("probable", "A"): place,
        ("review", "A"): place,
        ("probable", "D"): lower,
        ("review", "D"): lower,
        ("review", "C"): schedule,
    }
