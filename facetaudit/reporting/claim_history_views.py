"""What the claim history notebook shows: volumes, sessions per patient, and one patient's time line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from facetaudit.fees import settings_of_places
from facetaudit.policy import load_policy
from facetaudit.reporting import figures
from facetaudit.reporting.html import Html, Picture, Table, counted, prose
from facetaudit.reporting.one_patient import KINDS, REGIONS
from facetaudit.reporting.one_patient import findings_of as findings_of
from facetaudit.reporting.one_patient import patient_of as patient_of
from facetaudit.reporting.one_patient import sessions_of as sessions_of
from facetaudit.reporting.one_patient import time_line as time_line
from facetaudit.reporting.providers import Chosen, nothing_in
from facetaudit.reporting.providers import choose as choose
from facetaudit.reporting.views import LISTED

if TYPE_CHECKING:
    from facetaudit.audit.opened import Audit

CLAIM_TYPES = {"professional": "professional", "asc": "surgery center (ASC)", "hopd": "hospital outpatient"}
RATES = {"nonfacility": "office", "facility": "facility"}
MOST_SESSIONS = 12
MONTHS_LISTED = 24

# A provider's session is one that has a facet line of theirs; its other lines may be another's.
TOTALS = """
select
    count(*) as lines, count(distinct claim_id) as claims, count(distinct patient_id) as patients,
    count(distinct coalesce(rendering_npi, billing_npi)) as providers,
    count(distinct (patient_id, service_date, region, family, pack)) filter (where family <> 'US') as sessions,
    min(service_date) as first_day, max(service_date) as last_day
from lines
where active and family is not null and ($npi is null or coalesce(rendering_npi, billing_npi) = $npi)
    and service_date between $first_day and $last_day
"""
BY_MONTH = """
with facet as (
    select *
    from lines
    where active and family is not null and ($npi is null or coalesce(rendering_npi, billing_npi) = $npi)
        and service_date between $first_day and $last_day
),
month as (
    select cast(unnest(generate_series(
        date_trunc('month', min(service_date)), date_trunc('month', max(service_date)), interval 1 month
    )) as date) as first_day
    from facet
)
select
    strftime(m.first_day, '%Y-%m') as month, count(f.claim_id) as lines, count(distinct f.claim_id) as claims,
    count(distinct f.patient_id) as patients,
    count(distinct (f.patient_id, f.service_date, f.region, f.family, f.pack)) filter (where f.family <> 'US')
        as sessions,
    sum(f.allowed_amount) as allowed
from month m
left join facet f on date_trunc('month', f.service_date) = m.first_day
group by m.first_day
order by m.first_day
"""
BY_CODE = """
select
    hcpcs, count(*) as lines, sum(units) as units,
    count(*) filter (where '50' in (modifier_1, modifier_2, modifier_3, modifier_4)) as both_sides,
    count(*) filter (where 'KX' in (modifier_1, modifier_2, modifier_3, modifier_4)) as with_kx,
    count(distinct patient_id) as patients, sum(allowed_amount) as allowed, sum(paid_amount) as paid
from lines
where active and family is not null and ($npi is null or coalesce(rendering_npi, billing_npi) = $npi)
    and service_date between $first_day and $last_day
group by hcpcs
order by hcpcs
"""
BY_SETTING = """
select
    claim_type, place_of_service, count(*) as lines, count(distinct claim_id) as claims,
    count(distinct patient_id) as patients, sum(allowed_amount) as allowed, sum(paid_amount) as paid
from lines
where active and family is not null and ($npi is null or coalesce(rendering_npi, billing_npi) = $npi)
    and service_date between $first_day and $last_day
