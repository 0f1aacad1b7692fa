"""From the tables of a remittance to claim lines, as DuckDB's SQL over the views `remittance_<table>`.

Amounts. What a payer allowed is what it paid, what it took back as sequestration (reason 253) and the patient's share
(group PR: deductible, coinsurance, copayment); charges that the patient bears because nothing is covered are no part of
it. A line whose charge less its adjustments is not what was paid, or where another payer came first (reason 23), has
the allowed amount that the payer states (AMT*B6), else none.

Status. A line is denied where nothing was allowed and its claim is denied (CLP02 4) or one of its reasons does more
than price it: 45 and 59 reduce the price, 97 and 234 say that it is paid with another service.

Reversals (CLP02 22) become negative lines, whose units and amounts are those of the line that they take back.
"""

from __future__ import annotations

MAKE_LINES = """
create or replace temp table remittance_adjustment as
select claim, service, segment, row, group_code, reason, amount as said, try_cast(amount as decimal(18, 4)) as amount
from remittance_adjustments;
create or replace temp table remittance_line_sum as
select claim, count(*) as lines, sum(try_cast(charge as decimal(18, 4))) as charges,
       sum(try_cast(paid as decimal(18, 4))) as paid, bool_or(revenue_code is not null) as has_revenue_codes,
       count(distinct case when regexp_full_match(line_control, '[0-9]{1,9}') then cast(line_control as integer) end)
           as numbers
from remittance_services group by claim;
create or replace temp table remittance_claim as
with adjusted as (
    select claim, sum(amount) as amount from remittance_adjustment where service is null group by claim
), stray as (
    select distinct c.row
    from remittance_strays s
    asof join remittance_claims c on s.segment > c.segment
    asof join remittance_payments p on s.segment > p.segment
    where c.payment = p.row
)
select c.*, p.kind, p.segment as transaction_segment, l.lines, l.lines = l.numbers as has_numbers, a.amount as adjusted,
       coalesce(l.charges = try_cast(c.charge as decimal(18, 4))
                and l.paid - coalesce(a.amount, 0) = try_cast(c.paid as decimal(18, 4)), false) as adds_up,
       s.row is not null as has_stray, coalesce(c.status, '') = '22' as is_reversal,
       coalesce(l.has_revenue_codes, false) or c.drg is not null or coalesce(c.filing, '') = 'MA' as is_institutional,
       case when try_strptime(p.payment_date, '%Y%m%d') is null then p.production_date else p.payment_date end
           as payment_date, p.trace_number,
       case when c.filing in ('MA', 'MB') then 'medicare'
            else coalesce(nullif(trim(p.payer_name), ''), 'not named') end as payer,
       case when c.filing not in ('MA', 'MB') then null
            when p.payer_name ilike '%novitas%' then 'novitas'
            when p.payer_name ilike '%first coast%' then 'fcso'
            when p.payer_name ilike '%palmetto%' then 'palmetto'
            when p.payer_name ilike '%wisconsin physicians%' then 'wps'
            when p.payer_name ilike '%national government services%' then 'ngs'
            when p.payer_name ilike 'cgs %' then 'cgs' end as mac,
       case when p.payee_qualifier = 'XX' then p.payee_id end as billing_npi
from remittance_claims c
left join remittance_payments p on p.row = c.payment
left join remittance_line_sum l on l.claim = c.row
left join adjusted a on a.claim = c.row
left join stray s on s.row = c.row;
create or replace temp table remittance_line as
with adjusted as (
    select service,
           coalesce(sum(amount) filter (where group_code = 'PR'
               and reason in ('1', '2', '3', '66', '122', '241', '247', '248')), 0) as shared,
           coalesce(sum(amount) filter (where reason = '253'), 0) as sequestered,
           sum(amount) filter (where group_code = 'PR' and reason = '1') as deductible,
           sum(amount) filter (where group_code = 'PR' and reason = '2') as coinsurance,
           sum(amount) as amount, count(*) > count(amount) as is_unread,
           bool_or(reason = '23') as follows_payer,
           bool_or(reason not in ('1', '2', '3', '23', '45', '59', '94', '97', '234', '253')) as is_refused,
           string_agg(concat(group_code, '-', reason, ' ', said), '; ' order by row) as told
    from remittance_adjustment where service is not null group by service
), remark as (
    select service, string_agg(code, ' ' order by row) as codes from remittance_remarks
    where service is not null group by service
), policy as (
    select service, string_agg(value, ' ' order by row) as ids from remittance_references
    where qualifier = '0K' group by service
), line as (
    select s.*, a.deductible, a.coinsurance, a.sequestered, a.told as adjustments,
           try_cast(s.paid as decimal(18, 4)) as money, try_cast(s.allowed as decimal(18, 4)) as stated,
           coalesce(a.shared, 0) + coalesce(a.sequestered, 0) as beside,
           coalesce(a.is_unread, false) as is_unread, coalesce(a.follows_payer, false) as follows_payer,
           coalesce(a.is_refused, false) as is_refused,
           coalesce(try_cast(s.charge as decimal(18, 4)) - coalesce(a.amount, 0)
                    = try_cast(s.paid as decimal(18, 4)), false) as line_adds_up,
           row_number() over (partition by s.claim order by s.segment) as place,
           case when coalesce(try_cast(s.units as decimal(18, 4)), 0) <> 0 then s.units
                when try_cast(s.units as decimal(18, 4)) is null and s.units is not null then s.units
                else s.billed_units end as service_units,
           nullif(concat_ws(' ', r.codes, c.remark_1, c.remark_2, c.remark_3, c.remark_4, c.remark_5), '') as remarks,
           p.ids as policies
    from remittance_services s
    join remittance_claims c on c.row = s.claim
    left join adjusted a on a.service = s.row
    left join remark r on r.service = s.row
    left join policy p on p.service = s.row
)
select l.segment, c.segment as claim_segment,
       case when c.kind is null then 'outside a transaction (ST ... SE)'
            when c.kind <> '835' then 'in a transaction of another kind than 835'
            when c.segment = l.segment then 'a service line outside a claim'
            when c.has_stray and not c.adds_up
            then 'its claim holds a segment that has no place there, and does not add up'
            when c.status = '25' then 'a predetermination, not a payment'
            when regexp_matches(l.code_list, '[^A-Za-z0-9]')
            then 'the sign between the parts of its code is not the one that ISA names'
            when l.code_list <> 'HC' then 'its code is of another list than HCPCS' end as problem,
       c.claim_id,
       case when c.has_numbers then cast(cast(l.line_control as integer) as varchar) else cast(l.place as varchar) end
           as line_number,
       case when not c.is_institutional then 'professional' when c.facility = '83' then 'asc' else 'hopd' end
           as claim_type,
       c.payer, c.mac, coalesce(c.patient_id, c.corrected_id, c.insured_id) as patient_id,
       coalesce(l.service_date, l.first_date,
                case when c.end_date is null or c.end_date = c.start_date then c.start_date end) as service_date,
       l.code as hcpcs, l.modifier_1, l.modifier_2, l.modifier_3, l.modifier_4,
       case when c.is_reversal
            then coalesce(cast(-abs(try_cast(coalesce(l.service_units, '1') as decimal(18, 4))) as varchar),
                          l.service_units)
            else l.service_units end as units,
       case when c.is_institutional then null
            when regexp_full_match(l.location, '[0-9]{2}') then l.location
            when regexp_full_match(c.location, '[0-9]{2}') then c.location
            when regexp_full_match(c.facility, '[0-9]{2}') then c.facility end as place_of_service,
       coalesce(l.rendering_npi, case when c.rendering_qualifier = 'XX' then c.rendering_id end) as rendering_npi,
       c.billing_npi,
       case when c.is_reversal then coalesce(cast(-abs(try_cast(l.charge as decimal(18, 4))) as varchar), l.charge)
            else l.charge end as charge_amount,
       case when l.is_unread then 'an adjustment that is no number'
            when l.line_adds_up and not l.follows_payer
            then cast(case when c.is_reversal then -abs(l.money + l.beside) else l.money + l.beside end as varchar)
            when c.is_reversal then coalesce(cast(-abs(l.stated) as varchar), l.allowed)
            else l.allowed end as allowed_amount,
       case when c.is_reversal then coalesce(cast(-abs(l.money) as varchar), l.paid) else l.paid end as paid_amount,
       c.payment_date as paid_date,
       case when l.money = 0 and l.beside = 0 and not c.is_reversal and (c.status = '4' or l.is_refused) then 'denied'
            else 'paid' end as line_status,
       case when not c.is_reversal and c.frequency in ('7', '8') then c.frequency else '1' end as claim_frequency_code,
       coalesce(l.authorization, c.authorization) as authorization_number,
       c.status as claim_status, c.payer_number as payer_claim_number, c.original as original_payer_claim_number,
       l.line_control as line_control_number,
       nullif(concat_ws(' ', l.billed_code, l.billed_modifier_1, l.billed_modifier_2, l.billed_modifier_3,
                        l.billed_modifier_4), '') as billed_code,
       l.billed_units, l.adjustments, l.remarks as remark_codes, l.policies as lcd_id,
       cast(try_cast(l.deductible as decimal(18, 2)) as varchar) as deductible_amount,
       cast(try_cast(l.coinsurance as decimal(18, 2)) as varchar) as coinsurance_amount,
       cast(try_cast(nullif(l.sequestered, 0) as decimal(18, 2)) as varchar) as sequestration_amount,
       c.trace_number,
       not l.line_adds_up as has_other_sum,
       l.line_adds_up and not l.follows_payer and l.stated <> abs(l.money + l.beside) as has_other_allowed
from line l join remittance_claim c on c.row = l.claim;
"""

