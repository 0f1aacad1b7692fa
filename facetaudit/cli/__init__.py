"""The command line: stdout carries data, stderr progress and messages, the exit code the outcome."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from facetaudit.cli.audits import audit, check, demo, synthesize
from facetaudit.cli.comparisons import peers, peers_import
from facetaudit.cli.cycles import cycle, notebooks, verify
from facetaudit.cli.mapping import map_command
from facetaudit.cli.reference import detectors, fees, policy
from facetaudit.cli.reports import report, workbook
from facetaudit.cli.samples import appraise, sample, tpe, trend
from facetaudit.cli.stopping import stoppable
from facetaudit.errors import FacetauditError
from facetaudit.version import __version__


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.version_option(__version__, prog_name="facetaudit")
@click.option("--quiet", is_flag=True, help="No progress and no messages; errors are still shown.")
@click.pass_context
def commands(context: click.Context, quiet: bool) -> None:
    """Audit historical claims of spinal facet-joint injections and ablations."""
    context.obj = quiet


def _be_quiet(context: click.Context, _: click.Parameter, quiet: bool) -> None:
    """Take --quiet after the command's name as well as before it."""
    if quiet:
        context.obj = True


def _add(group: click.Group, command: click.Command) -> None:
    """Add a command, and --quiet to it and to its own commands."""
    group.add_command(command)
    own = list(command.commands.values()) if isinstance(command, click.Group) else []
    for one in (command, *own):
        one.params.append(
            click.Option(["--quiet"], is_flag=True, expose_value=False, callback=_be_quiet, help="Errors only.")
        )


for command in (
    demo,
    map_command,
    check,
    audit,
    detectors,
    policy,
    fees,
    report,
    cycle,
    verify,
    notebooks,
    workbook,
    sample,
    appraise,
    tpe,
    trend,
    peers,
    peers_import,
    synthesize,
):
    _add(commands, command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and exit.

    0 done, 1 findings (when asked), 2 usage or policy, 3 input refused, 4 a report or a detector failed, 128 and the
    number of the signal that stopped it.
    """
    os.umask(0o077)  # claims are private: what a command writes is its owner's alone
    try:
        with stoppable():
            code = commands.main(args=list(arguments) if arguments is not None else None, standalone_mode=False)
    except FacetauditError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:  # the end of the terminal's input
        sys.exit(130)
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - the reader has gone; keep the exit quiet
        sys.exit(0)
    sys.exit(code if isinstance(code, int) else 0)


__all__ = ["commands", "main"]
