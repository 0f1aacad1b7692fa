"""Final action: which of the lines that tell of one service still stands.

A line of a claim (837) that a remittance (835) of the load answers is `joined`: the remittance's line stands for it,
and it takes no part in what follows.  Of the others, in this order: negative lines take back the line that they
reverse; of lines with the same claim_id and line_number the one paid last stands; replacements (7) and voids (8) remove
the claim that they name; denied and zero-paid lines are inactive.

Works on `intake_line` (whole days of every negative line, every line that shares claim_id and line_number with a kept
line, every 7 and 8 that names a kept claim) and leaves `intake_outcome` (line_id, unmatched boolean, inactive_reason
varchar, superseding_line bigint), one row for each line that does not stand.  The superseding line is the one that took
it out of action: the remittance's line, the other half of a reversal, the version that stands, a line of the claim that
voids or replaces; null where there is none (denied, zero-paid, a void's own lines).

Lines with a `claim_key` come from a source that delivers every version of a claim, some more than once and in any order
of files (CCLF, RIF).  Their first two steps are other ones: of a version delivered again the delivery paid last, then
the last in file order, stands; a line that cancels takes back the latest line before it, by date of payment, of the
same patient, claim key and signature (date, code, set of modifiers, absolute units and amounts); an adjustment
supersedes what is left of the other versions of its claim.  On one date of payment an original comes before a
cancellation and this before an adjustment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

# Of the remittances' lines that answer a claim's, the one paid last.
_JOINED = """
create or replace temp table intake_joined as
with place as (
    select l.line_id, l.file_index, p.row_number as segment, l.paid_date
    from intake_line l
    join intake_place p on p.file_index = l.file_index and p.record = l.record
    where l.file_index in (select billed_file from intake_pair union all select paid_file from intake_pair)
)
select line_id, answering_line
from (select b.line_id, a.line_id as answering_line,
             row_number() over (partition by b.line_id
                                order by a.paid_date desc nulls last, a.line_id desc) as place
      from intake_pair p
      join place b on b.file_index = p.billed_file and b.segment = p.billed_segment
      join place a on a.file_index = p.paid_file and a.segment = p.paid_segment) answered
where place = 1;
"""

# Lines that could have to do with each other in a reversal, by group: same patient, date, code, set of modifiers
# and absolute units, allowed and paid amounts, where a missing amount equals a missing amount.
CANDIDATES = """
create or replace temp table intake_reversal as
    select line_id, claim_id, negative,
           dense_rank() over (order by patient_id, service_date, hcpcs, modifiers, units, allowed, paid) as grp
    from (select l.line_id, l.claim_id, l.negative, l.patient_id, l.service_date, l.hcpcs,
                 array_to_string(list_sort(l.modifiers), ' ') as modifiers, abs(l.units) as units,
                 abs(l.allowed_amount) as allowed, abs(l.paid_amount) as paid
          from intake_line l
          where l.claim_key is null
            and l.line_id not in (select line_id from intake_joined)
            and exists (select 1 from intake_line n
                        where n.negative and n.claim_key is null and n.patient_id = l.patient_id
                          and n.service_date = l.service_date and n.hcpcs = l.hcpcs)) signed;
create or replace temp table intake_negative as
    select line_id, claim_id, grp, row_number() over (partition by grp order by line_id) as turn
    from intake_reversal
    where negative and grp in (select grp from intake_reversal where not negative);
"""

# Turn by turn through the negative lines of each group: each takes the latest earlier line that is still there,
# of its own claim if there is one.  `taken` carries the lines that are gone.
MATCH = """
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

# Versions of claims with a key.  Within a group of equal signatures, by date of payment, each version opens a level and
# each cancellation closes the one that was opened last; a cancellation with nothing open stays unmatched.
_VERSIONS = """
create or replace temp table intake_version as
    select line_id, patient_id, claim_key, claim_id, claim_action, paid_date, negative,
           row_number() over (partition by patient_id, claim_key, claim_id, line_number, claim_action, negative
                              order by paid_date desc nulls last, line_id desc) as delivery,
           first_value(line_id) over (partition by patient_id, claim_key, claim_id, line_number, claim_action, negative
                                      order by paid_date desc nulls last, line_id desc) as standing_line
    from intake_line
    where claim_key is not null;
create or replace temp table intake_chain as
with event as (
    select v.line_id, v.negative, v.paid_date,
           case when v.negative then 1 when v.claim_action = 'adjust' then 2 else 0 end as rank,
           dense_rank() over (order by l.patient_id, l.claim_key, l.service_date, l.hcpcs,
                                       array_to_string(list_sort(l.modifiers), ' '), abs(l.units),
                                       abs(l.allowed_amount), abs(l.paid_amount)) as grp
    from intake_version v
    join intake_line l on l.line_id = v.line_id
    where v.delivery = 1 and v.claim_action is distinct from 'superseded'
), placed as (
    select line_id, negative, grp, row_number() over (partition by grp order by paid_date nulls first, rank, line_id)
               as turn
    from event
    where grp in (select grp from event where negative)
), summed as (
    select line_id, negative, grp, turn,
           sum(case when negative then -1 else 1 end) over (partition by grp order by turn) as open
    from placed
), levelled as (
    select line_id, negative, grp, turn,
           open + case when negative then 1 else 0 end as level,
           negative and open < coalesce(least(0, min(open) over (
               partition by grp order by turn rows between unbounded preceding and 1 preceding)), 0) as unmatched
    from summed
)
select line_id, negative,
       case when negative then true
            else coalesce(lead(negative) over (partition by grp, level order by turn), false) end as reversed,
       case when negative then lag(line_id) over (partition by grp, level order by turn)
            else lead(line_id) over (partition by grp, level order by turn) end as other_half
from levelled
where not unmatched;
"""

