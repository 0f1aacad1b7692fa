"""Exact limits by hand and against scipy; what simulations say of populations whose limits are known."""

from __future__ import annotations

from fractions import Fraction
from statistics import NormalDist

import numpy as np
import pytest

from facetaudit.statistics.estimators import Reviewed, bound, by_size, difference, limits
from facetaudit.statistics.exact import at_most, count_limits, minimum_sum
from facetaudit.statistics.simulation import (
    Chance,
    bootstrap,
    bootstrap_by_size,
    coverage,
    coverage_by_size,
    repeated,
)


def test_chances_by_hand() -> None:
    # 5 units, 2 of them wrong, 2 drawn: none C(3,2)/C(5,2) = 3/10, at most one 9/10.
    assert at_most(-1, 5, 2, 2) == 0
    assert at_most(0, 5, 2, 2) == Fraction(3, 10)
    assert at_most(1, 5, 2, 2) == Fraction(9, 10)
    assert at_most(2, 5, 2, 2) == 1
    assert at_most(0, 5, 4, 2) == 0  # of one right unit two cannot be drawn


def test_limits_by_hand() -> None:
    # None of 4 drawn of 10 wrong: the chance is C(10-D,4)/210, for D = 3 35/210 = 0.167, for D = 4 15/210 = 0.071.
    assert count_limits(0, 4, 10, 0.90, 1) == (0, 3)
    # Two-sided 90 percent excludes at 0.05: D = 4 stays, D = 5 has 5/210 = 0.024.
    assert count_limits(0, 4, 10, 0.90, 2) == (0, 4)
    assert count_limits(4, 4, 10, 0.90, 2) == (6, 10)
    assert count_limits(3, 10, 10, 0.90, 2) == (3, 3)


