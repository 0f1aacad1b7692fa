"""Estimates and limits against textbooks, by hand, and against a survey package."""

from __future__ import annotations

import math

import pytest

from facetaudit.errors import InputRefused
from facetaudit.statistics.estimators import (
    Estimate,
    Reviewed,
    attribute,
    attribute_by_size,
    bound,
    by_size,
    check,
    difference,
    limits,
    mean,
    ratio,
    regressions,
    skewness,
)

from .surveyed import FRAME_UNITS, SVY, UNITS, surveyed

# Cochran (1977) 2.8: signatures on 50 of 676 petition sheets; the count, and how many sheets had it.
SHEETS = {42: 23, 41: 4, 36: 1, 32: 1, 29: 1, 27: 2, 23: 1, 19: 1, 16: 2, 15: 2, 14: 1, 11: 1, 10: 1, 9: 1, 7: 1, 6: 3,
          5: 2, 4: 1, 3: 1}  # fmt: skip
SIGNATURES = Reviewed("1", 676, tuple(float(count) for count, sheets in SHEETS.items() for _ in range(sheets)))


def test_cochrans_petition_sheets() -> None:
    # 676 x 1471/50 = 19,888; s^2 = 229.0; 676 x 15.13 x sqrt(1 - 0.0740) / sqrt(50) = 1,392, and 1.28 of it 1,781,
    # where t with 49 degrees is 1.299 (table) instead of 1.28.
    found = difference([SIGNATURES])
    assert round(found.point) == 19888
    assert found.standard_error == pytest.approx(1392, abs=1)
    assert 1.28 * found.standard_error == pytest.approx(1781, abs=2)
    at_80 = bound(found, "two", 0.80)
    assert (at_80.upper - found.point) / found.standard_error == pytest.approx(1.299, abs=0.0005)


def test_t_of_the_tables() -> None:
    # Student's t, 99 degrees: 1.290 at 0.90, 1.660 at 0.95, 1.984 at 0.975; 9 degrees: 1.383, 1.833, 2.262.
    for degrees, values in ((99, (1.290, 1.660, 1.984)), (9, (1.383, 1.833, 2.262))):
        unit = Estimate("x", 0.0, 1.0, degrees)
        one_90, two_90, two_95 = (
            bound(unit, *asked).upper for asked in (("one", 0.90), ("two", 0.90), ("two", 0.95))
        )
        assert (one_90, two_90, two_95) == pytest.approx(values, abs=0.0005)
        assert bound(unit, "one", 0.95).upper == two_90
        assert bound(unit, "two", 0.80).lower == -one_90


# Lohr, Sampling: Design and Analysis, dead trees on photos and in the field, 25 of 100 plots; photo mean 11.3.
PHOTO = (10, 12, 7, 13, 13, 6, 17, 16, 15, 10, 14, 12, 10, 5, 12, 10, 10, 9, 6, 11, 7, 9, 11, 10, 10)
FIELD = (15, 14, 9, 14, 8, 5, 18, 15, 13, 15, 11, 15, 12, 8, 13, 9, 11, 12, 9, 12, 13, 11, 10, 9, 8)
TREES = Reviewed("1", 100, tuple(map(float, FIELD)), tuple(map(float, PHOTO)), 1130.0)


def test_lohrs_dead_trees_by_regression() -> None:
    # Slope 0.613274, intercept 5.059292: 5.059292 + 0.613274 x 11.3 = 11.99 a plot. The residuals' squares by 24 are
    # 5.548, SE sqrt(0.75 x 5.548 / 25) = 0.408; Cochran divides by 23: 0.408 x sqrt(24/23) = 0.4168.
    (found,) = regressions([TREES])
    assert found.point == pytest.approx(100 * (5.059292 + 0.613274 * 11.3), abs=0.001)
    assert found.standard_error == pytest.approx(100 * math.sqrt(0.75 * 5.548341 / 25 * 24 / 23), abs=0.001)
    assert found.degrees == 23


def test_lohrs_dead_trees_by_ratio() -> None:
    # 289/265 = 1.090566; x 1,130 = 1,232.34. Residuals' squares by hand below; times (11.3/10.6)^2.
    found = ratio([TREES])
    assert found is not None
    assert found.point == pytest.approx(1130 * 289 / 265, abs=1e-9)
    squares = sum((field - 289 / 265 * photo) ** 2 for field, photo in zip(FIELD, PHOTO, strict=True))
    assert found.standard_error == pytest.approx(100 * math.sqrt(0.75 * squares / 24 / 25) * 11.3 / 10.6, rel=1e-12)


