"""The price of facility lines: ambulatory surgery centers (claim type asc) and hospital outpatient departments (hopd).

Rates are national amounts a procedure. What a facility does to a procedure's rate depends on how the code is paid:

    packaged       nothing of its own: 0.00
    discounted     the dearest procedure of the day in full, every further one at the table's percent
    full           the rate for every unit
    comprehensive  one rate for the whole day of the provider; every other code of the day that the rates list is 0.00

A center reports a second side as a second line or unit, so modifier 50 is priced as one side there; for a hospital it
makes the procedure worth the table's percent, where the physician schedule knows the code as bilateral.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

# Facility lines with the rate of their date; `fee_note` says why a line has none.
FACILITY_LINE = """
create or replace temp table fee_facility_line as
with wanted as (
    select distinct claim_type, hcpcs, service_date from fee_asked where claim_type in ('asc', 'hopd')
),
asc_day as (
    select distinct w.service_date from wanted w
    join fee_asc_rate r on w.service_date between r.valid_from and r.valid_to
),
opps_day as (
    select distinct w.service_date from wanted w
    join fee_opps_rate r on w.service_date between r.valid_from and r.valid_to
),
rated as (
    select w.*, r.rate, r.basis, r.hcpcs is not null as is_listed,
           case when r.payment_indicator = 'N1' then 'packaged'
                when r.rate is null then 'unpriced'
                when r.multiple_discount then 'discounted' else 'full' end as treatment,
           100 as both_percent,
           case when d.service_date is null then 'no surgery center rates for the date of service'
                when r.hcpcs is null then 'code not in the surgery center rates of the date of service'
                when r.rate is null and r.payment_indicator <> 'N1' then 'not paid to surgery centers' end as fee_note
    from wanted w
    left join asc_day d on d.service_date = w.service_date
    left join fee_asc_rate r on r.hcpcs = w.hcpcs and w.service_date between r.valid_from and r.valid_to
    where w.claim_type = 'asc'
    union all
    select w.*, r.rate, r.basis, r.hcpcs is not null, coalesce(s.treatment, 'unpriced'),
           case when v.bilat_surg = '1' then b.percent else 100 end,
           case when d.service_date is null then 'no hospital outpatient rates for the date of service'
                when r.hcpcs is null then 'code not in the hospital outpatient rates of the date of service'
                when coalesce(s.treatment, 'unpriced') = 'unpriced'
                then 'no hospital outpatient price (status ' || r.status_indicator || coalesce(': ' || s.meaning, '')
                     || ')'
                when r.rate is null and s.treatment <> 'packaged' then 'no hospital outpatient rate known' end
    from wanted w
    left join opps_day d on d.service_date = w.service_date
    left join fee_opps_rate r on r.hcpcs = w.hcpcs and w.service_date between r.valid_from and r.valid_to
    left join fee_opps_status s on s.status_indicator = r.status_indicator
    left join fee_relative_value v on v.hcpcs = w.hcpcs and v.component = ''
        and w.service_date between v.valid_from and v.valid_to
    left join fee_payment_rule b on b.rule = 'opps_bilateral' and w.service_date between b.valid_from and b.valid_to
    where w.claim_type = 'hopd'
)
select a.variant, a.day_id, a.line_id, a.line_order, a.claim_type, a.service_date, a.both_side_units,
       a.both_side_units + a.one_side_units as procedures, r.rate, r.basis, r.is_listed, r.treatment, r.fee_note,
       cast(round(r.rate * case when a.both_side_units > 0 then r.both_percent else 100 end * 0.01, 2)
            as decimal(12,2)) as procedure_amount
