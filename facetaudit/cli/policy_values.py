"""Policy values as `facetaudit policy` prints them: what is in force, since when, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from facetaudit.policy import OPEN_END, Policy, PolicyValue
from facetaudit.policy.timelines import documents

COLUMNS = ("parameter", "value", "pack", "mac", "from", "to", "basis", "source", "document")
ALL_COLUMNS = (
    "parameter",
    "value",
    "unit",
    "pack",
    "mac",
    "from",
    "to",
    "basis",
    "checked_on",
    "source",
    "document",
    "title",
    "publisher",
    "also",
    "date_source",
    "note",
)


def cells(rules: Policy, value: PolicyValue, columns: Sequence[str]) -> list[object]:
    """The cells of one value."""
    source = rules.sources[value.source_id]
    known = {
        "parameter": value.name,
        "value": value.value,
        "unit": rules.by_name[value.name].unit,
        "pack": value.pack,
        "mac": value.mac,
        "from": value.valid_from,
        "to": "" if value.valid_to == OPEN_END else value.valid_to,
        "basis": value.basis,
        "checked_on": value.checked_on,
        "source": value.source_id,
        "document": documents(rules, value),
        "title": source.title,
        "publisher": source.publisher,
        "also": " ".join(value.also),
        "date_source": value.date_source_id,
        "note": value.note,
    }
    return [known[column] for column in columns]


def reasons(rules: Policy, values: Sequence[PolicyValue]) -> Iterator[str]:
    """Each value in sentences: what it is of, the documents by title, who looked when, and the note."""
    yield rules.by_name[values[0].name].title
    for value in values:
        yield ""
        yield f"{value.value} since {value.valid_from} ({value.basis}, checked on {value.checked_on})"
        for source_id in (value.source_id, *value.also):
            yield f"  {_document(rules, value, source_id)}"
        if value.date_source_id:
            yield f"  the first day: {_document(rules, value, value.date_source_id)}"
        if value.note:
            yield f"  {value.note}"


def _document(rules: Policy, value: PolicyValue, source_id: str) -> str:
    source = rules.sources[source_id]
    number = documents(rules, value) if source_id == value.source_id else source.document_number
    return f"{source.publisher}, {source.title}" + (f", {number}" if number else "")
