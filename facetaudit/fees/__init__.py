"""Medicare fee schedule: dated tables, and the price of claim lines under them."""

from __future__ import annotations

from facetaudit.fees.facility import FacilityRate, facility_rates
from facetaudit.fees.lines import PricedFile, price_file, price_relation
from facetaudit.fees.participants import load_participants
from facetaudit.fees.pricing import UnitPrice, price_lines, unit_price
from facetaudit.fees.schedule import FeeTable, fingerprint, register, versions

__all__ = [
    "FacilityRate",
    "FeeTable",
    "PricedFile",
    "UnitPrice",
    "facility_rates",
    "fingerprint",
    "load_participants",
    "price_file",
    "price_lines",
    "price_relation",
    "register",
    "unit_price",
    "versions",
]
