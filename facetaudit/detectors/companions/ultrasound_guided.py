"""Facet injection under ultrasound, which Medicare does not cover.

What it checks
    Every line of 0213T to 0218T from the first day of the MAC's 2021 coverage text.

Why it matters
    The coverage texts call for fluoroscopy or CT; ultrasound guidance is not reasonable and necessary. Beside the
    codes with fluoroscopy the two kinds exclude each other as well.

How it counts
    One finding for each line; the whole line is not payable. Probable; certain where the provider's day and claim type
    also has an injection line (64490-64495).

Not counted
    Dates before the MAC's 2021 text; other packs than medicare.

Example
    0216T-RT in the office on 2025-03-04: probable. With 64493-RT by the same provider: certain.

Sources
    Parameter `ultrasound_guidance` (LCDs, NCCI procedure-to-procedure edits).
"""

from facetaudit.detectors.model import Detector

FINDINGS = """
with injected as (
    select group_id, min(hcpcs) as injection
    from facet_line
    where class = 'INJ'
    group by group_id
)
select
    l.line_id,
    case when i.injection is null then 'probable' else 'certain' end as certainty,
    case when i.injection is null
        then l.hcpcs || ' billed; facet injections under ultrasound are not covered on this date.'
        else l.hcpcs || ' billed beside ' || i.injection
            || ' of the same provider''s day; the two exclude each other and ultrasound is not covered.'
    end as reason,
    'no line payable' as correct_coding,
    p.source_id,
    p.basis,
    0 as corrected_pairs,
    0 as corrected_singles
from facet_line l
join param p on p.name = 'ultrasound_guidance' and p.pack = l.pack and p.mac = l.mac
    and l.service_date between p.valid_from and p.valid_to
left join injected i on i.group_id = l.group_id
where l.class = 'US' and p.value = 'not-covered'
"""

COVERAGE = """
select count(*) as eligible_lines, 0 as unknown_lines
from facet_line l
join param p on p.name = 'ultrasound_guidance' and p.pack = l.pack and p.mac = l.mac
    and l.service_date between p.valid_from and p.valid_to
where l.class = 'US' and p.value = 'not-covered'
"""

DETECTOR = Detector(
    code="FA503",
    name="ultrasound-guided",
    certainty="probable",
    effect="deny",
    packs=("medicare",),
    parameters=("ultrasound_guidance",),
    mac_dated=True,
    findings=FINDINGS,
    coverage=COVERAGE,
)
