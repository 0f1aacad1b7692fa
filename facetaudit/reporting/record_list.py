"""The records that a reviewer asks for with a claim: which ones, why, and the source that asks for them."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from facetaudit.policy import Policy, load_policy

if TYPE_CHECKING:
    from facetaudit.audit.opened import Audit

NOT_ASKED = ("none", "any")
"""Values of a parameter that ask for nothing on a date."""

# What each claim is, as records.csv calls it: of its facet lines, of their sessions and of the patient's day.
TRAITS = """
with own as (
    select claim_id, patient_id, service_date, region, family, pack, claim_type
    from lines
    where active and family is not null and list_contains($claims, claim_id)
        and coalesce(rendering_npi, billing_npi) = $npi
),
session as (
    select distinct
        o.claim_id, o.patient_id, o.service_date, s.region, s.kind, s.class,
        exists (
            select 1 from sessions e
            where e.patient_id = s.patient_id and e.region = s.region and e.pack = s.pack
                and e.service_date < s.service_date
        ) as region_before,
        exists (
            select 1 from sessions e
            where e.patient_id = s.patient_id and e.region = s.region and e.pack = s.pack and e.kind = s.kind
                and e.service_date < s.service_date
        ) as kind_before
    from own o
    join sessions s on s.patient_id = o.patient_id and s.service_date = o.service_date and s.region = o.region
        and s.class = o.family and s.pack = o.pack
),
trait as (
    select claim_id, 'facet' as trait from own
    union
    select claim_id, 'hospital' from own where claim_type = 'hopd'
    union
    select claim_id, 'injection' from session where class = 'INJ'
    union
    select claim_id, kind from session where kind in ('therapeutic', 'rfa')
    union
    select claim_id, 'first' from session where not region_before
    union
    select claim_id, 'first-threshold' from session
    where (kind = 'diagnostic' and kind_before) or (kind = 'rfa' and not kind_before)
    union
    select claim_id, 'repeat-threshold' from session where kind in ('therapeutic', 'rfa') and kind_before
    union
    select s.claim_id, case s.class when 'INJ' then 'sedated-injection' else 'sedated-ablation' end
    from session s
    join lines l on l.active and l.patient_id = s.patient_id and l.service_date = s.service_date
    where list_contains($sedation, l.hcpcs)
    union
    select o.claim_id, 'other-block'
    from own o
    join lines l on l.active and l.patient_id = o.patient_id and l.service_date = o.service_date
    where list_contains($other_block, l.hcpcs)
    union
    select o.claim_id, 'visit'
    from own o
    join lines l on l.active and l.patient_id = o.patient_id and l.service_date = o.service_date
        and coalesce(l.rendering_npi, l.billing_npi) = $npi
    where list_contains($visit, l.hcpcs)
)
select claim_id, trait from trait order by claim_id, trait
"""
CODE_LISTS = ("sedation", "other_block", "visit")


@dataclass(frozen=True)
class Record:
    """A record to pull: its name, what it must show, and the source that asks for it."""

    name: str
    shows: str
    source_id: str
    basis: str
    parameter: str | None
    value: str | None
    valid_from: str | None


@dataclass(frozen=True)
class Pulled:
    """The records of one claim: those that a finding turns on, and the others."""

    for_findings: tuple[Record, ...]
    besides: tuple[Record, ...]


def records_of(audit: Audit, npi: str, claims: Sequence[Mapping[str, Any]], mac: str | None) -> dict[str, Pulled]:
    """The records of each claim by its number.

    ``claims`` are rows of claim_id, service_date and detectors (codes with a space between, or None).
    """
    rules = load_policy()
    lists = {name: sorted({row.hcpcs for row in rules.codes(name)}) for name in CODE_LISTS}
    asked = {"npi": npi, "claims": [one["claim_id"] for one in claims], **lists}
    traits: dict[str, set[str]] = {}
    for claim_id, trait in audit.sql(TRAITS, asked).itertuples(index=False, name=None):
        traits.setdefault(claim_id, set()).add(trait)
    return {
        one["claim_id"]: _pulled(
            rules, one["service_date"], mac, traits.get(one["claim_id"], set()), set((one["detectors"] or "").split())
        )
        for one in claims
    }


def _pulled(rules: Policy, day: datetime.date, mac: str | None, traits: set[str], detectors: set[str]) -> Pulled:
    turned_on: dict[str, Record] = {}
    besides: dict[str, Record] = {}
    for row in _rows():
        if detectors.intersection(row["detectors"].split()):
            turned_on.update((one.name, one) for one in _record(rules, row, day, mac))
        elif row["asked_of"] in traits:
            besides.update((one.name, one) for one in _record(rules, row, day, mac))
    others = (one for name, one in besides.items() if name not in turned_on)
    return Pulled(tuple(turned_on.values()), tuple(others))


def _record(rules: Policy, row: Mapping[str, str], day: datetime.date, mac: str | None) -> Iterator[Record]:
    """The record as the policy of the day asks for it; nothing where it does not."""
    if not row["parameter"]:
        yield Record(row["record"], row["shows"], row["source"], "restated", None, None, None)
        return
    found = rules.value(row["parameter"], day, mac)
    if found.value not in NOT_ASKED:
        shows = row["shows"].format(value=found.value)
        since = found.valid_from.isoformat()
        yield Record(row["record"], shows, found.source_id, found.basis, found.name, found.value, since)


@cache
def _rows() -> tuple[dict[str, str], ...]:
    text = files("facetaudit.reporting").joinpath("records.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))
