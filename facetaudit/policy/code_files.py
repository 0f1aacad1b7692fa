"""Reads code sets, sets of diagnoses and unit limits: codes, each for a span of days and with its source."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from facetaudit.policy.model import BASES, OPEN_END, CodeRow, DiagnosisRow, MueRow, Source
from facetaudit.policy.reading import Place, Row, read_csv

DATED = ("valid_from", "valid_to", "source", "basis", "checked_on")
MEMBER = ("class", "role", "region", "level", "related_hcpcs", "short_name")
CLASSES = ("INJ", "RFA", "US")
REGIONS = ("CT", "LS")
INDICATORS = (1, 2, 3)
"""MUE adjudication indicators: 1 by line; 2 a day, without exception; 3 a day, open to appeal."""

DIAGNOSIS = re.compile(r"[A-Z][0-9][0-9A-Z]{1,5}")

Dated = TypeVar("Dated", CodeRow, MueRow, DiagnosisRow)


def read_code_set(file: Path, sources: Mapping[str, Source]) -> tuple[CodeRow, ...]:
    """Read a code set, which is named as its file; rows of one code (and primary) must follow day by day."""
    placed = [(row.place, _code_row(file.stem, row, sources)) for row in read_csv(file, ("hcpcs", *DATED), MEMBER)]
    return _in_order(file, placed, lambda row: (row.hcpcs, row.related_hcpcs or ""))


def read_diagnoses(file: Path, sources: Mapping[str, Source]) -> tuple[DiagnosisRow, ...]:
    """Read a set of diagnoses, which is named as its file; rows of one diagnosis must follow day by day."""
    placed = [(row.place, _diagnosis_row(file.stem, row, sources)) for row in read_csv(file, ("diagnosis", *DATED))]
    return _in_order(file, placed, lambda row: (row.diagnosis,))


def read_mues(file: Path, sources: Mapping[str, Source]) -> tuple[MueRow, ...]:
    """Read the unit limits; rows of one code must follow day by day."""
    placed = [(row.place, _mue_row(row, sources)) for row in read_csv(file, ("hcpcs", "mue", "mai", *DATED))]
    return _in_order(file, placed, lambda row: (row.hcpcs,))


def check_family(code_sets: Mapping[str, tuple[CodeRow, ...]], file: Path) -> None:
    """Refuse a policy without the set `family`, and one whose family codes lack a class, role, region or level."""
    if "family" not in code_sets:
        raise Place(file).refuse("there is no such file; the code set of the facet codes is needed")
    for row in code_sets["family"]:
        if None in (row.class_, row.role, row.region, row.level, row.short_name):
            raise Place(file).refuse(f"the code {row.hcpcs} needs class, role, region, level and short_name")


def _code_row(name: str, row: Row, sources: Mapping[str, Source]) -> CodeRow:
    first, last = _span(row)
    return CodeRow(
        name=name,
        hcpcs=row.hcpcs("hcpcs"),
        class_=row.choice("class", CLASSES),
        role=row.optional("role"),
        region=row.choice("region", REGIONS),
        level=row.whole("level") if row.optional("level") else None,
        related_hcpcs=row.hcpcs("related_hcpcs") if row.optional("related_hcpcs") else None,
        short_name=row.optional("short_name"),
        valid_from=first,
        valid_to=last,
        source_id=row.place.known("source", row.text("source"), sources),
        basis=row.place.known("basis", row.text("basis"), BASES),
        checked_on=row.day("checked_on"),
    )


def _diagnosis_row(name: str, row: Row, sources: Mapping[str, Source]) -> DiagnosisRow:
    first, last = _span(row)
    diagnosis = row.text("diagnosis")
    if not DIAGNOSIS.fullmatch(diagnosis):
        raise row.place.refuse(f'"diagnosis" is "{diagnosis}"; accepted is an ICD-10-CM code without dot, as M47816')
    return DiagnosisRow(
        name=name,
        diagnosis=diagnosis,
        valid_from=first,
        valid_to=last,
        source_id=row.place.known("source", row.text("source"), sources),
        basis=row.place.known("basis", row.text("basis"), BASES),
        checked_on=row.day("checked_on"),
    )


def _mue_row(row: Row, sources: Mapping[str, Source]) -> MueRow:
    first, last = _span(row)
    mai = row.whole("mai")
    if mai not in INDICATORS:
        raise row.place.refuse(f'"mai" is {mai}; accepted are 1, 2 and 3')
    return MueRow(
        hcpcs=row.hcpcs("hcpcs"),
        mue=row.whole("mue"),
        mai=mai,
        valid_from=first,
        valid_to=last,
        source_id=row.place.known("source", row.text("source"), sources),
        basis=row.place.known("basis", row.text("basis"), BASES),
        checked_on=row.day("checked_on"),
    )


def _span(row: Row) -> tuple[date, date]:
    """Give the first and last day; an empty `valid_to` is still in force."""
    first, last = row.day("valid_from"), row.day("valid_to", OPEN_END)
    if last < first:
        raise row.place.refuse(f"valid_to {last} is before valid_from {first}")
    return first, last


def _in_order(
    file: Path, placed: Iterable[tuple[Place, Dated]], key: Callable[[Dated], tuple[str, ...]]
) -> tuple[Dated, ...]:
    """Sort rows by code and date; refuses an empty file, days with two rows, and days skipped between two rows."""
    ordered = sorted(placed, key=lambda pair: (key(pair[1]), pair[1].valid_from))
    if not ordered:
        raise Place(file).refuse("the file has no rows")
    for (_, earlier), (here, later) in pairwise(ordered):
        if key(earlier) != key(later):
            continue
        name = key(later)[0]
        if later.valid_from <= earlier.valid_to:
            raise here.refuse(f"rows of {name} overlap: the one before holds to {earlier.valid_to}")
        if later.valid_from != earlier.valid_to + timedelta(days=1):
            raise here.refuse(f"rows of {name} leave a gap after {earlier.valid_to}")
    return tuple(row for _, row in ordered)
