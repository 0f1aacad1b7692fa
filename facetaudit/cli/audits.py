"""Commands that read claims: demo, check, audit, synthesize."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from facetaudit.cli import output
from facetaudit.cli.options import (
    detectors_dir_option,
    fees_dir_option,
    memory_limit_option,
    pack_dir_option,
    threads_option,
)
from facetaudit.errors import DetectorFailed, UsageError

if TYPE_CHECKING:
    from facetaudit.audit.opened import Audit

INPUT_FORMATS = ("auto", "canonical", "csv", "xlsx", "parquet", "rif", "cclf5", "eob", "tuva", "x12-837", "x12-835")
SYNTHETIC_FORMATS = ("csv", "parquet", "xlsx", "rif", "cclf5", "eob", "tuva", "x12-837", "x12-835", "x12-pair")
DEMO_CLAIMS = 2000
DEMO_SEED = 7
STAGES = 5

Command = TypeVar("Command", bound=Callable[..., Any])


def reading_options(command: Command) -> Command:
    """The options of every command that reads claims."""
    options = (
        click.argument("inputs", nargs=-1, required=True, type=click.Path()),
        click.option(
            "--input-format",
            type=click.Choice(INPUT_FORMATS),
            default="auto",
            show_default=True,
            help="auto looks at the content.",
        ),
        click.option(
            "--mapping", metavar="FILE|PRESET", help="TOML that maps other headers to the claim-line columns."
        ),
        click.option(
            "--skip-bad-files", is_flag=True, help="Set files that cannot be read aside, name them, read the others."
        ),
        click.option("--procedures", type=click.Path(path_type=Path), help="What the procedure notes document."),
        memory_limit_option,
        threads_option,
        pack_dir_option,
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command()
@reading_options
@output.format_option
def check(
    inputs: tuple[str, ...],
    input_format: str,
    mapping: str | None,
    skip_bad_files: bool,
    procedures: Path | None,
    memory_limit: str | None,
    threads: int | None,
    pack_dirs: tuple[Path, ...],
    output_format: str,
) -> None:
    """Load report only: rows, rejects by reason, what this source cannot show."""
    from facetaudit.audit.check import check as load_report
    from facetaudit.audit.described import described

    quiet = bool(click.get_current_context().obj)
    with output.stages(1, quiet) as tell:
        report = load_report(
            list(inputs),
            input_format=input_format,
            mapping=mapping,
            skip_bad_files=skip_bad_files,
            procedures=procedures,
            pack_dirs=pack_dirs,
            memory_limit=memory_limit,
            threads=threads,
            progress=tell,
        )
    if output_format == "json":
        click.echo(json.dumps(report, indent=2, ensure_ascii=False))
        return
    if output_format == "csv":
        output.rows(ROW_COLUMNS, _row_lines(report), "csv")
        return
    output.rows(ROW_COLUMNS, _row_lines(report), "table")
    click.echo()
    for line in described(report):
        click.echo(line)


@click.command()
@reading_options
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The audit folder to write.")
@click.option("--mac", help="MAC of lines that name neither a MAC nor a state.")
@click.option("--state", help="State of such lines.")
@click.option("--locality", metavar="MMMMM-LL", help="Payment locality of lines that name none.")
@click.option("--all-lines", is_flag=True, help="Keep every accepted line in lines.parquet.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Default: the extract's last paid or service date.")
@click.option("--lookback-years", type=click.IntRange(min=0), metavar="N", help="Default: the policy's value, 6.")
@click.option(
    "--knowledge-date",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Day since which an overpayment is known: says until when it is due.",
)
@click.option("--select", multiple=True, metavar="D,..", help="Run these codes, names or families only.")
@click.option("--ignore", multiple=True, metavar="D,..", help="Do not run these.")
@detectors_dir_option
@fees_dir_option
@click.option(
    "--participants",
    type=click.Path(path_type=Path),
    help="CSV with npi, year, participant (qp or non_qp): whose fees have the QP conversion factor.",
)
@click.option("--payer-pack", "payer_packs", multiple=True, metavar="PAYER=PACK", help="The policy pack of a payer.")
@click.option("--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb", show_default=True)
@click.option(
    "--spark-master",
    metavar="URL",
    help="Where --engine spark runs: local[*] (default), spark://HOST:PORT, yarn, k8s://HOST:PORT.",
)
@click.option("--fail-on-findings", is_flag=True, help="Exit 1 when there is a finding.")
@click.pass_context
def audit(context: click.Context, /, inputs: tuple[str, ...], out: Path, **options: Any) -> int:
    """Read claims, run the detectors, price the findings, write an audit folder.

    A detector that fails is an error row of coverage.csv; the others run, the folder is written, the exit code is 4.
    """
    from facetaudit.audit.run import audit as run

    fail = options.pop("fail_on_findings")
    for day in ("as_of", "knowledge_date"):
        given: datetime.datetime | None = options[day]
        options[day] = given.date() if given else None
    options["select"] = _listed(options["select"])
    options["ignore"] = _listed(options["ignore"])
    options["payer_packs"] = _payer_packs(options["payer_packs"])
    with output.stages(STAGES, bool(context.obj)) as tell:
        opened = run(list(inputs), out=out, progress=tell, **options)
    _print_audit(opened)
    if failed := opened.summary["failed"]:
        raise DetectorFailed(f"{_failed(failed)}; the column note of {out / 'coverage.csv'} says why.")
    return 1 if fail and opened.manifest["findings"] else 0


@click.command()
@click.option(
    "--out", default="demo", show_default=True, type=click.Path(path_type=Path), help="Where to put the demo."
)
@click.pass_context
def demo(context: click.Context, out: Path) -> None:
    """Make a labelled sample extract, audit it and run the two report notebooks."""
    from facetaudit.reporting.demo import run_demo

    with output.stages(STAGES + 3, bool(context.obj)) as tell:
        made = run_demo(out, claims=DEMO_CLAIMS, seed=DEMO_SEED, progress=tell)
    _print_audit(made.audit)
    click.echo()
    output.rows(("what", "where"), made.places, "table")


@click.command()
@click.option("--claims", required=True, type=int, metavar="N", help="How many claims to make.")
@click.option("--seed", default=DEMO_SEED, show_default=True, type=int)
@click.option("--output-format", type=click.Choice(SYNTHETIC_FORMATS), default="csv", show_default=True)
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The folder to write.")
@click.pass_context
def synthesize(context: click.Context, claims: int, seed: int, output_format: str, out: Path) -> None:
    """Make a labelled synthetic extract: claims, procedures.csv and labels.csv."""
    from facetaudit.synthetic import synthesize as make

    made = make(claims, seed, output_format, out)
    output.say(
        f"{made.claims} claims with {made.lines} lines, {made.notes} notes, {made.labels} labels in {out}",
        bool(context.obj),
    )


ROW_COLUMNS = ("file", "read", "rejected", "outside", "audited", "active", "inactive")


def _row_lines(report: Mapping[str, Any]) -> list[list[Any]]:
    lines = [
        [name, *(counts[column] for column in ROW_COLUMNS[1:])] for name, counts in report["rows"]["files"].items()
    ]
    if len(lines) > 1:
        lines.append(["total", *(report["rows"]["total"][column] for column in ROW_COLUMNS[1:])])
    return lines


def _print_audit(opened: Audit) -> None:
    summary = opened.summary
    for one in summary["set_aside"]:
        output.say(f"Set aside: {one['name']}: {one['reason']}", False)
    output.rows(ROW_COLUMNS, _row_lines(summary), "table")
    click.echo()
    if not summary["facet_lines"]:
        click.echo("No facet lines in this extract.")
    elif summary["findings"]:
        names = opened.detector_names()
        output.rows(
            ("code", "detector", "certainty", "findings"),
            [(f["code"], names[f["code"]], f["certainty"], f["findings"]) for f in summary["findings"]],
            "table",
        )
        click.echo()
        output.rows(
            (
                "scenario",
                "lines",
                "over, allowed $",
                "under, allowed $",
                "net, allowed $",
                "net, paid $",
                "net, schedule $",
                "paid, in look-back $",
            ),
            [
                (
                    e["scenario"],
                    e["lines"],
                    e["gross_over_allowed"],
                    e["gross_under_allowed"],
                    e["overpayment_allowed"],
                    e["overpayment_paid"],
                    e["overpayment_fee"],
                    e["overpayment_paid_within_lookback"],
                )
                for e in summary["exposure"]
            ],
            "table",
        )
    else:
        click.echo("No findings.")
    if due := summary["repayment"]:
        ends = due["investigation_ends"]
        click.echo(
            f"\nKnown since {due['knowledge_date']}: to be returned by {due['return_by']}"
            + (f"; an investigation suspends that until {ends} at the latest." if ends else ".")
        )
    click.echo(f"\nAudit folder: {opened.folder}")


def _failed(codes: Sequence[str]) -> str:
    one = len(codes) == 1
    return f"{'A detector' if one else f'{len(codes)} detectors'} failed and the others ran: {', '.join(codes)}"


def _listed(given: tuple[str, ...]) -> list[str]:
    return [word for text in given for word in text.split(",") if word.strip()]


def _payer_packs(given: tuple[str, ...]) -> dict[str, str]:
    packs: dict[str, str] = {}
    for text in given:
        payer, equals, pack = text.partition("=")
        if not equals or not payer.strip() or not pack.strip():
            raise UsageError(f"--payer-pack {text!r} is not PAYER=PACK, for example 'Blue Cross=cpt'.")
        packs[payer.strip()] = pack.strip()
    return packs
