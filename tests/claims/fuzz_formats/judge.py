"""Whether the reader did right by a damaged file, decided without it: by the records that still stand whole."""

from __future__ import annotations

import os
import tempfile
import traceback
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from facetaudit.claims.report import Counts, LoadReport
from facetaudit.errors import FacetauditError
from tests.claims.fuzz_formats.damage import Damaged, damage
from tests.claims.fuzz_formats.extracts import (
    CORE,
    Extract,
    Row,
    columns_read,
    loaded,
    loaded_together,
    text_lines,
)

MOST_MEMORY = 600
"""Megabytes of the process, with the engine's limit at 300."""


@dataclass(frozen=True)
class Outcome:
    """What became of one seed: `refused`, `loaded` whole, loaded and `told` what is wrong, or `failed` with the reason.

    `peak` is the memory of the process in megabytes.
    """

    seed: int
    kind: str
    why: str
    peak: int = 0


def judge(extract: Extract, seed: int, folder: Path) -> Outcome:
    """Load the damaged file of a seed; `folder` is private, with the folder of temporary files `tmp` in it."""
    made = damage(extract, seed, folder)
    path = folder / extract.name
    path.write_bytes(made.content)
    _forget_peak()
    try:
        beside = [folder / extract.beside[0]] if extract.beside[0] else []
        report, rows = loaded([path, *beside], extract.columns, extract.input_format)
    except FacetauditError as error:
        kind, why = "refused", _fault_of_sentence(str(error), extract)
    except Exception as error:
        kind, why = "failed", "".join(traceback.format_exception_only(error)).strip()[:300]
    else:
        kind, why = _judged(extract, made, report, rows)
        why = why or _fault_of_words(report, extract)
    peak = _peak()
    why = why or _fault_of_leftovers() or (f"{peak} MB are too much" if peak > MOST_MEMORY else "")
    return Outcome(seed, "failed" if why else kind, f"{why} [{made.how}]" if why else "", peak)


def judge_together(extract: Extract, seeds: Sequence[int], folder: Path) -> list[Outcome]:
    """The same for several seeds in one load, which is faster; what does not go well is looked at by itself."""
    if extract.kind == "csv-zip" or extract.beside[0]:  # several files are one
        return [judge(extract, seed, folder) for seed in seeds]
    made = {f"{seed}-{extract.name}": damage(extract, seed, folder) for seed in seeds}
    for name, one in made.items():
        (folder / name).write_bytes(one.content)
    _forget_peak()
    try:
        report, rows = loaded_together(
            [folder / name for name in made], extract.columns, extract.input_format, skip_bad_files=True
        )
    except Exception:  # told for each by itself
        return [judge(extract, seed, folder) for seed in seeds]
    finally:
        for name in made:
            (folder / name).unlink()
    peak = _peak()
    told: dict[str, tuple[str, str]] = {
        name: ("refused", _fault_of_sentence(f"{name}: {reason}", extract)) for name, reason in report.set_aside
    }
    for file, of_file in zip(report.files, rows, strict=True):
        alone = replace(report, files=(file,), total=file.counts, set_aside=())
        kind, why = _judged(extract, made[file.name], alone, of_file)
        told[file.name] = kind, why or _fault_of_words(alone, extract)
    return [
        judge(extract, seed, folder) if name not in told or told[name][1] or peak > MOST_MEMORY
        else Outcome(seed, told[name][0], "", peak)
        for seed, name in zip(seeds, made, strict=True)
    ]  # fmt: skip


def _judged(extract: Extract, made: Damaged, report: LoadReport, rows: list[Row]) -> tuple[str, str]:
    for counts in (report.total, *(file.counts for file in report.files)):
        if not _adds_up(counts):
            return "failed", f"the counts do not add up: {counts}"
    if report.total.read - report.total.rejected != len(rows):
        return "failed", f"{len(rows)} lines of {report.total} are in the table"
    left_out = bool(report.set_aside or report.passed_over)
    told = left_out or bool({note for file in report.files for note in file.notes} - extract.notes)
    if made.seen is None:
        if report.total.read != len(extract.records):
            return "failed", f"{report.total.read} rows are read of {len(extract.records)}"
    elif why := _lost(extract, made.seen, report, rows, left_out if extract.by_line else told):
        return "failed", why
    return ("told" if told or report.total.rejected else "loaded"), ""


def _adds_up(counts: Counts) -> bool:
    return (
        counts.read == counts.rejected + counts.outside + counts.audited
        and counts.audited == counts.active + counts.inactive
        and min(counts.read, counts.rejected, counts.outside, counts.audited, counts.active, counts.inactive) >= 0
    )


def _lost(extract: Extract, seen: bytes, report: LoadReport, rows: list[Row], told: bool) -> str:
    """What is missing of the records that stand whole in the damaged text, unless rejects or other words tell it."""
    standing = _standing(extract, seen + extract.beside[1])
    columns = extract.columns
    head, times = extract.heads
    if columns_read(report) != extract.columns_read or seen.count(head) < times:
        columns = tuple(name for name in CORE if name in extract.columns)
    at = [extract.columns.index(name) for name in columns]
    wanted = Counter(
        tuple(line[place] for place in at)
        for record, lines in zip(extract.records, extract.lines, strict=True)
        for line in lines
        for _ in range(standing[record])
    )
    missing = (wanted - Counter(tuple(row[place] for place in at) for row in rows)).total()
    if missing > report.total.rejected and not told:
        return f"{missing} of {wanted.total()} whole lines are missing, {report.total.rejected} rejected"
    lines = len(text_lines(seen.lstrip(b" \t\r\n") if extract.header else seen)) - extract.header
    if extract.by_line and extract.kind != "csv-zip" and b'"' not in seen and report.total.read != lines and not told:
        return f"{report.total.read} rows are read of {lines} in the file"
    return ""


def _standing(extract: Extract, seen: bytes) -> Counter[bytes]:
    """How often each record stands whole in a text."""
    if extract.by_line:
        known = {*extract.records}
        return Counter(line for line in text_lines(seen) if line in known)
    most = 1 if extract.kind == "xlsx" else 1000  # a row of a sheet has its place, and cannot stand twice
    return Counter({record: min(most, seen.count(record)) for record in extract.records})


def _fault_of_sentence(message: str, extract: Extract) -> str:
    """What is wrong with the words of a refusal."""
    if not message.endswith(".") or "\n" in message or len(message) > 600:
        return f"no sentence: {message!r}"
    return _fault_of_privacy(message, extract)


def _fault_of_words(report: LoadReport, extract: Extract) -> str:
    words = [note for file in report.files for note in file.notes]
    words += [f"{column} {reason}" for column, reason, _ in report.rejects]
    return next((fault for text in words if (fault := _fault_of_privacy(text, extract))), "")


def _fault_of_privacy(text: str, extract: Extract) -> str:
    if "patient_id" not in extract.columns:
        return ""
    at = extract.columns.index("patient_id")
    named = any(str(line[at]) in text for lines in extract.lines for line in lines)
    return "a patient is named" if named else ""


def _fault_of_leftovers() -> str:
    left = os.listdir(tempfile.gettempdir())
    return f"temporary files are left: {left}" if left else ""


def _forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


def _peak() -> int:
    status = Path("/proc/self/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))) >> 10
