"""Sedation or anesthesia billed on a day with a facet procedure.

What it checks
    Moderate sedation (99151-99153, 99155-99157) and anesthesia lines (01935-01942 by their dates, 01991, 01992) by
    anybody, on a patient's day with a facet injection or ablation.

Why it matters
    The coverage texts of 2021 call sedation rarely indicated for facet procedures; the revision of 2024 does not cover
    it during injections, nor its routine use for ablations. A federal audit of 2025 put millions at risk.

How it counts
    One finding for each line; the whole line is not payable. Probable on a day with injections from the MAC's 2024
    text; for review before it, and on a day with ablations only.

Not counted
    Dates before the MAC's 2021 text; other packs than medicare; days with ultrasound-guided codes only.

Example
    64493-RT and 99152 on 2025-03-04 under Palmetto: the 99152 line, probable.

Sources
    Parameters `sedation_with_injection` and `sedation_with_ablation` (LCDs); code set `sedation`; OIG A-09-23-03013.
"""

from facetaudit.detectors.model import Detector

FINDINGS = """
with treated as (
    select
        patient_id, service_date, pack,
        min(case when class = 'INJ' then hcpcs end) as injection,
        min(case when class = 'RFA' then hcpcs end) as ablation
    from facet_line
    group by patient_id, service_date, pack
),
sedated as (
    select
        c.line_id, c.hcpcs, d.injection, d.ablation,
        d.injection is not null and i.value <> 'none' as by_injection,
        d.ablation is not null and a.value <> 'none' as by_ablation,
        i.value as with_injection,
        i.source_id as injection_source_id, i.basis as injection_basis,
        a.source_id as ablation_source_id, a.basis as ablation_basis
    from companion_line c
    join code_set s on s.name = 'sedation' and s.hcpcs = c.hcpcs
        and c.service_date between s.valid_from and s.valid_to
    join treated d on d.patient_id = c.patient_id and d.service_date = c.service_date and d.pack = c.pack
    join param i on i.name = 'sedation_with_injection' and i.pack = c.pack and i.mac = c.mac
        and c.service_date between i.valid_from and i.valid_to
    join param a on a.name = 'sedation_with_ablation' and a.pack = c.pack and a.mac = c.mac
        and c.service_date between a.valid_from and a.valid_to
)
select
    t.line_id,
    case when t.by_injection and t.with_injection = 'not-covered' then 'probable' else 'review' end as certainty,
    case
        when t.by_injection and t.with_injection = 'not-covered'
            then t.hcpcs || ' billed on a day with injection ' || t.injection
                || '; sedation during facet injections is not covered on this date.'
        when t.by_injection
            then t.hcpcs || ' billed on a day with injection ' || t.injection
                || '; on this date sedation needs a documented rare circumstance.'
        else t.hcpcs || ' billed on a day with ablation ' || t.ablation
            || '; sedation for facet ablations needs a documented rare circumstance.'
    end as reason,
    t.hcpcs || ' not billed without a documented need' as correct_coding,
    case when t.by_injection then t.injection_source_id else t.ablation_source_id end as source_id,
    case when t.by_injection then t.injection_basis else t.ablation_basis end as basis,
    0 as corrected_pairs,
    0 as corrected_singles
from sedated t
where t.by_injection or t.by_ablation
"""

COVERAGE = """
with treated as (
    select
        patient_id, service_date, pack,
        max(case when class = 'INJ' then 1 else 0 end) as injected,
        max(case when class = 'RFA' then 1 else 0 end) as ablated
    from facet_line
    group by patient_id, service_date, pack
)
select count(*) as eligible_lines, 0 as unknown_lines
from companion_line c
join code_set s on s.name = 'sedation' and s.hcpcs = c.hcpcs and c.service_date between s.valid_from and s.valid_to
join treated d on d.patient_id = c.patient_id and d.service_date = c.service_date and d.pack = c.pack
join param i on i.name = 'sedation_with_injection' and i.pack = c.pack and i.mac = c.mac
    and c.service_date between i.valid_from and i.valid_to
join param a on a.name = 'sedation_with_ablation' and a.pack = c.pack and a.mac = c.mac
    and c.service_date between a.valid_from and a.valid_to
where (d.injected = 1 and i.value <> 'none') or (d.ablated = 1 and a.value <> 'none')
"""

DETECTOR = Detector(
    code="FA502",
    name="sedation-billed",
    certainty="probable",
    effect="deny",
    packs=("medicare",),
    parameters=("sedation_with_injection", "sedation_with_ablation"),
    mac_dated=True,
    findings=FINDINGS,
    coverage=COVERAGE,
)
