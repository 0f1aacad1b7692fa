"""Notebooks are thin: parameters, calls of the package's public names, and nothing left over from a run."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from typing import Any

import facetaudit
from tests.structure.source import PACKAGE, report, repository_files, text_of

MAY_IMPORT = ("facetaudit", "pandas", "matplotlib")
MOST_CELLS = 12
SQL = re.compile(r"^\s*(select|with|from|insert|update|delete|create|copy|attach|pivot|summarize)\b.*", re.I | re.S)


def _notebooks() -> list[tuple[str, dict[str, Any]]]:
    names = [name for name in repository_files() if name.startswith("notebooks/") and name.endswith(".ipynb")]
    assert names, "There is no notebooks/*.ipynb."
    return [(name, json.loads(text_of(name) or "")) for name in names]


def _source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def _code_cells() -> Iterator[tuple[str, ast.Module]]:
    """Where each code cell stands, and its syntax tree."""
    for name, notebook in _notebooks():
        for number, cell in enumerate(notebook["cells"], start=1):
            if cell["cell_type"] == "code":
                where = f"{name} cell {number}"
                try:
                    yield where, ast.parse(_source(cell))
                except SyntaxError as error:
                    raise AssertionError(f"{where} is not plain Python (no % or ! lines): {error}") from error


def test_nothing_is_left_of_a_run() -> None:
    problems = []
    for name, notebook in _notebooks():
        leftover = {"papermill", "widgets"} & set(notebook["metadata"])
        problems += [f"{name}: metadata has {key}" for key in sorted(leftover)]
        for number, cell in enumerate(notebook["cells"], start=1):
            if cell.get("outputs") or cell.get("execution_count") is not None:
                problems.append(f"{name} cell {number}: has outputs or an execution count")
            if {"papermill", "execution", "ExecuteTime"} & set(cell["metadata"]):
                problems.append(f"{name} cell {number}: metadata of a run")
    assert not problems, report(
        problems,
        "a notebook saved after it was run: claims may be in its outputs",
        "jupyter nbconvert --clear-output --inplace notebooks/NAME.ipynb",
    )


def test_one_cell_holds_the_parameters() -> None:
    problems = []
    for name, notebook in _notebooks():
        tagged = [cell for cell in notebook["cells"] if "parameters" in cell["metadata"].get("tags", [])]
        if len(tagged) != 1:
            problems.append(f"{name}: {len(tagged)} cells are tagged parameters")
    assert not problems, report(problems, '"metadata": {}', '"metadata": {"tags": ["parameters"]}   # on one cell')


def test_notebooks_are_short() -> None:
    problems = [f"{name}: {len(book['cells'])} cells" for name, book in _notebooks() if len(book["cells"]) > MOST_CELLS]
    assert not problems, report(
        problems, f"more than {MOST_CELLS} cells", "a second notebook, or the work as a function of the package"
    )


def test_no_logic_in_notebooks() -> None:
    problems = []
    for where, tree in _code_cells():
        for node in ast.walk(tree):
            match node:
                case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() | ast.Lambda():
                    problems.append(f"{where}: defines a function or class")
                case ast.Constant(value=str(text)) if SQL.fullmatch(text) and " " in text.strip():
                    problems.append(f"{where}: SQL: {text.strip()[:40]!r}")
                case ast.Attribute(attr="sql" | "execute" | "query" as method):
                    problems.append(f"{where}: .{method}")
    assert not problems, report(
        problems, 'audit.sql("select code, count(*) from findings group by code")', "audit.findings()   # or fa.figures"
    )


def test_notebooks_use_public_names_only() -> None:
    public = set(facetaudit.__all__)
    problems = []
    for name, notebook in _notebooks():
        cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
        tree = ast.parse("\n".join(_source(cell) for cell in cells))
        aliases = set()
        for node in ast.walk(tree):
            match node:
                case ast.Import(names=names):
                    for alias in names:
                        if alias.name.split(".")[0] not in MAY_IMPORT or alias.name.startswith(f"{PACKAGE}."):
                            problems.append(f"{name}: import {alias.name}")
                        elif alias.name == PACKAGE:
                            aliases.add(alias.asname or alias.name)
                case ast.ImportFrom(module=module, names=names):
                    top = (module or "").split(".")[0]
                    if top not in MAY_IMPORT or (top == PACKAGE and module != PACKAGE):
                        problems.append(f"{name}: from {module} import")
                    elif top == PACKAGE:
                        problems += [f"{name}: {one.name} is not public" for one in names if one.name not in public]
        for node in ast.walk(tree):
            match node:
                case ast.Attribute(value=ast.Name(id=alias), attr=attribute) if alias in aliases:
                    if attribute not in public:
                        problems.append(f"{name}: {alias}.{attribute} is not public")
    assert not problems, report(
        problems,
        "from facetaudit.reporting.figures import bars\nimport numpy",
        "import facetaudit as fa\nfa.open_audit(...)",
    )
