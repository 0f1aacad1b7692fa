"""The price of claim lines under Medicare's fee schedules, set-based and exact: professional lines here.

One line's unit amount is ((work RVU x work GPCI) + (PE RVU x PE GPCI) + (MP RVU x MP GPCI)) x conversion
factor of the date of service, with the PE RVU of the setting, rounded once, half up, to the cent. The
bilateral step comes next, the multiple-procedure step last, each rounded half up to the cent. What has no
price gets none and a note that says why; the price of another year, place or code is never used.

All arithmetic is DECIMAL in DuckDB; the percentages come from the payment_rules table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from facetaudit.fees import facility

if TYPE_CHECKING:
    import duckdb

EMPTY_FEE_LINE = """
create or replace temp table fee_line (
    variant varchar, day_id bigint, line_id bigint, line_order bigint, hcpcs varchar, component_modifier varchar,
    service_date date, locality varchar, place_of_service varchar, claim_type varchar, participant varchar,
    side varchar, both_side_units decimal(12,3), one_side_units decimal(12,3)
)
"""
"""SQL that makes an empty `fee_line`, the input of `price_lines`."""

# Lines as asked, with what a missing value stands for. A line without a day is alone on its own.
_ASK = """
create or replace temp table fee_asked as
select variant, coalesce(day_id, -1 - line_id) as day_id, line_id, line_order,
       coalesce(hcpcs, '') as hcpcs, coalesce(component_modifier, '') as component,
       coalesce(service_date, date '0001-01-01') as service_date,
       coalesce(trim(locality), '') as locality,
       coalesce(nullif(trim(place_of_service), ''), '11') as place_of_service,
       coalesce(nullif(claim_type, ''), 'professional') as claim_type,
       coalesce(participant, '') as participant,
       side,
       case when both_side_units is not null or one_side_units is not null
            then cast(coalesce(both_side_units, 0) as decimal(12,3)) end as both_side_units,
       cast(coalesce(one_side_units, 0) as decimal(12,3)) as one_side_units
from fee_line
"""

# A claim repeats few combinations of code, date and place: each is looked up once.
_UNIT = """
create or replace temp table fee_unit as
with wanted as (
    select distinct hcpcs, component, service_date, locality, place_of_service, claim_type, participant
    from fee_asked
    where claim_type not in ('asc', 'hopd')
),
-- the dates that have a conversion factor at all
dated as (
    select distinct w.service_date
    from (select distinct service_date from wanted) w
    join fee_conversion_factor c on w.service_date between c.valid_from and c.valid_to
),
met as (
    select w.*, d.service_date is not null as dated, c.conversion_factor,
           c.participant <> 'all' as by_participant, c.source as conversion_factor_source,
           s.setting, s.basis as setting_basis,
           v.status, v.work_rvu, v.mp_rvu, v.mult_proc, v.bilat_surg, v.source as relative_value_source,
           case s.setting when 'facility' then v.facility_pe_rvu else v.nonfacility_pe_rvu end as pe_rvu,
           case s.setting when 'facility' then v.facility_na else v.nonfacility_na end as setting_without_price,
           t.priced, t.meaning as status_meaning,
           case when w.locality = '' then cast(1 as decimal(6,3)) else g.work_gpci end as work_gpci,
           case when w.locality = '' then cast(1 as decimal(6,3)) else g.pe_gpci end as pe_gpci,
           case when w.locality = '' then cast(1 as decimal(6,3)) else g.mp_gpci end as mp_gpci,
           g.source as gpci_source,
           u.hcpcs is not null as units_count_joints,
           coalesce(b.percent, 100) as both_percent, b.percent is not null as both_known,
           coalesce(o.percent, 100) as pair_percent, o.percent is not null as by_other_means
    from wanted w
    left join dated d on d.service_date = w.service_date
    left join fee_conversion_factor c
           on w.service_date between c.valid_from and c.valid_to
          and (c.participant = 'all'
               or c.participant = case when w.participant = '' then 'non_qp' else w.participant end)
    left join fee_relative_value v
           on v.hcpcs = w.hcpcs and v.component = w.component
          and w.service_date between v.valid_from and v.valid_to
    left join fee_status_code t on t.status = v.status
    left join fee_place_of_service s on s.place_of_service = w.place_of_service
    left join fee_gpci g on g.locality = w.locality and w.service_date between g.valid_from and g.valid_to
    left join fee_units_meaning u on u.hcpcs = w.hcpcs and u.units_mean = 'joints'
    left join fee_payment_rule b
           on b.rule = 'bilateral' and b.indicator = v.bilat_surg
          and w.service_date between b.valid_from and b.valid_to
    left join fee_payment_rule o
           on o.rule = 'bilateral_by_other_means' and o.indicator = v.bilat_surg
          and w.service_date between o.valid_from and o.valid_to
),
explained as (
    select *,
        case
            when claim_type <> 'professional' then 'unknown claim type'
            when not dated then 'no fee table for the date of service'
            when conversion_factor is null then 'unknown participant (qp or non_qp)'
            when status is null and component <> '' then 'unknown code with modifier ' || component
                || ' on the date of service'
            when status is null then 'unknown code on the date of service'
            when priced is null then 'no national price (status ' || status || ')'
            when not priced then 'no national price (status ' || status || ': ' || status_meaning || ')'
            when setting is null then 'unknown place of service'
            when setting_without_price then 'no price in the ' || setting || ' setting'
            when work_gpci is null then 'unknown locality on the date of service'
        end as unit_note
    from met
),
amounts as (
    select *,
        case when unit_note is null then
            cast(round((work_rvu * work_gpci + pe_rvu * pe_gpci + mp_rvu * mp_gpci) * conversion_factor, 2)
                 as decimal(12,2))
        end as unit_amount
    from explained
)
select *,
    cast(round(unit_amount * both_percent * 0.01, 2) as decimal(12,2)) as both_amount,
    cast(round(unit_amount * pair_percent * 0.01, 2) as decimal(12,2)) as pair_amount,
    case when by_participant and participant = '' then 'participant not given: priced as non-QP' end
        as participant_assumption,
    case when setting_basis = 'unverified'
         then 'place of service ' || place_of_service || ' taken as ' || setting || ' without a CMS source' end
        as setting_assumption,
    row_number() over (
        order by hcpcs, component, service_date, locality, place_of_service, claim_type, participant
    ) as unit_id
