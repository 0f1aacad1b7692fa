"""The benchmark's file is read as CMS's is, whole, within bounded memory."""

from __future__ import annotations

from pathlib import Path

from benchmarks.measure import measured
from benchmarks.public_files import EVERY, NAME, write_file

ROWS = 100_000


def test_the_file_is_read_whole(tmp_path: Path) -> None:
    write_file(tmp_path / NAME, ROWS)
    took = measured(["peers-import", str(tmp_path / NAME), "--out", str(tmp_path / "public")], tmp_path)
    assert took.output.splitlines()[-1].split()[-3:] == ["2023", str(ROWS), str(ROWS // EVERY)]
    assert took.peak_mb < 500
