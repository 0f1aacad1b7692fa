"""Claim lines cleaned batch by batch, for an engine that reads the files itself and has many processes.

Each batch goes through the checks and the cleaning of a load (`reading`), in a DuckDB of the process; a row in gives a
row out, with its `reject` (0, or the number of a reason) and with `extras`, the columns that no canonical one reads.
The sequential part of final action, which negative line takes back which, runs on batches of whole patients here, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb

from facetaudit.claims import reading
from facetaudit.claims.cleaning import create_macros
from facetaudit.claims.final_action import CANDIDATES, MATCH
from facetaudit.claims.mapping import match_header
from facetaudit.claims.source import Source, as_text, column_at, count_slots, map_columns, name_extras, set_variables

RECORD = "facetaudit_record"
"""The last column of a batch: which record of its file a row is, from 1."""

CLEANED = """
select
    cast(getvariable('intake_file_index') as integer) as file_index, cast(f.extras[-1] as bigint) as record,
    cast(k.reject as integer) as reject, coalesce(k.keep, false) as keep, coalesce(k.negative, false) as negative,
    f.claim_id, f.line_number, f.claim_type, f.payer, f.mac, f.state, f.locality, f.patient_id, f.service_date,
    f.hcpcs, array_to_string(list_sort(f.modifiers), ' ') as modifier_set, f.modifiers, f.units, f.place_of_service,
    f.diagnosis_codes, f.rendering_npi, f.billing_npi, f.charge_amount, f.allowed_amount, f.paid_amount, f.paid_date,
    f.line_status, f.claim_frequency_code, f.original_claim_id, f.authorization_number, f.extras[:-2] as extras
from intake_key k
positional join intake_fetched f
"""
SCHEMA = (
    "file_index int, record bigint, reject int, keep boolean, negative boolean, claim_id string, line_number int, "
    "claim_type string, payer string, mac string, state string, locality string, patient_id string, "
    "service_date date, hcpcs string, modifier_set string, modifiers array<string>, units decimal(12,3), "
    "place_of_service string, diagnosis_codes string, rendering_npi string, billing_npi string, "
    "charge_amount decimal(12,2), allowed_amount decimal(12,2), paid_amount decimal(12,2), paid_date date, "
    "line_status string, claim_frequency_code string, original_claim_id string, authorization_number string, "
    "extras array<string>"
)
"""The columns of `CLEANED`."""

_NO_JOINED = "create or replace temp table intake_joined (line_id bigint, answering_line bigint)"
_REVERSAL_LINE = """
create or replace temp table intake_line as
select *, cast(null as varchar) as claim_key, string_split(modifier_set, ' ') as modifiers from batch
"""
_BATCH_VIEW = "batch"


def lay_out(header: Sequence[str], types: Sequence[str], name: str) -> Source:
    """A source over a table with these columns (DuckDB's types); InputRefused where a required one is missing."""
    match = match_header(header, None, name)
    extras = name_extras(header, match.used)
    mapping = match.mapping
    return Source(
        path=Path(name),
        format="parquet",
        why="",
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


def clean(
    batches: Iterator[Any], *, header: Sequence[str], name: str, file_index: int, keep_codes: Sequence[str]
) -> Iterator[Any]:
    """Each record batch of a file, its columns those of the header and `RECORD`, as a record batch of `CLEANED`."""
    import pyarrow as pa

    with duckdb.connect(config={"threads": 1}) as con:
        create_macros(con)
        con.execute(reading.CREATE_TABLES)
        set_variables(con, {
            "intake_keep_codes": list(keep_codes), "intake_keep_text": " ".join(keep_codes), "intake_all_lines": True,
            "intake_file_index": file_index,
        })
        for batch in batches:
            relation = con.from_arrow(pa.Table.from_batches([batch]))
            relation.create_view(_BATCH_VIEW, replace=True)
            source = lay_out([*header, RECORD], [str(kind) for kind in relation.types], name)
            source.attach(con)
            con.execute("delete from intake_key")
            con.execute(reading.CHECK_ROWS)
            con.execute("create or replace temp table intake_raw as select * from intake_source")
            con.execute(reading.NUMBERED_PLACED)
            con.execute(reading.CLEAN)
            yield from con.sql(CLEANED).to_arrow_table().to_batches()


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
