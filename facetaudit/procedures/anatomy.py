"""The facet joints and the nerves that supply them, read from `anatomy.csv`.

From C3-4 to C7-T1 a cervical joint is served by the medial branches of its own two numbers (there are eight cervical
nerves for seven vertebrae); below, a joint is served by the branch of its upper vertebra and the one above it. C2-3
has the third occipital nerve (`TON`) alone, and at L5-S1 the lower nerve is the L5 dorsal ramus, here `L5`. Each row of
the file names its source and how well it is backed (`seen`, `restated`, `derived`, `unverified`).
"""

from __future__ import annotations

import csv
import functools
from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True)
class Joint:
    """One facet joint: `name` such as `L3-4`, `region` CT or LS, its nerves on a side, upper first, and its place.

    `at_junction` marks T12-L1 and L1-2, which count as one region when billed as a pair; `order_number` runs from the
    head down.
    """

    name: str
    region: str
    nerves: tuple[str, ...]
    at_junction: bool
    order_number: int
    basis: str
    source_id: str


@functools.cache
def facet_joints() -> tuple[Joint, ...]:
    """Return the facet joints from C2-3 down to L5-S1."""
    text = resources.files(__package__).joinpath("anatomy.csv").read_text(encoding="utf-8")
    return tuple(
        Joint(
            name=row["joint"],
            region=row["region"],
            nerves=tuple(nerve for nerve in (row["nerve_1"], row["nerve_2"]) if nerve),
            at_junction=row["at_junction"] == "true",
            order_number=int(row["order_number"]),
            basis=row["basis"],
            source_id=row["source_id"],
        )
        for row in csv.DictReader(text.splitlines())
    )
