"""From the flat rows of a remittance (`remittance_flat`) to claim lines, as DuckDB's SQL over `remittance_flat`.

Amounts. What a payer allowed is what it paid, what it took back as sequestration (reason 253) and the patient's share
(group PR: deductible, coinsurance, copayment); charges that the patient bears because nothing is covered are no part of
it. A line whose charge less its adjustments is not what was paid, or where another payer came first (CLP02 2, 3, 20, 21
or reason 23), has the allowed amount that the payer states (AMT*B6), else none.

Status. A line is denied where nothing was allowed and its claim is denied (CLP02 4) or one of its reasons does more
than price it: 45 and 59 reduce the price, 97 and 234 say that it is paid with another service.

Reversals (CLP02 22) become negative lines, whose units and amounts are those of the line that they take back.
"""

from __future__ import annotations

# One row in, one row out, so that parts stream through in the order of the file.
COPY_LINES = """
copy (
with line as (
    select *, coalesce(claim_status, '') = '22' as is_reversal,
           claim_has_revenue_codes or claim_drg is not null or coalesce(claim_filing, '') = 'MA' as is_institutional,
           coalesce(claim_filing, '') in ('MA', 'MB') as is_medicare,
           line_follows_payer or claim_follows_payer or coalesce(claim_status, '') in ('2', '3', '20', '21')
               as follows_payer,
           case when coalesce(try_cast(line_units as decimal(18, 4)), 0) <> 0 then line_units
                when try_cast(line_units as decimal(18, 4)) is null and line_units is not null then line_units
                else line_billed_units end as service_units
    from remittance_flat
)
select line_segment as segment, claim_segment,
       case when payment_kind is null then 'outside a transaction (ST ... SE)'
            when payment_kind <> '835' then 'in a transaction of another kind than 835'
            when claim_segment = line_segment then 'a service line outside a claim'
            when claim_has_stray and not claim_adds_up
            then 'its claim holds a segment that has no place there, and does not add up'
            when claim_status = '25' then 'a predetermination, not a payment'
            when regexp_matches(line_code_list, '[^A-Za-z0-9]')
            then 'the sign between the parts of its code is not the one that ISA names'
            when line_code_list <> 'HC' then 'its code is of another list than HCPCS' end as problem,
       claim_claim_id as claim_id,
       case when claim_has_numbers then cast(cast(line_line_control as integer) as varchar)
            else cast(line_place as varchar) end as line_number,
       case when not is_institutional then 'professional' when claim_facility = '83' then 'asc' else 'hopd' end
           as claim_type,
       case when is_medicare then 'medicare' else coalesce(nullif(trim(payment_payer_name), ''), 'not named') end
           as payer,
       case when not is_medicare then null
            when payment_payer_name ilike '%novitas%' then 'novitas'
            when payment_payer_name ilike '%first coast%' then 'fcso'
            when payment_payer_name ilike '%palmetto%' then 'palmetto'
            when payment_payer_name ilike '%wisconsin physicians%' then 'wps'
            when payment_payer_name ilike '%national government services%' then 'ngs'
            when payment_payer_name ilike 'cgs %' then 'cgs' end as mac,
       coalesce(claim_patient_id, claim_corrected_id, claim_insured_id) as patient_id,
       coalesce(line_service_date, line_first_date,
                case when claim_end_date is null or claim_end_date = claim_start_date then claim_start_date end)
           as service_date,
       line_code as hcpcs, line_modifier_1 as modifier_1, line_modifier_2 as modifier_2, line_modifier_3 as modifier_3,
       line_modifier_4 as modifier_4,
       case when is_reversal
            then coalesce(cast(-abs(try_cast(coalesce(service_units, '1') as decimal(18, 4))) as varchar),
                          service_units)
            else service_units end as units,
       case when is_institutional then null
            when regexp_full_match(line_location, '[0-9]{2}') then line_location
            when regexp_full_match(claim_location, '[0-9]{2}') then claim_location
            when regexp_full_match(claim_facility, '[0-9]{2}') then claim_facility end as place_of_service,
       coalesce(line_rendering_npi, case when claim_rendering_qualifier = 'XX' then claim_rendering_id end)
           as rendering_npi,
       case when payment_payee_qualifier = 'XX' then payment_payee_id end as billing_npi,
       case when is_reversal then coalesce(cast(-abs(line_billed) as varchar), line_charge) else line_charge end
           as charge_amount,
       case when line_is_unread then 'an adjustment that is no number'
            when line_adds_up and not follows_payer
            then cast(case when is_reversal then -abs(line_money + line_beside) else line_money + line_beside end
                      as varchar)
            when is_reversal then coalesce(cast(-abs(line_stated) as varchar), line_allowed)
            else line_allowed end as allowed_amount,
       case when is_reversal then coalesce(cast(-abs(line_money) as varchar), line_paid) else line_paid end
           as paid_amount,
       case when try_strptime(payment_payment_date, '%Y%m%d') is null then payment_production_date
            else payment_payment_date end as paid_date,
       case when line_money = 0 and line_beside = 0 and not is_reversal and (claim_status = '4' or line_is_refused)
            then 'denied' else 'paid' end as line_status,
       case when not is_reversal and claim_frequency in ('7', '8') then claim_frequency else '1' end
           as claim_frequency_code,
       coalesce(line_authorization, claim_authorization) as authorization_number,
       claim_status, claim_payer_number as payer_claim_number, claim_original as original_payer_claim_number,
       line_line_control as line_control_number,
       nullif(concat_ws(' ', line_billed_code, line_billed_modifier_1, line_billed_modifier_2, line_billed_modifier_3,
                        line_billed_modifier_4), '') as billed_code,
       line_billed_units as billed_units, line_adjustments as adjustments, claim_adjustments,
       nullif(concat_ws(' ', line_remarks, claim_remark_1, claim_remark_2, claim_remark_3, claim_remark_4,
                        claim_remark_5), '') as remark_codes,
       line_policies as lcd_id,
       cast(cast(line_deductible as decimal(18, 2)) as varchar) as deductible_amount,
       cast(cast(line_coinsurance as decimal(18, 2)) as varchar) as coinsurance_amount,
       cast(cast(nullif(line_sequestered, 0) as decimal(18, 2)) as varchar) as sequestration_amount,
       case when claim_status in ('2', '20') then 'secondary' when claim_status in ('3', '21') then 'tertiary'
            when follows_payer then 'not first' when claim_status in ('1', '19') then 'primary' end as payer_order,
       cast(cast(line_other_payer as decimal(18, 2)) as varchar) as other_payer_amount,
       payment_trace_number as trace_number,
       not line_adds_up as has_other_sum,
       line_adds_up and not follows_payer and line_stated <> abs(line_money + line_beside) as has_other_allowed,
       follows_payer, line_late as late_amount
from line
) to $1 (format parquet, compression snappy, row_group_size 8192)
"""

