"""Providers of an extract beside the physicians of CMS's public files, counted alike: the same codes, units and cut.

`service_row`, the extract's professional facet lines under Medicare's rules in the shape of the public rows, one per
provider, place, code and calendar year; a code of fewer than 11 beneficiaries, in all its years, is left out, as CMS
leaves out one of a year.

A provider is placed among the peers by rank: the chance of a rank as high holds whatever the peers' distribution is.
Terms: docs/statistics.md, "Peers in the public files".
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median
from typing import Any

import duckdb

from facetaudit.statistics.peer_spread import adjusted
from facetaudit.statistics.peer_words import word
from facetaudit.statistics.public_files import public_services
from facetaudit.statistics.tables import Row

FEWEST_BENEFICIARIES = 11
"""CMS publishes no row of fewer."""
FEWEST_PUBLIC_PEERS = 20
"""With fewer, even the highest rank has a chance of more than 5 percent."""
COLUMNS = (
    "npi", "place", "metric", "value", "published", "scope", "state", "year", "peers", "median", "ninetieth", "rank",
    "total", "p", "q", "word",
)  # fmt: skip

TITLES = {
    "second_level_days": "Second-level days per injection day",
    "third_level_days": "Third-level days per injection day",
    "further_ablation_services": "Further-joint services per ablation day",
    "ablation_days": "Ablation days per injection day",
    "injection_services": "First-level injection services per beneficiary-day",
    "ablation_services": "First-joint ablation services per beneficiary-day",
    "injection_days": "Injection days per beneficiary and year",
    "injection_allowed": "Allowed per first-level injection service",
    "ablation_allowed": "Allowed per first-joint ablation service",
}
DOLLARS = ("injection_allowed", "ablation_allowed")
PLACES = {"O": "office", "F": "facility"}

SERVICE_ROW = """
create or replace temp table service_row as
with span as (
    select
        max(year(service_date) * 12 + month(service_date)) as last_month,
        min(year(service_date) * 12 + month(service_date)) as first_month
    from provider_line
),
own as (
    select * from provider_line where claim_type = 'professional' and pack = 'medicare' and setting is not null
),
enough as (
    select npi, setting, hcpcs from own group by npi, setting, hcpcs having count(distinct patient_id) >= $fewest
)
select
    'extract' as level, npi, cast(null as varchar) as state, 'I' as entity,
    case setting when 'facility' then 'F' else 'O' end as place, hcpcs,
    cast(sum(units) as decimal(18,6)) as services,
    cast(count(distinct patient_id) as decimal(18,6)) as beneficiaries,
    cast(count(distinct (patient_id, service_date)) as decimal(18,6)) as beneficiary_days,
    case when count(allowed_amount) = count(*) and sum(units) > 0
        then cast(sum(allowed_amount) / sum(units) as decimal(18,6)) end as allowed,
    bool_and(year(service_date) * 12 + 1 >= s.first_month and year(service_date) * 12 + 12 <= s.last_month)
        as whole_year
