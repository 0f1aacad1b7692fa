"""Dated values the oracle works with, written by hand from the catalogue of detectors and the billing rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

MEDICARE = "medicare"
CPT = "cpt"

# --- Terms: codes ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FacetCode:
    """A family code: INJ, RFA or US; level 1 is a base, the rest are add-ons."""

    family: str
    region: str
    level: int


FACET_CODES = {
    "64490": FacetCode("INJ", "CT", 1),
    "64491": FacetCode("INJ", "CT", 2),
    "64492": FacetCode("INJ", "CT", 3),
    "64493": FacetCode("INJ", "LS", 1),
    "64494": FacetCode("INJ", "LS", 2),
    "64495": FacetCode("INJ", "LS", 3),
    "64633": FacetCode("RFA", "CT", 1),
    "64634": FacetCode("RFA", "CT", 2),
    "64635": FacetCode("RFA", "LS", 1),
    "64636": FacetCode("RFA", "LS", 2),
    "0213T": FacetCode("US", "CT", 1),
    "0214T": FacetCode("US", "CT", 2),
    "0215T": FacetCode("US", "CT", 3),
    "0216T": FacetCode("US", "LS", 1),
    "0217T": FacetCode("US", "LS", 2),
    "0218T": FacetCode("US", "LS", 3),
}
UNLISTED = "64999"
THORACOLUMBAR_CODES = {"INJ": {"64490", "64494"}, "RFA": {"64633", "64636"}}
THIRD_LEVEL = {"64492", "64495"}

PRIMARIES = {
    "64491": {"64490"},
    "64492": {"64490", "64491"},
    "64494": {"64490", "64493"},
    "64495": {"64493", "64494"},
    "64634": {"64633"},
    "64636": {"64635"},
    "0214T": {"0213T"},
    "0215T": {"0213T", "0214T"},
    "0217T": {"0216T"},
    "0218T": {"0216T", "0217T"},
}
"""FA104; 64633 joins the primaries of 64636 under the thoraco-lumbar rule."""

# --- Terms: joints --------------------------------------------------------------------------------------------

CT_JOINTS = frozenset(
    [f"C{n}-{n + 1}" for n in range(2, 7)] + ["C7-T1"] + [f"T{n}-{n + 1}" for n in range(1, 12)] + ["T12-L1"]
)
LS_JOINTS = frozenset([f"L{n}-{n + 1}" for n in range(1, 5)] + ["L5-S1"])
JUNCTION_JOINTS = frozenset(["T12-L1", "L1-2"])

# --- Terms: MAC dates -----------------------------------------------------------------------------------------

LCD_2021 = {
    "ngs": date(2021, 4, 25),
    "fcso": date(2021, 4, 25),
    "novitas": date(2021, 4, 25),
    "palmetto": date(2021, 4, 25),
    "wps": date(2021, 4, 25),
    "cgs": date(2021, 5, 2),
    "noridian-je": date(2021, 4, 25),
    "noridian-jf": date(2021, 4, 25),
}
LCD_2024 = {
    "palmetto": date(2024, 7, 7),
    "wps": date(2024, 7, 14),
    "novitas": date(2024, 8, 11),
    "cgs": date(2024, 8, 15),
    "ngs": date(2024, 8, 16),
    "fcso": date(2024, 8, 16),
    "noridian-je": date(2024, 8, 16),
    "noridian-jf": date(2024, 8, 16),
}
LCD_2021_UNKNOWN_MAC = date(2021, 5, 2)
LCD_2024_UNKNOWN_MAC = date(2024, 8, 16)

STATES = {
    "ngs": "CT ME MA NH NY RI VT IL MN WI",
    "fcso": "FL PR VI",
    "novitas": "AR CO LA MS NM OK TX DE DC MD NJ PA",
    "palmetto": "AL GA TN NC SC VA WV",
    "wps": "IA KS MO NE IN MI",
    "cgs": "KY OH",
    "noridian-je": "CA HI NV AS GU MP",
    "noridian-jf": "AK AZ ID MT ND OR SD UT WA WY",
}
STATE_MAC = {state: mac for mac, states in STATES.items() for state in states.split()}

# --- Parameters -----------------------------------------------------------------------------------------------

SESSION_LIMITS = {"diagnostic": 4, "therapeutic": 4, "rfa": 2, "injection": 5}
"""Medicare: payable sessions per 12 months; `injection` is both kinds together, before lcd_2021 (FA401-FA404)."""
DIAGNOSTIC_INTERVAL_DAYS = 14
BILATERAL_FACTOR = Decimal("1.5")


@dataclass(frozen=True)
class UnitLimit:
    """A medically-unlikely edit: units a day; MAI 2 is absolute, MAI 3 can be appealed."""

    mue: int
    mai: int


FAMILY_MUE = {code: UnitLimit(1, 2) for code in FACET_CODES} | {
    "64634": UnitLimit(4, 3),
    "64636": UnitLimit(4, 3),
}
COMPANION_MUE = {
    "20552": UnitLimit(1, 2),
    "62323": UnitLimit(1, 3),
    UNLISTED: UnitLimit(1, 3),
    "76942": UnitLimit(1, 3),
    "77002": UnitLimit(1, 3),
    "77003": UnitLimit(1, 3),
    "77012": UnitLimit(1, 3),
    "99152": UnitLimit(2, 3),
    "99153": UnitLimit(9, 3),
}
COMPANION_MUE_FROM = date(2024, 7, 1)

STEROID_DRUGS = "J0702 J1010 J1020 J1030 J1040 J1094 J1100 J2920 J2930 J3300 J3301 J3303"
STEROID_DRUG = frozenset(STEROID_DRUGS.split())

# --- Later detectors ------------------------------------------------------------------------------------------

SECOND_OF_THIRD = {"64492": "64491", "64495": "64494"}
RFA_JOINT_SIDE_LIMIT = 4
RFA_ONE_SIDE_LIMIT = 2

IMAGING = {
    "77002": ("INJ", "RFA", "US"),
    "77003": ("INJ", "RFA", "US"),
    "77012": ("INJ", "RFA", "US"),
    "76000": ("INJ", "RFA", "US"),
    "76942": ("INJ", "US"),
}
BYPASS_MODIFIERS = frozenset(["59", "XE", "XS", "XP", "XU"])
SEDATION = frozenset(["99151", "99152", "99153", "99155", "99156", "99157", "01991", "01992"])
SEDATION_TO_2021 = frozenset(["01935", "01936"])
SEDATION_FROM_2022 = frozenset(["01937", "01938", "01939", "01940", "01941", "01942"])
BIOLOGIC = frozenset(["P9020", "0232T", "0481T"])
BIOLOGIC_PREFIXES = ("Q41", "Q42", "Q43")
OTHER_BLOCKS_TEXT = """
    62320 62321 62322 62323 64479 64480 64483 64484 64451 27096 G0260 20552 20553 64510 64517 64520
