"""Agreement of package and oracle for as long as one asks: `python -m tests.agreement.fuzz --minutes 10 [--seed 1]`.

Each seed draws eight batches of some nine worlds. Stops at the first difference, prints it reduced to a small world,
and the seed that finds it again; exits with 1.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import time

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from tests.agreement.test_oracle_agreement import World, check
from tests.agreement.worlds import worlds


def main() -> int:
    """Run seed after seed until the time is over."""
    parser = argparse.ArgumentParser(description="Compare findings with the oracle on random worlds.")
    parser.add_argument("--minutes", type=float, default=10, help="how long to go on (default: 10)")
    parser.add_argument("--seed", type=int, default=1, help="the first seed (default: 1)")
    asked = parser.parse_args()
    end = time.monotonic() + 60 * asked.minutes
    for number in itertools.count(asked.seed):
        try:
            _batches(number)
        except BaseException:
            print(f"seed {number}: a difference; again with --seed {number}", file=sys.stderr)
            raise
        if time.monotonic() >= end:
            print(f"seeds {asked.seed} to {number}: no difference")
            return 0
    return 1


def _batches(number: int) -> None:
    """Eight batches of one seed."""

    @seed(number)
    @settings(max_examples=8, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(worlds(), min_size=8, max_size=10))
    def agree(made: list[World]) -> None:
        check(made)

    agree()


if __name__ == "__main__":
    sys.exit(main())
