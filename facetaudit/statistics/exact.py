"""Limits without a normal curve: exact hypergeometric limits of a count, and the minimum sum of dollars.

Whole numbers throughout, so that the limits are exact and the same on every machine.

Source of the minimum sum: Edwards et al., Health Services and Outcomes Research Methodology 4 (2005) 241-263.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction


def at_most(found: int, population: int, having: int, drawn: int) -> Fraction:
    """The chance that a simple sample has at most ``found`` of the ``having`` units of a population."""
    first = max(0, drawn - (population - having))
    last = min(found, having, drawn)
    if last < first:
        return Fraction(0)
    term = math.comb(having, first) * math.comb(population - having, drawn - first)
    total = term
    for one in range(first, last):
        term = term * (having - one) * (drawn - one) // ((one + 1) * (population - having - drawn + one + 1))
        total += term
    return Fraction(total, math.comb(population, drawn))


def count_limits(found: int, drawn: int, population: int, confidence: float, tails: int) -> tuple[int, int]:
    """The smallest and the largest count of a population that the sample does not speak against.

    A count is excluded where as many found, or as few, have a chance of at most (1 - ``confidence``) / ``tails``; with
    one tail each limit is that of a one-sided interval.
    """
    chance = (1 - Fraction(str(confidence))) / tails
    low, high = found, population - (drawn - found)
    lower = _first(low, high, lambda having: 1 - at_most(found - 1, population, having, drawn) > chance)
    upper = _first(low, high, lambda having: at_most(found, population, having + 1, drawn) <= chance)
    return lower, upper


def _first(low: int, high: int, holds: Callable[[int], bool]) -> int:
    """The first number from low to high for which something holds that holds ever after; high where none does."""
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low


def minimum_sum(wholly_wrong: int, drawn: int, amounts: Sequence[int], confidence: float) -> tuple[int, int]:
    """A lower limit of the overpaid dollars, one-sided: units wholly in error at least, and their least sum, in cents.

    ``wholly_wrong`` units of the ``drawn`` have nothing payable; ``amounts`` are the cents of every unit of the frame,
    the sum is that of the smallest positive ones. It holds whatever the distribution, if no unit was underpaid.
    """
    least, _ = count_limits(wholly_wrong, drawn, len(amounts), confidence, 1)
    return least, sum(sorted(amount for amount in amounts if amount > 0)[:least])
