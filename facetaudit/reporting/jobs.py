"""One notebook run and turned into files, by a worker or in a kernel of its own."""

from __future__ import annotations

import contextlib
import html
import os
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from facetaudit.errors import ReportFailed, UsageError

if TYPE_CHECKING:
    from nbformat import NotebookNode

PAGE, NOTEBOOK, PDF, FAILED = "report.html", "report.ipynb", "report.pdf", "failed.html"
WORKBOOK = "worklist.xlsx"
FORMATS = ("html", "ipynb")
COLOURS = re.compile("\x1b\\[[0-9;]*m")


def do(request: Mapping[str, Any]) -> dict[str, Any]:
    """What a worker is asked for: ``cells`` of a notebook to run, its ``parameters``, or a ``report`` to make."""
    if request["do"] == "cells":
        return {"notebook": _cells(request["notebook"])}
    if request["do"] == "parameters":
        return {"parameters": parameters_of(Path(request["notebook"]))}
    where = Path(request["notebook"]), request["parameters"], request["title"], Path(request["folder"])
    make_report(*where, request["formats"], request["provider"], inside=True)
    return {}


def asked(
    source: Path,
    values: Mapping[str, Any],
    title: str,
    folder: Path,
    formats: Sequence[str] = FORMATS,
    provider: str | None = None,
) -> dict[str, Any]:
    """The request for a report, as `do` reads it."""
    return {
        "do": "report",
        "notebook": str(source.absolute()),
        "parameters": dict(values),
        "title": title,
        "folder": str(folder),
        "formats": list(formats),
        "provider": provider,
    }


def parameters_of(source: Path) -> dict[str, dict[str, str]]:
    """Type and default of each parameter, as the notebook's parameters cell writes them; empty without such a cell.

    Raises UsageError for a file that is no notebook.
    """
    import papermill

    found = papermill.inspect_notebook(open_notebook(source))
    return {
        name: {"type": about["inferred_type_name"] or "str", "default": about["default"]}
        for name, about in found.items()
    }


def make_report(
    source: Path,
    values: Mapping[str, Any],
    title: str,
    folder: Path,
    formats: Sequence[str] = FORMATS,
    provider: str | None = None,
    *,
    inside: bool = False,
) -> None:
    """Run a notebook and write it into a folder that is there, in the formats html, ipynb and pdf.

    In the format xlsx, the ``provider``'s part of the audit is written beside it. ``inside`` runs the cells in this
    process, which must be a worker's. Raises ReportFailed when a cell stops with an error; the folder then holds a page
    with the traceback instead, which may quote claims.
    """
    from facetaudit.reporting.html import page

    try:
        executed = execute(open_notebook(source), source.name, values, inside=inside)
    except ReportFailed as error:
        write_private(folder / FAILED, failure_page(error, title).encode())
        raise
    shown = page(executed, title)
    if "html" in formats:
        write_private(folder / PAGE, shown.encode())
    if "ipynb" in formats:
        write_private(folder / NOTEBOOK, as_text(executed).encode())
    if "pdf" in formats:
        write_private(folder / PDF, _as_pdf(shown))
    if "xlsx" in formats and provider is not None:
        from facetaudit.reporting.runner import AUDIT_DIR
        from facetaudit.reporting.workbook import write_workbook

        write_workbook(values[AUDIT_DIR], folder / WORKBOOK, provider)


def open_notebook(source: Path) -> NotebookNode:
    """A notebook's content; one without a kernel of its own gets Python's.

    Raises UsageError for a file that is no notebook.
    """
    import nbformat

    try:
        opened: NotebookNode = nbformat.read(source, as_version=4)  # type: ignore[no-untyped-call]
    except (nbformat.reader.NotJSONError, nbformat.ValidationError, UnicodeDecodeError, KeyError) as error:
        raise UsageError(f"{source} is no notebook that can be read: give an .ipynb file of format 4.") from error
    opened.metadata.setdefault("kernelspec", {"name": "python3", "language": "python", "display_name": "Python 3"})
    return opened


def execute(
    notebook: NotebookNode, name_of_notebook: str, values: Mapping[str, Any], *, inside: bool = False
) -> NotebookNode:
    """Run the notebook in this process or in a new kernel; what the clock says is left out of the result.

    Raises ReportFailed with the cell and the error.
    """
    import papermill

    from facetaudit.reporting.engine import INSIDE

    with contextlib.nullcontext({"engine_name": INSIDE}) if inside else _in_a_kernel() as how:
        try:
            done: NotebookNode = papermill.execute_notebook(
                notebook,
                None,
                parameters=dict(values),
                kernel_name="python3",
                progress_bar=False,
                log_output=False,
                **how,
            )
        except papermill.PapermillExecutionError as error:
            raise ReportFailed(
                f"The notebook {name_of_notebook} stopped in cell {error.cell_index + 1} with {error.ename}: "
                f"{error.evalue}",
                short=f"Cell {error.cell_index + 1} stopped with {error.ename}.",
            ) from error
    done.metadata.pop("papermill", None)
    for number, cell in enumerate(done.cells, start=1):
        cell.id = f"cell-{number}"  # the injected cell's own name is random
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
    return done


@contextlib.contextmanager
def _in_a_kernel() -> Iterator[dict[str, Any]]:
    """Claims pass through the kernel's channels: they stay off the network stack, in a folder of this kernel alone."""
    from traitlets.config import Config

    with tempfile.TemporaryDirectory(prefix="facetaudit-") as folder:
        yield {
            "config": Config(KernelManager={"transport": "ipc", "ip": str(Path(folder) / "kernel")}),
            "extra_arguments": ["--IPKernelApp.log_level=CRITICAL"],
        }


def _cells(text: str) -> str:
    """A notebook's text with its cells run; the first that failed is marked as papermill marks it."""
    import nbformat

    from facetaudit.reporting.engine import run_cells

    return as_text(run_cells(nbformat.reads(text, as_version=4), _Mark()))  # type: ignore[no-untyped-call]


class _Mark:
    """Marks the cell that failed."""

    def cell_start(self, cell: Any, cell_index: int) -> None:
        """Nothing is told before the end."""

    def cell_exception(self, cell: Any, cell_index: int) -> None:
        """As papermill's own."""
        cell.metadata.setdefault("papermill", {})["exception"] = True

    def cell_complete(self, cell: Any, cell_index: int) -> None:
        """Nothing is told before the end."""


def as_text(notebook: NotebookNode) -> str:
    """A notebook as its file holds it."""
    import nbformat

    text: str = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
    return text + "\n"


def failure_page(error: ReportFailed, title: str) -> str:
    """The page of a report that failed: what it stopped with, the cell and the traceback without its colours."""
    from facetaudit.reporting.html import shell

    body = f"<h1>{html.escape(title)}: failed</h1><p>{html.escape(str(error))}</p>"
    cause: Any = error.__cause__
    if cause is not None:
        lines = COLOURS.sub("", "\n".join(cause.traceback))
        body += (
            "<p>What follows may quote claims: it is for the owner of this folder only.</p>"
            f"<h2>The cell</h2><pre>{html.escape(cause.source)}</pre>"
            f"<h2>The traceback</h2><pre>{html.escape(lines)}</pre>"
        )
    return shell(title, body)


def _as_pdf(shown: str) -> bytes:
    """The page as PDF, by its print style; its pictures are in it, and one that would be fetched is refused."""
    from weasyprint import HTML, URLFetcher

    own = URLFetcher(allowed_protocols=("data",), fail_on_errors=True)
    made: bytes = HTML(string=shown, url_fetcher=own).write_pdf()
    return made


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner may read."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
