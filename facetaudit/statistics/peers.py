"""Providers of an extract beside each other, and beside CMS's public figures: how far above the peers, in plain words.

The words are a screen for what to look at, no proof of an improper payment. No official comparative billing report on
facet procedures is known; this is none.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any

import duckdb
import numpy as np

from facetaudit.audit.folder import MANIFEST, check_target, new_folder, write_json
from facetaudit.audit.opened import Audit, open_audit
from facetaudit.engine.duckdb import connect
from facetaudit.errors import UsageError
from facetaudit.statistics import public_peers
from facetaudit.statistics.peer_metrics import AMOUNT, BY_NAME, METRICS, ODDS, RATIO, SHARE, Metric, measure, notes
from facetaudit.statistics.peer_spread import (
    Judged,
    Numbers,
    Sums,
    adjusted,
    design_effect,
    judge_ratios,
    judge_shares,
    ratio_limits,
    share_limits,
    sums,
)
from facetaudit.statistics.peer_words import FEWEST_BENEFICIARIES, FEWEST_COUNTED, FEWEST_PEERS, word
from facetaudit.statistics.tables import Row, write_csv
from facetaudit.version import __version__

KIND = "facetaudit peers folder"
COLUMNS = (
    "npi", "claim_type", "metric", "numerator", "denominator", "beneficiaries", "rate", "lower", "upper", "shrunken",
    "peers", "peers_rate", "peers_median", "rank", "p", "q", "word",
)  # fmt: skip

PARTS = """
select metric, claim_type, npi, cast(top as double), cast(bottom as double)
from metric_part order by metric, claim_type, npi, patient_id
"""
TOTALS = """
select metric, claim_type, npi, sum(top), sum(bottom), sum(counted), count(*)
from metric_part group by metric, claim_type, npi order by metric, claim_type, npi
"""


@dataclass(frozen=True)
class Peers:
    """What was compared, as rows of numbers and text.

    ``rows``: the columns of COLUMNS, by provider, claim type and metric; ``public``: those of public_peers.COLUMNS,
    empty without public files. ``notes`` say what is not known.
    """

    rows: list[Row]
    public: list[Row]
    notes: list[str]


@dataclass(frozen=True)
class _Figure:
    """One provider's metric: what was counted, the parts by beneficiary, and what the peers make of it."""

    metric: Metric
    claim_type: str
    npi: str
    top: Any
    bottom: Any
    counted: int
    parts: tuple[Numbers, Numbers]
    peers: int = 0
    pooled: float | None = None
    middle: float | None = None
    rank: int | None = None
    effect: float = 1.0
    judged: Judged | None = None
    q: float | None = None

    @property
    def rate(self) -> float | None:
        return float(self.top / self.bottom) if self.bottom else None

    @property
    def enough(self) -> bool:
        few = self.counted < FEWEST_COUNTED or len(self.parts[0]) < FEWEST_BENEFICIARIES or self.bottom <= 0
        return not few and (self.metric.kind != RATIO or self.top > 0)


def peers(
    audit_dir: str | Path,
    *,
    npi: str | None = None,
    public: str | Path | None = None,
    seed: int = 1,
    out: str | Path | None = None,
) -> Peers:
    """Compare every provider of an audit folder with the others, or say it of one (``npi``, rendering else billing).

    The words are the same whether one is asked for or all: they rest on the comparisons of the whole extract.
    ``public`` is a folder of `import_public`, or CMS's file. ``seed`` is that of the bootstrap. With ``out`` the tables
    are written there as CSV, whole or not at all.

    Raises UsageError for a path that is no audit folder, an audit without facet lines and an NPI that has none,
    InputRefused for a public file that is none.
    """
    audit = open_audit(audit_dir)
    if out is not None:
        check_target(Path(out), KIND)
    if seed < 0:
        raise UsageError(f"--seed {seed} is below 0: give a whole number of 0 or more.")
    with connect() as con:
        measure(con, audit.folder)
        figures = _compared(_figures(con))
        _check(figures, npi)
        asked = [one for one in figures if npi in (None, one.npi)]
        said = notes(con)
        beside, about = public_peers.compare(con, Path(public), npi) if public is not None else ([], {})
    said += [str(one) for one in about.get("notes", ())]
    found = Peers([_row(one, seed) for one in asked], beside, said)
    if out is not None:
        _write(found, Path(out), audit, npi, seed, about)
    return found


def _check(figures: Sequence[_Figure], npi: str | None) -> None:
    if not figures:
        raise UsageError("The audit has no active facet line of a named provider: there is nobody to compare.")
    if npi is not None and all(one.npi != npi for one in figures):
        raise UsageError(f"The NPI {npi!r} has no active facet line in this audit: give another NPI, or none.")


def _figures(con: duckdb.DuckDBPyConnection) -> list[_Figure]:
    parts = con.sql(PARTS).fetchnumpy()
    top, bottom = (np.asarray(list(parts.values())[at], dtype=np.float64) for at in (3, 4))
    found, start = [], 0
    for metric, claim_type, npi, tops, bottoms, counted, people in con.sql(TOTALS).fetchall():
        at = slice(start, start + people)
        start += people
        found.append(
            _Figure(BY_NAME[metric], claim_type, npi, tops, bottoms, int(counted or 0), (top[at], bottom[at]))
        )
    there = {(one.claim_type, one.npi, one.metric.name) for one in found}
    nothing = np.zeros(0)
    return found + [
        _Figure(metric, claim_type, npi, Decimal(0), Decimal(0), 0, (nothing, nothing))
        for claim_type, npi in sorted({(one.claim_type, one.npi) for one in found})
        for metric in METRICS
        if (claim_type, npi, metric.name) not in there
    ]


