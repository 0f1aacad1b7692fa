"""`fees import`: the user's downloads in, checked against each other and the known tables, into the store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from facetaudit.errors import InputRefused
from facetaudit.fees import imports as kept
from facetaudit.fees.cms_files import Amounts, Context, Kind, Parsed, Sheet, kind_of, not_used, sheets, unknown
from facetaudit.fees.comparison import compare
from facetaudit.fees.imports import FeesDir, NewImport
from facetaudit.fees.schedule import read_table
from facetaudit.fees.table_specs import TABLES

_GPCI = next(spec for spec in TABLES if spec.name == "gpci")
_LOCALITY_KIND = "counties of localities (LOCCO)"


@dataclass
class ImportReport:
    """What `import_files` did: the imports that are new, and one sentence for everything else that it met."""

    stored: list[NewImport] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)


def import_files(
    files: Sequence[Path | str],
    fees_dir: FeesDir = None,
    valid_from: date | None = None,
    progress: Callable[[str], None] | None = None,
) -> ImportReport:
    """Read CMS files (csv, txt, xlsx, zip) and keep what they hold: all of it or nothing.

    `fees_dir` is made where it is missing; `valid_from` is the first date of service of files that do not tell theirs,
    or that tell another day of the same year. Payment amounts are compared with the tables and not kept. Raises
    InputRefused for a file that is damaged, contradicts itself or a table, or is no CMS file; UsageError for one whose
    dates nobody told.
    """
    report = ImportReport()
    recognised = []
    for path in map(Path, files):
        if progress:
            progress(f"Reading {path.name}")
        recognised += _recognise(path, report)
    folder = kept.folder_of(fees_dir)
    known = kept.stored(fees_dir) if folder is not None and folder.exists() else []
    context = Context(valid_from, _states(known))
    new: list[NewImport] = []
    amounts: list[tuple[Sheet, Amounts]] = []
    # the counties first: they say which localities there are
    for sheet, kind, header in sorted(recognised, key=lambda one: one[1].name != _LOCALITY_KIND):
        read = kind.read(sheet, header, context)
        if isinstance(read, Amounts):
            amounts.append((sheet, read))
            continue
        if read.padded:
            report.messages.append(f"{sheet.name}: {read.padded} codes got their leading zeros back.")
        for locality, _ in read.tables.get("localities", ()):
            context.states.setdefault(locality, "")
        new.append(NewImport(read, sheet.name, sheet.sha256))
    report.stored = kept.without_known(new, known)
    _tell_known(new, report)
    for sheet, read in amounts:
        if progress:
            progress("Comparing amounts")
        report.messages.append(compare(sheet.name, read, known, report.stored))
    kept.store(report.stored, fees_dir)
    return report


def _recognise(path: Path, report: ImportReport) -> list[tuple[Sheet, Kind, int]]:
    """The sheets of a file with their kinds; InputRefused where it has none that is CMS's."""
    found, passed = sheets(path)
    known, unread = [], passed
    alone = len(found) == 1 and not passed
    told = False
    for sheet in found:
        if kind := kind_of(sheet):
            known.append((sheet, *kind))
        elif what := not_used(sheet):
            told = True
            unread.append(f"{sheet.name}: {what}; not used here, nothing kept.")
        elif alone:
            raise unknown(sheet)
        else:
            unread.append(f"{sheet.name}: no CMS file that is known here, passed over.")
    if not known and not told:
        raise InputRefused(f"{path}: holds no CMS file that is known here; give the zip or csv as CMS publishes it.")
    report.messages += unread
    return known


def _tell_known(new: Sequence[NewImport], report: ImportReport) -> None:
    fresh = {id(one) for one in report.stored}
    report.messages += [f"{one.file}: already kept as {one.parsed.name}." for one in new if id(one) not in fresh]


def _states(known: Sequence[kept.Import]) -> dict[str, str]:
    """Every locality that a table knows, with its state; empty where only a file of counties names it."""
    states = {row[0]: "" for one in known if "localities" in one.tables for row in one.rows("localities")}
    states |= {f"{row[0]}-{row[1]}": row[2] for one in known if "gpci" in one.tables for row in one.rows("gpci")}
    return states | {f"{row['mac']}-{row['locality']}": row["state"] for row in read_table(_GPCI)}


__all__ = ["ImportReport", "Parsed", "import_files"]
