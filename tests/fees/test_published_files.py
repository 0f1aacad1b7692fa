"""The files that CMS published, where they are on this machine: they give the built-in tables, every code prices."""

from __future__ import annotations

import csv
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import duckdb
import pytest

from facetaudit.fees import Import, register, stored
from facetaudit.fees.importing import import_files
from facetaudit.fees.imports import COLUMNS
from facetaudit.fees.pricing import EMPTY_FEE_LINE, price_lines
from facetaudit.fees.schedule import read_table

from .cms_layouts import SPECS
from .days import SHARED

FILES = SHARED / "cms_files"
CENTERS = ("ASC_AA_20250701_sample.csv", "ASC_AA_20260101_sample.csv")
NAMES = ("PPRRVU2025_Oct.csv", "GPCI2025.csv", "25LOCCO.csv", *CENTERS)

pytestmark = pytest.mark.skipif(not FILES.exists(), reason="the published files are not on this machine")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Import]:
    folder = tmp_path_factory.mktemp("published") / "fees"
    report = import_files([FILES / name for name in (*NAMES, "ANES2025.csv")], folder)
    assert report.messages == ["ANES2025.csv: anesthesia conversion factors; not used here, nothing kept."]
    import_files([FILES / "MUE_Practitioner_2026-04-01_sample.csv"], folder, date(2026, 4, 1))
    return {one.name: one for one in stored(folder)}


def _imported(one: Import, table: str) -> list[dict[str, str]]:
    return [dict(zip(COLUMNS[table], row, strict=True)) for row in one.rows(table)]


def test_the_kinds_are_told_by_content(kept: dict[str, Import]) -> None:
    assert sorted(kept) == [
        "asc-aa-2025-07-01",
        "asc-aa-2026-01-01",
        "gpci-2025-01-01",
        "localities-2025",
        "mue-2026-04-01",
        "relative-values-2025-10-01",
    ]


@pytest.mark.parametrize(
    ("name", "table", "day", "key"),
    [
        ("relative-values-2025-10-01", "relative_values", "2025-12-31", ("hcpcs", "component")),
        ("gpci-2025-01-01", "gpci", "2025-12-31", ("mac", "locality")),
        ("asc-aa-2025-07-01", "asc_rates", "2025-07-01", ("hcpcs",)),
        ("asc-aa-2026-01-01", "asc_rates", "2026-01-01", ("hcpcs",)),
    ],
)
def test_an_import_is_the_built_in_table(
    name: str, table: str, day: str, key: tuple[str, ...], kept: dict[str, Import]
) -> None:
    imported = {tuple(row[part] for part in key): row for row in _imported(kept[name], table)}
    compared = 0
    for row in read_table(SPECS[table]):
        found = imported.get(tuple(row[part] for part in key))
        if not row["valid_from"] <= day <= row["valid_to"] or (found is None and table == "asc_rates"):
            continue  # the addenda here are cut down
        assert found is not None
        assert {name: cell for name, cell in found.items() if name != "name"} == {
            name: row[name] for name in found if name != "name"
        }
        compared += 1
    assert compared == {"relative_values": 64, "gpci": 109, "asc_rates": 18}[table]


def test_the_localities_are_those_of_the_indices(kept: dict[str, Import]) -> None:
    pairs = {f"{row['mac']}-{row['locality']}" for row in _imported(kept["gpci-2025-01-01"], "gpci")}
    assert {row["locality"] for row in _imported(kept["localities-2025"], "localities")} == pairs


def test_every_code_that_medicare_prices_has_its_amount(kept: dict[str, Import]) -> None:
    """Each row of status A, R or T in both settings beside total RVU x factor, worked out from the file by itself."""
    expected = {}
    with (FILES / NAMES[0]).open(encoding="latin-1", newline="") as text:
        # 3 status, 7 and 9 NA, 11 and 12 totals, 24 factor; a code with modifier 53 has a row of its own
        rows = [row for row in csv.reader(text) if len(row[0]) == 5 and row[1] != "53" and row[3] in ("A", "R", "T")]
    for number, row in enumerate(rows):
        for setting, (na, total) in enumerate(((7, 11), (9, 12))):
            amount = (Decimal(row[total]) * Decimal(row[24])).quantize(Decimal("0.01"), ROUND_HALF_UP)
            expected[number * 2 + setting] = None if row[na] == "NA" else amount
    assert len(rows) == 10_083
    with duckdb.connect() as con:
        register(con, imported=list(kept.values()))
        con.execute(EMPTY_FEE_LINE)
        con.execute(
            """
            insert into fee_line
            select 'all', null, number * 2 + setting, 1, code, nullif(component, ''), date '2025-11-03', null,
                   case setting when 0 then '11' else '22' end, 'professional', null, null, 0, 1
            from (select unnest($numbers) as number, unnest($codes) as code, unnest($components) as component)
            cross join (values (0), (1)) s(setting)
            """,
            {"numbers": list(range(len(rows))), "codes": [r[0] for r in rows], "components": [r[1] for r in rows]},
        )
        price_lines(con)
        priced = con.execute("select line_id, fee_amount, fee_note from fee_price").fetchall()
    assert {line: amount for line, amount, _ in priced} == expected
    notes = {note for _, amount, note in priced if amount is None}
    assert notes == {"no price in the nonfacility setting", "no price in the facility setting"}
