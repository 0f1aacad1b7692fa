"""Diagnostic injection without KX.

What it checks
    Injection lines without KX of a session whose note says diagnostic.

Why it matters
    Every line of a diagnostic session carries KX. Unmarked, it is counted as one of the therapeutic sessions and uses
    up their limit.

How it counts
    One finding for each line without KX, without dollars.

Not counted
    Sessions without a note that gives an injection type, and lines whose modifier slots are all filled: unknown.
    Dates before the MAC's 2021 text; other packs than medicare.

Example
    The note says diagnostic; 64493-RT-KX and 64494-RT: the second line lacks KX.

Sources
    Parameter `kx_meaning`.
"""

from facetaudit.detectors.model import Detector

FINDINGS = """
select
    l.line_id,
    0 as observed,
    1 as limit_value,
    l.hcpcs || ' without KX; the procedure note says diagnostic.' as reason,
    l.hcpcs || l.side_modifiers || '-KX' || l.other_suffix || ' x' || l.units_text as correct_coding,
    p.source_id,
    p.basis
from facet_line l
join documented n on n.session_id = l.session_id
join param p on p.name = 'kx_meaning' and p.pack = l.pack and p.mac = l.mac
    and l.service_date between p.valid_from and p.valid_to
where l.class = 'INJ' and not l.has_kx and not l.slots_full and n.says_diagnostic and p.value = 'diagnostic'
"""

COVERAGE = """
select
    count(*) as eligible_lines,
    sum(case
        when coalesce(n.says_diagnostic, false) then case when l.slots_full then 1 else 0 end
        when coalesce(n.says_therapeutic, false) then 0
        else 1
    end) as unknown_lines
from facet_line l
join param p on p.name = 'kx_meaning' and p.pack = l.pack and p.mac = l.mac
    and l.service_date between p.valid_from and p.valid_to
left join documented n on n.session_id = l.session_id
where l.class = 'INJ' and not l.has_kx and p.value = 'diagnostic'
"""

DETECTOR = Detector(
    code="FA303",
    name="kx-missing",
    certainty="certain",
    effect="none",
    packs=("medicare",),
    parameters=("kx_meaning",),
    needs=("injection type in the procedure notes",),
    mac_dated=True,
    findings=FINDINGS,
    coverage=COVERAGE,
    unknown_note="No procedure note with an injection type for these lines, or every modifier slot is filled.",
)
