"""Sample values from a plain CSV file, for a sample that was not drawn here.

Columns: `frame_size` (units of the frame, or of the row's stratum), and either `error` or `amount` and `correct`, in US
dollars; a positive error is an overpayment. Optional: `stratum`, and `frame_amount` (dollars of the frame or stratum),
which ratio and regression estimates need besides `amount`. One row per reviewed unit; other columns are left unread.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from facetaudit.errors import InputRefused
from facetaudit.statistics.estimators import Reviewed

MOST_UNITS, MOST_DOLLARS = 10_000_000, Decimal(10**12)
"""What the simulated samples can hold, and what no amount of a frame comes to."""
ACCEPTED = "frame_size, error (or amount and correct), and optionally stratum and frame_amount"


@dataclass(frozen=True)
class _Row:
    stratum: str
    frame_size: int
    error: Decimal
    amount: Decimal | None
    frame_amount: Decimal | None


def read(path: Path) -> list[Reviewed]:
    """The strata of a file of sample values, in order of their names.

    Raises InputRefused, one sentence with row and column, for a file that cannot be read, a value that is none, and
    strata whose frame size or amount is not the same in all their rows.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            columns = tuple(reader.fieldnames or ())
            _check_columns(path, columns)
            rows = [_row(path, number, cells, columns) for number, cells in enumerate(reader, start=2)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputRefused(f"{path.name} cannot be read as CSV: give a text file with {ACCEPTED}.") from error
    if not rows:
        raise InputRefused(f"{path.name} has no rows: give one for each reviewed unit.")
    found = []
    for name in sorted({row.stratum for row in rows}):
        part = [row for row in rows if row.stratum == name]
        for column in ("frame_size", "frame_amount"):
            if len({getattr(row, column) for row in part}) > 1:
                raise InputRefused(
                    f"{path.name} has more than one {column} in the stratum {name}: give the same in all its rows."
                )
        _check_amount(path, name, part)
        amounts = tuple(float(row.amount) for row in part if row.amount is not None)
        total = part[0].frame_amount
        found.append(
            Reviewed(
                name,
                part[0].frame_size,
                tuple(float(row.error) for row in part),
                amounts if len(amounts) == len(part) else None,
                None if total is None else float(total),
            )
        )
    return found


def _check_amount(path: Path, name: str, part: Sequence[_Row]) -> None:
    """The dollars of a frame are at least those of its reviewed units, and the same where all are reviewed."""
    amounts = [row.amount for row in part if row.amount is not None]
    total = part[0].frame_amount
    if total is None or len(amounts) < len(part) or min(amounts) < 0:
        return
    if total < sum(amounts) or (len(part) == part[0].frame_size and total != sum(amounts)):
        raise InputRefused(
            f"{path.name}: the frame_amount of the stratum {name} does not add up with the amounts of its reviewed "
            "units; give the dollars of all its units."
        )


def _check_columns(path: Path, columns: tuple[str, ...]) -> None:
    names = set(columns)
    if "frame_size" not in names or not ("error" in names or {"amount", "correct"} <= names):
        raise InputRefused(f"{path.name} lacks columns: give {ACCEPTED}.")
    if {"error", "correct"} <= names:
        raise InputRefused(f"{path.name} has both error and correct: give one of the two.")


def _row(path: Path, number: int, cells: dict[str, str | None], columns: tuple[str, ...]) -> _Row:
    def number_in(column: str) -> Decimal | None:
        text = (cells.get(column) or "").strip()
        try:
            value = Decimal(text) if text else None
        except InvalidOperation:
            value = Decimal("nan")
        if value is not None and not value.is_finite():
            raise InputRefused(f"{path.name} row {number}: {column} is no number; give one such as 120.50.")
        return value

    def dollars(column: str) -> Decimal | None:
        value = number_in(column)
        if value is not None and abs(value) >= MOST_DOLLARS:
            raise InputRefused(f"{path.name} row {number}: {column} is a trillion dollars or more; mend it.")
        return value

    def needed(column: str, value: Decimal | None) -> Decimal:
        if value is None:
            raise InputRefused(f"{path.name} row {number}: {column} is empty; give it for every reviewed unit.")
        return value

    size = needed("frame_size", number_in("frame_size"))
    if size != size.to_integral_value() or not 1 <= size <= MOST_UNITS:
        raise InputRefused(
            f"{path.name} row {number}: frame_size is no whole number of 1 to {MOST_UNITS:,}; give the units."
        )
    amount = dollars("amount") if "amount" in columns else None
    if "error" in columns:
        error = needed("error", dollars("error"))
    else:
        error = needed("amount", amount) - needed("correct", dollars("correct"))
    stratum = (cells.get("stratum") or "").strip() or "1"
    return _Row(stratum, int(size), error, amount, dollars("frame_amount"))