group by claim_type, place_of_service
order by claim_type desc, place_of_service nulls last
"""
BY_PROVIDER = """
with facet as (
    select *, coalesce(rendering_npi, billing_npi) as npi
    from lines
    where active and family is not null and ($npi is null or coalesce(rendering_npi, billing_npi) = $npi)
        and service_date between $first_day and $last_day
),
found as (
    select coalesce(rendering_npi, billing_npi) as npi, count(*) as findings
    from findings
    where region is not null and service_date between $first_day and $last_day
    group by 1
)
select
    f.npi, count(*) as lines, count(distinct f.claim_id) as claims, count(distinct f.patient_id) as patients,
    count(distinct (f.patient_id, f.service_date, f.region, f.family, f.pack)) filter (where f.family <> 'US')
        as sessions,
    sum(f.allowed_amount) as allowed, sum(f.paid_amount) as paid, coalesce(any_value(n.findings), 0) as findings
from facet f
left join found n on n.npi is not distinct from f.npi
group by f.npi
order by lines desc, f.npi nulls last
"""
PER_PATIENT = """
with own as (
    select distinct patient_id, service_date, region, family, pack
    from lines
    where active and family in ('INJ', 'RFA') and ($npi is null or coalesce(rendering_npi, billing_npi) = $npi)
        and service_date between $first_day and $last_day
)
select sessions, count(*) as patients
from (select patient_id, count(*) as sessions from own group by patient_id) p
group by sessions
order by sessions
"""
BY_KIND = """
with own as (
    select distinct patient_id, service_date, region, family, pack
    from lines
    where active and family in ('INJ', 'RFA') and ($npi is null or coalesce(rendering_npi, billing_npi) = $npi)
        and service_date between $first_day and $last_day
),
patient as (
    select s.region, s.kind, s.patient_id, count(*) as sessions, count(*) filter (where s.excess) as excess
    from sessions s
    join own o on o.patient_id = s.patient_id and o.service_date = s.service_date and o.region = s.region
        and o.family = s.class and o.pack = s.pack
    group by s.region, s.kind, s.patient_id
)
select
    region, kind, cast(sum(sessions) as bigint) as sessions, count(*) as patients,
    cast(round(sum(sessions) / count(*), 1) as decimal(12,1)) as per_patient, max(sessions) as most,
    cast(sum(excess) as bigint) as excess
