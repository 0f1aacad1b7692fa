"""Remittances (X12 835): what laying out and reading the lines costs beside bare oxedi, and what a whole load does.

    .venv/bin/python -m benchmarks.remittances_835 [--claims 20000 --claims 200000] [--runs 3]

Every run is a process of its own. `bare` is oxedi with its own specification on the whole file, its tables given to
Arrow; `lines` is `open_source` and every column of every line; `load` is what `facetaudit check` does. Imports, and one
small file read before, are not counted in seconds; the peak is that of the whole process. The least of the runs counts.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click

KINDS = ("bare", "lines", "load")
SMALL_CLAIMS, SEED = 20, 7


def write(claims: int, folder: Path) -> Path:
    """A made-up remittance, by a process of its own, as what this one holds would count in its children's peaks."""
    text = "import sys; from facetaudit.synthetic import synthesize; "
    text += "print(synthesize(int(sys.argv[1]), int(sys.argv[2]), 'x12-835', sys.argv[3]).claims_file)"
    command = [sys.executable, "-c", text, str(claims), str(SEED), str(folder / str(claims))]
    return Path(subprocess.check_output(command, text=True).strip())


def run(kind: str, path: Path) -> None:
    """Do once what is measured."""
    if kind == "bare":
        import oxedi
        import pyarrow as pa

        tables = oxedi.parse(path.read_bytes()).tables
        for name in tables:
            pa.RecordBatchReader.from_stream(tables[name]).read_all()
    elif kind == "lines":
        import duckdb

        from facetaudit.claims.formats import open_file
        from facetaudit.claims.formats.request import Request

        with tempfile.TemporaryDirectory() as folder, duckdb.connect() as con:
            open_file(Request(con, path, path.name, Path(folder), None, "x12-835"), "x12-835").attach(con)
            con.execute("select sum(hash(columns(*))) from intake_source").fetchall()
    else:
        from facetaudit.audit.check import check

        check(path)


def measure(kind: str, small: Path, path: Path) -> None:
    """Print CPU seconds, seconds and the process's peak in MB as JSON."""
    run(kind, small)
    processor, wall = time.process_time(), time.perf_counter()
    run(kind, path)
    processor, wall = time.process_time() - processor, time.perf_counter() - wall
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    print(json.dumps([processor, wall, peak]))


@click.command()
@click.option("--claims", type=int, multiple=True, default=(20_000, 200_000), show_default=True)
@click.option("--runs", type=int, default=3, show_default=True)
def main(claims: tuple[int, ...], runs: int) -> None:
    """Measure, and print the ratios to bare oxedi."""
    with tempfile.TemporaryDirectory() as folder:
        small = write(SMALL_CLAIMS, Path(folder))
        print("  claims     MB   what   CPU s  x bare  seconds  x bare  peak MB")
        for count in claims:
            path = write(count, Path(folder))
            bare: list[float] = []
            for kind in KINDS:
                command = [sys.executable, "-m", "benchmarks.remittances_835", "--measure", kind, str(small), str(path)]
                found = [json.loads(subprocess.check_output(command)) for _ in range(runs)]
                processor, wall, peak = (min(values) for values in zip(*found, strict=True))
                bare = bare or [processor, wall]
                print(
                    f"{count:>8,} {path.stat().st_size / 1e6:>6.1f} {kind:>6} {processor:>7.2f} "
                    f"{processor / bare[0]:>7.2f} {wall:>8.2f} {wall / bare[1]:>7.2f} {peak:>8.0f}"
                )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        measure(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
    else:
        main()