@pytest.mark.parametrize(("found", "drawn", "population"), [(3, 30, 500), (0, 20, 200), (19, 20, 300), (51, 100, 900)])
@pytest.mark.parametrize(("confidence", "tails"), [(0.80, 2), (0.90, 1), (0.95, 2)])
def test_scipy_gives_the_same_limits(found: int, drawn: int, population: int, confidence: float, tails: int) -> None:
    from scipy import stats

    chance, counts = (1 - confidence) / tails, np.arange(found, population - drawn + found + 1)
    as_many = stats.hypergeom.sf(found - 1, population, counts, drawn) > chance
    as_few = stats.hypergeom.cdf(found, population, counts, drawn) > chance
    assert count_limits(found, drawn, population, confidence, tails) == (counts[as_many].min(), counts[as_few].max())
    for having in (found, (found + population - drawn) // 2):
        assert float(at_most(found, population, having, drawn)) == pytest.approx(
            stats.hypergeom.cdf(found, population, having, drawn), rel=1e-9
        )


def test_minimum_sum_by_hand() -> None:
    # 4 of 4 drawn of 10 are wholly wrong: at least 7 of 10 at one-sided 90 (7: C(7,4)/210 = 0.167; 6: 15/210 = 0.071).
    # The seven smallest positive amounts are 1 to 7 dollars: 28.
    amounts = [100 * dollars for dollars in (10, 9, 8, 7, 6, 5, 4, 3, 2, 1)]
    assert minimum_sum(4, 4, amounts, 0.90) == (7, 2800)
    assert minimum_sum(0, 4, amounts, 0.90) == (0, 0)
    # Nothing can be overpaid on a unit without dollars.
    assert minimum_sum(4, 4, [0, -500, *amounts[:8]], 0.90) == (7, 100 * (3 + 4 + 5 + 6 + 7 + 8 + 9))


def test_minimum_sum_is_below_the_truth_as_often_as_it_says() -> None:
    # 40 of 400 units are wholly wrong; every sample of 30 has its own chance: at least 90 percent of limits are below.
    amounts = [1000 + 10 * number for number in range(400)]
    truth = sum(amounts[::10])
    held = 0.0
    for found in range(31):
        chance = float(at_most(found, 400, 40, 30) - at_most(found - 1, 400, 40, 30))
        held += chance * (minimum_sum(found, 30, amounts, 0.90)[1] <= truth)
    assert held >= 0.90


def normal_units(count: int) -> tuple[float, ...]:
    curve = NormalDist(150, 40)
    return tuple(curve.inv_cdf((one + 0.5) / count) for one in range(count))


@pytest.mark.parametrize("size", [30, 100])
def test_limits_of_90_percent_cover_normal_errors(size: int) -> None:
    population = [np.array(normal_units(1000))]
    found = coverage("normal", population, [Reviewed("1", 1000, normal_units(1000)[:size])], 1)
    assert 0.88 <= found.two_sided_90 <= 0.92
    assert 0.88 <= found.lower_one_sided_90 <= 0.92
    assert 0.93 <= found.lower_two_sided_90 <= 0.97


def test_limits_of_90_percent_do_not_cover_rare_large_errors() -> None:
    # 20 of 1,000 units are in error by 1,000 dollars: of 30 drawn, more than half have none (0.98^30 = 0.55).
    population = [np.array([1000.0] * 20 + [0.0] * 980)]
    found = coverage("rare", population, [Reviewed("1", 1000, (1000.0, *(0.0,) * 29))], 1)
    assert found.total == 20000
    assert found.two_sided_90 < 0.55
    assert found.lower_one_sided_90 > 0.97


def test_coverage_of_strata() -> None:
    strata = [Reviewed("1", 400, normal_units(400)[:25]), Reviewed("2", 50, normal_units(50)[:40])]
    found = coverage("strata", [np.array(normal_units(400)), np.array(normal_units(50)) * 3], strata, 3)
    assert 0.88 <= found.two_sided_90 <= 0.92


def test_the_bootstrap_agrees_where_errors_are_normal() -> None:
    strata = [Reviewed("1", 500, normal_units(80))]
    by_t = {(one.sides, one.confidence): one for one in limits(difference(strata))}
    found = bootstrap(strata, 1)
    width = by_t["two", 0.90].upper - by_t["two", 0.90].lower
    assert found["lower_two_sided_90"] == pytest.approx(by_t["two", 0.90].lower, abs=0.05 * width)
    assert found["upper_two_sided_90"] == pytest.approx(by_t["two", 0.90].upper, abs=0.05 * width)
    assert found["lower_one_sided_90"] == pytest.approx(by_t["one", 0.90].lower, abs=0.05 * width)
    assert found == bootstrap(strata, 1)
    assert found != bootstrap(strata, 2)


def test_a_population_of_reviewed_errors_repeats_each_as_often_as_the_others() -> None:
    (population,) = repeated([Reviewed("1", 8, (1.0, 2.0, 3.0))])
    assert population.tolist() == [1.0, 2.0, 3.0, 1.0, 2.0, 3.0, 1.0, 2.0]


@pytest.mark.parametrize(("population", "size"), [(50, 10), (50, 40), (6, 6), (7, 1)])
def test_simulated_samples_have_every_unit_once_and_equally_often(population: int, size: int) -> None:
    drawn = Chance(4, 2).subsets(population, size, 4000)
    assert drawn.shape == (4000, size)
    assert (np.diff(drawn, axis=1) > 0).all()
    counts = np.bincount(drawn.ravel(), minlength=population) / 4000
    assert abs(counts - size / population).max() < 0.04


def test_coverage_by_size_where_shares_of_error_are_normal() -> None:
    # Amounts of 20 to 1,019 dollars; errors are normal shares of them, whatever the amount: limits of t hold.
    curve = NormalDist(0.3, 0.1)
    shares = np.array([curve.inv_cdf((one * 617 % 1000 + 0.5) / 1000) for one in range(1000)])
    amounts = np.arange(20.0, 1020.0)
    certain = np.array([500.0, -20.0])
    found = coverage_by_size("normal", certain, shares * amounts, amounts, 50, 1)
    assert found.units == 1002
    assert found.total == pytest.approx(480 + (shares * amounts).sum())
    assert 0.88 <= found.two_sided_90 <= 0.92
    assert 0.88 <= found.lower_one_sided_90 <= 0.92
    assert 0.93 <= found.lower_two_sided_90 <= 0.97
    # of equal shares every sample gives the total
    assert coverage_by_size("equal", certain, 0.3 * amounts, amounts, 50, 1).two_sided_90 == 1.0


def test_coverage_by_size_draws_by_amount() -> None:
    # 10 units of 5,000 hold all errors, 990 of 50.50 none: of 10 drawn by size half are among the ten, of a simple
    # sample one in ten samples has any.
    amounts = np.array([5000.0] * 10 + [50.5] * 990)
    errors = np.array([5000.0] * 10 + [0.0] * 990)
    found = coverage_by_size("large", np.zeros(0), errors, amounts, 10, 1)
    assert found.two_sided_90 > 0.85
    simple = coverage("large", [errors], [Reviewed("1", 1000, (5000.0, *(0.0,) * 9))], 1)
    assert simple.two_sided_90 < 0.15


def test_the_bootstrap_by_size_agrees_where_shares_are_normal() -> None:
    curve, amounts = NormalDist(0.3, 0.1), tuple(float(20 + one) for one in range(80))
    errors = tuple(curve.inv_cdf((one * 37 % 80 + 0.5) / 80) * amount for one, amount in enumerate(amounts))
    drawn = Reviewed("2", 500, errors, amounts, 30000.0)
    certain = Reviewed("1", 2, (700.0, 0.0))
    by_t = bound(by_size(certain, drawn), "two", 0.90)
    found = bootstrap_by_size(700.0, drawn, 1)
    assert found["lower_two_sided_90"] == pytest.approx(by_t.lower, abs=0.05 * (by_t.upper - by_t.lower))
    assert found["upper_two_sided_90"] == pytest.approx(by_t.upper, abs=0.05 * (by_t.upper - by_t.lower))


def test_every_order_has_every_unit_once() -> None:
    orders = Chance(3, 1).orders(6, 3000)
    assert (np.sort(orders, axis=1) == np.arange(6)).all()
    assert abs(np.bincount(orders[:, 0], minlength=6) / 3000 - 1 / 6).max() < 0.03


def test_the_stream_of_words_is_fixed() -> None:
    # PCG64 of numpy's documentation of SeedSequence is fixed for good; a change of it would change every simulation.
    again = np.random.PCG64([1, 7]).random_raw(4) >> np.uint64(32)
    assert Chance(1, 7).below(1000, (4,)).tolist() == [int(word) * 1000 >> 32 for word in again]
