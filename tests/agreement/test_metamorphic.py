"""Changes of an extract that must leave its findings alone: order, files, names, strangers, another payer.

The extract is synthesized, and cut down to its active lines: final action goes by the order of the file, and is the one
thing that may.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from facetaudit.audit.opened import Audit
from facetaudit.audit.run import audit
from facetaudit.claims.schema import COLUMN_NAMES
from facetaudit.synthetic import synthesize

FINDINGS = """
select code, claim_id, line_number, patient_id, certainty, observed, "limit", effect, region, reason, correct_coding
from findings order by all
"""
EXPOSURE = "select * from exposure order by all"

Rows = list[tuple[object, ...]]


class Extract:
    """Claims and notes as tables of a connection, written and audited as the test has changed them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.con = duckdb.connect()

    def write(self, table: str, name: str) -> Path:
        """Write a table of the connection as CSV."""
        path = self.folder / name
        self.con.table(table).write_csv(str(path))
        return path

    def audit(self, parts: int = 1) -> Audit:
        """Audit the claims, in as many files as asked."""
        rows = self.con.sql("select count(*) from claims").fetchall()[0][0]
        files = []
        for part in range(parts):
            first, last = rows * part // parts, rows * (part + 1) // parts
            self.con.sql("select * from claims").limit(last - first, first).create_view("part", replace=True)
            self.con.sql("from part").write_csv(str(self.folder / f"claims_{part}.csv"))
            files.append(self.folder / f"claims_{part}.csv")
        return audit(files, procedures=self.write("notes", "notes.csv"), out=self.folder / "out")


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The active lines of a synthesized extract, beside its notes."""
    folder = tmp_path_factory.mktemp("metamorphic")
    synthesize(1500, 5, "csv", folder / "extract", other_claims=0.5)
    made = audit(
        folder / "extract" / "claims.csv",
        procedures=folder / "extract" / "procedures.csv",
        out=folder / "first",
        all_lines=True,
    )
    columns = [duckdb.ColumnExpression(name) for name in COLUMN_NAMES]
    with duckdb.connect() as con:
        lines = con.read_parquet(str(made.folder / "lines.parquet"))
        lines.filter("active and claim_frequency_code = '1'").order("line_id").select(*columns).write_parquet(
            str(folder / "claims.parquet")
        )
        con.read_csv(str(folder / "extract" / "procedures.csv"), all_varchar=True).write_parquet(
            str(folder / "notes.parquet")
        )
    return folder


@pytest.fixture
def extract(plain: Path, tmp_path: Path) -> Extract:
    """An extract of one's own to change."""
    made = Extract(tmp_path)
    made.con.read_parquet(str(plain / "claims.parquet")).create("claims")
    made.con.read_parquet(str(plain / "notes.parquet")).create("notes")
    return made


@pytest.fixture(scope="module")
def before(plain: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Rows, Rows]:
    """Findings and exposure of the extract as it is."""
    made = Extract(tmp_path_factory.mktemp("before"))
    made.con.read_parquet(str(plain / "claims.parquet")).create("claims")
    made.con.read_parquet(str(plain / "notes.parquet")).create("notes")
    done = made.audit()
    found, dollars = rows(done, FINDINGS), rows(done, EXPOSURE)
    assert len(found) > 300
    assert len({row[0] for row in found}) > 30
    return found, dollars


def rows(done: Audit, query: str) -> Rows:
    """The rows of a query over an audit folder."""
    frame = done.sql(query).astype(object)
    return list(frame.where(frame.notna(), None).itertuples(index=False, name=None))


def shuffle(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("create or replace table claims as select * from claims order by hash(claim_id, line_number, 'seed')")
    con.execute("create or replace table notes as select * from notes order by hash(notes)")


def reverse(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("create or replace table claims as select * from claims order by rowid desc")
    con.execute("create or replace table notes as select * from notes order by rowid desc")


def add_strangers(con: duckdb.DuckDBPyConnection) -> None:
    """The same visits and injections again, of patients who are nobody's, within the extract's dates."""
    con.execute("""
        insert into claims
        select * replace ('X' || claim_id as claim_id, 'X' || patient_id as patient_id) from claims
    """)


def add_second_payer(con: duckdb.DuckDBPyConnection) -> None:
    """All that Medicare patients have billed once more to a payer of another pack; notes stay with their claims."""
    con.execute("""
        insert into claims
        select * replace ('Y' || claim_id as claim_id, 'acme' as payer)
        from claims
        where patient_id not in (select patient_id from claims where payer <> 'medicare')
    """)


@pytest.mark.parametrize("change", [shuffle, reverse])
def test_the_order_of_rows_changes_nothing(
    extract: Extract, before: tuple[Rows, Rows], change: Callable[[duckdb.DuckDBPyConnection], None]
) -> None:
    change(extract.con)
    done = extract.audit()
    assert (rows(done, FINDINGS), rows(done, EXPOSURE)) == before


def test_many_files_say_what_one_says(extract: Extract, before: tuple[Rows, Rows]) -> None:
    done = extract.audit(parts=7)
    assert (rows(done, FINDINGS), rows(done, EXPOSURE)) == before


def test_names_of_patients_do_not_matter(extract: Extract, before: tuple[Rows, Rows]) -> None:
    for table in ("claims", "notes"):
        renamed = extract.con.table(table).project("* replace (md5(patient_id) as patient_id)")
        renamed.create("renamed")
        extract.con.execute("drop table " + table)
        extract.con.execute("alter table renamed rename to " + table)
    done = extract.audit()
    renamed_patients = {row[0] for row in extract.con.sql("select distinct patient_id from claims").fetchall()}
    assert {row[3] for row in rows(done, FINDINGS)} <= renamed_patients

    def nameless(found: Rows) -> Rows:
        return sorted(((*row[:3], *row[4:]) for row in found), key=str)

    assert nameless(rows(done, FINDINGS)) == nameless(before[0])
    assert rows(done, EXPOSURE) == before[1]


@pytest.mark.parametrize("change", [add_strangers, add_second_payer])
def test_others_do_not_change_what_is_said_of_these(
    extract: Extract, before: tuple[Rows, Rows], change: Callable[[duckdb.DuckDBPyConnection], None]
) -> None:
    change(extract.con)
    done = extract.audit()
    mine = "substr(claim_id, 1, 1) not in ('X', 'Y')"
    assert rows(done, FINDINGS.replace("order by", f"where {mine} order by")) == before[0]
    assert rows(done, EXPOSURE.replace("order by", f"where {mine} order by")) == before[1]
