"""Strict reading of policy files: a TOML table or a CSV row is taken apart key by key, and what is odd is refused.

Every refusal is a `PolicyError` of one sentence that names the file, the place in it and what is accepted.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from facetaudit.errors import PolicyError
from facetaudit.policy.model import BASES
from facetaudit.policy.words import did_you_mean, listed

HCPCS = re.compile(r"[0-9A-Z][0-9]{3}[0-9A-Z]")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Place:
    """A file and a part of it, for messages."""

    file: Path
    part: str = ""

    def refuse(self, problem: str) -> PolicyError:
        """Make the error that says what is wrong here; `problem` ends without a stop."""
        where = f"{self.file}, {self.part}" if self.part else str(self.file)
        return PolicyError(f"{where}: {problem}.")

    def within(self, part: str) -> Place:
        """Name a part of the file."""
        return Place(self.file, part)

    def known(self, what: str, word: str, words: Collection[str]) -> str:
        """Give the word back, or refuse one that is not among the known ones."""
        if word not in words:
            raise self.refuse(f'unknown {what} "{word}"; accepted are {listed(words)}{did_you_mean(word, words)}')
        return word

    def keys(self, found: Iterable[str], required: Collection[str], optional: Collection[str] = ()) -> None:
        """Refuse keys that are unknown or missing."""
        names = list(found)
        for name in names:
            self.known("key", name, [*required, *optional])
        for name in required:
            if name not in names:
                raise self.refuse(f'the key "{name}" is missing; needed are {listed(required)}')


class Table:
    """One TOML table whose keys have been checked; each getter refuses a value of another type."""

    def __init__(
        self, place: Place, content: object, required: Collection[str], optional: Collection[str] = ()
    ) -> None:
        if not isinstance(content, dict):
            raise place.refuse("a table of keys and values is expected here")
        self.place = place
        self.content: dict[str, object] = content
        place.keys(content, required, optional)

    def __contains__(self, key: str) -> bool:
        return key in self.content

    def raw(self, key: str) -> object:
        """Give the value as TOML has it."""
        return self.content.get(key)

    def text(self, key: str, default: str = "") -> str:
        """Give a text that is not blank; the default where an optional key is absent."""
        value = self.content.get(key, default)
        if not isinstance(value, str) or (key in self.content and not value.strip()):
            raise self.wrong(key, "a text in quotes")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Give a list of texts, empty where the key is absent."""
        value = self.content.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            raise self.wrong(key, "a list of texts in quotes")
        if len(set(value)) < len(value):
            raise self.wrong(key, "a list without repeats")
        return tuple(value)

    def day(self, key: str) -> date:
        """Give a date; a date with a time of day is refused."""
        value = self.content[key]
        if type(value) is not date:
            raise self.wrong(key, "a date such as 2021-04-25, without quotes")
        return value

    def flag(self, key: str) -> bool:
        """Give true or false; false where the key is absent."""
        value = self.content.get(key, False)
        if not isinstance(value, bool):
            raise self.wrong(key, "true or false")
        return value

    def basis(self) -> str:
        """Give the basis, one of `BASES`."""
        return self.place.known("basis", self.text("basis"), BASES)

    def wrong(self, key: str, accepted: str) -> PolicyError:
        """Make the error for a value of the wrong kind."""
        return self.place.refuse(f'"{key}" is {self.content[key]!r}; accepted is {accepted}')


def read_toml(file: Path) -> dict[str, object]:
    """Read a TOML file, with exact decimals; refuses what is not TOML, not UTF-8 or not there."""
    with _refusals(Place(file)), file.open("rb") as handle:
        return tomllib.load(handle, parse_float=Decimal)


def tables(place: Place, key: str, content: object) -> Iterator[tuple[Place, object]]:
    """Give the tables of a `[[key]]` list, each with its place; refuses another kind of value and an empty list."""
    if not isinstance(content, list) or not content:
        raise place.refuse(f"at least one [[{key}]] table is expected")
    for number, entry in enumerate(content, start=1):
        yield place.within(f"{key} {number}"), entry


class Row:
    """One line of a CSV file; each getter refuses a cell that does not fit."""

    def __init__(self, place: Place, cells: dict[str, str]) -> None:
        self.place = place
        self.cells = cells

    def optional(self, column: str) -> str | None:
        """Give the cell, or nothing where it is empty or the file has no such column."""
        return self.cells.get(column) or None

    def text(self, column: str) -> str:
        """Give a cell that must not be empty."""
        if not self.cells[column]:
            raise self.place.refuse(f'"{column}" is empty')
        return self.cells[column]

    def hcpcs(self, column: str) -> str:
        """Give a five-character procedure code."""
        code = self.text(column)
        if not HCPCS.fullmatch(code):
            raise self.place.refuse(f'"{column}" is "{code}"; accepted are five characters such as 64490 or 0213T')
        return code

    def whole(self, column: str) -> int:
        """Give a whole number of at least nought."""
        text = self.text(column)
        if not (text.isascii() and text.isdigit()):
            raise self.place.refuse(f'"{column}" is "{text}"; accepted is a whole number')
        return int(text)

    def day(self, column: str, default: date | None = None) -> date:
        """Give a date written YYYY-MM-DD, or the default where the cell is empty."""
        if default is not None and not self.cells[column]:
            return default
        text = self.text(column)
        with suppress(ValueError):
            if DAY.fullmatch(text):  # fromisoformat would take week dates too
                return date.fromisoformat(text)
        raise self.place.refuse(f'"{column}" is "{text}"; accepted is a date such as 2021-04-25')

    def choice(self, column: str, words: Collection[str]) -> str | None:
        """Give one of the accepted words, or nothing where the cell is empty."""
        text = self.optional(column)
        return None if text is None else self.place.known(column, text, words)


def read_csv(file: Path, required: Collection[str], optional: Collection[str] = ()) -> Iterator[Row]:
    """Read a CSV file with a header; refuses unknown or missing columns and rows of another length."""
    place = Place(file)
    with _refusals(place), file.open(encoding="utf-8-sig", newline="") as handle:
        lines = csv.reader(handle, strict=True)
        header = next(lines, [])
        place.within("header").keys(header, required, optional)
        if len(set(header)) < len(header):
            raise place.within("header").refuse("a column stands twice")
        for cells in lines:
            here = place.within(f"line {lines.line_num}")
            if len(cells) != len(header):
                raise here.refuse(f"{len(cells)} cells where the header has {len(header)}")
            yield Row(here, {name: cell.strip() for name, cell in zip(header, cells, strict=True)})


@contextmanager
def _refusals(place: Place) -> Iterator[None]:
    """Turn what goes wrong with a file as such into a refusal."""
    try:
        yield
    except FileNotFoundError:
        raise place.refuse("there is no such file") from None
    except OSError as error:
        raise place.refuse(f"the file cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise place.refuse("the file is not UTF-8 text; save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise place.refuse(f"this is not valid TOML ({str(error).rstrip('.')})") from None
    except csv.Error as error:
        raise place.refuse(f"this is not valid CSV ({error})") from None
