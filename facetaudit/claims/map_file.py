"""A file with headers of its own: a mapping proposed, tried on the file's first rows, and written as TOML."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import duckdb

from facetaudit.claims import content, date_formats, reading, sample
from facetaudit.claims.cleaning import create_macros, drop_macros
from facetaudit.claims.mapping import parse_mapping
from facetaudit.claims.mapping_text import mapping_text
from facetaudit.claims.proposal import Proposal, propose
from facetaudit.claims.sample import Sample, take_sample
from facetaudit.claims.source import reset_variables
from facetaudit.claims.trial import Trial, try_out
from facetaudit.errors import UsageError


@dataclass(frozen=True)
class Mapped:
    """What was looked at, the proposal, its TOML text, and what became of the rows (None where a column is missing)."""

    sample: Sample
    proposal: Proposal
    text: str
    trial: Trial | None


def map_file(
    con: duckdb.DuckDBPyConnection, path: str | os.PathLike[str], *, sheet: str | None, facet_codes: Iterable[str]
) -> Mapped:
    """Propose a mapping for a delimited file or a workbook, and try it; nothing is left in the connection.

    `sheet` names one of a workbook's sheets; `facet_codes` are the codes whose lines are shown first.
    Raises UsageError for a wrong sheet, InputRefused for a file that is no table of claim lines with a header.
    """
    codes = sorted({*facet_codes})
    with ExitStack() as stack:
        workdir = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="facetaudit-")))
        stack.callback(_clean_up, con)
        create_macros(con)
        taken = take_sample(con, Path(path), workdir, sheet)
        proposal = propose(con, taken, codes)
        text = mapping_text(proposal, taken)
        trial = None
        if not proposal.missing:
            trial = try_out(con, taken, parse_mapping("proposed", text, "the proposed mapping", exact=True), codes)
        return Mapped(taken, proposal, text, trial)


def refuse_existing(out: Path) -> None:
    """Refuse a file that is there already (UsageError): it may hold what the user changed."""
    if out.exists():
        raise UsageError(f"--out {out.name}: there is such a file and your changes may be in it; name a new one.")


def write_mapping(text: str, out: Path) -> None:
    """Write the TOML text to a new file; raises UsageError when there is one already or it cannot be written."""
    refuse_existing(out)
    try:
        with out.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except OSError as error:
        raise UsageError(
            f"--out {out.name}: the file cannot be written ({error.strerror}); name another place."
        ) from error


def _clean_up(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(reading.DROP_WORK)
    for statements in (sample.DROP, content.DROP, date_formats.DROP):
        con.execute(statements)
    drop_macros(con)
    reset_variables(con)
