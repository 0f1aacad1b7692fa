"""CMS's payment amounts beside the amounts of the tables, to the cent."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from facetaudit.errors import InputRefused
from facetaudit.fees.cms_files import Amounts
from facetaudit.fees.imports import Import, NewImport, store, stored
from facetaudit.fees.pricing import EMPTY_FEE_LINE, price_lines
from facetaudit.fees.schedule import register

if TYPE_CHECKING:
    import duckdb

# How many rows decide which release and conversion factor the file was made with.
_SAMPLE = 2000

_READ = """
create or replace temp table amount_row as
select row_number() over () as row_id, cast(year as integer) as year, locality, hcpcs,
       coalesce(component, '') as component,
       cast(nonfacility as decimal(12,2)) as nonfacility, cast(facility as decimal(12,2)) as facility
from read_csv(getvariable('amount_file'), header = true, all_varchar = true, delim = ',', quote = '"')
"""
# Every day of the file's years on which a release or a factor may begin, under every factor of the day.
_VARIANTS = """
create or replace temp table amount_variant as
with starts as (
    select valid_from as service_date from fee_conversion_factor
    union select valid_from from fee_relative_value
    union select valid_from from fee_gpci
),
days as (
    select distinct s.service_date from starts s join (select distinct year from amount_row) y
        on y.year = extract(year from s.service_date)
)
select row_number() over (order by d.service_date, c.participant) as variant, d.service_date, c.participant
from days d join fee_conversion_factor c on d.service_date between c.valid_from and c.valid_to
"""
_ASK = """
insert into fee_line
select cast(v.variant as varchar), null, r.row_id * 2 + s.is_facility, 1, r.hcpcs, nullif(r.component, ''),
       v.service_date, r.locality, s.place_of_service, 'professional', nullif(v.participant, 'all'), null, 0, 1
from amount_row r
join amount_variant v on extract(year from v.service_date) = r.year
cross join (values (0, '11'), (1, '22')) s(is_facility, place_of_service)
where (r.row_id <= $rows or $rows is null) and (v.variant = $variant or $variant is null)
"""
_COMPARED = """
create or replace temp table amount_compared as
select p.variant, r.row_id, r.locality, r.hcpcs, r.component, p.fee_amount,
       case p.line_id % 2 when 1 then r.facility else r.nonfacility end as amount
from fee_price p join amount_row r on r.row_id = p.line_id // 2
where p.fee_amount is not null
"""
_BEST = """
select cast(variant as bigint) from amount_compared
group by variant order by count(*) filter (where amount = fee_amount) desc, cast(variant as bigint) limit 1
"""
_COUNTS = "select count(*), count(*) filter (where amount <> fee_amount) from amount_compared"
_FIRST = """
select trim(hcpcs || ' ' || component), locality, amount, fee_amount
from amount_compared where amount <> fee_amount order by row_id, amount limit 1
"""


def compare(name: str, amounts: Amounts, known: Sequence[Import], new: Sequence[NewImport]) -> str:
    """One sentence on how many amounts of a file the tables, imported ones and new ones too, give to the cent.

    Raises InputRefused where one differs under every release and conversion factor of the year.
    """
    import duckdb

    with tempfile.TemporaryDirectory(prefix="facetaudit-") as folder, duckdb.connect() as con:
        store(new, folder)
        register(con, imported=sorted([*known, *stored(folder)], key=lambda one: one.name))
        file = Path(folder) / "amounts.csv"
        with file.open("w", encoding="utf-8", newline="") as text:
            writer = csv.writer(text)
            writer.writerow(("year", "locality", "hcpcs", "component", "nonfacility", "facility"))
            writer.writerows(amounts.rows)
        con.execute("set variable amount_file = $file", {"file": str(file)})
        con.execute(_READ)
        con.execute(_VARIANTS)
        _price(con, rows=_SAMPLE, variant=None)
        best = con.execute(_BEST).fetchall()
        if not best:
            return f"{name}: none of its amounts can be compared, the tables have no price for them."
        _price(con, rows=None, variant=best[0][0])
        compared, different = con.execute(_COUNTS).fetchall()[0]
        if different:
            code, locality, theirs, ours = con.execute(_FIRST).fetchall()[0]
            raise InputRefused(
                f"{name}: {different} of {compared} amounts are not those of the fee tables (first {code} in "
                f"{locality}: {theirs}, by the tables {ours}); import that release's files with it."
            )
    return f"{name}: {compared} of {compared} amounts that the tables price are the same to the cent; nothing kept."


def _price(con: duckdb.DuckDBPyConnection, rows: int | None, variant: int | None) -> None:
    con.execute(EMPTY_FEE_LINE)
    con.execute(_ASK, {"rows": rows, "variant": variant})
    price_lines(con)
    con.execute(_COMPARED)
