"""Reads parameter files: the values of a rule by date and scope, each with its source."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from facetaudit.policy.model import (
    FIRST_DAY,
    MAC_DATE_SYMBOLS,
    UNKNOWN_MAC,
    DatedValue,
    Mac,
    Pack,
    Parameter,
    Scope,
    Series,
    Source,
)
from facetaudit.policy.reading import Place, Table, read_toml, tables

NAME = re.compile(r"[a-z][a-z0-9_]*")
MAC_PACK = "medicare"
"""The pack whose lines a MAC pays, where a built-in file names the MAC alone."""
NUMBER = "number"
"""The word of `accepts` that stands for any figure."""
LARGEST = Decimal("999999999.999")
VALUE_KEYS = ("value", "valid_from", "scope", "source", "basis", "checked_on")

Scopes = Mapping[str, Scope]


@dataclass(frozen=True, slots=True)
class Known:
    """What parameter files may refer to."""

    sources: Mapping[str, Source]
    macs: Mapping[str, Mac]


def shared_scopes(packs: Sequence[str], macs: Mapping[str, Mac]) -> dict[str, Scope]:
    """Give the words for a scope in a built-in file: all, a pack, or a MAC (of the medicare pack)."""
    scopes = {"all": Scope(None, None)} | {pack: Scope(pack, None) for pack in packs}
    return scopes | {mac: Scope(MAC_PACK, mac) for mac in macs if mac != UNKNOWN_MAC}


def own_scopes(pack: str, macs: Mapping[str, Mac]) -> dict[str, Scope]:
    """Give the words for a scope in the file of a user's pack: all (of the pack's lines), its name, or a MAC."""
    scopes = {"all": Scope(pack, None), pack: Scope(pack, None)}
    return scopes | {mac: Scope(pack, mac) for mac in macs if mac != UNKNOWN_MAC}


def read_parameter(file: Path, known: Known, scopes: Scopes) -> Parameter:
    """Read one parameter of the built-in policy."""
    place = Place(file)
    table = Table(place, read_toml(file), ("name", "title", "unit", "accepts", "value"))
    name = table.text("name")
    if not NAME.fullmatch(name):
        raise table.wrong("name", "lower-case letters, digits and underscores, a letter first")
    accepts = table.texts("accepts")
    if not accepts:
        raise table.wrong("accepts", f'a list of words, with "{NUMBER}" where figures are accepted')
    series = _read_series(place, table.raw("value"), accepts, known, scopes)
    return Parameter(name, table.text("title"), table.text("unit"), accepts, series)


def override(file: Path, parameters: Mapping[str, Parameter], known: Known, scopes: Scopes) -> Parameter:
    """Read the values of a user's pack for a parameter and give the parameter with them added."""
    place = Place(file)
    table = Table(place, read_toml(file), ("name", "value"))
    name = place.known("parameter", table.text("name"), parameters)
    if file.stem != name:
        raise place.refuse(f'the file holds the parameter "{name}" and must be named {name}.toml')
    parameter = parameters[name]
    series = _read_series(place, table.raw("value"), parameter.accepts, known, scopes)
    return replace(parameter, series=_in_order([*parameter.series, *series]))


def check_covered(
    parameters: Mapping[str, Parameter], packs: Mapping[str, Pack], macs: Mapping[str, Mac], folder: Path
) -> None:
    """Refuse a parameter that leaves a pack or a MAC without any value."""
    for name, parameter in parameters.items():
        for pack in packs.values():
            for mac in macs:
                if parameter.deciding(pack, mac) is None:
                    raise Place(folder / f"{name}.toml").refuse(
                        f"there is a gap: no value for the MAC {mac} in the pack {pack.name}; add one with the scope "
                        f"all or {pack.name}"
                    )


