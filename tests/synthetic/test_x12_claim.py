"""Written claims, and claims with their remittances: what goes in comes out, with money that is right to the cent."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from facetaudit.claims.intake import load
from facetaudit.claims.report import LoadReport
from facetaudit.claims.schema import COLUMN_NAMES
from facetaudit.synthetic import SyntheticReport, synthesize
from facetaudit.synthetic.writers import WRITERS

CLAIMS = 900
PARTS = ("deductible", "coinsurance", "sequestration")
"""What was allowed and not paid: the patient's share and what was held back."""
LOST = {
    "x12-837": {"mac", "locality", "allowed_amount", "paid_amount", "paid_date", "line_status", "original_claim_id"},
    "x12-pair": {"mac", "locality"},
}
Line = dict[str, object]


class Extract:
    """A written extract, the lines that it was made from and the lines that were loaded from it."""

    def __init__(self, made: SyntheticReport, given: list[Line]) -> None:
        self.made = made
        self.given = given
        with duckdb.connect() as con:
            files = [made.claims_file, *made.further_files]
            self.report: LoadReport = load(con, files, keep_codes=["64493"], all_lines=True)
            self.loaded: list[Line] = con.table("claim_line").order("line_id").to_arrow_table().to_pylist()

    def carried(self, line: Line) -> tuple[object, ...]:
        """The columns that the format has; diagnoses without dots, and the same code once."""
        said = dict(line)
        codes = [code.replace(".", "") for code in str(line["diagnosis_codes"]).split(";")]
        said["diagnosis_codes"] = ";".join(dict.fromkeys(codes))
        return tuple(said[name] for name in COLUMN_NAMES if name not in LOST[self.made.output_format])


def extract(output_format: str, claims: int, folder: Path) -> Extract:
    tables: list[pa.Table] = []
    writer = WRITERS[output_format]

    class Listening(writer):  # type: ignore[valid-type, misc]
        def write(self, lines: pa.Table) -> None:
            tables.append(lines)
            super().write(lines)

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(WRITERS, output_format, Listening)
        made = synthesize(claims, 5, output_format, folder / "made")
    return Extract(made, pa.concat_tables(tables).select(list(COLUMN_NAMES)).to_pylist())


@pytest.fixture(scope="module")
def claims(tmp_path_factory: pytest.TempPathFactory) -> Extract:
    return extract("x12-837", CLAIMS, tmp_path_factory.mktemp("claims"))


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Extract:
    return extract("x12-pair", CLAIMS, tmp_path_factory.mktemp("pair"))


def test_what_goes_in_comes_out(claims: Extract) -> None:
    found, given = (sorted(map(claims.carried, lines), key=repr) for lines in (claims.loaded, claims.given))
    assert found == given
    assert len(found) > CLAIMS
    assert claims.report.total.rejected == 0
    assert [note for note in claims.report.files[0].notes if "lost" in note or "passed over" in note] == []
    for name in LOST["x12-837"] - {"line_status"}:
        assert {line[name] for line in claims.loaded} == {None}, name


def standing(lines: list[Line]) -> Iterator[Line]:
    """Lines as paid and not taken back: originals that nothing replaces or voids, and replacements."""
    replaced = {line["original_claim_id"] for line in lines if line["claim_frequency_code"] in ("7", "8")}
    taken = {(line["claim_id"], line["line_number"]) for line in lines if Decimal(str(line["units"])) < 0}
    for line in lines:
        if (
            line["claim_id"] not in replaced
            and line["claim_frequency_code"] != "8"
            and (line["claim_id"], line["line_number"]) not in taken
        ):
            yield line


def test_a_pair_gives_back_diagnoses_and_money(pair: Extract) -> None:
    remitted = [line for line in pair.loaded if line["file_index"] == 1]
    found = {pair.carried(line): line for line in remitted}
    plain = [line for line in standing(pair.given) if line["claim_frequency_code"] == "1"]
    assert len(plain) > CLAIMS
    for line in plain:
        assert pair.carried(line) in found, line["claim_id"]
    replacing = [line for line in standing(pair.given) if line["claim_frequency_code"] == "7"]
    by_key = {(line["claim_id"], line["line_number"]): line for line in remitted if Decimal(str(line["units"])) > 0}
    assert len(replacing) > 1
    for line in replacing:
        one = by_key[line["claim_id"], line["line_number"]]
        assert one["original_claim_id"] == line["original_claim_id"]
        assert (one["diagnosis_codes"], one["paid_amount"]) == (
            str(line["diagnosis_codes"]).replace(".", ""), line["paid_amount"],
        )  # fmt: skip


def test_every_active_line_of_a_pair_has_diagnoses_and_money_to_the_cent(pair: Extract) -> None:
    active = [line for line in pair.loaded if line["active"]]
    assert len(active) > CLAIMS
    billed = [line for line in pair.loaded if line["file_index"] == 0]
    charges = {(line["claim_id"], line["line_number"]): line["charge_amount"] for line in billed}
    for line in active:
        assert line["file_index"] == 1
        assert line["diagnosis_codes"]
        assert line["charge_amount"] == charges[line["claim_id"], line["line_number"]]
        parts = [line[name] for name in ("paid_amount", *(f"{part}_amount" for part in PARTS))]
        assert line["allowed_amount"] == sum((Decimal(str(part)) for part in parts if part is not None), Decimal())


def test_every_line_of_a_pair_is_counted(pair: Extract) -> None:
    billed = [line for line in pair.loaded if line["file_index"] == 0]
    assert {line["inactive_reason"] for line in billed} <= {"joined", "voided", "superseded", None}
    joined = [line for line in billed if line["inactive_reason"] == "joined"]
    for line in joined:
        by = (line["superseding_claim_id"], line["superseding_line_number"])
        assert by == (line["claim_id"], line["line_number"])
    claims, remittance = pair.report.files
    assert any(f"{len(joined):,} of {claims.counts.read:,} lines joined with those" in note for note in claims.notes)
    unanswered = [line for line in billed if line["inactive_reason"] != "joined"]
    assert {line["claim_frequency_code"] for line in unanswered} == {"8"}
    for counts in (claims.counts, remittance.counts, pair.report.total):
        assert counts.read == counts.rejected + counts.outside + counts.audited
        assert counts.audited == counts.active + counts.inactive
