"""What a chart review leaves of an audit: its findings with their verdicts, and the exposure after them.

A reviewed line is worth what its verdict says, in every scenario; all other lines stay as the audit has them. The audit
folder itself is not changed.

`audit_findings.csv`: the columns of the audit's findings, then `verdict` (confirmed, changed, overturned, no record,
or not reviewed) and `review_reason`. `audit_exposure.csv`: the columns of the audit's exposure, then `settled_by`
(audit or review). A line settled by review has its dollars in the sample's measure; allowed dollars of a sample by paid
amounts, and dollars by the fee schedule, are not known and empty.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from facetaudit.audit.folder import EXPOSURE_CSV, FINDING_CSV
from facetaudit.audit.opened import SCENARIOS, Audit
from facetaudit.statistics.tables import Row

LOOK_BACK = "lookback_years"

COUNTS = """
select 'line' as judged, verdict, count(*) as number, cast(sum(amount) as varchar) as amount,
    cast(sum(overpayment) as varchar) as overpayment
from reviewed_line group by verdict
union all
select 'finding', outcome, count(*), null, null from reviewed_finding group by outcome
order by judged desc, verdict
"""
FRAME_EXPOSURE = """
select
    sum(f.expected_certain), sum(f.expected_certain) filter (where r.unit_key is not null),
    sum(f.expected_probable), sum(f.expected_probable) filter (where r.unit_key is not null),
    sum(f.expected_review), sum(f.expected_review) filter (where r.unit_key is not null),
    sum(r.error)
from frame f left join reviewed_unit r on r.unit_key = f.unit_key
"""
FINDINGS = """
create or replace temp view finding_table as
select f.*, coalesce(r.outcome, 'not reviewed') as verdict, cell(r.review_reason) as review_reason
from audit_findings f
left join reviewed_finding r on r.finding_id = f.finding_id
"""
# A reviewed line has a row where its amount differs or a finding that denies or recodes stands, as in an audit.
EXPOSURE = """
create or replace temp table exposure_table as
with standing as (
    select claim_id, line_number, min(code) as code
    from reviewed_finding
    where effect in ('deny', 'recode') and outcome in ('confirmed', 'changed')
    group by claim_id, line_number
),
settled as (
    select
        s.scenario, r.claim_id, r.line_number, t.code as detector, a.allowed_amount,
        case $dollars when 'allowed' then r.correct end as corrected_allowed,
        case $dollars when 'allowed' then r.overpayment end as overpayment_allowed, a.paid_amount,
        case $dollars when 'paid' then r.overpayment
            else cast(round(a.paid_amount * r.overpayment / nullif(a.allowed_amount, 0), 2) as decimal(18,2)) end
            as overpayment_paid,
        cast(null as decimal(12,2)) as fee_billed, cast(null as decimal(12,2)) as fee_corrected,
        cast(null as decimal(12,2)) as overpayment_fee, 'settled by chart review' as fee_note,
        coalesce(a.paid_date, a.service_date) >= cast($first_day as date) as within_lookback
    from reviewed_line r
    join audit_lines a on a.active and a.claim_id = r.claim_id and a.line_number = r.line_number
    cross join (select unnest(cast($scenarios as varchar[])) as scenario) s
    left join standing t on t.claim_id = r.claim_id and t.line_number = r.line_number
    where r.overpayment <> 0 or t.code is not null
)
select *, 'audit' as settled_by
from audit_exposure e
where not exists (select 1 from reviewed_line r where r.claim_id = e.claim_id and r.line_number = e.line_number)
union all
select *, 'review' from settled
order by scenario, claim_id, line_number
"""


def verdict_counts(con: duckdb.DuckDBPyConnection) -> list[Row]:
    """Lines and findings by verdict: judged (line or finding), verdict, number; of lines amount, overpayment."""
    found = con.sql(COUNTS)
    return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


def frame_exposure(con: duckdb.DuckDBPyConnection) -> list[Row]:
    """The frame's overpayment by scenario before and after the verdicts, nothing extrapolated.

    scenario, as_audited, reviewed_as_audited (of the units drawn), reviewed_by_verdict, after_verdicts (dollars).
    """
    *pairs, error = con.sql(FRAME_EXPOSURE).fetchall()[0]
    return [
        {
            "scenario": scenario,
            "as_audited": str(frame),
            "reviewed_as_audited": str(drawn),
            "reviewed_by_verdict": str(error),
            "after_verdicts": str(frame - drawn + error),
        }
        for scenario, frame, drawn in zip(SCENARIOS, pairs[::2], pairs[1::2], strict=True)
    ]


def write_audit(con: duckdb.DuckDBPyConnection, audit: Audit, dollars: str, folder: Path) -> None:
    """Write `audit_findings.csv` and `audit_exposure.csv`; ``dollars`` is the sample's measure, paid or allowed."""
    for name in ("lines", "findings", "exposure"):
        con.read_parquet(str(audit.folder / f"{name}.parquet")).create_view(f"audit_{name}")
    (window,) = (one for one in audit.summary["windows"] if one["name"] == LOOK_BACK)
    con.execute(FINDINGS)
    con.execute(EXPOSURE, {"dollars": dollars, "first_day": window["first_day"], "scenarios": list(SCENARIOS)})
    con.sql(FINDING_CSV).write_csv(str(folder / "audit_findings.csv"))
    con.sql(EXPOSURE_CSV).write_csv(str(folder / "audit_exposure.csv"))