def _read_series(
    place: Place, content: object, accepts: tuple[str, ...], known: Known, scopes: Scopes
) -> tuple[Series, ...]:
    """Sort the values by scope and check that each scope's values follow one another from the first day on."""
    by_scope: dict[Scope, list[tuple[Place, DatedValue]]] = {}
    for here, entry in tables(place, "value", content):
        table = Table(here, entry, VALUE_KEYS, ("also", "note"))
        value = _read_value(table, accepts, known)
        for scope in _scopes_of(table, scopes):
            by_scope.setdefault(scope, []).append((here, value))
    for scope, placed in by_scope.items():
        _check_dates(scope, placed, known.macs)
    return _in_order([Series(scope, tuple(value for _, value in placed)) for scope, placed in by_scope.items()])


def _read_value(table: Table, accepts: tuple[str, ...], known: Known) -> DatedValue:
    here = table.place
    raw = table.raw("value")
    if isinstance(raw, str):
        words = [word for word in accepts if word != NUMBER]
        text, number = here.known("value", raw, words), None
    elif type(raw) in (int, Decimal) and NUMBER in accepts:
        number = _figure(table, Decimal(str(raw)))
        text = str(raw)
    else:
        raise table.wrong("value", " or ".join(f'"{word}"' if word != NUMBER else "a number" for word in accepts))
    also = table.texts("also")
    for source in also:
        here.known("source", source, known.sources)
    return DatedValue(
        value=text,
        number=number,
        valid_from=_valid_from(table),
        source_id=here.known("source", table.text("source"), known.sources),
        also=also,
        basis=table.basis(),
        checked_on=table.day("checked_on"),
        note=table.text("note"),
    )


def _figure(table: Table, number: Decimal) -> Decimal:
    """Refuse a figure that the number column (twelve digits, three of them decimals) would round or not hold."""
    if not number.is_finite() or not 0 <= number <= LARGEST or number != number.quantize(Decimal("0.001")):
        raise table.wrong("value", f"a number from 0 to {LARGEST} with at most three decimals")
    return number


def _valid_from(table: Table) -> date | str:
    raw = table.raw("valid_from")
    if isinstance(raw, str) and raw in MAC_DATE_SYMBOLS:
        return raw
    if type(raw) is date:
        return raw
    raise table.wrong("valid_from", f"a date such as 2021-04-25, or {' or '.join(MAC_DATE_SYMBOLS)} in quotes")


def _scopes_of(table: Table, scopes: Scopes) -> list[Scope]:
    """Give the scopes of a value, whose key `scope` is one word or a list of words."""
    raw = table.raw("scope")
    words = (table.text("scope"),) if isinstance(raw, str) else table.texts("scope")
    if not words:
        raise table.wrong("scope", "one scope or a list of scopes")
    return [scopes[table.place.known("scope", word, scopes)] for word in words]


def _check_dates(scope: Scope, placed: Sequence[tuple[Place, DatedValue]], macs: Mapping[str, Mac]) -> None:
    """Refuse a series that leaves days without a value or gives a day two, under any MAC that it reaches."""
    series = Series(scope, tuple(value for _, value in placed))
    for mac in macs.values():
        if scope.mac not in (None, mac.name):
            continue
        starts = series.starts(mac)
        if starts[0] > FIRST_DAY:
            raise placed[0][0].refuse(
                f"there is a gap: the first value for the scope {scope} begins on {starts[0]}, but every parameter has "
                f'one from {FIRST_DAY} on; add a value before it (such as "none")'
            )
        for (_, earlier), (here, _), before, start in zip(placed, placed[1:], starts, starts[1:], strict=False):
            if start <= before:
                raise here.refuse(
                    f"values overlap: for the scope {scope} (MAC {mac.name}) this one begins on {start}, not after the "
                    f'value "{earlier.value}" before it, which begins on {before}; put the values in date order'
                )


def _in_order(series: Sequence[Series]) -> tuple[Series, ...]:
    """Sort series by scope, the widest first, so that the order of the file does not matter."""
    return tuple(sorted(series, key=lambda one: (one.scope.pack or "", one.scope.mac or "")))
