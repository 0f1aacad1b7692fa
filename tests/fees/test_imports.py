"""Imported tables in use: before the built-in ones, code by code and day by day; in prices, audits and manifests."""

from __future__ import annotations

import json
import stat
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import facetaudit as fa
from facetaudit.errors import InputRefused, PolicyError, UsageError
from facetaudit.fees import fingerprint, stored, unit_price, versions
from facetaudit.fees.importing import import_files
from tests.cli.test_commands import refused, run

from . import cms_layouts as cms
from .cms_layouts import Value, csv_text

# work 2 + nonfacility PE 3 + MP 1 = 6; facility 2 + 1 + 1 = 4; times 32.3465 = 194.079 and 129.386
SIX = Value("64493", "2.00", "3.00", "1.00", "1.00")
UNKNOWN_CODE = Value("Z900A", "1.00", "0.00", "0.00", "0.00")
JULY = "2025 National Physician Fee Schedule Relative Value File July Release"


@pytest.fixture
def fees_dir(tmp_path: Path) -> Path:
    return tmp_path / "fees"


def put(folder: Path, content: str, name: str) -> Path:
    file = folder / name
    file.write_bytes(content.encode("latin-1"))
    return file


def put_values(folder: Path, values: list[Value], title: str | None = None, factor: str = "32.3465") -> Path:
    rows = cms.relative_values(values, factor, title=title) if title else cms.relative_values(values, factor)
    return put(folder, csv_text(rows), f"{title or 'october'}.csv")


def amounts_of(fees_dir: Path, hcpcs: str, on: date, locality: str | None = None) -> list[str]:
    return [str(one.amount) for one in unit_price(hcpcs, on, locality, imported=stored(fees_dir))]


def test_an_import_comes_before_the_built_in_row_of_its_codes_only(fees_dir: Path, tmp_path: Path) -> None:
    import_files([put_values(tmp_path, [SIX, UNKNOWN_CODE])], fees_dir)
    assert amounts_of(fees_dir, "64493", date(2025, 12, 31)) == ["194.08", "129.39"]
    assert amounts_of(fees_dir, "Z900A", date(2025, 11, 1)) == ["32.35", "32.35"]
    # built-in: another code of the same day, and the same code of the next year
    assert amounts_of(fees_dir, "64490", date(2025, 12, 31)) == ["186.32", "102.21"]
    assert amounts_of(fees_dir, "64493", date(2026, 1, 1)) == ["190.39", "81.50", "191.33", "81.90"]
    with pytest.raises(UsageError, match="Z900A"):
        amounts_of(fees_dir, "Z900A", date(2026, 1, 1))


def test_releases_hold_from_their_quarters_and_the_first_for_the_days_before(fees_dir: Path, tmp_path: Path) -> None:
    seven = Value("64493", "3.00", "3.00", "1.00", "1.00")  # 7 x 32.3465 = 226.4255
    import_files([put_values(tmp_path, [SIX], JULY), put_values(tmp_path, [seven])], fees_dir)
    assert amounts_of(fees_dir, "64493", date(2025, 1, 1))[0] == "194.08"
    assert amounts_of(fees_dir, "64493", date(2025, 9, 30))[0] == "194.08"
    assert amounts_of(fees_dir, "64493", date(2025, 10, 1))[0] == "226.43"
    listed = [(one.valid_from, one.valid_to) for one in versions(imported=stored(fees_dir)) if one.origin != "built-in"]
    assert listed[:2] == [(date(2025, 1, 1), date(2025, 9, 30)), (date(2025, 10, 1), date(2025, 12, 31))]
    # built-in: 5.33 x 33.2875 = 177.4224
    assert amounts_of(fees_dir, "64493", date(2024, 12, 31))[0] == "177.42"


def test_a_factor_is_not_carried_back_over_one_that_is_known(fees_dir: Path, tmp_path: Path) -> None:
    title = "2024 National Physician Fee Schedule Relative Value File July Release"
    import_files([put_values(tmp_path, [SIX], title, "33.2875")], fees_dir)
    # 6 x 32.7442 = 196.4652 until 8 March, 6 x 33.2875 = 199.725 after
    assert amounts_of(fees_dir, "64493", date(2024, 3, 8))[0] == "196.47"
    assert amounts_of(fees_dir, "64493", date(2024, 3, 9))[0] == "199.73"
    assert amounts_of(fees_dir, "64493", date(2024, 8, 1))[0] == "199.73"


