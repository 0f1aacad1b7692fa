"""FHIR ExplanationOfBenefit: NDJSON, a Bundle, a list, or single resources; Blue Button v1, v2 and v3, payers' CARIN.

Each item of a professional claim is a line.  The JSON is read once, file by file, into a Parquet copy of the lines in
the private folder of the load, so that the two passes need little memory.  Claims of other kinds (inpatient,
outpatient, pharmacy, equipment) and other resources are counted in the notes.  The record number of a line is its
place among the lines of the file.

A claim that was cancelled, or is not the final action, counts as voided; one that the payer denied whole as denied, and
so does a line whose processing indicator says so (as in RIF, which holds the same).
"""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

import duckdb

from facetaudit.claims.formats.eob_lines import (
    COPIED_RESOURCES,
    DROP_MACROS,
    ENTRIES,
    FILLED,
    KINDS,
    LINES,
    MACROS,
    READ,
    RESOURCES,
)
from facetaudit.claims.formats.medicare import FIPS_STATES, SSA_STATES, line_status, state
from facetaudit.claims.formats.request import Request, literal_path
from facetaudit.claims.source import Source, set_variables
from facetaudit.errors import InputRefused, NotClaims, UsageError

NAMES = ("eob",)
NCH_SLOTS, CLAIM_SLOTS = 2, 4
LARGEST_DOCUMENT = 48 << 20
"""Bytes of one JSON document (a Bundle, one line of NDJSON): the engine holds a document whole."""
# Versions 1 and 2 name states by SSA code; version 3 by FIPS code, which the lines mark.
_STATES = {**SSA_STATES, **{f"fips {code}": letters for code, letters in FIPS_STATES.items()}}
_LINE_BYTES = 16 << 20
_RESOURCES_TOGETHER = 2048
_MARK = re.compile(rb'"resourceType"\s*:\s*"(ExplanationOfBenefit|Bundle)"')

_ALWAYS = ("claim_id", "claim_type", "payer", "patient_id", "service_date", "hcpcs", "line_status",
           "claim_frequency_code")
_COUNTED = (
    "line_number", "state", "locality", "modifier_1", "units", "place_of_service", "diagnosis_codes",
    "rendering_npi", "billing_npi", "charge_amount", "allowed_amount", "paid_amount", "paid_date",
    "original_claim_id", "authorization_number",
)  # fmt: skip
_EXTRAS = ("eob_id", "processing_indicator")


def recognise(head: bytes) -> str | None:
    """JSON that names an ExplanationOfBenefit, or a Bundle, as its resource."""
    if not head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"{", b"[")):
        return None
    found = _MARK.search(head)
    return f"JSON with the FHIR resource {found[1].decode()}" if found else None


def open_source(request: Request, why: str) -> Source:
    """Lay an ExplanationOfBenefit file out; raises InputRefused when it is no whole JSON or has no such claim."""
    if request.mapping is not None:
        raise UsageError(f"{request.name}: a FHIR file takes no mapping; leave --mapping out.")
    layout, size = _layout(request)
    variables, kinds = _flattened(request, layout, size)
    if "mixed" in kinds:
        variables, kinds = _flattened(request, "unstructured", size)
    lines, nch, most, *counts = request.con.execute(FILLED).fetchall()[0]
    if not lines:
        raise NotClaims(f"{request.name}: {_nothing(kinds)}; give the ExplanationOfBenefit file of a Part B export.")
    found = {*_ALWAYS, *(name for name, count in zip(_COUNTED, counts, strict=True) if count)}
    return Source(
        path=request.path,
        format="eob",
        why=why,
        read=_read,
        variables=variables,
        columns={name: expression for name, expression in _columns().items() if name in found},
        extra_columns={name: duckdb.ColumnExpression(name) for name in _EXTRAS},
        modifier_slots=NCH_SLOTS if nch and (most or 0) <= NCH_SLOTS else CLAIM_SLOTS,
        header_row=0,
        notes=_notes(kinds, request),
    )


def _read(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyRelation:
    return con.sql(READ)


def _layout(request: Request) -> tuple[str, int]:
    """How the documents of the file follow each other, and room for the largest of them."""
    with request.path.open("rb") as stream:
        head = stream.read(_LINE_BYTES)
    size = request.path.stat().st_size
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:1] not in (b"{", b"["):
        raise InputRefused(f"{request.name}: the file is not JSON in UTF-8; give NDJSON, a Bundle or single resources.")
    room = min(size + 1024, LARGEST_DOCUMENT)
    if start.startswith(b"["):
        return "array", min(room, _LINE_BYTES)
    first, _, second = start.partition(b"\n")
    if first.rstrip().endswith(b"}") and second.startswith(b"{") and head.startswith(b"{"):
        return "newline_delimited", min(room, _LINE_BYTES)
    mark = _MARK.search(head)
    return "bundle" if mark is not None and mark[1] == b"Bundle" else "unstructured", room


