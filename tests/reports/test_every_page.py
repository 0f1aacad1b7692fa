"""Every notebook on audits that lack something: a sensible page, never a traceback, a warning or an empty figure."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest

WRONG = re.compile(r"Traceback|Warning|\bnan\b|\bNaN\b|\bNaT\b|\bNone\b|Decimal\(|datetime\.|\d\.\d{4,}|<NA>")
NEW = ("claim_history", "provider_profile", "repayment_diagnostic", "tpe_readiness")


class Read(HTMLParser):
    """The text of a page, a space between its cells, and its figures."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.text = ""
        self.figures: list[str] = []
        self.ignored = False
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ignored = tag == "style"
        if tag == "img":
            self.figures.append(dict(attrs).get("alt") or "")

    def handle_data(self, data: str) -> None:
        if not self.ignored:
            self.text += data + " "


@pytest.fixture(scope="module")
def read(pages: dict[str, Path], more_pages: dict[tuple[str, str], Path]) -> dict[str, Read]:
    """Every page of every audit; the first audit has one provider and no notes."""
    paths = {**pages, **{f"{name} of {which}": path for (which, name), path in more_pages.items()}}
    return {name: Read(path) for name, path in paths.items()}


def test_every_page_reads_well(read: dict[str, Read]) -> None:
    assert len(read) == 5 * 7
    for name, page in read.items():
        found = WRONG.search(page.text)
        assert not found, f"{name}: {page.text[max(0, found.start() - 60) : found.end() + 60]}"
        assert all(len(alt) > 20 for alt in page.figures), name


def test_nothing_is_printed(pages: dict[str, Path], more_pages: dict[tuple[str, str], Path]) -> None:
    for path in (*pages.values(), *more_pages.values()):
        for cell in nbformat.read(path.with_suffix(".ipynb"), as_version=4).cells:
            for output in cell.get("outputs", ()):
                assert output.output_type in ("display_data", "execute_result"), f"{path.name}: {output}"
                assert "text/html" in output.data, f"{path.name}: {output.data}"


def test_an_extract_without_facet_lines_says_so_and_draws_nothing(read: dict[str, Read]) -> None:
    for name in NEW:
        assert "No facet lines in this extract." in read[f"{name} of nothing"].text, name
        assert read[f"{name} of nothing"].figures == [], name


def test_where_nothing_is_found_no_dollars_are_drawn(read: dict[str, Read]) -> None:
    assert read["provider_profile of clean"].figures == []
    assert "No line of this provider carries dollars at issue." in read["provider_profile of clean"].text
    assert read["repayment_diagnostic of clean"].figures == []
    assert "No findings." in read["repayment_diagnostic of clean"].text
    assert "No claim is in error by a finding" in read["tpe_readiness of clean"].text
    assert len(read["claim_history of clean"].figures) == 3  # months, patients, one patient's time line


def test_without_payments_the_schedule_speaks(read: dict[str, Read]) -> None:
    # a third lumbar level in an office in 2025 is 87.01
    text = read["repayment_diagnostic of unpaid"].text
    assert "net by the fee schedule, as no amounts are given: $87.01 by certain findings alone" in text
    assert "What the payer paid of it is unknown." in text
    assert "$0.00 by" not in text.split("Claims overpaid")[0]
    assert "Net overpaid by the fee schedule: $87.01 by certain findings" in read["provider_profile of unpaid"].text


def test_the_sample_has_its_figures(read: dict[str, Read]) -> None:
    figures = {name: len(read[f"{name} of sample"].figures) for name in NEW}
    assert figures == {"claim_history": 3, "provider_profile": 3, "repayment_diagnostic": 1, "tpe_readiness": 1}


def test_no_figure_names_a_patient(read: dict[str, Read]) -> None:
    for name, page in read.items():
        assert not any(re.search(r"\bP\d", alt) for alt in page.figures), name
