"""Rounds of Targeted Probe and Educate: exact chances against scipy, cures and claims by hand."""

from __future__ import annotations

import csv
import datetime
import stat
from pathlib import Path

import pytest

from facetaudit.audit.opened import Audit
from facetaudit.audit.run import audit
from facetaudit.errors import UsageError
from facetaudit.statistics.tpe import Tpe, tpe

from .conftest import NPI

COLUMNS = "claim_id,line_number,patient_id,service_date,hcpcs,modifier_1,units,rendering_npi,allowed_amount"
HEADER = f"{COLUMNS},paid_amount\n"


def chance(most: int, claims: int, wrong: int, size: int) -> float:
    from scipy import stats

    return float(stats.hypergeom.cdf(most, claims, wrong, size))


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Audit:
    """Forty claims of one provider: 10 with a third level (FA102), 6 a lone second level (FA104), 2 a lone third level
    (both), 22 without findings."""
    folder = tmp_path_factory.mktemp("tpe")
    rows = []
    for number in range(40):
        codes = ["64493", "64494", "64495"] if number < 10 else ["64494"] if number < 16 else ["64493"]
        codes = ["64495"] if number in (16, 17) else codes
        for line, code in enumerate(codes, start=1):
            month = 1 + number % 2 * 6
            rows.append(f"{number:04d},{line},P{number:02d},2025-{month:02d}-03,{code},RT,1,{NPI},100.00,80.00")
    (folder / "claims.csv").write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    return audit(folder / "claims.csv", out=folder / "audit", mac="palmetto", fees_dir=False)


def row(found: Tpe, scenario: str, size: int, cured: int) -> dict[str, object]:
    (one,) = [
        one for one in found.rounds if (one["scenario"], one["probe_size"], one["cured"]) == (scenario, size, cured)
    ]
    return one


def test_chances_by_claims_are_hypergeometric(mixed: Audit) -> None:
    found = tpe(mixed.folder, npi=NPI)
    assert sorted({one["probe_size"] for one in found.rounds}) == [20, 25, 30, 35, 40]
    for size, most in ((20, 4), (25, 5), (30, 6)):
        first, second = row(found, "certain", size, 0), row(found, "certain", size, 1)
        assert (first["claims"], first["claims_in_error"], first["most_in_error"]) == (40, 18, most)
        once = chance(most, 40, 18, size)
        assert first["claims_pass_round"] == f"{once:.4f}"
        assert first["claims_pass_by_round_3"] == f"{1 - (1 - once) ** 3:.4f}"
        # Curing FA102 leaves the six and the two claims of a lone add-on.
        assert (second["cured_detectors"], second["claims_in_error"]) == ("FA102", 8)
        assert second["claims_pass_round"] == f"{chance(most, 40, 8, size):.4f}"
    assert row(found, "certain", 20, 2)["claims_pass_round"] == "1.0000"
    # Of dollars a third of 10 claims and all of 8 are overpaid, and nothing once both defects are cured.
    assert float(str(row(found, "certain", 20, 0)["dollars_pass_round"])) < 0.5
    assert row(found, "certain", 20, 2)["dollars_pass_round"] == "1.0000"
    assert max(one["cured"] for one in found.rounds) == 2  # nothing is left to cure


def test_the_threshold_is_palmettos_and_not_exceeded_by_its_equal(mixed: Audit) -> None:
    found = tpe(mixed.folder, npi=NPI, probe_sizes=[20])
    assert found.threshold_value is not None
    assert (found.threshold_value.source_id, found.threshold_value.basis) == ("palmetto-tpe", "seen")
    assert row(found, "certain", 20, 0)["most_in_error"] == 4  # 4 of 20 is 20 percent, not over it
    stricter = tpe(mixed.folder, npi=NPI, probe_sizes=[20], threshold=0.15)
    assert row(stricter, "certain", 20, 0)["most_in_error"] == 3
    assert stricter.threshold_value is None


def test_defects_and_claims_by_hand(mixed: Audit) -> None:
    found = tpe(mixed.folder, npi=NPI)
    listed = [(one["code"], one["claims"], one["claims_for_it_alone"]) for one in found.defects]
    assert listed == [("FA102", 12, 10), ("FA104", 8, 6)]
    # A lone add-on: 100 of 100 overpaid, 80 above the threshold of 20; a third level: 100 of 300, 40 above 60.
    assert [(one["overpaid"], one["excess"]) for one in found.claims] == [("100.00", "80.00")] * 8 + [
        ("100.00", "40.00")
    ] * 10
    assert found.claims[0]["claim_id"] == "0010"
    assert found.claims[6]["detectors"] == "FA102 FA104"


