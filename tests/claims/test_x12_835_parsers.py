"""Remittances by both parsers, in parts of any size, and without pandas."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from facetaudit.claims.formats.x12 import remittance_oxedi, remittance_parts, remittance_pyx12, remittance_tables
from facetaudit.claims.formats.x12.remittance_parts import Envelope, read_parts
from facetaudit.synthetic import synthesize
from tests.claims.drawn import Loader
from tests.claims.remittances import LINES, SOUND, laid_out
from tests.claims.test_x12_835_files import DAMAGED, SAMPLES

Write = Callable[[str, str | bytes], Path]

_NO_BEGINNING = ("a transaction whose ST is damaged", "a lost end of a transaction")
NO_BEGINNING = {f"damaged{[*DAMAGED].index(what)}.835" for what in _NO_BEGINNING}


def parts(path: Path, size: int = remittance_parts.PART_BYTES) -> list[remittance_parts.Part]:
    return list(read_parts(path, path.name, Envelope(), size))


def files(folder: Path) -> list[Path]:
    """A made-up remittance, this page's and, where they are, the samples."""
    made = synthesize(100, 11, "x12-835", folder / "made").claims_file
    (folder / "sound.835").write_text(SOUND)
    odd = SOUND.replace("*", "|").replace(":", ">").replace("~", "!\r\n")
    (folder / "odd.835").write_text(f"{SOUND}\n{odd}")
    damaged = [folder / f"damaged{number}.835" for number in range(len(DAMAGED))]
    for path, (text, _, _) in zip(damaged, DAMAGED.values(), strict=True):
        path.write_text(text)
    sampled = [path for path in sorted(SAMPLES.glob("*/*")) if path.read_bytes().startswith(b"ISA")]
    return [made, folder / "sound.835", folder / "odd.835", *damaged, *sampled]


def test_both_parsers_make_the_same_tables(tmp_path: Path) -> None:
    for path in files(tmp_path):
        for part in parts(path, 20_000):
            by_oxedi = remittance_oxedi.parse(part)
            try:
                assert by_oxedi == remittance_pyx12.parse(part), path.name
            except ValueError:  # pyx12 goes no further than a transaction's end without its beginning
                assert path.name in NO_BEGINNING
            assert {name: table.schema for name, table in by_oxedi.items()} == remittance_tables.SCHEMA


def test_small_parts_and_the_other_parser_give_the_same_lines(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = synthesize(40, 11, "x12-835", tmp_path / "made").claims_file
    source, whole = laid_out(con, path, tmp_path / "1")
    assert len(parts(path)) == 1
    monkeypatch.setattr(read_parts, "__defaults__", (3_000,))
    assert len(parts(path, 3_000)) > 5
    in_parts, lines = laid_out(con, path, tmp_path / "2")
    assert (in_parts.notes, lines) == (source.notes, whole)
    monkeypatch.setattr(remittance_tables, "choose_parser", lambda: (remittance_pyx12.parse, ("by pyx12",)))
    other, lines = laid_out(con, path, tmp_path / "3")
    assert (other.notes, lines) == (("by pyx12", *source.notes), whole)


def test_reading_loads_no_pandas(write: Write) -> None:
    """Which takes longer than a remittance of 20,000 claims, and 70 MB."""
    text = "import sys; from facetaudit.audit.check import check; check(sys.argv[1]); print('pandas' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", text, str(write("remit.835", SOUND))], capture_output=True, text=True)
    assert (done.stdout, done.stderr, done.returncode) == ("False\n", "", 0)


def test_a_claim_longer_than_a_part(tmp_path: Path) -> None:
    (tmp_path / "sound.835").write_text(SOUND)
    bodies = [part.body for part in parts(tmp_path / "sound.835", 200)]
    assert b"".join(bodies) == SOUND.encode()
    assert len(bodies) == 3


def test_what_oxedi_refuses_pyx12_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sound.835").write_text(SOUND)
    (part,) = parts(tmp_path / "sound.835")
    parse, said = remittance_tables.choose_parser()

    def refuse(part: remittance_parts.Part) -> remittance_tables.Tables:
        raise ValueError

    monkeypatch.setattr(remittance_oxedi, "parse", refuse)
    assert said == ()
    assert parse(part) == remittance_pyx12.parse(part)


def test_without_oxedi(loader: Loader, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "facetaudit.claims.formats.x12.remittance_oxedi", None)
    monkeypatch.delattr("facetaudit.claims.formats.x12.remittance_oxedi")
    report = loader.files(write("remit.835", SOUND), all_lines=True)
    assert loader.lines("claim_id, hcpcs, row_number") == LINES
    assert "oxedi is not installed, so pyx12 read the file" in report.files[0].notes[0]
