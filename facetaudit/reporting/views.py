"""What the findings notebook shows: each function answers from an audit folder with something to display."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from facetaudit.audit.unverified import EXPOSURE
from facetaudit.detectors.registry import detectors, pick
from facetaudit.errors import UsageError
from facetaudit.reporting import figures
from facetaudit.reporting.html import Html, Picture, Table
from facetaudit.reporting.load_views import NO_FACET_LINES
from facetaudit.reporting.load_views import load_report as load_report
from facetaudit.reporting.load_views import scope as scope

if TYPE_CHECKING:
    from facetaudit.audit.opened import Audit

LISTED = 50
ALL = "all"
CERTAINTIES = ("certain", "probable", "review")
FINDING_COLUMNS = [
    ("Service date", "date"),
    ("Claim", "identifier"),
    ("Line", "count"),
    ("Billed", "name"),
    ("Detector", "name"),
    ("Certainty", "name"),
    ("Reason", "sentence"),
    ("Correct coding", "text"),
    ("Source", "text"),
]

BY_DETECTOR = """
select code, any_value(detector) as detector, certainty, count(*) as findings
from findings
where list_contains($codes, code)
group by code, certainty
order by code, certainty
"""
BY_MONTH = """
select strftime(service_date, '%Y-%m') as month, count(*) as findings
from findings
where list_contains($codes, code)
group by month
order by month
"""
BY_PROVIDER = """
select
    coalesce(rendering_npi, billing_npi) as npi, count(*) as findings, count(distinct claim_id) as claims,
    count(*) filter (where certainty = 'certain') as certain,
    count(*) filter (where certainty = 'probable') as probable,
    count(*) filter (where certainty = 'review') as review
from findings
where list_contains($codes, code)
group by npi
order by findings desc, npi nulls last
"""
PATTERNS = """
select
    f.code, any_value(f.detector) as detector, coalesce(f.rendering_npi, f.billing_npi) as npi, count(*) as findings,
    count(distinct f.patient_id) as patients, coalesce(sum(e.overpayment_allowed), 0) as dollars
from findings f
left join exposure e on e.scenario = 'review' and e.claim_id = f.claim_id and e.line_number = f.line_number
    and e.detector = f.code
where list_contains($codes, f.code)
group by f.code, npi
order by dollars desc, findings desc, f.code, npi nulls last
limit 10
"""
LIST = """
select
    service_date, claim_id, line_number,
    hcpcs || coalesce('-' || nullif(replace(modifiers, ' ', '-'), ''), '') || ' x'
        || regexp_replace(cast(units as varchar), '[.]?0+$', '') as billed,
    code, certainty, reason, correct_coding, source_id, count(*) over () as found
from findings
where ($codes is null or list_contains(cast($codes as varchar[]), code))
    and ($npi is null or coalesce(rendering_npi, billing_npi) = $npi)
order by case certainty when 'certain' then 0 when 'probable' then 1 else 2 end, patient_id, service_date, claim_id,
    line_number, code
