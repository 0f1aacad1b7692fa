"""The worklist workbook of an audit folder."""

from __future__ import annotations

import datetime
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from facetaudit.audit.opened import Audit, open_audit
from facetaudit.errors import UsageError

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

SHEET_ROWS = 1_048_575
"""Rows of one sheet below its heading; longer lists go on in a further sheet."""
BATCH = 10_000

FINDINGS = """
select
    code, detector, certainty, effect, claim_id, line_number, patient_id, service_date, region, hcpcs, modifiers, units,
    claim_type, rendering_npi, billing_npi, observed, "limit", reason, correct_coding, source_id, basis
from findings
order by case certainty when 'certain' then 0 when 'probable' then 1 else 2 end, patient_id, service_date, claim_id,
    line_number, code
"""
CORRECTED = """
select
    e.scenario, e.claim_id, e.line_number, l.patient_id, l.service_date, l.hcpcs,
    concat_ws(' ', l.modifier_1, l.modifier_2, l.modifier_3, l.modifier_4) as modifiers, l.units, e.detector,
    f.correct_coding, e.allowed_amount, e.corrected_allowed, e.overpayment_allowed, e.paid_amount, e.overpayment_paid,
    e.fee_billed, e.fee_corrected, e.overpayment_fee, e.fee_note, e.within_lookback
from exposure e
join lines l on l.active and l.claim_id = e.claim_id and l.line_number = e.line_number
left join findings f on f.code = e.detector and f.claim_id = e.claim_id and f.line_number = e.line_number
order by case e.scenario when 'certain' then 0 when 'probable' then 1 else 2 end, l.patient_id, l.service_date,
    e.claim_id, e.line_number
"""
DAYS = """
select * from corrected_claims
order by case scenario when 'certain' then 0 when 'probable' then 1 else 2 end, patient_id, service_date, claim_type,
    rendering_npi nulls first, claim_id, line_number
"""
REJECTED = "select * from read_csv($path, header = true, all_varchar = true, allow_quoted_nulls = false)"

WIDTHS = {
    "reason": 70,
    "correct_coding": 40,
    "corrected_coding": 32,
    "detector": 28,
    "note": 60,
    "value": 60,
    "title": 60,
    "fee_note": 30,
    "difference_note": 50,
}


def write_workbook(audit_dir: str | Path, out: str | Path) -> Path:
    """Write an XLSX workbook: scope, findings, corrected lines and whole days, coverage, rejected rows, sources.

    Codes and identifiers are text, dates are dates, dollars are numbers with cents; no cell is a formula or a link.
    Raises UsageError for a path that is no .xlsx name or cannot be written; nothing is then left behind.
    """
    audit, path = open_audit(audit_dir), Path(out).absolute()
    if path.suffix.lower() != ".xlsx" or path.is_dir():
        raise UsageError(f"{out} is no name for a workbook: give --out a file that ends in .xlsx.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, building = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        os.close(handle)
    except OSError as error:
        raise UsageError(
            f"The folder {path.parent} cannot be written ({error.strerror}): give another --out."
        ) from error
    try:
        _fill(audit, building)
        os.replace(building, path)
    finally:
        Path(building).unlink(missing_ok=True)
    return path


def _fill(audit: Audit, building: str) -> None:
    import xlsxwriter

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "in_memory": False,
    }
    with xlsxwriter.Workbook(building, options) as book, duckdb.connect() as con:
        # no clock in the file: the same audit gives the same workbook
        book.set_properties({"title": "facetaudit worklist", "created": datetime.datetime(2000, 1, 1)})
        for name in ("lines", "findings", "coverage", "exposure", "corrected_claims"):
            con.read_parquet(str(audit.folder / f"{name}.parquet")).create_view(name)
        sheets = Sheets(book)
        sheets.add("About", ("what", "value"), iter([_about(audit)]))
        sheets.query("Findings", con, FINDINGS)
        sheets.query("Corrected coding", con, CORRECTED)
        sheets.query("Corrected claims", con, DAYS)
        sheets.query("Coverage", con, "select * from coverage order by code")
        sheets.query("Rejected", con, REJECTED, {"path": str(audit.folder / "rejected.csv")})
        columns = ("source_id", "title", "publisher", "document_number", "findings")
        sheets.add("Sources", columns, iter([[[one[name] for name in columns] for one in audit.summary["sources"]]]))


def _about(audit: Audit) -> list[list[Any]]:
    manifest, summary = audit.manifest, audit.summary
    rows = summary["rows"]["total"]
    return [
        ["facetaudit", manifest["facetaudit"]],
        ["as of", manifest["as_of"]],
        *[[f"rows {name}", rows[name]] for name in ("read", "rejected", "outside", "audited", "active", "inactive")],
        ["facet lines", summary["facet_lines"] or "No facet lines in this extract."],
        ["findings", manifest["findings"]],
        *[
            [f"overpaid, allowed ({one['scenario']})", Decimal(one["overpayment_allowed"] or 0)]
            for one in summary["exposure"]
        ],
        *[
            [f"overpaid, paid ({one['scenario']})", Decimal(one["overpayment_paid"] or 0)]
            for one in summary["exposure"]
        ],
        *[[f"parameter {name}", "" if value is None else str(value)] for name, value in manifest["parameters"].items()],
        *[[f"input {one['name']}", one["sha256"]] for one in manifest["inputs"]],
        ["policy", manifest["policy"]],
        ["fee tables", manifest["fees"]],
        *[[f"imported fees {one['name']}", one["sha256"]] for one in manifest.get("fee_imports", ())],
        *[[f"unverified value behind {one['code']}", _unverified(one)] for one in summary["unverified"]],
        *[["detector that failed", code] for code in summary.get("failed", ())],
        ["frequency findings", "A lower bound: sessions at other practices are not in the extract."],
    ]


def _unverified(one: Mapping[str, Any]) -> str:
    if not one.get("parameter"):
        return str(one["source_id"])
    value = "" if one["value"] is None else f" = {one['value']}"
    return f"{one['parameter']}{value} since {one['valid_from']} ({one['source_id']})"


class Sheets:
    """The sheets of one workbook, written row after row in constant memory."""

    def __init__(self, book: Workbook) -> None:
        """Make the formats that every sheet shares."""
        self.book = book
        self.heading = book.add_format({"bold": True, "bottom": 1})
        self.formats: dict[type, Format] = {
            Decimal: book.add_format({"num_format": "#,##0.00"}),
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
        elif isinstance(cell, Decimal) and column in ("units", "observed", "limit"):
            sheet.write_number(row, at, float(cell))
        elif isinstance(cell, Decimal):
            sheet.write_number(row, at, float(cell), self.formats[Decimal])
        elif isinstance(cell, bool):
            sheet.write_boolean(row, at, cell)
        elif isinstance(cell, int):
            sheet.write_number(row, at, cell)
        else:
            sheet.write_string(row, at, str(cell))
