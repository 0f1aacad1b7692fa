"""Truth -> format -> claim lines: `python -m tests.synthetic.round_trip [--claims 5000] [--formats csv,rif]`.

Every column of every line must come back as `format_fates` declares it. Prints what each format loses, and every column
that came back otherwise with the number of its lines; exits with 1 where there is one.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import duckdb
import pyarrow as pa
import pyarrow.parquet

from facetaudit.claims.intake import load
from facetaudit.claims.schema import COLUMN_NAMES
from facetaudit.synthetic import synthesize
from facetaudit.synthetic.writers import WRITERS
from tests.claims.containers import bundle, comma_separated, database, delimited_cclf5, version_36
from tests.claims.drawn import KEEP_CODES
from tests.synthetic.format_fates import ROUTES, Route

SEED = 5
# The export of a billing program: its own words, American dates, dollars and one cell of modifiers.
_EXPORT = """
select claim_id as "Claim No", line_number as "Line", claim_type as "Setting", payer as "Insurance", mac as "MAC",
       state as "State", locality as "Locality", patient_id as "Chart", strftime(service_date, '%m/%d/%Y') as "DOS",
       hcpcs as "CPT", concat_ws(' ', modifier_1, modifier_2, modifier_3, modifier_4) as "Mods", units as "Qty",
       place_of_service as "POS", split_part(replace(diagnosis_codes, '.', ''), ';', 1) as "Dx 1",
       split_part(replace(diagnosis_codes, '.', ''), ';', 2) as "Dx 2", rendering_npi as "Physician",
       billing_npi as "Group", format('${:.2f}', charge_amount) as "Charge",
       case when allowed_amount < 0 then format('(${:.2f})', -allowed_amount)
            else format('${:.2f}', allowed_amount) end as "Allowed",
       case when paid_amount < 0 then format('(${:.2f})', -paid_amount)
            else format('${:.2f}', paid_amount) end as "Paid",
       strftime(paid_date, '%m/%d/%Y') as "Paid on",
       case line_status when 'paid' then 'Posted' else 'Refused' end as "Status",
       claim_frequency_code as "Freq", original_claim_id as "Original", authorization_number as "Auth"
