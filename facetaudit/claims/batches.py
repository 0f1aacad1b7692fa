"""Claim lines cleaned batch by batch, for an engine that reads the files itself and has many processes.

Each batch goes through the checks and the cleaning of a load (`reading`), in a DuckDB of the process; a row in gives a
row out, with its `reject` (0, or the number of a reason) and with `extras`, the columns that no canonical one reads.
Delimited text is split into rows here as well, by the reader of a load: no other splits every row as it does.
The sequential part of final action, which negative line takes back which, runs on batches of whole patients here, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import duckdb

from facetaudit.claims import reading
from facetaudit.claims.cleaning import create_macros
from facetaudit.claims.final_action import CANDIDATES, MATCH
from facetaudit.claims.formats import delimited
from facetaudit.claims.mapping import canonical_mapping, match_header
from facetaudit.claims.reasons import SPLITTING
from facetaudit.claims.source import Source, as_text, column_at, count_slots, map_columns, name_extras, set_variables

FILE, RECORD = "facetaudit_file", "facetaudit_record"
"""The last two columns of a batch: the number of the input that a row is of, and which record of it, from 1."""

CLEANED = """
select
    cast(f.extras[-2] as integer) as file_index, cast(f.extras[-1] as bigint) as record,
    cast(null as varchar) as unsplit,
    cast(k.reject as integer) as reject, coalesce(k.keep, false) as keep, coalesce(k.negative, false) as negative,
    f.claim_id, f.line_number, f.claim_type, f.payer, f.mac, f.state, f.locality, f.patient_id, f.service_date,
    f.hcpcs, array_to_string(list_sort(f.modifiers), ' ') as modifier_set, f.modifiers, f.units, f.place_of_service,
    f.diagnosis_codes, f.rendering_npi, f.billing_npi, f.charge_amount, f.allowed_amount, f.paid_amount, f.paid_date,
    f.line_status, f.claim_frequency_code, f.original_claim_id, f.authorization_number, f.extras[:-3] as extras
from intake_key k
positional join intake_fetched f
"""
SCHEMA = (
    "file_index int, record bigint, unsplit string, reject int, keep boolean, negative boolean, "
    "claim_id string, line_number int, claim_type string, payer string, mac string, state string, locality string, "
    "patient_id string, service_date date, hcpcs string, modifier_set string, modifiers array<string>, "
    "units decimal(12,3), place_of_service string, diagnosis_codes string, rendering_npi string, billing_npi string, "
    "charge_amount decimal(12,2), allowed_amount decimal(12,2), paid_amount decimal(12,2), paid_date date, "
    "line_status string, claim_frequency_code string, original_claim_id string, authorization_number string, "
    "extras array<string>"
)
"""The columns of `CLEANED`; a row that cannot be split has the reason in `unsplit`, its row of the file as `record`."""

OPEN_QUOTATION = "a quotation mark is never closed"
"""The `unsplit` of the row from which on a file cannot be told apart."""

_CLEANED_ROW = "create or replace temp view cleaned_row as " + CLEANED
_ADD_OPEN = "insert into intake_unsplit values (getvariable('intake_file_index'), $1, $2)"
_UNSPLIT = """
select * from cleaned_row where false
union all by name
select file_index, row_number as record, reason as unsplit, cast(10 as integer) as reject, false as keep,
    false as negative
