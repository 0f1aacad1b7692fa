"""The main job: claim files in, audit folder out."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypedDict, Unpack

import duckdb

from facetaudit import fees
from facetaudit.audit.catalogue import catalogue
from facetaudit.audit.folder import MANIFEST, check_target, name_findings, new_folder, write_json, write_tables
from facetaudit.audit.load import Inputs, Loaded, Progress, read
from facetaudit.audit.opened import Audit
from facetaudit.audit.patient_batches import patient_batches, together
from facetaudit.audit.repayment import repayment
from facetaudit.audit.summary import Detection, manifest, summary
from facetaudit.detectors.model import Detector
from facetaudit.detectors.registry import choose
from facetaudit.engine.duckdb import Coverage, connect, derive, run_detectors
from facetaudit.engine.own_sql import check_columns
from facetaudit.errors import UsageError
from facetaudit.exposure.compute import compute
from facetaudit.history import PATIENT_STEPS, WHOLE_STEPS
from facetaudit.history.prices import price_schedule
from facetaudit.policy import Policy, load_policy

ENGINES = ("duckdb", "spark")
STAGES_OF_BATCH = 4
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


@dataclass(frozen=True)
class Defaults:
    """What the run says of lines that carry no MAC, state or locality of their own."""

    mac: str | None = None
    state: str | None = None
    locality: str | None = None


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
    skip_bad_files: bool = False,
    as_of: datetime.date | None = None,
    lookback_years: int | None = None,
    knowledge_date: datetime.date | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    payer_packs: Mapping[str, str] | None = None,
    pack_dirs: Sequence[str | Path] = (),
    detectors_dir: str | Path | None = None,
    fees_dir: fees.FeesDir = None,
    participants: str | Path | None = None,
    engine: str = "duckdb",
    spark_master: str | None = None,
    memory_limit: str | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Audit:
    """Audit claim files and write the audit folder ``out``, whole or not at all.

    ``inputs`` is a path or several: files, folders, globs, `.gz` and `.zip` of files; ``procedures`` a file of
    documented procedures; ``as_of`` defaults to the last paid or service date of the extract and ``lookback_years`` to
    the policy's value on that date; with ``knowledge_date``, the day since which an overpayment is known, the summary
    says until when it is due; ``participants`` is a CSV file (npi, year, participant) of who is a qualifying
    participant; ``detectors_dir`` is a folder of your own detectors (docs/own-detector.md); ``fees_dir`` the folder of
    imported fees, the user's own when None, False for the built-in tables alone. With ``engine`` `spark` the inputs are
    CSV, Parquet, addresses of such, or tables, and ``spark_master`` says where it runs. The other arguments are those
    of `facetaudit audit`. A detector that fails is an `error` row of the coverage and stands in ``summary["failed"]``.

    Raises UsageError, PolicyError or InputRefused, each with one sentence, before anything is written.
    """
    if engine not in ENGINES:
        raise UsageError(f"There is no engine {engine!r} here: give {' or '.join(ENGINES)}.")
    if engine == "spark":
        _refuse_on_spark(mapping, detectors_dir, skip_bad_files)
    target = Path(out)
    check_target(target)
    rules = load_policy(pack_dirs, payer_packs)
    known = catalogue(detectors_dir, rules)
    chosen = choose(select, ignore, known)
    defaults = Defaults(mac, state, locality)
    imported = fees.stored(fees_dir)
    tell = progress or (lambda stage: None)
    with ExitStack() as stack:
        con = stack.enter_context(connect(memory_limit, threads))
        if engine == "spark":
            from facetaudit.audit import spark_run  # PySpark is there for those who ask for it

            _check_defaults(rules, defaults)
            tables = stack.enter_context(spark_run.tables_beside(target, spark_master))
            found = spark_run.detect(
                tables,
                con,
                inputs,
                rules,
                chosen,
                procedures=procedures,
                input_format=input_format,
                all_lines=all_lines,
                participants=participants,
                imported=imported,
                run_default=(RUN_DEFAULT, asdict(defaults)),
                progress=tell,
            )
            day = as_of or last_day(found.loaded)
            due = repayment(rules, day, lookback_years, knowledge_date)
            tell("Pricing")
            codes = tuple(detector.code for detector in chosen)
            spark_run.compute(tables, con, codes, day, due.lookback_years)
            name_findings(con)
        else:
            loaded = _load_into(
                con,
                inputs,
                rules,
                defaults,
                procedures=procedures,
                input_format=input_format,
                mapping=mapping,
                all_lines=all_lines,
                skip_bad_files=skip_bad_files,
                imported=imported,
                participants=participants,
                progress=tell,
            )
            day = as_of or last_day(loaded)
            due = repayment(rules, day, lookback_years, knowledge_date)
            coverage = _find_and_price(con, chosen, detectors_dir, day, due.lookback_years, tell)
            found = Detection(loaded, coverage, rules)
        _name_coverage(con, found.coverage)
        parameters = {
            "mac": mac,
            "state": state,
            "locality": locality,
            "all_lines": all_lines,
            "skip_bad_files": skip_bad_files,
            "lookback_years": due.lookback_years,
            "knowledge_date": knowledge_date.isoformat() if knowledge_date else None,
            "payer_packs": dict(sorted((payer_packs or {}).items())),
            "engine": engine,
            "input_format": input_format,
            "mapping": Path(mapping).name if mapping else None,
            "detectors_dir": Path(detectors_dir).name if detectors_dir is not None else None,
            "participants": _named(participants),
        }
        tell("Writing")
        with new_folder(target) as folder:
            write_tables(con, folder)
            write_json(folder / "summary.json", summary(con, found, due))
            write_json(folder / MANIFEST, manifest(con, found, known, imported, parameters, day))
    return Audit(target)


class Reading(TypedDict, total=False):
    """What a caller may say of reading, each as for `audit`; ``imported`` are the user's fee tables."""

    procedures: str | Path | None
    input_format: str
    mapping: str | Path | None
    all_lines: bool
    skip_bad_files: bool
    imported: Sequence[fees.Import]
    participants: str | Path | None


