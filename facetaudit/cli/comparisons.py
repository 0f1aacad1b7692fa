"""Commands that compare providers: peers, peers-import."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from facetaudit.cli import output

SHOWN = ("well above", "above")
ABOUT = (
    "These words are a screen for what to look at, no proof of an improper payment; no official comparative report on "
    "facet procedures is known."
)


@click.command()
@click.argument("audit_dir", type=click.Path(path_type=Path))
@click.option("--npi", help="Only this provider, rendering else billing; the words stay the same.")
@click.option(
    "--public",
    type=click.Path(path_type=Path),
    metavar="DIR|FILE",
    help="A folder of `peers-import`, or CMS's Physician & Other Practitioners file itself.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="Of the bootstrap.")
@click.option("--out", type=click.Path(path_type=Path), help="A folder to write the tables to.")
@output.format_option
@click.pass_context
def peers(
    context: click.Context,
    audit_dir: Path,
    npi: str | None,
    public: Path | None,
    seed: int,
    out: Path | None,
    output_format: str,
) -> None:
    """Compare providers with the extract's others and with CMS's public figures: well above, above, not above, too few.

    Each is held against the spread of its peers, chances are adjusted for the number of comparisons. As a table, all
    rows of the provider of --npi are printed, else those above the peers. As CSV the comparison within the extract is
    printed, as JSON everything.
    """
    from facetaudit.statistics.peers import COLUMNS
    from facetaudit.statistics.peers import peers as compare

    with output.stages(1, bool(context.obj)) as tell:
        tell("Comparing")
        found = compare(audit_dir, npi=npi, public=public, seed=seed, out=out)
    if output_format == "json":
        content = {"peers": found.rows, "public": found.public, "notes": found.notes}
        click.echo(json.dumps(content, indent=2, ensure_ascii=False))
        return
    if output_format == "csv":
        output.rows(COLUMNS, [[row[name] for name in COLUMNS] for row in found.rows], "csv")
        return
    _titled("Beside the others of the extract", found.rows, npi)
    if public is not None:
        _titled("Beside CMS's public figures", found.public, npi)
    for note in (*found.notes, ABOUT):
        click.echo(f"Note: {note}")


def _titled(heading: str, rows: list[dict[str, Any]], npi: str | None) -> None:
    """A table of all rows of one provider, or of those above the peers and how many there are."""
    shown = [row for row in rows if npi is not None or row["word"] in SHOWN]
    click.echo(heading if npi is not None else f"{heading}: {len(shown):,} of {len(rows):,} comparisons are above")
    if shown:
        columns = list(shown[0])
        output.rows(columns, [[row[name] for name in columns] for row in shown], "table")
    click.echo()


@click.command("peers-import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--year", type=click.IntRange(2012, 2099), help="Of the services, where the files' names do not tell.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The folder to write, for peers.")
@click.pass_context
def peers_import(context: click.Context, files: tuple[Path, ...], year: int | None, out: Path) -> None:
    """Keep the facet rows of your downloads of CMS's Medicare Physician & Other Practitioners, for peers --public.

    FILE is by Provider and Service or by Geography and Service, csv, txt or zip as CMS publishes it, told by its
    header; of one year. Names, addresses and descriptors are left out. All files of a call are kept or none.
    """
    from facetaudit.statistics.public_files import import_public

    with output.stages(1, bool(context.obj)) as tell:
        tell("Reading")
        told = import_public(files, out, year=year)
    columns = ("file", "layout", "year", "rows", "facet_rows")
    output.rows(columns, [[one[name] for name in columns] for one in told], "table")
    for one in told:
        if one["note"]:
            output.say(f"{one['file']}: {one['note']}", bool(context.obj))
