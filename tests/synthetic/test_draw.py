"""Chance: the same for the same index, whatever else is drawn with it."""

from __future__ import annotations

import numpy as np

from facetaudit.synthetic.draw import Chance


def test_a_draw_depends_on_seed_purpose_and_index_only() -> None:
    whole = Chance(1).words("day", np.arange(1000))
    assert (Chance(1).words("day", np.arange(400, 600)) == whole[400:600]).all()
    assert (Chance(2).words("day", np.arange(1000)) != whole).all()
    assert (Chance(1).words("night", np.arange(1000)) != whole).all()


def test_two_indices_are_not_interchangeable() -> None:
    chance, ones, twos = Chance(1), np.array([1]), np.array([2])
    assert chance.words("day", ones, twos)[0] != chance.words("day", twos, ones)[0]


def test_below_covers_its_range_evenly() -> None:
    counts = np.bincount(Chance(3).below("die", 6, np.arange(60_000)), minlength=6)
    assert len(counts) == 6
    assert (abs(counts - 10_000) < 500).all()


def test_below_takes_a_limit_for_each() -> None:
    limits = np.array([1, 2, 3, 1000])
    assert (Chance(4).below("x", limits, np.arange(4)) < limits).all()


def test_weights_are_kept() -> None:
    drawn = Chance(5).weighted("w", np.array([0, 1, 3, 0]), np.arange(40_000))
    counts = np.bincount(drawn, minlength=4)
    assert (counts[0], counts[3]) == (0, 0)
    assert abs(counts[2] - 30_000) < 600
