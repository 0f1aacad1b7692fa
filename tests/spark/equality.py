"""Both engines on one extract, files compared row for row: `python -m tests.spark.equality --lines 200000`.

`--sets 2000` takes random small claim sets, `--samples` data_samples; `--kill` runs on a master with two workers that
it starts here and kills one while detectors run. Prints what it counted; exits with 1 at a difference.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import duckdb

import facetaudit as fa
from benchmarks.claim_lines import LINES_TOGETHER, generate
from tests.spark.cluster import Cluster, standalone, why_not
from tests.spark.extracts import write_sets

SAMPLES = Path(__file__).parents[2] / "data_samples"
MAY_DIFFER = "manifest.json"
SECONDS_INTO_STAGE = 3


def differences(left: Path, right: Path) -> list[str]:
    """What two audit folders do not have alike, in words; the manifests may differ in the engine alone."""
    files = {path.name for path in (*left.iterdir(), *right.iterdir())}
    found = [
        f"{name} differs"
        for name in sorted(files - {MAY_DIFFER})
        if not (left / name).exists()
        or not (right / name).exists()
        or _content(left / name) != _content(right / name)
    ]
    manifests = [json.loads((folder / MAY_DIFFER).read_text()) for folder in (left, right)]
    for one in manifests:
        del one["parameters"]["engine"]
    return found + (["manifest.json differs in more than the engine"] if manifests[0] != manifests[1] else [])


def _content(path: Path) -> object:
    """Columns, types and rows of a Parquet file, in order; the bytes of any other file."""
    if path.suffix != ".parquet":
        return path.read_bytes()
    with duckdb.connect() as con:
        table = con.read_parquet(str(path))
        return table.columns, [str(kind) for kind in table.types], table.fetchall()


@contextmanager
def small_spark(memory: str = "1g") -> Iterator[None]:
    """Spark's settings for small extracts on a small machine, as long as it lasts."""
    words = [
        "--driver-memory", memory, "--conf", "spark.executor.memory=512m", "--conf", "spark.sql.shuffle.partitions=2",
        "--conf", "spark.ui.enabled=false", "--conf", "spark.driver.host=127.0.0.1",
        "--conf", "spark.driver.bindAddress=127.0.0.1",
        # one compiler of Java's two: on small tables the better code costs more than it gains
        "--driver-java-options", "'-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=256m'",
    ]  # fmt: skip
    before = os.environ.get("PYSPARK_SUBMIT_ARGS")
    os.environ["PYSPARK_SUBMIT_ARGS"] = " ".join([*words, "pyspark-shell"])
    try:
        yield
    finally:
        if before is None:
            del os.environ["PYSPARK_SUBMIT_ARGS"]
        else:
            os.environ["PYSPARK_SUBMIT_ARGS"] = before


def killing(cluster: Cluster, stage: str) -> Callable[[str], None]:
    """A progress that kills a worker a moment after a stage has begun, while its tasks run."""

    def tell(name: str) -> None:
        if name == stage:
            threading.Timer(SECONDS_INTO_STAGE, cluster.kill_worker).start()

    return tell


def main() -> int:
    """Run both engines and compare."""
    parser = argparse.ArgumentParser(description="Compare what both engines write.")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--lines", type=int, help="generated claim lines")
    what.add_argument("--sets", type=int, help="random small claim sets")
    what.add_argument("--samples", action="store_true", help="data_samples")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--master", default="local[2]")
    parser.add_argument("--kill", action="store_true", help="two workers started here, one killed during the run")
    asked = parser.parse_args()
    if problem := why_not():
        parser.error(problem)
    with tempfile.TemporaryDirectory(prefix="facetaudit-") as name, ExitStack() as stack:
        folder = Path(name)
        claims, notes = _extract(folder, asked)
        started = time.monotonic()
        first = fa.audit(claims, procedures=notes, out=folder / "duckdb")
        middle = time.monotonic()
        stack.enter_context(small_spark("4g" if asked.lines or (asked.sets or 0) > 100 else "1g"))
        master, tell = asked.master, None
        if asked.kill:
            cluster = stack.enter_context(standalone(folder))
            master, tell = cluster.master, killing(cluster, "Running detectors")
        second = fa.audit(
            claims, procedures=notes, out=folder / "spark", engine="spark", spark_master=master, progress=tell
        )
        counts = [(len(one.findings()), len(one.sessions()), len(one.exposure())) for one in (first, second)]
        print(f"DuckDB {middle - started:.0f} s, Spark {time.monotonic() - middle:.0f} s")
        for engine, count in zip(("DuckDB", "Spark"), counts, strict=True):
            print(f"{engine}: {count[0]:,} findings, {count[1]:,} sessions, {count[2]:,} exposure rows")
        found = differences(folder / "duckdb", folder / "spark")
    print("\n".join(found) or "no difference")
    return 1 if found else 0


def _extract(folder: Path, asked: argparse.Namespace) -> tuple[Path, Path | None]:
    if asked.samples:
        return SAMPLES / "claims.csv", SAMPLES / "procedures.csv"
    if asked.sets:
        return write_sets(folder / "extract", asked.sets, asked.seed)
    return generate("parquet", asked.lines - asked.lines % LINES_TOGETHER, folder, asked.seed)[0], None


if __name__ == "__main__":
    sys.exit(main())
