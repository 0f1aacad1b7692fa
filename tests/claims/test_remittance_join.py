"""Claims and remittances of one load: which lines belong together, what each side gives, and what stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.claims import claims_837 as bill
from tests.claims import remittances as remit
from tests.claims.drawn import Loader

Write = Callable[[str, str | bytes], Path]
TAKEN = ("CO*45*-400", "CO*253*-1.6", "PR*2*-20")


@pytest.fixture
def pair(loader: Loader, write: Write) -> Callable[..., Loader]:
    """Load claims of one subscriber and remitted claims of one transaction, the claims first."""

    def to(claims: list[str], remitted: list[str], *, member: str = "P1", **options: Any) -> Loader:
        files = [
            write("claims.837", bill.one(*claims, member=member)),
            write("remit.835", remit.interchange(remit.transaction(*remitted))),
        ]
        loader.files(*files, **{"all_lines": True, **options})
        return loader

    return to


Pair = Callable[..., Loader]


def outcome(loader: Loader) -> list[tuple[Any, ...]]:
    """File, row, and why inactive with the line that stands for it, of each line."""
    return loader.lines("file_index, line_number, inactive_reason, superseding_claim_id, superseding_line_number")


def notes(loader: Loader, file: int) -> str:
    assert loader.report is not None
    return "\n".join(loader.report.files[file].notes)


def adds_up(loader: Loader) -> None:
    """The counts of every file and of all."""
    assert loader.report is not None
    for counts in (*(file.counts for file in loader.report.files), loader.report.total):
        read, rejected, outside, audited, active, inactive = astuple(counts)
        assert read == rejected + outside + audited
        assert audited == active + inactive


def test_one_line_with_diagnoses_and_money(pair: Pair) -> None:
    said = bill.line(rest="UN*1*24**1:2", more="REF*6R*X7~NM1*82*1*DOC*A****XX*1555555555~")
    loader = pair(
        [bill.claim(said, more="REF*G1*UTN1~")],
        [remit.claim(remit.line(more="REF*6R*X7~"), patient="NM1*QC*1*NAME*MADE****MI*OLD1~")],
    )
    assert outcome(loader) == [(0, 1, "joined", "C1", 1), (1, 1, None, None, None)]
    assert loader.lines(
        "patient_id, state, place_of_service, diagnosis_codes, rendering_npi, billing_npi, authorization_number, "
        "units, charge_amount, allowed_amount, paid_amount, payer, line_status"
    )[1] == (
        "P1", "FL", "24", "M47816;M5450", "1555555555", "1987654328", "UTN1", Decimal(1), Decimal(500), Decimal(100),
        Decimal("78.40"), "medicare", "paid",
    )  # fmt: skip
    assert "1 of 1 line joined with those of remittances (835), which stand for them" in notes(loader, 0)
    assert "1 of 1 line joined with those of claims (837): by claim and line control number 1" in notes(loader, 1)
    adds_up(loader)


def test_the_order_of_the_files_does_not_matter(loader: Loader, write: Write) -> None:
    claims = write("claims.837", bill.one(bill.claim(bill.line())))
    other = write("claims.csv", "claim_id,line_number,patient_id,service_date,hcpcs\nZ,1,P9,2024-03-01,64493\n")
    remitted = write("remit.835", remit.interchange(remit.transaction(remit.claim(remit.line()))))
    loader.files(remitted, other, claims)
    assert outcome(loader) == [(0, 1, None, None, None), (1, 1, None, None, None), (2, 1, "joined", "C1", 1)]
    assert [codes for (codes,) in loader.lines("diagnosis_codes")] == ["M47816", None, "M47816"]


RECODED = ("HC:64494", "**1*HC:64493:RT:KX")
TIERS = {
    # lines of the claim: code and control number; of the remittance: code, rest and control number; who answers whom
    "claim and line control number": (
        [("HC:64493:RT", "A"), ("HC:64493:RT", "B")], [("HC:64493:RT", "**1", "B"), ("HC:64493:RT", "**1", "A")],
        [2, 1],
    ),
    "line number, code and modifiers": (
        [("HC:64493:RT", ""), ("HC:64493:RT", "")], [("HC:64493:RT", "**1", ""), ("HC:64493:RT", "**1", "")], [1, 2],
    ),
    "code, day and modifiers": (
        [("HC:64493:LT", ""), ("HC:64493:RT", "")], [("HC:64493:RT", "**1", ""), ("HC:64493:LT", "**1", "")], [2, 1],
    ),
    "line number and code": (
        [("HC:64493:LT", ""), ("HC:64493:RT", "")], [("HC:64493", "**1", ""), ("HC:64493", "**1", "")], [1, 2],
    ),
    "code and day": (
        [("HC:64494:LT", ""), ("HC:64493:LT", "")], [("HC:64493", "**1", ""), ("HC:64494", "**1", "")], [2, 1],
    ),
}  # fmt: skip


@pytest.mark.parametrize("how", TIERS)
def test_what_settles_which_lines_belong_together(pair: Pair, how: str) -> None:
    billed, paid, answers = TIERS[how]
    lines = [
        bill.line(code, number=number, rest=f"UN*1***{number}", more=f"REF*6R*{control}~" if control else "")
        for number, (code, control) in enumerate(billed, 1)
    ]
    remitted = [remit.line(code, rest=rest, more=f"REF*6R*{own}~" if own else "") for code, rest, own in paid]
    loader = pair([bill.claim(*lines, charge="1000")], [remit.claim(*remitted, charge="1000", paid="156.8")])
    diagnoses = {1: "M47816", 2: "M5450"}
    assert loader.lines("inactive_reason, diagnosis_codes")[2:] == [(None, diagnoses[answer]) for answer in answers]
    assert [reason for (reason,) in loader.lines("inactive_reason")][:2] == ["joined", "joined"]
    assert f"by {how} 2" in notes(loader, 1)


def test_a_line_that_the_payer_recoded_goes_by_what_was_billed(pair: Pair) -> None:
    loader = pair(
        [bill.claim(bill.line("HC:64493:RT:KX", rest="UN*1***1"), bill.line("HC:64494", number=2, rest="UN*1***2"))],
        [remit.claim(remit.line("HC:64494", rest="**1"), remit.line(RECODED[0], rest=RECODED[1]))],
    )
    assert loader.lines("hcpcs, diagnosis_codes, inactive_reason")[2:] == [
        ("64494", "M5450", None), ("64494", "M47816", None),
    ]  # fmt: skip


AMBIGUOUS = [
    # lines that no number tells apart; a control number that two lines have; another day; another claim
    ([bill.line("HC:64493:LT"), bill.line("HC:64493:RT", number=2)], ["HC:64493:59"], {}),
    ([bill.line("HC:64493:LT"), bill.line("HC:64493:RT", number=1)], ["HC:64493:59"], {"more": "REF*6R*1~"}),
    ([bill.line(date="DTP*472*D8*20240302~")], ["HC:64493:RT:KX"], {}),
]


@pytest.mark.parametrize(("billed", "paid", "more"), AMBIGUOUS)
def test_what_is_not_clear_stays_apart(pair: Pair, billed: list[str], paid: list[str], more: dict[str, str]) -> None:
    two = [line.replace("LX*2", "LX*1") for line in billed]
    lines = [remit.line(code, **more) for code in paid]
    moved = [remit.line(code, date="DTM*472*20240305~") for code in paid]
    loader = pair([bill.claim(*two, charge="1000")], [remit.claim(*moved), remit.claim(*lines, claim_id="C2")])
    assert {reason for (reason,) in loader.lines("inactive_reason")} <= {None, "superseded"}
    assert "joined with those of claims (837)" in notes(loader, 1)
    assert "0 of 2 lines joined" in notes(loader, 1)
    adds_up(loader)


def test_two_lines_that_one_could_answer_stay_apart(pair: Pair) -> None:
    billed = [bill.line("HC:64493:LT", number=3), bill.line("HC:64493:RT", number=4)]
    loader = pair([bill.claim(*billed, charge="1000")], [remit.claim(remit.line("HC:64493:59"))])
    assert [reason for (reason,) in loader.lines("inactive_reason")] == [None, None, None]
    assert loader.lines("diagnosis_codes")[2] == (None,)
    assert "2 lines that no remittance (835) here answers: without money" in notes(loader, 0)
    assert "1 line that no claim (837) here explains: without diagnoses" in notes(loader, 1)
    adds_up(loader)


def test_unmatched_both_ways(pair: Pair) -> None:
    loader = pair(
        [bill.claim(bill.line()), bill.claim(bill.line(), claim_id="C2")],
        [remit.claim(remit.line()), remit.claim(remit.line(), claim_id="C3")],
    )
    assert loader.lines("claim_id, inactive_reason, diagnosis_codes, paid_amount") == [
        ("C1", "joined", "M47816", None), ("C2", None, "M47816", None),
        ("C1", None, "M47816", Decimal("78.40")), ("C3", None, None, Decimal("78.40")),
    ]  # fmt: skip
    assert "1 of 2 lines joined with those of remittances (835)" in notes(loader, 0)
    assert "1 line that no remittance (835) here answers" in notes(loader, 0)
    assert "1 line that no claim (837) here explains" in notes(loader, 1)
    adds_up(loader)


def test_payment_reversal_and_correction_have_one_claim(pair: Pair) -> None:
    reversed_ = remit.line(charge="-500", paid="-78.4", rest="**-1", adjustments=TAKEN)
    loader = pair(
        [bill.claim(bill.line(rest="UN*1***2"))],
        [
            remit.claim(remit.line()),
            remit.claim(reversed_, status="22", charge="-500", paid="-78.4"),
            remit.claim(remit.line(paid="70", adjustments=("CO*45*410", "PR*2*20")), paid="70"),
        ],
    )
    assert loader.lines("inactive_reason, diagnosis_codes, paid_amount, state") == [
        ("joined", "M5450", None, "FL"), ("reversed", "M5450", Decimal("78.40"), "FL"),
        ("reversed", "M5450", Decimal("-78.40"), "FL"), (None, "M5450", Decimal(70), "FL"),
    ]  # fmt: skip
    assert outcome(loader)[0][2:] == ("joined", "C1", 1)
    adds_up(loader)


def test_a_claim_of_which_nothing_but_a_reversal_is_there(pair: Pair) -> None:
    taken = remit.line(charge="-500", paid="-78.4", rest="**-1", adjustments=TAKEN)
    later = remit.claim(remit.line(date="DTM*472*20240501~"), claim_id="C2")
    loader = pair([bill.claim(bill.line())], [remit.claim(taken, status="22", charge="-500", paid="-78.4"), later])
    assert loader.lines("claim_id, inactive_reason") == [("C1", None), ("C2", None)]
    assert [reason for *_, reason in loader.rejected()] == ["unmatched-reversal"]
    assert "0 of 1 line joined with those of remittances" in notes(loader, 0)
    adds_up(loader)


@pytest.mark.parametrize(
    ("paid", "modifiers"),
    [(("HC:64493", "**1"), ("RT", "KX")), (("HC:64493:59", "**1"), ("59", None)),
     (("HC:64493", "**1*HC:64493:RT:KX"), (None, None))],
)  # fmt: skip
def test_modifiers_that_the_remittance_leaves_out(
    pair: Pair, paid: tuple[str, str], modifiers: tuple[str | None, str | None]
) -> None:
    loader = pair([bill.claim(bill.line())], [remit.claim(remit.line(paid[0], rest=paid[1]))])
    assert loader.lines("modifier_1, modifier_2")[1] == modifiers


def test_a_denial_is_joined_too(pair: Pair) -> None:
    denied = remit.line(rest="**0**2", paid="0", adjustments=("CO*16*500",))
    loader = pair([bill.claim(bill.line(rest="UN*2***1"))], [remit.claim(denied, status="4", paid="0")])
    assert loader.lines("inactive_reason, units, diagnosis_codes") == [
        ("joined", Decimal(2), "M47816"), ("denied", Decimal(2), "M47816"),
    ]  # fmt: skip


def test_a_replacement_names_the_payers_number_of_the_claim(pair: Pair) -> None:
    loader = pair(
        [
            bill.claim(bill.line()),
            bill.claim(bill.line("HC:64493:LT"), claim_id="C2", setting="11:B:7", more="REF*F8*ICN1~"),
        ],
        [
            remit.claim(remit.line()),
            remit.claim(remit.line("HC:64493:LT"), claim_id="C2", rest="*20*MB*ICN2*11*7"),
        ],
    )
    assert loader.lines("claim_id, claim_frequency_code, original_claim_id, inactive_reason") == [
        ("C1", "1", None, "joined"), ("C2", "7", "C1", "joined"),
        ("C1", "1", None, "replaced"), ("C2", "7", "C1", None),
    ]  # fmt: skip


def test_a_replacement_that_is_not_answered_yet(pair: Pair) -> None:
    replacing = bill.claim(bill.line("HC:64493:LT"), claim_id="C2", setting="11:B:7", more="REF*F8*ICN1~")
    loader = pair([bill.claim(bill.line()), replacing], [remit.claim(remit.line())])
    assert loader.lines("claim_id, original_claim_id, inactive_reason") == [
        ("C1", None, "joined"), ("C2", "C1", None), ("C1", None, "replaced"),
    ]  # fmt: skip


def test_a_void_of_a_claim_that_was_paid(pair: Pair) -> None:
    void = bill.claim(bill.line(), claim_id="C2", setting="11:B:8", more="REF*F8*ICN1~")
    loader = pair([bill.claim(bill.line()), void], [remit.claim(remit.line())])
    assert [reason for (reason,) in loader.lines("inactive_reason")] == ["joined", "voided", "voided"]


def test_a_payers_number_of_two_claims_names_neither(pair: Pair) -> None:
    replacing = bill.claim(bill.line(), claim_id="C3", setting="11:B:7", more="REF*F8*ICN1~")
    loader = pair([replacing], [remit.claim(remit.line()), remit.claim(remit.line(), claim_id="C2")])
    assert loader.lines("original_claim_id, inactive_reason")[0] == ("ICN1", None)


def test_a_claim_sent_twice_is_answered_once(pair: Pair) -> None:
    again = bill.claim(bill.line(rest="UN*1***2"))
    loader = pair([bill.claim(bill.line()), again], [remit.claim(remit.line())])
    assert loader.lines("inactive_reason, diagnosis_codes") == [
        ("joined", "M47816"), ("joined", "M5450"), (None, "M5450"),
    ]  # fmt: skip


def test_of_two_claims_with_one_number_the_frequency_tells(pair: Pair) -> None:
    corrected = bill.claim(bill.line(rest="UN*1***2"), setting="11:B:7", more="REF*F8*ICN1~")
    reversed_ = remit.line(charge="-500", paid="-78.4", rest="**-1", adjustments=TAKEN)
    loader = pair(
        [bill.claim(bill.line()), corrected],
        [
            remit.claim(remit.line()),
            remit.claim(reversed_, status="22", charge="-500", paid="-78.4"),
            remit.claim(remit.line(), rest="*20*MB*ICN2*11*7"),
        ],
    )
    assert loader.lines("inactive_reason, claim_frequency_code, diagnosis_codes") == [
        ("joined", "1", "M47816"), ("joined", "7", "M5450"), ("reversed", "1", "M47816"), ("reversed", "1", "M5450"),
        (None, "7", "M5450"),
    ]  # fmt: skip


def test_a_number_that_stands_on_claims_of_several_days(pair: Pair) -> None:
    days = {"20240301": 1, "20240401": 2, "20240501": 1}
    claims = [bill.claim(bill.line(date=f"DTP*472*D8*{day}~", rest=f"UN*1***{at}")) for day, at in days.items()]
    loader = pair(claims, [remit.claim(remit.line(date=f"DTM*472*{day}~")) for day in ("20240401", "20240301")])
    assert [(str(day), codes) for day, codes in loader.lines("service_date, diagnosis_codes")[3:]] == [
        ("2024-04-01", "M5450"), ("2024-03-01", "M47816"),
    ]  # fmt: skip
    assert "2 of 3 lines joined" in notes(loader, 0)


def test_a_patient_keeps_one_name_over_lines_that_nothing_matches(pair: Pair) -> None:
    old = "NM1*QC*1*NAME*MADE****MI*OLD1~"
    loader = pair(
        [bill.claim(bill.line())],
        [remit.claim(remit.line(), patient=old), remit.claim(remit.line("HC:64494"), claim_id="C2", patient=old)],
    )
    assert [patient for (patient,) in loader.lines("patient_id")] == ["P1", "P1", "P1"]


def test_a_members_number_that_is_of_two_patients_is_kept(loader: Loader, write: Write) -> None:
    family = bill.interchange(
        bill.transaction(
            bill.provider(), bill.subscriber(bill.claim(bill.line()), member="P1"), bill.subscriber(member="P1"),
            bill.patient(bill.claim(bill.line(), claim_id="C2")),
        )
    )  # fmt: skip
    remitted = [remit.claim(remit.line(), claim_id=name) for name in ("C1", "C2", "C3")]
    loader.files(write("claims.837", family), write("remit.835", remit.interchange(remit.transaction(*remitted))))
    assert [patient for (patient,) in loader.lines("patient_id")] == ["P1", "P1/19800229", "P1", "P1/19800229", "P1"]


def test_a_surgical_centers_claim_on_the_professional_form(loader: Loader, write: Write) -> None:
    center = bill.provider(more="PRV*BI*PXC*261QA1903X~")
    text = bill.interchange(bill.transaction(center, bill.subscriber(bill.claim(bill.line(), setting="24:B:1"))))
    remitted = remit.interchange(remit.transaction(remit.claim(remit.line())))
    loader.files(write("claims.837", text), write("remit.835", remitted))
    assert loader.lines("claim_type, place_of_service")[1] == ("asc", "24")


def test_another_charge_is_told(pair: Pair) -> None:
    loader = pair([bill.claim(bill.line(charge="450"), charge="450")], [remit.claim(remit.line())])
    assert outcome(loader)[0][2] == "joined"
    assert "1 line with another charge than the claim's" in notes(loader, 1)


def test_both_sides_of_a_pair_are_kept_when_others_are_not(pair: Pair) -> None:
    """Days without a facet line are outside; the patient's other name on the remittance does not move a day."""
    visit = [bill.claim(bill.line("HC:99213", date="DTP*472*D8*20240310~"), claim_id="C2")]
    remitted = [
        remit.claim(remit.line(), patient="NM1*QC*1*NAME*MADE****MI*OLD1~"),
        remit.claim(remit.line("HC:99213", date="DTM*472*20240310~"), claim_id="C2"),
    ]
    loader = pair([bill.claim(bill.line()), *visit], remitted, all_lines=False)
    assert loader.lines("claim_id, inactive_reason") == [("C1", "joined"), ("C1", None)]
    assert loader.report is not None
    assert [astuple(file.counts) for file in loader.report.files] == [(2, 0, 1, 1, 0, 1), (2, 0, 1, 1, 1, 0)]


