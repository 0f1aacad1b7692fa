"""What the procedure notes document, session by session.

`session_note` (session_id, note_id) and `documented`, one row per session that has a note: notes,
says_diagnostic/says_therapeutic/says_rfa, joints_known (false when a note's text is unreadable or no note names a
joint), joints, joint_sides, right_joints and left_joints of the session's region, sides_known, has_both_sides,
side_modifier (`-50`, `-RT` or `-LT` where all joints have the same sides), joints_unverified (a joint is known by
nerves whose supply nobody has checked), lowest_relief (percent), fewest_care_weeks, says_biologic, says_pulsed,
says_chemical, says_no_guidance and says_ultrasound (guidance).
"""

from __future__ import annotations

from facetaudit.history.derived import Derived

NOTE_LINE = """
with active as (
    select line_id, claim_id, patient_id, service_date, rendering_npi from claim_line where active and audited
),
by_claim as (
    select n.note_id, l.line_id from active l join note n on n.claim_id = l.claim_id
)
select note_id, line_id from by_claim
union all
select n.note_id, l.line_id
from active l
join note n on n.patient_id = l.patient_id and n.service_date = l.service_date
    and (n.rendering_npi is null or n.rendering_npi = l.rendering_npi)
where n.note_id not in (select note_id from by_claim)
"""

SESSION_NOTE = """
select distinct l.session_id, m.note_id
from note_line m
join note n on n.note_id = m.note_id
join facet_line l on l.line_id = m.line_id
where l.session_id is not null
    and (n.injection_type is null or (n.injection_type = 'rfa') = (l.class = 'RFA'))
"""

SESSION_JOINT = """
select
    s.session_id, j.joint, a.order_number, j.side,
    min(case when a.basis = 'unverified' and j.note_id in (select note_id from note_nerve) then 1 else 0 end) = 1
        as nerves_unverified
from session_note sn
join session s on s.session_id = sn.session_id
join note_joint j on j.note_id = sn.note_id
join joint a on a.joint = j.joint
where case when s.thoracolumbar and a.at_junction then 'LS' else a.region end = s.region
group by s.session_id, j.joint, a.order_number, j.side
"""

DOCUMENTED = """
with said as (
    select
        sn.session_id,
        count(*) as notes,
        max(case when n.injection_type = 'diagnostic' then 1 else 0 end) = 1 as says_diagnostic,
        max(case when n.injection_type = 'therapeutic' then 1 else 0 end) = 1 as says_therapeutic,
        max(case when n.injection_type = 'rfa' then 1 else 0 end) = 1 as says_rfa,
        max(case when n.joints_status = 'read' then 1 else 0 end) = 1
            and max(case when n.joints_status = 'unreadable' then 1 else 0 end) = 0 as joints_known,
        min(n.relief_percent) as lowest_relief,
        min(n.conservative_care_weeks) as fewest_care_weeks,
        max(case when ';' || replace(n.injectate, ' ', '') || ';' like '%;biologic;%' then 1 else 0 end) = 1
            as says_biologic,
        max(case when n.technique = 'pulsed' then 1 else 0 end) = 1 as says_pulsed,
        max(case when n.technique = 'chemical' then 1 else 0 end) = 1 as says_chemical,
        max(case when n.guidance = 'none' then 1 else 0 end) = 1 as says_no_guidance,
        max(case when n.guidance = 'ultrasound' then 1 else 0 end) = 1 as says_ultrasound
    from session_note sn
    join note n on n.note_id = sn.note_id
    group by sn.session_id
),
by_joint as (
    select
        session_id, joint, count(side) as sides, count(*) - count(side) as sideless,
        max(case when side = 'R' then 1 else 0 end) as right_side,
        max(case when side = 'L' then 1 else 0 end) as left_side,
        max(case when nerves_unverified then 1 else 0 end) as unverified
    from session_joint
    group by session_id, joint
),
found as (
    select
        session_id, count(*) as joints, sum(sides) as joint_sides, max(sideless) = 0 as sides_known,
        max(sides) = 2 as has_both_sides, sum(right_side) as right_joints, sum(left_side) as left_joints,
        max(unverified) = 1 as joints_unverified
    from by_joint
    group by session_id
)
select
    s.session_id, s.notes, s.says_diagnostic, s.says_therapeutic, s.says_rfa, s.joints_known,
    cast(coalesce(f.joints, 0) as integer) as joints,
    cast(coalesce(f.joint_sides, 0) as integer) as joint_sides,
    coalesce(f.sides_known, true) as sides_known,
    coalesce(f.has_both_sides, false) as has_both_sides,
    cast(coalesce(f.right_joints, 0) as integer) as right_joints,
    cast(coalesce(f.left_joints, 0) as integer) as left_joints,
    case
        when not s.joints_known or not f.sides_known then null
        when f.right_joints = f.joints and f.left_joints = f.joints then '-50'
        when f.left_joints = 0 then '-RT'
        when f.right_joints = 0 then '-LT'
    end as side_modifier,
    coalesce(f.joints_unverified, false) as joints_unverified,
    s.lowest_relief, s.fewest_care_weeks, s.says_biologic, s.says_pulsed, s.says_chemical, s.says_no_guidance,
    s.says_ultrasound
from said s
left join found f on f.session_id = s.session_id
"""

# A note's claim may have lines of more than one patient, by mistake: all lines are asked.
NOTE_LINES = (Derived("note_line", NOTE_LINE),)
NOTES = (
    Derived("session_note", SESSION_NOTE),
    Derived("session_joint", SESSION_JOINT),
    Derived("documented", DOCUMENTED),
)
