"""Every sample file beside the checkout loads whole, or is refused in one sentence that names what is wrong."""

from __future__ import annotations

import json
import re
from pathlib import Path

import duckdb
import pytest

from facetaudit.claims.intake import load
from facetaudit.errors import InputRefused
from tests.claims.drawn import KEEP_CODES

SAMPLES = Path(__file__).parents[2].parent / "shared" / "data" / "claims"
_OTHER_SIGN = "the sign between the parts of its code is not the one that ISA names"
_NO_COLUMNS = r"the header lacks .*hcpcs .*rename the headers to the canonical names or give a mapping file"
_NO_TEXT = "no separator is found in the first row"
REFUSED = {
    "SOURCES.md": _NO_TEXT,
    "cclf_spec/cclf_5_v36_layout.csv": _NO_COLUMNS,
    "fhir_eob/EOB-Carrier-MCS-Sample.json": "JSON without a FHIR ExplanationOfBenefit",
    "fhir_eob/EOB-Carrier-Sample.json": "JSON without a FHIR ExplanationOfBenefit",
    "puf/facet_rows_noname.csv": _NO_COLUMNS,
    "rif_bfd/LICENSE.CC0": _NO_TEXT,
    "rif_bfd/rif-synthea_beneficiary_2015.csv": "holds beneficiaries, not claims; give the carrier file",
    "rif_bfd/rif-synthea_outpatient.csv": "institutional claims .* give the carrier file",
    "rif_bfd/sample-a-outpatient.txt": "institutional claims .* give the carrier file",
    "rif_bfd/sample-u-bcarrier.txt": "every row is rejected, .*too many cells in the row",
    "synpuf/DE1_0_2008_to_2010_Carrier_Claims_Sample_0A.csv": _NO_COLUMNS,
    "synpuf/carrier_claims.csv": _NO_COLUMNS,
    "tuva_input/medical_claim_header.csv": "there is a header and no rows",
    "x12_835/kstoddart/blue_cross_nc_sample.txt": "does not begin with an interchange header",
    "x12_835/lfh/cob-contractural-adjustment.835": _OTHER_SIGN,
    "x12_835/lfh/medicare-part-a.835": "paid as a whole without service lines",
    "x12_835/lfh/secondary-payment.835": _OTHER_SIGN,
    "x12_835/lfh/tertiary-payment.835": r"every row is rejected, .*hcpcs \(blank\)",
    "x12_837/imsweb/LICENSE": _NO_COLUMNS,
    "x12_837/lfh/demo.cob.2ndary.example4.837": _OTHER_SIGN,
    **{f"x12_837/lfh/demo.example{number}.837": _OTHER_SIGN for number in (6, 9, 11, 12)},
}
"""Files without claim lines, or with claims that cannot be told apart, and words of the refusal."""
_SEGMENTS = {"x12-835": rb"[~\r\n]\s*SVC.", "x12-837": rb"[~\r\n]\s*SV1."}

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample files are not on this machine")


def files() -> list[str]:
    found = (path for path in SAMPLES.rglob("*") if path.is_file()) if SAMPLES.is_dir() else ()
    return sorted(path.relative_to(SAMPLES).as_posix() for path in found)


def lines_in(path: Path, input_format: str) -> int:
    """The claim lines of a file, counted without the reader."""
    content = path.read_bytes()
    if input_format in _SEGMENTS:
        return len(re.findall(_SEGMENTS[input_format], content))
    if input_format == "eob":
        return len(json.loads(content)["item"])
    return len(content.splitlines()) - 1


def test_every_refused_sample_is_there() -> None:
    assert {*REFUSED} <= {*files()}


@pytest.mark.parametrize("name", files() or ["no sample"])
def test_sample_loads_whole_or_is_refused(name: str) -> None:
    path = SAMPLES / name
    with duckdb.connect() as con:
        if name in REFUSED:
            with pytest.raises(InputRefused, match=REFUSED[name]) as refused:
                load(con, path, keep_codes=KEEP_CODES, all_lines=True)
            message = str(refused.value)
            assert message.startswith(f"{path.name}: ")
            assert message.endswith(".")
            assert "\n" not in message
            return
        report = load(con, path, keep_codes=KEEP_CODES, all_lines=True)
        (kept,) = con.execute("select count(*) from claim_line").fetchall()[0]
    total = report.total
    assert total.read == lines_in(path, report.files[0].format) > 0
    assert total.read == total.rejected + kept
    assert total.rejected == sum(rows for _, _, rows in report.rejects)
