"""As-paid dollars by scenario, and the schedule amount as billed (page: *Exposure*; as corrected left out)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal

from . import fees
from .book import Book
from .calendar_months import months_before
from .fees import cents
from .model import ExposureRow, Line, LineKey, Recode, Verdict

SCENARIOS = {
    "certain": {"certain"},
    "probable": {"certain", "probable"},
    "review": {"certain", "probable", "review"},
}
DENY_ORDER = ["FA703", "FA4", "FA107", "FA503", "FA504", "FA605", "FA506", "FA102", "FA101", "FA104", "FA6", "FA5"]
"""Attribution of a deny: the first of these that fits (a detector, or a family by its digit), then by code."""

ZERO = Decimal("0.00")


def expose(
    book: Book, verdicts: Mapping[str, Verdict], as_of: date | None, lookback_years: int
) -> dict[tuple[str, str, int], ExposureRow]:
    """One row per line and scenario where a deny or recode finding stands."""
    rows: dict[tuple[str, str, int], ExposureRow] = {}
    schedule = fees.price_days(book.active)
    for scenario, certainties in SCENARIOS.items():
        denied = _codes_by_line(verdicts, certainties, "deny")
        recoded = _codes_by_line(verdicts, certainties, "recode")
        for line in book.active:
            if line.key in denied:
                code = min(denied[line.key], key=_deny_rank)
                corrected: Decimal | None = ZERO
            elif line.key in recoded:
                code, corrected = _lowest_recode(line, recoded[line.key], verdicts, denied.keys())
            else:
                continue
            over = _difference(line, corrected)
            rows[(scenario, *line.key)] = ExposureRow(
                detector=code,
                allowed=line.allowed_amount,
                corrected_allowed=corrected,
                overpayment_allowed=over,
                paid=line.paid_amount,
                overpayment_paid=_overpayment_paid(line, over, is_deny=line.key in denied),
                fee_billed=schedule.get(line.key),
                within_lookback=_within_lookback(line, as_of, lookback_years),
            )
    return rows


def _codes_by_line(verdicts: Mapping[str, Verdict], certainties: set[str], effect: str) -> dict[LineKey, set[str]]:
    codes: dict[LineKey, set[str]] = {}
    for code, verdict in verdicts.items():
        for key, finding in verdict.findings.items():
            if finding.effect == effect and finding.certainty in certainties:
                codes.setdefault(key, set()).add(code)
    return codes


def _deny_rank(code: str) -> tuple[int, str]:
    places = [DENY_ORDER.index(code[:length]) for length in (5, 3) if code[:length] in DENY_ORDER]
    return (min(places, default=len(DENY_ORDER)), code)


# --- recodes --------------------------------------------------------------------------------------------------


def _lowest_recode(
    line: Line, codes: set[str], verdicts: Mapping[str, Verdict], denied: Collection[LineKey]
) -> tuple[str, Decimal | None]:
    """The lowest result of the recode findings on the line, each computed on the allowed amount as billed.

    Equal: the smaller code. A line without an allowed amount has no result: the smaller code, no amount.
    """
    if line.allowed_amount is None:
        return min(codes), None
    results = []
    for code in codes:
        recodes = [recode for recode in verdicts[code].recodes if line in recode.lines]
        results += [(_result(line, recode, denied), code) for recode in recodes]
    amount, code = min(results)
    return code, amount


def _result(line: Line, recode: Recode, denied: Collection[LineKey]) -> Decimal:
    """What the line would be paid; as billed where the lines left are fewer than the pattern needs."""
    assert line.allowed_amount is not None
    payable = recode.payable(_left(recode.lines, denied))
    return cents((payable or {}).get(line.key, line.allowed_amount))


def _left(lines: Sequence[Line], denied: Collection[LineKey]) -> list[Line]:
    """Lines without a deny finding in the scenario, with an allowed amount, in line order."""
    left = [line for line in lines if line.key not in denied and line.allowed_amount is not None]
    return sorted(left, key=lambda line: line.key)


# --- amounts --------------------------------------------------------------------------------------------------


def _difference(line: Line, corrected: Decimal | None) -> Decimal | None:
    if line.allowed_amount is None or corrected is None:
        return None
    return line.allowed_amount - corrected


def _overpayment_paid(line: Line, over: Decimal | None, is_deny: bool) -> Decimal | None:
    """paid x overpayment_allowed / allowed; allowed missing or 0: all of paid for a deny; for a recode
    unknown where allowed is missing, nothing where it is 0."""
    if line.paid_amount is None:
        return None
    if line.allowed_amount is None and not is_deny:
        return None
    if not line.allowed_amount or over is None:
        return line.paid_amount if is_deny else ZERO
    return cents(line.paid_amount * over / line.allowed_amount)


def _within_lookback(line: Line, as_of: date | None, years: int) -> bool:
    """Paid (else served) on or after as_of minus the calendar years."""
    assert as_of is not None  # there is a line, so there is a last date
    return (line.paid_date or line.service_date) >= months_before(as_of, 12 * years)
