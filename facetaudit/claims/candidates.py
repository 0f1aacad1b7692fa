"""Which header could be which canonical column, and how sure that is: by its words, by its cells, or by both."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from facetaudit.claims.content import Facts
from facetaudit.claims.date_formats import Dates
from facetaudit.claims.header_words import ALIKE, MODIFIER_LIKE, alike, known_words, of_something_else
from facetaudit.claims.mapping import MODIFIERS, Match
from facetaudit.claims.schema import COLUMN_NAMES

SURE, LIKELY, LOOK = "sure", "likely", "look"
SURENESS = (SURE, LIKELY, LOOK)
DIAGNOSES = "diagnosis_codes"
DATES = ("service_date", "paid_date")
MONEY = ("charge_amount", "allowed_amount", "paid_amount")
NPIS = ("rendering_npi", "billing_npi")
COLUMNS = tuple(name for name in COLUMN_NAMES if name not in MODIFIER_LIKE)

_AGREES = 0.95  # this part of the filled cells reads as the column asks
_PARTLY = 0.5
_MANY = 100
_OF_PRESET = 0
_FIRST_CLAIMS = datetime.date(2000, 1, 1)

# How many of the filled cells read as the column asks, and in words as what; columns of any text are not here.
_READS: Mapping[str, tuple[Callable[[Facts], int], str]] = {
    "line_number": (lambda f: f.whole_numbers, "whole numbers"),
    "claim_type": (lambda f: f.claim_types, "professional, asc or hopd"),
    "mac": (lambda f: f.macs, "names of MACs"),
    "state": (lambda f: f.states, "two-letter states"),
    "locality": (lambda f: f.localities, "localities as MMMMM-LL"),
    "hcpcs": (lambda f: f.codes, "procedure codes"),
    "units": (lambda f: f.numbers, "numbers"),
    "place_of_service": (lambda f: min(f.places, f.two_digits), "places of service"),
    DIAGNOSES: (lambda f: f.diagnoses, "diagnosis codes"),
    "rendering_npi": (lambda f: f.npis, "NPIs with a right check digit"),
    "billing_npi": (lambda f: f.npis, "NPIs with a right check digit"),
    "charge_amount": (lambda f: f.numbers, "amounts"),
    "allowed_amount": (lambda f: f.numbers, "amounts"),
    "paid_amount": (lambda f: f.numbers, "amounts"),
    "claim_frequency_code": (lambda f: f.frequencies, "1, 7 or 8"),
    MODIFIERS: (lambda f: f.modifiers, "modifiers"),
}


@dataclass(frozen=True)
class Candidate:
    """One header that could be one canonical column, by its words or `by_cells` alone.

    `rank` orders candidates, the best first.
    """

    column: str
    position: int
    sure: str
    why: str
    rank: tuple[int, float, int, int, int]
    by_cells: bool


@dataclass(frozen=True)
class Table:
    """What is known of a table: its header, the facts and dates of its columns, the preset that fits the header.

    `statuses` are the columns whose every cell is a known word for paid or denied.
    """

    header: Sequence[str]
    facts: Sequence[Facts]
    dates: Mapping[int, Dates]
    preset: Match | None
    statuses: frozenset[int]
    rows: int


def candidates(table: Table) -> list[Candidate]:
    """Every candidate, the best first."""
    found: list[Candidate] = []
    for position, name in enumerate(table.header):
        if name.strip():
            found += _by_words(table, position)
            found += _by_cells(table, position)
    return sorted(found, key=lambda one: one.rank)


def _by_words(table: Table, position: int) -> Iterator[Candidate]:
    for column in (*COLUMNS, MODIFIERS):
        like, words, order = _likeness(table, position, column)
        if like < ALIKE:
            continue
        count, cells = reads(table, position, column)
        filled = table.facts[position].filled
        sure = _judged(like, order == _OF_PRESET, None if count is None or not filled else count / filled)
        if sure is None:
            continue
        if not filled:
            sure = LOOK
        doubt = _doubt(table, position, column)
        yield _candidate(table, column, position, LOOK if doubt else sure, f"{words}; {doubt or cells}", like, order)


def _likeness(table: Table, position: int, column: str) -> tuple[float, str, int]:
    """How like the header is, that in words, and the place of the word among those of the column."""
    header = table.header[position]
    names = MODIFIER_LIKE if column == MODIFIERS else (column,)
    if table.preset is not None and any(position in table.preset.positions.get(name, ()) for name in names):
        preset = table.preset.mapping.name
        return 1.0, "a canonical name" if preset == "canonical" else f"a header of preset {preset}", _OF_PRESET
    like, word, name = max((*alike(header, name), name) for name in names)
    order = known_words()[name].index(word) + 1 if word else 0
    return like, "a known header" if like == 1.0 else f"like the header {word!r}", order


def reads(table: Table, position: int, column: str) -> tuple[int | None, str]:
    """How many filled cells read as the column asks (None: any text does), and that in words."""
    facts = table.facts[position]
    if not facts.filled:
        return None, "blank in every row that was looked at"
    if column in DATES:
        dates = table.dates.get(position)
        written = f"dates written {' or '.join(dates.formats)}" if dates else "dates"
        return (dates.read if dates else 0), _counted(dates.read if dates else 0, facts, written)
    if column == "line_status":
        count = facts.filled if position in table.statuses else 0
        return count, _counted(count, facts, "known words for paid or denied")
    if column not in _READS:
        blank = table.rows - facts.filled
        return None, f"{blank:,} of {table.rows:,} cells are blank" if blank else "no cell is blank"
    counter, words = _READS[column]
    count = counter(facts)
    if column == "hcpcs" and facts.facet_codes:
        words += f" ({facts.facet_codes:,} facet-joint codes)"
    return count, _counted(count, facts, words)


def _counted(count: int, facts: Facts, words: str) -> str:
    if count == facts.filled:
        return f"all {facts.filled:,} cells are {words}"
    return f"{count:,} of {facts.filled:,} cells are {words}"


def _judged(like: float, of_preset: bool, share: float | None) -> str | None:
    """How sure a header is that is so like a known word and whose cells read so far; None when they contradict it."""
    if share is None:
        return SURE if of_preset else LIKELY if like == 1.0 else LOOK
    if share < _PARTLY:
        return None
    if share < _AGREES:
        return LOOK
    return SURE if like == 1.0 else LIKELY


def _doubt(table: Table, position: int, column: str) -> str:
    """What speaks against an identifier although any text could be one."""
    facts = table.facts[position]
    if column == "patient_id" and facts.share(facts.names) > _PARTLY:
        return "the cells look like names, and a number tells patients apart better"
    if column == "patient_id" and facts.filled > _MANY and facts.distinct_cells == facts.filled:
        return "every cell is another one, as of a row's number and not of a patient's"
    return ""


def _by_cells(table: Table, position: int) -> Iterator[Candidate]:
    """Columns that their cells alone give away."""
    facts = table.facts[position]
    if not facts.filled or of_something_else(table.header[position]):
        return
    words = "the cells alone"
    agree = {column: facts.share(reads(table, position, column)[0] or 0) >= _AGREES for column in (*_READS, *DATES)}
    if agree["hcpcs"] and (facts.facet_codes or facts.share(facts.telling_codes) > 1 - _AGREES):
        sure = LIKELY if facts.facet_codes else LOOK
        yield _candidate(table, "hcpcs", position, sure, f"{words}: {reads(table, position, 'hcpcs')[1]}")
    if facts.share(facts.beneficiaries) >= _AGREES:
        yield _candidate(
            table, "patient_id", position, LIKELY,
            f"{words}: {_counted(facts.beneficiaries, facts, 'shaped like Medicare beneficiary identifiers')}",
        )
    if (
        facts.share(facts.known_modifiers) >= _AGREES
        and facts.two_digits < facts.known_modifiers
        and facts.share(facts.states) < _AGREES
    ):
        yield _candidate(table, MODIFIERS, position, LIKELY, f"{words}: {reads(table, position, MODIFIERS)[1]}")
    if agree[DIAGNOSES] and facts.share(facts.dotted) > 1 - _AGREES:  # without dots, numbers of claims look so, too
        yield _candidate(table, DIAGNOSES, position, LIKELY, f"{words}: {reads(table, position, DIAGNOSES)[1]}")
    yield from _service_date_by_cells(table, position)
    if agree["rendering_npi"]:
        more = facts.distinct_cells / (1 + table.rows)  # who performed varies more than who billed
        for column in NPIS:
            yield _candidate(table, column, position, LOOK, f"{words}: {reads(table, position, column)[1]}", more)
    if agree["place_of_service"] and facts.share(facts.usual_places) >= _AGREES:
        cells = reads(table, position, "place_of_service")[1]
        yield _candidate(table, "place_of_service", position, LOOK, f"{words}: {cells}")


def _service_date_by_cells(table: Table, position: int) -> Iterator[Candidate]:
    """The only column of dates that can be dates of claims, or the one that begins first."""
    dates = table.dates.get(position)
    others = [
        at for at, one in table.dates.items()
        if one.earliest >= _FIRST_CLAIMS and not of_something_else(table.header[at]) and table.header[at].strip()
    ]
    if dates is None or position not in others or table.facts[position].share(dates.read) < _AGREES:
        return
    sure = LIKELY if len(others) == 1 else LOOK
    first = -float(dates.earliest.toordinal())
    words = "the only dates" if len(others) == 1 else f"one of {len(others)} columns of dates"
    yield _candidate(
        table, "service_date", position, sure, f"{words}: {reads(table, position, 'service_date')[1]}", first / 1e7
    )


def _candidate(
    table: Table, column: str, position: int, sure: str, why: str, like: float = 0.0, order: int = 0
) -> Candidate:
    place = (*COLUMNS, MODIFIERS).index(column)
    rank = (SURENESS.index(sure), -like, place, order, position)
    return Candidate(column, position, sure, why, rank, by_cells=like < ALIKE)
