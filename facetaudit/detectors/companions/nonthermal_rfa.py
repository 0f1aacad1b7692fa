"""Ablation that was not thermal.

What it checks
    Ablation lines (64633-64636) against the technique in the session's note; for Medicare also the unlisted code 64999
    with a facet diagnosis, on any day.

Why it matters
    64633 to 64636 are for destruction by heat. Pulsed and chemical procedures are reported with the unlisted code,
    which Medicare does not cover for the facet nerves.

How it counts
    Every ablation line whose note says pulsed or chemical is at issue and not payable, under every payer. A Medicare
    64999 line with a diagnosis of the covered facet list is for review, without dollars.

Not counted
    Notes that say thermal or cooled. Ablations without a note that gives a technique are unknown; unlisted lines
    without a diagnosis are outside what is looked at.

Example
    64635-RT whose note says pulsed: not payable. 64999 with M47.816: for review.

Sources
    Parameter `nonthermal_ablation` (LCDs); diagnoses `covered_diagnosis`; code set `unlisted`.
"""

from facetaudit.detectors.model import Detector

FINDINGS = """
with unlisted as (
    select u.line_id, min(g.diagnosis) as diagnosis
    from unlisted_line u
    join line_diagnosis g on g.line_id = u.line_id
    join diagnosis_set s on s.name = 'covered_diagnosis' and s.diagnosis = g.diagnosis
        and u.service_date between s.valid_from and s.valid_to
    group by u.line_id
)
select
    l.line_id,
    'certain' as certainty,
    'deny' as effect,
    l.hcpcs || ' billed; the procedure note says ' || case when n.says_pulsed then 'pulsed' else 'chemical' end
        || ', which is not ablation by heat.' as reason,
    '64999 x1 in place of the ablation codes of the session' as correct_coding,
    p.source_id,
    p.basis,
    0 as corrected_pairs,
    0 as corrected_singles
from facet_line l
join documented n on n.session_id = l.session_id
join param p on p.name = 'nonthermal_ablation' and p.pack = l.pack and p.mac = l.mac
    and l.service_date between p.valid_from and p.valid_to
where l.class = 'RFA' and (n.says_pulsed or n.says_chemical)
union all
select
    u.line_id,
    'review' as certainty,
    'none' as effect,
    u.hcpcs || ' billed with the facet diagnosis ' || substring(d.diagnosis, 1, 3) || '.'
        || substring(d.diagnosis, 4) || '; a non-thermal facet ablation is not covered.' as reason,
    'as the record shows' as correct_coding,
    p.source_id,
    p.basis,
    null as corrected_pairs,
    null as corrected_singles
from unlisted_line u
join unlisted d on d.line_id = u.line_id
join param p on p.name = 'nonthermal_ablation' and p.pack = u.pack and p.mac = u.mac
    and u.service_date between p.valid_from and p.valid_to
where p.value = 'not-covered'
"""

COVERAGE = """
select coalesce(sum(lines), 0) as eligible_lines, coalesce(sum(untold), 0) as unknown_lines
from (
    select count(*) as lines, sum(case when t.session_id is null then 1 else 0 end) as untold
    from facet_line l
    left join (
        select distinct m.session_id
        from session_note m
        join note n on n.note_id = m.note_id
        where n.technique is not null
    ) t on t.session_id = l.session_id
    where l.class = 'RFA'
    union all
    select count(distinct u.line_id), 0
    from unlisted_line u
    join line_diagnosis g on g.line_id = u.line_id
    join param p on p.name = 'nonthermal_ablation' and p.pack = u.pack and p.mac = u.mac
        and u.service_date between p.valid_from and p.valid_to
    where p.value = 'not-covered'
) c
"""

DETECTOR = Detector(
    code="FA506",
    name="nonthermal-rfa",
    certainty="certain",
    effect="deny",
    parameters=("nonthermal_ablation",),
    needs=("technique in the procedure notes",),
    findings=FINDINGS,
    coverage=COVERAGE,
    unknown_note="No procedure note with the technique for these ablation lines.",
)
