"""Samples of an audit folder: a frozen frame, the units drawn from it, and the worksheet to review them with.

A sample folder holds `frame.parquet`, `sample.parquet` and `sample.csv` (the units drawn), `lines.parquet` (their
lines), `findings.parquet` (every finding on a line of the frame, with whether its unit was drawn), `review.parquet`
(those on the worksheet), `worksheet.xlsx` and `manifest.json` (seed, generator, order, strata, SHA-256 of each file).
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from facetaudit.audit.folder import GUARD, MANIFEST, check_target, is_folder_of, new_folder, write_json
from facetaudit.audit.opened import open_audit
from facetaudit.engine.duckdb import connect
from facetaudit.errors import UsageError
from facetaudit.policy import FIRST_DAY, load_policy
from facetaudit.statistics import designs, frames, worksheet
from facetaudit.version import __version__

if TYPE_CHECKING:
    import pandas as pd

KIND = "facetaudit sample folder"
WORKSHEET = "worksheet.xlsx"
ANOTHER_FRAME = ("frame", "is not what the audit folder gives")
HASHED = ("frame.parquet", "sample.parquet", "lines.parquet", "findings.parquet", "review.parquet")

FRAME = """
select u.position, s.stratum, u.* exclude (position)
from frame_unit u join unit_stratum s on s.position = u.position order by u.position
"""
SAMPLE = "select * from sample_unit order by selection"
SAMPLE_CSV = """
select * replace (cell(unit_key) as unit_key, cell(claim_id) as claim_id, cell(patient_id) as patient_id)
from sample_unit order by selection
"""
FINDINGS = """
select f.finding_id, f.code, f.detector, f.certainty, f.effect, u.position, s.stratum, f.dollars,
    d.position is not null as sampled
from frame_finding f
join frame_unit u on u.unit_key = f.unit_key
join unit_stratum s on s.position = u.position
left join drawn d on d.position = u.position
order by f.finding_id
"""
FROZEN = "create or replace temp table frame_unit as select * exclude (stratum) from read_parquet($file)"
OTHER = """
select count(*) from (
    (select unit_key, stratum, random_order from sample_unit
     except select unit_key, stratum, random_order from read_parquet($file))
    union all
    (select unit_key, stratum, random_order from read_parquet($file)
     except select unit_key, stratum, random_order from sample_unit)
)
"""


class Sample:
    """One sample folder; `manifest` says how it was drawn."""

    def __init__(self, folder: Path) -> None:
        """Open a folder; `open_sample` checks it first."""
        self.folder = folder
        self.manifest: Mapping[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))

    def __repr__(self) -> str:
        """Folder, design and size."""
        return f"Sample({str(self.folder)!r}, {self.manifest['design']['name']}, {self.manifest['units']:,} units)"

    def frame(self) -> pd.DataFrame:
        """The frame: one row per unit, in the order it was numbered in."""
        return self._read("frame")

    def units(self) -> pd.DataFrame:
        """The units drawn, in the order of their stratum and random number."""
        return self._read("sample")

    def lines(self) -> pd.DataFrame:
        """The lines of the units drawn."""
        return self._read("lines")

    def _read(self, name: str) -> pd.DataFrame:
        import pyarrow.parquet as pq

        return pq.read_table(self.folder / f"{name}.parquet").to_pandas()


def sample(
    audit_dir: str | Path,
    *,
    unit: str,
    design: str,
    seed: int,
    out: str | Path,
    size: int | None = None,
    precision: float | None = None,
    confidence: float = 0.90,
    strata: int = 4,
    dollars: str = "paid",
    npi: str | None = None,
    first: datetime.date | None = None,
    last: datetime.date | None = None,
    codes: Sequence[str] = (),
) -> Sample:
    """Draw a sample of an audit folder and write the sample folder ``out``, whole or not at all.

    ``unit`` is line, claim, beneficiary-day or session; ``design`` simple, stratified (by amount), risk (by the
    strongest finding), pps (probability proportional to the amount) or probe (claims, as many as a TPE round).
    ``size`` is in units; in its place ``precision`` (a share of the total, two-sided at ``confidence``) plans a simple
    sample on the overpayment that the audit expects. ``dollars`` is paid or allowed. The frame holds the active lines
    of ``npi`` (rendering or billing), served ``first`` to ``last``, with ``codes`` (HCPCS, INJ, RFA, US or ALL; the
    facet codes when empty).

    Raises UsageError, one sentence, before anything is written.
    """
    audit, target = open_audit(audit_dir), Path(out)
    check_target(target, KIND)
    if (size is None) == (precision is None):
        raise UsageError("The sample has no size, or two: give either --size or --precision.")
    if precision is not None and design != "simple":
        raise UsageError(f"--precision plans the design simple, not {design}: give --size.")
    if seed < 0:
        raise UsageError(f"The seed {seed} is no whole number of 0 or more: give one, such as 20261.")
    request = frames.Request(unit, dollars, npi, first, last, frames.checked_codes(codes))
    if design == "probe":
        _check_probe(unit, size or 0, datetime.date.fromisoformat(audit.manifest["as_of"]))
    with connect() as con:
        frames.build(con, audit.folder, request)
        planned = size if precision is None else designs.planned_size(con, precision, confidence)
        drawn = designs.Design(design, planned or 0, seed, strata)
        layers = designs.draw(con, drawn)
        _check_variance(layers)
        content = frames.content_hash(con)
        worksheet.make_tables(con, f"{content}|{seed}")
        with new_folder(target, KIND) as folder:
            hashes = _write(con, folder, dollars)
            planning = None if precision is None else {"precision": precision, "confidence": confidence}
            manifest = _manifest(con, audit.manifest, request, drawn, layers, planning)
            write_json(folder / MANIFEST, {**manifest, "content_sha256": content, "files": hashes})
    return Sample(target)


def open_sample(folder: str | Path) -> Sample:
    """Open a sample folder made by `facetaudit sample`.

    Raises UsageError when the path is no sample folder.
    """
    path = Path(folder)
    if not is_folder_of(path, KIND):
        raise UsageError(
            f"{path} is no sample folder (it holds no {MANIFEST} of ours): give one that `facetaudit sample` wrote."
        )
    return Sample(path)


def verify_sample(folder: str | Path, audit_dir: str | Path | None = None) -> list[tuple[str, str]]:
    """Draw a sample again from its frozen frame and seed; (what, how) of everything that differs from the folder.

    With ``audit_dir`` the frame is made again too. Raises UsageError for a path that is no sample folder.
    """
    found = open_sample(folder)
    manifest, differences = found.manifest, []
    for name in HASHED:
        if not (found.folder / name).is_file():
            return [(name, "is missing")]
        if _hash(found.folder / name) != manifest["files"][name]:
            differences.append((name, "is not the file that was written"))
    if audit_dir is not None:
        folder = open_audit(audit_dir).folder
        if frame_hash(folder, manifest["frame"]["request"]) != manifest["content_sha256"]:
            differences.append(ANOTHER_FRAME)
    with connect() as con:
        try:
            con.execute(FROZEN, {"file": str(found.folder / "frame.parquet")})
            if frames.content_hash(con) != manifest["content_sha256"]:
                differences.append(("frame.parquet", "does not hold the frame of the manifest"))
            design = manifest["design"]
            layers = designs.draw(
                con, designs.Design(design["name"], design["size"], design["seed"], design["strata"])
            )
            if [one.to_dict() for one in layers] != manifest["strata"]:
                differences.append(("strata", "are not those that the frame gives"))
            if con.execute(OTHER, {"file": str(found.folder / "sample.parquet")}).fetchall()[0][0]:
                differences.append(("sample", "is not what the frame and the seed give"))
        except (duckdb.Error, UsageError) as error:
            differences.append(("sample", f"cannot be drawn again: {str(error).splitlines()[0]}"))
    return differences


def frame_hash(audit_folder: Path, request: Mapping[str, Any]) -> str:
    """The content hash of the frame that an audit gives for a manifest's request; empty where there is none."""
    with connect() as con:
        try:
            frames.build(con, audit_folder, frames.Request.from_dict(request))
        except UsageError:  # the audit has no line that was asked for
            return ""
        return frames.content_hash(con)