CREATE_COUNTS = """
create or replace temp table remittance_transaction (
    segment bigint, kind varchar, total decimal(18, 4), paid decimal(38, 4), adjusted decimal(38, 4),
    counted varchar, ended bigint);
create or replace temp table remittance_count (
    claims bigint, reversals bigint, bare bigint, bare_paid decimal(38, 2), adjusted bigint,
    uneven bigint, first_uneven bigint, uneven_lines bigint, first_uneven_lines bigint,
    other_allowed bigint, first_other_allowed bigint, strays bigint, first_strays bigint);
create or replace temp table remittance_provider_sum (reason varchar, amounts bigint, total decimal(38, 2));
"""

COUNT_PART = """
insert into remittance_transaction
select p.segment, p.kind, try_cast(p.total as decimal(18, 4)), c.paid, a.amount, t.segments, t.segment
from remittance_payments p
left join (select transaction_segment, sum(try_cast(paid as decimal(18, 4))) as paid
           from remittance_claim group by transaction_segment) c on c.transaction_segment = p.segment
left join (select payment, sum(try_cast(amount as decimal(18, 4))) as amount
           from remittance_provider_adjustments group by payment) a on a.payment = p.row
left join remittance_trailers t on t.payment = p.row;
insert into remittance_count
select c.*, l.*, s.*
from (select count(*) filter (where kind = '835'), count(*) filter (where is_reversal),
             count(*) filter (where lines is null and kind = '835'),
             sum(try_cast(paid as decimal(18, 2))) filter (where lines is null and kind = '835'),
             count(*) filter (where lines > 0 and adjusted is not null),
             count(*) filter (where lines > 0 and kind = '835' and not adds_up),
             min(segment) filter (where lines > 0 and kind = '835' and not adds_up)
      from remittance_claim) c,
     (select count(*) filter (where has_other_sum), min(segment) filter (where has_other_sum),
             count(*) filter (where has_other_allowed), min(segment) filter (where has_other_allowed)
      from remittance_line where problem is null) l,
     (select count(*), min(segment) from remittance_strays) s;
insert into remittance_provider_sum
select reason, count(*), sum(try_cast(amount as decimal(18, 2))) from remittance_provider_adjustments group by reason;
"""

