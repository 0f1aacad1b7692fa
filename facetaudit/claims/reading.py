"""The two passes over a file: keys and checks of every row, then whole rows of the days that are kept.

Pass 1 writes one narrow row for each record to `intake_key`, in file order, so that its `rowid` numbers the
records without a window over wide rows.  Pass 2 reads the wide rows whose day or claim is wanted.

Joins do not keep the order of a file, and a long list of constants in `in` becomes one.  So neither pass has one, but
the second over a file that numbers its rows itself: what is wanted is looked up in a bitmap, and the codes to keep in a
text that holds them all.  Hashes and bitmap only choose what to fetch; whatever depends on a patient, a day or a claim
is decided on the values themselves.
"""

from __future__ import annotations

CREATE_TABLES = """
create or replace temp table intake_key (
    file_index integer, reject smallint, keep boolean, negative boolean, changes boolean, frequency utinyint,
    day_hash ubigint, claim_hash ubigint, original_hash ubigint, line_number integer,
    service_date date, paid_date date, hcpcs varchar, authorized boolean);
create or replace temp table intake_file (
    file_index integer, file varchar, header_row bigint, first_key bigint, modifier_slots integer);
create or replace temp table intake_skipped (file_index integer, row_number bigint);
create or replace temp table intake_reason (code smallint, column_name varchar, reason varchar);
create or replace temp table intake_splitting (error_type varchar, reason varchar);
create or replace temp table intake_unsplit (file_index integer, row_number bigint, reason varchar);
create or replace temp table intake_place (file_index integer, record bigint, row_number bigint);
create or replace temp table intake_pair (
    billed_file integer, billed_segment bigint, paid_file integer, paid_segment bigint);
create or replace temp table intake_rejected (
    file_index integer, row_number bigint, column_name varchar, reason varchar);
"""

# The wide lines: not temporary, so that those of a large extract stand in the file of `WORK_ON_DISK`.
CREATE_LINE = """
create or replace table intake_line (
    line_id bigint, file_index integer, record bigint, keep boolean, negative boolean, claim_key varchar,
    claim_action varchar, claim_id varchar, line_number integer, claim_type varchar, payer varchar, mac varchar,
    state varchar, locality varchar, patient_id varchar, service_date date, hcpcs varchar, modifiers varchar[],
    units decimal(12, 3), place_of_service varchar, diagnosis_codes varchar, rendering_npi varchar,
    billing_npi varchar, charge_amount decimal(12, 2), allowed_amount decimal(12, 2), paid_amount decimal(12, 2),
    paid_date date, line_status varchar, claim_frequency_code varchar, original_claim_id varchar,
    authorization_number varchar, extras varchar[]);
"""

MOST_IN_MEMORY = 250_000
"""Facet lines; with more, the lines and what is made of them stand compressed in a temporary file."""

# The connection of an audit has a database `work` in a file, where wide tables take a tenth of the room.
IS_LARGE = """
select count(*) > $most and exists (select 1 from duckdb_databases() where database_name = 'work')
from intake_key where reject = 0 and (keep or getvariable('intake_all_lines'))
"""
WORK_ON_DISK = "set search_path = 'work,in_memory'"

