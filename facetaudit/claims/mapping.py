"""Column mappings: which header of a file holds which canonical column, and how its text is written.

A mapping is a TOML file.  A preset is a mapping in `mappings/` that is found by the header of the file.

    date_format = "%m/%d/%Y"          # or a list of formats; the default is YYYY-MM-DD
    separator = ";"                   # any one character; else found from the header: , ; tab |
    decimal = ","                     # else .
    thousands = "."                   # else , (or . where decimal is ,)
    encoding = "cp1252"               # else found: UTF-8, UTF-16 with a mark, else Windows-1252
    sheet = "Charges"                 # of a workbook with several sheets
    modifier_slots = 2                # else the number of modifier columns (4 where one cell holds them)

    [columns]                         # canonical column = "Header of the file"
    claim_id = "Claim No"
    modifiers = "Mods"                # all modifiers in one cell, or a list of headers in order
    diagnosis_codes = ["DX1", "DX2"]

    [defaults]                        # value of an absent column or a blank cell
    claim_type = "asc"

    [values.line_status]              # text of the file = canonical value
    Posted = "paid"
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from facetaudit.claims.schema import COLUMN, COLUMN_NAMES, COLUMNS, MODIFIER_COLUMNS, NUMBERED_WHEN_ABSENT
from facetaudit.errors import InputRefused, NotClaims, UsageError

MODIFIERS = "modifiers"
LIST_COLUMNS = (MODIFIERS, "diagnosis_codes")
MAPPABLE = (*COLUMN_NAMES, MODIFIERS)
MUST_BE_FOUND = tuple(column.name for column in COLUMNS if column.required and column.name not in NUMBERED_WHEN_ABSENT)
SEPARATORS = (",", ";", "\t", "|")
CANONICAL = "canonical"

_TEXT_KEYS = ("title", "separator", "decimal", "thousands", "encoding", "sheet")
_TABLE_KEYS = ("columns", "other_headers", "defaults", "values")
_KEYS = (*_TEXT_KEYS, "date_format", "modifier_slots", *_TABLE_KEYS)
_LONGEST_NAME = 60
_DATE_DIRECTIVES = frozenset("YymdbBaAHMSIpfj%")


@dataclass(frozen=True)
class ColumnMapping:
    """How one kind of file writes the canonical columns.

    `columns` gives the headers of each canonical column (several for diagnosis codes and modifiers),
    `other_headers` further headers that a preset tries in order.  `exact` mappings (a user's own) need
    every header that they name; presets need the required columns only.
    """

    name: str
    columns: Mapping[str, tuple[str, ...]]
    title: str = ""
    other_headers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    exact: bool = True
    modifiers_in_one_cell: bool = False
    date_formats: tuple[str, ...] = ()
    separator: str | None = None
    decimal: str = "."
    thousands: str = ","
    encoding: str | None = None
    sheet: str | None = None
    modifier_slots: int | None = None
    defaults: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Match:
    """A mapping laid over one header: positions (from 0) of the file's columns for each canonical column."""

    mapping: ColumnMapping
    positions: Mapping[str, tuple[int, ...]]

    @property
    def used(self) -> frozenset[int]:
        """Positions that some canonical column reads; the others are extra columns."""
        return frozenset(position for found in self.positions.values() for position in found)


def normalise(header: str) -> str:
    """Lower-case letters and digits only: `Date of Service - Procedure` -> `dateofserviceprocedure`."""
    return re.sub(r"[^0-9a-z]", "", header.lower())


def likeness(one: str, other: str) -> float:
    """From 0 (nothing in common) to 1 (equal), once both are normalised."""
    return difflib.SequenceMatcher(None, normalise(one), normalise(other)).ratio()


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate most like `word`, or None when there is none; what is too long for a name is none."""
    names = [candidate for candidate in candidates if len(candidate) <= _LONGEST_NAME]
    ranked = sorted(names, key=lambda candidate: (-likeness(word, candidate), candidate))
    return ranked[0] if ranked else None


def canonical_mapping() -> ColumnMapping:
    """The canonical names themselves."""
    return ColumnMapping(CANONICAL, {name: (name,) for name in COLUMN_NAMES}, "canonical column names", exact=False)


@cache
def presets() -> tuple[ColumnMapping, ...]:
    """The presets that ship with the package, by name."""
    folder = resources.files("facetaudit.claims") / "mappings"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return tuple(
        parse_mapping(f.name.removesuffix(".toml"), f.read_text(encoding="utf-8"), f"preset {f.name}", exact=False)
        for f in files
    )


def read_mapping(given: str | Path) -> ColumnMapping:
    """A preset by its name, or the mapping in a TOML file.

    Raises UsageError when there is neither, or when the file says something that is not understood.
    """
    by_name = {preset.name: preset for preset in (canonical_mapping(), *presets())}
    if str(given) in by_name:
        return by_name[str(given)]
    path = Path(given)
    if not path.is_file():
        raise UsageError(
            f"mapping {path.name}: there is no such file and no preset of that name; "
            f"presets are {', '.join(sorted(by_name))}."
        )
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"mapping {path.name}: the file cannot be read as UTF-8 text; save it as UTF-8.") from error
    return parse_mapping(path.stem, text, f"mapping {path.name}", exact=True)


def parse_mapping(name: str, text: str, where: str, *, exact: bool) -> ColumnMapping:
    """The mapping that a TOML text says; raises UsageError, which begins with `where`, when it is not understood."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{where}: not valid TOML ({error}); mend that line.") from error
    _known(raw, _KEYS, where, "key")
    for key in _TEXT_KEYS:
        if key in raw and not isinstance(raw[key], str):
            raise UsageError(f"{where}: {key} must be text in quotes.")
    tables = {key: raw.get(key, {}) for key in _TABLE_KEYS}
    for key, table in tables.items():
        if not isinstance(table, dict):
            raise UsageError(f"{where}: {key} must be a table, written [{key}].")
        _known(table, MAPPABLE if key in ("columns", "other_headers") else COLUMN_NAMES, f"{where} [{key}]", "column")
    columns = {name: _headers(name, value, where) for name, value in tables["columns"].items()}
    if not columns:
        raise UsageError(f'{where}: it has no [columns]; give canonical_column = "Header" lines.')
    if MODIFIERS in columns and any(modifier in columns for modifier in MODIFIER_COLUMNS):
        raise UsageError(f"{where} [columns]: give either modifiers or modifier_1 to modifier_4, not both.")
    if len(columns.get(MODIFIERS, ())) > len(MODIFIER_COLUMNS):
        raise UsageError(f"{where} [columns]: modifiers may name at most four headers.")
    decimal = _one_of(raw, "decimal", (".", ","), ".", where)
    thousands = _one_of(raw, "thousands", (",", ".", " ", "'"), "." if decimal == "," else ",", where)
    if decimal == thousands:
        raise UsageError(f"{where}: decimal and thousands are the same; give two different signs.")
    return ColumnMapping(
        name=name,
        title=raw.get("title", ""),
        columns=columns,
        other_headers={key: tuple(value) for key, value in tables["other_headers"].items()},
        exact=exact,
        modifiers_in_one_cell=isinstance(tables["columns"].get(MODIFIERS), str),
        date_formats=_date_formats(raw.get("date_format", []), where),
        separator=_one_of(raw, "separator", SEPARATORS, None, where),
        decimal=decimal or ".",
        thousands=thousands or ",",
        encoding=_encoding(raw.get("encoding"), where),
        sheet=raw.get("sheet"),
        modifier_slots=_slots(raw.get("modifier_slots"), where),
        defaults=_defaults(tables["defaults"], where),
        values=_values(tables["values"], where),
    )


