"""Allowed amount above the Medicare fee schedule.

What it checks
    The allowed amount of each professional injection and ablation line whose locality is known, against the physician
    fee schedule of the date for that locality and place of service.

Why it matters
    Medicare allows the schedule amount and no more. A higher allowed amount is a wrong price, a wrong unit or a line
    that the extract shows amiss.

How it counts
    The line is priced in its day as billed: both sides at 150 percent, the second base procedure of the day at half.
    At issue is a line allowed above that by more than one percent and by more than five cents; payable is the schedule
    amount. For review, because the extract's allowed amount may hold what the schedule does not.

Not counted
    Amounts below the schedule; other packs than medicare. Lines without a locality or an allowed amount, with modifier
    22 (priced by report), or of a code, date or place without a price are unknown. With modifier 26 or TC these codes
    have no price.

Example
    64493-RT in an office of Arizona on 2026-02-03, allowed 210.00; the schedule pays 185.49.

Sources
    The fee schedule's tables; parameters `schedule_tolerance_percent` and `schedule_tolerance_dollars`.
"""

from facetaudit.detectors.model import Detector

# A line with a schedule amount is professional, an injection or ablation, and has a locality.
FINDINGS = """
select
    l.line_id,
    l.allowed_amount as observed,
    s.fee_amount as limit_value,
    cast(l.allowed_amount as string) || ' allowed for ' || l.hcpcs || ' x' || l.units_text
        || '; the fee schedule of the date pays ' || cast(s.fee_amount as string) || ' in locality ' || l.locality
        || ', sides and other procedures of the day considered.' as reason,
    'as billed, at the schedule amount' as correct_coding,
    s.source_id,
    s.basis,
    'share' as recode,
    s.fee_amount as numerator,
    l.allowed_amount as denominator
from facet_line l
join schedule_line s on s.line_id = l.line_id
join param p on p.name = 'schedule_tolerance_percent' and p.pack = l.pack and p.mac = l.mac
    and l.service_date between p.valid_from and p.valid_to
join param d on d.name = 'schedule_tolerance_dollars' and d.pack = l.pack and d.mac = l.mac
    and l.service_date between d.valid_from and d.valid_to
where (l.allowed_amount - s.fee_amount) * 100 > s.fee_amount * p.number
    and l.allowed_amount - s.fee_amount > d.number
    and ' ' || l.modifier_set || ' ' not like '% 22 %'
"""

COVERAGE = """
select
    count(*) as eligible_lines,
    sum(case
        when l.locality is null or l.allowed_amount is null or s.fee_amount is null
            or ' ' || l.modifier_set || ' ' like '% 22 %' then 1
        else 0
    end) as unknown_lines
from facet_line l
join param p on p.name = 'schedule_tolerance_percent' and p.pack = l.pack and p.mac = l.mac
    and l.service_date between p.valid_from and p.valid_to
join param d on d.name = 'schedule_tolerance_dollars' and d.pack = l.pack and d.mac = l.mac
    and l.service_date between d.valid_from and d.valid_to
left join schedule_line s on s.line_id = l.line_id
where l.claim_type = 'professional' and l.class in ('INJ', 'RFA') and p.number is not null and d.number is not null
"""

DETECTOR = Detector(
    code="FA702",
    name="paid-above-schedule",
    certainty="review",
    effect="recode",
    packs=("medicare",),
    parameters=("schedule_tolerance_percent", "schedule_tolerance_dollars"),
    needs=("locality", "allowed_amount"),
    needs_prices=True,
    findings=FINDINGS,
    coverage=COVERAGE,
    unknown_note="No locality, no allowed amount, modifier 22, or no price of the code on the date in that place.",
)
