"""Diagnostic injection soon after an ablation of the region.

What it checks
    Injection lines with KX, from the first day of the MAC's 2021 text, after an ablation session of the patient and
    region less than 24 months before.

Why it matters
    A diagnostic block asks whether a joint hurts. Once the level was ablated with success the question is answered,
    and a new one is denied; diagnostics are repeated when the last ablation is two years old and the source is in
    doubt.

How it counts
    The lines with KX of such a session, for review and without dollars: another level of the region may have been
    tested, or the ablation may have failed. The nearest earlier ablation of any date counts; observed are the whole
    months between.

Not counted
    An ablation of the other region, of the same day, or exactly 24 months or longer ago; lines without KX; other packs
    than medicare.

Example
    64635-RT on 2024-05-07 and 64493-RT-KX on 2025-03-04: ten months.

Sources
    Parameter `kx_after_rfa_months`.
"""

from facetaudit.detectors.model import Detector

FINDINGS = """
with after_ablation as (
    select
        s.session_id, p.number as months_limit, p.source_id, p.basis,
        max(e.earlier_date) as ablation_date, min(e.months) as months
    from session s
    join param p on p.name = 'kx_after_rfa_months' and p.pack = s.pack and p.mac = s.mac
        and s.service_date between p.valid_from and p.valid_to
    join earlier_session e on e.session_id = s.session_id and e.class = 'RFA'
        and e.earlier_date > cast(s.service_date - interval '1' month * cast(p.number as integer) as date)
    where s.class = 'INJ'
    group by s.session_id, p.number, p.source_id, p.basis
)
select
    l.line_id,
    a.months as observed,
    a.months_limit as limit_value,
    l.hcpcs || ' with KX '
        || case when a.months = 0 then 'less than a month' when a.months = 1 then '1 month'
            else cast(a.months as string) || ' months' end
        || ' after the ablation of the region on ' || cast(a.ablation_date as string)
        || '; diagnostics are not repeated within ' || cast(cast(a.months_limit as integer) as string)
        || ' months of a successful one.' as reason,
    'as billed, if the record shows another level or why the source was in doubt' as correct_coding,
    a.source_id,
    a.basis
from after_ablation a
join facet_line l on l.session_id = a.session_id
where l.has_kx
"""

COVERAGE = """
select count(*) as eligible_lines, 0 as unknown_lines
from session s
join param p on p.name = 'kx_after_rfa_months' and p.pack = s.pack and p.mac = s.mac
    and s.service_date between p.valid_from and p.valid_to
join facet_line l on l.session_id = s.session_id
where s.class = 'INJ' and p.number is not null and l.has_kx
"""

DETECTOR = Detector(
    code="FA306",
    name="kx-after-rfa",
    certainty="review",
    effect="none",
    packs=("medicare",),
    parameters=("kx_after_rfa_months",),
    mac_dated=True,
    findings=FINDINGS,
    coverage=COVERAGE,
)
