"""Seeded damage: cut, swapped, doubled, removed, re-encoded, random and zero bytes, of a file or of a part in it."""

from __future__ import annotations

import codecs
import gzip
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from tests.claims.containers import database, unzipped, zipped
from tests.claims.fuzz_formats.extracts import (
    SHEET,
    Extract,
    parquet_of,
    table_records,
)

Change = Callable[[bytes, random.Random], bytes]


@dataclass(frozen=True)
class Damaged:
    """A damaged file; `seen` is the text in which whole records can still be found, None where only a reader can tell.

    `how` names what was done.
    """

    content: bytes
    seen: bytes | None
    how: str


def _place(content: bytes, rng: random.Random) -> int:
    return rng.randrange(len(content) + 1)


def _span(content: bytes, rng: random.Random) -> tuple[int, int]:
    start = _place(content, rng)
    return start, min(len(content), start + rng.choice((1, 2, 7, 40, 300)))


def cut_end(content: bytes, rng: random.Random) -> bytes:
    return content[: _place(content, rng)]


def cut_start(content: bytes, rng: random.Random) -> bytes:
    return content[_place(content, rng) :]


def swap_bytes(content: bytes, rng: random.Random) -> bytes:
    made = bytearray(content)
    for _ in range(rng.choice((1, 1, 3, 20))):
        one, other = rng.randrange(len(made)), rng.randrange(len(made))
        made[one], made[other] = made[other], made[one]
    return bytes(made)