# One row in, one row out: the order of the file is the order of rowid.  Conditions stand inside CASE, which
# looks at the rows that are still undecided; an `or` among projected columns would work out both sides for all.
# Finding a short code in a text of the usual ones costs next to nothing where a file has it in a dictionary (Parquet).
CHECK_ROWS = """
insert into intake_key
with cleaned as (
    select intake_text(claim_id) as claim_id, intake_text(patient_id) as patient_id,
           intake_number(line_number) as line_number, line_number as raw_line_number,
           intake_date(service_date) as service_date, service_date as raw_service_date,
           intake_code(hcpcs) as hcpcs, hcpcs as raw_hcpcs,
           modifier_1, modifier_2, modifier_3, modifier_4,
           intake_number(units) as units, units as raw_units,
           intake_number(charge_amount) as charge, charge_amount as raw_charge,
           intake_number(allowed_amount) as allowed, allowed_amount as raw_allowed,
           intake_number(paid_amount) as paid, paid_amount as raw_paid,
           intake_date(paid_date) as paid_date, paid_date as raw_paid_date,
           claim_type, mac, state, place_of_service, line_status, claim_frequency_code, original_claim_id,
           claim_key, claim_action,
           intake_is_filled(authorization_number) as authorized
    from intake_source
)
select getvariable('intake_file_index'),
       case when claim_id is null then 10
            when line_number is null and intake_is_filled(raw_line_number) then 20
            when line_number <> cast(line_number as bigint) or line_number < 0 or line_number > 2147483647 then 20
            when claim_type not in ('professional', 'asc', 'hopd')
                 and intake_lower(claim_type) not in ('professional', 'asc', 'hopd') then 30
            when case when mac is null then false
                      when contains('|ngs|fcso|novitas|palmetto|wps|cgs|', '|' || mac || '|') and not contains(mac, '|')
                      then false
                      else not regexp_full_match(intake_lower(mac),
                               'ngs|fcso|novitas|palmetto|wps|cgs|noridian-je|noridian-jf') end then 40
            when case when state is null then false
                      when strlen(state) = 2 and contains(
                          '|AL|AK|AZ|AR|CA|CO|CT|DC|DE|FL|GA|HI|IA|ID|IL|IN|KS|KY|LA|MA|MD|ME|MI|MN|MO|MS|MT|NC|ND|NE|NH|'
                          'NJ|NM|NV|NY|OH|OK|OR|PA|PR|RI|SC|SD|TN|TX|UT|VA|VT|WA|WI|WV|WY|',
                          '|' || state || '|') then false
                      else not regexp_full_match(intake_upper(state), '[A-Z]{2}') end then 50
            when patient_id is null then 60
            when service_date is null
            then case when intake_is_filled(raw_service_date) then 71 else 70 end
            when service_date < date '1900-01-01' or service_date > date '2100-12-31' then 72
            when hcpcs is null then case when intake_is_filled(raw_hcpcs) then 81 else 80 end
            when not intake_modifier_is_read(modifier_1) then 91
            when not intake_modifier_is_read(modifier_2) then 92
            when not intake_modifier_is_read(modifier_3) then 93
            when not intake_modifier_is_read(modifier_4) then 94
            when units is null and intake_is_filled(raw_units) then 100
            when units >= 1000000000 or units <= -1000000000 then 101
            when case when units = 1 then false
                      else units <> cast(units as bigint) and contains(getvariable('intake_keep_text'), hcpcs) end
            then 102
            when case when place_of_service is null
                           or strlen(place_of_service) = 2
                              and contains('|11|22|24|19|21|23|31|32|49|', '|' || place_of_service || '|') then false
                      else not regexp_full_match(intake_place(place_of_service), '[0-9]{2}') end then 110
            when charge is null and intake_is_filled(raw_charge) then 120
            when coalesce(try_cast(charge as decimal(12, 2)) <> charge, charge is not null)
            then case when charge <> cast(charge as decimal(18, 2)) then 121 else 122 end
            when allowed is null and intake_is_filled(raw_allowed) then 130
            when coalesce(try_cast(allowed as decimal(12, 2)) <> allowed, allowed is not null)
            then case when allowed <> cast(allowed as decimal(18, 2)) then 131 else 132 end
            when paid is null and intake_is_filled(raw_paid) then 140
            when coalesce(try_cast(paid as decimal(12, 2)) <> paid, paid is not null)
            then case when paid <> cast(paid as decimal(18, 2)) then 141 else 142 end
            when paid_date is null and intake_is_filled(raw_paid_date) then 150
            when paid_date < date '1900-01-01' or paid_date > date '2100-12-31' then 151
            when line_status not in ('paid', 'denied')
                 and intake_lower(line_status) not in ('paid', 'denied') then 160
            when claim_frequency_code not in ('1', '7', '8')
                 and intake_text(claim_frequency_code) not in ('1', '7', '8') then 170
            else 0 end,
       contains(getvariable('intake_keep_text'), hcpcs),
       case when units < 0 or allowed < 0 or paid < 0 or claim_action = 'cancel' then true else false end,
       claim_action is not null,
       case when claim_frequency_code is null or claim_frequency_code = '1' then null
            else try_cast(intake_text(claim_frequency_code) as utinyint) end,
       hash(patient_id, service_date), hash(coalesce(claim_key, claim_id)),
       case when original_claim_id is null or claim_frequency_code is null or claim_frequency_code = '1' then null
            else hash(intake_text(original_claim_id)) end,
       try_cast(line_number as integer), service_date, paid_date, hcpcs, authorized
from cleaned
"""

