"""A source: one input file laid out as the canonical columns, ready to be read twice.

A format turns a path into a `Source`.  Attached to a connection, a source is the view `intake_source`: every
canonical column by name (text, or the column's own type), the first modifiers in `modifier_1` to `modifier_4`,
`claim_key`, `claim_action` and `record` (see `Source`) and `extras`, the other columns of the file as a list of text
in the order of `extra_columns`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from facetaudit.claims.cleaning import RUN_TOGETHER_MODIFIERS, SEPARATED_MODIFIERS
from facetaudit.claims.mapping import MODIFIERS, Match
from facetaudit.claims.schema import COLUMN, COLUMN_NAMES, MODIFIER_COLUMNS, MONEY

_SET = {
    "intake_path": "set variable intake_path = $1",
    "intake_columns": "set variable intake_columns = $1",
    "intake_skip": "set variable intake_skip = $1",
    "intake_separator": "set variable intake_separator = $1",
    "intake_quote": "set variable intake_quote = $1",
    "intake_width": "set variable intake_width = $1",
    "intake_iso": "set variable intake_iso = $1",
    "intake_date_formats": "set variable intake_date_formats = $1",
    "intake_signs": "set variable intake_signs = $1",
    "intake_modifier_pattern": "set variable intake_modifier_pattern = $1",
    "intake_file_index": "set variable intake_file_index = $1",
    "intake_keep_codes": "set variable intake_keep_codes = $1",
    "intake_keep_text": "set variable intake_keep_text = $1",
    "intake_all_lines": "set variable intake_all_lines = $1",
    "intake_json_format": "set variable intake_json_format = $1",
    "intake_json_size": "set variable intake_json_size = $1",
}
_RESET = """
reset variable intake_path; reset variable intake_columns; reset variable intake_skip;
reset variable intake_separator; reset variable intake_quote; reset variable intake_width; reset variable intake_iso;
reset variable intake_date_formats; reset variable intake_signs; reset variable intake_modifier_pattern;
reset variable intake_file_index; reset variable intake_keep_codes; reset variable intake_keep_text;
reset variable intake_all_lines; reset variable intake_json_format; reset variable intake_json_size;
"""
ISO_DATE = "%Y-%m-%d"
Reader = Callable[[duckdb.DuckDBPyConnection], duckdb.DuckDBPyRelation]


def set_variables(con: duckdb.DuckDBPyConnection, values: Mapping[str, Any]) -> None:
    """Set the intake's DuckDB variables by name."""
    for name, value in values.items():
        con.execute(_SET[name], [value])


def reset_variables(con: duckdb.DuckDBPyConnection) -> None:
    """Forget every variable of the intake."""
    con.execute(_RESET)


