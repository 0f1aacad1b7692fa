"""Reads the policy folder and users' own packs, and refuses what it does not understand.

A user's pack is a folder::

    pack.toml           name, title, extends; payers = [..] and rules = [..] where wanted
    sources.toml        further sources, laid out as the built-in ones (optional)
    params/<name>.toml  name and [[value]] tables, in place of the values of the pack that it extends (optional)
    codes/<name>.csv    further code sets, under names that are not taken (optional)

A pack's parameter is complete: its first value begins on or before `FIRST_DAY`, so that no date falls back in silence
on the pack that it extends. Nothing but the standard library is imported here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from facetaudit.policy.code_files import check_family, read_code_set, read_diagnoses, read_mues
from facetaudit.policy.mac_files import read_macs
from facetaudit.policy.model import CodeRow, Parameter, Source
from facetaudit.policy.pack_files import link_packs, payer_map, read_pack
from facetaudit.policy.parameter_files import (
    Known,
    check_covered,
    override,
    own_scopes,
    read_parameter,
    shared_scopes,
)
from facetaudit.policy.policy import Policy
from facetaudit.policy.reading import Place, Table, read_toml

BUILT_IN = Path(__file__).parent
SOURCE_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
PACK_FOLDER = ("pack.toml", "sources.toml", "params", "codes")
"""What a user's pack may hold, beside README and other .md files."""


def load_policy(
    pack_dirs: Iterable[str | Path] = (), payer_packs: Mapping[str, str] | None = None, *, folder: Path = BUILT_IN
) -> Policy:
    """Read the policy.

    `pack_dirs` are folders of users' own packs; `payer_packs` maps payers' names (in any case) to packs and goes before
    what the packs themselves say; `folder` is the built-in policy. Raises `PolicyError` for the first thing in any file
    that is not understood, naming the file and the place in it.
    """
    own_dirs = [Path(given) for given in pack_dirs]
    sources = read_sources(folder / "sources.toml", {})
    macs = read_macs(folder / "macs.toml", sources)
    built_in = [read_pack(file, built_in=True) for file in _files(folder / "packs", ".toml")]
    own = [read_pack(_pack_file(given), built_in=False) for given in own_dirs]
    packs = link_packs(built_in, own, macs)
    for given in own_dirs:
        if (given / "sources.toml").exists():
            sources |= read_sources(given / "sources.toml", sources)

    known = Known(sources, macs)
    parameters = _read_parameters(folder / "params", known, [draft.pack.name for draft in built_in])
    for given, draft in zip(own_dirs, own, strict=True):
        scopes = own_scopes(draft.pack.name, macs)
        for file in _files(given / "params", ".toml"):
            parameters |= {file.stem: override(file, parameters, known, scopes)}
    check_covered(parameters, packs, macs, folder / "params")

    code_sets = {
        file.stem: read_code_set(file, sources) for file in _files(folder / "codes", ".csv") if file.stem != "mue"
    }
    check_family(code_sets, folder / "codes" / "family.csv")
    for given in own_dirs:
        code_sets |= _own_code_sets(given / "codes", code_sets, sources)
    return Policy(
        sources=sources,
        macs=macs,
        packs=packs,
        payers=payer_map([*built_in, *own], payer_packs or {}),
        by_name=parameters,
        code_sets=code_sets,
        diagnoses={file.stem: read_diagnoses(file, sources) for file in _files(folder / "diagnoses", ".csv")},
        mues=read_mues(folder / "codes" / "mue.csv", sources),
    )


def read_sources(file: Path, taken: Mapping[str, Source]) -> dict[str, Source]:
    """Read the documents of a sources file; an id must be new and in lower case with hyphens."""
    sources = {}
    for source_id, content in read_toml(file).items():
        place = Place(file, f"source {source_id}")
        if not SOURCE_ID.fullmatch(source_id):
            raise place.refuse("an id is lower-case letters and digits with single hyphens between, such as lcd-l33930")
        if source_id in taken:
            raise place.refuse("there is a source of this id already; choose another id")
        table = Table(place, content, ("title", "publisher", "dates", "where"), ("document_number", "note"))
        sources[source_id] = Source(
            source_id=source_id,
            title=table.text("title"),
            publisher=table.text("publisher"),
            document_number=table.text("document_number"),
            dates=table.text("dates"),
            where=table.text("where"),
            note=table.text("note"),
        )
    return sources


def _read_parameters(folder: Path, known: Known, pack_names: list[str]) -> dict[str, Parameter]:
    """Read every parameter file of the built-in policy; each name once, and in the file of that name."""
    scopes = shared_scopes(pack_names, known.macs)
    files: dict[str, Path] = {}
    parameters = {}
    for file in _files(folder, ".toml"):
        parameter = read_parameter(file, known, scopes)
        if parameter.name in files:
            raise Place(file).refuse(
                f'the parameter "{parameter.name}" stands in {files[parameter.name].name} already; keep one of the two'
            )
        files[parameter.name] = file
        parameters[parameter.name] = parameter
    for name, file in files.items():
        if file.stem != name:
            raise Place(file).refuse(f'the file holds the parameter "{name}" and must be named {name}.toml')
    return parameters


def _own_code_sets(
    folder: Path, taken: Mapping[str, tuple[CodeRow, ...]], sources: Mapping[str, Source]
) -> dict[str, tuple[CodeRow, ...]]:
    """Read a pack's further code sets; code sets have no pack, so a name that is taken would change other packs."""
    code_sets = {}
    for file in _files(folder, ".csv"):
        if file.stem in taken or file.stem == "mue":
            raise Place(file).refuse(f'there is a code set "{file.stem}" already; name the file otherwise')
        code_sets[file.stem] = read_code_set(file, sources)
    return code_sets


def _files(folder: Path, suffix: str) -> list[Path]:
    """Give the files of a folder in order of name; refuses any other visible entry, so that no typo hides a file."""
    if not folder.is_dir():
        return []
    entries = [entry for entry in sorted(folder.iterdir()) if _counts(entry)]
    for entry in entries:
        if entry.suffix != suffix or not entry.is_file():
            raise Place(entry).refuse(f"only {suffix} files are accepted in this folder")
    return entries


def _pack_file(folder: Path) -> Path:
    """Give the pack.toml of a user's pack; refuses what is not a folder and entries that would go unread."""
    if not folder.is_dir():
        raise Place(folder).refuse("there is no such folder; a pack is a folder with a pack.toml")
    for entry in sorted(folder.iterdir()):
        if _counts(entry):
            Place(entry).known("entry of a pack's folder", entry.name, PACK_FOLDER)
    return folder / "pack.toml"


def _counts(entry: Path) -> bool:
    """Tell whether an entry of a folder is policy: not hidden, not a backup copy, not a README."""
    return not (entry.name.startswith((".", "__")) or entry.name.endswith("~") or entry.suffix == ".md")