def test_chances_by_dollars_are_those_of_claims_where_all_claims_are_alike(tmp_path: Path) -> None:
    # Every claim is one line of 100 dollars, wholly overpaid or right: the two error rates are the same.
    rows = [
        f"{n:04d},1,P{n:02d},2025-03-03,{'64494' if n < 12 else '64493'},RT,1,{NPI},100.00,80.00" for n in range(60)
    ]
    (tmp_path / "claims.csv").write_text(HEADER + "\n".join(rows) + "\n")
    folder = audit(tmp_path / "claims.csv", out=tmp_path / "audit", fees_dir=False).folder
    found = tpe(folder, npi=NPI)
    for size in (20, 25, 30, 35, 40):
        one = row(found, "certain", size, 0)
        assert one["claims_pass_round"] == f"{chance(size // 5, 60, 12, size):.4f}"
        assert float(str(one["dollars_pass_round"])) == pytest.approx(float(str(one["claims_pass_round"])), abs=0.02)
    assert tpe(folder, npi=NPI).rounds == found.rounds
    assert tpe(folder, npi=NPI, seed=2).rounds != found.rounds


def test_files_are_private_and_hold_what_is_given_back(mixed: Audit, tmp_path: Path) -> None:
    found = tpe(mixed.folder, npi=NPI, probe_sizes=[30], out=tmp_path / "out")
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == [
        "claims.csv", "defects.csv", "manifest.json", "rounds.csv",
    ]  # fmt: skip
    with (tmp_path / "out" / "rounds.csv").open(newline="") as file:
        assert list(csv.DictReader(file)) == [{name: str(cell) for name, cell in one.items()} for one in found.rounds]
    assert {stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "out").iterdir()} == {0o600}


def test_claim_numbers_are_no_formulas(audited: Audit, tmp_path: Path) -> None:
    tpe(audited.folder, npi=NPI, probe_sizes=[20], out=tmp_path / "out")
    text = (tmp_path / "out" / "claims.csv").read_text()
    assert "\n'=1+1," in text
    assert ",-" not in text or ",'-" not in text  # a negative excess stays a number


def test_a_period_narrows_the_claims(mixed: Audit) -> None:
    found = tpe(mixed.folder, npi=NPI, first=datetime.date(2025, 7, 1), probe_sizes=[20])
    assert row(found, "certain", 20, 0)["claims"] == 20


def test_other_payers_claims_are_not_drawn(tmp_path: Path) -> None:
    # Of 50 claims the 20 of a commercial payer, whose second levels stand alone, are no part of a Medicare round.
    header = HEADER.replace("claim_id,", "payer,claim_id,", 1)
    rows = [f"{'medicare' if n < 30 else 'acme'},{n:04d},1,P{n:02d},2025-03-03,{'64493' if n < 30 else '64494'},RT,1,"
            f"{NPI},100.00,80.00" for n in range(50)]  # fmt: skip
    (tmp_path / "claims.csv").write_text(header + "\n".join(rows) + "\n")
    found = tpe(audit(tmp_path / "claims.csv", out=tmp_path / "audit", fees_dir=False).folder, npi=NPI)
    assert {(row["claims"], row["claims_in_error"]) for row in found.rounds} == {(30, 0)}
    assert found.claims == []


def test_sizes_beyond_the_claims_are_left_out_and_named(mixed: Audit) -> None:
    found = tpe(mixed.folder, npi=NPI, last=datetime.date(2025, 6, 30))
    assert {one["probe_size"] for one in found.rounds} == {20}
    assert found.notes[0] == "A probe of 25 cannot be drawn of 20 claims."


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"npi": "1999999999"}, "no active Medicare facet line"),
        ({"probe_sizes": [41]}, "--probe-size 41 is no TPE round: give 20 to 40 claims"),
        ({"threshold": 20.0}, "--threshold 20.0 is no share"),
        ({"threshold": -0.1}, "is no share"),
        ({"top": -1}, "whole numbers of 0 or more"),
        ({"first": datetime.date(2026, 1, 1)}, "no active Medicare facet line in the audit and period"),
    ],
)
def test_refusals(mixed: Audit, asked: dict[str, object], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        tpe(mixed.folder, **({"npi": NPI} | asked))  # type: ignore[arg-type]


def test_too_few_claims_are_refused(audited: Audit) -> None:
    with pytest.raises(UsageError, match="8 Medicare facet claims, too few for a probe of 20"):
        tpe(audited.folder, npi="1000000020")
