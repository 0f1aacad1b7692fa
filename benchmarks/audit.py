"""Whole audits beside the floor, hand-written SQL and pandas: ratios of one run, medians of several.

    make bench                                    sparse 20 million lines and dense 5 million, three runs
    python -m benchmarks.audit --shape dense --lines 1000000 --runs 1 --memory-limit 1GB

The floor (T0) is one DuckDB pass that keeps the facet days; the peers do six detectors (benchmarks/peers.py), the audit
all of them, the exposure and the audit folder.  Every one is a process of its own, measured from start to end.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import statistics
import tempfile
from pathlib import Path

from benchmarks.claim_lines import LINES_TOGETHER, SESSION_EVERY, generate
from benchmarks.measure import Measured, measured
from benchmarks.peers import DETECTORS
from facetaudit.cli.output import table

SIZES = {"sparse": 20_000_000, "dense": 5_000_000}
COLUMNS = ("shape", "lines", "what", "seconds", "x floor", "CPU s", "x floor", "peak MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shape", nargs="+", choices=SESSION_EVERY, default=list(SESSION_EVERY))
    parser.add_argument("--lines", type=int, nargs="+", help="several sizes tell how the cost grows")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--memory-limit", default="2GB")
    parser.add_argument("--without", nargs="*", choices=("pandas", "sql"), default=[], help="peers to leave out")
    parser.add_argument("--folder", type=Path, help="where the temporary folder is made")
    given = parser.parse_args()
    rows = []
    for shape in given.shape:
        grown = []
        for lines in given.lines or [SIZES[shape]]:
            with tempfile.TemporaryDirectory(prefix="facetaudit-bench-", dir=given.folder) as name:
                done = _one(shape, -(-lines // LINES_TOGETHER) * LINES_TOGETHER, Path(name), given)
            floor = done["floor"]
            for what, took in done.items():
                rows.append([
                    shape, f"{lines:,}", what, f"{took.seconds:.1f}", f"{took.seconds / floor.seconds:.1f}",
                    f"{took.cpu:.1f}", f"{took.cpu / floor.cpu:.1f}", f"{took.peak_mb:.0f}",
                ])  # fmt: skip
            grown.append((lines, done["audit"].cpu))
        if len(grown) > 1:
            (few, less), (many, more) = grown[0], grown[-1]
            power = _exponent(few, less, many, more)
            print(f"{shape}: processor seconds of the audit grow with the lines to the power {power:.2f}")
    print(table(COLUMNS, rows))


def _exponent(few: int, less: float, many: int, more: float) -> float:
    return math.log(more / less) / math.log(many / few)


def _one(shape: str, lines: int, folder: Path, given: argparse.Namespace) -> dict[str, Measured]:
    (claims,) = generate("parquet", lines, folder, shape=shape)
    out = folder / "audited"
    audit = ["audit", str(claims), "--out", str(out), "--memory-limit", given.memory_limit, "--threads", "2", "--quiet"]
    runs: dict[str, list[Measured]] = {}
    for _ in range(given.runs):
        for peer in ("floor", "sql", "pandas"):
            if peer not in given.without:
                took = measured([peer, str(claims), str(folder)], folder, "benchmarks.peers")
                runs.setdefault(peer, []).append(took)
        runs.setdefault("audit", []).append(measured(audit, folder))
    _compare({peer: json.loads(runs[peer][0].output) for peer in ("sql", "pandas") if peer in runs}, out)
    return {what: _median(took) for what, took in runs.items()}


def _compare(counts: dict[str, dict[str, int]], out: Path) -> None:
    """Stop where a peer's findings are not the audit's: it would not have done the same work."""
    with (out / "coverage.csv").open(newline="") as file:
        found = {row["code"]: int(row["findings"]) for row in csv.DictReader(file) if row["code"] in DETECTORS}
    for peer, counted in counts.items():
        if counted != found:
            raise SystemExit(f"{peer} finds {counted}, the audit {found}: mend the peer")


def _median(took: list[Measured]) -> Measured:
    return Measured(
        "",
        statistics.median(one.seconds for one in took),
        statistics.median(one.cpu for one in took),
        statistics.median(one.peak_mb for one in took),
    )


if __name__ == "__main__":
    main()
