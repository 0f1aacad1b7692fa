"""The model of the peers against dense grids of scipy's distributions, and how often it accuses wrongly."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from facetaudit.statistics.peer_spread import (
    Sums,
    adjusted,
    against_others,
    design_effect,
    judge_ratios,
    judge_shares,
    ratio_limits,
    share_limits,
    sums,
)

SEED = 20251128


def counts(*pairs: tuple[int, int]) -> list[Sums]:
    """Shares of so many of so many, one thing a beneficiary."""
    return [sums(np.repeat([1.0, 0.0], [top, bottom - top]), np.ones(bottom)) for top, bottom in pairs]


def test_tail_and_shrunken_share_by_brute_force() -> None:
    pairs = [(2, 20), (5, 31), (1, 15), (4, 40), (3, 12), (0, 22), (14, 30)]
    mean, together = (part.ravel() for part in np.meshgrid(*[(np.arange(500) + 0.5) / 500] * 2, indexing="ij"))
    size = (1 - together) / together
    alpha, beta = mean * size, (1 - mean) * size
    likely = np.prod([stats.betabinom.pmf(top, bottom, alpha, beta) for top, bottom in pairs[:-1]], axis=0)
    top, bottom = pairs[-1]
    # the tail is that of its upper end, count by count
    tail = sum((likely * stats.betabinom.pmf(one, bottom, alpha, beta)).sum() for one in range(top, bottom + 1))
    tail /= likely.sum()
    own = likely * stats.betabinom.pmf(top, bottom, alpha, beta)
    true = (own * (alpha + top) / (alpha + beta + bottom)).sum() / own.sum()
    found = judge_shares(counts(*pairs), 1.0)[-1]
    assert found.tail == pytest.approx(tail, rel=0.02)
    assert found.shrunken == pytest.approx(true, rel=0.01)


def test_tail_and_shrunken_figure_by_brute_force() -> None:
    figures, variances = np.array([1.0, 1.4, 0.8, 1.1, 1.2, 0.9, 2.1]), np.array([4, 2, 6, 3, 5, 4, 3]) / 100
    mean, tau = (part.ravel() for part in np.meshgrid(np.linspace(-3, 5, 1601), np.linspace(1e-4, 6, 1500)))
    likely = np.ones(len(mean))
    for figure, variance in zip(figures[:-1], variances[:-1], strict=True):
        likely *= stats.norm.pdf(figure, mean, np.sqrt(variance + tau**2))
    wide = np.sqrt(tau**2 + variances[-1])
    tail = (likely * stats.norm.sf(figures[-1], mean, wide)).sum() / likely.sum()
    own = likely * stats.norm.pdf(figures[-1], mean, wide)
    true = (own * (figures[-1] * tau**2 + mean * variances[-1]) / wide**2).sum() / own.sum()
    tails, shrunken = against_others(figures, variances, variances)
    assert tails[-1] == pytest.approx(tail, rel=0.02)
    assert shrunken[-1] == pytest.approx(true, rel=0.005)


def test_peers_that_do_not_vary_say_nothing() -> None:
    same = [Sums(20.0, 20.0, 20, 0.0)] * 6
    assert {one.tail for one in judge_ratios(same)} == {None}
    assert judge_ratios([*same, Sums(40.0, 20.0, 20, 0.0)])[-1].tail is None
    assert judge_ratios([*same, Sums(40.0, 20.0, 20, 0.0)])[0].tail is not None


def test_far_apart_peers_accuse_nobody_whom_the_pooled_rate_would() -> None:
    # Half of the peers do it nearly always, half never: 60 of 80 is far from the pooled half and no further than many.
    found = counts(*[(1, 80), (79, 80), (2, 80), (78, 80), (0, 80), (80, 80), (3, 80), (76, 80)], (60, 80))
    pooled = sum(one.top for one in found[:-1]) / sum(one.bottom for one in found[:-1])
    assert stats.binom.sf(59, 80, pooled) < 1e-4
    assert (judge_shares(found, 1.0)[-1].tail or 0) > 0.2


def test_the_design_effect_of_beneficiaries_who_come_again() -> None:
    assert design_effect(counts((3, 10), (5, 20))) == pytest.approx(1.0)
    # Ten people with two sessions each, both alike: worth half as many.
    twice = sums(np.repeat([2.0, 0.0], 5), np.full(10, 2.0))
    # squares 10 x 1, by 10/9; independent 20^2/19 x 1/4
    assert design_effect([twice]) == pytest.approx((10 * 10 / 9) / (400 / 19 / 4))
    wide, narrow = share_limits(10, 20, 2.0), share_limits(10, 20, 1.0)
    assert wide[0] < narrow[0] < narrow[1] < wide[1]


@pytest.mark.parametrize(("top", "bottom"), [(0, 14), (1, 14), (8, 24), (24, 24)])
def test_exact_limits_of_a_share(top: int, bottom: int) -> None:
    exact = stats.binomtest(top, bottom).proportion_ci(0.95, method="exact")
    assert share_limits(top, bottom, 1.0) == pytest.approx((exact.low, exact.high), abs=1e-9)


def test_bootstrap_limits_of_a_quotient() -> None:
    rng = np.random.default_rng(SEED)
    bottom = rng.integers(1, 4, 400).astype(float)
    top = rng.gamma(9, 11, 400) * bottom
    lower, upper = ratio_limits(top, bottom, 1)
    rate = top.sum() / bottom.sum()
    error = math.sqrt(((top - rate * bottom) ** 2).sum()) / bottom.sum()
    assert (lower, upper) == pytest.approx((rate - 1.96 * error, rate + 1.96 * error), abs=0.25 * error)
    assert ratio_limits(top, bottom, 1) == (lower, upper) != ratio_limits(top, bottom, 2)
    assert ratio_limits(np.array([1.0, 1.0]), np.array([0.0, 0.0]), 1) == pytest.approx((math.nan,) * 2, nan_ok=True)


def test_benjamini_and_hochberg() -> None:
    # Four tests: 4 x 0.005 / 1, 4 x 0.04 / 3 (below 4 x 0.03 / 2), 4 x 0.5 / 4.
    assert adjusted([0.04, 0.005, 0.5, 0.03]) == pytest.approx([0.16 / 3, 0.02, 0.5, 0.16 / 3])
    assert adjusted([]) == []
    tails = np.random.default_rng(SEED).random(50) ** 3
    assert adjusted(list(tails)) == pytest.approx(list(stats.false_discovery_control(tails)))


def drawn_shares(rng: np.random.Generator, mean: float, together: float) -> list[float | None]:
    """Tails of fourteen providers whose true shares come from one distribution."""
    size = (1 - together) / together
    true = rng.beta(mean * size, (1 - mean) * size, 14)
    pairs = [(int(rng.binomial(n, share)), int(n)) for n, share in zip(rng.integers(10, 90, 14), true, strict=True)]
    return [one.tail for one in judge_shares(counts(*pairs), 1.0)]


def drawn_ratios(rng: np.random.Generator, spread: float, skew: float) -> list[float | None]:
    """Tails of fourteen providers whose true quotients are lognormal; their beneficiaries' amounts are skewed."""
    given = []
    for people, true in zip(rng.integers(10, 90, 14), np.exp(rng.normal(5, spread, 14)), strict=True):
        bottom = rng.integers(1, 4, people).astype(float)
        given.append(sums(rng.gamma(1 / skew**2, skew**2 * true, people) * bottom, bottom))
    return [one.tail for one in judge_ratios(given)]


