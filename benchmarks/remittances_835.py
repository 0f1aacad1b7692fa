"""Remittances (X12 835): what laying out and reading the lines costs beside bare oxedi, and what a whole load does.

    .venv/bin/python -m benchmarks.remittances_835 [--claims 20000 --claims 200000] [--runs 3]

Every run is a process of its own. `bare` is oxedi with its own specification on the whole file, its tables given to
Arrow; `lines` is `open_source` and every column of every line; `load` is what `facetaudit check` does. Imports, and one
small file read before, are not counted in seconds; the peak is that of the whole process. The least of the runs counts.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import click

from benchmarks.beside_parser import SMALL_CLAIMS, least, measure, read_lines, synthesized

KINDS = ("bare", "lines", "load")
REMITTANCES = "claims.835"


def run(kind: str, path: Path) -> None:
    """Do once what is measured."""
    if kind == "bare":
        import oxedi
        import pyarrow as pa

        tables = oxedi.parse(path.read_bytes()).tables
        for name in tables:
            pa.RecordBatchReader.from_stream(tables[name]).read_all()
    elif kind == "lines":
        read_lines(path, "x12-835")
    else:
        from facetaudit.audit.check import check

        check(path)


@click.command()
@click.option("--claims", type=int, multiple=True, default=(20_000, 200_000), show_default=True)
@click.option("--runs", type=int, default=3, show_default=True)
def main(claims: tuple[int, ...], runs: int) -> None:
    """Measure, and print the ratios to bare oxedi."""
    with tempfile.TemporaryDirectory() as folder:
        small = synthesized(SMALL_CLAIMS, "x12-835", Path(folder)) / REMITTANCES
        print("  claims     MB   what   CPU s  x bare  seconds  x bare  peak MB")
        for count in claims:
            made = synthesized(count, "x12-835", Path(folder)) / REMITTANCES
            bare: list[float] = []
            for kind in KINDS:
                processor, wall, peak = least("benchmarks.remittances_835", kind, small, made, runs)
                bare = bare or [processor, wall]
                print(
                    f"{count:>8,} {made.stat().st_size / 1e6:>6.1f} {kind:>6} {processor:>7.2f} "
                    f"{processor / bare[0]:>7.2f} {wall:>8.2f} {wall / bare[1]:>7.2f} {peak:>8.0f}"
                )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        measure(run, sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
    else:
        main()
