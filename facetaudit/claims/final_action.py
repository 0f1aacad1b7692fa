"""Final action: which of the lines that tell of one service still stands.

In this order: negative lines take back the line that they reverse; of lines with the same claim_id and
line_number the one paid last stands; replacements (7) and voids (8) remove the claim that they name; denied and
zero-paid lines are inactive.  Works on `intake_line` (whole days of every negative line, every line that shares
claim_id and line_number with a kept line, every 7 and 8 that names a kept claim) and leaves `intake_outcome`
(line_id, unmatched boolean, inactive_reason varchar), one row a line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

# Lines that could have to do with each other in a reversal, by group: same patient, date, code, set of modifiers
# and absolute units, allowed and paid amounts, where a missing amount equals a missing amount.
_CANDIDATES = """
create or replace temp table intake_reversal as
    select line_id, claim_id, negative,
           dense_rank() over (order by patient_id, service_date, hcpcs, modifiers, units, allowed, paid) as grp
    from (select l.line_id, l.claim_id, l.negative, l.patient_id, l.service_date, l.hcpcs,
                 array_to_string(list_sort(l.modifiers), ' ') as modifiers, abs(l.units) as units,
                 abs(l.allowed_amount) as allowed, abs(l.paid_amount) as paid
          from intake_line l
          where exists (select 1 from intake_line n
                        where n.negative and n.patient_id = l.patient_id and n.service_date = l.service_date
                          and n.hcpcs = l.hcpcs)) signed;
create or replace temp table intake_negative as
    select line_id, claim_id, grp, row_number() over (partition by grp order by line_id) as turn
    from intake_reversal
    where negative and grp in (select grp from intake_reversal where not negative);
"""

# Turn by turn through the negative lines of each group: each takes the latest earlier line that is still there,
# of its own claim if there is one.  `taken` carries the lines that are gone.
_MATCH = """
create or replace temp table intake_reversed as
with recursive step as (
    select grp, cast(0 as bigint) as turn, cast([] as bigint[]) as taken,
           cast(null as bigint) as negative_line, cast(null as bigint) as taken_line
    from intake_negative where turn = 1
    union all
    select grp, turn, case when pick is null then taken else list_append(taken, pick) end, negative_line, pick
    from (select s.grp, n.turn, s.taken, n.line_id as negative_line,
                 coalesce(max(case when p.claim_id = n.claim_id then p.line_id end), max(p.line_id)) as pick
          from step s
          join intake_negative n on n.grp = s.grp and n.turn = s.turn + 1
          left join intake_reversal p
            on p.grp = s.grp and not p.negative and p.line_id < n.line_id
               and not list_contains(s.taken, p.line_id)
          group by s.grp, n.turn, s.taken, n.line_id) picked
)
select negative_line, taken_line from step where taken_line is not null;
"""

_OUTCOME = """
create or replace temp table intake_outcome as
with after_reversals as (
    select l.*, r.line_id is not null as reversed,
           l.negative and r.line_id is null as unmatched
    from intake_line l
    left join (select negative_line as line_id from intake_reversed
               union all select taken_line from intake_reversed) r on r.line_id = l.line_id
), ranked as (
    select line_id, row_number() over (
               partition by claim_id, line_number
               order by paid_date desc nulls last, line_id desc) as place
    from after_reversals
    where not reversed and not unmatched and line_number is not null
), named as (
    select original_claim_id as claim_id,
           max(case when claim_frequency_code = '7' then 1 else 0 end) as replaced,
           max(case when claim_frequency_code = '8' then 1 else 0 end) as voided
    from after_reversals
    where claim_frequency_code in ('7', '8') and original_claim_id <> claim_id and not unmatched
    group by original_claim_id
)
select l.line_id, l.unmatched,
       case when l.reversed then 'reversed'
            when d.place > 1 then 'superseded'
            when n.voided = 1 or l.claim_frequency_code = '8' then 'voided'
            when n.replaced = 1 then 'replaced'
            when l.line_status = 'denied' then 'denied'
            when l.allowed_amount = 0 and l.paid_amount = 0 then 'zero-paid' end as inactive_reason
from after_reversals l
left join ranked d on d.line_id = l.line_id
left join named n on n.claim_id = l.claim_id;
drop table intake_reversal;
drop table intake_negative;
drop table intake_reversed;
"""


def run_final_action(con: duckdb.DuckDBPyConnection) -> None:
    """Make `intake_outcome` from `intake_line`."""
    con.execute(_CANDIDATES)
    con.execute(_MATCH)
    con.execute(_OUTCOME)
