"""The command map: a mapping proposed for an export with headers of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from facetaudit.cli import output

if TYPE_CHECKING:
    from facetaudit.claims.map_file import Mapped

COLUMNS = ("column", "header", "sure", "why")


@click.command("map")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--sheet", metavar="NAME", help="The sheet of a workbook with several.")
@click.option("--out", type=click.Path(path_type=Path), help="Write the mapping to this new file; default: print it.")
@click.option("--show-identifiers", is_flag=True, help="Show identifiers of patients and claims in the rows in full.")
@output.format_option
@click.pass_context
def map_command(
    context: click.Context, file: Path, sheet: str | None, out: Path | None, show_identifiers: bool, output_format: str
) -> None:
    """Propose a mapping for an export with headers of its own, show ten mapped rows, write the TOML to edit.

    FILE is delimited text or a workbook. Its first 50,000 rows are looked at: the header is held against the presets
    and the words of the field, the cells against what each column holds. Every column says how sure it is: sure (a
    known header whose cells agree), likely (one of the two), look (weak, or the cells allow another reading). In the
    rows that are shown, identifiers are masked but for their last two characters; dates and amounts are shown.
    """
    from facetaudit.audit.load import UNLISTED_CODE
    from facetaudit.claims.map_file import map_file, refuse_existing, write_mapping
    from facetaudit.engine.duckdb import connect
    from facetaudit.policy import load_policy

    if out is not None:
        refuse_existing(out)
    with connect() as con:
        made = map_file(con, file, sheet=sheet, facet_codes=(*load_policy().family_codes(), UNLISTED_CODE))
    if out is not None:
        write_mapping(made.text, out)
    if output_format == "json":
        click.echo(json.dumps(_as_object(made, show_identifiers), indent=2, ensure_ascii=False))
    elif output_format == "csv":
        output.rows(COLUMNS, _columns(made), "csv")
    else:
        for line in _described(made, show_identifiers):
            click.echo(line)
        if out is None:
            click.echo(f"\nThe mapping, to be saved and edited (--out FILE writes it):\n\n{made.text}", nl=False)
    if out is not None:
        output.say(f"Mapping: {out}", bool(context.obj))


def _columns(made: Mapped) -> list[list[str]]:
    found = [[one.column, ", ".join(one.headers), one.sure, one.why] for one in made.proposal.columns]
    return found + [[column, "", "", "required, and not found"] for column in made.proposal.missing]


def _described(made: Mapped, show_identifiers: bool) -> Iterator[str]:
    from facetaudit.claims.mapping_text import said_of_preset

    taken, proposal = made.sample, made.proposal
    rows = f"{taken.rows:,} rows" if taken.whole else f"the first {taken.rows:,} rows"
    yield f"{taken.name}: {taken.why}, {len(taken.header)} columns; {rows} were looked at."
    yield said_of_preset(proposal)
    yield ""
    yield output.table(COLUMNS, _columns(made))
    if proposal.unused:
        yield ""
        yield output.table(("header that is not read", "looks like"), [list(pair) for pair in proposal.unused])
    if proposal.notes:
        yield ""
        yield from proposal.notes
    yield ""
    if made.trial is None:
        missing = ", ".join(proposal.missing)
        yield f"Required and not found: {missing}. Write the headers into the mapping; until then no row can be read."
        return
    yield from _tried(made, show_identifiers)


def _tried(made: Mapped, show_identifiers: bool) -> Iterator[str]:
    """Some rows as they would be loaded, and what would be rejected."""
    trial = made.trial
    if trial is None:
        return
    if trial.rows:
        shown = _rows(made, show_identifiers)
        columns = [name for name in shown[0] if any(row[name] for row in shown)]
        masked = "" if show_identifiers else "; identifiers are masked, --show-identifiers shows them"
        yield f"{len(shown)} rows as they would be loaded, facet codes first{masked}:"
        yield output.table(columns, [[row[name] or "" for name in columns] for row in shown])
        yield ""
    yield (
        f"Of {made.sample.rows:,} rows, {trial.accepted:,} would be lines ({trial.facet_lines:,} with a facet code) "
        f"and {trial.rejected:,} would be rejected."
    )
    yield from (f"  {rows:>8,}  {column}: {reason}" for column, reason, rows in trial.rejects)


def _rows(made: Mapped, show_identifiers: bool) -> list[dict[str, str | None]]:
    from facetaudit.claims.trial import masked

    rows = made.trial.rows if made.trial else ()
    shown = rows if show_identifiers else [masked(row) for row in rows]
    return [{name: None if value is None else str(value) for name, value in row.items()} for row in shown]


def _as_object(made: Mapped, show_identifiers: bool) -> dict[str, Any]:
    taken, proposal, trial = made.sample, made.proposal, made.trial
    return {
        "file": taken.name,
        "why": taken.why,
        "rows": {
            "read": taken.rows,
            "whole": taken.whole,
            "accepted": trial.accepted if trial else None,
            "facet_lines": trial.facet_lines if trial else None,
            "rejected": trial.rejected if trial else None,
        },
        "preset": proposal.preset,
        "columns": [
            {"column": one.column, "headers": list(one.headers), "sure": one.sure, "why": one.why}
            for one in proposal.columns
        ],
        "missing": list(proposal.missing),
        "unused": [{"header": header, "looks_like": looks} for header, looks in proposal.unused],
        "notes": list(proposal.notes),
        "shown": _rows(made, show_identifiers),
        "rejects": [
            {"column": column, "reason": reason, "rows": rows}
            for column, reason, rows in (trial.rejects if trial else ())
        ],
        "mapping": made.text,
    }