from own
semi join enough on enough.npi = own.npi and enough.setting = own.setting and enough.hcpcs = own.hcpcs
cross join span s
group by npi, setting, hcpcs, year(service_date)
"""
# A quotient of two codes is taken in the regions where both are known; a code that is not published is not zero.
PUBLIC_METRIC = """
create or replace temp table public_metric as
with code as (
    select distinct hcpcs, class, role, level as joint, region from code_set where name = 'family'
),
every as (
    select * from service_row
    union all
    select *, true as whole_year from service
),
region_of as (
    select
        e.level, e.npi, e.state, e.entity, e.place, c.region,
        sum(e.beneficiary_days) filter (where c.class = 'INJ' and c.role = 'base') as injection_days,
        sum(e.beneficiary_days) filter (where c.class = 'INJ' and c.joint = 2) as second_days,
        sum(e.beneficiary_days) filter (where c.class = 'INJ' and c.joint = 3) as third_days,
        sum(e.services) filter (where c.class = 'INJ' and c.role = 'base') as injection_services,
        sum(e.services * e.allowed) filter (where c.class = 'INJ' and c.role = 'base') as injection_dollars,
        sum(e.services) filter (where c.class = 'INJ' and c.role = 'base' and e.allowed is not null)
            as injection_priced,
        sum(e.beneficiary_days) filter (where c.class = 'INJ' and c.role = 'base' and e.whole_year) as year_days,
        sum(e.beneficiaries) filter (where c.class = 'INJ' and c.role = 'base' and e.whole_year) as year_people,
        sum(e.beneficiary_days) filter (where c.class = 'RFA' and c.role = 'base') as ablation_days,
        sum(e.services) filter (where c.class = 'RFA' and c.role = 'base') as ablation_services,
        sum(e.services) filter (where c.class = 'RFA' and c.role = 'addon') as further_services,
        sum(e.services * e.allowed) filter (where c.class = 'RFA' and c.role = 'base') as ablation_dollars,
        sum(e.services) filter (where c.class = 'RFA' and c.role = 'base' and e.allowed is not null)
            as ablation_priced
    from every e
    join code c on c.hcpcs = e.hcpcs
    group by e.level, e.npi, e.state, e.entity, e.place, c.region
),
quotient as (
    select level, npi, state, entity, place, 'second_level_days' as metric, second_days as top, injection_days as bottom
    from region_of
    union all
    select level, npi, state, entity, place, 'third_level_days', third_days, injection_days from region_of
    union all
    select level, npi, state, entity, place, 'further_ablation_services', further_services, ablation_days
    from region_of
    union all
    select level, npi, state, entity, place, 'ablation_days', ablation_days, injection_days from region_of
    union all
    select level, npi, state, entity, place, 'injection_services', injection_services, injection_days from region_of
    union all
    select level, npi, state, entity, place, 'ablation_services', ablation_services, ablation_days from region_of
    union all
    select level, npi, state, entity, place, 'injection_days', year_days, year_people from region_of
    union all
    select level, npi, state, entity, place, 'injection_allowed', injection_dollars, injection_priced from region_of
    union all
    select level, npi, state, entity, place, 'ablation_allowed', ablation_dollars, ablation_priced from region_of
)
select level, npi, state, entity, place, metric, sum(top) / sum(bottom) as value
from quotient
where top is not null and bottom > 0
group by level, npi, state, entity, place, metric
"""
FIGURES = "select level, npi, state, entity, place, metric, cast(value as double) from public_metric order by all"
OWN_STATE = """
select npi, state from (
    select coalesce(rendering_npi, billing_npi) as npi, upper(state) as state, count(*) as lines
    from lines
    where active and family is not null and state is not null and claim_type = 'professional'
    group by 1, 2
)
where npi is not null
order by npi, lines, state desc
"""
INDIVIDUALS = "select distinct npi from service where level = 'provider' and entity = 'I'"
PROVIDERS = "select distinct npi from provider_line where claim_type = 'professional' order by npi"


Key = tuple[str, str, str]


@dataclass
class _Figures:
    """The figures: a provider's by (level, NPI), the peers' in order and totals by (state, place, metric).

    The state is empty for the nation.
    """

    own: dict[tuple[str, str], dict[tuple[str, str], float]] = field(default_factory=dict)
    peers: dict[Key, list[float]] = field(default_factory=dict)
    totals: dict[Key, float] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    individuals: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class _Placed:
    """A provider's figure among those of a scope; ``rank`` counts those of the peers that are as high or higher."""

    npi: str
    place: str
    metric: str
    scope: str
    state: str
    value: float | None
    published: float | None
    peers: int
    middle: float | None
    ninetieth: float | None
    rank: int | None
    total: float | None
    q: float | None = None

    @property
    def tail(self) -> float | None:
        return None if self.rank is None else self.rank / (self.peers + 1)


def compare(con: duckdb.DuckDBPyConnection, public: Path, npi: str | None) -> tuple[list[Row], dict[str, Any]]:
    """The rows of COLUMNS for one provider or all, and the ``files`` and ``notes`` of the public figures.

    The connection has `provider_line`, `lines` and `code_set`. What is raised is as of `public_services`.
    """
    about = public_services(con, public)
    year = about["files"][0]["year"]
    con.execute(SERVICE_ROW, {"fewest": FEWEST_BENEFICIARIES})
    con.execute(PUBLIC_METRIC)
    figures = _figures(con)
    figures.states |= dict(con.sql(OWN_STATE).fetchall())
    providers = [one for (one,) in con.sql(PROVIDERS).fetchall()]
    placed = _adjusted([one for provider in providers for one in _places(figures, provider)])
    about["notes"] = _notes(about["files"], year, [one for one in providers if npi in (None, one)], figures, placed)
    return [_row(one, year) for one in placed if npi in (None, one.npi)], about


