"""More levels or joint-sides billed than the procedure note documents.

What it checks
    Billed levels (injections) and joint-sides (ablations) of a provider's day and region against the joints that the
    session's note documents, counted from the joints named or from complete sets of nerves.

Why it matters
    The codes count joints. Two nerves serve a joint, so three nerves are two joints: a practice that bills nerves
    bills one level too many in every session.

How it counts
    Injections: when the distinct codes billed are more than the documented joints, every line of the highest codes in
    excess is at issue and not payable. Ablations: the note's joint-sides are given to the lines in line order, first
    joint before additional joints; a line left short is at issue and payable in the share it keeps. Units count
    joints, twice with both sides.

Not counted
    A session without a note, with a note that names neither joints nor nerves, or with text that cannot be read is
    unknown; so are ablations of a joint whose side the note does not give. Fewer levels than documented is no finding.

Example
    The note names the L2, L3 and L4 nerves on the right: two joints. 64493, 64494 and 64495 billed: 64495 is at issue.

Sources
    Parameter `level_unit` (a level is a joint); the nerve supply in the anatomy table.
"""

from facetaudit.detectors.model import Detector

FINDINGS = """
with injection_level as (
    select
        d.group_id, d.session_id, d.region, d.hcpcs, d.level, d.joints,
        row_number() over (partition by d.group_id, d.region order by d.level desc, d.hcpcs desc) as from_top,
        count(*) over (partition by d.group_id, d.region) as billed
    from (
        select distinct l.group_id, l.session_id, l.region, l.hcpcs, l.level, n.joints
        from facet_line l
        join documented n on n.session_id = l.session_id and n.joints_known
        where l.class = 'INJ'
    ) d
),
injection_beyond as (
    select i.*, min(i.level) over (partition by i.group_id, i.region) as lowest_level
    from injection_level i
    where i.from_top <= i.billed - i.joints
),
injection as (
    select
        l.line_id, l.session_id, l.pack, l.mac, l.service_date, 'deny' as effect, i.billed as observed,
        i.joints as limit_value,
        cast(i.billed as string) || case when i.billed = 1 then ' level' else ' levels' end
            || ' billed; the note ' || t.says || cast(i.joints as string)
            || case when i.joints = 1 then ' joint' else ' joints' end || ' of the region'
            || coalesce(' (' || t.joints || ')', '') || ', so ' || l.hcpcs || ' is beyond them.' as reason,
        coalesce(c.coding, 'no line payable') as correct_coding,
        cast(null as string) as recode,
        cast(null as decimal(12,3)) as numerator,
        cast(null as decimal(12,3)) as denominator,
        cast(0 as decimal(12,3)) as corrected_pairs,
        cast(0 as decimal(12,3)) as corrected_singles
    from injection_beyond i
    join facet_line l on l.group_id = i.group_id and l.hcpcs = i.hcpcs
    join documented_text t on t.session_id = i.session_id
    left join coding_below c on c.group_id = i.group_id and c.region = i.region and c.level = i.lowest_level
),
ablation_line as (
    select
        l.line_id, l.pack, l.mac, l.service_date, l.group_id, l.region, l.level, l.claim_id, l.line_number,
        l.hcpcs, l.side, l.other_suffix, n.session_id, n.joint_sides,
        n.right_joints - n.left_joints as right_more,
        case when l.side = 'R' then l.units when l.side = 'L' then -l.units else 0 end as right_billed,
        cast(l.units * case when l.side = 'B' then 2 else 1 end as decimal(12,3)) as billed
    from facet_line l
    join documented n on n.session_id = l.session_id and n.joints_known and n.sides_known
    where l.class = 'RFA'
),
ablation_summed as (
    select
        a.*,
        sum(a.billed) over (partition by a.group_id, a.region) as billed_in_all,
        sum(a.billed) over (
            partition by a.group_id, a.region order by a.level, a.claim_id, a.line_number
            rows between unbounded preceding and current row
        ) as billed_so_far,
        a.right_more - coalesce(sum(a.right_billed) over (
            partition by a.group_id, a.region order by a.level, a.claim_id, a.line_number
            rows between unbounded preceding and 1 preceding
        ), 0) as right_left_over
    from ablation_line a
),
ablation_kept as (
    select
        a.*,
        cast(greatest(0, least(a.billed, a.joint_sides - (a.billed_so_far - a.billed))) as decimal(12,3)) as kept
    from ablation_summed a
),
ablation_split as (
    select
        k.*,
        cast(case when k.side = 'B' then floor(k.kept / 2) else 0 end as decimal(12,3)) as pairs,
        cast(case when k.side = 'B' then k.kept - 2 * floor(k.kept / 2) else k.kept end as decimal(12,3)) as singles,
        case when k.side = 'R' then '-RT' when k.side = 'L' then '-LT' when k.side is null then ''
            when k.right_left_over > 0 then '-RT' when k.right_left_over < 0 then '-LT' else '' end as single_side
    from ablation_kept k
),
ablation as (
    select
        k.line_id, k.session_id, k.pack, k.mac, k.service_date, 'recode' as effect,
        k.billed_in_all as observed, k.joint_sides as limit_value,
        cast(cast(k.billed_in_all as integer) as string) || ' joint-sides billed; the note ' || t.says
            || cast(k.joint_sides as string) || ' of the region' || coalesce(' (' || t.joints || ')', '')
            || ', so this ' || k.hcpcs || ' line keeps ' || cast(cast(k.kept as integer) as string) || ' of '
            || cast(cast(k.billed as integer) as string) || '.' as reason,
        case when k.kept = 0 then 'no line payable'
            else case when k.pairs > 0
                    then k.hcpcs || '-50' || k.other_suffix || ' x' || cast(cast(k.pairs as integer) as string)
                    else '' end
                || case when k.pairs > 0 and k.singles > 0 then ', ' else '' end
                || case when k.singles > 0
                    then k.hcpcs || k.single_side || k.other_suffix
                        || ' x' || cast(cast(k.singles as integer) as string)
                    else '' end
        end as correct_coding,
        'share' as recode, k.kept as numerator, k.billed as denominator,
        k.pairs as corrected_pairs, k.singles as corrected_singles
    from ablation_split k
    join documented_text t on t.session_id = k.session_id
    where k.kept < k.billed
),
at_issue as (
    select * from injection
    union all
    select * from ablation
)
select
    a.line_id, a.effect, a.observed, a.limit_value, a.reason, a.correct_coding, p.source_id,
    case when n.joints_unverified then 'unverified' else p.basis end as basis,
    a.recode, a.numerator, a.denominator, a.corrected_pairs, a.corrected_singles
from at_issue a
join documented n on n.session_id = a.session_id
join param p on p.name = 'level_unit' and p.pack = a.pack and p.mac = a.mac
    and a.service_date between p.valid_from and p.valid_to
"""

COVERAGE = """
select
    count(*) as eligible_lines,
    sum(case
        when n.session_id is null or not n.joints_known then 1
        when l.class = 'RFA' and not n.sides_known then 1
        else 0
    end) as unknown_lines
from facet_line l
left join documented n on n.session_id = l.session_id
where l.class in ('INJ', 'RFA')
"""

DETECTOR = Detector(
    code="FA101",
    name="joints-exceeded",
    certainty="certain",
    effect="deny",
    parameters=("level_unit",),
    needs=("joints or nerves in the procedure notes",),
    findings=FINDINGS,
    coverage=COVERAGE,
    unknown_note="No procedure note with readable joints or nerves (ablations: with sides) for these lines.",
)
