"""More units of a code in a provider's day than the medically unlikely edit allows.

What it checks
    Units summed over the lines of one code in a provider's day, against the edit's value on that date; of the
    companion codes that have an edit, the professional lines of a day with a facet line.

Why it matters
    Units beyond an absolute date-of-service edit (indicator 2) are never payable; beyond indicator 3 they are payable
    on appeal with support.

How it counts
    All lines of the code are at issue. Units are payable up to the edit in line order. Certain for indicator 2,
    probable for indicator 3.

Not counted
    ASC claims (two lines, one for each side, are their correct form). A total of two units that is a bilateral service
    in another form, which FA201, FA202 or FA204 reports or cannot tell, or would report if modifier 50 were required.

Example
    64494 with 3 units by one provider on one day: edit 1, so two of the three units are not payable.

Sources
    Parameter `units_limit`; the edit table `mue` (CMS practitioner files, by date).
"""

from facetaudit.detectors.model import Detector

FINDINGS = """
with family_over as (
    select r.group_id, r.hcpcs, r.units, m.mue, m.mai, m.source_id, m.basis
    from repeated_code r
    join mue m on m.hcpcs = r.hcpcs and r.service_date between m.valid_from and m.valid_to
    join param p on p.name = 'units_limit' and p.pack = r.pack and p.mac = r.mac
        and r.service_date between p.valid_from and p.valid_to and p.value = 'mue'
    where r.claim_type in ('professional', 'hopd') and r.units > m.mue
        and not (r.units = 2 and (
            (r.role = 'base' and (r.is_right_left_pair or r.most_units >= 2))
            or (r.class = 'INJ' and r.role = 'addon' and (
                r.most_units = 2 or r.is_right_left_pair or r.is_unsided_pair
            ))
        ))
),
companion_day as (
    select
        c.patient_id, c.service_date, c.pack, c.claim_type, c.provider_key, c.hcpcs,
        sum(c.units) as units, min(m.mue) as mue, min(m.mai) as mai,
        min(m.source_id) as source_id, min(m.basis) as basis
    from companion_line c
    join mue m on m.hcpcs = c.hcpcs and c.service_date between m.valid_from and m.valid_to
    join param p on p.name = 'units_limit' and p.pack = c.pack and p.mac = c.mac
        and c.service_date between p.valid_from and p.valid_to and p.value = 'mue'
    where c.claim_type = 'professional'
    group by c.patient_id, c.service_date, c.pack, c.claim_type, c.provider_key, c.hcpcs
    having sum(c.units) > min(m.mue)
),
at_issue as (
    select
        l.line_id, l.claim_id, l.line_number, l.hcpcs, l.units, l.has_50, l.side_modifiers, l.other_suffix,
        o.units as billed, o.mue, o.mai, o.source_id, o.basis,
        min(l.line_id) over (partition by l.group_id, l.hcpcs) as pattern_id
    from family_over o
    join facet_line l on l.group_id = o.group_id and l.hcpcs = o.hcpcs
    union all
    select
        c.line_id, c.claim_id, c.line_number, c.hcpcs, c.units, false, '', '',
        d.units, d.mue, d.mai, d.source_id, d.basis,
        min(c.line_id) over (partition by c.patient_id, c.service_date, c.pack, c.provider_key, c.hcpcs)
    from companion_day d
    join companion_line c on c.patient_id = d.patient_id and c.service_date = d.service_date and c.pack = d.pack
        and c.claim_type = d.claim_type and c.provider_key = d.provider_key and c.hcpcs = d.hcpcs
),
shared_out as (
    select
        a.*,
        greatest(0, least(a.units, a.mue - (
            sum(a.units) over (
                partition by a.pattern_id order by a.claim_id, a.line_number
                rows between unbounded preceding and current row
            ) - a.units
        ))) as kept
    from at_issue a
)
select
    line_id,
    case when mai = 2 then 'certain' else 'probable' end as certainty,
    billed as observed,
    mue as limit_value,
    cast(cast(billed as integer) as string) || ' units of ' || hcpcs || ' by one provider on one day; the edit allows '
        || cast(mue as string) || ' (indicator ' || cast(mai as string) || '), which leaves '
        || cast(cast(kept as integer) as string) || ' for this line.' as reason,
    case when kept = 0 then 'no line payable' else hcpcs || side_modifiers || other_suffix
        || ' x' || cast(cast(kept as integer) as string) end as correct_coding,
    source_id,
    basis,
    'units' as recode,
    pattern_id,
    mue as numerator,
    billed as denominator,
    case when has_50 then kept else 0 end as corrected_pairs,
    case when has_50 then 0 else kept end as corrected_singles
from shared_out
"""

COVERAGE = """
select sum(lines) as eligible_lines, 0 as unknown_lines
from (
    select count(*) as lines
    from facet_line l
    join param p on p.name = 'units_limit' and p.pack = l.pack and p.mac = l.mac
        and l.service_date between p.valid_from and p.valid_to and p.value = 'mue'
    join mue m on m.hcpcs = l.hcpcs and l.service_date between m.valid_from and m.valid_to
    where l.claim_type in ('professional', 'hopd')
    union all
    select count(*)
    from companion_line c
    join param p on p.name = 'units_limit' and p.pack = c.pack and p.mac = c.mac
        and c.service_date between p.valid_from and p.valid_to and p.value = 'mue'
    join mue m on m.hcpcs = c.hcpcs and c.service_date between m.valid_from and m.valid_to
    where c.claim_type = 'professional'
) t
"""

DETECTOR = Detector(
    code="FA103",
    name="mue-exceeded",
    certainty="certain",
    effect="recode",
    packs=("medicare",),
    parameters=("units_limit",),
    findings=FINDINGS,
    coverage=COVERAGE,
)
