"""What must hold of the dollars of any extract: a dollar is counted once, and nothing is lost between the tables."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import facetaudit as fa
from facetaudit.errors import InputRefused
from tests.agreement.worlds import apart, worlds, write
from tests.oracle import Line, Note

AS_OF = date(2025, 12, 31)
WORLDS = st.lists(worlds(), min_size=8, max_size=10)
QUIET = settings(max_examples=3, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
MEASURES = ("overpayment_allowed", "overpayment_paid", "overpayment_fee")
ZERO = Decimal(0)

Rows = list[dict[str, Any]]


def audited(claims: list[Line], notes: list[Note]) -> tuple[dict[str, Any], Rows, Rows, set[tuple[Any, ...]]]:
    """Summary, exposure, corrected claims, and the lines with a deny finding by certainty, of an audit."""
    with tempfile.TemporaryDirectory() as folder:
        claims_path, notes_path = write(Path(folder), claims, notes)
        audit = fa.audit(
            claims_path, procedures=notes_path if notes else None, out=Path(folder) / "audit", as_of=AS_OF, threads=1
        )
        denied = audit.sql("select certainty, claim_id, line_number from findings where effect = 'deny'")
        return (
            dict(audit.summary),
            _rows(audit.exposure()),
            _rows(audit.corrected_claims()),
            set(denied.itertuples(index=False, name=None)),
        )


def _rows(frame: Any) -> Rows:
    rows: Rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return rows


def _key(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["scenario"], row["claim_id"], row["line_number"]


def _sums(rows: Rows) -> dict[str, list[Decimal]]:
    sums: dict[str, list[Decimal]] = defaultdict(lambda: [ZERO] * len(MEASURES))
    for row in rows:
        sums[row["scenario"]] = [
            so_far + (row[measure] or ZERO) for so_far, measure in zip(sums[row["scenario"]], MEASURES, strict=True)
        ]
    return dict(sums)


@QUIET
@given(WORLDS)
def test_a_dollar_is_counted_once(made: list[tuple[list[Line], list[Note]]]) -> None:
    try:
        summary, exposure, corrected, denied = audited(*apart(made))
    except InputRefused:  # every row is an unmatched reversal
        return
    by_line = {_key(row): row for row in exposure}
    assert len(by_line) == len(exposure), "a line is in the exposure of a scenario twice"

    sums = _sums(exposure)
    for total in summary["exposure"]:
        for number, measure in enumerate(("allowed", "paid", "fee")):
            net = Decimal(total[f"overpayment_{measure}"] or 0)
            assert net == sums[total["scenario"]][number]
            assert net == Decimal(total[f"gross_over_{measure}"]) + Decimal(total[f"gross_under_{measure}"])
            assert Decimal(total[f"gross_over_{measure}"]) >= 0 >= Decimal(total[f"gross_under_{measure}"])

    scenarios = {"certain": 1, "probable": 2, "review": 3}
    for certainty, claim_id, line_number in denied:
        for scenario, reach in scenarios.items():
            if scenarios[certainty] <= reach:
                row = by_line[(scenario, claim_id, line_number)]
                assert row["corrected_allowed"] in (ZERO, None)
                assert row["overpayment_allowed"] == row["allowed_amount"]
                assert row["fee_corrected"] in (ZERO, None)

    _corrected_claims_say_the_same(by_line, corrected)


def _corrected_claims_say_the_same(by_line: dict[tuple[Any, ...], dict[str, Any]], corrected: Rows) -> None:
    of_days = {_key(row): row for row in corrected}
    assert len(of_days) == len(corrected)
    assert by_line.keys() <= of_days.keys()
    for key, row in of_days.items():
        exposed = by_line.get(key)
        for measure in MEASURES:
            assert (row[measure] or ZERO) == ((exposed[measure] or ZERO) if exposed else ZERO), (key, measure)
        if row["change"] == "kept":
            assert not row["overpayment_fee"]
            assert row["detector"] is None
        else:
            assert exposed is not None
            assert row["detector"] == exposed["detector"]
        assert (row["corrected_coding"] is None) == (row["change"] in ("removed", "merged"))
        if row["change"] == "removed":
            assert (row["overpayment_fee"] or ZERO) >= 0


@QUIET
@given(WORLDS)
def test_two_halves_add_up_to_the_whole(made: list[tuple[list[Line], list[Note]]]) -> None:
    """Worlds never meet; only the day that the extract begins is a matter of the whole, so each part begins on it."""
    claims, notes = apart(made)
    begins = Line("first", 1, "nobody", min(line.service_date for line in claims), "99999")
    whole = _exposed([begins, *claims], notes)
    halves: Rows = []
    for odd in (0, 1):
        kept = [line for line in claims if _world(line.claim_id) % 2 == odd]
        halves += _exposed(
            [begins, *kept], [note for note in notes if _world(note.claim_id or note.patient_id) % 2 == odd]
        )
    assert sorted(map(str, whole)) == sorted(map(str, halves))


def _world(name: str | None) -> int:
    return int((name or "0.").split(".")[0])


def _exposed(claims: list[Line], notes: list[Note]) -> Rows:
    return audited(claims, notes)[1]