def _check_probe(unit: str, size: int, as_of: datetime.date) -> None:
    """A probe is of claims and as large as a round of Targeted Probe and Educate."""
    rules, on = load_policy(), max(as_of, FIRST_DAY)
    least, most = (int(rules.value(f"tpe_probe_{end}_claims", on=on).number or 0) for end in ("least", "most"))
    if unit != "claim":
        raise UsageError(f"A probe is drawn of claims, not by {unit}: give --unit claim.")
    if not least <= size <= most:
        raise UsageError(f"A probe of {size} claims is no TPE round: give --size {least} to {most}.")


def _check_variance(strata: Sequence[designs.Stratum]) -> None:
    """One unit of several shows no variance, so that nothing could be extrapolated once its chart is reviewed."""
    for one in strata:
        if one.sample_size == 1 < one.units:
            raise UsageError(
                f"The --size gives one unit of the {one.units:,} of the stratum {one.label!r}, which shows no "
                "variance: give a larger one."
            )


def _write(con: duckdb.DuckDBPyConnection, folder: Path, dollars: str) -> dict[str, str]:
    con.execute(GUARD)
    con.sql(FRAME).write_parquet(str(folder / "frame.parquet"))
    con.sql(SAMPLE).write_parquet(str(folder / "sample.parquet"))
    con.sql(SAMPLE_CSV).write_csv(str(folder / "sample.csv"))
    con.sql("select * from review_line order by row_id").write_parquet(str(folder / "lines.parquet"))
    con.sql(FINDINGS).write_parquet(str(folder / "findings.parquet"))
    con.sql("select * from review_finding order by row_id").write_parquet(str(folder / "review.parquet"))
    worksheet.write(con, folder / WORKSHEET, dollars)
    return {name: _hash(folder / name) for name in HASHED}


def _manifest(
    con: duckdb.DuckDBPyConnection,
    audited: Mapping[str, Any],
    request: frames.Request,
    design: designs.Design,
    strata: Sequence[designs.Stratum],
    planning: Mapping[str, Any] | None,
) -> dict[str, Any]:
    lines, findings, units = (
        int(con.sql(query).fetchall()[0][0])
        for query in (
            "select count(*) from review_line",
            "select count(*) from review_finding",
            "select count(*) from sample_unit",
        )
    )
    return {
        "kind": KIND,
        "facetaudit": __version__,
        "audit": {name: audited[name] for name in ("as_of", "inputs", "policy", "fees")},
        "frame": {
            "request": request.to_dict(),
            "units": sum(one.units for one in strata),
            "order": "units by unit_key, byte by byte",
        },
        "design": {
            "name": design.name,
            "size": design.size,
            "seed": design.seed,
            "strata": design.strata,
            "planned": planning,
            "generator": designs.GENERATOR,
        },
        "strata": [one.to_dict() for one in strata],
        "units": units,
        "lines": lines,
        "findings": findings,
    }


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
