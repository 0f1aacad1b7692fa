"""The same service on two claims.

What it checks
    Facet lines of one patient, day and pack that agree in code, set of modifiers, units, rendering provider and claim
    type and stand on two or more claims.

Why it matters
    A service is payable once. A second claim that is not a correction of the first is paid again, and is among the
    first things that a contractor looks for.

How it counts
    The lines of all claims but the one paid first are not payable; a claim without a paid date comes last, and among
    equals the smallest claim number is first.

Not counted
    The professional and the facility claim of a service; the second line of one claim; lines with 76 or 77, which say
    that the service was repeated; lines without a rendering provider; denied, replaced and reversed lines; claims of
    different packs.

Example
    64493-RT by one physician on 2025-03-04 on two professional claims, paid on 20 March and on 3 April: the second.

Sources
    Parameter `duplicate_service`.
"""

from facetaudit.detectors.model import Detector

# A group is one patient's day with one provider under one pack and claim type.
FINDINGS = """
with service as (
    select
        group_id, service_date, pack, mac, hcpcs, modifier_set, units, claim_id, line_id, paid_date, units_text,
        side_modifiers, other_suffix
    from facet_line
    where rendering_npi is not null and ' ' || modifier_set || ' ' not like '% 76 %'
        and ' ' || modifier_set || ' ' not like '% 77 %'
),
repeated as (
    select group_id, hcpcs
    from service
    group by group_id, hcpcs
    having min(claim_id) <> max(claim_id)
),
paid as (
    select
        s.*, min(s.paid_date) over (partition by s.group_id, s.hcpcs, s.modifier_set, s.units, s.claim_id) as claim_paid
    from service s
    join repeated r on r.group_id = s.group_id and r.hcpcs = s.hcpcs
),
claim_place as (
    select
        p.*,
        dense_rank() over (
            partition by group_id, hcpcs, modifier_set, units
            order by coalesce(claim_paid, date '9999-12-31'), claim_id
        ) as place,
        first_value(claim_id) over (
            partition by group_id, hcpcs, modifier_set, units
            order by coalesce(claim_paid, date '9999-12-31'), claim_id
        ) as first_claim
    from paid p
)
select
    c.line_id,
    c.place as observed,
    1 as limit_value,
    c.hcpcs || c.side_modifiers || c.other_suffix || ' x' || c.units_text
        || ' by the same provider on the same day is on claim ' || c.first_claim
        || ' already; this is claim ' || cast(c.place as string) || ' with it.' as reason,
    'no line payable a second time' as correct_coding,
    p.source_id,
    p.basis,
    0 as corrected_pairs,
    0 as corrected_singles
from claim_place c
join param p on p.name = 'duplicate_service' and p.pack = c.pack and p.mac = c.mac
    and c.service_date between p.valid_from and p.valid_to
where c.place > 1
"""

COVERAGE = """
select count(*) as eligible_lines, 0 as unknown_lines
from facet_line l
join param p on p.name = 'duplicate_service' and p.pack = l.pack and p.mac = l.mac
    and l.service_date between p.valid_from and p.valid_to
where l.rendering_npi is not null and ' ' || l.modifier_set || ' ' not like '% 76 %'
    and ' ' || l.modifier_set || ' ' not like '% 77 %'
"""

DETECTOR = Detector(
    code="FA703",
    name="duplicate-claim",
    certainty="certain",
    effect="deny",
    parameters=("duplicate_service",),
    needs=("rendering_npi",),
    findings=FINDINGS,
    coverage=COVERAGE,
)
