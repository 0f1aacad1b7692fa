"""The load report in sentences: what the extract holds and what it cannot show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

CODES_TOLD = 20
PAYERS_TOLD = 8


def described(report: Mapping[str, Any]) -> list[str]:
    """The load report (the object of summary.json) below its table of rows, a line each."""
    lines = [f"{one['name']}: {one['format']}, {one['why']}" for one in report["files"]]
    lines += [f"{one['name']}: {note}" for one in report["files"] for note in one["notes"]]
    for title, key in (("Set aside, as these files cannot be read:", "set_aside"), ("Passed over:", "passed_over")):
        lines += _listed(title, [f"{one['name']}: {one['reason']}" for one in report[key]])
    lines += _listed(
        "Rejected rows by reason:",
        [f"{one['rows']:>8,}  {one['column']}: {one['reason']}" for one in report["rejects"]],
    )
    lines += _listed("What the extract holds:", [f"{name}: {text}" for name, text in contents(report)])
    lines += _listed(
        "What this source cannot show:",
        [one["what"] + (f" ({one['detectors']})" if one["detectors"] else "") for one in report["cannot_show"]],
    )
    facet = report["facet_lines"]
    return [*lines, "", f"{facet:,} active facet lines." if facet else "No facet lines in this extract."]


def contents(report: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What was accepted and audited: dates with their gaps, providers, settings, payers, codes, columns filled."""
    audited = report["audited"]
    told = [("Dates of service", _dates(report))]
    if not audited["lines"]:
        return [*told, ("Codes", _counts(report["codes"], CODES_TOLD))]
    told += [
        ("Patients", f"{audited['patients']:,}"),
        ("Rendering NPIs", f"{audited['rendering_npis']:,}"),
        ("Billing NPIs", f"{audited['billing_npis']:,}"),
        ("Settings", _counts(audited["claim_types"], PAYERS_TOLD)),
        ("Payers", _counts(audited["payers"], PAYERS_TOLD)),
        ("Codes", _counts(report["codes"], CODES_TOLD)),
        ("Columns filled", _filled(audited["filled"])),
    ]
    if audited["inactive_reasons"]:
        told.append(("Inactive lines", _counts(audited["inactive_reasons"], PAYERS_TOLD)))
        told.append(("Allowed and paid", _money(audited["final_action"])))
    return told


def _listed(title: str, lines: Sequence[str]) -> list[str]:
    return ["", title, *(f"  {line}" for line in lines)] if lines else []


def _dates(report: Mapping[str, Any]) -> str:
    if report["first_service_date"] is None:
        return "none"
    text = f"{report['first_service_date']} to {report['last_service_date']}"
    gaps = spans(report["months_without_lines"])
    return f"{text}; no line in {', '.join(gaps)}" if gaps else f"{text}, every month"


def spans(months: Sequence[str]) -> list[str]:
    """Months (YYYY-MM, in order) with those that follow each other as one: `2021-03 to 2021-08`."""
    runs: list[list[str]] = []
    for month in months:
        if runs and _number(month) == _number(runs[-1][-1]) + 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    return [run[0] if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs]


def _number(month: str) -> int:
    return 12 * int(month[:4]) + int(month[5:])


def _counts(counts: Mapping[str, int], most: int) -> str:
    """`medicare 280, aetna 6`, the rest as a number of further ones."""
    shown = [f"{name} {number:,}" for name, number in [*counts.items()][:most]]
    if len(counts) > most:
        shown.append(f"and {len(counts) - most:,} others")
    return ", ".join(shown) or "none"


def _money(final_action: Sequence[Mapping[str, Any]]) -> str:
    """Dollars of the audited lines before and after final action."""

    def both(ones: Sequence[Mapping[str, Any]]) -> str:
        names = ("allowed_amount", "paid_amount")
        allowed, paid = (sum((Decimal(one[name]) for one in ones), Decimal()) for name in names)
        return f"{allowed:,.2f} and {paid:,.2f}"

    active = [one for one in final_action if one["outcome"] == "active"]
    return f"{both(final_action)} on all audited lines; {both(active)} on those that are active"


def _filled(filled: Mapping[str, Mapping[str, Any]]) -> str:
    """Columns by the share of audited lines that have them, the fullest first; those of no line last."""
    by_share: dict[str, list[str]] = {}
    for column, one in sorted(filled.items(), key=lambda item: -item[1]["lines"]):
        by_share.setdefault(_percent(one["share"], one["lines"]), []).append(column)
    return "; ".join(f"{share} {', '.join(columns)}" for share, columns in by_share.items())


def _percent(share: float, lines: int) -> str:
    """A whole percentage; a column that some lines have is never told as 0 or, where some lack it, as 100 %."""
    if not lines or share == 1:
        return "never" if not lines else "100 %"
    percent = min(99, max(1, round(Decimal(str(share)) * 100)))
    return f"{percent} %"