def test_where_nobody_stands_out_hardly_anybody_is_named() -> None:
    """Of families where all are alike at most 5 percent are to name anyone: 3 of 60, and some by chance."""
    rng = np.random.default_rng(SEED)
    worlds = [(drawn_shares, 0.05, 0.2), (drawn_shares, 0.3, 0.05), (drawn_ratios, 0.0, 0.6), (drawn_ratios, 0.4, 0.9)]
    wrong, tails = 0, []
    for number in range(60):
        draw, first, second = worlds[number % len(worlds)]
        found = [tail for _ in range(3) for tail in draw(rng, first, second) if tail is not None]
        wrong += min(adjusted(found)) <= 0.05
        tails += found
    assert wrong <= 6
    assert np.mean(np.array(tails) <= 0.05) <= 0.05
    assert np.mean(np.array(tails) <= 0.5) > 0.2  # nor does it never say anything


def test_a_clustered_one_of_few_is_drawn_to_the_peers_and_not_past_them() -> None:
    """1 of 26 with a design effect of 1.5 is 0.67 of 17.3, not none of 17: peers at 2 % draw it down to no less."""
    given = [Sums(1, 26, 13, 0.0), *(Sums(top, 50, 25, 0.0) for top in (0, 1, 2, 0, 2, 1, 1, 1))]
    assert 8 / 400 < judge_shares(given, 1.5)[0].shrunken < 1 / 26
