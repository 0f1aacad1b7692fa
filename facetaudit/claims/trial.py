"""A mapping tried on a sample: some rows as they would be loaded, and how many would be rejected, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import duckdb

from facetaudit.claims import reading
from facetaudit.claims.mapping import ColumnMapping, lay_over
from facetaudit.claims.reasons import REASONS
from facetaudit.claims.sample import TABLE, Sample
from facetaudit.claims.schema import COLUMN_NAMES
from facetaudit.claims.source import ISO_DATE, Source, count_slots, map_columns, set_variables

ROWS_SHOWN = 10
IDENTIFIERS = ("patient_id", "claim_id", "original_claim_id", "authorization_number")
"""What tells of a patient in a row that is shown."""

_SOURCE_ROWS = """
create or replace temp view intake_placed as
select * replace (row_number() over () - 1 as record) from intake_source
"""
_ROWS = """
select f.claim_id, f.line_number, f.claim_type, f.payer, f.mac, f.state, f.locality, f.patient_id, f.service_date,
       f.hcpcs, f.modifiers[1], f.modifiers[2], f.modifiers[3], f.modifiers[4], f.units, f.place_of_service,
       f.diagnosis_codes, f.rendering_npi, f.billing_npi, f.charge_amount, f.allowed_amount, f.paid_amount,
       f.paid_date, f.line_status, f.claim_frequency_code, f.original_claim_id, f.authorization_number
from intake_fetched f join intake_key k on k.rowid = f.record
where k.reject = 0
order by k.keep desc, k.rowid
limit $1
"""
_REJECTS = """
select c.column_name, c.reason, count(*)
from intake_key k join intake_reason c on c.code = k.reject
group by 1, 2 order by 3 desc, 1, 2
"""
_COUNTS = "select count(*) filter (where reject = 0), count(*) filter (where reject = 0 and keep) from intake_key"


@dataclass(frozen=True)
class Trial:
    """`rows` are canonical values by column (modifiers beyond four left out), lines with a facet code first.

    `rejects` are (column, reason, rows); `accepted` rows would be lines, `facet_lines` of them with a facet code.
    """

    rows: tuple[dict[str, Any], ...]
    accepted: int
    facet_lines: int
    rejects: tuple[tuple[str, str, int], ...]

    @property
    def rejected(self) -> int:
        """Rows of the sample that would be rejected."""
        return sum(rows for _, _, rows in self.rejects)


def try_out(
    con: duckdb.DuckDBPyConnection, sample: Sample, mapping: ColumnMapping, facet_codes: Iterable[str]
) -> Trial:
    """Read the sample in `map_sample` through the mapping; needs the cleaning macros and a header with its columns."""
    match = lay_over(mapping, sample.header)
    formats = mapping.date_formats
    if formats and sample.sheet and not any(shape.startswith("%Y") for shape in formats):
        formats = (*formats, ISO_DATE)
    source = Source(
        path=sample.path,
        format="csv",
        why="",
        read=lambda connection: connection.table(TABLE),
        variables={},
        columns=map_columns(match, ["VARCHAR"] * len(sample.header)),
        extra_columns={},
        modifier_slots=count_slots(match),
        iso_dates=not formats,
        date_formats=formats,
        decimal=mapping.decimal,
        thousands=mapping.thousands,
        modifiers_in_one_cell=mapping.modifiers_in_one_cell,
    )
    con.execute(reading.CREATE_TABLES)
    con.executemany("insert into intake_reason values ($1, $2, $3)", [(code, *text) for code, text in REASONS.items()])
    set_variables(con, {"intake_file_index": 0, "intake_keep_text": " ".join(sorted(facet_codes))})
    source.attach(con)
    con.execute(reading.CHECK_ROWS)
    con.execute(_SOURCE_ROWS)
    con.execute(reading.CLEAN)
    rejects = [(str(column), str(reason), int(rows)) for column, reason, rows in con.execute(_REJECTS).fetchall()]
    if sample.unsplit:
        rejects.append(("the row", "cannot be split into cells", sample.unsplit))
    accepted, facet_lines = con.execute(_COUNTS).fetchall()[0]
    shown = con.execute(_ROWS, [ROWS_SHOWN]).fetchall()
    return Trial(
        rows=tuple(dict(zip(COLUMN_NAMES, row, strict=True)) for row in shown),
        accepted=int(accepted),
        facet_lines=int(facet_lines),
        rejects=tuple(rejects),
    )


def masked(row: dict[str, Any]) -> dict[str, Any]:
    """The row with its identifiers but for the last two characters."""
    return {column: mask(str(value)) if column in IDENTIFIERS and value is not None else value
            for column, value in row.items()}


def mask(identifier: str) -> str:
    """`...43`: the last two characters of an identifier that has more than four, else none of them."""
    return "..." + (identifier[-2:] if len(identifier) > 4 else "")
