"""Relief from the session before too low for the session that followed.

What it checks
    The relief that a session's note gives, from the block before it: 80 percent for a further diagnostic session of the
    region within 12 months and for the first ablation, 50 percent for a repeated therapeutic session or ablation.

Why it matters
    Each step of the treatment is covered only when the one before it worked. The note then speaks against the claim.

How it counts
    All lines of the session, professional and facility, are not payable. Several notes of a session: the lowest relief.
    Probable, because half of the function regained can stand in for relief, and exceptions are documented in the chart.

Not counted
    The first diagnostic and the first therapeutic session of a region; relief of exactly the threshold; dates before
    the MAC's 2021 text; other packs than medicare. A first ablation less than 12 months after the first service date
    of the extract is unknown when its relief is below the threshold: it may not be the first. Sessions without a note
    that gives the relief are unknown.

Example
    A second lumbar KX session in June after one in March; its note says 60 percent relief.

Sources
    Parameters `relief_percent_first`, `relief_percent_repeat` and `session_window_months`.
"""

from facetaudit.detectors.model import Detector

FINDINGS = """
with asked as (
    select
        s.session_id, s.pack, s.mac, s.service_date, s.kind, n.lowest_relief,
        case when s.kind = 'diagnostic' or h.kind_before = 0 then 'relief_percent_first' else 'relief_percent_repeat'
            end as threshold
    from session s
    join session_history h on h.session_id = s.session_id
    join documented n on n.session_id = s.session_id
    where (s.kind = 'diagnostic' and h.previous_of_kind > s.window_start)
        or (s.kind = 'rfa' and (h.kind_before > 0 or not s.left_censored))
        or (s.kind = 'therapeutic' and h.kind_before > 0)
)
select
    l.line_id,
    a.lowest_relief as observed,
    p.number as limit_value,
    'The note gives '
        || case when a.lowest_relief = floor(a.lowest_relief) then cast(cast(a.lowest_relief as integer) as string)
            else cast(a.lowest_relief as string) end
        || ' % relief from the session before; '
        || cast(cast(p.number as integer) as string) || ' % is required for a '
        || case when a.kind = 'diagnostic' then 'further diagnostic session'
            when a.kind = 'therapeutic' then 'repeated therapeutic session'
            when p.name = 'relief_percent_first' then 'first ablation'
            else 'repeated ablation' end
        || ' of the region.' as reason,
    'no line of the session payable' as correct_coding,
    p.source_id,
    p.basis,
    0 as corrected_pairs,
    0 as corrected_singles
from asked a
join param p on p.name = a.threshold and p.pack = a.pack and p.mac = a.mac
    and a.service_date between p.valid_from and p.valid_to
join facet_line l on l.session_id = a.session_id
where a.lowest_relief < p.number
"""

COVERAGE = """
with asked as (
    select
        s.session_id, s.pack, s.mac, s.service_date, n.lowest_relief,
        s.kind = 'rfa' and h.kind_before = 0 and s.left_censored as may_not_be_first,
        case when s.kind = 'diagnostic' or h.kind_before = 0 then 'relief_percent_first' else 'relief_percent_repeat'
            end as threshold
    from session s
    join session_history h on h.session_id = s.session_id
    left join documented n on n.session_id = s.session_id
    where s.kind = 'rfa'
        or (s.kind = 'diagnostic' and h.previous_of_kind > s.window_start)
        or (s.kind = 'therapeutic' and h.kind_before > 0)
)
select
    count(*) as eligible_lines,
    sum(case when a.lowest_relief is null or (a.may_not_be_first and a.lowest_relief < p.number) then 1 else 0 end)
        as unknown_lines
from asked a
join param p on p.name = a.threshold and p.pack = a.pack and p.mac = a.mac
    and a.service_date between p.valid_from and p.valid_to
join facet_line l on l.session_id = a.session_id
where p.number is not null
"""

DETECTOR = Detector(
    code="FA603",
    name="relief-below-threshold",
    certainty="probable",
    effect="deny",
    packs=("medicare",),
    parameters=("relief_percent_first", "relief_percent_repeat", "session_window_months"),
    needs=("relief_percent in the procedure notes",),
    mac_dated=True,
    findings=FINDINGS,
    coverage=COVERAGE,
    unknown_note="No procedure note with the relief, or the extract begins too late to tell the first ablation.",
)
