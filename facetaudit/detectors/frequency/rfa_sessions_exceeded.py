"""More ablation sessions than the rolling limit.

What it checks
    Ablation sessions of a patient and region, at any date: at most two in rolling 12 months.

Why it matters
    The right and the left side on two days are two sessions and use up the allowance. Before 2021 eleven of twelve
    jurisdictions had the same limit.

How it counts
    A session is in excess when the sessions of its kind that are not in excess, dated in the 12 calendar months that
    end on its day, itself included, are more than the limit. The ablation
    lines of an excess session are not payable. Certain from the MAC's 2021 date, probable before it.

Not counted
    The anniversary day itself is outside the window; other packs than medicare.

Example
    64635-RT in January, 64635-LT in February, 64635-RT in October: the one in October.

Sources
    Parameters `rfa_session_limit` and `session_window_months`.
"""

from facetaudit.detectors.model import Detector

FINDINGS = """
select
    l.line_id,
    case when s.edition = 'none' then 'probable' else 'certain' end as certainty,
    s.window_count as observed,
    s.session_limit as limit_value,
    'Ablation session ' || cast(s.window_count as string) || ' of the region within '
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
where s.count_set = 'rfa' and s.excess
"""

COVERAGE = """
select coalesce(sum(lines), 0) as eligible_lines, 0 as unknown_lines
from session
where count_set = 'rfa' and session_limit is not null
"""

DETECTOR = Detector(
    code="FA403",
    name="rfa-sessions-exceeded",
    certainty="certain",
    effect="deny",
    packs=("medicare",),
    parameters=("rfa_session_limit", "session_window_months"),
    mac_dated=True,
    findings=FINDINGS,
    coverage=COVERAGE,
)
