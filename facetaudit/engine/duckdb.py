"""DuckDB: the default engine. It opens the connection, makes derived tables and runs the detectors' constant SQL."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from facetaudit.claims.room import is_lacking
from facetaudit.detectors.model import Detector
from facetaudit.engine import own_sql
from facetaudit.errors import UsageError
from facetaudit.history import STEPS, Derived
from facetaudit.history.functions import SORTED_WORDS

RAW_FINDING = """
create or replace temp table raw_finding (
    code varchar, detector varchar, family varchar, mac_dated boolean,
    line_id bigint, certainty varchar, effect varchar, observed decimal(12,2), limit_value decimal(12,2),
    reason varchar, correct_coding varchar, source_id varchar, basis varchar,
    recode varchar, pattern_id bigint, numerator decimal(12,3), denominator decimal(12,3),
    corrected_pairs decimal(12,3), corrected_singles decimal(12,3), corrected_place varchar
)
"""
# One detector's answer, with the headline where a line says nothing else. `answer` is the detector's own SQL.
COLLECT = """
insert into raw_finding by name
select
    $code as code, $detector as detector, $family as family, $mac_dated as mac_dated,
    * replace (coalesce(certainty, $certainty) as certainty, coalesce(effect, $effect) as effect)
from (
    select cast(null as varchar) as certainty, cast(null as varchar) as effect where false
    union all by name
    select * from answer
)
"""
FOUND = "select code, count(*) from raw_finding group by code"


@dataclass(frozen=True)
class Coverage:
    """What one detector looked at: lines in its scope, lines it cannot tell, findings, and how it ended."""

    detector: Detector
    status: str
    eligible_lines: int
    unknown_lines: int
    findings: int
    note: str


WORK_FILE = "work.duckdb"
"""Its name is the database's, `work`."""
IN_MEMORY = "pragma disable_checkpoint_on_shutdown; attach ':memory:' as in_memory; use in_memory"

LEAST_MEMORY_MB = 350
# What the process takes beside the engine's own account: Python with the policy tables, and the readers' buffers and
# what the allocator keeps, which grow with the engine.
_PYTHON_MB = 160
_ENGINE_SHARE = 0.72
_MEGABYTES = {"KB": 1e-3, "MB": 1, "GB": 1e3, "TB": 1e6, "KIB": 1.024e-3, "MIB": 1.048576, "GIB": 1073.741824}


class BrokenContract(Exception):
    """A detector answered what no detector may; the message says what, without a value of the claims."""


