"""Estimates of a frame's total overpayment from the reviewed units of a sample.

A unit's *error* is its amount less the correct amount, in US dollars: an underpayment is negative, so that totals are
net (the difference estimator). Sums are exact (`math.fsum`), so the order of the units does not matter.

Sources: Cochran, Sampling Techniques, 3rd ed. (1977): expansion 2.6 and 5.4, ratio 6.4 and 6.11, regression 7.3 and
7.10; Lohr, Sampling: Design and Analysis: ratio 4.1, probability proportional to size 6.2 (Hansen and Hurwitz 1943).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

from facetaudit.errors import InputRefused

CONFIDENCES = (0.80, 0.90, 0.95)


@dataclass(frozen=True)
class Reviewed:
    """The reviewed units of one stratum.

    `frame_units` is its size in the frame; `errors` and `amounts` are dollars by unit, `frame_amount` the dollars of
    all its units; the last two are None where they are not known.
    """

    stratum: str
    frame_units: int
    errors: tuple[float, ...]
    amounts: tuple[float, ...] | None = None
    frame_amount: float | None = None

    @property
    def reviewed(self) -> int:
        """Units reviewed."""
        return len(self.errors)

    @property
    def unreviewed_share(self) -> float:
        """The finite population correction: 1 - n/N."""
        return 1 - self.reviewed / self.frame_units


@dataclass(frozen=True)
class Estimate:
    """A total in dollars (or a count of units), its standard error and the degrees of freedom of its limits."""

    name: str
    point: float
    standard_error: float
    degrees: int


@dataclass(frozen=True)
class Limits:
    """Limits at a confidence; two-sided, or each the limit of a one-sided interval."""

    sides: str
    confidence: float
    lower: float
    upper: float


def check(strata: Sequence[Reviewed]) -> None:
    """Refuse strata that no estimate can be made of.

    Raises InputRefused for no units, more units than the frame has, and a single unit where there are more.
    """
    for one in strata:
        where = f"The stratum {one.stratum}" if len(strata) > 1 else "The sample"
        if one.reviewed == 0:
            raise InputRefused(f"{where} has no reviewed unit: review at least two, or leave it out of the frame.")
        if one.reviewed > one.frame_units:
            raise InputRefused(
                f"{where} has {one.reviewed:,} reviewed units, but its frame has {one.frame_units:,}: correct the "
                "sample or the size of the frame."
            )
        if one.reviewed == 1 and one.frame_units > 1:
            raise InputRefused(f"{where} has one reviewed unit, which shows no variance: review at least two.")


def mean(values: Sequence[float]) -> float:
    """The mean."""
    return fsum(values) / len(values)


def variance(values: Sequence[float], lost: int = 1) -> float:
    """The sum of squares about the mean by n - ``lost``; 0 where that is not positive."""
    if len(values) <= lost:
        return 0.0
    middle = mean(values)
    return fsum((value - middle) ** 2 for value in values) / (len(values) - lost)


def skewness(values: Sequence[float]) -> float | None:
    """The third moment about the mean by the 3/2 power of the second; None where nothing varies."""
    middle = mean(values)
    second = fsum((value - middle) ** 2 for value in values) / len(values)
    return fsum((value - middle) ** 3 for value in values) / len(values) / second**1.5 if second else None


def degrees(strata: Sequence[Reviewed]) -> int:
    """Reviewed units less strata; strata that were reviewed whole leave no doubt and do not count."""
    return sum(one.reviewed - 1 for one in strata if one.reviewed < one.frame_units)


def difference(strata: Sequence[Reviewed]) -> Estimate:
    """N times the mean error, added over strata; variance N^2 (1 - n/N) s^2 / n, added over strata."""
    return _expanded("difference", strata, [one.errors for one in strata])


def attribute(name: str, strata: Sequence[Reviewed], has: Sequence[Sequence[bool]]) -> Estimate:
    """Units of the frame that have a property; of a proportion s^2 / n is p q / (n - 1) (Cochran 3.2)."""
    return _expanded(name, strata, [[float(one) for one in part] for part in has])


def ratio(strata: Sequence[Reviewed]) -> Estimate | None:
    """The combined ratio of error to amount, times the frame's amount; None without amounts or if they add up to 0.

    Variance of the residuals error - ratio x amount, times (frame's amount by its estimate) squared (Lohr 4.1).
    """
    known = _with_amounts(strata)
    if known is None:
        return None
    total = fsum(amount for _, _, amount in known)
    estimated = fsum(one.frame_units * mean(amounts) for one, amounts, _ in known)
    if estimated <= 0:
        return None
    share = fsum(one.frame_units * mean(one.errors) for one, _, _ in known) / estimated
    residuals = [
        [error - share * amount for error, amount in zip(one.errors, amounts, strict=True)] for one, amounts, _ in known
    ]
    error = _expanded("ratio", strata, residuals).standard_error * total / estimated
    return Estimate("ratio", share * total, error, degrees(strata))


def regressions(strata: Sequence[Reviewed]) -> list[Estimate]:
    """Linear regressions of error on amount at the frame's mean amount: of strata a separate and a combined one.

    Separate: a slope for each stratum, residual variance by n - 2 (Cochran 7.3, 7.10). Combined: one slope, the
    strata's weighted by what they add to the variance, residual variance by n - 1 (Cochran 7.10). Strata reviewed
    whole need no slope. None without amounts; the separate one not where a stratum has fewer than three units or
    amounts that do not vary, the combined one not where none has amounts that vary.
    """
    known = _with_amounts(strata)
    if known is None:
        return []
    parts = [_Regressed(*one) for one in known]
    open_parts = [part for part in parts if part.one.unreviewed_share > 0]
    found = []
    if all(part.one.reviewed > 2 and part.squares > 0 for part in open_parts):
        slopes = [part.products / part.squares if part.squares else 0.0 for part in parts]
        name = "regression" if len(parts) == 1 else "regression (separate)"
        found.append(_regression(name, parts, slopes, 2, sum(part.one.reviewed - 2 for part in open_parts)))
    free = sum(part.one.reviewed - 1 for part in open_parts) - 1
    weighted = fsum(part.weight * part.squares for part in open_parts)
    if len(parts) > 1 and weighted > 0 and free > 0:
        slope = fsum(part.weight * part.products for part in open_parts) / weighted
        found.append(_regression("regression (combined)", parts, [slope] * len(parts), 1, free))
    return found


@dataclass(frozen=True)
class _Regressed:
    """A stratum with the sums that a slope is made of."""

    one: Reviewed
    amounts: tuple[float, ...]
    total: float

    @property
    def pairs(self) -> list[tuple[float, float]]:
        """Errors and amounts less their means."""
        error, amount = mean(self.one.errors), mean(self.amounts)
        return [(e - error, a - amount) for e, a in zip(self.one.errors, self.amounts, strict=True)]

    @property
    def squares(self) -> float:
        return fsum(amount**2 for _, amount in self.pairs)

    @property
    def products(self) -> float:
        return fsum(error * amount for error, amount in self.pairs)

    @property
    def weight(self) -> float:
        n = self.one.reviewed
        return self.one.frame_units**2 * self.one.unreviewed_share / (n * (n - 1))


def _regression(
    name: str, parts: Sequence[_Regressed], slopes: Sequence[float], lost: int, free: int
) -> Estimate:
    point = spread = 0.0
    for part, slope in zip(parts, slopes, strict=True):
        one = part.one
        point += one.frame_units * (mean(one.errors) + slope * (part.total / one.frame_units - mean(part.amounts)))
        if one.unreviewed_share > 0:
            residuals = [error - slope * amount for error, amount in part.pairs]
            spread += one.frame_units**2 * one.unreviewed_share * variance(residuals, lost) / one.reviewed
    return Estimate(name, point, math.sqrt(spread), free)


def by_size(certain: Reviewed | None, drawn: Reviewed | None) -> Estimate:
    """Errors of the units taken for certain, and the mean of error by amount times the frame's amount of the rest.

    The variance is that of draws with replacement, X^2 s^2(error / amount) / n, which systematic draws in a random
    order do not exceed but by chance; no finite population correction. Raises InputRefused without amounts.
    """
    sure = fsum(certain.errors) if certain else 0.0
    if drawn is None:
        return Estimate("by size", sure, 0.0, 0)
    shares, total = shares_of_amounts(drawn), _positive(drawn)[1]
    error = total * math.sqrt(variance(shares) / len(shares))
    return Estimate("by size", sure + total * mean(shares), error, len(shares) - 1)


def attribute_by_size(
    name: str, certain: Reviewed | None, drawn: Reviewed | None, has: Sequence[Sequence[bool]]
) -> Estimate:
    """Units of the frame that have a property, of a sample by size: ``has`` by stratum, those drawn for certain first.

    Of the units drawn by size the share is that of units weighted by 1 / amount, so that it is never above one
    (Hajek's estimate, Lohr 6.4); its variance is that of the residuals, as draws with replacement.
    """
    sure = float(sum(has[0])) if certain else 0.0
    if drawn is None:
        return Estimate(name, sure, 0.0, 0)
    weights = [1 / amount for amount in _positive(drawn)[0]]
    share = fsum(weight for weight, one in zip(weights, has[-1], strict=True) if one) / fsum(weights)
    residuals = [(one - share) * weight for weight, one in zip(weights, has[-1], strict=True)]
    error = drawn.frame_units * math.sqrt(variance(residuals) / len(weights)) / mean(weights)
    return Estimate(name, sure + drawn.frame_units * share, error, len(weights) - 1)


def shares_of_amounts(drawn: Reviewed) -> list[float]:
    """Error by amount of units drawn by size. Raises InputRefused without amounts."""
    return [error / amount for error, amount in zip(drawn.errors, _positive(drawn)[0], strict=True)]


def _positive(drawn: Reviewed) -> tuple[tuple[float, ...], float]:
    """The amounts of units drawn by size, and that of all of the stratum."""
    if drawn.amounts is None or drawn.frame_amount is None or min(drawn.amounts) <= 0:
        raise InputRefused("A sample by size has a unit without a positive amount: draw it with `facetaudit sample`.")
    return drawn.amounts, drawn.frame_amount


def limits(estimate: Estimate) -> list[Limits]:
    """Two-sided and one-sided limits at 80, 90 and 95 percent."""
    return [bound(estimate, sides, confidence) for sides in ("two", "one") for confidence in CONFIDENCES]


def bound(estimate: Estimate, sides: str, confidence: float) -> Limits:
    """Limits by Student's t, two-sided or each the limit of a one-sided interval; the point where there is no doubt."""
    from scipy.special import stdtrit

    tails = 2 if sides == "two" else 1
    doubtful = estimate.standard_error > 0
    t = float(stdtrit(estimate.degrees, 1 - (1 - confidence) / tails)) if doubtful else 0.0
    half = t * estimate.standard_error
    return Limits(sides, confidence, estimate.point - half, estimate.point + half)


def _expanded(name: str, strata: Sequence[Reviewed], values: Sequence[Sequence[float]]) -> Estimate:
    pairs = list(zip(strata, values, strict=True))
    spread = fsum(
        one.frame_units**2 * one.unreviewed_share * variance(part) / one.reviewed for one, part in pairs
    )
    point = fsum(one.frame_units * mean(part) for one, part in pairs)
    return Estimate(name, point, math.sqrt(spread), degrees(strata))


def _with_amounts(strata: Sequence[Reviewed]) -> list[tuple[Reviewed, tuple[float, ...], float]] | None:
    known = []
    for one in strata:
        if one.amounts is None or one.frame_amount is None:
            return None
        known.append((one, one.amounts, one.frame_amount))
    return known
