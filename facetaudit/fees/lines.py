"""Pricing any list of lines: a CSV file or a relation in, the same with its fees out."""

from __future__ import annotations

import codecs
import csv
import difflib
import os
import re
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from facetaudit.errors import InputRefused, UsageError
from facetaudit.fees.imports import Import
from facetaudit.fees.pricing import EMPTY_FEE_LINE, price_lines
from facetaudit.fees.schedule import register

if TYPE_CHECKING:
    import duckdb

REQUIRED = ("hcpcs", "service_date")
OPTIONAL = (
    "modifier_1",
    "modifier_2",
    "modifier_3",
    "modifier_4",
    "units",
    "locality",
    "place_of_service",
    "claim_type",
    "participant",
    "charge_amount",
    "patient_id",
    "rendering_npi",
)
APPENDED = ("fee_amount", "medicare_share", "patient_share", "sequestration_amount", "fee_note", "assumption")

# Cells beyond the header that a row may have and still be read, to be told so in its note.
_SURPLUS = 8
_CHUNK = 1 << 20
_FIRST_RECORD = 1 << 16

# Text as it came, and the values that it stands for; `unreadable` says what cannot be priced and why.
_PARSE = r"""
create or replace temp table price_line as
with trimmed as (
    select row_id, upper(nullif(trim(hcpcs), '')) as hcpcs, nullif(trim(service_date), '') as service_date,
           list_filter([upper(trim(modifier_1)), upper(trim(modifier_2)),
                        upper(trim(modifier_3)), upper(trim(modifier_4))],
                       lambda m: coalesce(m, '') <> '') as modifiers,
           nullif(trim(units), '') as units, nullif(trim(locality), '') as locality,
           nullif(trim(place_of_service), '') as place_of_service,
           coalesce(nullif(lower(trim(claim_type)), ''), 'professional') as claim_type,
           nullif(lower(trim(participant)), '') as participant, nullif(trim(charge_amount), '') as charge_amount,
           nullif(trim(patient_id), '') as patient_id, nullif(trim(rendering_npi), '') as rendering_npi,
           surplus
    from price_row
),
parsed as (
    select * replace (
               case when regexp_full_match(service_date, '\d{4}-\d{2}-\d{2}([ T]00:00:00(\.0+)?)?')
                    then try_cast(left(service_date, 10) as date)
                    when regexp_full_match(service_date, '\d{8}')
                    then try_cast(left(service_date, 4) || '-' || substr(service_date, 5, 2) || '-'
                                  || right(service_date, 2) as date)
               end as service_date,
               case when units is null then cast(1 as decimal(12,3))
                    when regexp_full_match(units, '\d{1,9}(\.\d{1,3}0*)?') then try_cast(units as decimal(12,3))
               end as units,
               case when regexp_full_match(charge_amount, '\d{1,10}(\.\d{1,2}0*)?')
                    then try_cast(charge_amount as decimal(12,2)) end as charge_amount),
           service_date as service_date_text, charge_amount as charge_text
    from trimmed
),
told as (
    select *,
           list_filter(modifiers, lambda m: list_contains(
               ['22', '52', '53', '54', '55', '56', '62', '66', '73', '74', '78', '80', '81', '82', 'AS'], m)
           ) as pricing_modifiers
    from parsed
)
select * exclude (service_date_text, charge_text, pricing_modifiers, surplus),
       case
           when surplus is not null then 'row has more cells than the header'
           when hcpcs is null then 'hcpcs is missing'
           when not regexp_full_match(hcpcs, '[0-9A-Z][0-9]{3}[0-9A-Z]') then 'hcpcs is not a code of five characters'
           when service_date_text is null then 'service_date is missing'
           when service_date is null then 'service_date is not a date (YYYY-MM-DD)'
           when units is null then 'units is not a number'
           when units = 0 then 'units is zero'
           when charge_amount is null and charge_text is not null then 'charge_amount is not an amount'
           when claim_type not in ('professional', 'asc', 'hopd')
               then 'claim_type is not one of professional, asc, hopd'
           when participant not in ('qp', 'non_qp') then 'participant is not qp or non_qp'
           when list_contains(modifiers, '26') and list_contains(modifiers, 'TC')
               then 'modifiers 26 and TC exclude each other'
           when len(pricing_modifiers) > 0
               then 'modifier ' || pricing_modifiers[1] || ' changes the amount in a way that is not priced'
       end as unreadable
from told
"""

