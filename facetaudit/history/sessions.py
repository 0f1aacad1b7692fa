"""Sessions: one patient, date, region and class (INJ or RFA) of one pack, over all claim types and providers.

`session` columns: session_id, patient_id, pack, mac, service_date, region, class, kind (diagnostic therapeutic unknown
rfa), lines, thoracolumbar, edition, count_set (which sessions are counted together), session_limit (sessions, null
where none applies), limit_source_id, limit_basis, window_start (date: the first day outside the look-back window),
window_count (sessions), excess, has_right, has_left, has_unknown_side (of its lines) and left_censored (the extract
begins within the window, so that earlier sessions may be hidden).

`session_history`, one row per session of `session`, counts what went before its day for the same patient, pack and
region: injections_before, ablations_before, diagnostic_before, unknown_before (injection sessions of unknown kind),
kind_before (sessions of its own kind), previous_of_kind (date).

`earlier_session` pairs each session with every earlier one of its patient, pack and region: session_id, the earlier
one's earlier_date, class, count_set and sides, and months (whole months between the two days).
"""

from __future__ import annotations

from facetaudit.history.derived import Derived

# The MAC is that of the first line by claim and line number. Few sessions have more than one; looking for the first
# line of each of millions of groups takes memory that cannot be spilled.
SESSION_DAY = """
with day as (
    select
        min(line_id) as session_id,
        patient_id, pack, service_date, region, class,
        count(*) as lines,
        max(case when thoracolumbar then 1 else 0 end) = 1 as thoracolumbar,
        min(mac) as first_mac, max(mac) as last_mac,
        max(case when side in ('R', 'B') then 1 else 0 end) = 1 as has_right,
        max(case when side in ('L', 'B') then 1 else 0 end) = 1 as has_left,
        max(case when side is null then 1 else 0 end) = 1 as has_unknown_side,
        case
            when class = 'RFA' then 'rfa'
            when max(case when has_kx and claim_type = 'professional' then 1 else 0 end) = 1 then 'diagnostic'
            when max(case when claim_type = 'professional' then 1 else 0 end) = 1 then
                case when max(case when slots_full and claim_type = 'professional' then 1 else 0 end) = 1
                    then 'unknown' else 'therapeutic' end
            when max(case when has_kx then 1 else 0 end) = 1 then 'diagnostic'
            when max(case when slots_full then 1 else 0 end) = 1 then 'unknown'
            else 'therapeutic'
        end as kind
    from region_line
    where class in ('INJ', 'RFA')
    group by patient_id, pack, service_date, region, class
),
mixed as (
    select d.session_id, min_by(l.mac, (l.claim_id, l.line_number)) as mac
    from region_line l
    join day d on d.patient_id = l.patient_id and d.service_date = l.service_date and d.pack = l.pack
        and d.region = l.region and d.class = l.class
    where d.first_mac <> d.last_mac
    group by d.session_id
)
select
    d.session_id, d.patient_id, d.pack, d.service_date, d.region, d.class, d.lines, d.thoracolumbar,
    coalesce(m.mac, d.first_mac) as mac, d.has_right, d.has_left, d.has_unknown_side, d.kind
from day d
left join mixed m on m.session_id = d.session_id
"""

