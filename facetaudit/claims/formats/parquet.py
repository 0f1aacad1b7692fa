"""Parquet with canonical column names (text or typed), or through a mapping."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from facetaudit.claims.formats.delimited import describe, refuse_repeated
from facetaudit.claims.formats.request import Request, literal_path
from facetaudit.claims.mapping import match_header
from facetaudit.claims.source import Source, as_text, column_at, count_slots, map_columns, name_extras, set_variables
from facetaudit.errors import InputRefused

NAMES = ("parquet",)
READ = "select * from read_parquet(getvariable('intake_path'))"
ROW_NUMBER = "file_row_number"
READ_NUMBERED = "select *, file_row_number from read_parquet(getvariable('intake_path'))"
_MARK = b"PAR1"


def recognise(head: bytes) -> str | None:
    """A Parquet file begins with its mark."""
    return "the Parquet mark at its start" if head.startswith(_MARK) else None


def open_source(request: Request, why: str) -> Source:
    """Lay a Parquet file out; raises InputRefused when it is damaged or lacks a required column."""
    variables = {"intake_path": literal_path(request.path)}
    header, types = columns_of(request, variables)
    match = match_header(header, request.mapping, request.name)
    mapping = match.mapping
    extras = name_extras(header, match.used)
    numbered = ROW_NUMBER not in {name.lower() for name in header}
    return Source(
        path=request.path,
        format="parquet",
        why=f"{why}, with {describe(match)}",
        read=read_numbered if numbered else read,
        record=column_at(len(header)) if numbered else None,
        variables=variables,
        columns=map_columns(match, types),
        extra_columns={name: as_text(column_at(position), types[position]) for name, position in extras.items()},
        modifier_slots=count_slots(match),
        mapping=mapping.name,
        iso_dates=not mapping.date_formats,
        date_formats=mapping.date_formats,
        decimal=mapping.decimal,
        thousands=mapping.thousands,
        modifiers_in_one_cell=mapping.modifiers_in_one_cell,
        header_row=0,
    )


def columns_of(request: Request, variables: Mapping[str, object]) -> tuple[list[str], list[str]]:
    """Names and types of a Parquet file's columns; raises InputRefused when it is damaged."""
    set_variables(request.con, variables)
    try:
        relation = read(request.con)
        header = [name.strip() for name in relation.columns]
        types = [str(kind) for kind in relation.types]
    except (duckdb.Error, RuntimeError, ValueError) as error:  # a name that is no UTF-8 is none of the engine's errors
        raise InputRefused(
            f"{request.name}: the file is not whole Parquet (cut short or damaged); fetch or write it again."
        ) from error
    refuse_repeated(header, request.name)
    return header, types


def read_numbered(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyRelation:
    """The file's rows with their numbers, from 0, as the last column."""
    return con.sql(READ_NUMBERED)


def read(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyRelation:
    """The file's rows, in its order."""
    return con.sql(READ)
