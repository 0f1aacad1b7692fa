"""Modifier 50 on an ASC facility claim.

What it checks
    Every line of the family with modifier 50 on an ASC facility claim.

Why it matters
    The facility bills both sides as two lines, RT and LT. With 50 it is usually paid for one side only.

How it counts
    One finding for each line, without dollars: the form is wrong, not the amount.

Not counted
    The physician's own claim for the same service, which keeps modifier 50; hospital outpatient claims.

Example
    An ASC claim with 64493-50 x1: correct is 64493-RT x1 and 64493-LT x1.

Sources
    Parameter `asc_bilateral`.
"""

from facetaudit.detectors.model import Detector

FINDINGS = """
select
    l.line_id,
    1 as observed,
    0 as limit_value,
    l.hcpcs || ' with modifier 50 on an ASC facility claim, which bills a right and a left line.' as reason,
    l.hcpcs || '-RT' || l.other_suffix || ' x1, ' || l.hcpcs || '-LT' || l.other_suffix || ' x1' as correct_coding,
    p.source_id,
    p.basis
from facet_line l
join param p on p.name = 'asc_bilateral' and p.pack = l.pack and p.mac = l.mac
    and l.service_date between p.valid_from and p.valid_to
where l.claim_type = 'asc' and l.has_50
"""

COVERAGE = """
select count(*) as eligible_lines, 0 as unknown_lines
from facet_line
where claim_type = 'asc'
"""

DETECTOR = Detector(
    code="FA205",
    name="modifier-50-on-asc-claim",
    certainty="certain",
    effect="none",
    parameters=("asc_bilateral",),
    findings=FINDINGS,
    coverage=COVERAGE,
)
