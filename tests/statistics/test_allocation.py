"""Sizes and allocations against worked examples of Cochran, Sampling Techniques, 3rd ed. (1977), and by hand."""

from __future__ import annotations

import pytest

from facetaudit.errors import UsageError
from facetaudit.statistics.allocation import cumulative_root_limits, neyman, size_for_total

# Cochran table 5A.10: 13,435 banks by the share of their loans that is industrial, in classes of 5 percent.
BANKS = [3464, 2516, 2157, 1581, 1142, 746, 512, 376, 265, 207, 126, 107, 82, 50, 39, 25, 16, 19, 2, 3]


def test_limits_of_strata_of_cochrans_banks() -> None:
    # The roots add up to 389.5, so five strata end near 77.9, 155.8, 233.7 and 311.6: at 5, 15, 25 and 45 percent,
    # which are the ends of classes 0, 2, 4 and 8.
    assert cumulative_root_limits(BANKS, 5) == [0, 2, 4, 8]


def test_amounts_that_hardly_differ_give_no_strata() -> None:
    assert cumulative_root_limits([10, 0, 0, 10], 2) == [0]
    with pytest.raises(UsageError, match="fewer --strata"):
        cumulative_root_limits([20], 2)
    with pytest.raises(UsageError, match="fewer --strata"):
        cumulative_root_limits([10, 0, 0, 10], 3)


def test_optimum_allocation_of_cochrans_cities() -> None:
    # Cochran 5.9: 16 large and 48 other cities, S squared 53,843 and 5,581, n = 24.
    # 16 x 232.04 = 3,712.7 and 48 x 74.71 = 3,585.9: 24 x 3,712.7 / 7,298.6 = 12.21, so 12 and 12.
    assert neyman([16, 48], [53843**0.5, 5581**0.5], 24) == [12, 12]


@pytest.mark.parametrize(
    ("units", "deviations", "size", "drawn"),
    [
        ([100, 100], [0.0, 0.0], 10, [5, 5]),  # nothing varies: by units
        ([300, 100], [0.0, 0.0], 8, [6, 2]),
        ([100, 5], [1.0, 1000.0], 30, [25, 5]),  # 0.6 and 29.4, but there are five
        ([100, 100], [1.0, 0.0], 10, [8, 2]),  # ten and none, but two show a variance
        ([100, 1], [1.0, 0.0], 10, [9, 1]),  # a stratum of one is taken whole
        ([10, 10, 10], [1.0, 1.0, 1.0], 10, [4, 3, 3]),  # thirds: the first stratum gets what is over
        ([3, 4], [5.0, 1.0], 7, [3, 4]),  # a census
    ],
)
def test_allocations_by_hand(units: list[int], deviations: list[float], size: int, drawn: list[int]) -> None:
    assert neyman(units, deviations, size) == drawn


def test_a_size_that_does_not_go_into_the_strata_is_refused() -> None:
    with pytest.raises(UsageError, match="give 4 to 20 units"):
        neyman([10, 10], [1.0, 1.0], 3)


def test_size_for_a_precision_of_cochrans_seedlings() -> None:
    # Cochran 4.7: a bed of 430 feet, mean 19, S squared 85.6, within 10 percent at t = 2 (0.9545 two-sided):
    # 4 x 85.6 / 1.9^2 = 94.85, and 94.85 / (1 + 94.85/430) = 77.7, so 78.
    assert size_for_total(430, 19.0, 85.6**0.5, 0.10, 0.954499736) == 78


def test_a_precision_that_cannot_be_planned_is_refused() -> None:
    with pytest.raises(UsageError, match="zero"):
        size_for_total(100, 0.0, 1.0, 0.1, 0.9)
    with pytest.raises(UsageError, match="--precision 10 is out of range"):
        size_for_total(100, 1.0, 1.0, 10, 0.9)
    with pytest.raises(UsageError, match="--confidence 90 is out of range"):
        size_for_total(100, 1.0, 1.0, 0.1, 90)
