"""The main job: claim files in, audit folder out."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from facetaudit import fees
from facetaudit.audit.check import load_summary
from facetaudit.audit.folder import KIND, MANIFEST, check_target, new_folder, write_json, write_tables
from facetaudit.audit.load import Inputs, Loaded, Progress, read
from facetaudit.audit.opened import Audit
from facetaudit.detectors.model import Detector
from facetaudit.detectors.registry import choose
from facetaudit.engine.duckdb import Coverage, connect, derive, run_detectors
from facetaudit.errors import UsageError
from facetaudit.exposure.compute import compute
from facetaudit.policy import FIRST_DAY, Policy, load_policy
from facetaudit.version import __version__

RUN_DEFAULT = """
create or replace temp table run_default as
select
    cast($mac as varchar) as mac, cast($state as varchar) as state, cast($locality as varchar) as locality,
    cast($first_service_date as date) as first_service_date
"""
EMPTY_COVERAGE = """
create or replace temp table coverage (
    code varchar, detector varchar, status varchar, eligible_lines bigint, unknown_lines bigint, findings bigint,
    note varchar
)
"""
UNVERIFIED = """
select f.code, f.source_id, count(*) as findings
from raw_finding f
where f.basis = 'unverified'
group by f.code, f.source_id
order by f.code, f.source_id
"""
SOURCES = """
select s.source_id, s.title, s.publisher, s.document_number, count(*) as findings
from raw_finding f
join source s on s.source_id = f.source_id
group by s.source_id, s.title, s.publisher, s.document_number
order by s.source_id
"""
BY_CODE = "select code, certainty, count(*) from raw_finding group by code, certainty order by code, certainty"
TOTALS = """
select
    scenario, count(*) as lines,
    sum(overpayment_allowed) as overpayment_allowed,
    sum(overpayment_paid) as overpayment_paid,
    sum(overpayment_fee) as overpayment_fee,
    sum(case when within_lookback then overpayment_paid else 0 end) as overpayment_paid_within_lookback
