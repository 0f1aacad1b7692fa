"""`facetaudit map` as a user types it: what it prints, writes and refuses, and what its mapping reads."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from pathlib import Path

import openpyxl
import pytest

from .test_commands import refused, run

HEADER = "Visit #,Acct,Svc Dt,Proc Cd,Mods,Qty,Chgs,Pt Name\n"
VISITS = HEADER + (
    "V10001,SECRET-1,01/31/2025,64493-50,KX,1,\"$1,200.00\",\"Doe, Jane\"\n"
    "V10002,SECRET-2,02/01/2025,64494,\"RT,KX\",1,800,\"Roe, Jim\"\n"
    "V10003,SECRET-2,soon,64494,LT,1,800,\"Roe, Jim\"\n"
)


@pytest.fixture
def visits(tmp_path: Path) -> Path:
    path = tmp_path / "visits.csv"
    path.write_text(VISITS, encoding="utf-8")
    return path


def test_prints_the_columns_ten_rows_and_the_mapping(visits: Path) -> None:
    done = run("map", visits)
    assert (done.returncode, done.stderr) == (0, "")
    lines = [line.split() for line in done.stdout.splitlines() if line]
    assert ["hcpcs", "Proc", "Cd", "likely"] in [line[:4] for line in lines]
    assert ["Pt", "Name", "text"] in lines
    assert "Of 3 rows, 2 would be lines (2 with a facet code) and 1 would be rejected." in done.stdout
    assert "1  service_date: not a date in the accepted format" in done.stdout
    mapping = tomllib.loads(done.stdout[done.stdout.index("# Mapping proposed for visits.csv"):])
    assert mapping["columns"] == {
        "claim_id": "Visit #", "patient_id": "Acct", "service_date": "Svc Dt", "hcpcs": "Proc Cd", "modifiers": "Mods",
        "units": "Qty", "charge_amount": "Chgs",
    }
    assert mapping["date_format"] == "%m/%d/%Y"


def test_identifiers_are_masked_unless_they_are_asked_for(visits: Path) -> None:
    masked, shown = run("map", visits).stdout, run("map", visits, "--show-identifiers").stdout
    assert "identifiers are masked, --show-identifiers shows them" in masked
    assert "...-1" in masked
    for word in ("SECRET-1", "V10001", "Doe", "Roe"):
        assert word not in masked
    assert "SECRET-1" in shown
    assert "V10001" in shown
    assert "Doe" not in shown  # a column that no canonical one reads


def test_json_and_csv_hold_the_same(visits: Path) -> None:
    made = json.loads(run("map", visits, "--format", "json").stdout)
    assert made["rows"] == {"read": 3, "whole": True, "accepted": 2, "facet_lines": 2, "rejected": 1}
    assert (made["preset"], made["missing"]) == (None, [])
    assert [row["patient_id"] for row in made["shown"]] == ["...-1", "...-2"]
    assert made["shown"][0]["charge_amount"] == "1200.00"
    assert made["rejects"] == [
        {"column": "service_date", "reason": "not a date in the accepted format", "rows": 1}
    ]
    assert tomllib.loads(made["mapping"])["columns"]["hcpcs"] == "Proc Cd"
    listed = list(csv.DictReader(io.StringIO(run("map", visits, "--format", "csv").stdout)))
    assert [(one["column"], one["header"], one["sure"]) for one in listed] == [
        (one["column"], ", ".join(one["headers"]), one["sure"]) for one in made["columns"]
    ]


def test_out_writes_a_new_file_and_nothing_over_another(visits: Path, tmp_path: Path) -> None:
    out = tmp_path / "mine.toml"
    done = run("map", visits, "--out", out)
    assert (done.returncode, done.stderr) == (0, f"Mapping: {out}\n")
    assert "The mapping, to be saved" not in done.stdout
    assert tomllib.loads(out.read_text(encoding="utf-8"))["columns"]["claim_id"] == "Visit #"
    out.write_text("mine", encoding="utf-8")
    assert "there is such a file" in refused(run("map", visits, "--out", out), 2)
    assert out.read_text(encoding="utf-8") == "mine"
    assert "cannot be written" in refused(run("map", visits, "--out", tmp_path / "no" / "mine.toml"), 2)


def test_a_column_that_is_not_found_is_said_and_left_to_the_user(tmp_path: Path) -> None:
    path = tmp_path / "visits.csv"
    path.write_text(VISITS.replace("Visit #", "Vorgang"), encoding="utf-8")
    done = run("map", path)
    assert done.returncode == 0
    assert "Required and not found: claim_id." in done.stdout
    assert '# claim_id = ""  # not found, and required' in done.stdout


def test_a_sheet_of_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "visits.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "Notes"
    book.active.append(["read", "me"])
    book.active.append(["and", "then"])
    charges = book.create_sheet("Charges 2025")
    for row in csv.reader(io.StringIO(VISITS)):
        charges.append(row)
    book.save(path)
    assert "name one with --sheet" in refused(run("map", path), 3)
    assert "the workbook has 'Notes', 'Charges 2025'" in refused(run("map", path, "--sheet", "charges"), 2)
    out = tmp_path / "mine.toml"
    assert run("map", path, "--sheet", "Charges 2025", "--out", out).returncode == 0
    assert tomllib.loads(out.read_text(encoding="utf-8"))["sheet"] == "Charges 2025"
    counts = json.loads(run("check", path, "--mapping", out, "--format", "json").stdout)["rows"]["total"]
    assert (counts["read"], counts["rejected"], counts["audited"]) == (3, 1, 2)


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        (b"", 3, "the file is empty"),
        (b"\x00\x01\x02" * 90, 3, "the file is binary"),
        (VISITS.split("\n", 1)[1].encode(), 3, "the first row looks like data, not like a header"),
    ],
)
def test_what_is_no_table_is_refused_in_one_sentence(content: bytes, code: int, says: str, tmp_path: Path) -> None:
    path = tmp_path / "visits.csv"
    path.write_bytes(content)
    out = tmp_path / "mine.toml"
    sentence = refused(run("map", path, "--out", out), code)
    assert says in sentence
    assert "SECRET" not in sentence
    assert not out.exists()


FOREIGN = {
    "claim_id": "Visit #", "line_number": "Line", "claim_type": "Claim Type", "payer": "Primary Insurance",
    "mac": "Contractor", "state": "Provider State", "locality": "Payment Locality", "patient_id": "Acct No",
    "service_date": "Svc Dt", "hcpcs": "Proc Cd", "units": "Qty", "place_of_service": "POS", "diagnosis_codes": "Dx",
    "rendering_npi": "Rend Prov NPI", "billing_npi": "Group NPI", "charge_amount": "Chgs",
    "allowed_amount": "Allowed Amt", "paid_amount": "Plan Paid", "paid_date": "Chk Dt", "line_status": "Claim Status",
    "claim_frequency_code": "Freq Cd", "original_claim_id": "Orig Claim No", "authorization_number": "Auth #",
}


def _foreign(source: Path, target: Path) -> None:
    """The canonical extract as another system writes it: other headers, German signs, codes with modifiers."""
    def german(amount: str) -> str:
        return f"{float(amount):,.2f}".translate(str.maketrans(",.", ".,")) if amount else ""

    with source.open(encoding="utf-8", newline="") as given, target.open("w", encoding="utf-8", newline="") as made:
        writer = csv.writer(made, delimiter=";", lineterminator="\r\n")
        writer.writerow([*FOREIGN.values(), "Mods", "Pt Name"])
        for row in csv.DictReader(given):
            modifiers = [row[f"modifier_{n}"] for n in range(1, 5) if row[f"modifier_{n}"]]
            first = modifiers[:1] if row["hcpcs"].isdigit() else []
            for column in ("service_date", "paid_date"):
                row[column] = ".".join(reversed(row[column].split("-")))
            for column in ("charge_amount", "allowed_amount", "paid_amount"):
                row[column] = german(row[column])
            row["hcpcs"] = "-".join([row["hcpcs"], *first])
            row["patient_id"] = "'" + row["patient_id"]
            row["line_status"] = {"paid": "Posted", "denied": "Denied"}[row["line_status"]]
            cells = [row[column] for column in FOREIGN]
            writer.writerow([*cells, ",".join(modifiers[len(first):]), "Doe, Jane"])


def test_a_foreign_export_through_its_proposed_mapping_gives_the_lines_and_findings_of_the_canonical_one(
    tmp_path: Path,
) -> None:
    from facetaudit.audit.run import audit
    from facetaudit.synthetic import synthesize

    canonical = synthesize(300, 5, "csv", tmp_path / "made").claims_file
    foreign, mapping = tmp_path / "visits.csv", tmp_path / "mine.toml"
    _foreign(canonical, foreign)
    assert run("--quiet", "map", foreign, "--out", mapping).returncode == 0
    keys = tomllib.loads(mapping.read_text(encoding="utf-8"))
    assert keys["columns"] == {**FOREIGN, "modifiers": "Mods"}
    assert (keys["date_format"], keys["decimal"]) == ("%d.%m.%Y", ",")
    assert keys["values"] == {"line_status": {"posted": "paid"}}
    plain = audit(canonical, out=tmp_path / "plain", all_lines=True)
    mapped = audit(foreign, mapping=mapping, out=tmp_path / "mapped", all_lines=True)
    columns = [*FOREIGN, "modifier_1", "modifier_2", "modifier_3", "modifier_4", "active", "inactive_reason"]
    assert mapped.lines()[columns].equals(plain.lines()[columns])
    assert len(plain.findings()) > 20
    ours = ["code", "claim_id", "line_number", "certainty", "reason", "correct_coding"]
    assert mapped.findings()[ours].equals(plain.findings()[ours])