# Before a MAC's 2021 date diagnostic and therapeutic sessions share one limit: that limit is then the one in force.
COUNTED_SESSION = """
select
    s.*,
    e.value as edition,
    case
        when s.kind = 'unknown' then null
        when s.class = 'RFA' then 'rfa'
        when i.number is not null then 'injection'
        else s.kind
    end as count_set,
    case
        when s.kind = 'unknown' then null
        when s.class = 'RFA' then r.number
        when i.number is not null then i.number
        when s.kind = 'diagnostic' then g.number
        else t.number
    end as session_limit,
    case
        when s.class = 'RFA' then r.source_id
        when i.number is not null then i.source_id
        when s.kind = 'diagnostic' then g.source_id
        else t.source_id
    end as limit_source_id,
    case
        when s.class = 'RFA' then r.basis
        when i.number is not null then i.basis
        when s.kind = 'diagnostic' then g.basis
        else t.basis
    end as limit_basis,
    cast(s.service_date - interval '1' month * cast(w.number as integer) as date) as window_start
from session_day s
join param e on e.name = 'lcd_edition' and e.pack = s.pack and e.mac = s.mac
    and s.service_date between e.valid_from and e.valid_to
join param r on r.name = 'rfa_session_limit' and r.pack = s.pack and r.mac = s.mac
    and s.service_date between r.valid_from and r.valid_to
join param i on i.name = 'injection_session_limit' and i.pack = s.pack and i.mac = s.mac
    and s.service_date between i.valid_from and i.valid_to
join param g on g.name = 'diagnostic_session_limit' and g.pack = s.pack and g.mac = s.mac
    and s.service_date between g.valid_from and g.valid_to
join param t on t.name = 'therapeutic_session_limit' and t.pack = s.pack and t.mac = s.mac
    and s.service_date between t.valid_from and t.valid_to
join param w on w.name = 'session_window_months' and w.pack = s.pack and w.mac = s.mac
    and s.service_date between w.valid_from and w.valid_to
"""

SESSION = """
select
    s.session_id, s.patient_id, s.pack, s.mac, s.service_date, s.region, s.class, s.kind, s.lines, s.thoracolumbar,
    s.edition, s.count_set, s.session_limit, s.limit_source_id, s.limit_basis, s.window_start,
    case when s.count_set is null then null
        else w.sessions - coalesce(n.excess_sessions, 0) + case when x.session_id is null then 0 else 1 end
        end as window_count,
    x.session_id is not null as excess,
    s.has_right, s.has_left, s.has_unknown_side,
    s.window_start < d.first_service_date as left_censored
from counted_session s
cross join run_default d
left join excess_session x on x.session_id = s.session_id
left join window_session w on w.session_id = s.session_id
left join (
    select c.session_id, count(*) as excess_sessions
    from counted_session c
    join (
        select e.patient_id, e.pack, e.region, e.count_set, e.service_date
        from excess_session x
        join counted_session e on e.session_id = x.session_id
    ) e on e.patient_id = c.patient_id and e.pack = c.pack and e.region = c.region and e.count_set = c.count_set
        and e.service_date > c.window_start and e.service_date <= c.service_date
    group by c.session_id
) n on n.session_id = s.session_id
"""

SESSION_HISTORY = """
select
    session_id, patient_id,
    count(case when class = 'INJ' then 1 end) over region_before as injections_before,
    count(case when class = 'RFA' then 1 end) over region_before as ablations_before,
    count(case when kind = 'diagnostic' then 1 end) over region_before as diagnostic_before,
    count(case when kind = 'unknown' then 1 end) over region_before as unknown_before,
    count(*) over kind_before as kind_before,
    max(service_date) over kind_before as previous_of_kind
from session
window
    region_before as (
        partition by patient_id, pack, region order by service_date
        range between unbounded preceding and interval '1' day preceding
    ),
    kind_before as (
        partition by patient_id, pack, region, kind order by service_date
        range between unbounded preceding and interval '1' day preceding
    )
"""

EARLIER_SESSION = """
select
    s.session_id, e.service_date as earlier_date, e.class, e.count_set, e.has_right, e.has_left, e.has_unknown_side,
    (extract(year from s.service_date) - extract(year from e.service_date)) * 12
        + extract(month from s.service_date) - extract(month from e.service_date)
        - case when extract(day from s.service_date) < extract(day from e.service_date) then 1 else 0 end as months
from session s
join session e on e.patient_id = s.patient_id and e.pack = s.pack and e.region = s.region
    and e.service_date < s.service_date
"""

SESSION_DAYS = (Derived("session_day", SESSION_DAY),)
COUNTED = (Derived("counted_session", COUNTED_SESSION),)
SESSIONS = (
    Derived("session", SESSION),
    Derived("session_history", SESSION_HISTORY),
    Derived("earlier_session", EARLIER_SESSION, stored=False),
)