# A transaction that goes on in the next part has a row of each.
COUNTS = """
with part as (
    select sum(claims) as claims, sum(reversals) as reversals, sum(bare) as bare, sum(bare_paid) as bare_paid,
           sum(adjusted) as adjusted, sum(uneven) as uneven, min(first_uneven) as first_uneven,
           sum(uneven_lines) as uneven_lines, min(first_uneven_lines) as first_uneven_lines,
           sum(other_allowed) as other_allowed, min(first_other_allowed) as first_other_allowed,
           sum(strays) as strays, min(first_strays) as first_strays
    from remittance_count
), transaction as (
    select segment, any_value(total) as total, coalesce(sum(paid), 0) - coalesce(sum(adjusted), 0) as paid,
           max(counted) as counted, max(ended) as ended
    from remittance_transaction where kind = '835' group by segment
), counted as (
    select *, coalesce(try_cast(counted as bigint) <> ended - segment + 1, true) as is_miscounted from transaction
), sums as (
    select count(*) as transactions,
           count(*) filter (where total is distinct from paid) as unpaid,
           min(segment) filter (where total is distinct from paid) as first_unpaid,
           count(*) filter (where is_miscounted) as miscounted,
           min(segment) filter (where is_miscounted) as first_miscounted
    from counted
)
select part.*, sums.* from part, sums
"""
OTHER_KINDS = """
select kind, count(distinct segment) from remittance_transaction
where kind <> '835' group by kind order by kind
"""
PROVIDER_SUMS = """
select coalesce(reason, '?'), sum(amounts), sum(total) from remittance_provider_sum group by reason order by reason
"""

DROP = """
drop table if exists remittance_line; drop table if exists remittance_claim; drop table if exists remittance_line_sum;
drop table if exists remittance_adjustment; drop table if exists remittance_transaction;
drop table if exists remittance_count; drop table if exists remittance_provider_sum;
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
from read_parquet(getvariable('intake_path'))
"""
