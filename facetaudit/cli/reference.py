"""Commands that show what facetaudit knows: detectors, policy, fees."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from facetaudit.cli import output
from facetaudit.cli.options import detectors_dir_option, pack_dir_option

on_option = click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Date of service; default: every period for policy, required for fees.",
)


@click.command()
@click.argument("name", required=False)
@detectors_dir_option
@pack_dir_option
@output.format_option
def detectors(name: str | None, detectors_dir: Path | None, pack_dirs: tuple[Path, ...], output_format: str) -> None:
    """List the detectors, or print one detector's manual page by NAME or CODE."""
    from facetaudit.audit.catalogue import catalogue
    from facetaudit.cli.detector_page import page
    from facetaudit.detectors.registry import find
    from facetaudit.policy import load_policy

    rules = load_policy(pack_dirs)
    known = catalogue(detectors_dir, rules)
    if name and output_format == "table":
        click.echo(page(find(name, known), rules))
        return
    output.rows(
        ("code", "name", "family", "certainty", "effect", "packs", "needs"),
        [
            (d.code, d.name, d.family, d.certainty, d.effect, " ".join(d.packs) or "all", "; ".join(d.needs))
            for d in ([find(name, known)] if name else known)
        ],
        output_format,
    )


@click.command()
@click.argument("parameter", required=False)
@on_option
@click.option("--mac", help="MAC name; default: the latest date of any MAC.")
@click.option("--pack", default="medicare", show_default=True, help="Policy pack.")
@pack_dir_option
@output.format_option
def policy(
    parameter: str | None,
    on: datetime.datetime | None,
    mac: str | None,
    pack: str,
    pack_dirs: tuple[Path, ...],
    output_format: str,
) -> None:
    """Show values in force and why: since when, on which document, and how far it was checked.

    Without --on every period is shown. The basis is seen (document read), restated (read as another restates it),
    derived (worked out) or unverified. csv and json hold the notes too; one PARAMETER's are printed below its table.
    """
    from facetaudit.cli.policy_values import ALL_COLUMNS, COLUMNS, cells, reasons
    from facetaudit.policy import load_policy

    rules = load_policy(pack_dirs)
    names = [parameter] if parameter else [one.name for one in rules.parameters()]
    values = [
        value
        for name in names
        for value in ([rules.value(name, on.date(), mac, pack)] if on else rules.timeline(name, mac, pack))
    ]
    columns = COLUMNS if output_format == "table" else ALL_COLUMNS
    output.rows(columns, [cells(rules, value, columns) for value in values], output_format)
    if parameter and output_format == "table":
        click.echo()
        for line in reasons(rules, values):
            click.echo(line)


@click.group(invoke_without_command=True)
@click.pass_context
def fees(context: click.Context) -> None:
    """Fee tables: list them, show a code's price, price a list of lines."""
    if context.invoked_subcommand is None:
        from facetaudit.fees import versions

        output.rows(
            ("table", "from", "to", "rows", "basis", "source", "sha256"),
            [(t.table, t.valid_from, t.valid_to, t.rows, t.basis, t.source, t.sha256[:12]) for t in versions()],
            "table",
        )


@fees.command()
@click.argument("hcpcs")
@click.option("--on", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Date of service.")
@click.option("--locality", metavar="MMMMM-LL", help="Payment locality; default: national.")
@click.option("--participant", type=click.Choice(["non_qp", "qp"]), help="Default: both factors where there are two.")
@output.format_option
def show(hcpcs: str, on: datetime.datetime, locality: str | None, participant: str | None, output_format: str) -> None:
    """Show the price of one unit of a code on a date of service.

    The last rows are what facilities are paid, or why the tables have no rate: national rates of surgery centers (asc)
    and hospital outpatient departments (hopd).
    """
    from facetaudit.engine.duckdb import connect
    from facetaudit.fees import facility_rates, register, unit_price

    code = hcpcs.strip().upper()
    prices = unit_price(code, on.date(), locality, participant)
    with connect() as con:
        register(con)
        rates = facility_rates(con, code, on.date())
    output.rows(
        ("hcpcs", "component", "setting", "participant", "locality", "amount", "conversion_factor", "note", "sources"),
        [
            (
                p.hcpcs,
                p.component,
                p.setting,
                p.participant,
                p.locality or "national",
                p.amount,
                p.conversion_factor,
                p.note,
                "; ".join(filter(None, (p.relative_value_source, p.gpci_source, p.conversion_factor_source))),
            )
            for p in prices
        ]
        + [(code, "", r.claim_type, "", "national", r.amount, None, r.note, r.source) for r in rates],
        output_format,
    )


@fees.command()
@click.argument("lines", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The CSV to write.")
@click.pass_context
def price(context: click.Context, lines: Path, out: Path) -> None:
    """Price any list of lines: physicians', surgery centers' (claim_type asc) and hospitals' (hopd).

    LINES is a CSV file with the columns hcpcs and service_date and, where known, modifier_1 to modifier_4, units,
    locality, place_of_service, claim_type, participant, charge_amount, patient_id and rendering_npi. Lines of one
    patient_id, service_date and rendering_npi are priced as one day, where only the dearest of several procedures is
    paid in full and both sides of one level are paid at 150 %; a line without patient_id is priced as if alone. The
    order of rows changes no amount. Added are fee_amount (the charge where that is lower, but for hospitals),
    medicare_share (before sequestration), patient_share, sequestration_amount, fee_note and assumption.
    """
    from facetaudit.engine.duckdb import connect
    from facetaudit.fees import price_file

    with connect() as con:
        made = price_file(con, lines, out)
    quiet = bool(context.obj)
    output.say(f"{made.rows} rows, {made.priced} priced: {out}", quiet)
    for note, rows in made.notes.items():
        output.say(f"  {rows} without an amount: {note}", quiet)
    for assumption, rows in made.assumptions.items():
        output.say(f"  {rows} on an assumption: {assumption}", quiet)