def test_a_line_whose_answer_is_rejected_stands_by_itself(pair: Pair) -> None:
    loader = pair(
        [bill.claim(bill.line(), charge="500"), bill.claim(bill.line(), claim_id="C2")],
        [remit.claim(remit.line(paid="seventy")), remit.claim(remit.line(), claim_id="C2")],
    )
    assert loader.lines("claim_id, inactive_reason") == [("C1", None), ("C2", "joined"), ("C2", None)]
    adds_up(loader)


def test_a_file_that_is_set_aside_joins_nothing(loader: Loader, write: Write) -> None:
    bad = write("a.835", remit.interchange(remit.transaction(remit.claim(remit.line(paid="seventy")))))
    claims = write("b.837", bill.one(bill.claim(bill.line()), bill.claim(bill.line(), claim_id="C2")))
    good = write("c.835", remit.interchange(remit.transaction(remit.claim(remit.line(), claim_id="C2"))))
    report = loader.files(bad, claims, good, skip_bad_files=True)
    assert [name for name, _ in report.set_aside] == ["a.835"]
    assert loader.lines("file_index, claim_id, inactive_reason, superseding_claim_id") == [
        (0, "C1", None, None), (0, "C2", "joined", "C2"), (1, "C2", None, None),
    ]  # fmt: skip


