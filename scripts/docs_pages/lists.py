"""Code lists, sets of diagnoses and unit limits in a compact form: runs of consecutive codes are shortened."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from facetaudit.policy import OPEN_END, Policy
from scripts.docs_pages.markdown import code, table

SHORTEST_RUN = 3
MOST_NAMED = 40
"""Longer lists go without the short names of their codes."""
_PARTS = re.compile(r"([A-Z]*)(\d+)([A-Z]?)")


def runs(members: Iterable[str]) -> str:
    """Codes in order; three and more that follow each other as `first-last`."""
    found: list[list[str]] = []
    for member in sorted(set(members)):
        if found and _follows(found[-1][-1], member):
            found[-1].append(member)
        else:
            found.append([member])
    words = []
    for run in found:
        words += [f"{run[0]}-{run[-1]}"] if len(run) >= SHORTEST_RUN else run
    return " ".join(words)


def _follows(one: str, other: str) -> bool:
    before, after = _PARTS.fullmatch(one), _PARTS.fullmatch(other)
    return (
        before is not None
        and after is not None
        and (before[1], before[3], len(before[2])) == (after[1], after[3], len(after[2]))
        and int(after[2]) == int(before[2]) + 1
    )


def code_sets(rules: Policy) -> Iterator[str]:
    """Every code list: rows that say the same of several codes are one row."""
    for name, rows in sorted(rules.code_sets.items()):
        names = {row.hcpcs: row.short_name for row in rows if row.short_name}
        grouped = _grouped(rows, lambda r: (r.class_, r.role, r.region, r.level, r.related_hcpcs, *_dated(r)))
        yield from [f"### {name}", "", f"{len({row.hcpcs for row in rows})} codes.", ""]
        yield from table(
            ("codes", "class", "role", "region", "level", "primary", "from", "to", "source", "basis", "checked on"),
            [(runs(row.hcpcs for row in group), *key) for key, group in grouped],
        )
        if names and len(names) <= MOST_NAMED:
            yield from ["", "Our own short names: " + "; ".join(f"{c} {n}" for c, n in sorted(names.items())) + "."]
        yield ""


def diagnoses(rules: Policy) -> Iterator[str]:
    """Every set of diagnoses."""
    for name, rows in sorted(rules.diagnoses.items()):
        yield from [f"### {name}", "", f"{len({row.diagnosis for row in rows})} diagnoses, without the dot.", ""]
        yield from table(
            ("diagnoses", "from", "to", "source", "basis", "checked on"),
            [(runs(row.diagnosis for row in group), *key) for key, group in _grouped(rows, _dated)],
        )
        yield ""


def mues(rules: Policy) -> Iterator[str]:
    """The unit limits."""
    yield from ["### mue", "", "Most units of a code a day; indicator 2 has no exception, 3 is open to appeal.", ""]
    yield from table(
        ("codes", "units", "indicator", "from", "to", "source", "basis", "checked on"),
        [
            (runs(row.hcpcs for row in group), *key)
            for key, group in _grouped(rules.mues, lambda r: (r.mue, r.mai, *_dated(r)))
        ],
    )


def unverified(rules: Policy) -> Iterator[str]:
    """The rows of all lists that nobody has checked."""
    sets: list[tuple[str, Sequence[Any], str]] = [
        *((name, rows, "hcpcs") for name, rows in sorted(rules.code_sets.items())),
        *((name, rows, "diagnosis") for name, rows in sorted(rules.diagnoses.items())),
        ("mue", rules.mues, "hcpcs"),
    ]
    for name, rows, member in sets:
        spans: dict[tuple[date, date], list[str]] = defaultdict(list)
        for row in rows:
            if row.basis == "unverified":
                spans[row.valid_from, row.valid_to].append(getattr(row, member))
        for (first, last), members in sorted(spans.items()):
            end = "" if last == OPEN_END else f" to {last}"
            yield f"- `{name}` from {first}{end}: {runs(members)}"


def _dated(row: Any) -> tuple[object, ...]:
    last = "" if row.valid_to == OPEN_END else row.valid_to
    return (row.valid_from, last, code(row.source_id), row.basis, row.checked_on)


def _grouped(
    rows: Sequence[Any], key: Callable[[Any], tuple[object, ...]]
) -> list[tuple[tuple[object, ...], list[Any]]]:
    groups: dict[tuple[object, ...], list[Any]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return list(groups.items())
