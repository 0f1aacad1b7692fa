"""Files of professional claims: envelopes, separators, parts, recognition, damage of every kind, and the samples."""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Callable
from dataclasses import astuple
from pathlib import Path
from typing import Any

import duckdb
import pytest
from pyx12.x12file import X12Reader

from facetaudit.audit.check import check
from facetaudit.claims.formats import open_file, x12_837
from facetaudit.claims.formats.request import Request
from facetaudit.claims.formats.x12.remittance_parts import read_parts
from facetaudit.claims.source import Source
from facetaudit.errors import FacetauditError, InputRefused, UsageError
from facetaudit.synthetic import synthesize
from tests.claims.claims_837 import GS, ISA, claim, interchange, line, patient, provider, subscriber, transaction
from tests.claims.drawn import Loader
from tests.claims.remittances import damage
from tests.claims.test_x12_835_files import refused

Write = Callable[[str, str | bytes], Path]
SAMPLES = Path(__file__).parents[2].parent / "shared" / "data" / "claims" / "x12_837"
TWO = transaction(
    provider(),
    subscriber(claim(line(), line("HC:64494:RT:KX", number=2), charge="1000"), member="SECRET9"),
    subscriber(member="P2"),
    patient(claim(line("HC:64635:RT"), claim_id="C2")),
)
SOUND = interchange(TWO)
LINES = [("C1", "64493", 27), ("C1", "64494", 30), ("C2", "64635", 49)]
"""Claim, code and segment of the lines: 7 segments of the head, 8 of the provider, 8 of the subscriber, CLM, HI, LX."""
THREE = interchange(
    transaction(provider(), *(subscriber(claim(line(), claim_id=f"C{name}"), member=f"P{name}") for name in "123"))
)
INSTITUTIONAL = transaction(
    provider(), subscriber(claim("LX*1~SV2*0490*HC:64493*500*UN*1~DTP*472*D8*20240301~")), version="005010X223A2"
)


@pytest.fixture
def load_text(loader: Loader, write: Write) -> Callable[..., Loader]:
    """Load the text as a file."""

    def to(text: str | bytes, **options: Any) -> Loader:
        loader.files(write("claims.837", text), all_lines=True, **options)
        return loader

    return to


LoadText = Callable[..., Loader]


def found(loader: Loader) -> list[tuple[Any, ...]]:
    return loader.lines("claim_id, hcpcs, row_number")


def notes(loader: Loader) -> str:
    assert loader.report is not None
    return "\n".join(loader.report.files[0].notes)


def laid_out(con: duckdb.DuckDBPyConnection, path: Path, workdir: Path) -> tuple[Source, list[dict[str, Any]]]:
    """The source of a file and its lines, those with a problem among them."""
    workdir.mkdir(exist_ok=True)
    source = open_file(Request(con, path, path.name, workdir, None, "auto"), "auto")
    return source, con.sql("select * from read_parquet(getvariable('intake_path'))").to_arrow_table().to_pylist()


def test_rows_are_numbered_by_their_segment(load_text: LoadText) -> None:
    loader = load_text(SOUND)
    assert found(loader) == LINES
    assert loader.report is not None
    assert astuple(loader.report.total) == (3, 0, 0, 3, 3, 0)
    assert notes(loader).startswith("2 claims in 1 transaction\nclaims (837) are what was billed")


@pytest.mark.parametrize(
    "written",
    [
        SOUND.replace("~", "~\n"),
        SOUND.replace("~", "~\r\n"),
        SOUND.replace("~", "\n"),
        SOUND.replace("~", "\r"),
        SOUND.replace("~", "'"),
        SOUND.replace("*", "|").replace(":", ">"),
        SOUND.replace("*", "\x1d").replace(":", "\x1f").replace("~", "\x1c"),
        "\ufeff\n " + SOUND + "\n\n\x1a",
        SOUND[:-1],
        SOUND.replace("~", "~ "),
    ],
)
def test_separators_line_ends_and_fillings(con: duckdb.DuckDBPyConnection, write: Write, written: str) -> None:
    path = write("claims.837", written)
    source, lines = laid_out(con, path, path.parent / "work")
    assert [(one["claim_id"], one["hcpcs"], one["segment"]) for one in lines] == LINES
    assert "may be lost" not in "".join(source.notes)


