"""One provider beside the peers of a drawn practice, worked by hand (tests/reports/practice.py)."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from facetaudit.audit.opened import Audit
from facetaudit.errors import InputRefused, UsageError
from facetaudit.reporting import provider_profile_views as views
from facetaudit.reporting.html import MISSING
from facetaudit.statistics.peers import peers
from tests.reports.charted import BOTH_SIDES, SEDATES
from tests.reports.practice import ANN, CENTER, PEERS, SAM
from tests.reports.test_claim_history import cells
from tests.statistics import peered
from tests.statistics.peered import PROVIDER_HEADER, provider_row


def rates(of: Audit, npi: str) -> dict[str, list[object]]:
    """By metric: numerator, denominator, rate, peers, their median and rank."""
    shown = ("numerator", "denominator", "rate", "peers", "peers_median", "rank")
    return {row["metric"]: [row[name] for name in shown] for row in peers(of.folder, npi=npi).rows}


def test_rates_beside_the_peers(practice: Audit) -> None:
    found = rates(practice, ANN)
    # three months are one beneficiary-year of each; peers' sessions are 1.00 each
    assert found["sessions_per_beneficiary_year"] == ["24", "22", "1.0909", 5, "1.0000", 1]
    # 8 x 3 + 16 = 40 levels; peers (10 + 2k) / 10: 1.0 1.2 1.4 1.6 1.8
    assert found["levels_per_injection_session"] == ["40", "24", "1.6667", 5, "1.4000", 2]
    # peers 0 10 20 30 40 percent
    assert found["third_level_share"] == ["8", "24", "0.3333", 5, "0.2000", 2]
    assert found["bilateral_share"] == ["2", "24", "0.0833", 5, "0.0000", 1]
    assert found["kx_share"] == ["0", "24", "0.0000", 5, "0.0000", 1]
    # peers k lines with a finding of 10 + 2k: 0, 8.3, 14.3, 18.75, 22.2
    assert found["finding_share"] == ["8", "40", "0.2000", 5, "0.1429", 2]
    # 400 / 3300; peers 50k / (1000 + 100k): 0, 4.2, 8.3, 11.5, 14.3
    assert found["overpaid_certain"] == ["400.00", "3300.00", "0.1212", 5, "0.0833", 2]
    # 22 first sessions and two more: 2200 + 400 + 400 + 300 = 3300.00, all in an office
    assert found["allowed_injection_office"][:3] == ["3300.00", "24", "137.5000"]


def test_where_there_are_no_diagnostic_sessions_there_is_no_rate(practice: Audit) -> None:
    assert rates(practice, ANN)["ablations_per_diagnostic"] == ["0", "0", "", 0, "", ""]


def test_few_sessions_are_not_ranked_and_the_center_has_no_peers(practice: Audit) -> None:
    assert rates(practice, SAM)["sessions_per_beneficiary_year"] == ["1", "1", "1.0000", 6, "1.0000", ""]
    assert rates(practice, SAM)["overpaid_probable"][:3] == ["-10.00", "140.00", "-0.0714"]
    assert {row[3] for row in rates(practice, CENTER).values()} == {0}


def test_both_sides_of_one_code_on_two_lines_and_kx(charted: Audit) -> None:
    found = rates(charted, BOTH_SIDES)
    assert found["bilateral_share"][:3] == ["1", "3", "0.3333"]
    assert found["kx_share"][:3] == ["1", "2", "0.5000"]
    assert found["ablations_per_diagnostic"][:3] == ["1", "1", "1.0000"]


def test_the_table_beside_the_peers(practice: Audit) -> None:
    shown = views.beside_peers(practice, ANN).markup
    row = shown.split("<td class=\"text\">Injection sessions with a third level</td>")[1].split("</tr>")[0]
    found = re.findall("<td[^>]*>(.*?)</td>", row)
    # Clopper and Pearson's limits of 8 of 24: 0.1563 and 0.5532
    assert found[:4] == ["33.3 %", "not above", "15.6 % to 55.3 %", "8 of 24 injection sessions"]
    assert found[6:] == ["5", "20.0 %", "20.0 %", "2 of 6"]
    assert "a beneficiary-year is these 3 calendar months" in shown
    assert "CMS" not in shown
    assert "no proof of an error" in views.about_peers().markup


def test_an_outlier_on_the_page(tmp_path: Path) -> None:
    shown = views.beside_peers(peered.audited(tmp_path, peered.crowd()), peered.ANN).markup
    row = shown.split(">Injection sessions with a third level</td>")[1].split("</tr>")[0]
    found = re.findall("<td[^>]*>(.*?)</td>", row)
    assert (found[0], found[1], found[4]) == ("100.0 %", "well above", "below 0.001")


def test_public_figures_on_the_page(practice: Audit, tmp_path: Path) -> None:
    rows = [provider_row(f"40000000{n:02}", "64493", 50, 60 + n, 60, 100, "NC") for n in range(25)]
    (tmp_path / "Prov_Svc_2023.csv").write_text(PROVIDER_HEADER + "".join(rows))
    shown = views.beside_peers(practice, ANN, str(tmp_path / "Prov_Svc_2023.csv")).markup
    row = shown.split("First-level injection services per beneficiary-day</td>")[1].split("</tr>")[0]
    # ANN's 24 units of 24 days are the lowest; medians of 60 ... 84 by 60 are at 72
    assert re.findall("<td[^>]*>(.*?)</td>", row) == [
        "office", "1.00", "not above", "nation", "not published", "1.000", "26 of 26", "1.20", "1.37", MISSING,
    ]  # fmt: skip
    assert "what is not published is not zero" in shown
    with pytest.raises(InputRefused, match="cannot be read"):
        views.beside_peers(practice, ANN, str(tmp_path / "gone.csv"))


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
    assert "This provider has no facet line" in views.beside_peers(charted, SEDATES).markup
    assert [row[0] for row in views.fix_first(charted, SEDATES).rows] == ["FA502"]


def test_an_unknown_provider_is_refused(practice: Audit) -> None:
    with pytest.raises(UsageError, match="No line of this audit has the NPI"):
        views.headline(practice, "12")
