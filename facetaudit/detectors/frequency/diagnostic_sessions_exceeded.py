"""More diagnostic sessions than the rolling limit.

What it checks
    Diagnostic injection sessions of a patient and region from the first day of the MAC's 2021 text: at most four in
    rolling 12 months.

Why it matters
    Sessions beyond the limit are not covered, whoever rendered them. A practice sees its own sessions only, so its
    count is a lower bound.

How it counts
    A session is in excess when the sessions of its kind that are not in excess, dated in the 12 calendar months that
    end on its day, itself included, are more than the limit. The injection
    lines of an excess session, professional and facility, are not payable.

Not counted
    Sessions before the MAC's 2021 text; sessions whose kind is unknown; the anniversary day itself is outside the
    window; other packs than medicare.

Example
    KX sessions of the lumbar region in January, February, April, June and August: the one in August.

Sources
    Parameters `diagnostic_session_limit` and `session_window_months`.
"""

from facetaudit.detectors.model import Detector

FINDINGS = """
select
    l.line_id,
    s.window_count as observed,
    s.session_limit as limit_value,
    'Diagnostic session ' || cast(s.window_count as string) || ' of the region within '
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
where s.count_set = 'diagnostic' and s.excess
"""

COVERAGE = """
select coalesce(sum(lines), 0) as eligible_lines, 0 as unknown_lines
from session
where count_set = 'diagnostic' and session_limit is not null
"""

DETECTOR = Detector(
    code="FA401",
    name="diagnostic-sessions-exceeded",
    certainty="certain",
    effect="deny",
    packs=("medicare",),
    parameters=("diagnostic_session_limit", "session_window_months"),
    mac_dated=True,
    findings=FINDINGS,
    coverage=COVERAGE,
)