# Lines of one patient, date and provider are one day; a line without a patient is alone. Which of two equal procedures
# leads is told by what the lines say, not by where they stand: the order of rows changes no amount.
_ASK = """
insert into fee_line
select 'listed',
       case when patient_id is null then row_id
            else min(row_id) over (partition by patient_id, service_date, rendering_npi) end,
       row_id,
       row_number() over (partition by patient_id, service_date, rendering_npi
                          order by hcpcs, modifiers desc, units desc, place_of_service, locality, claim_type,
                                   participant, charge_amount desc, row_id),
       hcpcs,
       case when list_contains(modifiers, '26') then '26' when list_contains(modifiers, 'TC') then 'TC' end,
       service_date, locality, place_of_service, claim_type, participant,
       case when list_contains(modifiers, '50') then 'B'
            when list_contains(modifiers, 'RT') and list_contains(modifiers, 'LT') then 'B'
            when list_contains(modifiers, 'RT') then 'R'
            when list_contains(modifiers, 'LT') then 'L' end,
       case when list_contains(modifiers, '50') then units else 0 end,
       case when list_contains(modifiers, '50') then 0 else units end
from price_line
where unreadable is null
"""

# Medicare allows the lower of charge and fee, but pays hospitals their rate. The patient's share is what Medicare's
# leaves, so that the two always add up to the fee; what is sequestered comes off Medicare's share when it pays.
_SHARE = """
create or replace temp table price_result as
with capped as (
    select l.row_id, l.service_date, l.unreadable, p.fee_note, p.assumption,
           l.charge_amount < p.fee_amount and l.claim_type <> 'hopd' as is_capped,
           case when is_capped then l.charge_amount else p.fee_amount end as fee_amount
    from price_line l
    left join fee_price p on p.line_id = l.row_id
),
shared as (
    select c.row_id, c.fee_amount, c.assumption,
           coalesce(c.unreadable, c.fee_note, case when c.is_capped then 'charge below the fee: the charge' end)
               as fee_note,
           cast(round(c.fee_amount * s.percent * 0.01, 2) as decimal(12,2)) as medicare_share, q.percent as sequestered
    from capped c
    left join fee_payment_rule s
           on s.rule = 'medicare_share' and c.service_date between s.valid_from and s.valid_to
    left join fee_sequestration q on c.service_date between q.valid_from and q.valid_to
)
select row_id as price_row, fee_amount, medicare_share,
       cast(fee_amount - medicare_share as decimal(12,2)) as patient_share,
       cast(round(medicare_share * sequestered * 0.01, 2) as decimal(12,2)) as sequestration_amount,
       fee_note, assumption
from shared
order by row_id
"""

_READ = """
create or replace temp table price_raw as
select * from read_csv(getvariable('price_file'), auto_detect = false, columns = getvariable('price_columns'),
                       header = true, delim = getvariable('price_delimiter'), quote = '"', escape = '"',
                       null_padding = true, parallel = false)
"""

_COUNT = "select count(*), count(fee_amount) from price_result"
_NOTES = """
select fee_note, count(*) from price_result where fee_note is not null and fee_amount is null
group by fee_note order by fee_note
"""
_ASSUMPTIONS = """
select assumption, count(*) from price_result where assumption is not null group by assumption order by assumption
"""


@dataclass(frozen=True)
class PricedFile:
    """What `price_file` did: rows read, rows with an amount, rows without one by note, and rows by assumption."""

    rows: int
    priced: int
    notes: dict[str, int]
    assumptions: dict[str, int]


