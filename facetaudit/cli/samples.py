"""Commands of what a repayment rests on: sample, appraise, tpe, trend."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from facetaudit.cli import output
from facetaudit.errors import ReportFailed, UsageError

# The words of statistics.frames and statistics.designs, which the command line does not load to show its help.
UNITS = ("line", "claim", "beneficiary-day", "session")
DESIGNS = ("simple", "stratified", "risk", "pps", "probe")
DOLLARS = ("paid", "allowed")
SCENARIOS = ("certain", "probable", "review")
NEEDED = ("unit", "design", "seed", "out")
SHOWN_CLAIMS = 20
STRATA = ("stratum", "label", "low", "high", "units", "amount", "sample_size")


@click.command()
@click.argument("audit_dir", required=False, type=click.Path(path_type=Path))
@click.option("--unit", type=click.Choice(UNITS), help="What is drawn and reviewed as a whole.")
@click.option(
    "--design",
    type=click.Choice(DESIGNS),
    help="stratified: by amount; risk: by finding; pps: by size; probe: claims, as a TPE round.",
)
@click.option("--size", type=int, metavar="N", help="Units to draw.")
@click.option(
    "--precision", type=float, metavar="SHARE", help="In place of --size: plan for limits within this of the total."
)
@click.option("--confidence", type=float, default=0.90, show_default=True, help="Of --precision, two-sided.")
@click.option("--seed", type=int, metavar="S", help="The same frame and seed give the same sample everywhere.")
@click.option("--strata", type=int, default=4, show_default=True, help="Of the design stratified.")
@click.option("--dollars", type=click.Choice(DOLLARS), default="paid", show_default=True, help="What is at stake.")
@click.option("--npi", help="Rendering or billing provider.")
@click.option("--from", "first", type=click.DateTime(["%Y-%m-%d"]), help="First date of service.")
@click.option("--to", "last", type=click.DateTime(["%Y-%m-%d"]), help="Last date of service.")
@click.option("--codes", multiple=True, metavar="C,..", help="HCPCS codes, INJ, RFA, US or all; default: facet codes.")
@click.option("--out", type=click.Path(path_type=Path), help="The sample folder to write.")
@click.option(
    "--verify",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Draw the sample of DIR again and compare; with AUDIT_DIR, the frame too.",
)
@click.pass_context
def sample(
    context: click.Context,
    audit_dir: Path | None,
    unit: str | None,
    design: str | None,
    size: int | None,
    precision: float | None,
    confidence: float,
    seed: int | None,
    strata: int,
    dollars: str,
    npi: str | None,
    first: datetime.datetime | None,
    last: datetime.datetime | None,
    codes: tuple[str, ...],
    out: Path | None,
    verify: Path | None,
) -> None:
    """Draw a sample of an audit folder: frozen frame, units drawn, chart-review worksheet.

    The frame, the seed and the generator are recorded, so that --verify draws the same units again on any machine; it
    exits 4 if anything differs.
    """
    if verify is not None:
        _verify(verify, audit_dir)
        return
    given = {"unit": unit, "design": design, "seed": seed, "out": out}
    missing = [f"--{name}" for name in NEEDED if given[name] is None]
    if audit_dir is None or unit is None or design is None or seed is None or out is None:
        missing = ["AUDIT_DIR", *missing] if audit_dir is None else missing
        raise UsageError(f"A sample needs {', '.join(missing)}: give them, or --verify with a sample folder.")
    from facetaudit.statistics.sampling import sample as draw

    with output.stages(1, bool(context.obj)) as tell:
        tell("Drawing")
        drawn = draw(
            audit_dir,
            unit=unit,
            design=design,
            seed=seed,
            out=out,
            size=size,
            precision=precision,
            confidence=confidence,
            strata=strata,
            dollars=dollars,
            npi=npi,
            first=first.date() if first else None,
            last=last.date() if last else None,
            codes=codes,
        )
    manifest = drawn.manifest
    output.rows(STRATA, [[one[name] for name in STRATA] for one in manifest["strata"]], "table")
    output.say(
        f"{manifest['units']:,} of {manifest['frame']['units']:,} units, {manifest['lines']:,} lines and "
        f"{manifest['findings']:,} findings to review in {drawn.folder / 'worksheet.xlsx'}.",
        bool(context.obj),
    )


def _verify(folder: Path, audit_dir: Path | None) -> None:
    from facetaudit.statistics.sampling import verify_sample

    differing = verify_sample(folder, audit_dir)
    if differing:
        output.rows(("what", "how"), differing, "table")
        raise ReportFailed(f"The sample in {folder} is not what its frame and seed give: find out why or draw it anew.")
    click.echo("The frame and the seed give the same sample.")


@click.command()
@click.argument("sample_dir", required=False, type=click.Path(path_type=Path))
@click.option("--worksheet", type=click.Path(path_type=Path), help="The sample's worksheet, filled in.")
@click.option(
    "--values",
    type=click.Path(path_type=Path),
    help="In place of a sample folder: CSV with frame_size, error (or amount and correct), stratum, frame_amount.",
)
@click.option(
    "--audit",
    "audit_dir",
    type=click.Path(path_type=Path),
    help="The audit folder of the sample: write its findings and exposure with the verdicts too.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="Of the bootstrap and the simulated samples.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The appraisal folder to write.")
@output.format_option
@click.pass_context
def appraise(
    context: click.Context,
    sample_dir: Path | None,
    worksheet: Path | None,
    values: Path | None,
    audit_dir: Path | None,
    seed: int,
    out: Path,
    output_format: str,
) -> None:
    """Extrapolate a reviewed sample: estimates and limits of the overpayment, and how often detectors were right.

    Totals are net of underpayments. Both customary demands are labelled; checks say whether normal limits can be
    trusted. As CSV the limits are printed, as JSON everything.
    """
    from facetaudit.statistics.appraisal import appraise as extrapolate

    with output.stages(1, bool(context.obj)) as tell:
        tell("Appraising")
        found = extrapolate(
            sample_dir, worksheet=worksheet, values_file=values, audit_dir=audit_dir, out=out, seed=seed
        )
    results = asdict(found.results)
    if output_format == "json":
        click.echo((out / "summary.json").read_text(encoding="utf-8"), nl=False)
        return
    if output_format == "csv":
        _table(results["limits"], "csv")
        return
    for heading in ("strata", "estimates", "limits", "demands"):
        _titled(heading, results[heading])
    central = [one for one in results["attributes"] if (one["sides"], one["confidence"]) == ("two", "0.90")]
    _titled("attributes", central)
    for heading in ("checks", "coverage"):
        _titled(heading, results[heading])
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    judged = [one for one in summary.get("precision", []) if one["confirmed"] + one["changed"] + one["overturned"]]
    _titled("precision of the detectors that were judged", judged)
    _titled("review findings that were not reviewed", summary.get("expected", []))
    _titled("verdicts", summary.get("verdicts", []))
    _titled("exposure of the frame before and after the verdicts", summary.get("exposure", []))
    for warning in results["warnings"]:
        click.echo(f"Note: {warning}")
    output.say(f"Written to {out}.", bool(context.obj))


def _titled(heading: str, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        click.echo(heading.capitalize())
        _table(rows, "table")
        click.echo()


def _table(rows: Sequence[dict[str, Any]], output_format: str) -> None:
    columns = list(rows[0])
    output.rows(columns, [[row[name] for name in columns] for row in rows], output_format)


@click.command()
@click.argument("audit_dir", type=click.Path(path_type=Path))
@click.option("--npi", required=True, help="Rendering or billing provider.")
@click.option(
    "--probe-size", "probe_sizes", type=int, multiple=True, metavar="N", help="Claims a round; default: every fifth."
)
@click.option("--threshold", type=float, metavar="SHARE", help="Error rate not to be exceeded; default: the policy's.")
@click.option("--from", "first", type=click.DateTime(["%Y-%m-%d"]), help="First date of service.")
@click.option("--to", "last", type=click.DateTime(["%Y-%m-%d"]), help="Last date of service.")
@click.option("--top", type=int, default=5, show_default=True, help="Defects to cure, one after the other.")
@click.option("--seed", type=int, default=1, show_default=True, help="Of the simulated rounds.")
@click.option("--out", type=click.Path(path_type=Path), help="A folder to write the tables to.")
@output.format_option
@click.pass_context
def tpe(
    context: click.Context,
    audit_dir: Path,
    npi: str,
    probe_sizes: tuple[int, ...],
    threshold: float | None,
    first: datetime.datetime | None,
    last: datetime.datetime | None,
    top: int,
    seed: int,
    out: Path | None,
    output_format: str,
) -> None:
    """Play rounds of Targeted Probe and Educate through: chances to pass, after which cures, and what decides it.

    By claims the chances are exact, by dollars simulated. What only a chart shows is not in them: a real round denies
    more. As CSV or JSON the rounds are printed.
    """
    from facetaudit.statistics.tpe import tpe as play

    with output.stages(1, bool(context.obj)) as tell:
        tell("Drawing rounds")
        found = play(
            audit_dir,
            npi=npi,
            probe_sizes=probe_sizes,
            threshold=threshold,
            top=top,
            seed=seed,
            first=first.date() if first else None,
            last=last.date() if last else None,
            out=out,
        )
    if output_format != "table":
        _table(found.rounds, output_format)
        return
    _titled("rounds", found.rounds)
    _titled("defects", found.defects)
    _titled("claims in error", found.claims[:SHOWN_CLAIMS])
    value = found.threshold_value
    whose = "as given" if value is None else f"{value.source_id}, {value.basis}; each MAC sets its own"
    click.echo(f"Note: a round is passed at an error rate of {float(found.threshold):.1%} or less ({whose}).")
    click.echo("Note: documentation and necessity are not in claims; a real round denies more than this shows.")
    for note in found.notes:
        click.echo(f"Note: {note}")


@click.command()
@click.argument("audit_dir", type=click.Path(path_type=Path))
@click.option("--npi", help="Rendering or billing provider.")
@click.option("--scenario", type=click.Choice(SCENARIOS), default="probable", show_default=True, help="Which findings.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="A training's day: compare before and after it.")
@click.option("--previous", type=click.Path(path_type=Path), help="An earlier audit folder, to compare findings with.")
@output.format_option
def trend(
    audit_dir: Path,
    npi: str | None,
    scenario: str,
    since: datetime.datetime | None,
    previous: Path | None,
    output_format: str,
) -> None:
    """Error rates of claims by month with control limits, before and after a day, and what changed since an audit.

    As CSV the months are printed.
    """
    from facetaudit.statistics import trend as trends

    tables = {"months": trends.monthly(audit_dir, scenario=scenario, npi=npi)}
    if since is not None:
        tables["before and after"] = trends.before_after(audit_dir, since.date(), scenario=scenario, npi=npi)
    if previous is not None:
        tables["findings since the previous audit"] = trends.compare(previous, audit_dir)
    if output_format == "csv":
        _table(tables["months"], "csv")
    elif output_format == "json":
        click.echo(json.dumps(tables, indent=2, ensure_ascii=False, default=str))
    else:
        for heading, rows in tables.items():
            _titled(heading, rows)
