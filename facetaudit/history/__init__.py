"""History: facet lines, sessions, payable counts and what the notes document, as derived tables.

`STEPS` are made in this order from the tables of claims, procedures and policy and the one-row table `run_default`
(mac, state, locality: what the run says of lines that carry none; first_service_date of the accepted lines).
`WHOLE_STEPS` need all lines, `PATIENT_STEPS` only those of whole patients.
"""

from __future__ import annotations

from facetaudit.history.derived import Derived
from facetaudit.history.facet_lines import AFTER_SESSIONS, BEFORE_SESSIONS
from facetaudit.history.notes import NOTE_LINES, NOTES
from facetaudit.history.payable import EXCESS
from facetaudit.history.sessions import COUNTED, SESSION_DAYS, SESSIONS
from facetaudit.history.texts import TEXTS

WHOLE_STEPS: tuple[Derived, ...] = NOTE_LINES
PATIENT_STEPS: tuple[Derived, ...] = (
    *BEFORE_SESSIONS,
    *SESSION_DAYS,
    *AFTER_SESSIONS,
    *COUNTED,
    *EXCESS,
    *SESSIONS,
    *NOTES,
    *TEXTS,
)
STEPS = (*WHOLE_STEPS, *PATIENT_STEPS)

__all__ = ["PATIENT_STEPS", "STEPS", "WHOLE_STEPS", "Derived"]