def test_strata_by_hand() -> None:
    # Stratum a: N 10, errors 2 and 4: mean 3, s^2 2, 100 x 0.8 x 2/2 = 80. Stratum b: N 4, errors 0, 0, 6: mean 2,
    # s^2 12, 16 x 0.25 x 12/3 = 16. Total 30 + 8 = 38, SE sqrt(96), 5 - 2 = 3 degrees.
    strata = [Reviewed("a", 10, (2.0, 4.0)), Reviewed("b", 4, (0.0, 0.0, 6.0))]
    assert difference(strata) == Estimate("difference", 38.0, pytest.approx(math.sqrt(96)), 3)
    # Of 14 units 10 x 2/2 + 4 x 1/3 are in error; p q / (n - 1): 0, and 16 x 0.25 x (2/9)/2.
    wrong = attribute("in error", strata, [[True, True], [False, False, True]])
    assert wrong.point == pytest.approx(10 + 4 / 3)
    assert wrong.standard_error == pytest.approx(math.sqrt(16 * 0.25 * (2 / 9) / 2))


def test_a_stratum_that_was_reviewed_whole_leaves_no_doubt() -> None:
    census = Reviewed("a", 2, (5.0, 7.0))
    assert difference([census]) == Estimate("difference", 12.0, 0.0, 0)
    assert {(one.lower, one.upper) for one in limits(difference([census]))} == {(12.0, 12.0)}
    assert difference([census, Reviewed("b", 10, (1.0, 2.0, 3.0))]).degrees == 2
    assert difference([Reviewed("a", 1, (5.0,)), Reviewed("b", 10, (1.0, 2.0))]).point == 20.0


def test_lohrs_supermarkets_by_size() -> None:
    # Lohr 6.2: four stores of 100, 200, 300 and 1,000 square metres. Drawn: 100 (sales 11) and 1,000 (sales 245):
    # 11 x 1600/100 = 176, 245 x 1600/1000 = 392; mean 284, SE sqrt(((176-284)^2 + (392-284)^2) / 1 / 2) = 108.
    drawn = Reviewed("2", 4, (11.0, 245.0), (100.0, 1000.0), 1600.0)
    assert by_size(None, drawn) == Estimate("by size", pytest.approx(284.0), pytest.approx(108.0), 1)
    certain = Reviewed("1", 2, (40.0, -10.0), (5000.0, 6000.0), 11000.0)
    assert by_size(certain, drawn).point == pytest.approx(314.0)
    assert by_size(certain, None) == Estimate("by size", 30.0, 0.0, 0)


def test_oig_a_09_20_03010() -> None:
    # 33,125 beneficiary days, 100 drawn, 51 in error, $12,546: 33,125 x 125.46 = 4,155,862.50, "about $4.2 million".
    # How the dollars were spread is not published; here evenly, which the total does not depend on.
    errors = (246.0,) * 51 + (0.0,) * 49
    assert sum(errors) == 12546
    found = difference([Reviewed("1", 33125, errors)])
    assert found.point == 4155862.5
    rate = attribute("in error", [Reviewed("1", 33125, errors)], [[error > 0 for error in errors]])
    assert rate.point == pytest.approx(0.51 * 33125)


def test_oig_a_09_22_03006_was_not_a_simple_mean() -> None:
    # 218,421 sessions, 120 drawn, $18,084 in error: as a simple sample $32.9 million, but the report has $29.6 million,
    # so units had unequal chances (a stratified sample); the strata are not published.
    found = difference([Reviewed("1", 218421, (18084 / 120,) * 120)])
    assert found.point / 1e6 == pytest.approx(32.9, abs=0.05)
    assert abs(found.point / 1e6 - 29.6) > 3


def test_a_survey_package_gives_the_same() -> None:
    # svy 0.35.0 on the same units, by Taylor linearisation (the numbers are its own); the next test asks it again.
    strata = surveyed()
    net = difference(strata)
    assert (net.point, net.standard_error) == pytest.approx(SVY["total"][:2], rel=1e-9)
    at_90 = bound(net, "two", 0.90)
    assert (at_90.lower, at_90.upper) == pytest.approx(SVY["total"][2:], rel=1e-9)
    share = ratio(strata)
    amount = sum(one.frame_amount or 0 for one in strata)
    assert share is not None
    assert (share.point / amount, share.standard_error / amount) == pytest.approx(SVY["ratio"][:2], rel=1e-9)
    wrong = attribute("in error", strata, [[error != 0 for error in one.errors] for one in strata])
    assert (wrong.point, wrong.standard_error) == pytest.approx(SVY["in error"][:2], rel=1e-9)


