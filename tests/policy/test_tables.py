"""The policy as tables of a connection: complete, without gaps or overlaps, equal to what Python answers."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from facetaudit.policy import OPEN_END, Policy, load_policy

COLUMNS = {
    "param": "name pack mac value number valid_from valid_to source_id basis",
    "code_set": "name hcpcs class role region level related_hcpcs valid_from valid_to source_id basis",
    "mue": "hcpcs mue mai valid_from valid_to source_id basis",
    "state_mac": "state mac",
    "payer_pack": "payer pack",
    "source": "source_id title publisher document_number url_or_location dates",
    "pack": "pack title extends medicare_rules is_default",
}


@pytest.fixture
def con(policy: Policy) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        policy.register(connection)
        yield connection


@pytest.mark.parametrize("table", COLUMNS)
def test_columns(con: duckdb.DuckDBPyConnection, table: str) -> None:
    assert con.table(table).columns == COLUMNS[table].split()
    assert con.execute("select bool_and(temporary) from duckdb_tables() where table_name = $t", {"t": table}).fetchone()


def test_types_that_are_compared(con: duckdb.DuckDBPyConnection) -> None:
    found = con.sql("select number, valid_from, valid_to from param").types
    assert [str(kind) for kind in found] == ["DECIMAL(12,3)", "DATE", "DATE"]


GAPS = """
with spans as (
    select *, lag(valid_to) over (partition by name, pack, mac order by valid_from) as previous,
        row_number() over (partition by name, pack, mac order by valid_from) as place,
        row_number() over (partition by name, pack, mac order by valid_from desc) as place_from_last
    from param
)
select * from spans
where valid_to < valid_from
    or (place = 1 and valid_from > date '2010-01-01')
    or (place > 1 and valid_from <> cast(previous + interval 1 day as date))
    or (place_from_last = 1 and valid_to <> date '9999-12-31')
"""


def test_no_gap_and_no_overlap_for_any_pack_and_mac(con: duckdb.DuckDBPyConnection, pack: Path) -> None:
    (pack / "params" / "third_level.toml").write_text(
        'name = "third_level"\n'
        + "".join(
            f'[[value]]\nvalue = "{value}"\nvalid_from = {start}\nscope = "all"\nsource = "general-knowledge"\n'
            'basis = "unverified"\nchecked_on = 2026-01-01\n'
            for value, start in (("payable", "2010-01-01"), ("non-covered", '"lcd_2024"'))
        ),
        "utf-8",
    )
    policy = load_policy([pack])
    policy.register(con)
    assert con.sql(GAPS).fetchall() == []
    counted = con.sql("select count(distinct (name, pack, mac)), count(distinct name) from param").fetchall()
    names = len(policy.parameters())
    assert counted == [(names * 3 * 9, names)]


def test_the_gap_query_sees_a_gap_and_an_overlap(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("update param set valid_to = date '2021-05-03' where name = 'kx_meaning' and value = 'none'")
    con.execute("update param set valid_from = date '2021-06-01' where name = 'third_level' and value = 'appeal-only'")
    assert {row[0] for row in con.sql(GAPS).fetchall()} == {"kx_meaning", "third_level"}


@pytest.mark.parametrize("on", [date(2010, 1, 1), date(2021, 5, 1), date(2024, 8, 15), date(2026, 1, 1)])
def test_the_join_of_a_detector_gives_what_python_answers(
    policy: Policy, con: duckdb.DuckDBPyConnection, on: date
) -> None:
    found = con.execute(
        "select name, pack, mac, value, number, source_id, basis from param where $on between valid_from and valid_to",
        {"on": on},
    ).fetchall()
    asked = [
        policy.value(parameter.name, on=on, mac=mac, pack=pack)
        for parameter in policy.parameters()
        for pack in policy.packs
        for mac in policy.macs
    ]
    assert sorted(map(str, found)) == sorted(
        str((row.name, row.pack, row.mac, row.value, number, row.source_id, row.basis))
        for row in asked
        for number in [None if row.number is None else row.number.quantize(row.number.__class__("0.001"))]
    )


def test_every_cited_source_is_in_the_source_table(con: duckdb.DuckDBPyConnection) -> None:
    loose = con.sql(
        "select source_id from (select source_id from param union select source_id from code_set "
        "union select source_id from mue) anti join source using (source_id)"
    ).fetchall()
    assert loose == []


def test_code_and_unit_rows_arrive_whole(policy: Policy, con: duckdb.DuckDBPyConnection) -> None:
    assert con.sql("select count(*) from mue").fetchall() == [(len(policy.mues),)]
    family = con.sql(
        "select hcpcs, class, role, region, level, related_hcpcs, valid_to from code_set "
        "where name = 'family' and hcpcs = '0213T'"
    ).fetchall()
    assert family == [("0213T", "US", "base", "CT", 1, None, OPEN_END)]
    assert con.sql("select count(*) from state_mac").fetchall() == [(56,)]
    assert con.sql("from payer_pack").fetchall() == [("medicare", "medicare")]
    assert con.sql("select pack, medicare_rules, is_default from pack order by pack").fetchall() == [
        ("cpt", False, True),
        ("medicare", True, False),
    ]


def test_registering_again_replaces(policy: Policy, con: duckdb.DuckDBPyConnection) -> None:
    rows = con.sql("select count(*) from param").fetchall()
    policy.register(con)
    assert con.sql("select count(*) from param").fetchall() == rows


def test_loading_imports_the_standard_library_only() -> None:
    code = (
        "import sys; from facetaudit.policy import load_policy; load_policy(); "
        "print([m for m in ('duckdb', 'pyarrow', 'pandas', 'numpy') if m in sys.modules])"
    )
    root = Path(__file__).parents[2]
    ran = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
