"""Patients x catalogue -> claims, lines, notes and labels, as arrays of one block; nothing here is a text yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from facetaudit.claims.schema import MAC_NAMES
from facetaudit.synthetic.draw import Chance
from facetaudit.synthetic.labelled import CERTAINTIES
from facetaudit.synthetic.layout import FREQUENCIES, PLACE_WORDS, Layout
from facetaudit.synthetic.people import (
    ASC,
    FIRST_PHYSICIAN,
    HEADERS,
    HOSPITAL,
    LCD_2024,
    LOCALITIES,
    OTHER_PHYSICIAN,
    OTHER_PRACTICE,
    PRACTICE,
    SLOTS,
    Patients,
    weekday,
)
from facetaudit.synthetic.prices import (
    COMMERCIAL_PAID_PER_MILLE,
    COMMERCIAL_PER_MILLE,
    FIRST_YEAR,
    MEDICARE_PAID_PER_MILLE,
    YEARS,
    price_table,
    share,
)
from facetaudit.synthetic.reading import PROVIDERS

Array = npt.NDArray[Any]
Columns = dict[str, Array]

_FIRST_CLAIM_ID = 1_000_000_001
_AUTHORIZED_FROM = np.datetime64("2023-07-01").astype(int)
"""From this day hospitals need a prior authorization for facet codes."""


@dataclass(frozen=True)
class Block:
    """What one block of patients makes. `claim` has an entry by claim, `line` by line, and so on.

    `claim`: owner (position in `patients`), kind (claim of the catalogue), number, original (0: none), day, billing
    and rendering (positions in the NPI words), setting, place, commercial. `line`: claim (position), row (of the
    catalogue), number, charge, allowed, paid (cents), units, paid_day, denied, unpaid (amounts missing).
    `note`: note (of the catalogue), claim (position). `label`: line (position), code, certainty.
    """

    patients: Patients
    claim: Columns
    line: Columns
    note: Columns
    label: Columns


class Expansion:
    """Expands blocks of patients; claim ids run on from block to block."""

    def __init__(self, layout: Layout, chance: Chance) -> None:
        self.layout = layout
        self.chance = chance
        self._prices = price_table(layout.codes)
        self._factor = np.array([place[2] for mac in MAC_NAMES for place in LOCALITIES[mac]])
        self._lcd_2024 = np.array([LCD_2024[mac] for mac in (*MAC_NAMES, "unknown")], dtype="datetime64[D]").astype(int)
        self._visit_weights = np.array([scene.weight for scene in layout.visits])

    def block(self, patients: Patients, claims_before: int) -> Block:
        """All that the patients have, where `claims_before` claims were made before."""
        claim = self._claims(patients, claims_before)
        line = self._lines(patients, claim)
        return Block(patients, claim, line, self._notes(patients, claim), self._labels(patients, claim, line))

    def _claims(self, patients: Patients, claims_before: int) -> Columns:
        scene, catalogue = self.layout.scene, self.layout.claim
        before, inside = patients.visits_before, scene["claim_count"][patients.scenario]
        owner, order = repeated(before + inside + patients.visits_after)
        local = order - before[owner]
        visit = (local < 0) | (local >= inside[owner])
        number = patients.number[owner]
        drawn = len(self.layout.scenarios) + self.chance.weighted("visit", self._visit_weights, number, order)
        kind = np.where(visit, scene["claim_start"][drawn], scene["claim_start"][patients.scenario][owner] + local)
        identifier = _FIRST_CLAIM_ID + claims_before + np.arange(len(owner))
        original = catalogue["original"][kind]
        claim = {
            "owner": owner,
            "kind": kind,
            "identifier": identifier,
            "original": np.where(original < 0, 0, identifier - local + original),
            "day": self._days(patients, owner, kind, local < 0, visit, order),
            "commercial": patients.commercial[owner] | catalogue["commercial"][kind],
        }
        return claim | self._parties(patients, owner, kind)

    def _days(self, patients: Patients, owner: Array, kind: Array, early: Array, visit: Array, order: Array) -> Array:
        """Service dates (days since 1970): of the scenario, or of visits well before or after its days."""
        catalogue, number, anchor = self.layout.claim, patients.number[owner], patients.anchor[owner]
        months, days = _month_and_day(anchor)
        moved = (months + catalogue["months"][kind].astype("timedelta64[M]")).astype("datetime64[D]").astype(np.int64)
        chance = self.chance.below("day", catalogue["chance"][kind] + 1, number, catalogue["day"][kind])
        planned = moved + days + catalogue["days"][kind] + chance
        wait = self.chance.below("visit day", 40, number, order)
        before = anchor - 10 - wait
        before = before - np.maximum(weekday(before) - 4, 0)
        after = anchor + self.layout.scene["span"][patients.scenario][owner] + 8 + wait
        after = after + np.where(weekday(after) > 4, 7 - weekday(after), 0)
        return np.where(visit, np.where(early, before, after), planned)

    def _parties(self, patients: Patients, owner: Array, kind: Array) -> Columns:
        """Place of service, setting and the NPIs of each claim."""
        place = self.layout.claim["place"][kind]
        provider = self.layout.claim["provider"][kind]
        words = np.array(PLACE_WORDS)[place]
        drawn = np.array(["11", "24", "22"])[patients.place[owner]]
        fixed = np.select([words == "office", (words == "prof24") | (words == "asc"), words != "prof"],
                          ["11", "24", "22"], drawn)  # fmt: skip
        asc, hopd = words == "asc", words == "hopd"
        setting = np.select([asc, hopd, fixed == "11"], [2, 3, 0], 1)
        practice, physician = patients.practice[owner], patients.physician[owner]
        physicians = 3 + practice % 4
        partner, stranger, nobody = (provider == PROVIDERS.index(word) for word in ("partner", "stranger", "nonpi"))
        rendering = FIRST_PHYSICIAN + np.where(partner, (physician + 1) % physicians, physician)
        rendering = np.where(stranger, OTHER_PHYSICIAN, rendering)
        billing = np.select([asc, hopd, stranger], [ASC, HOSPITAL, OTHER_PRACTICE], PRACTICE)
        first_npi = 1 + practice * SLOTS
        return {
            "pos": fixed,
            "setting": setting,
            "rendering": np.where(asc | hopd | nobody, 0, first_npi + rendering),
            "billing": np.where(nobody, 0, first_npi + billing),
        }

    def _lines(self, patients: Patients, claim: Columns) -> Columns:
        catalogue = self.layout.row
        kind = claim["kind"]
        of_claim, order = repeated(self.layout.claim["row_count"][kind])
        row = self.layout.claim["row_start"][kind][of_claim] + order
        number = patients.number[claim["owner"]]
        drawn = self.chance.below("maybe", 2, number[of_claim], claim["identifier"][of_claim], order) > 0
        kept = ~catalogue["maybe"][row] | drawn
        of_claim, row, order = of_claim[kept], row[kept], order[kept]
        counted = np.cumsum(~catalogue["again"][row])
        first = order == 0
        line_number = counted - (counted[first] - 1)[np.cumsum(first) - 1]
        frequency = self.layout.claim["frequency"][kind][of_claim]
        wait = 14 + self.chance.below("payment", 30, claim["identifier"])[of_claim]
        late = (frequency > 0) | self.layout.claim["resent"][kind][of_claim]
        wait = wait + 45 * late + 75 * (catalogue["again"][row] | catalogue["negative"][row])
        said = ~self.layout.claim["unauthorized"][kind][of_claim] | catalogue["authorized"][row]
        line = {
            "claim": of_claim,
            "row": row,
            "number": line_number,
            "paid_day": claim["day"][of_claim] + wait,
            "code": catalogue["code"][row, patients.region[claim["owner"]][of_claim]],
            "voided": frequency == FREQUENCIES.index("8"),
            "authorized": said & (claim["setting"][of_claim] == 3) & (claim["day"][of_claim] >= _AUTHORIZED_FROM),
        }
        return line | self._amounts(patients, claim, line)

    def _amounts(self, patients: Patients, claim: Columns, line: Columns) -> Columns:
        """Cents and units of each line; allowed x 1.5 with 50 (an ASC is paid one side), half for a second base."""
        catalogue, row, of_claim = self.layout.row, line["row"], line["claim"]
        year = claim["day"][of_claim].astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
        year = np.clip(year - FIRST_YEAR, 0, YEARS - 1)
        setting, commercial = claim["setting"][of_claim], claim["commercial"][of_claim]
        national = self._prices[line["code"], year, setting]
        factor = self._factor[patients.locality[claim["owner"]][of_claim]]
        one = share(national, np.where(commercial, COMMERCIAL_PER_MILLE, np.where(setting < 2, factor, 1000)))
        both = catalogue["both_sides"][row]
        units = catalogue["units"][row]
        marks = [both & (setting != 2), *(catalogue[mark][row] for mark in ("half", "pair", "above"))]
        each = share(one, np.select(marks, [1500, 500, 750, 1400], 1000))
        allowed = np.where(catalogue["denied"][row] | catalogue["zero"][row], 0, each * units)
        paid = share(allowed, np.where(commercial, COMMERCIAL_PAID_PER_MILLE, MEDICARE_PAID_PER_MILLE))
        outside = self._prices[line["code"], year, np.where(setting < 2, 0, setting)]
        list_price = np.where(outside < 1000, outside * 4, -(-outside * 26 // 10_000) * 1000 + 1500)
        charge = list_price * units * np.where(both, 2, 1)
        sign = np.where(catalogue["negative"][row], -1, 1)
        return {
            "units": units * sign,
            "charge": charge * sign,
            "allowed": allowed * sign,
            "paid": paid * sign,
        }

    def _notes(self, patients: Patients, claim: Columns) -> Columns:
        scene, catalogue = self.layout.scene, self.layout.note
        owner, order = repeated(scene["note_count"][patients.scenario])
        note = scene["note_start"][patients.scenario][owner] + order
        drawn = self.chance.below("note", 100, patients.number[owner], order) < 60
        kept = ~catalogue["maybe"][note] | drawn
        owner, note = owner[kept], note[kept]
        made = np.bincount(claim["owner"], minlength=len(patients.number))
        first = np.cumsum(made) - made + patients.visits_before
        return {"note": note, "claim": first[owner] + catalogue["claim"][note]}

    def _labels(self, patients: Patients, claim: Columns, line: Columns) -> Columns:
        catalogue = self.layout.row
        of_line, order = repeated(catalogue["label_count"][line["row"]])
        label = catalogue["label_start"][line["row"]][of_line] + order
        of_claim = line["claim"][of_line]
        owner = claim["owner"][of_claim]
        unknown = patients.header[owner] == HEADERS.index("nothing")
        stricter = claim["day"][of_claim] >= self._lcd_2024[np.where(unknown, len(MAC_NAMES), patients.mac[owner])]
        certainty = self.layout.label["certainty"][label]
        # "certain by date" comes after the plain words: certain from the date, probable before it, and so on
        dated = certainty - len(CERTAINTIES)
        certainty = np.where(dated < 0, certainty, np.where(stricter, dated, dated + 1))
        placed = patients.header[owner] <= HEADERS.index("state, locality")
        applies = ~(self.layout.label["medicare"][label] & claim["commercial"][of_claim])
        applies &= placed | ~self.layout.label["locality"][label]
        labels = {"line": of_line, "code": self.layout.label["code"][label], "certainty": certainty}
        return {name: values[applies] for name, values in labels.items()}


def repeated(counts: Array) -> tuple[Array, Array]:
    """For each of so many copies of every element: the element's position, and the copy's number from 0."""
    owner = np.repeat(np.arange(len(counts)), counts)
    starts = np.cumsum(counts) - counts
    return owner, np.arange(len(owner)) - starts[owner]


def _month_and_day(day: Array) -> tuple[Array, Array]:
    """First of the month (as a month) and days after it."""
    dates = day.astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    return months, (dates - months).astype(np.int64)
