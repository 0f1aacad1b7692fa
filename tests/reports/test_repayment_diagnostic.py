"""The repayment diagnostic of a drawn practice, worked by hand (tests/reports/practice.py).

Certain: 18 third levels of 50.00, 900.00 allowed, 720.00 paid. With probable: SAM's claim, billed 140.00 and payable
150.00. All of it was served on 2025-03-04 and paid on 2025-03-24; the audit's own as-of date is 2025-05-26.
"""

from __future__ import annotations

import copy
import datetime
from pathlib import Path

import pytest

from facetaudit.audit.opened import Audit
from facetaudit.audit.run import audit
from facetaudit.errors import UsageError
from facetaudit.reporting import repayment_diagnostic_views as views
from tests.reports import practice as drawn
from tests.reports.test_claim_history import cells


def see(
    of: Audit, as_of: str = "-", scenario: str = "certain", knowledge_date: str = "-", client: str = "-"
) -> views.Diagnostic:
    """The diagnostic with the notebook's defaults."""
    return views.diagnose(of, client, as_of, scenario, knowledge_date)


def test_the_range_in_words(practice: Audit) -> None:
    said = views.headline(see(practice, client="Pain & Co <x>")).markup
    assert "Prepared for Pain &amp; Co &lt;x&gt;. As of 2025-05-26." in said
    assert "look-back of 6 years (from 2019-05-26), net in allowed amounts: $900.00 by certain findings alone" in said
    assert "$890.00 with probable ones, $890.00 with those for review" in said
    # 80 percent of 900.00; of SAM's lines 80.00 x -50 / 100 and 32.00
    assert "Of this the payer itself paid $720.00, $712.00 and $712.00." in said
    assert "Prepared" not in views.headline(see(practice)).markup


def test_exposure_by_scenario(practice: Audit) -> None:
    rows = [row[:7] for row in cells(views.by_scenario(see(practice)))]
    assert rows == [
        ["certain", "18", "18", "$900.00", "$0.00", "$900.00", "$720.00"],
        ["probable", "20", "19", "$900.00", "-$10.00", "$890.00", "$712.00"],
        ["review", "20", "19", "$900.00", "-$10.00", "$890.00", "$712.00"],
    ]


def test_the_worklist_has_every_claim_the_most_dollars_first(practice: Audit) -> None:
    said = views.worklist(see(practice, scenario="probable")).markup
    assert "Claims overpaid: 18, by $900.00 allowed in all; underpaid: 1, by $10.00" in said
    assert "All 19 claims" in said
    assert said.index('<td class="identifier">A00</td>') < said.index('<td class="identifier">S0</td>')
    assert "-$10.00" in said
    assert "S0" not in views.worklist(see(practice)).markup


def test_a_long_worklist_counts_the_rest(practice: Audit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "LISTED", 5)
    said = views.worklist(see(practice)).markup
    assert "13 further rows" in said
    assert "A04<" in said
    assert "A05<" not in said
    assert "$900.00" in said


def test_by_payer_and_by_detector(practice: Audit) -> None:
    assert cells(views.by_payer(see(practice)))[0][:5] == ["medicare", "18", "18", "$900.00", "$720.00"]
    rows = [row[:5] for row in cells(views.by_detector(see(practice, scenario="probable")))]
    assert rows == [
        ["FA102", "third-level-not-covered", "18", "18", "$900.00"],
        ["FA203", "bilateral-as-addon", "2", "1", "-$10.00"],
    ]


def test_the_audits_own_days_are_those_of_the_summary(practice: Audit) -> None:
    of = see(practice)
    assert of.counted.windows == practice.summary["windows"]
    assert "No day of knowledge was given" in views.due(of).markup
    assert see(practice, as_of="2025-05-26").counted == of.counted


def test_another_as_of_date_counts_its_windows_from_the_folder(practice: Audit) -> None:
    of = see(practice, as_of="2026-03-25")
    assert [row[:5] for row in cells(views.windows(of))] == [
        ["Reopening for any reason", "1", "2025-03-25", "0", "$0.00"],
        ["Reopening for good cause", "4", "2022-03-25", "18", "$900.00"],
        ["Look-back of what is returned", "6", "2020-03-25", "18", "$900.00"],
    ]
    assert cells(views.windows(see(practice, as_of="2026-03-24")))[0][2:4] == ["2025-03-24", "18"]
    assert "Figures are as of 2026-03-25." in views.scope(of).markup
    late = see(practice, as_of="2031-03-25")
    assert (late.scenarios, views.by_scenario(late).rows) == ({}, [])
    assert "No line within the look-back carries dollars at issue" in views.headline(late).markup
    assert "No line within the look-back carries dollars at issue" in views.range_figure(late).markup  # type: ignore[union-attr]