def price_relation(
    con: duckdb.DuckDBPyConnection, lines: duckdb.DuckDBPyRelation, imported: Sequence[Import] = ()
) -> duckdb.DuckDBPyRelation:
    """Price the lines of a relation of `con`; the same columns and rows come back with `APPENDED` after them.

    Needs `hcpcs` and `service_date`; of `OPTIONAL` what is there is used, text or not. Lines of one patient_id,
    service_date and rendering_npi are one day (multiple procedures, both sides); without a patient_id every line
    is priced alone. Makes TEMP tables named fee_* and price_*; the relation that is returned reads them, so it is
    to be used before the next call. Raises InputRefused for a missing, doubled or already appended column.
    """
    places = _places(lines.columns, "the lines")
    con.register("price_source", lines)
    con.execute("create or replace temp table price_raw as select * from price_source")
    con.unregister("price_source")
    _price_raw(con, {name: lines.columns[place] for name, place in places.items()}, imported=imported)
    return con.sql(
        """
        select * exclude (price_row)
        from price_raw positional join (select * from price_result order by price_row)
        """
    )


def price_file(
    con: duckdb.DuckDBPyConnection, path: Path | str, out: Path | str, imported: Sequence[Import] = ()
) -> PricedFile:
    """Price the lines of a CSV file (`,` `;` or tab, UTF-8) into a new CSV file, row for row; blank rows are left out.

    All columns of the file are kept as text and `APPENDED` come after them: fee_amount (not above charge_amount, where
    given, but for hospitals), medicare_share (80 %, unverified; no deductible taken off), patient_share (the rest),
    sequestration_amount (what comes off Medicare's share when it pays), fee_note (why there is no amount, or why it is
    not the fee of the code alone), assumption (what the amount takes for granted). Columns and days as in
    `price_relation`. `out` appears whole or not at all and only its owner may read it. Raises InputRefused for a file
    that is not such a CSV file, UsageError for an `out` that cannot be written.
    """
    source, target = Path(path), Path(out)
    header, delimiter = _header(source)
    places = _places(header, str(source))
    _refuse_target(source, target)
    _read(con, source, len(header), delimiter)
    surplus = [f"c{len(header) + place}" for place in range(_SURPLUS)]
    _price_raw(con, {name: f"c{place}" for name, place in places.items()}, surplus, imported)
    _write(con, header, target)
    rows, priced = con.execute(_COUNT).fetchall()[0]
    notes = dict(con.execute(_NOTES).fetchall())
    assumptions = dict(con.execute(_ASSUMPTIONS).fetchall())
    con.execute("drop table price_raw; drop table price_result")
    return PricedFile(rows, priced, notes, assumptions)


def _price_raw(
    con: duckdb.DuckDBPyConnection,
    columns: dict[str, str],
    surplus: Sequence[str] = (),
    imported: Sequence[Import] = (),
) -> None:
    """From `price_raw`, whose column for each known name is given, to `price_result`."""
    from duckdb import CoalesceOperator, ColumnExpression, ConstantExpression

    register(con, imported=imported)
    text = [
        (ColumnExpression(columns[name]) if name in columns else ConstantExpression(None)).cast("VARCHAR").alias(name)
        for name in (*REQUIRED, *OPTIONAL)
    ]
    beyond = (
        CoalesceOperator(ConstantExpression(None), *map(ColumnExpression, surplus)).cast("VARCHAR").alias("surplus")
    )
    numbered = con.sql("select *, row_number() over () as facetaudit_row from price_raw")
    con.register("price_numbered", numbered.select(ColumnExpression("facetaudit_row").alias("row_id"), *text, beyond))
    con.execute("create or replace temp table price_row as select * from price_numbered")
    con.unregister("price_numbered")
    con.execute(_PARSE)
    con.execute(EMPTY_FEE_LINE)
    con.execute(_ASK)
    price_lines(con)
    con.execute(_SHARE)
    con.execute("drop table price_row; drop table price_line; drop table fee_line; drop table fee_price")


