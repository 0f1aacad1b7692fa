"""What the fee schedule pays for professional lines, for the detectors that compare prices.

`schedule_line`, one row per professional injection or ablation line that one of them can ask about: line_id, setting
(facility or nonfacility by its place of service, null where that is not known), fee_amount (US dollars as billed in its
day, with both sides and multiple procedures; of lines with a locality and an allowed amount under a pack that follows
the schedule), facility_amount and nonfacility_amount (US dollars, one unit of one side; of lines that a facility line
stands beside, unless they have the facility rate already), fee_note (why an amount is missing), source_id and basis
(the weakest of the tables' rows). A line without a locality is priced at national rates.

`facility_code` (patient_id, service_date, pack, hcpcs, claim_type): what facilities bill, packaged lines included.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from facetaudit.fees import price_lines

if TYPE_CHECKING:
    import duckdb

FACILITY_CODE = """
create or replace temp table facility_code as
select distinct patient_id, service_date, pack, hcpcs, claim_type
from resolved_line
where claim_type in ('asc', 'hopd') and class in ('INJ', 'RFA')
"""

# The lines that a price can say something of; all others are never priced here.
ASKED_LINE = """
create or replace temp table asked_line as
with asked as (
    select
        l.line_id, l.patient_id, l.service_date, l.pack, l.provider_key, l.hcpcs, l.locality, s.setting,
        s.basis as setting_basis,
        f.hcpcs is not null as beside_facility,
        l.locality is not null and l.allowed_amount is not null and p.number is not null as to_compare
    from facet_line l
    join param p on p.name = 'schedule_tolerance_percent' and p.pack = l.pack and p.mac = l.mac
        and l.service_date between p.valid_from and p.valid_to
    left join (select distinct patient_id, service_date, pack, hcpcs from facility_code) f
        on f.patient_id = l.patient_id and f.service_date = l.service_date and f.pack = l.pack and f.hcpcs = l.hcpcs
    left join fee_place_of_service s
        on s.place_of_service = coalesce(nullif(trim(l.place_of_service), ''), '11')
    where l.claim_type = 'professional' and l.class in ('INJ', 'RFA')
)
select * from asked where beside_facility or to_compare
"""

# Whole days as billed for the lines to compare, one unit in both settings for the lines beside a facility's; places of
# service 11 and 22 stand for the two settings.
FEE_LINE = """
create or replace temp table fee_line as
with priced_day as (
    select min(line_id) as day_id, patient_id, service_date, pack, provider_key
    from asked_line
    where to_compare
    group by patient_id, service_date, pack, provider_key
)
select
    'billed' as variant, d.day_id, l.line_id,
    row_number() over (partition by d.day_id order by l.claim_id, l.line_number, l.line_id) as line_order,
    l.hcpcs, l.component_modifier, l.service_date, l.locality, l.place_of_service, l.claim_type, q.participant, l.side,
    l.both_side_units, l.one_side_units
from priced_day d
join billed_line l on l.patient_id = d.patient_id and l.service_date = d.service_date and l.pack = d.pack
    and l.provider_key = d.provider_key and l.claim_type = 'professional'
left join fee_participant q on q.npi = l.provider_key and q.year = extract(year from l.service_date)
union all
select
    p.setting, null, l.line_id, 1, l.hcpcs, b.component_modifier, l.service_date, l.locality, p.place_of_service,
    'professional', q.participant, null, 0, 1
from asked_line l
join billed_line b on b.line_id = l.line_id
left join fee_participant q on q.npi = b.provider_key and q.year = extract(year from l.service_date)
cross join (select 'nonfacility' as setting, '11' as place_of_service union all select 'facility', '22') p
where l.beside_facility and l.setting = 'nonfacility'
"""

SCHEDULE_LINE = """
create or replace temp table schedule_line as
select
    l.line_id, l.setting, b.fee_amount, f.unit_amount as facility_amount, n.unit_amount as nonfacility_amount,
    coalesce(b.fee_note, n.fee_note, f.fee_note, case when l.setting is null then 'unknown place of service' end)
        as fee_note,
    'mpfs-rvu-files' as source_id,
    case
        when 'unverified' in (v.basis, c.basis, g.basis, l.setting_basis) then 'unverified'
        when 'derived' in (v.basis, c.basis, g.basis, l.setting_basis) then 'derived'
        when 'restated' in (v.basis, c.basis, g.basis, l.setting_basis) then 'restated'
        when 'seen' in (v.basis, c.basis, g.basis, l.setting_basis) then 'seen'
    end as basis
from asked_line l
left join fee_price b on b.variant = 'billed' and b.line_id = l.line_id and l.to_compare
left join fee_price f on f.variant = 'facility' and f.line_id = l.line_id
left join fee_price n on n.variant = 'nonfacility' and n.line_id = l.line_id
left join fee_relative_value v on v.hcpcs = l.hcpcs and v.component = ''
    and l.service_date between v.valid_from and v.valid_to
left join fee_conversion_factor c on c.participant in ('all', 'non_qp')
    and l.service_date between c.valid_from and c.valid_to
left join fee_gpci g on g.locality = l.locality and l.service_date between g.valid_from and g.valid_to
"""

STATEMENTS = (FACILITY_CODE, ASKED_LINE, FEE_LINE)
"""What is asked of the fee schedule, before its price; `SCHEDULE_LINE` takes the answer."""

DROP = "drop table asked_line; drop table fee_line; drop table fee_price"


def price_schedule(con: duckdb.DuckDBPyConnection) -> None:
    """Make `facility_code` and `schedule_line` from the tables of history and fees.

    `fee_line` and `fee_price` are gone after.
    """
    for statement in STATEMENTS:
        con.execute(statement)
    price_lines(con)
    con.execute(SCHEDULE_LINE)
    con.execute(DROP)
