"""Reading claims on Spark into the tables that a load leaves: `claim_line`, `rejected`, `source_file` and the others.

Cleaning and the matching of reversals are those of a load (`facetaudit.claims.batches`); what is here puts them
together: every row is cleaned once, then whole days and claims are chosen by their values.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from facetaudit.claims import assemble, reading
from facetaudit.claims.batches import OPEN_QUOTATION, SCHEMA, clean, clean_texts, take_back
from facetaudit.claims.final_action import OUTCOME
from facetaudit.claims.intake import all_rejected, open_quotation, without_rows
from facetaudit.claims.reasons import REASONS, UNMATCHED_REVERSAL
from facetaudit.claims.report import Accepted, Counts, FileReport, LoadReport, make_report
from facetaudit.engine.spark import Tables, make_all
from facetaudit.engine.spark_inputs import Extract, Opened, open_inputs
from facetaudit.errors import InputRefused

if TYPE_CHECKING:
    import duckdb

CLEANED = "select * from cleaned_row where unsplit is null"
UNSPLIT = "select file_index, record as row_number, unsplit as reason from cleaned_row where unsplit is not null"
COUNT_ROWS = """
select
    file_index, count(*) as read, sum(case when reject <> 0 then 1 else 0 end) as rejected,
    sum(case when line_number is null then 1 else 0 end) as unnumbered
from cleaned
group by file_index
"""
COMMONEST_REJECT = """
select column_name, reason
from (
    select i.column_name, i.reason
    from cleaned c
    join intake_reason i on i.code = c.reject
    where c.file_index = :file and c.reject <> 0
    union all
    select null, reason from unsplit where file_index = :file
) r
group by column_name, reason order by count(*) desc, column_name nulls last, reason limit 1
"""
BROKEN = "select row_number from intake_unsplit where file_index = $1 and reason = $2"
ROW_SHIFT = """
create or replace temp table row_shift as
select file_index, before, shift,
    coalesce(lead(before) over (partition by file_index order by before), cast(1 as bigint) << 60) as until
from intake_shift
"""
# A line without a number follows the highest number of its claim in its file, in file order.
NUMBERED = """
select file_index, record, cast(highest + row_number() over (partition by file_index, claim_id order by record) as int)
    as line_number
from (
    select file_index, claim_id, record, line_number,
        coalesce(max(line_number) over (partition by file_index, claim_id), 0) as highest
    from cleaned
    where claim_id is not null
) c
where line_number is null
"""
ACCEPTED = """
select
    f.first_key + c.record as line_id, c.file_index, c.record, c.keep, c.negative, cast(null as string) as claim_key,
    cast(null as string) as claim_action, c.claim_id, coalesce(c.line_number, n.line_number) as line_number,
    c.claim_type, c.payer, c.mac, c.state, c.locality, c.patient_id, c.service_date, c.hcpcs, c.modifier_set,
    c.modifiers, c.units, c.place_of_service, c.diagnosis_codes, c.rendering_npi, c.billing_npi, c.charge_amount,
    c.allowed_amount, c.paid_amount, c.paid_date, c.line_status, c.claim_frequency_code, c.original_claim_id,
    c.authorization_number, c.extras
from cleaned c
join intake_file f on f.file_index = c.file_index
left join numbered n on n.file_index = c.file_index and n.record = c.record
where c.reject = 0
"""
WANTED_DAY = "select distinct patient_id, service_date from accepted where keep or negative"
# Claims with a line on such a day, and the replacements and voids that name one.
WANTED_CLAIM = """
with near as (
    select distinct a.claim_id
    from accepted a
    join wanted_day d on d.patient_id = a.patient_id and d.service_date = a.service_date
)
select claim_id from near
union
select a.claim_id
from accepted a
join near n on n.claim_id = a.original_claim_id
where a.claim_frequency_code in ('7', '8')
"""
INTAKE_LINE = """
select a.*
from accepted a
left join wanted_day d on d.patient_id = a.patient_id and d.service_date = a.service_date
left join wanted_claim c on c.claim_id = a.claim_id
where d.patient_id is not null or c.claim_id is not null
"""
SIGNED = """
select
    l.line_id, l.claim_id, l.negative, l.patient_id, l.service_date, l.hcpcs, l.modifier_set, l.units,
    l.allowed_amount, l.paid_amount, pmod(hash(l.patient_id), 64) as batch