"""
OTHER_BLOCKS = frozenset(OTHER_BLOCKS_TEXT.split())
VISITS = frozenset(
    ["99202", "99203", "99204", "99205", "99211", "99212", "99213", "99214", "99215"],
)

COVERED_DIAGNOSIS = frozenset(
    [f"M4781{digit}" for digit in range(2, 8)]
    + [f"M4789{digit}" for digit in range(2, 8)]
    + [f"M481{digit}" for digit in range(2, 8)]
    + [f"M538{digit}" for digit in range(2, 8)]
)
"""R22, dots left out: M47.812-M47.817, M47.892-M47.897, M48.12-M48.17, M53.82-M53.87."""

SCHEDULE_TOLERANCE = Decimal("0.01")
SCHEDULE_TOLERANCE_DOLLARS = Decimal("0.05")
BY_REPORT = "22"
"""Modifier of increased work: priced by report, so that the schedule amount says nothing of the line."""

AUTHORIZATION_FROM = date(2023, 7, 1)
AUTHORIZATION_THIRD_LEVEL_TO = date(2024, 8, 15)


def lcd_2021(mac: str | None) -> date:
    """First day of the 2021 coverage text at a MAC (None: unknown MAC, the latest date of any)."""
    return LCD_2021[mac] if mac else LCD_2021_UNKNOWN_MAC


def lcd_2024(mac: str | None) -> date:
    """First day of the 2024 revision at a MAC (None: unknown MAC, the latest date of any)."""
    return LCD_2024[mac] if mac else LCD_2024_UNKNOWN_MAC


def addon_bilateral(pack: str, mac: str | None) -> str:
    """FA204's parameter: how both sides of an injection add-on are reported."""
    if pack == CPT:
        return "report_twice"
    return "either" if mac == "fcso" else "modifier_50"
