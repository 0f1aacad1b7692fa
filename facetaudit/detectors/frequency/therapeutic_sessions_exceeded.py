"""More therapeutic sessions than the rolling limit.

What it checks
    Therapeutic injection sessions of a patient and region from the first day of the MAC's 2021 text: at most four in
    rolling 12 months.

Why it matters
    Sessions beyond the limit are not covered. An unmarked diagnostic session counts here, so a forgotten KX can make
    the overrun.

How it counts
    A session is in excess when the sessions of its kind that are not in excess, dated in the 12 calendar months that
    end on its day, itself included, are more than the limit. The injection
    lines of an excess session, professional and facility, are not payable.

Not counted
    Sessions before the MAC's 2021 text; the anniversary day itself is outside the window; other packs than medicare.
    Sessions without KX whose modifier slots are full are unknown.

Example
    Five cervical sessions without KX between March and November: the fifth.

Sources
    Parameters `therapeutic_session_limit` and `session_window_months`.
"""

from facetaudit.detectors.model import Detector

FINDINGS = """
select
    l.line_id,
    s.window_count as observed,
    s.session_limit as limit_value,
    'Therapeutic session ' || cast(s.window_count as string) || ' of the region within '
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
where s.count_set = 'therapeutic' and s.excess
"""

COVERAGE = """
select
    coalesce(sum(s.lines), 0) as eligible_lines,
    coalesce(sum(case when s.kind = 'unknown' then s.lines else 0 end), 0) as unknown_lines
from session s
join param t on t.name = 'therapeutic_session_limit' and t.pack = s.pack and t.mac = s.mac
    and s.service_date between t.valid_from and t.valid_to
where s.kind in ('therapeutic', 'unknown') and t.number is not null
"""

DETECTOR = Detector(
    code="FA402",
    name="therapeutic-sessions-exceeded",
    certainty="certain",
    effect="deny",
    packs=("medicare",),
    parameters=("therapeutic_session_limit", "session_window_months"),
    mac_dated=True,
    findings=FINDINGS,
    coverage=COVERAGE,
    unknown_note="Sessions without KX whose modifier slots are full may be diagnostic or therapeutic.",
)
