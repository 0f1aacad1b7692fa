"""Repeatable chance: a number that depends on the seed, a purpose and an index, and on nothing else.

No generator state is carried along, so the same patient draws the same numbers whatever the chunk size, the thread
count, the machine or the numpy version; everything is integer arithmetic on 64-bit words (the splitmix64 mixer).
"""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import numpy.typing as npt

Words = npt.NDArray[np.uint64]
Integers = npt.NDArray[np.int64]

_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)


def _mixed(words: Words) -> Words:
    """The splitmix64 finaliser: a fixed one-to-one scramble of 64-bit words."""
    words = words + _STEP
    words = (words ^ (words >> np.uint64(30))) * _FIRST
    words = (words ^ (words >> np.uint64(27))) * _SECOND
    return words ^ (words >> np.uint64(31))


class Chance:
    """Draws for one seed; `purpose` keeps the draws of one index apart from each other."""

    def __init__(self, seed: int) -> None:
        """Draws that all depend on `seed` (any integer)."""
        self.seed = seed

    def words(self, purpose: str, *indices: npt.NDArray[Any]) -> Words:
        """One 64-bit word for each element of the indices (arrays of one length)."""
        digest = hashlib.blake2b(f"{self.seed}/{purpose}".encode(), digest_size=8).digest()
        mixed = np.full(len(indices[0]), int.from_bytes(digest, "little"), dtype=np.uint64)
        for index in indices:
            mixed = _mixed(mixed ^ _mixed(index.astype(np.uint64)))
        return mixed

    def below(self, purpose: str, limit: int | npt.NDArray[Any], *indices: npt.NDArray[Any]) -> Integers:
        """Whole numbers from 0 to limit - 1 (limit at most 2**31, one for all or one for each element)."""
        high = self.words(purpose, *indices) >> np.uint64(32)
        product = high * np.asarray(limit).astype(np.uint64)
        return (product >> np.uint64(32)).astype(np.int64)

    def weighted(self, purpose: str, weights: npt.NDArray[np.int64], *indices: npt.NDArray[Any]) -> Integers:
        """Positions in `weights` (whole numbers), each as often as its weight says."""
        ends = np.cumsum(weights)
        drawn = self.below(purpose, int(ends[-1]), *indices)
        return np.searchsorted(ends, drawn, side="right").astype(np.int64)
