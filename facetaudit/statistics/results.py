"""What an appraisal says, as tables of text: estimates, limits, counts, checks and warnings.

Dollars have cents, shares six decimals; the same inputs give the same text.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from facetaudit.policy import Policy
from facetaudit.statistics.estimators import (
    CONFIDENCES,
    Estimate,
    Limits,
    Reviewed,
    attribute,
    attribute_by_size,
    bound,
    by_size,
    difference,
    limits,
    mean,
    ratio,
    regressions,
    skewness,
    variance,
)
from facetaudit.statistics.exact import count_limits, minimum_sum
from facetaudit.statistics.simulation import (
    Covered,
    bootstrap,
    bootstrap_by_size,
    coverage,
    coverage_by_size,
    repeated,
    repeated_shares,
)
from facetaudit.statistics.tables import Row

LEAST_COVERAGE = 0.88
"""Share below which limits of 90 percent are said not to hold: two points, the error of the simulation with room."""
SKEW_FACTOR = 25
"""Cochran (1977) 2.15: normal limits want more than 25 times the squared skewness in units."""

REPEATED, EXPECTED = "reviewed errors, repeated over the frame", "errors that the audit expects"
"""The populations of the simulated samples."""

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
    the strata are `1` (for certain) and `2`, and `sizes` are the dollars of every unit of the latter.
    """

    strata: list[Reviewed]
    kinds: Mapping[str, list[list[bool]]]
    by_size: bool = False
    wholly_wrong: int | None = None
    frame_cents: Sequence[int] | None = None
    expected: list[Any] | None = None
    sizes: Any | None = None

    @property
    def exact(self) -> bool:
        """Whether limits of counts are exact: of an unstratified sample."""
        return len(self.strata) == 1 and not self.by_size

    @property
    def parts(self) -> tuple[Reviewed | None, Reviewed | None]:
        """Of a sample by size the units drawn for certain and those drawn by size."""
        by_name = {one.stratum: one for one in self.strata}
        return by_name.get("1"), by_name.get("2")


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
    _checks(values, estimates[0], seed, found)
    found.warnings += _warnings(values, estimates[0], found)
    return found


def _estimates(values: Values) -> list[Estimate]:
    if values.by_size:
        return [by_size(*values.parts)]
    by_ratio = ratio(values.strata)
    return [difference(values.strata), *([by_ratio] if by_ratio else []), *regressions(values.strata)]


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
    for name, has in values.kinds.items():
        if values.by_size:
            estimate = attribute_by_size(name, *values.parts, has)
        else:
            estimate = attribute(name, values.strata, has)
        for one in limits(estimate):
            lower, upper, method = _attribute_limits(values, estimate, has, one)
            found.attributes.append(
                {
                    "attribute": name,
                    "units_with": sum(map(sum, has)),
                    "estimated_units": f"{estimate.point:.2f}",
                    "rate": _share(estimate.point / frame),
                    "standard_error": f"{estimate.standard_error:.4f}",
                    "sides": one.sides,
                    "confidence": f"{one.confidence:.2f}",
                    "lower_units": lower,
                    "upper_units": upper,
                    "method": method,
                }
            )


def _attribute_limits(
    values: Values, estimate: Estimate, has: Sequence[Sequence[bool]], by_t: Limits
) -> tuple[str, str, str]:
    """Exact limits of an unstratified sample, else those of t within what was seen; none where all units are alike."""
    if values.exact:
        one, tails = values.strata[0], 2 if by_t.sides == "two" else 1
        lower, upper = count_limits(sum(map(sum, has)), one.reviewed, one.frame_units, by_t.confidence, tails)
        return f"{lower:.2f}", f"{upper:.2f}", "exact, hypergeometric"
    if estimate.degrees and not estimate.standard_error:
        return "", "", "none: the units reviewed are all alike"
    found, reviewed = sum(map(sum, has)), sum(map(len, has))
    most = sum(one.frame_units for one in values.strata) - (reviewed - found)
    return f"{max(by_t.lower, found):.2f}", f"{min(by_t.upper, most):.2f}", "t"


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
    if not estimate.standard_error:
        return
    resampled, simulated = (_by_size_checks if values.by_size else _stratified_checks)(values, seed)
    for name, dollars in resampled.items():
        found.checks.append({"check": "bootstrap percentile", "limit": words[name], "dollars": _money(dollars)})
    found.coverage = [_covered(one) for one in simulated]


def _stratified_checks(values: Values, seed: int) -> tuple[dict[str, float], list[Covered]]:
    simulated = [coverage(REPEATED, repeated(values.strata), values.strata, seed)]
    if values.expected is not None and any(errors.any() for errors in values.expected):
        simulated.append(coverage(EXPECTED, values.expected, values.strata, seed))
    return bootstrap(values.strata, seed), simulated


def _by_size_checks(values: Values, seed: int) -> tuple[dict[str, float], list[Covered]]:
    certain, drawn = values.parts
    assert drawn is not None  # noqa: S101 - without units drawn by size there is no standard error
    sure = np.array(certain.errors if certain else ())
    simulated = []
    if values.sizes is not None and values.expected is not None:
        errors = repeated_shares(drawn, values.sizes)
        simulated.append(coverage_by_size(REPEATED, sure, errors, values.sizes, drawn.reviewed, seed))
        if values.expected[-1].any():
            expected_of_certain = values.expected[0] if certain else sure
            simulated.append(
                coverage_by_size(
                    EXPECTED, expected_of_certain, values.expected[-1], values.sizes, drawn.reviewed, seed
                )
            )
    return bootstrap_by_size(math.fsum(sure.tolist()), drawn, seed), simulated


def _warnings(values: Values, estimate: Estimate, found: Results) -> list[str]:
    errors = [error for part in _errors(values) for error in part]
    words = []
    if not any(errors):
        says = "the exact upper limits of the attributes do" if values.exact else "it does not show that all is right"
        return [f"No reviewed unit is in error: the estimate is zero, and its standard error says nothing; {says}."]
    if estimate.degrees and not estimate.standard_error:
        words.append(
            "Within each stratum nothing varies among the units reviewed: the standard error is zero, and the limits "
            "do not show the doubt about units that were not reviewed."
        )
    only = values.strata[0]
    skew = skewness(only.errors) if values.exact else None
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
