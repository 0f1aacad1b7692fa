"""Both sides of an injection add-on billed in the form that the payer does not take.

What it checks
    Injection add-ons on professional and hospital outpatient claims, against the form that the payer's pack asks for:
    modifier 50 with one unit, the code twice, or either.

Why it matters
    Medicare's edit allows one unit of an add-on a day and its bilateral indicator pays 150 % with modifier 50, so the
    code twice exceeds an absolute edit. The CPT convention since 2020 asks for the code twice and no 50.

How it counts
    Where 50 is asked for: a line with two units and no 50, or exactly two lines of the code with one unit each, on
    the right and the left or both without a side. Worth the smaller of the sum and 150 % of the larger line (or of
    half the one line), on the first line. Where the code twice is asked for: a line with 50, without dollars.

Not counted
    Payers that take either form (First Coast); ASC facility claims; ablation add-ons. Two units or two lines without
    a side are unknown where a line's modifier slots are full: the 50 or the side may be lost.

Example
    64494 with 2 units under medicare: correct is 64494-50 x1. The same under cpt is clean.

Sources
    Parameters `addon_bilateral` and `bilateral_payment_percent`.
"""

from facetaudit.detectors.model import Detector

FINDINGS = """
with form as (
    select
        l.line_id, l.group_id, l.hcpcs, l.units, l.has_50, l.other_suffix, l.side, l.slots_full,
        a.value as asked, a.source_id, a.basis, b.number as percent
    from facet_line l
    join param a on a.name = 'addon_bilateral' and a.pack = l.pack and a.mac = l.mac
        and l.service_date between a.valid_from and a.valid_to
    join param b on b.name = 'bilateral_payment_percent' and b.pack = l.pack and b.mac = l.mac
        and l.service_date between b.valid_from and b.valid_to
    where l.class = 'INJ' and l.role = 'addon' and l.claim_type in ('professional', 'hopd')
)
select
    f.line_id, 'recode' as effect, f.units as observed, 1 as limit_value,
    f.hcpcs || ' billed with 2 units and without 50; both sides of an add-on are one unit with modifier 50.' as reason,
    f.hcpcs || '-50' || f.other_suffix || ' x1' as correct_coding, f.source_id, f.basis,
    'share' as recode, f.line_id as pattern_id, case when f.percent < 200 then f.percent else 200 end as numerator,
    200 as denominator, 1 as corrected_pairs, 0 as corrected_singles
from form f
where f.asked = 'modifier_50' and f.units = 2 and not f.has_50 and not (f.side is null and f.slots_full)
union all
select
    f.line_id, 'recode' as effect, 2 as observed, 1 as limit_value,
    f.hcpcs || ' billed on two lines; both sides of an add-on are one line with modifier 50.' as reason,
    f.hcpcs || '-50' || f.other_suffix || ' x1' as correct_coding, f.source_id, f.basis,
    'pair' as recode, r.first_line_id as pattern_id, f.percent as numerator, 100 as denominator,
    case when f.line_id = r.first_line_id then 1 else 0 end as corrected_pairs, 0 as corrected_singles
from form f
join repeated_code r on r.group_id = f.group_id and r.hcpcs = f.hcpcs
where f.asked = 'modifier_50'
    and (r.is_right_left_pair or (r.is_unsided_pair and r.full_unsided_lines = 0))
union all
select
    f.line_id, 'none' as effect, f.units as observed, 2 as limit_value,
    f.hcpcs || ' billed with modifier 50; this payer takes both sides of an add-on as the code twice.' as reason,
    f.hcpcs || f.other_suffix || ' x2' as correct_coding, f.source_id, f.basis,
    cast(null as string) as recode, cast(null as bigint) as pattern_id,
    cast(null as decimal(12,3)) as numerator, cast(null as decimal(12,3)) as denominator,
    cast(null as decimal(12,3)) as corrected_pairs, cast(null as decimal(12,3)) as corrected_singles
from form f
where f.asked = 'report_twice' and f.has_50
"""

COVERAGE = """
select
    count(*) as eligible_lines,
    sum(case
        when a.value <> 'modifier_50' then 0
        when r.is_unsided_pair and r.full_unsided_lines > 0 then 1
        when l.units = 2 and l.side is null and l.slots_full then 1
        else 0
    end) as unknown_lines
from facet_line l
join param a on a.name = 'addon_bilateral' and a.pack = l.pack and a.mac = l.mac
    and l.service_date between a.valid_from and a.valid_to
left join repeated_code r on r.group_id = l.group_id and r.hcpcs = l.hcpcs
where l.class = 'INJ' and l.role = 'addon' and l.claim_type in ('professional', 'hopd')
    and a.value in ('modifier_50', 'report_twice')
"""

DETECTOR = Detector(
    code="FA204",
    name="bilateral-addon-style",
    certainty="certain",
    effect="recode",
    parameters=("addon_bilateral", "bilateral_payment_percent"),
    findings=FINDINGS,
    coverage=COVERAGE,
    unknown_note="Every modifier slot of these add-on lines without a side is filled, so a 50 or a side may be lost.",
)