OUTCOME = """
create or replace temp table intake_outcome as
with adjusted as (
    select patient_id, claim_key, claim_id
    from (select patient_id, claim_key, claim_id,
                 row_number() over (partition by patient_id, claim_key
                                    order by paid_date desc nulls last, line_id desc) as place
          from intake_version where claim_action = 'adjust' and not negative) a
    where place = 1
), told as (
    select line_id, max(answering_line) as answering_line, max(other_half) as other_half,
           max(reversed) = 1 as reversed, max(delivery) as delivery, max(standing_line) as standing_line,
           max(adjusting_claim) as adjusting_claim
    from (select line_id, answering_line, null as other_half, 0 as reversed, null as delivery, null as standing_line,
                 null as adjusting_claim
          from intake_joined
          union all
          select line_id, null, other_half, 1, null, null, null
          from (select negative_line as line_id, taken_line as other_half from intake_reversed
                union all select taken_line, negative_line from intake_reversed
                union all select line_id, other_half from intake_chain where reversed) r
          union all
          select v.line_id, null, null, 0, v.delivery, case when v.delivery > 1 then v.standing_line end, a.claim_id
          from intake_version v
          left join adjusted a on a.patient_id = v.patient_id and a.claim_key = v.claim_key) t
    group by line_id
), seen as (
    select l.line_id, l.claim_key, l.claim_id, l.line_number, l.patient_id, l.claim_frequency_code,
           l.original_claim_id, l.line_status, l.allowed_amount, l.paid_amount, l.paid_date,
           t.answering_line, t.other_half, t.standing_line, t.adjusting_claim,
           coalesce(t.reversed, false) as reversed,
           coalesce(t.delivery > 1, false) or coalesce(l.claim_action = 'superseded', false) as redelivered,
           coalesce(t.adjusting_claim <> l.claim_id, false) as adjusted,
           l.negative and not coalesce(t.reversed, false) and not coalesce(t.delivery > 1, false)
               and not coalesce(l.claim_action = 'superseded', false) as unmatched
    from intake_line l
    left join told t on t.line_id = l.line_id
), repeated as (
    select claim_id, line_number from intake_line
    where line_number is not null group by claim_id, line_number having count(*) > 1
), ranked as (
    select s.line_id, row_number() over (
               partition by s.claim_id, s.line_number
               order by s.paid_date desc nulls last, s.line_id desc) as place,
           first_value(s.line_id) over (
               partition by s.claim_id, s.line_number
               order by s.paid_date desc nulls last, s.line_id desc) as last_paid_line
    from seen s
    join repeated d on d.claim_id = s.claim_id and d.line_number = s.line_number
    where not s.reversed and not s.redelivered and not s.unmatched and s.answering_line is null
), named as (
    select original_claim_id as claim_id,
           max(case when claim_frequency_code = '7' then 1 else 0 end) as replaced,
           max(case when claim_frequency_code = '8' then 1 else 0 end) as voided,
           min(case when claim_frequency_code = '8' then line_id end) as voiding_line,
           min(case when claim_frequency_code = '7' then line_id end) as replacing_line
    from seen
    where claim_frequency_code in ('7', '8') and original_claim_id <> claim_id and not unmatched
      and answering_line is null
    group by original_claim_id
), adjusting as (
    select claim_key, claim_id, patient_id, line_number, min(line_id) as line_id
    from intake_line where claim_key is not null and not negative
    group by claim_key, claim_id, patient_id, line_number
), adjusting_any as (
    select claim_key, claim_id, patient_id, min(line_id) as line_id
    from adjusting group by claim_key, claim_id, patient_id
), judged as (
select l.line_id, l.unmatched,
       case when l.answering_line is not null then 'joined'
            when l.reversed then 'reversed'
            when l.redelivered or l.adjusted or d.place > 1 then 'superseded'
            when n.voided = 1 or l.claim_frequency_code = '8' then 'voided'
            when n.replaced = 1 then 'replaced'
            when l.line_status = 'denied' then 'denied'
            when l.allowed_amount = 0 and l.paid_amount = 0 then 'zero-paid' end as inactive_reason,
       l.answering_line, l.other_half,
       case when l.redelivered then l.standing_line
            when l.adjusted then coalesce(g.line_id, h.line_id)
            when d.place > 1 then d.last_paid_line end as standing_line,
       n.voiding_line, n.replacing_line
from seen l
left join ranked d on d.line_id = l.line_id
left join named n on n.claim_id = l.claim_id
left join adjusting g on l.adjusted and g.claim_key = l.claim_key and g.patient_id = l.patient_id
    and g.claim_id = l.adjusting_claim and g.line_number = l.line_number
left join adjusting_any h on l.adjusted and h.claim_key = l.claim_key and h.patient_id = l.patient_id
    and h.claim_id = l.adjusting_claim
)
select line_id, unmatched, inactive_reason,
       case inactive_reason when 'joined' then answering_line when 'reversed' then other_half
            when 'superseded' then standing_line when 'voided' then voiding_line
            when 'replaced' then replacing_line end as superseding_line
from judged
where unmatched or inactive_reason is not null
"""

_DROP = """
drop table intake_reversal;
drop table intake_negative;
drop table intake_reversed;
drop table intake_version;
drop table intake_chain;
"""


def run_final_action(con: duckdb.DuckDBPyConnection) -> None:
    """Make `intake_outcome` from `intake_line`."""
    con.execute(_JOINED)
    con.execute(CANDIDATES)
    con.execute(MATCH)
    con.execute(_VERSIONS)
    con.execute(OUTCOME)
    con.execute(_DROP)
