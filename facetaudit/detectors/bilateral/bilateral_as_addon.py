"""Both sides of one level billed as a first and a second level.

What it checks
    A provider's professional day whose injection lines of a region are exactly a first level with one side and a
    second level with the other side.

Why it matters
    The second level names another joint. One level on both sides is the first-level code with modifier 50; the OIG
    found this form in most bilateral errors of 2006.

How it counts
    Both lines are at issue. The first-level line is worth 150 % of its allowed amount, the second-level line nothing;
    the difference is signed, for it is often small and may be an underpayment.

Not counted
    The thoraco-lumbar junction (64490 with 64494), days with further injection lines of the region.

Example
    64493-RT and 64494-LT: correct for one level on both sides is 64493-50 x1.

Sources
    Parameters `base_bilateral` and `bilateral_payment_percent`.
"""

from facetaudit.detectors.model import Detector

FINDINGS = """
with two_line_region as (
    select
        group_id, region,
        max(case when level = 1 then side end) as base_side,
        max(case when level = 2 then side end) as addon_side,
        min(hcpcs) as base_code,
        max(hcpcs) as addon_code,
        min(line_id) as pattern_id
    from facet_line
    where claim_type = 'professional' and class = 'INJ' and not thoracolumbar
    group by group_id, region
    having count(*) = 2
        and sum(case when level = 1 and side in ('R', 'L') then 1 else 0 end) = 1
        and sum(case when level = 2 and side in ('R', 'L') then 1 else 0 end) = 1
)
select
    l.line_id,
    2 as observed,
    1 as limit_value,
    t.base_code || ' on one side and ' || t.addon_code
        || ' on the other: the form of one level on both sides, which is one line with modifier 50.' as reason,
    t.base_code || '-50' || l.other_suffix || ' x1' as correct_coding,
    p.source_id,
    p.basis,
    'base' as recode,
    t.pattern_id,
    b.number as numerator,
    100 as denominator,
    case when l.level = 1 then 1 else 0 end as corrected_pairs,
    0 as corrected_singles
from two_line_region t
join facet_line l on l.group_id = t.group_id and l.region = t.region and l.class = 'INJ'
join param p on p.name = 'base_bilateral' and p.pack = l.pack and p.mac = l.mac
    and l.service_date between p.valid_from and p.valid_to
join param b on b.name = 'bilateral_payment_percent' and b.pack = l.pack and b.mac = l.mac
    and l.service_date between b.valid_from and b.valid_to
where t.base_side <> t.addon_side
"""

COVERAGE = """
select count(*) as eligible_lines, 0 as unknown_lines
from facet_line
where claim_type = 'professional' and class = 'INJ' and level in (1, 2)
"""

DETECTOR = Detector(
    code="FA203",
    name="bilateral-as-addon",
    certainty="probable",
    effect="recode",
    parameters=("base_bilateral", "bilateral_payment_percent"),
    findings=FINDINGS,
    coverage=COVERAGE,
)
