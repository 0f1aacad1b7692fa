"""Rounds of the drawn practice (tests/reports/practice.py) and of the shipped sample, by hand and by the command."""

from __future__ import annotations

import datetime

import pytest

import facetaudit as fa
from facetaudit.audit.opened import Audit
from facetaudit.reporting import tpe_readiness_views as views
from facetaudit.reporting.html import Html, Picture, Table
from facetaudit.reporting.tpe_rounds import Rounds
from tests.reports.charted import OTHER_PAYER
from tests.reports.practice import ANN, SAM


def play(of: Audit, npi: str, cycle_date: str = "2025-06-01", size: int = 20, **other: str) -> Rounds:
    return views.play(views.draw(of, npi, cycle_date, size, **other))


def table(shown: Table | Html) -> list[list[str]]:
    """The cells as text, markup as it is."""
    assert isinstance(shown, Table)
    return [[cell.markup if isinstance(cell, Html) else str(cell) for cell in row] for row in shown.rows]


def test_chances_by_hand(practice: Audit) -> None:
    # 8 of 24 claims are in error, 4 of 20 may be: all 16 right ones are drawn, C(8,4) / C(24,20) = 70/10,626 = 0.0066;
    # by round 3 1 - (1 - 0.0066)^3 = 0.0196. With FA102 cured none is in error.
    rounds = play(practice, ANN)
    rows = table(views.by_size(rounds))
    assert [row[:6] for row in rows] == [
        [name, "20", "4", "0.66 %", "1.31 %", "1.96 %"] for name in ("certain", "certain and probable", "with review")
    ]
    cured = [row[1:4] for row in table(views.cures(rounds))[:2]]
    assert cured == [["nothing", "8", "0.66 %"], ["FA102", "0", "100.00 %"]]
    assert table(views.defects(rounds)) == [["FA102", "third-level-not-covered", "8", "8", "400.00"]]
    # a claim of 200 with 50 overpaid: 10 above a fifth
    assert table(views.drivers(rounds))[0] == [
        "A00", "2025-03-04", "certain", "FA102", "200.00", "50.00", "10.00",
    ]  # fmt: skip
    said = views.chances(rounds).markup
    assert "a round of 20 is passed with a chance of 0.66 % by claims" in said
    assert "8 of 24 claims are in error now; 4 in the probe may be." in said
    assert "not above 20.0 % (palmetto-tpe, seen): over 20.0 % is Palmetto's figure, other MACs set their own" in said
    assert "A probe of 25 cannot be drawn of 24 claims." in said
    figure = views.cures_figure(rounds)
    assert isinstance(figure, Picture)
    assert "0.66 % of one round as it is, 100.00 % once FA102 are cured" in figure.alt


def test_thresholds_of_other_macs(practice: Audit) -> None:
    rows = table(views.by_threshold(play(practice, ANN, threshold="0.35")))
    # at least 4 wrong ones are drawn, so 3 of 20 is never passed; 5 of 20 too: C(8,5) C(16,15) = 896 more of 10,626
    by_hand = {"10.0 %": 0, "15.0 %": 0, "20.0 %": 70, "25.0 %": 70 + 896}
    # 6 of 20: C(8,6) C(16,14) = 3,360; 7 of 20: C(8,7) C(16,13) = 4,480
    by_hand |= {"30.0 %": 70 + 896 + 3360, "35.0 %, this page": 70 + 896 + 3360 + 4480}
    assert rows == [[name, f"{number / 106.26:.2f} %"] for name, number in by_hand.items()]


def test_the_figures_are_those_of_the_command(practice: Audit) -> None:
    rounds = play(practice, ANN, cycle_date="2025-05-01", size=22, threshold="0.3")
    found = fa.tpe(
        practice.folder, npi=ANN, probe_sizes=[20, 22], threshold=0.3, first=datetime.date(2024, 5, 1),
        last=datetime.date(2025, 4, 30),
    )  # fmt: skip
    assert rounds.found is not None
    assert (rounds.found.rounds, rounds.found.claims) == (found.rounds, found.claims)
    assert rounds.size == 22
    assert found.rounds[0]["claims"] == 22  # those of May are left out
    dollars = float(found.rounds[0]["dollars_pass_round"])
    assert table(views.by_size(rounds))[0][6] == f"{100 * dollars:.2f} %"


def test_where_no_round_can_be_drawn_the_page_says_why(practice: Audit, charted: Audit) -> None:
    short, none = "1 Medicare facet claim, too few", "no active Medicare facet line"
    for audit, npi, why in ((practice, SAM, short), (charted, OTHER_PAYER, none)):
        rounds = play(audit, npi)
        assert f"No rounds are played through. The provider has {why}" in views.chances(rounds).markup
        for view in (views.cures_figure, views.by_size, views.by_threshold, views.cures, views.defects, views.drivers):
            assert view(rounds) == Html("")


@pytest.mark.parametrize("size", [20, 40])
def test_the_largest_probe_that_can_be_drawn_stands_for_the_pages(practice: Audit, size: int) -> None:
    assert play(practice, ANN, size=size).size == 20
