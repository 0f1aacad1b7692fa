"""The demo: a labelled sample extract, its audit and its two reports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from facetaudit.audit.opened import Audit
from facetaudit.audit.run import audit
from facetaudit.reporting.runner import run_report
from facetaudit.reporting.workbook import write_workbook
from facetaudit.synthetic import synthesize


@dataclass(frozen=True)
class Demo:
    """What the demo made: the audit, and (what, where) of every product."""

    audit: Audit
    places: list[tuple[str, str]]


def run_demo(out: Path, *, claims: int, seed: int, progress: Callable[[str], None]) -> Demo:
    """Make the demo below ``out``: extract, audit, findings.html, exposure.html and worklist.xlsx.

    A second run replaces the first. Raises UsageError when ``out`` cannot be written or holds something else.
    """
    progress("Making an extract")
    extract, folder = out / "extract", out / "audit"
    synthesize(claims, seed, "csv", extract, replace=True)
    # the demo is the same everywhere, so the user's own fees stay out of it
    made = audit(
        extract / "claims.csv", procedures=extract / "procedures.csv", out=folder, fees_dir=False, progress=progress
    )
    places = [("extract", str(extract)), ("audit folder", str(folder))]
    for notebook in ("findings", "exposure"):
        page = run_report(notebook, folder, out / f"{notebook}.html", progress=progress)
        places.append((f"{notebook} report", str(_short(page))))
    progress("Writing the workbook")
    places.append(("worklist workbook", str(_short(write_workbook(folder, out / "worklist.xlsx")))))
    return Demo(made, places)


def _short(path: Path) -> Path:
    try:
        return path.relative_to(Path.cwd())
    except ValueError:
        return path
