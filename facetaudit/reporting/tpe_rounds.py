"""Rounds of Targeted Probe and Educate played through for the TPE readiness notebook: chances, cures, what drives them.

The figures are those of `facetaudit tpe` with the page's provider, days of service, threshold and seed.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from facetaudit.errors import UsageError
from facetaudit.policy import load_policy
from facetaudit.reporting import figures
from facetaudit.reporting.html import Html, Picture, Table, counted, percent, prose, shown
from facetaudit.statistics.tpe import REPEATS, STEP, Tpe, chance_to_pass, tpe

if TYPE_CHECKING:
    from facetaudit.reporting.probe import Probe
    from facetaudit.statistics.tables import Row

CLAIMS_LISTED = 20
SHOWN, SHOWN_NAME = "probable", "certain and probable"
"""The scenario of the figure and of the table of thresholds."""
NAMES = {"certain": "certain", SHOWN: SHOWN_NAME, "review": "with review"}
THRESHOLDS = ("0.10", "0.15", "0.20", "0.25", "0.30")
"""Error rates shown beside the page's own, as every MAC sets its own."""


@dataclass(frozen=True)
class Rounds:
    """The rounds of a probe's provider; none, and why, where they cannot be played."""

    of: Probe
    found: Tpe | None
    why: str = ""

    @property
    def sizes(self) -> list[int]:
        """The probe sizes that the claims are enough for."""
        return sorted({int(row["probe_size"]) for row in self.found.rounds}) if self.found else []

    @property
    def size(self) -> int:
        """The page's probe, or the largest that the claims are enough for."""
        return max(size for size in self.sizes if size <= self.of.size or size == self.sizes[0])

    def rows(self, scenario: str | None = None, size: int | None = None, cured: int | None = None) -> list[Row]:
        """The rounds of a scenario, probe size or number of cures; None stands for each."""
        asked = (("scenario", scenario), ("probe_size", size), ("cured", cured))
        rows = self.found.rounds if self.found else []
        return [row for row in rows if all(value is None or row[name] == value for name, value in asked)]


def play(of: Probe) -> Rounds:
    """Play the rounds of the probe's provider through, on the claims served in the time that the page looks at."""
    rules = load_policy()
    least, most = (
        int(rules.value(f"tpe_probe_{end}_claims", of.cycle_date).number or 0) for end in ("least", "most")
    )
    try:
        found = tpe(
            of.audit.folder,
            npi=of.npi,
            probe_sizes=sorted({*range(least, most + 1, STEP), of.size}),
            threshold=float(of.threshold),
            seed=of.seed,
            first=of.first_day,
            last=of.cycle_date - datetime.timedelta(days=1),
        )
    except UsageError as error:  # no or too few claims: of another provider there may be enough
        return Rounds(of, None, str(error))
    return Rounds(of, found)


def chances(rounds: Rounds) -> Html:
    """What is drawn, when it is passed, and the chances of the page's probe, in words."""
    if rounds.found is None:
        return prose(
            "No rounds are played through. {why} A round takes claims by the day of service; the counts above go by "
            "the day paid.",
            why=rounds.why,
        )
    of, (row,) = rounds.of, rounds.rows(SHOWN, rounds.size, 0)
    source = "given as a parameter" if of.of_policy is None else f"{of.of_policy.source_id}, {of.of_policy.basis}"
    dollars = {name: cell for name, cell in row.items() if name.startswith("dollars_")}
    first = prose(
        "By certain and probable findings a round of {size} is passed with a chance of {claims} by claims and "
        "{dollars} by dollars. {in_error} of {frame} are in error now; {most} in the probe may be.",
        size=rounds.size,
        claims=percent(row["claims_pass_round"]).markup,
        dollars=percent(dollars["dollars_pass_round"]).markup if dollars else "an unknown one",
        in_error=f"{int(row['claims_in_error']):,}",
        frame=counted(row["claims"], "claim"),
        most=row["most_in_error"],
    )
    second = prose(
        "A round draws at random of this provider's Medicare claims with facet lines, served from {first} to {last} "
        "(the counts above go by the day paid, so they may be of other claims). It is passed where the error rate is "
        "not above {threshold} ({source}): over {palmetto} is Palmetto's figure, other MACs set their own. By claims "
        "the chance is exact, by dollars (overpaid of allowed) it is that of {repeats} simulated rounds. Later rounds "
        "draw other claims of the same kind. {notes}",
        first=of.first_day,
        last=of.cycle_date - datetime.timedelta(days=1),
        threshold=shown(of.threshold, "share"),
        source=source,
        palmetto=shown(_of_palmetto(of.cycle_date), "share"),
        repeats=f"{REPEATS:,}",
        notes=" ".join(rounds.found.notes),
    )
    third = prose(
        "Documentation and necessity are not in claims: a real round denies more, and these chances are the most that "
        "can be hoped for."
    )
    return Html(f"<strong>{first.markup}</strong>{second.markup}{third.markup}")


def _of_palmetto(on: datetime.date) -> Decimal:
    return (load_policy().value("tpe_error_rate_percent", on, "palmetto").number or Decimal(0)) / 100


