"""What the bytes of a text file say: its encoding, its line ends, its blank lines; a clean copy where needed."""

from __future__ import annotations

import codecs
import os
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from facetaudit.errors import InputRefused

_CHUNK = 4 << 20
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"), (codecs.BOM_UTF8, "utf-8-sig"),
)
_LATIN = "facetaudit-latin-1"


def _undefined_byte(error: UnicodeError) -> tuple[str, int]:
    """The five bytes that Windows-1252 leaves open, as latin-1 has them."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start:error.end].decode("latin-1"), error.end


codecs.register_error(_LATIN, _undefined_byte)


@dataclass(frozen=True)
class TextFile:
    """A file that is UTF-8 with one kind of line end: the input itself, or a copy of it.

    `blank_rows` are the rows (header = 1 where it stands on the first row) that are empty.
    """

    path: Path
    notes: tuple[str, ...]
    blank_rows: tuple[int, ...]


def starts_like_text(head: bytes) -> bool:
    """Whether the first bytes could be text in some encoding that is read here."""
    if any(head.startswith(mark) for mark, _ in _MARKS):
        return True
    return re.search(rb"[\x00-\x08\x0e-\x1f\x7f]", head) is None


def open_text(path: Path, name: str, workdir: Path, encoding: str | None) -> TextFile:
    """Look at every byte of a text file; make a copy in `workdir` when DuckDB could not read it as it stands.

    Raises InputRefused for a file that is not text, or not in the encoding that the mapping declares.
    """
    with path.open("rb") as stream:
        head = stream.read(4)
    encoding = codecs.lookup(encoding).name if encoding else None
    found = encoding or next((code for mark, code in _MARKS if head.startswith(mark)), None)
    notes: list[str] = []
    copy = found not in (None, "utf-8", "utf-8-sig")
    if not copy:
        bytes_found = _scan(path)
        if bytes_found.null:
            raise InputRefused(f"{name}: the file is not text (it holds null bytes); give a CSV, Parquet or XLSX file.")
        if not bytes_found.utf8:
            if encoding is not None:
                raise InputRefused(f"{name}: the text is not {encoding}, as the mapping says; correct the encoding.")
            found, copy = "cp1252", True
            notes.append("the text is not UTF-8 and was read as Windows-1252 (latin-1)")
        copy = copy or bytes_found.mixed_line_ends
    else:
        notes.append(f"the text was read as {found}")
    if copy:
        path = _copy(path, name, workdir, found or "utf-8-sig", declared=encoding is not None)
        bytes_found = _scan(path)
    blank = tuple(_blank_rows(path)) if bytes_found.blank_lines else ()
    return TextFile(path, tuple(notes), blank)


@dataclass(frozen=True)
class _Bytes:
    null: bool
    utf8: bool
    mixed_line_ends: bool
    blank_lines: bool


def _scan(path: Path) -> _Bytes:
    decoder = codecs.getincrementaldecoder("utf-8")()
    null, utf8, ascii_so_far, blank = False, True, True, False
    pairs, lone_returns, lone_feeds, last = False, False, False, b""
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            null = null or b"\0" in chunk
            if utf8 and not (ascii_so_far and chunk.isascii()):
                ascii_so_far = False
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    utf8 = False
            blank = blank or b"\n\n" in chunk or b"\n\n" in last + chunk[:1]
            if b"\r" in chunk or last == b"\r":
                whole = last + chunk if last == b"\r" else chunk
                pair_count = whole.count(b"\r\n")
                pairs = pairs or pair_count > 0
                lone_returns = lone_returns or whole.removesuffix(b"\r").count(b"\r") > pair_count
                lone_feeds = lone_feeds or whole.count(b"\n") > pair_count
                blank = blank or b"\n\r" in whole or b"\r\r" in whole or (last == b"\n" and chunk[:1] == b"\r")
            else:
                lone_feeds = lone_feeds or b"\n" in chunk
            last = chunk[-1:]
    if utf8:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            utf8 = False
    lone_returns = lone_returns or last == b"\r"
    return _Bytes(null, utf8, pairs + lone_returns + lone_feeds > 1, blank)


def _copy(path: Path, name: str, workdir: Path, encoding: str, *, declared: bool) -> Path:
    """A UTF-8 copy with plain line feeds."""
    handle, made = tempfile.mkstemp(suffix=".txt", dir=workdir)
    os.close(handle)
    target = Path(made)
    errors = _LATIN if encoding == "cp1252" and not declared else "strict"
    try:
        with (
            path.open(encoding=encoding, errors=errors, newline=None) as source,
            target.open("w", encoding="utf-8", newline="\n") as copy,
        ):
            while chunk := source.read(_CHUNK):
                if "\0" in chunk:
                    raise InputRefused(f"{name}: the file is not text (it holds null characters).")
                copy.write(chunk)
    except UnicodeError as error:
        raise InputRefused(f"{name}: the text is not valid {encoding}; save the file as UTF-8.") from error
    return target


def _blank_rows(path: Path) -> Iterator[int]:
    """Rows that are empty, where a row with line feeds inside quotes is one row."""
    row, quoted = 1, False
    with path.open(encoding="utf-8-sig", errors="replace", newline=None) as stream:
        for line in stream:
            if not quoted and line == "\n":
                yield row
            quoted = quoted != bool(line.count('"') % 2)
            if not quoted:
                row += 1
