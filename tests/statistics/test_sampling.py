"""Frames counted by hand, and samples drawn again with the standard library from the definition of the generator."""

from __future__ import annotations

import datetime
import hashlib
import itertools
import json
import shutil
import stat
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from facetaudit.audit.opened import Audit
from facetaudit.errors import UsageError
from facetaudit.statistics.sampling import Sample, open_sample, sample, verify_sample

from .conftest import CLAIMS, HOSTILE, NPI, claim_name

Drawer = Callable[..., Sample]


@pytest.fixture
def drawn(audited: Audit, tmp_path: Path) -> Drawer:
    """Draw a sample of the shared audit: by default twelve claims, simple, seed 5."""

    def draw(**given: object) -> Sample:
        asked: dict[str, object] = {"unit": "claim", "design": "simple", "size": 12, "seed": 5, "out": tmp_path / "out"}
        return sample(audited.folder, **(asked | given))  # type: ignore[arg-type]

    return draw


def number_of(seed: int, key: str) -> str:
    """The random number of a unit."""
    return hashlib.sha256(f"{seed}|{key}".encode()).hexdigest()


def test_frames_by_hand(drawn: Drawer) -> None:
    # 48 claims of two dates a patient; 16 have three lines, of 100 + n, 90 and 80 dollars paid; FA102 takes the 80.
    claims = drawn().frame()
    assert len(claims) == CLAIMS
    assert sum(claims["lines"]) == 48 + 16 * 2
    assert sum(claims["amount"]) == sum(100 + n for n in range(48)) + 16 * 170
    assert sum(claims["expected_review"]) == 16 * 80
    assert set(claims.loc[claims["findings"] > 0, "amount"]) == {Decimal(100 + n + 170) for n in range(0, 48, 3)}
    assert list(claims["position"]) == list(range(1, 49))
    assert list(claims["unit_key"]) == sorted(claim_name(n) for n in range(48))
    assert set(claims["risk"]) == {"certain", "none"}

    lines = drawn(unit="line", dollars="allowed").frame()
    assert len(lines) == 80
    assert sum(lines["amount"]) == sum(200 + n for n in range(48)) + 16 * 210
    assert sum(lines["expected_certain"]) == 16 * 100

    days = drawn(unit="beneficiary-day").frame()
    assert set(days["unit_key"]) == {f"P{n // 2:02d}|2025-{1 + n % 2 * 6:02d}-{1 + n // 2:02d}" for n in range(48)}
    sessions = drawn(unit="session").frame()
    assert set(sessions["unit_key"]) == {f"{key}|LS|INJ|medicare" for key in days["unit_key"]}


def test_provider_dates_and_codes_narrow_the_frame(drawn: Drawer) -> None:
    assert len(drawn(npi=NPI).frame()) == 40
    assert len(drawn(first=datetime.date(2025, 7, 1)).frame()) == 24
    assert len(drawn(first=datetime.date(2025, 1, 2), last=datetime.date(2025, 1, 23)).frame()) == 22
    third = drawn(unit="line", codes=["64495"], size=4).frame()
    assert (len(third), set(third["amount"])) == (16, {Decimal(80)})
    assert len(drawn(codes=["64494,64495"], size=4).frame()) == 16
    assert len(drawn(codes=["inj"]).frame()) == 48


def test_a_simple_sample_is_the_smallest_hashes(drawn: Drawer) -> None:
    found = drawn(seed=11)
    expected = sorted(found.frame()["unit_key"], key=lambda key: number_of(11, key))[:12]
    assert list(found.units()["unit_key"]) == expected
    assert list(found.units()["random_order"]) == [number_of(11, key) for key in expected]
    assert set(drawn(seed=12).units()["unit_key"]) != set(expected)


@pytest.mark.parametrize("design", ["stratified", "risk"])
def test_strata_hold_what_their_limits_say_and_the_smallest_hashes(drawn: Drawer, design: str) -> None:
    found = drawn(design=design, strata=3, size=18)
    frame, strata = found.frame(), found.manifest["strata"]
    assert sum(one["units"] for one in strata) == 48
    assert sum(one["sample_size"] for one in strata) == 18
    assert sum(Decimal(one["amount"]) for one in strata) == sum(frame["amount"])
    for one in strata:
        rows = frame[frame["stratum"] == one["stratum"]]
        assert len(rows) == one["units"]
        assert (min(rows["amount"]), max(rows["amount"])) == (Decimal(one["low"]), Decimal(one["high"]))
        units = found.units()
        keys = sorted(rows["unit_key"], key=lambda key: number_of(5, key))[: one["sample_size"]]
        assert list(units.loc[units["stratum"] == one["stratum"], "unit_key"]) == keys
    if design == "risk":
        assert [(one["label"], one["units"]) for one in strata] == [("certain", 16), ("none", 32)]
    else:
        assert all(Decimal(a["high"]) < Decimal(b["low"]) for a, b in itertools.pairwise(strata))


