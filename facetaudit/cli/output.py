"""How commands print: lists as a table, CSV or JSON on stdout, messages and progress on stderr."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:
    from tqdm import tqdm

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


class Stages:
    """Moves the bar: by stages and, while claims are read, by their bytes, with the rows in words."""

    def __init__(self, bar: tqdm[NoReturn], quiet: bool) -> None:
        self._bar = bar
        self._quiet = quiet
        self._begun = 0
        self._name = ""

    def __call__(self, stage: str) -> None:
        """A stage begins."""
        self._bar.n = self._begun
        self._begun += 1
        self._name = stage
        self._bar.set_description_str(stage)

    def more(self, names: int) -> None:
        """So many stages come on top."""
        self._bar.total += names

    def announce(self, sentence: str) -> None:
        """Something that the user should know before it goes on."""
        self._bar.clear()
        say(sentence, self._quiet)

    def reading(self, doing: str, done: int, total: int, rows: int) -> None:
        """Claims are being read: so many bytes of so many, so many rows until now."""
        self._bar.n = self._begun - 1 + (done / total if total else 0)
        megabytes = f"{done / 1e6:,.0f} of {total / 1e6:,.0f} MB, {rows:,} rows"
        self._bar.set_description_str(f"{self._name}: {doing}, {megabytes}")


@contextmanager
def stages(names: int, quiet: bool) -> Iterator[Stages]:
    """A bar over the stages of a job on a terminal, shown once it has taken two seconds."""
    from tqdm import tqdm

    hidden = quiet or not sys.stderr.isatty()
    with tqdm(total=names, disable=hidden, delay=2, bar_format="{desc:<20} {bar} {elapsed}", leave=False) as bar:
        yield Stages(bar, quiet)
