"""What the two passes rest on: no join among them, one number for each reason, and a file that stays as it is."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from facetaudit.claims import intake, reading
from facetaudit.claims.cleaning import create_macros
from facetaudit.claims.formats import open_file
from facetaudit.claims.formats.request import Request
from facetaudit.claims.reasons import REASONS
from facetaudit.claims.schema import COLUMN, COLUMN_NAMES
from facetaudit.claims.source import set_variables
from facetaudit.errors import InputRefused
from tests.claims.drawn import KEEP_CODES, STANDING, Loader, as_csv


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_no_pass_loses_the_order_of_a_file(con: duckdb.DuckDBPyConnection, tmp_path: Path, suffix: str) -> None:
    """DuckDB turns a long `in` into a join, which loses the order; rows that tell their number need none."""
    path = as_csv([{**dict.fromkeys(COLUMN_NAMES, ""), **STANDING}], tmp_path / "claims.csv")
    if suffix == "parquet":
        con.read_csv(str(path), all_varchar=True).write_parquet(str(tmp_path / "claims.parquet"))
        path = tmp_path / "claims.parquet"
    create_macros(con)
    con.execute(reading.CREATE_TABLES)
    open_file(Request(con, path, path.name, tmp_path, None, "auto"), "auto").attach(con)
    set_variables(con, {
        "intake_file_index": 0, "intake_keep_codes": list(KEEP_CODES), "intake_keep_text": " ".join(KEEP_CODES),
        "intake_all_lines": False,
    })
    con.execute(reading.CHOOSE)
    con.execute(reading.NUMBERED_KEYS)
    for statement in (reading.CHECK_ROWS, reading.FETCH_ROWS):
        plan = con.execute("explain " + statement).fetchall()[0][1].upper()
        assert "JOIN" not in plan
        assert "BATCH" in plan


@pytest.mark.parametrize(("column", "value"), [("state", "AL|AK"), ("mac", "ngs|fcso"), ("place_of_service", "11|22")])
def test_a_list_is_no_code(loader: Loader, column: str, value: str) -> None:
    loader.files(as_csv([STANDING, {**STANDING, "claim_id": "C2", column: value}], loader.folder / "claims.csv"))
    assert [(row, name) for row, name, _ in loader.rejected()] == [(3, column)]


@pytest.mark.parametrize(
    ("column", "good", "bad"),
    [
        ("line_status", ("paid", "PAID", "denied", " denied ", ""), ("aid", "pai", "paidd", "pa", "unpaid", "|")),
        ("claim_frequency_code", ("1", "7", "8", "8.0", " 7", ""), ("17", "78", "178", "0", "|")),
        ("charge_amount", ("9999999999.99", "-1.5", ""), ("0.001", "10000000000", "1.2.3")),
    ],
)
def test_a_cell_is_accepted_whole(
    loader: Loader, column: str, good: tuple[str, ...], bad: tuple[str, ...]
) -> None:
    """A row is accepted for the whole cell, never because the cell is a part of an accepted word or a list of them."""
    rows = [{**STANDING, "claim_id": f"C{n}", column: cell} for n, cell in enumerate((*good, *bad))]
    loader.files(as_csv(rows, loader.folder / "claims.csv"))
    first_bad = 2 + len(good)
    assert [(row, name) for row, name, _ in loader.rejected()] == [(first_bad + n, column) for n in range(len(bad))]


@pytest.mark.parametrize(("kind", "rejected"), [("decimal(12,2)", []), ("decimal(12,3)", [3]), ("decimal(13,2)", [])])
def test_typed_amounts_are_looked_at(
    loader: Loader, con: duckdb.DuckDBPyConnection, kind: str, rejected: list[int]
) -> None:
    """The type with exactly the digits of the contract holds no other amount; any other type may."""
    rows = as_csv(
        [{**STANDING, "claim_id": f"C{n}", "charge_amount": cell} for n, cell in enumerate(("5", "-7.25", "1.125"))],
        loader.folder / "claims.csv",
    )
    path = loader.folder / "claims.parquet"
    con.read_csv(str(rows), all_varchar=True).project(
        "* replace (cast(charge_amount as " + kind + ") as charge_amount)"
    ).write_parquet(str(path))
    loader.files(path)
    assert [row for row, _, _ in loader.rejected()] == rejected


def test_reasons_and_their_numbers_are_those_of_the_first_pass() -> None:
    numbers = {int(number) for number in re.findall(r"(?:then|else) (\d+)\b", reading.CHECK_ROWS)} - {0}
    assert numbers == {*REASONS}
    order = [COLUMN_NAMES.index(column) for _, (column, _) in sorted(REASONS.items())]
    assert order == sorted(order)


def test_accepted_values_in_the_first_pass_are_those_of_the_contract() -> None:
    for column in ("claim_type", "line_status", "claim_frequency_code"):
        listed = ", ".join(f"'{value}'" for value in COLUMN[column].accepted)
        assert reading.CHECK_ROWS.count(f"not in ({listed})") == 2
    assert f"'{'|'.join(COLUMN['mac'].accepted)}'" in reading.CHECK_ROWS


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_a_file_that_changes_between_the_passes_is_refused(
    loader: Loader, con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    path = loader.folder / f"claims.{suffix}"

    def write(letter: str) -> None:
        rows = as_csv([{**STANDING, "claim_id": f"{letter}{n}"} for n in range(9)], loader.folder / "claims.csv")
        if suffix == "parquet":
            duckdb.connect().read_csv(str(rows), all_varchar=True).write_parquet(str(path))

    write("C")
    fetch = intake._second_pass

    def change_first(*given: object) -> None:
        write("D")
        fetch(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(intake, "_second_pass", change_first)
    with pytest.raises(InputRefused, match="the file changed while it was being read"):
        loader.files(path)
    assert con.execute("select table_name from duckdb_tables()").fetchall() == []