def test_the_survey_package_itself() -> None:
    svy = pytest.importorskip("svy", reason="the survey package svy is not in the lock: pip install svy to run this")
    import polars as pl

    rows = [(name, FRAME_UNITS[name], amount, error) for name, amount, error in UNITS]
    frame = pl.DataFrame(rows, schema=["stratum", "units", "amount", "error"], orient="row").with_columns(
        weight=pl.col("units") / pl.len().over("stratum"), wrong=(pl.col("error") != 0).cast(pl.Float64)
    )
    asked = svy.Sample(frame, svy.Design(stratum="stratum", wgt="weight", pop_size="units")).estimation
    for name, estimate in (
        ("total", asked.total("error", alpha=0.10)),
        ("ratio", asked.ratio("error", "amount", alpha=0.10)),
        ("in error", asked.total("wrong", alpha=0.10)),
    ):
        one = estimate.estimates[0]
        assert (one.est, one.se, one.lci, one.uci) == pytest.approx(SVY[name], rel=1e-9), name


def test_statsmodels_gives_the_same_regression() -> None:
    sm = pytest.importorskip("statsmodels.api", reason="statsmodels is not in the lock: pip install it to run this")
    import numpy as np

    fitted = sm.OLS(np.array(TREES.errors), sm.add_constant(np.array(TREES.amounts))).fit()
    (found,) = regressions([TREES])
    assert found.point == pytest.approx(100 * fitted.predict([1.0, 11.3])[0], rel=1e-9)
    assert found.standard_error == pytest.approx(100 * math.sqrt(0.75 * fitted.mse_resid / 25), rel=1e-9)
    described = sm.stats.DescrStatsW(np.array(SIGNATURES.errors))
    net = difference([SIGNATURES])
    assert net.standard_error == pytest.approx(676 * described.std_mean * math.sqrt(1 - 50 / 676), rel=1e-9)


def test_scipy_gives_the_same_skewness() -> None:
    from scipy import stats

    assert skewness(SIGNATURES.errors) == pytest.approx(stats.skew(SIGNATURES.errors), rel=1e-9)
    assert skewness((3.0, 3.0)) is None
    assert mean((0.1,) * 10) == 0.1  # exact sums


def test_regressions_in_strata_against_least_squares() -> None:
    # The separate slopes are those of each stratum's own least squares; the combined one that of least squares with a
    # constant for each stratum and weights N^2 (1 - n/N) / (n (n - 1)). Residuals and their variance as in Cochran.
    import numpy as np

    strata = surveyed()
    for one in strata:  # the frame's amounts are other than the sample's, or the slope would not matter
        object.__setattr__(one, "frame_amount", (one.frame_amount or 0) * 1.1)
    rows = [(at, amount, error) for at, one in enumerate(strata)
            for amount, error in zip(one.amounts or (), one.errors, strict=True)]  # fmt: skip
    stratum, amount, error = (np.array(column) for column in zip(*rows, strict=True))
    size, units = np.bincount(stratum), np.array([one.frame_units for one in strata])
    weight = units**2 * (1 - size / units) / (size * (size - 1))
    constants = np.eye(len(strata))[stratum]
    root = np.sqrt(weight[stratum])
    together, *_ = np.linalg.lstsq(np.c_[constants, amount] * root[:, None], error * root, rcond=None)
    apart, *_ = np.linalg.lstsq(np.c_[constants, constants * amount[:, None]], error, rcond=None)
    frame = np.array([(one.frame_amount or 0) / one.frame_units for one in strata])

    separate, combined = regressions(strata)
    assert separate.point == pytest.approx((units * (apart[:3] + apart[3:] * frame)).sum(), rel=1e-9)
    residuals = error - constants @ apart[:3] - constants @ apart[3:] * amount
    by_stratum = np.bincount(stratum, residuals**2)
    assert separate.standard_error == pytest.approx(
        np.sqrt((units**2 * (1 - size / units) / size * by_stratum / (size - 2)).sum()), rel=1e-9
    )
    assert combined.point == pytest.approx((units * (together[:3] + together[3] * frame)).sum(), rel=1e-9)
    residuals = error - constants @ together[:3] - together[3] * amount
    assert combined.standard_error == pytest.approx(
        np.sqrt((weight * np.bincount(stratum, residuals**2)).sum()), rel=1e-9
    )
    assert (separate.degrees, combined.degrees) == (15 - 6, 15 - 3 - 1)


