"""The tables that loading leaves: `claim_line`, `rejected`, `source_file`, `authorized_claim` and `further_modifier`.

`further_modifier` (line_id, modifiers) holds what a line has beyond four modifiers, with a space around each.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from facetaudit.claims.reading import REJECT_ROWS, SHIFTS
from facetaudit.claims.reasons import UNMATCHED_REVERSAL
from facetaudit.claims.source import Source

DROP_RESULTS = (
    "drop table if exists claim_line; drop table if exists rejected; drop table if exists source_file; "
    "drop table if exists authorized_claim; drop table if exists further_modifier"
)

_REJECT_REVERSALS = """
insert into intake_rejected
select r.file_index, r.record + r.header_row + coalesce(s.shift, 0), null, $1
from (select l.file_index, l.record, f.header_row
      from intake_line l
      join intake_outcome o on o.line_id = l.line_id and o.unmatched
      join intake_file f on f.file_index = l.file_index) r
asof left join intake_shift s on s.file_index = r.file_index and r.record > s.before
"""

_REJECTED = """
create or replace temp table rejected as
    select f.file, r.row_number, r.column_name as "column", r.reason
    from intake_rejected r join intake_file f on f.file_index = r.file_index
    order by r.file_index, r.row_number
"""

# A view: the lines are wide, and written once. Few files have rows that push later ones down.
_RESULT = """
create or replace temp view intake_result as
with day as (
    select distinct l.patient_id, l.service_date
    from intake_line l left join intake_outcome o on o.line_id = l.line_id and o.unmatched
    where l.keep and o.line_id is null
), outcome as (
    select o.line_id, o.unmatched, o.inactive_reason, b.claim_id as superseding_claim_id,
           b.line_number as superseding_line_number
    from intake_outcome o
    left join intake_line b on b.line_id = o.superseding_line
), shifted as (
    select l.line_id, s.shift
    from intake_line l
    asof join intake_shift s on s.file_index = l.file_index and l.record > s.before
    where l.file_index in (select file_index from intake_shift)
), line as (
    select l.*, f.modifier_slots, f.header_row, o.inactive_reason, day.patient_id is not null as audited,
           o.superseding_claim_id, o.superseding_line_number
    from intake_line l
    join intake_file f on f.file_index = l.file_index
    left join outcome o on o.line_id = l.line_id
    left join day on day.patient_id = l.patient_id and day.service_date = l.service_date
    where not coalesce(o.unmatched, false)
)
select r.line_id, r.file_index, r.record + r.header_row + coalesce(s.shift, 0) as row_number,
       r.claim_id, r.line_number, r.claim_type, r.payer, r.mac, r.state, r.locality, r.patient_id, r.service_date,
       r.hcpcs, r.modifiers[1] as modifier_1, r.modifiers[2] as modifier_2, r.modifiers[3] as modifier_3,
       r.modifiers[4] as modifier_4, r.units, r.place_of_service, r.diagnosis_codes, r.rendering_npi, r.billing_npi,
       r.charge_amount, r.allowed_amount, r.paid_amount, r.paid_date, r.line_status, r.claim_frequency_code,
       r.original_claim_id, r.authorization_number, r.modifier_slots, r.inactive_reason is null as active,
       r.inactive_reason, r.superseding_claim_id, r.superseding_line_number, r.audited,
       case when len(r.modifiers) > 4 then array_to_string(r.modifiers[5:], ';') end as modifiers_beyond_4, r.extras
from line r
left join shifted s on s.line_id = r.line_id
where r.audited or getvariable('intake_all_lines')
"""

_FURTHER_MODIFIER = """
create or replace temp table further_modifier as
    select line_id, ' ' || array_to_string(modifiers[5:], ' ') || ' ' as modifiers
    from intake_line where len(modifiers) > 4