@dataclass(frozen=True)
class Source:
    """One file as canonical columns.

    `read` gives the file's own columns as a relation (it may use the `variables`); `columns` gives the
    expression of each canonical column over it, `extra_columns` the others by name.  `header_row` is the row
    of the file that the header stands on (1 for a simple file), `skipped_rows` the rows that hold no record.

    A format that delivers every version of a claim says so: `claim_key` is what all versions of one claim share, and
    `claim_action` is `cancel`, `adjust` or `superseded` on the lines of such a version (see `final_action`).
    `record` is the number of a row in the file, from 0, where the file can tell it.
    `set_aside` is a statement that adds the rows that are no whole record to `intake_unsplit`. `copy` is the Parquet
    copy of the lines in the private folder, for a format that makes one. `header` is that of delimited text.
    """

    path: Path
    format: str
    why: str
    read: Reader
    variables: Mapping[str, Any]
    columns: Mapping[str, duckdb.Expression]
    extra_columns: Mapping[str, duckdb.Expression]
    modifier_slots: int
    mapping: str | None = None
    iso_dates: bool = True
    date_formats: tuple[str, ...] = (ISO_DATE,)
    decimal: str = "."
    thousands: str = ","
    modifiers_in_one_cell: bool = False
    header_row: int = 1
    skipped_rows: tuple[int, ...] = ()
    notes: tuple[str, ...] = field(default=())
    delimited: bool = False
    claim_key: duckdb.Expression | None = None
    claim_action: duckdb.Expression | None = None
    record: duckdb.Expression | None = None
    set_aside: str | None = None
    copy: Path | None = None
    header: tuple[str, ...] = ()

    def attach(self, con: duckdb.DuckDBPyConnection) -> None:
        """Make this source the view `intake_source`."""
        set_variables(con, self.variables)
        set_variables(con, {
            "intake_iso": self.iso_dates,
            "intake_date_formats": list(self.date_formats) or [ISO_DATE],
            "intake_signs": self.decimal + self.thousands,
            "intake_modifier_pattern": (
                RUN_TOGETHER_MODIFIERS if self.modifiers_in_one_cell else SEPARATED_MODIFIERS
            ),
        })
        missing = duckdb.ConstantExpression(None).cast("VARCHAR")
        extras = duckdb.FunctionExpression("list_value", *self.extra_columns.values()) if self.extra_columns else (
            duckdb.ConstantExpression(None).cast("VARCHAR[]"))
        self.read(con).project(
            *[self.columns.get(name, missing).alias(name) for name in COLUMN_NAMES],
            (missing if self.claim_key is None else self.claim_key).alias("claim_key"),
            (missing if self.claim_action is None else self.claim_action).alias("claim_action"),
            (duckdb.ConstantExpression(None).cast("BIGINT") if self.record is None else self.record).alias("record"),
            extras.cast("VARCHAR[]").alias("extras"),
        ).create_view("intake_source", replace=True)

    @property
    def columns_found(self) -> tuple[str, ...]:
        """Canonical columns that the source fills, in canonical order."""
        return tuple(name for name in COLUMN_NAMES if name in self.columns)

    @property
    def columns_missing(self) -> tuple[str, ...]:
        """Canonical columns that the source lacks, in canonical order."""
        return tuple(name for name in COLUMN_NAMES if name not in self.columns)


def column_at(position: int) -> duckdb.Expression:
    """The file's column at a position (from 0), whatever its name is."""
    return duckdb.SQLExpression("#" + str(position + 1))


def as_text(expression: duckdb.Expression, sql_type: str = "VARCHAR") -> duckdb.Expression:
    """The column as text; a list of text becomes one text with `;` between."""
    if sql_type == "VARCHAR":
        return expression
    if sql_type.endswith("[]"):
        how = duckdb.ConstantExpression("string_agg"), duckdb.ConstantExpression(";")
        return duckdb.FunctionExpression("list_aggregate", expression.cast("VARCHAR[]"), *how)
    return expression.cast("VARCHAR")


def first_of(*expressions: duckdb.Expression) -> duckdb.Expression:
    """The first of the expressions that is not missing."""
    case = duckdb.CaseExpression(expressions[0].isnotnull(), expressions[0])
    for expression in expressions[1:-1]:
        case = case.when(expression.isnotnull(), expression)
    return case.otherwise(expressions[-1])


def missing_if(expression: duckdb.Expression, value: str) -> duckdb.Expression:
    """The expression, or missing where it has this value."""
    equal = expression == duckdb.ConstantExpression(value)
    return duckdb.CaseExpression(equal, duckdb.ConstantExpression(None)).otherwise(expression)


def text_or(expression: duckdb.Expression, default: str) -> duckdb.Expression:
    """The text, or a default where the cell is blank."""
    return first_of(missing_if(duckdb.FunctionExpression("trim", expression), ""), duckdb.ConstantExpression(default))


