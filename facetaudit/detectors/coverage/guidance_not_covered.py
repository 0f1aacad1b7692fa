"""Injection or ablation without image guidance, or guided by ultrasound.

What it checks
    The guidance that the note of a session gives, for every injection and ablation line from the first day of the MAC's
    2021 text.

Why it matters
    These codes include fluoroscopy or CT. A procedure done without it was not the one billed, and is not covered.

How it counts
    Every injection and ablation line of a session whose note says ultrasound or none is not payable. One such note of
    several is enough.

Not counted
    Notes that say fluoroscopy or CT. Sessions without a note that gives the guidance are unknown. Ultrasound-guided
    codes; dates before the MAC's 2021 text; other packs than medicare.

Example
    64493-RT and 64494-RT; the note says ultrasound.

Sources
    Parameter `covered_guidance`.
"""

from facetaudit.detectors.model import Detector

# A line of a session is an injection or ablation.
FINDINGS = """
select
    l.line_id,
    'The note says ' || case when n.says_ultrasound then 'ultrasound guidance' else 'no image guidance' end || '; '
        || l.hcpcs || ' is covered with fluoroscopy or CT only.' as reason,
    'no line of the session payable' as correct_coding,
    p.source_id,
    p.basis,
    0 as corrected_pairs,
    0 as corrected_singles
from facet_line l
join documented n on n.session_id = l.session_id
join param p on p.name = 'covered_guidance' and p.pack = l.pack and p.mac = l.mac
    and l.service_date between p.valid_from and p.valid_to
where p.value = 'fluoroscopy_or_ct' and (n.says_ultrasound or n.says_no_guidance)
"""

COVERAGE = """
select
    count(*) as eligible_lines,
    sum(case when g.session_id is null then 1 else 0 end) as unknown_lines
from facet_line l
join param p on p.name = 'covered_guidance' and p.pack = l.pack and p.mac = l.mac
    and l.service_date between p.valid_from and p.valid_to
left join (
    select distinct sn.session_id
    from session_note sn
    join note n on n.note_id = sn.note_id
    where n.guidance is not null
) g on g.session_id = l.session_id
where l.class in ('INJ', 'RFA') and p.value = 'fluoroscopy_or_ct'
"""

DETECTOR = Detector(
    code="FA605",
    name="guidance-not-covered",
    certainty="certain",
    effect="deny",
    packs=("medicare",),
    parameters=("covered_guidance",),
    needs=("guidance in the procedure notes",),
    mac_dated=True,
    findings=FINDINGS,
    coverage=COVERAGE,
    unknown_note="No procedure note with the guidance for these lines.",
)
