"""Seeded chance for checks: the bootstrap, how often limits cover, and samples of claims.

The words come from numpy's PCG64 bit generator, whose stream is fixed for good (numpy's NEP 19), and are made into
indexes here; the methods of numpy's Generator, which may change with a version, are not used.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from facetaudit.statistics.estimators import Reviewed, degrees, shares_of_amounts

Indexes = npt.NDArray[np.int64]
Dollars = npt.NDArray[np.float64]

REPEATS = 2000
"""Samples of a simulation: a share of 90 percent is then within 1.3 points, 95 times of 100."""
CELLS = 4_000_000
"""Numbers that are held at once."""


class Chance:
    """A stream of 64-bit words for a seed (0 or more) and a purpose (any small number)."""

    def __init__(self, seed: int, purpose: int) -> None:
        """Begin the stream."""
        self._words: Any = np.random.PCG64([seed, purpose])

    def below(self, limit: int, shape: tuple[int, ...]) -> Indexes:
        """Whole numbers from 0 to limit - 1 (limit below 2^31)."""
        words: npt.NDArray[np.uint64] = self._words.random_raw(math.prod(shape))
        high = words >> np.uint64(32)
        return ((high * np.uint64(limit)) >> np.uint64(32)).astype(np.int64).reshape(shape)

    def orders(self, population: int, repeats: int) -> Indexes:
        """As many orders of 0 to population - 1, one a row."""
        words: npt.NDArray[np.uint64] = self._words.random_raw(population * repeats)
        return np.argsort(words.reshape(repeats, population), axis=1)

    def subsets(self, population: int, size: int, repeats: int) -> Indexes:
        """As many simple samples without replacement, one a row: indexes of 0 to population - 1, sorted."""
        if 2 * size > population:
            kept = np.ones((repeats, population), dtype=bool)
            left_out = self.subsets(population, population - size, repeats)
            kept[np.arange(repeats)[:, None], left_out] = False
            return np.nonzero(kept)[1].reshape(repeats, size)
        drawn = np.sort(self.below(population, (repeats, size)), axis=1)
        while True:
            # what was drawn twice is drawn anew, until nothing is: every set is as likely as any other
            twice = np.zeros(drawn.shape, dtype=bool)
            twice[:, 1:] = drawn[:, 1:] == drawn[:, :-1]
            number = int(twice.sum())
            if number == 0:
                return drawn
            drawn[twice] = self.below(population, (number,))
            drawn.sort(axis=1)


@dataclass(frozen=True)
class Covered:
    """How often limits held in simulated samples of a population whose total is known."""

    population: str
    units: int
    total: float
    two_sided_90: float
    lower_one_sided_90: float
    lower_two_sided_90: float


def bootstrap(strata: Sequence[Reviewed], seed: int) -> dict[str, float]:
    """Percentile limits of the difference estimate: lower_one_sided_90, lower_two_sided_90, upper_two_sided_90.

    Each resample draws n - 1 of a stratum's n errors with replacement; their mean's distance from the sample's, times
    the root of 1 - n/N, has the variance of the estimate (Rao and Wu 1988).
    """
    totals = np.zeros(REPEATS)
    for number, one in enumerate(strata):
        scale = math.sqrt(max(one.unreviewed_share, 0.0))
        totals += _resampled(one.errors, one.frame_units, scale, Chance(seed, number))
    return _percentiles(totals)


def bootstrap_by_size(certain: float, drawn: Reviewed, seed: int) -> dict[str, float]:
    """As `bootstrap`, of a sample by size: ``certain`` dollars, and n - 1 shares of error by amount drawn again."""
    return _percentiles(
        certain + _resampled(shares_of_amounts(drawn), drawn.frame_amount or 0.0, 1.0, Chance(seed, 0))
    )


def _resampled(values: Sequence[float], weight: float, scale: float, chance: Chance) -> Dollars:
    """Totals: the weight times means of n - 1 of n values, their distance from the mean of all scaled."""
    ours, size, middle = np.array(values), len(values), math.fsum(values) / len(values)
    totals = np.zeros(REPEATS)
    for start, repeats in _blocks(REPEATS, size):
        means = np.full(repeats, middle)
        if size > 1:
            means = ours[chance.below(size, (repeats, size - 1))].mean(axis=1)
        totals[start : start + repeats] = weight * (middle + scale * (means - middle))
    return totals


def _percentiles(totals: Dollars) -> dict[str, float]:
    totals.sort()
    return {
        "lower_one_sided_90": _quantile(totals, 0.10),
        "lower_two_sided_90": _quantile(totals, 0.05),
        "upper_two_sided_90": _quantile(totals, 0.95),
    }


def repeated(strata: Sequence[Reviewed]) -> list[Dollars]:
    """A population as large as the frame made of the reviewed errors, each as often as the others of its stratum."""
    return [np.resize(np.array(one.errors), one.frame_units) for one in strata]


def repeated_shares(drawn: Reviewed, amounts: Dollars) -> Dollars:
    """The reviewed shares of error by amount, each as often as the others, times the amounts of a frame's units."""
    return np.resize(np.array(shares_of_amounts(drawn)), len(amounts)) * amounts


