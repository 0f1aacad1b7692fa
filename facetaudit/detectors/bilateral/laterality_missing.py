"""First level without any side.

What it checks
    A first-level injection or ablation line with one unit on a professional or ASC claim that carries none of 50, RT
    and LT.

Why it matters
    Without a side the record cannot show which joint was treated, and a later session on the other side looks like a
    repeat.

How it counts
    One finding for each line, for review and without dollars.

Not counted
    Hospital outpatient claims; lines with two or more units (see FA202). A line whose modifier slots are all filled
    is unknown: the side may be lost.

Example
    64635 with one unit and no modifier in the office.

Sources
    Parameter `laterality`.
"""

from facetaudit.detectors.model import Detector

FINDINGS = """
select
    l.line_id,
    0 as observed,
    1 as limit_value,
    l.hcpcs || ' billed with one unit and without 50, RT or LT.' as reason,
    coalesce(
        l.hcpcs || n.side_modifier || l.other_suffix || ' x1',
        l.hcpcs || '-RT' || l.other_suffix || ' x1 or ' || l.hcpcs || '-LT' || l.other_suffix
            || ' x1, as the record shows'
    ) as correct_coding,
    p.source_id,
    p.basis
from facet_line l
join param p on p.name = 'laterality' and p.pack = l.pack and p.mac = l.mac
    and l.service_date between p.valid_from and p.valid_to
left join documented n on n.session_id = l.session_id
where l.role = 'base' and l.class in ('INJ', 'RFA') and l.claim_type in ('professional', 'asc')
    and l.units = 1 and l.side is null and not l.slots_full
"""

COVERAGE = """
select
    count(*) as eligible_lines,
    sum(case when side is null and slots_full then 1 else 0 end) as unknown_lines
from facet_line
where role = 'base' and class in ('INJ', 'RFA') and claim_type in ('professional', 'asc') and units = 1
"""

DETECTOR = Detector(
    code="FA207",
    name="laterality-missing",
    certainty="review",
    effect="none",
    parameters=("laterality",),
    findings=FINDINGS,
    coverage=COVERAGE,
    unknown_note="Every modifier slot of these lines is filled, so a side may have been lost.",
)
