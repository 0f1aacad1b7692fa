"""A large extract goes through history, detectors and exposure patient by patient: the folder is that of one pass."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import facetaudit as fa
from facetaudit.audit import patient_batches, run
from facetaudit.detectors.model import Detector
from facetaudit.detectors.registry import choose
from tests.spark.extracts import write_messy, write_sets

SAMPLES = Path(__file__).parents[2] / "data_samples"
HEADER = (
    "claim_id,line_number,patient_id,service_date,hcpcs,modifier_1,modifier_2,units,allowed_amount,paid_amount,"
    "paid_date,rendering_npi\n"
)
Audited = Callable[..., dict[str, bytes]]


@pytest.fixture
def audited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Audited:
    """Audit with so many lines a batch; the folder's files, and below "stages" what the progress was told."""

    def audit(most: int, inputs: list[Path], **options: object) -> dict[str, bytes]:
        monkeypatch.setattr(patient_batches, "MOST_LINES", most)
        stages: list[str] = []
        out = tmp_path / f"audit{most}"
        fa.audit(inputs, out=out, progress=stages.append, **options)  # type: ignore[arg-type]
        return {path.name: path.read_bytes() for path in out.iterdir()} | {"stages": "\n".join(stages).encode()}

    return audit


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """The files of either folder that the other has not, or has otherwise."""
    return sorted(name for name in {*one, *other} - {"stages"} if one.get(name) != other.get(name))


@pytest.mark.parametrize("all_lines", [False, True])
def test_the_folder_is_that_of_one_pass(tmp_path: Path, audited: Audited, all_lines: bool) -> None:
    claims, _ = write_sets(tmp_path / "sets", 20, seed=3)
    inputs = [SAMPLES / "claims.csv", claims, write_messy(tmp_path)]
    options = {"procedures": SAMPLES / "procedures.csv", "all_lines": all_lines}
    whole = audited(1_000_000, inputs, **options)
    cut = audited(90, inputs, **options)
    assert differing(whole, cut) == []
    assert whole["stages"].count(b"Pricing") == 1
    assert cut["stages"].count(b"Pricing") > 3
    assert b"Pricing, patients 2/" in cut["stages"]


def test_a_note_speaks_for_its_claim_in_every_batch(tmp_path: Path, audited: Audited) -> None:
    """Notes that name one patient and another's claim, by mistake, speak for the claim and not for the patient's day.

    The day has KX, which a therapeutic note of it would contradict (FA302).
    """
    rest = "2025-03-04,64493,RT,{},1,100.00,80.00,2025-04-01,1000000012\n"
    claims = tmp_path / "claims.csv"
    claims.write_text(
        HEADER
        + "".join(f"A{n},1,P{n},{rest.format('KX')}B{n},1,Q{n},{rest.format('')}" for n in range(8))
        + f"B8,1,P8,{rest.format('KX')}"
    )
    notes = tmp_path / "notes.csv"
    notes.write_text(
        "claim_id,patient_id,service_date,joints,injection_type\n"
        + "".join(f"B{n},P{n},2025-03-04,L4-L5 R,therapeutic\n" for n in range(9))
    )
    whole = audited(1_000_000, [claims], procedures=notes)
    cut = audited(4, [claims], procedures=notes)
    assert b"patients 5/5" in cut["stages"]
    assert differing(whole, cut) == []
    with (tmp_path / "audit4" / "findings.csv").open(newline="") as file:
        assert [row["claim_id"] for row in csv.DictReader(file) if row["code"] == "FA302"] == ["B8"]


def test_what_fails_in_one_batch_has_no_findings_in_any(audited: Audited, monkeypatch: pytest.MonkeyPatch) -> None:
    def chosen(*asked: object) -> list[Detector]:
        broken = "select error('of this patient') as line_id from facet_line where patient_id = 'P10000001'"
        found = choose(*asked)  # type: ignore[arg-type]
        return [
            replace(one, findings=f"{one.findings} union all by name {broken}") if one.code == "FA201" else one
            for one in found
        ]

    monkeypatch.setattr(run, "choose", chosen)
    whole = audited(1_000_000, [SAMPLES / "claims.csv"])
    cut = audited(250, [SAMPLES / "claims.csv"])
    assert b"FA201" not in cut["findings.csv"]
    assert b"The detector failed: " in cut["coverage.csv"]
    assert differing(whole, cut) == []
