"""KX on some injection lines of a day and not on others.

What it checks
    The injection lines of one provider's day and region: KX on all or on none.

Why it matters
    A session is diagnostic or therapeutic as a whole. A mixed claim is counted by the payer in a way that nobody
    chose.

How it counts
    The lines without KX, for review and without dollars.

Not counted
    A line whose modifier slots are all filled is unknown. Dates before the MAC's 2021 text; other packs than medicare.

Example
    64493-RT-KX and 64494-RT.

Sources
    Parameter `kx_meaning`.
"""

from facetaudit.detectors.model import Detector

FINDINGS = """
with marked as (
    select distinct group_id, region from facet_line where class = 'INJ' and has_kx
)
select
    l.line_id,
    0 as observed,
    1 as limit_value,
    l.hcpcs || ' without KX beside a line of the same day and region with KX.' as reason,
    l.hcpcs || l.side_modifiers || '-KX' || l.other_suffix || ' x' || l.units_text
        || ' if diagnostic; as billed, with KX on no line, if therapeutic' as correct_coding,
    p.source_id,
    p.basis
from marked m
join facet_line l on l.group_id = m.group_id and l.region = m.region and l.class = 'INJ'
join param p on p.name = 'kx_meaning' and p.pack = l.pack and p.mac = l.mac
    and l.service_date between p.valid_from and p.valid_to
where not l.has_kx and not l.slots_full and p.value = 'diagnostic'
"""

COVERAGE = """
with marked as (
    select distinct group_id, region from facet_line where class = 'INJ' and has_kx
)
select
    count(*) as eligible_lines,
    sum(case when m.group_id is not null and not l.has_kx and l.slots_full then 1 else 0 end) as unknown_lines
from facet_line l
join param p on p.name = 'kx_meaning' and p.pack = l.pack and p.mac = l.mac
    and l.service_date between p.valid_from and p.valid_to
left join marked m on m.group_id = l.group_id and m.region = l.region
where l.class = 'INJ' and p.value = 'diagnostic'
"""

DETECTOR = Detector(
    code="FA304",
    name="kx-inconsistent",
    certainty="review",
    effect="none",
    packs=("medicare",),
    parameters=("kx_meaning",),
    mac_dated=True,
    findings=FINDINGS,
    coverage=COVERAGE,
    unknown_note="Every modifier slot of these lines is filled, so a KX may have been lost.",
)
