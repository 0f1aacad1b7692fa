"""An independent oracle: the catalogue of detectors in plain Python, line by line, clarity over speed.

Written from the catalogue and not from the package's SQL, and importing nothing of the package, so that the two can be
compared on generated claims. Decisions where the catalogue is silent stand as comments or docstrings at the place.
"""

from .audit import DETECTORS, HEADLINE, LATER, audit
from .model import ExposureRow, Finding, Line, Note, OracleResult, SessionRow

__all__ = [
    "DETECTORS",
    "HEADLINE",
    "LATER",
    "ExposureRow",
    "Finding",
    "Line",
    "Note",
    "OracleResult",
    "SessionRow",
    "audit",
]