def test_each_interchange_has_separators_of_its_own(load_text: LoadText) -> None:
    groups = f"{ISA}{GS}{TWO}GE*1*1~{GS}{TWO}{TWO}GE*2*1~IEA*2*000000001~"
    other = SOUND.replace("*", "|").replace(":", ">").replace("~", "!\n")
    loader = load_text(groups + "\n" + other)
    size = TWO.count("~")
    places = [0, size + 2, 2 * size + 2, 3 * size + 6]
    assert found(loader) == [(name, code, place + at) for place in places for name, code, at in LINES]
    assert "8 claims in 4 transactions" in notes(loader)
    assert "may be lost" not in notes(loader)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "latin-1", "utf-8"])
def test_encodings(load_text: LoadText, encoding: str) -> None:
    text = SOUND.replace("MEDICARE", "CAISSE D\u00c9PARTEMENTALE").replace("*MB~", "*12~")
    loader = load_text(text.encode(encoding))
    assert found(loader) == LINES
    assert {payer for (payer,) in loader.lines("payer")} == {"CAISSE D\u00c9PARTEMENTALE"}


@pytest.mark.parametrize("version", ["005010X222", "005010X222A2", "004010X098A1", ""])
def test_versions(load_text: LoadText, version: str) -> None:
    text = SOUND.replace("0001*005010X222A1", f"0001*{version}").replace("X*005010X222A1", f"X*{version}")
    assert found(load_text(text)) == LINES


def test_the_report_says_why_and_what_claims_cannot_show(write: Write) -> None:
    report = check(write("claims.txt", SOUND))
    assert report["files"][0]["format"] == "x12-837"
    assert report["files"][0]["why"] == "an X12 interchange (ISA) with claims (ST 837)"
    said = {one["what"].split(":")[0].rstrip("."): one["detectors"] for one in report["cannot_show"]}
    assert "Amounts" in said
    assert said["Prior-authorization numbers"] == "FA601"
    assert "Diagnoses" not in said
    assert "they have no amounts allowed or paid, no denials" in report["files"][0]["notes"][-1]


def test_other_kinds_of_claims_are_counted_and_passed_over(load_text: LoadText) -> None:
    other = "ST*999*0002~AK1*HC*1~SE*3*0002~"
    loader = load_text(interchange(INSTITUTIONAL, other, TWO))
    assert [row[:2] for row in found(loader)] == [row[:2] for row in LINES]
    assert "2 transactions of another kind (999 1, institutional 1) passed over, with 1 claim" in notes(loader)
    assert "may be lost" not in notes(loader)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (TWO, "the file does not begin with an interchange header (ISA)"),
        (SOUND[:700], f"after segment {SOUND[:700].count('~')} the end of the interchange (IEA) is missing"),
        (SOUND.removesuffix("IEA*1*000000001~"), "the file was cut short"),
        (SOUND.replace("*P*:~", "*P~"), "the interchange header (ISA, segment 1) is not whole"),
        (interchange(INSTITUTIONAL), "it holds no professional claim (837P) but institutional 1"),
        (interchange(transaction(provider())), "it holds no claims (CLM)"),
        (interchange(transaction(provider(), subscriber(claim()))), "it has 1 claim without service lines (LX)"),
        (SOUND.replace("20240301", "2024"), "every row is rejected, most often because of service_date"),
        (SOUND.replace("HC:", "HC>"), "the sign between the parts of its code is not the one that ISA names"),
        (SOUND.replace("SV1*HC:", "SV1*ER:"), "its code is of another list than HCPCS"),
    ],
)
def test_refusals(con: duckdb.DuckDBPyConnection, write: Write, text: str, says: str) -> None:
    assert says in refused(con, write("claims.837", text))


def test_a_mapping_is_refused(write: Write, loader: Loader) -> None:
    mapping = write("m.toml", '[columns]\nclaim_id = "CLM01"\n')
    with pytest.raises(UsageError, match="an 837 file takes no mapping"):
        loader.files(write("claims.837", SOUND), mapping=mapping)


