"""Metrics counted by hand; the words on a crowd with one outlier; what does not matter to them; refusals."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import facetaudit as fa
from facetaudit.audit.opened import Audit
from facetaudit.errors import UsageError
from facetaudit.statistics import peers as room
from facetaudit.statistics.peer_metrics import METRICS
from facetaudit.statistics.peer_words import word

from .peered import ANN, CENTER, ZED, audited, by_hand, crowd


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Audit:
    """The lines counted by hand."""
    return audited(tmp_path_factory.mktemp("small"), list(by_hand()))


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Audit:
    """Twelve providers, one far above the others."""
    return audited(tmp_path_factory.mktemp("crowded"), crowd())


def test_metrics_by_hand(small: Audit) -> None:
    found = {row["metric"]: (row["numerator"], row["denominator"]) for row in fa.peers(small.folder, npi=ANN).rows}
    assert list(found) == [metric.name for metric in METRICS]
    # Five sessions: P1 in 2024 and 2025, P2 in 2025.
    assert found["sessions_per_beneficiary_year"] == ("5", "3")
    assert found["levels_per_injection_session"] == ("7", "4")
    assert found["third_level_share"] == ("1", "4")
    assert found["bilateral_share"] == ("1", "5")
    assert found["kx_share"] == ("2", "4")
    assert found["ablations_per_diagnostic"] == ("1", "2")
    assert (found["imaging_share"], found["sedation_share"]) == (("1", "5"), ("1", "5"))
    assert found["allowed_injection_office"] == ("425.00", "3")
    assert found["allowed_injection_facility"] == ("120.00", "1")
    assert found["allowed_ablation_office"] == ("400.00", "1")
    assert found["allowed_ablation_facility"] == ("0.00", "0")
    assert found["units_per_beneficiary_day"] == ("8", "5")
    center = {row["metric"]: row for row in fa.peers(small.folder, npi=CENTER).rows}
    assert {row["claim_type"] for row in center.values()} == {"asc"}
    assert center["allowed_injection_facility"]["numerator"] == "700.00"
    # 99152 is anyone's, on another day; 77003 of that day is neither the center's nor ANN's
    assert (center["sedation_share"]["numerator"], center["imaging_share"]["numerator"]) == ("0", "0")
    assert fa.peers(small.folder).notes == ["Active facet lines that name no provider, and are left out: 1."]


def test_older_than_the_last_whole_year_is_left_out(tmp_path: Path) -> None:
    # Fifteen months: the twelve from April 2024 are one beneficiary-year, January is in none.
    rows = [f"D{n},1,professional,,P1,{day},64493,RT,,1,11,{ZED},,100.00"
            for n, day in enumerate(("2024-01-10", "2024-06-10", "2025-03-10"))]  # fmt: skip
    found = fa.peers(audited(tmp_path, rows).folder)
    by_metric = {row["metric"]: (row["numerator"], row["denominator"], row["word"]) for row in found.rows}
    assert by_metric["sessions_per_beneficiary_year"] == ("2", "1", "too few")
    # no other code on any day: what the extract does not hold is not zero
    assert by_metric["imaging_share"] == ("0", "0", "too few")
    assert found.notes == ["The extract has no other code on a facet day: imaging and sedation are unknown."]


def test_the_outlier_is_named_and_nobody_else(crowded: Audit) -> None:
    found = fa.peers(crowded.folder)
    above = {(row["npi"], row["metric"]): row["word"] for row in found.rows if row["word"] in ("above", "well above")}
    assert above[ANN, "third_level_share"] == "well above"
    assert {npi for npi, _ in above} == {ANN}
    row = next(row for row in found.rows if (row["npi"], row["metric"]) == (ANN, "third_level_share"))
    # 2 3 4 5 2 3 4 5 2 3 4 of 30 each
    assert (row["numerator"], row["denominator"]) == ("30", "30")
    assert (row["peers"], row["peers_rate"]) == (11, f"{37 / 330:.4f}")
    assert 0.8 < float(row["shrunken"]) < 1
    # what the eleven others do not vary in at all says nothing
    assert {row["word"] for row in found.rows if row["metric"] == "sessions_per_beneficiary_year"} == {"too few"}
    assert {row["word"] for row in found.rows if row["metric"].startswith("overpaid")} == {""}


def test_four_peers_are_too_few(tmp_path: Path) -> None:
    found = fa.peers(audited(tmp_path, [row for row in crowd() if row[:2] in ("00", "01", "02", "03", "11")]).folder)
    third = [row for row in found.rows if row["metric"] == "third_level_share"]
    assert {(row["peers"], row["peers_rate"], row["rank"], row["q"], row["word"]) for row in third} == {
        (4, "", "", "", "too few")
    }


def test_order_threads_and_asking_for_one_change_nothing(
    crowded: Audit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = fa.peers(crowded.folder, seed=7)
    assert fa.peers(crowded.folder, seed=7, npi=ANN).rows == [row for row in every.rows if row["npi"] == ANN]
    connect = room.connect
    monkeypatch.setattr(room, "connect", lambda: connect(threads=1))
    assert fa.peers(audited(tmp_path / "shuffled", crowd(seed=2)).folder, seed=7) == every
    other = fa.peers(crowded.folder, seed=8)
    drawn = [(row["lower"], row["upper"]) for row in other.rows if row["metric"] == "allowed_injection_office"]
    assert drawn != [(row["lower"], row["upper"]) for row in every.rows if row["metric"] == "allowed_injection_office"]


def test_tables_are_written_whole(crowded: Audit, tmp_path: Path) -> None:
    found = fa.peers(crowded.folder, npi=ANN, out=tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["manifest.json", "peers.csv", "public.csv"]
    lines = (tmp_path / "out" / "peers.csv").read_text().splitlines()
    assert lines[0] == ",".join(room.COLUMNS)
    assert len(lines) == 1 + len(found.rows)
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())["npi"] == ANN


@pytest.mark.parametrize(
    ("q", "figure", "said"),
    [
        (0.01, 0.375, "well above"),
        (0.01, 0.37, "above"),
        (0.05, 0.90, "above"),
        (0.0501, 0.90, "not above"),
        (None, 0.90, "too few"),
    ],
)
def test_words(q: float | None, figure: float, said: str) -> None:
    assert word(q, figure, 0.25) == said


def test_refusals(small: Audit, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no audit folder"):
        fa.peers(tmp_path)
    with pytest.raises(UsageError, match="'1999999999' has no active facet line"):
        fa.peers(small.folder, npi="1999999999")
    with pytest.raises(UsageError, match="--seed -1 is below 0"):
        fa.peers(small.folder, seed=-1)
    with pytest.raises(UsageError, match="exists and is no peers folder"):
        fa.peers(small.folder, out=small.folder)
    nobody = audited(tmp_path / "nobody", ["C1,1,professional,,P1,2025-03-04,99213,,,1,11,1000000004,,90.00"])
    with pytest.raises(UsageError, match="there is nobody to compare"):
        fa.peers(nobody.folder)
