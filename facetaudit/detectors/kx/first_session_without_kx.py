"""First injection session of a region that is not marked as diagnostic.

What it checks
    The first injection session of a patient and region in the extract, where it is of the MAC's 2021 text or later: it
    is diagnostic.

Why it matters
    Treatment begins with diagnostic blocks. A first session without KX is mostly a diagnostic one that was not marked:
    of 120 sessions that the OIG sampled in 2021, 33 were billed as therapeutic and should have been diagnostic.

How it counts
    The injection lines of such a session, for review and without dollars. Earlier sessions of any date and kind count.

Not counted
    Unknown: a session less than 12 months after the first service date of the extract, since an earlier one may be
    hidden; a session without KX whose modifier slots are full, and any line of which every slot is filled. Sessions
    before the MAC's 2021 text; other packs than medicare.

Example
    An extract from 2023 on; the first lumbar session of a patient, 64493-RT on 2025-03-04: its line.

Sources
    Parameters `kx_meaning` and `session_window_months`; OIG report A-09-22-03006.
"""

from facetaudit.detectors.model import Detector

FINDINGS = """
select
    l.line_id,
    'First injection session of the region in the extract, and not marked with KX as diagnostic.' as reason,
    l.hcpcs || l.side_modifiers || '-KX' || l.other_suffix || ' x' || l.units_text
        || ' if diagnostic; as billed if therapeutic' as correct_coding,
    p.source_id,
    p.basis
from session s
join session_history h on h.session_id = s.session_id
join param p on p.name = 'kx_meaning' and p.pack = s.pack and p.mac = s.mac
    and s.service_date between p.valid_from and p.valid_to
join facet_line l on l.session_id = s.session_id
where s.kind = 'therapeutic' and h.injections_before = 0 and not s.left_censored and not l.slots_full
    and p.value = 'diagnostic'
"""

COVERAGE = """
select
    count(*) as eligible_lines,
    sum(case
        when h.injections_before > 0 or s.kind = 'diagnostic' then 0
        when s.kind = 'unknown' or s.left_censored or l.slots_full then 1
        else 0
    end) as unknown_lines
from session s
join session_history h on h.session_id = s.session_id
join param p on p.name = 'kx_meaning' and p.pack = s.pack and p.mac = s.mac
    and s.service_date between p.valid_from and p.valid_to
join facet_line l on l.session_id = s.session_id
where s.class = 'INJ' and p.value = 'diagnostic'
"""

DETECTOR = Detector(
    code="FA307",
    name="first-session-without-kx",
    certainty="review",
    effect="none",
    packs=("medicare",),
    parameters=("kx_meaning", "session_window_months"),
    mac_dated=True,
    findings=FINDINGS,
    coverage=COVERAGE,
    unknown_note="Earlier sessions may lie before the extract, or every modifier slot is filled.",
)
