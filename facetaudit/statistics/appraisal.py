"""Appraisals: what the reviewed units of a sample say of the frame's overpayment, and of the detectors.

An appraisal folder holds `estimates.csv`, `limits.csv`, `demands.csv`, `attributes.csv`, `strata.csv`, `checks.csv`
(minimum sum, bootstrap), `coverage.csv`, `summary.json` (the same and the warnings) and `manifest.json`; of a sample
folder also `units.csv`, `lines.csv`, `findings.csv` (as reviewed), `verdicts.csv` (how many of each), `exposure.csv`
(the frame's by scenario, before and after the verdicts), `precision.csv` and `expected.csv`; where the audit is given,
its findings and exposure with the verdicts in them (`facetaudit.statistics.settled`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import duckdb

from facetaudit.audit.folder import GUARD, MANIFEST, check_target, is_folder_of, new_folder, write_json
from facetaudit.audit.opened import Audit, open_audit
from facetaudit.engine.duckdb import connect
from facetaudit.errors import InputRefused, UsageError
from facetaudit.policy import load_policy
from facetaudit.statistics import readback, settled, values, verdicts
from facetaudit.statistics.designs import BY_SIZE
from facetaudit.statistics.estimators import Reviewed, check
from facetaudit.statistics.results import HEADINGS, Results, Values, appraised
from facetaudit.statistics.sampling import ANOTHER_FRAME, Sample, frame_hash, open_sample, verify_sample
from facetaudit.statistics.tables import Row, write_csv
from facetaudit.version import __version__

KIND = "facetaudit appraisal folder"
SUMMARY = "summary.json"
TABLES = ("estimates", "limits", "demands", "attributes", "strata", "checks", "coverage")
EXTRA_COLUMNS = {
    "precision": tuple(one.name for one in fields(verdicts.Precision)),
    "expected": ("code", "detector", "unreviewed_dollars", "expected", "lower", "upper"),
    "verdicts": ("judged", "verdict", "number", "amount", "overpayment"),
    "exposure": ("scenario", "as_audited", "reviewed_as_audited", "reviewed_by_verdict", "after_verdicts"),
}
"""Columns of the further tables of a sample folder's appraisal."""

TOGETHER = (
    "Findings of one unit were drawn together: the limits of a detector's precision hold as if they were drawn singly."
)

# The folder's tables under the names that the verdicts' queries know.
VIEWS = {"review_line": "lines", "review_finding": "review", "sample_unit": "sample", "frame_finding": "findings",
         "frame": "frame"}  # fmt: skip
UNITS = "select stratum, amount, error, in_error, no_record from reviewed_unit order by selection"
WHOLLY_WRONG = "select count(*) from reviewed_unit where error = amount and error > 0"
CENTS = "select cast(amount * 100 as bigint) from frame order by position"
EXPECTED = "select stratum, expected_review, amount from frame order by position"
UNITS_CSV = """
select * replace (cell(unit_key) as unit_key) from reviewed_unit order by abs(error) desc, selection
"""
LINES_CSV = """
select selection, stratum, cell(claim_id) as claim_id, line_number, cell(patient_id) as patient_id, service_date, hcpcs,
    modifiers, units, findings, amount, proposed_amount, verdict, correct, overpayment,
    cell(corrected_codes) as corrected_codes, cell(joints_documented) as joints_documented,
    cell(review_reason) as review_reason
from reviewed_line order by selection, claim_id, line_number
"""
FINDINGS_CSV = """
select finding_id, code, detector, certainty, effect, cell(claim_id) as claim_id, line_number, selection, outcome,
    cell(review_reason) as review_reason
from reviewed_finding order by selection, claim_id, line_number, code
"""


@dataclass(frozen=True)
class Appraisal:
    """One appraisal: its tables, the detectors' precision and what is expected of what was not reviewed."""

    folder: Path
    results: Results
    precisions: list[verdicts.Precision]
    expected: list[Row]


@dataclass(frozen=True)
class Kept:
    """An appraisal folder of a sample folder: its manifest, and its tables as summary.json has them."""

    folder: Path
    manifest: Mapping[str, Any]
    summary: Mapping[str, Any]


