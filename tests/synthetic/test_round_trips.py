"""Claims come back from every format as declared; `python -m tests.synthetic.round_trip` does it with 5,000 claims."""

from __future__ import annotations

from pathlib import Path

import pytest

from facetaudit.claims.formats import FORMAT_NAMES
from facetaudit.claims.schema import COLUMN_NAMES
from facetaudit.synthetic.writers import WRITERS
from tests.synthetic.format_fates import ROUTES, Fate, Route, lost
from tests.synthetic.round_trip import RoundTrip, round_trip, table_of_losses

CLAIMS = 300


@pytest.mark.parametrize("name", ROUTES)
def test_every_column_comes_back_as_declared(name: str, tmp_path: Path) -> None:
    made = round_trip(name, CLAIMS, tmp_path / "made")
    assert made == RoundTrip(made.written, made.written, made.further_wanted, made.further_wanted, 0, {})
    assert made.written > CLAIMS


def test_every_format_is_tried() -> None:
    assert {route.made_as for route in ROUTES.values()} == {*WRITERS}
    assert {*FORMAT_NAMES} - {"canonical"} <= {*WRITERS}
    assert all({*route.fates} <= {*COLUMN_NAMES} for route in ROUTES.values())


def test_a_column_that_is_lost_in_silence_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if RIF were said to carry dots, and to have no charges."""
    fates = {**ROUTES["rif"].fates, "diagnosis_codes": Fate("diagnosis_codes"), "charge_amount": lost("not so")}
    monkeypatch.setitem(ROUTES, "rif", Route("rif", fates))
    made = round_trip("rif", 60, tmp_path / "made")
    assert {*made.different} == {"diagnosis_codes", "charge_amount"}
    assert made.different["charge_amount"] == made.read
    assert not made.whole


def test_the_table_of_losses_puts_equal_formats_together() -> None:
    header, _, first, second = table_of_losses(["cclf5-v43", "cclf5-csv", "csv"]).splitlines()
    assert header == "| format | changed | lost |"
    assert first.startswith("| cclf5-v43, cclf5-csv | `diagnosis_codes` (codes without their dots); ")
    assert "`charge_amount` (has no submitted charge)" in first
    assert second == "| csv | nothing | nothing |"
