"""Policy: dated, sourced values of Medicare and CPT rules, with code sets, unit limits and MACs.

Everything is data in this folder: `sources.toml`, `macs.toml`, `params/*.toml` (one parameter a file), `codes/*.csv`
and `packs/*.toml`. `load_policy` reads all of it, refuses whatever it does not understand, and gives one `Policy`.
"""

from facetaudit.policy.load import load_policy
from facetaudit.policy.model import (
    BASES,
    FIRST_DAY,
    MAC_DATE_SYMBOLS,
    OPEN_END,
    UNKNOWN_MAC,
    CodeRow,
    DatedValue,
    Mac,
    MacDate,
    MueRow,
    Pack,
    Parameter,
    PolicyValue,
    Scope,
    Series,
    Source,
)
from facetaudit.policy.policy import Policy

__all__ = [
    "BASES",
    "FIRST_DAY",
    "MAC_DATE_SYMBOLS",
    "OPEN_END",
    "UNKNOWN_MAC",
    "CodeRow",
    "DatedValue",
    "Mac",
    "MacDate",
    "MueRow",
    "Pack",
    "Parameter",
    "Policy",
    "PolicyValue",
    "Scope",
    "Series",
    "Source",
    "load_policy",
]
