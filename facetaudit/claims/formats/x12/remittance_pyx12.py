"""The tables of a remittance by pyx12's segments and the loops told here: slower than oxedi, and as a second opinion.

`X12Reader` ends without a word at an empty segment and at one longer than its buffer, so empty ones are left out before
and the segments it gives are counted.
"""

from __future__ import annotations

import io
from typing import Any

import pyarrow as pa
from pyx12.errors import EngineError, X12Error
from pyx12.segment import Segment
from pyx12.x12file import X12Reader

from facetaudit.claims.formats.x12.remittance_parts import Part
from facetaudit.claims.formats.x12.remittance_tables import (
    LEVELS,
    LOOPS,
    PLAIN,
    REPEATED,
    SCHEMA,
    STRAYS,
    Cell,
    Repeated,
    Tables,
)

Row = dict[str, Any]
_TABLE_OF = {loop: name for name, (loop, _) in PLAIN.items()}
_CELLS: dict[tuple[str, str, str], list[tuple[str, Cell]]] = {}
"""Loop of the row, loop of the segment and segment -> columns that it fills."""
for _loop, _columns in PLAIN.values():
    for _column, _cell in _columns.items():
        _CELLS.setdefault((_loop, _cell.loop or _loop, _cell.segment), []).append((_column, _cell))


def parse(part: Part) -> Tables:
    """The tables of a part. Raises ValueError for what pyx12 cannot split into segments."""
    end = part.separators.end.decode()
    texts = (part.above + part.body).decode().split(end)
    places = [place for place, text in enumerate(texts) if text.strip()]
    whole = end.join(texts[place].strip("\r\n") for place in places) + end
    tracker = _Tracker(part.separators.component.decode())
    given = 0
    try:
        for segment, place in zip(X12Reader(io.StringIO(whole)), places, strict=False):
            above = part.segments_above
            tracker.take(segment, part.transaction if place < above else part.first + place - above)
            given += 1
    except (X12Error, EngineError, IndexError) as error:
        raise ValueError(f"pyx12 stopped after {given} segments") from error
    if given != len(places):
        raise ValueError(f"pyx12 gave {given} of {len(places)} segments")
    return tracker.tables()


class _Tracker:
    """Puts each segment into the innermost open loop that holds it; a loop that is needed and not open is opened."""

    def __init__(self, component: str) -> None:
        self._component = component
        self._open: list[str] = []
        self._rows: dict[str, list[Row]] = {name: [] for name in SCHEMA}
        self._current: dict[str, Row] = {}

    def take(self, segment: Segment, number: int) -> None:
        """Put one segment in its place."""
        name = segment.seg_id or ""
        elements = [[part.value for part in element.elements] for element in segment.elements]
        loop = self._opened_by(name, self._text(elements, 1))
        if loop is not None:
            self._begin(loop, number)
        else:
            loop = self._holder(name)
        if loop is None:
            self._append(STRAYS, {"segment": number})
            return
        self._fill(loop, name, elements)
        for table, repeated in REPEATED.items():
            if repeated.segment == name and loop in repeated.loops:
                self._repeat(table, repeated, elements, number)
        if name == LOOPS[loop].closer:
            self._close_to(self._open.index(loop))

    def tables(self) -> Tables:
        """What has been taken, as the tables of SCHEMA."""
        return {name: pa.Table.from_pylist(rows, SCHEMA[name]) for name, rows in self._rows.items()}

    @staticmethod
    def _opened_by(name: str, first: str | None) -> str | None:
        for loop, what in LOOPS.items():
            if what.opener == name and what.first_element in (None, first):
                return loop
        return None

    def _holder(self, name: str) -> str | None:
        """The innermost open loop that holds the segment; those inside it are closed."""
        for place in reversed(range(len(self._open))):
            loop = self._open[place]
            if name in LOOPS[loop].holds or name == LOOPS[loop].closer:
                self._close_to(place + 1)
                return loop
        return None

    def _begin(self, loop: str, number: int) -> None:
        parent = LOOPS[loop].parent
        if parent is None:
            self._close_to(0)
        else:
            if parent not in self._open:
                self._begin(parent, number)
            self._close_to(self._open.index(parent) + 1)
        self._open.append(loop)
        if loop in _TABLE_OF:
            references = {column: row["row"] for column, row in self._references().items()}
            self._current[loop] = self._append(_TABLE_OF[loop], {"segment": number, **references})

    def _close_to(self, depth: int) -> None:
        for loop in self._open[depth:]:
            self._current.pop(loop, None)
        del self._open[depth:]

    def _references(self) -> dict[str, Row]:
        return {column: self._current[loop] for column, loop in LEVELS.items() if loop in self._current}

    def _append(self, table: str, row: Row) -> Row:
        rows = self._rows[table]
        rows.append({"row": len(rows), **row})
        return rows[-1]

    def _fill(self, loop: str, name: str, elements: list[list[str]]) -> None:
        """Columns of the loop's row, and of the rows of loops around it, that the segment tells first."""
        first = self._text(elements, 1)
        for table_loop, row in self._current.items():
            for column, cell in _CELLS.get((table_loop, loop, name), ()):
                if cell.qualifier in (None, first) and column not in row:
                    row[column] = self._text(elements, cell.element, cell.component)

    def _text(self, elements: list[list[str]], element: int, component: int = 0) -> str | None:
        """The text of an element or a component, counted from 1; None where there is none."""
        if element > len(elements):
            return None
        parts = elements[element - 1]
        if not component:
            return self._component.join(parts) or None
        return parts[component - 1] or None if component <= len(parts) else None

    def _repeat(self, table: str, repeated: Repeated, elements: list[list[str]], number: int) -> None:
        references = {column: row["row"] for column, row in self._references().items()}
        fixed = {column: self._text(elements, at) for column, at in repeated.fixed.items()}
        for start in range(repeated.start, len(elements) + 1, repeated.step):
            if self._text(elements, start) is not None:
                values = {
                    column: self._text(elements, start + at, component)
                    for column, (at, component) in repeated.columns.items()
                }
                self._append(table, {"segment": number, **references, **fixed, **values})
