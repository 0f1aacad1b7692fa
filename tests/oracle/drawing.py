"""Drawn tables: claim lines and notes from text, and findings as text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from .model import Line, Note, OracleResult

COLUMNS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "claim": ("claim_id", str),
    "n": ("line_number", int),
    "type": ("claim_type", str),
    "payer": ("payer", str),
    "mac": ("mac", str),
    "state": ("state", str),
    "locality": ("locality", str),
    "patient": ("patient_id", str),
    "day": ("service_date", date.fromisoformat),
    "code": ("hcpcs", str),
    "units": ("units", Decimal),
    "pos": ("place_of_service", str),
    "diagnoses": ("diagnosis_codes", str),
    "npi": ("rendering_npi", str),
    "billing": ("billing_npi", str),
    "allowed": ("allowed_amount", Decimal),
    "paid": ("paid_amount", Decimal),
    "paid_on": ("paid_date", date.fromisoformat),
    "status": ("line_status", str),
    "freq": ("claim_frequency_code", str),
    "names": ("original_claim_id", str),
    "utn": ("authorization_number", str),
    "slots": ("modifier_slots", int),
}
"""Heading of a drawn table -> field and reader; `mods` (comma between) is read apart, `-` is the default."""


def draw(table: str, **common: Any) -> list[Line]:
    """Lines from a table with a heading row; `common` are fields for every line (defaults below)."""
    heading, *rows = [row.split() for row in table.strip().splitlines()]
    standing: dict[str, Any] = {"claim_id": "A", "patient_id": "P1", "service_date": date(2025, 3, 3)}
    standing |= {"rendering_npi": "1"} | common
    lines: list[Line] = []
    for row in rows:
        assert len(row) == len(heading), row
        fields = dict(standing)
        for name, cell in zip(heading, row, strict=True):
            if cell == "-":
                continue
            if name == "mods":
                fields |= {f"modifier_{slot}": modifier for slot, modifier in enumerate(cell.split(","), 1)}
            else:
                field, read = COLUMNS[name]
                fields[field] = read(cell)
        earlier = sum(line.claim_id == fields["claim_id"] for line in lines)
        lines.append(Line(**({"line_number": earlier + 1} | fields)))
    return lines


def note(joints: str | None = None, **fields: Any) -> Note:
    """Draw a note: `joints` like `L3-4 R; L4-5` (a joint without a side has none), by default of claim A."""
    entries = [entry.split() for entry in (joints or "").split(";") if entry.strip()]
    documented = frozenset((entry[0], entry[1] if len(entry) > 1 else None) for entry in entries)
    standing: dict[str, Any] = {
        "claim_id": "A",
        "documented": documented,
        "joints_status": "none" if joints is None else "read",
    }
    return Note(**(standing | fields))


def label(key: tuple[str, int]) -> str:
    """Write a line's claim and number: A1."""
    return f"{key[0]}{key[1]}"


def said(result: OracleResult, codes: Iterable[str] | None = None) -> list[str]:
    """Write findings as `FA101 certain deny 3/2: A2 A3`, and unknown lines as `FA101 unknown: A1`; sorted."""
    lines_by_text: dict[str, list[str]] = {}
    for (code, claim, number), finding in sorted(result.findings.items()):
        figures = [str(figure) for figure in (finding.observed, finding.limit) if figure is not None]
        text = " ".join([code, finding.certainty, finding.effect, *(["/".join(figures)] if figures else [])])
        lines_by_text.setdefault(text, []).append(label((claim, number)))
    for code, keys in result.unknown.items():
        for unknown_key in sorted(keys):
            lines_by_text.setdefault(f"{code} unknown", []).append(label(unknown_key))
    wanted = None if codes is None else set(codes)
    return sorted(
        f"{text}: {' '.join(labels)}"
        for text, labels in lines_by_text.items()
        if wanted is None or text.split()[0] in wanted
    )


def rows(text: str) -> list[str]:
    """Expected rows, one a line; blanks trimmed."""
    return sorted(row.strip() for row in text.strip().splitlines() if row.strip())