# Which days and claims pass 2 has to bring: days with a code to keep, days with a negative line, claims of kept
# days that have a line number twice, a version that cancels or adjusts another or an authorization on a line of another
# day, and replacements and voids that name a claim of those days.  All versions of a claim have the same hash.
CHOOSE = """
create or replace temp table intake_wanted_day as
    select distinct day_hash from intake_key
    where reject = 0 and (keep or negative or getvariable('intake_all_lines'));
create or replace temp table intake_near_claim as
    select distinct claim_hash from intake_key
    where claim_hash is not null and day_hash in (select day_hash from intake_wanted_day);
-- A line without a number follows the highest number of its claim in its file, in file order.
create or replace temp table intake_numbered as
    select key_row, cast(highest + row_number() over (partition by file_index, claim_hash order by key_row)
                         as integer) as line_number
    from (select rowid as key_row, file_index, claim_hash, line_number,
                 coalesce(max(line_number) over (partition by file_index, claim_hash), 0) as highest
          from intake_key
          where claim_hash in (select claim_hash from intake_near_claim)) k
    where line_number is null;
create or replace temp table intake_wanted_claim as
    select distinct claim_hash
    from (select k.claim_hash, coalesce(k.line_number, n.line_number) as line_number
          from intake_key k left join intake_numbered n on n.key_row = k.rowid
          where k.reject = 0 and k.claim_hash in (select claim_hash from intake_near_claim)) l
    group by claim_hash, line_number having count(*) > 1
    union
    select claim_hash from intake_key
    where reject = 0 and frequency in (7, 8)
      and original_hash in (select claim_hash from intake_near_claim)
    union
    select claim_hash from intake_key
    where reject = 0 and changes and claim_hash in (select claim_hash from intake_near_claim)
    union
    select claim_hash from intake_key
    where reject = 0 and authorized and claim_hash in (select claim_hash from intake_near_claim)
      and day_hash not in (select day_hash from intake_wanted_day);
set variable intake_bits = (
    select cast(greatest(1024, least(16777216, pow(2, ceil(log2(32 * count(*) + 1))))) as bigint)
    from (select 1 from intake_wanted_day union all select 1 from intake_wanted_claim) n);
set variable intake_days = (
    select bitstring_agg(cast(bit as integer), 0, cast(getvariable('intake_bits') as integer) - 1)
    from (select day_hash % getvariable('intake_bits') as bit from intake_wanted_day
          union all select (day_hash >> 32) % getvariable('intake_bits') from intake_wanted_day
          union all select 0) b);
set variable intake_claims = (
    select bitstring_agg(cast(bit as integer), 0, cast(getvariable('intake_bits') as integer) - 1)
    from (select claim_hash % getvariable('intake_bits') as bit from intake_wanted_claim
          union all select (claim_hash >> 32) % getvariable('intake_bits') from intake_wanted_claim
          union all select 0) b);
create or replace temp macro intake_has(bitmap, h) as
    get_bit(bitmap, cast(h % getvariable('intake_bits') as integer)) = 1
    and get_bit(bitmap, cast((h >> 32) % getvariable('intake_bits') as integer)) = 1;
"""


# Pass 2 of a file that numbers its rows (Parquet) asks for the wanted ones by number.  A join that only filters lets
# the reader look at the numbers first and leave the other columns of the other rows undecoded; a function would not.
NUMBERED_KEYS = """
create or replace temp table intake_wanted_key as
select k.rowid - f.first_key as record, k.claim_hash
from intake_key k
join intake_file f on f.file_index = k.file_index
where k.file_index = getvariable('intake_file_index') and k.reject = 0
  and (getvariable('intake_all_lines')
       or k.day_hash in (select day_hash from intake_wanted_day)
       or k.claim_hash in (select claim_hash from intake_wanted_claim));
"""
FETCH_NUMBERED = """
create or replace table intake_raw as
select * from intake_source where record in (select record from intake_wanted_key)
"""
NUMBERED_ALIGNED = """
select (select count(*) from intake_wanted_key) = (select count(*) from intake_raw)
   and not exists (select 1 from intake_wanted_key k join intake_raw r on r.record = k.record
                   where hash(coalesce(r.claim_key, intake_text(r.claim_id))) is distinct from k.claim_hash)
"""
NUMBERED_PLACED = "create or replace temp view intake_placed as select * from intake_raw"