def by_size(keys: dict[str, int], size: int, seed: int) -> tuple[set[str], set[str]]:
    """Units for certain, and units drawn systematically by cents: written anew from the definition."""
    certain: set[str] = set()
    while True:
        rest = {key: cents for key, cents in keys.items() if key not in certain and cents > 0}
        left, total = size - len(certain), sum(rest.values())
        new = {key for key, cents in rest.items() if cents * left >= total}
        if not new:
            break
        certain |= new
    start = int(hashlib.sha256(f"{seed}|start".encode()).hexdigest()[:15], 16) * total // 16**15
    points = [start + k * total for k in range(left)]
    hit, upper = set(), 0
    for key in sorted(rest, key=lambda key: number_of(seed, key)):
        lower, upper = upper, upper + rest[key]
        if any(lower * left <= point < upper * left for point in points):
            hit.add(key)
    return certain, hit


@pytest.mark.parametrize(("size", "certain"), [(12, 0), (40, 16)])
def test_probability_proportional_to_size(drawn: Drawer, size: int, certain: int) -> None:
    found = drawn(design="pps", size=size)
    frame, units = found.frame(), found.units()
    cents = {key: int(amount * 100) for key, amount in zip(frame["unit_key"], frame["amount"], strict=True)}
    taken, hit = by_size(cents, size, 5)
    assert len(taken) == certain
    assert set(units.loc[units["stratum"] == 1, "unit_key"]) == taken
    assert set(units.loc[units["stratum"] == 2, "unit_key"]) == hit
    assert len(units) == size


def test_the_same_seed_gives_the_same_files(drawn: Drawer, tmp_path: Path) -> None:
    one, other = drawn(out=tmp_path / "1"), drawn(out=tmp_path / "2")
    for file in sorted(one.folder.iterdir()):
        assert file.read_bytes() == (other.folder / file.name).read_bytes(), file.name
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_verify_finds_what_was_changed(drawn: Drawer, audited: Audit, tmp_path: Path) -> None:
    found = drawn(design="stratified", size=18)
    assert verify_sample(found.folder) == []
    assert verify_sample(found.folder, audited.folder) == []

    reseeded = tmp_path / "reseeded"
    shutil.copytree(found.folder, reseeded)
    manifest = json.loads((reseeded / "manifest.json").read_text())
    manifest["design"]["seed"] = 6
    (reseeded / "manifest.json").write_text(json.dumps(manifest))
    assert ("sample", "is not what the frame and the seed give") in verify_sample(reseeded)

    other = drawn(out=tmp_path / "other", design="stratified", size=18, npi=NPI)
    shutil.copy(other.folder / "frame.parquet", found.folder / "frame.parquet")
    assert [what for what, _ in verify_sample(found.folder)] == ["frame.parquet", "frame.parquet", "strata", "sample"]
    (found.folder / "sample.parquet").unlink()
    assert verify_sample(found.folder) == [("sample.parquet", "is missing")]


def test_a_frame_that_the_audit_no_longer_gives_is_found(drawn: Drawer, audited: Audit, tmp_path: Path) -> None:
    found = drawn()
    changed = tmp_path / "audit"
    shutil.copytree(audited.folder, changed)
    import duckdb

    with duckdb.connect() as con:
        lines = con.read_parquet(str(audited.folder / "lines.parquet"))
        lines.filter("line_id > 1").write_parquet(str(changed / "lines.parquet"))
    assert verify_sample(found.folder, changed) == [("frame", "is not what the audit folder gives")]


def test_a_planned_size(drawn: Drawer) -> None:
    # Sixteen units of 80 and thirty-two of nothing: mean 26.667, S^2 = (16 x 6400 - 48 x 26.667^2) / 47 = 1452.5;
    # within 30 percent at 90: (1.6449 x 38.111 / 8)^2 = 61.40, and 61.40 / (1 + 61.40/48) = 26.9.
    assert drawn(size=None, precision=0.30).manifest["units"] == 27


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"size": 49}, "--size 49 does not go into a frame of 48 units: give 1 to 48."),
        ({"size": 0}, "--size 0 does not go into a frame of 48 units"),
        ({"size": None}, "no size, or two"),
        ({"size": 1}, "gives one unit of the 48 of the stratum 'all', which shows no variance"),
        ({"size": 1, "design": "pps"}, "of the stratum 'drawn by size', which shows no variance"),
        ({"precision": 0.1}, "no size, or two"),
        ({"seed": -1}, "seed -1 is no whole number"),
        ({"design": "quota"}, "no design 'quota'"),
        ({"unit": "visit"}, "no unit 'visit'"),
        ({"dollars": "charged"}, "no dollars 'charged'"),
        ({"codes": ["6449"]}, "'6449' is no code"),
        ({"npi": "1999999999"}, "The frame is empty"),
        ({"design": "probe", "size": 19}, "A probe of 19 claims is no TPE round: give --size 20 to 40."),
        ({"design": "probe", "size": 20, "unit": "line"}, "give --unit claim"),
        ({"design": "stratified", "size": 5}, "give 8 to 48 units"),
        ({"design": "stratified", "strata": 1}, "--strata 1 is no stratification"),
        ({"design": "stratified", "size": None, "precision": 0.1}, "plans the design simple"),
        ({"size": 4, "codes": ["64495"], "design": "stratified", "strata": 2}, "differ too little"),
    ],
)
def test_refusals_leave_nothing_behind(drawn: Drawer, tmp_path: Path, asked: dict[str, object], words: str) -> None:
    with pytest.raises(UsageError, match=words.replace(".", "[.]")):
        drawn(**asked)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_something_else_is_refused(drawn: Drawer, audited: Audit) -> None:
    with pytest.raises(UsageError, match="no sample folder: give a new path, or a sample folder to replace"):
        drawn(out=audited.folder)
    with pytest.raises(UsageError, match="no sample folder"):
        open_sample(audited.folder)


