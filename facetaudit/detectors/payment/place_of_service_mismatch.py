"""Office rate for a procedure that a facility bills too.

What it checks
    Professional injection and ablation lines with a non-facility place of service, against the facility claims of the
    patient's day: an ASC or hospital outpatient line of the same code means that it was done there.

Why it matters
    The non-facility rate pays the practice for room, staff and equipment. In a facility the facility is paid for them,
    so they are paid twice.

How it counts
    One finding for each professional line. Payable is the allowed amount in the proportion of the schedule's facility
    rate to its non-facility rate on the date of service, at the line's locality, national where it has none. Facility
    lines that are packaged (nothing allowed, nothing paid) count. Probable, because the facility's claim can be the
    wrong one.

Not counted
    Professional lines without such a facility line, or with a facility place of service already. A code, date or
    locality without a price, or a place of service that is not known, is unknown. With modifier 26 or TC these codes
    have no price.

Example
    64493-RT in place of service 11 and an ASC claim with 64493-RT on the same day.

Sources
    Parameter `place_beside_facility`; the fee schedule and its places of service.
"""

from facetaudit.detectors.model import Detector

# A priced line is professional, an injection or ablation, and not in a facility place of service.
FINDINGS = """
with beside as (
    select patient_id, service_date, pack, hcpcs, min(claim_type) as claim_type
    from facility_code
    group by patient_id, service_date, pack, hcpcs
)
select
    l.line_id,
    'Place of service ' || coalesce(l.place_of_service, '11') || ' on ' || l.hcpcs || ', which '
        || case when b.claim_type = 'asc' then 'an ASC' else 'a hospital outpatient' end
        || ' claim bills for the same day; one unit is ' || cast(s.facility_amount as string) || ' in a facility and '
        || cast(s.nonfacility_amount as string) || ' elsewhere.' as reason,
    l.hcpcs || l.side_modifiers || l.other_suffix || ' x' || l.units_text
        || ' with place of service ' || case when b.claim_type = 'asc' then '24' else '22' end as correct_coding,
    p.source_id,
    case when s.basis = 'unverified' then s.basis else p.basis end as basis,
    'share' as recode,
    s.facility_amount as numerator,
    s.nonfacility_amount as denominator,
    case when b.claim_type = 'asc' then '24' else '22' end as corrected_place
from facet_line l
join beside b on b.patient_id = l.patient_id and b.service_date = l.service_date and b.pack = l.pack
    and b.hcpcs = l.hcpcs
join schedule_line s on s.line_id = l.line_id
join param p on p.name = 'place_beside_facility' and p.pack = l.pack and p.mac = l.mac
    and l.service_date between p.valid_from and p.valid_to
where s.facility_amount is not null and s.nonfacility_amount > 0
"""

COVERAGE = """
select
    count(*) as eligible_lines,
    sum(case
        when s.setting = 'facility' then 0
        when s.setting = 'nonfacility' and s.facility_amount is not null and s.nonfacility_amount > 0 then 0
        else 1
    end) as unknown_lines
from facet_line l
join (select distinct patient_id, service_date, pack, hcpcs from facility_code) b on b.patient_id = l.patient_id
    and b.service_date = l.service_date and b.pack = l.pack and b.hcpcs = l.hcpcs
left join schedule_line s on s.line_id = l.line_id
join param p on p.name = 'place_beside_facility' and p.pack = l.pack and p.mac = l.mac
    and l.service_date between p.valid_from and p.valid_to
where l.claim_type = 'professional' and l.class in ('INJ', 'RFA')
"""

DETECTOR = Detector(
    code="FA701",
    name="place-of-service-mismatch",
    certainty="probable",
    effect="recode",
    parameters=("place_beside_facility",),
    needs=("facility claims of the same patients",),
    needs_prices=True,
    findings=FINDINGS,
    coverage=COVERAGE,
    unknown_note="No price of the code on the date, or a place of service that is not known.",
)
