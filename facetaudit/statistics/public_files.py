"""CMS's "Medicare Physician & Other Practitioners" files, downloaded by the user: their facet rows, kept in a folder.

`services.parquet`, one row per published row of a facet code: level (provider, state or national), npi, state (two
letters), entity (I individual, O organisation), place (O office, F facility), hcpcs, services, beneficiaries,
beneficiary_days (null where CMS left the cell blank or starred) and allowed (average allowed amount per service, US
dollars). CMS publishes no row of fewer than 11 beneficiaries, so a code that is absent is unknown, not zero.

Layouts are told by their header. Column names as CMS's data dictionaries have them, read in public repositories that
work with the files: by Provider and Service and by Geography and Service as published since 2021 (file names such as
MUP_PHY_R25_P05_V20_D23_Prov_Svc.csv and MUP_PHY_R26_P05_V10_D24_Geo.csv, D and two digits being the year), and the text
of calendar year 2012 (Medicare-Physician-and-Other-Supplier-PUF-CY2012.txt: tabs, and below the header a row of
copyright under the NPI 0000000001 that has fewer cells than the others).
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files as package_files
from pathlib import Path
from typing import Any

import duckdb

from facetaudit.audit.folder import MANIFEST, check_target, is_folder_of, new_folder, write_json
from facetaudit.engine.duckdb import connect
from facetaudit.errors import InputRefused, UsageError
from facetaudit.policy import load_policy
from facetaudit.statistics.tables import Row
from facetaudit.version import __version__

KIND = "facetaudit public folder"
SERVICES = "services.parquet"
MEMORY = "800MB"
HEAD = 1 << 16
LINE_FEED, ZIP = b"\n", b"PK\x03\x04"
MOST_RATIO = 200
"""Text of names and numbers packs to a tenth or so; only made-up archives pack to less than this."""
COPYRIGHT_NPI = "0000000001"
UNSOUND_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)


@dataclass(frozen=True)
class Layout:
    """One kind of file: its name, what its rows are about, and our column by the header's (in lower case)."""

    name: str
    level: str
    columns: Mapping[str, str]


LAYOUTS = (
    Layout(
        "by provider and service",
        "provider",
        {
            "rndrng_npi": "npi", "rndrng_prvdr_state_abrvtn": "state", "rndrng_prvdr_ent_cd": "entity",
            "place_of_srvc": "place", "hcpcs_cd": "hcpcs", "tot_srvcs": "services", "tot_benes": "beneficiaries",
            "tot_bene_day_srvcs": "beneficiary_days", "avg_mdcr_alowd_amt": "allowed",
        },
    ),
    Layout(
        "by geography and service",
        "geography",
        {
            "rndrng_prvdr_geo_lvl": "geography", "rndrng_prvdr_geo_cd": "fips", "place_of_srvc": "place",
            "hcpcs_cd": "hcpcs", "tot_srvcs": "services", "tot_benes": "beneficiaries",
            "tot_bene_day_srvcs": "beneficiary_days", "avg_mdcr_alowd_amt": "allowed",
        },
    ),
    Layout(
        "by provider and service, as of 2012",
        "provider",
        {
            "npi": "npi", "nppes_provider_state": "state", "nppes_entity_code": "entity", "place_of_service": "place",
            "hcpcs_code": "hcpcs", "line_srvc_cnt": "services", "bene_unique_cnt": "beneficiaries",
            "bene_day_srvc_cnt": "beneficiary_days", "average_medicare_allowed_amt": "allowed",
        },
    ),
)  # fmt: skip

PROVIDER_ROWS = """
create or replace temp table read_row as
select
    'provider' as level, trim(npi) as npi, nullif(upper(trim(state)), '') as state, upper(trim(entity)) as entity,
    upper(trim(place)) as place, trim(hcpcs) as hcpcs, services, beneficiaries, beneficiary_days, allowed
from raw
where trim(hcpcs) in (select unnest($codes))
"""
GEOGRAPHY_ROWS = """
create or replace temp table read_row as
select
    lower(trim(r.geography)) as level, null as npi, s.state, null as entity,
    upper(trim(r.place)) as place, trim(r.hcpcs) as hcpcs, r.services, r.beneficiaries, r.beneficiary_days, r.allowed
from raw r
left join (select unnest(cast($fips as varchar[])) as fips, unnest(cast($state as varchar[])) as state) s
    on s.fips = lpad(trim(r.fips), 2, '0')
where trim(r.hcpcs) in (select unnest($codes))
    and (lower(trim(r.geography)) = 'national' or (lower(trim(r.geography)) = 'state' and s.state is not null))
"""
COUNT = "select count(*) from raw"
CELLS = """
create or replace temp table cell as
select hcpcs, unnest(['services', 'beneficiaries', 'beneficiary_days', 'allowed']) as name,
    unnest([services, beneficiaries, beneficiary_days, allowed]) as text
from read_row
"""
UNREADABLE = """
select hcpcs, name from cell
where coalesce(trim(text), '') not in ('', '*') and try_cast(replace(trim(text), ',', '') as decimal(18,6)) is null
order by hcpcs, name limit 1
"""
KEEP = """
insert into service
select
    level, npi, state, entity, place, hcpcs,
    try_cast(replace(trim(services), ',', '') as decimal(18,6)),
    try_cast(replace(trim(beneficiaries), ',', '') as decimal(18,6)),
    try_cast(replace(trim(beneficiary_days), ',', '') as decimal(18,6)),
    try_cast(replace(trim(allowed), ',', '') as decimal(18,6))
from read_row
"""
SERVICE = """
create or replace temp table service (
    level varchar, npi varchar, state varchar, entity varchar, place varchar, hcpcs varchar, services decimal(18,6),
    beneficiaries decimal(18,6), beneficiary_days decimal(18,6), allowed decimal(18,6)
)
"""
ODD_PLACE = "select place from read_row where place is null or place not in ('O', 'F') limit 1"
TWICE = """
select hcpcs from service group by level, npi, state, place, hcpcs having count(*) > 1 order by hcpcs limit 1
"""
ORDERED = "select * from service order by level, npi nulls first, state nulls first, place, hcpcs"


