"""Values that no shipped parameter has: a payer's own policy says otherwise, so no drawn case can show them."""

from __future__ import annotations

from pathlib import Path

import pytest

from facetaudit.audit.run import Defaults, detect_into
from facetaudit.detectors.registry import find
from facetaudit.engine.duckdb import connect
from facetaudit.policy import load_policy
from tests.spec.drawing import parse, write

IMAGING = """
payer | code     | finding
------+----------+--------
aetna | 64493-RT |
aetna | 77003    | certain
"""
VISIT = """
payer | code     | finding
------+----------+--------
aetna | 64493-RT |
aetna | 99213    | certain
"""
DIAGNOSIS = """
code     | dx     | finding
---------+--------+--------
64493-RT | M54.50 | review
"""
SEPARATE = "update param set value = 'separate' where name = 'imaging_guidance' and pack = 'cpt'"
NO_MODIFIER = "update param set value = 'none' where name = 'visit_modifier' and pack = 'cpt'"
OTHER_LIST = "insert into diagnosis_set select 'other_list', 'M5450', valid_from, valid_to, source_id, basis from row"
OWN_LIST = "update param set value = 'other_list' where name = 'covered_diagnoses' and value <> 'none'"


def found(tmp_path: Path, code: str, table: str, *statements: str) -> list[tuple[str, str]]:
    """Source and basis of a detector's findings, once the statements have changed the policy."""
    claims, notes = write([parse("own", (code,), table)], tmp_path)
    procedures = notes if "notes:" in table else None
    detector = find(code)
    with connect(threads=1) as con:
        detect_into(
            con, claims, load_policy(), (detector,), Defaults(), procedures=procedures, progress=lambda stage: None
        )
        con.execute("create temp table row as select * from diagnosis_set where valid_to > '2025-03-04' limit 1")
        for statement in statements:
            con.execute(statement)
        return con.sql(detector.findings).select("source_id", "basis").fetchall()


@pytest.mark.parametrize(
    ("code", "table", "change"),
    [
        ("FA501", IMAGING, SEPARATE),
        ("FA507", VISIT, NO_MODIFIER),
        ("FA602", DIAGNOSIS, f"{OTHER_LIST}; {OWN_LIST}"),
    ],
    ids=["imaging", "visit", "diagnoses"],
)
def test_a_payer_that_asks_for_less_has_no_finding(tmp_path: Path, code: str, table: str, change: str) -> None:
    assert len(found(tmp_path, code, table)) == 1
    assert found(tmp_path, code, table, change) == []


def test_a_list_that_the_parameter_does_not_name_covers_nothing(tmp_path: Path) -> None:
    assert len(found(tmp_path, "FA602", DIAGNOSIS, OTHER_LIST)) == 1


@pytest.mark.parametrize(
    ("payer", "source"), [("medicare", ("facet-lcds", "restated")), ("aetna", ("general-knowledge", "unverified"))]
)
def test_a_pulsed_ablation_is_sourced_in_the_payers_pack(tmp_path: Path, payer: str, source: tuple[str, str]) -> None:
    table = f"payer | code\n{payer} | 64635-RT\n\nnotes:\nclaim | technique\nC1 | pulsed\n"
    assert found(tmp_path, "FA506", table) == [source]