# A transaction that goes on in the next part has a row of each.
COUNTS = """
with claim as (
    select *, coalesce(payment_kind, '') = '835' as is_read, not claim_adds_up and claim_lines > 0 as is_uneven
    from read_parquet($1)
), claims as (
    select count(*) filter (where is_read) as claims,
           count(*) filter (where claim_status = '22') as reversals,
           count(*) filter (where is_read and claim_lines = 0) as bare,
           sum(claim_money) filter (where is_read and claim_lines = 0) as bare_paid,
           count(*) filter (where claim_lines > 0 and claim_is_adjusted) as adjusted,
           count(*) filter (where is_read and is_uneven) as uneven,
           min(claim_segment) filter (where is_read and is_uneven) as first_uneven,
           count(claim_interest) filter (where is_read) as interest_claims,
           sum(try_cast(claim_interest as decimal(18, 2))) filter (where is_read) as interest
    from claim
), lines as (
    select count(*) filter (where has_other_sum) as uneven_lines,
           min(segment) filter (where has_other_sum) as first_uneven_lines,
           count(*) filter (where has_other_allowed) as other_allowed,
           min(segment) filter (where has_other_allowed) as first_other_allowed,
           count(*) filter (where follows_payer) as later_lines,
           count(*) filter (where follows_payer and allowed_amount is null) as later_unknown,
           count(late_amount) as late_lines, sum(try_cast(late_amount as decimal(18, 2))) as late
    from read_parquet($2) where problem is null
), transaction as (
    select segment, any_value(total) as total, coalesce(sum(paid), 0) - coalesce(sum(adjusted), 0) as paid,
           max(counted) as counted, max(ended) as ended,
           trim(any_value(control)) is distinct from trim(max(end_control)) as is_mismatched
    from read_parquet($3) where kind = '835' group by segment
), counted as (
    select *, coalesce(try_cast(counted as bigint) <> ended - segment + 1, true) as is_miscounted from transaction
), transactions as (
    select count(*) as transactions,
           count(*) filter (where total is distinct from paid) as unpaid,
           min(segment) filter (where total is distinct from paid) as first_unpaid,
           count(*) filter (where is_miscounted) as miscounted,
           min(segment) filter (where is_miscounted) as first_miscounted,
           count(*) filter (where is_mismatched and ended is not null) as mismatched,
           min(segment) filter (where is_mismatched and ended is not null) as first_mismatched
    from counted
), strays as (
    select count(*) as strays, min(segment) as first_strays from read_parquet($4)
)
select * from claims, lines, transactions, strays
"""
OTHER_KINDS = """
select kind, count(distinct segment) from read_parquet($1) where kind <> '835' group by kind order by kind
"""
PROVIDER_SUMS = """
select coalesce(reason, '?'), count(*), sum(amount) from read_parquet($1) group by reason order by reason
"""

READ = "select * from read_parquet(getvariable('intake_path')) where problem is null"
SET_ASIDE = """
insert into intake_unsplit
select getvariable('intake_file_index'), segment, problem
from read_parquet(getvariable('intake_path')) where problem is not null;
insert into intake_place
select getvariable('intake_file_index'), row_number() over (order by segment), segment
from read_parquet(getvariable('intake_path')) where problem is null;
"""
FILLED = """
select count(*), count(mac), count(place_of_service), count(rendering_npi), count(billing_npi),
       count(authorization_number)
from read_parquet($1)
"""
