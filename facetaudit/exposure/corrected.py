"""Corrected amounts: what each line is worth in each scenario, and the day as it should have been billed.

`line_result`, one row per scenario and line with a deny or recode finding in its scope: code (the detector that the
dollars are attributed to), denied, is_pattern (recoded over several lines), payable (US dollars as allowed, null where
the line keeps or lacks its amount), corrected_pairs and corrected_singles (units for both sides and for one side; null
where billing stays as it was) and corrected_place (place of service; null where it stays).
"""

from __future__ import annotations

from facetaudit.history import Derived

SCOPED_FINDING = """
select
    s.scenario, f.code, f.line_id, f.effect, f.recode, f.pattern_id, f.numerator, f.denominator, f.corrected_pairs,
    f.corrected_singles, f.corrected_place, a.rank
from raw_finding f
join scenario s on s.certainty = f.certainty
join attribution a on a.code = f.code
where f.effect in ('deny', 'recode')
"""

DENIED_LINE = """
select d.scenario, d.line_id, a.code
from (
    select scenario, line_id, min(rank) as first_rank
    from scoped_finding
    where effect = 'deny'
    group by scenario, line_id
) d
join attribution a on a.rank = d.first_rank
"""

# Recodes look at their lines without a deny finding; dollars as paid also need the allowed amount.
RECODE_LINE = """
select
    f.scenario, m.measure, f.code, f.line_id, f.recode, coalesce(f.pattern_id, f.line_id) as pattern_id,
    f.numerator, f.denominator, f.corrected_pairs, f.corrected_singles, f.corrected_place,
    l.claim_id, l.line_number, l.units, l.has_50, l.allowed_amount
from scoped_finding f
join billed_line l on l.line_id = f.line_id
join measure m on m.measure = 'schedule' or l.allowed_amount is not null
left join denied_line d on d.scenario = f.scenario and d.line_id = f.line_id
where f.effect = 'recode' and d.line_id is null
"""

RECODE_RESULT = """
with pattern as (
    select
        r.*,
        count(*) over (partition by scenario, measure, code, pattern_id) as lines_left,
        sum(units) over (partition by scenario, measure, code, pattern_id) as units_left,
        sum(units) over (
            partition by scenario, measure, code, pattern_id order by claim_id, line_number
            rows between unbounded preceding and current row
        ) as units_so_far,
        sum(allowed_amount) over (partition by scenario, measure, code, pattern_id) as allowed_in_all,
        max(allowed_amount) over (partition by scenario, measure, code, pattern_id) as allowed_most
    from recode_line r
),
units_kept as (
    select p.*, greatest(0, least(units, numerator - (units_so_far - units))) as kept
    from pattern p
)
select scenario, measure, code, line_id, recode, corrected_pairs, corrected_singles, corrected_place,
    round(cast(allowed_amount * numerator / denominator as decimal(18,6)), 2) as payable
from pattern
where recode = 'share'
union all
select scenario, measure, code, line_id, recode, corrected_pairs, corrected_singles, corrected_place,
    case when corrected_pairs = 0 then 0
        else least(allowed_in_all, round(cast(allowed_most * numerator / denominator as decimal(18,6)), 2)) end
from pattern
where recode = 'pair' and lines_left = 2
union all
select scenario, measure, code, line_id, recode, corrected_pairs, corrected_singles, corrected_place,
    case when corrected_pairs = 0 then 0
        else round(cast(allowed_amount * numerator / denominator as decimal(18,6)), 2) end
from pattern
where recode = 'base' and lines_left = 2
union all
select scenario, measure, code, line_id, recode,
    case when has_50 then kept else 0 end,
    case when has_50 then 0 else kept end,
    corrected_place,
    round(cast(allowed_amount * kept / units as decimal(18,6)), 2)
from units_kept
where recode = 'units' and units_left > numerator and units > 0
"""

LINE_RESULT = """
with lowest as (
    select scenario, line_id, min_by(code, (payable, code)) as code, min(payable) as payable
    from recode_result
    where measure = 'paid'
    group by scenario, line_id
),
smallest as (
    -- engines differ in where a missing number goes: here it goes last
    select
        scenario, line_id,
        min_by(code, (
            case when corrected_pairs + corrected_singles is null then 1 else 0 end,
            corrected_pairs + corrected_singles, code
        )) as code
    from recode_result
    where measure = 'schedule'
    group by scenario, line_id
),
corrected as (
    select r.scenario, r.line_id, r.code, r.recode, r.corrected_pairs, r.corrected_singles, r.corrected_place
    from recode_result r
    join smallest s on s.scenario = r.scenario and s.line_id = r.line_id
    left join lowest w on w.scenario = r.scenario and w.line_id = r.line_id
    where r.measure = 'schedule' and r.code = coalesce(w.code, s.code)
),
at_issue as (
    select scenario, line_id, min(code) as first_code from scoped_finding group by scenario, line_id
)
select
    a.scenario,
    a.line_id,
    coalesce(d.code, w.code, c.code, a.first_code) as code,
    d.line_id is not null as denied,
    case when d.line_id is not null then 0 else w.payable end as payable,
    case when d.line_id is not null then 0 else c.corrected_pairs end as corrected_pairs,
    case when d.line_id is not null then 0 else c.corrected_singles end as corrected_singles,
    c.corrected_place,
    c.recode in ('pair', 'base') as is_pattern
from at_issue a
left join denied_line d on d.scenario = a.scenario and d.line_id = a.line_id
left join lowest w on w.scenario = a.scenario and w.line_id = a.line_id
left join corrected c on c.scenario = a.scenario and c.line_id = a.line_id
"""

STEPS = (
    Derived("scoped_finding", SCOPED_FINDING),
    Derived("denied_line", DENIED_LINE),
    Derived("recode_line", RECODE_LINE),
    Derived("recode_result", RECODE_RESULT),
    Derived("line_result", LINE_RESULT),
)
