"""Blocks -> Arrow tables with the canonical columns of claim lines, procedure notes and labels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from facetaudit.claims.schema import CLAIM_TYPES, COLUMN_NAMES, MAC_NAMES
from facetaudit.procedures.schema import NOTE_COLUMN_NAMES
from facetaudit.synthetic.draw import Chance
from facetaudit.synthetic.expand import Block
from facetaudit.synthetic.labelled import CERTAINTIES
from facetaudit.synthetic.layout import FINDING_CODES, FREQUENCIES, PLACE_WORDS, Layout
from facetaudit.synthetic.note_text import STYLES, NoteText, note_text
from facetaudit.synthetic.people import HEADERS, LOCALITIES
from facetaudit.synthetic.reading import NOTE_KINDS, NOTE_VALUES, PLACES
from facetaudit.synthetic.scenario import REGIONS

Array = npt.NDArray[Any]

LABEL_COLUMNS = ("claim_id", "line_number", "code", "scenario", "certainty")
PAYERS = ("medicare", "Blue Plan PPO", "Commerce Health", "Union Mutual")
_PLACES = [(mac, state, locality) for mac in MAC_NAMES for state, locality, _ in LOCALITIES[mac]]
_DIAGNOSES = (
    ("M47.812", "M47.812;M54.2", "M47.813", "M47.892", "M47812;M542", "M47.814;M54.6"),
    ("M47.816", "M47.816;M54.50", "M47.817", "M47.896;G89.4", "M47816;M4726", "M47.817;M54.50"),
    ("M54.50", "M54.2", "G89.4;M54.50", "M54.16", "M17.11", "M79.18"),
)
"""Diagnoses of cervical/thoracic and lumbar/sacral facet days, each with one of the covered list, and of other visits,
which have none."""
_VISITS = len(_DIAGNOSES) - 1
_CLAIM_TYPE = np.array([CLAIM_TYPES.index(PLACES[word][0]) for word in PLACE_WORDS])


class Tables:
    """Makes the three tables of a block; `npis` are the NPI words of the run."""

    def __init__(self, layout: Layout, chance: Chance, npis: Sequence[str | None]) -> None:
        self.layout = layout
        self.chance = chance
        self._npis = pa.array(npis, pa.string())
        self._names = pa.array([scene.name for scene in layout.all])

    def claims(self, block: Block) -> pa.Table:
        """One row by line, the columns of the claim-line contract in their order."""
        line, row = block.line, self.layout.row
        of_claim = line["claim"]
        claim = {name: values[of_claim] for name, values in block.claim.items()}
        patient = {name: values[claim["owner"]] for name, values in vars(block.patients).items()}
        slots = row["modifiers"][line["row"], patient["mirrored"]]
        denied = row["denied"][line["row"]]
        columns = self._who_and_where(claim, patient) | {
            "claim_id": _identifiers(claim["identifier"]),
            "line_number": pa.array(line["number"].astype(np.int32)),
            "service_date": _dates(claim["day"]),
            "hcpcs": _words(self.layout.codes, line["code"]),
            "units": pa.array(line["units"].astype(np.int32)),
            "charge_amount": _money(line["charge"]),
            "allowed_amount": _money(line["allowed"], missing=line["voided"]),
            "paid_amount": _money(line["paid"], missing=line["voided"]),
            "paid_date": _dates(line["paid_day"]),
            "line_status": _words(("paid", "denied"), denied.astype(np.int64)),
            "claim_frequency_code": _words(FREQUENCIES, self.layout.claim["frequency"][claim["kind"]]),
            "original_claim_id": _identifiers(claim["original"]),
            "authorization_number": _authorizations(claim["identifier"], line["authorized"]),
        }
        for slot in range(4):
            columns[f"modifier_{slot + 1}"] = _words(self.layout.modifiers, slots[:, slot])
        return pa.table({name: columns[name] for name in COLUMN_NAMES})

    def _who_and_where(self, claim: dict[str, Array], patient: dict[str, Array]) -> dict[str, pa.Array]:
        commercial, header = claim["commercial"], patient["header"]
        payer = np.where(commercial, 1 + patient["number"] % (len(PAYERS) - 1), 0)
        place = 1 + patient["locality"]
        says_mac = ~commercial & (header == 0)
        says_locality = ~commercial & (header <= HEADERS.index("state, locality"))
        says_state = header <= HEADERS.index("state")
        visit = claim["kind"] >= self.layout.scene["claim_start"][len(self.layout.scenarios)]
        chosen = self.chance.below("diagnosis", len(_DIAGNOSES[0]), patient["number"], visit.astype(np.int64))
        group = np.where(visit | self.layout.claim["uncovered"][claim["kind"]], _VISITS, patient["region"])
        return {
            "claim_type": _words(CLAIM_TYPES, _CLAIM_TYPE[self.layout.claim["place"][claim["kind"]]]),
            "payer": _words(PAYERS, payer),
            "mac": _words((None, *(mac for mac, _, _ in _PLACES)), np.where(says_mac, place, 0)),
            "state": _words((None, *(state for _, state, _ in _PLACES)), np.where(says_state, place, 0)),
            "locality": _words((None, *(name for _, _, name in _PLACES)), np.where(says_locality, place, 0)),
            "patient_id": _patients(patient["number"]),
            "place_of_service": _words(("11", "24", "22"), np.select([claim["pos"] == "11", claim["pos"] == "24"],
                                                                     [0, 1], 2)),
            "diagnosis_codes": _words(sum(_DIAGNOSES, ()), group * len(_DIAGNOSES[0]) + chosen),
            "rendering_npi": self._npis.take(pa.array(claim["rendering"])),
            "billing_npi": self._npis.take(pa.array(claim["billing"])),
        }  # fmt: skip

    def labels(self, block: Block) -> pa.Table:
        """One row by expected finding."""
        label, of_line = block.label, block.label["line"]
        of_claim = block.line["claim"][of_line]
        owner = block.claim["owner"][of_claim]
        columns = (
            _identifiers(block.claim["identifier"][of_claim]),
            pa.array(block.line["number"][of_line].astype(np.int32)),
            _words(FINDING_CODES, label["code"]),
            self._names.take(pa.array(block.patients.scenario[owner])),
            _words(CERTAINTIES, label["certainty"]),
        )
        return pa.table(dict(zip(LABEL_COLUMNS, columns, strict=True)))

    def notes(self, block: Block) -> pa.Table:
        """One row by procedure note, keyed by claim, by patient and date, or by both."""
        note, of_claim, patients = block.note["note"], block.note["claim"], block.patients
        owner = block.claim["owner"][of_claim]
        number, identifier = patients.number[owner], block.claim["identifier"][of_claim]
        keyed = self.chance.below("note key", 6, identifier)
        by_claim, by_patient, by_npi = keyed != 5, keyed != 4, (keyed < 4) | (identifier % 2 == 0)
        joints, nerves, side = self._joint_cells(block, note, owner, identifier)
        kinds = np.array([NOTE_KINDS.index(entry.kind) for entry in self.layout.notes], dtype=np.int64)[note]
        rfa = kinds == NOTE_KINDS.index("rfa")
        rendering = np.where(by_patient & by_npi, block.claim["rendering"][of_claim], 0)
        relief, care = self._relief_and_care(note, number, identifier)
        columns = {
            "claim_id": _identifiers(np.where(by_claim, identifier, 0)),
            "patient_id": pc.if_else(pa.array(by_patient), _patients(number), None),
            "service_date": pc.if_else(pa.array(by_patient), _dates(block.claim["day"][of_claim]), None),
            "rendering_npi": self._npis.take(pa.array(rendering)),
            "injection_type": _words(NOTE_KINDS, kinds),
            "joints": joints,
            "nerves": nerves,
            "side": side,
            "guidance": self._said("guidance", note, self.chance.below("guidance", 20, identifier) == 0),
            "technique": self._said("technique", note, np.where(rfa, identifier % 2, -1)),
            "injectate": self._said("injectate", note, np.where(rfa, -1, kinds)),
            "relief_percent": _words((None, *map(str, range(101))), relief + 1),
            "conservative_care_weeks": pa.array(care.astype(np.int32)),
            "sedation": _words(("none",), np.zeros(len(note), dtype=np.int64)),
        }
        return pa.table({name: columns[name] for name in NOTE_COLUMN_NAMES})

    def _relief_and_care(self, note: Array, number: Array, identifier: Array) -> tuple[Array, Array]:
        """Percent of relief by the block before (-1: not said, as on a first day) and weeks of other care."""
        catalogue = self.layout.note
        enough = 80 + self.chance.below("relief", 5, identifier) * 4
        relief = np.where(catalogue["first_day"][note], -1, enough)
        relief = np.where(catalogue["relief"][note] < 0, relief, catalogue["relief"][note])
        care = 12 + self.chance.below("care", 29, number)
        return relief, np.where(catalogue["care"][note] < 0, care, catalogue["care"][note])

    def _said(self, name: str, note: Array, drawn: Array) -> pa.Array:
        """What the table fixes of NOTE_VALUES, else the word at the position drawn (-1: nothing)."""
        fixed = self.layout.note[name][note]
        return _words((None, *(NOTE_VALUES[name] or ())), 1 + np.where(fixed < 0, drawn.astype(np.int64), fixed))

    def _joint_cells(self, block: Block, note: Array, owner: Array, identifier: Array) -> list[pa.Array]:
        """The texts of joints, nerves and side, written once for each combination that occurs."""
        patients = block.patients
        style = self.chance.below("note style", STYLES, identifier)
        drawn = (note, patients.region[owner], patients.joint[owner], patients.mirrored[owner], style)
        keys = np.ravel_multi_index(drawn, (max(1, len(self.layout.notes)), 2, 6, 2, STYLES))
        different, position = np.unique(keys, return_inverse=True)
        texts = [self._text(*where) for where in zip(
            *(part.tolist() for part in np.unravel_index(different, (max(1, len(self.layout.notes)), 2, 6, 2, STYLES))),
            strict=True,
        )]  # fmt: skip
        return [_words([getattr(text, cell) for text in texts], position) for cell in ("joints", "nerves", "side")]

    def _text(self, note: int, region: int, joint: int, mirrored: int, style: int) -> NoteText:
        return note_text(self.layout.notes[note], REGIONS[region], joint, bool(mirrored), style)


def _words(words: Sequence[str | None], positions: Array) -> pa.Array:
    return pa.array(words, pa.string()).take(pa.array(positions))


def _identifiers(numbers: Array) -> pa.Array:
    """Claim ids as text; 0 is none."""
    return pc.if_else(pa.array(numbers > 0), pa.array(numbers).cast(pa.string()), None)


def _patients(numbers: Array) -> pa.Array:
    text = pa.array(10_000_001 + numbers).cast(pa.string())
    return pc.binary_join_element_wise("P", text, "")


def _authorizations(identifiers: Array, needed: Array) -> pa.Array:
    """A made-up 14-character number, the same for all lines of a claim, where one is needed."""
    text = pc.binary_join_element_wise("UTN0", pa.array(identifiers).cast(pa.string()), "")
    return pc.if_else(pa.array(needed), text, None)


def _dates(days: Array) -> pa.Array:
    return pa.array(days.astype(np.int32)).cast(pa.date32())


def _money(cents: Array, missing: Array | None = None) -> pa.Array:
    """Cents as DECIMAL(12,2), built from its 128-bit words."""
    words = np.empty((len(cents), 2), dtype="<i8")
    words[:, 0] = cents
    words[:, 1] = cents >> 63
    money = pa.Array.from_buffers(pa.decimal128(12, 2), len(cents), [None, pa.py_buffer(words)])
    return money if missing is None else pc.if_else(pa.array(~missing), money, None)
