"""History: facet lines, sessions, payable counts and what the notes document, as derived tables.

`STEPS` are made in this order from the tables of claims, procedures and policy and the one-row table `run_default`
(mac, state, locality: what the run says of lines that carry none; first_service_date of the accepted lines).
"""

from __future__ import annotations

from facetaudit.history.derived import Derived
from facetaudit.history.facet_lines import AFTER_SESSIONS, BEFORE_SESSIONS
from facetaudit.history.notes import NOTES
from facetaudit.history.payable import EXCESS
from facetaudit.history.sessions import COUNTED, SESSION_DAYS, SESSIONS
from facetaudit.history.texts import TEXTS

STEPS: tuple[Derived, ...] = (
    *BEFORE_SESSIONS,
    *SESSION_DAYS,
    *AFTER_SESSIONS,
    *COUNTED,
    *EXCESS,
    *SESSIONS,
    *NOTES,
    *TEXTS,
)

__all__ = ["STEPS", "Derived"]