def _figures(con: duckdb.DuckDBPyConnection) -> _Figures:
    found = _Figures()
    for level, npi, state, entity, place, metric, value in con.sql(FIGURES).fetchall():
        if level in ("extract", "provider"):
            found.own.setdefault((level, npi), {})[place, metric] = value
        if level == "provider":
            if state:
                found.states[npi] = state
            for scope in {state or "", ""} if entity == "I" else ():
                found.peers.setdefault((scope, place, metric), []).append(value)
        elif level in ("state", "national"):
            found.totals[state if level == "state" else "", place, metric] = value
    for values in found.peers.values():
        values.sort()
    found.individuals = {npi for (npi,) in con.sql(INDIVIDUALS).fetchall()}
    return found


def _notes(
    files: Sequence[Row], year: int, providers: Sequence[str], figures: _Figures, placed: Sequence[_Placed]
) -> list[str]:
    said = [f"{one['file']}: {one['note']}" for one in files if one.get("note")]
    said.append(f"The public figures are those of {year}; the extract's are of all its dates of service.")
    known = {one.npi for one in placed if one.value is not None}
    for one in providers:
        if one not in known:
            said.append(
                f"{one} has no facet code with {FEWEST_BENEFICIARIES} beneficiaries in one place under Medicare's "
                "rules: there is nothing to hold against the public figures."
            )
        elif one not in figures.states:
            said.append(f"The state of {one} is not known: the comparison is with the nation alone.")
    return said


def _adjusted(placed: list[_Placed]) -> list[_Placed]:
    """With the chances adjusted over all comparisons of one scope."""
    found = list(placed)
    for scope in ("state", "nation"):
        tested = [(at, one.tail) for at, one in enumerate(found) if one.scope == scope and one.tail is not None]
        for (at, _), q in zip(tested, adjusted([tail for _, tail in tested]), strict=True):
            found[at] = replace(found[at], q=q)
    return found


def _places(figures: _Figures, npi: str) -> list[_Placed]:
    """A provider's figures, in each place and by each metric, among those of the state and of the nation."""
    mine, published = figures.own.get(("extract", npi), {}), figures.own.get(("provider", npi), {})
    state, order = figures.states.get(npi, ""), list(TITLES)
    found = []
    for place, metric in sorted({*mine, *published}, key=lambda one: (one[0] != "O", order.index(one[1]))):
        for scope in ("state", "nation"):
            if (scope == "state" and not state) or (scope == "nation" and metric in DOLLARS):
                continue
            key = (state if scope == "state" else "", place, metric)
            peers = list(figures.peers.get(key, ()))
            own = published.get((place, metric))
            if own is not None and npi in figures.individuals and own in peers:
                peers.remove(own)
            value, total = mine.get((place, metric)), figures.totals.get(key)
            found.append(_placed(npi, scope, state, key, value, own, peers, total))
    return found


def _placed(
    npi: str, scope: str, state: str, key: Key, value: float | None, published: float | None, peers: list[float],
    total: float | None,
) -> _Placed:  # fmt: skip
    """One figure among its peers', which are in order; without middle and rank where they are too few."""
    count = len(peers)
    middle = ninetieth = rank = None
    if count >= FEWEST_PUBLIC_PEERS:
        middle, ninetieth = median(peers), peers[-(-9 * count // 10) - 1]
        rank = None if value is None else 1 + count - bisect_left(peers, value)
    return _Placed(npi, key[1], key[2], scope, state, value, published, count, middle, ninetieth, rank, total)


def _row(one: _Placed, year: int) -> Row:
    return {
        "npi": one.npi,
        "place": PLACES[one.place],
        "metric": one.metric,
        "value": _number(one.value),
        "published": _number(one.published),
        "scope": one.scope,
        "state": one.state,
        "year": year,
        "peers": one.peers,
        "median": _number(one.middle),
        "ninetieth": _number(one.ninetieth),
        "rank": "" if one.rank is None else one.rank,
        "total": _number(one.total),
        "p": _number(one.tail),
        "q": _number(one.q),
        "word": word(one.q, one.value, one.middle),
    }


def _number(number: float | None) -> str:
    return "" if number is None else f"{number:.4f}"
