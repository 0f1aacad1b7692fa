"""What the load report says of a remittance: what is no line, what does not add up, and what an 835 cannot say."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import duckdb

from facetaudit.claims.formats.x12 import remittance_lines as sql
from facetaudit.claims.formats.x12.remittance_parts import Envelope

LOST = (
    "a remittance has no diagnoses, names the physician only where it is not the payee, has one place of service for a "
    "claim unless REF*LU says more, and does not tell a surgical center's bill on the professional form from the "
    "physician's"
)
_DOUBTS = (
    ("miscounted", "transaction", "with another number of segments than its SE says", "segments may be lost"),
    ("unpaid", "transaction", "whose claims and PLB are not what was paid (BPR02)", "claims may be lost"),
    ("strays", "segment", "with no place where they stand", "passed over"),
    ("uneven", "claim", "whose lines are not what was charged and paid (CLP)", "lines may be lost"),
    ("uneven_lines", "line", "whose adjustments (CAS) do not explain the payment", "allowed is AMT*B6, else missing"),
    ("other_allowed", "line", "with another AMT*B6 than paid, patient's share and sequestration", "their sum is taken"),
)
"""Counts of what a file says in two ways that differ: count, of what, how, and what follows."""


@dataclass(frozen=True)
class Counts:
    """What was counted of a file, by name, with its transactions of other kinds and its provider-level adjustments."""

    of: dict[str, Any]
    other_kinds: tuple[tuple[str, int], ...]
    provider_sums: tuple[tuple[str, int, Decimal | None], ...]

    def without_lines(self) -> str:
        """Why a file has no line."""
        if self.of["claims"]:
            return f"it has {counted(self.of['claims'], 'claim')}, paid as a whole without service lines (SVC)"
        if self.other_kinds:
            return f"it holds no remittance (835) but {', '.join(kind for kind, _ in self.other_kinds)}"
        return "it holds no claims (CLP)"


def counts_of(con: duckdb.DuckDBPyConnection) -> Counts:
    """The counts, while the tables of the load are there."""
    result = con.sql(sql.COUNTS)
    values = dict(zip(result.columns, result.fetchall()[0], strict=True))
    return Counts(
        {name: value or 0 for name, value in values.items()},
        tuple(con.execute(sql.OTHER_KINDS).fetchall()),
        tuple(con.execute(sql.PROVIDER_SUMS).fetchall()),
    )


def notes_of(counts: Counts, envelope: Envelope) -> tuple[str, ...]:
    """The notes of the load report, each a sentence without its end."""
    of = counts.of
    notes = [
        f"{counted(of['claims'], 'claim')} in {counted(of['transactions'], 'transaction')}, "
        f"{of['reversals']:,} of them taken back (CLP02 22)"
    ]
    if of["bare"]:
        notes.append(
            f"{counted(of['bare'], 'claim')} without service lines (SVC), {of['bare_paid']:,.2f} dollars paid: "
            "not audited, as they have no lines"
        )
    if counts.provider_sums:
        total = sum((amount or Decimal() for _, _, amount in counts.provider_sums), Decimal())
        reasons = ", ".join(f"{reason} {amounts:,}" for reason, amounts, _ in counts.provider_sums)
        notes.append(f"adjustments of the provider (PLB: {reasons}), {total:,.2f} dollars in all, belong to no line")
    if of["adjusted"]:
        notes.append(f"{counted(of['adjusted'], 'claim')} with adjustments of the whole claim, which stand on no line")
    for kind, count in counts.other_kinds:
        notes.append(f"{counted(count, 'transaction')} of another kind ({kind}) passed over")
    for name, what, how, meaning in _DOUBTS:
        if of[name]:
            notes.append(f"{counted(of[name], what)} {how}, the first at segment {of['first_' + name]:,}: {meaning}")
    notes += [f"{counted(count, what)}: claims may be lost" for what, count in envelope.faults.items() if count]
    return (*notes, LOST)


def counted(count: int, what: str) -> str:
    """A number with its word, in the plural where that is due."""
    first, *rest = what.split(" ")
    return f"{count:,} {' '.join((first + ('s' if count != 1 else ''), *rest))}"
