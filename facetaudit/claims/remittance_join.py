"""Claims (837) and remittances (835) of one load become one line each, with diagnoses and money.

What was billed and what was paid are matched within a claim number (CLM01, CLP01) and a day, by what follows, the first
that settles it: the line control number (REF*6R); line number, code and modifiers; code and modifiers; line number and
code; code. A match stands where it is one to one between the two claims; what the payer recoded goes by the code billed
(SVC06). A claim that was paid, taken back and paid anew was billed once, and one that was sent twice is paid once: of
several claims with the number that of the same frequency speaks, then the last. Voids (8) bill nothing.

The remittance's line is the line of the audit. It takes from the claim's what only that knows: patient (also for the
patient's lines that nothing matches), diagnoses, state, setting, place, physician, authorization, what it replaces, and
modifiers where the remittance has none.
The claim's line is `joined` in final action, superseded by the remittance's. Nothing is dropped: lines that nothing
matches stay as they are, and the notes count them; so does a claim of which nothing but a reversal is there. A number
that the payer gave a claim (CLP07) becomes the provider's.

The copies of the files are rewritten before they are read, so that both sides have the same patients and days.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb

from facetaudit.claims.formats.request import literal_path
from facetaudit.claims.formats.x12.remittance_notes import counted
from facetaudit.claims.source import Source, set_variables
from facetaudit.errors import UsageError

CLAIMS, REMITTANCES = "x12-837", "x12-835"
_BATCH_ROWS = 25_000
_ADDED = (
    "state", "diagnosis_codes", "rendering_npi", "billing_npi", "original_claim_id", "authorization_number",
    "place_of_service",
)  # fmt: skip
_TIERS = (
    "claim and line control number", "line number, code and modifiers", "code, day and modifiers",
    "line number and code", "code and day",
)  # fmt: skip

_CREATE = """
create or replace temp table join_paid (
    file integer, segment bigint, claim_segment bigint, claim_id varchar, day varchar, frequency varchar,
    patient_id varchar, key_1 ubigint, key_2 ubigint, key_3 ubigint, key_4 ubigint, key_5 ubigint,
    charge decimal(18, 4));
create or replace temp table join_billed (
    file integer, segment bigint, claim_segment bigint, claim_id varchar, day varchar, frequency varchar,
    key_1 ubigint, key_2 ubigint, key_3 ubigint, key_4 ubigint, key_5 ubigint, charge decimal(18, 4));
create or replace temp table join_pair (
    tier integer, paid_file integer, paid_segment bigint, paid_claim bigint, billed_file integer, billed_segment bigint,
    billed_claim bigint, is_reversal boolean, same_frequency boolean, same_charge boolean);
create or replace temp table join_said (
    file integer, segment bigint, patient_id varchar, claim_type varchar, state varchar, units varchar,
    place_of_service varchar, modifiers varchar[], diagnosis_codes varchar, rendering_npi varchar, billing_npi varchar,
    claim_frequency_code varchar, original_claim_id varchar, authorization_number varchar);
create or replace temp table join_named (payer_number varchar);
create or replace temp table join_payer_number (payer_number varchar, claim_id varchar);
create or replace temp macro join_modifiers(items) as
    array_to_string(list_sort(list_filter(items, lambda item: item is not null)), ' ');
"""
_DROP = """
drop table if exists join_paid; drop table if exists join_billed; drop table if exists join_pair;
drop table if exists join_said; drop table if exists join_named; drop table if exists join_payer_number;
drop table if exists join_number; drop table if exists join_answer; drop table if exists join_patient;
drop macro if exists join_modifiers;
"""
_ADD_PAID = """
insert into join_paid
select $1, segment, claim_segment, claim_id, service_date,
       case when claim_status = '22' then null else claim_frequency_code end, patient_id,
       case when line_control_number is not null then hash(line_control_number) end,
       hash(line_number, code, modifiers), hash(code, modifiers), hash(line_number, code), hash(code),
       abs(try_cast(charge_amount as decimal(18, 4)))
from (select *, coalesce(string_split(billed_code, ' ')[1], hcpcs) as code,
             case when billed_code is null then join_modifiers([modifier_1, modifier_2, modifier_3, modifier_4])
                  else join_modifiers(string_split(billed_code, ' ')[2:]) end as modifiers
      from read_parquet(getvariable('intake_path')) where problem is null) l
