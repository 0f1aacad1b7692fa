"""The generated pages of docs/ are up to date, and the links of all pages lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scripts.docs_pages.lists import runs
from scripts.docs_pages.markdown import anchor, table
from scripts.docs_pages.specs import examples
from scripts.make_docs import PAGES, stale
from tests.structure.source import ROOT, report, repository_files, text_of

LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.M)
FENCE = re.compile(r"^```.*?^```", re.M | re.S)


def test_generated_pages_are_up_to_date() -> None:
    problems = [f"docs/{name} is not what the code and its data say now" for name in stale()]
    assert not problems, report(problems, "a generated page edited by hand, or left behind by a change", "make docs")


def test_links_of_the_pages_lead_somewhere() -> None:
    problems = []
    for name in repository_files():
        if not name.endswith(".md"):
            continue
        for target in LINK.findall(FENCE.sub("", text_of(name) or "")):
            file, _, heading = target.partition("#")
            if "://" in target:
                continue
            path = (ROOT / name).parent / file if file else ROOT / name
            if not path.is_file() or (heading and f"#{heading}" not in _anchors(path)):
                problems.append(f"{name} links to {target}")
    assert not problems, report(problems, "[a page](docs/gone.md#nowhere)", "[a page](docs/policy.md#third_level)")


def _anchors(path: Path) -> set[str]:
    return {anchor(heading) for heading in HEADING.findall(FENCE.sub("", path.read_text(encoding="utf-8")))}


def test_every_detector_and_its_cases_are_on_the_page() -> None:
    from facetaudit.detectors.registry import detectors

    page = PAGES["detectors.md"]()
    for detector in detectors():
        section = page.split(f"\n## {detector.code} {detector.name}\n")[1].split("\n## ")[0]
        for words in (*detector.parameters, detector.unknown_note, "**Sources**"):
            assert words in section, detector.code
        if list(examples(detector.family, detector.name)):
            assert "### Cases" in section, detector.code


def test_drawn_cases_are_read_as_the_tests_draw_them() -> None:
    lines = list(examples("units_levels", "third-level-not-covered"))
    assert lines
    assert any(line.startswith("**") and line.endswith("**") for line in lines)
    assert any("FA102" not in line and "probable" in line for line in lines)
    assert list(examples("units_levels", "no-such-detector")) == []


@pytest.mark.parametrize(
    ("members", "words"),
    [
        (["64493", "64490", "64491", "64492", "64495"], "64490-64493 64495"),
        (["64490", "64491"], "64490 64491"),
        (["Q4100", "Q4101", "Q4102", "R4103"], "Q4100-Q4102 R4103"),
        (["0213T", "0214T", "0215T"], "0213T-0215T"),
        (["0213T", "0214T", "02150"], "0213T 0214T 02150"),
        (["0999T", "1000T", "1001T"], "0999T-1001T"),
        (["M47817", "M47818", "M4782"], "M47817 M47818 M4782"),
        (["64490", "64490", "64491", "64492"], "64490-64492"),
    ],
)
def test_runs_of_consecutive_codes_are_shortened(members: list[str], words: str) -> None:
    assert runs(members) == words


def test_a_column_without_content_is_left_out() -> None:
    assert table(("a", "b", "c"), [("1", None, ""), ("2", "", "x|y")]) == [
        "| a | c |",
        "| --- | --- |",
        "| 1 |  |",
        "| 2 | x\\|y |",
    ]
