"""Side modifiers that contradict each other on one line.

What it checks
    One line of the family with modifier 50 and RT or LT, or with both RT and LT.

Why it matters
    50 says both sides, RT and LT say one. The payer's system picks one meaning, and the record supports only one.

How it counts
    One finding for each line, without dollars.

Not counted
    RT and LT on two lines of one code (see FA201).

Example
    64493-50-RT: correct is 64493-50 when both sides were treated, 64493-RT when one was.

Sources
    Parameter `laterality`.
"""

from facetaudit.detectors.model import Detector

FINDINGS = """
select
    l.line_id,
    case when l.has_50 then 1 else 0 end + case when l.has_rt then 1 else 0 end + case when l.has_lt then 1 else 0 end
        as observed,
    1 as limit_value,
    l.hcpcs || ' carries ' || case
            when l.has_50 and l.has_rt and l.has_lt then '50, RT and LT'
            when l.has_50 and l.has_rt then '50 and RT'
            when l.has_50 then '50 and LT'
            else 'RT and LT'
        end || ' on one line; they exclude each other.' as reason,
    coalesce(
        l.hcpcs || n.side_modifier || l.other_suffix || ' x' || l.units_text,
        l.hcpcs || '-50' || l.other_suffix || ' x1 if both sides were treated, else ' || l.hcpcs || '-RT'
            || l.other_suffix || ' x1 or ' || l.hcpcs || '-LT' || l.other_suffix || ' x1'
    ) as correct_coding,
    p.source_id,
    p.basis
from facet_line l
join param p on p.name = 'laterality' and p.pack = l.pack and p.mac = l.mac
    and l.service_date between p.valid_from and p.valid_to
left join documented n on n.session_id = l.session_id
where (l.has_50 and (l.has_rt or l.has_lt)) or (l.has_rt and l.has_lt)
"""

COVERAGE = """
select count(*) as eligible_lines, 0 as unknown_lines
from facet_line
where has_50 or has_rt or has_lt
"""

DETECTOR = Detector(
    code="FA206",
    name="laterality-conflict",
    certainty="certain",
    effect="none",
    parameters=("laterality",),
    findings=FINDINGS,
    coverage=COVERAGE,
)
