"""Final action: drawn cases for each step, then a plain-Python reading of the rules on random lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.claims.drawn import KEEP_CODES, Loader, as_csv, drawn

CASES = {
    "a reversal removes the line before it and itself": """
        claim | units | paid | -> reason
        A     | 1     | 10   | reversed
        A     | -1    | 10   | reversed
    """,
    "a negative amount alone makes a reversal": """
        claim | units | paid | -> reason
        A     | 1     | 10   | reversed
        A     | 1     | -10  | reversed
    """,
    "only a line before it": """
        claim | units | paid | -> reason
        A     | -1    | 10   | rejected
        A     | 1     | 10   | active
    """,
    "the latest line, so the first of two stays": """
        claim | units | paid | -> reason
        A     | 1     | 10   | active
        A     | 1     | 10   | reversed
        A     | -1    | 10   | reversed
    """,
    "of its own claim first, though another claim's line is later": """
        claim | units | paid | -> reason
        A     | 1     | 10   | reversed
        B     | 1     | 10   | active
        A     | -1    | 10   | reversed
    """,
    "of another claim where its own has none": """
        claim | units | paid | -> reason
        B     | 1     | 10   | reversed
        A     | -1    | 10   | reversed
    """,
    "a line is taken once, and the second reversal finds the next": """
        claim | units | paid | -> reason
        A     | 1     | 10   | reversed
        B     | 1     | 10   | reversed
        A     | -1    | 10   | reversed
        A     | -1    | 10   | reversed
        A     | -1    | 10   | rejected
    """,
    "another date, code or patient does not match": """
        claim | patient | date       | code  | units | -> reason
        A     | P1      | 2024-03-01 | 64493 | 1     | active
        A     | P1      | 2024-03-02 | 64493 | -1    | rejected
        A     | P1      | 2024-03-01 | 64494 | -1    | rejected
        A     | P2      | 2024-03-01 | 64493 | -1    | rejected
    """,
    "other units or amounts do not match": """
        claim | units | paid | allowed | -> reason
        A     | 1     | 10   | 20      | active
        A     | -2    | 10   | 20      | rejected
        A     | -1    | 9    | 20      | rejected
        A     | -1    | 10   | 21      | rejected
    """,
    "missing equals missing and nothing else": """
        claim | units | paid | -> reason
        A     | 1     |      | reversed
        B     | 1     | 10   | active
        A     | -1    |      | reversed
        B     | -1    |      | rejected
    """,
    "modifiers match as a set": """
        claim | m1 | m2 | units | -> reason
        A     | RT | KX | 1     | reversed
        A     | KX | RT | -1    | reversed
        B     | RT | KX | 1     | active
        B     | RT |    | -1    | rejected
    """,
    "of lines with one number the one paid last stands": """
        line | paid_date  | -> reason
        1    | 2024-05-01 | active
        1    | 2024-04-01 | superseded
        2    | 2024-04-01 | active
    """,
    "a missing paid date sorts first": """
        line | paid_date  | -> reason
        1    | 2024-04-01 | active
        1    |            | superseded
    """,
    "then the last in file order": """
        line | paid_date  | -> reason
        1    | 2024-04-01 | superseded
        1    | 2024-04-01 | active
    """,
    "the corrected line stands though the reversal was paid later": """
        line | units | paid | paid_date  | -> reason
        1    | 1     | 10   | 2024-04-01 | reversed
        1    | 1     | 8    | 2024-05-01 | active
        1    | -1    | 10   | 2024-06-01 | reversed
    """,
    "a replacement removes the claim that it names": """
        claim | freq | original | -> reason
        A     | 1    |          | replaced
        B     | 7    | A        | active
    """,
    "a void removes the claim that it names and itself": """
        claim | freq | original | -> reason
        A     | 1    |          | voided
        B     | 8    | A        | voided
    """,
    "a replacement acts whatever its own status": """
        claim | freq | original | status | -> reason
        A     | 1    |          | paid   | replaced
        B     | 7    | A        | denied | denied
    """,
    "a replacement acts even if it is removed itself": """
        claim | freq | original | -> reason
        A     | 1    |          | replaced
        B     | 7    | A        | voided
        C     | 8    | B        | voided
    """,
    "one that names itself or nothing removes nothing": """
        claim | freq | original | -> reason
        A     | 7    | A        | active
        B     | 7    |          | active
        C     | 8    | C        | voided
        D     | 8    |          | voided
    """,
    "a void comes before a replacement": """
        claim | freq | original | -> reason
        A     | 1    |          | voided
        B     | 7    | A        | active
        C     | 8    | A        | voided
    """,
    "denied and zero-paid": """
        claim | status | allowed | paid | -> reason
        A     | denied | 10      | 0    | denied
        B     | paid   | 0       | 0    | zero-paid
        C     | paid   | 10      | 0    | active
        D     | paid   |         | 0    | active
        E     | denied | 0       | 0    | denied
    """,
    "a reversed replacement still acts": """
        claim | freq | original | units | -> reason
        A     | 1    |          | 1     | replaced
        B     | 7    | A        | 1     | reversed
        B     | 7    | A        | -1    | reversed
    """,
    "an unmatched reversal is no line and voids nothing": """
        claim | freq | original | units | -> reason
        A     | 1    |          | 2     | active
        B     | 8    | A        | -1    | rejected
    """,
}


def outcomes(loader: Loader, table: str) -> tuple[list[str], list[str]]:
    """What came of each row, and what the table says should."""
    rows = drawn(table)
    expected = [row.pop("-> reason") for row in rows]
    number: dict[str, int] = {}
    for row in rows:
        if "line_number" not in row:
            number[row["claim_id"]] = number.get(row["claim_id"], 0) + 1
            row["line_number"] = str(number[row["claim_id"]])
    loader.rows([*rows, {**rows[0], "claim_id": "Z", "patient_id": "PZ", "hcpcs": "64493", "units": "1",
                         "paid_amount": "1", "allowed_amount": "1", "line_status": "paid",
                         "claim_frequency_code": "1", "original_claim_id": ""}])
    seen = {row: reason or "active" for row, reason in loader.lines("row_number, inactive_reason")}
    seen |= {row: "rejected" for row, _, reason in loader.rejected() if reason == "unmatched-reversal"}
    return [seen.get(row, "outside") for row in range(2, len(rows) + 2)], expected


@pytest.mark.parametrize("name", CASES)
def test_case(loader: Loader, name: str) -> None:
    seen, expected = outcomes(loader, CASES[name])
    assert seen == expected


@dataclass(frozen=True)
class Line:
    """One random line; small domains, so that lines meet."""

    claim: str
    number: int | None
    patient: str
    code: str
    modifiers: tuple[str, ...]
    units: int
    paid: int | None
    paid_date: str | None
    denied: bool
    frequency: str
    original: str | None

    def cells(self) -> dict[str, str]:
        return {
            "claim_id": self.claim, "line_number": "" if self.number is None else str(self.number),
            "patient_id": self.patient, "service_date": "2024-03-01", "hcpcs": self.code,
            "modifier_1": self.modifiers[0] if self.modifiers else "",
            "modifier_2": self.modifiers[1] if len(self.modifiers) > 1 else "",
            "units": str(self.units), "paid_amount": "" if self.paid is None else str(self.paid),
            "allowed_amount": "" if self.paid is None else str(abs(self.paid)),
            "paid_date": self.paid_date or "", "line_status": "denied" if self.denied else "paid",
            "claim_frequency_code": self.frequency, "original_claim_id": self.original or "",
        }


LINES = st.builds(
    Line,
    claim=st.sampled_from("ABC"),
    number=st.sampled_from([1, 1, 2, 3, None]),
    patient=st.sampled_from(["P1", "P2"]),
    code=st.sampled_from(["64493", "64493", "99213"]),
    modifiers=st.sampled_from([(), (), ("RT", "KX"), ("KX", "RT"), ("RT",)]),
    units=st.sampled_from([1, 1, 1, -1, -1, 2]),
    paid=st.sampled_from([10, 10, 10, -10, None, 0]),
    paid_date=st.sampled_from([None, "2024-04-01", "2024-05-01"]),
    denied=st.sampled_from([False, False, False, True]),
    frequency=st.sampled_from(["1", "1", "1", "1", "7", "8"]),
    original=st.sampled_from([None, "A", "B", "C"]),
)


def by_hand(lines: Sequence[Line]) -> list[str]:
    """What becomes of each line, read off the rules one by one: a reason, `active`, `outside` or `rejected`."""
    numbers = number_lines(lines)
    fate: list[str | None] = [None] * len(lines)
    for i, line in enumerate(lines):
        if line.units >= 0 and (line.paid is None or line.paid >= 0):
            continue
        alike = [
            j for j in range(i)
            if fate[j] is None and signature(lines[j]) == signature(line)
        ]
        own = [j for j in alike if lines[j].claim == line.claim]
        if not alike:
            fate[i] = "rejected"
        else:
            fate[(own or alike)[-1]] = fate[i] = "reversed"
    for key in {(line.claim, number) for line, number in zip(lines, numbers, strict=True)}:
        same = [i for i, line in enumerate(lines) if (line.claim, numbers[i]) == key and fate[i] is None]
        same.sort(key=lambda i: (lines[i].paid_date or "", i))
        for i in same[:-1]:
            fate[i] = "superseded"
    stands = [i for i in range(len(lines)) if fate[i] != "rejected"]
    for frequency, word in (("8", "voided"), ("7", "replaced")):
        for i in stands:
            if lines[i].frequency == frequency:
                for j in stands:
                    if lines[j].claim == lines[i].original != lines[i].claim:
                        fate[j] = fate[j] or word
                if frequency == "8":
                    fate[i] = fate[i] or "voided"
    days = {lines[i].patient for i in stands if lines[i].code in KEEP_CODES}
    for i in stands:
        zero = lines[i].paid == 0
        fate[i] = fate[i] or ("denied" if lines[i].denied else "zero-paid" if zero else "active")
        if lines[i].patient not in days:
            fate[i] = "outside"
    return [str(word) for word in fate]


def signature(line: Line) -> tuple[object, ...]:
    paid = None if line.paid is None else abs(line.paid)
    return line.patient, line.code, frozenset(line.modifiers), abs(line.units), paid


def number_lines(lines: Sequence[Line]) -> list[int]:
    """Line numbers, where a missing one follows the highest of its claim."""
    highest = {claim: max([line.number or 0 for line in lines if line.claim == claim], default=0) for claim in "ABC"}
    numbers = []
    for line in lines:
        if line.number is None:
            highest[line.claim] += 1
        numbers.append(highest[line.claim] if line.number is None else line.number)
    return numbers


@settings(max_examples=40)
@given(st.lists(LINES, min_size=1, max_size=14))
@example([])
def test_agrees_with_the_rules_read_by_hand(tmp_path_factory: pytest.TempPathFactory, lines: list[Line]) -> None:
    keeper = Line("K", 1, "PK", "64493", (), 1, 10, None, False, "1", None)
    with duckdb.connect() as con:
        loader = Loader(con, Path(tmp_path_factory.mktemp("claims")))
        report = loader.files(as_csv([line.cells() for line in (*lines, keeper)], loader.folder / "claims.csv"))
        seen = {row: reason or "active" for row, reason in loader.lines("row_number, inactive_reason")}
        seen |= {row: "rejected" for row, _, _ in loader.rejected()}
    expected = by_hand((*lines, keeper))
    assert [seen.get(row, "outside") for row in range(2, len(lines) + 3)] == expected
    total = report.total
    assert total.read == len(lines) + 1 == total.rejected + total.outside + total.audited
    assert (total.rejected, total.outside) == (expected.count("rejected"), expected.count("outside"))
    assert (total.active, total.audited) == (expected.count("active"), total.active + total.inactive)


def test_duplicate_outside_the_kept_days_supersedes(loader: Loader) -> None:
    loader.rows(
        """
        claim | line | date       | code  | paid_date
        A     | 1    | 2024-03-01 | 64493 | 2024-04-01
        A     | 2    | 2024-03-01 | 64494 | 2024-04-01
        A     | 1    | 2024-03-08 | 99213 | 2024-05-01
        """
    )
    assert loader.lines() == [(2, "superseded"), (3, None)]


def test_a_reversed_duplicate_outside_the_kept_days_supersedes_nothing(loader: Loader) -> None:
    loader.rows(
        """
        claim | line | date       | code  | units | paid_date
        A     | 1    | 2024-03-01 | 64493 | 1     | 2024-04-01
        A     | 1    | 2024-03-08 | 99213 | 1     | 2024-05-01
        A     | 1    | 2024-03-08 | 99213 | -1    | 2024-06-01
        """
    )
    assert loader.lines() == [(2, None)]


def test_void_and_replacement_outside_the_kept_days_act(loader: Loader) -> None:
    loader.rows(
        """
        claim | date       | code  | freq | original
        A     | 2024-03-01 | 64493 | 1    |
        B     | 2024-03-02 | 64493 | 1    |
        C     | 2024-05-01 | 99213 | 8    | A
        D     | 2024-05-02 | 99213 | 7    | B
        """
    )
    assert loader.lines() == [(2, "voided"), (3, "replaced")]


def test_a_day_whose_only_facet_line_is_an_unmatched_reversal_is_outside(loader: Loader) -> None:
    report = loader.rows(
        """
        patient | claim | code  | units
        P1      | A     | 64493 | 1
        P2      | B     | 99213 | 1
        P2      | B     | 64493 | -1
        """
    )
    assert loader.lines() == [(2, None)]
    assert loader.rejected() == [(4, None, "unmatched-reversal")]
    assert report.total.outside == 1


def test_reversals_outside_the_kept_days_are_matched_or_rejected_too(loader: Loader) -> None:
    report = loader.rows(
        """
        patient | claim | code  | units
        P1      | A     | 64493 | 1
        P2      | B     | 99213 | 1
        P2      | B     | 99213 | -1
        P2      | B     | 99213 | -1
        """
    )
    assert loader.rejected() == [(5, None, "unmatched-reversal")]
    assert (report.total.outside, report.total.audited) == (2, 1)


def test_final_action_reaches_over_files(loader: Loader) -> None:
    first = as_csv(
        [{"claim_id": "A", "line_number": "1", "patient_id": "P1", "service_date": "2024-03-01", "hcpcs": "64493"}],
        loader.folder / "first.csv",
    )
    second = as_csv(
        [
            {"claim_id": "A", "line_number": "1", "patient_id": "P1", "service_date": "2024-03-01", "hcpcs": "64493",
             "units": "1"},
            {"claim_id": "A", "line_number": "2", "patient_id": "P1", "service_date": "2024-03-01", "hcpcs": "64493",
             "units": "-1"},
        ],
        loader.folder / "second.csv",
    )
    loader.files(first, second)
    assert loader.lines("file_index, row_number, inactive_reason") == [
        (0, 2, None), (1, 2, "reversed"), (1, 3, "reversed"),
    ]
    loader.files(second, first)
    assert loader.lines("file_index, row_number, inactive_reason") == [
        (0, 2, "reversed"), (0, 3, "reversed"), (1, 2, None),
    ]


def test_money_of_a_superseded_line_stays_on_it(loader: Loader) -> None:
    loader.rows("line | paid | paid_date\n 1 | 10 | 2024-04-01\n 1 | 12 | 2024-05-01")
    assert loader.lines("paid_amount, active") == [(Decimal("10.00"), False), (Decimal("12.00"), True)]