def test_the_day_of_payment_decides_what_is_within(practice: Audit) -> None:
    # served on 2025-03-04, paid on 2025-03-24
    assert "All 18 claims" in views.worklist(see(practice, as_of="2031-03-24")).markup
    assert "Nothing to show." in views.worklist(see(practice, as_of="2031-03-25")).markup
    assert views.by_payer(see(practice, as_of="2031-03-24")).rows[0][2] == 18
    assert views.by_detector(see(practice, as_of="2031-03-24")).rows[0][3] == 18
    assert see(practice, as_of="2025-03-24").scenarios["certain"]["claims"] == 18


def test_windows_counted_anew_are_those_of_an_audit_made_then(practice: Audit, tmp_path: Path) -> None:
    (tmp_path / "claims.csv").write_text(drawn.HEADER + "".join(drawn.lines()))
    made = audit(
        tmp_path / "claims.csv",
        out=tmp_path / "audit",
        mac="palmetto",
        select=["FA102", "FA203"],
        as_of=datetime.date(2026, 3, 25),
        knowledge_date=datetime.date(2025, 6, 1),
    )
    theirs, ours = see(made).counted, see(practice, as_of="2026-03-25", knowledge_date="2025-06-01").counted
    assert ours == theirs


def test_until_when_it_is_due(practice: Audit) -> None:
    said = views.due(see(practice, knowledge_date="2025-06-01")).markup
    # 29 days of June after the 1st and 31 of July; 180 days: 29, 31, 31, 30, 31, and 28 of November
    assert "returned by 2025-07-31" in said
    assert "at the latest until 2025-11-28" in said
    assert "cfr-42-401-305" in said
    assert "what other payers are owed, their contracts say" in said


def test_days_that_cannot_be_counted_from_are_refused(practice: Audit) -> None:
    with pytest.raises(UsageError, match="as_of 2025-03-23 is before 2025-03-24, when the last line with dollars"):
        see(practice, as_of="2025-03-23")
    with pytest.raises(UsageError, match="as_of takes a day as YYYY-MM-DD, or - for none, not 'soon'"):
        see(practice, as_of="soon")
    with pytest.raises(UsageError, match="before 2010-01-01"):
        see(practice, knowledge_date="2009-12-31")
    with pytest.raises(UsageError, match="certain, probable or review"):
        see(practice, scenario="all")


def test_windows_of_other_policy_values_are_not_counted_anew(practice: Audit) -> None:
    other = copy.copy(practice)
    windows = [{**one, "years": 2} if one["name"] == "reopening_years" else one for one in practice.summary["windows"]]
    other.summary = {**practice.summary, "windows": windows}
    with pytest.raises(UsageError, match="other policy values than those installed here"):
        see(other, as_of="2026-03-25")
    assert see(other).counted.windows == windows


def test_a_look_back_given_to_the_run_stays(charted: Audit) -> None:
    of = see(charted, as_of="2026-03-04")
    assert (of.look_back["years"], of.look_back["first_day"]) == (3, "2023-03-04")
    assert "lookback_years" not in {row[1] for row in views.unverified(of, views.review(of.audit)).rows}


def test_unverified_values_of_the_due_dates_are_listed(practice: Audit) -> None:
    # before 2025 nobody has checked whether an investigation suspends the duty
    of = see(practice, as_of="2025-05-26", knowledge_date="2024-12-31")
    assert "investigation_days" in {row[1] for row in views.unverified(of, views.review(of.audit)).rows}
    assert "is to be reported and returned by 2025-03-01" in views.due(of).markup  # 31 of January, 28 of February, 1


def test_what_detectors_could_not_tell(sample: Audit) -> None:
    rows = views.unknown(see(sample)).rows
    assert rows
    assert all(row[4] > 0 for row in rows)
    assert len(rows) == int((sample.coverage()["unknown_lines"] > 0).sum())


def test_tables_of_the_page_agree_with_the_windows_of_the_summary(sample: Audit) -> None:
    of = see(sample)
    (window,) = (one for one in sample.summary["windows"] if one["name"] == "lookback_years")
    for one in window["scenarios"]:
        row = of.scenarios[one["scenario"]]
        for column in ("allowed", "paid", "fee"):
            assert str(row[column]) == one[f"overpayment_{column}"], one["scenario"]
        assert row["lines"] == one["lines"]
        for view in (views.by_payer, views.by_detector):
            table = view(see(sample, scenario=one["scenario"]))
            assert sum(line[-3] for line in table.rows) == row["allowed"]
        assert f"All {row['claims']} claims" in views.worklist(see(sample, scenario=one["scenario"])).markup
