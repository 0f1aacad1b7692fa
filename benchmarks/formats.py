"""What `facetaudit check` takes for the same claims in every format that `synthesize` writes, as one table."""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from benchmarks.measure import measured, megabytes
from facetaudit.cli.audits import SYNTHETIC_FORMATS
from facetaudit.cli.output import table
from facetaudit.synthetic import synthesize
from facetaudit.synthetic.writers import WRITERS

COLUMNS = ("format", "rows", "file MB", "seconds", "CPU s", "peak MB", "rejected")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--formats", nargs="+", choices=SYNTHETIC_FORMATS, default=SYNTHETIC_FORMATS)
    parser.add_argument("--memory-limit", help="default: none")
    given = parser.parse_args()
    print(table(COLUMNS, [_one(name, given) for name in given.formats]))


def _one(name: str, given: argparse.Namespace) -> list[str]:
    with tempfile.TemporaryDirectory(prefix="facetaudit-bench-") as folder:
        made = synthesize(given.claims, given.seed, name, Path(folder) / "made").claims_file
        paths = [made, *(made.with_name(other) for other in WRITERS[name].further_files)]
        limit = ["--memory-limit", given.memory_limit] if given.memory_limit else []
        done = measured(["check", *map(str, paths), *limit, "--format", "json"], Path(folder))
        total = json.loads(done.output)["rows"]["total"]
        return [
            name, f"{total['read']}", f"{megabytes(paths):.1f}", f"{done.seconds:.1f}", f"{done.cpu:.1f}",
            f"{done.peak_mb:.0f}", f"{total['rejected']}",
        ]  # fmt: skip


if __name__ == "__main__":
    main()
