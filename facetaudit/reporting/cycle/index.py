"""The cycle's own page and manifest: every report, totals by provider, what changed."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from facetaudit.reporting.cycle import hashes, records
from facetaudit.reporting.cycle.changes import FINDINGS, Change, Previous, changes, kept, total
from facetaudit.reporting.cycle.definition import Cycle
from facetaudit.reporting.cycle.plan import Planned
from facetaudit.reporting.html import Html, Table, is_missing, prose, shell
from facetaudit.reporting.jobs import FAILED, NOTEBOOK, PAGE, PDF, WORKBOOK
from facetaudit.reporting.load_views import scope
from facetaudit.reporting.views import unverified
from facetaudit.statistics.trend import CHANGE_STATES

if TYPE_CHECKING:
    from facetaudit.audit.opened import Audit

INDEX, MANIFEST = "index.html", "cycle.json"
ALSO = ((NOTEBOOK, "notebook", "ipynb"), (PDF, "PDF", "pdf"), (WORKBOOK, "workbook", "xlsx"))
"""Files beside a report's page, what their links say and their formats."""
PROVIDERS = """
with own as (
    select coalesce(rendering_npi, billing_npi) as npi, count(*) as lines
    from lines
    where active and region is not null
    group by 1
),
found as (
    select
        coalesce(rendering_npi, billing_npi) as npi, count(*) as findings,
        count(*) filter (where certainty = 'certain') as certain
    from findings
    group by 1
),
dollar as (
    select
        coalesce(l.rendering_npi, l.billing_npi) as npi,
        sum(e.overpayment_allowed) filter (where e.scenario = 'certain') as certain_dollars,
        sum(e.overpayment_allowed) filter (where e.scenario = 'review') as all_dollars
    from exposure e
    join lines l on l.active and l.claim_id = e.claim_id and l.line_number = e.line_number
    group by 1
),
-- a provider may have findings without a facet line, such as imaging beside another's
provider as (
    select npi from own union select npi from found union select npi from dollar
)
select
    p.npi, coalesce(o.lines, 0) as lines, coalesce(f.findings, 0) as findings, coalesce(f.certain, 0) as certain,
    coalesce(d.certain_dollars, 0) as certain_dollars, coalesce(d.all_dollars, 0) as all_dollars
from provider p
left join own o on o.npi is not distinct from p.npi
left join found f on f.npi is not distinct from p.npi
left join dollar d on d.npi is not distinct from p.npi
order by p.npi nulls last
"""
HEADINGS = [
    ("NPI", "name"),
    ("Facet lines", "count"),
    ("Findings", "count"),
    ("Certain", "count"),
    ("Overpaid, certain", "money"),
    ("Overpaid, all", "money"),
]


def write_cycle(
    cycle: Cycle, planned: Sequence[Planned], audit: Audit, audit_id: str, previous: Previous | None
) -> None:
    """Write what lies beside the reports: findings kept for the next cycle, workbook, page and, last, the manifest."""
    now = kept(audit)
    changed = changes(now, previous) if previous is not None else None
    done = {one.name: records.read(cycle.out / "reports" / one.name / records.MANIFEST) for one in planned}
    failed = {name: manifest["failed"] for name, manifest in done.items() if manifest["failed"]}
    records.replace(cycle.out / FINDINGS, now)
    files = [FINDINGS, INDEX]
    if "xlsx" in cycle.formats:
        from facetaudit.reporting.workbook import write_workbook

        write_workbook(audit.folder, cycle.out / WORKBOOK)
        files.append(WORKBOOK)
    records.replace(cycle.out / INDEX, _page(cycle, planned, audit, audit_id, failed, changed, previous).encode())
    manifest = {
        "kind": records.CYCLE_KIND,
        "name": cycle.out.name,
        "as_of": audit.manifest["as_of"],
        "audit": {"id": audit_id, "folder": _place(audit.folder, cycle.out)},
        "inputs": audit.manifest["inputs"],
        "policy": audit.manifest["policy"],
        "fees": audit.manifest["fees"],
        "formats": list(cycle.formats),
        "previous": previous.name if previous is not None else None,
        "reports": [
            {
                "name": one.name,
                "key": one.key,
                "failed": failed.get(one.name),
                "notebook": _place(one.notebook, cycle.out.parent),
            }
            for one in planned
        ],
        "changes": _counted(changed) if changed is not None else None,
        "unverified": audit.summary["unverified"],
        "package": hashes.of_package(),
        "versions": hashes.versions(),
        "files": {name: hashes.of_file(cycle.out / name) for name in files},
    }
    records.write(cycle.out / MANIFEST, manifest)


