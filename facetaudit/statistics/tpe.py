"""Targeted Probe and Educate, played through: how likely a provider passes, after which cures, and what decides it.

A round draws Medicare claims of the provider at random. It is passed when its error rate is not above the threshold, of
claims (claims in error by claims drawn, exact by the hypergeometric distribution) or of dollars (overpaid by allowed,
by seeded simulation). A claim is in error when a line of it has a finding that denies or recodes; by scenario these are
the certain findings, with the probable ones, with those to review too. Later rounds draw other claims of the same kind.

Documentation and necessity are not in claims: a real round denies more than the audit shows, so what is given is the
most that can be hoped for.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt

from facetaudit.audit.folder import MANIFEST, check_target, new_folder, write_json
from facetaudit.audit.opened import SCENARIOS, open_audit
from facetaudit.engine.duckdb import connect
from facetaudit.errors import UsageError
from facetaudit.policy import FIRST_DAY, Policy, PolicyValue, load_policy
from facetaudit.statistics.exact import at_most
from facetaudit.statistics.simulation import Chance
from facetaudit.statistics.tables import Row, write_csv
from facetaudit.version import __version__

KIND = "facetaudit tpe folder"
REPEATS = 10_000
"""Simulated rounds: a probability is then within one point, 95 times of 100."""
STEP = 5

PROVIDER_LINE = """
create or replace temp table provider_line as
select
    row_number() over (order by claim_id, line_number) - 1 as place,
    dense_rank() over (order by claim_id) - 1 as claim,
    claim_id, line_number, patient_id, service_date, cast(allowed_amount * 100 as bigint) as allowed_cents
from lines
where active and family is not null and pack = 'medicare'
    and (coalesce(rendering_npi = $npi, false) or coalesce(billing_npi = $npi, false))
    and ($first is null or service_date >= $first)
    and ($last is null or service_date <= $last)
order by place
"""
LINES = "select claim, allowed_cents from provider_line order by place"
CLAIMS = "select claim_id, min(service_date) from provider_line group by claim_id order by claim_id"
# A line that another line's finding re-prices follows that finding, from the first scenario in which it does.
DEFECTS = """
select l.place, d.code, min(d.rank)
from provider_line l
join (
    select claim_id, line_number, code,
        case certainty when 'certain' then 0 when 'probable' then 1 else 2 end as rank
    from findings where effect in ('deny', 'recode')
    union all
    select claim_id, line_number, detector, case scenario when 'certain' then 0 when 'probable' then 1 else 2 end
    from exposure where overpayment_allowed > 0
) d on d.claim_id = l.claim_id and d.line_number = l.line_number
group by l.place, d.code
order by l.place, d.code
"""
OVERPAID = """
select l.place, case e.scenario when 'certain' then 0 when 'probable' then 1 else 2 end,
    cast(e.overpayment_allowed * 100 as bigint)
from provider_line l
join exposure e on e.claim_id = l.claim_id and e.line_number = l.line_number
where e.overpayment_allowed > 0
order by l.place, e.scenario
"""
NAMES = "select code, any_value(detector) from coverage group by code"
MAC = """
select s.mac from sessions s
join (select distinct patient_id, service_date from provider_line) l
    on l.patient_id = s.patient_id and l.service_date = s.service_date
