"""Reading a chart-review worksheet back: every row is held against the sample, every mistake is named by its cell.

Rows may be sorted and empty rows may stand anywhere; a row that was added, removed, doubled or retyped, a missing or
unknown verdict, an amount that is none and an answer that contradicts another are refused. Messages name cells and
columns, never what stands in them.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from facetaudit.errors import InputRefused
from facetaudit.statistics.worksheet import (
    FINDING_ANSWERS,
    FINDING_COLUMNS,
    FINDINGS_SHEET,
    LINE_ANSWERS,
    LINE_COLUMNS,
    LINES_SHEET,
    VERDICTS,
)

SHOWN = 10
CENT, MOST = Decimal("0.01"), Decimal(10_000_000_000)
AGREE, DISAGREE, NO_RECORD = VERDICTS

Row = Mapping[str, Any]


@dataclass(frozen=True)
class LineAnswer:
    """The verdict on a line; `correct` is what is payable on it, in dollars."""

    row_id: str
    verdict: str
    correct: Decimal
    corrected_codes: str
    joints_documented: str
    reason: str


@dataclass(frozen=True)
class FindingAnswer:
    """The verdict on a finding."""

    row_id: str
    verdict: str
    reason: str


class _Mistakes:
    """What is wrong with a worksheet, cell by cell."""

    def __init__(self) -> None:
        self.found: list[tuple[str, str]] = []

    def add(self, cell: str, words: str) -> None:
        self.found.append((cell, words))

    def refuse(self, path: Path) -> None:
        """Raise InputRefused with the first mistake and the cells of the next ones, down each sheet."""
        if not self.found:
            return
        (cell, words), *others = sorted(self.found, key=_place)
        more = ""
        if others:
            cells = ", ".join(other for other, _ in others[:SHOWN])
            more = f" ({len(others):,} more to mend: {cells}{', ...' if len(others) > SHOWN else ''})"
        raise InputRefused(f"{path.name} {cell}: {words}{more}.")


def _place(mistake: tuple[str, str]) -> tuple[str, bool, int, str]:
    """Down the rows of a sheet; what is missing stands at its heading and comes last."""
    sheet, _, cell = mistake[0].partition("!")
    row = int(cell[1:])
    return sheet, row == 1, row, cell[0]


def read(path: Path, lines: Sequence[Row], findings: Sequence[Row]) -> tuple[list[LineAnswer], list[FindingAnswer]]:
    """The answers of a worksheet, in the order of ``lines`` and ``findings``.

    These are the rows that the worksheet was written with, with LINE_COLUMNS and FINDING_COLUMNS. Raises InputRefused,
    one sentence with the cells, for what the module says is refused and for a file that is no such workbook.
    """
    mistakes = _Mistakes()
    line_rows = _rows(path, LINES_SHEET, LINE_COLUMNS, LINE_ANSWERS, lines, mistakes)
    finding_rows = _rows(path, FINDINGS_SHEET, FINDING_COLUMNS, FINDING_ANSWERS, findings, mistakes)
    mistakes.refuse(path)
    found = [_finding(row, cells, mistakes) for row, cells in finding_rows]
    answers = [_line(row, cells, mistakes) for row, cells in line_rows]
    _contradictions(line_rows, finding_rows, mistakes)
    mistakes.refuse(path)
    return [one for one in answers if one], [one for one in found if one]


@dataclass(frozen=True)
class _Cells:
    """A row of a sheet: cells by column, and where they stand."""

    sheet: str
    number: int
    columns: tuple[str, ...]
    values: tuple[Any, ...]

    def at(self, column: str) -> str:
        """The name of a cell, such as Lines!N5; the heading's columns are fewer than 27."""
        return f"{self.sheet}!{chr(ord('A') + self.columns.index(column))}{self.number}"

    def text(self, column: str) -> str:
        """The text of a cell; a number as a spreadsheet shows it."""
        value = self.values[self.columns.index(column)]
        if isinstance(value, float) and value == int(value):
            return str(int(value))
        return str(value).strip()


def _rows(
    path: Path,
    sheet: str,
    columns: tuple[str, ...],
    answers: tuple[str, ...],
    expected: Sequence[Row],
    mistakes: _Mistakes,
) -> list[tuple[Row, _Cells]]:
    """Each expected row with its cells, in the expected order."""
    heading = (*columns, *answers)
    content = _content(path, sheet)
    if not content or tuple(str(cell).strip() for cell in content[0][: len(heading)]) != heading:
        raise InputRefused(
            f"{path.name} {sheet}!A1: the headings are not those of the worksheet: give the worksheet of this sample, "
            "its columns as they were."
        )
    wanted = {row["row_id"]: row for row in expected}
    seen: dict[str, _Cells] = {}
    for number, values in enumerate(content[1:], start=2):
        padded = (*values, *[""] * len(heading))[: len(heading)]
        if all(str(value).strip() == "" for value in values):
            continue
        cells = _Cells(sheet, number, heading, tuple(padded))
        row_id = cells.text("row_id")
        if row_id not in wanted:
            words = "or is of another sample" if row_id else "without a row_id"
            mistakes.add(cells.at("row_id"), f"a row that was added, {words}; remove it")
        elif row_id in seen:
            mistakes.add(cells.at("row_id"), f"the same row as {seen[row_id].at('row_id')}; keep one of the two")
        else:
            seen[row_id] = cells
            _compare(wanted[row_id], cells, columns, mistakes)
    missing = [row for row in expected if row["row_id"] not in seen]
    if missing:
        rows = "row is" if len(missing) == 1 else "rows are"
        first = min(row["selection"] for row in missing)
        mistakes.add(f"{sheet}!A1", f"{len(missing):,} {rows} missing, first one of selection {first}; put it back")
    return [(row, seen[row["row_id"]]) for row in expected if row["row_id"] in seen]