def _place(path: Path, folder: Path) -> str:
    """Where something is: from a folder that it is in, so that both may move together, or anywhere."""
    path, folder = path.absolute(), folder.absolute()
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)


def _counted(listed: Sequence[Change]) -> dict[str, dict[str, str]]:
    sums = {state: total(listed, state) for state in CHANGE_STATES}
    return {
        state: {"findings": str(count), "overpaid_allowed": str(dollars)} for state, (count, dollars) in sums.items()
    }


def _page(
    cycle: Cycle,
    planned: Sequence[Planned],
    audit: Audit,
    audit_id: str,
    failed: Mapping[str, str],
    changed: Sequence[Change] | None,
    previous: Previous | None,
) -> str:
    title = f"Reports of {cycle.out.name}"
    state = f"{len(failed)} of {len(planned)} reports failed." if failed else f"All {len(planned)} reports are made."
    workbook = f'<p><a href="{WORKBOOK}">Worklist workbook</a></p>' if "xlsx" in cycle.formats else ""
    parts = [
        f"<h1>{html.escape(title)}</h1><p><strong>{state}</strong></p>{scope(audit).markup}{workbook}",
        _section("Reports that failed", _failures(planned, failed)) if failed else "",
        _section("Reports", _listed(planned, failed, cycle)),
        _section("Totals by provider", _providers(audit, planned, failed, changed, cycle)),
        _changes(changed, previous),
        _section("Values that nobody has checked", unverified(audit)._repr_html_()),
        _section("What this was made of", _made_of(audit, audit_id)),
    ]
    return shell(title, "\n".join(parts))


def _section(title: str, markup: str) -> str:
    return f"<h2>{html.escape(title)}</h2>{markup}"


def _link(name: str, file: str, words: str) -> str:
    return f'<a href="reports/{quote(name)}/{file}">{html.escape(words)}</a>'


def _failures(planned: Sequence[Planned], failed: Mapping[str, str]) -> str:
    rows = [[Html(_link(one.name, FAILED, one.title)), failed[one.name]] for one in planned if one.name in failed]
    return Table("Failed; the page holds the traceback", [("Report", "text"), ("Why", "text")], rows)._repr_html_()


def _listed(planned: Sequence[Planned], failed: Mapping[str, str], cycle: Cycle) -> str:
    """The reports that speak of no single provider; the others are listed with their provider."""
    rows = [[_report(one, failed), Html(_also(one, failed, cycle))] for one in planned if one.provider is None]
    return Table("Reports on the whole audit", [("Report", "text"), ("Also as", "text")], rows)._repr_html_()


def _also(one: Planned, failed: Mapping[str, str], cycle: Cycle) -> str:
    """Links to a report's other files; only a provider's has a workbook."""
    if one.name in failed:
        return ""
    kinds = [kind for kind in ALSO if kind[2] in cycle.formats and (kind[2] != "xlsx" or one.provider is not None)]
    return " ".join(_link(one.name, file, words) for file, words, _ in kinds)


def _report(one: Planned, failed: Mapping[str, str], words: str = "") -> Html:
    if one.name in failed:
        return Html(f"{_link(one.name, FAILED, words or one.title)} (failed)")
    return Html(_link(one.name, PAGE, words or one.title))


