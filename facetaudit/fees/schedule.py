"""The fee tables: what a table file must look like, reading, checking and listing them.

A folder of fee tables holds one CSV file per entry of `TABLES`. Every row carries its source and
its basis, dated rows the first and the last date of service that they price. No table holds a
descriptor of a code, and a column that is not declared here is refused.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from facetaudit.errors import PolicyError

if TYPE_CHECKING:
    import duckdb

BUILT_IN = Path(__file__).parent / "tables"
"""Folder of the tables that come with the package."""

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_TEXT = re.compile(r"\S.*\S")
_HCPCS = re.compile(r"[0-9A-Z]\d{3}[0-9A-Z]")
_RVU = re.compile(r"\d{1,4}\.\d{2}")
_GPCI = re.compile(r"\d\.\d{3}")
_PERCENT = re.compile(r"\d{1,3}")
_RANK = re.compile(r"\d{0,3}")
_BASIS = re.compile(r"seen|restated|derived|unverified")
_SETTING = re.compile(r"facility|nonfacility")

_DATES = {"valid_from": _DATE, "valid_to": _DATE}
_ORIGIN = {"basis": _BASIS, "source": _TEXT}


@dataclass(frozen=True)
class TableSpec:
    """One fee table: its columns with the text each accepts, its key, and the SQL that loads it."""

    name: str
    columns: dict[str, re.Pattern[str]]
    key: tuple[str, ...]
    load: str

    @property
    def dated(self) -> bool:
        """True if rows are valid between two dates of service."""
        return "valid_from" in self.columns


@dataclass(frozen=True)
class FeeTable:
    """One row of the listing of fee tables: the rows that a table has from one source.

    `sha256` is that of the whole file; `valid_from` and `valid_to` are the first and the last
    date of service that the rows price, None for a table without dates.
    """

    table: str
    valid_from: date | None
    valid_to: date | None
    rows: int
    basis: str
    source: str
    origin: str
    sha256: str


# Types are wide enough for products to stay exact; every fee is a DECIMAL from the file to the cent.
TABLES = (
    TableSpec(
        "relative_values",
        {
            **_DATES,
            "hcpcs": _HCPCS,
            "component": re.compile(r"(26|TC|53)?"),
            "status": re.compile(r"[A-Z]"),
            "work_rvu": _RVU,
            "nonfacility_pe_rvu": _RVU,
            "facility_pe_rvu": _RVU,
            "mp_rvu": _RVU,
            "facility_na": re.compile(r"(NA)?"),
            "mult_proc": re.compile(r"[0-9]"),
            "bilat_surg": re.compile(r"[01239]"),
            "global_days": re.compile(r"[0-9A-Z]{3}"),
            **_ORIGIN,
        },
        ("hcpcs", "component"),
        """
        create or replace temp table fee_relative_value as
        select cast(valid_from as date) as valid_from, cast(valid_to as date) as valid_to,
               hcpcs, coalesce(component, '') as component, status,
               cast(work_rvu as decimal(8,2)) as work_rvu,
               cast(nonfacility_pe_rvu as decimal(8,2)) as nonfacility_pe_rvu,
               cast(facility_pe_rvu as decimal(8,2)) as facility_pe_rvu,
               cast(mp_rvu as decimal(8,2)) as mp_rvu,
               coalesce(facility_na = 'NA', false) as facility_na,
               mult_proc, bilat_surg, global_days, basis, source
        from read_csv(getvariable('fee_table_file'), header = true, all_varchar = true, delim = ',', quote = '"')
        """,
    ),
    TableSpec(
        "gpci",
        {
            **_DATES,
            "mac": re.compile(r"\d{5}"),
            "locality": re.compile(r"\d{2}"),
            "state": re.compile(r"[A-Z]{2}"),
            "name": _TEXT,
            "work_gpci": _GPCI,
            "pe_gpci": _GPCI,
            "mp_gpci": _GPCI,
            **_ORIGIN,
        },
        ("mac", "locality"),
        """
        create or replace temp table fee_gpci as
        select cast(valid_from as date) as valid_from, cast(valid_to as date) as valid_to,
               mac || '-' || locality as locality, state, name,
               cast(work_gpci as decimal(6,3)) as work_gpci,
               cast(pe_gpci as decimal(6,3)) as pe_gpci,
               cast(mp_gpci as decimal(6,3)) as mp_gpci,
               basis, source
        from read_csv(getvariable('fee_table_file'), header = true, all_varchar = true, delim = ',', quote = '"')
        """,
    ),
    TableSpec(
        "conversion_factors",
        {
            **_DATES,
            "participant": re.compile(r"all|non_qp|qp"),
            "conversion_factor": re.compile(r"\d{2}\.\d{4}"),
            **_ORIGIN,
        },
        ("participant",),
        """
        create or replace temp table fee_conversion_factor as
        select cast(valid_from as date) as valid_from, cast(valid_to as date) as valid_to, participant,
               cast(conversion_factor as decimal(8,4)) as conversion_factor, basis, source
        from read_csv(getvariable('fee_table_file'), header = true, all_varchar = true, delim = ',', quote = '"')
        """,
    ),
    TableSpec(
        "place_of_service",
        {"place_of_service": re.compile(r"\d{2}"), "setting": _SETTING, **_ORIGIN},
        ("place_of_service",),
        """
        create or replace temp table fee_place_of_service as
        select place_of_service, setting, basis, source
        from read_csv(getvariable('fee_table_file'), header = true, all_varchar = true, delim = ',', quote = '"')
        """,
    ),
    TableSpec(
        "payment_rules",
        {
            "rule": re.compile(r"bilateral|bilateral_by_other_means|multiple_procedures|medicare_share"),
            "indicator": re.compile(r"[0-9]?"),
            "rank_from": _RANK,
            "rank_to": _RANK,
            "percent": _PERCENT,
            **_DATES,
            **_ORIGIN,
        },
        ("rule", "indicator", "rank_from"),
        """
        create or replace temp table fee_payment_rule as
        select rule, coalesce(indicator, '') as indicator,
               cast(rank_from as integer) as rank_from, cast(rank_to as integer) as rank_to,
               cast(percent as decimal(5,2)) as percent,
               cast(valid_from as date) as valid_from, cast(valid_to as date) as valid_to, basis, source
        from read_csv(getvariable('fee_table_file'), header = true, all_varchar = true, delim = ',', quote = '"')
        """,
    ),
    TableSpec(
        "units_meaning",
        {"hcpcs": _HCPCS, "units_mean": re.compile(r"joints"), **_ORIGIN},
        ("hcpcs",),
        """
        create or replace temp table fee_units_meaning as
        select hcpcs, units_mean, basis, source
        from read_csv(getvariable('fee_table_file'), header = true, all_varchar = true, delim = ',', quote = '"')
        """,
    ),
    TableSpec(
        "status_codes",
        {"status": re.compile(r"[A-Z]"), "priced": re.compile(r"yes|no"), "meaning": _TEXT, **_ORIGIN},
        ("status",),
        """
        create or replace temp table fee_status_code as
        select status, priced = 'yes' as priced, meaning, basis, source
        from read_csv(getvariable('fee_table_file'), header = true, all_varchar = true, delim = ',', quote = '"')
        """,
    ),
)


def register(con: duckdb.DuckDBPyConnection, folder: Path = BUILT_IN) -> None:
    """Check the fee tables of a folder and make them TEMP tables of the connection.

    Makes fee_relative_value, fee_gpci, fee_conversion_factor, fee_place_of_service, fee_payment_rule,
    fee_units_meaning and fee_status_code. Raises PolicyError for a table that is missing or broken.
    """
    for spec in TABLES:
        read_table(spec, folder)
    for spec in TABLES:
        con.execute("set variable fee_table_file = $file", {"file": str(folder / f"{spec.name}.csv")})
        con.execute(spec.load)
    con.execute("reset variable fee_table_file")


def versions(folder: Path = BUILT_IN) -> list[FeeTable]:
    """List the tables of a folder, one entry per table and source, in the order of `TABLES`."""
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
    return listing


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
        if accepted and pattern is _DATE:
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
