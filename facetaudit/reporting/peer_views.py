"""A provider beside the others of the extract and beside CMS's public figures, as tables for people."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

from facetaudit.reporting.html import MISSING, Html, Table, counted, money, prose, shown
from facetaudit.reporting.providers import KNOWN, NONE, nothing_of
from facetaudit.statistics.peer_metrics import AMOUNT, BY_NAME, SHARE, Metric
from facetaudit.statistics.peer_words import (
    FEWEST_BENEFICIARIES,
    FEWEST_COUNTED,
    FEWEST_PEERS,
    MOST_Q,
    MOST_Q_WELL,
    TIMES_WELL,
)
from facetaudit.statistics.peers import peers
from facetaudit.statistics.public_peers import DOLLARS, FEWEST_PUBLIC_PEERS, TITLES

if TYPE_CHECKING:
    from facetaudit.audit.opened import Audit

CLAIM_TYPES = {"professional": "professional claims", "asc": "surgery center claims", "hopd": "hospital claims"}
ABOUT_PUBLIC = (
    "The public peers are individuals with published rows, ranked as they are; the words follow from the rank and the "
    "median. CMS publishes no code of fewer than 11 beneficiaries: what is not published is not zero, and the peers by "
    "a further level are those who bill it often enough. KX, sides, imaging and sedation are not in these files."
)


def beside_peers(audit: Audit, npi: str, public: str = NONE, seed: int = 1) -> Html:
    """Each metric of the provider beside the others of the extract and, with ``public``, beside CMS's public figures.

    ``public`` is a folder of `facetaudit peers-import` or CMS's file, or `-` for none. Raises as `facetaudit.peers`.
    """
    if not int(audit.sql(KNOWN, {"npi": npi})["facet_lines"].iloc[0]):
        return nothing_of(audit, npi)
    found = peers(audit.folder, npi=npi, public=None if public == NONE else public, seed=seed)
    tables = [_of_extract(found.rows)]
    notes = list(found.notes)
    if public != NONE:
        tables.append(_of_public(found.public))
        notes.append(ABOUT_PUBLIC)
    markup = "".join(table._repr_html_() for table in tables)
    return Html(markup + "".join(prose("{note}", note=note).markup for note in notes))


def about_peers() -> Html:
    """How the peers are chosen, what the words take, and what the comparison is not."""
    return prose(
        "Peers are the other providers of this extract with claims of the same type. A provider is held against the "
        "spread of the peers; chances are adjusted for all comparisons of the extract (q). Above: q of {q} or less. "
        "Well above: q of {q_well} or less, and the figure drawn to the peers' is at least {times} times theirs "
        "together. Too few: fewer than {counted} things counted, {people} beneficiaries or {peers} such peers, or "
        "peers that do not vary. Payers and patients differ between providers: the words are a screen for what to "
        "look at, no proof of an error. No official comparative report on facet procedures is known.",
        q=MOST_Q,
        q_well=MOST_Q_WELL,
        times=TIMES_WELL,
        counted=FEWEST_COUNTED,
        people=FEWEST_BENEFICIARIES,
        peers=FEWEST_PEERS,
    )


def _of_extract(rows: list[dict[str, Any]]) -> Table:
    several = len({row["claim_type"] for row in rows}) > 1
    return Table(
        "This provider beside the others of the extract",
        [
            ("Metric", "text"),
            ("This provider", "count"),
            ("Word", "name"),
            ("95 % limits", "count"),
            ("Counted from", "text"),
            ("q", "count"),
            ("Drawn to the peers", "count"),
            ("Peers", "count"),
            ("Peers together", "count"),
            ("Their median", "count"),
            ("Rank from the top", "count"),
        ],
        [_extract_row(row, several) for row in rows],
    )


def _extract_row(row: dict[str, Any], several: bool) -> list[object]:
    metric = BY_NAME[row["metric"]]
    rank = f"{row['rank']} of {row['peers'] + 1}" if row["rank"] != "" else MISSING
    limits = f"{_cell(metric, row['lower'])} to {_cell(metric, row['upper'])}" if row["lower"] else MISSING
    return [
        f"{metric.title} ({CLAIM_TYPES[row['claim_type']]})" if several else metric.title,
        _text(_cell(metric, row["rate"])),
        row["word"] or MISSING,
        _text(limits),
        _counted_from(metric, row) if row["rate"] else MISSING,
        _text(_chance(row["q"])),
        _text(_cell(metric, row["shrunken"])),
        row["peers"],
        _text(_cell(metric, row["peers_rate"])),
        _text(_cell(metric, row["peers_median"])),
        _text(rank),
    ]


def _counted_from(metric: Metric, row: dict[str, Any]) -> str:
    """`14 sessions to 10 beneficiary-years`, `3 of 14 sessions`, `$1,309.36 of $3,936.42`."""
    if metric.kind == AMOUNT:
        return f"{money(row['numerator'])} of {money(row['denominator'])}"
    of = counted(int(row["denominator"]), metric.things[1])
    if metric.kind == SHARE:
        return f"{int(row['numerator']):,} of {of}"
    if metric.dollars:
        return f"{money(row['numerator'])} in {of}"
    number = row["numerator"]
    return f"{counted(int(number), metric.things[0])} to {of}" if number.isdigit() else f"{number} units to {of}"


def _cell(metric: Metric, number: str) -> str:
    if not number:
        return MISSING
    if metric.kind in (SHARE, AMOUNT):
        return shown(number, "share")
    return money(number) if metric.dollars else f"{float(number):,.2f}"


def _of_public(rows: list[dict[str, Any]]) -> Table:
    return Table(
        "This provider beside the physicians of CMS's public figures",
        [
            ("Metric", "text"),
            ("Place", "name"),
            ("This extract", "count"),
            ("Word", "name"),
            ("Among", "name"),
            ("Published for this NPI", "count"),
            ("q", "count"),
            ("Rank from the top", "count"),
            ("Median", "count"),
            ("90th percentile", "count"),
            ("All services together", "count"),
        ],
        [
            [
                TITLES[row["metric"]],
                row["place"],
                _text(_public(row, "value")),
                row["word"],
                row["state"] if row["scope"] == "state" else "nation",
                _text(_public(row, "published", "not published")),
                _text(_chance(row["q"])),
                _text(f"{row['rank']:,} of {row['peers'] + 1:,}" if row["rank"] != "" else MISSING),
                _text(_public(row, "median", f"below {FEWEST_PUBLIC_PEERS} peers")),
                _text(_public(row, "ninetieth")),
                _text(_public(row, "total")),
            ]
            for row in rows
        ],
    )


def _public(row: dict[str, Any], column: str, missing: str = MISSING) -> str:
    if not row[column]:
        return missing
    return money(row[column]) if row["metric"] in DOLLARS else f"{float(row[column]):,.2f}"


def _chance(number: str) -> str:
    if not number:
        return MISSING
    return f"{float(number):.3f}" if float(number) >= 0.001 else "below 0.001"


def _text(words: str) -> Html:
    return Html(html.escape(words))