from unsplit
"""

_NO_JOINED = "create or replace temp table intake_joined (line_id bigint, answering_line bigint)"
_REVERSAL_LINE = """
create or replace temp table intake_line as
select *, cast(null as varchar) as claim_key, string_split(modifier_set, ' ') as modifiers from batch
"""
_BATCH_VIEW = "batch"
_ROWS = 50_000


@dataclass(frozen=True)
class Text:
    """A delimited file for a process to split: the number of the input, its header, how it is written.

    ``variables`` are `csv_variables`; ``canonical`` where the user says that the names are the canonical ones.
    """

    file_index: int
    name: str
    header: tuple[str, ...]
    variables: Mapping[str, Any]
    canonical: bool


def lay_out(header: Sequence[str], types: Sequence[str], name: str, why: str = "", canonical: bool = False) -> Source:
    """A source over a table with these columns (DuckDB's types); InputRefused where a required one is missing."""
    match = match_header(header, canonical_mapping() if canonical else None, name)
    extras = name_extras(header, match.used)
    mapping = match.mapping
    return Source(
        path=Path(name),
        format="parquet",
        why=f"{why}, with {delimited.describe(match)}",
        read=_batch,
        variables={},
        columns=map_columns(match, types),
        extra_columns={one: as_text(column_at(position), types[position]) for one, position in extras.items()},
        modifier_slots=count_slots(match),
        mapping=mapping.name,
        iso_dates=not mapping.date_formats,
        date_formats=mapping.date_formats,
        decimal=mapping.decimal,
        thousands=mapping.thousands,
        modifiers_in_one_cell=mapping.modifiers_in_one_cell,
        header_row=0,
    )


def clean(batches: Iterator[Any], *, header: Sequence[str], name: str, keep_codes: Sequence[str]) -> Iterator[Any]:
    """Each record batch, its columns those of the header, `FILE` and `RECORD`, as a record batch of `CLEANED`."""
    with _cleaning(keep_codes) as con:
        for batch in batches:
            _clean_one(con, batch, header, name)
            yield from con.table("cleaned_row").to_arrow_table().to_batches()


def clean_texts(batches: Iterator[Any], *, texts: Sequence[Text], keep_codes: Sequence[str]) -> Iterator[Any]:
    """The files whose places in ``texts`` stand in the batches, split and cleaned, as record batches of `CLEANED`."""
    for batch in batches:
        for place in batch.column(0).to_pylist():
            yield from _clean_text(texts[place], keep_codes)


def _clean_text(text: Text, keep_codes: Sequence[str]) -> Iterator[Any]:
    with duckdb.connect(config={"threads": 1}) as splitting, _cleaning(keep_codes) as con:
        for batch in _split(splitting, text):
            _clean_one(con, batch, text.header, text.name, text.canonical)
            yield from con.table("cleaned_row").to_arrow_table().to_batches()
        con.from_arrow(_unsplit(splitting)).create_view("unsplit", replace=True)
        yield from con.sql(_UNSPLIT).to_arrow_table().to_batches()


def _split(con: duckdb.DuckDBPyConnection, text: Text) -> Iterator[Any]:
    """The rows of a file in its order, ``_ROWS`` at a time, after a batch without rows that has their types."""
    import pyarrow as pa

    con.execute(reading.CREATE_TABLES)
    con.executemany("insert into intake_splitting values ($1, $2)", [*SPLITTING.items()])
    set_variables(con, {**text.variables, "intake_file_index": text.file_index})
    reader = con.sql(delimited.READ).to_arrow_reader(_ROWS)
    names = [*reader.schema.names, FILE, RECORD]
    before = 0
    for batch in chain([pa.RecordBatch.from_pylist([], schema=reader.schema)], reader):
        index = pa.repeat(pa.scalar(text.file_index, pa.int32()), batch.num_rows)
        numbers = pa.array(range(before + 1, before + batch.num_rows + 1), pa.int64())
        yield pa.RecordBatch.from_arrays([*batch.columns, index, numbers], names)
        before += batch.num_rows


def _unsplit(con: duckdb.DuckDBPyConnection) -> Any:
    """Of the file that was split last the rows that could not be: an Arrow table with their place and the reason."""
    con.execute(reading.ADD_UNSPLIT)
    broken = con.execute(reading.BROKEN_QUOTE).fetchall()
    if broken:
        con.execute(_ADD_OPEN, [broken[0][0], OPEN_QUOTATION])
    return con.sql("select file_index, row_number, reason from intake_unsplit").to_arrow_table()


@contextmanager
def _cleaning(keep_codes: Sequence[str]) -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB of the process, ready for `_clean_one`."""
    with duckdb.connect(config={"threads": 1}) as con:
        create_macros(con)
        con.execute(reading.CREATE_TABLES)
        set_variables(con, {
            "intake_keep_codes": list(keep_codes), "intake_keep_text": " ".join(keep_codes), "intake_all_lines": True,
            "intake_file_index": 0,
        })
        yield con


def _clean_one(
    con: duckdb.DuckDBPyConnection, batch: Any, header: Sequence[str], name: str, canonical: bool = False
) -> None:
    """Make the view `cleaned_row` of one record batch."""
    import pyarrow as pa

    relation = con.from_arrow(pa.Table.from_batches([batch]))
    relation.create_view(_BATCH_VIEW, replace=True)
    types = [str(kind) for kind in relation.types]
    lay_out([*header, FILE, RECORD], types, name, canonical=canonical).attach(con)
    con.execute("delete from intake_key")
    con.execute(reading.CHECK_ROWS)
    con.execute("create or replace temp table intake_raw as select * from intake_source")
    con.execute(reading.NUMBERED_PLACED)
    con.execute(reading.CLEAN)
    con.execute(_CLEANED_ROW)


def take_back(table: Any) -> Any:
    """Which negative line takes back which: (negative_line, taken_line), of an Arrow table of whole patients' lines."""
    with duckdb.connect(config={"threads": 1}) as con:
        con.from_arrow(table).create_view(_BATCH_VIEW, replace=True)
        con.execute(_NO_JOINED)
        con.execute(_REVERSAL_LINE)
        con.execute(CANDIDATES)
        con.execute(MATCH)
        return con.sql("select negative_line, taken_line from intake_reversed").to_arrow_table()


def _batch(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyRelation:
    return con.table(_BATCH_VIEW)
