"""Excess sessions, by the exact sequential payable count.

A session is excess when the not-excess sessions of its counting set dated in its window, itself included, are more
than the limit; an excess session does not count for later ones. That is sequential by nature and cannot be said in
portable SQL, so it is a derived table: each step of the recursion takes the next session of every patient at once,
and only of the counting sets with a window that holds more sessions, excess or not, than its limit. Patients do not
depend on each other, so an engine that has no such recursion runs this text on batches of patients.

`window_session` (session_id, sessions): the sessions of a session's counting set in its window, itself included.
"""

from __future__ import annotations

from facetaudit.history.derived import Derived

WINDOW_SESSION = """
select c.session_id, count(*) as sessions
from counted_session c
join counted_session e on e.patient_id = c.patient_id and e.pack = c.pack and e.region = c.region
    and e.count_set = c.count_set and e.service_date > c.window_start and e.service_date <= c.service_date
group by c.session_id
"""

EXCESS_SESSION = """
with recursive crowded as (
    select distinct c.patient_id, c.pack, c.region, c.count_set
    from counted_session c
    join window_session w on w.session_id = c.session_id
    where w.sessions > c.session_limit
),
ordered as materialized (
    select
        c.session_id, c.patient_id, c.pack, c.region, c.count_set, c.service_date, c.window_start, c.session_limit,
        row_number() over (
            partition by c.patient_id, c.pack, c.region, c.count_set order by c.service_date, c.session_id
        ) as place
    from counted_session c
    join crowded using (patient_id, pack, region, count_set)
),
walk as (
    select
        patient_id, pack, region, count_set, cast(0 as bigint) as place, cast([] as date[]) as payable,
        cast(null as bigint) as session_id, false as excess
    from crowded
    union all
    select
        o.patient_id, o.pack, o.region, o.count_set, o.place,
        case when len(list_filter(w.payable, lambda day: day > o.window_start)) >= o.session_limit
            then w.payable
            else list_append(list_filter(w.payable, lambda day: day > o.window_start), o.service_date)
        end,
        o.session_id,
        coalesce(len(list_filter(w.payable, lambda day: day > o.window_start)) >= o.session_limit, false)
    from walk w
    join ordered o on o.patient_id = w.patient_id and o.pack = w.pack and o.region = w.region
        and o.count_set = w.count_set and o.place = w.place + 1
)
select session_id from walk where excess
"""

EXCESS = (
    Derived("window_session", WINDOW_SESSION),
    Derived("excess_session", EXCESS_SESSION, portable=False),
)
