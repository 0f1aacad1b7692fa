"""The correct coding that findings give, where it is looked up: in the group, its region and the level below."""

from __future__ import annotations

from pathlib import Path

import facetaudit as fa

HEADER = "claim_id,line_number,payer,mac,patient_id,service_date,hcpcs,modifier_1,units,rendering_npi,allowed_amount\n"


def coding(folder: Path, detector: str, lines: list[str], joints: str | None = None) -> dict[int, str]:
    """Correct coding by line number of one claim (`64493,RT,1` a line), with a note of these joints."""
    claims, notes = folder / "claims.csv", folder / "notes.csv"
    rows = [f"C1,{n},medicare,palmetto,P1,2025-03-04,{line},1234567893,100.00\n" for n, line in enumerate(lines, 1)]
    claims.write_text(HEADER + "".join(rows), encoding="utf-8")
    notes.write_text(f'claim_id,joints\nC1,"{joints}"\n', encoding="utf-8")
    audit = fa.audit(claims, procedures=notes if joints else None, out=folder / "audit", select=[detector])
    found = audit.sql("select line_number, correct_coding from findings")
    return {int(number): str(text) for number, text in found.itertuples(index=False, name=None)}


def test_levels_beyond_the_documented_joints_leave_those_of_their_own_region(tmp_path: Path) -> None:
    lines = ["64490,RT,1", "64491,RT,1", "64493,LT,1", "64494,LT,1", "64495,LT,1"]
    assert coding(tmp_path, "FA101", lines, "C5-6 R; L4-5 L") == {
        2: "64490-RT x1",
        4: "64493-LT x1",
        5: "64493-LT x1",
    }


def test_a_third_level_leaves_the_first_and_second_of_its_own_region(tmp_path: Path) -> None:
    lines = ["64490,RT,1", "64491,RT,1", "64492,RT,1", "64493,LT,1", "64494,LT,1", "64495,LT,1"]
    assert coding(tmp_path, "FA102", lines, "C3-4 R; C4-5 R; C5-6 R; L3-4 L; L4-5 L; L5-S1 L") == {
        3: "64490-RT x1, 64491-RT x1",
        6: "64493-LT x1, 64494-LT x1",
    }


def test_units_beyond_the_limit_go_from_the_last_line(tmp_path: Path) -> None:
    assert coding(tmp_path, "FA103", ["64635,50,1", "64636,RT,3", "64636,LT,2", "64636,LT,1"]) == {
        2: "64636-RT x3",
        3: "64636-LT x1",
        4: "no line payable",
    }


def test_a_skipped_level_names_the_second_level_of_its_region(tmp_path: Path) -> None:
    assert coding(tmp_path, "FA105", ["64490,RT,1", "64492,RT,1", "64493,RT,1", "64495,RT,1"]) == {
        2: "64491-RT x1 if two levels are documented; both codes if three are",
        4: "64494-RT x1 if two levels are documented; both codes if three are",
    }
