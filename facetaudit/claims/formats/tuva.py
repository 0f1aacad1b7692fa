"""Tuva's `medical_claim` table, in a DuckDB database, a Parquet file or delimited text.

Five modifiers (the fifth follows the fourth in one cell) and 25 diagnoses.  Institutional claims are outpatient
hospital claims, or those of an ambulatory surgical center where the bill type is 83x.  The model holds final claims
only: it has no denial, no claim frequency, no authorization and no place beyond the place of service.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import duckdb

from facetaudit.claims.formats import parquet
from facetaudit.claims.formats.delimited import READ, csv_variables, read_header, refuse_repeated
from facetaudit.claims.formats.request import Request, literal_path
from facetaudit.claims.mapping import nearest
from facetaudit.claims.schema import COLUMN
from facetaudit.claims.source import (
    Source,
    as_text,
    column_at,
    first_of,
    missing_if,
    name_extras,
    typed,
)
from facetaudit.claims.textfile import open_text
from facetaudit.errors import InputRefused, UsageError

NAMES = ("tuva",)
MODIFIER_SLOTS = 5
TABLE = "medical_claim"
PREFERRED_SCHEMA = "input_layer"

_DATABASE_MARK, _PARQUET_MARK = b"DUCK", b"PAR1"
_MARKS = ("claim_id", "claim_line_number", "service_unit_quantity", "hcpcs_modifier_1")
"""Columns that together are of no other layout read here."""
_PLAIN = {
    "claim_id": "claim_id",
    "line_number": "claim_line_number",
    "payer": "payer",
    "hcpcs": "hcpcs_code",
    "modifier_1": "hcpcs_modifier_1",
    "modifier_2": "hcpcs_modifier_2",
    "modifier_3": "hcpcs_modifier_3",
    "units": "service_unit_quantity",
    "place_of_service": "place_of_service_code",
    "rendering_npi": "rendering_npi",
    "billing_npi": "billing_npi",
    "charge_amount": "charge_amount",
    "allowed_amount": "allowed_amount",
    "paid_amount": "paid_amount",
    "paid_date": "paid_date",
}
_EITHER = {
    "patient_id": ("person_id", "patient_id", "member_id"),
    "service_date": ("claim_line_start_date", "claim_start_date"),
}
_LAST_MODIFIERS = ("hcpcs_modifier_4", "hcpcs_modifier_5")
_DIAGNOSES = tuple(f"diagnosis_code_{number}" for number in range(1, 26))
_CLAIM_TYPE, _BILL_TYPE = "claim_type", "bill_type_code"
_USED = {
    *_PLAIN.values(), *sum(_EITHER.values(), ()), *_LAST_MODIFIERS, *_DIAGNOSES, _CLAIM_TYPE,
}  # fmt: skip
_REQUIRED = ("claim_id", "claim_line_number", "hcpcs_code", "hcpcs_modifier_1", _CLAIM_TYPE)
_ASC_BILL = "0?83.?"
_LOST = (
    "medical_claim does not tell denied lines and earlier versions of a claim, nor a surgical center's bill on a "
    "professional form from the physician's"
)
TABLES = """
select table_schema, table_name from information_schema.tables
where lower(table_name) = 'medical_claim' order by table_schema, table_name
"""


def recognise(head: bytes) -> str | None:
    """A DuckDB database, or a header (Parquet: column names) with the columns of medical_claim."""
    if head[8:12] == _DATABASE_MARK:
        return "a DuckDB database"
    if head.startswith(_PARQUET_MARK):
        return None
    first = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n").partition(b"\n")[0].lower()
    if {*_MARKS} <= {word.decode("latin-1") for word in re.split(rb"[^a-z0-9_]+", first)}:
        return f"a header with the columns of {TABLE}"
    return None


def recognise_columns(names: Sequence[str]) -> str | None:
    """The same, for a file whose column names do not stand at its start."""
    if {*_MARKS} <= {name.lower() for name in names}:
        return f"the columns of {TABLE}"
    return None


def open_source(request: Request, why: str) -> Source:
    """Lay a medical_claim table out; raises InputRefused where there is none or it lacks columns."""
    if request.mapping is not None:
        raise UsageError(f"{request.name}: a {TABLE} table takes no mapping; leave --mapping out.")
    with request.path.open("rb") as stream:
        head = stream.read(16)
    if head[8:12] == _DATABASE_MARK:
        path, table = _export(request)
        return lay_out_parquet(request, path, f"{why} with {table}")
    if head.startswith(_PARQUET_MARK):
        return lay_out_parquet(request, request.path, why)
    return _delimited(request, why)


def lay_out_parquet(request: Request, path: Path, why: str) -> Source:
    """The source of a Parquet file with the columns of medical_claim."""
    variables = {"intake_path": literal_path(path)}
    header, types = parquet.columns_of(request, variables)
    at = _positions(header, request.name)
    return Source(
        path=request.path,
        format="tuva",
        why=why,
        read=parquet.read,
        variables=variables,
        columns=_columns(at, types),
        extra_columns=_extras(header, types, at),
        modifier_slots=MODIFIER_SLOTS,
        header_row=0,
        notes=(_LOST,),
    )


def _delimited(request: Request, why: str) -> Source:
    text = open_text(request.path, request.name, request.workdir, None)
    header = read_header(text.path, request.name, None)
    refuse_repeated(header.cells, request.name)
    at = _positions(header.cells, request.name)
    types = ["VARCHAR"] * len(header.cells)
    return Source(
        path=request.path,
        format="tuva",
        why=why,
        read=_read_delimited,
        variables=csv_variables(text.path, len(header.cells), header.separator, '"', header.row - 1),
        columns=_columns(at, types),
        extra_columns=_extras(header.cells, types, at),
        modifier_slots=MODIFIER_SLOTS,
        header_row=header.row,
        skipped_rows=tuple(row for row in text.blank_rows if row > header.row),
        notes=(*text.notes, _LOST),
        delimited=True,
    )


def _read_delimited(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyRelation:
    return con.sql(READ)


def _export(request: Request) -> tuple[Path, str]:
    """The table as a Parquet file of the working folder, so that the user's database is open for a moment only."""
    limit, threads = request.con.execute(
        "select current_setting('memory_limit'), current_setting('threads')"
    ).fetchall()[0]
    copy = request.workdir / f"medical_claim_{len([*request.workdir.iterdir()])}.parquet"
    settings = {"memory_limit": limit, "threads": threads, "temp_directory": str(request.workdir / "spill")}
    try:
        with duckdb.connect(str(request.path), read_only=True, config=settings) as database:
            schema, table = _choose(database, request.name)
            database.table(f"{_quoted(schema)}.{_quoted(table)}").write_parquet(str(copy))
    except duckdb.Error as error:
        raise InputRefused(
            f"{request.name}: the DuckDB database cannot be read (damaged, in use by another program, or of a newer "
            f"DuckDB); close other programs, or give {TABLE} as Parquet."
        ) from error
    return copy, f"{schema}.{table}"