"""
_ADD_PAYER_NUMBERS = """
insert into join_named
select distinct original_payer_claim_number from read_parquet(getvariable('intake_path'))
where original_payer_claim_number is not null;
insert into join_payer_number
select distinct payer_claim_number, claim_id from read_parquet(getvariable('intake_path'))
where payer_claim_number is not null and claim_id is not null;
"""
_ADD_NAMED = """
insert into join_named
select distinct original_claim_id from read_parquet(getvariable('intake_path')) where original_claim_id is not null
"""
_ADD_BILLED = """
insert into join_billed
select $1, segment, claim_segment, claim_id, service_date, coalesce(claim_frequency_code, '1'),
       case when line_control_number is not null then hash(line_control_number) end,
       hash(line_number, hcpcs, modifiers), hash(hcpcs, modifiers), hash(line_number, hcpcs), hash(hcpcs),
       try_cast(charge_amount as decimal(18, 4))
from (select *, join_modifiers([modifier_1, modifier_2, modifier_3, modifier_4]) as modifiers
      from read_parquet(getvariable('intake_path')) where problem is null) l
where claim_frequency_code is distinct from '8' and claim_id in (select claim_id from join_paid)
"""
# One tier: lines of either side that an earlier one has settled between the same two claims are out of it.
_MATCH = """
insert into join_pair
with free as (
    select p.file as paid_file, p.segment as paid_segment, p.claim_segment as paid_claim,
           b.file as billed_file, b.segment as billed_segment, b.claim_segment as billed_claim,
           p.frequency is null as is_reversal, coalesce(p.frequency = b.frequency, false) as same_frequency,
           coalesce(p.charge = b.charge, false) as same_charge
    from join_paid p
    join join_billed b on b.claim_id = p.claim_id and b.day = p.day
        and case $1 when 1 then b.key_1 when 2 then b.key_2 when 3 then b.key_3 when 4 then b.key_4 else b.key_5 end
            = case $1 when 1 then p.key_1 when 2 then p.key_2 when 3 then p.key_3 when 4 then p.key_4 else p.key_5 end
), open as (
    select * from free f
    where not exists (select 1 from join_pair d
                      where d.paid_file = f.paid_file and d.paid_segment = f.paid_segment
                        and d.billed_file = f.billed_file and d.billed_claim = f.billed_claim)
      and not exists (select 1 from join_pair d
                      where d.billed_file = f.billed_file and d.billed_segment = f.billed_segment
                        and d.paid_file = f.paid_file and d.paid_claim = f.paid_claim)
), counted as (
    select *, count(*) over (partition by paid_file, paid_segment, billed_file, billed_claim) as claims_lines,
           count(*) over (partition by billed_file, billed_segment, paid_file, paid_claim) as remittances_lines
    from open
)
select $1, paid_file, paid_segment, paid_claim, billed_file, billed_segment, billed_claim, is_reversal, same_frequency,
       same_charge
from counted where claims_lines = 1 and remittances_lines = 1
"""
_ANSWER = """
create or replace temp table join_answer as
select * from (
    select *, row_number() over (partition by paid_file, paid_segment
                                 order by same_frequency desc, tier, billed_file desc, billed_segment desc) as place
    from join_pair) p
where place = 1;
insert into intake_pair
select billed_file, billed_segment, paid_file, paid_segment from join_pair where not is_reversal;
create or replace temp table join_number as
select payer_number, min(claim_id) as claim_id from join_payer_number
where payer_number in (select payer_number from join_named)
group by payer_number having count(distinct claim_id) = 1;
"""
_ADD_SAID = """
insert into join_said
select a.paid_file, a.paid_segment, l.patient_id, l.claim_type, l.state, l.units, l.place_of_service,
       [l.modifier_1, l.modifier_2, l.modifier_3, l.modifier_4], l.diagnosis_codes, l.rendering_npi, l.billing_npi,
       l.claim_frequency_code, l.original_claim_id, l.authorization_number
