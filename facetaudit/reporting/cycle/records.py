"""What stands beside reports for machines: manifests without the clock, and how long each report took."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from facetaudit import fees
from facetaudit.audit.opened import Audit
from facetaudit.reporting.cycle import hashes
from facetaudit.reporting.cycle.plan import Planned
from facetaudit.reporting.jobs import write_private
from facetaudit.reporting.runner import AUDIT_DIR

MANIFEST, TIMES = "manifest.json", "times.json"
REPORT_KIND, CYCLE_KIND = "facetaudit report", "facetaudit cycle"


def of_report(one: Planned, audit: Audit, audit_id: str, folder: Path, failed: str | None) -> dict[str, Any]:
    """The manifest of a report in a folder that holds its files."""
    return {
        "kind": REPORT_KIND,
        "name": one.name,
        "key": one.key,
        "failed": failed,
        "notebook": {"name": one.notebook.name, "sha256": one.notebook_sha256},
        "parameters": {key: value for key, value in one.values.items() if key != AUDIT_DIR},
        "audit": audit_id,
        "inputs": audit.manifest["inputs"],
        "unverified": sorted({str(row.get("parameter") or row["source_id"]) for row in audit.summary["unverified"]}),
        "package": hashes.of_package(),
        "versions": hashes.versions(),
        "files": {path.name: hashes.of_file(path) for path in sorted(folder.iterdir())},
    }


def is_current(folder: Path, key: str) -> bool:
    """Whether a report's folder holds what this key makes, whole and unchanged, and did not fail."""
    manifest = read(folder / MANIFEST)
    return manifest.get("key") == key and not manifest.get("failed") and not changed_files(folder, manifest)


def changed_files(folder: Path, manifest: Mapping[str, Any]) -> list[str]:
    """Files of a folder that are not what its manifest says, or not there."""
    files: Mapping[str, str] = manifest.get("files", {})
    return [
        name
        for name, sha256 in files.items()
        if not (path := folder / name).is_file() or hashes.of_file(path) != sha256
    ]


def audit_key(options: Mapping[str, Any]) -> str:
    """What an audit that a cycle makes first is made of: options, the content of its files, fees and the package."""
    made_of: dict[str, Any] = {
        "package": hashes.of_package(),
        "versions": hashes.versions(),
        "fees_dir": fees.manifest(fees.stored(options.get("fees_dir"))),
    }
    for name, value in options.items():
        if name == "fees_dir":
            continue
        paths = [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, Path)]
        made_of[name] = [_content(path) for path in paths] if paths else str(value)
    return hashes.of_json(made_of)


def _content(path: Path) -> str:
    if path.is_dir():
        return hashes.of_folder(path)
    if path.is_file():
        return hashes.of_file(path)
    return hashes.of_json([[one.name, _content(one)] for one in sorted(path.parent.glob(path.name))])


def read(path: Path) -> dict[str, Any]:
    """A record of ours, or nothing where there is none that can be read."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def write(path: Path, content: Mapping[str, Any]) -> None:
    """Write a record whole or not at all, readable by its owner."""
    replace(path, (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode())


def replace(path: Path, content: bytes) -> None:
    """Put a file in another's place, whole or not at all."""
    beside = path.with_name(f".{path.name}")
    write_private(beside, content)
    os.replace(beside, path)