from intake_line l
join (select distinct patient_id, service_date from intake_line where negative) n
    on n.patient_id = l.patient_id and n.service_date = l.service_date
"""
# What only sources have that deliver claims together with remittances, or every version of a claim.
_ABSENT = {
    "intake_joined": "line_id bigint, answering_line bigint",
    "intake_version": (
        "line_id bigint, patient_id string, claim_key string, claim_id string, claim_action string, paid_date date, "
        "negative boolean, delivery bigint, standing_line bigint"
    ),
    "intake_chain": "line_id bigint, negative boolean, reversed boolean, other_half bigint",
}
INTAKE_RESULT = """
with day as (
    select distinct l.patient_id, l.service_date
    from intake_line l
    left join intake_outcome o on o.line_id = l.line_id and o.unmatched
    where l.keep and o.line_id is null
)
select
    l.line_id, l.file_index, l.record + f.header_row + coalesce(s.shift, 0) as row_number, l.claim_id, l.line_number,
    l.claim_type, l.payer, l.mac, l.state, l.locality, l.patient_id, l.service_date, l.hcpcs,
    get(l.modifiers, 0) as modifier_1, get(l.modifiers, 1) as modifier_2, get(l.modifiers, 2) as modifier_3,
    get(l.modifiers, 3) as modifier_4, l.units, l.place_of_service, l.diagnosis_codes, l.rendering_npi, l.billing_npi,
    l.charge_amount, l.allowed_amount, l.paid_amount, l.paid_date, l.line_status, l.claim_frequency_code,
    l.original_claim_id, l.authorization_number, f.modifier_slots, o.inactive_reason is null as active,
    o.inactive_reason, b.claim_id as superseding_claim_id, b.line_number as superseding_line_number,
    d.patient_id is not null as audited, nullif(array_join(slice(l.modifiers, 5, 1000), ';'), '')
        as modifiers_beyond_4, l.extras
from intake_line l
join intake_file f on f.file_index = l.file_index
left join intake_outcome o on o.line_id = l.line_id
left join day d on d.patient_id = l.patient_id and d.service_date = l.service_date
left join intake_line b on b.line_id = o.superseding_line
left join row_shift s on s.file_index = l.file_index and l.record > s.before and l.record <= s.until
where not coalesce(o.unmatched, false)
"""
FURTHER_MODIFIER = """
select line_id, ' ' || replace(modifiers_beyond_4, ';', ' ') || ' ' as modifiers
from intake_result
where modifiers_beyond_4 is not null
"""
REJECTED = """
select f.file_index, f.file, r.record + f.header_row + coalesce(s.shift, 0) as row_number, r.column_name as column,
    r.reason
