"""Medicare fee schedule: dated tables, and the price of claim lines under them."""

from __future__ import annotations

from facetaudit.fees.facility import FacilityRate, facility_rates
from facetaudit.fees.importing import ImportReport, import_files
from facetaudit.fees.imports import FeesDir, Import, forget, manifest, stored
from facetaudit.fees.lines import PricedFile, price_file, price_relation
from facetaudit.fees.one_unit import UnitPrice, unit_price
from facetaudit.fees.overlay import put_edits_over
from facetaudit.fees.participants import load_participants
from facetaudit.fees.pricing import price_lines
from facetaudit.fees.schedule import FeeTable, fingerprint, register, settings_of_places, versions

__all__ = [
    "FacilityRate",
    "FeeTable",
    "FeesDir",
    "Import",
    "ImportReport",
    "PricedFile",
    "UnitPrice",
    "facility_rates",
    "fingerprint",
    "forget",
    "import_files",
    "load_participants",
    "manifest",
    "price_file",
    "price_lines",
    "price_relation",
    "put_edits_over",
    "register",
    "settings_of_places",
    "stored",
    "unit_price",
    "versions",
]