"""

_CLAIM_LINE = "create or replace table claim_line as select * from intake_projection"

FIXED = (
    "line_id", "file_index", "row_number", "claim_id", "line_number", "claim_type", "payer", "mac", "state",
    "locality", "patient_id", "service_date", "hcpcs", "modifier_1", "modifier_2", "modifier_3", "modifier_4", "units",
    "place_of_service", "diagnosis_codes", "rendering_npi", "billing_npi", "charge_amount", "allowed_amount",
    "paid_amount", "paid_date", "line_status", "claim_frequency_code", "original_claim_id", "authorization_number",
    "modifier_slots", "active", "inactive_reason", "superseding_claim_id", "superseding_line_number", "audited",
)
BEYOND_FOUR = "modifiers_beyond_4"

_SOURCE_FILE = """
create or replace temp table source_file (
    file_index integer, file varchar, format varchar, modifier_slots integer, has_diagnoses boolean,
    has_payment boolean, has_authorization boolean, has_place boolean, has_locality boolean, has_billing_npi boolean,
    has_rendering_npi boolean, has_place_of_service boolean, has_status boolean, has_versions boolean)
"""
_ADD_SOURCE_FILE = """
insert into source_file select $1, file, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13
from intake_file where file_index = $1
"""


# Any line of the claim speaks, on whatever day.
AUTHORIZED_CLAIM = """
create or replace temp table authorized_claim as
select distinct l.claim_id
from intake_line l
left join intake_outcome o on o.line_id = l.line_id and o.unmatched
where l.authorization_number is not null and o.line_id is null
"""


def make_tables(con: duckdb.DuckDBPyConnection, sources: Sequence[Source]) -> None:
    """Make the five tables from the working tables of the load."""
    con.execute(SHIFTS)
    con.execute(REJECT_ROWS)
    con.execute(_REJECT_REVERSALS, [UNMATCHED_REVERSAL])
    con.execute(_REJECTED)
    con.execute(AUTHORIZED_CLAIM)
    con.execute(_RESULT)
    _project(con, sources)
    con.execute(_FURTHER_MODIFIER)
    con.execute("drop view intake_result; drop table intake_line")
    describe_sources(con, sources)


def describe_sources(con: duckdb.DuckDBPyConnection, sources: Sequence[Source]) -> None:
    """Make `source_file`: what each of the files in `intake_file` has."""
    con.execute(_SOURCE_FILE)
    for index, source in enumerate(sources):
        found = {*source.columns_found}
        con.execute(_ADD_SOURCE_FILE, [
            index, source.format, source.modifier_slots, "diagnosis_codes" in found,
            bool({"allowed_amount", "paid_amount"} & found), "authorization_number" in found,
            bool({"mac", "state"} & found), "locality" in found, "billing_npi" in found,
            "rendering_npi" in found, "place_of_service" in found, "line_status" in found,
            "claim_frequency_code" in found or source.claim_action is not None,
        ])


def _project(con: duckdb.DuckDBPyConnection, sources: Sequence[Source]) -> None:
    """`claim_line` with one text column for each extra column of any file."""
    names = list(FIXED)
    if con.execute("select count(*) from intake_line where len(modifiers) > 4").fetchall()[0][0]:
        names.append(BEYOND_FOUR)
    extras: dict[str, dict[int, int]] = {}
    spelling: dict[str, str] = {}
    for index, source in enumerate(sources):
        for position, name in enumerate(source.extra_columns, start=1):
            extras.setdefault(spelling.setdefault(name.lower(), name), {})[index] = position
    con.view("intake_result").project(
        *[duckdb.ColumnExpression(name) for name in names],
        *[_extra(places).alias(name) for name, places in extras.items()],
    ).create_view("intake_projection", replace=True)
    con.execute(_CLAIM_LINE)
    con.execute("drop view intake_projection")


def _extra(places: dict[int, int]) -> duckdb.Expression:
    """The extra column at its position in the list of each file that has it."""
    case = duckdb.CaseExpression(duckdb.ConstantExpression(False), duckdb.ConstantExpression(None).cast("VARCHAR"))
    for index, position in places.items():
        this_file = duckdb.ColumnExpression("file_index") == duckdb.ConstantExpression(index)
        value = duckdb.FunctionExpression(
            "list_extract", duckdb.ColumnExpression("extras"), duckdb.ConstantExpression(position)
        )
        case = case.when(this_file, value)
    return case
