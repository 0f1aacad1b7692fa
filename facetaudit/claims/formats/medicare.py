"""What Medicare's own claim files share: how they say denied, cancelled, ASC, state and provider."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb

from facetaudit.claims.source import missing_if

ALLOWED_INDICATORS = ("A", "R", "S")
"""Line processing indicators of a line that was allowed: allowed, reprocessed, secondary payer."""
ASC_SPECIALTY, ASC_SERVICE_TYPE = "49", "F"

# Two-digit state codes of the Social Security Administration (RIF), in their order.
SSA_STATES = dict(zip(
    (f"{number:02d}" for number in range(1, 54)),
    (
        "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "DC", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS", "KY",
        "LA", "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY", "NC", "ND", "OH",
        "OK", "OR", "PA", "PR", "RI", "SC", "SD", "TN", "TX", "UT", "VT", "VI", "VA", "WA", "WV", "WI", "WY",
    ),
    strict=True,
))

# Two-digit state codes of the Federal Information Processing Standard (CCLF).
FIPS_STATES = {
    "01": "AL", "02": "AK", "04": "AZ", "05": "AR", "06": "CA", "08": "CO", "09": "CT", "10": "DE", "11": "DC",
    "12": "FL", "13": "GA", "15": "HI", "16": "ID", "17": "IL", "18": "IN", "19": "IA", "20": "KS", "21": "KY",
    "22": "LA", "23": "ME", "24": "MD", "25": "MA", "26": "MI", "27": "MN", "28": "MS", "29": "MO", "30": "MT",
    "31": "NE", "32": "NV", "33": "NH", "34": "NJ", "35": "NM", "36": "NY", "37": "NC", "38": "ND", "39": "OH",
    "40": "OK", "41": "OR", "42": "PA", "44": "RI", "45": "SC", "46": "SD", "47": "TN", "48": "TX", "49": "UT",
    "50": "VT", "51": "VA", "53": "WA", "54": "WV", "55": "WI", "56": "WY", "60": "AS", "66": "GU", "69": "MP",
    "72": "PR", "78": "VI",
}  # fmt: skip

_NEVER = duckdb.ConstantExpression(False)


def claim_type(specialty: duckdb.Expression | None, service_type: duckdb.Expression | None) -> duckdb.Expression:
    """`asc` where specialty or type of service says so, else `professional`."""
    asc = duckdb.ConstantExpression("asc")
    case = duckdb.CaseExpression(_NEVER, asc)
    for expression, code in ((specialty, ASC_SPECIALTY), (service_type, ASC_SERVICE_TYPE)):
        if expression is not None:
            case = case.when(expression == duckdb.ConstantExpression(code), asc)
    return case.otherwise(duckdb.ConstantExpression("professional"))


def line_status(
    claim_denial: duckdb.Expression | None,
    indicator: duckdb.Expression | None,
    paid: duckdb.Expression | None,
) -> duckdb.Expression:
    """`denied` where the claim's denial code is 0, or the line's indicator is of none that was allowed.

    A line with a payment is paid whatever its indicator says.
    """
    denied = duckdb.ConstantExpression("denied")
    case = duckdb.CaseExpression(_NEVER, denied)
    if claim_denial is not None:
        case = case.when(is_one_of(claim_denial, ("0", "00")), denied)
    if indicator is not None:
        refused = indicator.isnotnull() & ~is_one_of(indicator, ("", *ALLOWED_INDICATORS))
        if paid is not None:
            nothing = duckdb.ConstantExpression(r"[-+]?0*[.]?0*")
            text = duckdb.FunctionExpression("trim", duckdb.CoalesceOperator(paid, duckdb.ConstantExpression("")))
            refused = refused & duckdb.FunctionExpression("regexp_full_match", text, nothing)
        case = case.when(refused, denied)
    return case.otherwise(duckdb.ConstantExpression("paid"))


def is_one_of(expression: duckdb.Expression, words: Sequence[str]) -> duckdb.Expression:
    """Whether the text is one of the words."""
    return expression.isin(*(duckdb.ConstantExpression(word) for word in words))


def npi(expression: duckdb.Expression) -> duckdb.Expression:
    """An NPI, where ten zeros stand for none."""
    return missing_if(expression, "0000000000")


def state(expression: duckdb.Expression, codes: Mapping[str, str]) -> duckdb.Expression:
    """Two letters from a numeric code, `fips` before it or not; letters stay, other digits (foreign) are missing."""
    missing = duckdb.ConstantExpression(None).cast("VARCHAR")
    case = duckdb.CaseExpression(expression.isnull(), missing)
    for code, letters in codes.items():
        case = case.when(expression == duckdb.ConstantExpression(code), duckdb.ConstantExpression(letters))
    digits = duckdb.FunctionExpression("regexp_full_match", expression, duckdb.ConstantExpression("(fips )?[0-9]*"))
    return case.when(digits, missing).otherwise(expression)
