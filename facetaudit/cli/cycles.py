"""Commands of batches: cycle, verify, notebooks."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from facetaudit.cli import output
from facetaudit.cli.options import fees_dir_option
from facetaudit.errors import ReportFailed


class _Progress:
    """A bar with the time that is left on a terminal, a plain line a report elsewhere, nothing when quiet."""

    def __init__(self, quiet: bool) -> None:
        self._quiet = quiet
        self._terminal = sys.stderr.isatty()
        self._total = self._count = 0
        self._bar: Any = None

    def stage(self, words: str) -> None:
        """A step begins."""
        self.close()
        output.say(words, self._quiet)

    def begin(self, reports: int) -> None:
        """The reports begin."""
        self._total = reports
        if self._terminal and not self._quiet:
            from tqdm import tqdm

            self._bar = tqdm(total=reports, unit="report", desc="Reports", delay=1)

    def done(self, name: str, how: str) -> None:
        """A report is done."""
        self._count += 1
        if self._bar is not None:
            self._bar.update()
            if how == "failed":
                self._bar.write(f"{name}: failed", file=sys.stderr)
        else:
            output.say(f"{self._count} of {self._total}: {name}: {how}", self._quiet)

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--previous", type=click.Path(path_type=Path), help="The out folder of the cycle before, to compare with."
)
@fees_dir_option
@click.pass_context
def cycle(context: click.Context, file: Path, previous: Path | None, fees_dir: Path | None) -> None:
    """Make the reports of a cycle, for example reports/tpe_cycle.yaml, and an index over them.

    What is done and current stays, so a second start goes on where the first was stopped. A report that fails leaves a
    page with its traceback; the others are made, the index says so, the exit code is 4.
    """
    from facetaudit.reporting.cycle.run import run_cycle

    progress = _Progress(bool(context.obj))
    try:
        outcome = run_cycle(file, progress, previous, fees_dir)
    finally:
        progress.close()
    output.say(
        f"{len(outcome.made)} reports made, {len(outcome.current)} were current, {len(outcome.failed)} failed.",
        bool(context.obj),
    )
    click.echo(str(outcome.index))
    if outcome.failed:
        raise ReportFailed(
            f"{len(outcome.failed)} of the cycle's reports failed, first {outcome.failed[0]}; {outcome.index} says why."
        )


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@output.format_option
def verify(folder: Path, output_format: str) -> None:
    """Compare a cycle with its manifests: hashes of inputs, notebooks, package and files. Exit 4 if one differs."""
    from facetaudit.reporting.cycle.verify import verify as differing

    found = differing(folder)
    if found or output_format != "table":
        output.rows(("what", "how"), found, output_format)
    if found:
        raise ReportFailed(f"{len(found)} things do not match in {folder}: find out why, or run the cycle again.")
    if output_format == "table":
        click.echo("Everything matches.")


@click.command()
@click.option("--to", "folder", required=True, type=click.Path(path_type=Path), help="The folder to copy them to.")
@click.option(
    "--audit",
    "audit_dir",
    type=click.Path(path_type=Path),
    help="An audit folder to set in the copies, with a provider of it, so that each runs as it is.",
)
def notebooks(folder: Path, audit_dir: Path | None) -> None:
    """Copy the report notebooks out of the package, to read, run and change."""
    from facetaudit.reporting.copies import copy_notebooks

    for path in copy_notebooks(folder, audit_dir):
        click.echo(str(path))
