"""The chart-review worksheet: one sheet for the lines of the sample, one for the findings on them.

A reviewer fills the shaded columns in; all else is locked. `row_id` is 16 hexadecimal digits of SHA-256 over the frame,
the seed and what the row stands for, so that a sheet of another sample, and a row that was made up, are found.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

VERDICTS = ("agree", "disagree", "no record")
LINES_SHEET, FINDINGS_SHEET, GUIDE_SHEET = "Lines", "Findings", "How to"

LINE_COLUMNS = (
    "row_id", "selection", "claim_id", "line_number", "patient_id", "service_date", "hcpcs", "modifiers", "units",
    "findings", "amount", "proposed_coding", "proposed_amount",
)  # fmt: skip
LINE_ANSWERS = ("verdict", "corrected_codes", "corrected_amount", "joints_documented", "reason")
FINDING_COLUMNS = (
    "row_id", "selection", "claim_id", "line_number", "code", "detector", "certainty", "what_was_found",
    "correct_coding",
)  # fmt: skip
FINDING_ANSWERS = ("verdict", "reason")

# `$mark` is the hash of the frame with the seed.
REVIEW_LINE = """
create or replace temp table review_line as
select
    left(sha256($mark || '|line|' || key_part(l.claim_id) || '|' || cast(l.line_number as varchar)), 16) as row_id,
    s.selection, s.stratum, l.unit_key, l.claim_id, l.line_number, l.patient_id, l.service_date, l.hcpcs, l.modifiers,
    l.units, coalesce(f.findings, '') as findings, l.amount, coalesce(l.corrected_coding, '') as proposed_coding,
    l.corrected as proposed_amount
from frame_line l
join sample_unit s on s.unit_key = l.unit_key
left join (
    select claim_id, line_number, string_agg(code, ' ' order by code) as findings
    from frame_finding group by claim_id, line_number
) f on f.claim_id = l.claim_id and f.line_number = l.line_number
order by s.selection, l.claim_id, l.line_number
"""
REVIEW_FINDING = """
create or replace temp table review_finding as
select
    left(sha256($mark || '|finding|' || f.finding_id), 16) as row_id,
    s.selection, f.claim_id, f.line_number, f.code, f.detector, f.certainty, f.effect, f.reason as what_was_found,
    f.correct_coding, f.finding_id
from frame_finding f
join sample_unit s on s.unit_key = f.unit_key
order by s.selection, f.claim_id, f.line_number, f.code
"""
LINES = """
select row_id, selection, claim_id, line_number, patient_id, service_date, hcpcs, modifiers, units, findings, amount,
    proposed_coding, proposed_amount
from review_line order by selection, claim_id, line_number
"""
FINDINGS = """
select row_id, selection, claim_id, line_number, code, detector, certainty, what_was_found, correct_coding
from review_finding order by selection, claim_id, line_number, code
"""
GUIDE = (
    "Fill in the shaded columns of both sheets, with one verdict for each row; every other cell is locked.",
    "Lines, agree: the line is payable at proposed_amount, which is what the audit holds payable if every finding on "
    "the line stands; of a line without findings, the amount as billed.",
    "Lines, disagree: another amount is right. Give it as corrected_amount, the amount as billed where nothing is "
    "wrong with the line, and a reason; more than was paid is an underpayment.",
    "Lines, no record: the chart was asked for and is not there. Nothing is payable; leave corrected_amount empty.",
    "Findings, agree: the finding is confirmed. Disagree: it is overturned, or changed where the line is wrong all the "
    "same, in another way; give a reason. No record: it cannot be judged.",
    "joints_documented as a procedure note has them, for example L3-4 R; L4-5 R. corrected_codes with modifiers, for "
    "example 64493-50.",
    "Rows may be sorted, not added, removed or retyped. Save as XLSX.",
)
WIDTHS = {"what_was_found": 60, "reason": 40, "correct_coding": 34, "proposed_coding": 28, "joints_documented": 24}


def make_tables(con: duckdb.DuckDBPyConnection, mark: str) -> None:
    """Make `review_line` and `review_finding`: what the sheets hold, and what they are held against when read back."""
    con.execute(REVIEW_LINE, {"mark": mark})
    con.execute(REVIEW_FINDING, {"mark": mark})


def write(con: duckdb.DuckDBPyConnection, path: Path, dollars: str) -> None:
    """Write the worksheet of `review_line` and `review_finding`; ``dollars`` is paid or allowed."""
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        # no clock in the file: the same sample gives the same worksheet
        book.set_properties({"title": "facetaudit chart review", "created": datetime.datetime(2000, 1, 1)})
        sheets = _Sheets(book)
        sheets.add(LINES_SHEET, LINE_COLUMNS, LINE_ANSWERS, con.sql(LINES).fetchall())
        sheets.add(FINDINGS_SHEET, FINDING_COLUMNS, FINDING_ANSWERS, con.sql(FINDINGS).fetchall())
        guide = book.add_worksheet(GUIDE_SHEET)
        guide.set_column(0, 0, 120, sheets.wrapped)
        for row, words in enumerate((*GUIDE, f"Amounts are US dollars {dollars}.")):
            guide.write_string(row, 0, words)
        guide.protect()


class _Sheets:
    """Sheets whose answers are open and whose other cells are locked."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.heading = book.add_format({"bold": True, "bottom": 1})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.text = book.add_format({"num_format": "@"})
        self.money = book.add_format({"num_format": "#,##0.00"})
        self.date = book.add_format({"num_format": "yyyy-mm-dd"})
        open_cell = {"locked": False, "bg_color": "#FFF7D6", "border": 1, "border_color": "#D9D9D9"}
        self.open_text = book.add_format({**open_cell, "num_format": "@"})
        self.open_money = book.add_format({**open_cell, "num_format": "#,##0.00"})

    def add(self, name: str, columns: tuple[str, ...], answers: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
        """A sheet of rows with empty answers behind them."""
        sheet = self.book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for at, column in enumerate((*columns, *answers)):
            sheet.set_column(at, at, WIDTHS.get(column, max(12, len(column) + 2)))
            sheet.write_string(0, at, column, self.heading)
        for row, cells in enumerate(rows, start=1):
            for at, cell in enumerate(cells):
                self._write(sheet, row, at, cell)
            for at, answer in enumerate(answers, start=len(columns)):
                sheet.write_blank(row, at, None, self.open_money if answer == "corrected_amount" else self.open_text)
        if rows:
            verdict = len(columns)
            sheet.data_validation(
                1, verdict, len(rows), verdict,
                {
                    "validate": "list", "source": list(VERDICTS), "error_title": "Verdict",
                    "error_message": "Choose agree, disagree or no record.",
                },
            )  # fmt: skip
        sheet.autofilter(0, 0, len(rows), len(columns) + len(answers) - 1)
        sheet.protect("", {"sort": True, "autofilter": True, "format_columns": True})

    def _write(self, sheet: Any, row: int, at: int, cell: Any) -> None:
        money: Format = self.money
        if isinstance(cell, datetime.date):
            sheet.write_datetime(row, at, datetime.datetime(cell.year, cell.month, cell.day), self.date)
        elif isinstance(cell, Decimal):
            sheet.write_number(row, at, float(cell), money)
        elif isinstance(cell, int):
            sheet.write_number(row, at, cell)
        elif cell is not None:
            sheet.write_string(row, at, str(cell), self.text)
