"""What reports are made of, as hashes: when one of them changes, a report is no longer current."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from facetaudit.version import __version__

LIBRARIES = ("duckdb", "ipython", "matplotlib", "nbconvert", "pandas", "papermill")


def of_file(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def of_json(content: Any) -> str:
    """The SHA-256 of a value, whatever the order of its keys."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def of_files(root: Path, paths: Iterable[Path]) -> str:
    """One SHA-256 of files with their names below a folder."""
    return of_json({path.relative_to(root).as_posix(): of_file(path) for path in paths})


def of_folder(folder: Path) -> str:
    """One SHA-256 of all files of a folder; the id of an audit is that of its folder."""
    return of_files(folder, sorted(path for path in folder.rglob("*") if path.is_file()))


@cache
def of_package() -> str:
    """One SHA-256 of the installed package's own files, the notebooks and compiled files left out."""
    package = Path(str(files("facetaudit")))
    held = (path for path in package.rglob("*") if path.is_file())
    return of_files(package, sorted(path for path in held if path.suffix not in (".pyc", ".ipynb")))


@cache
def versions() -> Mapping[str, str]:
    """Versions of this package, Python and the libraries that shape a report."""
    return {
        "facetaudit": __version__,
        "python": platform.python_version(),
        **{name: version(name) for name in LIBRARIES},
    }
