"""The probe of a drawn practice: its claims, its draw by hashes made here anew, its errors counted by hand."""

from __future__ import annotations

import hashlib

import pytest

from facetaudit.audit.opened import Audit
from facetaudit.errors import UsageError
from facetaudit.reporting import tpe_readiness_views as views
from tests.reports.charted import OLD, ONE, OTHER_PAYER, SEDATES
from tests.reports.practice import ANN, PEERS, SAM
from tests.reports.test_claim_history import cells

ANNS = [*(f"A{patient:02}" for patient in range(22)), "A03X", "A05X"]


def draw(of: Audit, npi: str, cycle_date: str = "2025-06-01", **other: str) -> views.Probe:
    """A probe of 20 with the seed 1."""
    return views.draw(of, npi, cycle_date, 20, **other)


@pytest.mark.parametrize("seed", [1, 20261128])
def test_the_draw_is_the_order_of_hashes(practice: Audit, seed: int) -> None:
    probe = views.draw(practice, ANN, "2025-06-01", 20, seed=seed)
    order = sorted(ANNS, key=lambda claim: hashlib.sha256(f"{seed}|{claim}".encode()).hexdigest())
    assert [one["claim_id"] for one in probe.drawn] == order[:20]
    assert len(probe.frame) == 24


@pytest.mark.parametrize(
    ("cycle_date", "inside", "words"),
    [
        # the claims of March were paid on 2025-03-24, those of May on 2025-05-26
        ("2025-06-01", 24, "Left out: 0 claims before that time, 0 claims from the cycle on"),
        ("2025-05-27", 24, "Left out: 0 claims before that time, 0 claims from the cycle on"),
        ("2025-05-26", 22, "Left out: 0 claims before that time, 2 claims from the cycle on"),
        ("2026-03-24", 24, "Left out: 0 claims before that time, 0 claims from the cycle on"),
        ("2026-03-25", 2, "Left out: 22 claims before that time, 0 claims from the cycle on"),
        ("2027-01-01", 0, "Left out: 24 claims before that time, 0 claims from the cycle on"),
    ],
)
def test_the_year_before_the_cycle(practice: Audit, cycle_date: str, inside: int, words: str) -> None:
    probe = draw(practice, ANN, cycle_date)
    assert len(probe.frame) == inside
    assert words in views.headline(probe).markup
    if not inside:
        assert "No claim of this provider lies within that time." in views.in_error(probe).markup  # type: ignore[union-attr]
        assert views.in_error_figure(probe).markup == ""  # type: ignore[union-attr]
        assert (views.drawn(probe).rows, views.at_risk(probe).rows, views.check_list(probe).rows) == ([], [], [])


def test_claims_in_error(practice: Audit) -> None:
    rows = cells(views.in_error(draw(practice, ANN)))  # type: ignore[arg-type]
    # 8 of 24; 400.00 of 3300.00
    assert rows[0] == ["all", "certain", "8", "24", "33.3 %", "above", "$400.00", "$3,300.00", "12.1 %"]
    assert [row[2:5] for row in rows[1:3]] == [["8", "24", "33.3 %"]] * 2
    drawn = {one["claim_id"] for one in draw(practice, ANN).drawn}
    wrong = len(drawn & {f"A{patient:02}" for patient in range(8)})
    assert rows[3][:4] == ["drawn", "certain", str(wrong), "20"]


def test_a_probable_error_is_none_by_certain_findings(practice: Audit) -> None:
    rows = cells(views.in_error(draw(practice, SAM)))  # type: ignore[arg-type]
    assert [row[2:6] for row in rows[:3]] == [
        ["0", "1", "0.0 %", "not above"],
        ["1", "1", "100.0 %", "above"],
        ["1", "1", "100.0 %", "above"],
    ]
    assert rows[1][6] == "-$10.00"
    assert (
        "There are fewer claims than the probe asks for: all are drawn." in views.headline(draw(practice, SAM)).markup
    )


def test_a_share_at_the_threshold_is_not_above_it(practice: Audit) -> None:
    # two of ten, three of ten; the policy's threshold is 20 percent
    for npi, said in ((PEERS[2], "not above"), (PEERS[3], "above")):
        assert cells(views.in_error(draw(practice, npi)))[0][5] == said  # type: ignore[arg-type]
    assert cells(views.in_error(draw(practice, PEERS[3], threshold="0.3")))[0][5] == "not above"  # type: ignore[arg-type]
    assert "20.0 % (palmetto-tpe, seen)" in views.about_errors(draw(practice, PEERS[3])).markup
    assert "30.0 % (given as a parameter)" in views.about_errors(draw(practice, PEERS[3], threshold="0.3")).markup


def test_claims_at_risk(practice: Audit) -> None:
    table = views.at_risk(draw(practice, ANN))
    rows = cells(table)
    assert [row[0] for row in rows] == [f"A{patient:02}" for patient in range(8)]
    assert rows[0][1:7] == [
        "2025-03-04",
        "2025-03-24",
        "certain",
        "FA102",
        "64493-RT x1, 64494-RT x1",
        "$50.00",
    ]
    assert str(table.totals[6]) == "400.00"


