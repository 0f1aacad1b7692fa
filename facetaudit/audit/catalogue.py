"""The detectors of a run: the built-in ones and those of a user's folder, checked before claims are read."""

from __future__ import annotations

from pathlib import Path

from facetaudit.detectors import own
from facetaudit.detectors.checks import policy_problems
from facetaudit.detectors.model import Detector
from facetaudit.detectors.registry import detectors
from facetaudit.engine.duckdb import connect
from facetaudit.engine.own_sql import check_statements
from facetaudit.policy import Policy


def catalogue(detectors_dir: str | Path | None, rules: Policy) -> tuple[Detector, ...]:
    """Every detector, by code.

    Raises UsageError, one sentence with the file and what to do, for a user's module that does not pass: what the
    registry refuses, a parameter or pack that the policy does not know, SQL that is not one select.
    """
    found = detectors(detectors_dir)
    if detectors_dir is None:
        return found
    folder = Path(detectors_dir)
    for detector in found:
        if detector.sha256:
            for problem in policy_problems(detector, rules.by_name, rules.packs):
                raise own.refusal(folder, detector, problem)
    with connect() as con:
        check_statements(con, folder, found)
    return found
