"""Less than 12 weeks of conservative care before the first facet session of a region.

What it checks
    The weeks of conservative care that the note of a patient's first facet session of a region gives.

Why it matters
    The coverage texts want three months of pain and conservative care that failed. A note that gives less invites a
    denial of the session and of what was built on it.

How it counts
    All lines of the session, without dollars: the texts set no length for the care itself. Several notes of a session:
    the fewest weeks. An injection and an ablation of one day are both the first session.

Not counted
    Later sessions of the region; 12 weeks or more; dates before the MAC's 2021 text; other packs than medicare. A first
    session less than 12 months after the first service date of the extract is unknown when its note gives less than 12
    weeks: it may not be the first. Without a note that gives the weeks it is unknown too.

Example
    The first lumbar session of a patient in 2025, in an extract that begins in 2023; the note says six weeks.

Sources
    Parameter `conservative_care_weeks`.
"""

from facetaudit.detectors.model import Detector

FINDINGS = """
select
    l.line_id,
    n.fewest_care_weeks as observed,
    p.number as limit_value,
    'The note of the first facet session of the region gives '
        || case when n.fewest_care_weeks = floor(n.fewest_care_weeks)
            then cast(cast(n.fewest_care_weeks as integer) as string)
            else cast(n.fewest_care_weeks as string) end
        || case when n.fewest_care_weeks = 1 then ' week' else ' weeks' end || ' of conservative care; '
        || cast(cast(p.number as integer) as string) || ' are expected.' as reason,
    'chart to show the conservative care before the session' as correct_coding,
    p.source_id,
    p.basis
from session s
join session_history h on h.session_id = s.session_id and h.injections_before = 0 and h.ablations_before = 0
join documented n on n.session_id = s.session_id
join param p on p.name = 'conservative_care_weeks' and p.pack = s.pack and p.mac = s.mac
    and s.service_date between p.valid_from and p.valid_to
join facet_line l on l.session_id = s.session_id
where n.fewest_care_weeks < p.number and not s.left_censored
"""

COVERAGE = """
select
    count(*) as eligible_lines,
    sum(case when n.fewest_care_weeks is null or (s.left_censored and n.fewest_care_weeks < p.number) then 1 else 0 end)
        as unknown_lines
from session s
join session_history h on h.session_id = s.session_id and h.injections_before = 0 and h.ablations_before = 0
left join documented n on n.session_id = s.session_id
join param p on p.name = 'conservative_care_weeks' and p.pack = s.pack and p.mac = s.mac
    and s.service_date between p.valid_from and p.valid_to
join facet_line l on l.session_id = s.session_id
where p.number is not null
"""

DETECTOR = Detector(
    code="FA604",
    name="conservative-care-short",
    certainty="review",
    effect="none",
    packs=("medicare",),
    parameters=("conservative_care_weeks",),
    needs=("conservative_care_weeks in the procedure notes",),
    mac_dated=True,
    findings=FINDINGS,
    coverage=COVERAGE,
    unknown_note="No procedure note with the weeks, or the extract begins too late to tell the first session.",
)
