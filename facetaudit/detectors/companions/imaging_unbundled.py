"""Image guidance billed beside a facet code that includes it.

What it checks
    Imaging lines (77002, 77003, 77012, 76000, and 76942 beside injections) of a patient's day, against the facet lines
    of the same provider.

Why it matters
    The facet codes include fluoroscopy or CT and the contrast. The edits let a bypass modifier pay the imaging, so it
    does get paid.

How it counts
    One finding for each imaging line; the whole line is not payable. Certain, or probable where the line carries 59,
    XE, XS, XP or XU: another procedure that was imaged apart is then conceivable. The same provider means the same
    rendering or the same billing NPI; a line without any NPI is taken to match every provider. Claims of every type
    and payer.

Not counted
    76942 beside ablations alone; imaging by another provider or on another day.

Example
    64493-RT and 77003-26 by one physician on a day: the 77003 line.

Sources
    Parameter `imaging_guidance` (billing articles); code sets `imaging_with_injection` and `imaging_with_ablation`
    (NCCI procedure-to-procedure edits).
"""

from facetaudit.detectors.model import Detector

FINDINGS = """
with imaged as (
    select c.line_id, min(l.hcpcs) as facet_code
    from companion_line c
    join facet_line l on l.patient_id = c.patient_id and l.service_date = c.service_date and l.pack = c.pack
    join code_set s on s.hcpcs = c.hcpcs and c.service_date between s.valid_from and s.valid_to
        and s.name = case when l.class = 'RFA' then 'imaging_with_ablation' else 'imaging_with_injection' end
    where l.rendering_npi = c.rendering_npi or l.billing_npi = c.billing_npi
        or (l.rendering_npi is null and l.billing_npi is null)
        or (c.rendering_npi is null and c.billing_npi is null)
    group by c.line_id
),
at_issue as (
    select
        c.line_id, c.pack, c.mac, c.service_date, c.hcpcs, i.facet_code,
        case
            when c.modifiers like '% 59 %' then '59'
            when c.modifiers like '% XE %' then 'XE'
            when c.modifiers like '% XS %' then 'XS'
            when c.modifiers like '% XP %' then 'XP'
            when c.modifiers like '% XU %' then 'XU'
        end as bypass
    from imaged i
    join companion_line c on c.line_id = i.line_id
)
select
    a.line_id,
    case when a.bypass is null then 'certain' else 'probable' end as certainty,
    a.hcpcs || ' billed beside ' || a.facet_code || ' by the same provider; the facet code includes image guidance'
        || coalesce(', and modifier ' || a.bypass || ' holds only for another procedure that was imaged', '')
        || '.' as reason,
    a.hcpcs || ' not billed beside ' || a.facet_code as correct_coding,
    p.source_id,
    p.basis,
    0 as corrected_pairs,
    0 as corrected_singles
from at_issue a
join param p on p.name = 'imaging_guidance' and p.pack = a.pack and p.mac = a.mac
    and a.service_date between p.valid_from and p.valid_to
where p.value = 'included'
"""

COVERAGE = """
select count(distinct c.line_id) as eligible_lines, 0 as unknown_lines
from companion_line c
join facet_line l on l.patient_id = c.patient_id and l.service_date = c.service_date and l.pack = c.pack
join code_set s on s.hcpcs = c.hcpcs and c.service_date between s.valid_from and s.valid_to
    and s.name = case when l.class = 'RFA' then 'imaging_with_ablation' else 'imaging_with_injection' end
join param p on p.name = 'imaging_guidance' and p.pack = c.pack and p.mac = c.mac
    and c.service_date between p.valid_from and p.valid_to
where p.value = 'included'
"""

DETECTOR = Detector(
    code="FA501",
    name="imaging-unbundled",
    certainty="certain",
    effect="deny",
    parameters=("imaging_guidance",),
    findings=FINDINGS,
    coverage=COVERAGE,
)
