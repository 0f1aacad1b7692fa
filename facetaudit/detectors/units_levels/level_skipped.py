"""Third level billed without the second.

What it checks
    Every 64492 has a 64491, and every 64495 a 64494, among the active lines of the patient, day, claim type and
    provider.

Why it matters
    The levels of a region are billed in order. A third level next to a first alone is either the second level under
    the wrong code, paid at another rate and not covered by Medicare, or a session whose second level is missing.

How it counts
    One finding for each third-level line, for review and without dollars: the add-on edits accept the first level as
    the primary of the third, and the chart tells which code was meant.

Not counted
    A second level that was denied, reversed or billed by another provider does not count; ultrasound-guided codes are
    not looked at.

Example
    64493-RT and 64495-RT on a day, no 64494: the 64495 line.

Sources
    Parameter `level_sequence`.
"""

from facetaudit.detectors.model import Detector

FINDINGS = """
with level_below as (
    select distinct group_id, code_region
    from facet_line
    where class = 'INJ' and level = 2
)
select
    l.line_id,
    l.hcpcs || ' billed without ' || f.hcpcs || ', the second level, by this provider on the day.' as reason,
    case
        when n.joints_known and n.joints = 2
            then f.hcpcs || l.side_modifiers || l.other_suffix || ' x' || l.units_text
        when n.joints_known and n.joints > 2
            then f.hcpcs || l.side_modifiers || l.other_suffix || ' x' || l.units_text
                || ', ' || l.hcpcs || l.side_modifiers || l.other_suffix || ' x' || l.units_text
        else f.hcpcs || l.side_modifiers || l.other_suffix || ' x' || l.units_text
            || ' if two levels are documented; both codes if three are'
    end as correct_coding,
    p.source_id,
    p.basis
from facet_line l
join param p on p.name = 'level_sequence' and p.pack = l.pack and p.mac = l.mac
    and l.service_date between p.valid_from and p.valid_to
join code_set f on f.name = 'family' and f.class = l.class and f.region = l.code_region and f.level = 2
    and l.service_date between f.valid_from and f.valid_to
left join documented n on n.session_id = l.session_id
left join level_below b on b.group_id = l.group_id and b.code_region = l.code_region
where l.class = 'INJ' and l.level = 3 and b.group_id is null
"""

COVERAGE = """
select count(*) as eligible_lines, 0 as unknown_lines
from facet_line l
join param p on p.name = 'level_sequence' and p.pack = l.pack and p.mac = l.mac
    and l.service_date between p.valid_from and p.valid_to
where l.class = 'INJ' and l.level = 3
"""

DETECTOR = Detector(
    code="FA105",
    name="level-skipped",
    certainty="review",
    effect="none",
    parameters=("level_sequence",),
    findings=FINDINGS,
    coverage=COVERAGE,
)