def test_several_files_of_each(loader: Loader, write: Write) -> None:
    names = ("C1", "C2", "C3", "C4")
    claims = [write(f"{name}.837", bill.one(bill.claim(bill.line(), claim_id=name), member=name)) for name in names]
    remitted = [
        write(f"{number}.835", remit.interchange(remit.transaction(
            *(remit.claim(remit.line(), claim_id=name) for name in some))))
        for number, some in enumerate((("C3", "C1"), ("C4", "C2")))
    ]  # fmt: skip
    loader.files(*claims[:2], remitted[0], *claims[2:], remitted[1])
    assert loader.lines("claim_id, patient_id, inactive_reason") == [
        ("C1", "C1", "joined"), ("C2", "C2", "joined"), ("C3", "C3", None), ("C1", "C1", None), ("C3", "C3", "joined"),
        ("C4", "C4", "joined"), ("C4", "C4", None), ("C2", "C2", None),
    ]  # fmt: skip
    adds_up(loader)


def test_nothing_is_left_behind(pair: Pair) -> None:
    loader = pair([bill.claim(bill.line())], [remit.claim(remit.line())])
    tables = {name for (name,) in loader.con.execute("select table_name from duckdb_tables()").fetchall()}
    assert tables == {"claim_line", "rejected", "source_file", "authorized_claim", "further_modifier"}
    ours = "select function_name from duckdb_functions() where starts_with(function_name, 'join_')"
    assert loader.con.execute(ours).fetchall() == []
