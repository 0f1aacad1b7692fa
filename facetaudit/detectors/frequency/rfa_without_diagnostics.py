"""First ablation of a region without two diagnostic sessions before.

What it checks
    The first ablation session of a patient and region in the extract, where it is of the MAC's 2021 text or later: at
    least two diagnostic sessions of the region come before it.

Why it matters
    A first ablation is covered after two diagnostic blocks with at least 80 percent relief each. Fewer on the claims
    mean that blocks are missing, were made elsewhere, or were billed without KX.

How it counts
    The ablation lines of such a session, for review and without dollars. Diagnostic sessions of any earlier day count;
    KX marks them, which was not asked for before the 2021 text.

Not counted
    Later ablations of the region; diagnostics of the same day or the other region; other packs than medicare. Unknown:
    a session less than 12 months after the first service date of the extract, or with an earlier injection session of
    the region of unknown kind, unless two diagnostic sessions are seen. Blocks by other practices are not visible.

Example
    An extract from 2023 on; one lumbar session with KX in January 2025, 64635-RT in March: the 64635 line.

Sources
    Parameters `diagnostics_before_rfa` and `session_window_months`.
"""

from facetaudit.detectors.model import Detector

FINDINGS = """
select
    l.line_id,
    h.diagnostic_before as observed,
    p.number as limit_value,
    'First ablation of the region in the extract after ' || cast(h.diagnostic_before as string)
        || case when h.diagnostic_before = 1 then ' diagnostic session' else ' diagnostic sessions' end || '; '
        || cast(cast(p.number as integer) as string) || ' are required before it.' as reason,
    'as billed, if the record shows the diagnostic blocks' as correct_coding,
    p.source_id,
    p.basis
from session s
join session_history h on h.session_id = s.session_id
join param p on p.name = 'diagnostics_before_rfa' and p.pack = s.pack and p.mac = s.mac
    and s.service_date between p.valid_from and p.valid_to
join facet_line l on l.session_id = s.session_id
where s.class = 'RFA' and h.ablations_before = 0 and h.diagnostic_before < p.number and h.unknown_before = 0
    and not s.left_censored
"""

COVERAGE = """
select
    coalesce(sum(s.lines), 0) as eligible_lines,
    coalesce(sum(case
        when h.diagnostic_before < p.number and (h.unknown_before > 0 or s.left_censored) then s.lines
        else 0
    end), 0) as unknown_lines
from session s
join session_history h on h.session_id = s.session_id
join param p on p.name = 'diagnostics_before_rfa' and p.pack = s.pack and p.mac = s.mac
    and s.service_date between p.valid_from and p.valid_to
where s.class = 'RFA' and h.ablations_before = 0 and p.number is not null
"""

DETECTOR = Detector(
    code="FA407",
    name="rfa-without-diagnostics",
    certainty="review",
    effect="none",
    packs=("medicare",),
    parameters=("diagnostics_before_rfa", "session_window_months"),
    mac_dated=True,
    findings=FINDINGS,
    coverage=COVERAGE,
    unknown_note="Diagnostic sessions may lie before the extract, or an earlier session has its modifier slots full.",
)
