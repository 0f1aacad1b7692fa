"""Note files of the three formats: what is accepted, what is rejected with which reason, which tables come of it."""

from __future__ import annotations

import csv
import datetime
import hashlib
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from facetaudit.procedures.anatomy import facet_joints
from facetaudit.procedures.notes import RejectedNote, load_notes
from facetaudit.procedures.schema import NOTE_COLUMN_NAMES, NOTE_COLUMNS


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def write_csv(path: Path, rows: list[dict[str, str]], columns: list[str] | None = None) -> Path:
    columns = columns or list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def rows_of(con: duckdb.DuckDBPyConnection, table: str) -> list[tuple[object, ...]]:
    return con.table(table).fetchall()


def columns_of(con: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    return con.table(table).columns


def test_without_a_file_every_table_is_there_and_empty(con: duckdb.DuckDBPyConnection) -> None:
    report = load_notes(con, None)
    assert report.to_dict() == {
        "file": None, "sha256": None, "read": 0, "accepted": 0, "rejected": 0, "unreadable": 0, "ignored_columns": [],
    }  # fmt: skip
    assert rows_of(con, "note") == rows_of(con, "note_joint") == rows_of(con, "rejected_note") == []
    assert len(rows_of(con, "joint")) == len(facet_joints())
    assert columns_of(con, "note") == [
        "note_id", "claim_id", "patient_id", "service_date", "rendering_npi", "injection_type", "guidance",
        "technique", "injectate", "relief_percent", "conservative_care_weeks", "sedation", "joints_status",
    ]
    assert columns_of(con, "note_joint") == ["note_id", "joint", "side"]
    assert columns_of(con, "note_nerve") == ["note_id", "nerve", "side"]
    assert columns_of(con, "joint") == [
        "joint", "region", "at_junction", "order_number", "nerve_1", "nerve_2", "basis", "source_id",
    ]  # fmt: skip
    assert columns_of(con, "rejected_note") == ["file", "row_number", "column", "reason"]


def test_only_the_promised_tables_are_left_behind(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    load_notes(con, write_csv(tmp_path / "notes.csv", [{"claim_id": "C1", "joints": "L4-5 R"}]))
    tables = {row[0] for row in con.execute("show tables").fetchall()}
    assert tables == {"note", "note_joint", "note_nerve", "joint", "rejected_note", "unreadable_note"}


def test_a_full_note(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    row = {
        "claim_id": " C1 ", "patient_id": "007", "service_date": "2025-03-04", "rendering_npi": "1234567890",
        "injection_type": "Diagnostic", "joints": "L4/5 B", "nerves": "", "side": "", "guidance": "CT",
        "technique": "", "injectate": "Steroid; anesthetic;", "relief_percent": "85.5%",
        "conservative_care_weeks": "12", "sedation": "none",
    }
    report = load_notes(con, write_csv(tmp_path / "notes.csv", [row]))
    assert (report.read, report.accepted, report.rejected) == (1, 1, ())
    assert rows_of(con, "note") == [
        (2, "C1", "007", datetime.date(2025, 3, 4), "1234567890", "diagnostic", "ct", None, "anesthetic;steroid",
         Decimal("85.5"), Decimal("12.0"), "none", "read"),
    ]  # fmt: skip
    assert sorted(rows_of(con, "note_joint")) == [(2, "L4-5", "L"), (2, "L4-5", "R")]


def test_joints_of_every_status(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    rows = [
        {"claim_id": "A", "joints": "L3-4 R; L4-5 R"},
        {"claim_id": "B", "nerves": "L2, L3, L4", "side": "l"},
        {"claim_id": "C"},
        {"claim_id": "D", "joints": "L3-S1 R"},
        {"claim_id": "E", "nerves": "L3 R"},
        {"claim_id": "F", "joints": "L4-5"},
        {"claim_id": "G", "joints": "L3-4 R; L4-5 R"},
    ]
    path = write_csv(tmp_path / "notes.csv", rows, ["claim_id", "joints", "nerves", "side"])
    report = load_notes(con, path)
    assert report.unreadable == 1
    assert (report.file, report.sha256) == ("notes.csv", hashlib.sha256(path.read_bytes()).hexdigest())
    status = dict(con.execute("select claim_id, joints_status from note").fetchall())
    expected = {"A": "read", "B": "read", "C": "none", "D": "unreadable", "E": "read", "F": "read", "G": "read"}
    assert status == expected
    joints = con.execute("select claim_id, joint, side from note_joint join note using (note_id)").fetchall()
    assert sorted(joints, key=str) == [
        ("A", "L3-4", "R"), ("A", "L4-5", "R"), ("B", "L3-4", "L"), ("B", "L4-5", "L"), ("F", "L4-5", None),
        ("G", "L3-4", "R"), ("G", "L4-5", "R"),
    ]  # fmt: skip
    nerves = con.execute("select claim_id, nerve, side from note_nerve join note using (note_id)").fetchall()
    assert sorted(nerves) == [("B", "L2", "L"), ("B", "L3", "L"), ("B", "L4", "L"), ("E", "L3", "R")]
    unreadable = rows_of(con, "unreadable_note")
    assert [row[:3] for row in unreadable] == [("notes.csv", 5, "joints")]
    assert "part 1" in str(unreadable[0][3])


@pytest.mark.parametrize(
    "cells, column, in_reason",
    [
        ({"injection_type": "steroid"}, "injection_type", "diagnostic, therapeutic, rfa"),
        ({"guidance": "fluoro"}, "guidance", "fluoroscopy, ct, ultrasound, none"),
        ({"technique": "cryo"}, "technique", "thermal, pulsed, cooled, chemical"),
        ({"side": "midline"}, "side", "R, L, B"),
        ({"sedation": "deep"}, "sedation", "none, moderate, mac, general"),
        ({"injectate": "anesthetic; water"}, "injectate", "anesthetic, steroid, biologic, other"),
        ({"injectate": "anesthetic, steroid"}, "injectate", "with ; between"),
        ({"service_date": "2025-02-30"}, "service_date", "YYYY-MM-DD"),
        ({"service_date": "03/04/2025"}, "service_date", "YYYY-MM-DD"),
        ({"service_date": "4 March 2025"}, "service_date", "YYYY-MM-DD"),
        ({"service_date": "2025-13-01"}, "service_date", "YYYY-MM-DD"),
        ({"service_date": "20250230"}, "service_date", "YYYY-MM-DD"),
        ({"relief_percent": "80-90"}, "relief_percent", "0 to 100"),
        ({"relief_percent": "101"}, "relief_percent", "0 to 100"),
        ({"relief_percent": "-5"}, "relief_percent", "0 to 100"),
        ({"relief_percent": "0.8"}, "relief_percent", "not 0.8"),
        ({"relief_percent": "1"}, "relief_percent", "not 0.8"),
        ({"relief_percent": "nan"}, "relief_percent", "0 to 100"),
        ({"conservative_care_weeks": "six"}, "conservative_care_weeks", "number of weeks"),
        ({"conservative_care_weeks": "-1"}, "conservative_care_weeks", "number of weeks"),
        ({"conservative_care_weeks": "999999999999999999999"}, "conservative_care_weeks", "number of weeks"),
    ],
)
def test_a_bad_value_rejects_its_row_and_no_other(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, cells: dict[str, str], column: str, in_reason: str
) -> None:
    rows = [{"claim_id": "C1"}, {"claim_id": "C2", "joints": "L4-5 R"} | cells, {"claim_id": "C3"}]
    report = load_notes(con, write_csv(tmp_path / "notes.csv", rows, list(NOTE_COLUMN_NAMES)))
    assert (report.read, report.accepted) == (3, 2)
    [rejected] = report.rejected
    assert (rejected.row_number, rejected.column) == (3, column)
    assert in_reason in rejected.reason
    assert rows_of(con, "rejected_note") == [("notes.csv", 3, column, rejected.reason)]
    assert [row[1] for row in rows_of(con, "note")] == ["C1", "C3"]
    assert rows_of(con, "note_joint") == []


@pytest.mark.parametrize("column", [column.name for column in NOTE_COLUMNS if column.accepted])
def test_every_accepted_value_is_accepted_in_any_case(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, column: str
) -> None:
    values = next(each.accepted for each in NOTE_COLUMNS if each.name == column)
    rows = [{"claim_id": "C", column: form} for value in values for form in (value, value.upper(), f" {value} ")]
    report = load_notes(con, write_csv(tmp_path / "notes.csv", rows))
    assert report.rejected == ()
    assert report.accepted == 3 * len(values)


@pytest.mark.parametrize(
    "text, value",
    [
        ("79.96", "79.9"),  # cut, not rounded: still below 80
        ("49.99", "49.9"),
        ("80", "80.0"),
        ("80 %", "80.0"),
        ("56.99999999999999", "57.0"),  # what a floating cell makes of 57
        ("0", "0.0"),
        ("100", "100.0"),
        ("0.8%", "0.8"),
    ],
)
def test_relief_is_cut_to_one_decimal(con: duckdb.DuckDBPyConnection, tmp_path: Path, text: str, value: str) -> None:
    load_notes(con, write_csv(tmp_path / "notes.csv", [{"claim_id": "C", "relief_percent": text}]))
    assert con.execute("select relief_percent from note").fetchall() == [(Decimal(value),)]


def test_a_row_needs_one_of_the_two_keys(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    rows = [
        {"claim_id": "C1"},
        {"patient_id": "P1", "service_date": "2025-03-04"},
        {"patient_id": "P1"},
        {"service_date": "2025-03-04"},
        {"joints": "L4-5 R"},
    ]
    columns = ["claim_id", "patient_id", "service_date", "joints"]
    report = load_notes(con, write_csv(tmp_path / "notes.csv", rows, columns))
    assert [(row.row_number, row.column) for row in report.rejected] == [(row, "claim_id") for row in (4, 5, 6)]
    assert report.accepted == 2


@pytest.mark.parametrize("text", ["2025-03-04", "2025-3-4", "20250304", "2025-03-04 00:00:00", "2025-03-04T10:30"])
def test_dates_that_are_read(con: duckdb.DuckDBPyConnection, tmp_path: Path, text: str) -> None:
    load_notes(con, write_csv(tmp_path / "notes.csv", [{"patient_id": "P", "service_date": text}]))
    assert con.execute("select service_date from note").fetchall() == [(datetime.date(2025, 3, 4),)]


def test_headers_in_another_order_case_and_spacing_and_unknown_ones_are_told(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    path = tmp_path / "notes.csv"
    path.write_text("Physician,Service Date, JOINTS ,Patient-ID\nDr X,2025-03-04,L4-5 R,P1\n", encoding="utf-8")
    report = load_notes(con, path)
    assert report.ignored_columns == ("Physician",)
    assert con.execute("select patient_id, service_date, joints_status from note").fetchall() == [
        ("P1", datetime.date(2025, 3, 4), "read")
    ]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
def test_separators(con: duckdb.DuckDBPyConnection, tmp_path: Path, separator: str, quoting: int) -> None:
    path = tmp_path / "notes.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=separator, quoting=quoting)
        writer.writerows([["claim_id", "joints"], ["C1", "L3-4 R; L4-5 R"], ["C2", "L3-4, L4-5 R"]])
    assert load_notes(con, path).accepted == 2
    assert len(rows_of(con, "note_joint")) == 4


@pytest.mark.parametrize(
    "encoded",
    [
        "claim_id,joints\nC1,L4\u20135 R\n".encode(),
        "claim_id,joints\nC1,L4\u20135 R\n".encode("utf-8-sig"),
        "claim_id,joints\nC1,L4\u20135 R\n".encode("utf-16"),
        "claim_id,joints\nC1,L4\u20135 R\n".encode("cp1252"),
        b"claim_id,joints\r\nC1,L4-5 R\r\n",
        b"claim_id,joints\rC1,L4-5 R\r",
        b"claim_id,joints\nC1,L4-5 R",
        "claim_id,joints,memo\nC1,L4-5 R,caf\u00e9\n".encode("latin-1"),
    ],
    ids=["utf-8", "utf-8 BOM", "utf-16", "windows-1252 dash", "CRLF", "CR", "no line end", "latin-1"],
)
def test_encodings_and_line_ends(con: duckdb.DuckDBPyConnection, tmp_path: Path, encoded: bytes) -> None:
    path = tmp_path / "notes.csv"
    path.write_bytes(encoded)
    assert load_notes(con, path).accepted == 1
    assert rows_of(con, "note_joint") == [(2, "L4-5", "R")]


def test_joints_carry_their_nerves_from_above_down(con: duckdb.DuckDBPyConnection) -> None:
    load_notes(con, None)
    nerves = dict(con.execute("select joint, nerve_1 || ' ' || nerve_2 from joint").fetchall())
    assert (nerves["C2-3"], nerves["C7-T1"], nerves["L1-2"], nerves["L5-S1"]) == ("TON TON", "C7 C8", "T12 L1", "L4 L5")


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_quoted_newlines_stay_in_their_cell_and_rows_are_numbered_as_records(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, line_end: str
) -> None:
    path = tmp_path / "notes.csv"
    lines = ["claim_id,joints", f'C1,"L3-4 R{line_end}L4-5 R"', "", "C3,L5-S1 R", ",", "C5,bad text", ""]
    path.write_bytes(line_end.join(lines).encode())
    report = load_notes(con, path)
    assert (report.read, report.accepted, report.unreadable) == (3, 3, 1)
    assert sorted(rows_of(con, "note_joint")) == [(2, "L3-4", "R"), (2, "L4-5", "R"), (4, "L5-S1", "R")]
    assert [row[1] for row in rows_of(con, "unreadable_note")] == [6]


def test_rows_of_another_length_are_rejected(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    path = tmp_path / "notes.csv"
    path.write_text("claim_id,joints,side\nC1,L3-4,L4-5,R\nC2,L3-4\nC3,L4-5,R,,\nC4,L4-5,R\n", encoding="utf-8")
    report = load_notes(con, path)
    assert [(row.row_number, row.reason.split()[0]) for row in report.rejected] == [(2, "more"), (3, "fewer")]
    assert sorted(rows_of(con, "note_joint")) == [(4, "L4-5", "R"), (5, "L4-5", "R")]


def test_a_header_without_rows_is_no_error(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    path = tmp_path / "notes.csv"
    path.write_text("claim_id,joints\n", encoding="utf-8")
    report = load_notes(con, path)
    assert (report.read, report.accepted) == (0, 0)


def test_a_second_load_replaces_the_first(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    load_notes(con, write_csv(tmp_path / "a.csv", [{"claim_id": "A", "joints": "L4-5 R", "side": "X"}]))
    load_notes(con, write_csv(tmp_path / "b.csv", [{"claim_id": "B", "joints": "L4-5 R"}]))
    assert [row[1] for row in rows_of(con, "note")] == ["B"]
    assert rows_of(con, "rejected_note") == []


def test_parquet_with_typed_columns(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    path = tmp_path / "notes[1].parquet"
    con.sql(
        "select 10023::double as claim_id, 1234567890::double as rendering_npi, date '2025-03-04' as service_date, "
        "'L4-5 R' as Joints, 80.0::double as relief_percent, 6 as conservative_care_weeks union all "
        "select 10024, null, timestamp '2025-03-05 00:00:00', null, 0.5, null"
    ).write_parquet(str(path))
    report = load_notes(con, path)
    reason = "not a percentage from 0 to 100 (80 for 80 %, not 0.8)"
    assert report.rejected == (RejectedNote(3, "relief_percent", reason),)
    notes = con.execute("select note_id, claim_id, rendering_npi, service_date, relief_percent from note").fetchall()
    assert notes == [(2, "10023", "1234567890", datetime.date(2025, 3, 4), Decimal("80.0"))]
    assert rows_of(con, "note_joint") == [(2, "L4-5", "R")]


def test_workbook_with_typed_cells_and_a_second_sheet(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    path = tmp_path / "notes.xlsx"
    workbook = xlsxwriter.Workbook(str(path))
    workbook.add_worksheet("about").write_row(0, 0, ["made by", "the practice"])
    sheet = workbook.add_worksheet("notes")
    sheet.write_row(0, 0, ["claim_id", "service_date", "nerves", "side", "relief_percent"])
    sheet.write_row(1, 0, [10023, "", "L3, L4, L5", "R", 80])
    sheet.write_datetime(1, 1, datetime.datetime(2025, 3, 4), workbook.add_format({"num_format": "mm/dd/yyyy"}))
    sheet.write_row(3, 0, ["C4", "2025-03-05", "TON", "B", 0.8])
    workbook.close()
    report = load_notes(con, path)
    assert [(row.row_number, row.column) for row in report.rejected] == [(4, "relief_percent")]
    assert con.execute("select note_id, claim_id, service_date, relief_percent from note").fetchall() == [
        (2, "10023", datetime.date(2025, 3, 4), Decimal("80.0"))
    ]
    assert sorted(rows_of(con, "note_joint")) == [(2, "L4-5", "R"), (2, "L5-S1", "R")]


def test_loading_imports_neither_pandas_nor_the_workbook_reader(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "notes.csv", [{"claim_id": "C1", "joints": "L4-5 R"}])
    program = (
        "import sys, duckdb; con = duckdb.connect(); "
        "con.execute('select $a', {'a': 1}); known = set(sys.modules); "  # DuckDB 1.5 imports pandas to bind a value
        "from facetaudit.procedures.notes import load_notes; "
        "load_notes(con, sys.argv[1]); "
        "print(sorted({'pandas', 'pyarrow', 'python_calamine', 'numpy'} & (set(sys.modules) - known)))"
    )
    done = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
