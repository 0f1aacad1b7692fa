"""Commands that read audit folders: report, workbook."""

from __future__ import annotations

from pathlib import Path

import click

from facetaudit.cli import output


@click.command()
@click.argument("notebook")
@click.argument("audit_dir", type=click.Path(path_type=Path))
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="The HTML page; the executed notebook lies beside it."
)
@click.option(
    "-p",
    "--parameter",
    "parameters",
    multiple=True,
    type=(str, str),
    metavar="NAME VALUE",
    help="A parameter of the notebook.",
)
@click.pass_context
def report(
    context: click.Context, notebook: str, audit_dir: Path, out: Path, parameters: tuple[tuple[str, str], ...]
) -> None:
    """Run a notebook on an audit folder: one self-contained HTML page and the executed notebook.

    NOTEBOOK is a name such as findings or exposure, or a path.
    """
    from facetaudit.reporting.runner import run_report

    with output.stages(2, bool(context.obj)) as tell:
        made = run_report(notebook, audit_dir, out, dict(parameters), progress=tell)
    click.echo(str(made))


@click.command()
@click.argument("audit_dir", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The XLSX file.")
def workbook(audit_dir: Path, out: Path) -> None:
    """Write the worklist workbook: scope, findings, corrected coding, rejected rows, sources."""
    from facetaudit.reporting.workbook import write_workbook

    write_workbook(audit_dir, out)
    click.echo(str(out))