def test_two_strata_alike_are_twice_one() -> None:
    (one,), (separate, combined) = regressions([TREES]), regressions([TREES, TREES])
    assert separate.point == pytest.approx(2 * one.point)
    assert combined.point == pytest.approx(2 * one.point)
    assert separate.standard_error == pytest.approx(math.sqrt(2) * one.standard_error)
    assert combined.standard_error == pytest.approx(math.sqrt(2 * 23 / 24) * one.standard_error)
    # a stratum reviewed whole adds its errors and no doubt, whatever its size
    census = Reviewed("3", 2, (5.0, 7.0), (10.0, 30.0), 40.0)
    assert regressions([TREES, census])[0] == Estimate(
        "regression (separate)", pytest.approx(one.point + 12), one.standard_error, 23
    )
    assert regressions([census])[0] == Estimate("regression", 12.0, 0.0, 0)


def test_a_survey_package_gives_the_same_by_size() -> None:
    # svy 0.35.0, weights 40,000 / (8 x amount), no strata: a mean of the attribute, a total of the errors.
    amounts = (307.72, 256.62, 257.34, 106.43, 233.06, 350.93, 158.26, 135.02)
    errors = (30.77, 0.0, 128.67, 106.43, 0.0, 0.0, 158.26, 0.0)
    drawn = Reviewed("2", 100, errors, amounts, 40000.0)
    has = [[error > 0 for error in errors]]
    found = attribute_by_size("in error", None, drawn, has)
    assert (found.point / 100, found.standard_error / 100) == pytest.approx((0.5533586854575937, 0.2009768569877964))
    assert (found.degrees, attribute_by_size("all", None, drawn, [[True] * 8]).point) == (7, pytest.approx(100))
    total = by_size(None, drawn)
    assert (total.point, total.standard_error) == pytest.approx((12999.967502924737, 6358.353166782678))
    # those drawn for certain are counted
    certain = Reviewed("1", 2, (5.0, 0.0), (900.0, 800.0), 1700.0)
    with_certain = attribute_by_size("in error", certain, drawn, [[True, False], *has])
    assert with_certain.point == pytest.approx(found.point + 1)
    assert with_certain.standard_error == found.standard_error
    assert attribute_by_size("in error", certain, None, [[True, False]]) == Estimate("in error", 1.0, 0.0, 0)


def test_what_cannot_be_estimated_is_not() -> None:
    assert ratio([Reviewed("1", 10, (1.0, 2.0))]) is None
    assert ratio([Reviewed("1", 10, (1.0, 2.0), (0.0, 0.0), 0.0)]) is None
    assert regressions([Reviewed("1", 10, (1.0, 2.0))]) == []
    assert regressions([Reviewed("1", 10, (1.0, 2.0, 3.0), (5.0, 5.0, 5.0), 50.0)]) == []
    assert regressions([Reviewed("1", 10, (1.0, 2.0), (5.0, 6.0), 50.0)]) == []
    alike = Reviewed("2", 10, (1.0, 2.0, 3.0), (5.0, 5.0, 5.0), 50.0)
    assert [one.name for one in regressions([TREES, alike])] == ["regression (combined)"]
    assert regressions([alike, alike]) == []


@pytest.mark.parametrize(
    ("strata", "words"),
    [
        ([Reviewed("1", 10, ())], "The sample has no reviewed unit"),
        ([Reviewed("1", 10, (5.0,))], "The sample has one reviewed unit, which shows no variance"),
        ([Reviewed("1", 2, (5.0, 5.0, 5.0))], "The sample has 3 reviewed units, but its frame has 2"),
        ([Reviewed("a", 9, (5.0, 1.0)), Reviewed("b", 9, (5.0,))], "The stratum b has one reviewed unit"),
    ],
)
def test_samples_that_are_refused(strata: list[Reviewed], words: str) -> None:
    with pytest.raises(InputRefused, match=words):
        check(strata)
