"""The drawing helper: a table that is read wrongly would make a case pass for the wrong reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.spec.drawing import CLAIM_HEADER, NOTE_HEADER, Case, mismatches, parse, write

DRAWING = """
Words before the table are for the reader.

claim | code        | units | npi | finding
------+-------------+-------+-----+-----------------
C1    | 64493-50-KX |       |     |
C1    | 64494       | 2     | -   | certain deny 3/2
C2    | 0216T       |       |     |

notes:
claim | joints         | type
------+----------------+-----------
C1    | L3-4 R; L4-5 R | diagnostic

unknown: 1
"""


def named(header: list[str], row: list[str]) -> dict[str, str]:
    return dict(zip(header, row, strict=True))


def case_of(table: str, *codes: str) -> Case:
    return parse("case", codes or ("FA101",), table)


def test_cells_become_columns_and_empty_cells_take_the_default() -> None:
    first, second, third = (named(CLAIM_HEADER, row) for row in case_of(DRAWING).claims)
    assert (first["hcpcs"], first["modifier_1"], first["modifier_2"], first["modifier_3"]) == ("64493", "50", "KX", "")
    assert (first["units"], first["rendering_npi"], first["service_date"]) == ("1", "1000000012", "2025-03-04")
    assert (second["units"], second["rendering_npi"], second["modifier_1"]) == ("2", "", "")
    assert (third["hcpcs"], third["place_of_service"], third["claim_type"]) == ("0216T", "11", "professional")


def test_lines_are_numbered_in_order_within_their_claim() -> None:
    lines = [named(CLAIM_HEADER, row) for row in case_of(DRAWING).claims]
    assert [line["line_number"] for line in lines] == ["1", "2", "1"]


def test_claims_and_patients_of_two_cases_never_meet() -> None:
    line = named(CLAIM_HEADER, case_of(DRAWING).claims[0])
    note = named(NOTE_HEADER, case_of(DRAWING).notes[0])
    assert (line["claim_id"], line["patient_id"]) == ("case|C1", "case|P1")
    assert (note["claim_id"], note["patient_id"], note["joints"]) == ("case|C1", "", "L3-4 R; L4-5 R")


def test_findings_and_unknown_lines_are_read() -> None:
    case = case_of(DRAWING)
    assert case.expected == {("C1", 2): {"FA101": {"certain", "deny", "3/2"}}}
    assert case.unknown == 1


def test_a_case_that_wants_to_be_alone_says_so() -> None:
    assert not case_of(DRAWING).alone
    assert case_of(DRAWING + "\nalone\n").alone


def test_a_case_of_several_detectors_names_them() -> None:
    case = case_of("code | finding\n64493 | FA201 certain, FA103", "FA2", "FA103")
    assert case.expected == {("C1", 1): {"FA201": {"certain"}, "FA103": set()}}


@pytest.mark.parametrize(
    "table",
    [
        "code | modifer\n64493 | RT",
        "code | finding\n64493 | certian deny",
        "code | finding\n64493 | certain | deny",
        "code | finding\n6449 |",
        "code | finding\n64493-A1-A2-A3-A4-A5 |",
        "no table at all",
        "without: authorization_number\n\ncode | finding\n64493 |",
        "alone\nwithout: authorisation\n\ncode | finding\n64493 |",
    ],
    ids=["column", "word", "cells", "code", "modifiers", "nothing", "without-in-company", "without-what"],
)
def test_a_slip_in_the_drawing_is_refused(table: str) -> None:
    with pytest.raises(AssertionError):
        case_of(table)


def test_an_audit_that_agrees_has_no_mismatch() -> None:
    found = {("C1", 2): {"FA101": {"certain", "deny", "3/2"}, "FA999": {"review"}}}
    assert mismatches(case_of(DRAWING), found, 1) == []


@pytest.mark.parametrize(
    "found",
    [
        {},
        {("C1", 2): {"FA101": {"probable", "deny", "3/2"}}},
        {("C1", 2): {"FA101": {"certain", "deny", "4/2"}}},
        {("C1", 2): {"FA102": {"certain", "deny", "3/2"}}},
        {("C1", 1): {"FA101": {"certain", "deny"}}, ("C1", 2): {"FA101": {"certain", "deny", "3/2"}}},
    ],
    ids=["none", "certainty", "figures", "detector", "line"],
)
def test_an_audit_that_differs_has_one_mismatch(found: dict[tuple[str, int], dict[str, set[str]]]) -> None:
    assert len(mismatches(case_of(DRAWING), found, 1)) == 1


def test_a_wrong_number_of_unknown_lines_is_a_mismatch() -> None:
    found = {("C1", 2): {"FA101": {"certain", "deny", "3/2"}}}
    assert mismatches(case_of(DRAWING), found, 2) == ["unknown lines: drawn 1, found 2"]


def test_files_have_the_header_and_every_row(tmp_path: Path) -> None:
    claims, notes = write([case_of(DRAWING)], tmp_path)
    assert claims.read_text(encoding="utf-8").splitlines()[0] == ",".join(CLAIM_HEADER)
    assert len(claims.read_text(encoding="utf-8").splitlines()) == 4
    assert len(notes.read_text(encoding="utf-8").splitlines()) == 2


def test_a_source_without_a_column_is_written_without_it(tmp_path: Path) -> None:
    claims, _ = write([case_of(DRAWING + "\nalone\nwithout: authorization_number\n")], tmp_path)
    assert claims.read_text(encoding="utf-8").splitlines()[0] == ",".join(CLAIM_HEADER[:-1])
