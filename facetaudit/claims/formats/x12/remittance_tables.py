"""What a remittance says, as the tables that both parsers make: oxedi, and pyx12 where oxedi cannot.

Everything is text as it stands in the file, or missing; `segment` is the number of the segment in the file (for the
tables of a loop: of its first), `payment`, `claim` and `service` are the `row` of the loop around it.

    payments     one row a transaction (ST)            claims     one row a claim (CLP)
    services     one row a service line (SVC)          adjustments  one row a reason in a CAS, of line or claim
    remarks      one row a remark code (LQ)            references   one row a REF of a service line
    trailers     one row a SE                          provider_adjustments  one row an amount in a PLB
    strays       one row a segment that has no place where it stands
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import pyarrow as pa

from facetaudit.claims.formats.x12.remittance_parts import Part

TRANSACTION, PAYER, PAYEE, HEADER, CLAIM, SERVICE = "transaction", "1000A", "1000B", "2000", "2100", "2110"


@dataclass(frozen=True)
class Loop:
    """A loop: the loop around it, the segment that opens it (with what its first element must be), the others in it."""

    parent: str | None
    opener: str
    holds: tuple[str, ...]
    first_element: str | None = None
    closer: str | None = None


LOOPS: dict[str, Loop] = {
    "interchange": Loop(None, "ISA", ("TA1",), closer="IEA"),
    "group": Loop("interchange", "GS", (), closer="GE"),
    TRANSACTION: Loop("group", "ST", ("BPR", "TRN", "CUR", "REF", "DTM", "PLB"), closer="SE"),
    PAYER: Loop(TRANSACTION, "N1", ("N3", "N4", "REF", "PER"), "PR"),
    PAYEE: Loop(TRANSACTION, "N1", ("N3", "N4", "REF", "RDM"), "PE"),
    HEADER: Loop(TRANSACTION, "LX", ("TS3", "TS2")),
    CLAIM: Loop(HEADER, "CLP", ("CAS", "NM1", "MIA", "MOA", "REF", "DTM", "PER", "AMT", "QTY")),
    SERVICE: Loop(CLAIM, "SVC", ("DTM", "CAS", "REF", "AMT", "QTY", "LQ")),
}
"""The loops of transaction 835 (5010: TR3 005010X221A1) with the segments of each, in their order."""


@dataclass(frozen=True)
class Cell:
    """Where a column stands: an element (or a component) of the first segment whose first element is `qualifier`."""

    segment: str
    element: int
    component: int = 0
    qualifier: str | None = None
    loop: str | None = None


@dataclass(frozen=True)
class Repeated:
    """A table with one row for each group of `step` elements of a segment, from `start` on, if the first is given.

    `columns` are (elements after the group's first, component); a `fixed` column is an element of the whole segment.
    """

    segment: str
    loops: tuple[str, ...]
    start: int
    step: int
    columns: dict[str, tuple[int, int]]
    fixed: dict[str, int]


PLAIN: dict[str, tuple[str, dict[str, Cell]]] = {
    "payments": (TRANSACTION, {
        "kind": Cell("ST", 1),
        "control": Cell("ST", 2),
        "total": Cell("BPR", 2),
        "payment_date": Cell("BPR", 16),
        "trace_number": Cell("TRN", 2),
        "production_date": Cell("DTM", 2, qualifier="405"),
        "payer_name": Cell("N1", 2, loop=PAYER),
        "payee_qualifier": Cell("N1", 3, loop=PAYEE),
        "payee_id": Cell("N1", 4, loop=PAYEE),
    }),
    "claims": (CLAIM, {
        "claim_id": Cell("CLP", 1),
        "status": Cell("CLP", 2),
        "charge": Cell("CLP", 3),
        "paid": Cell("CLP", 4),
        "filing": Cell("CLP", 6),
        "payer_number": Cell("CLP", 7),
        "facility": Cell("CLP", 8),
        "frequency": Cell("CLP", 9),
        "drg": Cell("CLP", 11),
        "patient_id": Cell("NM1", 9, qualifier="QC"),
        "insured_id": Cell("NM1", 9, qualifier="IL"),
        "corrected_id": Cell("NM1", 9, qualifier="74"),
        "rendering_qualifier": Cell("NM1", 8, qualifier="82"),
        "rendering_id": Cell("NM1", 9, qualifier="82"),
        "start_date": Cell("DTM", 2, qualifier="232"),
        "end_date": Cell("DTM", 2, qualifier="233"),
        "authorization": Cell("REF", 2, qualifier="G1"),
        "original": Cell("REF", 2, qualifier="F8"),
        "location": Cell("REF", 2, qualifier="LU"),
        "interest": Cell("AMT", 2, qualifier="I"),
        **{f"remark_{at}": Cell("MOA", at + 2) for at in range(1, 6)},
    }),
    "services": (SERVICE, {
        "code_list": Cell("SVC", 1, 1),
        "code": Cell("SVC", 1, 2),
        **{f"modifier_{at}": Cell("SVC", 1, at + 2) for at in range(1, 5)},
        "charge": Cell("SVC", 2),
        "paid": Cell("SVC", 3),
        "revenue_code": Cell("SVC", 4),
        "units": Cell("SVC", 5),
        "billed_code": Cell("SVC", 6, 2),
        **{f"billed_modifier_{at}": Cell("SVC", 6, at + 2) for at in range(1, 5)},
        "billed_units": Cell("SVC", 7),
        "service_date": Cell("DTM", 2, qualifier="472"),
        "first_date": Cell("DTM", 2, qualifier="150"),
        "allowed": Cell("AMT", 2, qualifier="B6"),
        "late": Cell("AMT", 2, qualifier="KH"),
        "line_control": Cell("REF", 2, qualifier="6R"),
        "location": Cell("REF", 2, qualifier="LU"),
        "rendering_npi": Cell("REF", 2, qualifier="HPI"),
        "authorization": Cell("REF", 2, qualifier="G1"),
    }),
}  # fmt: skip
"""Tables with one row a loop: the loop and the columns."""

REPEATED: dict[str, Repeated] = {
    "adjustments": Repeated("CAS", (CLAIM, SERVICE), 2, 3, {"reason": (0, 0), "amount": (1, 0)}, {"group_code": 1}),
    "remarks": Repeated("LQ", (SERVICE,), 1, 2, {"code_list": (0, 0), "code": (1, 0)}, {}),
    "references": Repeated("REF", (SERVICE,), 1, 4, {"qualifier": (0, 0), "value": (1, 0)}, {}),
    "provider_adjustments": Repeated("PLB", (TRANSACTION,), 3, 2, {"reason": (0, 1), "amount": (1, 0)}, {}),
    "trailers": Repeated("SE", (TRANSACTION,), 1, 2, {"segments": (0, 0), "control": (1, 0)}, {}),
}
STRAYS = "strays"
LEVELS = {"payment": TRANSACTION, "claim": CLAIM, "service": SERVICE}
"""Columns that name the row of an enclosing loop, and its loop."""


def _references(loops: tuple[str, ...], *, own: bool) -> list[str]:
    """The reference columns of a table whose rows stand in these loops; a loop does not refer to itself."""
    deepest = max(list(LEVELS.values()).index(loop) for loop in loops)
    return list(LEVELS)[: deepest + 1 if own else deepest]


def _schema() -> dict[str, pa.Schema]:
    tables = {
        name: ["row", "segment", *_references((loop,), own=False), *columns] for name, (loop, columns) in PLAIN.items()
    }
    for name, table in REPEATED.items():
        tables[name] = ["row", "segment", *_references(table.loops, own=True), *table.fixed, *table.columns]
    tables[STRAYS] = ["row", "segment"]
    numbers = {"row", "segment", *LEVELS}
    return {
        name: pa.schema([(column, pa.int64() if column in numbers else pa.string()) for column in columns])
        for name, columns in tables.items()
    }


SCHEMA: dict[str, pa.Schema] = _schema()
"""The tables, by name."""

Tables = dict[str, pa.Table]


class Parser(Protocol):
    """Makes the tables of a part; raises ValueError for what it cannot parse."""

    def __call__(self, part: Part) -> Tables:
        """The tables of SCHEMA."""


def choose_parser() -> tuple[Parser, tuple[str, ...]]:
    """Oxedi where it is installed, and pyx12 for what it refuses, else pyx12 alone; with a note for the load report."""
    from facetaudit.claims.formats.x12 import remittance_pyx12

    try:
        from facetaudit.claims.formats.x12 import remittance_oxedi
    except ImportError:
        return remittance_pyx12.parse, ("oxedi is not installed, so pyx12 read the file, several times slower",)

    def parse(part: Part) -> Tables:
        try:
            return remittance_oxedi.parse(part)
        except ValueError:
            return remittance_pyx12.parse(part)

    return parse, ()