from (
    select c.file_index, c.record, i.column_name, i.reason
    from cleaned c
    join intake_reason i on i.code = c.reject
    where c.reject <> 0
    union all
    select l.file_index, l.record, null, 'unmatched-reversal'
    from intake_line l
    join intake_outcome o on o.line_id = l.line_id
    where o.unmatched
) r
join intake_file f on f.file_index = r.file_index
left join row_shift s on s.file_index = r.file_index and r.record > s.before and r.record <= s.until
union all
select f.file_index, f.file, u.row_number, null, u.reason
from unsplit u
join intake_file f on f.file_index = u.file_index
"""
COUNTED = """
select a.service_date, a.paid_date, a.hcpcs
from accepted a
left join (select line_id from intake_outcome where unmatched) u on u.line_id = a.line_id
where u.line_id is null
"""
DATES = "select min(service_date), max(service_date), max(paid_date) from counted"
MONTHS = "select date_format(service_date, 'yyyy-MM'), count(*) from counted group by 1 order by 1"
CODES = "select hcpcs, count(*) from counted group by hcpcs"
REJECTS = """
select coalesce(column, ''), reason, count(*) from rejected
group by column, reason order by count(*) desc, column nulls last, reason
"""
REJECTED_ROWS = "select file_index, count(*) from rejected group by file_index"
AUDITED = """
select file_index, sum(case when audited then 1 else 0 end), sum(case when audited and active then 1 else 0 end)
from claim_line
group by file_index
"""
OTHERS_TOLD = 20
SHARED = ("claim_line", "rejected")
"""What the folder is written from, of these tables."""

assert UNMATCHED_REVERSAL in REJECTED  # noqa: S101 - the constant text says it in full


def load(
    tables: Tables,
    con: duckdb.DuckDBPyConnection,
    inputs: Sequence[str | Path],
    *,
    input_format: str,
    keep_codes: Sequence[str],
    all_lines: bool,
) -> LoadReport:
    """Read the inputs into the tables of a load, on Spark and as views of ``con``; says what was read.

    Raises UsageError for a format that Spark does not read here, InputRefused for inputs that cannot be read.
    """
    con.execute(reading.CREATE_TABLES)
    con.executemany("insert into intake_reason values ($1, $2, $3)", [(c, *text) for c, text in REASONS.items()])
    tables.ship(con, ["intake_reason"])
    opened = open_inputs(tables, con, inputs, input_format)
    extracts = opened.extracts
    codes = sorted({*keep_codes})
    _clean(tables, opened, codes)
    counts = _count(tables, con, extracts)
    _final_action(tables, all_lines)
    _claim_lines(tables, extracts, all_lines)
    assemble.describe_sources(con, [one.source for one in extracts])
    tables.ship(con, ["source_file"])
    tables.show(con, SHARED)
    passed_over = tuple((one.name, one.reason) for one in opened.passed_over)
    report = make_report(con, _files(tables, extracts, counts), _accepted(tables, codes), passed_over)
    con.execute(reading.DROP_WORK)
    if report.total.read == report.total.rejected:
        column, reason, _ = report.rejects[0]
        raise InputRefused(f"every row of the input is rejected, most often because of {column} ({reason}).")
    return report


def _clean(tables: Tables, opened: Opened, codes: Sequence[str]) -> None:
    spark = tables.spark
    cleaned = spark.createDataFrame([], SCHEMA)
    for rows in opened.rows:
        how = partial(clean, header=rows.header, name=rows.name, keep_codes=tuple(codes))
        cleaned = cleaned.unionAll(rows.frame.mapInArrow(how, SCHEMA))
    if opened.texts:
        how = partial(clean_texts, texts=tuple(opened.texts), keep_codes=tuple(codes))
        # a task of its own for each file, which only one reader after another can split
        places = spark.range(0, len(opened.texts), 1, len(opened.texts))
        cleaned = cleaned.unionAll(places.mapInArrow(how, SCHEMA))
    tables.keep("cleaned_row", cleaned)
    tables.make("cleaned", CLEANED, stored=False)
    tables.make("unsplit", UNSPLIT)


def _count(tables: Tables, con: duckdb.DuckDBPyConnection, extracts: Sequence[Extract]) -> dict[int, int]:
    """Rows read of each file; makes `intake_file`, `row_shift` and `numbered`.

    Raises InputRefused for a file without rows, with none that is accepted, or that cannot be told apart to its end.
    """
    rows = {file: (int(n), int(rejected), int(none)) for file, n, rejected, none in _rows(tables, COUNT_ROWS)}
    con.execute("insert into intake_unsplit select * from read_parquet($1)", [tables.glob("unsplit")])
    unsplit = dict(con.sql("select file_index, count(*) from intake_unsplit group by file_index").fetchall())
    first = 0
    read: dict[int, int] = {}
    for one in extracts:
        split, rejected, _ = rows.get(one.index, (0, 0, 0))
        read[one.index] = split + unsplit.get(one.index, 0)
        values = [one.index, one.name, one.source.header_row, first, one.source.modifier_slots]
        con.execute("insert into intake_file values (?, ?, ?, ?, ?)", values)
        if one.source.skipped_rows:
            con.execute(reading.ADD_SKIPPED, [one.index, list(one.source.skipped_rows)])
        _refuse(tables, con, one, read[one.index], split - rejected)
        first += split
    con.execute(reading.SHIFTS)
    con.execute(ROW_SHIFT)
    tables.ship(con, ["intake_file", "row_shift"])
    con.execute("drop table row_shift")
    if any(unnumbered for _, _, unnumbered in rows.values()):
        tables.make("numbered", NUMBERED)
    else:
        _nothing(tables, "file_index int, record bigint, line_number int").createOrReplaceTempView("numbered")
    return read


def _refuse(tables: Tables, con: duckdb.DuckDBPyConnection, one: Extract, read: int, accepted: int) -> None:
    if broken := con.execute(BROKEN, [one.index, OPEN_QUOTATION]).fetchall():
        raise open_quotation(one.name, broken[0][0])
    if not read:
        raise without_rows(one.name)
    if not accepted:
        column, reason = _rows(tables, COMMONEST_REJECT, file=one.index)[0]
        raise all_rejected(one.name, column, reason, mapped=False)


def _rows(tables: Tables, sql: str, **values: object) -> list[Any]:
    found: list[Any] = tables.spark.sql(sql, args=values).collect()
    return found


def _final_action(tables: Tables, all_lines: bool) -> None:
    tables.make("accepted", ACCEPTED, stored=False)
    if all_lines:
        tables.make("intake_line", "select * from accepted", stored=False)
    else:
        tables.make("wanted_day", WANTED_DAY)
        tables.make("wanted_claim", WANTED_CLAIM)
        tables.make("intake_line", INTAKE_LINE)
    for name, shape in _ABSENT.items():
        _nothing(tables, shape).createOrReplaceTempView(name)
    signed = tables.spark.sql(SIGNED)
    shape = "negative_line bigint, taken_line bigint"
    tables.keep("intake_reversed", signed.groupBy("batch").applyInArrow(take_back, shape))
    make_all(tables, [OUTCOME, assemble.AUTHORIZED_CLAIM])


def _claim_lines(tables: Tables, extracts: Sequence[Extract], all_lines: bool) -> None:
    from pyspark.sql import functions as f

    tables.make("intake_result", INTAKE_RESULT)
    tables.make("further_modifier", FURTHER_MODIFIER)
    tables.make("rejected", REJECTED)
    frame = tables.spark.table("intake_result")
    if not all_lines:
        frame = frame.where("audited")
    names = [f.col(name) for name in assemble.FIXED]
    if frame.where("modifiers_beyond_4 is not null").limit(1).count():
        names.append(f.col(assemble.BEYOND_FOUR))
    extras: dict[str, Any] = {}
    spelling: dict[str, str] = {}
    for one in extracts:
        for place, name in enumerate(one.source.extra_columns):
            key = spelling.setdefault(name.lower(), name)
            this = f.when(f.col("file_index") == one.index, f.get(f.col("extras"), f.lit(place)))
            extras[key] = f.coalesce(extras[key], this) if key in extras else this
    tables.keep("claim_line", frame.select(*names, *(value.alias(name) for name, value in extras.items())))


def _files(tables: Tables, extracts: Sequence[Extract], read: dict[int, int]) -> tuple[FileReport, ...]:
    spark = tables.spark
    rejected = {file: int(count) for file, count in spark.sql(REJECTED_ROWS).collect()}
    audited = {file: (int(all_), int(active)) for file, all_, active in spark.sql(AUDITED).collect()}
    reports = []
    for one in extracts:
        kept, active = audited.get(one.index, (0, 0))
        out = rejected.get(one.index, 0)
        counts = Counts(read[one.index], out, read[one.index] - out - kept, kept, active, kept - active)
        reports.append(
            FileReport(
                name=one.name,
                format=one.source.format,
                why=one.source.why or "a table of Spark",
                mapping=one.source.mapping,
                counts=counts,
                sha256=one.sha256,
                size_bytes=one.size,
                modifier_slots=one.source.modifier_slots,
                columns_found=one.source.columns_found,
                columns_missing=one.source.columns_missing,
                extra_columns=tuple(one.source.extra_columns),
                notes=one.source.notes,
            )
        )
    return tuple(reports)


def _accepted(tables: Tables, codes: Sequence[str]) -> Accepted:
    spark = tables.spark
    tables.make("counted", COUNTED, stored=False)
    first, last, paid = spark.sql(DATES).collect()[0]
    months = tuple((month, int(count)) for month, count in spark.sql(MONTHS).collect())
    seen = sorted((-int(count), code) for code, count in spark.sql(CODES).collect())
    kept = sorted((code, -count) for count, code in seen if code in codes)
    others = [(code, -count) for count, code in seen if code not in codes][:OTHERS_TOLD]
    rejects = tuple((column, reason, int(count)) for column, reason, count in spark.sql(REJECTS).collect())
    return Accepted(first, last, paid, months, (*kept, *others), rejects)


def _nothing(tables: Tables, shape: str) -> Any:
    return tables.spark.createDataFrame([], shape)
