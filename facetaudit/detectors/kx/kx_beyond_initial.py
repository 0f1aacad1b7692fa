"""A third or fourth diagnostic session.

What it checks
    Diagnostic sessions of a patient and region that are beyond the usual number within rolling 12 months and within
    the limit.

Why it matters
    Two diagnostic sessions usually settle the question. Further ones are acceptable when the first were not positive
    and other levels are tested; unexplained ones may bring a focused review.

How it counts
    The injection lines with KX of such a session, for review and without dollars.

Not counted
    Sessions beyond the limit (see FA401); other packs than medicare.

Example
    Diagnostic lumbar sessions in January, February and May: the session in May.

Sources
    Parameters `usual_diagnostic_sessions`, `diagnostic_session_limit`, `session_window_months`.
"""

from facetaudit.detectors.model import Detector

FINDINGS = """
select
    l.line_id,
    s.window_count as observed,
    u.number as limit_value,
    'Diagnostic session ' || cast(s.window_count as string) || ' of the region in '
        || cast(cast(w.number as integer) as string) || ' months; '
        || cast(cast(u.number as integer) as string) || ' are usual.' as reason,
    'as billed, if the record shows why a further diagnostic session was needed' as correct_coding,
    u.source_id,
    u.basis
from session s
join param u on u.name = 'usual_diagnostic_sessions' and u.pack = s.pack and u.mac = s.mac
    and s.service_date between u.valid_from and u.valid_to
join param w on w.name = 'session_window_months' and w.pack = s.pack and w.mac = s.mac
    and s.service_date between w.valid_from and w.valid_to
join facet_line l on l.session_id = s.session_id
where s.count_set = 'diagnostic' and not s.excess and s.window_count > u.number and l.has_kx
"""

COVERAGE = """
select count(*) as eligible_lines, 0 as unknown_lines
from session s
join param u on u.name = 'usual_diagnostic_sessions' and u.pack = s.pack and u.mac = s.mac
    and s.service_date between u.valid_from and u.valid_to
join facet_line l on l.session_id = s.session_id
where s.count_set = 'diagnostic' and u.number is not null and l.has_kx
"""

DETECTOR = Detector(
    code="FA305",
    name="kx-beyond-initial",
    certainty="review",
    effect="none",
    packs=("medicare",),
    parameters=("usual_diagnostic_sessions", "diagnostic_session_limit", "session_window_months"),
    mac_dated=True,
    findings=FINDINGS,
    coverage=COVERAGE,
)
