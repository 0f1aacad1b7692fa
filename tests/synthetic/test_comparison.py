"""Labels against findings: what counts as missed, as extra and as neither."""

from __future__ import annotations

from pathlib import Path

from facetaudit.synthetic.comparison import Agreement, Comparison, compare

LABELS = """claim_id,line_number,code,scenario,certainty
1,1,FA101,a,certain
1,2,FA101,a,certain
2,1,FA102,b,probable
3,1,FA407,c,review
4,1,FA407,c,review
"""
FINDINGS = """finding_id,code,detector,certainty,claim_id,line_number
x1,FA101,joints-exceeded,certain,1,1
x2,FA101,joints-exceeded,certain,9,1
x3,FA102,third-level-not-covered,certain,2,1
x4,FA407,rfa-without-diagnostics,review,3,1
x5,FA407,rfa-without-diagnostics,review,8,1
"""


def compared(tmp_path: Path) -> Comparison:
    (tmp_path / "labels.csv").write_text(LABELS, encoding="utf-8")
    (tmp_path / "findings.csv").write_text(FINDINGS, encoding="utf-8")
    return compare(tmp_path / "labels.csv", tmp_path / "findings.csv")


def test_a_wrong_certainty_is_missed_and_extra(tmp_path: Path) -> None:
    both = compared(tmp_path)
    assert both.missed == {
        ("FA101", "certain", "1", "2"),
        ("FA102", "probable", "2", "1"),
        ("FA407", "review", "4", "1"),
    }
    assert both.extra == {("FA101", "certain", "9", "1"), ("FA102", "certain", "2", "1")}


def test_what_is_labelled_in_part_can_be_missed_but_not_extra(tmp_path: Path) -> None:
    by_detector = compared(tmp_path).by_detector()
    assert by_detector["FA407", "review"] == Agreement(labelled=2, found=2, true=1)
    assert not any(key.code == "FA407" for key in compared(tmp_path).extra)


def test_figures(tmp_path: Path) -> None:
    by_detector = compared(tmp_path).by_detector()
    assert list(by_detector) == [
        ("FA101", "certain"),
        ("FA102", "certain"),
        ("FA102", "probable"),
        ("FA407", "review"),
    ]
    first, wrong, unfound, _ = by_detector.values()
    assert (first.labelled, first.found, first.true, first.missed, first.extra) == (2, 2, 1, 1, 1)
    assert (first.precision, first.recall) == (0.5, 0.5)
    assert (wrong.precision, wrong.recall) == (0.0, None)
    assert (unfound.precision, unfound.recall) == (None, 0.0)
