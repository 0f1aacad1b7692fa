"""Several files at once: folders, globs, compressed files and archives, and what is done with a bad one."""

from __future__ import annotations

import gzip
import json
import os
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from facetaudit.claims import inputs
from facetaudit.claims.report import LoadReport
from facetaudit.errors import InputRefused, UsageError
from tests.claims.drawn import STANDING, Loader, as_csv
from tests.claims.fhir import bundle, ndjson, v2

Write = Callable[[str, str | bytes], Path]
HEADER = "claim_id,patient_id,service_date,hcpcs\n"


def claims(*claim_ids: str) -> str:
    return HEADER + "".join(f"{one},P1,2024-03-01,64493\n" for one in claim_ids)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder as it comes: claims in several formats, in folders below, among other things."""
    place = tmp_path / "extracts"
    (place / "2024").mkdir(parents=True)
    (place / ".hidden").mkdir()
    (place / "b.csv").write_text(claims("B"))
    (place / "a.ndjson").write_text(ndjson(v2(id="A", identifier=[])))
    (place / "2024" / "c.txt").write_text(claims("C").replace(",", "|"))
    (place / ".hidden" / "h.csv").write_text(claims("H"))
    (place / "README.txt").write_text("Extract of the first quarter, made by hand.\n")
    (place / "procedures.csv").write_text("claim_id,injection_type,joints\nB,diagnostic,L4-5 R\n")
    (place / "patients.ndjson").write_text('{"resourceType": "Patient"}\n')
    (place / "page.json").write_text(json.dumps(bundle({"resourceType": "Patient"})))
    (place / "_SUCCESS").write_text("")
    return place


def names(report: LoadReport) -> list[str]:
    return [file.name for file in report.files]


def archive(path: Path, members: dict[str, str | bytes], packing: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", packing) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return path


def test_a_folder_is_read_by_name_and_what_is_no_claims_is_named(loader: Loader, folder: Path) -> None:
    report = loader.files(folder)
    assert names(report) == ["a.ndjson", "b.csv", "c.txt"]
    assert loader.lines("claim_id") == [("A",), ("B",), ("C",)]
    assert [name for name, _ in report.passed_over] == [
        "README.txt", "_SUCCESS", "page.json", "patients.ndjson", "procedures.csv",
    ]  # fmt: skip
    assert all(reason.endswith(".") and name not in reason for name, reason in report.passed_over)
    assert report.to_dict()["passed_over"][1] == {
        "name": "_SUCCESS", "reason": "the file is empty; give a file with a header and claim lines.",
    }  # fmt: skip


def test_a_named_format_takes_only_such_files_of_a_folder(loader: Loader, folder: Path) -> None:
    report = loader.files(folder, input_format="eob")
    assert names(report) == ["a.ndjson"]
    assert "b.csv" in dict(report.passed_over)


def test_an_audit_folder_is_no_input(loader: Loader, folder: Path) -> None:
    (folder / "audit").mkdir()
    (folder / "audit" / "manifest.json").write_text("{}")
    (folder / "audit" / "findings.parquet").write_bytes(b"PAR1")
    assert names(loader.files(folder)) == ["a.ndjson", "b.csv", "c.txt"]


def test_globs_that_the_shell_left_alone(loader: Loader, folder: Path) -> None:
    assert names(loader.files(folder / "**" / "[bc].*")) == ["c.txt", "b.csv"]
    with pytest.raises(InputRefused, match="no file has such a name"):
        loader.files(folder / "*.parquet")
    with pytest.raises(UsageError, match=r"b\.csv: the file is given twice"):
        loader.files(folder / "b.csv", folder / "b*")


def test_a_file_whose_name_has_the_signs_of_a_glob(loader: Loader, write: Write) -> None:
    write("claims1.csv", claims("wrong"))
    loader.files(write("claims[1].csv", claims("right")))
    assert loader.lines("claim_id") == [("right",)]


def test_compressed_files(loader: Loader, tmp_path: Path, write: Write) -> None:
    path = write("claims.csv.gz", gzip.compress(claims("A").encode()))
    other = write("eob.gz", gzip.compress(ndjson(v2(id="B", identifier=[])).encode()))
    report = loader.files(path, other)
    assert names(report) == ["claims.csv.gz", "eob.gz"]
    assert loader.lines("claim_id, file_index") == [("A", 0), ("B", 1)]


def test_members_of_an_archive_have_its_name_before_theirs(loader: Loader, tmp_path: Path) -> None:
    path = archive(tmp_path / "q1.zip", {
        "two/b.csv": claims("B") + "B,P1,never,64493\n", "a.ndjson": ndjson(v2(id="A", identifier=[])),
        "note.txt": "hello there",
        "__MACOSX/a.ndjson": "x", "two/.DS_Store": "x",
    })  # fmt: skip
    report = loader.files(path)
    assert names(report) == ["q1.zip/a.ndjson", "q1.zip/two/b.csv"]
    assert [name for name, _ in report.passed_over] == ["q1.zip/note.txt"]
    assert loader.con.execute("select file, row_number from rejected").fetchall() == [("q1.zip/two/b.csv", 3)]


def test_archives_in_a_folder_are_read_too(loader: Loader, folder: Path) -> None:
    archive(folder / "old.zip", {"d.csv": claims("D")})
    (folder / "e.csv.gz").write_bytes(gzip.compress(claims("E").encode()))
    assert names(loader.files(folder)) == ["a.ndjson", "b.csv", "e.csv.gz", "old.zip/d.csv", "c.txt"]


def test_nothing_unpacked_is_left(loader: Loader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    private = tmp_path / "private"
    private.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(private))
    loader.files(archive(tmp_path / "q1.zip", {"a.csv": claims("A")}))
    assert list(private.iterdir()) == []
    with pytest.raises(InputRefused):
        loader.files(archive(tmp_path / "q2.zip", {"a.csv": HEADER}))
    assert list(private.iterdir()) == []


@pytest.mark.parametrize("name", ["../evil.csv", "/evil.csv", "a/../../evil.csv", "..\\evil.csv", "C:/evil.csv"])
def test_a_name_that_leads_out_is_refused(loader: Loader, tmp_path: Path, name: str) -> None:
    path = archive(tmp_path / "in.zip", {"good.csv": claims("A"), name: claims("B")})
    with pytest.raises(InputRefused, match=r"in\.zip: a member's name leads out of the archive"):
        loader.files(path)
    assert not list(tmp_path.rglob("evil.csv"))


def test_a_link_and_an_encrypted_archive_are_refused(loader: Loader, tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.csv")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "link.zip", "w") as made:
        made.writestr(link, "/etc/passwd")
    with pytest.raises(InputRefused, match="a link to another file"):
        loader.files(tmp_path / "link.zip")
    path = archive(tmp_path / "locked.zip", {"a.csv": claims("A")})
    content = bytearray(path.read_bytes())
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    with pytest.raises(InputRefused, match="encrypted"):
        loader.files(path)


def test_bombs_are_refused(loader: Loader, tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs, "RATIO_FROM", 1 << 20)
    zeros = b"0" * (8 << 20)
    for path in (archive(tmp_path / "bomb.zip", {"a.csv": zeros}), write("bomb.csv.gz", gzip.compress(zeros))):
        with pytest.raises(InputRefused, match="more than 200 times its size"):
            loader.files(path)
    monkeypatch.setattr(inputs, "MOST_UNPACKED", 1 << 20)
    with pytest.raises(InputRefused, match="no room to unpack it"):
        loader.files(archive(tmp_path / "large.zip", {"a.csv": zeros}, zipfile.ZIP_STORED))
    monkeypatch.setattr(inputs, "MOST_MEMBERS", 2)
    with pytest.raises(InputRefused, match="more than 2 members"):
        loader.files(archive(tmp_path / "many.zip", {f"{n}.csv": claims("A") for n in range(3)}))


def damaged(tmp_path: Path) -> dict[str, Path]:
    """Bad files of every kind, which look like claims."""
    good = archive(tmp_path / "good.zip", {"a.csv": os.urandom(5000)}).read_bytes()
    content = {
        "cut.zip": good[:3000],
        "cut.csv.gz": gzip.compress(os.urandom(5000))[:3000],
        "cut.ndjson": ndjson(v2(), v2())[:-30].encode(),
        "cut.parquet": b"PAR1 and no more",
        "rejected.csv": (HEADER + "C1,P1,never,64493\n").encode(),
        "header.csv": HEADER.encode(),
        "quote.csv": (claims("A") + '"B,P1,2024-03-01,64493\n' * 3).encode(),
        "nopatient.csv": b"claim_id,service_date,hcpcs\nC1,2024-03-01,64493\n",
        "old.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        "nested.zip": archive(tmp_path / "outer.zip", {"inner.zip": good}).read_bytes(),
    }
    (tmp_path / "good.zip").unlink()
    (tmp_path / "outer.zip").unlink()
    paths = {name: tmp_path / "mixed" / name for name in content}
    (tmp_path / "mixed").mkdir()
    for name, path in paths.items():
        path.write_bytes(content[name])
    return paths


def test_one_bad_file_among_good_ones_is_named(loader: Loader, tmp_path: Path) -> None:
    for name, path in damaged(tmp_path).items():
        place = tmp_path / f"with-{name}"
        place.mkdir()
        (place / "a.csv").write_text(claims("A"))
        (place / "z.csv").write_text(claims("Z"))
        path.rename(place / name)
        with pytest.raises(InputRefused) as caught:
            loader.files(place)
        shown = "nested.zip/inner.zip" if name == "nested.zip" else name
        assert str(caught.value).startswith(f"{shown}: ")
        report = loader.files(place, skip_bad_files=True)
        assert names(report) == ["a.csv", "z.csv"], name
        assert [one for one, _ in report.set_aside] == [shown]
        assert str(caught.value) == f"{shown}: {report.set_aside[0][1]}"
        assert loader.lines("line_id, file_index, row_number, claim_id") == [(1, 0, 2, "A"), (2, 1, 2, "Z")]
        assert report.total.read == 2


def test_all_bad_files_at_once(loader: Loader, con: duckdb.DuckDBPyConnection, tmp_path: Path, write: Write) -> None:
    bad = damaged(tmp_path)
    (tmp_path / "mixed" / "good.csv").write_text(claims("A", "B"))
    report = loader.files(tmp_path / "mixed", skip_bad_files=True)
    assert names(report) == ["good.csv"]
    assert len(report.set_aside) == len(bad)
    (tmp_path / "mixed" / "good.csv").unlink()
    with pytest.raises(InputRefused, match="no file can be read; the first is "):
        loader.files(tmp_path / "mixed", skip_bad_files=True)
    assert con.execute("select count(*) from duckdb_tables() where temporary").fetchall() == [(0,)]
    assert as_csv([STANDING], tmp_path / "again.csv").exists()
    assert loader.files(tmp_path / "again.csv").total.read == 1


def test_a_damaged_member_is_set_aside_alone(loader: Loader, tmp_path: Path) -> None:
    path = archive(tmp_path / "q.zip", {"a.csv": claims("A"), "b.csv": claims("BBBB")}, zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes().replace(b"BBBB,P1", b"BBBX,P1"))
    with pytest.raises(InputRefused, match=r"q\.zip/b\.csv: the archive is damaged"):
        loader.files(path)
    report = loader.files(path, skip_bad_files=True)
    assert names(report) == ["q.zip/a.csv"]
    assert [name for name, _ in report.set_aside] == ["q.zip/b.csv"]


def test_folders_and_archives_without_claims(loader: Loader, tmp_path: Path, write: Write) -> None:
    (tmp_path / "empty" / "below").mkdir(parents=True)
    with pytest.raises(InputRefused, match="empty: the folder holds no file"):
        loader.files(tmp_path / "empty")
    (tmp_path / "empty" / "note.txt").write_text("nothing here")
    with pytest.raises(InputRefused, match=r"no file of the input looks like claims; the first is note\.txt"):
        loader.files(tmp_path / "empty")
    with pytest.raises(InputRefused, match="the archive is empty"):
        loader.files(archive(tmp_path / "empty.zip", {}))