limit $listed
"""
COVERAGE = """
select code, detector, status, eligible_lines, unknown_lines, findings, note
from coverage
where list_contains($codes, code)
order by code
"""
SOURCES = """
select source_id, count(*) as findings, string_agg(distinct code, ' ' order by code) as codes
from findings
where list_contains($codes, code)
group by source_id
order by source_id
"""


class Known(NamedTuple):
    """A detector that an audit may have run."""

    code: str
    name: str
    family: str


def codes_of(audit: Audit, family: str = ALL, detector: str = ALL) -> list[str]:
    """The detector codes of a family, of one detector, or of both together; `all` of both is every code.

    The user's own detectors of the audit are among them. Raises UsageError for a family or detector that there is
    not, or a detector outside the family.
    """
    known = [Known(one.code, one.name, one.family) for one in detectors()]
    known += [Known(one["code"], one["detector"], one["family"]) for one in audit.manifest.get("own_detectors", ())]
    inside = [one.code for one in pick([] if family == ALL else [family], (), known)]
    if detector == ALL:
        return inside
    code = pick([detector], (), known)[0].code
    if code not in inside:
        raise UsageError(f"The detector {detector} is not in the family {family}: give one of the two.")
    return [code]


def coverage_table(audit: Audit, family: str = ALL, detector: str = ALL) -> Table:
    """How far each detector could look: status, eligible and unknown lines, findings."""
    frame = _rows(audit, COVERAGE, codes_of(audit, family, detector))
    return Table(
        "Coverage by detector",
        [
            ("Code", "name"),
            ("Detector", "name"),
            ("Status", "name"),
            ("Eligible lines", "count"),
            ("Unknown lines", "count"),
            ("Findings", "count"),
            ("Note", "text"),
        ],
        frame,
    )


def findings_by_detector(audit: Audit, family: str = ALL, detector: str = ALL) -> Picture | Html:
    """A bar for each detector, split by certainty."""
    counts = _rows(audit, BY_DETECTOR, codes_of(audit, family, detector))
    if not counts:
        return nothing(audit)
    names = {code: f"{code} {name}" for code, name, _, _ in counts}
    by_code = {(code, certainty): number for code, _, certainty, number in counts}
    parts = {
        certainty: [by_code.get((code, certainty), 0) for code in names]
        for certainty in CERTAINTIES
        if any(key[1] == certainty for key in by_code)
    }
    total = sum(by_code.values())
    top = max(names, key=lambda code: sum(number for key, number in by_code.items() if key[0] == code))
    return figures.stacked_bars(
        list(names.values()),
        parts,
        "Findings by detector and certainty",
        "findings",
        f"Bar chart of {total:,} findings by detector and certainty; {names[top]} has the most.",
    )


def findings_by_month(audit: Audit, family: str = ALL, detector: str = ALL) -> Picture | Html:
    """Findings by month of service."""
    counts = _rows(audit, BY_MONTH, codes_of(audit, family, detector))
    if not counts:
        return nothing(audit)
    months = [month for month, _ in counts]
    return figures.columns(
        months,
        [number for _, number in counts],
        "Findings by month of service",
        "findings",
        f"Column chart of findings by month of service from {months[0]} to {months[-1]}.",
    )


def findings_by_provider(audit: Audit, family: str = ALL, detector: str = ALL) -> Table:
    """Findings by rendering provider (billing provider where there is none)."""
    rows = _rows(audit, BY_PROVIDER, codes_of(audit, family, detector))
    return Table(
        "Findings by provider",
        [
            ("NPI", "name"),
            ("Findings", "count"),
            ("Claims", "count"),
            ("Certain", "count"),
            ("Probable", "count"),
            ("Review", "count"),
        ],
        rows[:LISTED],
        max(0, len(rows) - LISTED),
    )


def worst_patterns(audit: Audit, family: str = ALL, detector: str = ALL) -> Table:
    """The ten patterns (detector and provider) with the most dollars."""
    return Table(
        "Ten largest patterns",
        [
            ("Code", "name"),
            ("Detector", "name"),
            ("NPI", "name"),
            ("Findings", "count"),
            ("Patients", "count"),
            ("Overpaid, allowed", "money"),
        ],
        _rows(audit, PATTERNS, codes_of(audit, family, detector)),
    )


def findings_list(audit: Audit, family: str = ALL, detector: str = ALL) -> Table:
    """The first findings with reason, correct coding and source, the most certain first."""
    return first_findings(audit, codes=codes_of(audit, family, detector))


def first_findings(audit: Audit, codes: list[str] | None = None, npi: str | None = None) -> Table:
    """The first findings, of some codes or of one provider (rendering else billing) where that is given."""
    rows = audit.sql(LIST, {"codes": codes, "npi": npi, "listed": LISTED}).values.tolist()
    return Table(
        "Findings, the most certain first",
        FINDING_COLUMNS,
        [row[:-1] for row in rows],
        rows[0][-1] - len(rows) if rows else 0,
    )


def sources_table(audit: Audit, family: str = ALL, detector: str = ALL) -> Table:
    """The documents that the findings rest on."""
    known = {one["source_id"]: one for one in audit.summary["sources"]}
    rows = [
        [
            source_id,
            known[source_id]["title"],
            known[source_id]["publisher"],
            known[source_id]["document_number"],
            findings,
            codes,
        ]
        for source_id, findings, codes in _rows(audit, SOURCES, codes_of(audit, family, detector))
    ]
    return Table(
        "Sources of the findings",
        [
            ("Source", "name"),
            ("Title", "text"),
            ("Publisher", "text"),
            ("Document", "text"),
            ("Findings", "count"),
            ("Detectors", "text"),
        ],
        rows,
    )


def unverified(audit: Audit, family: str = ALL, detector: str = ALL) -> Table:
    """Values that nobody has checked against their documents, with the findings that rest on them."""
    codes = codes_of(audit, family, detector)
    if (family, detector) == (ALL, ALL):
        codes.append(EXPOSURE)
    return unverified_table([one for one in audit.summary["unverified"] if one["code"] in codes])


def unverified_table(values: Sequence[Mapping[str, Any]]) -> Table:
    """Rows of the summary's `unverified` as a table."""
    return Table(
        "Unverified values that this page rests on",
        [
            ("Detector", "name"),
            ("Parameter or list", "name"),
            ("Value", "text"),
            ("Since", "date"),
            ("Source", "name"),
            ("Findings", "count"),
        ],
        [
            [
                one["code"],
                one.get("parameter"),
                one.get("value"),
                one.get("valid_from"),
                one["source_id"],
                one["findings"],
            ]
            for one in values
        ],
    )


def nothing(audit: Audit) -> Html:
    """What stands in place of a figure that would be empty."""
    return Html(f"<p>{NO_FACET_LINES if not audit.summary['facet_lines'] else 'No findings.'}</p>")


def _rows(audit: Audit, query: str, codes: Sequence[str]) -> list[list[Any]]:
    rows: list[list[Any]] = audit.sql(query, {"codes": list(codes)}).values.tolist()
    return rows
