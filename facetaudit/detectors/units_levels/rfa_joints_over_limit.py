"""More joints ablated in a session than are covered.

What it checks
    The joint-sides that a professional group bills for the ablations of a region and day (units, twice with both
    sides), from the first day of the MAC's 2021 text: at most four, or two where every line names the same side.

Why it matters
    The limitation to two levels a session and region holds for ablations as for injections, but the additional joints
    share one code that takes several units, and the unit edit lets four of them pass.

How it counts
    Two levels are two joint-sides on one side and four on both. The joint-sides beyond the limit are taken from the
    additional-joint lines, the last line first; a line that loses some is at issue and payable in the share it keeps.
    Probable, as an exception may have been granted.

Not counted
    First-joint lines; facility claims. A line without a side counts one joint-side a unit, and the limit is then four.
    Earlier dates, when the limit was four or ten joints by jurisdiction; other packs than medicare.

Example
    64635-RT and 64636-RT x2: three joint-sides on the right, so one of the two units of 64636 is payable.

Sources
    Parameter `rfa_level_limit`.
"""

from facetaudit.detectors.model import Detector

# One side only where every line names it; otherwise both sides may have been treated, which doubles the joint-sides.
FINDINGS = """
with ablation as (
    select
        l.line_id, l.group_id, l.region, l.claim_id, l.line_number, l.hcpcs, l.role, l.side, l.side_modifiers,
        l.other_suffix,
        cast(l.units * case when l.side = 'B' then 2 else 1 end as decimal(12,3)) as billed,
        p.number as level_limit, p.source_id, p.basis
    from facet_line l
    join param p on p.name = 'rfa_level_limit' and p.pack = l.pack and p.mac = l.mac
        and l.service_date between p.valid_from and p.valid_to
    where l.class = 'RFA' and l.claim_type = 'professional' and p.number is not null
),
named as (
    select
        group_id, region, sum(billed) as billed_in_all, min(level_limit) as level_limit,
        case when count(*) = sum(case when side = 'R' then 1 else 0 end) then 'right'
            when count(*) = sum(case when side = 'L' then 1 else 0 end) then 'left' end as only_side
    from ablation
    group by group_id, region
),
session_total as (
    select n.*, n.level_limit * case when n.only_side is null then 2 else 1 end as side_limit
    from named n
),
addon as (
    select
        a.*,
        sum(a.billed) over (
            partition by a.group_id, a.region order by a.claim_id desc, a.line_number desc
            rows between unbounded preceding and current row
        ) as billed_from_here
    from ablation a
    where a.role = 'addon'
),
addon_kept as (
    select
        a.*, t.billed_in_all, t.side_limit, t.only_side,
        cast(a.billed - greatest(0, least(a.billed, t.billed_in_all - t.side_limit - (a.billed_from_here - a.billed)))
            as decimal(12,3)) as kept
    from addon a
    join session_total t on t.group_id = a.group_id and t.region = a.region
),
corrected as (
    select
        k.*,
        cast(case when k.side = 'B' then floor(k.kept / 2) else 0 end as decimal(12,3)) as corrected_pairs,
        cast(case when k.side = 'B' then k.kept - 2 * floor(k.kept / 2) else k.kept end as decimal(12,3))
            as corrected_singles
    from addon_kept k
    where k.kept < k.billed
)
select
    c.line_id,
    c.billed_in_all as observed,
    c.side_limit as limit_value,
    cast(cast(c.billed_in_all as integer) as string) || ' joint-sides ablated'
        || coalesce(', all on the ' || c.only_side, '') || '; ' || cast(cast(c.side_limit as integer) as string)
        || ' are covered in a session of the region, which leave ' || cast(cast(c.kept as integer) as string) || ' of '
        || cast(cast(c.billed as integer) as string) || ' for this ' || c.hcpcs || ' line.' as reason,
    case when c.kept = 0 then 'no line payable'
        else case when c.corrected_pairs > 0
                then c.hcpcs || '-50' || c.other_suffix || ' x' || cast(cast(c.corrected_pairs as integer) as string)
                else '' end
            || case when c.corrected_pairs > 0 and c.corrected_singles > 0 then ', ' else '' end
            || case when c.corrected_singles > 0
                then c.hcpcs || case when c.side = 'B' then '' else c.side_modifiers end || c.other_suffix
                    || ' x' || cast(cast(c.corrected_singles as integer) as string)
                else '' end
    end as correct_coding,
    c.source_id,
    c.basis,
    'share' as recode,
    c.kept as numerator,
    c.billed as denominator,
    c.corrected_pairs,
    c.corrected_singles
from corrected c
"""

COVERAGE = """
select count(*) as eligible_lines, 0 as unknown_lines
from facet_line l
join param p on p.name = 'rfa_level_limit' and p.pack = l.pack and p.mac = l.mac
    and l.service_date between p.valid_from and p.valid_to
where l.class = 'RFA' and l.claim_type = 'professional' and p.number is not null
"""

DETECTOR = Detector(
    code="FA106",
    name="rfa-joints-over-limit",
    certainty="probable",
    effect="recode",
    packs=("medicare",),
    parameters=("rfa_level_limit",),
    mac_dated=True,
    findings=FINDINGS,
    coverage=COVERAGE,
)
