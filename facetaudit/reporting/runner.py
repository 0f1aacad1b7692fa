"""Running a report notebook on an audit folder, whole or not at all."""

from __future__ import annotations

import difflib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from facetaudit.audit.opened import open_audit
from facetaudit.errors import UsageError

if TYPE_CHECKING:
    from facetaudit.reporting.warm import Worker

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
    from facetaudit.reporting import jobs, warm

    tell = progress or (lambda stage: None)
    source, page_path = find_notebook(notebook), Path(out).absolute()
    if page_path.suffix.lower() != ".html" or page_path.is_dir():
        raise UsageError(f"{out} is no name for a page: give --out a file that ends in .html.")
    audit = open_audit(audit_dir)
    worker = warm.shared_worker()  # its imports go on beside ours
    given = {**(parameters or {}), AUDIT_DIR: str(audit.folder.absolute())}
    values = read_parameters(parameters_of(source, worker), source.name, given)
    tell(f"Running {source.stem}")
    title = f"{source.stem}: {audit.folder.name}"
    with _beside(page_path) as folder:
        if worker is None:
            jobs.make_report(source, values, title, folder)
        else:
            worker.ask(jobs.asked(source, values, title, folder))
        os.replace(folder / jobs.NOTEBOOK, page_path.with_suffix(".ipynb"))
        os.replace(folder / jobs.PAGE, page_path)
    return page_path


@contextmanager
def _beside(page_path: Path) -> Iterator[Path]:
    """A private folder beside the page, which goes away."""
    folder = page_path.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        building = Path(tempfile.mkdtemp(prefix=f".{page_path.name}.", dir=folder))
    except OSError as error:
        raise UsageError(f"The folder {folder} cannot be written ({error.strerror}): give another --out.") from error
    try:
        yield building
    finally:
        shutil.rmtree(building, ignore_errors=True)


def parameters_of(notebook: Path, worker: Worker | None) -> dict[str, dict[str, str]]:
    """Type and default of each parameter of a notebook.

    Raises UsageError for a file that is no notebook, or one without parameters.
    """
    from facetaudit.reporting import jobs

    if worker is None:
        known = jobs.parameters_of(notebook)
    else:
        known = worker.ask({"do": "parameters", "notebook": str(notebook.absolute())})["parameters"]
    if not known:
        raise UsageError(f"The notebook {notebook.name} has no cell tagged parameters; add one that sets {AUDIT_DIR}.")
    return known


def read_parameters(
    known: Mapping[str, Mapping[str, str]], name_of_notebook: str, given: Mapping[str, str]
) -> dict[str, Any]:
    """A notebook's parameters from text, typed as its parameters cell declares them.

    Raises UsageError for a name that the notebook does not have, one it needs and was not given, or a wrong type.
    """
    values: dict[str, Any] = {}
    for name, text in given.items():
        if name not in known:
            own, sign, value = name.partition("=")
            if sign and own in known:
                raise UsageError(f"The parameter {own} is written with a space: give -p {own} {value}.")
            raise UsageError(
                f"{name_of_notebook} has no parameter {name!r}{nearest(name, known)}: it takes "
                f"{', '.join(sorted(known))}."
            )
        kind = known[name]["type"].replace(" | None", "").strip()
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


def nearest(name: str, known: Iterable[str]) -> str:
    """` (did you mean npi?)` for a word that is nearly one of those known, else nothing."""
    near = difflib.get_close_matches(name, known, n=1)
    return f" (did you mean {near[0]}?)" if near else ""
