"""Biologic injected, or billed, on a day with a facet procedure.

What it checks
    The injectate in the notes of a patient's day, and biologics billed by anybody on it: P9020, 0232T, 0481T and the
    products Q4100 to Q4399.

Why it matters
    The coverage texts limit the injectate to anesthetic, steroid, anti-inflammatory and contrast. With a biologic the
    whole facet procedure is at risk, not the product alone.

How it counts
    All facet lines of the day are at issue and not payable: certain where a note says biologic, probable where only a
    code shows it. One finding for each line.

Not counted
    Dates before the MAC's 2021 text; other packs than medicare; a biologic on another day. What neither a note nor a
    code shows is not looked for.

Example
    64493-RT, 64494-RT and 0232T on one day: the two facet lines, probable.

Sources
    Parameter `injectate` (LCDs); code set `biologic`.
"""

from facetaudit.detectors.model import Detector

FINDINGS = """
with noted as (
    select distinct s.patient_id, s.service_date, s.pack
    from documented n
    join session s on s.session_id = n.session_id
    where n.says_biologic
),
billed as (
    select c.patient_id, c.service_date, c.pack, min(c.hcpcs) as product
    from companion_line c
    join code_set b on b.name = 'biologic' and b.hcpcs = c.hcpcs
        and c.service_date between b.valid_from and b.valid_to
    group by c.patient_id, c.service_date, c.pack
)
select
    l.line_id,
    case when n.patient_id is null then 'probable' else 'certain' end as certainty,
    case when n.patient_id is null
        then l.hcpcs || ' on a day with the biologic ' || b.product
            || ' billed; facet procedures with a biologic are not covered.'
        else l.hcpcs || ' on a day whose procedure note names a biologic as injectate; facet procedures with one are '
            || 'not covered.'
    end as reason,
    'no line payable' as correct_coding,
    p.source_id,
    p.basis,
    0 as corrected_pairs,
    0 as corrected_singles
from facet_line l
join param p on p.name = 'injectate' and p.pack = l.pack and p.mac = l.mac
    and l.service_date between p.valid_from and p.valid_to
left join noted n on n.patient_id = l.patient_id and n.service_date = l.service_date and n.pack = l.pack
left join billed b on b.patient_id = l.patient_id and b.service_date = l.service_date and b.pack = l.pack
where p.value = 'no-biologic' and (n.patient_id is not null or b.product is not null)
"""

COVERAGE = """
select count(*) as eligible_lines, 0 as unknown_lines
from facet_line l
join param p on p.name = 'injectate' and p.pack = l.pack and p.mac = l.mac
    and l.service_date between p.valid_from and p.valid_to
where p.value = 'no-biologic'
"""

DETECTOR = Detector(
    code="FA504",
    name="biologic-injected",
    certainty="probable",
    effect="deny",
    packs=("medicare",),
    parameters=("injectate",),
    mac_dated=True,
    findings=FINDINGS,
    coverage=COVERAGE,
)
