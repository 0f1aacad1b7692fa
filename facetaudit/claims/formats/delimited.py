"""Delimited text with a header: canonical names, a preset found by the header, or the user's mapping."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from facetaudit.claims.formats.request import HEAD_BYTES, Request, literal_path
from facetaudit.claims.mapping import CANONICAL, SEPARATORS, ColumnMapping, Match, canonical_mapping, match_header
from facetaudit.claims.source import Source, as_text, column_at, count_slots, map_columns, name_extras
from facetaudit.claims.textfile import TextFile, open_text
from facetaudit.errors import InputRefused, NotClaims

NAMES = ("canonical", "csv")
READ = """
select * from read_csv(getvariable('intake_path'), columns = getvariable('intake_columns'),
    skip = getvariable('intake_skip'), delim = getvariable('intake_separator'),
    quote = getvariable('intake_quote'), escape = getvariable('intake_quote'),
    header = true, auto_detect = false, strict_mode = true,
    store_rejects = true, rejects_table = 'intake_reject_errors', rejects_scan = 'intake_reject_scans')
"""
_WORDS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}( .*)?|\d{1,2}-[A-Za-z]{3}-\d{2,4}")
_NUMBER = re.compile(r"[$(]?-?[\d,]*\d(\.\d+)?\)?|\d{4}T")


@dataclass(frozen=True)
class Header:
    """The header of a delimited file: its cells, the separator, the row it stands on (from 1)."""

    cells: tuple[str, ...]
    separator: str
    row: int


def recognise(head: bytes) -> str | None:
    """Delimited text is what remains when no other format knows the file."""
    return None if b"\0" in head else "text with a header"


def open_source(request: Request, why: str) -> Source:
    """Lay a delimited file out; raises InputRefused when its header cannot be understood."""
    given = request.mapping
    if given is None and request.input_format == CANONICAL:
        given = canonical_mapping()
    text = open_text(request.path, request.name, request.workdir, given.encoding if given else None)
    return lay_out(request, given, text, why)


def lay_out(request: Request, given: ColumnMapping | None, text: TextFile, why: str) -> Source:
    """The source of a clean text file whose columns are found by its header."""
    header = read_header(text.path, request.name, given.separator if given else None)
    refuse_data(header.cells, request.name)
    refuse_repeated(header.cells, request.name)
    match = match_header(header.cells, given, request.name)
    mapping = match.mapping
    types = ["VARCHAR"] * len(header.cells)
    extras = name_extras(header.cells, match.used)
    return Source(
        path=request.path,
        format=CANONICAL if mapping.name == CANONICAL else "csv",
        why=f"{why}, separated by {word_for(header.separator)}, with {describe(match)}",
        read=_read,
        variables=csv_variables(text.path, len(header.cells), header.separator, '"', header.row - 1),
        columns=map_columns(match, types),
        extra_columns={name: as_text(column_at(position)) for name, position in extras.items()},
        modifier_slots=count_slots(match),
        mapping=mapping.name,
        iso_dates=not mapping.date_formats,
        date_formats=mapping.date_formats,
        decimal=mapping.decimal,
        thousands=mapping.thousands,
        modifiers_in_one_cell=mapping.modifiers_in_one_cell,
        header_row=header.row,
        skipped_rows=tuple(row for row in text.blank_rows if row > header.row),
        notes=text.notes,
        delimited=True,
        header=header.cells,
    )


def _read(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyRelation:
    return con.sql(READ)


def csv_variables(path: Path, columns: int, separator: str, quote: str, skip: int) -> dict[str, object]:
    """The variables that `READ` uses; columns are named by position, so that any header works."""
    return {
        "intake_path": literal_path(path),
        "intake_columns": {f"c{position}": "VARCHAR" for position in range(columns)},
        "intake_skip": skip,
        "intake_separator": separator,
        "intake_quote": quote,
    }


def word_for(separator: str) -> str:
    """The name of a separator."""
    return _WORDS.get(separator, repr(separator))


def describe(match: Match) -> str:
    """How the columns were found, for the load report."""
    if match.mapping.name == CANONICAL:
        return "canonical column names"
    kind = "mapping" if match.mapping.exact else "preset"
    return f"the columns of {kind} {match.mapping.name}"


def read_header(path: Path, name: str, separator: str | None) -> Header:
    """The header of a UTF-8 text file; the separator is the one that gives most columns unless it is given."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        text = stream.read(HEAD_BYTES)
    row = 1
    while (line := re.match(r"[ \t]*(?:\r\n|\r|\n)|sep=(.)[^\S\r\n]*(?:\r\n|\r|\n)", text)) is not None:
        separator = separator or line[1]
        text, row = text[line.end():], row + 1
    if not text.strip():
        raise NotClaims(f"{name}: the file is empty; give a file with a header and claim lines.")
    tried = (separator,) if separator else SEPARATORS
    found = {sign: _first_row(text, sign, name) for sign in tried}
    best = max(found, key=lambda sign: len(found[sign]))
    if len(found[best]) == 1:
        others = [sign for sign in SEPARATORS if len(_first_row(text, sign, name)) > 1]
        if separator and others:
            raise InputRefused(
                f"{name}: the separator {separator!r} gives a single column, while the header looks separated by "
                f"{_WORDS[others[0]]}; correct the separator in the mapping."
            )
        raise NotClaims(
            f"{name}: no separator is found in the first row; comma, semicolon, tab and bar are accepted, "
            "and a mapping can name another (separator)."
        )
    return Header(tuple(cell.strip() for cell in found[best]), best, row)


def _first_row(text: str, separator: str, name: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise NotClaims(f"{name}: the first row is no header that can be read; give a CSV file.") from error


def refuse_repeated(header: Sequence[str], name: str) -> None:
    """Refuse a header that has a name twice, whatever its case."""
    seen: dict[str, int] = {}
    for position, cell in enumerate(header, start=1):
        key = cell.lower()
        if key and key in seen:
            raise InputRefused(
                f"{name}: the header {cell!r} stands in columns {seen[key]} and {position}; "
                "give each column its own name."
            )
        seen[key] = position


def refuse_data(header: Sequence[str], name: str) -> None:
    """Refuse a first row that looks like a claim line (the cells are not repeated: they may be a patient's)."""
    dates = sum(_DATE.fullmatch(cell) is not None for cell in header)
    numbers = sum(_NUMBER.fullmatch(cell) is not None for cell in header)
    if dates or numbers > 1:
        raise InputRefused(
            f"{name}: the first row looks like data, not like a header; add a row with the column names."
        )