# Of any other file the same hashes as in pass 1 choose the rows, and the n-th of them belongs to the n-th wanted key.
FETCH_ROWS = """
create or replace table intake_raw as
select * from intake_source
where getvariable('intake_all_lines')
   or intake_has(getvariable('intake_days'), hash(intake_text(patient_id), intake_date(service_date)))
   or intake_has(getvariable('intake_claims'), hash(coalesce(claim_key, intake_text(claim_id))))
"""
WANTED_KEYS = """
create or replace temp table intake_wanted_key as
    select k.rowid - f.first_key as record, k.claim_hash,
           k.reject = 0 and (getvariable('intake_all_lines')
                             or k.day_hash in (select day_hash from intake_wanted_day)
                             or k.claim_hash in (select claim_hash from intake_wanted_claim)) as wanted
    from intake_key k
    join intake_file f on f.file_index = k.file_index
    where k.file_index = getvariable('intake_file_index')
      and (getvariable('intake_all_lines')
           or intake_has(getvariable('intake_days'), k.day_hash)
           or intake_has(getvariable('intake_claims'), k.claim_hash))
    order by k.rowid
"""
ALIGNED = """
select (select count(*) from intake_wanted_key) = (select count(*) from intake_raw)
   and not exists (select 1 from intake_wanted_key k join intake_raw r on r.rowid = k.rowid
                   where hash(coalesce(r.claim_key, intake_text(r.claim_id))) is distinct from k.claim_hash)
"""
PLACED = """
create or replace temp view intake_placed as
select r.* exclude (record), k.record from intake_raw r join intake_wanted_key k on k.rowid = r.rowid where k.wanted
"""

# A statement of its own: on the few rows that are left of each block of the file it would cost twice as much.
CLEAN = """
create or replace temp view intake_fetched as
select record, claim_key, claim_action, intake_text(claim_id) as claim_id,
       try_cast(intake_number(line_number) as integer) as line_number,
       coalesce(intake_lower(claim_type), 'professional') as claim_type,
       coalesce(intake_text(payer), 'medicare') as payer,
       intake_lower(mac) as mac, intake_upper(state) as state, intake_upper(locality) as locality,
       intake_text(patient_id) as patient_id, intake_date(service_date) as service_date, intake_code(hcpcs) as hcpcs,
       intake_modifiers(hcpcs, modifier_1, modifier_2, modifier_3, modifier_4) as modifiers,
       coalesce(try_cast(intake_number(units) as decimal(12, 3)), 1) as units,
       coalesce(intake_number(units) < 0, false) as is_taken_back,
       coalesce(intake_place(place_of_service),
                case when coalesce(intake_lower(claim_type), 'professional') = 'professional' then '11' end)
           as place_of_service,
       intake_diagnosis_text(diagnosis_codes) as diagnosis_codes,
       intake_text(rendering_npi) as rendering_npi, intake_text(billing_npi) as billing_npi,
       try_cast(intake_number(charge_amount) as decimal(12, 2)) as charge_amount,
       try_cast(intake_number(allowed_amount) as decimal(12, 2)) as allowed_amount,
       try_cast(intake_number(paid_amount) as decimal(12, 2)) as paid_amount,
       intake_date(paid_date) as paid_date,
       coalesce(intake_lower(line_status), 'paid') as line_status,
       coalesce(intake_text(claim_frequency_code), '1') as claim_frequency_code,
       intake_text(original_claim_id) as original_claim_id,
       intake_text(authorization_number) as authorization_number, extras
from intake_placed
"""

ADD_LINES = """
insert into intake_line
select i.first_key + f.record + 1, i.file_index, f.record + 1, contains(getvariable('intake_keep_text'), f.hcpcs),
       f.is_taken_back or coalesce(f.allowed_amount < 0, false) or coalesce(f.paid_amount < 0, false)
           or coalesce(f.claim_action = 'cancel', false),
       f.claim_key, f.claim_action, f.claim_id, coalesce(f.line_number, n.line_number), f.claim_type, f.payer, f.mac,
       f.state, f.locality, f.patient_id, f.service_date, f.hcpcs, f.modifiers, f.units, f.place_of_service,
       f.diagnosis_codes, f.rendering_npi, f.billing_npi, f.charge_amount, f.allowed_amount, f.paid_amount,
       f.paid_date, f.line_status, f.claim_frequency_code, f.original_claim_id, f.authorization_number, f.extras
from intake_fetched f
join intake_file i on i.file_index = getvariable('intake_file_index')
left join intake_numbered n on n.key_row = i.first_key + f.record
"""

