"""The columns of an audit folder's tables: name, type and meaning, in the order of the files."""

from __future__ import annotations

from facetaudit.claims.schema import COLUMNS, LEADING_COLUMNS, MONEY, UNITS

Described = tuple[str, str, str]
"""Name, DuckDB type and meaning of a column."""

TEXT, COUNT, FIGURE = "VARCHAR", "BIGINT", "DECIMAL(12,2)"
CLAIM = ("claim_id", TEXT, "the claim")
LINE = ("line_number", "INTEGER", "the line within the claim")
PATIENT = ("patient_id", TEXT, "the patient")
SERVED = ("service_date", "DATE", "date of service")
REGION = ("region", TEXT, "`CT` cervical and thoracic, `LS` lumbar and sacral, by the code and the thoraco-lumbar rule")
ALLOWED = ("allowed_amount", MONEY, "allowed on the line as billed, US dollars")
PAID = ("paid_amount", MONEY, "paid by the payer on the line, US dollars")
MEANINGS = {
    "line_id": "the line's number in this folder; differs between runs",
    "row_number": "row of the input file",
}

FINDINGS: tuple[Described, ...] = (
    ("finding_id", TEXT, "16 hexadecimal digits, the same in every run for the same detector, claim and line"),
    ("code", TEXT, "the detector's permanent code"),
    ("detector", TEXT, "the detector's name"),
    ("family", TEXT, "the detector's family"),
    ("certainty", TEXT, "`certain`, `probable` or `review`"),
    CLAIM,
    LINE,
    PATIENT,
    SERVED,
    REGION,
    ("hcpcs", TEXT, "the line's code"),
    ("modifiers", TEXT, "the line's modifiers, a space between"),
    ("units", UNITS, "the line's units"),
    ("claim_type", TEXT, "`professional`, `asc` or `hopd`"),
    ("rendering_npi", TEXT, "who performed the service"),
    ("billing_npi", TEXT, "who billed"),
    ("observed", FIGURE, "what was counted, where the detector counts"),
    ("limit", FIGURE, "what it was held against"),
    ("effect", TEXT, "`deny` (nothing payable), `recode` (payable otherwise) or `none`"),
    ("reason", TEXT, "one sentence with the figures"),
    ("correct_coding", TEXT, "the line as it may be billed, or what to do"),
    ("source_id", TEXT, "the document that the finding rests on: an id of policy.md"),
    ("basis", TEXT, "how far that was checked: `seen`, `restated`, `derived` or `unverified`"),
)
COVERAGE: tuple[Described, ...] = (
    ("code", TEXT, "the detector's code; every detector that was to run has a row"),
    ("detector", TEXT, "the detector's name"),
    ("status", TEXT, "`found`, `clean`, `not-applicable` (no line in its scope), `unknown` or `error` (it failed)"),
    ("eligible_lines", COUNT, "lines in its scope"),
    ("unknown_lines", COUNT, "those of them that it cannot tell from this source"),
    ("findings", COUNT, "lines at issue"),
    ("note", TEXT, "how many lines cannot be told, and why; of a detector that failed, the error's first line"),
)
SCENARIO = ("scenario", TEXT, "`certain`, `probable` (with certain) or `review` (all)")
DOLLARS: tuple[Described, ...] = (
    ALLOWED,
    ("corrected_allowed", MONEY, "allowed on the line as it should have been billed"),
    ("overpayment_allowed", MONEY, "their difference; an underpayment is negative"),
    PAID,
    ("overpayment_paid", MONEY, "the payer's part of the difference"),
    ("fee_billed", MONEY, "the line as billed by the fee schedule of the date"),
    ("fee_corrected", MONEY, "the line as it should have been billed by the fee schedule"),
    ("overpayment_fee", MONEY, "their difference"),
    ("fee_note", TEXT, "why a line has no schedule amount, or why it is nothing"),
)
EXPOSURE: tuple[Described, ...] = (
    SCENARIO,
    CLAIM,
    LINE,
    ("detector", TEXT, "code of the detector that the dollars are attributed to"),
    *DOLLARS,
    ("within_lookback", "BOOLEAN", "whether it was paid (else served) within the look-back"),
)
CORRECTED_CLAIMS: tuple[Described, ...] = (
    SCENARIO,
    PATIENT,
    SERVED,
    ("claim_type", TEXT, "`professional`, `asc` or `hopd`"),
    ("rendering_npi", TEXT, "who performed the service"),
    ("billing_npi", TEXT, "who billed"),
    CLAIM,
    LINE,
    ("hcpcs", TEXT, "the line's code"),
    ("modifiers", TEXT, "the modifiers as billed, a space between"),
    ("units", UNITS, "the units as billed"),
    ("place_of_service", TEXT, "the place of service as billed"),
    (
        "change",
        TEXT,
        "`removed`, `merged` (into another line of the day), `recoded`, `place_of_service`, `price` (payable at a "
        "lower amount), `repriced` (because another line of the day changes) or `kept`",
    ),
    ("corrected_coding", TEXT, "the line as it should have been billed; empty where it should not"),
    ("corrected_place_of_service", TEXT, "its place of service then"),
    ("detector", TEXT, "code of the detector that changes the line; of a repriced line, of the one that moves its day"),
    *DOLLARS,
    ("difference_note", TEXT, "why allowed and schedule amount may differ, where they do by more than 5 percent"),
)
SESSIONS: tuple[Described, ...] = (
    PATIENT,
    SERVED,
    REGION,
    ("class", TEXT, "`INJ` injections or `RFA` ablations"),
    ("kind", TEXT, "`diagnostic`, `therapeutic`, `unknown` (KX may have been lost) or `rfa`"),
    ("pack", TEXT, "the policy pack of the payer"),
    ("mac", TEXT, "the MAC, `unknown` where neither line nor state tells"),
    ("lines", "INTEGER", "its lines"),
    ("window_count", "INTEGER", "payable sessions of its kind in the window, itself included"),
    ("excess", "BOOLEAN", "whether it is beyond the limit"),
)
LINES: tuple[Described, ...] = (
    *((name, kind, MEANINGS[name]) for name, kind in LEADING_COLUMNS if name in MEANINGS),
    *((column.name, column.sql_type, column.description) for column in COLUMNS),
    ("modifier_slots", "INTEGER", "modifiers that the source has room for"),
    ("active", "BOOLEAN", "whether the line counts: final action, not denied, not paid at zero"),
    ("inactive_reason", TEXT, "`joined`, `reversed`, `superseded`, `voided`, `replaced`, `denied` or `zero-paid`"),
    ("superseding_claim_id", TEXT, "the claim of the line that took this one out of action, where there is such"),
    ("superseding_line_number", "INTEGER", "that line"),
    ("file", TEXT, "the input file; further columns of the inputs stand before it"),
    REGION,
    ("family", TEXT, "`INJ`, `RFA` or `US` (ultrasound-guided) for the facet codes"),
    ("pack", TEXT, "the policy pack of the payer"),
)
TABLES: dict[str, tuple[Described, ...]] = {
    "findings": FINDINGS,
    "coverage": COVERAGE,
    "exposure": EXPOSURE,
    "corrected_claims": CORRECTED_CLAIMS,
    "sessions": SESSIONS,
    "lines": LINES,
}
REJECTED: tuple[Described, ...] = (
    ("file", TEXT, "the file, of claims or notes"),
    ("row_number", COUNT, "its row, the header being row 1"),
    ("column", TEXT, "the column that cannot be read"),
    ("reason", TEXT, "why, without the value"),
)
