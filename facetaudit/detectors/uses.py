"""What a detector's SQL reads of the policy beside its parameters."""

from __future__ import annotations

import re
from collections.abc import Collection

from facetaudit.detectors.model import Detector

MUE = "mue"
_WORD = re.compile(r"'([a-z_]+)'")
_MUE_TABLE = re.compile(r"\b(?:from|join)\s+mue\b")


def lists(detector: Detector, known: Collection[str]) -> tuple[str, ...]:
    """The known code lists and sets of diagnoses that the SQL names, and `mue` for the unit limits, sorted."""
    sql = f"{detector.findings}\n{detector.coverage}"
    named = {word for word in _WORD.findall(sql) if word in known}
    return tuple(sorted(named | ({MUE} if _MUE_TABLE.search(sql) else set())))
