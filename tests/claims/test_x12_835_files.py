"""Remittance files: envelopes, separators, parts, both parsers, recognition, and damage of every kind."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from dataclasses import astuple
from pathlib import Path
from typing import Any

import duckdb
import pytest

from facetaudit.audit.check import check
from facetaudit.errors import FacetauditError, InputRefused, UsageError
from tests.claims.drawn import Loader
from tests.claims.remittances import GS, ISA, LINES, SOUND, TWO, claim, damage, interchange, laid_out, line, transaction

Write = Callable[[str, str | bytes], Path]
SAMPLES = Path(__file__).parents[2].parent / "shared" / "data" / "claims" / "x12_835"


@pytest.fixture
def load_text(loader: Loader, write: Write) -> Callable[..., Loader]:
    """Load the text as a file."""

    def to(text: str | bytes, **options: Any) -> Loader:
        loader.files(write("remit.835", text), all_lines=True, **options)
        return loader

    return to


LoadText = Callable[..., Loader]


def found(loader: Loader) -> list[tuple[Any, ...]]:
    return loader.lines("claim_id, hcpcs, row_number")


def notes(loader: Loader) -> str:
    assert loader.report is not None
    return "\n".join(loader.report.files[0].notes)


def refused(con: duckdb.DuckDBPyConnection, path: Path, kind: type[FacetauditError] = InputRefused) -> str:
    """The sentence of the refusal; fails unless the connection is as before."""
    with pytest.raises(kind) as caught:
        Loader(con, path.parent).files(path)
    assert con.execute("select table_name from duckdb_tables()").fetchall() == []
    assert con.execute("select view_name from duckdb_views() where not internal").fetchall() == []
    message = str(caught.value)
    assert message.startswith(path.name)
    assert message.endswith(".")
    assert "\n" not in message
    return message


def test_rows_are_numbered_by_their_segment(load_text: LoadText) -> None:
    loader = load_text(SOUND)
    assert found(loader) == LINES
    assert loader.report is not None
    assert astuple(loader.report.total) == (3, 0, 0, 3, 3, 0)
    assert notes(loader).startswith("2 claims in 1 transaction, 0 of them taken back (CLP02 22)\na remittance has no")


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
        SOUND.replace("IEA*1*000000001", "IEA*01*1").replace("GE*1*1", "GE*01*0001"),
        SOUND[:-1],
    ],
)
def test_separators_line_ends_and_fillings(con: duckdb.DuckDBPyConnection, write: Write, written: str) -> None:
    path = write("remit.835", written)
    source, lines = laid_out(con, path, path.parent / "work")
    assert [(one["claim_id"], one["hcpcs"], one["segment"]) for one in lines] == LINES
    assert "may be lost" not in "".join(source.notes)


def test_each_interchange_has_separators_of_its_own(load_text: LoadText) -> None:
    groups = f"{ISA}{GS}{TWO}GE*1*1~{GS}{TWO}{TWO}GE*2*1~IEA*2*000000001~"
    other = SOUND.replace("*", "|").replace(":", ">").replace("~", "!\n")
    loader = load_text(groups + "\n" + other)
    # TWO has 30 segments; ISA GS | 30 | GE GS | 30 | 30 | GE IEA || ISA GS | 30 | GE IEA
    places = [0, 32, 62, 96]
    assert found(loader) == [(name, code, place + at) for place in places for name, code, at in LINES]
    assert "8 claims in 4 transactions" in notes(loader)
    assert "may be lost" not in notes(loader)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "latin-1", "utf-8"])
def test_encodings(load_text: LoadText, encoding: str) -> None:
    text = SOUND.replace("MEDICARE PART B", "CAISSE D\u00c9PARTEMENTALE").replace("*MB*", "*12*")
    loader = load_text(text.encode(encoding))
    assert found(loader) == LINES
    assert {payer for (payer,) in loader.lines("payer")} == {"CAISSE D\u00c9PARTEMENTALE"}


def test_the_report_says_why_and_what_a_remittance_cannot_show(write: Write) -> None:
    report = check(write("remit.txt", SOUND.replace("*ICN1*11*1", "")))
    assert report["files"][0]["format"] == "x12-835"
    assert report["files"][0]["why"] == "an X12 interchange (ISA) with remittances (ST 835)"
    said = {one["what"].split(":")[0].rstrip("."): one["detectors"] for one in report["cannot_show"]}
    assert said["Diagnoses"] == "FA506 FA602"
    assert said["Prior-authorization numbers"] == "FA601"
    assert said["Who performed the service"] == "FA507 FA703"
    assert said["The place of service"] == "FA701 FA702"
    assert any("does not tell a surgical center's bill" in note for note in report["files"][0]["notes"])


def test_other_transactions_are_passed_over(load_text: LoadText) -> None:
    other = "ST*999*0002~AK1*HP*1~SE*3*0002~"
    loader = load_text(interchange(other, TWO))
    assert [row[:2] for row in found(loader)] == [row[:2] for row in LINES]
    assert "1 transaction of another kind (999) passed over" in notes(loader)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (TWO, "the file does not begin with an interchange header (ISA)"),
        (SOUND[:700], f"after segment {SOUND[:700].count('~')} the end of the interchange (IEA) is missing"),
        (SOUND.removesuffix("IEA*1*000000001~"), "the file was cut short"),
        (SOUND.removesuffix("IEA*1*000000001~") + SOUND, "after segment 33 the end of the interchange (IEA) is"),
        (SOUND.replace("*P*:~", "*P~"), "the interchange header (ISA, segment 1) is not whole"),
        (SOUND.replace("*P*:~", "*P*A~"), "the interchange header (ISA, segment 1) is not whole"),
        (interchange("ST*999*0002~AK1*HP*1~SE*3*0002~"), "it holds no remittance (835) but 999"),
        (interchange(transaction()), "it holds no claims (CLP)"),
        (interchange(transaction(claim())), "it has 1 claim, paid as a whole without service lines (SVC)"),
        (SOUND.replace("20240301", "2024"), "every row is rejected, most often because of service_date"),
        (SOUND.replace("HC:", "HC>"), "the sign between the parts of its code is not the one that ISA names"),
        (SOUND.replace("SVC*HC:", "SVC*NU:"), "its code is of another list than HCPCS"),
    ],
)
def test_refusals(con: duckdb.DuckDBPyConnection, write: Write, text: str, says: str) -> None:
    assert says in refused(con, write("remit.835", text))


def test_a_mapping_is_refused(write: Write, loader: Loader) -> None:
    mapping = write("m.toml", '[columns]\nclaim_id = "CLP01"\n')
    with pytest.raises(UsageError, match="an 835 file takes no mapping"):
        loader.files(write("remit.835", SOUND), mapping=mapping)


def test_rejected_rows_are_named_by_their_segment(load_text: LoadText) -> None:
    bad = [
        ("SVC*HC:64493*500*78.4~", 1, None, "a service line outside a claim"),
        (claim(line("NU:0490")), 3, None, "its code is of another list than HCPCS"),
        (claim(line(), status="25"), 3, None, "a predetermination, not a payment"),
        (claim(line(paid="seventy")), 3, "paid_amount", "not an amount"),
        (claim(line(charge="5OO")), 3, "charge_amount", "not an amount"),
        (claim(line(adjustments=("CO*45*4OO",))), 3, "allowed_amount", "not an amount"),
        (claim(line(rest="**one")), 3, "units", "not a number"),
        (claim(line(rest="**1.5")), 3, "units", "not whole on a facet-joint code"),
        (claim(line(), patient=""), 2, "patient_id", "blank"),
        (claim(line(), claim_id=""), 3, "claim_id", "blank"),
        (claim(line("HC:644933")), 3, "hcpcs", "not a code of five letters and digits"),
        (claim(line("HC")), 3, "hcpcs", "blank"),
        (claim(line("HC:64493:RTX")), 3, "modifier_1", "not a modifier of two letters or digits"),
        (claim(line(date="DTM*472*20241301~")), 3, "service_date", "not a date in the accepted format"),
    ]
    loader = load_text(interchange(transaction(*[text for text, *_ in bad], claim(line(), claim_id="C9"))))
    expected, before = [], 12
    for text, at, column, reason in bad:
        expected.append((before + at, column, reason))
        before += text.count("~")
    assert loader.rejected() == expected
    assert found(loader) == [("C9", "64493", before + 3)]
    assert loader.report is not None
    assert astuple(loader.report.total)[:4] == (len(bad) + 1, len(bad), 0, 1)


DAMAGED = {
    "a segment of its own kind is passed over": (
        SOUND.replace("SVC*HC:64494", "K3*NOTE~SVC*HC:64494").replace("SE*31", "SE*32"), [0, 0, 0],
        "1 segment with no place where they stand, the first at segment 20: passed over",
    ),
    "a claim whose CLP is damaged takes nothing from the claim before": (
        SOUND.replace("CLP*C2", "CLX*C2"), ["place", "place", "place"],
        "1 claim whose lines are not what was charged and paid (CLP), the first at segment 13: lines may be lost",
    ),
    "a line whose SVC is damaged": (
        SOUND.replace("SVC*HC:64494", "SVX*HC:64494"), ["place", 0],
        "1 segment with no place where they stand, the first at segment 20: passed over",
    ),
    "a transaction whose ST is damaged": (
        interchange(TWO, TWO.replace("ST*835", "SX*835")), [0, 0, 0, "outside", "outside", "outside"],
        "4 segments with no place where they stand, the first at segment 33: passed over",
    ),
    "a transaction of a damaged kind": (
        interchange(TWO, TWO.replace("ST*835", "ST*8X5")), [0, 0, 0, "another kind", "another kind", "another kind"],
        "1 transaction of another kind (8X5) passed over",
    ),
    "a lost end of a transaction": (
        interchange(TWO, TWO).replace("SE*30*0001~", "", 1), [0] * 6,
        "1 transaction with another number of segments than its SE says, the first at segment 3: segments may be lost",
    ),
    "a lost line": (
        SOUND.replace(line("HC:64494:RT:KX"), ""), [0, 0],
        "1 transaction with another number of segments than its SE says, the first at segment 3: segments may be lost",
    ),
    "a lost claim of which the count was mended": (
        interchange(transaction(claim(line()), total="235.2")), [0],
        "1 transaction whose claims and PLB are not what was paid (BPR02), the first at segment 3: claims may be lost",
    ),
    "a lost transaction": (
        SOUND.replace("GE*1*1", "GE*2*1"), [0, 0, 0],
        "1 group whose GE counts other transactions than it has: claims may be lost",
    ),
    "a lost group": (
        SOUND.replace("IEA*1*", "IEA*2*"), [0, 0, 0],
        "1 interchange whose IEA counts other groups than it has: claims may be lost",
    ),
    "a transaction whose middle is lost, with the end of another": (
        SOUND.replace("SE*30*0001", "SE*30*0002"), [0, 0, 0],
        "1 transaction whose SE has another control number than its ST, the first at segment 3: claims may be lost",
    ),
    "groups of which the end of one and the beginning of the next are lost": (
        SOUND.replace("GE*1*1", "GE*1*2"), [0, 0, 0],
        "1 group whose GE has another control number than its GS: claims may be lost",
    ),
    "interchanges of which the end of one and the beginning of the next are lost": (
        SOUND.replace("IEA*1*000000001", "IEA*1*000000002"), [0, 0, 0],
        "1 interchange whose IEA has another control number than its ISA: claims may be lost",
    ),
    "a lost end of a group, with the transactions before it": (
        SOUND.replace("GE*1*1~", ""), [0, 0, 0], "1 group whose end (GE) is missing: claims may be lost",
    ),
    "a lost end of a group before another": (
        f"{ISA}{GS}{TWO}{GS}{TWO}GE*1*1~IEA*2*000000001~", [0] * 6,
        "1 group whose end (GE) is missing: claims may be lost",
    ),
    "a lost end mark": (
        SOUND.replace("PR*2*20~SVC*HC:64494", "PR*2*20SVC*HC:64494"), ["not an amount", 0],
        "1 claim whose lines are not what was charged and paid (CLP), the first at segment 13: lines may be lost",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", DAMAGED)
def test_what_is_lost_or_does_not_add_up_is_told(load_text: LoadText, what: str) -> None:
    text, lines, note = DAMAGED[what]
    if 0 not in lines:  # every line is rejected, so the file is refused
        with pytest.raises(InputRefused, match="its claim holds a segment that has no place there, and does not add"):
            load_text(text)
        return
    loader = load_text(text)
    assert len(found(loader)) == lines.count(0)
    reasons = [reason for *_, reason in loader.rejected()]
    assert len(reasons) == len(lines) - lines.count(0)
    assert all(str(word) in reason for word, reason in zip([one for one in lines if one], reasons, strict=True))
    assert note in notes(loader)


SAMPLED = [
    ("kstoddart/united_healthcare_legacy_sample.txt", 5, ""),
    ("lfh/managed-care.835", 2, ""),
    ("kstoddart/blue_cross_nc_sample.txt", 0, "does not begin with an interchange header (ISA)"),
    ("lfh/cob-contractural-adjustment.835", 0, "the sign between the parts of its code is not the one that ISA"),
    ("lfh/secondary-payment.835", 0, "the sign between the parts of its code is not the one that ISA names"),
    ("lfh/tertiary-payment.835", 0, "every row is rejected, most often because of hcpcs (blank)"),
    ("lfh/medicare-part-a.835", 0, "it has 2 claims, paid as a whole without service lines"),
]
"""File, lines, and the words of its refusal."""


@pytest.mark.skipif(not SAMPLES.exists(), reason="the sample files are not on this machine")
@pytest.mark.parametrize(("name", "lines", "says"), SAMPLED)
def test_samples(loader: Loader, name: str, lines: int, says: str) -> None:
    if says:
        assert says in refused(loader.con, SAMPLES / name)
    else:
        loader.files(SAMPLES / name, all_lines=True)
        assert len(loader.lines("claim_id")) == lines
        assert loader.rejected() == []


def test_every_sample_is_named_above() -> None:
    assert {str(path.relative_to(SAMPLES)) for path in SAMPLES.glob("*/*")} <= {name for name, *_ in SAMPLED}


@pytest.mark.parametrize("seed", range(30))
def test_damage_is_refused_in_a_sentence_or_told(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Never a traceback, a patient's value in a message, a file left behind, or a line that is lost unsaid."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    path = tmp_path / "remit.835"
    path.write_bytes(damage(SOUND.replace("*P1~", "*SECRET9~").encode(), seed))
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


@pytest.mark.parametrize("seed", range(400, 408))
def test_counts_add_up_whatever_the_damage(loader: Loader, write: Write, seed: int) -> None:
    try:
        report = loader.files(write("remit.835", damage(SOUND.encode(), seed)))
    except InputRefused:
        return
    total = report.total
    assert total.read == total.rejected + total.outside + total.audited
    assert total.audited == total.active + total.inactive
