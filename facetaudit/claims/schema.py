"""The claim-line contract: one tuple of columns that loading, documentation and the generator read.

The order is the canonical header of a claim-line file.  Types are those of the `claim_line` table; a text
file carries the same values as text (dates as `YYYY-MM-DD`, amounts as US dollars).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """One column of the claim-line contract.

    `sql_type` is the DuckDB type in `claim_line`; `required` columns must be in every input (a required
    column with an entry in `NUMBERED_WHEN_ABSENT` is made by the loader); `default` is the text that a
    blank or absent value stands for (None: stays missing); `accepted` lists the values that a coded
    column may hold (empty: any).
    """

    name: str
    sql_type: str
    required: bool
    default: str | None
    description: str
    accepted: tuple[str, ...] = ()


MAC_NAMES: tuple[str, ...] = (
    "ngs", "fcso", "novitas", "palmetto", "wps", "cgs", "noridian-je", "noridian-jf",
)
CLAIM_TYPES: tuple[str, ...] = ("professional", "asc", "hopd")
LINE_STATUSES: tuple[str, ...] = ("paid", "denied")
FREQUENCY_CODES: tuple[str, ...] = ("1", "7", "8")
PROFESSIONAL_PLACE_OF_SERVICE = "11"
"""Place of service that a blank stands for on a professional line (asc and hopd lines stay missing)."""

MONEY = "DECIMAL(12,2)"
UNITS = "DECIMAL(12,3)"

COLUMNS: tuple[Column, ...] = (
    Column("claim_id", "VARCHAR", True, None, "the claim's control number"),
    Column("line_number", "INTEGER", True, None,
           "line within the claim; numbered in file order per claim where the source has none"),
    Column("claim_type", "VARCHAR", False, "professional",
           "who bills: professional (also when performed in a facility), asc or hopd", CLAIM_TYPES),
    Column("payer", "VARCHAR", False, "medicare", "payer name; picks the policy pack"),
    Column("mac", "VARCHAR", False, None,
           "Medicare administrative contractor; else taken from state", MAC_NAMES),
    Column("state", "VARCHAR", False, None, "two-letter state of the service"),
    Column("locality", "VARCHAR", False, None,
           "MMMMM-LL: MAC number - payment locality, for pricing; else national amounts"),
    Column("patient_id", "VARCHAR", True, None, "the patient's identifier, the same on every claim"),
    Column("service_date", "DATE", True, None, "date of service"),
    Column("hcpcs", "VARCHAR", True, None,
           "five-character HCPCS code, leading zeros and trailing letters kept"),
    Column("modifier_1", "VARCHAR", False, None, "first modifier, two characters"),
    Column("modifier_2", "VARCHAR", False, None, "second modifier"),
    Column("modifier_3", "VARCHAR", False, None, "third modifier"),
    Column("modifier_4", "VARCHAR", False, None, "fourth modifier"),
    Column("units", UNITS, False, "1", "service units"),
    Column("place_of_service", "VARCHAR", False, None,
           "two-digit place of service; 11 where a professional line has none"),
    Column("diagnosis_codes", "VARCHAR", False, None, "ICD-10-CM codes, `;` between, dots optional"),
    Column("rendering_npi", "VARCHAR", False, None, "NPI of who performed the service, 10 digits"),
    Column("billing_npi", "VARCHAR", False, None, "NPI of who billed, 10 digits"),
    Column("charge_amount", MONEY, False, None, "billed charge of the line, US dollars"),
    Column("allowed_amount", MONEY, False, None, "allowed amount, the patient's part included"),
    Column("paid_amount", MONEY, False, None, "what the payer paid"),
    Column("paid_date", "DATE", False, None,
           "date of payment; look-back counts from it, else from service_date"),
    Column("line_status", "VARCHAR", False, "paid", "paid or denied", LINE_STATUSES),
    Column("claim_frequency_code", "VARCHAR", False, "1",
           "1 original, 7 replacement, 8 void", FREQUENCY_CODES),
    Column("original_claim_id", "VARCHAR", False, None, "the claim that a 7 or an 8 replaces"),
    Column("authorization_number", "VARCHAR", False, None,
           "prior-authorization number (unique tracking number)"),
)

COLUMN_NAMES: tuple[str, ...] = tuple(column.name for column in COLUMNS)
COLUMN: dict[str, Column] = {column.name: column for column in COLUMNS}
MODIFIER_COLUMNS: tuple[str, ...] = ("modifier_1", "modifier_2", "modifier_3", "modifier_4")
NUMBERED_WHEN_ABSENT: tuple[str, ...] = ("line_number",)
"""Required columns that the loader makes where the source has none."""

INACTIVE_REASONS: tuple[str, ...] = ("joined", "reversed", "superseded", "voided", "replaced", "denied", "zero-paid")
"""Why a line is inactive, in the order in which one wins over the next."""

ADDED_COLUMNS: tuple[tuple[str, str], ...] = (
    ("modifier_slots", "INTEGER"),
    ("active", "BOOLEAN"),
    ("inactive_reason", "VARCHAR"),
    ("superseding_claim_id", "VARCHAR"),
    ("superseding_line_number", "INTEGER"),
    ("audited", "BOOLEAN"),
)
"""What `claim_line` has after the canonical columns, before the extra columns of the inputs."""

LEADING_COLUMNS: tuple[tuple[str, str], ...] = (
    ("line_id", "BIGINT"),
    ("file_index", "INTEGER"),
    ("row_number", "BIGINT"),
)
"""What `claim_line` has before the canonical columns."""