def pulled(of: Audit, npi: str = ONE, cycle_date: str = "2025-06-01") -> dict[str, tuple[list[str], list[str]]]:
    """The records of each claim: those for findings, the others."""
    found = draw(of, npi, cycle_date).pulled
    return {
        claim: ([one.name for one in records.for_findings], [one.name for one in records.besides])
        for claim, records in found.items()
    }


def test_each_claim_has_the_records_of_what_it_is(charted: Audit) -> None:
    found = {claim: {*first, *besides} for claim, (first, besides) in pulled(charted).items()}
    every = {
        "procedure note: joints and sides",
        "procedure note: image guidance",
        "diagnosis in the chart",
        "days of all sessions of the region",
    }
    injection = {"procedure note: purpose of the injection", "procedure note: what was injected"}
    assert found["C1"] == every | injection | {"care before the first session"}
    assert found["C2"] == every | injection | {"pain before and after the block before"}
    assert found["C3"] == every | {
        "pain before and after the block before",
        "procedure note: technique of the ablation",
        "records of the diagnostic sessions before",
        "reason for sedation or anesthesia",
        "reason for the other block",
        "note of the visit",
    }
    hospital = every | injection | {"care before the first session", "prior authorization decision"}
    assert found["C5"] >= hospital
    assert found["C4"] >= hospital


def test_records_that_a_finding_turns_on_come_first(charted: Audit) -> None:
    found = pulled(charted)
    assert "prior authorization decision" in found["C4"][0]
    assert "prior authorization decision" in found["C5"][1]
    assert "reason for the other block" in found["C3"][0]
    assert "reason for sedation or anesthesia" in found["C3"][1]  # the finding is on another's claim
    for first, besides in found.values():
        assert not set(first) & set(besides)


def test_what_a_record_must_show_and_who_asks(charted: Audit) -> None:
    rows = {(row[0], row[1]): row[2:] for row in cells(views.check_list(draw(charted, ONE)))}
    relief = rows["pain before and after the block before", "at least 80 % relief from the block before"]
    assert (relief[0], relief[2], relief[3]) == ("2", "facet-lcds", "restated")
    care = "the care that failed before the first session; 12 weeks are expected here"
    assert rows["care before the first session", care][3] == "unverified"
    asked = "the decision and its number for the hospital claim"
    assert rows["prior authorization decision", asked][2] == "cms-opd-prior-authorization"
    listed = {row[1] for row in views.unverified(draw(charted, ONE)).rows if row[0] == "probe"}
    assert {"conservative_care_weeks", "tpe_error_rate_percent"} <= listed  # each MAC sets its own rate


def test_before_the_texts_of_2021_less_is_asked(charted: Audit) -> None:
    found = pulled(charted, OLD, "2020-06-01")
    assert sorted(found) == ["O3", "O5"]
    for first, besides in found.values():
        assert "relief since the session before" not in (*first, *besides)
        assert "procedure note: joints and sides" in (*first, *besides)


def test_every_record_rests_on_something_known() -> None:
    from facetaudit.detectors.registry import detectors
    from facetaudit.policy import load_policy
    from facetaudit.reporting.record_list import _rows

    rules, codes = load_policy(), {one.code for one in detectors()}
    for row in _rows():
        assert bool(row["parameter"]) != bool(row["source"]), row
        assert not row["parameter"] or row["parameter"] in rules.by_name
        assert not row["source"] or row["source"] in rules.sources
        assert set(row["detectors"].split()) <= codes
    assert codes == {code for row in _rows() for code in row["detectors"].split()}, "a detector without a record"


def test_other_payers_claims_are_no_part_of_it(charted: Audit) -> None:
    assert "no Medicare claim with facet lines" in views.headline(draw(charted, OTHER_PAYER)).markup
    assert "This provider has no facet line" in views.headline(draw(charted, SEDATES)).markup


@pytest.mark.parametrize(
    ("cycle_date", "size", "threshold", "words"),
    [
        ("2025-06-01", 19, "-", "probe_size takes 20 to 40 claims, not 19"),
        ("2025-06-01", 41, "-", "probe_size takes 20 to 40 claims, not 41"),
        ("2025-06-01", 30, "20", "threshold takes a share between 0 and 1, such as 0.2, not '20'"),
        ("2025-06-01", 30, "nan", "threshold takes a share"),
        ("2025-06-01", 30, "a fifth", "threshold takes a share"),
        ("June", 30, "-", "cycle_date takes a day from 2010-01-01 on as YYYY-MM-DD, not 'June'"),
        ("-", 30, "-", "cycle_date takes a day from 2010-01-01 on"),
        ("1999-01-01", 30, "-", "cycle_date takes a day from 2010-01-01 on"),
    ],
)
def test_what_no_probe_can_be_is_refused(
    practice: Audit, cycle_date: str, size: int, threshold: str, words: str
) -> None:
    with pytest.raises(UsageError, match=words):
        views.draw(practice, ANN, cycle_date, size, threshold)