where s.mac <> 'unknown'
group by s.mac order by count(*) desc, s.mac limit 1
"""

COLUMNS = {
    "defects": ("code", "detector", "claims", "claims_for_it_alone", "overpaid_for_it_alone"),
    "claims": ("claim_id", "service_date", "scenario", "detectors", "allowed", "overpaid", "excess"),
}
"""Columns of the tables that may have no rows."""

Whole = npt.NDArray[np.int64]
Truth = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Tpe:
    """What was played through, tables as rows of text and numbers.

    `rounds`: scenario, probe_size, cured, cured_detectors, claims, claims_in_error, most_in_error (of the probe), and
    by measure (`claims` exact, `dollars` simulated) the chance to pass a round, and to have passed by each later one.
    `defects`: detectors in the order in which curing them helps most. `claims`: those in error, the largest excess of
    overpaid dollars over the threshold first. `threshold` and `probe` are the policy values in force.
    """

    npi: str
    threshold: Fraction
    threshold_value: PolicyValue | None
    rounds: list[Row]
    defects: list[Row]
    claims: list[Row]
    notes: list[str]


@dataclass(frozen=True)
class _Provider:
    """A provider's lines: claim of each, cents, and by scenario what is wrong and overpaid; -1 cents are unknown."""

    claim: Whole
    allowed: Whole
    over: list[Whole]
    wrong: list[Truth]
    codes: list[str]
    names: Mapping[str, str]
    claims: list[tuple[str, datetime.date]]

    @property
    def number(self) -> int:
        return len(self.claims)

    def left(self, scenario: int, cured: Sequence[int]) -> tuple[Truth, Whole]:
        """By claim, whether it is in error and its overpaid cents once some defects are cured."""
        wrong = self.wrong[scenario].copy()
        wrong[:, list(cured)] = False
        lines = wrong.any(axis=1)
        errors = np.bincount(self.claim, weights=lines, minlength=self.number) > 0
        return errors, self.sums(np.where(lines, self.over[scenario], 0))

    def sums(self, cents: Whole) -> Whole:
        """Sums by claim, exact: cents of a claim are far below 2^53."""
        return np.bincount(self.claim, weights=cents, minlength=self.number).astype(np.int64)


def tpe(
    audit_dir: str | Path,
    *,
    npi: str,
    probe_sizes: Sequence[int] = (),
    threshold: float | None = None,
    top: int = 5,
    seed: int = 1,
    first: datetime.date | None = None,
    last: datetime.date | None = None,
    out: str | Path | None = None,
) -> Tpe:
    """Play rounds of Targeted Probe and Educate through for the Medicare facet lines of ``npi`` (rendering or billing).

    Lines are those served ``first`` to ``last``, where given. ``probe_sizes`` are claims a round, every fifth from the
    policy's least to its most when empty; ``threshold`` is a share, the policy's for the provider's MAC when None; the
    ``top`` defects are cured one after the other; ``seed`` is that of the simulated rounds. With ``out`` the tables are
    written there as CSV, whole or not at all.

    Raises UsageError for a provider without facet claims or with fewer than a probe, and for values out of range.
    """
    audit = open_audit(audit_dir)
    if out is not None:
        check_target(Path(out), KIND)
    if seed < 0 or top < 0:
        raise UsageError(f"--seed {seed} and --top {top} are whole numbers of 0 or more: give such.")
    rules, on = load_policy(), max(datetime.date.fromisoformat(audit.manifest["as_of"]), FIRST_DAY)
    with connect() as con:
        for name in ("lines", "sessions", "findings", "exposure", "coverage"):
            con.read_parquet(str(audit.folder / f"{name}.parquet")).create_view(name)
        con.execute(PROVIDER_LINE, {"npi": npi, "first": first, "last": last})
        provider = _provider(con)
        mac = con.sql(MAC).fetchall()
    value = None if threshold is not None else rules.value("tpe_error_rate_percent", on, mac[0][0] if mac else None)
    limit = Fraction(str(threshold)) if value is None else Fraction(value.number or 0) / 100
    if not 0 <= limit < 1:
        raise UsageError(f"--threshold {threshold} is no share: give one from 0 to below 1, such as 0.20.")
    sizes, notes = _sizes(probe_sizes, provider.number, rules, on)
    cures = [_cures(provider, scenario, top) for scenario in range(len(SCENARIOS))]
    rounds = _rounds(provider, cures, sizes, limit, int(rules.value("tpe_rounds", on).number or 1), seed)
    if (provider.allowed < 0).any():
        notes.append("Some lines have no allowed amount: chances by dollars are not given.")
    found = Tpe(npi, limit, value, rounds, _defects(provider, cures[-1]), _claims(provider, limit), notes)
    if out is not None:
        _write(found, Path(out), audit.manifest, seed)
    return found


