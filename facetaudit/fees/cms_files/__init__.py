"""CMS's own files, one module a group of kinds: recognised by what is in them, read without their descriptors."""

from __future__ import annotations

from facetaudit.errors import InputRefused
from facetaudit.fees.cms_files import edits, facility_rates, localities, payment_amounts, relative_values
from facetaudit.fees.cms_files.contents import Sheet, sheets
from facetaudit.fees.cms_files.model import Amounts, Context, Kind, Parsed, find_header

KINDS: tuple[Kind, ...] = (
    *relative_values.KINDS,
    *localities.KINDS,
    *facility_rates.KINDS,
    *edits.KINDS,
    *payment_amounts.KINDS,
)
_NOT_USED = (
    ("anesthesia conversion factors", ("contractor", "locality", "anes cf")),
    ("caps on imaging amounts (OPPSCAP)", ("hcpcs", "procstat", "facility price")),
    ("hospital outpatient groups (OPPS addendum A), give addendum B", ("apc", "group title")),
    ("codes that centers are not paid for (ASC addendum EE)", ("hcpcs", "exclu")),
)
ACCEPTED = (
    "relative values (PPRRVU), GPCI, counties (LOCCO), ZIP5, payment amounts (PFALL, PFREV), ASC addenda AA and BB, "
    "OPPS addendum B, practitioner MUE and PTP"
)


def kind_of(sheet: Sheet) -> tuple[Kind, int] | None:
    """The kind of a sheet with the place of its header; None for what is no kind that is read."""
    for kind in KINDS:
        if (place := kind.header(sheet)) is not None:
            return kind, place
    return None


def not_used(sheet: Sheet) -> str | None:
    """What a sheet is that CMS publishes and nothing here reads; None for an unknown one."""
    for what, needed in _NOT_USED:
        if find_header(sheet, *needed) is not None:
            return what
    return None


def unknown(sheet: Sheet) -> InputRefused:
    """The refusal of a sheet that is no kind that is read."""
    return InputRefused(f"{sheet.name}: is no CMS file that is known here; accepted are {ACCEPTED}.")


__all__ = ["Amounts", "Context", "Kind", "Parsed", "Sheet", "kind_of", "not_used", "sheets", "unknown"]
