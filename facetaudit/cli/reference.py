"""Commands that show what facetaudit knows: detectors, policy, fees."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from facetaudit.cli import output
from facetaudit.cli.options import detectors_dir_option, fees_dir_option, pack_dir_option

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
@fees_dir_option
@click.pass_context
def fees(context: click.Context, fees_dir: Path | None) -> None:
    """Fee tables: list them, import CMS's files, show a code's price, price a list of lines."""
    if fees_dir is not None:  # given before the name of a command, it holds for that command
        context.default_map = {name: {"fees_dir": str(fees_dir)} for name in fees.commands}
    if context.invoked_subcommand is None:
        from facetaudit.fees import stored, versions

        output.rows(
            ("table", "from", "to", "rows", "basis", "origin", "source", "sha256"),
            [
                (t.table, t.valid_from, t.valid_to, t.rows, t.basis, t.origin, t.source, t.sha256[:12])
                for t in versions(imported=stored(fees_dir))
            ],
            "table",
        )


@fees.command()
@click.argument("hcpcs")
@click.option("--on", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Date of service.")
@click.option("--locality", metavar="MMMMM-LL", help="Payment locality; default: national.")
@click.option("--participant", type=click.Choice(["non_qp", "qp"]), help="Default: both factors where there are two.")
@fees_dir_option
@output.format_option
def show(
    hcpcs: str,
    on: datetime.datetime,
    locality: str | None,
    participant: str | None,
    fees_dir: Path | None,
    output_format: str,
) -> None:
    """Show the price of one unit of a code on a date of service.

    The last rows are what facilities are paid, or why the tables have no rate: national rates of surgery centers (asc)
    and hospital outpatient departments (hopd).
    """
    from facetaudit.engine.duckdb import connect
    from facetaudit.fees import facility_rates, register, stored, unit_price

    code = hcpcs.strip().upper()
    imported = stored(fees_dir)
    prices = unit_price(code, on.date(), locality, participant, imported)
    with connect() as con:
        register(con, imported=imported)
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
@fees_dir_option
@click.pass_context
def price(context: click.Context, lines: Path, out: Path, fees_dir: Path | None) -> None:
    """Price any list of lines: physicians', surgery centers' (claim_type asc) and hospitals' (hopd).

    LINES is a CSV file with the columns hcpcs and service_date and, where known, modifier_1 to modifier_4, units,
    locality, place_of_service, claim_type, participant, charge_amount, patient_id and rendering_npi. Lines of one
    patient_id, service_date and rendering_npi are priced as one day, where only the dearest of several procedures is
    paid in full and both sides of one level are paid at 150 %; a line without patient_id is priced as if alone. The
    order of rows changes no amount. Added are fee_amount (the charge where that is lower, but for hospitals),
    medicare_share (before sequestration), patient_share, sequestration_amount, fee_note and assumption.
    """
    from facetaudit.engine.duckdb import connect
    from facetaudit.fees import price_file, stored

    with connect() as con:
        made = price_file(con, lines, out, stored(fees_dir))
    quiet = bool(context.obj)
    output.say(f"{made.rows} rows, {made.priced} priced: {out}", quiet)
    for note, rows in made.notes.items():
        output.say(f"  {rows} without an amount: {note}", quiet)
    for assumption, rows in made.assumptions.items():
        output.say(f"  {rows} on an assumption: {assumption}", quiet)


@fees.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option(
    "--valid-from",
    type=click.DateTime(["%Y-%m-%d"]),
    help="First date of service, for a file that does not tell it or tells another of the year.",
)
@fees_dir_option
@click.pass_context
def import_command(
    context: click.Context, files: tuple[Path, ...], valid_from: datetime.datetime | None, fees_dir: Path | None
) -> None:
    """Import fee tables from your own downloads of CMS's files, to be used before the built-in ones.

    FILE is a csv, txt, xlsx or zip as CMS publishes it, told by its content: relative values (PPRRVU), GPCI, counties
    (LOCCO), ZIP5, ASC addenda AA and BB, OPPS addendum B, practitioner MUE and PTP. Payment amounts (PFALL, PFREV) are
    compared with the tables and not kept. All files of a call are imported or none; descriptors are left out.
    """
    from facetaudit.fees import import_files

    quiet = bool(context.obj)
    with output.stages(len(files), quiet) as tell:
        report = import_files(files, fees_dir, valid_from.date() if valid_from else None, progress=tell)
    for message in report.messages:
        output.say(message, quiet)
    if not report.stored:
        return
    output.rows(
        ("import", "kind", "from", "rows", "file"),
        [
            (new.name, new.kind, new.valid_from, max(len(rows) for rows in new.tables.values()), one.file)
            for one in report.stored
            for new in (one.parsed,)
        ],
        "table",
    )


@fees.command()
@click.argument("name")
@fees_dir_option
@click.pass_context
def forget(context: click.Context, name: str, fees_dir: Path | None) -> None:
    """Remove one import by the NAME that `facetaudit fees` lists as its origin."""
    from facetaudit.fees import forget as remove

    remove(name, fees_dir)
    output.say(f"{name} removed.", bool(context.obj))
