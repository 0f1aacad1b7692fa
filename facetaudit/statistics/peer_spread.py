"""One provider against the spread of the others: tail chances, shrunken figures, limits and multiplicity.

A provider is held against what its peers without it lead one to expect: how far the peers differ among themselves is
part of it, and how little a few of them tell of that too.

Shares are beta-binomial: each provider has a true share, these are spread as a beta distribution with a mean and a
correlation (that of two things of one provider), both with flat priors. Quotients are lognormal: the logarithms of the
true ones are spread normally, with flat priors of their mean and of their standard deviation tau. The priors are
summed over grids.

Sources: Gelman et al., Bayesian Data Analysis, 3rd edition, 5.3 and 5.4 (both models, by grids); Gelman, Bayesian
Analysis 1 (2006) 515 (the flat prior of tau); Clopper and Pearson, Biometrika 26 (1934) 404, with the sample size of
Korn and Graubard, Survey Methodology 24 (1998) 193; Benjamini and Hochberg, Journal of the Royal Statistical Society B
57 (1995) 289.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from facetaudit.statistics.simulation import CELLS, REPEATS, Chance

Numbers = npt.NDArray[np.float64]

CONFIDENCE = 0.95
"""Two-sided, of every interval."""
NODES = 400
FARTHEST = 20.0
"""The grid of tau ends at so many times the scatter of the figures."""
LEAST = 1e-9
"""A smaller part of what it is held against is rounding."""
SIDE = 32
"""Nodes of the grid of mean and correlation, each way."""
UNLIKELY = 14.0
"""What is by this logarithm less likely than the best adds nothing."""
MEANS, CORRELATIONS = (-9.0, 9.0), (-12.0, 4.0)
"""The widest grid, in log odds."""


@dataclass(frozen=True)
class Sums:
    """A provider's metric: sums of top and bottom, beneficiaries, and the sum of squared residuals by beneficiary.

    A residual is a beneficiary's top less the provider's quotient times its bottom.
    """

    top: float
    bottom: float
    beneficiaries: int
    squares: float

    @property
    def rate(self) -> float:
        """Top by bottom."""
        return self.top / self.bottom


@dataclass(frozen=True)
class Judged:
    """What the peers make of a provider: the chance of as much or more, and the figure drawn toward theirs.

    ``tail`` is None where the others do not vary at all, between themselves or within.
    """

    tail: float | None
    shrunken: float


def sums(top: Numbers, bottom: Numbers) -> Sums:
    """The sums of one provider from its beneficiaries' parts."""
    total, under = float(top.sum()), float(bottom.sum())
    residuals = top - total / under * bottom
    return Sums(total, under, len(top), float((residuals**2).sum()))


def design_effect(given: Sequence[Sums]) -> float:
    """How much more shares vary than if sessions were independent, as they are not within a beneficiary; 1 or more."""
    many = [one for one in given if one.beneficiaries > 1 and one.bottom > 1]
    independent = sum(one.bottom**2 / (one.bottom - 1) * one.rate * (1 - one.rate) for one in many)
    clustered = sum(one.squares * one.beneficiaries / (one.beneficiaries - 1) for one in many)
    return max(1.0, clustered / independent) if independent else 1.0


def share_limits(top: float, bottom: float, effect: float) -> tuple[float, float]:
    """Clopper-Pearson limits of a share, of as many independent things as its clustered ones are worth."""
    from scipy.special import betaincinv

    count, tail = bottom / effect, (1 - CONFIDENCE) / 2
    found = count * top / bottom
    lower = 0.0 if top == 0 else float(betaincinv(found, count - found + 1, tail))
    upper = 1.0 if top == bottom else float(betaincinv(found + 1, count - found, 1 - tail))
    return lower, upper