def _choose(database: duckdb.DuckDBPyConnection, name: str) -> tuple[str, str]:
    found: list[tuple[str, str]] = database.execute(TABLES).fetchall()
    if not found:
        raise InputRefused(f"{name}: the DuckDB database has no table {TABLE}; give one that has it.")
    preferred = [one for one in found if one[0].lower() == PREFERRED_SCHEMA] or found
    if len(preferred) > 1:
        listed = ", ".join(f"{schema}.{table}" for schema, table in found)
        raise InputRefused(
            f"{name}: the DuckDB database has several tables {TABLE} ({listed}) and none in {PREFERRED_SCHEMA}; "
            "give the one to read as Parquet."
        )
    return preferred[0]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _positions(header: Sequence[str], name: str) -> dict[str, int]:
    """Columns by lower-case name; a required one that is missing is named."""
    at = {column.lower(): position for position, column in enumerate(header)}
    missing = [column for column in _REQUIRED if column not in at]
    missing += [columns[0] for columns in _EITHER.values() if not {*columns} & at.keys()]
    if missing:
        raise InputRefused(
            f"{name}: the {TABLE} table lacks {missing[0]} (nearest column: {nearest(missing[0], header)!r}); "
            "give the table as Tuva's input layer has it."
        )
    return at


def _extras(header: Sequence[str], types: Sequence[str], at: dict[str, int]) -> dict[str, duckdb.Expression]:
    used = frozenset(at[name] for name in _USED if name in at)
    return {name: as_text(column_at(at_), types[at_]) for name, at_ in name_extras(header, used).items()}


def _columns(at: dict[str, int], types: Sequence[str]) -> dict[str, duckdb.Expression]:
    """Expressions of the canonical columns, for the columns that the table has."""

    def cell(column: str, canonical: str) -> duckdb.Expression:
        return typed(column_at(at[column]), types[at[column]], COLUMN[canonical].sql_type)

    def text(column: str) -> duckdb.Expression:
        return duckdb.FunctionExpression("trim", column_at(at[column]).cast("VARCHAR"))

    columns = {name: cell(column, name) for name, column in _PLAIN.items() if column in at}
    patient = [missing_if(text(column), "") for column in _EITHER["patient_id"] if column in at]
    columns["patient_id"] = first_of(*patient) if len(patient) > 1 else patient[0]
    dates = [cell(column, "service_date") for column in _EITHER["service_date"] if column in at]
    if len(dates) > 1 and types[at["claim_line_start_date"]] == "VARCHAR":
        dates = [missing_if(text(column), "") for column in _EITHER["service_date"]]
    columns["service_date"] = first_of(*dates) if len(dates) > 1 else dates[0]
    last = [text(column) for column in _LAST_MODIFIERS if column in at]
    if last:
        joined = duckdb.FunctionExpression("concat_ws", duckdb.ConstantExpression(" "), *last)
        columns["modifier_4"] = missing_if(duckdb.FunctionExpression("trim", joined), "")
    diagnoses = [column_at(at[column]).cast("VARCHAR") for column in _DIAGNOSES if column in at]
    if diagnoses:
        columns["diagnosis_codes"] = duckdb.FunctionExpression("concat_ws", duckdb.ConstantExpression(";"), *diagnoses)
    columns["claim_type"] = _claim_type(text(_CLAIM_TYPE), text(_BILL_TYPE) if _BILL_TYPE in at else None)
    return columns


def _claim_type(said: duckdb.Expression, bill_type: duckdb.Expression | None) -> duckdb.Expression:
    """`professional` as it is; `institutional` is asc by its bill type, else hopd; other words are left to be told."""
    institutional = duckdb.FunctionExpression("lower", said) == duckdb.ConstantExpression("institutional")
    case = duckdb.CaseExpression(duckdb.ConstantExpression(False), duckdb.ConstantExpression("asc"))
    if bill_type is not None:
        known = duckdb.CoalesceOperator(bill_type, duckdb.ConstantExpression(""))
        asc = duckdb.FunctionExpression("regexp_full_match", known, duckdb.ConstantExpression(_ASC_BILL))
        case = case.when(institutional & asc, duckdb.ConstantExpression("asc"))
    return case.when(institutional, duckdb.ConstantExpression("hopd")).otherwise(said)
