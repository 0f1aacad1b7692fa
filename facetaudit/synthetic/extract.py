"""`synthesize`: one seeded, labelled extract into a folder, in blocks, whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from facetaudit.errors import UsageError
from facetaudit.synthetic.catalogue import NO_SCENARIO, SCENARIOS, VISITS
from facetaudit.synthetic.draw import Chance
from facetaudit.synthetic.expand import Block, Expansion
from facetaudit.synthetic.fitting import LEAST_HEADER, fits
from facetaudit.synthetic.layout import FINDING_CODES, Layout
from facetaudit.synthetic.people import Crowd, Patients, npi_words, practices_for
from facetaudit.synthetic.scenario import Scenario
from facetaudit.synthetic.tables import Tables
from facetaudit.synthetic.writers import WRITERS, ClaimWriter, write_csv
from facetaudit.synthetic.writers.base import Carried

NOTES_FILE, LABELS_FILE = "procedures.csv", "labels.csv"
OTHER_CLAIMS = 2.0
_BLOCK = 16_384
"""Patients of a block without other claims; what is drawn does not depend on it, the row groups of Parquet do."""
_LARGEST = 1_000_000_000


@dataclass(frozen=True)
class SyntheticReport:
    """What was written.

    `labels` counts the expected findings, `labels_by_code` those of each detector; `scenarios` counts patients by
    scenario (every patient of the extract has one, `visits_only` those without a facet day). `further_files` hold
    claims too, for a format of several files.
    """

    folder: Path
    claims_file: Path
    notes_file: Path
    labels_file: Path
    output_format: str
    seed: int
    claims: int
    lines: int
    notes: int
    patients: int
    labels: int
    labels_by_code: dict[str, int]
    scenarios: dict[str, int]
    further_files: tuple[Path, ...] = ()


def synthesize(
    claims: int,
    seed: int,
    output_format: str,
    out: Path,
    *,
    other_claims: float = OTHER_CLAIMS,
    replace: bool = False,
) -> SyntheticReport:
    """Write a labelled synthetic extract of exactly `claims` claims into the folder `out`.

    `claims.<format>` has the canonical columns (or those of a RIF carrier file), `procedures.csv` notes of a good share
    of the facet sessions, `labels.csv` one row by expected finding: claim_id, line_number, code, scenario, certainty.
    A line without a label gets no finding of the labelled codes. The first patients walk through the whole catalogue,
    so that some hundreds of claims show every mistake; the rest follow its weights. `other_claims` claims outside facet
    days go with each claim of a scenario.

    Equal arguments give equal bytes. Files can be read by their owner only. The folder is written whole or not at all;
    with `replace` an earlier extract there is replaced.

    Raises UsageError for an unknown format, fewer than one claim, a negative `other_claims` and an `out` that is a
    file, a folder with something in it (with `replace`: with something other than an extract), or cannot be written.
    """
    out = Path(out)
    _refuse(claims, output_format, other_claims)
    try:
        _refuse_folder(out, replace)
        out.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    except OSError as problem:
        raise UsageError(_cannot_write(out, problem)) from None
    try:
        tally = _write(claims, seed, output_format, folder, round(other_claims * 1000))
        for path in folder.iterdir():
            path.chmod(0o600)
        _move(folder, out)
    except OSError as problem:
        raise UsageError(_cannot_write(out, problem)) from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return SyntheticReport(
        folder=out,
        claims_file=out / WRITERS[output_format].file_name,
        notes_file=out / NOTES_FILE,
        labels_file=out / LABELS_FILE,
        output_format=output_format,
        seed=seed,
        claims=claims,
        lines=tally.lines,
        notes=tally.notes,
        patients=tally.patients,
        labels=tally.labels.total(),
        labels_by_code={code: tally.labels[code] for code in FINDING_CODES},
        scenarios=dict(sorted(tally.scenarios.items())),
        further_files=tuple(out / name for name in WRITERS[output_format].further_files),
    )


def _refuse(claims: int, output_format: str, other_claims: float) -> None:
    if output_format not in WRITERS:
        accepted = ", ".join(sorted(WRITERS))
        raise UsageError(f"--output-format {output_format!r} is not known: use one of {accepted}.")
    if not 1 <= claims <= _LARGEST:
        raise UsageError(f"--claims {claims} cannot be made: ask for a whole number from 1 to {_LARGEST:,}.")
    if not 0 <= other_claims <= 1000:
        raise UsageError(f"other_claims {other_claims} cannot be made: use a number from 0 to 1000.")


def _refuse_folder(out: Path, replace_extract: bool) -> None:
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise UsageError(f"--out {out} is a file: name a folder that does not exist yet or is empty.")
    held = {path.name for path in out.iterdir()} if out.is_dir() else set()
    if held and not (replace_extract and _is_extract(held)):
        raise UsageError(f"--out {out} has something in it: name a folder that does not exist yet or is empty.")


def _is_extract(names: set[str]) -> bool:
    """Whether a folder holds what `synthesize` writes and nothing else."""
    made = ({NOTES_FILE, LABELS_FILE, writer.file_name, *writer.further_files} for writer in WRITERS.values())
    return names in made


def _move(folder: Path, out: Path) -> None:
    """Put the finished folder in its place; what is there is an extract or empty."""
    if out.is_dir() and any(out.iterdir()):
        aside = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
        os.replace(out, aside)
        os.replace(folder, out)
        shutil.rmtree(aside)
    else:
        os.replace(folder, out)


def _cannot_write(out: Path, problem: OSError) -> str:
    return f"--out {out} cannot be written ({problem.strerror}): name a folder in a place that you may write to."


@dataclass
class _Tally:
    lines: int = 0
    notes: int = 0
    patients: int = 0
    labels: Counter[str] = field(default_factory=Counter)
    scenarios: Counter[str] = field(default_factory=Counter)


def _write(claims: int, seed: int, output_format: str, folder: Path, other_claims: int) -> _Tally:
    """Write the three files block by block."""
    writer_class = WRITERS[output_format]
    layout = _layout(writer_class)
    chance = Chance(seed)
    practices = practices_for(claims)
    crowd = Crowd(layout, chance, practices, other_claims)
    expansion = Expansion(layout, chance)
    tables = Tables(layout, chance, npi_words(practices))
    tally = _Tally()
    with ExitStack() as files:
        writer = files.enter_context(closing(writer_class(folder)))
        notes_file = files.enter_context((folder / NOTES_FILE).open("wb"))
        labels_file = files.enter_context((folder / LABELS_FILE).open("wb"))
        made = 0
        for patients in _blocks(crowd, layout, claims):
            block = expansion.block(patients, made)
            notes, labels = tables.notes(block), tables.labels(block)
            writer.write(tables.claims(block))
            write_csv(notes, notes_file, header=not made)
            write_csv(labels, labels_file, header=not made)
            made += len(block.claim["owner"])
            _count(tally, layout, block, notes.num_rows)
    return tally


def _layout(writer: type[ClaimWriter]) -> Layout:
    """The scenarios that the format can carry; where it has Medicare lines only, every patient is Medicare's."""
    carried = writer.carried
    if carried != Carried():
        fitting = (scene for scene in SCENARIOS if fits(scene, carried))
        scenes = (scene if carried.commercial else replace(scene, pack="medicare") for scene in fitting)
        return Layout((*scenes, NO_SCENARIO), VISITS, LEAST_HEADER[carried.place])
    if not writer.professional_two_slots:
        return Layout((*(scene for scene in SCENARIOS if scene.rif != "only"), NO_SCENARIO), VISITS)
    scenes = (replace(scene, pack="medicare") for scene in SCENARIOS if scene.fits_rif)
    return Layout((*scenes, NO_SCENARIO), VISITS)


