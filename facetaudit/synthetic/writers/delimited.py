"""Canonical CSV: UTF-8, `,` between, LF line ends, quotes only where a value needs them, missing = nothing between."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from facetaudit.synthetic.writers.base import ClaimWriter


class CsvWriter(ClaimWriter):
    """The canonical CSV."""

    file_name = "claims.csv"

    def __init__(self, folder: Path) -> None:
        self._file = (folder / self.file_name).open("wb")
        self._headed = False

    def write(self, lines: pa.Table) -> None:
        """Append lines; the header comes with the first ones."""
        write_csv(lines, self._file, header=not self._headed)
        self._headed = True

    def close(self) -> None:
        """Finish the file."""
        self._file.close()


def write_csv(table: pa.Table, file: BinaryIO, *, header: bool, delimiter: str = ",") -> None:
    """Append a table whose texts hold no quotes and no line ends."""
    if header:
        file.write(delimiter.join(table.column_names).encode() + b"\n")
    if not table.num_rows:
        return
    if any(_needs_quotes(column, delimiter) for column in table.columns):
        cells = (_cell(column.combine_chunks(), delimiter) for column in table.columns)
        lines = pc.binary_join_element_wise(pc.binary_join_element_wise(*cells, delimiter), "\n", "")
        file.write(joined_bytes(lines))
        return
    options = pyarrow.csv.WriteOptions(include_header=False, quoting_style="none", delimiter=delimiter)
    pyarrow.csv.write_csv(table, file, options)


def _needs_quotes(column: pa.ChunkedArray, delimiter: str) -> bool:
    return pa.types.is_string(column.type) and bool(pc.any(pc.match_substring(column, delimiter)).as_py())


def _cell(column: pa.Array, delimiter: str) -> pa.Array:
    """The column as text, in quotes where a value holds the delimiter, empty where it is missing."""
    text = pc.coalesce(column.cast(pa.string()), "")
    quoted = pc.binary_join_element_wise('"', text, '"', "")
    return pc.if_else(pc.match_substring(text, delimiter), quoted, text)


def joined_bytes(texts: pa.Array) -> memoryview:
    """Texts (none missing) one after another: what the array's data buffer holds already."""
    offsets = np.frombuffer(texts.buffers()[1], dtype=np.int32)[texts.offset : texts.offset + len(texts) + 1]
    return memoryview(texts.buffers()[2])[int(offsets[0]) : int(offsets[-1])]
