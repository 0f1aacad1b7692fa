"""How large a sample is and how it is spread over strata: pure arithmetic, exact where it can be.

Sources: Cochran, Sampling Techniques, 3rd ed. (1977): sample size 4.6, optimum allocation 5.5, limits of
strata by the cumulative square root of the frequency (Dalenius and Hodges 1959) 5A.7.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from statistics import NormalDist

from facetaudit.errors import UsageError

LEAST_OF_A_STRATUM = 2
"""Units without which a stratum shows no variance."""


def cumulative_root_limits(counts: Sequence[int], strata: int) -> list[int]:
    """The classes that end the strata but the last, by index, of a histogram with equal classes.

    The square roots of the counts are added up; a stratum ends at the class whose sum is nearest to its share.
    Raises UsageError where that gives fewer strata than asked for.
    """
    running: list[float] = []
    total = 0.0
    for one in counts:
        total += math.sqrt(one)
        running.append(total)
    goals = [total * stratum / strata for stratum in range(1, strata)]
    inner = [reached for reached in running if reached < total]  # the last stratum is not empty
    ends = sorted({inner.index(min(inner, key=partial(_distance, goal))) for goal in goals if inner})
    if len(ends) != strata - 1:
        raise UsageError(f"The amounts of the frame differ too little for {strata} strata: give fewer --strata.")
    return ends


def _distance(goal: float, value: float) -> float:
    return abs(value - goal)


def neyman(units: Sequence[int], deviations: Sequence[float], size: int) -> list[int]:
    """Units to draw of each stratum: proportional to its units times its standard deviation of dollars.

    At least two of each stratum and never more than it has; where no stratum varies, proportional to its units. Raises
    UsageError for a size that the strata cannot give or that leaves one of them without a variance.
    """
    least = [min(LEAST_OF_A_STRATUM, one) for one in units]
    if not sum(least) <= size <= sum(units):
        raise UsageError(
            f"--size {size} does not go into {len(units)} strata: give {sum(least):,} to {sum(units):,} units, "
            "or fewer --strata."
        )
    varying = any(count * deviation > 0 for count, deviation in zip(units, deviations, strict=True))
    weights = [count * (deviation if varying else 1.0) for count, deviation in zip(units, deviations, strict=True)]
    return _rounded(_shares(weights, size, least, units), units, size)


def _shares(weights: Sequence[float], size: int, least: Sequence[int], most: Sequence[int]) -> list[float]:
    """Shares of the size by weight, none below its least or above its most; what that moves goes to the others."""
    fixed: dict[int, int] = {}
    while True:
        free = [at for at in range(len(weights)) if at not in fixed]
        left, total = size - sum(fixed.values()), sum(weights[at] for at in free)
        share = {at: left * weights[at] / total if total else left / len(free) for at in free}
        over = [at for at in free if share[at] > most[at]]
        under = [at for at in free if share[at] < least[at]]
        if not over and not under:
            return [float(fixed[at]) if at in fixed else share[at] for at in range(len(weights))]
        # the side that moves more units is settled first, so that what is fixed is never taken back
        above = sum(share[at] - most[at] for at in over)
        below = sum(least[at] - share[at] for at in under)
        fixed |= {at: most[at] for at in over} if above >= below else {at: least[at] for at in under}


def _rounded(shares: Sequence[float], most: Sequence[int], size: int) -> list[int]:
    """Whole numbers by the largest remainder, the first stratum first among equals."""
    whole = [int(share) for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda at: (-(shares[at] - whole[at]), at))
    for at in by_remainder * 2:
        if sum(whole) < size and whole[at] < most[at]:
            whole[at] += 1
    return whole


def size_for_total(population: int, mean: float, deviation: float, precision: float, confidence: float) -> int:
    """Units of a simple sample whose two-sided limits lie within ``precision`` (a share) of the total.

    ``mean`` and ``deviation`` (divisor N - 1) are those of the planned variable, in dollars; normal limits at
    ``confidence``, finite population corrected. Raises UsageError for a mean of zero and shares out of range.
    """
    _check(precision, confidence)
    if mean == 0:
        raise UsageError("The planned overpayment is zero, so no precision can be planned: give --size.")
    first = (_normal(confidence) * deviation / (precision * mean)) ** 2
    return _finite(first, population)


def _finite(first: float, population: int) -> int:
    return min(population, max(LEAST_OF_A_STRATUM, math.ceil(first / (1 + first / population))))


def _normal(confidence: float) -> float:
    return NormalDist().inv_cdf((1 + confidence) / 2)


def _check(precision: float, confidence: float) -> None:
    if not 0 < precision < 1:
        raise UsageError(f"--precision {precision:g} is out of range: give a share between 0 and 1, such as 0.10.")
    if not 0 < confidence < 1:
        raise UsageError(f"--confidence {confidence:g} is out of range: give a share between 0 and 1, such as 0.90.")
