"""One patient's sessions on a time line, with the findings of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from facetaudit.errors import UsageError
from facetaudit.reporting import figures
from facetaudit.reporting.html import Html, Picture, Table, counted
from facetaudit.reporting.providers import NONE, Chosen, nothing_in
from facetaudit.reporting.views import LISTED

if TYPE_CHECKING:
    from facetaudit.audit.opened import Audit

REGIONS = {"CT": "cervical and thoracic", "LS": "lumbar and sacral"}
KINDS = {"diagnostic": "diagnostic", "therapeutic": "therapeutic", "unknown": "kind unknown", "rfa": "ablation"}

# The patient with the most findings, then the most sessions; equal ones by their identifier.
PATIENT = """
with own as (
    select
        patient_id,
        count(distinct (service_date, region, family, pack)) filter (where family <> 'US') as sessions
    from lines
    where active and family is not null and ($npi is null or coalesce(rendering_npi, billing_npi) = $npi)
        and service_date between $first_day and $last_day
    group by patient_id
),
found as (
    select patient_id, count(*) as findings
    from findings
    where ($npi is null or coalesce(rendering_npi, billing_npi) = $npi)
        and service_date between $first_day and $last_day
    group by patient_id
)
select o.patient_id
from own o
left join found f on f.patient_id = o.patient_id
where o.sessions > 0 and ($patient is null or o.patient_id = $patient)
order by coalesce(f.findings, 0) desc, o.sessions desc, o.patient_id
limit 1
"""
SESSIONS = """
with coded as (
    select
        service_date, region, family, pack, string_agg(distinct hcpcs, ' ' order by hcpcs) as codes,
        string_agg(distinct coalesce(rendering_npi, billing_npi), ' ' order by coalesce(rendering_npi, billing_npi))
            as npis
    from lines
    where active and patient_id = $patient and family is not null
    group by service_date, region, family, pack
),
found as (
    select
        f.service_date, f.region, l.family, l.pack, count(*) as findings,
        string_agg(distinct f.code, ' ' order by f.code) as detectors
    from findings f
    join lines l on l.active and l.claim_id = f.claim_id and l.line_number = f.line_number
    where f.patient_id = $patient and f.region is not null
    group by f.service_date, f.region, l.family, l.pack
)
select
    s.service_date, s.region, s.kind, c.codes, c.npis, s.window_count, s.excess, coalesce(f.findings, 0) as findings,
    f.detectors
from sessions s
left join coded c on c.service_date = s.service_date and c.region = s.region and c.family = s.class and c.pack = s.pack
left join found f on f.service_date = s.service_date and f.region = s.region and f.family = s.class and f.pack = s.pack
where s.patient_id = $patient
order by s.service_date, s.region, s.class, s.pack
"""
PATIENT_FINDINGS = """
select service_date, claim_id, line_number, hcpcs, code, certainty, reason, correct_coding
from findings
where patient_id = $patient
order by service_date, claim_id, line_number, code
"""


def patient_of(audit: Audit, chosen: Chosen, patient: str = NONE) -> str | None:
    """The patient of the time line: the one named, or of the selection the one with the most findings; None without.

    Raises UsageError, which does not repeat the identifier, for one who has no session in the selection.
    """
    asked = None if patient == NONE else patient
    rows = audit.sql(PATIENT, {**chosen.values, "patient": asked})["patient_id"].tolist()
    if rows:
        return str(rows[0])
    if asked is not None and audit.summary["facet_lines"]:
        raise UsageError(
            "The parameter patient names nobody with a facet session in this selection: give a patient_id of "
            f"lines.parquet, or {NONE} for the patient with the most findings."
        )
    return None


def time_line(audit: Audit, patient: str | None) -> Picture | Html:
    """The patient's sessions in lanes of region and kind; a full mark has findings, whose number stands above."""
    if patient is None:
        return nothing_in(audit)
    rows = _of_patient(audit, SESSIONS, patient)
    kinds = list(KINDS)
    lanes = sorted({(region, kind) for _, region, kind, *_ in rows}, key=lambda lane: (lane[0], kinds.index(lane[1])))
    marks = [
        figures.Mark(date, lanes.index((region, kind)), kind, int(findings))
        for date, region, kind, _, _, _, _, findings, _ in rows
    ]
    return figures.time_line(
        [f"{REGIONS[region]},\n{KINDS[kind]}" for region, kind in lanes],
        marks,
        "Sessions of one patient",
        f"Time line of {counted(len(rows), 'session')} of one patient from {str(rows[0][0])[:10]} to "
        f"{str(rows[-1][0])[:10]} by region and kind. A full mark is a session with findings, their number above it; "
        f"sessions with findings: {sum(1 for mark in marks if mark.findings)}.",
    )


def sessions_of(audit: Audit, patient: str | None) -> Table:
    """The patient's sessions in order, at every provider of the extract, with the count that a limit looks at."""
    rows = [] if patient is None else _of_patient(audit, SESSIONS, patient)
    return Table(
        f"Sessions of patient {patient}" if patient else "Sessions of one patient",
        [
            ("Service date", "date"),
            ("Region", "text"),
            ("Kind", "name"),
            ("Codes", "text"),
            ("NPI", "identifier"),
            ("Counted in its window", "count"),
            ("Beyond the limit", "name"),
            ("Findings", "count"),
            ("Detectors", "text"),
        ],
        [
            [date, REGIONS[region], KINDS[kind], codes, npis, window, "yes" if excess else "no", found, detectors]
            for date, region, kind, codes, npis, window, excess, found, detectors in rows
        ],
    )


def findings_of(audit: Audit, patient: str | None) -> Table:
    """The patient's findings in order of service, those on other lines of the day too."""
    rows = [] if patient is None else _of_patient(audit, PATIENT_FINDINGS, patient)
    return Table(
        f"Findings of patient {patient}" if patient else "Findings of one patient",
        [
            ("Service date", "date"),
            ("Claim", "identifier"),
            ("Line", "count"),
            ("Code", "name"),
            ("Detector", "name"),
            ("Certainty", "name"),
            ("Reason", "sentence"),
            ("Correct coding", "text"),
        ],
        rows[:LISTED],
        max(0, len(rows) - LISTED),
    )


def _of_patient(audit: Audit, query: str, patient: str) -> list[list[Any]]:
    rows: list[list[Any]] = audit.sql(query, {"patient": patient}).values.tolist()
    return rows
