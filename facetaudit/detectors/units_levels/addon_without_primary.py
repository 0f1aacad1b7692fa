"""Add-on level billed without a first level that it may be added to.

What it checks
    Every add-on line has an active line of one of its primary codes for the same patient, date and claim type by the
    same provider.

Why it matters
    An add-on is payable only with its primary. A primary that was denied, voided or billed by somebody else leaves it
    unsupported.

How it counts
    One finding for each add-on line; the whole line is not payable. The same provider means the same rendering or the
    same billing NPI; a line without any NPI is taken to match every provider.

Not counted
    64494 with 64490 alone (the thoraco-lumbar junction), and 64636 with 64633 alone on such a day.

Example
    64494-RT alone on a day: no active 64493 or 64490 by that provider.

Sources
    The code set `addon_primary` (NCCI add-on edits; thoraco-lumbar notice).
"""

from facetaudit.detectors.model import Detector

FINDINGS = """
with supported as (
    select distinct a.line_id
    from facet_line a
    join code_set s on s.name = 'addon_primary' and s.hcpcs = a.hcpcs
        and a.service_date between s.valid_from and s.valid_to
    join facet_line b on b.patient_id = a.patient_id and b.service_date = a.service_date and b.pack = a.pack
        and b.claim_type = a.claim_type and b.hcpcs = s.related_hcpcs
    where (coalesce(s.role, '') <> 'thoraco-lumbar' or a.thoracolumbar)
        and (
            b.rendering_npi = a.rendering_npi or b.billing_npi = a.billing_npi
            or (a.rendering_npi is null and a.billing_npi is null)
            or (b.rendering_npi is null and b.billing_npi is null)
        )
),
primary_of as (
    select hcpcs, valid_from, valid_to, min(source_id) as source_id, min(basis) as basis,
        min(related_hcpcs) as first_primary, max(related_hcpcs) as last_primary
    from code_set
    where name = 'addon_primary' and coalesce(role, '') <> 'thoraco-lumbar'
    group by hcpcs, valid_from, valid_to
)
select
    a.line_id,
    0 as observed,
    1 as limit_value,
    'Add-on ' || a.hcpcs || ' without an active ' || p.first_primary
        || case when p.last_primary <> p.first_primary then ' or ' || p.last_primary else '' end
        || ' by the same provider on the same day and claim type.' as reason,
    'no line payable' as correct_coding,
    p.source_id,
    p.basis,
    0 as corrected_pairs,
    0 as corrected_singles
from facet_line a
join primary_of p on p.hcpcs = a.hcpcs and a.service_date between p.valid_from and p.valid_to
left join supported s on s.line_id = a.line_id
where s.line_id is null
"""

COVERAGE = """
select count(*) as eligible_lines, 0 as unknown_lines
from facet_line
where role = 'addon'
"""

DETECTOR = Detector(
    code="FA104",
    name="addon-without-primary",
    certainty="certain",
    effect="deny",
    parameters=(),
    findings=FINDINGS,
    coverage=COVERAGE,
)
