"""Claim lines drawn as a table of text, and a loader that keeps what came out."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from facetaudit.claims.intake import load
from facetaudit.claims.report import LoadReport

KEEP_CODES = (
    "64490", "64491", "64492", "64493", "64494", "64495", "64633", "64634", "64635", "64636",
    "0213T", "0214T", "0215T", "0216T", "0217T", "0218T", "64999",
)
SHORT = {
    "claim": "claim_id", "line": "line_number", "type": "claim_type", "patient": "patient_id", "date": "service_date",
    "code": "hcpcs", "m1": "modifier_1", "m2": "modifier_2", "m3": "modifier_3", "m4": "modifier_4",
    "pos": "place_of_service", "dx": "diagnosis_codes", "charge": "charge_amount", "allowed": "allowed_amount",
    "paid": "paid_amount", "status": "line_status", "freq": "claim_frequency_code", "original": "original_claim_id",
}
STANDING = {"claim_id": "C1", "patient_id": "P1", "service_date": "2024-03-01", "hcpcs": "64493"}


def drawn(text: str) -> list[dict[str, str]]:
    """The rows of a table with bars; short names stand for columns, and what is not drawn is the usual."""
    lines = [line.strip() for line in text.strip().splitlines()]
    names = [SHORT.get(cell.strip(), cell.strip()) for cell in lines[0].split("|")]
    rows = []
    for line in lines[1:]:
        cells = [cell.strip() for cell in line.split("|")]
        rows.append({**STANDING, **dict(zip(names, cells, strict=True))})
    return rows


def as_csv(rows: Sequence[Mapping[str, str]], path: Path) -> Path:
    """The rows as comma-separated text with a header."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


class Loader:
    """Loads what a test gives it and answers questions about the tables."""

    def __init__(self, con: duckdb.DuckDBPyConnection, folder: Path) -> None:
        self.con = con
        self.folder = folder
        self.report: LoadReport | None = None

    def rows(self, rows: Sequence[Mapping[str, str]] | str, **options: Any) -> LoadReport:
        """Load rows (or a drawn table) as one canonical CSV."""
        table = drawn(rows) if isinstance(rows, str) else rows
        return self.files(as_csv(table, self.folder / "claims.csv"), **options)

    def files(self, *paths: Path, **options: Any) -> LoadReport:
        """Load files."""
        self.report = load(self.con, list(paths), **{"keep_codes": KEEP_CODES, **options})
        return self.report

    def lines(self, columns: str = "row_number, inactive_reason") -> list[tuple[Any, ...]]:
        """Columns of `claim_line`, in the order of the lines."""
        names = [duckdb.ColumnExpression(name.strip()) for name in columns.split(",")]
        return self.con.table("claim_line").order("line_id").project(*names).fetchall()

    def line(self, columns: str) -> tuple[Any, ...]:
        """The columns of the only line."""
        (only,) = self.lines(columns)
        return only

    def rejected(self) -> list[tuple[Any, ...]]:
        """(row, column, reason) of the rejected rows."""
        return self.con.execute('select row_number, "column", reason from rejected').fetchall()
