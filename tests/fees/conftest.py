"""A connection with the built-in fee tables."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from facetaudit.fees import register


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        register(connection)
        yield connection
