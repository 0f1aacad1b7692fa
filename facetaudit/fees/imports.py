"""The user's own fee tables: a folder of imports, each kept whole with what it was read from.

One import is a folder with `import.json` (what the file was) and a CSV file for each table, without descriptors. Only
its owner can read it. `overlay` puts the tables of the imports over those that come with the package.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from facetaudit.errors import InputRefused, PolicyError, UsageError

if TYPE_CHECKING:
    from facetaudit.fees.cms_files.model import Parsed

FORMAT = 1
_ABOUT = "import.json"
FeesDir: TypeAlias = str | Path | Literal[False] | None
"""Where imports are kept: a folder, None for the user's data directory, False for no imports at all."""

COLUMNS = {
    "relative_values": (
        "hcpcs", "component", "status", "work_rvu", "nonfacility_pe_rvu", "facility_pe_rvu", "mp_rvu",
        "nonfacility_na", "facility_na", "mult_proc", "bilat_surg", "global_days",
    ),
    "conversion_factors": ("participant", "conversion_factor"),
    "gpci": ("mac", "locality", "state", "name", "work_gpci", "pe_gpci", "mp_gpci"),
    "asc_rates": ("hcpcs", "addendum", "payment_indicator", "multiple_discount", "rate"),
    "opps_rates": ("hcpcs", "apc", "status_indicator", "rate"),
    "mue": ("hcpcs", "mue", "mai"),
    "ptp": ("column_1", "column_2", "effective", "deleted", "modifier_indicator"),
    "localities": ("locality", "name"),
    "zip_codes": ("zip_code", "state", "locality"),
}  # fmt: skip
"""The tables that an import can hold, with their columns."""


@dataclass(frozen=True)
class StoredTable:
    """One table of an import: its rows and the hash of its file."""

    rows: int
    sha256: str


@dataclass(frozen=True)
class Import:
    """One import: `file` and `sha256` are the name and hash of what the user gave, dates those of the release."""

    name: str
    kind: str
    source: str
    file: str
    sha256: str
    valid_from: date
    valid_to: date | None
    tables: dict[str, StoredTable]
    folder: Path

    def table_file(self, table: str) -> Path:
        """The CSV file of a table; PolicyError where it is not the one that was stored."""
        file = self.folder / f"{table}.csv"
        try:
            same = hashlib.sha256(file.read_bytes()).hexdigest() == self.tables[table].sha256
        except OSError as error:
            raise PolicyError(f"{file}: this imported table cannot be read ({error.strerror}); {_AGAIN}") from error
        if not same:
            raise PolicyError(f"{file}: this imported table was changed after its import; {_AGAIN}")
        return file

    def rows(self, table: str) -> list[list[str]]:
        """The rows of a table as text."""
        with self.table_file(table).open(encoding="utf-8", newline="") as text:
            return list(csv.reader(text))[1:]


_AGAIN = "remove it with `facetaudit fees forget` and import the file again."


def folder_of(fees_dir: FeesDir) -> Path | None:
    """The folder of imports, there or not; None where there are to be none."""
    if fees_dir is False:
        return None
    if fees_dir is not None:
        return Path(fees_dir)
    import platformdirs

    return Path(platformdirs.user_data_dir("facetaudit", appauthor=False)) / "fees"


def stored(fees_dir: FeesDir = None) -> list[Import]:
    """The imports of a folder by name.

    Raises UsageError for a folder that was named and does not exist, PolicyError for an import that is damaged.
    """
    folder = folder_of(fees_dir)
    if folder is None or (fees_dir is None and not folder.exists()):
        return []
    if not folder.is_dir():
        raise UsageError(f"{folder}: there is no such folder of imported fees; give the one of `fees import`.")
    return [_read(place) for place in sorted(folder.iterdir()) if (place / _ABOUT).is_file() and place.name[0] != "."]


