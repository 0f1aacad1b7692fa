"""The loops of professional claims (837P), told segment by segment: provider, subscriber, patient, claim, line.

What stands above a claim holds for the claims below it until another HL comes, so a segment that is lost there could
give a claim another patient. Segments that name somebody where nobody can be named therefore put what follows in doubt
until the next provider or subscriber, and lines in doubt are no lines. What other payers say of a claim (2320, 2430) is
no part of it. Only what is open is kept, so that memory does not grow with the file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from decimal import Decimal

from facetaudit.claims.formats.x12.claim_lines import (
    Above,
    Claim,
    Elements,
    Line,
    Patient,
    Provider,
    Row,
    Subscriber,
    at,
    dollars,
)
from facetaudit.claims.formats.x12.remittance_parts import FILLING, Part

_OUTSIDE, _PROVIDER, _SUBSCRIBER, _PATIENT, _CLAIM, _OTHER_PAYER, _LINE = range(7)
_NAMED_IN = {
    "85": (_PROVIDER,), "87": (_PROVIDER,), "IL": (_SUBSCRIBER,), "PR": (_SUBSCRIBER, _PATIENT), "QC": (_PATIENT,),
}  # fmt: skip
"""Who is named above a claim, or by what another payer says, but by no claim and no line."""
_DIAGNOSES = frozenset({"ABK", "ABF", "BK", "BF"})
_PASSED = frozenset({
    "", "BHT", "PER", "CUR", "N3", "PAT", "PWK", "CN1", "K3", "NTE", "CR1", "CR2", "CR3", "CRC", "HCP", "CAS", "OI",
    "MOA", "SV4", "SV5", "QTY", "MEA", "PS1", "LIN", "CTP", "SVD", "LQ", "FRM", "TA1",
})  # fmt: skip
"""Segments of professional claims that say nothing of the columns."""
_FILLING = FILLING.decode()
_FURTHEST_GAP = 1000
_KINDS = {
    "X222": "professional", "X098": "professional", "X223": "institutional", "X096": "institutional",
    "X224": "dental", "X097": "dental",
}  # fmt: skip

Handler = Callable[[Elements, int], None]


class Tracker:
    """Takes the parts of a file in their order; `rows` are the lines of the claims that have ended."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.counts: Counter[str] = Counter()
        self.first: dict[str, int] = {}
        """Segment of the first of what is counted."""
        self.patient_paid = Decimal()
        """What patients have paid by the claims (AMT*F5)."""
        self.other_kinds: Counter[str] = Counter()
        """Transactions of other kinds."""
        self._component = ":"
        self._version = ""
        self._kind: str | None = None
        self._transaction = 0
        self._empty = 0
        self._known: dict[str, Handler] = {
            "GS": self._group, "ST": self._begin, "SE": self._end, "ISA": self._outside, "GE": self._outside,
            "IEA": self._outside, "HL": self._level, "NM1": self._name, "N4": self._town, "PRV": self._taxonomy,
            "SBR": self._payer, "DMG": self._birth, "CLM": self._claim_begins, "HI": self._diagnoses,
            "REF": self._reference, "AMT": self._amount, "DTP": self._date, "LX": self._line_begins,
            "SV1": self._service, "SV2": self._service, "SV3": self._service,
        }  # fmt: skip
        self._known |= dict.fromkeys(_PASSED, self._pass)
        self._passed_over: dict[str, Handler] = {
            "GS": self._group, "ST": self._begin, "SE": self._end, "ISA": self._outside, "GE": self._outside,
            "IEA": self._outside, "CLM": self._count_other,
        }  # fmt: skip
        self._handlers = self._known
        self._forget()

    def take(self, part: Part) -> None:
        """Take the segments of one part."""
        separators = part.separators
        end, element = separators.end.decode(), separators.element.decode()
        self._component = separators.component.decode()
        text = part.body.decode()
        for sign in {"\r", "\n"} - {end}:
            text = text.replace(sign, "")
        segments = text.split(end)
        if not segments[-1].strip(_FILLING):
            segments.pop()
        for number, segment in enumerate(segments, part.first):
            elements = segment.split(element)
            handler = self._handlers.get(elements[0])
            if handler is None:
                self._unusual(elements, number)
            else:
                handler(elements, number)

    def finish(self) -> None:
        """End what is open at the end of the file."""
        self._outside([], 0)

    def _count(self, what: str, number: int) -> None:
        self.counts[what] += 1
        self.first.setdefault(what, number)

    def _unusual(self, elements: Elements, number: int) -> None:
        """A segment whose id is not known as it stands: with blanks before it, of a kind passed over, or a stray."""
        elements[0] = elements[0].strip(_FILLING)
        if (handler := self._handlers.get(elements[0])) is not None:
            handler(elements, number)
        elif self._handlers is self._known:
            self._stray(number)

    def _stray(self, number: int) -> None:
        self._count("strays", number)
        if self._claim is not None:
            self._claim.has_stray = True

    def _doubtful(self, number: int) -> None:
        """A segment that tells that what opens its loop is lost."""
        self._stray(number)
        self._in_doubt = True

    def _pass(self, elements: Elements, number: int) -> None:
        if not elements[0]:
            self._empty += 1

    def _forget(self) -> None:
        self._loop = _OUTSIDE
        self._in_doubt = False
        self._providers: dict[str, Provider] = {}
        self._last_level = 0
        self._lost_levels: set[str] = set()
        self._provider, self._subscriber = Provider(), Subscriber()
        self._patient: Patient | None = None
        self._claim: Claim | None = None
        self._line: Line | None = None
        self._entity = ""

    # Envelopes

    def _group(self, elements: Elements, number: int) -> None:
        self._outside(elements, number)
        self._version = at(elements, 8)

    def _outside(self, elements: Elements, number: int) -> None:
        """A segment of the envelope: nothing goes on across it."""
        self._close_claim()
        if self._kind is not None:
            self._count("unended", self._transaction)
        self._kind, self._handlers = None, self._known
        self._forget()

    def _begin(self, elements: Elements, number: int) -> None:
        self._outside(elements, number)
        kind = at(elements, 1)
        self._transaction, self._empty = number, 0
        if kind == "837":
            version = at(elements, 3) or self._version
            kind = next((name for sign, name in _KINDS.items() if sign in version), "professional")
        self._kind = kind
        if kind == "professional":
            self.counts["transactions"] += 1
        else:
            self.other_kinds[kind] += 1
            self._handlers = self._passed_over

    def _end(self, elements: Elements, number: int) -> None:
        self._close_claim()
        counted = at(elements, 1)
        segments = number - self._transaction + 1 - self._empty
        if self._kind == "professional" and not (counted.strip().isdecimal() and int(counted) == segments):
            self._count("miscounted", self._transaction)
        self._kind = None
        self._outside(elements, number)

    def _count_other(self, elements: Elements, number: int) -> None:
        self.counts["other_claims"] += 1

    # Above the claims

    def _level(self, elements: Elements, number: int) -> None:
        self._close_claim()
        own, parent, code = (*elements[1:4], "", "", "")[:3]
        self._follow_numbers(own, number)
        self._entity, self._patient = "", None
        if code == "20":
            self._loop, self._in_doubt = _PROVIDER, False
            self._provider = self._providers[own] = Provider()
            self._subscriber = Subscriber()
        elif code == "22":
            self._loop, self._in_doubt = _SUBSCRIBER, False
            self._subscriber = Subscriber()
            if parent in self._providers:
                self._provider = self._providers[parent]
            else:
                self._count("odd_levels", number)
                if parent in self._lost_levels:
                    self._provider = Provider()
        elif code == "23":
            self._loop, self._patient = _PATIENT, Patient()
            if parent in self._lost_levels:
                self._count("odd_levels", number)
                self._subscriber = Subscriber()
        else:
            self._doubtful(number)

    def _follow_numbers(self, own: str, number: int) -> None:
        """HL01 counts from 1 in each transaction; numbers that are left out are levels that are lost."""
        given = int(own) if own.isdecimal() and len(own) < 10 else self._last_level + 1
        gap = range(self._last_level + 1, given)
        if not own.isdecimal() or given != self._last_level + 1:
            self._count("odd_levels", number)
            if 0 < len(gap) < _FURTHEST_GAP:
                self._lost_levels.update(map(str, gap))
        self._last_level = given

    def _payer(self, elements: Elements, number: int) -> None:
        if self._loop == _SUBSCRIBER:
            self._subscriber.filing = at(elements, 9).strip()
            if at(elements, 1) != "P":
                self.counts["later_payers"] += 1
        elif self._loop in (_CLAIM, _OTHER_PAYER) and self._claim is not None:
            self._loop, self._claim.other_payer = _OTHER_PAYER, True
        else:
            self._doubtful(number)

    def _taxonomy(self, elements: Elements, number: int) -> None:
        if self._loop == _PROVIDER and at(elements, 1) == "BI":
            self._provider.taxonomy = at(elements, 3).strip()

    def _birth(self, elements: Elements, number: int) -> None:
        if self._loop == _PATIENT and self._patient is not None:
            self._patient.birth = at(elements, 2).strip()

    def _name(self, elements: Elements, number: int) -> None:
        who = self._entity = at(elements, 1)
        loop = self._loop
        if who == "82":
            if loop == _LINE and self._line is not None:
                self._line.rendering = _npi(elements)
            elif loop == _CLAIM and self._claim is not None:
                self._claim.rendering = _npi(elements)
        elif who not in _NAMED_IN or loop == _OTHER_PAYER:
            return
        elif loop not in _NAMED_IN[who]:
            self._doubtful(number)
        elif who == "85":
            self._provider.npi, self._provider.is_person = _npi(elements), at(elements, 2) == "1"
        elif who == "IL":
            self._subscriber.id = at(elements, 9).strip() or None
        elif who == "PR":
            self._subscriber.payer = at(elements, 3).strip() or None
        elif self._patient is not None and who == "QC":
            self._patient.id, self._patient.name = at(elements, 9).strip() or None, " ".join(elements[3:6])

    def _town(self, elements: Elements, number: int) -> None:
        state = at(elements, 2).strip()
        if len(state) != 2 or not state.isalpha():
            return
        if self._loop == _PROVIDER and self._entity == "85":
            self._provider.state = state
        elif self._entity == "77":
            if self._loop == _LINE and self._line is not None:
                self._line.state = state
            elif self._loop == _CLAIM and self._claim is not None:
                self._claim.state = state

    # Claims and lines

    def _claim_begins(self, elements: Elements, number: int) -> None:
        self._close_claim()
        self._loop, self._entity = _CLAIM, ""
        place, _, frequency, *_ = (*at(elements, 5).split(self._component), "", "")
        self._claim = Claim(number, at(elements, 1) or None, at(elements, 2), place or None, frequency or None)
        if self._in_doubt:
            self._claim.problem = "a segment above its claim is lost, so its patient is not known"
        self.counts["claims"] += 1
        self.counts["replacing"] += self._claim.frequency in ("7", "8")

    def _diagnoses(self, elements: Elements, number: int) -> None:
        if self._loop != _CLAIM or self._claim is None:
            self._stray(number)
            return
        for element in elements[1:]:
            list_of, _, rest = element.partition(self._component)
            if list_of in _DIAGNOSES:
                self._claim.diagnoses.append(rest.partition(self._component)[0])

    def _reference(self, elements: Elements, number: int) -> None:
        what, value = at(elements, 1), at(elements, 2) or None
        if self._loop == _LINE and self._line is not None:
            if what == "6R":
                self._line.control = value
            elif what == "G1" and not at(elements, 4):  # else it is another payer's
                self._line.authorization = value
        elif self._loop == _CLAIM and self._claim is not None:
            if what == "G1":
                self._claim.authorization = value
            elif what == "F8":
                self._claim.original = value

    def _amount(self, elements: Elements, number: int) -> None:
        if self._loop == _CLAIM and at(elements, 1) == "F5" and (amount := dollars(at(elements, 2))):
            self.counts["patient_paid"] += 1
            self.patient_paid += amount

    def _date(self, elements: Elements, number: int) -> None:
        if self._loop == _LINE and self._line is not None and at(elements, 1) == "472":
            first, _, last = at(elements, 3).partition("-")
            self._line.date = first or None
            self._line.last_date = last if last != first and last else None

    def _line_begins(self, elements: Elements, number: int) -> None:
        self._open_line(number, at(elements, 1).strip())

    def _open_line(self, number: int, own: str) -> Line:
        if self._claim is None:
            self._claim = Claim(number, problem="a service line outside a claim")
        self._loop, self._entity = _LINE, ""
        self._line = Line(number, own)
        self._claim.lines.append(self._line)
        return self._line

    def _service(self, elements: Elements, number: int) -> None:
        line = self._line
        if line is None or line.service is not None:  # its LX is lost
            self._stray(number)
            line = self._open_line(number, "")
        line.segment, line.service = number, elements

    def _close_claim(self) -> None:
        claim, self._claim, self._line = self._claim, None, None
        if claim is None:
            return
        if self._kind is None and claim.problem is None:
            claim.problem = "outside a transaction (ST ... SE)"
        if not claim.lines:
            self._count("bare", claim.segment)
        elif claim.problem is None and not claim.adds_up:
            self._count("uneven", claim.segment)
            if claim.has_stray:
                claim.problem = "its claim holds a segment that has no place there, and does not add up"
        self.counts["other_payers"] += claim.other_payer
        for what, number in claim.doubts(self._component):
            self._count(what, number)
        self.rows += claim.rows(Above(self._provider, self._subscriber, self._patient), self._component)


def _npi(elements: Elements) -> str | None:
    return at(elements, 9) or None if at(elements, 8) == "XX" else None