def _provider(con: duckdb.DuckDBPyConnection) -> _Provider:
    lines, claims = con.sql(LINES).fetchall(), con.sql(CLAIMS).fetchall()
    if not lines:
        raise UsageError(
            "The provider has no active Medicare facet line in the audit and period: give another NPI or period."
        )
    defects = con.sql(DEFECTS).fetchall()
    codes = sorted({code for _, code, _ in defects})
    at = {code: number for number, code in enumerate(codes)}
    rank = np.full((len(lines), len(codes)), len(SCENARIOS), dtype=np.int64)
    for place, code, first in defects:
        rank[place, at[code]] = first
    over = [np.zeros(len(lines), dtype=np.int64) for _ in SCENARIOS]
    for place, scenario, cents in con.sql(OVERPAID).fetchall():
        over[scenario][place] = cents
    return _Provider(
        claim=np.array([claim for claim, _ in lines], dtype=np.int64),
        allowed=np.array([-1 if cents is None else cents for _, cents in lines], dtype=np.int64),
        over=over,
        wrong=[rank <= scenario for scenario in range(len(SCENARIOS))],
        codes=codes,
        names=dict(con.sql(NAMES).fetchall()),
        claims=claims,
    )


def _sizes(asked: Sequence[int], claims: int, rules: Policy, on: datetime.date) -> tuple[list[int], list[str]]:
    least, most = (int(rules.value(f"tpe_probe_{end}_claims", on).number or 0) for end in ("least", "most"))
    for size in asked:
        if not least <= size <= most:
            raise UsageError(f"--probe-size {size} is no TPE round: give {least} to {most} claims.")
    wanted = sorted(set(asked)) or list(range(least, most + 1, STEP))
    if claims < wanted[0]:
        number = "1 Medicare facet claim" if claims == 1 else f"{claims:,} Medicare facet claims"
        raise UsageError(
            f"The provider has {number}, too few for a probe of {wanted[0]}: give a wider period, or another NPI."
        )
    notes = [f"A probe of {size} cannot be drawn of {claims:,} claims." for size in wanted if size > claims]
    return [size for size in wanted if size <= claims], notes


def _cures(provider: _Provider, scenario: int, top: int) -> list[int]:
    """Defects in the order in which curing them leaves the fewest claims in error, then the fewest dollars."""
    cured: list[int] = []
    while len(cured) < min(top, len(provider.codes)):
        open_codes = [at for at in range(len(provider.codes)) if at not in cured]
        outcomes = {at: provider.left(scenario, [*cured, at]) for at in open_codes}
        best = min(open_codes, key=lambda at: (int(outcomes[at][0].sum()), int(outcomes[at][1].sum()), at))
        if not provider.left(scenario, cured)[0].any():
            break
        cured.append(best)
    return cured


def _rounds(
    provider: _Provider, cures: Sequence[Sequence[int]], sizes: Sequence[int], limit: Fraction, rounds: int, seed: int
) -> list[Row]:
    allowed = provider.sums(provider.allowed)
    known = not (provider.allowed < 0).any()
    rows = []
    for size in sizes:
        drawn = Chance(seed, size).subsets(provider.number, size, REPEATS) if known else None
        most = most_in_error(limit, size)
        for scenario, name in enumerate(SCENARIOS):
            for cured in range(len(cures[scenario]) + 1):
                errors, over = provider.left(scenario, cures[scenario][:cured])
                wrong = int(errors.sum())
                row: Row = {
                    "scenario": name,
                    "probe_size": size,
                    "cured": cured,
                    "cured_detectors": " ".join(provider.codes[at] for at in cures[scenario][:cured]),
                    "claims": provider.number,
                    "claims_in_error": wrong,
                    "most_in_error": most,
                }
                row |= _chances("claims", chance_to_pass(limit, provider.number, wrong, size), rounds)
                if drawn is not None:
                    # whole numbers: overpaid x denominator against allowed x numerator
                    passed = over[drawn].sum(axis=1) * limit.denominator <= allowed[drawn].sum(axis=1) * limit.numerator
                    row |= _chances("dollars", Fraction(int(passed.sum()), REPEATS), rounds)
                rows.append(row)
    return sorted(rows, key=lambda one: (SCENARIOS.index(one["scenario"]), one["probe_size"], one["cured"]))


