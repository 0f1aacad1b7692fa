"""Lists in words for the reasons and the correct coding of findings.

Ordered text aggregates differ between engines, so the few lists that findings quote are derived tables:
`documented_text`, one row per session with a note (session_id, says: `documents `, or what nerves it lists, which
serve; joints: null where it has none of the region), `coding_below` (group_id, region, level, coding: the injection
lines of the group below that level, as they may be billed) and `region_coding` (patient_id, service_date, pack, region,
coding: the professional lines of a region on a day with both).
"""

from __future__ import annotations

from facetaudit.history.derived import Derived

# Nerves are told only where every joint of the session is known by them.
DOCUMENTED_TEXT = """
with named as (
    select
        session_id,
        string_agg(joint || case when side is null then '' else ' ' || side end, ', ' order by order_number, side desc)
            as joints
    from session_joint
    group by session_id
),
place as (
    select nerve, region, at_junction, min(order_number) as order_number
    from (
        select nerve_1 as nerve, region, at_junction, 2 * order_number as order_number from joint
        union all
        select nerve_2, region, at_junction, 2 * order_number + 1 from joint
    ) n
    group by nerve, region, at_junction
),
session_nerve as (
    select s.session_id, n.nerve, n.side, min(p.order_number) as order_number
    from session_note sn
    join session s on s.session_id = sn.session_id
    join note_nerve n on n.note_id = sn.note_id
    join place p on p.nerve = n.nerve
        and case when s.thoracolumbar and p.at_junction then 'LS' else p.region end = s.region
    where s.session_id not in (
        select o.session_id
        from session_note o
        join note_joint j on j.note_id = o.note_id
        where o.note_id not in (select note_id from note_nerve)
    )
    group by s.session_id, n.nerve, n.side
),
listed as (
    select
        session_id, count(*) as nerves,
        string_agg(nerve || case when side is null then '' else ' ' || side end, ', ' order by order_number, side desc)
            as names
    from session_nerve
    group by session_id
)
select
    d.session_id,
    case
        when l.nerves is null then 'documents '
        when l.nerves = 1 then 'lists the nerve ' || l.names || ', which serves '
        else 'lists the nerves ' || l.names || ', which serve '
    end as says,
    n.joints
from documented d
left join named n on n.session_id = d.session_id
left join listed l on l.session_id = d.session_id
"""

CODING_BELOW = """
with wanted as (
    select distinct l.group_id, l.region, l.level
    from facet_line l
    where l.class = 'INJ' and (l.level = 3 or l.session_id in (select session_id from documented where joints_known))
)
select
    w.group_id, w.region, w.level,
    string_agg(
        k.hcpcs || k.side_modifiers || k.other_suffix || ' x' || k.units_text,
        ', ' order by k.level, k.claim_id, k.line_number
    ) as coding
from wanted w
join facet_line k on k.group_id = w.group_id and k.region = w.region and k.class = 'INJ' and k.level < w.level
group by w.group_id, w.region, w.level
"""

REGION_CODING = """
with two_regions as (
    select patient_id, service_date, pack
    from facet_line
    where class in ('INJ', 'RFA') and claim_type = 'professional'
    group by patient_id, service_date, pack
    having min(region) <> max(region)
)
select
    k.patient_id, k.service_date, k.pack, k.region,
    string_agg(
        k.hcpcs || k.side_modifiers || k.other_suffix || ' x' || k.units_text,
        ', ' order by k.hcpcs, k.claim_id, k.line_number
    ) as coding
from two_regions b
join facet_line k on k.patient_id = b.patient_id and k.service_date = b.service_date and k.pack = b.pack
    and k.class in ('INJ', 'RFA') and k.claim_type = 'professional'
group by k.patient_id, k.service_date, k.pack, k.region
"""

TEXTS = (
    Derived("documented_text", DOCUMENTED_TEXT),
    Derived("coding_below", CODING_BELOW),
    Derived("region_coding", REGION_CODING),
)
