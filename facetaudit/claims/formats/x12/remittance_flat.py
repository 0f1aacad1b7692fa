"""The tables of a part as one row a service line, with its claim, its payment and its adjustments on it.

Tables refer to each other by row number and stand in the order of the file, so a join is a `take`, and what belongs to
one line or claim is a span of rows: that costs a tenth of what joins and groups in SQL do, part by part.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from facetaudit.claims.formats.x12.remittance_columns import (
    NONE,
    Amounts,
    Flags,
    Integers,
    Words,
    amounts,
    dollars,
    flags,
    integers,
    joined,
    known,
    matches,
    numbers,
    spans,
    sums,
    texts,
    whole,
)
from facetaudit.claims.formats.x12.remittance_tables import LEVELS, STRAYS, Tables

SHARE = frozenset(("1", "2", "3", "66", "122", "241", "247", "248"))
"""Reasons that the patient (group PR) bears a part of what was allowed: deductible, coinsurance, copayment, blood."""
PRICING = frozenset(("1", "2", "3", "23", "45", "59", "94", "97", "234", "253"))
"""Reasons that price a line, or say that it is paid with another; any other one refuses it."""
PATIENT, DEDUCTIBLE, COINSURANCE = frozenset(("PR",)), frozenset(("1",)), frozenset(("2",))
OTHER_PAYER, SEQUESTRATION = frozenset(("23",)), frozenset(("253",))
POLICY = frozenset(("0K",))
_NUMBERS = 1_000_000_000

Columns = dict[str, Any]


@dataclass(frozen=True)
class Flat:
    """What one part adds: its lines, and what is counted of its claims, transactions and provider adjustments."""

    lines: pa.Table
    claims: pa.Table
    transactions: pa.Table
    provider_adjustments: pa.Table
    strays: pa.Table


def flatten(tables: Tables) -> Flat:
    """The lines of a part in their order, and its counts."""
    services, claims, payments = tables["services"], tables["claims"], tables["payments"]
    claim_of, payment_of = numbers(services["claim"]), numbers(claims["payment"])
    first = spans(claim_of, claims.num_rows)
    billed, paid, paid_of_claims = (
        amounts(column) for column in (services["charge"], services["paid"], claims["paid"])
    )
    line = _with_prefix("line", services) | _lines(tables, billed, paid)
    line["line_place"] = integers(np.arange(services.num_rows) - first[claim_of] + 1)
    claim = _claims(tables, paid_of_claims, sums(billed.units, first), sums(paid.units, first), first)
    whole_claim = _with_prefix("claim", claims) | claim
    whole_claim |= _taken(_with_prefix("payment", payments), payment_of)
    line |= _taken(whole_claim, claim_of)
    return Flat(
        lines=_table(line),
        claims=_counted(whole_claim),
        transactions=_transactions(tables, paid_of_claims),
        provider_adjustments=_of_provider(tables),
        strays=tables[STRAYS],
    )


@dataclass(frozen=True)
class _Adjustments:
    """The adjustments of the lines, or those of the claims as wholes, and the span of each owner."""

    where: Integers
    told: Any
    group: Words
    reason: Words
    units: Integers
    is_amount: Flags

    @classmethod
    def of(cls, tables: Tables, level: str, count: int) -> _Adjustments:
        """Those that stand on this level, `service` or `claim`, which has `count` rows."""
        table = tables["adjustments"]
        owners, services = numbers(table[level]), numbers(table["service"])
        rows = np.flatnonzero((owners != NONE) & ((services != NONE) == (level == "service")))
        group, reason, said = (whole(table[name].take(integers(rows))) for name in ("group_code", "reason", "amount"))
        where = spans(owners[rows], count)
        return cls(where, _told(group, reason, said, where), Words(group), Words(reason), *amounts(said))

    def some(self, which: Flags) -> Flags:
        """Which owners have one of `which`."""
        return sums(which, self.where) > 0

    def total(self, which: Flags | None = None) -> Integers:
        """The sums of all, or of `which`, in ten-thousandths of dollars."""
        return sums(self.units if which is None else np.where(which, self.units, 0), self.where)

    def amount(self, which: Flags) -> Any:
        """The sums of `which` as dollars, missing where there is none."""
        return dollars(self.total(which), self.some(which & self.is_amount))


def _told(group: Any, reason: Any, said: Any, where: Integers) -> Any:
    """What adjustments say, as text: CO-45 400; PR-2 20."""
    hyphen, blank, nothing = (texts(sign)[0] for sign in ("-", " ", ""))
    group, reason, said = (pc.coalesce(column, nothing) for column in (group, reason, said))
    words = pc.binary_join_element_wise(pc.binary_join_element_wise(group, reason, hyphen), said, blank)
    return joined(words, where, "; ")


def _lines(tables: Tables, billed: Amounts, paid: Amounts) -> Columns:
    """By line: its amounts, its adjustments by what they mean, its remarks and policies."""
    count = tables["services"].num_rows
    adjustments = _Adjustments.of(tables, "service", count)
    of_patient, among = adjustments.group.among(PATIENT), adjustments.reason.among
    shared, sequestered, other = of_patient & among(SHARE), among(SEQUESTRATION), among(OTHER_PAYER)
    return {
        "line_money": dollars(*paid),
        "line_billed": dollars(*billed),
        "line_stated": dollars(*amounts(tables["services"]["allowed"])),
        "line_beside": dollars(adjustments.total(shared) + adjustments.total(sequestered)),
        "line_deductible": adjustments.amount(of_patient & among(DEDUCTIBLE)),
        "line_coinsurance": adjustments.amount(of_patient & among(COINSURANCE)),
        "line_sequestered": adjustments.amount(sequestered),
        "line_other_payer": adjustments.amount(other),
        "line_follows_payer": flags(adjustments.some(other)),
        "line_is_refused": flags(adjustments.some(~among(PRICING))),
        "line_is_unread": flags(adjustments.some(~adjustments.is_amount)),
        "line_adds_up": flags(
            billed.known & paid.known & (billed.units - adjustments.total() == paid.units)
        ),
        "line_adjustments": adjustments.told,
        "line_remarks": _listed(tables["remarks"], "code", count),
        "line_policies": _listed(tables["references"], "value", count, ("qualifier", POLICY)),
    }


def _listed(table: pa.Table, column: str, count: int, only: tuple[str, frozenset[str]] | None = None) -> Any:
    """The values of each line with a blank between."""
    owners = numbers(table["service"])
    wanted = (owners != NONE) & known(table[column])
    if only is not None:
        wanted &= Words(table[only[0]]).among(only[1])
    rows = np.flatnonzero(wanted)
    return joined(whole(table[column].take(integers(rows))), spans(owners[rows], count), " ")


def _claims(tables: Tables, paid: Amounts, charges: Integers, payments: Integers, where: Integers) -> Columns:
    """By claim: whether its lines, at `where`, with these sums, add up, its own adjustments, and what is odd in it."""
    services, claims = tables["services"], tables["claims"]
    adjustments = _Adjustments.of(tables, "claim", claims.num_rows)
    billed, lines = amounts(claims["charge"]), np.diff(where)
    is_even = billed.known & paid.known & (lines > 0) & (charges == billed.units)
    is_even &= payments - adjustments.total() == paid.units
    return {
        "claim_lines": integers(lines),
        "claim_money": dollars(*paid),
        "claim_adjustments": adjustments.told,
        "claim_is_adjusted": flags(adjustments.some(adjustments.is_amount)),
        "claim_follows_payer": flags(adjustments.some(adjustments.reason.among(OTHER_PAYER))),
        "claim_adds_up": flags(is_even),
        "claim_has_revenue_codes": flags(sums(known(services["revenue_code"]), where) > 0),
        "claim_has_numbers": flags(_distinct_numbers(services, where) == lines),
        "claim_has_stray": flags(_has_stray(tables)),
    }


def _distinct_numbers(services: pa.Table, where: Integers) -> Integers:
    """By claim: how many different line numbers its provider gave."""
    is_number = matches(services["line_control"], "^[0-9]{1,9}$")  # below _NUMBERS
    rows = np.flatnonzero(is_number)
    given = numbers(whole(services["line_control"].take(integers(rows))).cast(pa.int64()))
    claim = numbers(services["claim"])[rows]
    different = np.unique(claim * _NUMBERS + given) // _NUMBERS
    return np.bincount(different, minlength=len(where) - 1).astype(np.int64)


def _has_stray(tables: Tables) -> Flags:
    """By claim: whether it is the last one before a segment without a place, in the same transaction."""
    stray = numbers(tables[STRAYS]["segment"])
    claims, payments = tables["claims"], tables["payments"]
    claim = np.searchsorted(numbers(claims["segment"]), stray) - 1
    payment = np.searchsorted(numbers(payments["segment"]), stray) - 1
    found = np.zeros(claims.num_rows, np.bool_)
    inside = (claim >= 0) & (payment >= 0)
    inside[inside] &= numbers(claims["payment"])[claim[inside]] == payment[inside]
    found[claim[inside]] = True
    return found


def _counted(claims: Columns) -> pa.Table:
    """What is counted of each claim."""
    names = (
        "claim_segment", "claim_status", "claim_lines", "claim_money", "claim_interest", "claim_is_adjusted",
        "claim_adds_up", "payment_segment", "payment_kind",
    )  # fmt: skip
    return _table({name: claims[name] for name in names})


def _transactions(tables: Tables, paid: Amounts) -> pa.Table:
    """By transaction: what it says that it pays and counts, and the sums of its claims and provider adjustments."""
    payments, trailers, adjusted = tables["payments"], tables["trailers"], tables["provider_adjustments"]
    count = payments.num_rows
    ending = np.full(count, NONE)
    inside = numbers(trailers["payment"])
    ending[inside[inside != NONE]] = np.flatnonzero(inside != NONE)
    end = _taken(_with_prefix("end", trailers), ending)
    return _table({
        "segment": payments["segment"],
        "kind": payments["kind"],
        "control": payments["control"],
        "total": dollars(*amounts(payments["total"])),
        "paid": dollars(_sums_by(numbers(tables["claims"]["payment"]), paid, count)),
        "adjusted": dollars(_sums_by(numbers(adjusted["payment"]), amounts(adjusted["amount"]), count)),
        "counted": end["end_segments"],
        "end_control": end["end_control"],
        "ended": end["end_segment"],
    })


def _sums_by(owners: Integers, values: Amounts, count: int) -> Integers:
    owned = owners != NONE
    return sums(values.units[owned], spans(owners[owned], count))


def _of_provider(tables: Tables) -> pa.Table:
    table = tables["provider_adjustments"]
    return _table({"reason": table["reason"], "amount": dollars(*amounts(table["amount"]))})


def _taken(columns: Columns, rows: Integers) -> Columns:
    """The columns at these rows; missing where there is none."""
    where = integers(np.maximum(rows, 0), rows != NONE)
    return {name: column.take(where) for name, column in columns.items()}


def _with_prefix(prefix: str, table: pa.Table) -> Columns:
    return {f"{prefix}_{name}": whole(table[name]) for name in table.column_names if name not in ("row", *LEVELS)}


def _table(columns: Columns) -> pa.Table:
    return pa.Table.from_arrays([whole(column) for column in columns.values()], names=[*columns])
