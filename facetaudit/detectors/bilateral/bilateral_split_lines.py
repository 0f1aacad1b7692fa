"""A first level on both sides billed as a right and a left line.

What it checks
    A first-level code that one provider bills twice on a day, one unit with RT and one unit with LT, on a
    professional or hospital outpatient claim.

Why it matters
    Both sides of a level are one line with modifier 50. Two lines at full price pay 200 % where 150 % is due.

How it counts
    Both lines are at issue. Together they are worth the smaller of their sum and 150 % of the larger, put on the first
    line in line order.

Not counted
    ASC facility claims, where RT and LT lines are the correct form; three or more lines or units (see FA103).

Example
    64490-RT and 64490-LT in the office on one day: correct is 64490-50 x1.

Sources
    Parameters `base_bilateral` and `bilateral_payment_percent`.
"""

from facetaudit.detectors.model import Detector

FINDINGS = """
select
    l.line_id,
    2 as observed,
    1 as limit_value,
    l.hcpcs || ' billed on a right and a left line; both sides of a level are one line with modifier 50.' as reason,
    l.hcpcs || '-50' || l.other_suffix || ' x1' as correct_coding,
    p.source_id,
    p.basis,
    'pair' as recode,
    r.first_line_id as pattern_id,
    b.number as numerator,
    100 as denominator,
    case when l.line_id = r.first_line_id then 1 else 0 end as corrected_pairs,
    0 as corrected_singles
from repeated_code r
join facet_line l on l.group_id = r.group_id and l.hcpcs = r.hcpcs
join param p on p.name = 'base_bilateral' and p.pack = l.pack and p.mac = l.mac
    and l.service_date between p.valid_from and p.valid_to
join param b on b.name = 'bilateral_payment_percent' and b.pack = l.pack and b.mac = l.mac
    and l.service_date between b.valid_from and b.valid_to
where r.role = 'base' and r.claim_type in ('professional', 'hopd') and r.is_right_left_pair
"""

COVERAGE = """
select count(*) as eligible_lines, 0 as unknown_lines
from facet_line
where role = 'base' and claim_type in ('professional', 'hopd')
"""

DETECTOR = Detector(
    code="FA201",
    name="bilateral-split-lines",
    certainty="certain",
    effect="recode",
    parameters=("base_bilateral", "bilateral_payment_percent"),
    findings=FINDINGS,
    coverage=COVERAGE,
)
