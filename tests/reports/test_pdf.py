"""Reports as PDF, where WeasyPrint is installed; the refusal where it is not."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest

from facetaudit.audit.opened import Audit
from facetaudit.errors import UsageError
from facetaudit.reporting import jobs
from facetaudit.reporting.cycle import definition
from facetaudit.reporting.html import Table, shell
from facetaudit.reporting.warm import Worker, available

HAS_WEASYPRINT = importlib.util.find_spec("weasyprint") is not None
needs_weasyprint = pytest.mark.skipif(not HAS_WEASYPRINT, reason="needs WeasyPrint: pip install 'facetaudit[pdf]'")


@needs_weasyprint
@pytest.mark.skipif(not available(), reason="needs Linux")
def test_a_report_as_pdf_is_the_same_each_time_and_private(audited: Audit, tmp_path: Path) -> None:
    from facetaudit.reporting.runner import find_notebook

    made = []
    worker = Worker()
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        values = {"audit_dir": str(audited.folder.absolute())}
        worker.ask(jobs.asked(find_notebook("exposure"), values, "exposure", tmp_path / name, ("html", "pdf")))
        made.append(tmp_path / name / jobs.PDF)
    worker.close()
    assert made[0].read_bytes().startswith(b"%PDF-")
    assert made[0].read_bytes() == made[1].read_bytes()
    assert b"CreationDate" not in made[0].read_bytes()
    assert made[0].stat().st_mode & 0o777 == 0o600


@needs_weasyprint
def test_long_tables_go_on_with_their_heads_and_stay_on_the_page() -> None:
    """The widest table of ours, the list of findings, on paper: laid out by WeasyPrint and looked at box by box."""
    from weasyprint import HTML

    kinds = ["date", "text", "count", "name", "text", "count", "name", "text", "text", "text", "name"]
    row = ["2025-03-04", "1000000012", 1, "64493", "RT KX", 1, "FA103", "certain", "reason " * 12, "64493-50", "s-" * 9]
    table = Table("Long", [(f"Head {at}", kind) for at, kind in enumerate(kinds)], [row] * 60, totals=row)
    pages = HTML(string=shell("t", f"<h1>t</h1>{table._repr_html_()}")).render().pages
    assert len(pages) > 2
    for page in pages:
        boxes = list(page._page_box.descendants())
        tags = [box.element_tag for box in boxes]
        assert "thead" in tags
        assert ("tfoot" in tags) == (page is pages[-1]), "totals stand once, at the end"
        assert all(box.position_x + box.width <= page.width for box in boxes if box.element_tag == "td")


@needs_weasyprint
def test_a_page_fetches_nothing(tmp_path: Path) -> None:
    from weasyprint.urls import FatalURLFetchingError

    (tmp_path / "a.png").write_bytes(b"")
    for address in ("http://127.0.0.1:9/a.png", (tmp_path / "a.png").as_uri()):
        with pytest.raises(FatalURLFetchingError):
            jobs._as_pdf(shell("t", f'<img src="{address}" alt="a">'))


def test_pdf_without_weasyprint_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(definition, "find_spec", lambda name: None)
    content = {"audit": "a", "out": "o", "formats": ["html", "pdf"], "reports": [{"notebook": "findings"}]}
    (tmp_path / "c.yaml").write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(UsageError, match=r"the format pdf needs WeasyPrint: pip install 'facetaudit\[pdf\]'"):
        definition.read_cycle(tmp_path / "c.yaml")