def test_amounts_that_are_not_known_and_units_without_dollars(tmp_path: Path) -> None:
    from facetaudit.audit.run import audit

    claims = tmp_path / "claims.csv"
    claims.write_text(
        "claim_id,patient_id,service_date,hcpcs,allowed_amount,paid_amount\n"
        "A,P1,2025-01-05,64493,200,\nA,P1,2025-01-05,64494,100,80\nB,P2,2025-01-06,64493,200,0\n"
        "C,P3,2025-01-06,64493,200,5000\nD,P4,2025-01-06,64493,200,100\nE,P5,2025-01-06,64493,200,100\n"
        "G,P7,2025-01-06,64493,200,100\n"
        "F,P6,2025-01-06,64493,0,0\n"  # paid at zero: not active
    )
    folder = audit(claims, out=tmp_path / "audit", fees_dir=False).folder
    found = sample(folder, unit="claim", design="simple", size=2, seed=1, out=tmp_path / "simple")
    assert found.frame()["amount"].tolist() == [None, *(Decimal(paid) for paid in (0, 5000, 100, 100, 100))]
    assert found.manifest["strata"][0]["amount"] == ""
    with pytest.raises(UsageError, match="1 units of the frame have a line without an amount"):
        sample(folder, unit="claim", design="pps", size=1, seed=1, out=tmp_path / "pps")

    later = {"unit": "claim", "design": "pps", "first": datetime.date(2025, 1, 6)}
    by_paid = sample(folder, size=3, seed=1, out=tmp_path / "pps", **later)  # type: ignore[arg-type]
    assert [(one["label"], one["units"], one["sample_size"]) for one in by_paid.manifest["strata"]] == [
        ("no positive amount, not represented", 1, 0),
        ("drawn for certain", 1, 1),
        ("drawn by size", 3, 2),
    ]
    with pytest.raises(UsageError, match="gives one unit of the 3 of the stratum 'drawn by size'"):
        sample(folder, size=2, seed=1, out=tmp_path / "one", **later)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="more than the 4 units with a positive amount"):
        sample(folder, size=5, seed=1, out=tmp_path / "five", **later)  # type: ignore[arg-type]
    by_allowed = sample(folder, dollars="allowed", size=2, seed=1, out=tmp_path / "x", **later)  # type: ignore[arg-type]
    assert [one["label"] for one in by_allowed.manifest["strata"]] == ["drawn by size"]


def test_the_worksheet_has_choices_locks_and_text(drawn: Drawer) -> None:
    found = drawn(size=48)
    book = openpyxl.load_workbook(found.folder / "worksheet.xlsx")
    assert book.sheetnames == ["Lines", "Findings", "How to"]
    lines, findings = book["Lines"], book["Findings"]
    heading = [cell.value for cell in lines[1]]
    assert lines.max_row == 1 + 80
    assert findings.max_row == 1 + 16
    claim, verdict = heading.index("claim_id"), heading.index("verdict")
    rows = list(lines.iter_rows(min_row=2))
    assert {row[claim].value for row in rows} == {claim_name(n) for n in range(48)}
    assert HOSTILE in {row[claim].value for row in rows}
    assert all(cell.data_type != "f" for row in rows for cell in row)
    assert all(row[claim].protection.locked and not row[verdict].protection.locked for row in rows)
    assert lines.protection.sheet
    assert lines.protection.password is None
    (choice,) = lines.data_validations.dataValidation
    assert (choice.formula1, str(choice.sqref)) == ('"agree,disagree,no record"', "N2:N81")
    third = next(row for row in rows if row[claim].value == "0003" and row[3].value == 3)
    proposed = {name: third[heading.index(name)].value for name in ("findings", "amount", "proposed_amount")}
    assert proposed == {"findings": "FA102", "amount": 80, "proposed_amount": 0}
