"""Large extracts are audited a batch of patients at a time: no hash table then outgrows the memory.

History, detectors and exposure look at the lines of one patient, never from one patient to another. So whole patients
go through them batch by batch, and what the folder is written from is put together; the findings are those of one pass
over all lines. The batches stand in the connection's database `work`: the tables of one batch in its schema `batch`,
before those of all lines, and what is kept of them in its schema `whole`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import duckdb

from facetaudit.engine.duckdb import Coverage, coverage_of

MOST_LINES = 6_000_000
"""Audited lines of a batch, which 2 GB of memory suffice for."""

BATCHES = """
select case when exists (select 1 from duckdb_databases() where database_name = 'work')
    then cast(greatest(1, ceil(count(*) / $most)) as integer) else 1 end
from claim_line
where audited
"""
START = """
set search_path = 'work.main,in_memory.main';
drop schema if exists work.whole cascade;
create schema work.whole
"""
BEGIN = """
create schema work.batch;
create table work.batch.claim_line as
select * from claim_line
where audited and hash(patient_id) % getvariable('patient_batches') = getvariable('patient_batch');
set search_path = 'work.batch,work.main,in_memory.main'
"""
END = "set search_path = 'work.main,in_memory.main'; drop schema work.batch cascade"
# A temporary table would go before the one of all batches.
FINISH = """
drop table temp.raw_finding;
reset variable patient_batches; reset variable patient_batch;
set search_path = 'work.whole,work.main,in_memory.main'
"""
# What the folder and the summary read of what history, detectors and exposure made, whatever the engine; of facet and
# other lines they ask for those at issue.
READ_AFTER = {
    "raw_finding": "select * from raw_finding",
    "facet_line": (
        "select line_id, session_id, pack, mac from facet_line where line_id in (select line_id from raw_finding)"
    ),
    "companion_line": (
        "select line_id, pack, mac from companion_line where line_id in (select line_id from raw_finding)"
    ),
    "unlisted_line": (
        "select line_id, pack, mac from unlisted_line where line_id in (select line_id from raw_finding)"
    ),
    "thoracolumbar_day": "select * from thoracolumbar_day",
    "session": "select * from session",
    "session_joint": "select * from session_joint",
    "exposure": "select * from exposure",
    "exposed_line": "select * from exposed_line",
    "corrected_claim": "select * from corrected_claim",
}
KEPT = {"finding": "select * from finding", **READ_AFTER}


def patient_batches(con: duckdb.DuckDBPyConnection, one: bool) -> Iterator[tuple[int, int]]:
    """Number and count of each batch, from 1 on, while `claim_line` holds its lines and no others.

    Whoever takes a batch makes the tables of `KEPT` from it. After the last, each of these names holds what all
    batches made, and `claim_line` all lines again. A small extract, or with ``one`` any, is a batch of its own, in
    which no table is touched.
    """
    count = 1 if one else con.execute(BATCHES, {"most": MOST_LINES}).fetchall()[0][0]
    if count < 2:
        yield 1, 1
        return
    con.execute(START)
    con.execute("set variable patient_batches = cast($1 as ubigint)", [count])
    for number in range(count):
        con.execute("set variable patient_batch = cast($1 as ubigint)", [number])
        con.execute(BEGIN)
        yield number + 1, count
        for name, select in KEPT.items():
            rows = con.sql(select)
            if number == 0:
                rows.create(f"work.whole.{name}")
            else:
                rows.insert_into(f"work.whole.{name}")
        con.execute(END)
    con.execute(FINISH)


def together(parts: Sequence[Sequence[Coverage]]) -> list[Coverage]:
    """The coverage of all batches: counts added; a detector that failed in one has failed."""
    return [_added(rows) for rows in zip(*parts, strict=True)]


def _added(rows: Sequence[Coverage]) -> Coverage:
    failed = [row for row in rows if row.status == "error"]
    if failed or len(rows) == 1:
        return (failed or rows)[0]
    return coverage_of(
        rows[0].detector,
        sum(row.eligible_lines for row in rows),
        sum(row.unknown_lines for row in rows),
        sum(row.findings for row in rows),
    )
