"""Another block on the day of a facet procedure.

What it checks
    Epidural, transforaminal, sacroiliac, sympathetic and trigger-point injections by anybody, on a patient's day with
    a facet line.

Why it matters
    Several kinds of blocks on one day are not routinely necessary, and blur what a diagnostic facet block showed. Each
    needs its own documented reason.

How it counts
    One finding for each line of another block, for review and without dollars.

Not counted
    Dates before the MAC's 2021 text; other packs than medicare; other blocks on days without a facet line.

Example
    64493-RT-KX and 62323 on one day: the 62323 line.

Sources
    Parameter `same_day_blocks` (LCDs); code set `other_block`.
"""

from facetaudit.detectors.model import Detector

FINDINGS = """
with facet_day as (
    select patient_id, service_date, pack, min(hcpcs) as facet_code
    from facet_line
    group by patient_id, service_date, pack
)
select
    c.line_id,
    c.hcpcs || ' billed on a day with facet code ' || d.facet_code
        || '; more than one kind of block a day needs its own documented reason.' as reason,
    c.hcpcs || ' as the record justifies' as correct_coding,
    p.source_id,
    p.basis
from companion_line c
join code_set s on s.name = 'other_block' and s.hcpcs = c.hcpcs
    and c.service_date between s.valid_from and s.valid_to
join facet_day d on d.patient_id = c.patient_id and d.service_date = c.service_date and d.pack = c.pack
join param p on p.name = 'same_day_blocks' and p.pack = c.pack and p.mac = c.mac
    and c.service_date between p.valid_from and p.valid_to
where p.value = 'documented-need'
"""

COVERAGE = """
select count(*) as eligible_lines, 0 as unknown_lines
from companion_line c
join code_set s on s.name = 'other_block' and s.hcpcs = c.hcpcs
    and c.service_date between s.valid_from and s.valid_to
join param p on p.name = 'same_day_blocks' and p.pack = c.pack and p.mac = c.mac
    and c.service_date between p.valid_from and p.valid_to
where p.value = 'documented-need'
"""

DETECTOR = Detector(
    code="FA505",
    name="same-day-blocks",
    certainty="review",
    effect="none",
    packs=("medicare",),
    parameters=("same_day_blocks",),
    mac_dated=True,
    findings=FINDINGS,
    coverage=COVERAGE,
)