def test_a_year_that_is_not_built_in_prices_once_imported(fees_dir: Path, tmp_path: Path) -> None:
    title = "2027 National Physician Fee Schedule Relative Value File January Release"
    text = csv_text(cms.relative_values([SIX], "30.0000", 32, title))
    import_files([put(tmp_path, text, "PPRRVU2027_Jan_nonQPP.csv")], fees_dir)
    assert amounts_of(fees_dir, "64493", date(2027, 5, 1)) == ["180.00", "120.00"]
    with pytest.raises(PolicyError, match="no fee table for 2027-05-01"):
        unit_price("64493", date(2027, 5, 1))


def test_imported_indices(fees_dir: Path, tmp_path: Path) -> None:
    import_files([put(tmp_path, csv_text(cms.gpci(2025, change={"03102-00": "2"})), "gpci.csv")], fees_dir)
    # (1.52 x 2 + 3.64 x 0.975 + 0.16 x 0.854) x 32.3465 = 6.72564 x 32.3465 = 217.5509...
    assert amounts_of(fees_dir, "64493", date(2025, 5, 5), "03102-00")[0] == "217.55"
    with pytest.raises(InputRefused, match="disagrees with gpci-2025-01-01"):
        import_files([put(tmp_path, csv_text(cms.gpci(2025)), "other.csv")], fees_dir)
    import_files([tmp_path / "other.csv"], fees_dir, date(2025, 7, 1))
    assert amounts_of(fees_dir, "64493", date(2025, 6, 30), "03102-00")[0] == "217.55"
    # the rest of the year: (1.52 + 3.549 + 0.13664) x 32.3465 = 5.20564 x 32.3465 = 168.3842...
    assert amounts_of(fees_dir, "64493", date(2025, 7, 1), "03102-00")[0] == "168.38"


def test_facility_rates_hold_for_their_quarter(fees_dir: Path, tmp_path: Path) -> None:
    rates = csv_text(cms.asc([("64493", "Y", "G2", "$600.00 ")]))
    hospital = csv_text(cms.opps([("64493", "T", "5443", "950")]))
    import_files([put(tmp_path, rates, "AA.csv"), put(tmp_path, hospital, "B.csv")], fees_dir)
    lines = tmp_path / "lines.csv"
    days = [("asc", "2026-06-30"), ("asc", "2026-07-01"), ("asc", "2026-09-30"), ("hopd", "2026-03-31")]
    lines.write_text("hcpcs,claim_type,service_date\n" + "".join(f"64493,{kind},{day}\n" for kind, day in days))
    done = run("fees", "price", lines, "--out", tmp_path / "priced.csv", "--fees-dir", fees_dir)
    assert done.returncode == 0, done.stderr
    priced = (tmp_path / "priced.csv").read_text().splitlines()[1:]
    assert [row.split(",")[3] for row in priced] == ["485.51", "600.00", "600.00", "950.00"]


def test_nothing_that_is_kept_holds_a_descriptor_and_only_the_owner_reads_it(fees_dir: Path, tmp_path: Path) -> None:
    files = [
        put_values(tmp_path, [SIX]),
        put(tmp_path, csv_text(cms.asc([("64493", "Y", "G2", "1")])), "a.csv"),
        put(tmp_path, csv_text(cms.opps([("64493", "T", "5443", "1")])), "b.csv"),
    ]
    import_files(files, fees_dir)
    kept = [path for path in fees_dir.rglob("*") if path.is_file()]
    assert len(kept) == 7
    assert all("MARKEDTEXT" in file.read_text("latin-1") for file in files)
    for path in kept:
        assert "MARKEDTEXT" not in path.read_text()
        assert "copyright" not in path.read_text()
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {stat.S_IMODE(path.stat().st_mode) for path in (fees_dir, *fees_dir.iterdir())} == {0o700}


def test_payment_amounts_are_compared_and_not_kept(fees_dir: Path, tmp_path: Path) -> None:
    # Arizona 2025, built-in: nonfacility 168.38 as above; facility (1.52 + 1.05 x 0.975 + 0.13664) x 32.3465 = 86.70
    rows = [("03102-00", "64493", "", "168.38", "86.70"), ("03102-00", "Z900A", "", "1.00", "1.00")]
    report = import_files([put(tmp_path, cms.amounts(rows), "PFREV25C.txt")], fees_dir)
    assert report.messages == [
        "PFREV25C.txt: 2 of 2 amounts that the tables price are the same to the cent; nothing kept."
    ]
    assert not fees_dir.exists()
    wrong = put(tmp_path, cms.amounts([*rows, ("03102-00", "64490", "", "1.00", "1.00")]), "wrong.txt")
    with pytest.raises(InputRefused, match=r"2 of 4 amounts are not .* \(first 64490 in 03102-00: 1\.00"):
        import_files([wrong], fees_dir)
    # with the values of its release: 1 x 32.3465 (work index 1) for Z900A; as they differ nothing of the call is kept
    with pytest.raises(InputRefused, match=r"first Z900A in 03102-00: 1\.00, by the tables 32\.35"):
        import_files([put_values(tmp_path, [UNKNOWN_CODE]), tmp_path / "PFREV25C.txt"], fees_dir)
    assert not fees_dir.exists()


