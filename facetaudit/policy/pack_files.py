"""Reads packs, links each to the pack that it extends, and settles which payer follows which pack."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from facetaudit.errors import PolicyError
from facetaudit.policy.model import RULE_GROUPS, Pack
from facetaudit.policy.reading import Place, Table, read_toml
from facetaudit.policy.words import did_you_mean, listed

NAME = re.compile(r"[a-z][a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class DraftPack:
    """A pack as its file gives it, with the file for messages; its chain and inherited rules come with `link_packs`."""

    pack: Pack
    place: Place


def read_pack(file: Path, *, built_in: bool) -> DraftPack:
    """Read a pack file.

    A built-in pack states its rules, may be the default and bears its file's name; a user's extends another pack.
    """
    required = ("name", "title", "rules") if built_in else ("name", "title", "extends")
    optional = ("extends", "payers", "default") if built_in else ("payers", "rules")
    place = Place(file)
    table = Table(place, read_toml(file), required, optional)
    name = table.text("name")
    if not NAME.fullmatch(name):
        raise table.wrong("name", "lower-case letters, digits and hyphens, a letter first")
    if built_in and file.stem != name:
        raise place.refuse(f'the file holds the pack "{name}" and must be named {name}.toml')
    rules = table.texts("rules")
    for rule in rules:
        place.known("rule group", rule, RULE_GROUPS)
    if "rules" in table and not rules:
        raise table.wrong("rules", f"a list with at least one of {listed(RULE_GROUPS)}")
    pack = Pack(
        name=name,
        title=table.text("title"),
        extends=table.text("extends") or None,
        payers=tuple(sorted({_plain(payer) for payer in table.texts("payers")})),
        rules=rules,
        is_default=table.flag("default"),
        chain=(),
    )
    return DraftPack(pack, place)


def link_packs(built_in: Sequence[DraftPack], own: Sequence[DraftPack], macs: Collection[str]) -> dict[str, Pack]:
    """Link packs to what they extend.

    Refuses a name that is taken (by another pack, a MAC or `all`), a pack that extends itself through others, one that
    extends a pack there is not, and built-in packs without exactly one default.
    """
    drafts: dict[str, DraftPack] = {}
    for draft in [*built_in, *own]:
        name = draft.pack.name
        if name in drafts or name in macs or name == "all":
            raise draft.place.refuse(f'the name "{name}" is taken; taken are {listed([*drafts, *macs, "all"])}')
        drafts[name] = draft
    if sum(draft.pack.is_default for draft in built_in) != 1:
        where = built_in[0].place.file.parent if built_in else Path("packs")
        raise Place(where).refuse("exactly one built-in pack must have default = true")
    return {name: _linked(draft, drafts) for name, draft in drafts.items()}


def payer_map(drafts: Iterable[DraftPack], chosen: Mapping[str, str]) -> dict[str, str]:
    """Give payer -> pack, names in lower case; what the user chose goes before what packs claim.

    Refuses a payer that two packs claim and a choice of a pack that there is not.
    """
    payers: dict[str, str] = {}
    names = []
    picked = {_plain(payer): pack for payer, pack in chosen.items()}
    for draft in drafts:
        names.append(draft.pack.name)
        for payer in draft.pack.payers:
            if payer in payers and payer not in picked:
                raise draft.place.refuse(
                    f'the payer "{payer}" is claimed by the pack {payers[payer]} already; take it out of one of them '
                    f"or choose with --payer-pack"
                )
            payers[payer] = draft.pack.name
    for payer, pack in picked.items():
        if pack not in names:
            raise PolicyError(
                f'The payer "{payer}" is to follow the pack "{pack}", which there is not; there are {listed(names)}'
                f"{did_you_mean(pack, names)}."
            )
    return payers | picked


def _linked(draft: DraftPack, drafts: Mapping[str, DraftPack]) -> Pack:
    """Give the pack with its chain, and with the rules of the nearest pack of it that states any."""
    chain = [draft.pack]
    while (parent := chain[-1].extends) is not None:
        here = drafts[chain[-1].name].place
        here.known('pack in "extends"', parent, drafts)
        if parent in [pack.name for pack in chain]:
            raise here.refuse(f'the pack "{parent}" would extend itself; take "extends" out of one of the packs')
        chain.append(drafts[parent].pack)
    rules = next(pack.rules for pack in chain if pack.rules)
    return replace(draft.pack, rules=rules, chain=tuple(pack.name for pack in chain))


def _plain(payer: str) -> str:
    """Give a payer's name as it is compared: without outer blanks, in lower case."""
    return payer.strip().lower()
