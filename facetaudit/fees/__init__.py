"""Medicare fee schedule: dated tables, and the price of claim lines under them."""

from __future__ import annotations

from facetaudit.fees.lines import PricedFile, price_file, price_relation
from facetaudit.fees.pricing import UnitPrice, price_lines, unit_price
from facetaudit.fees.schedule import FeeTable, fingerprint, register, versions

__all__ = [
    "FeeTable",
    "PricedFile",
    "UnitPrice",
    "fingerprint",
    "price_file",
    "price_lines",
    "price_relation",
    "register",
    "unit_price",
    "versions",
]
