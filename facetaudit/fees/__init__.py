"""Medicare fee schedule: dated tables, and the price of claim lines under them."""

from __future__ import annotations

from facetaudit.fees.importing import ImportReport, import_files
from facetaudit.fees.imports import FeesDir, Import, forget, manifest, stored
from facetaudit.fees.lines import PricedFile, price_file, price_relation
from facetaudit.fees.overlay import put_edits_over
from facetaudit.fees.pricing import UnitPrice, price_lines, unit_price
from facetaudit.fees.schedule import FeeTable, fingerprint, register, versions

__all__ = [
    "FeeTable",
    "FeesDir",
    "Import",
    "ImportReport",
    "PricedFile",
    "UnitPrice",
    "fingerprint",
    "forget",
    "import_files",
    "manifest",
    "price_file",
    "price_lines",
    "price_relation",
    "put_edits_over",
    "register",
    "stored",
    "unit_price",
    "versions",
]
