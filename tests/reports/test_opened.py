"""An open audit: one database for all its questions, which nothing but a select reaches."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from facetaudit.audit.opened import Audit, open_audit
from facetaudit.errors import UsageError

COUNT = "select count(*) as lines from lines"


@pytest.mark.parametrize(
    "query",
    [
        "create table kept as select 1",
        "drop view lines",
        "select 1; drop view lines",
        "copy (select 1) to 'out.csv'",
        "set threads = 1",
        "attach 'other.db'",
    ],
)
def test_anything_but_one_select_is_refused(audited: Audit, query: str) -> None:
    opened = open_audit(audited.folder)
    before = opened.sql(COUNT)
    with pytest.raises(UsageError, match="one select statement"):
        opened.sql(query)
    assert opened.sql(COUNT).equals(before)


def test_a_query_that_fails_leaves_the_next_one_alone(audited: Audit) -> None:
    opened = open_audit(audited.folder)
    with pytest.raises(UsageError, match="does not run"):
        opened.sql("select nothing from lines")
    assert opened.sql(COUNT)["lines"].tolist() == [3]


def test_several_threads_ask_one_audit(audited: Audit) -> None:
    opened = open_audit(audited.folder)
    with ThreadPoolExecutor(8) as pool:
        counts = [done["lines"].tolist() for done in pool.map(lambda _: opened.sql(COUNT), range(40))]
    assert counts == [[3]] * 40


def test_a_folder_that_was_replaced_is_read_anew(audited: Audit, nothing_found: Audit, tmp_path: Path) -> None:
    folder = shutil.copytree(audited.folder, tmp_path / "audit")
    opened = open_audit(folder)
    assert len(opened.lines()) == 3
    shutil.rmtree(folder)
    shutil.copytree(nothing_found.folder, folder)
    assert len(opened.lines()) == 0
