"""KX on a code that is no facet injection of the coverage text.

What it checks
    Ablation and ultrasound-guided lines with modifier KX, from the first day of the MAC's 2021 text.

Why it matters
    For these services KX marks diagnostic injections only. On an ablation it misleads the payer's count of diagnostic
    sessions and invites review.

How it counts
    One finding for each line, without dollars.

Not counted
    Dates before the MAC's 2021 text; other packs than medicare.

Example
    64635-RT-KX: correct is 64635-RT.

Sources
    Parameter `kx_meaning`.
"""

from facetaudit.detectors.model import Detector

FINDINGS = """
select
    l.line_id,
    1 as observed,
    0 as limit_value,
    'KX on ' || l.hcpcs || '; KX marks diagnostic facet injections only.' as reason,
    l.hcpcs || l.side_modifiers || replace(l.other_suffix, '-KX', '') || ' x' || l.units_text as correct_coding,
    p.source_id,
    p.basis
from facet_line l
join param p on p.name = 'kx_meaning' and p.pack = l.pack and p.mac = l.mac
    and l.service_date between p.valid_from and p.valid_to
where l.class in ('RFA', 'US') and l.has_kx and p.value = 'diagnostic'
"""

COVERAGE = """
select count(*) as eligible_lines, 0 as unknown_lines
from facet_line l
join param p on p.name = 'kx_meaning' and p.pack = l.pack and p.mac = l.mac
    and l.service_date between p.valid_from and p.valid_to
where l.class in ('RFA', 'US') and p.value = 'diagnostic'
"""

DETECTOR = Detector(
    code="FA301",
    name="kx-on-non-injection",
    certainty="certain",
    effect="none",
    packs=("medicare",),
    parameters=("kx_meaning",),
    mac_dated=True,
    findings=FINDINGS,
    coverage=COVERAGE,
)
