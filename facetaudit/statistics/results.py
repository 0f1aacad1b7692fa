"""What an appraisal says, as tables of text: estimates, limits, counts, checks and warnings.

Dollars have cents, shares six decimals; the same inputs give the same text.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from facetaudit.policy import Policy
from facetaudit.statistics.estimators import (
    CONFIDENCES,
    Estimate,
    Limits,
    Reviewed,
    attribute,
    bound,
    by_size,
    difference,
    limits,
    mean,
    ratio,
    regression,
    skewness,
    variance,
)
from facetaudit.statistics.exact import count_limits, minimum_sum
from facetaudit.statistics.simulation import Covered, bootstrap, coverage, repeated
from facetaudit.statistics.tables import Row

LEAST_COVERAGE = 0.88
"""Share below which limits of 90 percent are said not to hold: two points, the error of the simulation with room."""
SKEW_FACTOR = 25
"""Cochran (1977) 2.15: normal limits want more than 25 times the squared skewness in units."""

HEADINGS = {
    "attributes": (
        "attribute", "units_with", "estimated_units", "rate", "standard_error", "sides", "confidence", "lower_units",
        "upper_units", "method",
    ),
    "checks": ("check", "limit", "dollars"),
    "coverage": ("population", "units", "total", "two_sided_90", "lower_one_sided_90", "lower_two_sided_90"),
}  # fmt: skip
"""Columns of the tables that may have no rows."""


@dataclass(frozen=True)
class Values:
    """What is appraised: strata with their errors, and what else is known of the units.

    `kinds` maps the name of an attribute to which units have it, by stratum; `wholly_wrong` counts units of a simple
    sample with nothing payable; `frame_cents` are the amounts of every unit of the frame; `expected` holds by stratum
    the errors that the audit expects of every unit; the last three are None where they are not known. Drawn by size,
    the strata are `1` (for certain) and `2`.
    """

    strata: list[Reviewed]
    kinds: Mapping[str, list[list[bool]]]
    by_size: bool = False
    wholly_wrong: int | None = None
    frame_cents: Sequence[int] | None = None
    expected: list[Any] | None = None


@dataclass
class Results:
    """The tables, one row a dictionary of text, and the warnings in words."""

    estimates: list[Row] = field(default_factory=list)
    limits: list[Row] = field(default_factory=list)
    demands: list[Row] = field(default_factory=list)
    attributes: list[Row] = field(default_factory=list)
    strata: list[Row] = field(default_factory=list)
    checks: list[Row] = field(default_factory=list)
    coverage: list[Row] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def appraised(values: Values, seed: int, rules: Policy) -> Results:
    """Every table of an appraisal; ``seed`` is that of the bootstrap and of the simulated samples."""
    found = Results(strata=[_stratum(one) for one in values.strata])
    estimates = _estimates(values)
    for estimate in estimates:
        found.estimates.append(_estimate(estimate))
        found.limits += [_limits(estimate, one) for one in limits(estimate)]
    found.demands = _demands(estimates[0], rules)
    _attributes(values, found)
    _minimum_sum(values, found)
    if not values.by_size:
        _checks(values, estimates[0], seed, found)
    found.warnings += _warnings(values, estimates[0], found)
    return found


def _estimates(values: Values) -> list[Estimate]:
    if values.by_size:
        parts = {one.stratum: one for one in values.strata}
        return [by_size(parts.get("1"), parts.get("2"))]
    found = [difference(values.strata), ratio(values.strata), regression(values.strata)]
    return [one for one in found if one is not None]


def _demands(estimate: Estimate, rules: Policy) -> list[Row]:
    """The lower limits that are customarily demanded, each with its source."""
    rows = []
    for name, sides, words in (
        ("demand_one_sided_percent", "one", "lower limit of the one-sided {}% interval (Program Integrity Manual)"),
        ("demand_two_sided_percent", "two", "lower limit of the two-sided {}% interval (OIG)"),
    ):
        value = rules.timeline(name)[-1]
        percent = value.number or 0
        rows.append(
            {
                "demand": words.format(percent),
                "dollars": _money(bound(estimate, sides, float(percent) / 100).lower),
                "source_id": value.source_id,
                "basis": value.basis,
            }
        )
    return rows


def _attributes(values: Values, found: Results) -> None:
    frame = sum(one.frame_units for one in values.strata)
    if values.by_size:
        return
    for name, has in values.kinds.items():
        estimate, count = attribute(name, values.strata, has), sum(map(sum, has))
        exact = len(values.strata) == 1
        for by_t in limits(estimate):
            lower, upper = by_t.lower, by_t.upper
            if exact:
                tails = 2 if by_t.sides == "two" else 1
                one = values.strata[0]
                lower, upper = count_limits(count, one.reviewed, one.frame_units, by_t.confidence, tails)
            found.attributes.append(
                {
                    "attribute": name,
                    "units_with": count,
                    "estimated_units": f"{estimate.point:.2f}",
                    "rate": _share(estimate.point / frame),
                    "standard_error": f"{estimate.standard_error:.4f}",
                    "sides": by_t.sides,
                    "confidence": f"{by_t.confidence:.2f}",
                    "lower_units": f"{lower:.2f}",
                    "upper_units": f"{upper:.2f}",
                    "method": "exact, hypergeometric" if exact else "t",
                }
            )


def _minimum_sum(values: Values, found: Results) -> None:
    if values.wholly_wrong is None or values.frame_cents is None or min(map(min, _errors(values))) < 0:
        return
    for confidence in CONFIDENCES:
        units, cents = minimum_sum(values.wholly_wrong, values.strata[0].reviewed, values.frame_cents, confidence)
        found.checks.append(
            {
                "check": f"minimum sum: {units:,} units wholly in error at least",
                "limit": f"lower, one-sided {confidence:.0%}",
                "dollars": _money(cents / 100),
            }
        )


def _checks(values: Values, estimate: Estimate, seed: int, found: Results) -> None:
    words = {
        "lower_one_sided_90": "lower, one-sided 90%",
        "lower_two_sided_90": "lower, two-sided 90%",
        "upper_two_sided_90": "upper, two-sided 90%",
    }
    if estimate.standard_error > 0:
        for name, dollars in bootstrap(values.strata, seed).items():
            found.checks.append({"check": "bootstrap percentile", "limit": words[name], "dollars": _money(dollars)})
        simulated = [coverage("reviewed errors, repeated over the frame", repeated(values.strata), values.strata, seed)]
        if values.expected is not None and any(errors.any() for errors in values.expected):
            simulated.append(coverage("errors that the audit expects", values.expected, values.strata, seed))
        found.coverage = [_covered(one) for one in simulated]


def _warnings(values: Values, estimate: Estimate, found: Results) -> list[str]:
    errors = [error for part in _errors(values) for error in part]
    words = []
    if not any(errors):
        return [
            "No reviewed unit is in error: the estimate is zero, and its standard error says nothing; the exact upper "
            "limits of the attributes do."
        ]
    only = values.strata[0]
    skew = skewness(only.errors) if len(values.strata) == 1 and not values.by_size else None
    if skew is not None and only.unreviewed_share > 0 and only.reviewed <= SKEW_FACTOR * skew**2:
        words.append(
            f"The sample's errors are skewed ({skew:.2f}): normal limits want more than "
            f"{math.floor(SKEW_FACTOR * skew**2):,} units and it has {only.reviewed:,} (Cochran's rule)."
        )
    largest = max(one.frame_units / one.reviewed * max(map(abs, one.errors)) for one in values.strata)
    if not values.by_size and largest > abs(estimate.point) / 2 > 0:
        words.append("One reviewed unit makes up more than half of the estimate: see the units, largest error first.")
    for covered in found.coverage:
        two, one = float(covered["two_sided_90"]), float(covered["lower_one_sided_90"])
        if min(two, one) < LEAST_COVERAGE:
            words.append(
                f"Two-sided limits of 90% held in {two:.2%} of simulated samples, the lower one-sided limit in "
                f"{one:.2%} ({covered['population']}): normal limits are not to be trusted here."
            )
    if any(one["sides"] == "two" and float(one["lower"]) < 0 for one in found.limits):
        words.append("A lower limit is below zero: the sample does not show that anything was overpaid on the whole.")
    return words


def _errors(values: Values) -> list[tuple[float, ...]]:
    return [one.errors for one in values.strata]


def _stratum(one: Reviewed) -> Row:
    skew = skewness(one.errors)
    return {
        "stratum": one.stratum,
        "frame_units": one.frame_units,
        "frame_amount": "" if one.frame_amount is None else _money(one.frame_amount),
        "reviewed": one.reviewed,
        "nonzero": sum(error != 0 for error in one.errors),
        "total_error": _money(math.fsum(one.errors)),
        "overpaid": _money(math.fsum(error for error in one.errors if error > 0)),
        "underpaid": _money(math.fsum(error for error in one.errors if error < 0)),
        "mean_error": _money(mean(one.errors)),
        "standard_deviation": f"{math.sqrt(variance(one.errors)):.4f}",
        "skewness": "" if skew is None else f"{skew:.4f}",
    }


def _estimate(estimate: Estimate) -> Row:
    half = bound(estimate, "two", 0.90).upper - estimate.point
    return {
        "estimator": estimate.name,
        "point": _money(estimate.point),
        "standard_error": f"{estimate.standard_error:.4f}",
        "degrees": estimate.degrees,
        "precision_90": _money(half),
        "precision_90_share": _share(half / abs(estimate.point)) if estimate.point else "",
    }


def _limits(estimate: Estimate, one: Limits) -> Row:
    return {
        "estimator": estimate.name,
        "sides": one.sides,
        "confidence": f"{one.confidence:.2f}",
        "lower": _money(one.lower),
        "upper": _money(one.upper),
    }


def _covered(one: Covered) -> Row:
    return {
        "population": one.population,
        "units": one.units,
        "total": _money(one.total),
        "two_sided_90": _share(one.two_sided_90),
        "lower_one_sided_90": _share(one.lower_one_sided_90),
        "lower_two_sided_90": _share(one.lower_two_sided_90),
    }


def _money(dollars: float) -> str:
    return f"{dollars + 0.0:.2f}" if abs(dollars) >= 0.005 else "0.00"


def _share(share: float) -> str:
    return f"{share:.6f}"
