"""Loading within a memory limit: seconds, processor seconds and peak memory, as one table.

    python -m benchmarks.load --lines 20000000 --what check --formats csv parquet --memory-limit 1GB

makes the files in a temporary folder, runs `facetaudit check` or `audit` on them and removes all of it.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from benchmarks.claim_lines import FORMATS, LINES_TOGETHER, generate
from benchmarks.measure import measured, megabytes
from facetaudit.cli.output import table

COLUMNS = ("format", "files", "rows", "file MB", "seconds", "CPU s", "peak MB", "audited")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=200_000, help="rounded up to a multiple of 350")
    parser.add_argument("--what", choices=("check", "audit"), default="check")
    parser.add_argument("--formats", nargs="+", choices=FORMATS, default=["csv", "parquet"])
    parser.add_argument("--memory-limit", default="1GB")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where the temporary folder is made")
    given = parser.parse_args()
    lines = -(-given.lines // LINES_TOGETHER) * LINES_TOGETHER
    rows = []
    for kind in given.formats:
        with tempfile.TemporaryDirectory(prefix="facetaudit-bench-", dir=given.folder) as name:
            rows.append(_one(kind, lines, Path(name), given))
    print(f"facetaudit {given.what} --memory-limit {given.memory_limit} --threads {given.threads}, seed {given.seed}")
    print(table(COLUMNS, rows))


def _one(kind: str, lines: int, folder: Path, given: argparse.Namespace) -> list[str]:
    paths = generate(kind, lines, folder, given.seed)
    arguments = [given.what, *map(str, paths), "--memory-limit", given.memory_limit, "--threads", str(given.threads)]
    out = folder / "audited"
    arguments += ["--format", "json"] if given.what == "check" else ["--out", str(out)]
    done = measured(arguments, folder)
    report = json.loads(done.output if given.what == "check" else (out / "summary.json").read_text())
    total = report["rows"]["total"]
    return [
        kind, f"{len(paths)}", f"{total['read']}", f"{megabytes(paths):.0f}", f"{done.seconds:.1f}", f"{done.cpu:.1f}",
        f"{done.peak_mb:.0f}", f"{total['audited']}",
    ]  # fmt: skip


if __name__ == "__main__":
    main()
