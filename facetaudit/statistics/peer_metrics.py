"""What providers are compared by: the metrics, each with its numerator and denominator by beneficiary.

`metric_part`, one row per metric, claim type, provider and beneficiary: metric, claim_type, npi, patient_id, top and
bottom (what the numerator and the denominator count of this beneficiary; dollars with cents), counted (how many of the
things that make the metric known: sessions, days, lines). A provider is who rendered a service, else who billed it, and
is compared by its claim lines of one type: professional, asc or hopd. Terms: docs/statistics.md, "Peers".
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from facetaudit.fees import settings_of_places
from facetaudit.policy import load_policy

SHARE, ODDS, RATIO, AMOUNT = "share", "odds", "ratio", "amount"
"""Kinds: some of what is counted, one thing by another, a quotient above zero, and dollars at issue by dollars."""
MONTHS = 12


@dataclass(frozen=True)
class Metric:
    """A metric: its name, how a person reads it, and what the numerator and the denominator count, in the singular.

    Of a ``share`` the numerator counts some of the things of the denominator. ``dollars``: the numerator is money.
    An ``amount`` is money by money and is not tested.
    """

    name: str
    title: str
    kind: str
    things: tuple[str, str]
    dollars: bool = False


METRICS = (
    Metric(
        "sessions_per_beneficiary_year", "Sessions per beneficiary-year", RATIO, ("session", "beneficiary-year")
    ),
    Metric("levels_per_injection_session", "Levels per injection session", RATIO, ("level", "injection session")),
    Metric("third_level_share", "Injection sessions with a third level", SHARE, ("", "injection session")),
    Metric("bilateral_share", "Sessions on both sides", SHARE, ("", "session")),
    Metric("kx_share", "Injection sessions with KX", SHARE, ("", "injection session")),
    Metric("ablations_per_diagnostic", "Ablation sessions per diagnostic session", ODDS,
           ("ablation session", "diagnostic session")),
    Metric("imaging_share", "Sessions with imaging billed beside", SHARE, ("", "session")),
    Metric("sedation_share", "Sessions with sedation billed beside", SHARE, ("", "session")),
    Metric("allowed_injection_office", "Allowed per injection session, office", RATIO, ("", "session"), dollars=True),
    Metric("allowed_injection_facility", "Allowed per injection session, facility", RATIO, ("", "session"),
           dollars=True),
    Metric("allowed_ablation_office", "Allowed per ablation session, office", RATIO, ("", "session"), dollars=True),
    Metric("allowed_ablation_facility", "Allowed per ablation session, facility", RATIO, ("", "session"),
           dollars=True),
    Metric("units_per_beneficiary_day", "Units per beneficiary-day", RATIO, ("unit", "beneficiary-day")),
    Metric("finding_share", "Facet lines with a finding", SHARE, ("", "line")),
    Metric("overpaid_certain", "Overpaid, certain, of allowed", AMOUNT, ("", ""), dollars=True),
    Metric("overpaid_probable", "Overpaid, with probable, of allowed", AMOUNT, ("", ""), dollars=True),
    Metric("overpaid_review", "Overpaid, with review, of allowed", AMOUNT, ("", ""), dollars=True),
)  # fmt: skip
BY_NAME = {metric.name: metric for metric in METRICS}

PLACE = """
create or replace temp table place as
select unnest(cast($place as varchar[])) as place_of_service, unnest(cast($setting as varchar[])) as setting
"""
# Surgery centers and hospitals are facilities whatever their place of service says.
PROVIDER_LINE = """
create or replace temp table provider_line as
select
    coalesce(l.rendering_npi, l.billing_npi) as npi, l.claim_type, l.claim_id, l.line_number, l.patient_id,
    l.service_date, l.region, l.family, l.pack, l.hcpcs, l.units, l.allowed_amount,
    case when l.claim_type = 'professional' then p.setting else 'facility' end as setting,
    coalesce('50' in (l.modifier_1, l.modifier_2, l.modifier_3, l.modifier_4), false) as has_50,
    coalesce('RT' in (l.modifier_1, l.modifier_2, l.modifier_3, l.modifier_4), false) as has_rt,
    coalesce('LT' in (l.modifier_1, l.modifier_2, l.modifier_3, l.modifier_4), false) as has_lt
