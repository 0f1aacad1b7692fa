"""More injection sessions than the limit that applied before 2021.

What it checks
    Injection sessions of a patient and region before the MAC's 2021 text, diagnostic and therapeutic together: at most
    five in rolling 12 months.

Why it matters
    Eleven of twelve jurisdictions had this limit, and the OIG recovered payments beyond it.

How it counts
    A session is in excess when the sessions of its kind that are not in excess, dated in the 12 calendar months that
    end on its day, itself included, are more than the limit. The injection
    lines of an excess session are not payable. Probable, since one jurisdiction had no limit.

Not counted
    Sessions from the MAC's 2021 text on (see FA401, FA402); sessions whose kind is unknown; other packs than medicare.

Example
    Six lumbar sessions between January and November 2019: the sixth.

Sources
    Parameters `injection_session_limit` and `session_window_months`.
"""

from facetaudit.detectors.model import Detector

FINDINGS = """
select
    l.line_id,
    s.window_count as observed,
    s.session_limit as limit_value,
    'Injection session ' || cast(s.window_count as string) || ' of the region within '
        || cast(cast(w.number as integer) as string) || ' months up to this date; the limit is '
        || cast(cast(s.session_limit as integer) as string) || '.' as reason,
    'no line of the session payable' as correct_coding,
    s.limit_source_id as source_id,
    s.limit_basis as basis,
    0 as corrected_pairs,
    0 as corrected_singles
from session s
join param w on w.name = 'session_window_months' and w.pack = s.pack and w.mac = s.mac
    and s.service_date between w.valid_from and w.valid_to
join facet_line l on l.session_id = s.session_id
where s.count_set = 'injection' and s.excess
"""

COVERAGE = """
select coalesce(sum(lines), 0) as eligible_lines, 0 as unknown_lines
from session
where count_set = 'injection' and session_limit is not null
"""

DETECTOR = Detector(
    code="FA404",
    name="injection-sessions-exceeded",
    certainty="probable",
    effect="deny",
    packs=("medicare",),
    parameters=("injection_session_limit", "session_window_months"),
    mac_dated=True,
    findings=FINDINGS,
    coverage=COVERAGE,
)
