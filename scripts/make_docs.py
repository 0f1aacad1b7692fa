"""Writes the generated pages of docs/: `python -m scripts.make_docs`, or `make docs`.

The same code and data give the same pages. With `--check` nothing is written: stale pages are named, and the exit
code is 1.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from scripts.docs_pages import columns, commands, detectors, policy

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGES: Mapping[str, Callable[[], str]] = {
    "detectors.md": detectors.build,
    "policy.md": policy.build,
    "columns.md": columns.build,
    "cli.md": commands.build,
}


def stale() -> dict[str, str]:
    """The pages that are not as they would be written now, with their new text."""
    fresh = {name: build() for name, build in PAGES.items()}
    return {name: text for name, text in fresh.items() if _text(DOCS / name) != text}


def main(arguments: list[str]) -> int:
    """Write what is stale, or name it."""
    found = stale()
    for name, text in found.items():
        if "--check" not in arguments:
            (DOCS / name).write_text(text, encoding="utf-8")
        print(f"docs/{name}")
    return 1 if found and "--check" in arguments else 0


def _text(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