def _read(place: Path) -> Import:
    try:
        about: dict[str, Any] = json.loads((place / _ABOUT).read_text(encoding="utf-8"))
        if about["format"] != FORMAT or set(about["tables"]) - set(COLUMNS):
            raise ValueError
        ends = about["valid_to"]
        return Import(
            name=place.name,
            kind=str(about["kind"]),
            source=str(about["source"]),
            file=str(about["file"]),
            sha256=str(about["sha256"]),
            valid_from=date.fromisoformat(about["valid_from"]),
            valid_to=date.fromisoformat(ends) if ends else None,
            tables={name: StoredTable(**table) for name, table in about["tables"].items()},
            folder=place,
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise PolicyError(f"{place}: this import is damaged or of another version; {_AGAIN}") from error


@dataclass(frozen=True)
class NewImport:
    """A file that was read and is to be stored: what it holds, its name and its hash."""

    parsed: Parsed
    file: str
    sha256: str

    def text_of(self, table: str) -> bytes:
        """The CSV file of a table."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(COLUMNS[table])
        writer.writerows(self.parsed.tables[table])
        return text.getvalue().encode()

    def stored_tables(self) -> dict[str, StoredTable]:
        """What `import.json` says of the tables."""
        return {
            table: StoredTable(len(rows), hashlib.sha256(self.text_of(table)).hexdigest())
            for table, rows in self.parsed.tables.items()
        }


def without_known(new: Sequence[NewImport], known: Sequence[Import]) -> list[NewImport]:
    """The imports that are not stored yet, each once.

    Raises InputRefused where two of one kind and period disagree, also on the relative values of one release under
    its two conversion factors.
    """
    contents: dict[tuple[str, str], tuple[StoredTable, str]] = {}
    for one in known:
        for table, content in one.tables.items():
            contents[_period(one.name, one.valid_from, table)] = (content, f"{one.name}, imported from {one.file}")
    names = {one.name for one in known}
    kept = []
    for candidate in new:
        for table, content in candidate.stored_tables().items():
            period = _period(candidate.parsed.name, candidate.parsed.valid_from, table)
            other, where = contents.setdefault(period, (content, candidate.file))
            if other != content:
                raise InputRefused(
                    f"{candidate.file}: disagrees with {where}, of the same kind and period; give one of them, with "
                    "--valid-from where they are two releases, or remove the other with `facetaudit fees forget`."
                )
        if candidate.parsed.name not in names:
            names.add(candidate.parsed.name)
            kept.append(candidate)
    return kept


def _period(name: str, valid_from: date, table: str) -> tuple[str, str]:
    return (table, valid_from.isoformat() if table == "relative_values" else name)


def store(new: Sequence[NewImport], fees_dir: FeesDir) -> None:
    """Keep imports, all of them or none; UsageError where the folder cannot be written."""
    folder = folder_of(fees_dir)
    if folder is None or not new:
        return
    moved: list[Path] = []
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(dir=folder, prefix=".new-"))
        try:
            for one in new:
                _write(one, work / one.parsed.name)
            for one in new:
                os.rename(work / one.parsed.name, folder / one.parsed.name)
                moved.append(folder / one.parsed.name)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    except BaseException as error:
        for place in moved:
            shutil.rmtree(place, ignore_errors=True)
        if isinstance(error, OSError):
            raise UsageError(f"{folder}: cannot be written ({error.strerror}); give another --fees-dir.") from error
        raise


def _write(one: NewImport, place: Path) -> None:
    place.mkdir(mode=0o700)
    about = {
        "format": FORMAT,
        "kind": one.parsed.kind,
        "source": one.parsed.source,
        "file": one.file,
        "sha256": one.sha256,
        "valid_from": one.parsed.valid_from.isoformat(),
        "valid_to": one.parsed.valid_to.isoformat() if one.parsed.valid_to else None,
        "tables": {name: asdict(table) for name, table in one.stored_tables().items()},
    }
    contents = {f"{table}.csv": one.text_of(table) for table in one.parsed.tables}
    contents[_ABOUT] = f"{json.dumps(about, indent=2, ensure_ascii=False)}\n".encode()
    for name, content in contents.items():
        file = place / name
        file.touch(mode=0o600)
        file.write_bytes(content)


def forget(name: str, fees_dir: FeesDir = None) -> None:
    """Remove one import; UsageError for a name that no import has."""
    folder = folder_of(fees_dir)
    there = sorted(
        place.name
        for place in (folder.iterdir() if folder is not None and folder.is_dir() else ())
        if (place / _ABOUT).is_file()
    )
    if folder is None or name not in there:
        has = f"give one of {', '.join(there)}" if there else "there are none"
        raise UsageError(f"There is no import {name!r} in {folder}: {has}.")
    doomed = folder / f".forgotten-{name}"
    try:
        shutil.rmtree(doomed, ignore_errors=True)
        os.rename(folder / name, doomed)
        shutil.rmtree(doomed)
    except OSError as error:
        raise UsageError(f"{folder / name}: cannot be removed ({error.strerror}); remove it by hand.") from error


def manifest(imports: Sequence[Import]) -> list[dict[str, Any]]:
    """What a manifest says of the imports that an audit read: what they are, and the hashes of file and tables."""
    return [
        {
            "name": one.name,
            "kind": one.kind,
            "file": one.file,
            "sha256": one.sha256,
            "valid_from": one.valid_from.isoformat(),
            "tables": {table: asdict(content) for table, content in one.tables.items()},
        }
        for one in imports
    ]
