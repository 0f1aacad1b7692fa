"""Third level billed where Medicare does not cover one.

What it checks
    Every 64492 or 64495 line from the first day of the MAC's 2021 coverage text.

Why it matters
    The 2021 texts pay one or two levels a session; a third is considered on appeal only, and from the MAC's 2024
    revision three- and four-level procedures are not covered at all. A paid third level is money that is taken back.

How it counts
    One finding for each line. Certain from the MAC's 2024 date, probable before it. The whole line is not payable.

Not counted
    Dates before the MAC's 2021 text, other packs than medicare, denied lines.

Example
    64493-RT, 64494-RT and 64495-RT on 2025-03-04 under Palmetto: the 64495 line is a certain finding.

Sources
    Parameter `third_level` (LCD limitations by MAC and date).
"""

from facetaudit.detectors.model import Detector

FINDINGS = """
select
    l.line_id,
    case when p.value = 'non-covered' then 'certain' else 'probable' end as certainty,
    3 as observed,
    2 as limit_value,
    case when p.value = 'non-covered'
        then 'Third level ' || l.hcpcs || ' billed; at most two levels a session are covered on this date.'
        else 'Third level ' || l.hcpcs || ' billed; on this date a third level is payable on appeal only.'
    end as reason,
    coalesce(c.coding, 'no line payable') as correct_coding,
    p.source_id,
    p.basis,
    0 as corrected_pairs,
    0 as corrected_singles
from facet_line l
join param p on p.name = 'third_level' and p.pack = l.pack and p.mac = l.mac
    and l.service_date between p.valid_from and p.valid_to
left join coding_below c on c.group_id = l.group_id and c.region = l.region and c.level = l.level
where l.class = 'INJ' and l.level = 3 and p.value <> 'payable'
"""

COVERAGE = """
select count(*) as eligible_lines, 0 as unknown_lines
from facet_line l
join param p on p.name = 'third_level' and p.pack = l.pack and p.mac = l.mac
    and l.service_date between p.valid_from and p.valid_to
where l.class = 'INJ' and p.value <> 'payable'
"""

DETECTOR = Detector(
    code="FA102",
    name="third-level-not-covered",
    certainty="certain",
    effect="deny",
    packs=("medicare",),
    parameters=("third_level",),
    mac_dated=True,
    findings=FINDINGS,
    coverage=COVERAGE,
)
