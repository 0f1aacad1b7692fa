"""The fee tables: what they hold, where it comes from, and what a broken one is refused for."""

from __future__ import annotations

import csv
import shutil
from datetime import date
from pathlib import Path

import duckdb
import pytest

from facetaudit.errors import PolicyError
from facetaudit.fees import fingerprint, register, versions
from facetaudit.fees.schedule import BUILT_IN, TABLES, read_table

from .days import SHARED, amounts, line, price_day

SPECS = {spec.name: spec for spec in TABLES}
ADD_ONS = ("64491", "64492", "64494", "64495", "64634", "64636")
OF_64493 = "2026-12-31,64493,,A,1.48,4.08,0.82,0.14,,"
BASES = ("64490", "64493", "64633", "64635")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the built-in tables, to break."""
    return Path(shutil.copytree(BUILT_IN, tmp_path / "tables"))


def _replace(folder: Path, table: str, old: str, new: str) -> None:
    file = folder / f"{table}.csv"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_every_file_of_the_folder_is_a_known_table() -> None:
    assert sorted(path.stem for path in BUILT_IN.iterdir()) == sorted(SPECS)


def test_indicators_of_the_family_in_every_year() -> None:
    rows = {(row["valid_from"][:4], row["hcpcs"]): row for row in read_table(SPECS["relative_values"])}
    for year in range(2020, 2027):
        for code in BASES + ADD_ONS:
            row = rows[(str(year), code)]
            assert (row["status"], row["bilat_surg"]) == ("A", "1")
            assert row["mult_proc"] == ("2" if code in BASES else "0")
            assert row["global_days"] == {"64490": "000", "64493": "000", "64633": "010", "64635": "010"}.get(
                code, "ZZZ"
            )
        for code in ("0213T", "0214T", "0215T", "0216T", "0217T", "0218T", "64999"):
            assert rows[(str(year), code)]["status"] == "C"


def test_localities_per_year() -> None:
    rows = read_table(SPECS["gpci"])
    found = {year: sum(row["valid_from"] == f"{year}-01-01" for row in rows) for year in range(2020, 2027)}
    assert found == {2020: 112, 2021: 112, 2022: 112, 2023: 112, 2024: 109, 2025: 109, 2026: 109}


def test_conversion_factors() -> None:
    assert [
        (row["valid_from"], row["participant"], row["conversion_factor"])
        for row in read_table(SPECS["conversion_factors"])
    ] == [
        ("2020-01-01", "all", "36.0896"),
        ("2021-01-01", "all", "34.8931"),
        ("2022-01-01", "all", "34.6062"),
        ("2023-01-01", "all", "33.8872"),
        ("2024-01-01", "all", "32.7442"),
        ("2024-03-09", "all", "33.2875"),
        ("2025-01-01", "all", "32.3465"),
        ("2026-01-01", "non_qp", "33.4009"),
        ("2026-01-01", "qp", "33.5675"),
    ]


def test_facility_places_of_service() -> None:
    facility = {"02", "19", "21", "22", "23", "24", "26", "31", "34", "41", "42", "51", "52", "53", "56", "61"}
    rows = read_table(SPECS["place_of_service"])
    restated = [row for row in rows if row["basis"] == "restated"]
    assert {row["place_of_service"] for row in restated if row["setting"] == "facility"} == facility
    unverified = {row["place_of_service"] for row in rows if row["basis"] == "unverified"}
    assert unverified == {"05", "06", "07", "08", "18", "66"}


def test_no_dated_table_has_a_gap_between_2020_and_2026() -> None:
    days = [date(2020, 1, 1), date(2023, 12, 31), date(2024, 3, 8), date(2024, 3, 9), date(2026, 12, 31)]
    for name in ("relative_values", "gpci", "conversion_factors", "payment_rules"):
        for day in days:
            assert any(row["valid_from"] <= day.isoformat() <= row["valid_to"] for row in read_table(SPECS[name]))


def test_the_2025_tables_are_those_of_the_published_files() -> None:
    values, localities = SHARED / "cms_files" / "PPRRVU2025_Oct.csv", SHARED / "cms_files" / "GPCI2025.csv"
    if not values.exists():
        pytest.skip(f"the published files are not on this machine ({values.name})")
    # 0 code, 1 component, 3 status, 5 work, 6 nonfacility PE, 7 NA, 8 facility PE, 9 NA, 10 MP, 14 global, 18 mult,
    # 19 bilat
    with values.open(encoding="latin-1", newline="") as text:
        published = {(row[0], row[1]): row for row in csv.reader(text) if len(row[0]) == 5}
    ours = [row for row in read_table(SPECS["relative_values"]) if row["valid_from"] == "2025-01-01"]
    assert len(ours) == 64
    for row in ours:
        cells = published[(row["hcpcs"], row["component"])]
        assert [cells[place] for place in (3, 5, 6, 7, 8, 9, 10, 18, 19, 14)] == [
            row[column]
            for column in (
                "status",
                "work_rvu",
                "nonfacility_pe_rvu",
                "nonfacility_na",
                "facility_pe_rvu",
                "facility_na",
                "mp_rvu",
                "mult_proc",
                "bilat_surg",
                "global_days",
            )
        ]
        assert cells[24] == "32.3465"
    with localities.open(encoding="latin-1", newline="") as text:
        listed = {(row[0], row[2]): [float(cell) for cell in row[4:7]] for row in csv.reader(text) if row[0].isdigit()}
    assert listed == {
        (row["mac"], row["locality"]): [float(row[f"{part}_gpci"]) for part in ("work", "pe", "mp")]
        for row in read_table(SPECS["gpci"])
        if row["valid_from"] == "2025-01-01"
    }


def test_the_listing_names_table_years_rows_source_and_hash() -> None:
    listed = {(one.table, one.valid_from): one for one in versions()}
    one = listed[("relative_values", date(2026, 1, 1))]
    assert (one.valid_to, one.rows, one.basis, one.origin) == (date(2026, 12, 31), 35, "seen", "built-in")
    assert one.source.startswith("CMS RVU26C (Jul 2026)")
    assert len(one.sha256) == 64
    assert sum(one.rows for one in versions() if one.table == "gpci") == 775


def test_the_fingerprint_changes_with_any_table(folder: Path) -> None:
    assert fingerprint(folder) == fingerprint()
    _replace(folder, "place_of_service", "11,nonfacility", "11,facility")
    assert fingerprint(folder) != fingerprint()


def test_unverified_rows_say_so() -> None:
    rows = read_table(SPECS["payment_rules"])
    share = [row for row in rows if row["rule"] == "medicare_share"]
    assert [(row["percent"], row["basis"]) for row in share] == [("80", "unverified")]


@pytest.mark.parametrize(
    "table, old, new, where",
    [
        ("relative_values", "hcpcs,component", "code,component", "the columns must be"),
        ("relative_values", "status,work_rvu", "status,descriptor", "the columns must be"),
        ("relative_values", "20552,,A,0.66", "20552,,A,0.666", "row 10, column work_rvu"),
        ("relative_values", "20552,,A", "2055,,A", "row 10, column hcpcs"),
        ("relative_values", "20552,,A,0.66", "20552,,A,-0.66", "row 10, column work_rvu"),
        ("relative_values", "20552,,A,0.66", "20552,,A,", "row 10, column work_rvu"),
        ("conversion_factors", "2024-03-08", "2024-02-30", "row 6, column valid_to"),
        ("conversion_factors", "2024-03-08", "2024-03-09", "on 2024-03-09"),
        ("conversion_factors", "2024-01-01,2024-03-08", "2024-03-08,2024-01-01", "row 6: valid_to is before"),
        ("conversion_factors", "2026-12-31,non_qp", "2026-12-31,all", "on 2026-01-01"),
        ("conversion_factors", ",32.3465,seen", ",3234.65,seen", "row 8, column conversion_factor"),
        ("gpci", "01112,05,", "1112,05,", "row 2, column mac"),
        ("gpci", "01112,06,", "01112,05,", "two rows for 01112 05"),
        ("place_of_service", "11,nonfacility", "11,office", "row 12, column setting"),
        ("place_of_service", "12,nonfacility", "11,nonfacility", "two rows for 11"),
        ("payment_rules", "bilateral,1", "billateral,1", "row 3, column rule"),
        ("payment_rules", "unverified,General", "guessed,General", "row 13, column basis"),
        ("units_meaning", "64634,joints", "64634,sides", "row 2, column units_mean"),
        ("status_codes", "C,no", "C,maybe", "row 5, column priced"),
        ("status_codes", "C,no,", "C,no,extra,", "row 5: 5 cells are expected"),
    ],
)
def test_a_broken_table_is_refused_with_its_place(folder: Path, table: str, old: str, new: str, where: str) -> None:
    _replace(folder, table, old, new)
    with duckdb.connect() as con, pytest.raises(PolicyError) as refusal:
        register(con, folder)
    assert where in str(refusal.value)
    assert f"{table}.csv" in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_row_without_a_source_is_refused(folder: Path) -> None:
    file = folder / "units_meaning.csv"
    file.write_text("hcpcs,units_mean,basis,source\n64634,joints,seen,\n", encoding="utf-8")
    with duckdb.connect() as con, pytest.raises(PolicyError, match="row 2, column source"):
        register(con, folder)


@pytest.mark.parametrize("content", [b"", b"hcpcs,units_mean,basis,source\n", b"\xff\xfe\x00"])
def test_an_empty_or_unreadable_table_is_refused(folder: Path, content: bytes) -> None:
    (folder / "units_meaning.csv").write_bytes(content)
    with duckdb.connect() as con, pytest.raises(PolicyError, match=r"units_meaning\.csv"):
        register(con, folder)


def test_a_missing_table_is_refused(folder: Path) -> None:
    (folder / "gpci.csv").unlink()
    with duckdb.connect() as con:
        for ask in (lambda: register(con, folder), lambda: versions(folder), lambda: fingerprint(folder)):
            with pytest.raises(PolicyError, match=r"gpci\.csv: this fee table cannot be read"):
                ask()


def test_another_folder_of_tables_prices(folder: Path) -> None:
    """What an import needs: the same shape, other numbers."""
    _replace(folder, "conversion_factors", "non_qp,33.4009", "non_qp,40.0000")
    with duckdb.connect() as con:
        register(con, folder)
        assert amounts(con, line("64493")) == ["228.00"]  # 5.70 x 40
    assert {one.origin for one in versions(folder)} == {"imported"}


def test_a_percentage_is_taken_from_the_table(folder: Path) -> None:
    _replace(folder, "payment_rules", "bilateral,1,,,150", "bilateral,1,,,200")
    _replace(folder, "payment_rules", "multiple_procedures,2,2,5,50", "multiple_procedures,2,2,5,25")
    with duckdb.connect() as con:
        register(con, folder)
        # 2 x 190.39; 205.08 / 4
        assert amounts(con, line("64493", "50"), line("64490")) == ["380.78", "51.27"]


def test_bilateral_indicator_3_pays_each_side_in_full(folder: Path) -> None:
    _replace(folder, "relative_values", f"{OF_64493},2,1,", f"{OF_64493},2,3,")
    with duckdb.connect() as con:
        register(con, folder)
        assert amounts(con, line("64493", "50")) == ["380.78"]
        assert amounts(con, line("64493", units="2")) == ["380.78"]


def test_an_indicator_that_no_rule_knows_is_priced_in_full_and_says_so(folder: Path) -> None:
    _replace(folder, "relative_values", f"{OF_64493},2,1,", f"{OF_64493},4,1,")
    with duckdb.connect() as con:
        register(con, folder)
        first, second = price_day(con, line("64493"), line("64493"))
    assert [str(first.amount), str(second.amount)] == ["190.39", "190.39"]
    assert first.assumption == "multiple-procedure indicator 4 not known: not reduced"