@contextmanager
def connect(memory_limit: str | None = None, threads: int | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB in memory that spills to a private temporary folder, removed with it.

    The database `work` stands compressed in that folder, for the lines of large extracts and what is made of them.

    `memory_limit` is that of the whole process, such as 2GB.  Raises UsageError for a limit that is no size or too
    small to start, for a thread count that DuckDB does not take, and where memory or a disk does not suffice.
    """
    with tempfile.TemporaryDirectory(prefix="facetaudit-") as spill:
        settings: dict[str, str | bool | int | float | list[str]] = {
            "temp_directory": str(Path(spill)),
            "preserve_insertion_order": True,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
        if memory_limit is not None:
            settings["memory_limit"] = f"{engine_megabytes(memory_limit)}MB"
            settings["allocator_flush_threshold"] = "8MB"
        if threads is not None:
            settings["threads"] = threads
        try:
            connection = duckdb.connect(str(Path(spill) / WORK_FILE), config=settings)
        except duckdb.Error as error:
            raise UsageError(
                f"The engine does not take --threads {threads}: give at least one thread."
            ) from error
        with connection:
            connection.execute(IN_MEMORY)
            with suppress(duckdb.InvalidInputException):  # no ipywidgets in a notebook: no bar, no setting
                connection.execute("set enable_progress_bar = false")
            try:
                yield connection
            except duckdb.OutOfMemoryException as error:
                raise UsageError(
                    f"There is not enough memory{f' within {memory_limit}' if memory_limit else ''} or room for "
                    "temporary files: give a higher --memory-limit, or fewer --threads."
                ) from error
            except duckdb.IOException as error:
                if not is_lacking(error):
                    raise
                if spill in str(error):
                    raise UsageError(
                        f"There is no room left for temporary files in {Path(spill).parent}: free some there, or name "
                        "another disk in TMPDIR."
                    ) from error
                raise UsageError(
                    "There is no room left on the disk that is written to: free some there, or give another --out."
                ) from error


def engine_megabytes(memory_limit: str) -> int:
    """What the engine may take, in megabytes, for the whole process to stay within the limit (`2GB`, `800 MiB`).

    Raises UsageError for a limit that is no size, or too small to start.
    """
    found = re.fullmatch(r"([0-9]+(?:[.][0-9]+)?)([KMGT]I?B)", memory_limit.strip().upper().replace(" ", ""))
    if found is None or found[2] not in _MEGABYTES:
        raise UsageError(
            f"--memory-limit {memory_limit!r} is no size: give one such as 2GB or 800MB, at least {LEAST_MEMORY_MB}MB."
        )
    megabytes = float(found[1]) * _MEGABYTES[found[2]]
    if megabytes < LEAST_MEMORY_MB:
        raise UsageError(f"--memory-limit {memory_limit} is too small: the least that works is {LEAST_MEMORY_MB}MB.")
    return int((megabytes - _PYTHON_MB) * _ENGINE_SHARE)


@contextmanager
def joins_as_written(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Let statements join in the order that their text has: first the lines, then what is looked up for them.

    The engine's own order rests on estimates that take most lines of a facet day for few, and puts the widest table
    into the hash table of a join.
    """
    con.execute("set disabled_optimizers = 'join_order'")
    try:
        yield
    finally:
        con.execute("reset disabled_optimizers")


def derive(con: duckdb.DuckDBPyConnection, steps: Sequence[Derived] = STEPS) -> None:
    """Make the derived tables of history, in order."""
    con.execute(SORTED_WORDS)
    with joins_as_written(con):
        for step in steps:
            relation = con.sql(step.sql)
            if step.stored:
                relation.create(step.name)
            else:
                relation.create_view(step.name, replace=True)


def run_detectors(con: duckdb.DuckDBPyConnection, chosen: Sequence[Detector]) -> list[Coverage]:
    """Run detectors in order of code into `raw_finding`; one that fails is an `error` row and the others still run.

    What a user's own detector answers is checked as well: one that breaks the contract of a detector has failed.
    """
    con.execute(RAW_FINDING)
    looked_at: dict[str, tuple[int, int]] = {}
    failed: dict[str, str] = {}
    for detector in chosen:
        try:
            with nullcontext() if detector.sha256 else joins_as_written(con):
                _collect(con, detector)
                looked_at[detector.code] = _looked_at(con, detector)
        except duckdb.OutOfMemoryException:
            raise
        except (duckdb.Error, BrokenContract) as error:
            con.execute("delete from raw_finding where code = $code", {"code": detector.code})
            failed[detector.code] = str(error).splitlines()[0]
    found = dict(con.sql(FOUND).fetchall())
    return [
        coverage_of(detector, *looked_at[detector.code], found.get(detector.code, 0))
        if detector.code in looked_at
        else Coverage(detector, "error", 0, 0, 0, f"The detector failed: {failed[detector.code]}")
        for detector in chosen
    ]


def _collect(con: duckdb.DuckDBPyConnection, detector: Detector) -> None:
    con.sql(detector.findings).create_view("answer", replace=True)
    con.execute(
        COLLECT,
        {
            "code": detector.code,
            "detector": detector.name,
            "family": detector.family,
            "mac_dated": detector.mac_dated,
            "certainty": detector.certainty,
            "effect": detector.effect,
        },
    )

    if detector.sha256 and (problem := own_sql.breach(con, detector)):
        raise BrokenContract(problem)


def _looked_at(con: duckdb.DuckDBPyConnection, detector: Detector) -> tuple[int, int]:
    rows = con.sql(detector.coverage).fetchall()
    try:
        ((eligible, unknown),) = ((int(eligible or 0), int(unknown or 0)) for eligible, unknown in rows)
    except (ValueError, TypeError) as error:
        raise BrokenContract("its coverage is not one row of two counts") from error
    if detector.sha256 and not 0 <= unknown <= eligible:
        raise BrokenContract(f"its coverage has {unknown} unknown of {eligible} eligible lines")
    return eligible, unknown


def coverage_of(detector: Detector, eligible: int, unknown: int, found: int) -> Coverage:
    """How a detector ended that did not fail: found, unknown, clean or not-applicable."""
    note = unknown_in_words(eligible, unknown, detector.unknown_note) if unknown else ""
    if found:
        status = "found"
    elif unknown:
        status = "unknown"
    elif eligible:
        status = "clean"
    else:
        status, note = "not-applicable", "No line in the scope of this detector."
    return Coverage(detector, status, eligible, unknown, found, note)


def unknown_in_words(eligible: int, unknown: int, why: str) -> str:
    """How many lines a detector cannot tell, and why: "12 of 40 lines cannot be told: <why>"."""
    lines = "line" if eligible == 1 else "lines"
    told = f"{unknown:,} of {eligible:,} {lines} cannot be told"
    return f"{told}: {why}" if why else f"{told}."
