"""A mapping proposed for a table whose columns are not known: which header holds what, how sure that is, and why.

    proposal = propose(con, sample, facet_codes=codes)

Nothing is guessed without a word on how sure it is: `sure` (the header is known and the cells agree), `likely` (one of
the two) or `look` (weak, or the cells allow another reading).  The same table gives the same proposal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import duckdb

from facetaudit.claims import content, date_formats
from facetaudit.claims.candidates import (
    COLUMNS,
    DATES,
    DIAGNOSES,
    LIKELY,
    LOOK,
    MONEY,
    SURENESS,
    Candidate,
    Table,
    candidates,
    reads,
)
from facetaudit.claims.cleaning import RUN_TOGETHER_MODIFIERS
from facetaudit.claims.content import DENIED_WORDS, PAID_WORDS, Facts
from facetaudit.claims.header_words import ALIKE, MODIFIER_LIKE, alike, number_in
from facetaudit.claims.mapping import (
    MODIFIERS,
    MUST_BE_FOUND,
    ColumnMapping,
    Match,
    best_match,
    missing_required,
)
from facetaudit.claims.sample import Sample
from facetaudit.claims.schema import COLUMN_NAMES, LINE_STATUSES, MODIFIER_COLUMNS
from facetaudit.errors import NotClaims

_SEVERAL = (MODIFIERS, DIAGNOSES)
_MOST_MODIFIERS = len(MODIFIER_COLUMNS)
_ORDER = [*(name for name in COLUMN_NAMES if name not in MODIFIER_COLUMNS[1:])]
_ORDER[_ORDER.index("modifier_1")] = MODIFIERS


@dataclass(frozen=True)
class Proposed:
    """One canonical column (or `modifiers`): the headers that it is read from, how sure, and why.

    `one_cell` tells that a single header holds all modifiers.
    """

    column: str
    headers: tuple[str, ...]
    sure: str
    why: str
    one_cell: bool = False


@dataclass(frozen=True)
class Proposal:
    """What is proposed, in canonical order, and what is left.

    `unused` are (header, what its cells look like); `missing` the required columns that no header seems to hold;
    `preset` is the preset (or `canonical`) that fits the header, `as_it_is` whether it reads dates and amounts, too.
    `date_formats` is empty where the dates need none.
    """

    columns: tuple[Proposed, ...]
    unused: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    preset: str | None
    as_it_is: bool = False
    date_formats: tuple[str, ...] = ()
    decimal: str = "."
    thousands: str = ","
    sheet: str | None = None
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def propose(con: duckdb.DuckDBPyConnection, sample: Sample, facet_codes: Iterable[str]) -> Proposal:
    """Propose a mapping for the sample in `map_sample`; needs the cleaning macros.

    Raises NotClaims when no column looks like procedure codes or dates of service.
    """
    facts = content.facts_of(con, len(sample.header), facet_codes, RUN_TOGETHER_MODIFIERS)
    match = best_match(sample.header)
    preset = match if not missing_required(match) else None
    values, statuses = _statuses(con, sample.header, facts, preset)
    table = Table(
        sample.header, facts, date_formats.dates_of(con), preset, frozenset(statuses), sample.rows - sample.unsplit
    )
    taken = _assign(table)
    if not {"hcpcs", "service_date"} & {*taken}:
        raise NotClaims(
            f"{sample.name}: no column looks like procedure codes or dates of service; "
            "map needs an export of claim lines."
        )
    notes = list(sample.notes)
    formats = _settle_dates(con, table, taken, notes)
    decimal, thousands = _signs(table, taken, notes)
    status = taken.get("line_status")
    return Proposal(
        columns=tuple(_proposed(table, column, taken[column]) for column in _ORDER if column in taken),
        unused=_unused(table, taken),
        missing=tuple(column for column in MUST_BE_FOUND if column not in taken),
        preset=preset.mapping.name if preset else None,
        as_it_is=preset is not None and (decimal, thousands) == (preset.mapping.decimal, preset.mapping.thousands)
        and _reads_dates(con, preset.mapping, formats, taken),
        date_formats=formats,
        decimal=decimal,
        thousands=thousands,
        sheet=sample.sheet if sample.sheet_asked else None,
        values={"line_status": values[status[0].position]} if status and values[status[0].position] else {},
        notes=tuple(notes),
    )


def _statuses(
    con: duckdb.DuckDBPyConnection, header: Sequence[str], facts: Sequence[Facts], preset: Match | None
) -> tuple[dict[int, dict[str, str]], set[int]]:
    """Columns that are named like a status and hold known words only, with the words that are not canonical."""
    known = {**dict.fromkeys(PAID_WORDS, "paid"), **dict.fromkeys(DENIED_WORDS, "denied")}
    values: dict[int, dict[str, str]] = {}
    for position, name in enumerate(header):
        of_preset = preset is not None and position in preset.positions.get("line_status", ())
        if not of_preset and alike(name, "line_status")[0] < ALIKE:
            continue
        given = {word.lower(): value for word, value in preset.mapping.values.get("line_status", {}).items()} if (
            preset is not None and of_preset) else {}
        words = content.words_of(con, position)
        meaning = {word: (given.get(word) or known.get(word)) for word in words}
        if words and all(meaning.values()):
            values[position] = {w: v for w, v in meaning.items() if v and w not in LINE_STATUSES} | given
    return values, {*values}


def _assign(table: Table) -> dict[str, list[Candidate]]:
    """The best candidate of each column; each header goes to one column, and to modifiers and diagnoses go several."""
    taken: dict[str, list[Candidate]] = {}
    used: set[int] = set()
    for one in candidates(table):
        others = taken.get(one.column, [])
        joins = one.column in _SEVERAL and not (one.by_cells and any(not other.by_cells for other in others))
        if one.position not in used and (not others or joins):
            taken.setdefault(one.column, []).append(one)
            used.add(one.position)
    for column in _SEVERAL:
        if column in taken:
            taken[column] = _in_order(table, column, taken[column])
    return taken


def _in_order(table: Table, column: str, found: Sequence[Candidate]) -> list[Candidate]:
    """The headers of several cells by their number, as the preset has them, or as they stand.

    A column of all modifiers is left out where others hold the first, the second and so on, and so is a fifth.
    """
    of_preset = list(table.preset.positions.get(column, ())) if table.preset else []

    def place(one: Candidate) -> tuple[int, int, int]:
        known = of_preset.index(one.position) if one.position in of_preset else len(of_preset)
        return known, number_in(table.header[one.position]), one.position

    ordered = sorted(found, key=place)
    if column == MODIFIERS:
        if any(number_in(table.header[one.position]) == 1 for one in ordered):
            ordered = [one for one in ordered if number_in(table.header[one.position])]
        return ordered[:_MOST_MODIFIERS]
    return ordered


def _settle_dates(
    con: duckdb.DuckDBPyConnection, table: Table, taken: dict[str, list[Candidate]], notes: list[str]
) -> tuple[str, ...]:
    """The formats of all date columns, those with a year of two digits first; doubts go to the candidates and notes."""
    chosen: dict[str, tuple[str, ...]] = {}
    for column in DATES:
        if column not in taken or (dates := table.dates.get(taken[column][0].position)) is None:
            continue
        chosen[column] = dates.formats
        if not dates.certain:
            chosen[column], sure, doubt = _order_of_day_and_month(table, dates.formats)
            taken[column] = [_doubted(taken[column][0], sure, doubt)]
            if sure == LOOK:
                header = table.header[taken[column][0].position]
                notes.append(f"{column} ({header!r}): {doubt}, so hold one against its claim.")
    if len(chosen) > 1 and date_formats.conflict(chosen["service_date"], chosen["paid_date"]):
        header = table.header[taken["paid_date"][0].position]
        notes.append(
            f"paid_date ({header!r}): it writes day and month the other way round than service_date, which one mapping "
            "cannot say; it is left out."
        )
        del taken["paid_date"], chosen["paid_date"]
    if all(formats == (date_formats.ISO,) for formats in chosen.values()):
        return ()
    named = [
        name
        for column, formats in chosen.items()
        for name in (
            date_formats.explicit(con, taken[column][0].position) if formats == (date_formats.ISO,) else formats
        )
    ]
    return date_formats.in_reading_order(named)


def _order_of_day_and_month(table: Table, formats: tuple[str, ...]) -> tuple[tuple[str, ...], str, str]:
    """The formats in the order that another column of dates written alike proves, else as they are; and the doubt."""
    bases = {_base(name) for one in formats for name in (one, date_formats.exchanged(one))}
    for position, dates in sorted(table.dates.items()):
        for name in dates.formats if dates.certain else ():
            if _base(name) in bases:
                settled = tuple(date_formats.in_the_order_of([name], one) for one in formats)
                return settled, LIKELY, f"the order of day and month is that of {table.header[position]!r}"
    order = "day before month" if date_formats.day_first(formats[0]) else "month before day"
    return formats, LOOK, f"every date reads with day and month exchanged, too; {order} is proposed"


def _reads_dates(
    con: duckdb.DuckDBPyConnection,
    mapping: ColumnMapping,
    formats: tuple[str, ...],
    taken: Mapping[str, Sequence[Candidate]],
) -> bool:
    """Whether the formats of a preset are those that the dates need."""
    if not formats and mapping.date_formats:
        positions = [taken[column][0].position for column in DATES if column in taken]
        formats = tuple(name for position in positions for name in date_formats.explicit(con, position))
    return {*formats} <= {*mapping.date_formats}


def _base(name: str) -> str:
    return name.split(" ")[0].split("T")[0]


def _doubted(one: Candidate, sure: str, doubt: str) -> Candidate:
    return replace(one, sure=max(one.sure, sure, key=SURENESS.index), why=f"{one.why}; {doubt}")


def _signs(table: Table, taken: Mapping[str, Sequence[Candidate]], notes: list[str]) -> tuple[str, str]:
    """The decimal and the thousands sign of the amounts."""
    amounts = [table.facts[taken[column][0].position] for column in (*MONEY, "units") if column in taken]
    comma, point = sum(f.comma_decimals for f in amounts), sum(f.point_decimals for f in amounts)
    if comma and point:
        notes.append(
            f"amounts: {comma:,} cells have a decimal comma and {point:,} a decimal point, and a mapping reads one."
        )
    if comma <= point:
        return ".", "'" if any(f.quote_groups for f in amounts) else ","
    if any(f.quote_groups for f in amounts):
        return ",", "'"
    return ",", " " if any(f.blank_groups for f in amounts) else "."


def _proposed(table: Table, column: str, found: Sequence[Candidate]) -> Proposed:
    headers = tuple(table.header[one.position] for one in found)
    filled = [one for one in found if table.facts[one.position].filled] or list(found)
    worst = max(filled, key=lambda one: SURENESS.index(one.sure))
    single = column == MODIFIERS and len(found) == 1
    facts = table.facts[found[0].position]
    one_cell = single and (facts.long_cells > 0 or number_in(headers[0]) == 0)
    why = worst.why
    if len(found) > 1:
        blank = len(found) - len([one for one in found if table.facts[one.position].filled])
        why = f"{len(found)} columns, {found[0].why}" + (f"; {blank} of them blank" if blank else "")
    if one_cell:
        why += "; some cells hold several" if facts.long_cells else "; no cell holds several"
    return Proposed(column, headers, worst.sure, why, one_cell)


def _unused(table: Table, taken: Mapping[str, Sequence[Candidate]]) -> tuple[tuple[str, str], ...]:
    """The other headers, with what their cells look like and why a known word was not enough."""
    used = {one.position for found in taken.values() for one in found}
    return tuple(
        (name or f"(column {position + 1} has no name)", _looks_like(table, position, {*taken}))
        for position, name in enumerate(table.header)
        if position not in used
    )


def _looks_like(table: Table, position: int, taken: set[str]) -> str:
    facts, dates = table.facts[position], table.dates.get(position)
    kinds = (
        (dates.read if dates else 0, f"dates written {' or '.join(dates.formats)}" if dates else ""),
        (facts.npis, "NPIs"),
        (facts.facet_codes, "facet-joint codes"),
        (facts.diagnoses if facts.dotted else 0, "diagnosis codes"),
        (facts.states, "two-letter states"),
        (facts.known_modifiers if facts.two_digits < facts.known_modifiers else 0, "modifiers"),
        (facts.point_decimals + facts.comma_decimals, "amounts"),
        (facts.whole_numbers, "whole numbers"),
        (facts.numbers, "numbers"),
    )
    looks = "blank" if not facts.filled else next(
        (words for count, words in kinds if facts.share(count) > 0.9), "text"
    )
    for column in (*COLUMNS, MODIFIERS):
        like = max(alike(table.header[position], name)[0] for name in
                   (MODIFIER_LIKE if column == MODIFIERS else (column,)))
        if like == 1.0 and column not in taken and facts.filled:
            return f"{looks}; named like {column}, but only {reads(table, position, column)[1]}"
    return looks

