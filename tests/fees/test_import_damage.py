"""Damaged downloads: refused in one sentence or imported whole, never a traceback and never half of it."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest

from facetaudit.errors import FacetauditError
from facetaudit.fees import register, stored
from facetaudit.fees.importing import import_files

from . import cms_layouts as cms
from .cms_layouts import Value, csv_text

SEEDS_A_KIND = 14
VALUES = [Value(f"6449{n}", f"{n}.00") for n in range(6)] + [Value("Z900A", status="C"), Value("77003", mod="26")]


def _whole(folder: Path) -> dict[str, bytes]:
    """A sound file of each kind."""
    values = csv_text(cms.relative_values(VALUES))
    return {
        "values": values.encode(),
        "fixed": cms.fixed_values(VALUES).encode(),
        "zip": cms.zipped(folder / "whole.zip", {"PPRRVU.csv": values.encode()}).read_bytes(),
        "workbook": cms.workbook(folder / "whole.xlsx", cms.relative_values(VALUES)).read_bytes(),
        "gpci": csv_text(cms.gpci(2025)).encode(),
        "asc": csv_text(cms.asc([("64493", "Y", "G2", "$485.51 "), ("64494", "N", "N1", "")])).encode("latin-1"),
        "mue": csv_text(cms.mue([("64493", "1", "2"), ("64634", "4", "3")])).encode("latin-1"),
        "amounts": cms.amounts([("03102-00", "64493", "", "168.38", "86.70")]).encode(),
    }


def _damaged(content: bytes, draw: random.Random) -> bytes:
    """One to three of: cut off, bytes changed, a piece left out, doubled or moved."""
    data = bytearray(content)
    for _ in range(draw.randint(1, 3)):
        start = draw.randrange(len(data) or 1)
        size = draw.choice((1, 2, 5, 40, 400))
        match draw.randrange(5):
            case 0:
                del data[start:]
            case 1:
                data[start : start + size] = draw.randbytes(min(size, 5))
            case 2:
                del data[start : start + size]
            case 3:
                data[start:start] = data[start : start + size]
            case 4:
                data[start : start + 1] = draw.choice((b'"', b",", b"\r\n", b"\0", b"\t", b"-", b"9", b"\xff"))
    return bytes(data)


@pytest.mark.parametrize("kind", ["values", "fixed", "zip", "workbook", "gpci", "asc", "mue", "amounts"])
def test_a_damaged_file_is_refused_in_a_sentence_or_imported_whole(kind: str, tmp_path: Path) -> None:
    import duckdb

    whole = _whole(tmp_path)[kind]
    day = date(2026, 7, 1) if kind in ("asc", "mue") else None
    for seed in range(SEEDS_A_KIND):
        fees_dir = tmp_path / f"fees{seed}"
        file = tmp_path / f"download{seed}"
        file.write_bytes(_damaged(whole, random.Random(f"{kind} {seed}")))
        try:
            import_files([file], fees_dir, day)
        except FacetauditError as error:
            text = str(error)
            assert "\n" not in text, (seed, text)
            assert "MARKEDTEXT" not in text, (seed, text)
            assert not fees_dir.exists() or not list(fees_dir.iterdir()), seed
            continue
        kept = stored(fees_dir) if fees_dir.exists() else []
        with duckdb.connect() as con:
            register(con, imported=kept)
        for one in kept:
            assert all("MARKEDTEXT" not in one.table_file(table).read_text() for table in one.tables)
