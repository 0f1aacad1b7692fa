"""The repository as text: what the structure tests read."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "facetaudit"


@cache
def repository_files() -> tuple[str, ...]:
    """Every file that is committed or would be: tracked, and untracked but not ignored; relative, sorted."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(sorted({name for name in listed.split("\0") if name and (ROOT / name).is_file()}))


@cache
def text_of(name: str) -> str | None:
    """The text of a file, None for one that is not text."""
    data = (ROOT / name).read_bytes()
    if b"\0" in data:
        return None
    return data.decode("utf-8", errors="replace")


def texts(names: Iterable[str] | None = None) -> Iterator[tuple[str, str]]:
    """Name and text of every text file of the repository, or of those named."""
    for name in repository_files() if names is None else names:
        text = text_of(name)
        if text is not None:
            yield name, text


def python_files(folder: str) -> list[str]:
    """The Python files below a folder."""
    return [name for name in repository_files() if name.startswith(f"{folder}/") and name.endswith(".py")]


def module_name(name: str) -> str:
    """`facetaudit/claims/__init__.py` -> `facetaudit.claims`."""
    return ".".join(Path(name).with_suffix("").parts).removesuffix(".__init__")


def imports(tree: ast.AST, module: str, is_package: bool) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """Line, imported module (relative ones resolved) and imported names (none for `import x`) of every import.

    Imports inside functions and under TYPE_CHECKING are among them, and so is `import_module("x")`.
    """
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                for alias in names:
                    yield node.lineno, alias.name, ()
            case ast.ImportFrom(module=base, names=names, level=level):
                if level:
                    parts = module.split(".") + ([""] if is_package else [])
                    base = ".".join([*parts[:-level], *([base] if base else [])])
                yield node.lineno, base or "", tuple(alias.name for alias in names)
            case ast.Call(
                func=ast.Name(id="import_module") | ast.Attribute(attr="import_module"),
                args=[ast.Constant(value=str(target)), *_],
            ):
                yield node.lineno, target, ()


def report(problems: list[str], wrong: str, right: str) -> str:
    """The message of a failed structure test: every place, then a wrong and a right form."""
    places = "\n".join(f"  {problem}" for problem in problems)
    return f"\n{places}\n\nwrong:\n{_indent(wrong)}\nright:\n{_indent(right)}\n"


def _indent(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())
