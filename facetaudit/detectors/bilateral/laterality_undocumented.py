"""Both sides billed, one side documented.

What it checks
    A line that says both sides, against the joints of its region that the session's note documents.

Why it matters
    Modifier 50 pays 150 %. A note that shows one side supports 100 %.

How it counts
    A finding when the note documents joints of the region and none of them on both sides. The line is worth its
    allowed amount divided by 150 %.

Not counted
    Sessions without a note with readable joints, and joints without a known side: unknown. A note without joints of
    the region.

Example
    64493-50 where the note blocks L4-5 on the right only: correct is 64493-RT.

Sources
    Parameters `base_bilateral` and `bilateral_payment_percent`.
"""

from facetaudit.detectors.model import Detector

FINDINGS = """
select
    l.line_id,
    2 as observed,
    1 as limit_value,
    l.hcpcs || ' billed for both sides; the note ' || t.says || t.joints || ', no joint on both.' as reason,
    coalesce(
        l.hcpcs || n.side_modifier || l.other_suffix || ' x' || l.units_text,
        l.hcpcs || '-RT' || l.other_suffix || ' x' || l.units_text || ' or ' || l.hcpcs || '-LT' || l.other_suffix
            || ' x' || l.units_text || ', as documented'
    ) as correct_coding,
    p.source_id,
    case when n.joints_unverified then 'unverified' else p.basis end as basis,
    'share' as recode,
    100 as numerator,
    b.number as denominator,
    0 as corrected_pairs,
    l.units as corrected_singles
from facet_line l
join documented n on n.session_id = l.session_id
left join documented_text t on t.session_id = l.session_id
join param p on p.name = 'base_bilateral' and p.pack = l.pack and p.mac = l.mac
    and l.service_date between p.valid_from and p.valid_to
join param b on b.name = 'bilateral_payment_percent' and b.pack = l.pack and b.mac = l.mac
    and l.service_date between b.valid_from and b.valid_to
where l.side = 'B' and n.joints_known and n.sides_known and n.joints > 0 and not n.has_both_sides
"""

COVERAGE = """
select
    count(*) as eligible_lines,
    sum(case when n.session_id is null or not n.joints_known or not n.sides_known then 1 else 0 end) as unknown_lines
from facet_line l
left join documented n on n.session_id = l.session_id
where l.side = 'B' and l.class in ('INJ', 'RFA')
"""

DETECTOR = Detector(
    code="FA209",
    name="laterality-undocumented",
    certainty="certain",
    effect="recode",
    parameters=("base_bilateral", "bilateral_payment_percent"),
    needs=("joints or nerves with sides in the procedure notes",),
    findings=FINDINGS,
    coverage=COVERAGE,
    unknown_note="No procedure note with readable joints and their sides for these lines.",
)