def swap_neighbours(content: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(max(1, len(content) - 1))
    return content[:at] + content[at : at + 2][::-1] + content[at + 2 :]


def double_chunk(content: bytes, rng: random.Random) -> bytes:
    start, end = _span(content, rng)
    return content[:end] + content[start:]


def remove_chunk(content: bytes, rng: random.Random) -> bytes:
    start, end = _span(content, rng)
    return content[:start] + content[end:]


def move_chunk(content: bytes, rng: random.Random) -> bytes:
    start, end = _span(content, rng)
    rest = content[:start] + content[end:]
    at = _place(rest, rng)
    return rest[:at] + content[start:end] + rest[at:]


def random_bytes(content: bytes, rng: random.Random) -> bytes:
    start, end = _span(content, rng)
    return content[:start] + rng.randbytes(end - start) + content[end:]


def insert_random(content: bytes, rng: random.Random) -> bytes:
    at = _place(content, rng)
    return content[:at] + rng.randbytes(rng.choice((1, 3, 30))) + content[at:]


def zero_bytes(content: bytes, rng: random.Random) -> bytes:
    start, end = _span(content, rng)
    return content[:start] + bytes(end - start) + content[end:]


def flip_bit(content: bytes, rng: random.Random) -> bytes:
    made = bytearray(content)
    made[rng.randrange(len(made))] ^= 1 << rng.randrange(8)
    return bytes(made)


def insert_sign(content: bytes, rng: random.Random) -> bytes:
    """One sign that means something in some format."""
    at = _place(content, rng)
    return content[:at] + rng.choice(b'",;|~*:^{}[]<>&\t\r\n\\-.0 \x1a=\'').to_bytes() + content[at:]


def _lines(content: bytes) -> list[bytes]:
    return content.splitlines(keepends=True)


def swap_lines(content: bytes, rng: random.Random) -> bytes:
    lines = _lines(content)
    one, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


def double_line(content: bytes, rng: random.Random) -> bytes:
    lines = _lines(content)
    lines.insert(rng.randrange(len(lines) + 1), rng.choice(lines))
    return b"".join(lines)


def remove_line(content: bytes, rng: random.Random) -> bytes:
    lines = _lines(content)
    del lines[rng.randrange(len(lines))]
    return b"".join(lines)


def blank_line(content: bytes, rng: random.Random) -> bytes:
    lines = _lines(content)
    lines.insert(rng.randrange(len(lines) + 1), rng.choice((b"\n", b"\r\n", b" \n", b"\t\n")))
    return b"".join(lines)


def returns(content: bytes, rng: random.Random) -> bytes:
    """Other line ends, in all or some of the lines."""
    end = rng.choice((b"\r\n", b"\r"))
    some = rng.random() < 0.5
    return b"".join(
        line.rstrip(b"\r\n") + end if not (some and rng.random() < 0.5) else line for line in _lines(content)
    )


def marked(content: bytes, rng: random.Random) -> bytes:
    return codecs.BOM_UTF8 * rng.choice((1, 1, 2)) + content


def latin(content: bytes, rng: random.Random) -> bytes:
    """A letter of latin-1 that is no UTF-8."""
    at = _place(content, rng)
    return content[:at] + rng.choice((b"\xe9", b"\xfc", b"\x81", b"\xa0")) + content[at:]


BYTES: tuple[Change, ...] = (
    cut_end, cut_start, swap_bytes, swap_neighbours, double_chunk, remove_chunk, move_chunk, random_bytes,
    insert_random, zero_bytes, flip_bit,
)  # fmt: skip
TEXT: tuple[Change, ...] = (
    *BYTES, insert_sign, insert_sign, swap_lines, double_line, remove_line, blank_line, returns, marked, latin,
)  # fmt: skip
CELLS = ("", "?", "-1", "9" * 40, "1e5", "\n\"'", "0000-00-00", "NaN", "x" * 9000)
CODES = ("utf-16", "utf-16-le", "utf-16-be", "utf-32")


def damage(extract: Extract, seed: int, folder: Path) -> Damaged:
    """The damaged file of a seed, the same on every machine."""
    rng = random.Random(f"{extract.kind} {seed}")
    if extract.kind in ("parquet", "tuva-parquet", "tuva-duckdb"):
        return _of_table(extract, rng, folder)
    if extract.kind == "xlsx":
        return _of_workbook(extract, rng)
    if extract.kind == "csv-gz":
        return _of_gzip(extract, rng)
    if extract.kind == "csv-zip":
        return _of_zip(extract, rng)
    content, how = _changed(extract.content, TEXT, rng)
    if rng.random() < 0.06:
        code = rng.choice(CODES)
        text = content.decode("latin-1")
        return Damaged(text.encode(code), text.encode(), f"{how}, {code}")
    return Damaged(content, content, how)


def _changed(content: bytes, changes: tuple[Change, ...], rng: random.Random) -> tuple[bytes, str]:
    """One change, seldom two or three."""
    names = []
    for _ in range(rng.choice((1, 1, 1, 1, 2, 3))):
        if not content:
            break
        change = rng.choice(changes)
        content = change(content, rng)
        names.append(change.__name__)
    return content, ", ".join(names)


def _of_table(extract: Extract, rng: random.Random, folder: Path) -> Damaged:
    """The bytes of the file, or cells, rows and columns of the table in it."""
    if rng.random() < 0.5:
        content, how = _changed(extract.content, BYTES, rng)
        return Damaged(content, None, how)
    rows = [record.decode().split("\x1f") for record in extract.records]
    names = [*extract.cells]
    for _ in range(rng.choice((1, 1, 3))):
        at, column = rng.randrange(len(rows)), rng.randrange(len(names))
        what = rng.randrange(5)
        if what == 0:
            rows[at] = rng.choice(rows)
        elif what == 1:
            del rows[at]
        elif what == 2 and rng.random() < 0.3:
            names[column] += "x"
        else:
            rows[at] = [*rows[at]]
            rows[at][column] = rng.choice(CELLS)
    columns = list(zip(*rows, strict=True))
    table = pa.table({name: pa.array([cell or None for cell in cells], pa.string())
                      for name, cells in zip(names, columns, strict=True)})  # fmt: skip
    content = parquet_of(table)
    seen = b"\n".join(record.replace(b"\n", b" ") for record in table_records(content))
    if extract.kind == "tuva-duckdb":
        content = database(table, folder / "made.duckdb").read_bytes()
    return Damaged(content, seen, "cells, rows or names")


def _of_workbook(extract: Extract, rng: random.Random) -> Damaged:
    """The bytes of the file, or those of one part of it: mostly of the sheet."""
    parts = unzipped(extract.content)
    if rng.random() < 0.3:
        content, how = _changed(extract.content, BYTES, rng)
        return Damaged(content, parts[SHEET], f"container: {how}")
    name = SHEET if rng.random() < 0.8 else rng.choice(sorted(parts))
    parts[name], how = _changed(parts[name], TEXT, rng)
    return Damaged(zipped(parts), parts[SHEET], f"{name}: {how}")


def _of_gzip(extract: Extract, rng: random.Random) -> Damaged:
    """The bytes of the compressed file, which its checksum protects, or of the text in it."""
    if rng.random() < 0.5:
        content, how = _changed(extract.content, BYTES, rng)
        return Damaged(content, gzip.decompress(extract.content), f"container: {how}")
    text, how = _changed(gzip.decompress(extract.content), TEXT, rng)
    return Damaged(gzip.compress(text, mtime=0), text, how)


def _of_zip(extract: Extract, rng: random.Random) -> Damaged:
    """The bytes of the archive, whose members are stored as they are, or of one member."""
    if rng.random() < 0.5:
        content, how = _changed(extract.content, BYTES, rng)
        return Damaged(content, content, f"container: {how}")
    parts = unzipped(extract.content)
    name = rng.choice(sorted(parts))
    parts[name], how = _changed(parts[name], TEXT, rng)
    return Damaged(zipped(parts), b"\n".join(parts.values()), f"{name}: {how}")

