"""What a large extract may take of the temporary disk is told before; a full disk is not the file's fault."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest
from click.testing import CliRunner

from benchmarks.claim_lines import generate
from facetaudit.claims import intake, reading, room
from facetaudit.claims.inputs import Input
from facetaudit.cli import commands
from facetaudit.engine.duckdb import connect
from facetaudit.errors import UsageError
from tests.claims.drawn import KEEP_CODES

FULL = "copy (select range as n from range(1000000)) to '/dev/full' (format csv)"


def test_lines_are_counted_for_parquet_and_guessed_for_text(tmp_path: Path) -> None:
    (text,) = generate("csv", 700, tmp_path)
    (table,) = generate("parquet", 700, tmp_path)
    with connect() as con:
        one, other = (Input(path, path.name, path.stat().st_size) for path in (table, text))
        assert room.most_lines(con, [(one, "parquet")]) == 700
        assert room.most_lines(con, [(one, "parquet"), (other, "csv")]) == 700 + text.stat().st_size // 150


@pytest.mark.parametrize("lines, free, told", [
    (4_000_000, 10**12, None),
    (20_000_000, 62 * 10**9, "Up to 9 GB of temporary disk in /data, if every line has a facet code; 62 GB are free."),
    (20_000_000, 7 * 10**9, "Up to 9 GB of temporary disk in /data, if every line has a facet code; 7 GB are free: if "
                            "they do not suffice, name another disk in TMPDIR."),
])  # fmt: skip
def test_what_is_told(lines: int, free: int, told: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda place: SimpleNamespace(free=free))
    monkeypatch.setattr("tempfile.tempdir", "/data")
    assert room.in_words(lines) == told


@pytest.mark.parametrize("quiet", [True, False])
def test_it_is_told_on_stderr(quiet: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "TOLD_FROM", 1)
    (path,) = generate("csv", 700, tmp_path)
    done = CliRunner().invoke(commands, [*["--quiet"][:quiet], "check", str(path)])
    assert done.exit_code == 0
    assert ("of temporary disk in" in done.stderr) is not quiet


def test_a_full_disk_is_one_sentence() -> None:
    with pytest.raises(UsageError, match="disk that is written to"), connect() as con:
        con.execute(FULL)


def test_a_full_temporary_disk_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def spill() -> None:
        with connect() as con:
            ((folder,),) = con.sql("select current_setting('temp_directory')").fetchall()
            raise duckdb.IOException(f'Could not write file "{folder}/spill.tmp": No space left on device')

    with pytest.raises(UsageError, match=f"temporary files in {tmp_path}: free some there"):
        spill()


def test_another_error_of_a_disk_stays_what_it_is() -> None:
    with pytest.raises(duckdb.IOException), connect():
        raise duckdb.IOException("Could not read from file")


def test_a_full_disk_makes_no_file_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (path,) = generate("csv", 700, tmp_path)
    monkeypatch.setattr(reading, "CHECK_ROWS", FULL)
    with pytest.raises(UsageError, match="There is no room left"), connect() as con:
        intake.load(con, path, keep_codes=KEEP_CODES)