# Rows of the file that are no records (blank lines, rows that cannot be split) push later row numbers down, but where
# the source says itself where each record stands.
SHIFTS = """
create or replace temp table intake_shift as
    select file_index, before, max(k) as shift
    from (select s.file_index, row_number() over (partition by s.file_index order by s.row_number) as k,
                 s.row_number - f.header_row
                     - row_number() over (partition by s.file_index order by s.row_number) as before
          from (select file_index, row_number from intake_skipped
                union select file_index, row_number from intake_unsplit) s
          join intake_file f on f.file_index = s.file_index
          where s.file_index not in (select file_index from intake_place)) numbered
    group by file_index, before
    union all
    select p.file_index, p.record - 1, p.row_number - p.record - f.header_row
    from intake_place p join intake_file f on f.file_index = p.file_index
"""

REJECT_ROWS = """
insert into intake_rejected
select r.file_index, r.record + r.header_row + coalesce(s.shift, 0), r.column_name, r.reason
from (select k.file_index, k.rowid - f.first_key + 1 as record, f.header_row, c.column_name, c.reason
      from intake_key k
      join intake_file f on f.file_index = k.file_index
      join intake_reason c on c.code = k.reject
      where k.reject <> 0) r
asof left join intake_shift s on s.file_index = r.file_index and r.record > s.before
union all
select file_index, row_number, null, reason from intake_unsplit
"""

# What choosing and fetching needed; the rows are in `intake_line`.
DROP_FETCHED = """
drop view if exists intake_fetched; drop view if exists intake_placed;
drop table if exists intake_raw; drop table if exists intake_wanted_key; drop table if exists intake_numbered;
drop table if exists intake_wanted_day; drop table if exists intake_wanted_claim;
reset variable intake_days; reset variable intake_claims;
"""

ADD_FILE = """
insert into intake_file
select $1, $2, $3, (select count(*) from intake_key), $4
"""
ADD_SKIPPED = "insert into intake_skipped select $1, unnest($2::bigint[])"

# Rows that cannot be split into cells: DuckDB's list, with the row of the file (the header's row counted).
BROKEN_QUOTE = """
select line from intake_reject_errors
where error_type = 'LINE SIZE OVER MAXIMUM' or error_type = 'UNQUOTED VALUE' and contains(csv_line, chr(10))
order by line limit 1
"""
ADD_UNSPLIT = """
insert into intake_unsplit
select getvariable('intake_file_index'), e.line, coalesce(min(s.reason), 'the row cannot be split into cells')
from intake_reject_errors e left join intake_splitting s on s.error_type = cast(e.error_type as varchar)
group by e.line
"""
DROP_SPLITTING = "drop table if exists intake_reject_errors; drop table if exists intake_reject_scans"

COUNT_FIRST = """
select (select count(*) from intake_key where file_index = getvariable('intake_file_index')) + unsplit,
       (select count(*) from intake_key where file_index = getvariable('intake_file_index') and reject <> 0) + unsplit
from (select count(*) as unsplit from intake_unsplit where file_index = getvariable('intake_file_index')) u
"""
COMMONEST_REJECT = """
select column_name, reason
from (select c.column_name, c.reason
      from intake_key k join intake_reason c on c.code = k.reject
      where k.file_index = getvariable('intake_file_index')
      union all
      select null, reason from intake_unsplit where file_index = getvariable('intake_file_index')) r
group by column_name, reason order by count(*) desc, column_name, reason limit 1
"""

DROP_WORK = """
drop view if exists intake_source; drop view if exists intake_projection; drop view if exists intake_accepted;
drop view if exists intake_told; drop view if exists intake_fetched; drop view if exists intake_placed;
drop table if exists intake_reject_errors; drop table if exists intake_reject_scans;
drop table if exists intake_key; drop table if exists intake_file; drop table if exists intake_skipped;
drop table if exists intake_unsplit; drop table if exists intake_place; drop table if exists intake_reason;
drop table if exists intake_splitting;
drop table if exists intake_rejected; drop table if exists intake_line; drop table if exists intake_wanted_day;
drop table if exists intake_raw; drop table if exists intake_near_claim; drop table if exists intake_numbered;
drop table if exists intake_wanted_claim; drop table if exists intake_wanted_key;
drop table if exists intake_shift; drop table if exists intake_reversal;
drop table if exists intake_negative; drop table if exists intake_reversed; drop table if exists intake_outcome;
drop table if exists intake_version; drop table if exists intake_chain;
drop table if exists intake_pair; drop table if exists intake_joined;
drop view if exists intake_result; drop macro if exists intake_has;
reset variable intake_bits; reset variable intake_days; reset variable intake_claims;
"""