def most_in_error(limit: Fraction, size: int) -> int:
    """The claims of a probe that may be in error without the rate going above the threshold."""
    return int(limit * size)


def chance_to_pass(limit: Fraction, claims: int, in_error: int, size: int) -> Fraction:
    """The exact chance that a probe of so many of the claims is not above the threshold."""
    return at_most(most_in_error(limit, size), claims, in_error, size)


def _chances(measure: str, once: Fraction, rounds: int) -> Row:
    """Of one round, and of at least one of so many that are alike."""
    found = {f"{measure}_pass_round": f"{float(once):.4f}"}
    for number in range(2, rounds + 1):
        found[f"{measure}_pass_by_round_{number}"] = f"{float(1 - (1 - once) ** number):.4f}"
    return found


def _defects(provider: _Provider, order: Sequence[int]) -> list[Row]:
    last = len(SCENARIOS) - 1
    everything, dollars = provider.left(last, [])
    rows = []
    for at in [*order, *(at for at in range(len(provider.codes)) if at not in order)]:
        without, left = provider.left(last, [at])
        having = np.bincount(provider.claim, weights=provider.wrong[last][:, at], minlength=provider.number) > 0
        code = provider.codes[at]
        rows.append(
            {
                "code": code,
                "detector": provider.names.get(code, ""),
                "claims": int(having.sum()),
                "claims_for_it_alone": int(everything.sum() - without.sum()),
                "overpaid_for_it_alone": _money(int(dollars.sum() - left.sum())),
            }
        )
    return rows


def _claims(provider: _Provider, limit: Fraction) -> list[Row]:
    last = len(SCENARIOS) - 1
    errors, over = provider.left(last, [])
    allowed = provider.sums(np.maximum(provider.allowed, 0))
    first = [provider.left(scenario, [])[0] for scenario in range(len(SCENARIOS))]
    rows = []
    for claim in np.nonzero(errors)[0].tolist():
        codes = np.nonzero(provider.wrong[last][provider.claim == claim].any(axis=0))[0].tolist()
        excess = Fraction(int(over[claim])) - limit * int(allowed[claim])
        rows.append(
            {
                "claim_id": provider.claims[claim][0],
                "service_date": provider.claims[claim][1].isoformat(),
                "scenario": next(SCENARIOS[at] for at in range(len(SCENARIOS)) if first[at][claim]),
                "detectors": " ".join(provider.codes[at] for at in codes),
                "allowed": _money(int(allowed[claim])),
                "overpaid": _money(int(over[claim])),
                "excess": f"{float(excess) / 100:.2f}",
            }
        )
    return sorted(rows, key=lambda one: (-float(one["excess"]), one["claim_id"]))


def _money(cents: int) -> str:
    return f"{cents / 100:.2f}"


def _write(found: Tpe, out: Path, audited: Mapping[str, Any], seed: int) -> None:
    value = found.threshold_value
    with new_folder(out, KIND) as folder:
        for name, rows in (("rounds", found.rounds), ("defects", found.defects), ("claims", found.claims)):
            write_csv(folder / f"{name}.csv", rows, COLUMNS.get(name) or list(rows[0]))
        write_json(
            folder / MANIFEST,
            {
                "kind": KIND,
                "facetaudit": __version__,
                "audit": {name: audited[name] for name in ("as_of", "inputs", "policy", "fees")},
                "npi": found.npi,
                "threshold": str(float(found.threshold)),
                "threshold_source": None if value is None else value.source_id,
                "threshold_basis": None if value is None else value.basis,
                "seed": seed,
                "simulated_rounds": REPEATS,
                "notes": found.notes,
            },
        )
