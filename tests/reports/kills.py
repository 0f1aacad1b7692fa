"""Kill -9 a cycle at random moments, then compare it with one that was left alone: make kills.

The moments are a random line of its log and a random part of a second more, from a seed.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from pathlib import Path

from facetaudit.audit.run import audit
from tests.reports.cycles import content, definition, killed, start

SAMPLES = Path(__file__).parents[2] / "data_samples"


def main() -> int:
    """0 when the results are equal."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--kills", type=int, default=20)
    options.add_argument("--reports", type=int, default=30)
    given = options.parse_args()
    chance = random.Random(given.seed)
    npis = [str(1000000000 + number) for number in range(given.reports)]
    with tempfile.TemporaryDirectory(prefix="facetaudit-kills-") as name:
        audit(SAMPLES / "claims.csv", out=Path(name) / "audit")
        contents = []
        for times in (given.kills, 0):
            folder = Path(name) / f"killed-{times}"
            folder.mkdir()
            file = definition(folder, Path(name) / "audit", npis)
            with file.open("a", encoding="utf-8") as text:
                text.write("workers: 2\n")
            for number in range(times):
                print(f"kill {number + 1} of {times}: after {killed(file, chance, last=given.reports // 10)} lines")
            start(file).communicate()
            contents.append(content(folder / "out"))
    print("equal" if contents[0] == contents[1] else "not equal", f"{len(contents[1])} files")
    return int(contents[0] != contents[1])


if __name__ == "__main__":
    sys.exit(main())
