"""The worklist workbook of an audit folder."""

from __future__ import annotations

import datetime
import os
import tempfile
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from facetaudit.audit.opened import Audit, open_audit
from facetaudit.errors import UsageError
from facetaudit.reporting.sheets import SHEET_ROWS, Sheets

FINDINGS = """
select
    code, detector, certainty, effect, claim_id, line_number, patient_id, service_date, region, hcpcs, modifiers, units,
    claim_type, rendering_npi, billing_npi, observed, "limit", reason, correct_coding, source_id, basis
from findings
order by case certainty when 'certain' then 0 when 'probable' then 1 else 2 end, patient_id, service_date, claim_id,
    line_number, code
"""
CORRECTED = """
select
    e.scenario, e.claim_id, e.line_number, l.patient_id, l.service_date, l.hcpcs,
    concat_ws(' ', l.modifier_1, l.modifier_2, l.modifier_3, l.modifier_4) as modifiers, l.units, e.detector,
    f.correct_coding, e.allowed_amount, e.corrected_allowed, e.overpayment_allowed, e.paid_amount, e.overpayment_paid,
    e.fee_billed, e.fee_corrected, e.overpayment_fee, e.fee_note, e.within_lookback
from exposure e
join lines l on l.active and l.claim_id = e.claim_id and l.line_number = e.line_number
left join findings f on f.code = e.detector and f.claim_id = e.claim_id and f.line_number = e.line_number
order by case e.scenario when 'certain' then 0 when 'probable' then 1 else 2 end, l.patient_id, l.service_date,
    e.claim_id, e.line_number
"""
DAYS = """
select * from corrected_claims
order by case scenario when 'certain' then 0 when 'probable' then 1 else 2 end, patient_id, service_date, claim_type,
    rendering_npi nulls first, claim_id, line_number
"""
REJECTED = "select * from read_csv($path, header = true, all_varchar = true, allow_quoted_nulls = false)"

SUMMARY = """
with scenario as (
    select * from (values ('certain', 0), ('probable', 1), ('review', 2)) as s(scenario, place)
),
dollar as (
    select
        e.scenario, e.detector as code, coalesce(l.rendering_npi, l.billing_npi) as npi,
        cast(year(l.service_date) as varchar) as served, e.claim_id, 0 as findings, 1 as lines,
        e.overpayment_allowed, e.overpayment_paid, e.overpayment_fee
    from exposure e
    join lines l on l.active and l.claim_id = e.claim_id and l.line_number = e.line_number
),
found as (
    select
        s.scenario, f.code, coalesce(f.rendering_npi, f.billing_npi) as npi,
        cast(year(f.service_date) as varchar) as served, f.claim_id, 1 as findings, 0 as lines,
        null as overpayment_allowed, null as overpayment_paid, null as overpayment_fee
    from findings f
    join scenario s on s.place >= case f.certainty when 'certain' then 0 when 'probable' then 1 else 2 end
),
counted as (
    select * from dollar union all by name select * from found
),
grouped as (
    select 0 as place, 'all' as "by", 'all' as name, * from counted
    union all by name
    select 1 as place, 'detector' as "by", concat_ws(' ', c.code, v.detector) as name, c.*
    from counted c left join coverage v on v.code = c.code
    union all by name
    select 2 as place, 'provider' as "by", coalesce(npi, 'no NPI') as name, * from counted
    union all by name
    select 3 as place, 'year of service' as "by", served as name, * from counted
),
-- as the audit's own totals: what a detector moves between two lines of a claim is one amount
claimed as (
    select
        place, "by", name, scenario, claim_id, code, sum(findings) as findings, sum(lines) as lines,
        sum(overpayment_allowed) as allowed, sum(overpayment_paid) as paid, sum(overpayment_fee) as fee
    from grouped
    group by place, "by", name, scenario, claim_id, code
)
select
    c."by", c.name, c.scenario, cast(sum(c.findings) as bigint) as findings, cast(sum(c.lines) as bigint) as lines,
    sum(c.allowed) filter (where c.allowed > 0) as gross_over_allowed,
    sum(c.allowed) filter (where c.allowed < 0) as gross_under_allowed,
    sum(c.allowed) as overpayment_allowed, sum(c.paid) as overpayment_paid, sum(c.fee) as overpayment_fee
from claimed c
join scenario s on s.scenario = c.scenario
group by c.place, c."by", c.name, c.scenario, s.place
order by c.place, c.name, s.place
"""
SOURCES = "select source_id, count(*) as findings from findings group by source_id order by source_id"

# One provider's part of an audit, or all of it where the one row of chosen names none.
CHOSEN = "create table chosen as select cast($npi as varchar) as npi"
VIEWS = """
create view lines as
    select a.* from all_lines a, chosen c where c.npi is null or coalesce(a.rendering_npi, a.billing_npi) = c.npi;
create view findings as
    select a.* from all_findings a, chosen c where c.npi is null or coalesce(a.rendering_npi, a.billing_npi) = c.npi;
create view corrected_claims as
    select a.* from all_corrected_claims a, chosen c
    where c.npi is null or coalesce(a.rendering_npi, a.billing_npi) = c.npi;
create view exposure as
    select a.* from all_exposure a, chosen c
    where c.npi is null or exists (
        select 1 from lines l where l.active and l.claim_id = a.claim_id and l.line_number = a.line_number
    );
create view coverage as select * from all_coverage;
"""
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": False,
}
TABLES = ("lines", "findings", "coverage", "exposure", "corrected_claims")