def import_public(files: Sequence[str | Path], out: str | Path, *, year: int | None = None) -> list[Row]:
    """Keep the facet rows of CMS's files (csv, txt or zip) of one year in a folder; names and descriptors are left out.

    ``year`` is that of the services, where the files' names do not tell. Returns a row for each file: file, layout,
    year, rows, facet_rows, note, sha256. All files are kept or none.

    Raises UsageError for a year that is not known, InputRefused for a file of another layout or without facet codes,
    one that is damaged, and files of two years or with the same rows.
    """
    target = Path(out)
    check_target(target, KIND)
    with connect(MEMORY) as con:
        told = read_files(con, [Path(file) for file in files], year)
        with new_folder(target, KIND) as folder:
            con.sql(ORDERED).write_parquet(str(folder / SERVICES))
            write_json(folder / MANIFEST, {"kind": KIND, "facetaudit": __version__, "files": told})
    return told


def read_files(con: duckdb.DuckDBPyConnection, files: Sequence[Path], year: int | None = None) -> list[Row]:
    """Read files into the table `service` of a connection; the answer and what is raised are as of `import_public`."""
    con.execute(SERVICE)
    told: list[Row] = []
    for file in files:
        with _texts(file) as texts:
            read = [_read(con, name, text, layout, _year_of(name, year)) for name, text, layout in texts]
        told += [one | {"sha256": _digest(file)} for one in read]
    if len(years := sorted({one["year"] for one in told})) > 1:
        raise InputRefused(f"The files are of the years {years[0]} and {years[-1]}: give those of one year.")
    if twice := con.sql(TWICE).fetchall():
        raise InputRefused(f"The files have two rows of one provider or place with code {twice[0][0]}: give each once.")
    return told


def _read(con: duckdb.DuckDBPyConnection, name: str, text: Path, layout: Layout, year: int) -> Row:
    for encoding in ("utf-8", "latin-1"):
        try:
            rows = _rows(con, text, layout, encoding)
            break
        except duckdb.InvalidInputException as error:
            if "unicode" not in str(error).lower() and "utf-8" not in str(error).lower():
                raise InputRefused(
                    f"{name}: a row has not as many cells as the header, or its lines end in different ways: the file "
                    "is damaged, cut off or edited; download it again."
                ) from error
    else:
        raise InputRefused(f"{name}: the text is neither UTF-8 nor Latin-1; download it again.")
    con.execute(CELLS)
    for hcpcs, column in con.sql(UNREADABLE).fetchall():
        raise InputRefused(f"{name}: a row of {hcpcs} has no number as {column}: it is damaged; download it again.")
    for (place,) in con.sql(ODD_PLACE).fetchall():
        raise InputRefused(f"{name}: a place of service is {str(place)[:9]!r}, not O or F; give CMS's own file.")
    kept = con.execute(KEEP).fetchall()[0][0]
    if not kept:
        raise InputRefused(f"{name}: none of its {rows:,} rows has a facet code; give the whole file of CMS.")
    return {
        "file": name,
        "layout": layout.name,
        "year": year,
        "rows": rows,
        "facet_rows": kept,
        "note": "" if _ends_well(text) else "The file does not end with a line feed: it may be cut off.",
    }


def _rows(con: duckdb.DuckDBPyConnection, text: Path, layout: Layout, encoding: str) -> int:
    """Read the facet rows into `read_row`; the answer is how many rows the file has."""
    header, second, delimiter = _head(text)
    names = [layout.columns.get(cell, f"unused_{at}") for at, cell in enumerate(header)]
    above = 2 if second and second[0].strip() == COPYRIGHT_NPI else 1
    raw = con.read_csv(
        str(text), header=False, skiprows=above, columns={name: "VARCHAR" for name in names},
        quotechar="" if delimiter == "\t" else '"', escapechar="" if delimiter == "\t" else '"', encoding=encoding,
        delimiter=delimiter, auto_detect=False, null_padding=False,
    )  # fmt: skip
    raw.create_view("raw", replace=True)
    codes = list(load_policy().family_codes())
    if layout.level == "provider":
        con.execute(PROVIDER_ROWS, {"codes": codes})
    else:
        states = _states()
        con.execute(GEOGRAPHY_ROWS, {"codes": codes, "fips": list(states), "state": list(states.values())})
    return int(con.sql(COUNT).fetchall()[0][0])


