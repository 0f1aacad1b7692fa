"""Reading claims and notes into the connection, before any derivation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from facetaudit.claims.intake import load
from facetaudit.claims.report import LoadReport
from facetaudit.policy import Policy
from facetaudit.procedures.notes import NotesReport, load_notes

Progress = Callable[[str], None]
"""Told the name of each stage as it begins.

One with a method `reading` is told how far the reading of claims is, one with `more` how many stages come on top.
"""


Inputs = str | Path | Sequence[str | Path]

UNLISTED_CODE = "64999"
FIRST_FACET_DATE = """
select min(l.service_date) from claim_line l where l.hcpcs in (select hcpcs from code_set where name = 'family')
"""


@dataclass(frozen=True)
class Loaded:
    """The reports of what was read; the tables are on the connection."""

    load: LoadReport
    notes: NotesReport


def read(
    con: duckdb.DuckDBPyConnection,
    inputs: Inputs,
    rules: Policy,
    *,
    procedures: str | Path | None,
    input_format: str,
    mapping: str | Path | None,
    all_lines: bool,
    skip_bad_files: bool,
    progress: Progress,
) -> Loaded:
    """Read the files; the tables of policy, claims and procedures are then on the connection.

    Raises InputRefused for a file that cannot be read, PolicyError for a facet line before the first policy value.
    """
    rules.register(con)
    progress("Reading claims")
    report = load(
        con,
        paths(inputs),
        input_format=input_format,
        mapping=mapping,
        all_lines=all_lines,
        skip_bad_files=skip_bad_files,
        progress=getattr(progress, "reading", None),
        announce=getattr(progress, "announce", None),
        keep_codes=(*rules.family_codes(), UNLISTED_CODE),
    )
    rules.check_dates(con.sql(FIRST_FACET_DATE).fetchall()[0][0])
    return Loaded(report, load_notes(con, Path(procedures) if procedures else None))


def paths(inputs: Inputs) -> list[Path]:
    """The input paths as a list, whether one or several were given."""
    given = [inputs] if isinstance(inputs, (str, Path)) else list(inputs)
    return [Path(one) for one in given]
