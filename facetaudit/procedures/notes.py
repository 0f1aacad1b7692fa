"""Procedure notes loaded: the TEMP tables that `load_notes` names."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from facetaudit.procedures.anatomy import facet_joints
from facetaudit.procedures.joints import SidedName, parse_joints
from facetaudit.procedures.note_files import read_note_file
from facetaudit.procedures.schema import ACCEPTED

_CREATE_TABLES = """
create or replace temp table note (
    note_id integer, claim_id varchar, patient_id varchar, service_date date, rendering_npi varchar,
    injection_type varchar, guidance varchar, technique varchar, injectate varchar, relief_percent decimal(5,1),
    conservative_care_weeks decimal(6,1), sedation varchar, joints_status varchar
);
create or replace temp table note_joint (note_id integer, joint varchar, side varchar);
create or replace temp table note_nerve (note_id integer, nerve varchar, side varchar);
create or replace temp table joint (
    joint varchar, region varchar, at_junction boolean, order_number integer, nerve_1 varchar, nerve_2 varchar,
    basis varchar, source_id varchar
);
create or replace temp table rejected_note (file varchar, row_number bigint, "column" varchar, reason varchar);
create or replace temp table unreadable_note (file varchar, row_number bigint, "column" varchar, reason varchar);
create or replace temp table joint_text_read (text_id integer, status varchar, problem varchar);
create or replace temp table joint_text_joint (text_id integer, joint varchar, side varchar);
create or replace temp table joint_text_nerve (text_id integer, nerve varchar, side varchar);
"""

_FILL_JOINT = """
insert into joint
select
    unnest($joint), unnest($region), unnest($at_junction), unnest($order_number), unnest($nerve_1), unnest($nerve_2),
    unnest($basis), unnest($source_id)
"""

# Every cell trimmed, blank as null, coded values in one case. Numbers are cut to one decimal, not rounded: 79.96 must
# stay below a limit of 80. The six decimals before that take away what floating cells of a workbook add.
_CLEAN = """
create or replace temp table note_clean as
with trimmed as (
    select
        row_number,
        nullif(cells, '') as cells,
        nullif(trim(claim_id, $blank), '') as claim_id,
        nullif(trim(patient_id, $blank), '') as patient_id,
        nullif(trim(service_date, $blank), '') as date_text,
        nullif(trim(rendering_npi, $blank), '') as rendering_npi,
        nullif(lower(trim(injection_type, $blank)), '') as injection_type,
        nullif(trim(joints, $blank), '') as joints,
        nullif(trim(nerves, $blank), '') as nerves,
        nullif(upper(trim(side, $blank)), '') as side,
        nullif(lower(trim(guidance, $blank)), '') as guidance,
        nullif(lower(trim(technique, $blank)), '') as technique,
        list_filter(
            list_transform(string_split(lower(injectate), ';'), lambda value: trim(value, $blank)),
            lambda value: value <> ''
        ) as injectates,
        nullif(trim(relief_percent, $blank), '') as relief_text,
        nullif(trim(conservative_care_weeks, $blank), '') as weeks_text,
        nullif(lower(trim(sedation, $blank)), '') as sedation
    from note_text
),
typed as (
    select
        *,
        case
            when regexp_full_match(date_text, '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([ T][0-9]{2}:[0-9]{2}[0-9:.]*)?')
                then try_cast(regexp_extract(date_text, '^[0-9-]+') as date)
            when regexp_full_match(date_text, '[0-9]{8}') then cast(try_strptime(date_text, '%Y%m%d') as date)
        end as service_date,
        case when regexp_full_match(relief_text, '[0-9]+([.][0-9]*)? ?%?')
            then try_cast(trim(relief_text, ' %') as decimal(18,6)) end as relief,
        case when regexp_full_match(weeks_text, '[0-9]+([.][0-9]*)?')
            then try_cast(weeks_text as decimal(18,6)) end as weeks
    from trimmed
)
select
    *,
    case when relief is not null and relief <= 100 and (relief = 0 or relief > 1 or relief_text like '%\\%' escape '\\')
        then cast(floor(relief * 10) / 10 as decimal(5,1)) end as relief_percent,
    case when weeks < 100000 then cast(floor(weeks * 10) / 10 as decimal(6,1)) end as conservative_care_weeks
