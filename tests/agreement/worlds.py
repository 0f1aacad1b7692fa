"""Small random claim sets: few patients, dates and codes, so that lines meet in every way the detectors look at."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from hypothesis import strategies as st

from tests.agreement.priced_days import priced_days
from tests.oracle import Line, Note

ANCHORS = (
    date(2021, 4, 24),
    date(2021, 5, 1),
    date(2024, 2, 29),
    date(2024, 7, 6),
    date(2024, 8, 15),
    date(2025, 3, 4),
)
OFFSETS = (0, 0, 0, 1, 2, 13, 14, 30, 61, 92, 120, 181, 210, 300, 364, 365, 366, 400)
CODES = (
    "64490",
    "64491",
    "64492",
    "64493",
    "64493",
    "64493",
    "64494",
    "64494",
    "64495",
    "64633",
    "64634",
    "64635",
    "64635",
    "64636",
    "64636",
    "0213T",
    "0216T",
    "0217T",
    "64999",
    "99213",
    "J1030",
    "77003",
    "76942",
    "99152",
    "01992",
    "Q4101",
    "20552",
)
MODIFIERS = ("50", "RT", "LT", "KX", "59", "XS", "GY", "25", "76")
DIAGNOSES = ("M47.816", "M47.816", "m54.50; M47812", "M54.50", "M47817", None)
MACS = ("palmetto", "cgs", "ngs", "fcso", None, None)
STATES = ("OH", "FL", "TX", None)
LOCALITIES = ("03102-00", "03102-00", "99999-99", None, None, None)
PLACES = ("11", "11", "11", "11", "24", "22", None, "98")
NPIS = ("1000000012", "1000000020", None)
AMOUNTS = (Decimal("100.00"), Decimal("95.86"), Decimal("33.33"), Decimal("0.01"), Decimal("0.00"), None)
JOINTS = ("C2-3", "C4-5", "T11-12", "T12-L1", "L1-2", "L3-4", "L4-5", "L5-S1")


@st.composite
def lines(draw: st.DrawFn) -> Line:
    """One claim line; sides and KX are likelier than other modifiers."""
    some = st.lists(st.sampled_from(MODIFIERS), max_size=4, unique=True)
    full_without_side = st.permutations(("KX", "59", "XS", "GY", "GA")).map(lambda order: list(order[:4]))
    modifiers = draw(st.one_of(some, some, some, full_without_side)) + [None] * 4
    amount = draw(st.sampled_from(AMOUNTS))
    return Line(
        claim_id=draw(st.sampled_from(("A", "B", "C", "D", "E"))),
        line_number=draw(st.integers(1, 6)),
        patient_id=draw(st.sampled_from(("P", "P", "Q"))),
        service_date=draw(st.sampled_from(ANCHORS)) + timedelta(days=draw(st.sampled_from(OFFSETS))),
        hcpcs=draw(st.sampled_from(CODES)),
        claim_type=draw(st.sampled_from(("professional", "professional", "professional", "asc", "hopd"))),
        payer=draw(st.sampled_from(("medicare", "medicare", "medicare", "Medicare", "Acme Health"))),
        mac=draw(st.sampled_from(MACS)),
        state=draw(st.sampled_from(STATES)),
        modifier_1=modifiers[0],
        modifier_2=modifiers[1],
        modifier_3=modifiers[2],
        modifier_4=modifiers[3],
        units=Decimal(draw(st.sampled_from((1, 1, 1, 1, 2, 2, 3, 5)))),
        locality=draw(st.sampled_from(LOCALITIES)),
        place_of_service=draw(st.sampled_from(PLACES)),
        diagnosis_codes=draw(st.sampled_from(DIAGNOSES)),
        authorization_number=draw(st.sampled_from((None, None, "A1"))),
        rendering_npi=draw(st.sampled_from(NPIS)),
        billing_npi=draw(st.sampled_from(NPIS)),
        allowed_amount=amount,
        paid_amount=draw(st.sampled_from((amount, amount, Decimal("78.40"), None))),
        paid_date=draw(st.sampled_from((None, None, date(2019, 6, 1), date(2025, 6, 1)))),
        line_status=draw(st.sampled_from(("paid",) * 6 + ("denied",))),
        claim_frequency_code=draw(st.sampled_from(("1",) * 8 + ("7", "8"))),
        original_claim_id=draw(st.sampled_from((None, None, "A", "B"))),
    )


@st.composite
def reversed_lines(draw: st.DrawFn) -> list[Line]:
    """A few lines, some of them followed later by their reversal."""
    made = draw(st.lists(lines(), min_size=1, max_size=14))
    made += draw(session_lines())
    made += draw(priced_days())
    for line in list(made):
        if draw(st.integers(0, 11)) == 0:
            negative = replace(
                line,
                claim_id=draw(st.sampled_from((line.claim_id, "R"))),
                line_number=draw(st.integers(7, 9)),
                units=-line.units,
                allowed_amount=None if line.allowed_amount is None else -line.allowed_amount,
                paid_amount=None if line.paid_amount is None else -line.paid_amount,
            )
            made.insert(draw(st.integers(0, len(made))), negative)
    return made


@st.composite
def session_lines(draw: st.DrawFn) -> list[Line]:
    """A patient's run of single-line sessions, close enough together to meet the limits."""
    day = draw(st.sampled_from((*ANCHORS, *ANCHORS, date(2020, 4, 24))))
    code, modifiers = draw(st.sampled_from((("64493", ("KX",)), ("64490", ()), ("64635", ("RT",)), ("64493", ()))))
    made = []
    for number in range(draw(st.integers(0, 9))):
        day += timedelta(days=draw(st.sampled_from((1, 13, 14, 40, 60, 90, 120, 183))))
        made.append(
            Line(
                claim_id=f"S{number}",
                line_number=1,
                patient_id="S",
                service_date=day,
                hcpcs=code,
                mac=draw(st.sampled_from(("palmetto", "cgs", None))),
                modifier_1=modifiers[0] if modifiers else None,
                rendering_npi="1000000012",
                allowed_amount=Decimal("100.00"),
                paid_amount=Decimal("78.40"),
            )
        )
    return made


