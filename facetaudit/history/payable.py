"""Excess sessions, by the exact sequential payable count.

A session is excess when the not-excess sessions of its counting set dated in its window, itself included, are more
than the limit; an excess session does not count for later ones. That is sequential by nature and cannot be said in
portable SQL, so it is a derived table: each step of the recursion takes the next session of every patient at once,
and only of the counting sets that hold more sessions than a limit allows. Patients do not depend on each other, so
an engine that has no such recursion runs this text on batches of patients.
"""

from __future__ import annotations

from facetaudit.history.derived import Derived

EXCESS_SESSION = """
with recursive crowded as (
    select patient_id, pack, region, count_set
    from counted_session
    where session_limit is not null and count_set is not null
    group by patient_id, pack, region, count_set
    having count(*) > min(session_limit)
),
ordered as (
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

EXCESS = (Derived("excess_session", EXCESS_SESSION, portable=False),)
