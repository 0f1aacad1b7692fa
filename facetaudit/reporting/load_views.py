"""The load report on a page: what was read, what the extract holds and what it cannot show."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from facetaudit.audit.described import contents
from facetaudit.reporting.html import Html, Table, counted, prose

if TYPE_CHECKING:
    from facetaudit.audit.opened import Audit

NO_FACET_LINES = "No facet lines in this extract."


def scope(audit: Audit, as_of: str = "") -> Html:
    """What was audited, in words; ``as_of`` is the day that a page counts from, where it is not the audit's own."""
    rows = audit.summary["rows"]["total"]
    first = prose(
        "{read} rows were read: {rejected} rejected, {outside} on days without a facet code, {audited} audited, of "
        "which {active} are active. Figures are as of {as_of}.",
        **{name: f"{rows[name]:,}" for name in ("read", "rejected", "outside", "audited", "active")},
        as_of=as_of or audit.manifest["as_of"],
    )
    facet = audit.summary["facet_lines"]
    if not facet:
        return Html(first.markup + f"<p><strong>{NO_FACET_LINES}</strong></p>")
    second = prose(
        "{facet} make {sessions}. What the extract cannot show is counted as unknown, never as "
        "clean; sessions at other practices are not in it, so frequency findings are a lower bound.",
        facet=counted(facet, "facet line"),
        sessions=counted(audit.summary["sessions"], "session"),
    )
    return Html(first.markup + second.markup)


def load_report(audit: Audit) -> Html:
    """Rows by file, what the extract holds and what it cannot show."""
    tables = (_rows_by_file(audit), _contents(audit), _final_action(audit), _cannot_show(audit), _left_out(audit))
    return Html("".join(table._repr_html_() for table in tables if table is not None))


def _rows_by_file(audit: Audit) -> Table:
    """Read = rejected + outside + audited, audited = active + inactive."""
    names = ("read", "rejected", "outside", "audited", "active", "inactive")
    files: Mapping[str, Mapping[str, int]] = audit.summary["rows"]["files"]
    return Table(
        "Rows by file",
        [("File", "text"), *((name.capitalize(), "count") for name in names)],
        [[name, *(counts[column] for column in names)] for name, counts in files.items()],
    )


def _contents(audit: Audit) -> Table:
    return Table("What the extract holds", [("", "name"), ("", "text")], contents(audit.summary))


def _final_action(audit: Audit) -> Table | None:
    """Lines and dollars before and after, where a line is inactive; which line stands for which: `lines.parquet`."""
    outcomes = audit.summary["audited"]["final_action"]
    if not audit.summary["audited"]["inactive_reasons"]:
        return None
    rows = [[one["outcome"], one["lines"], one["allowed_amount"], one["paid_amount"]] for one in outcomes]
    totals = [sum(row[1] for row in rows), *(sum((Decimal(row[at]) for row in rows), Decimal()) for at in (2, 3))]
    return Table(
        "Final action: audited lines and dollars",
        [("Lines that are", "name"), ("Lines", "count"), ("Allowed", "money"), ("Paid", "money")],
        rows,
        totals=["all audited", *totals],
    )


def _cannot_show(audit: Audit) -> Table:
    return Table(
        "What this source cannot show",
        [("What", "text"), ("Detectors that this silences or limits", "text")],
        [[one["what"], one["detectors"] or None] for one in audit.summary["cannot_show"]],
    )


def _left_out(audit: Audit) -> Table | None:
    """Files that were not read, where there are such."""
    told = [
        [one["name"], why, one["reason"]]
        for why, key in (("set aside", "set_aside"), ("passed over", "passed_over"))
        for one in audit.summary[key]
    ]
    return Table("Files left out", [("File", "text"), ("", "name"), ("Why", "text")], told) if told else None
