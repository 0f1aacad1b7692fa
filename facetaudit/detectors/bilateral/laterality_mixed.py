"""First and second level of one session with unequal sides.

What it checks
    Injections of a provider's day and region on professional and hospital outpatient claims: a first level with
    modifier 50 beside a second-level code whose units total one without 50, or the reverse.

Why it matters
    Treating one level on both sides and the next on one side happens, but more often a 50 was forgotten or put on the
    wrong line.

How it counts
    The second-level lines, for review and without dollars.

Not counted
    ASC facility claims. Where a line of the part without 50 has all its modifier slots filled, the 50 may be lost:
    unknown.

Example
    64493-50 and 64494-RT.

Sources
    Parameter `laterality`.
"""

from facetaudit.detectors.model import Detector

FINDINGS = """
with sided as (
    select
        group_id, region, min(case when level = 1 then hcpcs end) as base_code,
        sum(case when level = 1 then units else 0 end) as base_units,
        sum(case when level = 2 then units else 0 end) as second_units,
        max(case when level = 1 and has_50 then 1 else 0 end) as base_with_50,
        max(case when level = 2 and has_50 then 1 else 0 end) as second_with_50,
        max(case when level = 1 and slots_full then 1 else 0 end) as base_full,
        max(case when level = 2 and slots_full then 1 else 0 end) as second_full
    from facet_line
    where class = 'INJ' and claim_type in ('professional', 'hopd')
    group by group_id, region
)
select
    l.line_id,
    case when s.base_with_50 = 1 then 2 else 1 end as observed,
    case when s.base_with_50 = 1 then 1 else 2 end as limit_value,
    case when s.base_with_50 = 1 then 'First level billed for both sides and ' || l.hcpcs || ' for one.'
        else l.hcpcs || ' billed for both sides and the first level for one.' end as reason,
    coalesce(
        s.base_code || n.side_modifier || ' x1, ' || l.hcpcs || n.side_modifier || ' x1',
        s.base_code || '-50 x1, ' || l.hcpcs || '-50 x1 if both levels were treated on both sides; else as billed'
    ) as correct_coding,
    p.source_id,
    p.basis
from sided s
join facet_line l on l.group_id = s.group_id and l.region = s.region and l.class = 'INJ' and l.level = 2
join param p on p.name = 'laterality' and p.pack = l.pack and p.mac = l.mac
    and l.service_date between p.valid_from and p.valid_to
left join documented n on n.session_id = l.session_id
where (s.base_with_50 = 1 and s.second_with_50 = 0 and s.second_units = 1 and s.second_full = 0)
    or (s.second_with_50 = 1 and s.base_with_50 = 0 and s.base_units = 1 and s.base_full = 0)
"""

COVERAGE = """
with sided as (
    select
        group_id, region,
        sum(case when level = 2 then 1 else 0 end) as second_lines,
        sum(case when level = 1 then units else 0 end) as base_units,
        sum(case when level = 2 then units else 0 end) as second_units,
        max(case when level = 1 and has_50 then 1 else 0 end) as base_with_50,
        max(case when level = 2 and has_50 then 1 else 0 end) as second_with_50,
        max(case when level = 1 and slots_full then 1 else 0 end) as base_full,
        max(case when level = 2 and slots_full then 1 else 0 end) as second_full
    from facet_line
    where class = 'INJ' and claim_type in ('professional', 'hopd')
    group by group_id, region
)
select
    sum(second_lines) as eligible_lines,
    sum(case when (base_with_50 = 1 and second_with_50 = 0 and second_units = 1 and second_full = 1)
        or (second_with_50 = 1 and base_with_50 = 0 and base_units = 1 and base_full = 1)
        then second_lines else 0 end) as unknown_lines
from sided
"""

DETECTOR = Detector(
    code="FA208",
    name="laterality-mixed",
    certainty="review",
    effect="none",
    parameters=("laterality",),
    findings=FINDINGS,
    coverage=COVERAGE,
    unknown_note="Every modifier slot of the line without 50 is filled, so a 50 may have been lost.",
)
