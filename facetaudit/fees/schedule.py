"""The fee tables: what a table file must look like, reading, checking and listing them.

A folder of fee tables holds one CSV file per entry of `TABLES`. Every row carries its source and
its basis, dated rows the first and the last date of service that they price. No table holds a
descriptor of a code, and a column that is not declared here is refused.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from facetaudit.errors import PolicyError
from facetaudit.fees import overlay
from facetaudit.fees.imports import COLUMNS, Import
from facetaudit.fees.table_specs import DATE, TABLES, TableSpec

if TYPE_CHECKING:
    import duckdb

BUILT_IN = Path(__file__).parent / "tables"
"""Folder of the tables that come with the package."""


@dataclass(frozen=True)
class FeeTable:
    """One row of the listing of fee tables: the rows that a table has from one source.

    `origin` is built-in, imported (another folder) or the name of an import; `sha256` is that of the whole table, of
    an import that of the file that it was read from; `valid_from` and `valid_to` are the first and the last date of
    service that the rows price, None for a table without dates.
    """

    table: str
    valid_from: date | None
    valid_to: date | None
    rows: int
    basis: str
    source: str
    origin: str
    sha256: str


def register(con: duckdb.DuckDBPyConnection, folder: Path = BUILT_IN, imported: Sequence[Import] = ()) -> None:
    """Check the fee tables of a folder and make them TEMP tables of the connection, the user's imports over them.

    Makes fee_relative_value, fee_gpci, fee_conversion_factor, fee_place_of_service, fee_payment_rule,
    fee_units_meaning, fee_status_code, fee_asc_rate, fee_opps_rate, fee_opps_status and fee_sequestration.
    Raises PolicyError for a table that is missing or broken.
    """
    for spec in TABLES:
        read_table(spec, folder)
    for spec in TABLES:
        con.execute("set variable fee_table_file = $file", {"file": str(folder / f"{spec.name}.csv")})
        con.execute(spec.load)
    con.execute("reset variable fee_table_file")
    overlay.put_over(con, imported)


def versions(folder: Path = BUILT_IN, imported: Sequence[Import] = ()) -> list[FeeTable]:
    """List the tables of a folder, one entry per table and source, in the order of `TABLES`, then the imports."""
    origin = "built-in" if folder == BUILT_IN else "imported"
    listing = []
    for spec in TABLES:
        rows = read_table(spec, folder)
        digest = _digest(spec, folder)
        for basis, source in dict.fromkeys((row["basis"], row["source"]) for row in rows):
            same = [row for row in rows if (row["basis"], row["source"]) == (basis, source)]
            first = min(date.fromisoformat(row["valid_from"]) for row in same) if spec.dated else None
            last = max(date.fromisoformat(row["valid_to"]) for row in same) if spec.dated else None
            listing.append(FeeTable(spec.name, first, last, len(same), basis, source, origin, digest))
    for table in COLUMNS:
        for one, first, last in overlay.periods(imported, table):
            source = f"{one.source}, imported from {one.file}"
            listing.append(FeeTable(table, first, last, one.tables[table].rows, "seen", source, one.name, one.sha256))
    return listing


def settings_of_places(folder: Path = BUILT_IN) -> dict[str, str]:
    """Facility or nonfacility by place of service."""
    (spec,) = (spec for spec in TABLES if spec.name == "place_of_service")
    return {row["place_of_service"]: row["setting"] for row in read_table(spec, folder)}


def fingerprint(folder: Path = BUILT_IN) -> str:
    """SHA-256 over the names and the bytes of the tables of a folder, for the manifest."""
    digest = hashlib.sha256()
    for spec in TABLES:
        digest.update(f"{spec.name} {_digest(spec, folder)}\n".encode())
    return digest.hexdigest()


def _digest(spec: TableSpec, folder: Path) -> str:
    file = folder / f"{spec.name}.csv"
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError as error:
        raise PolicyError(f"{file}: this fee table cannot be read ({error.strerror}); put it back.") from error


def read_table(spec: TableSpec, folder: Path = BUILT_IN) -> list[dict[str, str]]:
    """Read and check one table; rows as text by column.

    Raises PolicyError with file, row (header = row 1) and column for whatever is not accepted: a missing
    file, another header, text out of shape, an impossible date, a period that ends before it begins,
    two rows that price one key on one date.
    """
    file = folder / f"{spec.name}.csv"
    try:
        with file.open(encoding="utf-8", newline="") as text:
            reader = csv.reader(text, strict=True)
            header = next(reader, [])
            if header != list(spec.columns):
                raise PolicyError(f"{file}: the columns must be {', '.join(spec.columns)}; mend the first row.")
            rows = [_checked(spec, file, number, cells) for number, cells in enumerate(reader, start=2)]
    except OSError as error:
        raise PolicyError(f"{file}: this fee table cannot be read ({error.strerror}); put it back.") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise PolicyError(f"{file}: this fee table is not CSV text in UTF-8; save it as such.") from error
    if not rows:
        raise PolicyError(f"{file}: this fee table has no rows; put them back.")
    _refuse_overlaps(spec, file, rows)
    return rows


def _checked(spec: TableSpec, file: Path, number: int, cells: list[str]) -> dict[str, str]:
    """One row by column, or PolicyError."""
    if len(cells) != len(spec.columns):
        raise PolicyError(f"{file}, row {number}: {len(spec.columns)} cells are expected, {len(cells)} found; mend it.")
    row = dict(zip(spec.columns, cells, strict=True))
    for column, pattern in spec.columns.items():
        accepted = pattern.fullmatch(row[column]) is not None
        if accepted and pattern is DATE:
            accepted = _is_date(row[column])
        if not accepted:
            raise PolicyError(
                f"{file}, row {number}, column {column}: {row[column]!r} is not accepted "
                f"(expected {pattern.pattern}); mend it."
            )
    if spec.dated and row["valid_to"] < row["valid_from"]:
        raise PolicyError(f"{file}, row {number}: valid_to is before valid_from; mend the dates.")
    return row


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _refuse_overlaps(spec: TableSpec, file: Path, rows: list[dict[str, str]]) -> None:
    """Raise PolicyError where two rows would answer for one key on one date."""
    for key, periods in _periods(spec, rows):
        for (_, last), (first, _) in pairwise(sorted(periods)):
            if first <= last:
                raise PolicyError(f"{file}: two rows for {' '.join(key)} on {first}; keep one row per key and date.")


def _periods(spec: TableSpec, rows: list[dict[str, str]]) -> Iterator[tuple[tuple[str, ...], list[tuple[str, str]]]]:
    """Yield each key with its (valid_from, valid_to) pairs; without dates every pair is the same."""
    periods: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for row in rows:
        period = (row["valid_from"], row["valid_to"]) if spec.dated else ("always", "always")
        keys = [tuple(row[column] for column in spec.key)]
        if spec.name == "conversion_factors" and row["participant"] == "all":
            # `all` answers for either participant, so it clashes with both.
            keys = [("non_qp",), ("qp",)]
        for key in keys:
            periods.setdefault(key, []).append(period)
    yield from periods.items()