def _blocks(crowd: Crowd, layout: Layout, claims: int) -> Iterator[Patients]:
    """Blocks of patients whose claims add up to `claims`; patients with one visit fill what is left."""
    size = max(16, _BLOCK * 1000 // (1000 + crowd.other_claims))
    first, left = 0, claims
    while left:
        patients = crowd.patients(first, size)
        ends = np.cumsum(_claim_counts(layout, patients))
        fitting = int(np.searchsorted(ends, left, side="right"))
        if fitting:
            yield patients.first(fitting)
            first += fitting
            left -= int(ends[fitting - 1])
        if fitting < size:
            break
    if left:
        yield crowd.visitors(first, left)


def _claim_counts(layout: Layout, patients: Patients) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    counts = layout.scene["claim_count"][patients.scenario] + patients.visits_before + patients.visits_after
    return np.asarray(counts, dtype=np.int64)


def _count(tally: _Tally, layout: Layout, block: Block, notes: int) -> None:
    scenes: tuple[Scenario, ...] = layout.scenarios
    patients = np.bincount(block.patients.scenario, minlength=len(scenes))
    labels = np.bincount(block.label["code"], minlength=len(FINDING_CODES))
    tally.lines += len(block.line["claim"])
    tally.notes += notes
    tally.patients += len(block.patients.number)
    tally.scenarios.update({scene.name: int(count) for scene, count in zip(scenes, patients, strict=True) if count})
    tally.labels.update(dict(zip(FINDING_CODES, labels.tolist(), strict=True)))