@st.composite
def notes(draw: st.DrawFn, of: list[Line]) -> Note:
    """A note that matches by claim or by day, or nothing."""
    line = draw(st.sampled_from(of))
    by_claim, by_day = draw(st.sampled_from(((True, False), (False, True), (True, True))))
    status = draw(st.sampled_from(("read", "read", "read", "none", "unreadable")))
    # a text names sides for all its joints or for none; two notes of a session may still differ
    sides = draw(st.sampled_from((("R", "L"), ("R", "L"), ("R",), (None,))))
    joint = st.tuples(st.sampled_from(JOINTS), st.sampled_from(sides))
    documented = draw(st.frozensets(joint, min_size=1, max_size=6)) if status == "read" else frozenset()
    return Note(
        claim_id=draw(st.sampled_from((line.claim_id, line.claim_id, "Z"))) if by_claim else None,
        patient_id=line.patient_id if by_day else None,
        service_date=line.service_date if by_day else None,
        rendering_npi=draw(st.sampled_from((None, line.rendering_npi))) if by_day else None,
        injection_type=draw(st.sampled_from(("diagnostic", "therapeutic", "rfa", None))),
        documented=documented,
        joints_status=status,
        guidance=draw(st.sampled_from(("fluoroscopy", "ct", "ultrasound", "none", None))),
        technique=draw(st.sampled_from(("thermal", "pulsed", "chemical", None, None))),
        injectate=draw(st.sampled_from(("anesthetic", "steroid;biologic", None, None))),
        relief_percent=draw(st.sampled_from((Decimal("49.9"), Decimal(50), Decimal("79.9"), Decimal(80), None))),
        conservative_care_weeks=draw(st.sampled_from((Decimal("11.9"), Decimal(12), None))),
    )


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Line], list[Note]]:
    """Lines in file order, and notes."""
    made = draw(reversed_lines())
    return made, draw(st.lists(notes(made), max_size=4))


def apart(made: list[tuple[list[Line], list[Note]]]) -> tuple[list[Line], list[Note]]:
    """Several worlds as one extract: their claims and patients get names of their own, so that they never meet."""
    claims: list[Line] = []
    documented: list[Note] = []
    for number, (lines_of_one, notes_of_one) in enumerate(made):

        def own(name: str | None, number: int = number) -> str | None:
            return None if name is None else f"{number}.{name}"

        claims += [
            replace(
                line,
                claim_id=f"{number}.{line.claim_id}",
                patient_id=f"{number}.{line.patient_id}",
                original_claim_id=own(line.original_claim_id),
            )
            for line in lines_of_one
        ]
        documented += [
            replace(note, claim_id=own(note.claim_id), patient_id=own(note.patient_id)) for note in notes_of_one
        ]
    return claims, documented


NOTE_COLUMNS = (
    "claim_id",
    "patient_id",
    "service_date",
    "rendering_npi",
    "injection_type",
    "guidance",
    "technique",
    "injectate",
    "relief_percent",
    "conservative_care_weeks",
)
CLAIM_COLUMNS = tuple(name for name in Line.__dataclass_fields__ if name != "modifier_slots")


def write(folder: Path, claims: list[Line], documented: list[Note]) -> tuple[Path, Path]:
    """The world as canonical files; notes' joints as text."""
    claims_path, notes_path = folder / "claims.csv", folder / "procedures.csv"
    with claims_path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(CLAIM_COLUMNS)
        writer.writerows(
            [["" if (v := getattr(line, name)) is None else v for name in CLAIM_COLUMNS] for line in claims]
        )
    with notes_path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow((*NOTE_COLUMNS, "joints"))
        for note in documented:
            cells = [getattr(note, name) for name in NOTE_COLUMNS]
            writer.writerow([*("" if cell is None else cell for cell in cells), _text(note)])
    return claims_path, notes_path


def _text(note: Note) -> str:
    if note.joints_status == "unreadable":
        return "see dictation"
    return "; ".join(f"{joint} {side}" if side else joint for joint, side in sorted(note.documented, key=str))