from exposure
group by scenario
order by scenario
"""


@dataclass(frozen=True)
class Defaults:
    """What the run says of lines that carry no MAC, state or locality of their own."""

    mac: str | None = None
    state: str | None = None
    locality: str | None = None


@dataclass(frozen=True)
class Detection:
    """What detection left behind beside the tables of the connection."""

    loaded: Loaded
    coverage: list[Coverage]
    policy: Policy


def audit(
    inputs: Inputs,
    *,
    out: str | Path,
    procedures: str | Path | None = None,
    input_format: str = "auto",
    mapping: str | Path | None = None,
    mac: str | None = None,
    state: str | None = None,
    locality: str | None = None,
    all_lines: bool = False,
    as_of: datetime.date | None = None,
    lookback_years: int | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    payer_packs: Mapping[str, str] | None = None,
    pack_dirs: Sequence[str | Path] = (),
    engine: str = "duckdb",
    memory_limit: str | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Audit:
    """Audit claim files and write the audit folder ``out``, whole or not at all.

    ``inputs`` is a path or several; ``procedures`` a file of documented procedures; ``as_of`` defaults to the last
    paid or service date of the extract and ``lookback_years`` to the policy's value on that date. The other arguments
    are those of `facetaudit audit`.

    Raises UsageError, PolicyError or InputRefused, each with one sentence, before anything is written.
    """
    if engine != "duckdb":
        raise UsageError(f"There is no engine {engine!r} here: give duckdb.")
    target = Path(out)
    check_target(target)
    chosen = choose(select, ignore)
    rules = load_policy(pack_dirs, payer_packs)
    defaults = Defaults(mac, state, locality)
    tell = progress or (lambda stage: None)
    with connect(memory_limit, threads) as con:
        found = detect_into(
            con,
            inputs,
            rules,
            chosen,
            defaults,
            procedures=procedures,
            input_format=input_format,
            mapping=mapping,
            all_lines=all_lines,
            progress=tell,
        )
        day = as_of or last_day(found.loaded)
        years = lookback_years if lookback_years is not None else _lookback_years(rules, day)
        tell("Pricing")
        fees.register(con)
        compute(con, tuple(detector.code for detector in chosen), day, years)
        parameters = {
            "mac": mac,
            "state": state,
            "locality": locality,
            "all_lines": all_lines,
            "lookback_years": years,
            "payer_packs": dict(sorted((payer_packs or {}).items())),
            "engine": engine,
            "input_format": input_format,
            "mapping": Path(mapping).name if mapping else None,
        }
        tell("Writing")
        with new_folder(target) as folder:
            write_tables(con, folder)
            write_json(folder / "summary.json", _summary(con, found, day))
            write_json(folder / MANIFEST, _manifest(con, found, chosen, parameters, day))
    return Audit(target)


def detect_into(
    con: duckdb.DuckDBPyConnection,
    inputs: Inputs,
    rules: Policy,
    chosen: Sequence[Detector],
    defaults: Defaults,
    *,
    procedures: str | Path | None = None,
    input_format: str = "auto",
    mapping: str | Path | None = None,
    all_lines: bool = False,
    progress: Progress,
) -> Detection:
    """Load, derive history and run detectors on one connection; the tables stay on it."""
    _check_defaults(rules, defaults)
    loaded = read(
        con,
        inputs,
        rules,
        procedures=procedures,
        input_format=input_format,
        mapping=mapping,
        all_lines=all_lines,
        progress=progress,
    )
    con.execute(
        RUN_DEFAULT,
        {
            "mac": defaults.mac,
            "state": defaults.state,
            "locality": defaults.locality,
            "first_service_date": loaded.load.first_service_date,
        },
    )
    progress("Deriving sessions")
    derive(con)
    progress("Running detectors")
    coverage = run_detectors(con, chosen)
    con.execute(EMPTY_COVERAGE)
    con.executemany(
        "insert into coverage values (?, ?, ?, ?, ?, ?, ?)",
        [
            (c.detector.code, c.detector.name, c.status, c.eligible_lines, c.unknown_lines, c.findings, c.note)
            for c in coverage
        ],
    )
    return Detection(loaded, coverage, rules)


def last_day(loaded: Loaded) -> datetime.date:
    """The last paid or service date of the accepted lines: the as-of date of a run that names none."""
    known = [day for day in (loaded.load.last_service_date, loaded.load.last_paid_date) if day is not None]
    if not known:
        raise UsageError("The extract has no date to count the look-back from: give --as-of.")
    last: datetime.date = max(known)
    return last


def _lookback_years(rules: Policy, day: datetime.date) -> int:
    # an extract that ends before the first policy day has no facet line that a look-back could hold
    value = rules.value("lookback_years", on=max(day, FIRST_DAY))
    return int(value.number or 0)


def _check_defaults(rules: Policy, defaults: Defaults) -> None:
    if defaults.mac is not None and defaults.mac not in rules.macs:
        raise UsageError(f"There is no MAC {defaults.mac!r}: give one of {', '.join(sorted(rules.macs))}.")
    if defaults.state is not None and rules.mac_of_state(defaults.state) is None:
        raise UsageError(f"There is no state {defaults.state!r}: give two letters, such as OH.")


def _summary(con: duckdb.DuckDBPyConnection, found: Detection, day: datetime.date) -> dict[str, Any]:
    totals = con.sql(TOTALS)
    names = totals.columns
    return {
        **load_summary(con, found.loaded.load.to_dict(), found.loaded.notes.to_dict()),
        "as_of": day.isoformat(),
        "sessions": _count(con, "select count(*) from session"),
        "findings": [
            {"code": code, "certainty": certainty, "findings": number}
            for code, certainty, number in con.sql(BY_CODE).fetchall()
        ],
        "exposure": [
            {
                name: value if isinstance(value, (int, str)) or value is None else str(value)
                for name, value in zip(names, row, strict=True)
            }
            for row in totals.fetchall()
        ],
        "sources": [
            dict(zip(("source_id", "title", "publisher", "document_number", "findings"), row, strict=True))
            for row in con.sql(SOURCES).fetchall()
        ],
        "unverified": [
            {"code": code, "source_id": source, "findings": number}
            for code, source, number in con.sql(UNVERIFIED).fetchall()
        ],
    }


def _manifest(
    con: duckdb.DuckDBPyConnection,
    found: Detection,
    chosen: Sequence[Detector],
    parameters: Mapping[str, Any],
    day: datetime.date,
) -> dict[str, Any]:
    return {
        "kind": KIND,
        "facetaudit": __version__,
        "as_of": day.isoformat(),
        "parameters": dict(parameters),
        "inputs": [
            {"name": file.name, "format": file.format, "sha256": file.sha256, "bytes": file.size_bytes}
            for file in found.loaded.load.files
        ],
        "procedures": found.loaded.notes.to_dict(),
        "rows": found.loaded.load.to_dict()["rows"]["total"],
        "findings": _count(con, "select count(*) from raw_finding"),
        "detectors": [detector.code for detector in chosen],
        "policy": found.policy.fingerprint(),
        "fees": fees.fingerprint(),
    }


def _count(con: duckdb.DuckDBPyConnection, query: str) -> int:
    return int(con.sql(query).fetchall()[0][0])
