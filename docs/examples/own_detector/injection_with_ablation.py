"""Injection on the day of an ablation of the same region.

What it checks
    Injection lines of a provider's day that also has an ablation line of the same region.

Why it matters
    The pair is an edit that a modifier can pass: both are payable only where the two were done at different joints.
    The office wants to see each such day before the payer does.

How it counts
    One finding for each injection line, without dollars.

Not counted
    Days before the MAC's 2021 text, other packs than medicare, injections and ablations of different regions or
    providers.

Example
    64635-RT and 64493-RT on one day: the 64493 line is to be held against the note.

Sources
    The procedure-to-procedure edits of 2024-07-01; parameter `lcd_edition`.
"""

from facetaudit.detectors.model import Detector

FINDINGS = """
with ablation as (
    select group_id, region, min(hcpcs) as hcpcs
    from facet_line
    where class = 'RFA'
    group by group_id, region
)
select
    l.line_id,
    l.hcpcs || ' on the day of ' || a.hcpcs || ' in the same region: the note must name different joints.' as reason,
    'none where the note names one joint' as correct_coding,
    'ncci-ptp-2024-07-01' as source_id,
    'seen' as basis
from facet_line l
join ablation a on a.group_id = l.group_id and a.region = l.region
join param p on p.name = 'lcd_edition' and p.pack = l.pack and p.mac = l.mac
    and l.service_date between p.valid_from and p.valid_to
where l.class = 'INJ' and p.value <> 'none'
"""

COVERAGE = """
select count(*) as eligible_lines, 0 as unknown_lines
from facet_line l
join param p on p.name = 'lcd_edition' and p.pack = l.pack and p.mac = l.mac
    and l.service_date between p.valid_from and p.valid_to
where l.class = 'INJ' and p.value <> 'none'
"""

DETECTOR = Detector(
    code="XY101",
    name="injection-with-ablation",
    certainty="review",
    effect="none",
    packs=("medicare",),
    parameters=("lcd_edition",),
    mac_dated=True,
    findings=FINDINGS,
    coverage=COVERAGE,
)