def write_workbook(audit_dir: str | Path, out: str | Path, npi: str | None = None) -> Path:
    """Write an XLSX workbook: scope, summary, findings, corrected lines and days, coverage, rejected rows, sources.

    With ``npi`` it holds what is that provider's, who rendered the line (billed it where nobody did); what cannot be a
    provider's, coverage and rejected rows, is left out.

    Codes and identifiers are text, dates are dates, dollars are numbers with cents; no cell is a formula or a link.
    Raises UsageError for a path that is no .xlsx name or cannot be written; nothing is then left behind.
    """
    audit, path = open_audit(audit_dir), Path(out).absolute()
    if path.suffix.lower() != ".xlsx" or path.is_dir():
        raise UsageError(f"{out} is no name for a workbook: give --out a file that ends in .xlsx.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, building = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        os.close(handle)
    except OSError as error:
        raise UsageError(
            f"The folder {path.parent} cannot be written ({error.strerror}): give another --out."
        ) from error
    try:
        _fill(audit, building, npi)
        os.replace(building, path)
    finally:
        Path(building).unlink(missing_ok=True)
    return path


def _fill(audit: Audit, building: str, npi: str | None) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(building, OPTIONS) as book, duckdb.connect() as con:
        # no clock in the file: the same audit gives the same workbook
        book.set_properties({"title": "facetaudit worklist", "created": datetime.datetime(2000, 1, 1)})
        for name in TABLES:
            con.read_parquet(str(audit.folder / f"{name}.parquet")).create_view(f"all_{name}")
        con.execute(CHOSEN, {"npi": npi})
        con.execute(VIEWS)
        sheets = Sheets(book)
        sheets.add("About", ("what", "value"), iter([_about(audit) if npi is None else _about_provider(audit, npi)]))
        sheets.query("Summary", con, SUMMARY)
        sheets.query("Findings", con, FINDINGS)
        sheets.query("Corrected coding", con, CORRECTED)
        sheets.query("Corrected claims", con, DAYS)
        if npi is None:
            sheets.query("Coverage", con, "select * from coverage order by code")
            sheets.query("Rejected", con, REJECTED, {"path": str(audit.folder / "rejected.csv")})
        known = {one["source_id"]: one for one in audit.summary["sources"]}
        columns = ("source_id", "title", "publisher", "document_number", "findings")
        used = con.execute(SOURCES).fetchall()
        rows = [[source, *(known[source][name] for name in columns[1:-1]), count] for source, count in used]
        sheets.add("Sources", columns, iter([rows]))


def _about_provider(audit: Audit, npi: str) -> list[list[Any]]:
    manifest = audit.manifest
    return [
        ["facetaudit", manifest["facetaudit"]],
        ["as of", manifest["as_of"]],
        ["provider", npi],
        ["scope", "Lines that this NPI rendered, or billed where the line names nobody who rendered it."],
        ["coverage and rejected rows", "Those of the whole extract are in the workbook of the audit."],
        *_made_of(audit),
        *_read_thus(),
    ]


def _about(audit: Audit) -> list[list[Any]]:
    manifest, summary = audit.manifest, audit.summary
    rows = summary["rows"]["total"]
    return [
        ["facetaudit", manifest["facetaudit"]],
        ["as of", manifest["as_of"]],
        *[[f"rows {name}", rows[name]] for name in ("read", "rejected", "outside", "audited", "active", "inactive")],
        ["facet lines", summary["facet_lines"] or "No facet lines in this extract."],
        ["findings", manifest["findings"]],
        *[
            [f"overpaid, allowed ({one['scenario']})", Decimal(one["overpayment_allowed"] or 0)]
            for one in summary["exposure"]
        ],
        *[
            [f"overpaid, paid ({one['scenario']})", Decimal(one["overpayment_paid"] or 0)]
            for one in summary["exposure"]
        ],
        *_made_of(audit),
        *[[f"unverified value behind {one['code']}", _unverified(one)] for one in summary["unverified"]],
        *[["detector that failed", code] for code in summary.get("failed", ())],
        *_read_thus(),
    ]


def _made_of(audit: Audit) -> list[list[Any]]:
    manifest = audit.manifest
    return [
        *[[f"parameter {name}", "" if value is None else str(value)] for name, value in manifest["parameters"].items()],
        *[[f"input {one['name']}", one["sha256"]] for one in manifest["inputs"]],
        ["policy", manifest["policy"]],
        ["fee tables", manifest["fees"]],
        *[[f"imported fees {one['name']}", one["sha256"]] for one in manifest.get("fee_imports", ())],
    ]


def _read_thus() -> list[list[Any]]:
    return [
        ["frequency findings", "A lower bound: sessions at other practices are not in the extract."],
        ["scenarios", "certain; probable holds certain; review holds both. Underpayments are negative."],
        ["long lists", f"A list of more than {SHEET_ROWS:,} rows goes on in a further sheet: Findings 2, and so on."],
    ]


def _unverified(one: Mapping[str, Any]) -> str:
    if not one.get("parameter"):
        return str(one["source_id"])
    value = "" if one["value"] is None else f" = {one['value']}"
    return f"{one['parameter']}{value} since {one['valid_from']} ({one['source_id']})"
