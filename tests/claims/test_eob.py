"""FHIR ExplanationOfBenefit files: the same claim in four shapes, every way of packing them, and bad ones."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from dataclasses import astuple
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from facetaudit.claims.formats import eob
from facetaudit.errors import InputRefused, UsageError
from tests.claims.drawn import Loader
from tests.claims.fhir import Resource, amounts, bundle, coded, ndjson, payers, v1, v2, v3

Write = Callable[[str, str | bytes], Path]
SAMPLES = Path(__file__).parents[2].parent / "shared" / "data" / "claims" / "fhir_eob"
EVERYWHERE = (
    "claim_id, line_number, claim_type, patient_id, service_date, hcpcs, modifier_1, modifier_2, units, "
    "place_of_service, diagnosis_codes, rendering_npi, billing_npi, charge_amount, allowed_amount, paid_amount, "
    "paid_date, line_status, claim_frequency_code, active"
)
SAID = (
    "C1", 1, "professional", "P1", datetime.date(2024, 3, 1), "64493", "50", "KX", Decimal(1), "11", "M47816;M5450",
    "1111111111", "2222222222", Decimal("500.00"), Decimal("180.50"), Decimal("144.40"), datetime.date(2024, 3, 15),
    "paid", "1", True,
)  # fmt: skip


def line(loader: Loader, columns: str) -> tuple[Any, ...]:
    """The only line, diagnoses without dots."""
    return tuple(v.replace(".", "") if isinstance(v, str) and v.startswith("M47") else v for v in loader.line(columns))


@pytest.mark.parametrize("shape", [v1, v2, v3, payers])
def test_the_same_claim_in_every_shape(loader: Loader, write: Write, shape: Callable[..., Resource]) -> None:
    report = loader.files(write("eob.ndjson", ndjson(shape())))
    assert line(loader, EVERYWHERE) == SAID
    assert report.files[0].format == "eob"
    assert report.files[0].why == "JSON with the FHIR resource ExplanationOfBenefit"


@pytest.mark.parametrize(
    ("shape", "said"),
    [
        (v1, ("medicare", "OH", "15202-00", None, None, 2, "A")),
        (v2, ("medicare", "OH", "15202-00", None, None, 2, "A")),
        (v3, ("medicare", "OH", "15202-00", "59", "UTN1", 4, "A")),
        (payers, ("Blue Plan", None, None, "59", "PA7", 4, None)),
    ],
)
def test_what_the_shapes_differ_in(
    loader: Loader, con: duckdb.DuckDBPyConnection, write: Write, shape: Callable[..., Resource], said: tuple[Any, ...]
) -> None:
    loader.files(write("eob.ndjson", ndjson(shape())))
    columns = "payer, state, locality, modifier_3, authorization_number, modifier_slots, processing_indicator"
    assert loader.line(columns) == said
    # what no line of the file has, the source cannot show
    assert con.execute("select has_diagnoses, has_payment, has_authorization from source_file").fetchall() == [
        (True, True, said[4] is not None)
    ]


def test_two_modifiers_of_the_older_versions_are_all_they_have_room_for(loader: Loader, write: Write) -> None:
    more = v2()
    more["item"][0]["modifier"].append(coded("hcpcs", "59"))
    assert loader.files(write("a.ndjson", ndjson(v2(), more))).files[0].modifier_slots == 4
    assert loader.files(write("b.ndjson", ndjson(v1(), v2(id="x")))).files[0].modifier_slots == 2
    assert loader.files(write("c.ndjson", ndjson(v1(), v3()))).files[0].modifier_slots == 4


PACKED = {
    "lines": ndjson(v1(), v2(identifier=[], id="C2")),
    "lines without a last line feed": ndjson(v1(), v2(identifier=[], id="C2")).rstrip(),
    "lines and blank lines": ndjson(v1()) + "\r\n" + ndjson(v2(identifier=[], id="C2")),
    "bundle": json.dumps(bundle(v1(), v2(identifier=[], id="C2"))),
    "indented bundle": json.dumps(bundle(v1(), v2(identifier=[], id="C2")), indent=2),
    "bundles line by line": ndjson(bundle(v1()), bundle(v2(identifier=[], id="C2"))),
    "bundle and a resource": json.dumps(bundle(v1()), indent=2) + json.dumps(v2(identifier=[], id="C2"), indent=2),
    "list": json.dumps([v1(), v2(identifier=[], id="C2")]),
    "list of bundles": json.dumps([bundle(v1()), bundle(v2(identifier=[], id="C2"))], indent=1),
    "indented resources": json.dumps(v1(), indent=2) + "\n" + json.dumps(v2(identifier=[], id="C2"), indent=2),
    "byte order mark": "\ufeff" + ndjson(v1(), v2(identifier=[], id="C2")),
}


@pytest.mark.parametrize("packed", PACKED)
def test_every_way_of_packing_gives_the_same_lines(loader: Loader, write: Write, packed: str) -> None:
    report = loader.files(write("claims.json", PACKED[packed]))
    assert loader.lines("row_number, claim_id, hcpcs") == [(1, "C1", "64493"), (2, "C2", "64493")]
    assert report.files[0].notes == ()


def test_what_is_no_professional_claim_is_counted(loader: Loader, write: Write) -> None:
    others = [
        v2(type=coded("http://terminology.hl7.org/CodeSystem/claim-type", "institutional")),
        v2(type=coded("http://terminology.hl7.org/CodeSystem/claim-type", "pharmacy")),
        v2(type=coded("http://terminology.hl7.org/CodeSystem/claim-type", "pharmacy")),
        v2(type={"coding": [{"system": "claim-type", "code": "professional"}, {"system": "eob-type", "code": "DME"}]}),
        v2(item=[]), {"resourceType": "Patient", "id": "P1"}, {"resourceType": "OperationOutcome"},
    ]  # fmt: skip
    page = bundle(*others, v1(), link=[{"relation": "next", "url": "https://example.org/2"}])
    report = loader.files(write("claims.json", json.dumps(page)))
    assert astuple(report.total) == (1, 0, 0, 1, 1, 0)
    assert report.files[0].notes == (
        "1 claim without items",
        "1 claim of another kind not read (equipment)",
        "1 claim of another kind not read (institutional)",
        "2 claims of another kind not read (pharmacy)",
        "2 other resources passed over",
        "the Bundle is one page of several (it has a link to the next); the others are files of their own",
    )


@pytest.mark.parametrize(
    ("resource", "said"),
    [
        (v2(status="cancelled"), ("paid", "voided")),
        (v2(disposition="03"), ("paid", "voided")),
        (v3(meta={"tag": [{"code": "NotFinalAction"}]}), ("paid", "voided")),
        (payers(related=[{"relationship": coded("related", "replacedby")}]), ("paid", "voided")),
        (v2(extension=[{"url": "x/carr_clm_pmt_dnl_cd", "valueCoding": {"code": "0"}}]), ("denied", "denied")),
        (payers(payment={"type": coded("status", "denied")}), ("denied", "denied")),
        (v2(disposition="02"), ("paid", None)),
    ],
)
def test_status(loader: Loader, write: Write, resource: Resource, said: tuple[str, str | None]) -> None:
    loader.files(write("claims.ndjson", ndjson(resource)))
    assert loader.line("line_status, inactive_reason") == said


@pytest.mark.parametrize("shape", [v1, v2, v3])
@pytest.mark.parametrize(("paid", "status"), [(0.0, "denied"), (144.4, "paid")])
def test_a_line_is_denied_by_its_own_indicator(
    loader: Loader, write: Write, shape: Callable[..., Resource], paid: float, status: str
) -> None:
    """As in RIF: an indicator that is not one of an allowed line, and nothing paid."""
    text = json.dumps(shape()).replace('"code": "A"', '"code": "N"').replace('"value": 144.4}', f'"value": {paid}}}')
    loader.files(write("claims.ndjson", text + "\n"))
    assert loader.line("processing_indicator, line_status") == ("N", status)


def test_a_claim_that_names_an_earlier_one_replaces_it(loader: Loader, write: Write) -> None:
    prior = {"relationship": coded("r", "prior"), "claim": {"identifier": {"value": "C1"}}}
    later = payers(identifier=[], id="C2", related=[prior])
    loader.files(write("claims.ndjson", ndjson(payers(), later)))
    assert loader.lines("claim_id, inactive_reason") == [("C1", "replaced"), ("C2", None)]


def test_a_surgical_center_and_several_performers(loader: Loader, write: Write) -> None:
    center = v2()
    center["item"].append({**center["item"][0], "sequence": 2, "careTeamSequence": [1], "diagnosisSequence": [1],
                           "category": coded("x", "F"), "adjudication": amounts({"benefit": 7}, "")})  # fmt: skip
    loader.files(write("claims.ndjson", ndjson(center)))
    assert loader.lines("line_number, claim_type, rendering_npi, paid_amount, allowed_amount") == [
        (1, "professional", "1111111111", Decimal("144.40"), Decimal("180.50")),
        (2, "asc", None, Decimal("7.00"), None),
    ]


def test_rows_that_cannot_be_read_are_rejected_by_the_place_of_the_line(loader: Loader, write: Write) -> None:
    bad = v2()
    bad["item"] = [{**bad["item"][0], **change} for change in (
        {"productOrService": coded("http://terminology.hl7.org/CodeSystem/data-absent-reason", "not-applicable")},
        {"servicedPeriod": {"start": "2024-13"}}, {"sequence": "x"}, {"quantity": {"value": "many"}}, {},
    )]  # fmt: skip
    report = loader.files(write("claims.ndjson", ndjson(bad)))
    assert loader.rejected() == [
        (1, "hcpcs", "blank"),
        (2, "service_date", "not a date in the accepted format"),
        (3, "line_number", "not a whole number"),
        (4, "units", "not a number"),
    ]
    assert astuple(report.total) == (5, 4, 0, 1, 1, 0)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (ndjson(v1(), v2())[:-40], "not whole"),
        (json.dumps(bundle(v1(), v2()))[:-40], "not whole"),
        (json.dumps(v1(), indent=2)[:-40], "not whole"),
        (json.dumps([v1()])[:-1], "not whole"),
        (ndjson(v1()).replace('"id"', "id"), "not whole"),
        (json.dumps(bundle({"resourceType": "Patient"})), "holds no professional ExplanationOfBenefit .but Patient."),
        (json.dumps(bundle()), "the Bundle has no entry"),
        (ndjson(v2(type=coded("claim-type", "pharmacy"))), "are not professional .but pharmacy."),
        (ndjson(v2(item=[])), "its claims have no items"),
        (ndjson({"resourceType": "Patient"}), "JSON without a FHIR ExplanationOfBenefit"),
        ("[1, 2]", "JSON without a FHIR ExplanationOfBenefit"),
    ],
)
def test_refused(loader: Loader, con: duckdb.DuckDBPyConnection, write: Write, content: str, says: str) -> None:
    with pytest.raises(InputRefused, match=says) as caught:
        loader.files(write("claims.json", content))
    assert str(caught.value).startswith("claims.json: ")
    assert str(caught.value).count(". ") == 0
    assert "P1" not in str(caught.value)
    assert con.execute("select count(*) from duckdb_tables() where temporary").fetchall() == [(0,)]
    assert con.execute("select count(*) from duckdb_functions() where starts_with(function_name, 'eob_')").fetchall() \
        == [(0,)]  # fmt: skip


def test_a_document_too_large_is_refused(loader: Loader, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(eob, "LARGEST_DOCUMENT", 1 << 20)
    with pytest.raises(InputRefused, match="larger than 1 MB; write one ExplanationOfBenefit a line"):
        loader.files(write("claims.json", json.dumps(bundle(v2(text="x" * (40 << 20))))))


def test_a_mapping_is_refused(loader: Loader, write: Write) -> None:
    with pytest.raises(UsageError, match="takes no mapping"):
        loader.files(write("claims.ndjson", ndjson(v1())), mapping="billing_export")


def test_the_format_can_be_named(loader: Loader, write: Write) -> None:
    assert loader.files(write("a.json", ndjson(v1())), input_format="eob").total.read == 1
    with pytest.raises(InputRefused, match="not JSON"):
        loader.files(write("b.csv", "a,b\n1,2\n"), input_format="eob")


def test_many_claims_keep_the_order_of_the_file(loader: Loader, write: Write) -> None:
    many = [v2(id=str(n), identifier=[]) for n in range(3000)]
    loader.files(write("claims.ndjson", ndjson(*many)))
    assert loader.lines("row_number, claim_id") == [(n + 1, str(n)) for n in range(3000)]
    loader.files(write("claims.json", json.dumps(bundle(*many))))
    assert loader.lines("row_number, claim_id") == [(n + 1, str(n)) for n in range(3000)]


@pytest.mark.skipif(not SAMPLES.is_dir(), reason=f"the samples written by others are not at {SAMPLES}")
class TestSamples:
    """Files of the same layout which nobody here wrote: no facet line in any of them."""

    @pytest.mark.parametrize(
        ("name", "read", "rejected", "state", "performer"),
        [
            ("v1_eobReadCarrierMultipleLines.json", 7, 0, "IL", "1923124"),
            ("v2_eobReadCarrierWithMultipleLines.json", 7, 0, "IL", "1923124"),
            ("ExplanationOfBenefit-Carrier.json", 4, 1, "AZ", "1942945159"),
        ],
    )
    def test_carrier(self, loader: Loader, name: str, read: int, rejected: int, state: str, performer: str) -> None:
        report = loader.files(SAMPLES / name, all_lines=True)
        assert astuple(report.total) == (read, rejected, read - rejected, 0, 0, 0)
        assert loader.lines("state, rendering_npi")[0] == (state, performer)

    @pytest.mark.parametrize("name", ["EOB-Carrier-Sample.json", "EOB-Carrier-MCS-Sample.json"])
    def test_others(self, loader: Loader, name: str) -> None:
        with pytest.raises(InputRefused, match="JSON without a FHIR ExplanationOfBenefit"):
            loader.files(SAMPLES / name)
