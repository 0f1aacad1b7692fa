"""Markdown as the generated pages need it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

GENERATED = "<!-- Written by `make docs` from the code and its data. Change those, then run it again. -->"


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """A table; a column that is empty in every row is left out."""
    cells = [["" if cell is None else _cell(str(cell)) for cell in row] for row in rows]
    kept = [at for at, _ in enumerate(columns) if any(row[at] for row in cells)] or list(range(len(columns)))
    lines = [[columns[at] for at in kept], ["---"] * len(kept), *([row[at] for at in kept] for row in cells)]
    return ["| " + " | ".join(line) + " |" for line in lines]


def anchor(heading: str) -> str:
    """Where a heading is linked to: `#fa101-joints-exceeded`."""
    return "#" + re.sub(r"[^a-z0-9 _-]", "", heading.lower()).replace(" ", "-")


def page(title: str, parts: Iterable[str]) -> str:
    """A whole page with one blank line at most between its parts."""
    text = "\n".join([f"# {title}", "", GENERATED, "", *parts]).rstrip() + "\n"
    return re.sub(r"\n{3,}", "\n\n", text)


def code(word: object) -> str:
    """A word as code, nothing for nothing."""
    return f"`{word}`" if word not in (None, "") else ""


def codes(words: Iterable[object]) -> str:
    """Words as code, with commas."""
    return ", ".join(code(word) for word in words)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
