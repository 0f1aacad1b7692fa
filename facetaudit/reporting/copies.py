"""Copies of the report notebooks, to read, run and change."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from facetaudit.audit.opened import Audit, open_audit
from facetaudit.errors import UsageError
from facetaudit.reporting.jobs import write_private
from facetaudit.reporting.runner import AUDIT_DIR, notebook_folder

# A parameter that has no value of its own, as a notebook's parameters cell writes it.
NEEDED = re.compile(r'^(\w+)(: str = )""', re.M)
PROVIDER = """
select coalesce(l.rendering_npi, l.billing_npi) as npi
from lines l
left join exposure e
    on e.scenario = 'review' and l.active and e.claim_id = l.claim_id and e.line_number = l.line_number
where l.active and l.region is not null and coalesce(l.rendering_npi, l.billing_npi) is not null
group by coalesce(l.rendering_npi, l.billing_npi)
order by coalesce(sum(e.overpayment_allowed), 0) desc, npi
limit 1
"""


def copy_notebooks(folder: Path, audit_dir: Path | None = None) -> list[Path]:
    """Copy the notebooks to a folder; with an audit folder, each runs from top to bottom as it is.

    What a notebook needs is then set in its parameters cell: the audit folder, as ``npi`` the provider with the most
    dollars, as ``cycle_date`` the audit's as-of date. Raises UsageError when a copy is there already, the folder cannot
    be written, or the audit folder is none.
    """
    values = {} if audit_dir is None else _values(open_audit(audit_dir))
    sources = sorted(notebook_folder().glob("*.ipynb"))
    for source in sources:
        if (folder / source.name).exists():
            raise UsageError(f"{folder / source.name} exists: give --to a folder without notebooks of that name.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for source in sources:
            content = source.read_bytes()
            write_private(folder / source.name, _with_values(content, values) if values else content)
    except OSError as error:
        raise UsageError(f"The folder {folder} cannot be written ({error.strerror}): give another --to.") from error
    return [folder / source.name for source in sources]


def _values(audit: Audit) -> dict[str, str]:
    providers = audit.sql(PROVIDER)["npi"].tolist()
    return {
        AUDIT_DIR: str(audit.folder.absolute()),
        "npi": str(providers[0]) if providers else "",
        "cycle_date": str(audit.manifest["as_of"]),
    }


def _with_values(content: bytes, values: Mapping[str, str]) -> bytes:
    def given(match: re.Match[str]) -> str:
        name, kind = match.groups()
        return f"{name}{kind}{json.dumps(values.get(name, ''), ensure_ascii=False)}"

    notebook: dict[str, Any] = json.loads(content)
    for cell in notebook["cells"]:
        if "parameters" in cell["metadata"].get("tags", []):
            cell["source"] = NEEDED.sub(given, "".join(cell["source"])).splitlines(keepends=True)
    return (json.dumps(notebook, indent=1, ensure_ascii=False) + "\n").encode()