def _content(path: Path, sheet: str) -> list[list[Any]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            if sheet not in book.sheet_names:
                raise InputRefused(f"{path.name} has no sheet {sheet}: give the worksheet of this sample.")
            return book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    except (OSError, CalamineError) as error:
        raise InputRefused(
            f"{path.name} cannot be read as a workbook: give the reviewed worksheet, saved as XLSX."
        ) from error


def _compare(row: Row, cells: _Cells, columns: Sequence[str], mistakes: _Mistakes) -> None:
    """Nothing but the answers may have changed."""
    for column in columns[1:]:
        held, value = row[column], cells.values[cells.columns.index(column)]
        if isinstance(held, Decimal):
            same = isinstance(value, int | float) and abs(Decimal(repr(float(value))) - held) < CENT / 2
        elif isinstance(held, datetime.date):
            same = str(value)[:10] == held.isoformat()
        elif held is None:
            same = cells.text(column) == ""
        elif isinstance(held, int):
            same = cells.text(column) == str(held)
        else:
            same = isinstance(value, str) and value == held
        if not same:
            mistakes.add(cells.at(column), f"{column} is not what the sample has; put back what the worksheet had")


def _line(row: Row, cells: _Cells, mistakes: _Mistakes) -> LineAnswer | None:
    verdict = _verdict(cells, mistakes)
    if verdict is None:
        return None
    given = _amount(cells, mistakes)
    amount, proposed = row["amount"], row["proposed_amount"]
    correct = given if verdict == DISAGREE else Decimal(0) if verdict == NO_RECORD else proposed
    if amount is None:
        mistakes.add(cells.at("amount"), "the line has no amount as billed; draw with the other kind of dollars")
    if verdict == DISAGREE and not cells.text("corrected_amount"):
        mistakes.add(cells.at("corrected_amount"), "disagree without a corrected_amount; give what is payable")
    if verdict != DISAGREE and given is not None and given != correct:
        mistakes.add(cells.at("corrected_amount"), f"an amount beside {verdict}; leave it empty, or choose disagree")
    if verdict == AGREE and proposed is None and amount is not None:
        mistakes.add(cells.at("verdict"), "agree, but the audit proposes no amount; choose disagree and give it")
    _need_reason(verdict, cells, mistakes)
    if correct is None:
        return None
    return LineAnswer(
        row["row_id"], verdict, correct, cells.text("corrected_codes"), cells.text("joints_documented"),
        cells.text("reason"),
    )  # fmt: skip


def _finding(row: Row, cells: _Cells, mistakes: _Mistakes) -> FindingAnswer | None:
    verdict = _verdict(cells, mistakes)
    if verdict is None:
        return None
    _need_reason(verdict, cells, mistakes)
    return FindingAnswer(row["row_id"], verdict, cells.text("reason"))


def _verdict(cells: _Cells, mistakes: _Mistakes) -> str | None:
    verdict = cells.text("verdict").lower()
    if verdict in VERDICTS:
        return verdict
    words = "an unknown verdict" if verdict else "no verdict"
    mistakes.add(cells.at("verdict"), f"{words}; choose agree, disagree or no record")
    return None


def _need_reason(verdict: str, cells: _Cells, mistakes: _Mistakes) -> None:
    if verdict == DISAGREE and not cells.text("reason"):
        mistakes.add(cells.at("reason"), "disagree without a reason; give it")


def _amount(cells: _Cells, mistakes: _Mistakes) -> Decimal | None:
    value = cells.values[cells.columns.index("corrected_amount")]
    if str(value).strip() == "":
        return None
    try:
        amount = Decimal(str(value).strip())
        cents = amount.quantize(CENT)
        sound = not isinstance(value, bool) and abs(amount - cents) < Decimal("1e-9") and 0 <= cents < MOST
    except InvalidOperation:
        sound = False
    if not sound:
        mistakes.add(cells.at("corrected_amount"), "no amount; give dollars and cents of 0 or more, such as 120.50")
        return None
    return cents


def _contradictions(
    lines: Sequence[tuple[Row, _Cells]], findings: Sequence[tuple[Row, _Cells]], mistakes: _Mistakes
) -> None:
    """A line whose every finding that moves dollars is denied cannot be payable as those findings have it."""
    verdicts: dict[tuple[str, int], list[str]] = {}
    for row, cells in findings:
        if row["effect"] in ("deny", "recode"):
            verdicts.setdefault((row["claim_id"], row["line_number"]), []).append(cells.text("verdict").lower())
    for row, cells in lines:
        given = verdicts.get((row["claim_id"], row["line_number"]))
        agreed = cells.text("verdict").lower() == AGREE and row["amount"] != row["proposed_amount"]
        if agreed and given and set(given) == {DISAGREE}:
            mistakes.add(
                cells.at("verdict"), "agree, but every finding on the line is disagreed with; change one of them"
            )
