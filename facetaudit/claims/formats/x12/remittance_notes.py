"""What the load report says of a remittance: what is no line, what does not add up, and what an 835 cannot say."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import duckdb

from facetaudit.claims.formats.request import literal_path
from facetaudit.claims.formats.x12 import remittance_lines as sql
from facetaudit.claims.formats.x12.remittance_parts import Envelope

if TYPE_CHECKING:
    from facetaudit.claims.formats.x12.remittance_copy import Files

LOST = (
    "a remittance has no diagnoses, names the physician only where it is not the payee, has one place of service for a "
    "claim unless REF*LU says more, and does not tell a surgical center's bill on the professional form from the "
    "physician's"
)
_PROVIDER_REASONS = {"50": "late filing", "FB": "balance forward", "L6": "interest", "WO": "overpayment recovered"}
_DOUBTS = (
    ("miscounted", "transaction", "with another number of segments than its SE says", "segments may be lost"),
    ("mismatched", "transaction", "whose SE has another control number than its ST", "claims may be lost"),
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


def counts_of(con: duckdb.DuckDBPyConnection, files: Files) -> Counts:
    """The counts of a remittance that has been laid out."""
    claims, lines, transactions, strays, of_provider = (
        literal_path(files.path(name)) for name in ("claims", "lines", "transactions", "strays", "provider_adjustments")
    )
    result = con.execute(sql.COUNTS, [claims, lines, transactions, strays])
    names = [name for name, *_ in result.description]
    values = dict(zip(names, result.fetchall()[0], strict=True))
    return Counts(
        {name: value or 0 for name, value in values.items()},
        tuple(con.execute(sql.OTHER_KINDS, [transactions]).fetchall()),
        tuple(con.execute(sql.PROVIDER_SUMS, [of_provider]).fetchall()),
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
        reasons = ", ".join(f"{_reason(reason)} {amounts:,}" for reason, amounts, _ in counts.provider_sums)
        notes.append(f"adjustments of the provider (PLB: {reasons}), {total:,.2f} dollars in all, belong to no line")
    if of["adjusted"]:
        notes.append(
            f"{counted(of['adjusted'], 'claim')} with adjustments of the whole claim, which stand on no line's "
            "amounts (column claim_adjustments)"
        )
    notes += _beside(of)
    for kind, count in counts.other_kinds:
        notes.append(f"{counted(count, 'transaction')} of another kind ({kind}) passed over")
    for name, what, how, meaning in _DOUBTS:
        if of[name]:
            notes.append(f"{counted(of[name], what)} {how}, the first at segment {of['first_' + name]:,}: {meaning}")
    notes += [f"{counted(count, what)}: claims may be lost" for what, count in envelope.faults.items() if count]
    return (*notes, LOST)


def _beside(of: dict[str, Any]) -> list[str]:
    """Why what was paid is not what the fee schedule pays."""
    notes = []
    if of["later_lines"]:
        lack = f", which {of['later_unknown']:,} of them lack" if of["later_unknown"] else ""
        notes.append(
            f"{counted(of['later_lines'], 'line')} where another payer paid first (CLP02 2, 3, 20, 21 or reason 23): "
            f"paid is this payer's part alone, and allowed is AMT*B6{lack}"
        )
    if of["interest_claims"]:
        notes.append(
            f"{counted(of['interest_claims'], 'claim')} with interest (AMT*I), {of['interest']:,.2f} dollars, "
            "which is on no line"
        )
    if of["late_lines"]:
        notes.append(
            f"{counted(of['late_lines'], 'line')} with a reduction for late filing (AMT*KH), {of['late']:,.2f} "
            "dollars, so less was paid than the schedule pays"
        )
    return notes


def _reason(code: str) -> str:
    """The code of an adjustment of the provider, with what it means where that is common."""
    return f"{code} ({_PROVIDER_REASONS[code]})" if code in _PROVIDER_REASONS else code


def counted(count: int, what: str) -> str:
    """A number with its word, in the plural where that is due."""
    first, *rest = what.split(" ")
    return f"{count:,} {' '.join((first + ('s' if count != 1 else ''), *rest))}"