from typed
"""

# One reason a row, the first in the order of the columns; a bad date comes before the key that it leaves incomplete.
_CHECK = """
create or replace temp table note_checked as
select
    *,
    coalesce(
        case
            when cells = 'more' then
                {'column': null, 'reason': 'more cells than the header: quote a cell that holds the separator'}
            when cells = 'fewer' then {'column': null, 'reason': 'fewer cells than the header: the row is cut short'}
            when date_text is not null and service_date is null then
                {'column': 'service_date', 'reason': 'not a date written YYYY-MM-DD'}
            when claim_id is null and (patient_id is null or service_date is null) then
                {'column': 'claim_id', 'reason': 'no claim_id, and not both patient_id and service_date'}
            when not list_contains($injection_type, injection_type) then
                {'column': 'injection_type', 'reason': 'not one of: ' || array_to_string($injection_type, ', ')}
            when not list_contains($side, side) then
                {'column': 'side', 'reason': 'not one of: ' || array_to_string($side, ', ')}
            when not list_contains($guidance, guidance) then
                {'column': 'guidance', 'reason': 'not one of: ' || array_to_string($guidance, ', ')}
            when not list_contains($technique, technique) then
                {'column': 'technique', 'reason': 'not one of: ' || array_to_string($technique, ', ')}
            when not list_has_all($injectate, injectates) then
                {'column': 'injectate',
                 'reason': 'not one or more, with ; between, of: ' || array_to_string($injectate, ', ')}
            when relief_text is not null and relief_percent is null then
                {'column': 'relief_percent', 'reason': 'not a percentage from 0 to 100 (80 for 80 %, not 0.8)'}
            when weeks_text is not null and conservative_care_weeks is null then
                {'column': 'conservative_care_weeks', 'reason': 'not a number of weeks, 0 or more'}
            when not list_contains($sedation, sedation) then
                {'column': 'sedation', 'reason': 'not one of: ' || array_to_string($sedation, ', ')}
        end
    ) as problem
from note_clean
"""

_FILL_REJECTED = """
insert into rejected_note
select $file, row_number, problem."column", problem.reason
from note_checked where problem is not null order by row_number
"""

_DISTINCT_TEXTS = """
create or replace temp table joint_text as
select row_number() over (order by joints, nerves, side) as text_id, joints, nerves, side
from (
    select distinct joints, nerves, side
    from note_checked where problem is null and (joints is not null or nerves is not null)
);
select text_id, joints, nerves, side from joint_text order by text_id
"""

_FILL_READ = "insert into joint_text_read select unnest($text_id), unnest($status), unnest($problem)"

_FILL_READ_JOINTS = "insert into joint_text_joint select unnest($text_id), unnest($name), unnest($side)"
_FILL_READ_NERVES = "insert into joint_text_nerve select unnest($text_id), unnest($name), unnest($side)"

# The number of a note is its row in the file.
_FILL_NOTES = """
create or replace temp table note_text_id as
select n.row_number, t.text_id
from note_checked n
join joint_text t on t.joints is not distinct from n.joints and t.nerves is not distinct from n.nerves
    and t.side is not distinct from n.side
where n.problem is null;

insert into note
select
    n.row_number, n.claim_id, n.patient_id, n.service_date, n.rendering_npi, n.injection_type, n.guidance, n.technique,
    nullif(array_to_string(list_sort(list_distinct(n.injectates)), ';'), ''), n.relief_percent,
    n.conservative_care_weeks, n.sedation, coalesce(r.status, 'none')
from note_checked n
left join note_text_id t on t.row_number = n.row_number
left join joint_text_read r on r.text_id = t.text_id
where n.problem is null;

insert into note_joint
select n.row_number, t.joint, t.side
from note_text_id n join joint_text_joint t on t.text_id = n.text_id;

insert into note_nerve
select n.row_number, t.nerve, t.side
from note_text_id n join joint_text_nerve t on t.text_id = n.text_id;
"""

_FILL_UNREADABLE = """
insert into unreadable_note
select $file, n.row_number, case when t.joints is not null then 'joints' else 'nerves' end, r.problem
from note_text_id n join joint_text t on t.text_id = n.text_id join joint_text_read r on r.text_id = n.text_id
where r.status = 'unreadable' order by n.row_number
"""

_DROP_HELPERS = """
drop table if exists note_text;
drop table if exists note_clean;
drop table if exists note_checked;
drop table if exists note_text_id;
drop table if exists joint_text;
drop table if exists joint_text_read;
drop table if exists joint_text_joint;
drop table if exists joint_text_nerve;
"""

_BLANK = " \t\r\n\u00a0\ufeff"


@dataclass(frozen=True)
class RejectedNote:
    """A row of the note file that was not accepted: its number (the header is row 1), column and reason."""

    row_number: int
    column: str | None
    reason: str


@dataclass(frozen=True)
class NotesReport:
    """What loading a note file came to: `read` = `accepted` + the number of `rejected`.

    `unreadable` counts accepted notes whose joints or nerves are not understood (rows and reasons: TEMP table
    `unreadable_note`); `ignored_columns` are headers of the file that are no column of a note; `sha256` is the hash of
    the file. Without a note file `file` and `sha256` are None and nothing was read.
    """

    file: str | None = None
    sha256: str | None = None
    read: int = 0
    accepted: int = 0
    rejected: tuple[RejectedNote, ...] = ()
    unreadable: int = 0
    ignored_columns: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the report as JSON values, rejected rows as their number (the rows are in `rejected_note`)."""
        return {
            "file": self.file,
            "sha256": self.sha256,
            "read": self.read,
            "accepted": self.accepted,
            "rejected": len(self.rejected),
            "unreadable": self.unreadable,
            "ignored_columns": list(self.ignored_columns),
        }


