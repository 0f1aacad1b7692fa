"""What the load report says of a file of professional claims: what is no line, what is odd, and what an 837 lacks."""

from __future__ import annotations

from facetaudit.claims.formats.x12.claim_tracker import Tracker
from facetaudit.claims.formats.x12.remittance_notes import counted
from facetaudit.claims.formats.x12.remittance_parts import Envelope

LOST = (
    "claims (837) are what was billed: they have no amounts allowed or paid, no denials and no dates of payment, and "
    "name what they replace or void by the payer's number; remittances (835), given together with them, tell the rest"
)
_TOLD = (
    ("strays", "segment", "with no place where they stand", "passed over"),
    ("bare", "claim", "without service lines (LX)", "not audited, as they have no lines"),
    ("uneven", "claim", "whose lines are not what was charged in all (CLM02)", "lines may be lost"),
    ("miscounted", "transaction", "with another number of segments than its SE says", "segments may be lost"),
    ("unended", "transaction", "without its end (SE)", "segments may be lost"),
    ("odd_levels", "level", "(HL) with a number or a parent that does not follow", "levels may be lost"),
    ("misnumbered", "claim", "whose lines (LX) have no numbers of their own", "numbered by their places"),
    ("lost_pointers", "line", "pointing at a diagnosis that its claim does not have", "passed over"),
    ("several_days", "line", "over several days (DTP*472*RD8)", "the first is its date of service"),
    ("minutes", "line", "in minutes (MJ)", "one unit each, and the minutes in a column of their own"),
)
"""What is counted, of what, how, and what follows."""


def without_lines(tracker: Tracker) -> str:
    """Why a file has no line."""
    if tracker.counts["claims"]:
        return f"it has {counted(tracker.counts['claims'], 'claim')} without service lines (LX)"
    if tracker.other_kinds:
        return f"it holds no professional claim (837P) but {_kinds(tracker)}"
    return "it holds no claims (CLM)"


def notes_of(tracker: Tracker, envelope: Envelope) -> tuple[str, ...]:
    """The notes of the load report, each a sentence without its end."""
    of = tracker.counts
    notes = [f"{counted(of['claims'], 'claim')} in {counted(of['transactions'], 'transaction')}"]
    if of["replacing"]:
        notes.append(f"{counted(of['replacing'], 'claim')} that replace or void another (CLM05 7, 8)")
    if tracker.other_kinds:
        notes.append(
            f"{counted(tracker.other_kinds.total(), 'transaction')} of another kind ({_kinds(tracker)}) passed over, "
            f"with {counted(of['other_claims'], 'claim')}"
        )
    for name, what, how, meaning in _TOLD:
        if of[name]:
            notes.append(f"{counted(of[name], what)} {how}, the first at segment {tracker.first[name]:,}: {meaning}")
    if of["patient_paid"]:
        notes.append(
            f"{counted(of['patient_paid'], 'claim')} of which the patient had paid a part (AMT*F5), "
            f"{tracker.patient_paid:,.2f} dollars in all, which stands on no line"
        )
    if of["other_payers"]:
        notes.append(f"{counted(of['other_payers'], 'claim')} with another payer beside the one billed (2320)")
    if of["later_payers"]:
        notes.append(f"{counted(of['later_payers'], 'subscriber')} billed to a second or later payer (SBR01)")
    notes += [f"{counted(count, what)}: claims may be lost" for what, count in envelope.faults.items() if count]
    return (*notes, LOST)


def _kinds(tracker: Tracker) -> str:
    return ", ".join(f"{kind or '?'} {count:,}" for kind, count in sorted(tracker.other_kinds.items()))