def ratio_limits(top: Numbers, bottom: Numbers, seed: int) -> tuple[float, float]:
    """Bootstrap percentiles of a quotient by beneficiary; a resample whose bottom is not positive is left out."""
    people, chance = len(top), Chance(seed, 0)
    found, step = [], max(1, CELLS // people)
    for start in range(0, REPEATS, step):
        drawn = chance.below(people, (min(step, REPEATS - start), people))
        tops, bottoms = top[drawn].sum(axis=1), bottom[drawn].sum(axis=1)
        used = bottoms > 0
        found.append(tops[used] / bottoms[used])
    quotients = np.sort(np.concatenate(found))
    if not len(quotients):
        return math.nan, math.nan
    tail = (1 - CONFIDENCE) / 2
    lower = quotients[max(0, math.ceil(tail * len(quotients)) - 1)]
    return float(lower), float(quotients[math.ceil((1 - tail) * len(quotients)) - 1])


def adjusted(tails: Sequence[float]) -> list[float]:
    """Benjamini and Hochberg's adjusted chances, in the order given."""
    ordered = sorted(range(len(tails)), key=lambda at: tails[at])
    least, found = 1.0, [1.0] * len(tails)
    for place in range(len(ordered), 0, -1):
        at = ordered[place - 1]
        least = min(least, tails[at] * len(tails) / place)
        found[at] = least
    return found


def judge_shares(given: Sequence[Sums], effect: float) -> list[Judged]:
    """The share of each provider against those of all the others of its group (three or more).

    Counts are divided by the design effect: what clustered things are worth. A tail is one of whole counts: they are
    rounded down for it.
    """
    share = np.array([one.rate for one in given])
    bottom = np.array([one.bottom for one in given]) / effect
    top = share * bottom
    counted = np.floor(bottom + LEAST)
    found = np.floor(share * counted + LEAST)
    grid, others = _grid_of_shares(top, bottom)
    likely = _log_likely(top, bottom, grid)
    heaps = _heap(others - likely)
    true = (grid[0] + top[:, None]) / (grid.sum(axis=0) + bottom[:, None])
    full = heaps * np.exp(likely - likely.max(axis=1, keepdims=True))
    shrunken = (full * true).sum(axis=1) / full.sum(axis=1)
    tails = [_tail_of_share(int(x), int(n), grid, heap) for x, n, heap in zip(found, counted, heaps, strict=True)]
    return [Judged(tail, float(figure)) for tail, figure in zip(tails, shrunken, strict=True)]


def _grid_of_shares(top: Numbers, bottom: Numbers) -> tuple[Numbers, Numbers]:
    """The beta distributions that could be the peers', as two rows of shape parameters, and how likely each is to all.

    A coarse grid finds the part that is likely without some provider; the fine one covers it. The flat priors are in.
    """
    means, correlations = np.linspace(*MEANS, SIDE), np.linspace(*CORRELATIONS, SIDE)
    for last in (False, True):
        mean, correlation = (part.ravel() for part in np.meshgrid(means, correlations, indexing="ij"))
        share, together = 1 / (1 + np.exp(-mean)), 1 / (1 + np.exp(-correlation))
        grid = np.stack([share, 1 - share]) * np.exp(-correlation)
        likely = _log_likely(top, bottom, grid)
        every = likely.sum(axis=0) + np.log(share * (1 - share) * together * (1 - together))
        if last:
            break
        without = every - likely
        kept = (without > without.max(axis=1, keepdims=True) - UNLIKELY).any(axis=0)
        means, correlations = _narrowed(means, mean[kept]), _narrowed(correlations, correlation[kept])
    return grid, every


def _narrowed(nodes: Numbers, kept: Numbers) -> Numbers:
    step = float(nodes[1] - nodes[0])
    return np.linspace(float(kept.min()) - step, float(kept.max()) + step, SIDE)


def _log_likely(top: Numbers, bottom: Numbers, grid: Numbers) -> Numbers:
    """How likely each provider's count is (rows) under each beta distribution, but for a factor of its own."""
    from scipy.special import betaln

    found: Numbers = betaln(grid[0] + top[:, None], grid[1] + (bottom - top)[:, None]) - betaln(grid[0], grid[1])
    return found


def _heap(chance: Numbers) -> Numbers:
    heap = np.exp(chance - chance.max(axis=1, keepdims=True))
    found: Numbers = heap / heap.sum(axis=1, keepdims=True)
    return found


def _tail_of_share(top: int, bottom: int, grid: Numbers, heap: Numbers) -> float:
    """The chance of at least ``top`` of ``bottom``, over the likely part of the grid; the shorter end is summed."""
    from scipy.special import betaln, gammaln

    if top == 0:
        return 1.0
    kept = heap > heap.max() * 1e-7
    alpha, beta, weight = grid[0][kept], grid[1][kept], heap[kept] / heap[kept].sum()
    upper = bottom - top < top
    first, end = (top, bottom + 1) if upper else (0, top)
    total = 0.0
    step = max(1, CELLS // len(weight))
    for start in range(first, end, step):
        counts = np.arange(start, min(end, start + step), dtype=np.float64)[:, None]
        ways = gammaln(bottom + 1) - gammaln(counts + 1) - gammaln(bottom - counts + 1)
        log = ways + betaln(alpha + counts, beta + bottom - counts) - betaln(alpha, beta)
        total += float((np.exp(log) * weight).sum())
    return min(1.0, max(0.0, total if upper else 1 - total))


def judge_ratios(given: Sequence[Sums]) -> list[Judged]:
    """The quotient (above zero) of each provider against those of all the others of its group (three or more)."""
    squares = np.array([one.squares / one.rate**2 for one in given])
    people = np.array([one.beneficiaries for one in given], dtype=np.float64)
    bottom = np.array([one.bottom for one in given])
    freedom = np.maximum(people - 1, 0)
    # Chance within a provider: pooled for a peer, and for the one compared its own where that is larger.
    pooled = squares.sum() / freedom.sum() if freedom.sum() else 0.0
    own = np.divide(squares, freedom, out=np.full(len(given), pooled), where=freedom > 0)
    figures = np.log([one.rate for one in given])
    tails, shrunken = against_others(
        figures, people * pooled / bottom**2, people * np.maximum(own, pooled) / bottom**2
    )
    return [
        Judged(None if math.isnan(tail) else float(tail), float(figure))
        for tail, figure in zip(tails, np.exp(shrunken), strict=True)
    ]


def against_others(figures: Numbers, variances: Numbers, own: Numbers) -> tuple[Numbers, Numbers]:
    """Tail chances and shrunken figures of normal ones, by sums over tau's grid with each provider's part taken out.

    ``variances`` are those of a figure as a peer, ``own`` as the one compared. A tail is NaN where there is no spread.
    """
    tails, shrunken = np.full(len(figures), np.nan), figures.copy()
    centre = float(np.mean(figures))
    scale = math.sqrt(float(np.var(figures) + np.mean(variances)))
    if scale <= LEAST * max(1.0, float(np.abs(figures).max())):
        return tails, shrunken
    # Nodes lie closer near zero: tau goes with the square of evenly spaced steps, so each stands for a width like them.
    steps = (np.arange(NODES) + 0.5) / NODES
    spread = (FARTHEST * scale * steps**2) ** 2
    y = figures - centre
    totals, logs = np.zeros((3, NODES)), np.zeros(NODES)
    block = CELLS // NODES
    for start in range(0, len(y), block):
        part, weight = y[start : start + block, None], 1 / (variances[start : start + block, None] + spread)
        totals += np.stack([weight.sum(axis=0), (weight * part).sum(axis=0), (weight * part**2).sum(axis=0)])
        logs += np.log(weight).sum(axis=0)
    for start in range(0, len(y), block):
        at = slice(start, start + block)
        mine, each = 1 / (variances[at, None] + spread), y[at, None]
        weight = totals[0] - mine
        mean = (totals[1] - mine * each) / weight
        misfit = np.maximum(totals[2] - mine * each**2 - weight * mean**2, 0)
        chance = 0.5 * (logs - np.log(mine) - np.log(weight) - misfit) + np.log(steps)
        tails[at], shrunken[at] = _place(each, own[at, None], mean, spread + 1 / weight, chance)
    shrunken += centre
    tails[_alone(figures, variances, scale)] = np.nan
    return tails, shrunken


def _place(each: Numbers, own: Numbers, mean: Numbers, around: Numbers, chance: Numbers) -> tuple[Numbers, Numbers]:
    """By row, the tail of a figure and the mean of the true one; ``around`` is the variance of that without it."""
    from scipy.special import ndtr

    wide = around + own
    tail: Numbers = (_heap(chance) * ndtr((mean - each) / np.sqrt(wide))).sum(axis=1)
    likely = _heap(chance - (each - mean) ** 2 / (2 * wide) - np.log(wide) / 2)
    true: Numbers = (likely * (each * around + mean * own) / wide).sum(axis=1)
    return tail, true


def _alone(figures: Numbers, variances: Numbers, scale: float) -> npt.NDArray[np.bool_]:
    """Whose peers do not vary at all: none of them by chance, and all have one figure."""
    if variances.any():
        return np.zeros(len(figures), dtype=bool)
    ordered = np.sort(figures)
    lowest, highest = figures <= ordered[0], figures >= ordered[-1]
    low = np.where(lowest & (lowest.sum() == 1), ordered[1], ordered[0])
    high = np.where(highest & (highest.sum() == 1), ordered[-2], ordered[-1])
    found: npt.NDArray[np.bool_] = high - low <= LEAST * scale
    return found
