"""The benchmark's files hold what they claim: counts from the pattern (10 lines are 4 claims), not from a run."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from benchmarks.claim_lines import generate
from facetaudit.audit.check import check
from facetaudit.claims.schema import COLUMN_NAMES

# 35,000 lines are 14,000 claims, 0 to 13,999. Every 35th is a facet claim (400 of them, a quarter of each length).
# 14 claims replace the one before (996, 1,993 ...), 13 take the one before back (1,008, 2,017 ...).
LINES = 35_000
FACET_LINES = 100 * (1 + 2 + 2 + 2)
REPLACEMENTS = 14
READERS = {"csv": "from read_csv($path, all_varchar = true)", "parquet": "from read_parquet($path)"}


@pytest.mark.parametrize("kind", READERS)
def test_lines_are_what_they_claim(kind: str, tmp_path: Path) -> None:
    (path,) = generate(kind, LINES, tmp_path)
    con = duckdb.connect()
    made = con.sql(READERS[kind], params={"path": str(path)})
    assert [name for name in COLUMN_NAMES if name in made.columns] == made.columns
    made.create("made")
    assert con.sql("""
        select count(*), count(distinct claim_id), count(distinct (claim_id, line_number)),
               count(*) filter (where hcpcs in ('64493', '64494', '64495', '64635', '64636')),
               count(distinct claim_id) filter (where claim_frequency_code = '7'),
               count(distinct claim_id) filter (where cast(units as double) < 0)
        from made
    """).fetchall() == [(LINES, 14_000, LINES, FACET_LINES, REPLACEMENTS, 13)]


def test_two_runs_are_the_same_and_another_seed_is_not(tmp_path: Path) -> None:
    texts = []
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        (tmp_path / name).mkdir()
        texts.append(generate("csv", 350, tmp_path / name, seed)[0].read_bytes())
    assert texts[0] == texts[1] != texts[2]


def test_eob_files_hold_the_same_lines(tmp_path: Path) -> None:
    paths = generate("eob", LINES + 350, tmp_path)
    rows = check(paths)["rows"]
    assert [file["read"] for file in rows["files"].values()] == [LINES, 350]
    # 14 claims take one back; where theirs has a line more than the other (all but every fourth), it has no match
    assert rows["total"]["rejected"] == 10


def test_a_number_that_breaks_the_pattern_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="multiple of 350"):
        generate("csv", 351, tmp_path)