def open_appraisal(folder: str | Path, audit: Audit) -> Kept:
    """Open the appraisal of a sample of an audit.

    Raises UsageError for a path that is no appraisal folder, one of values alone, and one of another audit's sample.
    """
    path = Path(folder)
    if not is_folder_of(path, KIND) or not (path / SUMMARY).is_file():
        raise UsageError(f"{path} is no appraisal folder: give one that `facetaudit appraise` wrote.")
    manifest, summary = (json.loads((path / name).read_text(encoding="utf-8")) for name in (MANIFEST, SUMMARY))
    if "frame" not in manifest:
        raise UsageError(
            f"{path} is the appraisal of a file of values, which tells no audit: give that of a sample folder."
        )
    if frame_hash(audit.folder, manifest["frame"]["request"]) != manifest["sample"]["content_sha256"]:
        raise UsageError(
            f"{path} appraises no sample of the audit {audit.folder}, which gives another frame: give the appraisal of "
            "a sample of this audit."
        )
    return Kept(path, manifest, summary)


def appraise(
    sample_dir: str | Path | None = None,
    *,
    worksheet: str | Path | None = None,
    values_file: str | Path | None = None,
    audit_dir: str | Path | None = None,
    out: str | Path,
    seed: int = 1,
) -> Appraisal:
    """Appraise a reviewed sample and write the appraisal folder ``out``, whole or not at all.

    Either ``sample_dir`` with its reviewed ``worksheet``, or ``values_file``, a CSV of a sample drawn elsewhere
    (`facetaudit.statistics.values`). ``seed`` is that of the bootstrap and of the simulated samples. Dollars are those
    of the sample, paid or allowed; totals are net of underpayments. With ``audit_dir``, the audit that the sample was
    drawn of, its findings and exposure are written too, with the verdicts in them; the audit folder is not changed.

    Raises UsageError for what is missing and for a sample that is not what its frame and seed give, InputRefused for
    a worksheet or file that cannot be used.
    """
    target = Path(out)
    check_target(target, KIND)
    if seed < 0:
        raise UsageError(f"The seed {seed} is no whole number of 0 or more: give one, such as 1.")
    if values_file is not None and sample_dir is None and worksheet is None and audit_dir is None:
        return _of_values(Path(values_file), target, seed)
    if sample_dir is None or worksheet is None or values_file is not None:
        raise UsageError("An appraisal needs a sample folder with its --worksheet, or --values alone: give either.")
    audit = None if audit_dir is None else open_audit(audit_dir)
    return _of_sample(verified_sample(sample_dir, audit), Path(worksheet), target, seed, audit)


def verified_sample(sample_dir: str | Path, audit: Audit | None = None) -> Sample:
    """A sample folder that is what its frame and seed give and, with ``audit``, was drawn of it.

    Raises UsageError for another.
    """
    found = open_sample(sample_dir)
    differing = verify_sample(found.folder, None if audit is None else audit.folder)
    if audit is not None and ANOTHER_FRAME in differing:
        raise UsageError(
            f"{found.folder} is no sample of the audit {audit.folder}, which gives another frame: give the audit "
            "folder that it was drawn of, or draw it anew."
        )
    if differing:
        raise UsageError(
            f"{found.folder} is not the sample that its frame and seed give ({differing[0][0]} {differing[0][1]}): "
            "see `facetaudit sample --verify`, and draw it anew."
        )
    return found


def _of_values(path: Path, target: Path, seed: int) -> Appraisal:
    strata = values.read(path)
    check(strata)
    kinds = {
        "in error": [[error != 0 for error in one.errors] for one in strata],
        "overpaid": [[error > 0 for error in one.errors] for one in strata],
        "underpaid": [[error < 0 for error in one.errors] for one in strata],
    }
    results = appraised(Values(strata, kinds), seed, load_policy())
    manifest = {"values": _named(path), "seed": seed}
    with new_folder(target, KIND) as folder:
        _write(folder, results, manifest, {})
    return Appraisal(target, results, [], [])


