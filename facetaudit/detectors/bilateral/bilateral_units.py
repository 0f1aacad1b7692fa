"""Both sides billed as two units.

What it checks
    A first-level line with two or more units, or an injection add-on line with modifier 50 and two or more units, on a
    professional or hospital outpatient claim.

Why it matters
    One unit with modifier 50 stands for both sides. Further units pay the same level again.

How it counts
    One finding for each line. With modifier 50 the line is worth its allowed amount divided by its units; without, the
    units are taken for sides: 150 % of one unit.

Not counted
    Ablation add-ons, whose units count joints; injection add-ons without 50 (see FA204); ASC facility claims.

Example
    64493-50 with 2 units: correct is 64493-50 x1, half the allowed amount.

Sources
    Parameters `base_bilateral` and `bilateral_payment_percent`.
"""

from facetaudit.detectors.model import Detector

FINDINGS = """
select
    l.line_id,
    l.units as observed,
    1 as limit_value,
    case when l.has_50
        then l.hcpcs || ' billed with modifier 50 and ' || l.units_text || ' units; 50 already stands for both sides.'
        else l.hcpcs || ' billed with ' || l.units_text || ' units; a first level is one unit, with 50 for both sides.'
    end as reason,
    l.hcpcs || '-50' || l.other_suffix || ' x1' as correct_coding,
    p.source_id,
    p.basis,
    'share' as recode,
    case when l.has_50 then 1 else b.number end as numerator,
    case when l.has_50 then l.units else 100 * l.units end as denominator,
    1 as corrected_pairs,
    0 as corrected_singles
from facet_line l
join param p on p.name = 'base_bilateral' and p.pack = l.pack and p.mac = l.mac
    and l.service_date between p.valid_from and p.valid_to
join param b on b.name = 'bilateral_payment_percent' and b.pack = l.pack and b.mac = l.mac
    and l.service_date between b.valid_from and b.valid_to
where l.claim_type in ('professional', 'hopd') and l.units >= 2
    and (l.role = 'base' or (l.class = 'INJ' and l.has_50))
"""

COVERAGE = """
select count(*) as eligible_lines, 0 as unknown_lines
from facet_line
where claim_type in ('professional', 'hopd') and (role = 'base' or (class = 'INJ' and has_50))
"""

DETECTOR = Detector(
    code="FA202",
    name="bilateral-units",
    certainty="certain",
    effect="recode",
    parameters=("base_bilateral", "bilateral_payment_percent"),
    findings=FINDINGS,
    coverage=COVERAGE,
)