from read_parquet(getvariable('intake_path')) l
join join_answer a on a.billed_file = $1 and a.billed_segment = l.segment
"""
# The patients whom the two sides call otherwise, where that is clear; then the matching is done with.
_SETTLED = """
create or replace temp table join_patient as
select p.patient_id as paid_patient, min(s.patient_id) as patient_id
from join_paid p join join_said s on s.file = p.file and s.segment = p.segment
where p.patient_id is not null and s.patient_id is not null
group by p.patient_id having count(distinct s.patient_id) = 1 and min(s.patient_id) <> p.patient_id;
drop table join_paid; drop table join_billed; drop table join_pair; drop table join_answer;
"""
_ENRICH = """
select b.* exclude (claim_type, patient_id, modifier_1, modifier_2, modifier_3, modifier_4, units, place_of_service,
                    rendering_npi, billing_npi, claim_frequency_code, authorization_number, has_modifiers),
       case when b.claim_type = 'professional' then coalesce(s.claim_type, b.claim_type) else b.claim_type end
           as claim_type,
       coalesce(s.patient_id, t.patient_id, b.patient_id) as patient_id,
       case when b.has_modifiers then b.modifier_1 else s.modifiers[1] end as modifier_1,
       case when b.has_modifiers then b.modifier_2 else s.modifiers[2] end as modifier_2,
       case when b.has_modifiers then b.modifier_3 else s.modifiers[3] end as modifier_3,
       case when b.has_modifiers then b.modifier_4 else s.modifiers[4] end as modifier_4,
       coalesce(b.units, case when b.claim_status = '22' then '-' || s.units else s.units end) as units,
       coalesce(s.place_of_service, b.place_of_service) as place_of_service,
       coalesce(s.rendering_npi, b.rendering_npi) as rendering_npi,
       coalesce(s.billing_npi, b.billing_npi) as billing_npi,
       case when b.claim_status is not distinct from '22' or b.claim_frequency_code in ('7', '8')
            then b.claim_frequency_code
            else coalesce(s.claim_frequency_code, b.claim_frequency_code) end as claim_frequency_code,
       coalesce(s.authorization_number, b.authorization_number) as authorization_number,
       s.state, s.diagnosis_codes,
       case when b.claim_status is distinct from '22' then coalesce(n.claim_id, s.original_claim_id) end
           as original_claim_id
from (select *, coalesce(modifier_1, modifier_2, modifier_3, modifier_4, billed_code) is not null as has_modifiers
      from join_batch) b
left join (select * from join_said where file = $1 and segment between $2 and $3) s on s.segment = b.segment
left join join_patient t on t.paid_patient = b.patient_id
left join join_number n on n.payer_number = coalesce(s.original_claim_id, b.original_payer_claim_number)
order by b.segment
"""
_RENAME = """
select b.* replace (coalesce(n.claim_id, b.original_claim_id) as original_claim_id)
from join_batch b
left join join_number n on n.payer_number = b.original_claim_id
order by b.segment
"""
_FILLED = """
select count(state), count(diagnosis_codes), count(rendering_npi), count(billing_npi), count(original_claim_id),
       count(authorization_number), count(place_of_service)
from read_parquet(getvariable('intake_path'))
"""
_PAID_LINES = """
select count(*), count(*) filter (where a.tier = 1), count(*) filter (where a.tier = 2),
       count(*) filter (where a.tier = 3), count(*) filter (where a.tier = 4), count(*) filter (where a.tier = 5),
       count(*) filter (where not a.same_charge)
from join_paid p
left join join_answer a on a.paid_file = p.file and a.paid_segment = p.segment
where p.file = $1
"""
_BILLED_LINES = """
select count(*), count(a.billed_segment)
from (select segment from read_parquet(getvariable('intake_path')) where problem is null) l
left join (select distinct billed_segment from intake_pair where billed_file = $1) a on a.billed_segment = l.segment
"""
RENUMBER = """
create or replace temp table intake_pair as
select list_position($1::integer[], billed_file) - 1 as billed_file, billed_segment,
       list_position($1::integer[], paid_file) - 1 as paid_file, paid_segment