def detect_into(
    con: duckdb.DuckDBPyConnection,
    inputs: Inputs,
    rules: Policy,
    chosen: Sequence[Detector],
    defaults: Defaults,
    *,
    detectors_dir: str | Path | None = None,
    progress: Progress,
    **reading: Unpack[Reading],
) -> Detection:
    """Load, derive history and run detectors on one connection; the tables, those of fees too, stay on it.

    ``detectors_dir`` is the folder of the users' detectors among the chosen.
    """
    loaded = _load_into(con, inputs, rules, defaults, progress=progress, **reading)
    coverage = _find(con, chosen, detectors_dir, progress)
    _name_coverage(con, coverage)
    return Detection(loaded, coverage, rules)


def _load_into(
    con: duckdb.DuckDBPyConnection,
    inputs: Inputs,
    rules: Policy,
    defaults: Defaults,
    *,
    progress: Progress,
    procedures: str | Path | None = None,
    input_format: str = "auto",
    mapping: str | Path | None = None,
    all_lines: bool = False,
    skip_bad_files: bool = False,
    imported: Sequence[fees.Import] = (),
    participants: str | Path | None = None,
) -> Loaded:
    """Load claims, notes, policy and fees, and derive what goes from one patient to another."""
    _check_defaults(rules, defaults)
    fees.load_participants(con, participants)
    loaded = read(
        con,
        inputs,
        rules,
        procedures=procedures,
        input_format=input_format,
        mapping=mapping,
        all_lines=all_lines,
        skip_bad_files=skip_bad_files,
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
    fees.register(con, imported=imported)
    fees.put_edits_over(con, imported)
    derive(con, WHOLE_STEPS)
    return loaded


def _find(
    con: duckdb.DuckDBPyConnection,
    chosen: Sequence[Detector],
    detectors_dir: str | Path | None,
    progress: Progress,
) -> list[Coverage]:
    """Derive history and run detectors on the lines that `claim_line` holds."""
    progress("Deriving sessions")
    derive(con, PATIENT_STEPS)
    if any(detector.needs_prices for detector in chosen):
        progress("Looking up prices")
        price_schedule(con)
    progress("Running detectors")
    if detectors_dir is not None:
        check_columns(con, Path(detectors_dir), chosen)
    return run_detectors(con, chosen)


def _find_and_price(
    con: duckdb.DuckDBPyConnection,
    chosen: Sequence[Detector],
    detectors_dir: str | Path | None,
    as_of: datetime.date,
    lookback_years: int,
    progress: Progress,
) -> list[Coverage]:
    """Detectors and exposure, a batch of patients after the other; what a user's detector reads is not cut.

    A detector that fails in one batch has no findings in any: the batches are gone through again without it.
    """
    failed: dict[str, Coverage] = {}
    while True:
        running = [detector for detector in chosen if detector.code not in failed]
        parts = []
        for number, count in patient_batches(con, one=detectors_dir is not None):
            if number == 1 < count and hasattr(progress, "more"):
                progress.more((count - 1) * STAGES_OF_BATCH)
            tell = _of_batch(progress, number, count)
            parts.append(_find(con, running, detectors_dir, tell))
            tell("Pricing")
            compute(con, [detector.code for detector in chosen], as_of, lookback_years)
            name_findings(con)
        ended = {row.detector.code: row for row in together(parts)}
        again = {code: row for code, row in ended.items() if row.status == "error"}
        if len(parts) == 1 or not again:
            return [(ended | failed)[detector.code] for detector in chosen]
        failed |= again


def _of_batch(progress: Progress, number: int, count: int) -> Progress:
    return progress if count == 1 else lambda stage: progress(f"{stage}, patients {number}/{count}")


def _name_coverage(con: duckdb.DuckDBPyConnection, coverage: Sequence[Coverage]) -> None:
    con.execute(EMPTY_COVERAGE)
    con.executemany(
        "insert into coverage values (?, ?, ?, ?, ?, ?, ?)",
        [
            (c.detector.code, c.detector.name, c.status, c.eligible_lines, c.unknown_lines, c.findings, c.note)
            for c in coverage
        ],
    )


def _refuse_on_spark(mapping: str | Path | None, detectors_dir: str | Path | None, skip_bad_files: bool) -> None:
    for option, given in (
        ("--mapping", mapping is not None),
        ("--detectors-dir", detectors_dir is not None),
        ("--skip-bad-files", skip_bad_files),
    ):
        if given:
            raise UsageError(f"--engine spark does not take {option}: leave it out, or use --engine duckdb.")


def _named(participants: str | Path | None) -> dict[str, str] | None:
    if participants is None:
        return None
    file = Path(participants)
    return {"name": file.name, "sha256": hashlib.sha256(file.read_bytes()).hexdigest()}


def last_day(loaded: Loaded) -> datetime.date:
    """The last paid or service date of the accepted lines: the as-of date of a run that names none."""
    known = [day for day in (loaded.load.last_service_date, loaded.load.last_paid_date) if day is not None]
    if not known:
        raise UsageError("The extract has no date to count the look-back from: give --as-of.")
    last: datetime.date = max(known)
    return last


def _check_defaults(rules: Policy, defaults: Defaults) -> None:
    if defaults.mac is not None and defaults.mac not in rules.macs:
        raise UsageError(f"There is no MAC {defaults.mac!r}: give one of {', '.join(sorted(rules.macs))}.")
    if defaults.state is not None and rules.mac_of_state(defaults.state) is None:
        raise UsageError(f"There is no state {defaults.state!r}: give two letters, such as OH.")
