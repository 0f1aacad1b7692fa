"""The worklist workbook, read back by an independent reader."""

from __future__ import annotations

import datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from facetaudit.audit.opened import Audit
from facetaudit.audit.run import audit
from facetaudit.errors import UsageError
from facetaudit.reporting import sheets, workbook
from facetaudit.reporting.workbook import write_workbook

from .conftest import HEADER, HOSTILE


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
        "Summary",
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
    monkeypatch.setattr(sheets, "SHEET_ROWS", 1)
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


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "http://x", "12", "0042"])
def test_any_text_stays_text(tmp_path: Path, text: str) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(tmp_path / "w.xlsx"), workbook.OPTIONS) as made:
        sheets.Sheets(made).add("Own", [text, "b"], iter([[[text, text]]]))
    for line in openpyxl.load_workbook(tmp_path / "w.xlsx")["Own"].iter_rows():
        for cell in line[:1]:
            assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_the_summary_adds_up(book: Workbook) -> None:
    """Two third levels of 87.01 allowed and 68.22 paid; findings that are certain stand in every scenario."""
    summary = {(line["by"], line["name"], line["scenario"]): line for line in rows(book, "Summary")}
    for group in (("all", "all"), ("provider", "1000000012"), ("year of service", "2025")):
        certain = summary[*group, "certain"]
        assert (certain["overpayment_allowed"], certain["overpayment_paid"], certain["lines"]) == (174.02, 136.44, 2)
        assert (certain["gross_over_allowed"], certain["gross_under_allowed"]) == (174.02, None)
    findings = rows(book, "Findings")
    assert summary["all", "all", "review"]["findings"] == len(findings)
    assert summary["all", "all", "certain"]["findings"] == sum(line["certainty"] == "certain" for line in findings)
    assert summary["detector", "FA102 third-level-not-covered", "certain"]["findings"] == 2


def test_the_summary_is_that_of_the_audit(tmp_path: Path) -> None:
    """A split pair of lines becomes one of 150 %: dollars go from one line to the other, which is no underpayment."""
    claims = tmp_path / "claims.csv"
    claims.write_text(
        HEADER
        + "1,P1,2025-03-04,64493,RT,1,1000000012,200.00,160.00\n1,P1,2025-03-04,64493,LT,1,1000000012,200.00,160.00\n"
        + "2,P2,2025-03-05,64495,RT,1,1000000012,87.01,68.22\n",
        encoding="utf-8",
    )
    made = audit(claims, out=tmp_path / "audit", mac="palmetto", fees_dir=False)
    book = openpyxl.load_workbook(write_workbook(made.folder, tmp_path / "w.xlsx"))
    told = [line for line in rows(book, "Summary") if line["by"] == "all"]
    assert len(told) == 3
    for line, known in zip(told, made.summary["exposure"], strict=True):
        assert (line["scenario"], line["lines"]) == (known["scenario"], known["lines"])
        for name in ("gross_over_allowed", "gross_under_allowed", "overpayment_allowed", "overpayment_paid"):
            assert float(str(line[name] or 0)) == float(known[name]), (name, line)


def test_dollars_look_like_dollars(book: Workbook) -> None:
    sheet = book["Corrected coding"]
    heading = [cell.value for cell in sheet[1]]
    assert sheet[2][heading.index("allowed_amount")].number_format == "$#,##0.00;-$#,##0.00"


def test_a_providers_workbook_holds_that_provider_alone(tmp_path: Path) -> None:
    mine, other = "1000000012", "1000000020"
    claims = tmp_path / "claims.csv"
    claims.write_text(
        "claim_id,patient_id,service_date,hcpcs,modifier_1,rendering_npi,billing_npi,allowed_amount,paid_amount\n"
        + f"1,P1,2025-03-04,64495,RT,{mine},1000000038,87.01,68.22\n"
        + f"2,P2,2025-03-04,64495,RT,{other},{mine},50.00,40.00\n"  # billed by mine, rendered by the other
        + f"3,P3,2025-03-04,64495,RT,,{mine},10.00,8.00\n"
        + f"4,P4,2025-02-30,64495,RT,{mine},{mine},10.00,8.00\n",
        encoding="utf-8",
    )
    made = audit(claims, out=tmp_path / "audit", mac="palmetto", fees_dir=False)
    book = openpyxl.load_workbook(write_workbook(made.folder, tmp_path / "w.xlsx", mine))
    assert book.sheetnames == ["About", "Summary", "Findings", "Corrected coding", "Corrected claims", "Sources"]
    for sheet in ("Findings", "Corrected coding", "Corrected claims"):
        assert {line["claim_id"] for line in rows(book, sheet)} == {"1", "3"}, sheet
    summary = {(line["by"], line["name"], line["scenario"]): line for line in rows(book, "Summary")}
    assert summary["all", "all", "certain"]["overpayment_allowed"] == 97.01
    assert {name for by, name, _ in summary if by == "provider"} == {mine}
    assert {line["what"]: line["value"] for line in rows(book, "About")}["provider"] == mine
    assert sum(int(str(line["findings"])) for line in rows(book, "Sources")) == len(rows(book, "Findings"))
