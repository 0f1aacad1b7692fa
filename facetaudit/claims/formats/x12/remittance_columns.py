"""Arrow columns to numpy and back, and sums over spans of rows, for parts of a remittance.

`pyarrow.array`, `pyarrow.scalar` and what calls them import pandas where it is installed, which takes longer than a
remittance of 20,000 claims and 70 MB; columns made of buffers do not.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

NONE = -1
"""A missing number, in numpy."""
_DOLLARS, _UNITS = pa.decimal128(18, 4), 10_000
_PLAIN_AMOUNT = r"^[+-]?([0-9]{1,11}(\.[0-9]{0,4})?|\.[0-9]{1,4})$"


class Amounts(NamedTuple):
    """Amounts in ten-thousandths of dollars, 0 where there is none, and which there are."""

    units: Integers
    known: Flags


def whole(column: Any) -> Any:
    """A column of a table as one array that begins at its buffers' beginning."""
    chunks = column.chunks if isinstance(column, pa.ChunkedArray) else [column]
    if not chunks:
        return pa.nulls(0, column.type)
    return chunks[0] if len(chunks) == 1 and not chunks[0].offset else pa.concat_arrays(chunks)


def known(array: Any) -> Flags:
    """Which values are not missing."""
    array = whole(array)
    if array.null_count == 0:
        return np.ones(len(array), np.bool_)
    bits = np.frombuffer(array.buffers()[0], np.uint8)
    return np.unpackbits(bits, count=len(array), bitorder="little").astype(np.bool_)


def numbers(column: Any) -> Integers:
    """A column of int64 in numpy; missing ones are NONE."""
    array = whole(column)
    if not len(array):
        return np.zeros(0, np.int64)
    values = np.frombuffer(array.buffers()[1], np.int64, len(array))
    return values if array.null_count == 0 else np.where(known(array), values, NONE)


def integers(values: Integers, filled: Flags | None = None) -> Any:
    """A column of int64."""
    return _made(pa.int64(), np.ascontiguousarray(values, np.int64), filled)


def flags(values: Flags) -> Any:
    """A column of booleans."""
    return _made(pa.bool_(), np.packbits(values, bitorder="little"), None, len(values))


def dollars(ten_thousandths: Integers, filled: Flags | None = None) -> Any:
    """A column of amounts, DECIMAL(18, 4), from ten-thousandths of dollars."""
    return _made(_DOLLARS, np.stack([ten_thousandths, ten_thousandths >> 63], axis=1), filled, len(ten_thousandths))


def texts(*words: str) -> Any:
    """A column of text."""
    return text_of("".join(words).encode(), np.cumsum([0, *(len(word.encode()) for word in words)], dtype=np.int32))


def text_of(data: Any, ends: npt.NDArray[np.int32], filled: Flags | None = None) -> Any:
    """A column of text (UTF-8): `data` cut at `ends`, of which there is one more than values."""
    where = np.ascontiguousarray(ends)
    buffers = [_bits(filled), pa.py_buffer(where), data if data is None else pa.py_buffer(data)]
    return pa.Array.from_buffers(pa.string(), len(ends) - 1, buffers)


def filled_text(column: Any) -> Any:
    """A column of bytes that are UTF-8 as text, missing where it is empty."""
    array = whole(column)
    if not len(array):
        return pa.nulls(0, pa.string())
    _, ends, data = array.buffers()
    where = np.frombuffer(ends, np.int32, len(array) + 1)
    return text_of(data, where, (np.diff(where) > 0) & known(array))


def amounts(column: Any) -> Amounts:
    """Amounts written as text."""
    array = whole(pc.utf8_trim_whitespace(whole(column)))
    if not len(array):
        return Amounts(np.zeros(0, np.int64), np.zeros(0, np.bool_))
    is_amount = _true(pc.match_substring_regex(array, pattern=_PLAIN_AMOUNT))
    _, ends, data = array.buffers()
    plain = text_of(data, np.frombuffer(ends, np.int32, len(array) + 1), is_amount)
    # Fifteen digits are fewer than a double's, so each is the nearest to its text and rounding gives that text again.
    near = np.frombuffer(plain.cast(pa.float64()).buffers()[1], np.float64, len(array))
    return Amounts(np.rint(np.where(is_amount, near, 0) * _UNITS).astype(np.int64), is_amount)


def matches(column: Any, pattern: str) -> Flags:
    """Which texts match; a missing one does not."""
    return _true(pc.match_substring_regex(whole(column), pattern=pattern))


class Words:
    """A column of few different texts."""

    def __init__(self, column: Any) -> None:
        encoded = whole(column).dictionary_encode()
        indices = whole(encoded.indices)
        where = np.frombuffer(indices.buffers()[1], np.int32, len(indices)) if len(indices) else np.zeros(0, np.int32)
        self._words = [*encoded.dictionary.to_pylist(), None]
        self._where = np.where(known(indices), where, -1)

    def among(self, words: frozenset[str]) -> Flags:
        """Which texts are among the words; a missing one is not."""
        return np.array([word in words for word in self._words])[self._where]


def spans(owners: Integers, count: int) -> Integers:
    """Where the rows of each of `count` owners begin among rows in the order of their owners; with the end of the last.

    Rows without an owner are not among them.
    """
    return np.searchsorted(owners, np.arange(count + 1))


def sums(values: Integers | Flags, where: Integers) -> Integers:
    """The sums over spans of rows; a sum that int64 holds is right whatever the sum of all is."""
    running = np.concatenate(([0], np.cumsum(values, dtype=np.int64)))
    return running[where[1:]] - running[where[:-1]]


def joined(values: Any, where: Integers, sign: str) -> Any:
    """The texts of each span of rows with a sign between them, missing where the span is empty."""
    lists = pa.ListArray.from_arrays(_made(pa.int32(), where.astype(np.int32), None), values)
    return filled_text(pc.binary_join(lists, texts(sign)[0]))


def _true(array: Any) -> Flags:
    """Booleans in numpy; a missing one is false."""
    array = whole(array)
    if not len(array):
        return np.zeros(0, np.bool_)
    bits = np.frombuffer(array.buffers()[1], np.uint8)
    return np.unpackbits(bits, count=len(array), bitorder="little").astype(np.bool_) & known(array)


def _made(kind: Any, values: npt.NDArray[Any], filled: Flags | None, count: int | None = None) -> Any:
    return pa.Array.from_buffers(kind, len(values) if count is None else count, [_bits(filled), pa.py_buffer(values)])


def _bits(filled: Flags | None) -> Any:
    return None if filled is None else pa.py_buffer(np.packbits(filled, bitorder="little"))
