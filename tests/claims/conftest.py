"""Tables drawn as text become claim files; a loaded file becomes rows to look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from tests.claims.drawn import Loader
from tests.claims.remittances import interchange, transaction


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


@pytest.fixture
def loader(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> Loader:
    return Loader(con, tmp_path)


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """Write a file of the test and give its path."""

    def to(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return to


@pytest.fixture
def remit(loader: Loader, write: Callable[[str, str | bytes], Path]) -> Callable[..., Loader]:
    """Load claims as one transaction of one interchange."""

    def to(*claims: str, **of_transaction: str) -> Loader:
        loader.files(write("remit.835", interchange(transaction(*claims, **of_transaction))), all_lines=True)
        return loader

    return to
