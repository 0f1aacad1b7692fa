"""Tables of text as CSV files that a spreadsheet does not run."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

Row = dict[str, Any]

NUMBER = re.compile(r"-?[0-9]+([.][0-9]+)?")


def write_csv(path: Path, rows: Sequence[Row], columns: Sequence[str]) -> None:
    """Write rows with ``columns``; a text that a spreadsheet would read as a formula gets an apostrophe in front."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_cell(row[name]) for name in columns] for row in rows)


def _cell(cell: Any) -> Any:
    formula = isinstance(cell, str) and cell.startswith(("=", "+", "@", "-", "\t", "\r")) and not NUMBER.fullmatch(cell)
    return f"'{cell}" if formula else cell
