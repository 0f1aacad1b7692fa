"""Writing an audit folder: whole or not at all, readable by its owner only."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from facetaudit.errors import UsageError

MANIFEST = "manifest.json"
KIND = "facetaudit audit folder"

FINDING = """
select
    left(md5(f.code || '|' || l.claim_id || '|' || cast(l.line_number as varchar)), 16) as finding_id,
    f.code, f.detector, f.family, f.certainty, l.claim_id, l.line_number, l.patient_id, l.service_date,
    r.region, l.hcpcs,
    concat_ws(' ', l.modifier_1, l.modifier_2, l.modifier_3, l.modifier_4) as modifiers,
    l.units, l.claim_type, l.rendering_npi, l.billing_npi,
    f.observed, f.limit_value as "limit", f.effect,
    f.reason || case when f.mac_dated and coalesce(r.mac, c.mac) = 'unknown'
        then ' (MAC unknown: the latest date of any MAC is used.)' else '' end as reason,
    f.correct_coding, f.source_id, f.basis
from raw_finding f
join claim_line l on l.line_id = f.line_id
left join facet_line r on r.line_id = f.line_id
left join companion_line c on c.line_id = f.line_id
"""
FINDINGS = "select * from finding order by patient_id, service_date, claim_id, line_number, code"

SESSIONS = """
select
    patient_id, service_date, region, class, kind, pack, mac, cast(lines as integer) as lines,
    cast(window_count as integer) as window_count, excess
from session
order by patient_id, service_date, region, class, pack
"""

# Probe sides are small tables, so the lines keep their file order without a sort.
LINES = """
select
    l.* exclude (file_index, audited),
    s.file,
    case when t.patient_id is not null then 'LS' else f.region end as region,
    f.class as family,
    coalesce(k.pack, 'cpt') as pack
from claim_line l
left join source_file s on s.file_index = l.file_index
left join code_set f on f.name = 'family' and f.hcpcs = l.hcpcs and l.service_date between f.valid_from and f.valid_to
left join payer_pack k on k.payer = lower(trim(l.payer))
left join thoracolumbar_day t on t.patient_id = l.patient_id and t.service_date = l.service_date
    and t.pack = coalesce(k.pack, 'cpt') and t.class = f.class and (l.active or l.inactive_reason = 'zero-paid')
order by l.line_id
"""

EXPOSURE = "select * from exposure order by scenario, claim_id, line_number"
CORRECTED = """
select * from corrected_claim
order by scenario, patient_id, service_date, claim_type, rendering_npi nulls first, billing_npi nulls first, claim_id,
    line_number
