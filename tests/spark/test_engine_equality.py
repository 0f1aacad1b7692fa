"""Spark writes what DuckDB writes, also when a worker dies on the way.

One run over the samples, random claim sets and a file in which much is wrong, on a master with two workers.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import facetaudit as fa
from facetaudit.errors import UsageError
from tests.spark.cluster import standalone, why_not
from tests.spark.equality import SAMPLES, differences, killing, small_spark
from tests.spark.extracts import together, write_messy, write_sets

RANDOM_SETS = 30

needs_spark = pytest.mark.skipif(bool(why_not()), reason=f"Spark cannot run: {why_not()}")


@needs_spark
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # PySpark's own, of the pandas that stands beside it
def test_the_folder_is_the_same_although_a_worker_dies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    claims, notes = write_sets(tmp_path / "sets", RANDOM_SETS, seed=5)
    samples = shutil.copy(SAMPLES / "claims.csv", tmp_path / "samples.csv")
    procedures = together([SAMPLES / "procedures.csv", notes], tmp_path / "notes.csv")
    inputs = [Path(samples), claims, write_messy(tmp_path)]
    fa.audit(inputs, procedures=procedures, out=tmp_path / "duckdb")
    processes = tmp_path / "processes"
    processes.mkdir()
    with small_spark(), standalone(processes) as cluster:
        fa.audit(
            inputs,
            procedures=procedures,
            out=tmp_path / "spark",
            engine="spark",
            spark_master=cluster.master,
            progress=killing(cluster, "Running detectors"),
        )
        assert [worker.poll() is None for worker in cluster.workers] == [False, True]
    assert differences(tmp_path / "duckdb", tmp_path / "spark") == []
    assert len(fa.open_audit(tmp_path / "spark").findings()) > 200
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith((".", "spark-warehouse"))] == []


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"mapping": "canonical"}, "does not take --mapping"),
        ({"detectors_dir": "."}, "does not take --detectors-dir"),
        ({"skip_bad_files": True}, "does not take --skip-bad-files"),
        pytest.param({"spark_master": "here"}, "is no master", id="master"),
    ],
)
def test_what_spark_does_not_do_is_refused(tmp_path: Path, options: dict[str, object], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        fa.audit(SAMPLES / "claims.csv", out=tmp_path / "audit", engine="spark", **options)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []
