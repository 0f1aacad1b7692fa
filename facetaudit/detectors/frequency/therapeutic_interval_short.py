"""Two therapeutic sessions too close together.

What it checks
    The calendar months between a therapeutic session and the previous one of the patient and region, both from the
    first day of the MAC's 2021 text: at least three.

Why it matters
    A further therapeutic injection is covered when the one before relieved half of the pain for three months or more,
    or gave function back. A shorter interval makes the first hard to show.

How it counts
    The injection lines of the later session, for review and without dollars. Observed are the whole months between.

Not counted
    Diagnostic sessions; earlier sessions of unknown kind; the other region; a session exactly three calendar months
    later; other packs than medicare. A session without KX whose modifier slots are full is unknown.

Example
    Lumbar sessions without KX on 2025-01-07 and 2025-03-04: one month.

Sources
    Parameter `therapeutic_interval_months`.
"""

from facetaudit.detectors.model import Detector

FINDINGS = """
with recent as (
    select
        s.session_id, p.number as months_limit, p.source_id, p.basis,
        max(e.earlier_date) as previous_date, min(e.months) as months
    from session s
    join param p on p.name = 'therapeutic_interval_months' and p.pack = s.pack and p.mac = s.mac
        and s.service_date between p.valid_from and p.valid_to
    join earlier_session e on e.session_id = s.session_id and e.count_set = 'therapeutic'
        and e.earlier_date > cast(s.service_date - interval '1' month * cast(p.number as integer) as date)
    where s.count_set = 'therapeutic'
    group by s.session_id, p.number, p.source_id, p.basis
)
select
    l.line_id,
    r.months as observed,
    r.months_limit as limit_value,
    'Therapeutic session '
        || case when r.months = 0 then 'less than a month' when r.months = 1 then '1 month'
            else cast(r.months as string) || ' months' end
        || ' after the previous one of the region on ' || cast(r.previous_date as string) || '; relief of '
        || cast(cast(r.months_limit as integer) as string) || ' months is asked for between them.' as reason,
    'as billed, if the record shows the relief or function gained' as correct_coding,
    r.source_id,
    r.basis
from recent r
join facet_line l on l.session_id = r.session_id
"""

COVERAGE = """
select
    coalesce(sum(s.lines), 0) as eligible_lines,
    coalesce(sum(case when s.kind = 'unknown' then s.lines else 0 end), 0) as unknown_lines
from session s
join param p on p.name = 'therapeutic_interval_months' and p.pack = s.pack and p.mac = s.mac
    and s.service_date between p.valid_from and p.valid_to
where s.kind in ('therapeutic', 'unknown') and p.number is not null
"""

DETECTOR = Detector(
    code="FA409",
    name="therapeutic-interval-short",
    certainty="review",
    effect="none",
    packs=("medicare",),
    parameters=("therapeutic_interval_months",),
    mac_dated=True,
    findings=FINDINGS,
    coverage=COVERAGE,
    unknown_note="Sessions without KX whose modifier slots are full may be diagnostic or therapeutic.",
)
