"""Values that findings and exposure rest on and that nobody has checked against their documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb

from facetaudit.detectors import uses
from facetaudit.detectors.model import Detector
from facetaudit.policy import Policy, PolicyValue

EXPOSURE = "exposure"
"""Stands in place of a detector's code for a value that the exposure rests on."""

NAMES = "create or replace temp table value_name (code varchar, name varchar)"
# Findings that look alike to the policy, counted; a line's pack and MAC are those that history gave it.
FOUND = """
create or replace temp view found as
with line as (
    select line_id, pack, mac from facet_line
    union all
    select line_id, pack, mac from companion_line
    union all
    select u.line_id, u.pack, u.mac
    from unlisted_line u
    where u.line_id not in (select line_id from companion_line)
)
select f.code, l.hcpcs, l.service_date, n.pack, n.mac, f.source_id, f.basis, count(*) as findings
from raw_finding f
join claim_line l on l.line_id = f.line_id
left join line n on n.line_id = f.line_id
group by all
"""
# The nerve supply of the joints that a note's nerves make; a detector that asks for it reads `joints_unverified`.
NERVES = "joint_nerves"
# A list speaks for a line by the row of the line's own code; where it has none, by all of its rows in force.
USED = """
with listed as (
    select name, hcpcs, cast(null as varchar) as value, valid_from, valid_to, source_id, basis from code_set
    union all
    select 'mue', hcpcs, hcpcs || ' x' || cast(mue as varchar), valid_from, valid_to, source_id, basis from mue
    union all
    select name, null, null, valid_from, valid_to, source_id, basis from diagnosis_set
),
in_force as (
    select distinct
        f.code, f.hcpcs, f.service_date, v.name, s.value, s.valid_from, s.source_id, s.basis, s.hcpcs = f.hcpcs as own
    from (select distinct code, hcpcs, service_date from found) f
    join value_name v on v.code = f.code
    join listed s on s.name = v.name and f.service_date between s.valid_from and s.valid_to
        and (v.name <> 'mue' or s.hcpcs = f.hcpcs)
),
of_list as (
    select i.*
    from in_force i
    where i.basis = 'unverified' and (coalesce(i.own, false) or not exists (
        select 1 from in_force o
        where o.own and o.code = i.code and o.hcpcs = i.hcpcs and o.service_date = i.service_date and o.name = i.name
    ))
),
named as (
    select f.code, p.name as parameter, p.value, p.valid_from, p.source_id, sum(f.findings) as findings
    from found f
    join value_name v on v.code = f.code
    join param p on p.name = v.name and p.pack = f.pack and p.mac = f.mac
        and f.service_date between p.valid_from and p.valid_to
    where p.basis = 'unverified'
    group by all
    union all
    select f.code, o.name, o.value, o.valid_from, o.source_id, sum(f.findings)
    from found f
    join of_list o on o.code = f.code and o.hcpcs = f.hcpcs and o.service_date = f.service_date
    group by all
    union all
    select
        f.code, v.name,
        a.joint || ': ' || a.nerve_1 || case when a.nerve_2 <> a.nerve_1 then ', ' || a.nerve_2 else '' end,
        null, a.source_id, count(*)
    from raw_finding f
    join value_name v on v.code = f.code and v.name = 'joint_nerves'
    join facet_line l on l.line_id = f.line_id
    join (select distinct session_id, joint from session_joint where nerves_unverified) j on j.session_id = l.session_id
    join joint a on a.joint = j.joint
    where f.basis = 'unverified'
    group by all
)
select * from named
union all
select f.code, null, null, null, f.source_id, sum(f.findings)
from found f
where f.basis = 'unverified'
    and not exists (
        select 1 from named n
        where n.code = f.code and (n.source_id = f.source_id or n.parameter = 'joint_nerves')
    )
group by all
order by 1, 2 nulls last, 3, 4, 5
"""
COLUMNS = ("code", "parameter", "value", "valid_from", "source_id", "findings")


def unverified(
    con: duckdb.DuckDBPyConnection, chosen: Sequence[Detector], rules: Policy, behind_exposure: Sequence[PolicyValue]
) -> list[dict[str, Any]]:
    """Each unverified value with the detector that used it and its number of findings, in order of code.

    ``parameter`` is a parameter, a code list, `joint_nerves` (a row of the anatomy table), or empty where the finding's
    own source is all that can be said; ``behind_exposure`` are such values of the exposure's windows.
    """
    con.execute(NAMES)
    known = {*rules.code_sets, *rules.diagnoses}
    pairs = [(d.code, name) for d in chosen for name in (*d.parameters, *uses.lists(d, known))]
    pairs += [(d.code, NERVES) for d in chosen if "joints_unverified" in d.findings]
    if pairs:
        con.executemany("insert into value_name values (?, ?)", pairs)
    con.execute(FOUND)
    rows = con.sql(USED).fetchall()
    total = con.sql("select count(*) from raw_finding").fetchall()[0][0]
    rows += [(EXPOSURE, one.name, one.value, one.valid_from, one.source_id, total) for one in behind_exposure]
    return [
        {
            name: value if value is None or isinstance(value, str) else int(value) if name == "findings" else str(value)
            for name, value in zip(COLUMNS, row, strict=True)
        }
        for row in rows
    ]
