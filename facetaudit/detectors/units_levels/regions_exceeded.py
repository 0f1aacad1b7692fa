"""Both spinal regions treated on one day.

What it checks
    The active professional injection and ablation lines of a patient's day, whoever billed them, from the first day of
    the MAC's 2021 text: of one region, cervical/thoracic or lumbar/sacral.

Why it matters
    One region a session is covered. No coding edit joins the two regions, so both are paid and the second is found
    afterwards.

How it counts
    The lines of the region with the smaller total allowed are not payable; the lumbar/sacral lines where the totals
    are equal or an amount is missing. Probable, since the chart may show why both were treated.

Not counted
    The thoraco-lumbar junction (64490 with 64494, or 64633 with 64636), which is one lumbar session; facility claims;
    ultrasound-guided codes; other packs than medicare.

Example
    64490-RT at 210.00 and 64493-RT at 190.00 on a day: the 64493 line.

Sources
    Parameter `region_limit`; the code set `thoraco_lumbar`.
"""

from facetaudit.detectors.model import Detector

FINDINGS = """
with treated as (
    select
        l.line_id, l.patient_id, l.pack, l.service_date, l.region, l.allowed_amount,
        p.number as region_limit, p.source_id, p.basis
    from facet_line l
    join param p on p.name = 'region_limit' and p.pack = l.pack and p.mac = l.mac
        and l.service_date between p.valid_from and p.valid_to
    where l.class in ('INJ', 'RFA') and l.claim_type = 'professional' and p.number is not null
),
day_total as (
    select
        patient_id, pack, service_date,
        case when min(region) <> max(region) then 2 else 1 end as regions,
        count(*) - count(allowed_amount) as lines_without_amount,
        sum(case when region = 'CT' then allowed_amount end) as ct_allowed,
        sum(case when region = 'LS' then allowed_amount end) as ls_allowed
    from treated
    group by patient_id, pack, service_date
),
smaller as (
    select
        d.*,
        case when d.lines_without_amount = 0 and d.ct_allowed < d.ls_allowed then 'CT' else 'LS' end as smaller_region
    from day_total d
)
select
    t.line_id,
    d.regions as observed,
    t.region_limit as limit_value,
    'Cervical/thoracic and lumbar/sacral lines on one day'
        || case when d.lines_without_amount = 0
            then ', ' || cast(cast(d.ct_allowed as decimal(12,2)) as string) || ' and '
                || cast(cast(d.ls_allowed as decimal(12,2)) as string) || ' allowed'
            else ', not every amount known' end || '; '
        || cast(cast(t.region_limit as integer) as string) || ' region a session is covered, so the '
        || case when t.region = 'CT' then 'cervical/thoracic' else 'lumbar/sacral' end || ' lines are at issue.'
        as reason,
    c.coding as correct_coding,
    t.source_id,
    t.basis,
    0 as corrected_pairs,
    0 as corrected_singles
from treated t
join smaller d on d.patient_id = t.patient_id and d.pack = t.pack and d.service_date = t.service_date
    and d.smaller_region = t.region
left join region_coding c on c.patient_id = t.patient_id and c.pack = t.pack and c.service_date = t.service_date
    and c.region <> t.region
where d.regions > t.region_limit
"""

COVERAGE = """
select count(*) as eligible_lines, 0 as unknown_lines
from facet_line l
join param p on p.name = 'region_limit' and p.pack = l.pack and p.mac = l.mac
    and l.service_date between p.valid_from and p.valid_to
where l.class in ('INJ', 'RFA') and l.claim_type = 'professional' and p.number is not null
"""

DETECTOR = Detector(
    code="FA107",
    name="regions-exceeded",
    certainty="probable",
    effect="deny",
    packs=("medicare",),
    parameters=("region_limit",),
    mac_dated=True,
    findings=FINDINGS,
    coverage=COVERAGE,
)