def cures_figure(rounds: Rounds) -> Picture | Html:
    """The chances to have passed by each round, as it is and with one defect after the other cured."""
    rows = rounds.rows(SHOWN, rounds.size) if rounds.found else []
    if len(rows) < 2:
        return Html("")
    by_round = {_word(name): [100 * float(row[name]) for row in rows] for name in _columns(rows, "claims")}
    cured = [str(row["cured_detectors"]).split() for row in rows]
    names = ["as it is", *(f"and {codes[-1]}" if len(codes) > 1 else f"{codes[0]} cured" for codes in cured[1:])]
    first, last = rows[0]["claims_pass_round"], rows[-1]["claims_pass_round"]
    return figures.lines(
        names,
        by_round,
        f"Chance to have passed, probes of {rounds.size}, by claims",
        "percent",
        f"Line chart of the chance to have passed by each round with probes of {rounds.size} claims, certain and "
        f"probable findings: {percent(first).markup} of one round as it is, {percent(last).markup} once "
        f"{', '.join(cured[-1])} are cured.",
    )


def by_size(rounds: Rounds) -> Table | Html:
    """The chances of every probe size, as it is."""
    if rounds.found is None:
        return Html("")
    rows = rounds.rows(cured=0)
    return Table(
        "Chance to have passed, by probe size, as it is",
        [("Findings", "name"), ("Probe", "count"), ("In error, at most", "count"), *_headings(rows)],
        [[NAMES[row["scenario"]], row["probe_size"], row["most_in_error"], *_cells(row, rows)] for row in rows],
    )


def by_threshold(rounds: Rounds) -> Table | Html:
    """The exact chance to pass one round by claims, at other MACs' possible thresholds."""
    if rounds.found is None:
        return Html("")
    (row, *_) = rounds.rows(SHOWN, cured=0)
    claims, wrong = int(row["claims"]), int(row["claims_in_error"])
    limits = sorted({*(Fraction(one) for one in THRESHOLDS), rounds.found.threshold})
    return Table(
        f"Chance to pass one round by claims, by threshold and probe size, {SHOWN_NAME} findings",
        [("Threshold", "name"), *((f"Probe of {size}", "count") for size in rounds.sizes)],
        [
            [
                shown(Decimal(str(float(limit))), "share") + (", this page" if limit == rounds.found.threshold else ""),
                *(percent(f"{float(chance_to_pass(limit, claims, wrong, size)):.4f}") for size in rounds.sizes),
            ]
            for limit in limits
        ],
    )


def cures(rounds: Rounds) -> Table | Html:
    """The chances of the page's probe once defects are cured, those first that leave the fewest claims in error."""
    if rounds.found is None:
        return Html("")
    rows = rounds.rows(size=rounds.size)
    return Table(
        f"Chance to have passed once defects are cured, probes of {rounds.size}",
        [("Findings", "name"), ("Cured", "text"), ("Claims in error", "count"), *_headings(rows)],
        [
            [NAMES[row["scenario"]], row["cured_detectors"] or "nothing", row["claims_in_error"], *_cells(row, rows)]
            for row in rows
        ],
    )


def defects(rounds: Rounds) -> Table | Html:
    """Detectors in the order in which curing them helps most, all findings."""
    if rounds.found is None:
        return Html("")
    return Table(
        "What to cure first: detectors by the claims that they leave in error, all findings",
        [
            ("Code", "name"),
            ("Detector", "text"),
            ("Claims with it", "count"),
            ("In error for it alone", "count"),
            ("Overpaid for it alone, allowed", "money"),
        ],
        [list(row.values()) for row in rounds.found.defects],
    )


def drivers(rounds: Rounds) -> Table | Html:
    """The claims in error, those first whose overpaid dollars are furthest above the threshold."""
    if rounds.found is None:
        return Html("")
    rows = rounds.found.claims
    more = f"; `facetaudit tpe` writes all {len(rows):,}" if len(rows) > CLAIMS_LISTED else ""
    return Table(
        f"Claims that drive it, the furthest above the threshold in dollars first{more}",
        [
            ("Claim", "identifier"),
            ("Served from", "date"),
            ("In error by findings", "name"),
            ("Detectors", "text"),
            ("Allowed", "money"),
            ("Overpaid", "money"),
            ("Above the threshold", "money"),
        ],
        [
            [row["claim_id"], row["service_date"], NAMES[row["scenario"]], *list(row.values())[3:]]
            for row in rows[:CLAIMS_LISTED]
        ],
    )


def _columns(rows: Sequence[Row], measure: str) -> list[str]:
    return [name for name in rows[0] if name.startswith(f"{measure}_pass_")]


def _word(column: str) -> str:
    """`round 1` of claims_pass_round, `by round 3` of claims_pass_by_round_3."""
    name = column.split("_pass_")[1]
    return "round 1" if name == "round" else name.replace("_", " ")


def _headings(rows: Sequence[Row]) -> list[tuple[str, str]]:
    return [
        (f"{_word(name)[0].upper()}{_word(name)[1:]}, by {measure}", "count")
        for measure in ("claims", "dollars")
        for name in _columns(rows, measure)
    ]


def _cells(row: Row, rows: Sequence[Row]) -> list[Html]:
    return [percent(row[name]) for measure in ("claims", "dollars") for name in _columns(rows, measure)]
