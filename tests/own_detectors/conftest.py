"""A user's folder of detectors, written for each test, and claims to run them on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

HEADER = "claim_id,patient_id,service_date,hcpcs,modifier_1,units,mac,rendering_npi,allowed_amount,paid_amount\n"
LINES = (
    "C1,P1,2025-03-04,64493,RT,1,palmetto,1000000012,100.00,78.40\n"
    "C2,P2,2025-03-05,64490,RT,1,palmetto,1000000012,100.00,78.40\n"
)
PAGE = "\n\n".join(
    ["A check of ours."]
    + [
        f"{heading}\n    Text."
        for heading in ("What it checks", "Why it matters", "How it counts", "Not counted", "Example", "Sources")
    ]
)
FINDINGS = (
    "select line_id, hcpcs || ' is seen.' as reason, 'general-knowledge' as source_id, 'unverified' as basis "
    "from facet_line"
)
COVERAGE = "select count(*) as eligible_lines, 0 as unknown_lines from facet_line"

Write = Callable[..., Path]


def module(
    code: str = "XY101",
    name: str = "own-check",
    *,
    page: str = PAGE,
    findings: str = FINDINGS,
    coverage: str = COVERAGE,
    certainty: str = "review",
    effect: str = "none",
    more: str = "",
) -> str:
    """The text of a detector module."""
    return (
        f'"""{page}\n"""\n\nfrom facetaudit.detectors.model import Detector\n\n'
        f'FINDINGS = """{findings}"""\nCOVERAGE = """{coverage}"""\n'
        f"DETECTOR = Detector(code={code!r}, name={name!r}, certainty={certainty!r}, effect={effect!r}, "
        f"findings=FINDINGS, coverage=COVERAGE, {more or 'parameters=()'})\n"
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A user's folder, empty."""
    made = tmp_path / "mine"
    made.mkdir()
    return made


@pytest.fixture
def write(folder: Path) -> Write:
    """Write a module into the folder under a path."""

    def put(path: str = "own_check.py", text: str | None = None, **parts: str) -> Path:
        file = folder / path
        file.parent.mkdir(exist_ok=True)
        file.write_text(module(**parts) if text is None else text, encoding="utf-8")
        return file

    return put


@pytest.fixture
def claims(tmp_path: Path) -> Path:
    """Two injection lines of two patients."""
    path = tmp_path / "claims.csv"
    path.write_text(HEADER + LINES, encoding="utf-8")
    return path