from patient
group by region, kind
order by region, case kind when 'diagnostic' then 0 when 'therapeutic' then 1 when 'unknown' then 2 else 3 end
"""


def headline(audit: Audit, chosen: Chosen) -> Html:
    """What the selection holds, in words."""
    (found,) = audit.sql(TOTALS, chosen.values).to_dict("records")
    if not found["lines"]:
        return nothing_in(audit)
    return prose(
        "This page shows {lines} of {whose}: {claims} of {patients} in {sessions}, served from {first_day} to "
        "{last_day}.",
        lines=counted(found["lines"], "active facet line"),
        whose=f"provider {chosen.npi}" if chosen.npi else counted(found["providers"], "provider"),
        claims=counted(found["claims"], "claim"),
        patients=counted(found["patients"], "patient"),
        sessions=counted(found["sessions"], "session"),
        first_day=str(found["first_day"])[:10],
        last_day=str(found["last_day"])[:10],
    )


def by_month_figure(audit: Audit, chosen: Chosen) -> Picture | Html:
    """Facet lines by month of service; a month without any is an empty place."""
    rows = _rows(audit, BY_MONTH, chosen)
    if not rows:
        return nothing_in(audit)
    busiest = max(rows, key=lambda row: row[1])
    return figures.columns(
        [row[0] for row in rows],
        [row[1] for row in rows],
        "Facet lines by month of service",
        "facet lines",
        f"Column chart of facet lines by month of service from {rows[0][0]} to {rows[-1][0]}; the most, "
        f"{busiest[1]:,}, in {busiest[0]}.",
    )


def by_month(audit: Audit, chosen: Chosen) -> Table:
    """Volumes by month of service, the latest first."""
    rows = _rows(audit, BY_MONTH, chosen)[::-1]
    return Table(
        "Volume by month of service, the latest first",
        [("Month", "name"), *_counted("Lines", "Claims", "Patients", "Sessions"), ("Allowed", "money")],
        rows[:MONTHS_LISTED],
        max(0, len(rows) - MONTHS_LISTED),
    )


def by_code(audit: Audit, chosen: Chosen) -> Table:
    """Volumes by code, with the lines that carry modifier 50 or KX."""
    names = load_policy()
    rows = [[code, names.short_name(code), *rest] for code, *rest in _rows(audit, BY_CODE, chosen)]
    return Table(
        "Volume by code",
        [
            ("Code", "name"),
            ("What it stands for", "text"),
            *_counted("Lines", "Units"),
            *_counted("With modifier 50", "With KX", "Patients"),
            ("Allowed", "money"),
            ("Paid", "money"),
        ],
        rows,
    )


def by_setting(audit: Audit, chosen: Chosen) -> Table:
    """Volumes by claim type and place of service, with the rate that the place is paid at."""
    rates = settings_of_places()
    rows = [
        [CLAIM_TYPES.get(kind, kind), place, RATES.get(rates.get(place, "")) if kind == "professional" else None, *rest]
        for kind, place, *rest in _rows(audit, BY_SETTING, chosen)
    ]
    return Table(
        "Volume by setting",
        [
            ("Claim type", "name"),
            ("Place of service", "name"),
            ("Paid at the rate of", "name"),
            *_counted("Lines", "Claims", "Patients"),
            ("Allowed", "money"),
            ("Paid", "money"),
        ],
        rows,
    )


def by_provider(audit: Audit, chosen: Chosen) -> Table:
    """Volumes by rendering provider (billing provider where there is none), with the findings on facet lines."""
    rows = _rows(audit, BY_PROVIDER, chosen)
    return Table(
        "Volume by provider",
        [
            ("NPI", "name"),
            *_counted("Lines", "Claims", "Patients", "Sessions"),
            ("Allowed", "money"),
            ("Paid", "money"),
            ("Findings", "count"),
        ],
        rows[:LISTED],
        max(0, len(rows) - LISTED),
    )


def sessions_figure(audit: Audit, chosen: Chosen) -> Picture | Html:
    """Patients by their number of sessions."""
    rows = {int(sessions): int(patients) for sessions, patients in _rows(audit, PER_PATIENT, chosen)}
    if not rows:
        return nothing_in(audit)
    longest = min(max(rows), MOST_SESSIONS)
    names = [str(number) for number in range(1, longest + 1)]
    counts = [rows.get(number, 0) for number in range(1, longest + 1)]
    if max(rows) > MOST_SESSIONS:
        names[-1] += " or more"
        counts[-1] = sum(patients for sessions, patients in rows.items() if sessions >= MOST_SESSIONS)
    return figures.columns(
        names,
        counts,
        "Patients by number of sessions",
        "patients",
        f"Column chart of {counted(sum(counts), 'patient')} by number of sessions; the most that a patient has is "
        f"{max(rows)}.",
    )


def sessions_by_kind(audit: Audit, chosen: Chosen) -> Table:
    """Sessions by region and kind, and how many are beyond the limit of their window."""
    rows = _rows(audit, BY_KIND, chosen)
    for row in rows:
        row[0], row[1] = REGIONS[row[0]], KINDS[row[1]]
    return Table(
        "Sessions by region and kind",
        [
            ("Region", "name"),
            ("Kind", "name"),
            *_counted("Sessions", "Patients"),
            ("Sessions per patient", "number"),
            *_counted("Most of a patient", "Beyond the limit"),
        ],
        rows,
    )


def _counted(*titles: str) -> list[tuple[str, str]]:
    return [(title, "count") for title in titles]


def _rows(audit: Audit, query: str, chosen: Chosen) -> list[list[Any]]:
    rows: list[list[Any]] = audit.sql(query, chosen.values).values.tolist()
    return rows
