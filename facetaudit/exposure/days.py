"""Provider days for the fee schedule: every active line of a day with dollars at issue, billed and corrected.

`billed_line` holds all active lines that a finding or a neighbour's price may need; `fee_line` is what the fees room
prices, once as billed and once corrected for each scenario.
"""

from __future__ import annotations

from facetaudit.history import Derived

DAY_AT_ISSUE = """
select min(l.line_id) as day_id, l.patient_id, l.service_date, l.pack, l.claim_type, l.provider_key
from billed_line l
join line_result r on r.line_id = l.line_id
group by l.patient_id, l.service_date, l.pack, l.claim_type, l.provider_key
"""

DAY_LINE = """
select
    d.day_id, l.*, q.participant,
    row_number() over (partition by d.day_id order by l.claim_id, l.line_number, l.line_id) as line_order
from day_at_issue d
join billed_line l on l.patient_id = d.patient_id and l.service_date = d.service_date and l.pack = d.pack
    and l.claim_type = d.claim_type and l.provider_key = d.provider_key
left join fee_participant q on q.npi = l.provider_key and q.year = extract(year from l.service_date)
"""

FEE_LINE = """
select
    'billed' as variant, day_id, line_id, line_order, hcpcs, component_modifier, service_date, locality,
    place_of_service, claim_type, participant, side,
    both_side_units, one_side_units
from day_line
union all
select
    s.scenario, l.day_id, l.line_id, l.line_order, l.hcpcs, l.component_modifier, l.service_date, l.locality,
    coalesce(r.corrected_place, l.place_of_service), l.claim_type, l.participant,
    case when r.corrected_pairs > 0 then 'B' when r.corrected_pairs = 0 and l.side = 'B' then null else l.side end,
    coalesce(r.corrected_pairs, l.both_side_units), coalesce(r.corrected_singles, l.one_side_units)
from day_line l
cross join (select distinct scenario from scenario) s
left join line_result r on r.scenario = s.scenario and r.line_id = l.line_id
where r.line_id is null or r.corrected_pairs is null or r.corrected_pairs + r.corrected_singles > 0
"""

STEPS = (
    Derived("day_at_issue", DAY_AT_ISSUE),
    Derived("day_line", DAY_LINE),
    Derived("fee_line", FEE_LINE, stored=False),
)
