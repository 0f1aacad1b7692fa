"""Lists in words for the reasons and the correct coding of findings.

Ordered text aggregates are spelt in other words by every engine, so the few lists that findings quote are derived
tables of their words, put together once for each engine: `documented_text`, one row per session with a note
(session_id, says: `documents `, or what nerves it lists, which serve; joints: null where it has none of the region),
`coding_below` (group_id, region, level, coding: the injection lines of the group below that level, as they may be
billed) and `region_coding` (patient_id, service_date, pack, region, coding: the professional lines of a region on a day
with both).
"""

from __future__ import annotations

from facetaudit.history.derived import Derived

# Nerves are told only where every joint of the session is known by them.
NERVE_WORD = """
with place as (
    select nerve, region, at_junction, min(order_number) as order_number
    from (
        select nerve_1 as nerve, region, at_junction, 2 * order_number as order_number from joint
        union all
        select nerve_2, region, at_junction, 2 * order_number + 1 from joint
    ) n
    group by nerve, region, at_junction
)
select
    s.session_id, n.nerve || case when n.side is null then '' else ' ' || n.side end as word,
    min(p.order_number) as order_number, n.side
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
"""

NERVES_IN_WORDS = """
select session_id, count(*) as nerves, string_agg(word, ', ' order by order_number, side desc nulls last) as names
from nerve_word
group by session_id
"""
NERVES_IN_WORDS_SPARK = """
select
    session_id, count(*) as nerves,
    listagg(word, ', ') within group (order by order_number, side desc nulls last) as names
from nerve_word
group by session_id
"""

JOINT_WORD = """
select session_id, joint || case when side is null then '' else ' ' || side end as word, order_number, side
from session_joint
"""

JOINTS_IN_WORDS = """
select session_id, string_agg(word, ', ' order by order_number, side desc nulls last) as names
from joint_word
group by session_id
"""
JOINTS_IN_WORDS_SPARK = """
select session_id, listagg(word, ', ') within group (order by order_number, side desc nulls last) as names
from joint_word
group by session_id
"""

DOCUMENTED_TEXT = """
select
    d.session_id,
    case
        when l.nerves is null then 'documents '
        when l.nerves = 1 then 'lists the nerve ' || l.names || ', which serves '
        else 'lists the nerves ' || l.names || ', which serve '
    end as says,
    n.names as joints
from documented d
left join joints_in_words n on n.session_id = d.session_id
left join nerves_in_words l on l.session_id = d.session_id
"""

BELOW_WORD = """
with wanted as (
    select distinct l.group_id, l.region, l.level
    from facet_line l
    where l.class = 'INJ' and (l.level = 3 or l.session_id in (select session_id from documented where joints_known))
)
select
    w.group_id, w.region, w.level,
    k.hcpcs || k.side_modifiers || k.other_suffix || ' x' || k.units_text as word,
    k.level as word_level, k.claim_id, k.line_number
from wanted w
join facet_line k on k.group_id = w.group_id and k.region = w.region and k.class = 'INJ' and k.level < w.level
"""

CODING_BELOW = """
select group_id, region, level, string_agg(word, ', ' order by word_level, claim_id, line_number) as coding
from below_word
group by group_id, region, level
"""
CODING_BELOW_SPARK = """
select
    group_id, region, level, listagg(word, ', ') within group (order by word_level, claim_id, line_number) as coding
from below_word
group by group_id, region, level
"""

REGION_WORD = """
with two_regions as (
    select patient_id, service_date, pack
    from facet_line
    where class in ('INJ', 'RFA') and claim_type = 'professional'
    group by patient_id, service_date, pack
    having min(region) <> max(region)
)
select
    k.patient_id, k.service_date, k.pack, k.region, k.hcpcs, k.claim_id, k.line_number,
    k.hcpcs || k.side_modifiers || k.other_suffix || ' x' || k.units_text as word
from two_regions b
join facet_line k on k.patient_id = b.patient_id and k.service_date = b.service_date and k.pack = b.pack
    and k.class in ('INJ', 'RFA') and k.claim_type = 'professional'
"""

REGION_CODING = """
select patient_id, service_date, pack, region, string_agg(word, ', ' order by hcpcs, claim_id, line_number) as coding
from region_word
group by patient_id, service_date, pack, region
"""
REGION_CODING_SPARK = """
select
    patient_id, service_date, pack, region,
    listagg(word, ', ') within group (order by hcpcs, claim_id, line_number) as coding
from region_word
group by patient_id, service_date, pack, region
"""

TEXTS = (
    Derived("joint_word", JOINT_WORD, stored=False),
    Derived("joints_in_words", JOINTS_IN_WORDS, stored=False, portable=False, spark=JOINTS_IN_WORDS_SPARK),
    Derived("nerve_word", NERVE_WORD, stored=False),
    Derived("nerves_in_words", NERVES_IN_WORDS, stored=False, portable=False, spark=NERVES_IN_WORDS_SPARK),
    Derived("documented_text", DOCUMENTED_TEXT),
    Derived("below_word", BELOW_WORD, stored=False),
    Derived("coding_below", CODING_BELOW, portable=False, spark=CODING_BELOW_SPARK),
    Derived("region_word", REGION_WORD, stored=False),
    Derived("region_coding", REGION_CODING, portable=False, spark=REGION_CODING_SPARK),
)
