"""Sheets of an XLSX workbook: text stays text, dates are dates, dollars numbers with cents."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import duckdb

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

SHEET_ROWS = 1_048_575
"""Rows of one sheet below its heading; longer lists go on in a further sheet."""
BATCH = 10_000
NO_DOLLARS = ("units", "observed", "limit")
WIDTHS = {
    "by": 18,
    "reason": 70,
    "correct_coding": 40,
    "corrected_coding": 32,
    "detector": 28,
    "name": 40,
    "note": 60,
    "value": 60,
    "title": 60,
    "what": 40,
    "fee_note": 30,
    "difference_note": 50,
}


class Sheets:
    """The sheets of one workbook, written row after row in constant memory."""

    def __init__(self, book: Workbook) -> None:
        """Make the formats that every sheet shares."""
        self.book = book
        self.heading = book.add_format({"bold": True, "bottom": 1})
        self.formats: dict[type, Format] = {
            Decimal: book.add_format({"num_format": "$#,##0.00;-$#,##0.00"}),
            datetime.date: book.add_format({"num_format": "yyyy-mm-dd"}),
        }

    def query(self, name: str, con: duckdb.DuckDBPyConnection, sql: str, values: dict[str, Any] | None = None) -> None:
        """A sheet of a query's answer."""
        answer = con.execute(sql, values)
        columns = [column[0] for column in answer.description or []]
        self.add(name, columns, iter(lambda: answer.fetchmany(BATCH), []))

    def add(self, name: str, columns: Sequence[str], batches: Iterator[Sequence[Sequence[Any]]]) -> None:
        """A sheet with a frozen heading and a filter; rows beyond its size go on in `name 2`, `name 3` and so on."""
        part, sheet, row = 1, self._sheet(name, columns), 0
        for batch in batches:
            for cells in batch:
                if row == SHEET_ROWS:
                    sheet.autofilter(0, 0, row, len(columns) - 1)
                    part, row = part + 1, 0
                    sheet = self._sheet(f"{name} {part}", columns)
                row += 1
                for at, cell in enumerate(cells):
                    self._write(sheet, row, at, cell, columns[at])
        sheet.autofilter(0, 0, row, len(columns) - 1)

    def _sheet(self, name: str, columns: Sequence[str]) -> Worksheet:
        sheet = self.book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for at, column in enumerate(columns):
            sheet.set_column(at, at, WIDTHS.get(column, max(12, len(column) + 2)))
            sheet.write_string(0, at, column, self.heading)
        return sheet

    def _write(self, sheet: Worksheet, row: int, at: int, cell: Any, column: str) -> None:
        if cell is None:
            return
        if isinstance(cell, datetime.date):
            sheet.write_datetime(
                row, at, datetime.datetime(cell.year, cell.month, cell.day), self.formats[datetime.date]
            )
        elif isinstance(cell, Decimal) and column in NO_DOLLARS:
            sheet.write_number(row, at, float(cell))
        elif isinstance(cell, Decimal):
            sheet.write_number(row, at, float(cell), self.formats[Decimal])
        elif isinstance(cell, bool):
            sheet.write_boolean(row, at, cell)
        elif isinstance(cell, int):
            sheet.write_number(row, at, cell)
        else:
            sheet.write_string(row, at, str(cell))
