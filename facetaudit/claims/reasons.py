"""Why a row is rejected: constant phrases that never hold a value of the row.

The numbers appear in the SQL of the first pass (`reading.py`); the first reason in this order is the row's.
"""

from __future__ import annotations

from facetaudit.claims.schema import CLAIM_TYPES, FREQUENCY_CODES, LINE_STATUSES, MAC_NAMES

UNMATCHED_REVERSAL = "unmatched-reversal"

REASONS: dict[int, tuple[str, str]] = {
    10: ("claim_id", "blank"),
    20: ("line_number", "not a whole number"),
    30: ("claim_type", f"not one of {' '.join(CLAIM_TYPES)}"),
    40: ("mac", f"not one of {' '.join(MAC_NAMES)}"),
    50: ("state", "not two letters"),
    60: ("patient_id", "blank"),
    70: ("service_date", "blank"),
    71: ("service_date", "not a date in the accepted format"),
    72: ("service_date", "year outside 1900 to 2100"),
    80: ("hcpcs", "blank"),
    81: ("hcpcs", "not a code of five letters and digits"),
    91: ("modifier_1", "not a modifier of two letters or digits"),
    92: ("modifier_2", "not a modifier of two letters or digits"),
    93: ("modifier_3", "not a modifier of two letters or digits"),
    94: ("modifier_4", "not a modifier of two letters or digits"),
    100: ("units", "not a number"),
    101: ("units", "too large"),
    102: ("units", "not whole on a facet-joint code"),
    110: ("place_of_service", "not two digits"),
    120: ("charge_amount", "not an amount"),
    121: ("charge_amount", "fraction of a cent"),
    122: ("charge_amount", "too large"),
    130: ("allowed_amount", "not an amount"),
    131: ("allowed_amount", "fraction of a cent"),
    132: ("allowed_amount", "too large"),
    140: ("paid_amount", "not an amount"),
    141: ("paid_amount", "fraction of a cent"),
    142: ("paid_amount", "too large"),
    150: ("paid_date", "not a date in the accepted format"),
    151: ("paid_date", "year outside 1900 to 2100"),
    160: ("line_status", f"not one of {' '.join(LINE_STATUSES)}"),
    170: ("claim_frequency_code", f"not one of {' '.join(FREQUENCY_CODES)}"),
}

SPLITTING: dict[str, str] = {
    "MISSING COLUMNS": "too few cells in the row",
    "TOO MANY COLUMNS": "too many cells in the row",
    "UNQUOTED VALUE": "a quotation mark inside a quoted cell is not doubled",
}
"""Reasons for rows that cannot be split into cells, by DuckDB's error type."""