"""
COVERAGE = "select * from coverage order by code"
# Claim rows that were not accepted, then rows of the notes file that were not, or whose text could not be read.
REJECTED = """
select file, row_number, "column", reason from rejected
union all
select file, row_number, "column", reason from rejected_note
union all
select file, row_number, "column", reason from unreadable_note
order by file, row_number, "column", reason
"""

# A cell that a spreadsheet would read as a formula gets an apostrophe in front; numbers are no text and stay.
GUARD = """
create or replace macro cell(value) as
    case when regexp_matches(value, '^[=+@\t\r-]') then '''' || value else value end
"""
FINDING_CSV = """
select * replace (
    cell(claim_id) as claim_id, cell(patient_id) as patient_id,
    cell(rendering_npi) as rendering_npi, cell(billing_npi) as billing_npi,
    case when units = round(units) then cast(cast(units as bigint) as varchar) else cast(units as varchar) end as units,
    case when observed = round(observed) then cast(cast(observed as bigint) as varchar)
        else cast(observed as varchar) end as observed,
    case when "limit" = round("limit") then cast(cast("limit" as bigint) as varchar)
        else cast("limit" as varchar) end as "limit"
) from finding_table
"""
EXPOSURE_CSV = "select * replace (cell(claim_id) as claim_id) from exposure_table"
CORRECTED_CSV = """
select * replace (
    cell(claim_id) as claim_id, cell(patient_id) as patient_id, cell(rendering_npi) as rendering_npi,
    cell(billing_npi) as billing_npi, cell(place_of_service) as place_of_service, cell(modifiers) as modifiers,
    case when units = round(units) then cast(cast(units as bigint) as varchar) else cast(units as varchar) end as units
) from corrected_table
"""
REJECTED_CSV = "select * replace (cell(file) as file) from rejected_table"


def check_target(out: Path, kind: str = KIND) -> None:
    """Refuse an output path that is no folder of its kind, before anything is read.

    Raises UsageError when the path exists and is not such a folder, or its parent cannot be written.
    """
    if out.exists() and not is_folder_of(out, kind):
        name = kind.removeprefix("facetaudit ")
        one = f"an {name}" if name.startswith("a") else f"a {name}"
        raise UsageError(f"{out} exists and is no {name}: give a new path, or {one} to replace, as --out.")
    parent = out.absolute().parent
    while not parent.exists():
        parent = parent.parent
    if not parent.is_dir() or not os.access(parent, os.W_OK | os.X_OK):
        raise UsageError(f"The folder {parent} cannot be written: give an --out path where you may create a folder.")


def is_audit_folder(path: Path) -> bool:
    """Whether a path holds a manifest that says it is an audit folder."""
    return is_folder_of(path, KIND)


def is_folder_of(path: Path, kind: str) -> bool:
    """Whether a path holds a manifest that says it is a folder of a kind, such as `facetaudit sample folder`."""
    try:
        manifest = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(manifest, dict) and manifest.get("kind") == kind


@contextmanager
def new_folder(out: Path, kind: str = KIND) -> Iterator[Path]:
    """A private temporary folder beside ``out`` that takes its place when the block ends well, and goes away if not."""
    check_target(out, kind)
    out = out.absolute()
    with folder_beside(out, f".{out.name}.") as building:
        yield building
        for file in building.iterdir():
            file.chmod(0o600)
        _swap(building, out)


@contextmanager
def folder_beside(out: Path, prefix: str) -> Iterator[Path]:
    """A private temporary folder beside ``out``, an absolute path, that goes away at the end.

    Raises UsageError where it cannot be made.
    """
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=out.parent))
    except OSError as error:
        raise UsageError(
            f"The folder {out.parent} cannot be written ({error.strerror}): give another --out."
        ) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _swap(building: Path, out: Path) -> None:
    if not out.exists():
        building.rename(out)
        return
    retired = Path(tempfile.mkdtemp(prefix=f".{out.name}.old.", dir=out.parent))
    try:
        out.rename(retired / out.name)
        building.rename(out)
    except OSError:
        if not out.exists() and (retired / out.name).exists():
            (retired / out.name).rename(out)
        raise
    finally:
        shutil.rmtree(retired, ignore_errors=True)


def name_findings(con: duckdb.DuckDBPyConnection) -> None:
    """Make the view `finding`: the rows of the findings files, from `raw_finding` and the lines."""
    con.sql(FINDING).create_view("finding", replace=True)


def write_tables(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write the Parquet and CSV files of the folder from the tables of the connection."""
    con.execute(GUARD)
    con.sql(FINDINGS).create("finding_table")
    con.sql(EXPOSURE).create("exposure_table")
    con.sql(CORRECTED).create("corrected_table")
    con.sql(REJECTED).create("rejected_table")
    con.table("finding_table").write_parquet(str(folder / "findings.parquet"))
    con.table("exposure_table").write_parquet(str(folder / "exposure.parquet"))
    con.table("corrected_table").write_parquet(str(folder / "corrected_claims.parquet"))
    con.sql(COVERAGE).write_parquet(str(folder / "coverage.parquet"))
    con.sql(SESSIONS).write_parquet(str(folder / "sessions.parquet"))
    con.sql(LINES).write_parquet(str(folder / "lines.parquet"))
    con.sql(FINDING_CSV).write_csv(str(folder / "findings.csv"))
    con.sql(EXPOSURE_CSV).write_csv(str(folder / "exposure.csv"))
    con.sql(CORRECTED_CSV).write_csv(str(folder / "corrected_claims.csv"))
    con.sql(COVERAGE).write_csv(str(folder / "coverage.csv"))
    con.sql(REJECTED_CSV).write_csv(str(folder / "rejected.csv"))


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write JSON that is the same for the same content: keys as given, no clock, text kept readable."""
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
