"""The drawn practice's sample on the repayment diagnostic, by hand and as the appraisal's files have it."""

from __future__ import annotations

import csv
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from facetaudit.audit.opened import Audit
from facetaudit.errors import UsageError
from facetaudit.reporting import repayment_diagnostic_views as views
from facetaudit.reporting.html import Html, Table, money
from facetaudit.reporting.runner import run_report
from facetaudit.statistics.appraisal import appraise
from facetaudit.statistics.sampling import Sample, sample
from tests.reports.practice import ANN
from tests.reports.test_every_page import WRONG, Read
from tests.statistics.test_review import answer, filled, rows_where

Folders = tuple[Sample, Path]


def draw(of: Audit, out: Path, design: str = "simple", seed: int = 5, **other: Any) -> Sample:
    return sample(of.folder, unit="line", design=design, size=40, seed=seed, out=out, **other)


@pytest.fixture(scope="module")
def folders(practice: Audit, tmp_path_factory: pytest.TempPathFactory) -> Folders:
    """Forty of the 122 lines; of the third levels drawn one is documented, all else is agreed with."""

    def change(lines: Any, findings: Any) -> None:
        first = rows_where(lines, "hcpcs", "64495")[0]
        answer(lines, first, verdict="disagree", corrected_amount=40, reason="documented")
        answer(findings, rows_where(findings, "code", "FA102")[0], verdict="disagree", reason="documented")

    out = tmp_path_factory.mktemp("sampled")
    drawn = draw(practice, out / "sample")
    worksheet = filled(drawn, out / "w.xlsx", change)
    return drawn, appraise(drawn.folder, worksheet=worksheet, out=out / "appraisal").folder


def test_without_a_sample_the_page_says_how_to_draw_one(practice: Audit) -> None:
    none = views.review(practice)
    assert "No sample was given: `facetaudit sample AUDIT_DIR --unit claim" in views.design(none).markup
    for view in (views.verdicts, views.estimates, views.precision, views.after):
        assert view(none) == Html("")


def test_how_it_was_drawn(practice: Audit, folders: Folders) -> None:
    of = views.review(practice, str(folders[0].folder))
    said = views.design(of).markup
    assert "40 units of 122 drawn, a simple random sample, seed 5." in said
    assert "The unit is the line; dollars are paid amounts." in said
    assert "The frame: active lines, codes INJ, RFA, US." in said
    assert folders[0].manifest["content_sha256"][:12] in said
    assert "fill its worksheet in" in views.verdicts(of).markup  # type: ignore[union-attr]
    # 122 lines: 3,300 + 6,000 + 7,000 + 140 allowed, 80 percent of it paid
    assert "$13,152.00" in said


def test_designs_and_narrowed_frames_in_words(practice: Audit, tmp_path: Path) -> None:
    drawn = sample(practice.folder, unit="claim", design="pps", size=12, seed=1, npi=ANN, out=tmp_path / "pps")
    said = views.design(views.review(practice, str(drawn.folder))).markup
    assert "12 units of 24 drawn, with probability proportional to the amount, seed 1" in said
    assert f"provider {ANN}" in said
    assert "drawn systematically in the order of SHA-256" in said
    planned = sample(
        practice.folder, unit="line", design="simple", precision=0.5, seed=1, out=tmp_path / "planned"
    )  # fmt: skip
    said = views.design(views.review(practice, str(planned.folder))).markup
    assert "planned for limits within 50.00 % of the total at 90.00 % confidence" in said


def cells(shown: Table | Html) -> list[list[str]]:
    assert isinstance(shown, Table)
    return [[cell.markup if isinstance(cell, Html) else str(cell) for cell in row] for row in shown.rows]