def _compared(figures: Sequence[_Figure]) -> list[_Figure]:
    """The figures with their peers', multiplicity over all the comparisons of the extract."""
    groups: dict[tuple[str, str], list[_Figure]] = {}
    for one in figures:
        groups.setdefault((one.metric.name, one.claim_type), []).append(one)
    found = [one for group in groups.values() for one in _beside(group)]
    tested = [at for at, one in enumerate(found) if one.judged is not None and one.judged.tail is not None]
    tails = [one.judged.tail for one in found if one.judged is not None and one.judged.tail is not None]
    for at, q in zip(tested, adjusted(tails), strict=True):
        found[at] = replace(found[at], q=q)
    order = {metric.name: place for place, metric in enumerate(METRICS)}
    return sorted(found, key=lambda one: (one.npi, one.claim_type, order[one.metric.name]))


def _beside(group: Sequence[_Figure]) -> list[_Figure]:
    """One metric of one claim type: each provider beside all the others that have enough to count."""
    kind = group[0].metric.kind
    known = [one for one in group if one.enough]
    used = [_sums(one) for one in known]
    judged: dict[str, Judged] = {}
    effect = design_effect(used) if kind in (SHARE, ODDS) else 1.0
    if kind != AMOUNT and len(known) > FEWEST_PEERS:
        answers = judge_ratios(used) if kind == RATIO else judge_shares(used, effect)
        judged = {one.npi: answer for one, answer in zip(known, answers, strict=True)}
    top, bottom = sum(one.top for one in known), sum(one.bottom for one in known)
    ordered = sorted(one.rate for one in known if one.rate is not None)
    return [_placed(replace(one, effect=effect), top, bottom, ordered, judged.get(one.npi)) for one in group]


def _placed(one: _Figure, top: Any, bottom: Any, ordered: list[float], judged: Judged | None) -> _Figure:
    """A provider beside the others: the sums and the rates in order of all with enough to count, itself taken out."""
    others, rate = ordered.copy(), one.rate
    if one.enough and rate is not None:
        others.remove(rate)
        top, bottom = top - one.top, bottom - one.bottom
    one = replace(one, peers=len(others))
    if len(others) < FEWEST_PEERS:
        return one
    one = replace(one, pooled=float(top / bottom), middle=median(others))
    if not one.enough or rate is None:
        return one
    return replace(one, rank=1 + len(others) - bisect_right(others, rate), judged=judged)


def _sums(one: _Figure) -> Sums:
    """Of an odds, the share that the numerator is of both together."""
    top, bottom = one.parts
    return sums(top, top + bottom if one.metric.kind == ODDS else bottom)


def _limits(one: _Figure, seed: int) -> tuple[float, float]:
    """Exact limits of what is counted, bootstrap limits of a quotient."""
    if one.metric.kind in (RATIO, AMOUNT):
        return ratio_limits(*one.parts, seed)
    found = _sums(one)
    lower, upper = share_limits(found.top, found.bottom, one.effect)
    return (_odds(lower), _odds(upper)) if one.metric.kind == ODDS else (lower, upper)


def _odds(share: float) -> float:
    return share / (1 - share) if share < 1 else math.inf


def _row(one: _Figure, seed: int) -> Row:
    metric, judged = one.metric, one.judged
    lower, upper = _limits(one, seed) if one.enough else (None, None)
    shrunken = None if judged is None else _odds(judged.shrunken) if metric.kind == ODDS else judged.shrunken
    return {
        "npi": one.npi,
        "claim_type": one.claim_type,
        "metric": metric.name,
        "numerator": f"{one.top:.2f}" if metric.dollars else f"{one.top.normalize():f}",
        "denominator": f"{one.bottom:.2f}" if metric.kind == AMOUNT else f"{one.bottom.normalize():f}",
        "beneficiaries": len(one.parts[0]),
        "rate": _number(one.rate),
        "lower": _number(lower),
        "upper": _number(upper),
        "shrunken": _number(shrunken),
        "peers": one.peers,
        "peers_rate": _number(one.pooled),
        "peers_median": _number(one.middle),
        "rank": "" if one.rank is None else one.rank,
        "p": _number(None if judged is None else judged.tail),
        "q": _number(one.q),
        "word": "" if metric.kind == AMOUNT else word(one.q, shrunken, one.pooled),
    }


def _number(number: float | None) -> str:
    return "" if number is None or not math.isfinite(number) else f"{number:.4f}"


def _write(found: Peers, out: Path, audit: Audit, npi: str | None, seed: int, about: dict[str, Any]) -> None:
    with new_folder(out, KIND) as folder:
        write_csv(folder / "peers.csv", found.rows, COLUMNS)
        write_csv(folder / "public.csv", found.public, public_peers.COLUMNS)
        write_json(
            folder / MANIFEST,
            {
                "kind": KIND,
                "facetaudit": __version__,
                "audit": {name: audit.manifest[name] for name in ("as_of", "inputs", "policy", "fees")},
                "npi": npi,
                "seed": seed,
                "public": about.get("files", []),
                "notes": found.notes,
            },
        )
