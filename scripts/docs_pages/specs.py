"""The drawn tables of the spec tests as examples.

They are read from the files' text, so that no test runs and no case is registered twice; a table is cut into cells as
`tests.spec.drawing` cuts it.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

from scripts.docs_pages.markdown import code, table
from tests.spec.drawing import LINE_DEFAULTS, NOTE_DEFAULTS

ROOT = Path(__file__).resolve().parents[2]
UNKNOWN = re.compile(r"unknown:\s*(\d+)")


def examples(family: str, name: str) -> Iterator[str]:
    """Every drawn case of a detector's spec file under the words of its test's name; nothing where there is no file."""
    path = ROOT / "tests" / "spec" / family / f"test_{name.replace('-', '_')}.py"
    if not path.is_file():
        return
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and any(map(_is_drawn, node.decorator_list)):
            words = node.name.removeprefix("test_").replace("_", " ")
            yield from ["", f"**{words[0].upper()}{words[1:]}**", ""]
            yield from _case(inspect.cleandoc(ast.get_docstring(node) or ""))


def defaults() -> Iterator[str]:
    """What a cell stands for that a drawn table leaves empty or out."""
    for what, given in (("claim line", LINE_DEFAULTS), ("note", NOTE_DEFAULTS)):
        said = ", ".join(f"{name} {code(value)}" for name, value in given.items() if value)
        yield f"- A {what}: {said}; all else is missing."


def _is_drawn(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Name) and decorator.func.id == "drawn"


def _case(text: str) -> Iterator[str]:
    lines = [line.strip() for line in text.splitlines()]
    split = lines.index("notes:") if "notes:" in lines else len(lines)
    said = [line for line in lines[:split] if _is_said(line)]
    if said:
        yield from [" ".join(said), ""]
    yield from _table(lines[:split])
    if lines[split + 1 :]:
        yield from ["", "The procedure notes:", ""]
        yield from _table(lines[split + 1 :])
    for line in lines:
        if found := UNKNOWN.fullmatch(line):
            many = "line" if found[1] == "1" else "lines"
            yield from ["", f"The detector cannot tell {found[1]} {many}."]
    if "alone" in lines:
        yield from ["", "Audited without other claims."]


def _is_said(line: str) -> bool:
    """Whether a line is neither of a table nor a word to the test."""
    return (
        bool(line) and not set(line) <= set("-+| ") and "|" not in line and line != "alone" and not UNKNOWN.match(line)
    )


def _table(lines: list[str]) -> list[str]:
    rows = [[cell.strip() for cell in line.split("|")] for line in lines if "|" in line]
    return table(rows[0], rows[1:]) if rows else []
