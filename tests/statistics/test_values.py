"""Sample values from a plain file, and what is refused of it."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from facetaudit.errors import FacetauditError, InputRefused, UsageError
from facetaudit.statistics.appraisal import Appraisal, appraise
from facetaudit.statistics.values import read


def of(tmp_path: Path, text: str) -> Appraisal:
    """The appraisal of a file with this text."""
    file = tmp_path / "values.csv"
    file.write_text(text, encoding="utf-8")
    return appraise(values_file=file, out=tmp_path / "out")


def test_oigs_sample_in_full(tmp_path: Path) -> None:
    rows = ["246.00"] * 51 + ["0"] * 49
    found = of(tmp_path, "error,frame_size\n" + "".join(f"{error},33125\n" for error in rows))
    (estimate,) = found.results.estimates
    assert (estimate["point"], estimate["degrees"]) == ("4155862.50", 99)
    # s^2 = (51 x 246^2 - 100 x 125.46^2) / 99 = 15,276.0; SE = 33,125 x sqrt(15,276.0/100 x (1 - 100/33,125)).
    assert float(estimate["standard_error"]) == pytest.approx(408790, abs=10)
    # t(99): 1.2902 one-sided 90, 1.6604 two-sided 90.
    one, two = (float(row["dollars"]) for row in found.results.demands)
    assert one == pytest.approx(4155862.50 - 1.2902 * 408790, abs=60)
    assert two == pytest.approx(4155862.50 - 1.6604 * 408790, abs=60)
    assert [row["demand"].split(" (")[1] for row in found.results.demands] == ["Program Integrity Manual)", "OIG)"]
    wrong = [row for row in found.results.attributes if row["attribute"] == "in error" and row["sides"] == "two"]
    assert [(row["lower_units"], row["method"]) for row in wrong][1] == ("14030.00", "exact, hypergeometric")


def test_files_are_private_whole_and_the_same_again(tmp_path: Path) -> None:
    text = "stratum,amount,correct,frame_size,frame_amount\n" + "".join(
        f"{number % 2},{100 + number},{100 + number * (number % 3)},{50},{6000}\n" for number in range(20)
    )
    found = of(tmp_path, text)
    assert sorted(file.name for file in found.folder.iterdir()) == [
        "attributes.csv", "checks.csv", "coverage.csv", "demands.csv", "estimates.csv", "limits.csv", "manifest.json",
        "strata.csv", "summary.json",
    ]  # fmt: skip
    again = appraise(values_file=tmp_path / "values.csv", out=tmp_path / "again")
    for file in found.folder.iterdir():
        assert file.read_bytes() == (again.folder / file.name).read_bytes()
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [row["estimator"] for row in found.results.estimates] == [
        "difference", "ratio", "regression (separate)", "regression (combined)",
    ]  # fmt: skip
    assert json.loads((found.folder / "manifest.json").read_text())["values"]["name"] == "values.csv"


def test_limits_of_counts_stay_within_what_was_seen(tmp_path: Path) -> None:
    # Of 5 of 10 units one is in error, of 5 of 20 none: 2 units by the estimate, 9 right ones seen of 30.
    rows = [f"{number % 2},{'50' if number == 0 else '0'},{10 if number % 2 == 0 else 20}" for number in range(10)]
    found = of(tmp_path, "stratum,error,frame_size\n" + "\n".join(rows) + "\n").results
    limits = [row for row in found.attributes if row["attribute"] == "in error" and row["sides"] == "two"]
    assert limits[0]["estimated_units"] == "2.00"
    assert {row["lower_units"] for row in limits} == {"1.00"}  # t says less than one at 95 percent
    assert all(float(row["upper_units"]) <= 21 for row in limits)
    wide = [row for row in found.attributes if row["attribute"] == "underpaid"]
    assert {row["upper_units"] for row in wide} == {""}


def test_underpayments_are_netted(tmp_path: Path) -> None:
    found = of(tmp_path, "error,frame_size\n30,10\n-10,10\n-5,10\n5,10\n0,10\n")
    (stratum,) = found.results.strata
    assert (stratum["overpaid"], stratum["underpaid"], stratum["total_error"]) == ("35.00", "-15.00", "20.00")
    assert found.results.estimates[0]["point"] == "40.00"
    kinds = {row["attribute"]: row["units_with"] for row in found.results.attributes}
    assert kinds == {"in error": 4, "overpaid": 2, "underpaid": 2}
    assert any("below zero" in words for words in found.results.warnings)


def test_all_zeros_say_so_and_keep_their_exact_limit(tmp_path: Path) -> None:
    found = of(tmp_path, "error,frame_size\n" + "0,500\n" * 30)
    assert found.results.estimates[0]["point"] == "0.00"
    (warning,) = found.results.warnings
    assert "No reviewed unit is in error" in warning
    upper = [row["upper_units"] for row in found.results.attributes if row["attribute"] == "in error"]
    assert upper[1] == "46.00"  # two-sided 90: C(454,30)/C(500,30) = 0.051, of 47 wrong 0.048


def test_one_huge_value_is_warned_of(tmp_path: Path) -> None:
    found = of(tmp_path, "error,frame_size\n" + "1,1000\n" * 29 + "5000,1000\n")
    words = " ".join(found.results.warnings)
    assert "skewed" in words
    assert "One reviewed unit makes up more than half" in words
    assert "normal limits are not to be trusted" in words
    assert float(found.results.coverage[0]["two_sided_90"]) < 0.88


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("error\n5\n", "lacks columns"),
        ("amount,frame_size\n5,10\n", "lacks columns"),
        ("error,correct,amount,frame_size\n5,1,2,10\n", "both error and correct"),
        ("error,frame_size\n", "has no rows"),
        ("error,frame_size\nfive,10\n", "row 2: error is no number"),
        ("error,frame_size\n5,10\nnan,10\n", "row 3: error is no number"),
        ("error,frame_size\n5,10\n,10\n", "row 3: error is empty"),
        ("error,frame_size\n5,10.5\n", "row 2: frame_size is no whole number"),
        ("error,frame_size\n5,0\n", "row 2: frame_size is no whole number"),
        ("error,frame_size\n5,1e12\n6,1e12\n", "row 2: frame_size is no whole number of 1 to 10,000,000"),
        ("error,frame_size\n5,10\n1e400,10\n", "row 3: error is a trillion dollars or more"),
        ("amount,correct,frame_size,frame_amount\n60,0,10,99\n60,0,10,99\n", "does not add up"),
        ("amount,correct,frame_size,frame_amount\n60,0,2,130\n60,0,2,130\n", "does not add up"),
        ("error,frame_size\n5,10\n6,11\n", "more than one frame_size in the stratum 1"),
        ("error,frame_size,stratum,frame_amount\n5,10,a,9\n6,10,a,8\n", "more than one frame_amount in the stratum a"),
        ("error,frame_size\n5,10\n", "one reviewed unit, which shows no variance"),
        ("error,frame_size\n5,2\n5,2\n5,2\n", "3 reviewed units, but its frame has 2"),
        ("error,frame_size,stratum\n5,9,a\n5,9,a\n5,9,b\n", "The stratum b has one reviewed unit"),
        ('error,frame_size\n"5,10\n', "cannot be read as CSV"),
    ],
)
def test_refusals_name_row_and_column(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(InputRefused, match=words):
        of(tmp_path, text)
    assert [file.name for file in tmp_path.iterdir()] == ["values.csv"]


def test_missing_inputs_are_refused(tmp_path: Path) -> None:
    for given in ({}, {"values_file": "v.csv", "worksheet": "w.xlsx"}, {"sample_dir": "s"}):
        with pytest.raises(UsageError, match="needs a sample folder with its --worksheet, or --values alone"):
            appraise(out=tmp_path / "out", **given)
    with pytest.raises(UsageError, match="The seed -1"):
        appraise(values_file="v.csv", out=tmp_path / "out", seed=-1)
    with pytest.raises(FacetauditError, match="cannot be read as CSV"):
        appraise(values_file=tmp_path / "none.csv", out=tmp_path / "out")


def test_a_stratum_alone_has_its_amounts(tmp_path: Path) -> None:
    file = tmp_path / "values.csv"
    file.write_text("\ufefferror,amount,frame_size,frame_amount,note\n1.10,5,9,40,x\n2.20,,9,40,\n", encoding="utf-8")
    (stratum,) = read(file)
    assert (stratum.errors, stratum.amounts, stratum.frame_amount) == ((1.1, 2.2), None, 40.0)


def test_names_of_strata_are_no_formulas(tmp_path: Path) -> None:
    found = of(tmp_path, "error,frame_size,stratum\n5,9,=1+1\n-6,9,=1+1\n")
    assert (found.folder / "strata.csv").read_text().splitlines()[1].startswith("'=1+1,9,,2,2,-1.00,5.00,-6.00,")
