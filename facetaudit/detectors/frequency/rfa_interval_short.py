"""Ablation of the same side again too soon.

What it checks
    Ablation sessions of a patient and region from the first day of the MAC's 2021 text that follow an earlier one of
    the same side: at least six months apart.

Why it matters
    A repeat is covered when the one before relieved half of the pain for six months or more. One that comes earlier
    shows on the claim that it did not.

How it counts
    The ablation lines of the later session are not payable; probable, because the record may show gained function.
    Earlier sessions of any date count; a session has the sides of all its lines, and both with modifier 50. Observed
    are the whole months between.

Not counted
    The right side and then the left; the other region; a session exactly six calendar months later. Unknown: no known
    side in common, but a line of either session without a side. Other packs than medicare.

Example
    64635-RT on 2024-11-05 and on 2025-03-04: three months.

Sources
    Parameter `rfa_interval_months`.
"""

from facetaudit.detectors.model import Detector

FINDINGS = """
with recent as (
    select
        s.session_id, e.earlier_date as previous_date, e.months, p.number as months_limit, p.source_id, p.basis,
        case when s.has_right and e.has_right and s.has_left and e.has_left then 'both sides'
            when s.has_right and e.has_right then 'the right'
            else 'the left' end as sides,
        row_number() over (partition by s.session_id order by e.earlier_date desc) as from_last
    from session s
    join param p on p.name = 'rfa_interval_months' and p.pack = s.pack and p.mac = s.mac
        and s.service_date between p.valid_from and p.valid_to
    join earlier_session e on e.session_id = s.session_id and e.class = 'RFA'
        and e.earlier_date > cast(s.service_date - interval '1' month * cast(p.number as integer) as date)
    where s.class = 'RFA' and ((s.has_right and e.has_right) or (s.has_left and e.has_left))
)
select
    l.line_id,
    r.months as observed,
    r.months_limit as limit_value,
    'Ablation on ' || r.sides || ' '
        || case when r.months = 0 then 'less than a month' when r.months = 1 then '1 month'
            else cast(r.months as string) || ' months' end
        || ' after that of '
        || cast(r.previous_date as string) || ' in the region; a repeat needs at least '
        || cast(cast(r.months_limit as integer) as string) || ' months.' as reason,
    'no line of the session payable without a documented exception' as correct_coding,
    r.source_id,
    r.basis,
    0 as corrected_pairs,
    0 as corrected_singles
from recent r
join facet_line l on l.session_id = r.session_id
where r.from_last = 1
"""

COVERAGE = """
with compared as (
    select
        s.session_id, s.lines,
        max(case when (s.has_right and e.has_right) or (s.has_left and e.has_left) then 1 else 0 end) as same_side,
        max(case when e.session_id is not null and (s.has_unknown_side or e.has_unknown_side) then 1 else 0 end)
            as unknown_side
    from session s
    join param p on p.name = 'rfa_interval_months' and p.pack = s.pack and p.mac = s.mac
        and s.service_date between p.valid_from and p.valid_to
    left join earlier_session e on e.session_id = s.session_id and e.class = 'RFA'
        and e.earlier_date > cast(s.service_date - interval '1' month * cast(p.number as integer) as date)
    where s.class = 'RFA' and p.number is not null
    group by s.session_id, s.lines
)
select
    coalesce(sum(lines), 0) as eligible_lines,
    coalesce(sum(case when same_side = 0 and unknown_side = 1 then lines else 0 end), 0) as unknown_lines
from compared
"""

DETECTOR = Detector(
    code="FA406",
    name="rfa-interval-short",
    certainty="probable",
    effect="deny",
    packs=("medicare",),
    parameters=("rfa_interval_months",),
    mac_dated=True,
    findings=FINDINGS,
    coverage=COVERAGE,
    unknown_note="An ablation or the one before it does not name its side.",
)