def _header(source: Path) -> tuple[list[str], str]:
    """The column names of a CSV file and its delimiter; InputRefused for what is not UTF-8 CSV text."""
    try:
        with source.open("rb") as file:
            _refuse_undecodable(source, file)
            file.seek(0)
            first = file.read(_FIRST_RECORD).decode("utf-8-sig", errors="ignore")
    except OSError as error:
        raise InputRefused(f"{source}: cannot be read ({error.strerror}); give a CSV file of lines.") from error
    record = first.splitlines()[0] if first.strip() else ""
    if not record.strip():
        raise InputRefused(f"{source}: the first row is empty; give a CSV file whose first row names the columns.")
    delimiter = max(",;\t", key=record.count)
    return [name.strip() for name in next(csv.reader([record], delimiter=delimiter))], delimiter


def _refuse_undecodable(source: Path, file: BinaryIO) -> None:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := file.read(_CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise InputRefused(f"{source}: is not UTF-8 text; save it as CSV in UTF-8.") from None


def _places(header: Sequence[str], where: str) -> dict[str, int]:
    """Position of each known column; InputRefused where one is missing, doubled or already appended."""
    names = [name.strip().lower() for name in header]
    for name in (*REQUIRED, *OPTIONAL):
        if names.count(name) > 1:
            raise InputRefused(f"{where}: column {name} is there twice; keep one.")
    for name in APPENDED:
        if name in names:
            raise InputRefused(
                f"{where}: column {name} is there already; remove or rename it, it is what pricing adds."
            )
    for name in REQUIRED:
        if name not in names:
            near = difflib.get_close_matches(name, names, n=1, cutoff=0.0)
            raise InputRefused(
                f"{where}: column {name} is missing (the nearest is {near[0]!r}); name the columns "
                f"{', '.join(REQUIRED)} and, where known, {', '.join(OPTIONAL)}."
            )
    return {name: names.index(name) for name in (*REQUIRED, *OPTIONAL) if name in names}


def _read(con: duckdb.DuckDBPyConnection, source: Path, width: int, delimiter: str) -> None:
    """Read the file into `price_raw`: c0, c1, ... and `_SURPLUS` columns more, for rows that have cells too many."""
    import duckdb

    con.execute("set variable price_file = $file", {"file": str(source)})
    con.execute("set variable price_delimiter = $delimiter", {"delimiter": delimiter})
    columns = {f"c{place}": "VARCHAR" for place in range(width + _SURPLUS)}
    con.execute("set variable price_columns = $columns", {"columns": columns})
    try:
        con.execute(_READ)
    except duckdb.Error as error:
        # the engine's message quotes the row, which may name a patient: only its number goes on
        at = re.search(r"[Ll]ine:? (\d+)", str(error))
        row = f", row {at.group(1)}" if at else ""
        raise InputRefused(f"{source}{row}: quotes or cells do not match the header; mend that row.") from None
    finally:
        con.execute("reset variable price_file")
        con.execute("reset variable price_delimiter")
        con.execute("reset variable price_columns")


def _refuse_target(source: Path, target: Path) -> None:
    if target.is_dir():
        raise UsageError(f"{target}: is a folder; give the name of the file to write.")
    if not target.parent.is_dir():
        raise UsageError(f"{target}: its folder does not exist; make it first.")
    if target.exists() and target.samefile(source):
        raise UsageError(f"{target}: is the file being read; give another name to write.")


def _write(con: duckdb.DuckDBPyConnection, header: list[str], target: Path) -> None:
    """Write rows and results to the target, readable by its owner only, whole or not at all."""
    import duckdb
    from duckdb import ColumnExpression

    priced = con.sql("select * from price_raw positional join (select * from price_result order by price_row)")
    shown = [ColumnExpression(f"c{place}").alias(name or f"column_{place + 1}") for place, name in enumerate(header)]
    try:
        # a private folder beside the target: nobody else can look in while the rows are written
        folder = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}."))
    except OSError as error:
        raise UsageError(f"{target}: cannot be written ({error.strerror}); give another place.") from error
    try:
        part = folder / "priced.csv"
        priced.select(*shown, *(ColumnExpression(name) for name in APPENDED)).write_csv(str(part))
        part.chmod(0o600)
        os.replace(part, target)
    except (OSError, duckdb.Error):
        raise UsageError(f"{target}: cannot be written; give another place or make room on the disk.") from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)
