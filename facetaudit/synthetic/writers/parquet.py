"""Canonical Parquet: the columns of the contract, dates as DATE, amounts as DECIMAL(12,2)."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet

from facetaudit.synthetic.writers.base import ClaimWriter


class ParquetWriter(ClaimWriter):
    """The canonical Parquet; one row group for each table written."""

    file_name = "claims.parquet"

    def __init__(self, folder: Path) -> None:
        self._path = folder / self.file_name
        self._writer: pyarrow.parquet.ParquetWriter | None = None

    def write(self, lines: pa.Table) -> None:
        """Append lines."""
        if self._writer is None:
            self._writer = pyarrow.parquet.ParquetWriter(self._path, lines.schema, compression="zstd")
        self._writer.write_table(lines, row_group_size=lines.num_rows or None)

    def close(self) -> None:
        """Finish the file."""
        if self._writer is not None:
            self._writer.close()