def coverage(name: str, population: Sequence[Dollars], strata: Sequence[Reviewed], seed: int) -> Covered:
    """Draw samples of a population by the sample's own design; how often the limits of t hold its total.

    ``population`` holds the errors of each stratum's units, in the order of ``strata``.
    """
    points, spreads = np.zeros(REPEATS), np.zeros(REPEATS)
    for number, (one, errors) in enumerate(zip(strata, population, strict=True)):
        chance, size = Chance(seed, 1000 + number), one.reviewed
        for start, repeats in _blocks(REPEATS, len(errors) if 2 * size > len(errors) else size):
            drawn = errors[chance.subsets(len(errors), size, repeats)]
            points[start : start + repeats] += len(errors) * drawn.mean(axis=1)
            if 1 < size < len(errors):
                spread = len(errors) ** 2 * (1 - size / len(errors)) * drawn.var(axis=1, ddof=1) / size
                spreads[start : start + repeats] += spread
    total = float(sum(math.fsum(errors.tolist()) for errors in population))
    units = sum(len(errors) for errors in population)
    return _covered(name, units, total, points, np.sqrt(spreads), max(degrees(strata), 1))


def coverage_by_size(name: str, certain: Dollars, errors: Dollars, amounts: Dollars, size: int, seed: int) -> Covered:
    """As `coverage`, of a sample by size: ``certain`` errors are always drawn, ``size`` of the others by amount.

    Drawn as `facetaudit.statistics.designs` draws: systematic in a random order, from a random start.
    """
    chance, cents = Chance(seed, 1000), np.rint(amounts * 100).astype(np.int64)
    shares, total = errors / amounts, int(cents.sum())
    points, spreads = np.zeros(REPEATS), np.zeros(REPEATS)
    for first, repeats in _blocks(REPEATS, len(errors)):
        orders = chance.orders(len(errors), repeats)
        starts = (chance.below(2**31 - 1, (repeats,)) / (2**31 - 1) * total).astype(np.int64)
        for at, (order, start) in enumerate(zip(orders, starts, strict=True), start=first):
            ends = np.cumsum(cents[order]) * size
            drawn = shares[order[np.searchsorted(ends, start + total * np.arange(size), side="right")]]
            points[at], spreads[at] = drawn.mean(), drawn.var(ddof=1) / size
    dollars, sure = total / 100, math.fsum(certain.tolist())
    return _covered(
        name, len(certain) + len(errors), sure + math.fsum(errors.tolist()), sure + dollars * points,
        dollars * np.sqrt(spreads), size - 1,
    )  # fmt: skip


def _covered(name: str, units: int, total: float, points: Dollars, errors: Dollars, free: int) -> Covered:
    """How often limits of t about the points, with their standard errors, hold the total."""
    from scipy.special import stdtrit

    least = 1e-9 * max(abs(total), 1.0)
    two, one_sided = float(stdtrit(free, 0.95)), float(stdtrit(free, 0.90))
    below = points - two * errors <= total + least
    above = points + two * errors >= total - least
    return Covered(
        name,
        units,
        total,
        float((below & above).mean()),
        float((points - one_sided * errors <= total + least).mean()),
        float(below.mean()),
    )


def _blocks(repeats: int, width: int) -> list[tuple[int, int]]:
    step = max(1, CELLS // max(width, 1))
    return [(start, min(step, repeats - start)) for start in range(0, repeats, step)]


def _quantile(ordered: Dollars, share: float) -> float:
    return float(ordered[max(0, math.ceil(share * len(ordered)) - 1)])
