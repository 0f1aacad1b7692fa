"""Professional claims (X12 837P): what reading the lines costs beside bare pyx12, alone and with remittances (835).

    .venv/bin/python -m benchmarks.claims_837 [--claims 20000 --claims 200000] [--runs 3]

Every run is a process of its own. `bare` counts the segments of `pyx12.X12Reader`; `lines` is `open_source` and every
column of every line; `load` is what `facetaudit check` does, `pair` the same with the remittances of the claims.
Imports, and one small file read before, are not counted in seconds; the peak is that of the whole process. The least of
the runs counts.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import click

from benchmarks.beside_parser import SMALL_CLAIMS, least, measure, read_lines, synthesized

KINDS = ("bare", "lines", "load", "pair")
CLAIMS, REMITTANCES = "claims.837", "claims.835"


def run(kind: str, folder: Path) -> None:
    """Do once what is measured."""
    path = folder / CLAIMS
    if kind == "bare":
        from pyx12.x12file import X12Reader

        for _ in X12Reader(str(path)):
            pass
    elif kind == "lines":
        read_lines(path, "x12-837")
    else:
        from facetaudit.audit.check import check

        check([path, folder / REMITTANCES] if kind == "pair" else path)


@click.command()
@click.option("--claims", type=int, multiple=True, default=(20_000, 200_000), show_default=True)
@click.option("--runs", type=int, default=3, show_default=True)
def main(claims: tuple[int, ...], runs: int) -> None:
    """Measure, and print the ratios to bare pyx12."""
    with tempfile.TemporaryDirectory() as folder:
        small = synthesized(SMALL_CLAIMS, "x12-pair", Path(folder))
        print("  claims     MB   what   CPU s  x bare  peak MB")
        for count in claims:
            made = synthesized(count, "x12-pair", Path(folder))
            bare = 0.0
            for kind in KINDS:
                seconds, _, peak = least("benchmarks.claims_837", kind, small, made, runs)
                bare = bare or seconds
                size = (made / CLAIMS).stat().st_size / 1e6
                ratio = seconds / bare
                print(f"{count:>8,} {size:>6.1f} {kind:>6} {seconds:>7.2f} {ratio:>7.2f} {peak:>8.0f}", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        measure(run, sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
    else:
        main()