def test_rejected_rows_are_named_by_their_segment(load_text: LoadText) -> None:
    bad = [
        (claim("LX*1~"), 2, None, "a service line (LX) without its service (SV1)"),
        (claim(line("ER:64493")), 3, None, "its code is of another list than HCPCS"),
        (claim("LX*1~SV2*0490*HC:64493*500*UN*1~"), 3, None, "a service of an institutional or dental claim"),
        (claim(line(charge="5OO"), charge="5OO"), 3, "charge_amount", "not an amount"),
        (claim(line(rest="UN*one")), 3, "units", "not a number"),
        (claim(line(rest="UN*1.5")), 3, "units", "not whole on a facet-joint code"),
        (claim(line(), claim_id=""), 3, "claim_id", "blank"),
        (claim(line("HC:644933")), 3, "hcpcs", "not a code of five letters and digits"),
        (claim(line("HC")), 3, "hcpcs", "blank"),
        (claim(line("HC:64493:RTX")), 3, "modifier_1", "not a modifier of two letters or digits"),
        (claim(line(date="DTP*472*D8*20241301~")), 3, "service_date", "not a date in the accepted format"),
        (claim(line(date="")), 3, "service_date", "blank"),
        (claim(line(), setting="1:B:1"), 3, None, None),
    ]
    loader = load_text(
        interchange(transaction(provider(), subscriber(*[text for text, *_ in bad], claim(line(), claim_id="C9"))))
    )
    expected, before = [], 23
    for text, at, column, reason in bad:
        if reason is not None:
            expected.append((before + at + 1, column, reason))
        before += text.count("~")
    assert loader.rejected() == expected
    assert [row[0] for row in found(loader)] == ["C1", "C9"]
    assert loader.report is not None
    assert astuple(loader.report.total)[:4] == (len(bad) + 1, len(bad) - 1, 0, 2)


