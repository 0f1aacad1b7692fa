"""A written remittance: what goes in comes out, and every sum in it is right to the cent."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import duckdb
import oxedi
import pyarrow as pa
import pytest

from facetaudit.claims.intake import load
from facetaudit.claims.schema import COLUMN_NAMES
from facetaudit.synthetic import synthesize
from facetaudit.synthetic.writers import WRITERS, X12RemittanceWriter

CLAIMS = 5_000
LOST = {"mac", "state", "locality", "diagnosis_codes", "original_claim_id"}
CARRIED = [name for name in COLUMN_NAMES if name not in LOST]
MONEY_COLUMNS = {"deductible_amount": "PR-1", "coinsurance_amount": "PR-2", "sequestration_amount": "CO-253"}
Lines = list[dict[str, object]]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Lines]:
    """A remittance of 5,000 claims, and the lines that it was made from."""
    tables: list[pa.Table] = []

    class Listening(X12RemittanceWriter):
        def write(self, lines: pa.Table) -> None:
            tables.append(lines)
            super().write(lines)

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(WRITERS, "x12-835", Listening)
        made = synthesize(CLAIMS, 5, "x12-835", tmp_path_factory.mktemp("remittance") / "made")
    return made.claims_file, pa.concat_tables(tables).select(list(COLUMN_NAMES)).to_pylist()


@pytest.fixture(scope="module")
def loaded(written: tuple[Path, Lines]) -> Lines:
    with duckdb.connect() as con:
        report = load(con, written[0], keep_codes=["64493"], all_lines=True)
        assert report.total.rejected == 0
        assert not any("may be lost" in note or "AMT" in note for note in report.files[0].notes)
        return con.table("claim_line").order("line_id").to_arrow_table().to_pylist()


def as_carried(line: dict[str, object]) -> tuple[object, ...]:
    """The columns that a remittance has; of facility claims it has no place."""
    said = {**line}
    if said["claim_type"] != "professional":
        said["place_of_service"] = None
    return tuple(said[name] for name in CARRIED)


def test_what_goes_in_comes_out(written: tuple[Path, Lines], loaded: Lines) -> None:
    given = written[1]
    replaced = {line["original_claim_id"]: line for line in given if line["claim_frequency_code"] != "1"}
    # voids and what is replaced have no lines of their own here: they are reversals of the claims that they name
    plain = [line for line in given if line["claim_frequency_code"] == "1"]
    reversals = [line for line in loaded if line["claim_id"] in replaced and line["units"] < 0]
    kept = [line for line in loaded if line not in reversals and line["claim_frequency_code"] == "1"]
    assert sorted(map(as_carried, kept), key=repr) == sorted(map(as_carried, plain), key=repr)
    assert len(replaced) > 5
    taken_back = [line for line in given if line["claim_id"] in replaced and line["claim_frequency_code"] != "8"]
    assert len(reversals) == len(taken_back)
    for line in (*reversals, *(one for one in loaded if one["claim_id"] in replaced and one["units"] > 0)):
        assert line["inactive_reason"] == "reversed", line


def test_replacements_come_out(written: tuple[Path, Lines], loaded: Lines) -> None:
    given = [line for line in written[1] if line["claim_frequency_code"] == "7"]
    found = {(line["claim_id"], line["line_number"]): line for line in loaded if line["claim_frequency_code"] == "7"}
    assert len(found) == len(given)
    for line in given:
        one = found[line["claim_id"], line["line_number"]]
        assert [one[name] for name in CARRIED if name != "paid_date"] == [
            line[name] for name in CARRIED if name != "paid_date"
        ]
        assert one["original_payer_claim_number"] == f"99{line['original_claim_id']}"


def segments(path: Path) -> list[list[str]]:
    return [one.strip().split("*") for one in path.read_text().split("~") if one.strip()]


def adjusted(segment: list[str]) -> Decimal:
    return sum((Decimal(amount) for amount in segment[3::3]), Decimal())


def test_every_sum_is_right_to_the_cent(written: tuple[Path, Lines]) -> None:
    """The balances of the implementation guide, by line, claim and transaction, counted here from the segments."""
    lines = claims = 0
    for text in written[0].read_text().replace("\n", "").split("~ST*")[1:]:
        body = [one.split("*") for one in f"ST*{text}".split("~")]
        stated = next(Decimal(one[2]) for one in body if one[0] == "BPR")
        ended = next(at for at, one in enumerate(body) if one[0] == "SE")
        assert int(body[ended][1]) == ended + 1
        paid = sum(Decimal(one[4]) for one in body if one[0] == "CLP")
        held = sum((Decimal(amount) for one in body if one[0] == "PLB" for amount in one[4::2]), Decimal())
        assert stated == paid - held >= 0
        sums: dict[str, Decimal] = defaultdict(Decimal)
        for one in [*body, ["CLP", "", "", "0", "0"]]:
            if one[0] in ("SVC", "CLP", "SE"):
                assert sums.pop("line", Decimal()) == 0
            if one[0] == "CLP":
                assert (sums["charge"], sums["paid"]) == (0, 0)
                sums["charge"], sums["paid"], claims = Decimal(one[3]), Decimal(one[4]), claims + 1
            elif one[0] == "SVC":
                sums["line"], lines = Decimal(one[2]) - Decimal(one[3]), lines + 1
                sums["charge"] -= Decimal(one[2])
                sums["paid"] -= Decimal(one[3])
            elif one[0] == "CAS":
                sums["line"] -= adjusted(one)
    assert lines > 7_000
    assert claims > CLAIMS


def test_money_identities_hold_on_every_line_that_was_read(loaded: Lines) -> None:
    """Paid, patient's share and sequestration are what was allowed; charge less all adjustments is what was paid."""
    for line in loaded:
        said = [one.rsplit(" ", 1) for one in str(line["adjustments"]).split("; ") if line["adjustments"]]
        amount = {reason: Decimal(text) for reason, text in said}
        assert len(amount) == len(said)
        assert Decimal(str(line["charge_amount"])) - sum(amount.values()) == line["paid_amount"], line
        beside = sum(amount.get(reason, Decimal()) for reason in ("PR-1", "PR-2", "CO-253"))
        assert Decimal(str(line["paid_amount"])) + beside == line["allowed_amount"], line
        for column, reason in MONEY_COLUMNS.items():
            assert line[column] == (f"{amount[reason]:.2f}" if reason in amount else None)
    assert {line["payer_order"] for line in loaded if line["line_status"] == "paid"} == {"primary", None}


def test_oxedi_finds_no_fault(written: tuple[Path, Lines]) -> None:
    """Its own specification of 5010 checks structure, lengths, code lists and balances."""
    found = oxedi.parse(written[0].read_bytes()).diagnostics
    assert sorted({f"{one.kind} {one.rule}" for one in found}) == []


def test_every_kind_of_line_is_there(written: tuple[Path, Lines]) -> None:
    said = {(one[0], one[1]) for one in segments(written[0])}
    assert {("REF", "0K"), ("REF", "G1"), ("REF", "F8"), ("AMT", "B6"), ("LQ", "HE")} <= said
    assert {one[3][:2] for one in segments(written[0]) if one[0] == "PLB"} == {"WO", "FB"}
    assert {one[2] for one in segments(written[0]) if one[0] == "CLP"} == {"1", "4", "22"}
    reasons = {one[2] for one in segments(written[0]) if one[0] == "CAS"}
    assert reasons == {"1", "2", "45", "50", "97", "253"}
