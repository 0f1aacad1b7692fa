"""Professional claims (X12 837P): what reading the lines costs beside bare pyx12, alone and with remittances (835).

    .venv/bin/python -m benchmarks.claims_837 [--claims 20000 --claims 200000] [--runs 3]

Every run is a process of its own. `bare` counts the segments of `pyx12.X12Reader`; `lines` is `open_source` and every
column of every line; `load` is what `facetaudit check` does, `pair` the same with the remittances of the claims.
Imports, and one small file read before, are not counted in seconds; the peak is that of the whole process. The least of
the runs counts.
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

KINDS = ("bare", "lines", "load", "pair")
SMALL_CLAIMS, SEED = 20, 7
CLAIMS, REMITTANCES = "claims.837", "claims.835"


def write(claims: int, folder: Path) -> Path:
    """Made-up claims with their remittances, by a process of its own, as what it holds would count in the peaks."""
    text = "import sys; from facetaudit.synthetic import synthesize; "
    text += "print(synthesize(int(sys.argv[1]), int(sys.argv[2]), 'x12-pair', sys.argv[3]).folder)"
    command = [sys.executable, "-c", text, str(claims), str(SEED), str(folder / str(claims))]
    return Path(subprocess.check_output(command, text=True).strip())


def run(kind: str, folder: Path) -> None:
    """Do once what is measured."""
    path = folder / CLAIMS
    if kind == "bare":
        from pyx12.x12file import X12Reader

        for _ in X12Reader(str(path)):
            pass
    elif kind == "lines":
        import duckdb

        from facetaudit.claims.formats import open_file
        from facetaudit.claims.formats.request import Request

        with tempfile.TemporaryDirectory() as workdir, duckdb.connect() as con:
            open_file(Request(con, path, path.name, Path(workdir), None, "x12-837"), "x12-837").attach(con)
            con.execute("select sum(hash(columns(*))) from intake_source").fetchall()
    else:
        from facetaudit.audit.check import check

        check([path, folder / REMITTANCES] if kind == "pair" else path)


def measure(kind: str, small: Path, folder: Path) -> None:
    """Print CPU seconds and the process's peak in MB as JSON."""
    run(kind, small)
    begun = time.process_time()
    run(kind, folder)
    seconds = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    print(json.dumps([seconds, peak]))


@click.command()
@click.option("--claims", type=int, multiple=True, default=(20_000, 200_000), show_default=True)
@click.option("--runs", type=int, default=3, show_default=True)
def main(claims: tuple[int, ...], runs: int) -> None:
    """Measure, and print the ratios to bare pyx12."""
    with tempfile.TemporaryDirectory() as folder:
        small = write(SMALL_CLAIMS, Path(folder))
        print("  claims     MB   what   CPU s  x bare  peak MB")
        for count in claims:
            made = write(count, Path(folder))
            bare = 0.0
            for kind in KINDS:
                command = [sys.executable, "-m", "benchmarks.claims_837", "--measure", kind, str(small), str(made)]
                found = [json.loads(subprocess.check_output(command)) for _ in range(runs)]
                seconds, peak = (min(values) for values in zip(*found, strict=True))
                bare = bare or seconds
                size = (made / CLAIMS).stat().st_size / 1e6
                ratio = seconds / bare
                print(f"{count:>8,} {size:>6.1f} {kind:>6} {seconds:>7.2f} {ratio:>7.2f} {peak:>8.0f}", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        measure(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
    else:
        main()