def typed(expression: duckdb.Expression, sql_type: str, wanted: str) -> duckdb.Expression:
    """A column as the cleaning wants it: dates and numbers keep their type, all else is text.

    Floating-point numbers are rounded to the cent (amounts) or kept (units); not-a-number is missing.
    """
    if wanted == "DATE":
        if sql_type in ("DATE", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"):
            return expression.cast("DATE")
        if sql_type == "TIMESTAMP WITH TIME ZONE":  # by the clock of UTC, not of this machine
            microseconds = duckdb.FunctionExpression("epoch_us", expression)
            return duckdb.FunctionExpression("make_timestamp", microseconds).cast("DATE")
    elif wanted.startswith("DECIMAL") or wanted == "INTEGER":
        if sql_type in ("DOUBLE", "FLOAT"):
            places = duckdb.ConstantExpression(2 if wanted == MONEY else 4)
            is_nan = duckdb.FunctionExpression("isnan", expression)
            known = duckdb.CaseExpression(is_nan, duckdb.ConstantExpression(None)).otherwise(expression)
            return duckdb.FunctionExpression("round", known, places)
        if re.fullmatch(r"U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DECIMAL\(.*\)", sql_type):
            return expression
    return as_text(expression, sql_type)


def _translated(expression: duckdb.Expression, words: Mapping[str, str]) -> duckdb.Expression:
    """Values of the file replaced by canonical ones, whatever their case and the blanks around them."""
    if not words:
        return expression
    text = first_of(expression, duckdb.ConstantExpression(""))
    key = duckdb.FunctionExpression("lower", duckdb.FunctionExpression("trim", text))
    pairs = list(words.items())
    case = duckdb.CaseExpression(
        key == duckdb.ConstantExpression(pairs[0][0].strip().lower()), duckdb.ConstantExpression(pairs[0][1])
    )
    for word, value in pairs[1:]:
        case = case.when(key == duckdb.ConstantExpression(word.strip().lower()), duckdb.ConstantExpression(value))
    return case.otherwise(expression)


def map_columns(match: Match, types: Sequence[str]) -> dict[str, duckdb.Expression]:
    """Expressions of the canonical columns over a file's columns, whose types are given by position."""
    mapping = match.mapping
    columns: dict[str, duckdb.Expression] = {}
    for column, positions in match.positions.items():
        if column == MODIFIERS:
            for name, position in zip(MODIFIER_COLUMNS, positions, strict=False):
                columns[name] = as_text(column_at(position), types[position])
        elif len(positions) > 1:
            parts = [as_text(column_at(position), types[position]) for position in positions]
            columns[column] = duckdb.FunctionExpression("concat_ws", duckdb.ConstantExpression(";"), *parts)
        else:
            columns[column] = typed(column_at(positions[0]), types[positions[0]], COLUMN[column].sql_type)
    for column, words in mapping.values.items():
        if column in columns:
            columns[column] = _translated(columns[column].cast("VARCHAR"), words)
    for column, default in mapping.defaults.items():
        columns[column] = (
            text_or(columns[column].cast("VARCHAR"), default) if column in columns
            else duckdb.ConstantExpression(default)
        )
    return columns


def count_slots(match: Match) -> int:
    """How many modifiers a line of the source can carry."""
    if match.mapping.modifier_slots is not None:
        return match.mapping.modifier_slots
    if match.mapping.modifiers_in_one_cell and MODIFIERS in match.positions:
        return len(MODIFIER_COLUMNS)
    return sum(len(match.positions.get(name, ())) for name in (MODIFIERS, *MODIFIER_COLUMNS))


def name_extras(header: Sequence[str], used: frozenset[int]) -> dict[str, int]:
    """Names and positions of the columns that no canonical column reads.

    A blank header becomes `column_N`; a name that the claim lines already have gets `_extra`.
    """
    taken = {name.lower() for name in (*COLUMN_NAMES, *RESERVED)}
    extras: dict[str, int] = {}
    for position, header_name in enumerate(header):
        if position in used:
            continue
        name = header_name.strip() or f"column_{position + 1}"
        while name.lower() in taken:
            name += "_extra"
        taken.add(name.lower())
        extras[name] = position
    return extras


RESERVED = (
    "line_id", "file_index", "row_number", "modifier_slots", "active", "inactive_reason",
    "superseding_claim_id", "superseding_line_number", "audited",
    "modifiers_beyond_4",
)
"""Names in the claim lines that are not canonical columns."""
