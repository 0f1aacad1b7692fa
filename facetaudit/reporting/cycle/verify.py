"""Whether a cycle's folder still holds what its manifests say, and what they say is still so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from facetaudit.audit.folder import is_audit_folder
from facetaudit.errors import UsageError
from facetaudit.reporting.cycle import hashes, records
from facetaudit.reporting.cycle.index import MANIFEST


def verify(folder: str | Path) -> list[tuple[str, str]]:
    """What no longer matches, each with how; empty when everything does.

    Raises UsageError for a folder that is no finished cycle.
    """
    root = Path(folder)
    cycle = records.read(root / MANIFEST)
    if cycle.get("kind") != records.CYCLE_KIND:
        raise UsageError(f"{root} is no finished cycle (it holds no {MANIFEST} of ours): give the out folder of one.")
    audit = root / cycle["audit"]["folder"]
    found: list[tuple[str, str]] = []
    if not is_audit_folder(audit):
        found.append((str(audit), "the audit folder is gone"))
    elif hashes.of_folder(audit) != cycle["audit"]["id"]:
        found.append((str(audit), "the audit folder has changed since"))
    if hashes.of_package() != cycle["package"]:
        found.append(("facetaudit", "the package is not the one that made the cycle"))
    found += [
        (name, f"was {version}, is {hashes.versions().get(name)}")
        for name, version in cycle["versions"].items()
        if hashes.versions().get(name) != version
    ]
    found += [(name, "is not the file that was written") for name in records.changed_files(root, cycle)]
    for report in cycle["reports"]:
        found += _report(root / "reports" / report["name"], report, cycle["audit"]["id"])
    return found


def _report(folder: Path, report: dict[str, Any], audit_id: str) -> list[tuple[str, str]]:
    name = folder.name
    manifest = records.read(folder / records.MANIFEST)
    if manifest.get("kind") != records.REPORT_KIND:
        return [(name, "the report or its manifest is gone")]
    found = []
    if report["failed"]:
        found.append((name, f"failed: {report['failed']}"))
    if manifest["key"] != report["key"] or manifest["audit"] != audit_id:
        found.append((name, "the report was made again since the index was written"))
    notebook = folder.absolute().parents[2] / report["notebook"]
    if not notebook.is_file() or hashes.of_file(notebook) != manifest["notebook"]["sha256"]:
        found.append((name, f"the notebook {notebook.name} has changed since or is gone"))
    found += [
        (f"{name}/{file}", "is not the file that was written") for file in records.changed_files(folder, manifest)
    ]
    return found
