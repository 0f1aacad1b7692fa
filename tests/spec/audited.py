"""Drawn cases audited: the connection with what was found, and findings in the words of the drawings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import duckdb

from facetaudit.audit.run import Defaults, detect_into
from facetaudit.detectors.model import Detector
from facetaudit.engine.duckdb import connect
from facetaudit.policy import load_policy

from .drawing import Case, write


@contextmanager
def audited(cases: list[Case], folder: Path, chosen: Sequence[Detector]) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the cases' tables and the detectors' findings; fails where a row or a detector does."""
    claims, notes = write(cases, folder)
    with connect(threads=1) as con:
        detection = detect_into(
            con,
            claims,
            load_policy(),
            chosen,
            Defaults(),
            procedures=notes if any(case.notes for case in cases) else None,
            progress=lambda stage: None,
        )
        rejected = con.sql("""select row_number, "column", reason from rejected""").fetchall()
        assert not rejected, f"drawn rows are rejected: {rejected}"
        failed = [c for c in detection.coverage if c.status == "error"]
        assert not failed, "; ".join(f"{c.detector.code}: {c.note}" for c in failed)
        yield con


def words(
    certainty: str, effect: str, observed: Decimal | None, limit: Decimal | None, coding: str, reason: str, basis: str
) -> set[str]:
    """A finding as a drawing says it: certainty, effect, `observed/limit` and the three texts."""
    said = {certainty, effect, f"coding: {coding}", f"reason: {reason}", f"basis: {basis}"}
    if observed is not None and limit is not None:
        said.add(f"{observed.normalize():f}/{limit.normalize():f}")
    return said
