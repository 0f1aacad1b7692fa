"""Running a report notebook on an audit folder, whole or not at all."""

from __future__ import annotations

import difflib
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from facetaudit.audit.opened import open_audit
from facetaudit.errors import ReportFailed, UsageError

if TYPE_CHECKING:
    from nbformat import NotebookNode

AUDIT_DIR = "audit_dir"
READERS: Mapping[str, Callable[[str], object]] = {
    "str": str,
    "int": int,
    "float": float,
    "bool": lambda text: {"true": True, "false": False}[text.lower()],
}


def notebook_folder() -> Path:
    """Where the report notebooks are: inside the installed package, or beside it in a checkout."""
    package = Path(str(files("facetaudit")))
    inside = package / "notebooks"
    return inside if inside.is_dir() else package.parent / "notebooks"


def find_notebook(name: str) -> Path:
    """A notebook by name or path.

    Raises UsageError that lists the notebooks there are.
    """
    path = Path(name)
    if path.suffix == ".ipynb" and path.is_file():
        return path
    known = sorted(file.stem for file in notebook_folder().glob("*.ipynb"))
    if name in known:
        return notebook_folder() / f"{name}.ipynb"
    raise UsageError(f"There is no notebook {name!r}: give one of {', '.join(known)}, or the path of an .ipynb file.")


def run_report(
    notebook: str,
    audit_dir: str | Path,
    out: str | Path,
    parameters: Mapping[str, str] | None = None,
    progress: Callable[[str], None] | None = None,
) -> Path:
    """Run a notebook and write ``out`` (HTML) and the executed notebook beside it; returns the page's path.

    Raises UsageError for an unknown or missing parameter, ReportFailed when a cell stops with an error; neither file
    is then written.
    """
    tell = progress or (lambda stage: None)
    source, page_path = find_notebook(notebook), Path(out).absolute()
    if page_path.suffix.lower() != ".html" or page_path.is_dir():
        raise UsageError(f"{out} is no name for a page: give --out a file that ends in .html.")
    audit = open_audit(audit_dir)
    given = {**(parameters or {}), AUDIT_DIR: str(audit.folder.absolute())}
    opened = open_notebook(source)
    values = read_parameters(opened, source.name, given)
    tell(f"Running {source.stem}")
    executed = execute(opened, source.name, values)
    from facetaudit.reporting.html import page

    _write(
        page_path,
        {
            page_path: page(executed, f"{source.stem}: {audit.folder.name}"),
            page_path.with_suffix(".ipynb"): _as_text(executed),
        },
    )
    return page_path


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


def read_parameters(notebook: NotebookNode, name_of_notebook: str, given: Mapping[str, str]) -> dict[str, Any]:
    """The notebook's parameters from text, typed as its parameters cell declares them.

    Raises UsageError for a name that the notebook does not have, one it needs and was not given, or a wrong type.
    """
    import papermill

    known = papermill.inspect_notebook(notebook)
    if not known:
        raise UsageError(
            f"The notebook {name_of_notebook} has no cell tagged parameters; add one that sets {AUDIT_DIR}."
        )
    values: dict[str, Any] = {}
    for name, text in given.items():
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f" (did you mean {near[0]}?)" if near else ""
            raise UsageError(
                f"{name_of_notebook} has no parameter {name!r}{hint}: it takes {', '.join(sorted(known))}."
            )
        kind = (known[name]["inferred_type_name"] or "str").replace(" | None", "").strip()
        try:
            values[name] = READERS.get(kind, str)(text)
        except (ValueError, KeyError) as error:
            raise UsageError(
                f"The parameter {name} of {name_of_notebook} takes a value of type {kind}, not {text!r}."
            ) from error
    missing = [name for name, about in known.items() if about["default"] in ('""', "''") and name not in values]
    if missing:
        raise UsageError(f"{name_of_notebook} needs the parameter {missing[0]}: give -p {missing[0]} VALUE.")
    return values


def execute(notebook: NotebookNode, name_of_notebook: str, values: Mapping[str, Any]) -> NotebookNode:
    """Run the notebook in a fresh kernel; what the clock says is left out of the result.

    Raises ReportFailed with the cell and the error.
    """
    import papermill
    from traitlets.config import Config

    try:
        # The kernel's channels stand in a folder of this run: in the working directory two runs would share them.
        with tempfile.TemporaryDirectory(prefix="facetaudit-") as channels:
            done: NotebookNode = papermill.execute_notebook(
                notebook,
                None,
                parameters=dict(values),
                kernel_name="python3",
                progress_bar=False,
                log_output=False,
                # claims pass through the kernel's channels: keep them off the network stack
                config=Config(KernelManager={"transport": "ipc", "ip": str(Path(channels) / "kernel")}),
                extra_arguments=["--IPKernelApp.log_level=CRITICAL"],
            )
    except papermill.PapermillExecutionError as error:
        raise ReportFailed(
            f"The notebook {name_of_notebook} stopped in cell {error.cell_index + 1} with {error.ename}: {error.evalue}"
        ) from error
    done.metadata.pop("papermill", None)
    for number, cell in enumerate(done.cells, start=1):
        cell.id = f"cell-{number}"  # the injected cell's own name is random
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
    return done


def _as_text(notebook: NotebookNode) -> str:
    import nbformat

    text: str = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
    return text + "\n"


def _write(page_path: Path, texts: Mapping[Path, str]) -> None:
    folder = page_path.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        building = Path(tempfile.mkdtemp(prefix=f".{page_path.name}.", dir=folder))
    except OSError as error:
        raise UsageError(f"The folder {folder} cannot be written ({error.strerror}): give another --out.") from error
    try:
        for path, text in texts.items():
            (building / path.name).write_text(text, encoding="utf-8")
            (building / path.name).chmod(0o600)
        for path in texts:
            os.replace(building / path.name, path)
    finally:
        shutil.rmtree(building, ignore_errors=True)