def load_notes(con: duckdb.DuckDBPyConnection, path: str | Path | None) -> NotesReport:
    """Load a file of procedure notes (CSV, XLSX or Parquet) and make the tables of documented joints.

    Makes, also when `path` is None (then empty, but for `joint`):
    `note` (one row per accepted note; note_id is its row in the file), `note_joint` (note_id, joint, side R, L or null;
    a bilateral joint is two rows), `note_nerve` (note_id, nerve, side; of notes whose joints were read from nerves),
    `joint` (the facet joints with their nerves), `rejected_note` and `unreadable_note` (file, row_number, column,
    reason). Raises InputRefused where the file cannot be read or has no key column.
    """
    con.execute(_CREATE_TABLES)
    joints = facet_joints()
    con.execute(
        _FILL_JOINT,
        {
            "joint": [joint.name for joint in joints],
            "region": [joint.region for joint in joints],
            "at_junction": [joint.at_junction for joint in joints],
            "order_number": [joint.order_number for joint in joints],
            "nerve_1": [joint.nerves[0] for joint in joints],
            "nerve_2": [joint.nerves[-1] for joint in joints],
            "basis": [joint.basis for joint in joints],
            "source_id": [joint.source_id for joint in joints],
        },
    )
    if path is None:
        con.execute(_DROP_HELPERS)
        return NotesReport()
    path = Path(path)
    try:
        ignored = read_note_file(con, path)
        con.execute(_CLEAN, {"blank": _BLANK})
        con.execute(_CHECK, {column: list(values) for column, values in ACCEPTED.items()})
        con.execute(_FILL_REJECTED, {"file": path.name})
        _read_joint_texts(con)
        con.execute(_FILL_NOTES)
        con.execute(_FILL_UNREADABLE, {"file": path.name})
    finally:
        con.execute(_DROP_HELPERS)
    return _report(con, path, ignored)


def _read_joint_texts(con: duckdb.DuckDBPyConnection) -> None:
    """Parse each different joint text of the accepted notes once and keep what it says."""
    read = [(text_id, parse_joints(*texts)) for text_id, *texts in con.execute(_DISTINCT_TEXTS).fetchall()]
    con.execute(
        _FILL_READ,
        {
            "text_id": [text_id for text_id, _ in read],
            "status": [documented.status for _, documented in read],
            "problem": [documented.problem for _, documented in read],
        },
    )
    _keep(con, _FILL_READ_JOINTS, [(text_id, documented.joints) for text_id, documented in read])
    _keep(con, _FILL_READ_NERVES, [(text_id, documented.nerves) for text_id, documented in read])


def _keep(con: duckdb.DuckDBPyConnection, fill: str, read: list[tuple[int, frozenset[SidedName]]]) -> None:
    named = [
        (text_id, name, side)
        for text_id, sided_names in read
        for name, side in sorted(sided_names, key=lambda sided: (sided[0], sided[1] or ""))
    ]
    con.execute(
        fill,
        {
            "text_id": [text_id for text_id, _, _ in named],
            "name": [name for _, name, _ in named],
            "side": [side for _, _, side in named],
        },
    )


def _report(con: duckdb.DuckDBPyConnection, path: Path, ignored: tuple[str, ...]) -> NotesReport:
    rejected = con.execute('select row_number, "column", reason from rejected_note order by row_number').fetchall()
    counts = con.execute("select count(*), count(*) filter (joints_status = 'unreadable') from note").fetchall()
    accepted, unreadable = counts[0]
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return NotesReport(
        file=path.name,
        sha256=sha256,
        read=accepted + len(rejected),
        accepted=accepted,
        rejected=tuple(RejectedNote(*row) for row in rejected),
        unreadable=unreadable,
        ignored_columns=ignored,
    )
