"""CMS's public files: three layouts read, what is refused, and figures beside them counted by hand."""

from __future__ import annotations

import zipfile
from pathlib import Path

import duckdb
import pytest

import facetaudit as fa
from facetaudit.audit.opened import Audit
from facetaudit.errors import InputRefused, UsageError
from facetaudit.statistics.public_files import SERVICES

from .peered import (
    ANN,
    COPYRIGHT,
    GEOGRAPHY_HEADER,
    OLD_HEADER,
    PROVIDER_HEADER,
    audited,
    geography_row,
    provider_row,
)

NAME = "MUP_PHY_R25_P05_V20_D23_Prov_Svc.csv"
ROWS = provider_row("1003000126", "64493", 20, 30, 25, "150.5") + provider_row("1003000126", "64495", "*", "", 14, "50")


def kept(folder: Path) -> list[tuple[object, ...]]:
    """The rows of a kept folder, numbers as text."""
    with duckdb.connect() as con:
        rows = con.read_parquet(str(folder / SERVICES)).fetchall()
    return [tuple(None if cell is None else str(cell).removesuffix(".000000") for cell in row) for row in rows]


def written(folder: Path, text: str, name: str = NAME, encoding: str = "utf-8") -> Path:
    """A file of the user's."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def test_by_provider_and_service(tmp_path: Path) -> None:
    other = provider_row("1003000126", "99213", 20, 30, 25, "90")
    told = fa.import_public([written(tmp_path, PROVIDER_HEADER + ROWS + other)], tmp_path / "out")
    assert [(one["layout"], one["year"], one["rows"], one["facet_rows"], one["note"]) for one in told] == [
        ("by provider and service", 2023, 3, 2, "")
    ]
    assert kept(tmp_path / "out") == [
        ("provider", "1003000126", "CA", "I", "O", "64493", "30", "20", "25", "150.500000"),
        ("provider", "1003000126", "CA", "I", "O", "64495", None, None, "14", "50"),
    ]
    every = b"".join(path.read_bytes() for path in (tmp_path / "out").iterdir())
    assert b"SECRET" not in every
    assert b"Hara" not in every


@pytest.mark.parametrize("encoding", ["utf-8-sig", "latin-1", "utf-16"])
def test_encodings(encoding: str, tmp_path: Path) -> None:
    text = (PROVIDER_HEADER + ROWS.replace("Anytown", "Mayagüez")).replace("\n", "\r\n")
    path = written(tmp_path, text, encoding=encoding)
    if encoding == "utf-16":
        with pytest.raises(InputRefused, match="its header is that of no file known here"):
            fa.import_public([path], tmp_path / "out")
    else:
        assert fa.import_public([path], tmp_path / "out")[0]["facet_rows"] == 2


def test_by_geography_and_the_text_of_2012_and_a_zip(tmp_path: Path) -> None:
    text = GEOGRAPHY_HEADER + geography_row("National", "", "64493", 9000) + geography_row("State", "6", "64493", 6000)
    text += geography_row("State", "9A", "64493", 50) + geography_row("State", "72", "99213", 50)
    fa.import_public([written(tmp_path, text, "MUP_PHY_R26_P05_V10_D24_Geo.csv")], tmp_path / "geography")
    rows = kept(tmp_path / "geography")
    assert [(row[0], row[2], row[8]) for row in rows] == [("national", None, "9000"), ("state", "CA", "6000")]

    name = "Medicare-Physician-and-Other-Supplier-PUF-CY2012.txt"
    cells = ["1003000126", 'O"HARA', "ANN", "", "M.D.", "F", "I", "", "", "", "", "MD", "US", "Pain", "Y", "F", "64493",
             "SECRET", "N", "126", "52", "101", "208.33944444", "0", "1", "0", "1", "0"]  # fmt: skip
    old = written(tmp_path, OLD_HEADER + COPYRIGHT + "\t".join(cells) + "\n", name)
    with zipfile.ZipFile(tmp_path / "old.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(old, name)
        archive.writestr("readme.txt", "to be read")
    (told,) = fa.import_public([tmp_path / "old.zip"], tmp_path / "old")
    assert (told["file"], told["year"], told["rows"]) == (f"old.zip: {name}", 2012, 1)
    assert kept(tmp_path / "old") == [
        ("provider", "1003000126", "MD", "I", "F", "64493", "126", "52", "101", "208.339444")
    ]
    whole = (tmp_path / "old.zip").read_bytes()
    (tmp_path / "cut.zip").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputRefused, match=r"cut\.zip: is no sound zip file"):
        fa.import_public([tmp_path / "cut.zip"], tmp_path / "none")
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("npi,code\n1,2\n", "its header is that of no file known here"),
        ("", "its header is that of no file known here"),
        (PROVIDER_HEADER, "none of its 0 rows has a facet code"),
        (PROVIDER_HEADER + ROWS.replace("6449", "9921"), "none of its 2 rows has a facet code"),
        (PROVIDER_HEADER + ROWS[:-60], "a row has not as many cells as the header"),
        (PROVIDER_HEADER + ROWS.replace(",14,", ",many,"), "a row of 64495 has no number as beneficiary_days"),
        (PROVIDER_HEADER + ROWS.replace(",N,O,", ",N,office,"), "a place of service is 'OFFICE', not O or F"),
        (PROVIDER_HEADER + ROWS + ROWS, "two rows of one provider or place with code 64493"),
    ],
)
def test_refused(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match=said) as caught:
        fa.import_public([written(tmp_path, text)], tmp_path / "out")
    assert "SECRET" not in str(caught.value)
    assert not (tmp_path / "out").exists()


def test_years(tmp_path: Path) -> None:
    unnamed = written(tmp_path, PROVIDER_HEADER + ROWS, "services.csv")
    with pytest.raises(UsageError, match="does not tell the year"):
        fa.import_public([unnamed], tmp_path / "out")
    assert fa.import_public([unnamed], tmp_path / "out", year=2021)[0]["year"] == 2021
    other = written(tmp_path, PROVIDER_HEADER + provider_row("1", "64493", 20, 30, 25, 1), "by_Service_2022.csv")
    with pytest.raises(InputRefused, match="of the years 2022 and 2023"):
        fa.import_public([written(tmp_path, PROVIDER_HEADER + ROWS), other], tmp_path / "both")
    with pytest.raises(InputRefused, match="cannot be read"):
        fa.import_public([tmp_path / "gone.csv"], tmp_path / "none")


def test_a_file_without_a_last_line_feed_is_told_of(tmp_path: Path) -> None:
    (told,) = fa.import_public([written(tmp_path, PROVIDER_HEADER + ROWS.removesuffix("\n"))], tmp_path / "out")
    assert told["note"] == "The file does not end with a line feed: it may be cut off."


@pytest.fixture(scope="module")
def beside(tmp_path_factory: pytest.TempPathFactory) -> Audit:
    """ANN has 12 patients in an office: 64493 and 64495 of each in 2025, six of them again; 64494 of ten only.

    Another twelve patients are another payer's, and not counted.
    """
    rows = []
    for patient in range(12):
        for month in (2, 5) if patient < 6 else (2,):
            codes = ["64493", "64495", *(["64494"] if patient < 10 else [])]
            rows += [
                f"{patient}-{month},{line},professional,CA,P{patient},2025-{month:02}-10,{code},RT,,1,11,{ANN},,120.00"
                for line, code in enumerate(codes, start=1)
            ]
    return audited(tmp_path_factory.mktemp("beside"), rows)


def public_text() -> str:
    """Forty physicians of CA, the n-th with 100 injection and 2n third-level days, two of TX, and who is no peer."""
    text = PROVIDER_HEADER
    for number in range(1, 41):
        npi = f"30000000{number:02}"
        text += provider_row(npi, "64493", 50, 100, 100, 100) + provider_row(npi, "64495", 11, 40, 2 * number, 40)
    for npi, state in (("4000000001", "TX"), ("4000000002", "TX")):
        text += provider_row(npi, "64493", 50, 100, 100, 100, state)
        text += provider_row(npi, "64495", 50, 40, 99, 40, state)
    # an organisation, another place, no third level published, and ANN's own rows
    text += provider_row("5000000001", "64493", 50, 9, 10, 1, entity="O")
    text += provider_row("5000000001", "64495", 50, 9, 10, 1, entity="O")
    text += provider_row("5000000002", "64493", 50, 9, 10, 1, place="F")
    text += provider_row("5000000003", "64493", 50, 100, 100, 100)
    return text + provider_row(ANN, "64493", 50, 80, 80, 100) + provider_row(ANN, "64495", 50, 60, 20, 40)


def test_figures_beside_the_public_ones(beside: Audit, tmp_path: Path) -> None:
    geography = written(
        tmp_path,
        GEOGRAPHY_HEADER + geography_row("State", "06", "64493", 8000) + geography_row("State", "06", "64495", 2000),
        "MUP_PHY_R25_P05_V20_D23_Geo.csv",
    )
    provider = written(tmp_path, public_text())
    fa.import_public([provider, geography], tmp_path / "public")
    found = fa.peers(beside.folder, npi=ANN, public=tmp_path / "public")
    rows = {(row["metric"], row["scope"]): row for row in found.public}
    state = rows["third_level_days", "state"]
    # 18 days of either code; 20 of 80 published; medians of 0.02 ... 0.80 lie between 0.40 and 0.42
    assert (state["value"], state["published"], state["state"], state["year"]) == ("1.0000", "0.2500", "CA", 2023)
    assert (state["peers"], state["median"], state["ninetieth"], state["total"]) == (40, "0.4100", "0.7200", "0.2500")
    assert (state["rank"], state["p"]) == (1, f"{1 / 41:.4f}")
    nation = rows["third_level_days", "nation"]
    assert (nation["peers"], nation["rank"], nation["total"]) == (42, 1, "")
    # ten patients are fewer than eleven: left out, as CMS leaves it out
    assert ("second_level_days", "state") not in rows
    # 120 a service beside the peers' 100; dollars are held against the state alone
    assert (rows["injection_allowed", "state"]["value"], rows["injection_allowed", "state"]["median"]) == (
        "120.0000", "100.0000",
    )  # fmt: skip
    assert ("injection_allowed", "nation") not in rows
    # the extract has no whole calendar year: only what is published
    assert (rows["injection_days", "state"]["value"], rows["injection_days", "state"]["published"]) == ("", "1.6000")
    assert rows["injection_days", "state"]["word"] == "too few"
    assert "The public figures are those of 2023; the extract's are of all its dates of service." in found.notes
    direct = fa.peers(beside.folder, npi=ANN, public=provider)
    assert [row["value"] for row in direct.public] == [row["value"] for row in found.public]
    assert {row["total"] for row in direct.public} == {""}


def test_days_of_whole_calendar_years(tmp_path: Path) -> None:
    # Eleven people twice in 2024, and once more in February 2025, when the extract ends: 22 days of 11 people.
    days = ("2024-01-10", "2024-07-10", "2025-02-10")
    rows = [f"{n}-{day},1,professional,CA,P{n},{day},64493,RT,,1,11,{ANN},,100.00" for n in range(11) for day in days]
    path = written(tmp_path, PROVIDER_HEADER + ROWS)
    found = fa.peers(audited(tmp_path / "years", rows).folder, public=path)
    assert {row["value"] for row in found.public if row["metric"] == "injection_days"} == {"2.0000"}


def test_too_few_peers_and_no_state(tmp_path: Path) -> None:
    rows = [f"{n},1,professional,,P{n},2025-0{1 + n}-10,64493,RT,,1,11,{ANN},,100.00" for n in range(9)]
    few = audited(tmp_path / "few", rows)
    text = PROVIDER_HEADER + "".join(provider_row(f"30000000{n:02}", "64493", 50, 99, 90, 100) for n in range(30))
    found = fa.peers(few.folder, public=written(tmp_path, text))
    assert found.public == []
    assert any("no facet code with 11 beneficiaries" in note for note in found.notes)
    rows += [f"X{n},1,professional,,X{n},2025-03-10,64493,RT,,1,11,{ANN},,100.00" for n in range(9)]
    found = fa.peers(audited(tmp_path / "more", rows).folder, public=tmp_path / NAME)
    assert {row["scope"] for row in found.public} == {"nation"}
    assert any("state of 1000000004 is not known" in note for note in found.notes)
    services = next(row for row in found.public if row["metric"] == "injection_services")
    # all thirty have 1.1 services a day, ANN 1.0: the last rank
    assert (services["value"], services["rank"], services["word"]) == ("1.0000", 31, "not above")
    written(tmp_path, PROVIDER_HEADER + "".join(text.splitlines(keepends=True)[1:20]))
    found = fa.peers(tmp_path / "more" / "audit", public=tmp_path / NAME)
    assert {(row["peers"], row["median"], row["word"]) for row in found.public} == {(19, "", "too few")}
    with pytest.raises(UsageError, match="no folder of public figures"):
        fa.peers(few.folder, public=tmp_path)
