"""docs/policy.md: every value by pack, MAC and date, with what it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from facetaudit.policy import OPEN_END, UNKNOWN_MAC, Policy, load_policy
from facetaudit.policy.timelines import macs_in_words, shared_values
from facetaudit.procedures.anatomy import facet_joints
from scripts.docs_pages import lists
from scripts.docs_pages.markdown import anchor, code, codes, page, table

INTRODUCTION = """
Values are dated: each holds from its first day to the day before the next. `MAC` says for which contractors; a line
whose MAC neither the line nor its state tells is audited as *unknown*, with the latest day of any MAC. The basis is
*seen* (the document was read), *restated* (read as another restates it), *derived* (worked out from what was read) or
*unverified* (not checked); a value that starts on a MAC's own day is no better checked than that day.
`facetaudit policy NAME --on DATE --mac MAC` prints what was in force on a day.
"""


def build() -> str:
    """The page."""
    rules = load_policy()
    parts = [INTRODUCTION.strip(), "", *_contents(rules), ""]
    for title, content in (
        ("Packs", _packs(rules)),
        ("MACs", _macs(rules)),
        ("Parameters", _parameters(rules)),
        ("Code lists", lists.code_sets(rules)),
        ("Sets of diagnoses", lists.diagnoses(rules)),
        ("Unit limits", lists.mues(rules)),
        ("Joints and nerves", _joints()),
        ("Sources", _sources(rules)),
        ("Unverified", _unverified(rules)),
    ):
        parts += ["", f"## {title}", "", *content]
    return page("Policy", parts)


def until(day: date) -> object:
    """A last day, nothing for the open end."""
    return "" if day == OPEN_END else day


def _contents(rules: Policy) -> Iterator[str]:
    yield "Parameters: " + ", ".join(f"[{name}]({anchor(name)})" for name in sorted(rules.by_name)) + "."
    yield ""
    sets = sorted([*rules.code_sets, *rules.diagnoses])
    yield "Lists: " + ", ".join(f"[{name}]({anchor(name)})" for name in sets) + f", [mue]({anchor('mue')})."


def _packs(rules: Policy) -> list[str]:
    return table(
        ("pack", "title", "extends", "payers", "detectors"),
        [
            (
                code(pack.name),
                pack.title,
                pack.extends,
                "every payer that no pack names" if pack.is_default else ", ".join(pack.payers),
                "all" if pack.medicare_rules else "those of every pack",
            )
            for _, pack in sorted(rules.packs.items())
        ],
    )


def _macs(rules: Policy) -> Iterator[str]:
    macs = [mac for name, mac in sorted(rules.macs.items()) if name != UNKNOWN_MAC]
    yield from table(
        ("MAC", "name", "jurisdictions", "LCD", "article", "states", "basis of the states"),
        [
            (
                code(mac.name),
                mac.title,
                mac.jurisdictions,
                code(mac.lcd),
                code(mac.article),
                " ".join(mac.states),
                mac.states_basis,
            )
            for mac in macs
        ],
    )
    yield from ["", "First days of the 2021 text (`lcd_2021`) and of the 2024 revision (`lcd_2024`):", ""]
    yield from table(
        ("MAC", "text", "first day", "source", "basis", "checked on", "note"),
        [
            (code(name), code(symbol), on.on, code(on.source_id), on.basis, on.checked_on, on.note)
            for name, mac in sorted(rules.macs.items(), key=lambda one: (one[0] == UNKNOWN_MAC, one[0]))
            for symbol, on in (("lcd_2021", mac.lcd_2021), ("lcd_2024", mac.lcd_2024))
        ],
    )


def _parameters(rules: Policy) -> Iterator[str]:
    for parameter in rules.parameters():
        accepts = ", ".join("a figure" if word == "number" else code(word) for word in parameter.accepts)
        yield from [f"### {parameter.name}", "", f"{parameter.title}. Unit: {parameter.unit}. Accepts: {accepts}.", ""]
        yield from table(
            ("pack", "MAC", "value", "from", "to", "source", "also", "basis", "checked on", "note"),
            [
                (
                    pack,
                    macs_in_words(rules, macs),
                    value.value,
                    value.valid_from,
                    until(value.valid_to),
                    code(value.source_id),
                    codes(value.also),
                    value.basis,
                    value.checked_on,
                    value.note,
                )
                for pack in sorted(rules.packs)
                for macs, value in shared_values(rules, parameter.name, pack)
            ],
        )
        yield ""


def _joints() -> Iterator[str]:
    yield "The nerves that a note must list on one side for the joint to count there."
    yield ""
    yield from table(
        ("joint", "region", "nerves", "source", "basis"),
        [
            (one.name, one.region, " ".join(one.nerves), code(one.source_id), one.basis)
            for one in sorted(facet_joints(), key=lambda joint: joint.order_number)
        ],
    )


def _sources(rules: Policy) -> list[str]:
    return table(
        ("id", "title", "publisher", "document", "dates", "where", "what was read"),
        [
            (code(s.source_id), s.title, s.publisher, s.document_number, s.dates, s.where, s.note)
            for _, s in sorted(rules.sources.items())
        ],
    )


def _unverified(rules: Policy) -> Iterator[str]:
    yield "Values and days that nobody has checked against a document. A report lists those that it used."
    yield ""
    for parameter in rules.parameters():
        for pack in sorted(rules.packs):
            macs_of: dict[tuple[str, date], list[str]] = {}
            for macs, value in shared_values(rules, parameter.name, pack):
                if value.basis == "unverified":
                    macs_of.setdefault((value.value, value.valid_from), []).extend(macs)
            for (word, first), macs_alike in macs_of.items():
                words = macs_in_words(rules, macs_alike)
                where = f"{pack}, every MAC" if words == "all" else f"{pack}, MAC {words}"
                yield f"- `{parameter.name}` = {word} from {first} ({where})"
    for name, mac in sorted(rules.macs.items()):
        for symbol, on in (("lcd_2021", mac.lcd_2021), ("lcd_2024", mac.lcd_2024)):
            if on.basis == "unverified":
                yield f"- the day {on.on} of `{symbol}` for {name}"
    stated = [name for name, mac in sorted(rules.macs.items()) if mac.states and mac.states_basis == "unverified"]
    if stated:
        yield f"- the states of {', '.join(stated)}"
    yield from lists.unverified(rules)
    joints = [one for one in facet_joints() if one.basis == "unverified"]
    yield f"- the nerves of {', '.join(one.name for one in joints)}"