from amounts
"""

_MATCH = """
create or replace temp table fee_matched as
select a.variant, a.day_id, a.line_id, a.line_order, a.side, a.both_side_units, a.one_side_units, u.unit_id
from fee_asked a
join fee_unit u
  on u.hcpcs = a.hcpcs and u.component = a.component and u.service_date = a.service_date
 and u.locality = a.locality and u.place_of_service = a.place_of_service
 and u.claim_type = a.claim_type and u.participant = a.participant
"""

# The bilateral step. A pair is one procedure done on both sides, told by two lines of one code, RT and LT.
_BOTH_SIDES = """
create or replace temp table fee_sided as
with line as (
    select m.variant, m.day_id, m.line_id, m.line_order, m.side, m.both_side_units, m.one_side_units, m.unit_id,
           u.hcpcs, u.component, u.units_count_joints, u.by_other_means, u.unit_amount, u.both_amount, u.pair_amount
    from fee_matched m
    join fee_unit u on u.unit_id = m.unit_id
    where u.unit_amount is not null and m.both_side_units is not null
),
-- Where units count joints, the joints that both lines of the pair have are done on both sides.
pair as (
    select variant, day_id, hcpcs, component, min(one_side_units) as paired_units,
           min(line_order) as pair_order, min(line_id) as pair_line
    from line
    where by_other_means
    group by variant, day_id, hcpcs, component
    having count(*) = 2
       and count(*) filter (where side = 'R') = 1
       and count(*) filter (where side = 'L') = 1
       and max(both_side_units) = 0
       and (bool_and(units_count_joints) or (min(one_side_units) = 1 and max(one_side_units) = 1))
),
second as (
    select variant, line_id, paired_units, pair_order, pair_line,
           row_number() over (partition by variant, day_id, hcpcs, component
                              order by line_order, line_id) = 2 as is_second
    from line join pair using (variant, day_id, hcpcs, component)
)
select l.variant, l.day_id, l.line_id, l.unit_id,
       -- what the line is part of: the pair, or the line alone
       coalesce(s.pair_order, l.line_order) as item_order, coalesce(s.pair_line, l.line_id) as item_line,
       cast(round(
           case
               when s.is_second
                   then (l.one_side_units - s.paired_units) * l.unit_amount
                        + s.paired_units * (l.pair_amount - l.unit_amount)
               -- two units on one line that name no side and count no joints are the two sides
               when l.by_other_means and not l.units_count_joints and l.both_side_units = 0
                    and l.one_side_units = 2 and coalesce(l.side, 'B') = 'B'
                   then l.pair_amount
               else l.both_side_units * l.both_amount + l.one_side_units * l.unit_amount
           end, 2) as decimal(18,2)) as amount
