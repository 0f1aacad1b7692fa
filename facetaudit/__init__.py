"""facetaudit: retrospective audit analytics for spinal facet-joint claims.

import facetaudit as fa
audit = fa.audit("claims.csv", procedures="notes.csv", out="audits/2026q3")
audit.findings()
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from facetaudit.errors import FacetauditError, InputRefused, PolicyError, ReportFailed, UsageError
from facetaudit.version import __version__

if TYPE_CHECKING:
    from facetaudit.api import detect, detectors, policy, price
    from facetaudit.audit.opened import Audit, open_audit
    from facetaudit.audit.run import audit
    from facetaudit.reporting import (
        claim_history_views,
        exposure_views,
        provider_profile_views,
        rate_impact,
        repayment_diagnostic_views,
        repayment_views,
        tpe_readiness_views,
        views,
    )
    from facetaudit.statistics import trend
    from facetaudit.statistics.appraisal import Appraisal, appraise
    from facetaudit.statistics.peers import Peers, peers
    from facetaudit.statistics.public_files import import_public
    from facetaudit.statistics.sampling import Sample, open_sample, sample, verify_sample
    from facetaudit.statistics.tpe import Tpe, tpe
    from facetaudit.synthetic import synthesize

__all__ = [
    "Appraisal",
    "Audit",
    "FacetauditError",
    "InputRefused",
    "Peers",
    "PolicyError",
    "ReportFailed",
    "Sample",
    "Tpe",
    "UsageError",
    "__version__",
    "appraise",
    "audit",
    "claim_history_views",
    "detect",
    "detectors",
    "exposure_views",
    "import_public",
    "open_audit",
    "open_sample",
    "peers",
    "policy",
    "price",
    "provider_profile_views",
    "rate_impact",
    "repayment_diagnostic_views",
    "repayment_views",
    "sample",
    "synthesize",
    "tpe",
    "tpe_readiness_views",
    "trend",
    "verify_sample",
    "views",
]

_HOMES = {
    "Appraisal": "facetaudit.statistics.appraisal",
    "Audit": "facetaudit.audit.opened",
    "Peers": "facetaudit.statistics.peers",
    "Sample": "facetaudit.statistics.sampling",
    "Tpe": "facetaudit.statistics.tpe",
    "appraise": "facetaudit.statistics.appraisal",
    "audit": "facetaudit.audit.run",
    "claim_history_views": "facetaudit.reporting",
    "detect": "facetaudit.api",
    "detectors": "facetaudit.api",
    "exposure_views": "facetaudit.reporting",
    "import_public": "facetaudit.statistics.public_files",
    "open_audit": "facetaudit.audit.opened",
    "open_sample": "facetaudit.statistics.sampling",
    "peers": "facetaudit.statistics.peers",
    "policy": "facetaudit.api",
    "price": "facetaudit.api",
    "provider_profile_views": "facetaudit.reporting",
    "rate_impact": "facetaudit.reporting",
    "repayment_diagnostic_views": "facetaudit.reporting",
    "repayment_views": "facetaudit.reporting",
    "sample": "facetaudit.statistics.sampling",
    "synthesize": "facetaudit.synthetic",
    "tpe": "facetaudit.statistics.tpe",
    "tpe_readiness_views": "facetaudit.reporting",
    "trend": "facetaudit.statistics",
    "verify_sample": "facetaudit.statistics.sampling",
    "views": "facetaudit.reporting",
}


def __getattr__(name: str) -> Any:
    """Public names are loaded when they are first used, so that a command imports what it needs and no more."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = import_module(_HOMES[name])
    return getattr(home, name) if hasattr(home, name) else import_module(f"{_HOMES[name]}.{name}")


class _Package(ModuleType):
    """`fa.audit`, `fa.detectors`, `fa.policy` stay the functions once the folders of those names are imported."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _HOMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