from truth order by n
"""
_MAPPING = """
date_format = "%m/%d/%Y"
separator = ";"
[columns]
claim_id = "Claim No"
line_number = "Line"
claim_type = "Setting"
payer = "Insurance"
mac = "MAC"
state = "State"
locality = "Locality"
patient_id = "Chart"
service_date = "DOS"
hcpcs = "CPT"
modifiers = "Mods"
units = "Qty"
place_of_service = "POS"
diagnosis_codes = ["Dx 1", "Dx 2"]
rendering_npi = "Physician"
billing_npi = "Group"
charge_amount = "Charge"
allowed_amount = "Allowed"
paid_amount = "Paid"
paid_date = "Paid on"
line_status = "Status"
claim_frequency_code = "Freq"
original_claim_id = "Original"
authorization_number = "Auth"
[values.line_status]
Posted = "paid"
Refused = "denied"
"""
# Lines of a claim that have one number are told apart by their amounts.
_CELLS = """
create or replace temp table cells as
with numbered as (
    select *, claim_id || ' ' || line_number || ' ' || row_number() over (
                  partition by claim_id, line_number order by charge_amount, paid_date, hcpcs) as line
    from lines
)
select line, column_name, cell
from (select line, cast(columns(* exclude (line)) as varchar) from numbered) texts
unpivot include nulls (cell for column_name in (columns(* exclude (line))))
"""
_DIFFERENT = """
select coalesce(w.column_name, r.column_name) as column_name, count(*)
from wanted_cell w full join read_cell r on r.line = w.line and r.column_name = w.column_name
where w.cell is distinct from r.cell
group by all order by column_name
"""


@dataclass(frozen=True)
class RoundTrip:
    """How many lines went out and came back, the versions beyond them, and what differs by column."""

    written: int
    read: int
    further: int
    further_wanted: int
    rejected: int
    different: dict[str, int]

    @property
    def whole(self) -> bool:
        return (self.written, self.further, self.rejected, self.different) == (self.read, self.further_wanted, 0, {})


def as_made(made: list[Path], con: duckdb.DuckDBPyConnection) -> list[Path]:
    return made


def _export(made: list[Path], con: duckdb.DuckDBPyConnection) -> list[Path]:
    path = made[0].with_name("export.csv")
    con.sql(_EXPORT).write_csv(str(path), sep=";")
    path.with_name("mapping.toml").write_text(_MAPPING)
    return [path]


def _rewritten(change: Callable[[bytes], bytes], name: str) -> Callable[..., list[Path]]:
    def to(made: list[Path], con: duckdb.DuckDBPyConnection) -> list[Path]:
        path = made[0].with_name(name)
        path.write_bytes(change(made[0].read_bytes()))
        return [path]

    return to


def _database(made: list[Path], con: duckdb.DuckDBPyConnection) -> list[Path]:
    return [database(pyarrow.parquet.read_table(made[0]), made[0].with_name("tuva.duckdb"))]


CONTAINERS: dict[str, Callable[[list[Path], duckdb.DuckDBPyConnection], list[Path]]] = {
    "csv-mapped": _export,
    "eob-bundle": _rewritten(bundle, "bundle.json"),
    "cclf5-v36": _rewritten(version_36, "version_36.txt"),
    "cclf5-csv": _rewritten(delimited_cclf5, "delimited.csv"),
    "tuva-duckdb": _database,
    "tuva-csv": _rewritten(comma_separated, "medical_claim.csv"),
}
"""What becomes of the files that are synthesized, where a format has other containers."""


def synthesized(made_as: str, claims: int, folder: Path) -> tuple[list[Path], pa.Table]:
    """The files of a format, and the claim lines that they were made from."""
    tables: list[pa.Table] = []

    class Listening(WRITERS[made_as]):  # type: ignore[misc]
        def write(self, lines: pa.Table) -> None:
            tables.append(lines)
            super().write(lines)

    with mock.patch.dict(WRITERS, {made_as: Listening}):
        made = synthesize(claims, SEED, made_as, folder)
    return [made.claims_file, *made.further_files], pa.concat_tables(tables).select(list(COLUMN_NAMES))


def round_trip(name: str, claims: int, folder: Path) -> RoundTrip:
    """What comes back of a synthesized extract; `folder` does not exist yet."""
    route = ROUTES[name]
    made, truth = synthesized(route.made_as, claims, folder)
    with duckdb.connect() as con:
        con.register("given", truth)
        con.execute("create temp table truth as select row_number() over () as n, * from given")
        con.unregister("given")
        files = CONTAINERS.get(name, as_made)(made, con)
        mapping = files[0].with_name("mapping.toml")
        report = load(con, files, mapping=mapping if mapping.exists() else None, keep_codes=KEEP_CODES, all_lines=True)
        compared = _compared(con, route)
        (further_wanted,) = con.execute(route.further).fetchall()[0]
    written, read, different = compared
    accepted = report.total.read - report.total.rejected
    return RoundTrip(written, read, accepted - read, further_wanted, report.total.rejected, different)


def _compared(con: duckdb.DuckDBPyConnection, route: Route) -> tuple[int, int, dict[str, int]]:
    """How many lines there should be and are, and how many of each column differ."""
    values = [duckdb.SQLExpression(route.fate(name).value).alias(name) for name in COLUMN_NAMES]
    columns = [duckdb.ColumnExpression(name) for name in COLUMN_NAMES]
    types = [kind for name, kind, *_ in con.execute("describe claim_line").fetchall() if name in COLUMN_NAMES]
    counts = []
    for side, query, projected in (("wanted", route.written, values), ("read", route.read, columns)):
        cast = [one.cast(kind).alias(name) for one, kind, name in zip(projected, types, COLUMN_NAMES, strict=True)]
        con.sql(query).project(*cast).create_view("lines", replace=True)
        counts.append(con.execute("select count(*) from lines").fetchall()[0][0])
        con.execute(_CELLS)
        con.execute("create temp table wanted_cell as from cells" if side == "wanted" else
                    "create temp table read_cell as from cells")  # fmt: skip
    return counts[0], counts[1], dict(con.execute(_DIFFERENT).fetchall())


def table_of_losses(names: list[str]) -> str:
    """What each format loses and changes, as a Markdown table; formats that do so alike stand together."""
    rows: dict[str, list[str]] = {}
    for name in names:
        fates = ROUTES[name].fates.items()
        kept = "; ".join(f"`{column}` ({fate.why})" for column, fate in fates if not fate.lost)
        gone = "; ".join(f"`{column}` ({fate.why})" for column, fate in fates if fate.lost)
        rows.setdefault(f"| {kept or 'nothing'} | {gone or 'nothing'} |", []).append(name)
    return "\n".join(["| format | changed | lost |", "|---|---|---|", *(f"| {', '.join(rows[r])} {r}" for r in rows)])


def main() -> int:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description="Write claims in each format, read them, and compare every column.")
    parser.add_argument("--claims", type=int, default=5000, help="claims of each format (default: 5000)")
    parser.add_argument("--formats", default=",".join(ROUTES), help="names of formats with commas between")
    asked = parser.parse_args()
    names = asked.formats.split(",")
    print("| format | lines | came back | versions beyond | rejected | columns that differ |")
    print("|---|---|---|---|---|---|")
    whole = True
    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            made = round_trip(name, asked.claims, Path(folder) / "made")
        whole = whole and made.whole
        different = ", ".join(f"{column} {count}" for column, count in made.different.items()) or "none"
        further = f"{made.further} of {made.further_wanted}"
        print(f"| {name} | {made.written} | {made.read} | {further} | {made.rejected} | {different} |", flush=True)
    print(f"\n{table_of_losses(names)}")
    return 0 if whole else 1


if __name__ == "__main__":
    sys.exit(main())