def _states() -> dict[str, str]:
    """Two letters by the two digits of a state (ANSI INCITS 38, formerly FIPS 5-2)."""
    text = (package_files("facetaudit.statistics") / "state_fips.csv").read_text(encoding="utf-8")
    return {row["fips"]: row["state"] for row in csv.DictReader(text.splitlines())}


def _year_of(name: str, given: int | None) -> int:
    """The year of the services: as given, else of the file's name."""
    if given is not None:
        return given
    coded = {2000 + int(two) for two in re.findall(r"(?<![A-Za-z0-9])D([0-9]{2})(?![0-9])", name)}
    plain = {int(four) for four in re.findall(r"(?<![0-9])(20[1-9][0-9])(?![0-9])", name)}
    found = coded or plain
    if len(found) != 1:
        raise UsageError(
            f"{name}: the name does not tell the year of the services: give --year to `facetaudit peers-import`, "
            "and its folder as --public."
        )
    return found.pop()


@contextmanager
def _texts(file: Path) -> Iterator[list[tuple[str, Path, Layout]]]:
    """The texts of a file that are known: name, path and layout; those of a zip are unpacked for as long as needed."""
    try:
        with file.open("rb") as stream:
            packed = stream.read(len(ZIP)) == ZIP
    except OSError as error:
        raise InputRefused(f"{file}: cannot be read ({error.strerror}); give a file that CMS publishes.") from error
    if not packed:
        if layout := _layout(file):
            yield [(file.name, file, layout)]
            return
        raise _unknown(file.name)
    with tempfile.TemporaryDirectory(prefix="facetaudit-") as folder:
        found = [one for one in _unpacked(file, Path(folder)) if one[2] is not None]
        if not found:
            raise _unknown(file.name)
        yield [(name, text, layout) for name, text, layout in found if layout is not None]


def _unpacked(file: Path, folder: Path) -> Iterator[tuple[str, Path, Layout | None]]:
    try:
        with zipfile.ZipFile(file) as archive:
            for number, member in enumerate(archive.infolist()):
                if not member.filename.lower().endswith((".csv", ".txt")):
                    continue
                if member.file_size > HEAD and member.file_size > member.compress_size * MOST_RATIO:
                    raise InputRefused(f"{file.name}: is packed more than {MOST_RATIO} to 1, which no CMS file is.")
                text = folder / f"{number}.txt"
                with archive.open(member) as source, text.open("wb") as target:
                    shutil.copyfileobj(source, target, 1 << 20)
                inner = Path(member.filename).name
                yield f"{file.name}: {inner}", text, _layout(text)
    except UNSOUND_ZIP as error:
        raise InputRefused(f"{file.name}: is no sound zip file, or there is no room to unpack it.") from error


def _unknown(name: str) -> InputRefused:
    return InputRefused(
        f"{name}: its header is that of no file known here; give CMS's Medicare Physician & Other Practitioners by "
        "Provider and Service, or by Geography and Service, as csv, txt or zip."
    )


def _layout(text: Path) -> Layout | None:
    header, _, _ = _head(text)
    return next((one for one in LAYOUTS if set(one.columns) <= set(header) and len(set(header)) == len(header)), None)


def _head(text: Path) -> tuple[list[str], list[str], str]:
    """The header in lower case, the cells of the row below it, and what stands between cells."""
    with text.open("rb") as stream:
        start = stream.read(HEAD)
    try:
        first = start.decode("utf-8-sig")
    except UnicodeDecodeError:
        first = start.decode("latin-1")
    lines = first.splitlines()[:2]
    delimiter = "\t" if lines and "\t" in lines[0] else ","
    rows = [line.split("\t") if delimiter == "\t" else next(csv.reader([line]), []) for line in lines] + [[], []]
    return [cell.strip().lower() for cell in rows[0]], rows[1], delimiter


def _ends_well(text: Path) -> bool:
    with text.open("rb") as stream:
        stream.seek(-1, 2)
        return stream.read(1) == LINE_FEED


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def public_services(con: duckdb.DuckDBPyConnection, place: Path) -> dict[str, Any]:
    """Make the table `service` of a kept folder, or of CMS's file itself; the answer has its ``files``.

    Raises UsageError for a folder that is none, InputRefused as `import_public`.
    """
    if place.is_dir():
        if not is_folder_of(place, KIND):
            raise UsageError(f"{place} is no folder of public figures: give one that `facetaudit peers-import` wrote.")
        con.read_parquet(str(place / SERVICES)).create_view("service", replace=True)
        return {"files": json.loads((place / MANIFEST).read_text(encoding="utf-8"))["files"]}
    return {"files": read_files(con, [place])}