def _flattened(request: Request, layout: str, size: int) -> tuple[dict[str, object], dict[str, int]]:
    """The variables with which the copy of the lines is read, and what else the file holds."""
    variables: dict[str, object] = {"intake_path": literal_path(_flatten(request, layout, size))}
    set_variables(request.con, variables)
    return variables, dict(request.con.execute(KINDS).fetchall())


def _flatten(request: Request, layout: str, size: int) -> Path:
    """The lines of the file as Parquet in the private folder."""
    con = request.con
    con.execute(MACROS)
    set_variables(con, {
        "intake_path": literal_path(request.path), "intake_json_format": layout, "intake_json_size": size,
    })
    try:
        if layout == "newline_delimited":
            return _write(request, RESOURCES)
        # A large Bundle is parted first: it is in memory while that lasts, and not while its claims are read.
        parted = _new_file(request)
        resources = con.sql(ENTRIES if layout == "bundle" else RESOURCES)
        resources.write_parquet(str(parted), compression="zstd", row_group_size=_RESOURCES_TOGETHER)
        set_variables(con, {"intake_path": literal_path(parted)})
        made = _write(request, COPIED_RESOURCES)
        parted.unlink()
        return made
    except duckdb.OutOfMemoryException as error:
        raise UsageError(f"{request.name}: there is not enough memory; give a higher --memory-limit.") from error
    except (duckdb.InvalidInputException, duckdb.ConversionException) as error:
        if "maximum_object_size" in str(error):
            raise InputRefused(
                f"{request.name}: one JSON document in it is larger than {size >> 20} MB; write one "
                "ExplanationOfBenefit a line (NDJSON)."
            ) from error
        raise InputRefused(
            f"{request.name}: the JSON is not whole (cut short or damaged); fetch or write the file again."
        ) from error
    finally:
        con.execute(DROP_MACROS)


def _write(request: Request, resources: str) -> Path:
    made = _new_file(request)
    request.con.sql(resources).create_view("eob_resource", replace=True)
    request.con.sql(LINES).write_parquet(str(made), compression="zstd")
    return made


def _new_file(request: Request) -> Path:
    handle, made = tempfile.mkstemp(suffix=".parquet", dir=request.workdir)
    os.close(handle)
    return Path(made)


def _columns() -> dict[str, duckdb.Expression]:
    """Expressions of the canonical columns over the copy of the lines."""
    plain = {*_ALWAYS, *_COUNTED} - {"state", "locality", "modifier_1", "line_status"}
    columns: dict[str, duckdb.Expression] = {name: duckdb.ColumnExpression(name) for name in plain}
    columns["modifier_1"] = duckdb.ColumnExpression("modifiers")
    columns["line_status"] = line_status(
        duckdb.ColumnExpression("claim_denial"), duckdb.ColumnExpression("processing_indicator"),
        duckdb.ColumnExpression("paid_amount"),
    )
    columns["state"] = state(duckdb.ColumnExpression("state"), _STATES)
    parts = duckdb.ColumnExpression("contractor"), duckdb.ColumnExpression("pricing_locality")
    columns["locality"] = duckdb.CaseExpression(
        parts[0].isnotnull() & parts[1].isnotnull(),
        duckdb.FunctionExpression("concat", parts[0], duckdb.ConstantExpression("-"), parts[1]),
    )
    return columns


def _nothing(kinds: dict[str, int]) -> str:
    """Why a file has no line."""
    if "empty" in kinds:
        return "its claims have no items"
    if resources := sorted(kind for kind in kinds if kind[:1].isupper()):
        if resources == ["Bundle"]:
            return "the Bundle has no entry"
        return f"it holds no professional ExplanationOfBenefit (but {', '.join(resources)})"
    return f"its claims are not professional (but {', '.join(sorted(kinds))})"


def _notes(kinds: dict[str, int], request: Request) -> tuple[str, ...]:
    notes = [
        f"{count} {'claim' if count == 1 else 'claims'} of another kind not read ({kind})" if kind != "empty"
        else f"{count} {'claim' if count == 1 else 'claims'} without items"
        for kind, count in kinds.items() if not kind[:1].isupper() and kind != "?"
    ]
    others = sum(count for kind, count in kinds.items() if kind[:1].isupper() or kind == "?")
    if others:
        notes.append(f"{others} other {'resource' if others == 1 else 'resources'} passed over")
    if _has_next(request):
        notes.append("the Bundle is one page of several (it has a link to the next); the others are files of their own")
    return tuple(notes)


def _has_next(request: Request) -> bool:
    with request.path.open("rb") as stream:
        head = stream.read(1 << 16)
    return re.search(rb'"relation"\s*:\s*"next"', head) is not None
