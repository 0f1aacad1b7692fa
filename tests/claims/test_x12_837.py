"""What a professional claim says of each line: people, places, diagnoses, numbers, dates and quantities."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from tests.claims.claims_837 import claim, interchange, line, one, patient, provider, subscriber, transaction
from tests.claims.drawn import Loader

Write = Callable[[str, str | bytes], Path]
Claims = Callable[[str], Loader]


@pytest.fixture
def claims(loader: Loader, write: Write) -> Claims:
    """Load an interchange."""

    def to(text: str) -> Loader:
        loader.files(write("claims.837", text), all_lines=True)
        return loader

    return to


def notes(loader: Loader) -> str:
    assert loader.report is not None
    return "\n".join(loader.report.files[0].notes)


def test_a_line_and_what_stands_above_it(claims: Claims) -> None:
    said = line(
        "HC:64493:RT:KX:59:GA", "500.25", "UN*1*24**2:1", more="REF*6R*A-7~REF*G1*UTN2~NM1*82*1*DOC*B****XX*1666666666~"
    )
    text = one(
        claim(said, charge="500.25", more="REF*G1*UTN1~NM1*82*1*DOC*A****XX*1555555555~NM1*77*2*PLACE~N4*TOWN*AZ*8~")
    )
    assert claims(text).line(
        "claim_id, line_number, claim_type, payer, mac, state, patient_id, service_date, hcpcs, modifier_1, "
        "modifier_2, modifier_3, modifier_4, units, place_of_service, diagnosis_codes, rendering_npi, billing_npi, "
        "charge_amount, allowed_amount, paid_amount, paid_date, line_status, claim_frequency_code, original_claim_id, "
        "authorization_number, line_control_number, row_number, active"
    ) == (
        "C1", 1, "professional", "medicare", None, "AZ", "P1", datetime.date(2024, 3, 1), "64493", "RT", "KX", "59",
        "GA", Decimal(1), "24", "M5450;M47816", "1666666666", "1987654328", Decimal("500.25"), None, None, None, "paid",
        "1", None, "UTN2", "A-7", 31, True,
    )  # fmt: skip


def test_what_the_line_does_not_say_the_claim_or_the_provider_says(claims: Claims) -> None:
    loader = claims(one(claim(line(), more="REF*G1*UTN1~NM1*82*1*DOC*A****XX*1555555555~")))
    assert loader.line(
        "place_of_service, state, rendering_npi, authorization_number, line_control_number, diagnosis_codes"
    ) == ("11", "FL", "1555555555", "UTN1", "1", "M47816")


def test_diagnoses_are_those_that_the_line_points_at(claims: Claims) -> None:
    codes = [f"M4781{number}" for number in range(10)] + ["M5450", "G894"]
    listed = "HI*" + "*".join(f"{'ABF' if at else 'ABK'}:{code}" for at, code in enumerate(codes)) + "~HI*BP:01996~"
    cases = {
        "UN*1***1": codes[:1], "UN*1***12:2:11:1": ["G894", "M47811", "M5450", "M47810"], "UN*1***3:99": codes[2:3],
        "UN*1***99": codes, "UN*1": codes, "UN*1***0:x:4": codes[3:4],
    }  # fmt: skip
    lines = [line(rest=rest, number=number) for number, rest in enumerate(cases, 1)]
    loader = claims(one(claim(*lines, charge="3000", diagnoses=listed)))
    assert [found for (found,) in loader.lines("diagnosis_codes")] == [";".join(codes) for codes in cases.values()]
    assert "3 lines pointing at a diagnosis that its claim does not have" in notes(loader)


def test_icd_9_and_claims_without_diagnoses(claims: Claims) -> None:
    loader = claims(one(claim(line(), diagnoses="HI*BK:7213~"), claim(line(), claim_id="C2", diagnoses="")))
    assert loader.lines("diagnosis_codes") == [("7213",), (None,)]


def test_units_and_minutes(claims: Claims) -> None:
    cases = {"UN*3": (3, None), "UN*1.00": (1, None), "UN": (1, None), "MJ*45": (1, "45"), "UN*2*24**1": (2, None)}
    lines = [line(rest=rest, number=number) for number, rest in enumerate(cases, 1)]
    loader = claims(one(claim(*lines, charge="2500")))
    assert [(int(units), minutes) for units, minutes in loader.lines("units, minutes")] == [*cases.values()]
    assert "1 line in minutes (MJ), the first at segment" in notes(loader)


def test_dates(claims: Claims) -> None:
    lines = [
        line(date="DTP*472*RD8*20240301-20240304~"),
        line(date="DTP*472*RD8*20240301-20240301~", number=2),
        line(date="DTP*431*D8*20240101~DTP*472*D8*20240302~DTP*573*D8*20240401~", number=3),
    ]
    loader = claims(one(claim(*lines, charge="1500")))
    assert [(str(day), last) for day, last in loader.lines("service_date, last_service_date")] == [
        ("2024-03-01", "20240304"), ("2024-03-01", None), ("2024-03-02", None),
    ]  # fmt: skip
    assert "1 line over several days (DTP*472*RD8)" in notes(loader)


def test_who_is_the_patient(claims: Claims) -> None:
    text = interchange(
        transaction(
            provider(),
            subscriber(claim(line()), member="P1"),
            subscriber(member="P2"),
            patient(claim(line(), claim_id="C2"), claim(line(), claim_id="C3")),
            patient(claim(line(), claim_id="C4"), birth="19900101"),
            patient(claim(line(), claim_id="C5"), name="NAME*SMALL****MI*P2-03"),
            patient(claim(line(), claim_id="C6"), birth=""),
            subscriber(claim(line(), claim_id="C7"), member="P3"),
        )
    )
    assert claims(text).lines("claim_id, patient_id") == [
        ("C1", "P1"), ("C2", "P2/19800229"), ("C3", "P2/19800229"), ("C4", "P2/19900101"), ("C5", "P2-03"),
        ("C6", "P2/NAME SMALL"), ("C7", "P3"),
    ]  # fmt: skip


def test_each_claim_has_the_provider_above_it(claims: Claims) -> None:
    person = provider("1*DOC*A****XX*1222222222", town="N4*TOWN*OH*1~")
    center = provider(more="PRV*BI*PXC*261QA1903X~", npi="2*CENTER*****XX*1333333333")
    text = interchange(
        transaction(
            provider(),
            subscriber(claim(line())),
            person,
            subscriber(claim(line(), claim_id="C2")),
            subscriber(claim(line(), claim_id="C3", more="NM1*82*1*DOC*B****XX*1555555555~")),
            center,
            subscriber(claim(line(), claim_id="C4", setting="24:B:1")),
            provider("2*PRACTICE*****24*512345678", town="N4*MADRID**28*ESP~"),
            subscriber(claim(line(), claim_id="C5")),
        )
    )
    assert claims(text).lines("claim_id, claim_type, billing_npi, rendering_npi, state") == [
        ("C1", "professional", "1987654328", None, "FL"),
        ("C2", "professional", "1222222222", "1222222222", "OH"),
        ("C3", "professional", "1222222222", "1555555555", "OH"),
        ("C4", "asc", "1333333333", None, "FL"),
        ("C5", "professional", None, None, None),
    ]


def test_a_subscriber_may_name_an_earlier_provider(claims: Claims) -> None:
    text = interchange(
        transaction(
            provider(), provider("2*OTHER*****XX*1222222222"), subscriber(claim(line())).replace("{parent}", "1")
        )
    )
    assert claims(text).line("billing_npi") == ("1987654328",)


@pytest.mark.parametrize(
    ("filing", "name", "payer"),
    [("MB", "NOVITAS", "medicare"), ("MA", "CGS", "medicare"), ("16", "HMO", "HMO"), ("CI", "BLUE", "BLUE"),
     ("", "", "not named")],
)  # fmt: skip
def test_payers(claims: Claims, filing: str, name: str, payer: str) -> None:
    assert claims(one(claim(line()), filing=filing, payer=name)).line("payer") == (payer,)


def test_what_other_payers_say_is_no_part_of_the_claim(claims: Claims) -> None:
    other = (
        "SBR*P*18*******CI~CAS*PR*1*10~AMT*D*80~OI***Y***Y~NM1*IL*1*OTHER*MEMBER****MI*X9~N4*TOWN*NV*1~"
        "NM1*PR*2*BLUE*****PI*9~REF*F8*ICN9~REF*G1*UTN9~NM1*82*1~REF*G2*1~NM1*77*2~NM1*85*2~"
    )
    of_line = "REF*G1*UTN8**2U:9~SVD*9*80*HC:64493**1~CAS*CO*45*400~DTP*573*D8*20240401~"
    text = one(claim(line(more=of_line), more="NM1*82*1*DOC*A****XX*1555555555~" + other), sbr="S*18")
    loader = claims(text)
    assert loader.line(
        "patient_id, payer, state, rendering_npi, billing_npi, authorization_number, original_claim_id"
    ) == ("P1", "medicare", "FL", "1555555555", "1987654328", None, None)
    assert "1 claim with another payer beside the one billed (2320)" in notes(loader)
    assert "1 subscriber billed to a second or later payer (SBR01)" in notes(loader)


def test_frequency_and_what_is_replaced(claims: Claims) -> None:
    text = one(
        claim(line(), setting="11:B:7", more="REF*F8*ICN1~"), claim(line(), claim_id="C2", setting="11:B:8"),
        claim(line(), claim_id="C3", setting="11"), claim(line(), claim_id="C4", setting="11:B:2"),
    )  # fmt: skip
    loader = claims(text)
    assert loader.lines("claim_id, claim_frequency_code, original_claim_id, inactive_reason") == [
        ("C1", "7", "ICN1", None), ("C2", "8", None, "voided"), ("C3", "1", None, None),
    ]  # fmt: skip
    assert loader.rejected() == [(43, "claim_frequency_code", "not one of 1 7 8")]


def test_what_the_patient_paid_stands_on_no_line(claims: Claims) -> None:
    loader = claims(one(claim(line(more="AMT*T*5~"), more="AMT*F5*20.50~"), claim(line(), claim_id="C2")))
    assert "1 claim of which the patient had paid a part (AMT*F5), 20.50 dollars in all" in notes(loader)


def test_line_numbers(claims: Claims) -> None:
    texts = {("1", "2"): (1, 2), ("3", "1"): (3, 1), ("1", "1"): (1, 2), ("x", "2"): (1, 2), ("", ""): (1, 2)}
    drawn = [
        claim(*(line(number=number) for number in numbers), claim_id=f"C{place}", charge="1000")
        for place, numbers in enumerate(texts)
    ]
    loader = claims(one(*drawn))
    numbers = [number for (number,) in loader.lines("line_number")]
    assert [*zip(numbers[::2], numbers[1::2], strict=True)] == [*texts.values()]
    assert "3 claims whose lines (LX) have no numbers of their own" in notes(loader)
