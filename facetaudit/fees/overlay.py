"""Imported fee tables over the built-in ones, code by code and day by day.

A release of relative values, factors or indices holds from its first day to the day before the year's next imported
release; the earliest of a year holds from 1 January, a conversion factor only in years without built-in ones. Rates and
edits hold for their quarter. Where an import has a code on a day it takes the place of the built-in row; everything
else stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from facetaudit.fees.imports import Import
from facetaudit.fees.table_specs import TABLES

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class _Target:
    """SQL of one table: its rows with the key that an import replaces, the import's rows alike, and putting it back.

    The statements of `imported` read `fee_import_row`, the import's CSV as text, and take first, last and source.
    """

    keyed: str
    imported: str
    put_back: str


_READ = """
create or replace temp table fee_import_row as
select * from read_csv(getvariable('fee_import_file'), header = true, all_varchar = true, delim = ',', quote = '"')
"""

# A built-in period that an import cuts in two keeps what is before and after.
_OVERLAY = """
create or replace temp table fee_overlaid as
with touched as (
    select t.*, k.fee_key is not null as is_replaced
    from fee_keyed t
    left join (select distinct fee_key from fee_imported) k
        on k.fee_key = t.fee_key and t.valid_from <= cast($last as date) and t.valid_to >= cast($first as date)
)
select * exclude (is_replaced) from touched where not is_replaced
union all by name
select * exclude (is_replaced) replace (cast($first as date) - 1 as valid_to)
from touched where is_replaced and valid_from < cast($first as date)
union all by name
select * exclude (is_replaced) replace (cast($last as date) + 1 as valid_from)
from touched where is_replaced and valid_to > cast($last as date)
union all by name
select * from fee_imported
"""

_DROP = "drop table fee_import_row; drop table fee_keyed; drop table fee_imported; drop table fee_overlaid"

_TARGETS = {
    "relative_values": _Target(
        "create or replace temp table fee_keyed as "
        "select *, concat_ws(' ', hcpcs, component) as fee_key from fee_relative_value",
        """
        create or replace temp table fee_imported as
        select cast($first as date) as valid_from, cast($last as date) as valid_to,
               hcpcs, coalesce(component, '') as component, status,
               cast(work_rvu as decimal(8,2)) as work_rvu,
               cast(nonfacility_pe_rvu as decimal(8,2)) as nonfacility_pe_rvu,
               cast(facility_pe_rvu as decimal(8,2)) as facility_pe_rvu,
               cast(mp_rvu as decimal(8,2)) as mp_rvu,
               coalesce(nonfacility_na = 'NA', false) as nonfacility_na,
               coalesce(facility_na = 'NA', false) as facility_na,
               mult_proc, bilat_surg, global_days, 'seen' as basis, $source as source,
               concat_ws(' ', hcpcs, coalesce(component, '')) as fee_key
        from fee_import_row
        """,
        "create or replace temp table fee_relative_value as select * exclude (fee_key) from fee_overlaid",
    ),
    "conversion_factors": _Target(
        "create or replace temp table fee_keyed as select *, participant as fee_key from fee_conversion_factor",
        """
        create or replace temp table fee_imported as
        select cast($first as date) as valid_from, cast($last as date) as valid_to, participant,
               cast(conversion_factor as decimal(8,4)) as conversion_factor, 'seen' as basis, $source as source,
               participant as fee_key
        from fee_import_row
        """,
        "create or replace temp table fee_conversion_factor as select * exclude (fee_key) from fee_overlaid",
    ),
    "gpci": _Target(
        "create or replace temp table fee_keyed as select *, locality as fee_key from fee_gpci",
        """
        create or replace temp table fee_imported as
        select cast($first as date) as valid_from, cast($last as date) as valid_to,
               mac || '-' || locality as locality, state, name,
               cast(work_gpci as decimal(6,3)) as work_gpci,
               cast(pe_gpci as decimal(6,3)) as pe_gpci,
               cast(mp_gpci as decimal(6,3)) as mp_gpci, 'seen' as basis, $source as source,
               mac || '-' || fee_import_row.locality as fee_key
        from fee_import_row
        """,
        "create or replace temp table fee_gpci as select * exclude (fee_key) from fee_overlaid",
    ),
    "asc_rates": _Target(
        "create or replace temp table fee_keyed as select *, hcpcs as fee_key from fee_asc_rate",
        """
        create or replace temp table fee_imported as
        select cast($first as date) as valid_from, cast($last as date) as valid_to, hcpcs, addendum,
               coalesce(payment_indicator, '') as payment_indicator, multiple_discount = 'yes' as multiple_discount,
               cast(rate as decimal(12,2)) as rate, 'seen' as basis, $source as source, hcpcs as fee_key
        from fee_import_row
        """,
        "create or replace temp table fee_asc_rate as select * exclude (fee_key) from fee_overlaid",
    ),
    "opps_rates": _Target(
        "create or replace temp table fee_keyed as select *, hcpcs as fee_key from fee_opps_rate",
        """
        create or replace temp table fee_imported as
        select cast($first as date) as valid_from, cast($last as date) as valid_to, hcpcs,
               coalesce(apc, '') as apc, status_indicator, cast(rate as decimal(12,2)) as rate,
               'seen' as basis, $source as source, hcpcs as fee_key
        from fee_import_row
        """,
        "create or replace temp table fee_opps_rate as select * exclude (fee_key) from fee_overlaid",
    ),
    # the detectors' table of edits, on the connection of an audit; it speaks for its own codes only
    "mue": _Target(
        "create or replace temp table fee_keyed as "
        "select * replace (coalesce(valid_to, date '9999-12-31') as valid_to), hcpcs as fee_key from mue",
        """
        create or replace temp table fee_imported as
        select hcpcs, cast(mue as integer) as mue, cast(mai as integer) as mai,
               cast($first as date) as valid_from, cast($last as date) as valid_to,
               $source as source_id, 'seen' as basis, hcpcs as fee_key
        from fee_import_row
        where hcpcs in (select hcpcs from mue)
        """,
        "create or replace temp table mue as select * exclude (fee_key) from fee_overlaid",
    ),
}
PRICED = ("relative_values", "conversion_factors", "gpci", "asc_rates", "opps_rates")
"""The tables of imports that prices read."""
_FACTORS = next(spec for spec in TABLES if spec.name == "conversion_factors")
_BY_RELEASE = ("relative_values", "conversion_factors", "gpci")

_ADD_SOURCE = """
insert into source
select $source_id, $title, 'CMS', $document, $file, $dates
where $source_id not in (select source_id from source)
"""


def periods(imports: Sequence[Import], table: str) -> Iterator[tuple[Import, date, date]]:
    """Each import that has the table, with the first and the last date of service that it answers for."""
    having = [one for one in imports if table in one.tables]
    for one in having:
        if table not in _BY_RELEASE:
            yield one, one.valid_from, one.valid_to or date(one.valid_from.year, 12, 31)
            continue
        same_year = {
            other.valid_from
            for other in having
            if other.valid_from.year == one.valid_from.year and _participant(other, table) == _participant(one, table)
        }
        later = [day for day in same_year if day > one.valid_from]
        carried_back = one.valid_from == min(same_year) and not (
            # another factor may have held before the release: the built-in one tells
            table == "conversion_factors" and one.valid_from.year in _years_with_factors()
        )
        first = date(one.valid_from.year, 1, 1) if carried_back else one.valid_from
        yield one, first, min(later) - timedelta(days=1) if later else date(one.valid_from.year, 12, 31)


def _years_with_factors() -> set[int]:
    from facetaudit.fees.schedule import read_table  # which puts imports over what it reads

    return {int(row["valid_from"][:4]) for row in read_table(_FACTORS)}


def _participant(one: Import, table: str) -> str:
    """Releases of a factor follow those of the same participants; the values of both are one release."""
    return one.name.partition(one.valid_from.isoformat())[2] if table == "conversion_factors" else ""


def put_over(con: duckdb.DuckDBPyConnection, imports: Sequence[Import], tables: Sequence[str] = PRICED) -> None:
    """Put the tables of the imports over the TEMP tables of the connection; PolicyError for a damaged import."""
    for table in tables:
        for one, first, last in periods(imports, table):
            con.execute("set variable fee_import_file = $file", {"file": str(one.table_file(table))})
            con.execute(_READ)
            con.execute("reset variable fee_import_file")
            target = _TARGETS[table]
            source = one.name if table == "mue" else f"{one.source}, imported from {one.file}"
            days = {"first": first, "last": last}
            con.execute(target.keyed)
            con.execute(target.imported, {**days, "source": source})
            con.execute(_OVERLAY, days)
            con.execute(target.put_back)
            con.execute(_DROP)


def put_edits_over(con: duckdb.DuckDBPyConnection, imports: Sequence[Import]) -> None:
    """Put imported unit limits over the table `mue` of the detectors, and name their files in `source`."""
    put_over(con, imports, ("mue",))
    for one, first, last in periods(imports, "mue"):
        con.execute(
            _ADD_SOURCE,
            {
                "source_id": one.name,
                "title": one.source,
                "document": f"sha256 {one.sha256}",
                "file": f"imported from {one.file}",
                "dates": f"{first} to {last}",
            },
        )
