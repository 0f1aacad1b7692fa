"""Labelled synthetic extracts: made-up claim histories whose every finding is known beforehand.

`synthesize` draws a scenario of the `catalogue` for each patient and writes `claims.*`, `procedures.csv` and
`labels.csv`. The labels come from the scenario's own table, never from a detector; see `scenario` for how to read it.
"""

from __future__ import annotations

from facetaudit.synthetic.extract import SyntheticReport, synthesize

__all__ = ["SyntheticReport", "synthesize"]
