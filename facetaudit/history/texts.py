"""Lists in words for the reasons and the correct coding of findings.

Ordered text aggregates differ between engines, so the few lists that findings quote are derived tables:
`documented_text` (session_id, joints) and `coding_below` (group_id, region, level, coding: the injection lines of the
group below that level, as they may be billed).
"""

from __future__ import annotations

from facetaudit.history.derived import Derived

DOCUMENTED_TEXT = """
select
    session_id,
    string_agg(joint || case when side is null then '' else ' ' || side end, ', ' order by order_number, side desc)
        as joints
from session_joint
group by session_id
"""

CODING_BELOW = """
with wanted as (
    select distinct l.group_id, l.region, l.level
    from facet_line l
    where l.class = 'INJ' and (l.level = 3 or l.session_id in (select session_id from documented where joints_known))
)
select
    w.group_id, w.region, w.level,
    string_agg(
        k.hcpcs
            || case when k.has_50 then '-50' else '' end
            || case when k.has_rt then '-RT' else '' end
            || case when k.has_lt then '-LT' else '' end
            || k.other_suffix || ' x' || k.units_text,
        ', ' order by k.level, k.claim_id, k.line_number
    ) as coding
from wanted w
join facet_line k on k.group_id = w.group_id and k.region = w.region and k.class = 'INJ' and k.level < w.level
group by w.group_id, w.region, w.level
"""

TEXTS = (Derived("documented_text", DOCUMENTED_TEXT), Derived("coding_below", CODING_BELOW))
