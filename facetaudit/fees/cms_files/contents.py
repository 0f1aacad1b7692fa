"""What is inside a file that a user downloaded: the sheets of text, workbook or zip, within bounds of size."""

from __future__ import annotations

import csv
import hashlib
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path

from facetaudit.errors import InputRefused

MEGABYTE = 1 << 20
MOST_BYTES = 400 * MEGABYTE
MOST_MEMBERS = 200
# Text of repeated numbers packs to a twentieth or so; only made-up archives pack to less than this.
MOST_RATIO = 200
MOST_NESTED = 2
HEAD_ROWS = 60
_UNSOUND_ZIP = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, RuntimeError)
_WORKBOOK = "xl/workbook.xml"
_SUFFIXES = (".csv", ".xlsx", ".txt", ".tsv", ".zip")
_SHEET = re.compile(r".\.(csv|xlsx|txt|tsv|zip)$", re.IGNORECASE)


@dataclass(frozen=True)
class Sheet:
    """One table of text: a text file or the first sheet with rows of a workbook.

    `name` says where it was found ("rvu25d.zip: PPRRVU2025_Oct.csv"), `sha256` is that of the file that the user gave,
    `text` is empty for a workbook, whose cells are in `cells`.
    """

    name: str
    sha256: str
    text: str
    cells: tuple[tuple[str, ...], ...] = ()

    def rows(self) -> Iterator[list[str]]:
        """The rows as trimmed cells, from the first; InputRefused where quotes do not close."""
        if self.cells:
            yield from (list(row) for row in self.cells)
            return
        reader = csv.reader(io.StringIO(self.text, newline=""), delimiter=self._delimiter, strict=True)
        try:
            for row in reader:
                yield [cell.strip() for cell in row]
        except csv.Error as error:
            raise InputRefused(
                f"{self.name}, line {reader.line_num}: is no sound CSV text ({error}); download the file again."
            ) from error

    def lines(self) -> list[str]:
        """The lines of a text without their ends; none for a workbook."""
        return self.text.splitlines()

    @cached_property
    def head(self) -> list[list[str]]:
        """The first rows, in which a header is looked for; those before an unsound one."""
        found = []
        try:
            for row in islice(self.rows(), HEAD_ROWS):
                found.append(row)
        except InputRefused:
            pass
        return found

    @property
    def _delimiter(self) -> str:
        start = self.text[:20_000]
        return "\t" if start.count("\t") > start.count(",") else ","


def sheets(path: Path) -> tuple[list[Sheet], list[str]]:
    """The sheets of a file, and a sentence for each member of a zip that is none or repeats another.

    Raises InputRefused for what cannot be read, is too large unpacked, or is no text.
    """
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise _too_large(str(path))
        data = path.read_bytes()
    except OSError as error:
        raise InputRefused(f"{path}: cannot be read ({error.strerror}); give a file that CMS publishes.") from error
    passed: list[str] = []
    found = list(_unpack(path.name, data, hashlib.sha256(data).hexdigest(), passed, 0))
    return found, passed


def _unpack(name: str, data: bytes, digest: str, passed: list[str], depth: int) -> Iterator[Sheet]:
    if data[:4] not in (b"PK\x03\x04", b"PK\x05\x06"):
        yield Sheet(name, digest, _text(name, data))
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            _check(name, members)
            if any(member.filename == _WORKBOOK for member in members):
                yield Sheet(name, digest, "", _workbook(name, data))
                return
            if depth == MOST_NESTED:
                raise InputRefused(f"{name}: zip files are nested too deep; unpack it and give the files inside.")
            best = _best_of_each(members)
            for member in members:
                inner = f"{name}: {Path(member.filename).name}"
                if not _SHEET.search(member.filename):
                    passed.append(f"{inner}: no table, passed over.")
                    continue
                if best[_stem(member)] is not member:
                    passed.append(f"{inner}: the table of {Path(best[_stem(member)].filename).name}, passed over.")
                    continue
                with archive.open(member) as stream:
                    content = stream.read(MOST_BYTES + 1)
                if len(content) > MOST_BYTES:
                    raise _too_large(inner)
                yield from _unpack(inner, content, digest, passed, depth + 1)
    except _UNSOUND_ZIP as error:
        raise InputRefused(f"{name}: is no sound zip file; download it again.") from error


def _best_of_each(members: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """CMS packs one table as csv, txt and xlsx under one name: the one to read of each name."""
    sound = [member for member in members if _SHEET.search(member.filename)]
    return {_stem(member): member for member in sorted(sound, key=lambda one: -_SUFFIXES.index(_suffix(one)))}


def _stem(member: zipfile.ZipInfo) -> str:
    return str(Path(member.filename).with_suffix("")).lower()


def _suffix(member: zipfile.ZipInfo) -> str:
    return Path(member.filename).suffix.lower()


def _check(name: str, members: list[zipfile.ZipInfo]) -> None:
    """Refuse an archive that no publisher of tables makes, before anything of it is unpacked."""
    if len(members) > MOST_MEMBERS:
        raise InputRefused(f"{name}: holds {len(members)} files, more than {MOST_MEMBERS}; give the ones to import.")
    if any(member.flag_bits & 1 for member in members):
        raise InputRefused(f"{name}: is locked with a password; unpack it and give the files inside.")
    for member in members:
        packed = max(member.compress_size, 1)
        if member.file_size > MEGABYTE and member.file_size > packed * MOST_RATIO:
            raise InputRefused(
                f"{name}: {Path(member.filename).name} is packed more than {MOST_RATIO} to 1, which no CMS file is; "
                "download it again."
            )
    if sum(member.file_size for member in members) > MOST_BYTES:
        raise _too_large(name)


def _too_large(name: str) -> InputRefused:
    return InputRefused(f"{name}: is larger than {MOST_BYTES // MEGABYTE} MB unpacked; give the files inside alone.")


def _text(name: str, data: bytes) -> str:
    """The text of a file: UTF-8 with or without a byte-order mark, else Latin-1, which CMS uses."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    if "\0" in text[:4096] or not text.strip():
        what = "is empty" if not text.strip("\0 \r\n\t") else "is no text, workbook or zip file"
        raise InputRefused(f"{name}: {what}; give a file that CMS publishes, as csv, txt, xlsx or zip.")
    return text


def _workbook(name: str, data: bytes) -> tuple[tuple[str, ...], ...]:
    import python_calamine

    try:
        book = python_calamine.load_workbook(io.BytesIO(data))
        for title in book.sheet_names:
            rows = book.get_sheet_by_name(title).to_python(skip_empty_area=False)
            if rows:
                return tuple(tuple(_cell(cell) for cell in row) for row in rows)
    except (zipfile.BadZipFile, OSError, EOFError, python_calamine.CalamineError) as error:
        raise InputRefused(f"{name}: is no sound workbook; download it again or save it as CSV.") from error
    raise InputRefused(f"{name}: the workbook has no rows; give a file that CMS publishes.")


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
