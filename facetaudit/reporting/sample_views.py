"""What the repayment diagnostic shows of a sample and its appraisal: design, verdicts, estimates, precision, exposure.

The figures are those of `facetaudit sample` and `facetaudit appraise`, read from their folders.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from facetaudit.errors import UsageError
from facetaudit.policy import load_policy
from facetaudit.reporting.html import MISSING, Html, Table, counted, money, percent, prose
from facetaudit.reporting.providers import NONE
from facetaudit.statistics.appraisal import Kept, open_appraisal, verified_sample

if TYPE_CHECKING:
    from facetaudit.audit.opened import Audit
    from facetaudit.policy import PolicyValue

DEMANDS = ("demand_one_sided_percent", "demand_two_sided_percent")
DESIGN_NAMES = {
    "simple": "a simple random sample",
    "probe": "a simple random sample, as large as a round of Targeted Probe and Educate",
    "stratified": "stratified by amount",
    "risk": "stratified by the certainty of the strongest finding",
    "pps": "with probability proportional to the amount",
}
ORDERS = {
    "": "Drawn are the units with the smallest {generator}",
    "pps": "Units are drawn systematically in the order of {generator}",
}
OUTCOMES = ("confirmed", "changed", "overturned")


@dataclass(frozen=True)
class Review:
    """A sample of the audit and its appraisal, as far as they were given; `drawn` is how the sample was drawn."""

    drawn: Mapping[str, Any] | None = None
    frame: Mapping[str, Any] | None = None
    kept: Kept | None = None

    def table(self, name: str) -> list[Mapping[str, Any]]:
        """A table of the appraisal; no rows where there is none."""
        return list(self.kept.summary.get(name, ())) if self.kept else []


def review(audit: Audit, sample_dir: str = NONE, appraisal_dir: str = NONE) -> Review:
    """The sample and the appraisal of the notebook's parameters; `-` is none.

    Raises UsageError for a folder of another audit, a sample that is not what its frame and seed give, and an
    appraisal of another sample than the one given.
    """
    kept = None if appraisal_dir == NONE else open_appraisal(appraisal_dir, audit)
    sample = None if sample_dir == NONE else verified_sample(sample_dir, audit).manifest
    if kept is None:
        return Review(sample, sample["frame"]) if sample else Review()
    drawn = kept.manifest["sample"]
    if sample is not None and any(sample[name] != drawn[name] for name in ("content_sha256", "design", "strata")):
        raise UsageError(
            f"{appraisal_dir} appraises another sample than {sample_dir}: give the two that belong together."
        )
    return Review(drawn, kept.manifest["frame"], kept)


def design(of: Review) -> Html:
    """What was drawn from what, how, and that the audit gives the same frame; how to draw one where none is given."""
    if of.drawn is None or of.frame is None:
        return prose(
            "No sample was given: `facetaudit sample AUDIT_DIR --unit claim --design simple --size 100 --seed 1 --out "
            "DIR` draws one with a worksheet for the chart review, `facetaudit appraise` reads that back, and the "
            "parameters sample_dir and appraisal_dir of this page show both."
        )
    how, strata, asked = of.drawn["design"], of.drawn["strata"], of.frame["request"]
    first = prose(
        "{n} of {frame} drawn, {how}, seed {seed}. The unit is the {unit}; dollars are {dollars} amounts. {narrowed}",
        n=counted(sum(one["sample_size"] for one in strata), "unit"),
        frame=f"{of.frame['units']:,}",
        how=DESIGN_NAMES[how["name"]],
        seed=how["seed"],
        unit=asked["unit"],
        dollars=asked["dollars"],
        narrowed=_narrowed(asked),
    )
    second = prose(
        "The frame made again from this audit has the content that was drawn from (SHA-256 {hash}...). {order}: "
        "`facetaudit sample --verify` draws the same again.",
        hash=of.drawn["content_sha256"][:12],
        order=ORDERS.get(how["name"], ORDERS[""]).format(generator=how["generator"].split(";")[0]),
    )
    planned = how["planned"]
    third = (
        prose(
            "The size was planned for limits within {precision} of the total at {confidence} confidence.",
            precision=_share(str(planned["precision"])).markup,
            confidence=_share(str(planned["confidence"])).markup,
        )
        if planned
        else Html("")
    )
    return Html(first.markup + second.markup + third.markup + _strata(strata)._repr_html_())


def _narrowed(asked: Mapping[str, Any]) -> str:
    words = [
        f"provider {asked['npi']}" if asked["npi"] else "",
        f"served from {asked['from']}" if asked["from"] else "",
        f"served to {asked['to']}" if asked["to"] else "",
        f"codes {', '.join(asked['codes'])}",
    ]
    return f"The frame: active lines, {', '.join(word for word in words if word)}."


def _strata(strata: Sequence[Mapping[str, Any]]) -> Table:
    return Table(
        "Strata",
        [
            ("Stratum", "count"),
            ("Units of", "text"),
            ("From", "money"),
            ("To", "money"),
            ("In the frame", "count"),
            ("Amount", "money"),
            ("Drawn", "count"),
        ],
        [
            [one["stratum"], one["label"], *(one[name] or None for name in ("low", "high")), one["units"],
             one["amount"] or None, one["sample_size"]]
            for one in strata
        ],
    )  # fmt: skip


def verdicts(of: Review) -> Table | Html:
    """Lines and findings by verdict; how to come to one where the sample was not appraised."""
    if of.kept is None:
        return Html("") if of.drawn is None else prose(
            "The sample is not appraised: fill its worksheet in, run `facetaudit appraise SAMPLE_DIR --worksheet FILE "
            "--out DIR`, and give DIR as appraisal_dir."
        )  # fmt: skip
    return Table(
        f"Verdicts of the chart review ({of.kept.manifest['worksheet']['name']})",
        [
            ("On", "name"),
            ("Verdict", "name"),
            ("Number", "count"),
            ("Amount", "money"),
            ("Overpaid by verdict", "money"),
        ],
        [
            [row["judged"], row["verdict"], row["number"], row["amount"] or None, row["overpayment"] or None]
            for row in of.table("verdicts")
        ],
    )


def estimates(of: Review) -> Html:
    """The customary demands, the estimates with their limits, the checks, and what speaks against trusting them."""
    if of.kept is None or of.frame is None:
        return Html("")
    first = of.table("estimates")[0]
    said = prose(
        "Estimated net overpayment of the frame ({name}): {point}, standard error {error}; limits of 90 % lie {half} "
        "to either side{share}. Which amount may be demanded is for counsel.",
        name=first["estimator"],
        point=money(first["point"]),
        error=money(first["standard_error"]),
        half=money(first["precision_90"]),
        share=f", {_share(first['precision_90_share']).markup} of the point" if first["precision_90_share"] else "",
    )
    notes = "".join(prose("Note: {words}", words=words).markup for words in of.kept.summary["warnings"])
    tables = (_demands(of), _estimates(of), _limits(of), _attributes(of), _checks(of), _coverage(of))
    return Html(f"<strong>{said.markup}</strong>{notes}" + "".join(one._repr_html_() for one in tables if one.rows))


def _demands(of: Review) -> Table:
    return Table(
        "Customary demands",
        [("Demand", "sentence"), ("Dollars", "money"), ("Source", "name"), ("Basis", "name")],
        [[row[name] for name in ("demand", "dollars", "source_id", "basis")] for row in of.table("demands")],
    )


def _estimates(of: Review) -> Table:
    return Table(
        "Estimates of the overpayment",
        [
            ("Estimate", "name"),
            ("Point", "money"),
            ("Standard error", "money"),
            ("Degrees of freedom", "count"),
            ("Limits of 90 % within", "money"),
            ("Of the point", "count"),
        ],
        [
            [row["estimator"], row["point"], row["standard_error"], row["degrees"], row["precision_90"],
             _share(row["precision_90_share"])]
            for row in of.table("estimates")
        ],
    )  # fmt: skip


def _limits(of: Review) -> Table:
    return Table(
        "Limits of the overpayment",
        [("Estimate", "name"), ("Sides", "name"), ("Confidence", "count"), ("Lower", "money"), ("Upper", "money")],
        [
            [row["estimator"], row["sides"], _share(row["confidence"]), row["lower"], row["upper"]]
            for row in of.table("limits")
        ],
    )


def _attributes(of: Review) -> Table:
    return Table(
        "Units of the frame by attribute, with two-sided limits of 90 %",
        [
            ("Attribute", "name"),
            ("Drawn units with it", "count"),
            ("Estimated units", "number"),
            ("Share", "count"),
            ("Lower", "number"),
            ("Upper", "number"),
            ("Method", "text"),
        ],
        [
            [row["attribute"], row["units_with"], row["estimated_units"], _share(row["rate"]),
             row["lower_units"] or None, row["upper_units"] or None, row["method"]]
            for row in of.table("attributes")
            if (row["sides"], row["confidence"]) == ("two", "0.90")
        ],
    )  # fmt: skip


def _checks(of: Review) -> Table:
    return Table(
        "Limits without a normal curve",
        [("Check", "text"), ("Limit", "text"), ("Dollars", "money")],
        [[row[name] for name in ("check", "limit", "dollars")] for row in of.table("checks")],
    )


def _coverage(of: Review) -> Table:
    return Table(
        "How often limits of 90 % held in simulated samples of this design",
        [
            ("Population", "sentence"),
            ("Units", "count"),
            ("Total", "money"),
            ("Two-sided", "count"),
            ("Lower, one-sided", "count"),
            ("Lower, two-sided", "count"),
        ],
        [
            [row["population"], row["units"], row["total"],
             *(_share(row[name]) for name in ("two_sided_90", "lower_one_sided_90", "lower_two_sided_90"))]
            for row in of.table("coverage")
        ],
    )  # fmt: skip


def precision(of: Review) -> Table | Html:
    """How often each detector was confirmed, of those that were judged."""
    if of.kept is None:
        return Html("")
    return Table(
        "Precision of the detectors that were judged, with two-sided limits of 90 %",
        [
            ("Code", "name"),
            ("Detector", "text"),
            ("Certainty", "name"),
            ("In the frame", "count"),
            *((name.capitalize(), "count") for name in (*OUTCOMES, "no record")),
            ("Precision", "count"),
            ("Lower", "count"),
            ("Upper", "count"),
        ],
        [
            [row["code"], row["detector"], row["certainty"], row["findings"],
             *(row[name] for name in (*OUTCOMES, "no_record")),
             *(_share(row[name]) for name in ("precision", "lower", "upper"))]
            for row in of.table("precision")
            if any(row[name] for name in OUTCOMES)
        ],
    )  # fmt: skip


def after(of: Review) -> Html:
    """The frame's exposure before and after the verdicts, and what is expected of the review findings not reviewed."""
    if of.kept is None:
        return Html("")
    exposure = Table(
        "Exposure of the frame before and after the verdicts, nothing extrapolated",
        [
            ("Scenario", "name"),
            ("As audited", "money"),
            ("Of this reviewed", "money"),
            ("Reviewed, by verdict", "money"),
            ("After the verdicts", "money"),
        ],
        [list(row.values()) for row in of.table("exposure")],
    )
    expected = Table(
        "Findings for review that were not reviewed: what the verdicts on their detector make likely, limits of 90 %",
        [
            ("Code", "name"),
            ("Detector", "text"),
            ("Not reviewed", "money"),
            ("Expected", "money"),
            ("Lower", "money"),
            ("Upper", "money"),
        ],
        [[cell or None for cell in row.values()] for row in of.table("expected")],
    )
    said = prose(
        "Without a verdict on a detector nothing is expected of its findings: a dash is unknown, not zero. Findings of "
        "other certainties stand as audited."
    )
    return Html(exposure._repr_html_() + expected._repr_html_() + said.markup)


def unverified(of: Review) -> list[Mapping[str, Any]]:
    """The values behind the demands that nobody has checked, as rows of the summary's `unverified`."""
    rules = load_policy()
    values: list[PolicyValue] = [rules.timeline(name)[-1] for name in DEMANDS] if of.kept else []
    return [
        {"code": "appraisal", "parameter": one.name, "value": one.value, "valid_from": one.valid_from.isoformat(),
         "source_id": one.source_id, "findings": None}
        for one in values
        if one.basis == "unverified"
    ]  # fmt: skip


def _share(text: str) -> Html:
    """A share of the appraisal's tables in percent; a dash where it is unknown."""
    return percent(text) if text else Html(MISSING)
