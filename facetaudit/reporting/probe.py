"""A probe as a reviewer might draw it: a provider's Medicare claims before a cycle, in the order of hashes."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import TYPE_CHECKING, Any

from facetaudit.errors import UsageError
from facetaudit.policy import FIRST_DAY, UNKNOWN_MAC, PolicyValue, load_policy
from facetaudit.reporting.html import is_missing
from facetaudit.reporting.providers import NONE, check_npi, day
from facetaudit.reporting.record_list import Pulled, records_of

if TYPE_CHECKING:
    from facetaudit.audit.opened import Audit

WINDOW = "reopening_years"

# A claim is in error where a finding takes or changes what is payable on one of the provider's lines of it. The probe
# is drawn by the SHA-256 of the seed, a bar and the claim number, as `facetaudit sample` draws claims.
CLAIMS = """
with own as (
    select *
    from lines
    where active and pack = 'medicare' and coalesce(rendering_npi, billing_npi) = $npi
),
claim as (
    select
        claim_id, min(service_date) as service_date, max(coalesce(paid_date, service_date)) as received,
        string_agg(distinct hcpcs, ' ' order by hcpcs) filter (where family is not null) as codes,
        sum(allowed_amount) as allowed
    from own
    group by claim_id
    having count(family) > 0
),
found as (
    select
        f.claim_id,
        min(case f.certainty when 'certain' then 0 when 'probable' then 1 else 2 end)
            filter (where f.effect <> 'none') as certainty,
        string_agg(distinct f.code, ' ' order by f.code) as detectors,
        string_agg(distinct f.code, ' ' order by f.code) filter (where f.effect <> 'none') as in_error,
        string_agg(distinct f.correct_coding, '; ' order by f.correct_coding) filter (where f.effect <> 'none')
            as correct_coding
    from findings f
    join own o on o.claim_id = f.claim_id and o.line_number = f.line_number
    group by f.claim_id
),
dollar as (
    select
        e.claim_id, coalesce(sum(e.overpayment_allowed) filter (where e.scenario = 'certain'), 0) as certain,
        coalesce(sum(e.overpayment_allowed) filter (where e.scenario = 'probable'), 0) as probable,
        coalesce(sum(e.overpayment_allowed) filter (where e.scenario = 'review'), 0) as review
    from exposure e
    join own o on o.claim_id = e.claim_id and o.line_number = e.line_number
    group by e.claim_id
),
mac as (
    select o.claim_id, min(s.mac) as mac
    from own o
    join sessions s on s.patient_id = o.patient_id and s.service_date = o.service_date and s.region = o.region
        and s.class = o.family and s.pack = o.pack
    group by o.claim_id
)
select
    c.claim_id, c.service_date, c.received, c.codes, c.allowed, f.certainty, f.detectors, f.in_error, f.correct_coding,
    coalesce(d.certain, 0) as certain, coalesce(d.probable, 0) as probable, coalesce(d.review, 0) as review, m.mac,
    c.received >= $first_day and c.received < $cycle_date as inside,
    c.received >= $cycle_date as after_cycle
from claim c
left join found f on f.claim_id = c.claim_id
left join dollar d on d.claim_id = c.claim_id
left join mac m on m.claim_id = c.claim_id
order by sha256($seed || '|' || c.claim_id), c.claim_id
"""


@dataclass(frozen=True)
class Probe:
    """A provider's Medicare claims in the order of the draw, and the error rate that they are held against."""

    audit: Audit
    npi: str
    cycle_date: datetime.date
    first_day: datetime.date
    size: int
    seed: int
    threshold: Decimal
    of_policy: PolicyValue | None
    claims: Sequence[Mapping[str, Any]]

    @cached_property
    def frame(self) -> list[Mapping[str, Any]]:
        """The claims paid (else served) within the window before the cycle, in the order of the draw."""
        return [one for one in self.claims if one["inside"]]

    @property
    def drawn(self) -> list[Mapping[str, Any]]:
        """The claims of the probe."""
        return self.frame[: self.size]

    @cached_property
    def pulled(self) -> dict[str, Pulled]:
        """The records of each drawn claim."""
        return records_of(self.audit, self.npi, self.drawn, _mac(self.claims))


def draw(audit: Audit, npi: str, cycle_date: str, probe_size: int, threshold: str = NONE, seed: int = 1) -> Probe:
    """The probe of a provider's Medicare claims of the time before the cycle; threshold `-` is the policy's.

    Raises UsageError for an NPI without lines, a date that is none, a size that no probe has, a threshold that is no
    share between 0 and 1.
    """
    check_npi(audit, npi)
    accepted = f"a day from {FIRST_DAY} on as YYYY-MM-DD"
    start = day("cycle_date", cycle_date, accepted)
    if start is None or start < FIRST_DAY:
        raise UsageError(f"The parameter cycle_date takes {accepted}, not {cycle_date!r}.")
    rules = load_policy()
    least, most = (rules.value(f"tpe_probe_{word}_claims", start).number or Decimal(0) for word in ("least", "most"))
    if not least <= probe_size <= most:
        raise UsageError(f"The parameter probe_size takes {least} to {most} claims, not {probe_size}.")
    first = _before(start, window_of(audit)["years"])
    asked = {"npi": npi, "first_day": first, "cycle_date": start, "seed": str(seed)}
    claims = [
        {name: None if is_missing(value) else value for name, value in one.items()}
        for one in audit.sql(CLAIMS, asked).to_dict("records")
    ]
    of_policy = rules.value("tpe_error_rate_percent", start, _mac(claims)) if threshold == NONE else None
    share = _share(threshold) if of_policy is None else (of_policy.number or Decimal(0)) / 100
    return Probe(audit, npi, start, first, probe_size, seed, share, of_policy, claims)


def window_of(audit: Audit) -> Mapping[str, Any]:
    """The audit's window of reopening for any reason."""
    found: Mapping[str, Any] = next(one for one in audit.summary["windows"] if one["name"] == WINDOW)
    return found


def _before(start: datetime.date, years: int) -> datetime.date:
    try:
        return start.replace(year=start.year - years)
    except ValueError:  # 29 February
        return start.replace(year=start.year - years, day=28)


def _mac(claims: Sequence[Mapping[str, Any]]) -> str | None:
    """The MAC of the claims, where they name one and only one."""
    macs = {str(one["mac"]) for one in claims if one["inside"] and one["mac"] is not None}
    return macs.pop() if len(macs) == 1 and UNKNOWN_MAC not in macs else None


def _share(text: str) -> Decimal:
    try:
        share = Decimal(text)
    except InvalidOperation:
        share = Decimal(-1)
    if not share.is_finite() or not 0 < share < 1:
        raise UsageError(f"The parameter threshold takes a share between 0 and 1, such as 0.2, not {text!r}.")
    return share
