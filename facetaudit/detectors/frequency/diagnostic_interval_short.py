"""Two diagnostic sessions too close together.

What it checks
    The days between a diagnostic session and the previous one of the patient and region, both from the first day of
    the MAC's 2021 text: at least 14.

Why it matters
    The second block confirms the first, and its effect must have worn off. An earlier repeat is covered only with a
    documented exception.

How it counts
    The injection lines of the later session are not payable; probable, because exceptions exist.

Not counted
    Therapeutic sessions; the other region; other packs than medicare. A gap of exactly 14 days is enough.

Example
    KX sessions of the lumbar region on 3 and 16 March: 13 days.

Sources
    Parameter `diagnostic_interval_days`.
"""

from facetaudit.detectors.model import Detector

FINDINGS = """
with diagnostic as (
    select
        session_id, pack, mac, service_date,
        lag(service_date) over (partition by patient_id, pack, region order by service_date) as previous_date
    from session
    where count_set = 'diagnostic'
),
spaced as (
    select d.*, extract(day from (cast(d.service_date as timestamp) - cast(d.previous_date as timestamp))) as days
    from diagnostic d
)
select
    l.line_id,
    d.days as observed,
    i.number as limit_value,
    'Diagnostic session ' || cast(d.days as string)
        || ' days after the previous one of the region on ' || cast(d.previous_date as string) || '; at least '
        || cast(cast(i.number as integer) as string) || ' days are required.' as reason,
    'no line of the session payable without a documented exception' as correct_coding,
    i.source_id,
    i.basis,
    0 as corrected_pairs,
    0 as corrected_singles
from spaced d
join param i on i.name = 'diagnostic_interval_days' and i.pack = d.pack and i.mac = d.mac
    and d.service_date between i.valid_from and i.valid_to
join facet_line l on l.session_id = d.session_id
where d.days < i.number
"""

COVERAGE = """
select coalesce(sum(s.lines), 0) as eligible_lines, 0 as unknown_lines
from session s
join param i on i.name = 'diagnostic_interval_days' and i.pack = s.pack and i.mac = s.mac
    and s.service_date between i.valid_from and i.valid_to
where s.count_set = 'diagnostic' and i.number is not null
"""

DETECTOR = Detector(
    code="FA405",
    name="diagnostic-interval-short",
    certainty="probable",
    effect="deny",
    packs=("medicare",),
    parameters=("diagnostic_interval_days",),
    mac_dated=True,
    findings=FINDINGS,
    coverage=COVERAGE,
)
