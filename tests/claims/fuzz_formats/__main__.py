"""Damage by seeds: `python -m tests.claims.fuzz_formats [--formats csv,eob] [--seeds 0-1999]`, `make fuzz-formats`.

Each format runs in a process of its own, so that a crash of the engine is a failure with its seed like any other.
Prints a table and every failure; exits with 1 where there is one.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter

from tests.claims.fuzz_formats.extracts import KINDS
from tests.claims.fuzz_formats.judge import Outcome
from tests.claims.fuzz_formats.worker import run


def main() -> int:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description="Load damaged files of each format.")
    parser.add_argument("--formats", default=",".join(KINDS), help="kinds of file, with commas between")
    parser.add_argument("--seeds", default="0-1999", help="the first and the last seed (default: 0-1999)")
    asked = parser.parse_args()
    first, _, last = asked.seeds.partition("-")
    failures: list[tuple[str, Outcome]] = []
    print("| format | seeds | refused | loaded | told | peak MB | failures |\n|---|---|---|---|---|---|---|")
    for kind in asked.formats.split(","):
        counted: Counter[str] = Counter()
        peak = 0
        for outcome in run(kind, range(int(first), int(last or first) + 1)):
            counted[outcome.kind] += 1
            peak = max(peak, outcome.peak)
            if outcome.kind == "failed":
                failures.append((kind, outcome))
                print(f"{kind} {outcome.seed}: {outcome.why}", file=sys.stderr, flush=True)
        cells = (kind, asked.seeds, *(str(counted[name]) for name in ("refused", "loaded", "told")), str(peak))
        print(f"| {' | '.join(cells)} | {counted['failed']} |", flush=True)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