def test_amounts_of_qualifying_participants_are_told_by_themselves(fees_dir: Path, tmp_path: Path) -> None:
    # Arizona 2026, QP: (1.48 + 4.08 x 0.969 + 0.14 x 0.856) x 33.5675 = 5.55336 x 33.5675 = 186.4124...
    # and with the facility PE 0.82: 2.39442 x 33.5675 = 80.3747...
    file = put(tmp_path, cms.amounts([("03102-00", "64493", "", "186.41", "80.37")], 2026), "QP.txt")
    assert import_files([file], fees_dir).messages[0].startswith("QP.txt: 2 of 2 amounts")


HEADER = (
    "claim_id,line_number,patient_id,service_date,hcpcs,modifier_1,units,rendering_npi,locality,allowed_amount,"
    "paid_amount\n"
)


def _audit(folder: Path, name: str, fees_dir: Path | bool | None) -> fa.Audit:
    claims = folder / "claims.csv"
    claims.write_text(HEADER + "C1,1,P1,2025-11-03,64493,RT,1,1234567893,,194.08,155.26\n"
                      "C1,2,P1,2025-11-03,64495,RT,1,1234567893,,87.01,69.61\n")  # fmt: skip
    return fa.audit(claims, out=folder / name, fees_dir=fees_dir)  # type: ignore[arg-type]


def test_an_audit_prices_by_the_import_and_its_manifest_says_so(fees_dir: Path, tmp_path: Path) -> None:
    third = Value("64495", "1.00", "1.00", "1.00", "1.00", mult="0", global_days="ZZZ")  # 3 x 32.3465 = 97.0395
    file = put_values(tmp_path, [SIX, third])
    before = _audit(tmp_path, "before", False)
    import_files([file], fees_dir)
    after = _audit(tmp_path, "after", fees_dir)

    def billed(audit: fa.Audit) -> Decimal:
        found = audit.sql("select sum(fee_billed) as fee from exposure where scenario = 'certain' and line_number = 2")
        return Decimal(str(found["fee"][0]))

    assert billed(before) == Decimal("87.01")
    assert billed(after) == Decimal("97.04")
    assert "fee_imports" not in before.manifest
    assert before.manifest["fees"] == after.manifest["fees"] == fingerprint()
    (entry,) = after.manifest["fee_imports"]
    assert (entry["name"], entry["file"]) == ("relative-values-2025-10-01", file.name)
    assert entry["valid_from"] == "2025-10-01"
    (one,) = stored(fees_dir)
    assert entry["sha256"] == one.sha256
    assert entry["tables"]["relative_values"] == {"rows": 2, "sha256": one.tables["relative_values"].sha256}


def test_without_imports_an_audit_is_the_same_byte_for_byte(tmp_path: Path) -> None:
    for fees_dir, name in ((None, "users"), (False, "none")):
        _audit(tmp_path, name, fees_dir)
    files = sorted(path.name for path in (tmp_path / "users").iterdir())
    assert files == sorted(path.name for path in (tmp_path / "none").iterdir())
    for file in files:
        assert (tmp_path / "users" / file).read_bytes() == (tmp_path / "none" / file).read_bytes()


def test_imported_unit_limits_answer_in_their_quarter(fees_dir: Path, tmp_path: Path) -> None:
    # 64634: built-in limit 4; the import says 2 from July 2026, and speaks of 99213, which the edits here do not hold
    text = csv_text(cms.mue([("64634", "2", "3"), ("99213", "1", "3")]))
    import_files([put(tmp_path, text, "mue.csv")], fees_dir, date(2026, 7, 1))
    claims = tmp_path / "claims.csv"
    lines = [f"C{n},{line},P{n},{day},{code},,{units},1234567893,,100.00,80.00\n"
             for n, day in enumerate(("2026-06-30", "2026-07-01", "2026-10-01"))
             for line, (code, units) in enumerate((("64633", 1), ("64634", 5), ("99213", 2)), 1)]  # fmt: skip
    claims.write_text(HEADER + "".join(lines))
    audit = fa.audit(claims, out=tmp_path / "audit", select=["FA103"], fees_dir=fees_dir)
    found = audit.findings()
    assert [(row.claim_id, row.hcpcs, row.limit, row.source_id) for row in found.itertuples()] == [
        ("C0", "64634", 4, "ncci-mue-2026-04-01"),
        ("C1", "64634", 2, "mue-2026-07-01"),
        ("C2", "64634", 4, "ncci-mue-2026-04-01"),
    ]
    assert "CMS practitioner MUE of 2026-07-01" in [source["title"] for source in audit.summary["sources"]]


