"""Final action: which lines are rejected, which are inactive and why (page: Terms, *Active line*, *Final action*)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from .model import Line


def final_action(lines: Sequence[Line]) -> tuple[set[int], dict[int, str]]:
    """Give the rejected line indexes (unmatched reversals) and the reason of every inactive accepted line."""
    rejected, inactive = _reversals(lines)
    accepted = [index for index in range(len(lines)) if index not in rejected]
    _superseded(lines, accepted, inactive)
    _voids_and_replacements(lines, accepted, inactive)
    for index in accepted:
        if lines[index].line_status == "denied":
            inactive.setdefault(index, "denied")
        elif lines[index].allowed_amount == 0 and lines[index].paid_amount == 0:  # None is not 0: both known
            inactive.setdefault(index, "zero-paid")
    return rejected, inactive


# --- step 1: reversals ----------------------------------------------------------------------------------------


def _reversals(lines: Sequence[Line]) -> tuple[set[int], dict[int, str]]:
    """Each negative line, in file order, takes one line before it with itself, or is rejected."""
    rejected: set[int] = set()
    inactive: dict[int, str] = {}
    for index, line in enumerate(lines):
        if not _is_negative(line):
            continue
        original = _reversed_by(lines, index, inactive)
        if original is None:
            rejected.add(index)
        else:
            inactive[original] = inactive[index] = "reversed"
    return rejected, inactive


def _is_negative(line: Line) -> bool:
    return any(value is not None and value < 0 for value in (line.units, line.allowed_amount, line.paid_amount))


def _reversed_by(lines: Sequence[Line], negative: int, taken: dict[int, str]) -> int | None:
    """The latest match before it in its own claim, else the latest in any claim."""
    matches = [
        index
        for index in range(negative)
        if index not in taken
        and not _is_negative(lines[index])
        and _reversal_key(lines[index]) == _reversal_key(lines[negative])
    ]
    own_claim = [index for index in matches if lines[index].claim_id == lines[negative].claim_id]
    return max(own_claim or matches, default=None)


def _reversal_key(line: Line) -> tuple[object, ...]:
    amounts = (line.units, line.allowed_amount, line.paid_amount)
    return (line.patient_id, line.service_date, line.hcpcs, line.modifiers, *map(_absolute, amounts))


def _absolute(value: Decimal | None) -> Decimal | None:
    return None if value is None else abs(value)


# --- step 2: the same claim line more than once ---------------------------------------------------------------


def _superseded(lines: Sequence[Line], accepted: list[int], inactive: dict[int, str]) -> None:
    """Among what step 1 left, keep the version paid last (no paid_date sorts first), then the last in file order."""
    versions: dict[tuple[str, int], list[int]] = {}
    for index in accepted:
        if index not in inactive:
            versions.setdefault(lines[index].key, []).append(index)
    for indexes in versions.values():
        keep = max(indexes, key=lambda index: (_paid_ordinal(lines[index]), index))
        for index in indexes:
            if index != keep:
                inactive[index] = "superseded"


def _paid_ordinal(line: Line) -> int:
    return line.paid_date.toordinal() if line.paid_date else 0


# --- step 3: voids and replacements ---------------------------------------------------------------------------


def _voids_and_replacements(lines: Sequence[Line], accepted: list[int], inactive: dict[int, str]) -> None:
    """Remove the claims that an 8 or a 7 names, even if that line is itself denied or removed; voids go too.

    A claim named by a void and by a replacement counts as voided: the page names the void first.
    """
    voided = {lines[index].original_claim_id for index in accepted if _removes_other(lines[index], "8")}
    replaced = {lines[index].original_claim_id for index in accepted if _removes_other(lines[index], "7")}
    for index in accepted:
        if lines[index].claim_id in voided or lines[index].claim_frequency_code == "8":
            inactive.setdefault(index, "voided")
        elif lines[index].claim_id in replaced:
            inactive.setdefault(index, "replaced")


def _removes_other(line: Line, frequency: str) -> bool:
    """One that names itself or nothing removes nothing."""
    named = line.original_claim_id
    return line.claim_frequency_code == frequency and bool(named) and named != line.claim_id
