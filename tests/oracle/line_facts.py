"""What a line says by itself: family, level, side, pack, MAC, group, provider (page: *Terms*)."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from datetime import date
from typing import TypeVar

from . import policy
from .model import Line

Key = TypeVar("Key", bound=Hashable)
DayKey = tuple[str, date, str]
"""patient, service date, pack: a day never mixes packs."""


def family(line: Line) -> str:
    """INJ, RFA, US, or empty for a code of no family."""
    code = policy.FACET_CODES.get(line.hcpcs)
    return code.family if code else ""


def level(line: Line) -> int:
    """1 for a base, 2 or 3 for an add-on, 0 for a code of no family."""
    code = policy.FACET_CODES.get(line.hcpcs)
    return code.level if code else 0


def code_region(line: Line) -> str | None:
    """The region of the code, before the thoraco-lumbar rule."""
    code = policy.FACET_CODES.get(line.hcpcs)
    return code.region if code else None


def side(line: Line) -> str | None:
    """B with 50 or with RT and LT; R; L; None when unknown (page: *Side*)."""
    has_right, has_left = "RT" in line.modifiers, "LT" in line.modifiers
    if "50" in line.modifiers or (has_right and has_left):
        return "B"
    if has_right:
        return "R"
    return "L" if has_left else None


def pack(line: Line) -> str:
    """The policy pack that the payer picks."""
    return policy.MEDICARE if (line.payer or "medicare").strip().lower() == "medicare" else policy.CPT


def mac(line: Line) -> str | None:
    """The line's MAC, else that of its state, else None (unknown)."""
    return line.mac or policy.STATE_MAC.get(line.state or "")


def is_medicare(line: Line) -> bool:
    """*medicare* of the catalogue's tables."""
    return pack(line) == policy.MEDICARE


def from_lcd_2021(line: Line) -> bool:
    """`>=2021` of the catalogue's tables, by the line's own MAC; with the medicare pack."""
    return is_medicare(line) and line.service_date >= policy.lcd_2021(mac(line))


def patient_day(line: Line) -> tuple[str, date]:
    """Patient and service date, whatever the pack: the unit of what is audited."""
    return (line.patient_id, line.service_date)


def day(line: Line) -> DayKey:
    """Patient, service date and pack."""
    return (line.patient_id, line.service_date, pack(line))


def group(line: Line) -> tuple[Hashable, ...]:
    """Patient, service date, pack, claim type and provider key: rendering_npi, else billing_npi, else none."""
    return (*day(line), line.claim_type, line.rendering_npi or line.billing_npi)


def same_provider(one: Line, other: Line) -> bool:
    """Same rendering_npi, or same billing_npi; a line without any NPI is the same provider as every line."""
    if not (one.rendering_npi or one.billing_npi) or not (other.rendering_npi or other.billing_npi):
        return True
    same_rendering = bool(one.rendering_npi) and one.rendering_npi == other.rendering_npi
    same_billing = bool(one.billing_npi) and one.billing_npi == other.billing_npi
    return same_rendering or same_billing


def split(lines: Iterable[Line], key: Callable[[Line], Key]) -> dict[Key, list[Line]]:
    """Lines by key, each list in the order given."""
    parts: dict[Key, list[Line]] = {}
    for line in lines:
        parts.setdefault(key(line), []).append(line)
    return parts