from fee_asked a
join rated r on r.claim_type = a.claim_type and r.hcpcs = a.hcpcs and r.service_date = a.service_date
"""

FACILITY_PRICE = """
create or replace temp table fee_facility_price as
with ranked as (
    select *,
           row_number() over (partition by variant, day_id, claim_type, treatment
                              order by procedure_amount desc, line_order, line_id) as place,
           bool_or(treatment = 'comprehensive' and rate is not null and procedures > 0)
               over (partition by variant, day_id, claim_type) as comprehensive_day
    from fee_facility_line
),
reduced as (
    select r.*,
           case when r.treatment = 'discounted' then f.percent else 100 end as first_percent,
           case when r.treatment = 'discounted' then n.percent else 100 end as next_percent
    from ranked r
    left join fee_payment_rule f
        on f.rule = case r.claim_type when 'asc' then 'asc' else 'opps' end || '_multiple_procedures'
       and r.place between f.rank_from and f.rank_to and r.service_date between f.valid_from and f.valid_to
    left join fee_payment_rule n
        on n.rule = f.rule and 2 between n.rank_from and n.rank_to
       and r.service_date between n.valid_from and n.valid_to
),
amounts as (
    select *,
        comprehensive_day and is_listed and not (treatment = 'comprehensive' and place = 1) as taken_in,
        case
            when procedures is null then null
            when comprehensive_day and is_listed
                then case when treatment = 'comprehensive' and place = 1 then rate else 0 end
            when fee_note is not null then null
            when treatment = 'packaged' or procedures = 0 then 0
            else round(procedure_amount * first_percent * 0.01, 2) * least(procedures, 1)
                 + round(procedure_amount * next_percent * 0.01, 2) * greatest(procedures - 1, 0)
        end as amount
    from reduced
)
select variant, line_id, try_cast(round(amount, 2) as decimal(12,2)) as fee_amount,
       case when procedures is null then 'no units'
            when taken_in then 'taken in by the comprehensive service of the day'
            when fee_note is not null then fee_note
            when try_cast(round(amount, 2) as decimal(12,2)) is null then 'units give an amount out of range'
            when treatment = 'packaged' then 'packaged into the service that it belongs to' end as fee_note,
       rate as unit_amount, 'facility' as setting,
       case when amount > 0 then cast(first_percent as decimal(5,2)) end as multiple_percent,
       case when amount > 0 then concat_ws('; ',
           'national rate without a wage index',
           case when basis = 'unverified' then 'rate of the date unverified' end,
           case when claim_type = 'asc' and both_side_units > 0 then 'modifier 50 priced as one side' end,
           case when claim_type = 'hopd' and both_side_units > 0 and treatment = 'discounted'
                then 'both sides at the unverified percent of hospital claims' end,
           case when claim_type = 'hopd' and treatment = 'discounted' and (place > 1 or procedures > 1)
                then 'several procedures at the unverified percent of hospital claims' end,
           case when treatment = 'comprehensive' then 'no complexity adjustment' end) end as assumption
from amounts
"""

STEPS = (FACILITY_LINE, FACILITY_PRICE)
"""From `fee_asked` to `fee_facility_line` and `fee_facility_price`, the columns of `fee_price`."""

RATES = """
with known as (
    select 'asc' as claim_type, r.payment_indicator as indicator,
           case when r.payment_indicator = 'N1' then 0 else r.rate end as amount,
           case when r.payment_indicator = 'N1' then 'packaged into the service that it belongs to'
                when r.rate is null then 'not paid to surgery centers' end as note, r.source
    from fee_asc_rate r
    where r.hcpcs = $hcpcs and cast($on as date) between r.valid_from and r.valid_to
    union all
    select 'hopd', r.status_indicator, case when s.treatment = 'packaged' then 0 else r.rate end,
           case when s.treatment = 'packaged' then 'packaged into the service that it belongs to'
                when s.treatment = 'comprehensive' then 'for everything of the day'
                when r.rate is null then 'no hospital outpatient rate known' end, r.source
    from fee_opps_rate r
    left join fee_opps_status s on s.status_indicator = r.status_indicator
    where r.hcpcs = $hcpcs and cast($on as date) between r.valid_from and r.valid_to
),
dated as (
    select exists (from fee_asc_rate where cast($on as date) between valid_from and valid_to) as asc_date,
           exists (from fee_opps_rate where cast($on as date) between valid_from and valid_to) as hopd_date
)
select c.claim_type, coalesce(k.indicator, ''), k.amount,
       case when k.claim_type is not null then k.note
            when c.claim_type = 'asc' and not d.asc_date then 'no surgery center rates for the date of service'
            when c.claim_type = 'asc' then 'code not in the surgery center rates of the date of service'
            when not d.hopd_date then 'no hospital outpatient rates for the date of service'
            else 'code not in the hospital outpatient rates of the date of service' end,
       coalesce(k.source, '')
from (values ('asc'), ('hopd')) c(claim_type)
cross join dated d
left join known k on k.claim_type = c.claim_type
order by c.claim_type
"""


@dataclass(frozen=True)
class FacilityRate:
    """What a facility is paid for one procedure of a code on a date, nationally.

    `note` says what is special, or why there is no amount; then indicator and source may be empty.
    """

    claim_type: str
    indicator: str
    amount: Decimal | None
    note: str | None
    source: str


def facility_rates(con: duckdb.DuckDBPyConnection, hcpcs: str, on: date) -> list[FacilityRate]:
    """The rate of a code on a date, or why there is none: surgery center, then hospital outpatient."""
    return [FacilityRate(*row) for row in con.execute(RATES, {"hcpcs": hcpcs, "on": on}).fetchall()]
