"""Reads the MACs: their states, documents and the two dates that each has of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from facetaudit.policy.model import UNKNOWN_MAC, Mac, MacDate, Source, weakest
from facetaudit.policy.reading import Place, Table, read_toml

STATE = re.compile(r"[A-Z]{2}")
DOCUMENTS = ("title", "lcd", "article")


def read_macs(file: Path, sources: Mapping[str, Source]) -> dict[str, Mac]:
    """Read the MACs and work out the unknown one, which takes the latest date of any MAC.

    Refuses a state that stands under two MACs, and a file without the `unknown` table.
    """
    content = read_toml(file)
    if UNKNOWN_MAC not in content or len(content) < 2:
        raise Place(file).refuse(f'a table for each MAC and one named "{UNKNOWN_MAC}" are needed')
    macs: dict[str, Mac] = {}
    home: dict[str, str] = {}
    for name, entry in content.items():
        if name == UNKNOWN_MAC:
            continue
        mac = _mac(Place(file, name), name, entry, sources)
        for state in mac.states:
            if state in home:
                raise Place(file, name).refuse(f"the state {state} stands under {home[state]} already; keep one")
            home[state] = name
        macs[name] = mac
    return {**macs, UNKNOWN_MAC: _unknown(Place(file, UNKNOWN_MAC), content[UNKNOWN_MAC], list(macs.values()), sources)}


def _mac(place: Place, name: str, content: object, sources: Mapping[str, Source]) -> Mac:
    table = Table(place, content, (*DOCUMENTS, "jurisdictions", "states", "lcd_2021", "lcd_2024"))
    states = Table(place.within(f"{name}.states"), table.raw("states"), ("codes", "source", "basis", "checked_on"))
    codes = states.texts("codes")
    if not codes or not all(STATE.fullmatch(code) for code in codes):
        raise states.wrong("codes", 'a list of two-letter states such as ["FL", "PR"]')
    states.day("checked_on")
    return Mac(
        name=name,
        title=table.text("title"),
        jurisdictions=table.text("jurisdictions"),
        lcd=place.known("source", table.text("lcd"), sources),
        article=place.known("source", table.text("article"), sources),
        states=codes,
        states_source_id=states.place.known("source", states.text("source"), sources),
        states_basis=states.basis(),
        lcd_2021=_date(place, name, "lcd_2021", table, sources),
        lcd_2024=_date(place, name, "lcd_2024", table, sources),
    )


def _date(place: Place, name: str, symbol: str, mac: Table, sources: Mapping[str, Source]) -> MacDate:
    here = place.within(f"{name}.{symbol}")
    table = Table(here, mac.raw(symbol), ("date", "source", "basis", "checked_on"), ("note",))
    return MacDate(
        on=table.day("date"),
        source_id=here.known("source", table.text("source"), sources),
        basis=table.basis(),
        checked_on=table.day("checked_on"),
        note=table.text("note"),
    )


def _unknown(place: Place, content: object, macs: list[Mac], sources: Mapping[str, Source]) -> Mac:
    table = Table(place, content, DOCUMENTS)
    return Mac(
        name=UNKNOWN_MAC,
        title=table.text("title"),
        jurisdictions="",
        lcd=place.known("source", table.text("lcd"), sources),
        article=place.known("source", table.text("article"), sources),
        states=(),
        states_source_id="",
        states_basis="",
        lcd_2021=_latest([mac.lcd_2021 for mac in macs]),
        lcd_2024=_latest([mac.lcd_2024 for mac in macs]),
    )


def _latest(dates: list[MacDate]) -> MacDate:
    """Give the latest of the MACs' dates; of several on that day the first one's source and the weakest basis."""
    last = max(date.on for date in dates)
    of_last = [date for date in dates if date.on == last]
    return MacDate(
        on=last,
        source_id=of_last[0].source_id,
        basis=weakest(date.basis for date in of_last),
        checked_on=min(date.checked_on for date in of_last),
        note="The MAC is not known: the latest date of any MAC is taken.",
    )