from intake_pair
where list_contains($1::integer[], billed_file) and list_contains($1::integer[], paid_file)
"""
"""Files that are left, by the places that they had, get the places that they have in this list."""


def join_sources(
    con: duckdb.DuckDBPyConnection, sources: Sequence[Source], workdir: Path, tell: Callable[[str], None]
) -> list[Source]:
    """The sources, of which remittances say what claims know; `intake_pair` has the lines that belong together.

    Raises UsageError where the memory does not suffice.
    """
    claims = [place for place, source in enumerate(sources) if source.format == CLAIMS]
    remittances = [place for place, source in enumerate(sources) if source.format == REMITTANCES]
    joined = list(sources)
    if not claims or not remittances:
        return joined
    tell("joining claims and remittances")
    try:
        con.execute(_CREATE)
        notes = _match(con, sources, claims, remittances)
        for place in (*claims, *remittances):
            source = replace(sources[place], notes=(*sources[place].notes, *notes[place]))
            copy = workdir / f"joined_{place}.parquet"
            if place in remittances:
                joined[place] = _with_columns(con, _rewritten(con, source, copy, _ENRICH, place))
            elif "original_claim_id" in source.columns:
                joined[place] = _rewritten(con, source, copy, _RENAME)
            else:
                joined[place] = source
    except duckdb.OutOfMemoryException as error:
        raise UsageError(
            "there is not enough memory to join claims with remittances; give a higher --memory-limit."
        ) from error
    finally:
        con.execute(_DROP)
    return joined


def _match(
    con: duckdb.DuckDBPyConnection, sources: Sequence[Source], claims: Sequence[int], remittances: Sequence[int]
) -> dict[int, list[str]]:
    """Match the lines and keep what the claims say of the remittances' lines; gives what is to be told of each file."""
    for place in remittances:
        set_variables(con, sources[place].variables)
        con.execute(_ADD_PAID, [place])
        con.execute(_ADD_PAYER_NUMBERS)
    for place in claims:
        set_variables(con, sources[place].variables)
        con.execute(_ADD_BILLED, [place])
        con.execute(_ADD_NAMED)
    for tier in range(1, len(_TIERS) + 1):
        con.execute(_MATCH, [tier])
    con.execute(_ANSWER)
    notes = {place: _notes_of_remittance(con, place) for place in remittances}
    for place in claims:
        set_variables(con, sources[place].variables)
        con.execute(_ADD_SAID, [place])
        notes[place] = _notes_of_claims(con, place)
    con.execute(_SETTLED)
    return notes


def _notes_of_remittance(con: duckdb.DuckDBPyConnection, place: int) -> list[str]:
    lines, *tiers, other_charges = con.execute(_PAID_LINES, [place]).fetchall()[0]
    joined = sum(tiers)
    told = ", ".join(f"by {how} {count:,}" for how, count in zip(_TIERS, tiers, strict=True) if count)
    notes = [f"{joined:,} of {counted(lines, 'line')} joined with those of claims (837){told and ': '}{told}"]
    if lines > joined:
        notes.append(f"{counted(lines - joined, 'line')} that no claim (837) here explains: without diagnoses")
    if other_charges:
        notes.append(f"{counted(other_charges, 'line')} with another charge than the claim's")
    return notes


def _notes_of_claims(con: duckdb.DuckDBPyConnection, place: int) -> list[str]:
    lines, joined = con.execute(_BILLED_LINES, [place]).fetchall()[0]
    notes = [f"{joined:,} of {counted(lines, 'line')} joined with those of remittances (835), which stand for them"]
    if lines > joined:
        notes.append(f"{counted(lines - joined, 'line')} that no remittance (835) here answers: without money")
    return notes


def _with_columns(con: duckdb.DuckDBPyConnection, source: Source) -> Source:
    """The source with the columns that have come to it."""
    set_variables(con, source.variables)
    filled = zip(_ADDED, con.execute(_FILLED).fetchall()[0], strict=True)
    found = {name: duckdb.ColumnExpression(name) for name, count in filled if count}
    return replace(source, columns={**source.columns, **found})


def _rewritten(
    con: duckdb.DuckDBPyConnection, source: Source, copy: Path, query: str, place: int | None = None
) -> Source:
    """The source with its copy made anew, batch by batch in the order of its lines; the old copy is removed.

    The query is told the place of the file, where that is given, and the first and the last segment of the batch.
    """
    import pyarrow.parquet

    if source.copy is None:
        return source
    writer: pyarrow.parquet.ParquetWriter | None = None
    try:
        with pyarrow.parquet.ParquetFile(source.copy) as file:
            for batch in file.iter_batches(_BATCH_ROWS):
                segments = batch["segment"]
                within = [] if place is None else [place, segments[0].as_py(), segments[-1].as_py()]
                con.register("join_batch", pyarrow.Table.from_batches([batch]))
                lines = con.sql(query, params=within).to_arrow_table()
                con.unregister("join_batch")
                if writer is None:
                    writer = pyarrow.parquet.ParquetWriter(copy, lines.schema, compression="zstd")
                writer.write_table(lines)
    finally:
        if writer is not None:
            writer.close()
    source.copy.unlink()
    return replace(source, variables={**source.variables, "intake_path": literal_path(copy)}, copy=copy)
