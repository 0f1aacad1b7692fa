"""Values for people: the MACs that share a value, and the documents that it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from facetaudit.policy.model import UNKNOWN_MAC, PolicyValue
from facetaudit.policy.policy import Policy

FEW = 2
"""So many MACs are named as exceptions."""


def shared_values(
    rules: Policy, name: str, pack: str, *, last: bool = False
) -> list[tuple[tuple[str, ...], PolicyValue]]:
    """Each value of a parameter in a pack with the MACs that share it, in date order; with ``last`` the last values."""
    groups: dict[PolicyValue, list[str]] = {}
    for mac in sorted(rules.macs):
        timeline = rules.timeline(name, mac, pack)
        for value in timeline[-1:] if last else timeline:
            groups.setdefault(replace(value, mac="", date_source_id=None), []).append(mac)
    return sorted(((tuple(macs), value) for value, macs in groups.items()), key=lambda one: (one[1].valid_from, one[0]))


def macs_in_words(rules: Policy, macs: Sequence[str]) -> str:
    """`all`, `all but` one or two, else the names, the unknown MAC last."""
    others = sorted(set(rules.macs) - set(macs))
    if len(others) <= FEW:
        return "all but " + ", ".join(others) if others else "all"
    return ", ".join(sorted(macs, key=lambda mac: (mac == UNKNOWN_MAC, mac)))


def documents(rules: Policy, value: PolicyValue) -> str:
    """The document numbers of a value's source; of a text that each MAC has for itself, those of the value's MAC."""
    numbers = rules.sources[value.source_id].document_number
    if value.mac not in rules.macs or value.mac == UNKNOWN_MAC:
        return numbers
    mac = rules.macs[value.mac]
    own = {rules.sources[source].document_number for source in (mac.lcd, mac.article)}
    return " ".join(number for number in numbers.split() if number in own) or numbers
