"""How commands print: lists as a table, CSV or JSON on stdout, messages and progress on stderr."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click

FORMATS = ("table", "csv", "json")

format_option = click.option(
    "--format", "output_format", type=click.Choice(FORMATS), default="table", show_default=True, help="How to print."
)


def rows(columns: Sequence[str], content: Iterable[Sequence[Any]], output_format: str) -> None:
    """Print a list to stdout."""
    lines = [["" if cell is None else str(cell) for cell in row] for row in content]
    if output_format == "json":
        click.echo(json.dumps([dict(zip(columns, line, strict=True)) for line in lines], indent=2, ensure_ascii=False))
    elif output_format == "csv":
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(lines)
        click.echo(text.getvalue(), nl=False)
    else:
        click.echo(table(columns, lines))


def table(columns: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """A plain table: columns that hold only numbers are right-aligned."""
    widths = [max(len(name), *(len(line[at]) for line in lines), 0) for at, name in enumerate(columns)]
    numeric = [bool(lines) and all(_is_number(line[at]) for line in lines) for at in range(len(columns))]

    def drawn(line: Sequence[str]) -> str:
        cells = (c.rjust(w) if n else c.ljust(w) for c, w, n in zip(line, widths, numeric, strict=True))
        return "  ".join(cells).rstrip()

    return "\n".join([drawn(list(columns)), "  ".join("-" * width for width in widths), *map(drawn, lines)])


def _is_number(cell: str) -> bool:
    return cell.lstrip("-").replace(",", "").replace(".", "", 1).isdigit()


def say(message: str, quiet: bool) -> None:
    """A message for the person at the terminal."""
    if not quiet:
        click.echo(message, err=True)


@contextmanager
def stages(names: int, quiet: bool) -> Iterator[Callable[[str], None]]:
    """A bar over the stages of a job on a terminal, shown once it has taken two seconds."""
    from tqdm import tqdm

    hidden = quiet or not sys.stderr.isatty()
    with tqdm(total=names, disable=hidden, delay=2, bar_format="{desc:<20} {bar} {elapsed}", leave=False) as bar:
        begun = False

        def tell(stage: str) -> None:
            nonlocal begun
            if begun:
                bar.update(1)
            begun = True
            bar.set_description_str(stage)

        yield tell