_LOST_ABOVE = "a segment above its claim is lost, so its patient is not known"
_MISCOUNTED = "1 transaction with another number of segments than its SE says, the first at segment 3: segments may be"
DAMAGED = {
    "a segment of its own kind is passed over": (
        SOUND.replace("LX*2", "ZZ*NOTE~LX*2"), [0, 0, 0],
        "1 segment with no place where they stand, the first at segment 29: passed over",
    ),
    "a claim whose CLM is damaged takes nothing from the claim before": (
        interchange(transaction(provider(), subscriber(claim(line()), claim(line(), claim_id="C2"), claim(line()))))
        .replace("CLM*C2", "CLX*C2"), ["does not add up", "does not add up", 0],
        "1 claim whose lines are not what was charged in all (CLM02), the first at segment 24: lines may be lost",
    ),
    "a line whose SV1 is damaged": (
        SOUND.replace("SV1*HC:64494", "SVX*HC:64494"), ["does not add up", "does not add up", 0],
        "1 segment with no place where they stand, the first at segment 30: passed over",
    ),
    "a lost line number": (
        SOUND.replace("LX*2~", ""), [0, 0, 0],
        "1 claim whose lines (LX) have no numbers of their own, the first at segment 24: numbered by their places",
    ),
    "a lost subscriber gives nobody his claims": (
        SOUND.replace("HL*3*1*22*1~", ""), [0, 0, _LOST_ABOVE], "levels may be lost",
    ),
    "a damaged subscriber": (
        THREE.replace("HL*3*1*22", "HX*3*1*22"), [0, _LOST_ABOVE, 0], "4 segments with no place where they stand",
    ),
    "a lost subscriber between two": (
        THREE.replace("HL*3*1*22*0~", ""), [0, _LOST_ABOVE, 0],
        "1 level (HL) with a number or a parent that does not follow",
    ),
    "a lost dependent": (
        SOUND.replace("HL*4*3*23*0~", ""), [0, 0, _LOST_ABOVE], "1 segment with no place where they stand",
    ),
    "a lost provider": (
        interchange(transaction(provider(), subscriber(claim(line())), provider(), subscriber(claim(line()))))
        .replace("HL*3**20*1~", ""), [0, 0], "levels may be lost",
    ),
    "a transaction whose ST is damaged": (
        interchange(TWO, TWO.replace("ST*837", "SX*837")), [0, 0, 0, "outside", "outside", "outside"],
        "1 segment with no place where they stand",
    ),
    "a lost end of a transaction": (
        interchange(TWO, TWO).replace(TWO[TWO.index("SE*"):], "", 1), [0] * 6,
        "1 transaction without its end (SE), the first at segment 3: segments may be lost",
    ),
    "a lost line": (SOUND.replace(line("HC:64494:RT:KX", number=2), ""), [0, 0], _MISCOUNTED),
    "an empty segment is no segment": (SOUND.replace("LX*2~", "~LX*2~"), [0, 0, 0], "2 claims in 1 transaction"),
    "a lost transaction": (
        SOUND.replace("GE*1*1", "GE*2*1"), [0, 0, 0],
        "1 group whose GE counts other transactions than it has: claims may be lost",
    ),
    "a lost end mark": (
        SOUND.replace("UN*1***1~DTP*472*D8*20240301~LX", "UN*1***1DTP*472*D8*20240301~LX"), ["service_date", 0, 0],
        _MISCOUNTED,
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", DAMAGED)
def test_what_is_lost_or_does_not_add_up_is_told(load_text: LoadText, what: str) -> None:
    text, lines, note = DAMAGED[what]
    loader = load_text(text)
    assert len(found(loader)) == lines.count(0)
    rejected = [f"{column} {reason}" for _, column, reason in loader.rejected()]
    assert len(rejected) == len(lines) - lines.count(0)
    assert all(str(word) in reason for word, reason in zip([one for one in lines if one], rejected, strict=True))
    assert note in notes(loader)


def test_a_lost_provider_gives_no_npi(load_text: LoadText) -> None:
    two = (subscriber(claim(line())), provider("2*OTHER*****XX*1222222222"), subscriber(claim(line(), claim_id="C2")))
    loader = load_text(interchange(transaction(provider(), *two)).replace("HL*3**20*1~", ""))
    assert loader.lines("claim_id, billing_npi") == [("C1", "1987654328"), ("C2", None)]


def test_no_claim_is_given_to_another_patient_when_a_segment_is_lost(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """Every segment of a file of four patients lost in turn: what is read of a claim is never another patient's."""
    family = [subscriber(member="P3"), patient(claim(line(), claim_id="C3"))]
    text = interchange(
        transaction(
            provider(), subscriber(claim(line()), member="P1"), subscriber(claim(line(), claim_id="C2"), member="P2"),
            *family, patient(claim(line(), claim_id="C4"), birth="20010101"),
        )
    )  # fmt: skip
    right = {"C1": "P1", "C2": "P2", "C3": "P3/19800229", "C4": "P3/20010101"}
    named = {*right.values(), "P3/NAME SMALL", None}
    segments = text.split("~")[:-1]
    for lost in range(2, len(segments) - 2):
        path = tmp_path / "claims.837"
        path.write_text("~".join(segments[:lost] + segments[lost + 1 :]) + "~")
        source, lines = laid_out(con, path, tmp_path / "work")
        for one in lines:
            if one["problem"] is None and one["claim_id"] is not None:
                assert one["patient_id"] in named, segments[lost]
                assert one["patient_id"] in (right[one["claim_id"]], None, "P3/NAME SMALL"), segments[lost]
        assert len([one for one in lines if one["problem"] is None]) == 4 or "lost" in "".join(source.notes)


def sv1_by_pyx12(text: str) -> list[tuple[str, str]]:
    """Code and charge of each service, by pyx12's own segments."""
    return [
        (segment.get_value("SV101"), segment.get_value("SV102"))
        for segment in X12Reader(io.StringIO(text)) if segment.get_seg_id() == "SV1"
    ]  # fmt: skip


def test_pyx12_finds_the_same_services(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    made = synthesize(100, 11, "x12-837", tmp_path / "made").claims_file
    unread = ("LICENSE", "x12_bad_first_line.txt")
    for path in [made, *(path for path in sorted(SAMPLES.glob("*/*")) if path.name not in unread)]:
        _, lines = laid_out(con, path, tmp_path / "work")
        expected = sv1_by_pyx12(path.read_text())
        assert len(lines) == len(expected), path.name
        codes = [(one["hcpcs"] or "", one["charge_amount"]) for one in lines if one["problem"] is None]
        if len(codes) == len(expected):
            assert codes == [(code.split(":")[1], charge) for code, charge in expected], path.name


def test_small_parts_and_batches_give_the_same_lines(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = synthesize(40, 11, "x12-837", tmp_path / "made").claims_file
    source, whole = laid_out(con, path, tmp_path / "1")
    monkeypatch.setattr(read_parts, "__defaults__", (3_000,))
    monkeypatch.setattr(x12_837, "BATCH_ROWS", 7)
    in_parts, lines = laid_out(con, path, tmp_path / "2")
    assert (in_parts.notes, lines) == (source.notes, whole)


SAMPLED = [
    *((f"imsweb/{name}.txt", 2, 1, "") for name in ("x12_bad_first_line", "x12_missing_elements", "x12_valid")),
    ("imsweb/x12_complex.txt", 10, 6, ""),
    ("imsweb/x12_multiple_gs.txt", 6, 3, ""),
    ("imsweb/x12_multiple_st.txt", 4, 2, ""),
    ("imsweb/x12_multiple_transactions.txt", 624, 312, ""),
    ("lfh/demo.ambulance.example5.837", 4, 0, ""),
    ("lfh/demo.autoaccident.837", 2, 0, ""),
    ("lfh/demo.cob.example3.A.837", 3, 0, ""),
    ("lfh/demo.cob.example3.B.837", 3, 0, ""),
    ("lfh/demo.cob.example3.C.837", 3, 0, ""),
    ("lfh/demo.cob.example4.837", 1, 0, ""),
    ("lfh/demo.drug.example10.1.837", 2, 0, ""),
    ("lfh/demo.drug.example10.2.837", 6, 0, ""),
    ("lfh/demo.drug.example10.3.837", 6, 0, ""),
    ("lfh/demo.example1.837", 4, 0, ""),
    ("lfh/demo.example2.837", 4, 0, ""),
    ("lfh/demo.example7.837", 2, 0, ""),
    ("lfh/demo.example8.837", 1, 0, ""),
    *(
        (f"lfh/demo.{name}.837", 0, 0, "the sign between the parts of its code is not the one that ISA names")
        for name in ("cob.2ndary.example4", "example6", "example9", "example11", "example12")
    ),
]
"""File, services (SV1), those whose code is of six digits, and the words of its refusal."""


@pytest.mark.skipif(not SAMPLES.exists(), reason="the sample files are not on this machine")
@pytest.mark.parametrize(("name", "lines", "rejected", "says"), SAMPLED)
def test_samples(loader: Loader, name: str, lines: int, rejected: int, says: str) -> None:
    if says:
        assert says in refused(loader.con, SAMPLES / name)
    else:
        loader.files(SAMPLES / name, all_lines=True)
        assert len(loader.rejected()) == rejected
        assert len(loader.lines("claim_id")) == lines - rejected


def test_every_sample_is_named_above() -> None:
    names = {str(path.relative_to(SAMPLES)) for path in SAMPLES.glob("*/*")}
    assert names - {"imsweb/LICENSE"} <= {name for name, *_ in SAMPLED}


@pytest.mark.parametrize("seed", range(60))
def test_damage_is_refused_in_a_sentence_or_told(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Never a traceback, a patient's value in a message, a file left behind, or a line that is lost unsaid."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    path = tmp_path / "claims.837"
    path.write_bytes(damage(SOUND.encode(), seed))
    try:
        source, lines = laid_out(con, path, tmp_path / "work")
    except FacetauditError as error:
        message = str(error)
        assert message.endswith(".")
        assert "\n" not in message
        assert "SECRET9" not in message
    else:
        doubts = [note for note in source.notes if "be lost" in note or "passed over" in note or "no lines" in note]
        assert len(lines) >= len(LINES) or doubts
    assert con.execute("select table_name from duckdb_tables()").fetchall() == []
    assert os.listdir(scratch) == []


@pytest.mark.parametrize("seed", range(400, 406))
def test_counts_add_up_whatever_the_damage(loader: Loader, write: Write, seed: int) -> None:
    try:
        report = loader.files(write("claims.837", damage(SOUND.encode(), seed)))
    except InputRefused:
        return
    total = report.total
    assert total.read == total.rejected + total.outside + total.audited
    assert total.audited == total.active + total.inactive
