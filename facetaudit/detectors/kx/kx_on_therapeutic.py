"""KX on an injection that was therapeutic.

What it checks
    Injection lines with KX, against the injection type in the session's note or, without a note, against a
    corticosteroid billed on the patient's day.

Why it matters
    KX makes a session count as diagnostic. On a therapeutic injection it hides the session from the therapeutic limit.

How it counts
    Certain when a note of the session says therapeutic; for review when there is no note and the day has a steroid
    drug code. Without dollars.

Not counted
    A session whose note says diagnostic, whatever drug was billed; dates before the MAC's 2021 text; other packs than
    medicare.

Example
    64493-RT-KX with J1030 on the day and no note: for review.

Sources
    Parameter `kx_meaning`; code set `steroid_drug`.
"""

from facetaudit.detectors.model import Detector

FINDINGS = """
with steroid_day as (
    select c.patient_id, c.service_date, c.pack, min(c.hcpcs) as drug
    from companion_line c
    join code_set s on s.name = 'steroid_drug' and s.hcpcs = c.hcpcs
        and c.service_date between s.valid_from and s.valid_to
    group by c.patient_id, c.service_date, c.pack
)
select
    l.line_id,
    case when n.session_id is null then 'review' else 'certain' end as certainty,
    1 as observed,
    0 as limit_value,
    case when n.session_id is null
        then 'KX on ' || l.hcpcs || ' and the corticosteroid ' || d.drug || ' billed on the same day.'
        else 'KX on ' || l.hcpcs || '; the procedure note says therapeutic.'
    end as reason,
    l.hcpcs || l.side_modifiers || replace(l.other_suffix, '-KX', '') || ' x' || l.units_text
        || case when n.session_id is null then ' if therapeutic' else '' end as correct_coding,
    p.source_id,
    p.basis
from facet_line l
join param p on p.name = 'kx_meaning' and p.pack = l.pack and p.mac = l.mac
    and l.service_date between p.valid_from and p.valid_to
left join documented n on n.session_id = l.session_id
left join steroid_day d on d.patient_id = l.patient_id and d.service_date = l.service_date and d.pack = l.pack
where l.class = 'INJ' and l.has_kx and p.value = 'diagnostic'
    and (n.says_therapeutic or (n.session_id is null and d.drug is not null))
"""

COVERAGE = """
select count(*) as eligible_lines, 0 as unknown_lines
from facet_line l
join param p on p.name = 'kx_meaning' and p.pack = l.pack and p.mac = l.mac
    and l.service_date between p.valid_from and p.valid_to
where l.class = 'INJ' and l.has_kx and p.value = 'diagnostic'
"""

DETECTOR = Detector(
    code="FA302",
    name="kx-on-therapeutic",
    certainty="certain",
    effect="none",
    packs=("medicare",),
    parameters=("kx_meaning",),
    mac_dated=True,
    findings=FINDINGS,
    coverage=COVERAGE,
)