from line l
left join second s on s.variant = l.variant and s.line_id = l.line_id
"""

# The multiple-procedure step: the dearest procedure of the day in full, the next at the indicator's percent.
# Only lines of an indicator that knows a reduction are ranked.
_REDUCE = """
create or replace temp table fee_reduced as
with item as (
    select s.variant, s.day_id, s.line_id, s.unit_id, s.item_order, s.item_line, s.amount, u.mult_proc, u.service_date,
           sum(s.amount) over (partition by s.variant, s.day_id, s.item_line) as item_amount
    from fee_sided s
    join fee_unit u on u.unit_id = s.unit_id
    where u.mult_proc in (select indicator from fee_payment_rule where rule = 'multiple_procedures' and percent < 100)
),
ranked as (
    select *,
           dense_rank() over (partition by variant, day_id, mult_proc
                              order by item_amount desc, item_order, item_line) as place
    from item
)
select r.variant, r.line_id, r.place, p.percent, p.basis,
       round(r.amount * p.percent * 0.01, 2) as amount
from ranked r
join fee_payment_rule p
  on p.rule = 'multiple_procedures' and p.indicator = r.mult_proc
 and r.place between p.rank_from and p.rank_to
 and r.service_date between p.valid_from and p.valid_to
"""

_PRICE = """
create or replace temp table fee_price as
with known as (
    select distinct indicator from fee_payment_rule where rule = 'multiple_procedures'
),
priced as (
    select m.variant, m.line_id, m.both_side_units, u.unit_amount, u.unit_note, u.setting, u.bilat_surg, u.both_known,
           u.mult_proc, k.indicator is not null as multiple_known, u.participant_assumption, u.setting_assumption,
           try_cast(coalesce(r.amount, s.amount) as decimal(12,2)) as fee_amount,
           r.place, r.basis, coalesce(r.percent, 100) as percent
    from fee_matched m
    join fee_unit u on u.unit_id = m.unit_id
    left join known k on k.indicator = u.mult_proc
    left join fee_sided s on s.variant = m.variant and s.line_id = m.line_id
    left join fee_reduced r on r.variant = m.variant and r.line_id = m.line_id
)
select variant, line_id, fee_amount,
       case when unit_note is not null then unit_note
            when both_side_units is null then 'no units'
            when fee_amount is null then 'units give an amount out of range' end as fee_note,
       unit_amount, setting,
       case when fee_amount is not null then percent end as multiple_percent,
       case when fee_amount is not null then nullif(concat_ws('; ',
           participant_assumption, setting_assumption,
           case when not both_known and both_side_units > 0
                then 'bilateral indicator ' || bilat_surg || ' not known: both sides priced as one' end,
           case when not multiple_known
                then 'multiple-procedure indicator ' || mult_proc || ' not known: not reduced' end,
           case when basis = 'unverified'
                then 'procedure ' || place || ' of the day priced at ' || cast(cast(percent as integer) as string)
                     || ' %: Medicare prices it by report' end), '') end as assumption
from priced
union all
select variant, line_id, fee_amount, fee_note, unit_amount, setting, multiple_percent, assumption
from fee_facility_price
"""

STATEMENTS = (_ASK, _UNIT, _MATCH, _BOTH_SIDES, _REDUCE, *facility.STEPS, _PRICE)
"""From `fee_line` to `fee_price`, each making one table that the next may read."""

_DROP = """
drop table fee_asked;
drop table fee_matched;
drop table fee_sided;
drop table fee_reduced;
drop table fee_unit;
drop table fee_facility_line;
drop table fee_facility_price
"""


def price_lines(con: duckdb.DuckDBPyConnection) -> None:
    """Price the lines of `fee_line` into a TEMP table `fee_price`; needs the tables of `register`.

    `fee_line` is a table or view with the columns of `EMPTY_FEE_LINE`: `variant` names a version of a day (as
    billed, as corrected), (variant, line_id) is unique, lines of one (variant, day_id) are priced together.
    A line with modifier 50 has its units in both_side_units, any other in one_side_units; a null locality
    is national, a null place_of_service 11, a null claim_type professional, a null participant non-QP.

    `fee_price` has one row per line: variant, line_id, fee_amount decimal(12,2) or null, fee_note (why
    there is no amount, else null), unit_amount decimal(12,2) (one side, one unit), setting,
    multiple_percent decimal(5,2), assumption (what was taken for granted in the amount, else null).
    """
    run_steps(con)
    con.execute(_DROP)


def run_steps(con: duckdb.DuckDBPyConnection) -> None:
    """From `fee_line` to `fee_price`, the working tables left standing."""
    for statement in STATEMENTS:
        con.execute(statement)
