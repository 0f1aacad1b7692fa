"""Therapeutic session without two diagnostic sessions before.

What it checks
    Therapeutic injection sessions of a patient and region from the first day of the MAC's 2021 text: at least two
    diagnostic sessions of the region come before each.

Why it matters
    A therapeutic injection is covered after two diagnostic blocks with at least 80 percent relief each. Without them
    the session is either not covered or a diagnostic one that lacks KX.

How it counts
    The injection lines of such a session, for review and without dollars. Diagnostic sessions of any earlier day count;
    KX marks them, which was not asked for before the 2021 text.

Not counted
    Diagnostics of the other region; other packs than medicare. Unknown: a session without KX whose modifier slots are
    full; a session less than 12 months after the first service date of the extract, or with an earlier session of the
    region of unknown kind, unless two diagnostic sessions are seen. Blocks by other practices are not visible.

Example
    An extract from 2023 on; one lumbar session with KX in January 2025, 64493-RT without it in March: the second.

Sources
    Parameters `diagnostics_before_therapeutic` and `session_window_months`.
"""

from facetaudit.detectors.model import Detector

FINDINGS = """
select
    l.line_id,
    h.diagnostic_before as observed,
    p.number as limit_value,
    'Therapeutic session after ' || cast(h.diagnostic_before as string)
        || case when h.diagnostic_before = 1 then ' diagnostic session' else ' diagnostic sessions' end
        || ' of the region; ' || cast(cast(p.number as integer) as string) || ' are required before it.' as reason,
    l.hcpcs || l.side_modifiers || '-KX' || l.other_suffix || ' x' || l.units_text
        || ' if diagnostic; as billed if diagnostic blocks are shown'
        as correct_coding,
    p.source_id,
    p.basis
from session s
join session_history h on h.session_id = s.session_id
join param p on p.name = 'diagnostics_before_therapeutic' and p.pack = s.pack and p.mac = s.mac
    and s.service_date between p.valid_from and p.valid_to
join facet_line l on l.session_id = s.session_id
where s.kind = 'therapeutic' and h.diagnostic_before < p.number and h.unknown_before = 0 and not s.left_censored
"""

COVERAGE = """
select
    coalesce(sum(s.lines), 0) as eligible_lines,
    coalesce(sum(case
        when s.kind = 'unknown' then s.lines
        when h.diagnostic_before < p.number and (h.unknown_before > 0 or s.left_censored) then s.lines
        else 0
    end), 0) as unknown_lines
from session s
join session_history h on h.session_id = s.session_id
join param p on p.name = 'diagnostics_before_therapeutic' and p.pack = s.pack and p.mac = s.mac
    and s.service_date between p.valid_from and p.valid_to
where s.kind in ('therapeutic', 'unknown') and p.number is not null
"""

DETECTOR = Detector(
    code="FA408",
    name="therapeutic-without-diagnostics",
    certainty="review",
    effect="none",
    packs=("medicare",),
    parameters=("diagnostics_before_therapeutic", "session_window_months"),
    mac_dated=True,
    findings=FINDINGS,
    coverage=COVERAGE,
    unknown_note="Diagnostic sessions may lie before the extract, or a session has its modifier slots full.",
)
