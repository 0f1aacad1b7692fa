"""What a remittance says of each line: amounts by hand, statuses, reversals, dates, places, payers and numbers."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from tests.claims.drawn import Loader
from tests.claims.remittances import claim, interchange, line, transaction

Write = Callable[[str, str | bytes], Path]
Remit = Callable[..., Loader]
AMOUNTS = "charge_amount, allowed_amount, paid_amount, line_status, inactive_reason"


def notes(loader: Loader) -> str:
    assert loader.report is not None
    return "\n".join(loader.report.files[0].notes)


def in_dollars(line: tuple[Any, ...]) -> tuple[Any, ...]:
    """Charge, allowed and paid as plain numbers, the status and why the line is inactive."""
    *dollars, status, reason = line
    return (*(None if amount is None else float(amount) for amount in dollars), status, reason)


def test_a_line_and_what_its_claim_and_transaction_say_of_it(remit: Remit) -> None:
    said = line(more="REF*LU*24~REF*6R*3~REF*HPI*1666666666~REF*G1*UTN1~AMT*B6*100~")
    loader = remit(claim(said, more="NM1*82*1*DOC*A****XX*1555555555~DTM*232*20240229~"))
    assert loader.line(
        "claim_id, line_number, claim_type, payer, mac, patient_id, service_date, hcpcs, modifier_1, modifier_2, "
        "modifier_3, units, place_of_service, diagnosis_codes, rendering_npi, billing_npi, charge_amount, "
        "allowed_amount, paid_amount, paid_date, line_status, claim_frequency_code, authorization_number, active"
    ) == (
        "C1", 3, "professional", "medicare", None, "P1", datetime.date(2024, 3, 1), "64493", "RT", "KX", None,
        Decimal(1), "24", None, "1666666666", "1987654328", Decimal("500.00"), Decimal("100.00"), Decimal("78.40"),
        datetime.date(2024, 4, 1), "paid", "1", "UTN1", True,
    )  # fmt: skip


def test_what_has_no_column_of_its_own_is_carried_along(remit: Remit) -> None:
    said = line(
        code="HC:64493",
        rest="**1*HC:64494:50*2",
        adjustments=("CO*45*400**253*1.6", "PR*1*12**2*8"),
        more="REF*6R*A-7~REF*0K*L36920~REF*6R*x~REF*0K*A57826~LQ*HE*M20~LQ*HE*N519~",
    )
    loader = remit(claim(said, more="MOA***MA01*MA130~REF*F8*ICN0~"))
    assert loader.line(
        "claim_status, payer_claim_number, original_payer_claim_number, line_control_number, billed_code, "
        "billed_units, adjustments, remark_codes, lcd_id, deductible_amount, coinsurance_amount, "
        "sequestration_amount, trace_number"
    ) == (
        "1", "ICN1", "ICN0", "A-7", "64494 50", "2", "CO-45 400; CO-253 1.6; PR-1 12; PR-2 8", "M20 N519 MA01 MA130",
        "L36920 A57826", "12.00", "8.00", "1.60", "CHECK1",
    )  # fmt: skip


AMOUNT_CASES = [
    # allowed = paid + patient's share + sequestration: 78.40 + 20.00 + 1.60
    (("CO*45*400", "CO*253*1.6", "PR*2*20"), "78.4", "", (500, 100, 78.4, "paid", None)),
    (("CO*45*400**253*1.60***", "PR*2*20"), "78.4", "AMT*B6*100.00~", (500, 100, 78.4, "paid", None)),
    # 903.32 = 708.21 + 180.66 + 14.45, after a second procedure's reduction (59)
    (("CO*45*96.68**59*100", "CO*253*14.45", "PR*2*180.66"), "708.21", "", (1100, 903.32, 708.21, "paid", None)),
    # all of it is the patient's: the deductible
    (("CO*45*400", "PR*1*100"), "0", "", (500, 100, 0, "paid", None)),
    # nothing is covered, so the patient bears the charge: nothing was allowed
    (("PR*96*500",), "0", "", (500, 0, 0, "denied", "denied")),
    (("CO*4*500",), "0", "LQ*HE*N519~", (500, 0, 0, "denied", "denied")),
    (("CO*50*500",), "0", "AMT*B6*0~", (500, 0, 0, "denied", "denied")),
    # a share of the patient's stands in group PR, and in no other
    (("CO*45*400", "OA*2*20", "CO*1*5", "CR*3*5"), "70", "", (500, 70, 70, "paid", None)),
    # copayment, blood, and coinsurance by another name are shares; each other reason is none
    (("CO*45*400", "PR*3*10", "PR*66*5"), "85", "", (500, 100, 85, "paid", None)),
    (("CO*45*400", "PR*122*1**241*2**247*3**248*4"), "90", "", (500, 100, 90, "paid", None)),
    (("CO*45*400", "PR*27*100"), "0", "", (500, 0, 0, "denied", "denied")),
    (("CO*234*500",), "0", "", (500, 0, 0, "paid", "zero-paid")),
    (("CO*59*500",), "0", "", (500, 0, 0, "paid", "zero-paid")),
    (("CO*94*-5", "CO*45*505"), "0", "", (500, 0, 0, "paid", "zero-paid")),
    # packaged, or priced at nothing: not denied
    (("CO*97*500",), "0", "", (500, 0, 0, "paid", "zero-paid")),
    (("CO*45*500",), "0", "", (500, 0, 0, "paid", "zero-paid")),
    # another payer came first: only the payer knows what it allowed
    (("OA*23*400", "PR*2*20"), "80", "AMT*B6*300~", (500, 300, 80, "paid", None)),
    (("OA*23*420",), "80", "", (500, None, 80, "paid", None)),
    (("OA*23*500",), "0", "", (500, None, 0, "paid", None)),
    # the adjustments do not explain the payment
    (("CO*45*300",), "80", "AMT*B6*100~", (500, 100, 80, "paid", None)),
    (("CO*45*300",), "80", "", (500, None, 80, "paid", None)),
    ((), "80", "", (500, None, 80, "paid", None)),
]
"""Adjustments, payment and last segments of a line; its charge, allowed, paid, status and why it is inactive."""


def test_amounts_and_status(remit: Remit) -> None:
    claims = []
    for number, (adjustments, paid, more, (charge, *_)) in enumerate(AMOUNT_CASES):
        said = line(charge=str(charge), paid=paid, adjustments=adjustments, more=more)
        claims.append(claim(said, claim_id=f"C{number}", charge=str(charge), paid=paid))
    found = remit(*claims).lines(AMOUNTS)
    for case, one in zip(AMOUNT_CASES, found, strict=True):
        assert in_dollars(one) == case[-1], case


def test_a_payer_that_states_another_allowed_amount_is_counted(remit: Remit) -> None:
    loader = remit(claim(line(more="AMT*B6*101~")))
    assert loader.line("allowed_amount") == (Decimal("100.00"),)
    assert "1 line with another AMT*B6 than paid, patient's share and sequestration, the first at segment 15" in notes(
        loader
    )


def test_code_lists_other_than_hcpcs_are_rejected_line_by_line(remit: Remit) -> None:
    lists = ("HC:64493", "N4:00409116501", "NU:0490", "AD:D7140", "HP:A1234", "IV:1", "ER:1", "WK:1", "ZZ:64493")
    loader = remit(*(claim(line(code), claim_id=f"C{number}") for number, code in enumerate(lists)))
    assert loader.lines("claim_id, hcpcs") == [("C0", "64493")]
    assert [reason for *_, reason in loader.rejected()] == ["its code is of another list than HCPCS"] * 8


def test_a_code_that_the_payer_changed_keeps_what_was_billed(remit: Remit) -> None:
    lines = [line("HC:64493:RT", rest="**1*HC:64493:50"), line("HC:64494", rest="**1*N4:00409116501*3")]
    loader = remit(claim(*lines, charge="1000", paid="156.8"))
    assert loader.lines("hcpcs, modifier_1, billed_code, units, billed_units") == [
        ("64493", "RT", "64493 50", Decimal(1), None), ("64494", None, "00409116501", Decimal(1), "3"),
    ]  # fmt: skip


def test_a_denied_claim_has_the_units_billed(remit: Remit) -> None:
    denied = line(rest="**0**2", paid="0", adjustments=("CO*16*500",))
    assert remit(claim(denied, status="4", paid="0")).line("units, line_status") == (Decimal(2), "denied")


def test_a_denied_claim_without_reasons_on_its_lines(remit: Remit) -> None:
    denied = claim(line(rest="****2", paid="0", adjustments=()), status="4", paid="0", more="CAS*CO*29*500~")
    loader = remit(denied)
    assert loader.line("units, line_status, inactive_reason") == (Decimal(2), "denied", "denied")
    assert "1 claim with adjustments of the whole claim, which stand on no line" in notes(loader)


def test_units(remit: Remit) -> None:
    cases = {"**3": 3, "": 1, "**": 1, "**0": 1, "**0**4": 4, "**2**5": 2, "**1.0": 1}
    claims = [claim(line(rest=rest), claim_id=f"C{number}") for number, rest in enumerate(cases)]
    assert [int(units) for (units,) in remit(*claims).lines("units")] == [*cases.values()]


REVERSED = line(charge="-500", paid="-78.4", rest="**-1", adjustments=("CO*45*-400", "CO*253*-1.6", "PR*2*-20"))
CORRECTED = line("HC:64493:LT:KX", more="REF*6R*1~")


def test_a_reversal_takes_back_the_claim_and_a_correction_stands(remit: Remit) -> None:
    loader = remit(
        claim(line(more="REF*6R*1~AMT*B6*100~")),
        claim(REVERSED, status="22", charge="-500", paid="-78.4", rest="**MB*ICN1*11*1"),
        claim(CORRECTED, rest="*20*MB*ICN2*11*7"),
    )
    assert loader.lines("modifier_1, claim_frequency_code, inactive_reason") == [
        ("RT", "1", "reversed"), ("RT", "1", "reversed"), ("LT", "7", None),
    ]  # fmt: skip
    assert loader.lines("units, allowed_amount, paid_amount")[1] == (Decimal(-1), Decimal("-100.00"), Decimal("-78.40"))
    assert loader.rejected() == []
    assert "3 claims in 1 transaction, 1 of them taken back (CLP02 22)" in notes(loader)


def test_a_reversal_in_a_later_file(loader: Loader, write: Write) -> None:
    paid = interchange(transaction(claim(line(more="REF*6R*1~"))))
    taken_back = claim(REVERSED, status="22", charge="-500", paid="-78.4")
    later = interchange(transaction(taken_back, claim(CORRECTED), paid_on="20240601"))
    loader.files(write("a.835", paid), write("b.835", later))
    assert [reason for (reason,) in loader.lines("inactive_reason")] == ["reversed", "reversed", None]


def test_a_reversal_whose_amounts_kept_their_sign(remit: Remit) -> None:
    loader = remit(claim(line()), claim(line(), status="22"))
    assert [reason for (reason,) in loader.lines("inactive_reason")] == ["reversed", "reversed"]


def test_a_denial_is_taken_back_too(remit: Remit) -> None:
    denied = line(rest="**0**1", paid="0", adjustments=("CO*50*500",))
    loader = remit(claim(denied, status="4", paid="0"), claim(denied, status="22", paid="0"), claim(CORRECTED))
    assert [reason for (reason,) in loader.lines("inactive_reason")] == ["reversed", "reversed", None]


def test_a_reversal_without_its_claim_is_rejected(remit: Remit) -> None:
    loader = remit(claim(line("HC:64494")), claim(REVERSED, status="22", charge="-500", paid="-78.4"))
    # ISA GS ST BPR TRN DTM N1 N3 N4 PER N1 LX = 12 segments; claim 1: CLP NM1 SVC DTM CAS x 3 = 19; CLP NM1 SVC = 22
    assert loader.rejected() == [(22, None, "unmatched-reversal")]


def test_adjustments_of_the_provider_are_told_and_stand_on_no_line(remit: Remit) -> None:
    after = "PLB*1987654328*20241231*WO:1*12.34*FB:2*-5~PLB*1987654328*20241231*L6*-0.66~"
    loader = remit(claim(line()), total="71.72", after=after)
    assert loader.line("paid_amount") == (Decimal("78.40"),)
    # 12.34 - 5 - 0.66; and 78.40 - 6.68 = 71.72, so the transaction is balanced
    assert (
        "adjustments of the provider (PLB: FB (balance forward) 1, L6 (interest) 1, WO (overpayment recovered) 1), "
        "6.68 dollars in all, belong to no line"
    ) in notes(loader)
    assert "BPR02" not in notes(loader)


def test_claims_without_lines_are_told(remit: Remit) -> None:
    loader = remit(claim(line()), claim(claim_id="C2", charge="9000", paid="1234.5"))
    assert len(loader.lines("claim_id")) == 1
    assert "1 claim without service lines (SVC), 1,234.50 dollars paid: not audited, as they have" in notes(loader)


def test_service_dates(remit: Remit) -> None:
    cases = [
        ("DTM*472*20240301~", "DTM*232*20240229~", (2024, 3, 1)),
        ("DTM*150*20240301~DTM*151*20240304~", "", (2024, 3, 1)),
        ("", "DTM*232*20240229~", (2024, 2, 29)),
        ("", "DTM*232*20240229~DTM*233*20240229~", (2024, 2, 29)),
    ]
    claims = [
        claim(line(date=of_line), more=of_claim, claim_id=f"C{number}")
        for number, (of_line, of_claim, _) in enumerate(cases)
    ]
    found = remit(*claims).lines("service_date")
    assert found == [(datetime.date(*date),) for *_, date in cases]


def test_a_claim_of_several_days_does_not_date_its_lines(remit: Remit) -> None:
    several = claim(line(date=""), more="DTM*232*20240229~DTM*233*20240304~", claim_id="C2")
    loader = remit(claim(line()), several)
    assert [reason for _, *reason in loader.rejected()] == [["service_date", "blank"]]


def test_the_day_of_production_where_the_payment_has_no_date(remit: Remit) -> None:
    assert remit(claim(line()), paid_on="20002316").line("paid_date") == (datetime.date(2024, 4, 2),)


def test_kinds_of_claim_and_places(remit: Remit) -> None:
    cases = [
        ("**1", "**MB*I*22*1", "", "", "professional", "22"),
        ("**1", "**MB*I*22*1", "REF*LU*24~", "", "professional", "24"),
        ("**1", "**MB*I*22*1", "", "REF*LU*24~", "professional", "24"),
        ("**1", "**MB*I*22*1", "REF*LU*0017~", "", "professional", "22"),
        ("**1", "**MB*I", "", "", "professional", "11"),
        ("*0490*1", "**12*I*83*1", "", "", "asc", None),
        ("*0361*1", "**12*I*13*1", "", "", "hopd", None),
        ("**1", "**MA*I*13*1", "", "", "hopd", None),
        ("**1", "**12*I*13*1**123", "", "", "hopd", None),
    ]
    claims = [
        claim(line(rest=rest, more=of_line), rest=of_claim, more=more, claim_id=f"C{number}")
        for number, (rest, of_claim, of_line, more, *_) in enumerate(cases)
    ]
    assert remit(*claims).lines("claim_type, place_of_service") == [tuple(case[-2:]) for case in cases]


def test_payers(loader: Loader, write: Write) -> None:
    cases = [
        ("MB", "NOVITAS SOLUTIONS INC", "medicare", "novitas"),
        ("MA", "Palmetto GBA", "medicare", "palmetto"),
        ("MB", "CGS ADMINISTRATORS", "medicare", "cgs"),
        ("MB", "FIRST COAST SERVICE OPTIONS", "medicare", "fcso"),
        ("MB", "NATIONAL GOVERNMENT SERVICES INC", "medicare", "ngs"),
        ("MB", "WISCONSIN PHYSICIANS SERVICE", "medicare", "wps"),
        ("MB", "NORIDIAN HEALTHCARE SOLUTIONS", "medicare", None),
        ("12", "BLUE PLAN", "BLUE PLAN", None),
        ("16", "NOVITAS LOOKALIKE", "NOVITAS LOOKALIKE", None),
        ("", "", "not named", None),
    ]
    transactions = [
        transaction(claim(line(), claim_id=f"C{number}", rest=f"**{filing}*I*11*1"), payer=name)
        for number, (filing, name, *_) in enumerate(cases)
    ]
    loader.files(write("remit.835", interchange(*transactions)))
    assert loader.lines("payer, mac") == [tuple(case[-2:]) for case in cases]


def test_providers(loader: Loader, write: Write) -> None:
    physician = "NM1*82*1*DOC*A****XX*1555555555~"
    cases = [
        (physician, "", "XX*1987654328", "1555555555", "1987654328"),
        (physician, "REF*HPI*1666666666~", "FI*512345678", "1666666666", None),
        ("NM1*82*1*DOC*A****FI*512345678~", "", "XX*1987654328", None, "1987654328"),
        ("", "", "XX*1987654328", None, "1987654328"),
    ]
    transactions = [
        transaction(claim(line(more=of_line), claim_id=f"C{number}", more=of_claim), payee=payee)
        for number, (of_claim, of_line, payee, *_) in enumerate(cases)
    ]
    loader.files(write("remit.835", interchange(*transactions)))
    assert loader.lines("rendering_npi, billing_npi") == [tuple(case[-2:]) for case in cases]


def test_patients(remit: Remit) -> None:
    cases = {
        "NM1*QC*1*NAME*MADE****MI*P1~NM1*74*1******C*P2~": "P1",
        "NM1*QC*1*NAME*MADE~NM1*74*1******C*P2~": "P2",
        "NM1*QC*1*NAME*MADE~NM1*IL*1*NAME*MADE****MI*P3~": "P3",
    }
    claims = [claim(line(), patient=patient, claim_id=f"C{number}") for number, patient in enumerate(cases)]
    assert [one for (one,) in remit(*claims).lines("patient_id")] == [*cases.values()]


def test_line_numbers_are_the_providers_where_they_tell_the_lines_apart(remit: Remit) -> None:
    cases = [
        (("2", "1"), [2, 1]),
        (("0007", "12"), [7, 12]),
        (("", "1"), [1, 2]),
        (("7", "7"), [1, 2]),
        (("7", "007"), [1, 2]),
        (("800941258001", "800941258002"), [1, 2]),
        (("A1", "A2"), [1, 2]),
    ]
    claims = []
    for number, (controls, _) in enumerate(cases):
        lines = [line(more=f"REF*6R*{control}~" if control else "") for control in controls]
        claims.append(claim(*lines, charge="1000", paid="156.8", claim_id=f"C{number}"))
    found = remit(*claims).lines("line_number, inactive_reason")
    assert found == [(one, None) for _, numbers in cases for one in numbers]


def test_no_authorization_is_unknown_and_not_missing(remit: Remit, con: duckdb.DuckDBPyConnection) -> None:
    remit(claim(line(), rest="**MB*I"))
    assert con.execute(
        "select modifier_slots, has_diagnoses, has_payment, has_authorization, has_billing_npi, has_rendering_npi, "
        "has_place_of_service from source_file"
    ).fetchall() == [(4, False, True, False, True, False, False)]
