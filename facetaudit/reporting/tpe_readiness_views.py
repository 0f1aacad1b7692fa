"""What the TPE readiness notebook shows: a probe as a reviewer might draw it, claims in error, records to pull."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from facetaudit.audit.unverified import EXPOSURE
from facetaudit.policy import load_policy
from facetaudit.reporting import figures
from facetaudit.reporting.html import Html, Picture, Table, counted, prose, shown
from facetaudit.reporting.probe import WINDOW, Probe, window_of
from facetaudit.reporting.probe import draw as draw
from facetaudit.reporting.providers import nothing_of
from facetaudit.reporting.tpe_rounds import by_size as by_size
from facetaudit.reporting.tpe_rounds import by_threshold as by_threshold
from facetaudit.reporting.tpe_rounds import chances as chances
from facetaudit.reporting.tpe_rounds import cures as cures
from facetaudit.reporting.tpe_rounds import cures_figure as cures_figure
from facetaudit.reporting.tpe_rounds import defects as defects
from facetaudit.reporting.tpe_rounds import drivers as drivers
from facetaudit.reporting.tpe_rounds import play as play
from facetaudit.reporting.views import CERTAINTIES, LISTED, unverified_table

if TYPE_CHECKING:
    from facetaudit.reporting.record_list import Record

PROBE = "probe"
SCENARIO_NAMES = ("certain", "certain and probable", "with review")


def headline(of: Probe) -> Html:
    """What was drawn from, how, and what was left out, in words."""
    if not of.claims:
        return _nothing(of)
    after = sum(1 for one in of.claims if one["after_cycle"])
    window = window_of(of.audit)
    first = prose(
        "Provider {npi} has {frame} to Medicare with facet lines, paid (else served) from {first_day} to the day "
        "before the cycle, {cycle_date}: those that may be reopened for any reason ({source}). Drawn: {drawn}, in "
        "the order of the SHA-256 of the seed, {seed}, with the claim number. Left out: {before} before that time, "
        "{after} from the cycle on.",
        npi=of.npi,
        frame=counted(len(of.frame), "claim"),
        first_day=of.first_day,
        cycle_date=of.cycle_date,
        source=f"{window['source_id']}, {window['basis']}",
        drawn=len(of.drawn),
        seed=of.seed,
        before=counted(len(of.claims) - len(of.frame) - after, "claim"),
        after=counted(after, "claim"),
    )
    second = prose(
        "Which claims a reviewer takes nobody knows, and a prepayment round takes claims that are not yet in an "
        "extract: this draw shows what a round may look like, and what to have ready. It is no forecast."
    )
    if of.frame and len(of.frame) < of.size:
        second = Html(second.markup + prose("There are fewer claims than the probe asks for: all are drawn.").markup)
    return Html(first.markup + second.markup)


def _nothing(of: Probe) -> Html:
    if of.claims:
        return Html("<p>No claim of this provider lies within that time.</p>")
    said = nothing_of(of.audit, of.npi)
    return said if "facet line" in said.markup else Html("<p>This provider has no Medicare claim with facet lines.</p>")


def in_error(of: Probe) -> Html | Table:
    """Claims in error as the findings are now: exact counts and shares, of all claims and of those drawn."""
    if not of.frame:
        return _nothing(of)
    rows = [_counted(of, name, claims, at) for name, claims in _groups(of) for at in range(len(CERTAINTIES))]
    return Table(
        "Claims in error as the findings are now",
        [
            ("Claims", "name"),
            ("Findings", "name"),
            ("In error", "count"),
            ("Of", "count"),
            ("Share", "share"),
            (f"Threshold {shown(of.threshold, 'share')}", "name"),
            ("Overpaid, allowed", "money"),
            ("Of allowed", "money"),
            ("Share of dollars", "share"),
        ],
        rows,
    )


def _groups(of: Probe) -> list[tuple[str, list[Mapping[str, Any]]]]:
    return [("all", of.frame), ("drawn", of.drawn)]


def _errors(claims: Sequence[Mapping[str, Any]], at: int) -> int:
    return sum(1 for one in claims if one["certainty"] is not None and one["certainty"] <= at)


def _counted(of: Probe, name: str, claims: Sequence[Mapping[str, Any]], at: int) -> list[object]:
    number = _errors(claims, at)
    over = sum((one[CERTAINTIES[at]] for one in claims), Decimal(0))
    known = [one["allowed"] for one in claims if one["allowed"] is not None]
    allowed = sum(known, Decimal(0)) if known else None
    return [
        name,
        SCENARIO_NAMES[at],
        number,
        len(claims),
        Decimal(number) / len(claims),
        "above" if number > of.threshold * len(claims) else "not above",
        over if known else None,
        allowed,
        over / allowed if allowed else None,
    ]


def about_errors(of: Probe) -> Html:
    """What a claim in error is, and where the threshold is from."""
    found = of.of_policy
    source = "given as a parameter" if found is None else f"{found.source_id}, {found.basis}"
    first = prose(
        "A claim is in error where a finding of that certainty takes or changes what is payable on a line of it; "
        "findings of form alone do not count. A share above the threshold of {threshold} ({source}) may lead to a "
        "further round. Each MAC sets its own, and counts claims denied or charges denied; here the dollars are "
        "allowed amounts.",
        threshold=shown(of.threshold, "share"),
        source=source,
    )
    second = prose(
        "The shares are observed in this extract. What the chart lacks is not in it: a record that is missing makes an "
        "error of a claim that has no finding."
    )
    return Html(first.markup + second.markup)


def in_error_figure(of: Probe) -> Picture | Html:
    """The shares of claims in error beside the threshold."""
    if not of.frame:
        return Html("")
    if not _errors(of.frame, len(CERTAINTIES) - 1):
        return Html("<p>No claim is in error by a finding, of whatever certainty.</p>")
    shares = [[100 * _errors(claims, at) / len(claims) for at in range(len(CERTAINTIES))] for _, claims in _groups(of)]
    return figures.paired_shares(
        SCENARIO_NAMES,
        (shares[0], shares[1]),
        (f"all, {counted(len(of.frame), 'claim')}", f"the {len(of.drawn)} drawn"),
        100 * float(of.threshold),
        "Share of claims in error as the findings are now",
        f"Bar chart of the share of claims in error: {shares[0][0]:.1f} percent of all claims by certain findings, "
        f"{shares[0][1]:.1f} with probable ones, {shares[0][2]:.1f} with those for review; a line marks the threshold "
        f"of {100 * of.threshold:.1f} percent.",
    )


def drawn(of: Probe) -> Table:
    """The drawn claims with the records to pull: first those that a finding turns on."""
    return Table(
        "Claims drawn, with the records to pull for each",
        [
            ("No.", "count"),
            ("Claim", "identifier"),
            ("Served from", "date"),
            ("Codes", "text"),
            ("Findings", "text"),
            ("Pull first: a finding turns on it", "sentence"),
            ("Pull besides", "sentence"),
        ],
        [
            [
                number,
                one["claim_id"],
                one["service_date"],
                one["codes"],
                one["detectors"],
                "; ".join(record.name for record in of.pulled[one["claim_id"]].for_findings) or None,
                "; ".join(record.name for record in of.pulled[one["claim_id"]].besides) or None,
            ]
            for number, one in enumerate(of.drawn, start=1)
        ],
    )


def check_list(of: Probe) -> Table:
    """Each record that a drawn claim needs: what it must show, for how many claims, and who asks for it."""
    needed: dict[tuple[str, str], tuple[Record, int]] = {}
    for pulled in of.pulled.values():
        for one in {(one.name, one.shows): one for one in (*pulled.for_findings, *pulled.besides)}.values():
            needed[one.name, one.shows] = (one, needed.get((one.name, one.shows), (one, 0))[1] + 1)
    titles = load_policy().sources
    return Table(
        "Check-list: what each record must show",
        [
            ("Record", "text"),
            ("What it must show", "sentence"),
            ("Claims", "count"),
            ("Asked for by", "sentence"),
            ("Source", "name"),
            ("Basis", "name"),
        ],
        [
            [one.name, one.shows, number, titles[one.source_id].title, one.source_id, one.basis]
            for one, number in sorted(needed.values(), key=lambda pair: (-pair[1], pair[0].name, pair[0].shows))
        ],
    )


def at_risk(of: Probe) -> Table:
    """The claims in error within the time that a round reaches, the most dollars first."""
    rows = sorted(
        (one for one in of.frame if one["certainty"] is not None),
        key=lambda one: (-one["review"], one["certainty"], one["claim_id"]),
    )
    chosen = {one["claim_id"] for one in of.drawn}
    known = [one["review"] for one in rows if one["allowed"] is not None]
    return Table(
        "Claims at risk before the cycle, the most dollars first",
        [
            ("Claim", "identifier"),
            ("Served from", "date"),
            ("Last paid, else served", "date"),
            ("Certainty", "name"),
            ("Detectors", "text"),
            ("Correct coding", "sentence"),
            ("Overpaid, allowed", "money"),
            ("Drawn", "name"),
        ],
        [
            [
                one["claim_id"],
                one["service_date"],
                one["received"],
                CERTAINTIES[int(one["certainty"])],
                one["in_error"],
                one["correct_coding"],
                None if one["allowed"] is None else one["review"],
                "yes" if one["claim_id"] in chosen else "no",
            ]
            for one in rows[:LISTED]
        ],
        max(0, len(rows) - LISTED),
        totals=[f"All {counted(len(rows), 'claim')}", *[""] * 5, sum(known, Decimal(0)) if known else None, ""]
        if rows
        else (),
    )


def unverified(of: Probe) -> Table:
    """Values that nobody has checked: behind the provider's findings, the window, the threshold and the records."""
    codes = {code for one in of.claims if one["detectors"] for code in one["detectors"].split()}
    rows = [
        one
        for one in of.audit.summary["unverified"]
        if one["code"] in codes or (one["code"] == EXPOSURE and one["parameter"] == WINDOW)
    ]
    used = {
        (one.parameter, one.value, one.valid_from, one.source_id)
        for pulled in of.pulled.values()
        for one in (*pulled.for_findings, *pulled.besides)
        if one.basis == "unverified"
    }
    found = of.of_policy
    if found is not None and found.basis == "unverified":
        used.add((found.name, found.value, found.valid_from.isoformat(), found.source_id))
    names = ("parameter", "value", "valid_from", "source_id")
    rows += [{"code": PROBE, **dict(zip(names, one, strict=True)), "findings": None} for one in sorted(used, key=str)]
    return unverified_table(rows)