def _providers(
    audit: Audit,
    planned: Sequence[Planned],
    failed: Mapping[str, str],
    changed: Sequence[Change] | None,
    cycle: Cycle,
) -> str:
    """The same table in several orders, of which the reader picks one: buttons and style, no script."""
    reports: dict[str, str] = {}
    for one in planned:
        if one.provider is not None:
            links = f"{_report(one, failed, one.label).markup} {_also(one, failed, cycle)}".strip()
            reports[one.provider] = f"{before}<br>{links}" if (before := reports.get(one.provider)) else links
    rows: list[list[Any]] = audit.sql(PROVIDERS).values.tolist()
    held = {None if is_missing(row[0]) else str(row[0]) for row in rows}
    counts = {(change.state, change.provider): change.findings for change in changed or ()}
    gone = {provider for _, provider in counts} - held  # their findings are resolved
    rows += [[npi, 0, 0, 0, Decimal(), Decimal()] for npi in sorted(gone, key=str)]
    headings = [*HEADINGS, *([("New", "count"), ("Resolved", "count")] if changed is not None else [])]
    for row in rows:
        npi = None if is_missing(row[0]) else str(row[0])
        if changed is not None:
            row += [counts.get((state, npi), 0) for state in ("new", "resolved")]
        row.append(Html(reports.get(npi or "", "")))
    totals = ["All", *(sum(row[at] for row in rows) for at in range(1, len(headings)))] if rows else []
    headings.insert(1, ("Reports", "text"))
    orders: list[tuple[str, Callable[[Sequence[Any]], Any]]] = [
        ("Overpaid, certain", lambda row: -row[4]),
        ("Overpaid, all", lambda row: -row[5]),
        ("Findings", lambda row: -row[2]),
        ("Facet lines", lambda row: -row[1]),
        ("NPI", lambda row: (is_missing(row[0]), str(row[0]))),
    ]
    if changed is not None:
        orders.insert(3, ("New findings", lambda row: -row[6]))
    buttons, tables = [], []
    for number, (name, order) in enumerate(orders, start=1):
        checked = " checked" if number == 1 else ""
        buttons.append(
            f'<input type="radio" name="order" id="order-{number}"{checked}><label for="order-{number}">{name}</label>'
        )
        table = Table(
            f"Providers by {name if name == 'NPI' else name[0].lower() + name[1:]}",
            headings,
            [[row[0], row[-1], *row[1:-1]] for row in sorted(rows, key=order)],
            totals=[totals[0], "", *totals[1:]] if totals else (),
        )
        tables.append(f'<div class="order order-{number}">{table._repr_html_()}</div>')
    note = (
        "<p>Dollars are allowed amounts overpaid, a dollar once, at the provider who rendered the line; all holds "
        "certain and probable findings and those for review.</p>"
    )
    return f'{note}<div class="orders"><span>Order by</span>{"".join(buttons)}{"".join(tables)}</div>'


def _changes(changed: Sequence[Change] | None, previous: Previous | None) -> str:
    if changed is None or previous is None:
        return ""
    note = prose(
        "Findings are the same when detector, claim and line are the same. Figures of {name} are as of {as_of}. A "
        "finding is resolved when it is not found any more: corrected, replaced, or no longer in the extract.",
        name=previous.name,
        as_of=previous.as_of,
    )
    rows = [[state.capitalize(), *total(changed, state)] for state in CHANGE_STATES]
    table = Table(
        f"Findings since {previous.name}", [("", "name"), ("Findings", "count"), ("Overpaid, all", "money")], rows
    )
    return _section(f"What changed since {previous.name}", note.markup + table._repr_html_())


def _made_of(audit: Audit, audit_id: str) -> str:
    rows = [
        ["Audit", audit_id],
        *([f"Input {one['name']}", one["sha256"]] for one in audit.manifest["inputs"]),
        ["Policy values", audit.manifest["policy"]],
        ["Fee tables", audit.manifest["fees"]],
        ["Package", hashes.of_package()],
        *([name, number] for name, number in hashes.versions().items()),
    ]
    return Table("Versions, and SHA-256 of what was read", [("", "name"), ("", "text")], rows)._repr_html_()