def test_the_python_interface_takes_the_folder(fees_dir: Path, tmp_path: Path) -> None:
    import pandas as pd

    import_files([put_values(tmp_path, [SIX])], fees_dir)
    lines = pd.DataFrame({"hcpcs": ["64493"], "service_date": ["2025-11-03"]})
    assert str(fa.price(lines, fees_dir=fees_dir)["fee_amount"][0]) == "194.08"
    assert str(fa.price(lines)["fee_amount"][0]) == "172.08"


def test_the_best_factor_is_chosen_though_another_prices_too(fees_dir: Path, tmp_path: Path) -> None:
    # of the two factors of 2024 the later made these; `unit_price` is tested by itself
    rows = []
    for code in ("64490", "64493", "64635"):
        nonfacility, facility = (str(one.amount) for one in unit_price(code, date(2024, 5, 1), "03102-00"))
        rows.append(("03102-00", code, "", nonfacility, facility))
    file = put(tmp_path, cms.amounts(rows, 2024), "PFALL24AR.txt")
    assert import_files([file], fees_dir).messages[0].startswith("PFALL24AR.txt: 6 of 6 amounts")


def test_commands_import_list_show_and_forget(fees_dir: Path, tmp_path: Path) -> None:
    file = put_values(tmp_path, [SIX])
    done = run("fees", "--fees-dir", fees_dir, "import", file)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[2].split()[0] == "relative-values-2025-10-01"
    listed = [line.split() for line in run("fees", "--fees-dir", fees_dir).stdout.splitlines() if "october.csv" in line]
    (one,) = stored(fees_dir)
    assert [(line[0], line[1], line[2], line[3], line[5], line[-1]) for line in listed] == [
        ("relative_values", "2025-01-01", "2025-12-31", "1", one.name, one.sha256[:12]),
        ("conversion_factors", "2025-10-01", "2025-12-31", "1", one.name, one.sha256[:12]),
    ]
    assert "194.08" in run("fees", "show", "64493", "--on", "2025-11-03", "--fees-dir", fees_dir).stdout
    assert "relative-values-2025-10-01" in refused(run("fees", "forget", "gpci", "--fees-dir", fees_dir), 2)
    assert run("fees", "forget", one.name, "--fees-dir", fees_dir).returncode == 0
    assert list(fees_dir.iterdir()) == []
    assert "no such folder" in refused(run("fees", "show", "64493", "--on", "2025-11-03", "--fees-dir", "absent"), 2)
    other = put(tmp_path, "a,b\n1,2\n", "x")
    assert "is no CMS file" in refused(run("fees", "import", other, "--fees-dir", fees_dir), 3)


def test_an_import_that_was_changed_is_refused(fees_dir: Path, tmp_path: Path) -> None:
    import_files([put_values(tmp_path, [SIX])], fees_dir)
    table = fees_dir / "relative-values-2025-10-01" / "relative_values.csv"
    table.write_text(table.read_text().replace("2.00", "9.00"))
    with pytest.raises(PolicyError, match="was changed after its import"):
        amounts_of(fees_dir, "64493", date(2025, 11, 3))
    about = table.with_name("import.json")
    about.write_text(json.dumps({**json.loads(about.read_text()), "format": 2}))
    with pytest.raises(PolicyError, match="is damaged or of another version"):
        stored(fees_dir)


def test_a_store_that_cannot_be_written_keeps_nothing(
    fees_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from facetaudit.fees import imports

    files = [put_values(tmp_path, [SIX], JULY), put_values(tmp_path, [SIX])]
    moves = []
    move = imports.os.rename

    def second_fails(source: Path, target: Path) -> None:
        moves.append(target)
        if len(moves) == 2:
            assert target.parent == fees_dir
            assert moves[0].exists()
            raise OSError(28, "No space left on device")
        move(source, target)

    monkeypatch.setattr(imports.os, "rename", second_fails)
    with pytest.raises(UsageError, match="No space left"):
        import_files(files, fees_dir)
    assert len(moves) == 2
    assert list(fees_dir.iterdir()) == []


def test_the_demo_does_not_read_the_users_imports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from facetaudit.reporting import demo

    def stop(claims: Path, **options: object) -> None:
        assert options["fees_dir"] is False
        raise KeyboardInterrupt

    monkeypatch.setattr(demo, "synthesize", lambda *arguments, **options: None)
    monkeypatch.setattr(demo, "audit", stop)
    with pytest.raises(KeyboardInterrupt):
        demo.run_demo(tmp_path, claims=1, seed=1, progress=lambda stage: None)


def test_the_listing_without_imports_is_the_built_in_tables() -> None:
    assert {one.origin for one in versions()} == {"built-in"}