def _of_sample(found: Sample, worksheet: Path, target: Path, seed: int, audit: Audit | None) -> Appraisal:
    with connect() as con:
        for view, name in VIEWS.items():
            con.read_parquet(str(found.folder / f"{name}.parquet")).create_view(view)
        lines, findings = readback.read(worksheet, _rows(con, "review_line"), _rows(con, "review_finding"))
        verdicts.load(con, lines, findings)
        drawn_by_size = found.manifest["design"]["name"] == "pps"
        reviewed = _values(con, found.manifest["strata"], drawn_by_size)
        check(reviewed.strata)
        results = appraised(reviewed, seed, load_policy())
        left_out = [one for one in found.manifest["strata"] if one["sample_size"] == 0]
        results.warnings += [
            f"{one['units']:,} units of {one['amount']} dollars are not represented: no positive amount."
            for one in left_out
        ]
        if found.manifest["frame"]["request"]["unit"] != "line":
            results.warnings.append(TOGETHER)
        precisions = verdicts.precisions(con, drawn_by_size)
        expected = verdicts.expected(precisions)
        manifest = {
            "sample": {name: found.manifest[name] for name in ("content_sha256", "design", "strata", "audit")},
            "frame": found.manifest["frame"],
            "worksheet": _named(worksheet),
            "seed": seed,
        }
        extra = {
            "precision": [_plain(asdict(one)) for one in precisions],
            "expected": [_plain(one) for one in expected],
            "verdicts": [_plain(one) for one in settled.verdict_counts(con)],
            "exposure": settled.frame_exposure(con),
        }
        with new_folder(target, KIND) as folder:
            con.execute(GUARD)
            for name, query in (("units", UNITS_CSV), ("lines", LINES_CSV), ("findings", FINDINGS_CSV)):
                con.sql(query).write_csv(str(folder / f"{name}.csv"))
            if audit is not None:
                settled.write_audit(con, audit, found.manifest["frame"]["request"]["dollars"], folder)
            _write(folder, results, manifest, extra)
    return Appraisal(target, results, precisions, expected)


def _values(con: duckdb.DuckDBPyConnection, strata: Sequence[Mapping[str, Any]], drawn_by_size: bool) -> Values:
    """The reviewed units by stratum, with what the frame knows of all units."""
    import numpy as np

    units = con.sql(UNITS).fetchall()
    parts = [[row for row in units if row[0] == one["stratum"]] for one in strata if one["sample_size"]]
    drawn = [one for one in strata if one["sample_size"]]
    reviewed = [
        Reviewed(
            str(one["stratum"]), one["units"], tuple(float(row[2]) for row in part),
            tuple(float(row[1]) for row in part), float(one["amount"]) if one["amount"] else None,
        )
        for one, part in zip(drawn, parts, strict=True)
    ]  # fmt: skip
    kinds = {
        "in error": [[bool(row[3]) for row in part] for part in parts],
        "overpaid": [[row[2] > 0 for row in part] for part in parts],
        "underpaid": [[row[2] < 0 for row in part] for part in parts],
        "no record": [[bool(row[4]) for row in part] for part in parts],
    }
    cents = [row[0] for row in con.sql(CENTS).fetchall()]
    simple = len(strata) == 1 and not drawn_by_size and None not in cents
    rows = con.sql(EXPECTED).fetchall()
    frame = {one["stratum"]: [row for row in rows if row[0] == one["stratum"]] for one in drawn}
    return Values(
        reviewed,
        kinds,
        drawn_by_size,
        int(con.sql(WHOLLY_WRONG).fetchall()[0][0]) if simple else None,
        cents if simple else None,
        [np.array([float(row[1]) for row in part]) for part in frame.values()],
        np.array([float(row[2]) for row in frame.get(BY_SIZE, ())]) if drawn_by_size else None,
    )


def _rows(con: duckdb.DuckDBPyConnection, table: str) -> list[dict[str, Any]]:
    found = con.table(table)
    return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


def _write(folder: Path, results: Results, manifest: Mapping[str, Any], extra: Mapping[str, list[Row]]) -> None:
    for name in TABLES:
        table = getattr(results, name)
        write_csv(folder / f"{name}.csv", table, HEADINGS.get(name) or list(table[0]))
    for name, rows in extra.items():
        write_csv(folder / f"{name}.csv", rows, EXTRA_COLUMNS[name])
    write_json(folder / SUMMARY, {**asdict(results), **extra})
    write_json(folder / MANIFEST, {"kind": KIND, "facetaudit": __version__, **manifest})


def _plain(row: Mapping[str, Any]) -> Row:
    """Text for what is no whole number: shares six decimals, dollars cents, nothing for what is unknown."""

    def text(cell: Any) -> Any:
        if cell is None or isinstance(cell, int):
            return "" if cell is None else cell
        return f"{cell:.6f}" if isinstance(cell, float) else str(cell)

    return {name: text(cell) for name, cell in row.items()}


def _named(path: Path) -> dict[str, str]:
    try:
        return {"name": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
    except OSError as error:
        raise InputRefused(f"{path} cannot be read ({error.strerror}): give the file that was reviewed.") from error
