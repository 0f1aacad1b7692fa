"""The tables of a remittance by oxedi, with a specification of our own.

Oxedi's specification gives typed columns, without modifiers, places, policies and remarks; it judges lengths, code
lists and qualifiers. This one gives all that as text, whose faults are then told line by line with the rows rejected.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import oxedi
import pyarrow as pa

from facetaudit.claims.formats.x12.remittance_columns import Integers, filled_text, integers, numbers
from facetaudit.claims.formats.x12.remittance_parts import Part
from facetaudit.claims.formats.x12.remittance_tables import LOOPS, PLAIN, REPEATED, SCHEMA, STRAYS, Cell, Tables

_ELEMENTS = 30
_COMPOSITES = {"SVC": {1: 8, 6: 8}, "PLB": {at: 2 for at in range(3, 14, 2)}}
"""Elements with components, and how many."""
_REFERENCES = {"payments": "payment", "claims": "claim", "services": "service"}
_NO_PLACE = "UnknownSegment"
_TEXT = {"type": "AN", "min": 1, "max": 1_000_000}


def parse(part: Part) -> Tables:
    """The tables of a part. Raises ValueError (oxedi's ParseError) for what oxedi cannot split into segments."""
    separators = part.separators
    signs = oxedi.Delimiters(separators.element, separators.component, separators.end)
    result = oxedi.parse(part.above + part.body, _SPECIFICATION, signs)
    tables = {name: _table(result.tables[name], name, part) for name in SCHEMA if name != STRAYS}
    strays = np.array([found.segment for found in result.diagnostics if found.kind == _NO_PLACE], np.int64)
    rows = integers(np.arange(len(strays)))
    tables[STRAYS] = pa.Table.from_arrays([rows, _numbers(strays, part)], schema=SCHEMA[STRAYS])
    return tables


def _table(table: Any, name: str, part: Part) -> pa.Table:
    made = pa.RecordBatchReader.from_stream(table).read_all()
    columns = []
    for field in SCHEMA[name]:
        values = made[field.name]
        if field.name == "segment":
            values = _numbers(numbers(values), part)
        elif field.type == pa.string():
            values = filled_text(values)
        columns.append(values)
    return pa.Table.from_arrays(columns, schema=SCHEMA[name])


def _numbers(places: Integers, part: Part) -> Any:
    """Places in what was parsed, from 0, as numbers of segments in the file."""
    above = part.segments_above
    return integers(np.where(places < above, part.transaction, places + part.first - above))


def _specification() -> str:
    segments = {name for loop in LOOPS.values() for name in (loop.opener, *loop.holds, loop.closer) if name}
    return json.dumps(
        {
            "name": "835",
            "version": {"segment": "GS", "element": 8, "values": ["005010X221A1"]},
            "segments": {name: {"elements": _elements(name)} for name in sorted(segments)},
            "loops": {name: _loop(name, place) for place, name in enumerate(LOOPS, start=1)},
            "tables": {
                **{name: _plain(name, loop, columns) for name, (loop, columns) in PLAIN.items()},
                **{
                    name: {
                        "loops": list(table.loops),
                        "segment": table.segment,
                        "repeat": {"from": table.start, "step": table.step},
                        "columns": {
                            **{column: {"element": at} for column, at in table.fixed.items()},
                            **{
                                column: {"group_element": at, **({"component": component} if component else {})}
                                for column, (at, component) in table.columns.items()
                            },
                        },
                    }
                    for name, table in REPEATED.items()
                },
            },
        }
    )


def _elements(segment: str) -> dict[str, Any]:
    composites = _COMPOSITES.get(segment, {})
    elements: dict[str, Any] = {}
    for at in range(1, _ELEMENTS + 1):
        elements[str(at)] = {"name": f"element_{at}", **_TEXT}
        if at in composites:
            elements[str(at)]["composite"] = {
                str(component): {"name": f"element_{at}_{component}", **_TEXT}
                for component in range(1, composites[at] + 1)
            }
    return elements


def _loop(name: str, place: int) -> dict[str, Any]:
    loop = LOOPS[name]
    trigger: dict[str, Any] = {"segment": loop.opener}
    if loop.first_element is not None:
        trigger["where"] = {"1": loop.first_element}
    made: dict[str, Any] = {
        "usage": "situational",
        "trigger": trigger,
        "occurrences": {
            segment: {"segment": segment, "pos": at}
            for at, segment in enumerate((loop.opener, *loop.holds), start=place * 1000)
        },
    }
    if loop.parent is not None:
        made["parent"] = loop.parent
    if loop.closer is not None:
        made["end"] = loop.closer
    return made


def _plain(name: str, loop: str, columns: dict[str, Cell]) -> dict[str, Any]:
    return {
        "loops": [loop],
        "ref": _REFERENCES[name],
        "columns": {column: _column(cell) for column, cell in columns.items()},
    }


def _column(cell: Cell) -> dict[str, Any]:
    column: dict[str, Any] = {"segment": cell.segment, "element": cell.element}
    if cell.component:
        column["component"] = cell.component
    if cell.qualifier is not None:
        column["where"] = {"1": cell.qualifier}
    if cell.loop is not None:
        column["loop"] = cell.loop
    return column


_SPECIFICATION = oxedi.Spec.from_json(_specification())