def _known(given: Iterable[str], accepted: Sequence[str], where: str, what: str) -> None:
    for word in given:
        if word not in accepted:
            raise UsageError(
                f"{where}: unknown {what} {word!r}; did you mean {nearest(word, accepted)!r}? "
                f"Accepted: {', '.join(accepted)}."
            )


def _headers(column: str, value: Any, where: str) -> tuple[str, ...]:
    if isinstance(value, str) and value:
        return (value,)
    listed = isinstance(value, list) and bool(value) and all(isinstance(item, str) and item for item in value)
    if listed and column in LIST_COLUMNS:
        return tuple(value)
    accepted = "a header in quotes or a list of headers" if column in LIST_COLUMNS else "one header in quotes"
    raise UsageError(f"{where} [columns]: {column} must be {accepted}.")


def _one_of(raw: Mapping[str, Any], key: str, accepted: Sequence[str], default: str | None, where: str) -> str | None:
    value = raw.get(key, default)
    if key == "separator" and isinstance(value, str) and len(value) == 1:
        return value
    if key in raw and value not in accepted:
        raise UsageError(f"{where}: {key} {value!r} is not accepted; use one of {', '.join(map(repr, accepted))}.")
    return None if value is None else str(value)


def _date_formats(value: Any, where: str) -> tuple[str, ...]:
    formats = [value] if isinstance(value, str) else value
    if not isinstance(formats, list) or not all(isinstance(item, str) for item in formats):
        raise UsageError(f'{where}: date_format must be a format in quotes, such as "%m/%d/%Y", or a list of them.')
    for item in formats:
        directives = re.findall(r"%-?(.?)", item)
        complete = {"Y", "y"} & {*directives} and {"m", "b", "B"} & {*directives} and "d" in directives
        if not _DATE_DIRECTIVES.issuperset(directives) or not complete:
            raise UsageError(
                f"{where}: date_format {item!r} is not understood; it needs %Y (or %y), %m (or %b) and %d, "
                'such as "%m/%d/%Y".'
            )
    return tuple(formats)