def test_verdicts_estimates_and_precision_by_hand(practice: Audit, folders: Folders) -> None:
    drawn, appraisal = folders
    of = views.review(practice, appraisal_dir=str(appraisal))
    third = sum(drawn.lines()["hcpcs"] == "64495")
    assert third > 2
    rows = cells(views.verdicts(of))
    assert [row[:3] for row in rows if row[1] in ("disagree", "overturned")] == [
        ["line", "disagree", "1"], ["finding", "overturned", "1"],
    ]  # fmt: skip
    # each further third level is overpaid by 40; SAM's two lines are payable as one of 150, on the first of them
    sams = drawn.lines()[drawn.lines()["claim_id"] == "S0"]
    total = 40 * (third - 1) + sum(sams["amount"] - sams["proposed_amount"])
    point = money(Decimal(122) / 40 * total)
    said = views.estimates(of).markup
    assert f"Estimated net overpayment of the frame (difference): {point}, standard error " in said
    assert "lower limit of the one-sided 90% interval (Program Integrity Manual)" in said
    assert "lower limit of the two-sided 90% interval (OIG)" in said
    (row,) = [row for row in cells(views.precision(of)) if row[0] == "FA102"]
    assert row[2:8] == ["certain", "18", str(third - 1), "0", "1", "0"]
    assert row[8] == f"{100 * (third - 1) / third:.2f} %"
    # of 18 third levels those drawn are replaced by what the verdicts say of the drawn lines
    certain = [720, 40 * third, total, 720 - 40 * third + total]
    cells_of_certain = "".join(f'<td class="money">{money(dollars)}</td>' for dollars in certain)
    assert f'<td class="name">certain</td>{cells_of_certain}</tr>' in views.after(of).markup


def test_every_figure_is_the_appraisals_own(practice: Audit, folders: Folders) -> None:
    said = views.estimates(views.review(practice, *map(str, (folders[0].folder, folders[1])))).markup
    for name, columns in (("estimates", ("point",)), ("demands", ("dollars",)), ("limits", ("lower", "upper")),
                          ("checks", ("dollars",))):  # fmt: skip
        with (folders[1] / f"{name}.csv").open(newline="") as file:
            for row in csv.DictReader(file):
                for column in columns:
                    assert f">{money(row[column])}</td>" in said, (name, row)
    with (folders[1] / "attributes.csv").open(newline="") as file:
        central = [row for row in csv.DictReader(file) if (row["sides"], row["confidence"]) == ("two", "0.90")]
    for row in central:
        limits = "".join(f'<td class="number">{row[name]}</td>' for name in ("lower_units", "upper_units"))
        assert limits in said, row


def test_values_behind_the_demands_are_listed_as_unverified(practice: Audit, folders: Folders) -> None:
    of = views.diagnose(practice, "-", "-", "certain", "-")
    listed = {row[1] for row in views.unverified(of, views.review(practice, appraisal_dir=str(folders[1]))).rows}
    assert {"demand_one_sided_percent", "demand_two_sided_percent"} <= listed
    assert "demand_one_sided_percent" not in {row[1] for row in views.unverified(of, views.review(practice)).rows}


Asked = Callable[[Audit, Sample, Path, Path], Any]
REFUSED: dict[str, tuple[Asked, str]] = {
    "no folder": (lambda of, drawn, appraisal, tmp: views.review(of, str(tmp / "x")), "is no sample folder"),
    "a sample as appraisal": (
        lambda of, drawn, appraisal, tmp: views.review(of, "-", str(drawn.folder)), "is no appraisal folder",
    ),
    "another sample": (
        lambda of, drawn, appraisal, tmp: views.review(of, str(draw(of, tmp / "s", seed=6).folder), str(appraisal)),
        "appraises another sample than",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_folders_that_do_not_belong_are_refused(practice: Audit, folders: Folders, tmp_path: Path, name: str) -> None:
    asked, words = REFUSED[name]
    with pytest.raises(UsageError, match=words):
        asked(practice, *folders, tmp_path)


def test_another_audits_sample_is_refused(clean: Audit, folders: Folders) -> None:
    with pytest.raises(UsageError, match="is no sample of the audit"):
        views.review(clean, str(folders[0].folder))
    with pytest.raises(UsageError, match="appraises no sample of the audit"):
        views.review(clean, appraisal_dir=str(folders[1]))


def test_the_page(practice: Audit, folders: Folders, tmp_path: Path) -> None:
    given = {"sample_dir": str(folders[0].folder), "appraisal_dir": str(folders[1])}
    text = Read(run_report("repayment_diagnostic", practice.folder, tmp_path / "page.html", given)).text
    assert not WRONG.search(text)
    assert "Estimated net overpayment of the frame" in text
    assert text.count("demand_one_sided_percent") == 1
