"""Note files that are refused as a whole: one sentence, exit code 3, nothing of a patient's in it."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from facetaudit.errors import InputRefused
from facetaudit.procedures.notes import load_notes


@pytest.fixture
def refused() -> Callable[[Path], str]:
    """Load a file that must be refused and return the message."""

    def load(path: Path) -> str:
        con = duckdb.connect()
        with pytest.raises(InputRefused) as caught:
            load_notes(con, path)
        message = str(caught.value)
        assert caught.value.exit_code == 3
        assert path.name in message
        assert message.endswith(".")
        assert ". " not in message
        assert "\n" not in message
        assert con.execute("select count(*) from note").fetchall() == [(0,)]
        tables = {row[0] for row in con.execute("show tables").fetchall()}
        assert tables == {"note", "note_joint", "note_nerve", "joint", "rejected_note", "unreadable_note"}
        return message

    return load


Refused = Callable[[Path], str]


def written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_missing_file(refused: Refused, tmp_path: Path) -> None:
    assert "does not exist" in refused(tmp_path / "notes.csv")


def test_empty_file(refused: Refused, tmp_path: Path) -> None:
    assert "empty" in refused(written(tmp_path / "notes.csv", ""))


def test_folder(refused: Refused, tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    assert "folder" in refused(tmp_path / "notes")


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_file_that_may_not_be_read(refused: Refused, tmp_path: Path) -> None:
    path = written(tmp_path / "notes.csv", "claim_id\nC1\n")
    path.chmod(0)
    assert "permission" in refused(path).lower()


@pytest.mark.parametrize(
    "header, nearest",
    [
        ("claim no,joints", "claim no"),
        ("ClaimID,joints", "ClaimID"),
        ("patient,service_date,joints", "patient"),
        ("patient_id,date_of_service,joints", "date_of_service"),
        ("patient_id,service_dt,joints", "service_dt"),
    ],
)
def test_no_key_column_names_the_nearest_header(refused: Refused, tmp_path: Path, header: str, nearest: str) -> None:
    message = refused(written(tmp_path / "notes.csv", f"{header}\nC1,P1,L4-5 R\n"))
    assert "claim_id" in message
    assert "patient_id" in message
    assert f"`{nearest}`" in message


@pytest.mark.parametrize("first_row", ["CL0001,Doe Jane,L4-5 R", "Claire Smith,Patrick Ident,L4-5 R", "x,y,z"])
def test_no_header_shows_nothing_of_the_first_row(refused: Refused, tmp_path: Path, first_row: str) -> None:
    message = refused(written(tmp_path / "notes.csv", first_row + "\n"))
    assert "claim_id" in message
    for cell in first_row.split(","):
        assert f"`{cell}`" not in message


def test_wrong_separator(refused: Refused, tmp_path: Path) -> None:
    assert "claim_id" in refused(written(tmp_path / "notes.csv", "claim_id~joints\nC1~L4-5 R\n"))


@pytest.mark.parametrize("header", ["claim_id,joints,joints", "claim_id,Joints,joints", "Claim ID,claim_id,joints"])
def test_a_column_twice(refused: Refused, tmp_path: Path, header: str) -> None:
    assert "twice" in refused(written(tmp_path / "notes.csv", f"{header}\nC1,L4-5 R,L4-5 L\n"))


@pytest.mark.parametrize(
    "body",
    ['C1,"L4-5 R\nC2,L4-5 R\n', 'C1,L4-5 R\nC2,"L4-5" R\n'],
    ids=["never closed", "text after the quote"],
)
def test_bad_quotes(refused: Refused, tmp_path: Path, body: str) -> None:
    assert "quote" in refused(written(tmp_path / "notes.csv", f"claim_id,joints\n{body}"))


def test_a_file_that_is_not_text(refused: Refused, tmp_path: Path) -> None:
    assert "not text" in refused(written(tmp_path / "notes.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"))


def test_utf_16_without_its_mark(refused: Refused, tmp_path: Path) -> None:
    assert "not text" in refused(written(tmp_path / "notes.csv", "claim_id,joints\nC1,L4-5\n".encode("utf-16-le")))


def test_truncated_parquet(refused: Refused, tmp_path: Path) -> None:
    whole = tmp_path / "whole.parquet"
    duckdb.sql("select 'C1' as claim_id, 'L4-5 R' as joints from range(1000)").write_parquet(str(whole))
    content = whole.read_bytes()
    assert "Parquet" in refused(written(tmp_path / "notes.parquet", content[: len(content) // 2]))


def test_parquet_without_a_key(refused: Refused, tmp_path: Path) -> None:
    path = tmp_path / "notes.parquet"
    duckdb.sql("select 'C1' as claim_number, 'L4-5 R' as joints").write_parquet(str(path))
    assert "`claim_number`" in refused(path)


def test_workbook_that_is_none(refused: Refused, tmp_path: Path) -> None:
    path = tmp_path / "notes.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "no workbook")
    assert "XLSX" in refused(path)


def test_old_workbook(refused: Refused, tmp_path: Path) -> None:
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    assert "old Excel" in refused(written(tmp_path / "notes.xls", content))


def test_two_sheets_of_notes(refused: Refused, tmp_path: Path) -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    path = tmp_path / "notes.xlsx"
    workbook = xlsxwriter.Workbook(str(path))
    for name in ("March", "April"):
        workbook.add_worksheet(name).write_row(0, 0, ["claim_id", "joints"])
    workbook.close()
    assert "sheets 1 and 2" in refused(path)


def test_workbook_without_a_key(refused: Refused, tmp_path: Path) -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    path = tmp_path / "notes.xlsx"
    workbook = xlsxwriter.Workbook(str(path))
    workbook.add_worksheet("empty")
    workbook.add_worksheet("notes").write_row(0, 0, ["claim number", "joints"])
    workbook.close()
    assert "`claim number`" in refused(path)
