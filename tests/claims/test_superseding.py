"""Final action reconciled: which line took each inactive line out of action, and the dollars before and after."""

from __future__ import annotations

from pathlib import Path

import pytest

from facetaudit.audit.check import check
from facetaudit.audit.run import audit
from facetaudit.reporting.views import load_report
from tests.claims.cclf import SHORT, fixed
from tests.claims.drawn import Loader, as_csv, drawn

CASES = {
    "the two halves of a reversal name each other": """
        claim | line | units | paid | -> by
        A     | 1    | 1     | 10   | A 2
        A     | 2    | -1    | 10   | A 1
        B     | 1    | 1     | 10   |
    """,
    "a reversal takes the latest line, of its own claim first": """
        claim | line | units | paid | -> by
        A     | 1    | 1     | 10   | A 3
        B     | 1    | 1     | 10   |
        A     | 3    | -1    | 10   | A 1
    """,
    "of lines sent again, the one paid last stands": """
        claim | line | paid_date  | paid | -> by
        A     | 1    | 2024-05-01 | 10   |
        A     | 1    | 2024-04-01 | 11   | A 1
        A     | 2    | 2024-04-01 | 12   |
    """,
    "a void takes the claim that it names, and nothing takes the void": """
        claim | line | freq | original | -> by
        A     | 1    | 1    |          | B 1
        A     | 2    | 1    |          | B 1
        B     | 1    | 8    | A        |
        B     | 2    | 8    | A        |
    """,
    "a replacement takes the claim that it names": """
        claim | line | freq | original | -> by
        A     | 1    | 1    |          | B 1
        B     | 1    | 7    | A        | C 1
        C     | 1    | 7    | B        |
    """,
    "a void speaks before a replacement of the same claim": """
        claim | line | freq | original | -> by
        A     | 1    | 1    |          | C 1
        B     | 1    | 7    | A        |
        C     | 1    | 8    | A        |
    """,
    "a denied line and one paid at zero were taken out by no line": """
        claim | line | status | allowed | paid | -> by
        A     | 1    | denied | 0       | 0    |
        B     | 1    | paid   | 0       | 0    |
    """,
}


@pytest.mark.parametrize("name", CASES)
def test_case(loader: Loader, name: str) -> None:
    rows = drawn(CASES[name])
    expected = [row.pop("-> by") for row in rows]
    loader.rows(rows)
    seen = loader.lines("superseding_claim_id, superseding_line_number")
    assert [f"{claim} {line}" if claim else "" for claim, line in seen] == expected


VERSIONS = {
    "each cancellation takes the version before it": """
        claim | control | type | effective  | -> by
        1     | X       | 0    | 2024-03-15 | 2 1
        2     | X       | 1    | 2024-04-15 | 1 1
        3     | X       | 2    | 2024-04-15 | 4 1
        4     | X       | 1    | 2024-05-15 | 3 1
        5     | X       | 2    | 2024-05-15 |
    """,
    "of a version delivered again, the last delivery stands": """
        claim | control | type | effective  | -> by
        1     | X       | 0    | 2024-03-15 | 1 1
        1     | X       | 0    | 2024-03-15 |
    """,
    "an adjustment takes the same line, and lines that it dropped are taken by its first": """
        claim | line | control | type | effective  | paid | code  | -> by
        1     | 1    | X       | 0    | 2024-03-15 | 80   | 64493 | 3 1
        1     | 2    | X       | 0    | 2024-03-15 | 40   | 64494 | 3 2
        1     | 5    | X       | 0    | 2024-03-15 | 40   | 64495 | 3 1
        3     | 1    | X       | 2    | 2024-04-15 | 70   | 64493 |
        3     | 2    | X       | 2    | 2024-04-15 | 30   | 64494 |
    """,
}


@pytest.mark.parametrize("name", VERSIONS)
def test_versions_of_a_claim(loader: Loader, tmp_path: Path, name: str) -> None:
    header, *rows = [[cell.strip() for cell in row.split("|")] for row in VERSIONS[name].strip().splitlines()]
    lines = [dict(zip([SHORT[short] for short in header[:-1]], row[:-1], strict=True)) for row in rows]
    path = tmp_path / "cclf5.txt"
    path.write_text(fixed(*lines), encoding="utf-8")
    loader.files(path)
    seen = loader.lines("superseding_claim_id, superseding_line_number")
    assert [f"{claim} {line}" if claim else "" for claim, line in seen] == [row[-1] for row in rows]


def test_a_void_on_another_day_is_named_though_its_lines_are_not_kept(loader: Loader) -> None:
    loader.rows(
        """
        claim | line | date       | code  | freq | original
        A     | 1    | 2024-03-01 | 64493 | 1    |
        C     | 1    | 2024-03-01 | 64494 | 1    |
        B     | 4    | 2024-03-08 | 99213 | 8    | A
        """
    )
    assert loader.lines("claim_id, inactive_reason, superseding_claim_id, superseding_line_number") == [
        ("A", "voided", "B", 4),
        ("C", None, None, None),
    ]


MONEY = """
    claim | line | units | allowed | paid   | status
    A     | 1    | 1     | 100.00  | 78.40  | paid
    A     | 2    | -1    | -100.00 | -78.40 | paid
    B     | 1    | 1     | 200.10  | 150.05 | paid
    C     | 1    | 1     | 50.00   | 0      | denied
"""


def test_dollars_before_and_after(tmp_path: Path) -> None:
    claims = as_csv(drawn(MONEY), tmp_path / "claims.csv")
    assert check(claims)["audited"]["final_action"] == [
        {"outcome": "reversed", "lines": 2, "allowed_amount": "0.00", "paid_amount": "0.00"},
        {"outcome": "denied", "lines": 1, "allowed_amount": "50.00", "paid_amount": "0.00"},
        {"outcome": "active", "lines": 1, "allowed_amount": "200.10", "paid_amount": "150.05"},
    ]
    made = audit(claims, out=tmp_path / "audit")
    markup = load_report(made).markup
    for text in ("250.10 and 150.05 on all audited lines; 200.10 and 150.05 on those that are active", "$250.10"):
        assert text in markup
    named = made.sql("select claim_id, superseding_line_number from lines where inactive_reason = 'reversed'")
    assert named.values.tolist() == [["A", 2], ["A", 1]]
