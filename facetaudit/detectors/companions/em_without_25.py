"""Visit on the day of a facet procedure, without modifier 25.

What it checks
    Office visits (99202-99205, 99211-99215) by the provider who rendered a first-level injection or ablation on the
    same day.

Why it matters
    The decision to perform a procedure is part of it. Only a significant visit apart from it is payable, and modifier
    25 says so.

How it counts
    One finding for each visit line without 25, 24 or 57; the whole line is not payable. Under every payer. Both lines
    name the same rendering NPI.

Not counted
    Visits by others, or where either line lacks the rendering NPI; add-ons or ultrasound-guided codes alone. A line
    whose modifier slots are all filled is unknown: 25 may be lost.

Example
    64493-RT and 99213 by one physician on a day: the 99213 line.

Sources
    Parameter `visit_modifier` (NCCI procedure-to-procedure edits); code set `visit`.
"""

from facetaudit.detectors.model import Detector

FINDINGS = """
with performed as (
    select patient_id, service_date, pack, rendering_npi, min(hcpcs) as facet_code
    from facet_line
    where class in ('INJ', 'RFA') and role = 'base'
    group by patient_id, service_date, pack, rendering_npi
)
select
    c.line_id,
    c.hcpcs || ' without 25, 24 or 57 on the day of ' || f.facet_code || ' by the same provider.' as reason,
    c.hcpcs || '-25 only if the record shows a separate visit' as correct_coding,
    p.source_id,
    p.basis,
    0 as corrected_pairs,
    0 as corrected_singles
from companion_line c
join code_set s on s.name = 'visit' and s.hcpcs = c.hcpcs and c.service_date between s.valid_from and s.valid_to
join performed f on f.patient_id = c.patient_id and f.service_date = c.service_date and f.pack = c.pack
    and f.rendering_npi = c.rendering_npi
join param p on p.name = 'visit_modifier' and p.pack = c.pack and p.mac = c.mac
    and c.service_date between p.valid_from and p.valid_to
where p.value = 'needs-25' and not c.slots_full
    and c.modifiers not like '% 25 %' and c.modifiers not like '% 24 %' and c.modifiers not like '% 57 %'
"""

COVERAGE = """
with performed as (
    select distinct patient_id, service_date, pack, rendering_npi
    from facet_line
    where class in ('INJ', 'RFA') and role = 'base'
)
select
    count(*) as eligible_lines,
    sum(case
        when c.modifiers like '% 25 %' or c.modifiers like '% 24 %' or c.modifiers like '% 57 %' then 0
        when c.slots_full then 1
        else 0
    end) as unknown_lines
from companion_line c
join code_set s on s.name = 'visit' and s.hcpcs = c.hcpcs and c.service_date between s.valid_from and s.valid_to
join performed f on f.patient_id = c.patient_id and f.service_date = c.service_date and f.pack = c.pack
    and f.rendering_npi = c.rendering_npi
join param p on p.name = 'visit_modifier' and p.pack = c.pack and p.mac = c.mac
    and c.service_date between p.valid_from and p.valid_to
where p.value = 'needs-25'
"""

DETECTOR = Detector(
    code="FA507",
    name="em-without-25",
    certainty="certain",
    effect="deny",
    parameters=("visit_modifier",),
    findings=FINDINGS,
    coverage=COVERAGE,
    unknown_note="Every modifier slot of these visit lines is filled, so 25 may have been lost.",
)
