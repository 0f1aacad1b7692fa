"""Hospital outpatient service on the prior-authorization list, on a claim without an authorization number.

What it checks
    Hospital outpatient injection and ablation lines whose code is on the list of the date of service, against the
    authorization numbers of the claim's lines.

Why it matters
    Since July 2023 prior authorization is a condition of payment in hospital outpatient departments. Without it the
    claim is denied, and the physician's and the anesthetist's claims of the service may follow.

How it counts
    One finding for each line on the list when no line of its claim, of another code or not paid either, has a number.
    The line is not payable; probable, because a hospital with a good record can be exempt.

Not counted
    Office and ASC claims, and the physician's claim; dates before 2023-07-01; the third-level codes from 2024-08-16,
    the day they left the list; other packs than medicare. A source without the column `authorization_number` is
    unknown.

Example
    A hospital outpatient claim with 64493-50 on 2025-03-04 and an empty authorization number.

Sources
    Code set `prior_authorization`; parameter `lcd_edition`.
"""

from facetaudit.detectors.model import Detector

FINDINGS = """
select
    l.line_id,
    l.hcpcs || ' needs prior authorization in a hospital outpatient department on this date; no line of the claim has '
        || 'an authorization number.' as reason,
    'payable with an affirmed prior authorization only' as correct_coding,
    a.source_id,
    a.basis,
    0 as corrected_pairs,
    0 as corrected_singles
from facet_line l
join param e on e.name = 'lcd_edition' and e.pack = l.pack and e.mac = l.mac
    and l.service_date between e.valid_from and e.valid_to
join code_set a on a.name = 'prior_authorization' and a.hcpcs = l.hcpcs
    and l.service_date between a.valid_from and a.valid_to
where l.claim_type = 'hopd' and e.value <> 'none' and l.shows_authorization and not l.is_authorized
"""

COVERAGE = """
select
    count(*) as eligible_lines,
    sum(case when l.shows_authorization or l.is_authorized then 0 else 1 end) as unknown_lines
from facet_line l
join param e on e.name = 'lcd_edition' and e.pack = l.pack and e.mac = l.mac
    and l.service_date between e.valid_from and e.valid_to
join code_set a on a.name = 'prior_authorization' and a.hcpcs = l.hcpcs
    and l.service_date between a.valid_from and a.valid_to
where l.claim_type = 'hopd' and e.value <> 'none'
"""

DETECTOR = Detector(
    code="FA601",
    name="prior-authorization-missing",
    certainty="probable",
    effect="deny",
    packs=("medicare",),
    parameters=("lcd_edition",),
    needs=("authorization_number",),
    mac_dated=True,
    findings=FINDINGS,
    coverage=COVERAGE,
    unknown_note="The source has no column with authorization numbers.",
)
