"""One provider beside the peers of a drawn practice, worked by hand (tests/reports/practice.py)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from facetaudit.audit.opened import Audit
from facetaudit.errors import UsageError
from facetaudit.reporting import provider_profile_views as views
from facetaudit.reporting.html import MISSING, Html
from facetaudit.reporting.peer_rates import TOO_FEW
from tests.reports.charted import BOTH_SIDES, SEDATES
from tests.reports.practice import ANN, CENTER, PEERS, SAM
from tests.reports.test_claim_history import cells


def rates(of: Audit, npi: str) -> dict[str, list[str]]:
    """The table beside the peers, by rate."""
    table = views.beside_peers(of, npi)
    return {
        str(row[0]): [cell.markup if isinstance(cell, Html) else str(cell) for cell in row[1:]]
        for row in table.rows  # type: ignore[union-attr]
    }


def test_rates_beside_the_peers(practice: Audit) -> None:
    found = rates(practice, ANN)
    # peers' sessions per patient are 1.00 each
    assert found["Sessions per patient"] == ["1.09", "24 sessions to 22 patients", "5", "1.00", "1 of 6"]
    # 8 x 3 + 16 = 40 levels; peers (10 + 2k) / 10: 1.0 1.2 1.4 1.6 1.8
    assert found["Levels per injection session"] == [
        "1.67",
        "40 levels to 24 injection sessions",
        "5",
        "1.40",
        "2 of 6",
    ]
    # peers 0 10 20 30 40 percent
    assert found["Injection sessions with a third level"] == ["33.3 %", "8 of 24 sessions", "5", "20.0 %", "2 of 6"]
    assert found["Sessions on both sides"] == ["8.3 %", "2 of 24 sessions", "5", "0.0 %", "1 of 6"]
    assert found["Injection sessions with KX"] == ["0.0 %", "0 of 24 sessions", "5", "0.0 %", "1 of 6"]
    # peers k findings on 10 + 2k lines: 0, 8.3, 14.3, 18.75, 22.2
    assert found["Findings per 100 facet lines"] == ["20.0", "8 findings to 40 lines", "5", "14.3", "2 of 6"]
    # 400 / 3300; peers 50k / (1000 + 100k): 0, 4.5, 8.3, 11.5, 14.3
    assert found["Overpaid, certain, of allowed"] == ["12.1 %", "$400.00 of $3,300.00", "5", "8.3 %", "2 of 6"]


def test_where_there_are_no_diagnostic_sessions_there_is_no_rate(practice: Audit) -> None:
    assert rates(practice, ANN)["Ablation sessions per diagnostic session"] == [MISSING, MISSING, "0", TOO_FEW, TOO_FEW]


def test_few_sessions_are_not_ranked_and_the_center_has_no_peers(practice: Audit) -> None:
    found = rates(practice, SAM)
    assert found["Sessions per patient"] == ["1.00", "1 session to 1 patient", "6", "1.00", TOO_FEW]
    assert found["Overpaid, with probable, of allowed"][:2] == ["-7.1 %", "-$10.00 of $140.00"]
    assert {row[2] for row in rates(practice, CENTER).values()} == {"0"}


def test_both_sides_of_one_code_on_two_lines_and_kx(charted: Audit) -> None:
    found = rates(charted, BOTH_SIDES)
    assert found["Sessions on both sides"][:2] == ["33.3 %", "1 of 3 sessions"]
    assert found["Injection sessions with KX"][:2] == ["50.0 %", "1 of 2 sessions"]
    assert found["Ablation sessions per diagnostic session"][:2] == ["1.00", "1 ablation to 1 diagnostic session"]


def test_what_to_fix_first(practice: Audit) -> None:
    (row,) = views.fix_first(practice, ANN).rows
    assert row[:5] == ["FA102", "third-level-not-covered", "certain", 8, 8]
    assert [str(dollars) for dollars in row[5:7]] == ["400.00", "320.00"]
    assert row[8:10] == ["64493-RT x1, 64494-RT x1", 8]
    assert views.fix_first(practice, ANN).totals[5] == Decimal("400.00")


def test_the_most_dollars_come_first_and_findings_of_form_last(sample: Audit) -> None:
    from tests.reports.conftest import SAMPLE_NPI

    rows = views.fix_first(sample, SAMPLE_NPI).rows
    dollars = [row[5] if row[5] is not None and row[5] == row[5] else Decimal(0) for row in rows]
    assert dollars == sorted(dollars, reverse=True)
    assert dollars[0] > 0
    lines = sample.sql("select * from lines where active")
    own = lines[lines["rendering_npi"].fillna(lines["billing_npi"]) == SAMPLE_NPI]
    exposed = sample.exposure("review").merge(own[["claim_id", "line_number"]])
    assert sum(dollars) == exposed["overpayment_allowed"].sum()


def test_months_with_lines_or_findings(practice: Audit) -> None:
    assert cells(views.by_month(practice, ANN)) == [
        ["2025-05", "2", "2", "0", "0", "0", MISSING],
        ["2025-03", "38", "22", "8", "0", "0", "$400.00"],
    ]
    assert "8 findings of one provider" in views.by_month_figure(practice, ANN).alt  # type: ignore[union-attr]


def test_the_headline(practice: Audit) -> None:
    said = views.headline(practice, ANN).markup
    assert "40 active facet lines: 24 claims of 22 patients in 24 sessions" in said
    assert "$3,300.00 allowed" in said
    assert "$400.00 by certain findings, $400.00 with probable ones, $400.00 with those for review" in said
    assert "$0.00 by certain findings, -$10.00 with probable ones" in views.headline(practice, SAM).markup
    assert "No line of this provider carries dollars at issue." in views.headline(practice, PEERS[0]).markup


def test_a_provider_without_facet_lines_has_a_page(charted: Audit) -> None:
    assert "This provider has no facet line" in views.headline(charted, SEDATES).markup
    assert "This provider has no facet line" in views.beside_peers(charted, SEDATES).markup  # type: ignore[union-attr]
    assert [row[0] for row in views.fix_first(charted, SEDATES).rows] == ["FA502"]


def test_an_unknown_provider_is_refused(practice: Audit) -> None:
    with pytest.raises(UsageError, match="No line of this audit has the NPI"):
        views.headline(practice, "12")