from lines l
left join place p on p.place_of_service = l.place_of_service
where l.active and l.family is not null and coalesce(l.rendering_npi, l.billing_npi) is not null
"""
OWN_SESSION = """
create or replace temp table own_session as
with coded as (
    select
        npi, claim_type, patient_id, service_date, region, family, pack, hcpcs,
        bool_or(has_50) or (bool_or(has_rt) and bool_or(has_lt)) as both_sides,
        count(*) as lines, count(allowed_amount) as allowed_lines, sum(allowed_amount) as allowed,
        count(setting) as placed_lines, min(setting) as least_setting, max(setting) as most_setting
    from provider_line
    where family in ('INJ', 'RFA')
    group by npi, claim_type, patient_id, service_date, region, family, pack, hcpcs
)
select
    c.npi, c.claim_type, c.patient_id, c.service_date, c.family, s.kind,
    count(*) as levels,
    bool_or(coalesce(f.level = 3, false)) and c.family = 'INJ' as third,
    bool_or(c.both_sides) as both_sides,
    case when sum(c.lines) = sum(c.allowed_lines) then sum(c.allowed) end as allowed,
    case when sum(c.lines) = sum(c.placed_lines) and min(c.least_setting) = max(c.most_setting)
        then min(c.least_setting) end as setting,
    exists (
        select 1 from lines i
        join code_set m on m.hcpcs = i.hcpcs and i.service_date between m.valid_from and m.valid_to
            and m.name = case c.family when 'INJ' then 'imaging_with_injection' else 'imaging_with_ablation' end
        where i.active and i.patient_id = c.patient_id and i.service_date = c.service_date
            and i.claim_type = c.claim_type and coalesce(i.rendering_npi, i.billing_npi) = c.npi
    ) as imaging,
    exists (
        select 1 from lines i
        join code_set m on m.hcpcs = i.hcpcs and i.service_date between m.valid_from and m.valid_to
            and m.name = 'sedation'
        where i.active and i.patient_id = c.patient_id and i.service_date = c.service_date
    ) as sedation
from coded c
join sessions s on s.patient_id = c.patient_id and s.service_date = c.service_date and s.region = c.region
    and s.class = c.family and s.pack = c.pack
