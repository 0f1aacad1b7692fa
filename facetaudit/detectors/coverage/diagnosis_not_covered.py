"""Facet line without any diagnosis of the covered list.

What it checks
    The diagnoses of every injection and ablation line from the first day of the MAC's 2021 text, against the list of
    the billing article.

Why it matters
    The articles close the list: a line that no listed diagnosis supports is denied, whatever the note says.

How it counts
    One finding for each line none of whose diagnoses is on the list; the line is not payable. For review, because the
    list was read as restated for one MAC and stands for the others until theirs is loaded.

Not counted
    A line with one listed diagnosis, in any place. A line without any diagnosis is unknown. Ultrasound-guided lines;
    dates before the MAC's 2021 text; other packs than medicare.

Example
    64493-RT with M54.50 alone.

Sources
    Parameter `covered_diagnoses` (which list holds); the diagnosis list `covered_diagnosis`.
"""

from facetaudit.detectors.model import Detector

FINDINGS = """
with given as (
    select
        l.line_id, l.hcpcs, p.source_id, p.basis,
        count(*) as diagnoses,
        min(d.diagnosis) as first_diagnosis,
        count(c.diagnosis) as covered
    from facet_line l
    join param p on p.name = 'covered_diagnoses' and p.pack = l.pack and p.mac = l.mac
        and l.service_date between p.valid_from and p.valid_to
    join line_diagnosis d on d.line_id = l.line_id
    left join diagnosis_set c on c.name = p.value and c.diagnosis = d.diagnosis
        and l.service_date between c.valid_from and c.valid_to
    where l.class in ('INJ', 'RFA') and p.value <> 'none'
    group by l.line_id, l.hcpcs, p.source_id, p.basis
)
select
    line_id,
    case when diagnoses = 1 then 'The only diagnosis of the ' || hcpcs || ' line, ' || first_diagnosis || ', is not'
        else 'None of the ' || cast(diagnoses as string) || ' diagnoses of the ' || hcpcs || ' line (such as '
            || first_diagnosis || ') is' end
        || ' on the list of covered diagnoses.' as reason,
    'payable with a covered diagnosis only' as correct_coding,
    source_id,
    basis,
    0 as corrected_pairs,
    0 as corrected_singles
from given
where covered = 0
"""

COVERAGE = """
select
    count(*) as eligible_lines,
    sum(case when d.line_id is null then 1 else 0 end) as unknown_lines
from facet_line l
join param p on p.name = 'covered_diagnoses' and p.pack = l.pack and p.mac = l.mac
    and l.service_date between p.valid_from and p.valid_to
left join (select distinct line_id from line_diagnosis) d on d.line_id = l.line_id
where l.class in ('INJ', 'RFA') and p.value <> 'none'
"""

DETECTOR = Detector(
    code="FA602",
    name="diagnosis-not-covered",
    certainty="review",
    effect="deny",
    packs=("medicare",),
    parameters=("covered_diagnoses",),
    needs=("diagnosis_codes",),
    mac_dated=True,
    findings=FINDINGS,
    coverage=COVERAGE,
    unknown_note="The source gives no diagnosis for these lines.",
)
