"""Report pages: complete, self-contained, escaped; and what the runner refuses."""

from __future__ import annotations

import itertools
import re
import stat
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest

from facetaudit.audit.opened import Audit
from facetaudit.errors import ReportFailed, UsageError
from facetaudit.reporting.runner import run_report

from .conftest import HOSTILE, parameters


class Tags(HTMLParser):
    """Start tags with their attributes, and the text between them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="session")
def read(pages: dict[str, Path]) -> dict[str, Tags]:
    """Every page, parsed."""
    return {name: Tags(path.read_text(encoding="utf-8")) for name, path in pages.items()}


def test_pages_load_nothing_and_run_nothing(pages: dict[str, Path], read: dict[str, Tags]) -> None:
    for name, page in read.items():
        assert [tag for tag, _ in page.tags].count("style") == 1, name
        assert not {tag for tag, _ in page.tags} & {"script", "link", "iframe", "object", "embed"}, name
        for tag, attributes in page.tags:
            assert not any(attribute.startswith("on") for attribute in attributes), f"{name}: {tag} {attributes}"
            for attribute in ("src", "href", "srcset", "action"):
                value = attributes.get(attribute) or ""
                assert value == "" or value.startswith(("data:image/png;base64,", "#")), f"{name}: {value[:60]}"
        assert not re.search(r"https?://|@import|url\(", pages[name].read_text(encoding="utf-8")), name


def test_values_are_escaped(read: dict[str, Tags]) -> None:
    for name in ("findings", "exposure", "claim_history", "provider_profile", "repayment_diagnostic", "tpe_readiness"):
        assert HOSTILE in read[name].text, name


def test_findings_page_shows_reason_coding_and_source(read: dict[str, Tags]) -> None:
    text = read["findings"].text
    for words in ("third-level-not-covered", "64495 billed; at most two levels", "64493-RT x1", "lcd"):
        assert words in text


def test_exposure_page_shows_dollars_as_paid_and_by_the_schedule(read: dict[str, Tags]) -> None:
    text = read["exposure"].text
    # two third levels of 87.01 allowed and 68.22 paid; the schedule of 2025 says 87.01 too
    assert "$174.02" in text
    assert "$136.44" in text


def test_an_extract_without_facet_lines_says_so(read: dict[str, Tags]) -> None:
    for name in ("findings of nothing", "exposure of nothing"):
        assert "No facet lines in this extract." in read[name].text
        assert not [tag for tag, _ in read[name].tags if tag == "img"], "an empty figure was drawn"


def test_reports_end_with_the_unverified_values_that_they_used(pages: dict[str, Path]) -> None:
    for name in pages:
        if name.startswith("rate_impact"):  # it has none
            continue
        captions = re.findall("<caption>(.*?)</caption>", pages[name].read_text(encoding="utf-8"))
        assert captions[-1] == "Unverified values that this page rests on", name
        assert captions.count(captions[-1]) == 1, name
    assert "lookback_years" in pages["exposure"].read_text(encoding="utf-8").split("<caption>")[-1]


def test_figures_say_in_words_what_they_show(read: dict[str, Tags]) -> None:
    images = [attributes for tag, attributes in read["findings"].tags if tag == "img"]
    assert images
    assert all(len(attributes.get("alt") or "") > 20 for attributes in images)


def test_headings_step_one_level_at_a_time(read: dict[str, Tags]) -> None:
    for name, page in read.items():
        levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1, name
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), name


def test_executed_notebook_lies_beside_the_page_and_both_are_private(pages: dict[str, Path]) -> None:
    for page in pages.values():
        executed = page.with_suffix(".ipynb")
        assert any(cell.get("outputs") for cell in nbformat.read(executed, as_version=4).cells)
        assert {stat.S_IMODE(path.stat().st_mode) for path in (page, executed)} == {0o600}


@pytest.mark.parametrize("name", ["findings", "provider_profile", "tpe_readiness"])
def test_the_same_audit_gives_the_same_page(audited: Audit, pages: dict[str, Path], tmp_path: Path, name: str) -> None:
    again = run_report(name, audited.folder, tmp_path / f"{name}.html", parameters(name))
    assert again.read_bytes() == pages[name].read_bytes()


@pytest.mark.parametrize(
    ("notebook", "parameters", "words"),
    [
        ("findings", {"familly": "kx"}, "family"),
        ("exposure", {"as_off": "2025-01-01"}, "as_off"),
        ("no-such-report", {}, "exposure, findings"),
        ("exposure", {"scenario=certain": "-p"}, "written with a space: give -p scenario certain"),
    ],
)
def test_unknown_parameters_and_notebooks_are_refused(
    audited: Audit, tmp_path: Path, notebook: str, parameters: dict[str, str], words: str
) -> None:
    with pytest.raises(UsageError, match=words):
        run_report(notebook, audited.folder, tmp_path / "page.html", parameters)
    assert list(tmp_path.iterdir()) == []


def test_a_parameter_without_a_value_is_missing(audited: Audit, tmp_path: Path) -> None:
    notebook = _notebook(tmp_path, 'audit_dir: str = ""\nnpi: str = ""  # required', "1")
    with pytest.raises(UsageError, match="needs the parameter npi"):
        run_report(str(notebook), audited.folder, tmp_path / "page.html")


def test_numbers_that_are_names_stay_text(audited: Audit, tmp_path: Path) -> None:
    notebook = _notebook(tmp_path, 'audit_dir: str = ""\nnpi: str = ""', "npi + '!'")
    page = run_report(str(notebook), audited.folder, tmp_path / "page.html", {"npi": "0123456789"})
    assert "0123456789!" in page.read_text(encoding="utf-8")


def test_a_failing_notebook_leaves_nothing(audited: Audit, tmp_path: Path) -> None:
    notebook = _notebook(tmp_path, 'audit_dir: str = ""', "1 / 0")
    out = tmp_path / "out"
    with pytest.raises(ReportFailed, match="cell 3 with ZeroDivisionError"):
        run_report(str(notebook), audited.folder, out / "page.html")
    assert not out.exists() or list(out.iterdir()) == []


def test_a_folder_that_is_no_audit_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no audit folder"):
        run_report("findings", tmp_path, tmp_path / "page.html")


def _notebook(folder: Path, parameters: str, code: str) -> Path:
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]}),
            nbformat.v4.new_code_cell(code),
        ]
    )
    path = folder / "own {1}.ipynb"
    nbformat.write(notebook, path)
    return path