def _encoding(value: str | None, where: str) -> str | None:
    if value is None:
        return None
    try:
        "".encode(value)
    except (LookupError, UnicodeError) as error:
        raise UsageError(f"{where}: encoding {value!r} is not known; try utf-8, cp1252 or utf-16.") from error
    return value


def _slots(value: Any, where: str) -> int | None:
    if value is None or (isinstance(value, int) and value is not True and 0 <= value <= len(MODIFIER_COLUMNS)):
        return value
    raise UsageError(f"{where}: modifier_slots must be a whole number from 0 to 4.")


def _defaults(table: Mapping[str, Any], where: str) -> dict[str, str]:
    for column in table:
        if COLUMN[column].required:
            raise UsageError(f"{where} [defaults]: {column} cannot have a default; it comes from the file.")
    return {column: str(value) for column, value in table.items()}


def _values(table: Mapping[str, Any], where: str) -> dict[str, dict[str, str]]:
    for column, words in table.items():
        if not isinstance(words, dict) or not all(isinstance(word, str) for word in words.values()):
            raise UsageError(f'{where} [values.{column}]: give lines of the form "text in the file" = "{column}".')
    return {column: dict(words) for column, words in table.items()}


def lay_over(mapping: ColumnMapping, header: Sequence[str]) -> Match:
    """Find the mapping's headers in the file's header, exactly or else once normalised."""
    exact = {name.strip(): position for position, name in reversed([*enumerate(header)])}
    loose = {normalise(name): position for position, name in reversed([*enumerate(header)])}

    def find(name: str) -> int | None:
        return exact.get(name, loose.get(normalise(name)))

    positions: dict[str, tuple[int, ...]] = {}
    for column, names in mapping.columns.items():
        found = tuple(position for position in map(find, names) if position is not None)
        if not found:
            found = tuple(p for p in map(find, mapping.other_headers.get(column, ())) if p is not None)[:1]
        if found:
            positions[column] = found
    return Match(mapping, positions)


def missing_required(match: Match) -> tuple[str, ...]:
    """Required columns that the header does not have."""
    return tuple(column for column in MUST_BE_FOUND if column not in match.positions)


def best_match(header: Sequence[str]) -> Match:
    """The canonical names or the preset that find most in a header: required columns, then columns, then own words.

    Words of `other_headers` are shared by many systems, so of two presets that read as much the one whose `columns` the
    header has wins; the canonical names, then the presets by name, come first where all that is equal.
    """
    matches = [lay_over(mapping, header) for mapping in (canonical_mapping(), *presets())]
    return min(matches, key=lambda m: (len(missing_required(m)), -len(m.used), -_own_words(m, header)))


def _own_words(match: Match, header: Sequence[str]) -> int:
    own = {normalise(name) for names in match.mapping.columns.values() for name in names}
    return sum(normalise(header[position]) in own for position in match.used)


def match_header(header: Sequence[str], given: ColumnMapping | None, file: str) -> Match:
    """Lay the given mapping, else the preset that fits best, over a header.

    Raises InputRefused naming what is missing and the nearest headers of the file.
    """
    if given is not None:
        match = lay_over(given, header)
        wanted = [(c, h) for c, names in given.columns.items() for h in names]
        found = {normalise(header[p]) for p in match.used}
        absent = [(c, h) for c, h in wanted if given.exact and normalise(h) not in found]
        absent += [(c, c) for c in missing_required(match) if c not in {column for column, _ in absent}]
        if absent:
            raise _refusal(absent)(
                f"{file}: with mapping {given.name} the file lacks {_describe(absent, header)}; "
                "correct the header names in the mapping."
            )
        return match
    best = best_match(header)
    if missing_required(best):
        absent = [(column, column) for column in missing_required(best)]
        raise _refusal(absent)(
            f"{file}: the header lacks {_describe(absent, header)}; rename the headers to the canonical names "
            "or give a mapping file (--mapping)."
        )
    return best


def _refusal(absent: Sequence[tuple[str, str]]) -> type[InputRefused]:
    """A table without codes or dates of service is none of claim lines; one with both lacks something."""
    return NotClaims if {column for column, _ in absent} & {"hcpcs", "service_date"} else InputRefused


def _describe(absent: Sequence[tuple[str, str]], header: Sequence[str]) -> str:
    return ", ".join(
        (column if column == name else f"{column} ({name!r})")
        + f" (nearest header: {_nearest_header(column, name, header)!r})"
        for column, name in absent
    )


def _nearest_header(column: str, name: str, header: Sequence[str]) -> str | None:
    """The header most like any word that is known for the column."""
    known = (
        [name]
        if name != column
        else [
            word
            for mapping in (canonical_mapping(), *presets())
            for word in (*mapping.columns.get(column, ()), *mapping.other_headers.get(column, ()))
        ]
    )
    pairs = [(word, nearest(word, [h for h in header if h.strip()])) for word in known]
    return max(
        (pair for pair in pairs if pair[1] is not None),
        key=lambda pair: likeness(pair[0], str(pair[1])),
        default=("", None),
    )[1]
