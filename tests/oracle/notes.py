"""Which note speaks for which session, and what several notes say together (page: *Note of a session*, *Joints*)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from . import policy
from .model import Line, LineKey, Note
from .sessions import Session


def match_notes(
    active: Sequence[Line],
    sessions: Sequence[Session],
    session_by_line: dict[LineKey, Session],
    notes: Iterable[Note],
) -> dict[int, list[Note]]:
    """Notes by session number: a note belongs to every session of its class that has a line it matches."""
    matched: dict[int, list[Note]] = {}
    for note in notes:
        keys = {line.key for line in _matched_lines(active, note)}
        numbers = {session_by_line[key].number for key in keys if key in session_by_line}
        for session in sessions:
            if session.number in numbers and _speaks_of(note, session):
                matched.setdefault(session.number, []).append(note)
    return matched


def _matched_lines(active: Sequence[Line], note: Note) -> list[Line]:
    """By claim_id, else (or when that matches no active line) by patient, date and the rendering_npi it has.

    A claim_id match is not narrowed by the note's date or NPI; "active line" is read as active audited line.
    """
    by_claim = [line for line in active if note.claim_id and line.claim_id == note.claim_id]
    return by_claim or [
        line
        for line in active
        if (line.patient_id, line.service_date) == (note.patient_id, note.service_date)
        and note.rendering_npi in (None, "", line.rendering_npi)
    ]


def _speaks_of(note: Note, session: Session) -> bool:
    """Type rfa: RFA sessions; another type: INJ sessions; no type: both."""
    if not note.injection_type:
        return True
    return (note.injection_type == "rfa") == (session.family == "RFA")


# --- several notes of a session together ----------------------------------------------------------------------


def united_joints(session: Session, notes: Sequence[Note]) -> frozenset[tuple[str, str | None]] | None:
    """Joints of the session's region with their sides; None when there is nothing usable.

    Nothing usable: no note, none with joints, or one whose text is unreadable. A note with joints but none of the
    region documents none. `B` is one joint on two sides.
    """
    statuses = {note.joints_status for note in notes}
    if "unreadable" in statuses or "read" not in statuses:
        return None
    return frozenset(
        (joint, one_side)
        for note in notes
        for joint, joint_side in note.documented
        if joint_region(joint, session.thoracolumbar) == session.region
        for one_side in (("R", "L") if joint_side == "B" else (joint_side,))
    )


def united_joint_sides(session: Session, notes: Sequence[Note]) -> frozenset[tuple[str, str | None]] | None:
    """The same for joint-side tests: None also when a joint of the region has no known side."""
    joints = united_joints(session, notes)
    if joints is None or any(one_side is None for _, one_side in joints):
        return None
    return joints


def joint_region(joint: str, thoracolumbar: bool) -> str:
    """CT to T12-L1, LS from L1-2; under the thoraco-lumbar rule T12-L1 and L1-2 both count as LS."""
    if joint in policy.LS_JOINTS or (thoracolumbar and joint in policy.JUNCTION_JOINTS):
        return "LS"
    if joint in policy.CT_JOINTS:
        return "CT"
    raise ValueError(f"no such facet joint: {joint}")
