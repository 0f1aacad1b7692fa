"""Progress within a file, the memory limit of the process, and what is left when memory does not suffice."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from benchmarks.claim_lines import generate
from facetaudit.claims import intake
from facetaudit.engine.duckdb import LEAST_MEMORY_MB, connect, engine_megabytes
from facetaudit.errors import UsageError


def test_the_bar_moves_within_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (path,) = generate("csv", 350 * 1000, tmp_path)
    monkeypatch.setattr(intake, "_SECONDS_BETWEEN", 0.005)
    told: list[tuple[str, int, int, int]] = []
    with connect(threads=1) as con:
        intake.load(con, path, keep_codes=["64493"], progress=lambda *said: told.append(said))
    size = path.stat().st_size
    assert {total for _, _, total, _ in told} == {2 * size}
    assert any(0 < done < size for doing, done, _, _ in told if doing.startswith("checking"))
    assert [done for _, done, _, _ in told] == sorted(done for _, done, _, _ in told)
    assert told[-1][1:] == (2 * size, 2 * size, 350_000)


@pytest.mark.parametrize("limit", ["1GB", "1 gb", "1000MB", "0.001TB"])
def test_the_engine_gets_what_python_and_the_readers_leave(limit: str) -> None:
    assert 400 < engine_megabytes(limit) < 800


@pytest.mark.parametrize("limit, words", [
    ("lots", "no size"), ("2", "no size"), ("-1GB", "no size"), ("80%", "no size"),
    (f"{LEAST_MEMORY_MB - 1}MB", f"the least that works is {LEAST_MEMORY_MB}MB"), ("0GB", "too small"),
])
def test_a_limit_that_is_no_size_or_too_small_is_refused(limit: str, words: str) -> None:
    with pytest.raises(UsageError, match=words), connect(limit):
        pass


def test_too_little_memory_is_one_sentence_and_leaves_nothing() -> None:
    folders: list[Path] = []

    def run() -> None:
        with connect("400MB", 1) as con:
            folders.append(Path(con.execute("select current_setting('temp_directory')").fetchall()[0][0]))
            con.execute("set temp_directory = ''; set memory_limit = '20MB'")
            con.execute("create temp table large as select range as a, hash(range) as b from range(50000000)")

    with pytest.raises(UsageError, match="give a higher --memory-limit"):
        run()
    assert not folders[0].exists()


def test_out_of_memory_is_the_engines_error_no_more() -> None:
    with pytest.raises(UsageError, match="fewer --threads"), connect() as _:
        raise duckdb.OutOfMemoryException("values of a patient")
