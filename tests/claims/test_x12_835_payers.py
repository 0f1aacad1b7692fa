"""What a remittance says beside the first payer's lines: payers that come after another, interest, whole claims."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from tests.claims.drawn import Loader
from tests.claims.remittances import claim, line

Remit = Callable[..., Loader]


def notes(loader: Loader) -> str:
    assert loader.report is not None
    return "\n".join(loader.report.files[0].notes)


FIRST, LATER = "CO*45*400|PR*2*20|CO*253*1.6", "OA*23*320|PR*2*20"
ORDERS = [
    # CLP02, adjustments, payment, last segments; payer_order, what the other payer took off, allowed
    ("1", FIRST, "78.4", "", ("primary", None, 100)),
    ("19", FIRST, "78.4", "", ("primary", None, 100)),
    ("4", "CO*50*500", "0", "", (None, None, 0)),
    ("2", LATER, "160", "", ("secondary", "320.00", None)),
    ("2", LATER, "160", "AMT*B6*400~", ("secondary", "320.00", 400)),
    ("20", LATER, "160", "AMT*B6*400~", ("secondary", "320.00", 400)),
    ("3", LATER, "160", "AMT*B6*400~", ("tertiary", "320.00", 400)),
    ("21", LATER, "160", "", ("tertiary", "320.00", None)),
    ("1", LATER, "160", "AMT*B6*400~", ("not first", "320.00", 400)),
    # forwarded as a second payer's without reason 23: what the first paid may be in 45, so the sum proves nothing
    ("2", FIRST, "78.4", "", ("secondary", None, None)),
]


def test_payers_that_come_after_another(remit: Remit) -> None:
    claims = [
        claim(
            line(paid=paid, adjustments=adjustments.split("|"), more=more),
            claim_id=f"C{number}", status=status, paid=paid,
        )
        for number, (status, adjustments, paid, more, _) in enumerate(ORDERS)
    ]  # fmt: skip
    loader = remit(*claims)
    found = loader.lines("payer_order, other_payer_amount, allowed_amount")
    assert found == [(*case[-1][:2], None if case[-1][2] is None else Decimal(case[-1][2])) for case in ORDERS]
    assert (
        "7 lines where another payer paid first (CLP02 2, 3, 20, 21 or reason 23): paid is this payer's part alone, "
        "and allowed is AMT*B6, which 3 of them lack"
    ) in notes(loader)


def test_another_payer_that_the_whole_claim_names(remit: Remit) -> None:
    loader = remit(claim(line(paid="480", adjustments=("PR*2*20",)), paid="160", more="CAS*OA*23*320~"))
    assert loader.line("payer_order, allowed_amount, claim_adjustments") == ("not first", None, "OA-23 320")
    assert "what was charged and paid" not in notes(loader)


def test_interest_and_late_filing_are_told(remit: Remit) -> None:
    late = line(paid="76.4", adjustments=("CO*45*400**253*1.6", "CO*B4*2", "PR*2*20"), more="AMT*B6*100~AMT*KH*2~")
    loader = remit(claim(late, paid="76.4", more="AMT*I*0.35~"), claim(line(), claim_id="C2"))
    assert "1 claim with interest (AMT*I), 0.35 dollars, which is on no line" in notes(loader)
    assert "1 line with a reduction for late filing (AMT*KH), 2.00 dollars, so less was paid" in notes(loader)
    assert loader.lines("allowed_amount, paid_amount")[0] == (Decimal("98.00"), Decimal("76.40"))


def test_an_ordinary_remittance_has_no_such_notes(remit: Remit) -> None:
    said = notes(remit(claim(line())))
    assert not any(word in said for word in ("another payer", "interest", "late filing", "whole claim"))


def test_adjustments_of_the_whole_claim_stand_beside_its_lines(remit: Remit) -> None:
    loader = remit(
        claim(line(), line("HC:64494"), charge="1000", paid="146.8", more="CAS*CO*137*10~CAS*PR*3*0~"),
        claim(line(), claim_id="C2"),
    )
    assert loader.lines("claim_adjustments, paid_amount") == [
        ("CO-137 10; PR-3 0", Decimal("78.40")), ("CO-137 10; PR-3 0", Decimal("78.40")), (None, Decimal("78.40")),
    ]  # fmt: skip
    assert "1 claim with adjustments of the whole claim, which stand on no line's amounts" in notes(loader)


def test_claims_whose_lines_are_not_what_was_charged_or_paid_are_told(remit: Remit) -> None:
    # each claim has seven segments, after the twelve of the envelope and the payer
    claims = [claim(line()), claim(line(), charge="501"), claim(line(), paid="78.5"), claim(line(), paid="78.3")]
    said = notes(remit(*claims))
    assert "3 claims whose lines are not what was charged and paid (CLP), the first at segment 20: lines may" in said
