"""Which reports a cycle makes: each notebook with its parameters, and for every value that it is run for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from facetaudit.audit.folder import MANIFEST
from facetaudit.errors import UsageError
from facetaudit.reporting.cycle import hashes
from facetaudit.reporting.cycle.definition import PROVIDER, TOP, Cycle, Report
from facetaudit.reporting.runner import AUDIT_DIR, parameters_of, read_parameters

if TYPE_CHECKING:
    from facetaudit.audit.opened import Audit
    from facetaudit.reporting.warm import Worker

SOME_NPI = "1000000004"
UNSAFE = re.compile(r"[^A-Za-z0-9.-]")

ALL_PROVIDERS = """
select distinct coalesce(rendering_npi, billing_npi) as npi
from lines
where active and region is not null and coalesce(rendering_npi, billing_npi) is not null
order by npi
"""
BY_EXPOSURE = """
select coalesce(l.rendering_npi, l.billing_npi) as npi
from exposure e
join lines l on l.active and l.claim_id = e.claim_id and l.line_number = e.line_number
where e.scenario = $scenario and coalesce(l.rendering_npi, l.billing_npi) is not null
group by coalesce(l.rendering_npi, l.billing_npi)
order by sum(e.overpayment_allowed) desc nulls last, npi
"""

Parameters = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Planned:
    """One report: the folder below ``reports`` that it gets, and the key that says whether it is current."""

    name: str
    notebook: Path
    values: Mapping[str, Any]
    provider: str | None
    key: str
    notebook_sha256: str

    @property
    def label(self) -> str:
        """What it is called among the reports of one provider."""
        return self.name.removesuffix(f"-{self.provider}")

    @property
    def title(self) -> str:
        """What its page is called."""
        return f"{self.label}: {self.provider}" if self.provider else self.name


def parameters_of_all(cycle: Cycle, worker: Worker | None) -> dict[Path, Parameters]:
    """The parameters of every notebook of the cycle.

    Raises UsageError for a parameter or value that a notebook does not take, before anything runs.
    """
    known: dict[Path, Parameters] = {}
    for report in cycle.reports:
        if report.notebook not in known:
            known[report.notebook] = parameters_of(report.notebook, worker)
        if AUDIT_DIR in report.parameters or report.fan == AUDIT_DIR:
            raise UsageError(f"{report.name}: {AUDIT_DIR} is the cycle's own audit: leave it out.")
        for value in _values(report, [SOME_NPI]):
            read_parameters(known[report.notebook], report.notebook.name, _given(report, value, Path()))
    return known


def plan(cycle: Cycle, known: Mapping[Path, Parameters], audit: Audit, audit_id: str) -> list[Planned]:
    """The cycle's reports in order, with what each of them is made of.

    Raises UsageError when two of them would have the same name.
    """
    planned: dict[str, Planned] = {}
    for report in cycle.reports:
        sha256 = hashes.of_file(report.notebook)
        for value in _values(report, _providers(report, audit)):
            given = _given(report, value, audit.folder.absolute())
            values = read_parameters(known[report.notebook], report.notebook.name, given)
            name = report.name if value is None else f"{report.name}-{UNSAFE.sub('_', value)}"
            if name in planned:
                raise UsageError(f"Two reports of the cycle would be called {name}: give one of them another name.")
            made_of = {
                "audit": audit_id,
                "formats": sorted(cycle.formats),
                "notebook": sha256,
                "package": hashes.of_package(),
                "parameters": {key: one for key, one in values.items() if key != AUDIT_DIR},
                "contents": _contents(values),
                "versions": hashes.versions(),
            }
            provider = values.get(PROVIDER)
            planned[name] = Planned(name, report.notebook, values, provider, hashes.of_json(made_of), sha256)
    return list(planned.values())


def _contents(values: Mapping[str, Any]) -> dict[str, str]:
    """What the folders and files hold that parameters such as sample_dir and volumes name; the audit has its own id."""
    held = {}
    for name, value in values.items():
        if name == AUDIT_DIR or not isinstance(value, str) or not value:
            continue
        path = Path(value)
        if path.is_file():
            held[name] = hashes.of_file(path)
        elif (path / MANIFEST).is_file():
            held[name] = hashes.of_folder(path)
    return held


def _given(report: Report, value: str | None, folder: Path) -> dict[str, str]:
    fanned = {} if report.fan is None or value is None else {report.fan: value}
    return {**report.parameters, **fanned, AUDIT_DIR: str(folder)}


def _values(report: Report, providers: Sequence[str]) -> Sequence[str | None]:
    if report.fan is None:
        return [None]
    return list(providers) if isinstance(report.values, str) else list(report.values)


def _providers(report: Report, audit: Audit) -> list[str]:
    """The providers that `all` or `top N by exposure` stands for."""
    if not isinstance(report.values, str):
        return []
    if top := TOP.fullmatch(report.values):
        scenario = report.parameters.get("scenario", "certain")
        ranked = audit.sql(BY_EXPOSURE, {"scenario": scenario})["npi"].tolist()
        return [str(npi) for npi in ranked[: int(top.group(1))]]
    return [str(npi) for npi in audit.sql(ALL_PROVIDERS)["npi"].tolist()]