left join code_set f on f.name = 'family' and f.hcpcs = c.hcpcs and c.service_date between f.valid_from and f.valid_to
group by c.npi, c.claim_type, c.patient_id, c.service_date, c.region, c.family, c.pack, s.kind
"""
# Twelve calendar months back from the last one with a facet line, and so on: whole ones, or all there is of the first.
SESSION_YEAR = """
create or replace temp table session_year as
with span as (
    select
        max(year(service_date) * 12 + month(service_date)) as last_month,
        max(year(service_date) * 12 + month(service_date)) - min(year(service_date) * 12 + month(service_date)) + 1
            as months
    from provider_line
)
select npi, claim_type, patient_id, (last_month - year(service_date) * 12 - month(service_date)) // 12 as years_back
from own_session
cross join span
where years_back = 0 or months >= (years_back + 1) * 12
"""
# Where no other code stands beside a facet line of the whole extract, none was asked for: nothing is known of them.
METRIC_PART = """
create or replace temp table metric_part as
with session_of as (
    select
        npi, claim_type, patient_id, count(*) as sessions,
        count(*) filter (where family = 'INJ') as injections,
        coalesce(sum(levels) filter (where family = 'INJ'), 0) as levels,
        count(*) filter (where third) as third,
        count(*) filter (where both_sides) as both_sides,
        count(*) filter (where kind = 'diagnostic') as diagnostic,
        count(*) filter (where kind in ('diagnostic', 'therapeutic')) as kind_known,
        count(*) filter (where kind = 'rfa') as ablations,
        count(*) filter (where imaging) as imaging,
        count(*) filter (where sedation) as sedation
    from own_session
    group by npi, claim_type, patient_id
),
year_of as (
    select npi, claim_type, patient_id, count(*) as sessions, count(distinct years_back) as years
    from session_year
    group by npi, claim_type, patient_id
),
allowed_of as (
    select npi, claim_type, patient_id, family, setting, count(*) as sessions, sum(allowed) as allowed
    from own_session
    where allowed is not null and setting is not null
    group by npi, claim_type, patient_id, family, setting
),
found as (
    select l.npi, l.claim_type, l.patient_id, count(*) as lines
    from provider_line l
    semi join findings f on f.claim_id = l.claim_id and f.line_number = l.line_number
    group by l.npi, l.claim_type, l.patient_id
),
overpaid as (
    select l.npi, l.claim_type, l.patient_id, e.scenario, sum(e.overpayment_allowed) as dollars
    from exposure e
    join provider_line l on l.claim_id = e.claim_id and l.line_number = e.line_number
    group by l.npi, l.claim_type, l.patient_id, e.scenario
),
line_of as (
    select
        npi, claim_type, patient_id, count(*) as lines, sum(units) as units, count(distinct service_date) as days,
        sum(allowed_amount) as allowed, count(allowed_amount) as allowed_lines
    from provider_line
    group by npi, claim_type, patient_id
),
scenario as (select unnest(['certain', 'probable', 'review']) as scenario),
companions as (select count(*) > 0 as seen from lines where active and family is null),
part as (
    select 'sessions_per_beneficiary_year' as metric, npi, claim_type, patient_id, sessions as top, years as bottom,
        years as counted
    from year_of
    union all
    select 'levels_per_injection_session', npi, claim_type, patient_id, levels, injections, injections from session_of
    union all
    select 'third_level_share', npi, claim_type, patient_id, third, injections, injections from session_of
    union all
    select 'bilateral_share', npi, claim_type, patient_id, both_sides, sessions, sessions from session_of
    union all
    select 'kx_share', npi, claim_type, patient_id, diagnostic, kind_known, kind_known from session_of
    union all
    select 'ablations_per_diagnostic', npi, claim_type, patient_id, ablations, diagnostic, diagnostic from session_of
    union all
    select 'imaging_share', npi, claim_type, patient_id, imaging, sessions, sessions from session_of
    cross join companions where seen
    union all
    select 'sedation_share', npi, claim_type, patient_id, sedation, sessions, sessions from session_of
    cross join companions where seen
    union all
    select
        'allowed_' || case family when 'INJ' then 'injection' else 'ablation' end || '_'
            || case setting when 'facility' then 'facility' else 'office' end,
        npi, claim_type, patient_id, allowed, sessions, sessions
    from allowed_of
    union all
    select 'units_per_beneficiary_day', npi, claim_type, patient_id, units, days, days from line_of
    union all
    select 'finding_share', l.npi, l.claim_type, l.patient_id, coalesce(f.lines, 0), l.lines, l.lines
    from line_of l
    left join found f on f.npi = l.npi and f.claim_type = l.claim_type and f.patient_id = l.patient_id
    union all
    select 'overpaid_' || s.scenario, l.npi, l.claim_type, l.patient_id, coalesce(o.dollars, 0), l.allowed,
        l.allowed_lines
    from line_of l
    cross join scenario s
    left join overpaid o on o.npi = l.npi and o.claim_type = l.claim_type and o.patient_id = l.patient_id
        and o.scenario = s.scenario
    where l.allowed_lines > 0
)
select
    metric, claim_type, npi, patient_id, cast(top as decimal(18,3)) as top, cast(bottom as decimal(18,3)) as bottom,
    cast(counted as bigint) as counted
from part
where bottom <> 0 or top <> 0
"""
SPAN = """
select min(service_date), max(service_date),
    (year(max(service_date)) * 12 + month(max(service_date)))
        - (year(min(service_date)) * 12 + month(min(service_date))) + 1
from provider_line
"""
NO_PROVIDER = """
select count(*) from lines where active and family is not null and coalesce(rendering_npi, billing_npi) is null
"""


def measure(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Make `provider_line`, `own_session` and `metric_part` of an audit folder, and the policy's `code_set`."""
    for name in ("lines", "sessions", "findings", "exposure"):
        con.read_parquet(str(folder / f"{name}.parquet")).create_view(name, replace=True)
    load_policy().register(con)
    places = settings_of_places()
    con.execute(PLACE, {"place": list(places), "setting": list(places.values())})
    for step in (PROVIDER_LINE, OWN_SESSION, SESSION_YEAR, METRIC_PART):
        con.execute(step)


def notes(con: duckdb.DuckDBPyConnection) -> list[str]:
    """What the metrics of this extract do not know, in sentences."""
    first, last, months = con.sql(SPAN).fetchall()[0]
    said = []
    if first is not None and months < MONTHS:
        said.append(
            f"The facet services run from {first} to {last}: a beneficiary-year is these {months} calendar months."
        )
    if not con.sql("select count(*) from metric_part where metric = 'sedation_share'").fetchall()[0][0]:
        said.append("The extract has no other code on a facet day: imaging and sedation are unknown.")
    if without := con.sql(NO_PROVIDER).fetchall()[0][0]:
        said.append(f"Active facet lines that name no provider, and are left out: {without:,}.")
    return said
