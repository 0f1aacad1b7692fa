"""The worklist workbook, read back by an independent reader."""

from __future__ import annotations

import datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from facetaudit.audit.opened import Audit
from facetaudit.errors import UsageError
from facetaudit.reporting import workbook
from facetaudit.reporting.workbook import write_workbook

from .conftest import HOSTILE


@pytest.fixture(scope="module")
def book(audited: Audit, tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    """The workbook of the shared audit."""
    return openpyxl.load_workbook(write_workbook(audited.folder, tmp_path_factory.mktemp("book") / "w.xlsx"))


def rows(book: Workbook, sheet: str) -> list[dict[str, object]]:
    """A sheet as dictionaries by heading."""
    heading, *content = book[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, heading), line, strict=True)) for line in content]


def test_sheets_and_scope(book: Workbook) -> None:
    assert book.sheetnames == [
        "About",
        "Findings",
        "Corrected coding",
        "Corrected claims",
        "Coverage",
        "Rejected",
        "Sources",
    ]
    about = {line["what"]: line["value"] for line in rows(book, "About")}
    assert about["rows read"] == 4
    assert about["rows rejected"] == 1
    assert about["as of"] == "2025-03-05"


def test_identifiers_are_text_and_nothing_is_a_formula(book: Workbook) -> None:
    assert {line["claim_id"] for line in rows(book, "Findings")} == {HOSTILE, "0042"}
    for sheet in book:
        for line in sheet.iter_rows():
            for cell in line:
                assert cell.data_type != "f", f"{sheet.title} {cell.coordinate} is a formula"
                assert cell.hyperlink is None


def test_dates_and_dollars_are_dates_and_numbers(book: Workbook) -> None:
    line = next(line for line in rows(book, "Corrected coding") if line["claim_id"] == "0042")
    assert line["service_date"] == datetime.datetime(2025, 3, 5)
    assert (line["allowed_amount"], line["corrected_allowed"], line["overpayment_paid"]) == (87.01, 0, 68.22)
    assert line["correct_coding"] == "64493-RT x1"


def test_rejected_rows_name_row_column_and_reason(book: Workbook) -> None:
    (line,) = rows(book, "Rejected")
    assert (line["file"], line["row_number"], line["column"]) == ("claims.csv", "5", "service_date")
    assert line["reason"]


def test_sources_have_titles(book: Workbook) -> None:
    sources = rows(book, "Sources")
    assert sources
    assert all(line["title"] and line["publisher"] for line in sources)


def test_headings_are_frozen_and_filtered(book: Workbook) -> None:
    assert all(sheet.freeze_panes == "A2" for sheet in book)
    assert book["Findings"].auto_filter.ref


def test_longer_lists_go_on_in_a_further_sheet(audited: Audit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "SHEET_ROWS", 1)
    book = openpyxl.load_workbook(write_workbook(audited.folder, tmp_path / "w.xlsx"))
    assert {"Findings", "Findings 2"} <= set(book.sheetnames)
    assert len(rows(book, "Findings")) == len(rows(book, "Findings 2")) == 1


def test_the_same_audit_gives_the_same_workbook(audited: Audit, tmp_path: Path) -> None:
    one, other = (write_workbook(audited.folder, tmp_path / name) for name in ("1.xlsx", "2.xlsx"))
    assert one.read_bytes() == other.read_bytes()


def test_a_name_that_is_no_workbook_is_refused(audited: Audit, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="xlsx"):
        write_workbook(audited.folder, tmp_path / "w.xls")
    assert list(tmp_path.iterdir()) == []
