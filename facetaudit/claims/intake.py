"""Loading claim extracts: any number of files in any format read here become one table of claim lines.

    report = load(con, ["claims.csv"], keep_codes=codes)

makes `claim_line` (the lines of every patient's day that has a code to keep, in file order), `rejected`,
`source_file` and `authorized_claim` (claims with an authorization number on any accepted line).  Each file is
read twice by DuckDB, never row by row; see `reading`.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import duckdb

from facetaudit.claims import assemble, reading
from facetaudit.claims.cleaning import create_macros, drop_macros
from facetaudit.claims.final_action import run_final_action
from facetaudit.claims.formats import AUTO, check_format, open_file
from facetaudit.claims.formats.request import Request
from facetaudit.claims.mapping import ColumnMapping, read_mapping
from facetaudit.claims.reasons import REASONS, SPLITTING
from facetaudit.claims.report import FileReport, LoadReport, count_files, make_report
from facetaudit.claims.source import Source, reset_variables, set_variables
from facetaudit.errors import InputRefused, UsageError

Inputs = str | os.PathLike[str] | Sequence[str | os.PathLike[str]]
Progress = Callable[[str, int, int], None]
"""Told what is being done, and how many bytes of how many have been read (each file counts twice)."""

_HASH_CHUNK = 1 << 20


@dataclass(frozen=True)
class _Input:
    """One file: its place in the inputs, its name in messages, its size in bytes."""

    index: int
    path: Path
    name: str
    size: int


def load(
    con: duckdb.DuckDBPyConnection,
    inputs: Inputs,
    *,
    input_format: str = AUTO,
    mapping: str | os.PathLike[str] | None = None,
    keep_codes: Iterable[str],
    all_lines: bool = False,
    progress: Progress | None = None,
) -> LoadReport:
    """Read the inputs into `claim_line` and the tables beside it (`assemble`), and say what was read.

    `keep_codes` are the procedure codes that make a patient's day one to keep; with `all_lines` the table has
    every accepted line, and its column `audited` tells the lines of such days.  `mapping` is the path of a
    mapping file or the name of a preset.

    Raises UsageError for a wrong option or mapping, InputRefused for a file that cannot be read; then no
    table, variable or temporary file is left.
    """
    check_format(input_format)
    given = read_mapping(str(mapping)) if mapping is not None else None
    files = _list_inputs(inputs)
    with ExitStack() as stack:
        workdir = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="facetaudit-")))
        hasher = stack.enter_context(ThreadPoolExecutor(max_workers=1))
        stack.callback(hasher.shutdown, wait=True, cancel_futures=True)
        stack.callback(_clean_up, con)
        failed = stack.enter_context(ExitStack())
        failed.callback(con.execute, assemble.DROP_RESULTS)
        sources = _open_all(con, files, input_format, given, workdir)
        hashes = {file.index: hasher.submit(_hash, file.path) for file in files}
        _prepare(con, sorted({*keep_codes}), all_lines)
        tell = _Teller(progress, files)
        for file, source in zip(files, sources, strict=True):
            tell.next("checking", file)
            _first_pass(con, file, source)
        con.execute(reading.CHOOSE)
        for file, source in zip(files, sources, strict=True):
            tell.next("reading", file)
            _second_pass(con, file, source)
        run_final_action(con)
        assemble.make_tables(con, sources)
        report = make_report(con, _file_reports(con, files, sources, hashes))
        _refuse_nothing_left(report)
        failed.pop_all()
        tell.done()
    return report


def _list_inputs(inputs: Inputs) -> tuple[_Input, ...]:
    paths = [Path(inputs)] if isinstance(inputs, str | os.PathLike) else [Path(path) for path in inputs]
    if not paths:
        raise UsageError("no input is given; name at least one claim file.")
    names = _short_names(paths)
    resolved = [os.path.realpath(path) for path in paths]
    for path, name in zip(resolved, names, strict=True):
        if resolved.count(path) > 1:
            raise UsageError(f"{name}: the file is given twice; name each input once.")
    return tuple(
        _Input(index, path, name, path.stat().st_size if path.is_file() else 0)
        for index, (path, name) in enumerate(zip(paths, names, strict=True))
    )


def _short_names(paths: Sequence[Path]) -> list[str]:
    """Base names, with as many parent folders as tell equal ones apart."""
    parts = [Path(os.path.abspath(path)).parts for path in paths]
    names = []
    for own in parts:
        depth = 1
        while depth < len(own) and sum(other[-depth:] == own[-depth:] for other in parts if other != own):
            depth += 1
        names.append("/".join(own[-depth:]))
    return names


def _open_all(
    con: duckdb.DuckDBPyConnection,
    files: Sequence[_Input],
    input_format: str,
    mapping: ColumnMapping | None,
    workdir: Path,
) -> list[Source]:
    sources = []
    for file in files:
        request = Request(con, file.path, file.name, workdir, mapping, input_format)
        try:
            sources.append(open_file(request, input_format))
        except OSError as error:
            raise InputRefused(f"{file.name}: the file cannot be read ({error.strerror}); check it.") from error
    return sources


def _prepare(con: duckdb.DuckDBPyConnection, keep_codes: list[str], all_lines: bool) -> None:
    con.execute("set preserve_insertion_order = true")
    create_macros(con)
    con.execute(reading.CREATE_TABLES)
    con.executemany("insert into intake_reason values ($1, $2, $3)", [(c, *text) for c, text in REASONS.items()])
    con.executemany("insert into intake_splitting values ($1, $2)", [*SPLITTING.items()])
    set_variables(con, {
        "intake_keep_codes": keep_codes, "intake_keep_text": " ".join(keep_codes), "intake_all_lines": all_lines,
    })


def _first_pass(con: duckdb.DuckDBPyConnection, file: _Input, source: Source) -> None:
    con.execute(reading.ADD_FILE, [file.index, file.name, source.header_row, source.modifier_slots])
    if source.skipped_rows:
        con.execute(reading.ADD_SKIPPED, [file.index, list(source.skipped_rows)])
    _run(con, file, source, reading.CHECK_ROWS)
    if source.delimited:
        _set_aside_unsplit(con, file)
    elif source.set_aside is not None:
        con.execute(source.set_aside)
    read, rejected = con.execute(reading.COUNT_FIRST).fetchall()[0]
    if not read:
        raise InputRefused(f"{file.name}: there is a header and no rows; give a file with claim lines.")
    if read == rejected:
        column, reason = con.execute(reading.COMMONEST_REJECT).fetchall()[0]
        raise InputRefused(
            f"{file.name}: every row is rejected, most often because of {column or 'its cells'} ({reason}); "
            "check the file, or say with a mapping how it is written."
        )


def _set_aside_unsplit(con: duckdb.DuckDBPyConnection, file: _Input) -> None:
    """Keep the rows that cannot be split as rejects; refuse a file in which a quotation mark swallows the rest."""
    broken = con.execute(reading.BROKEN_QUOTE).fetchall()
    if broken:
        raise InputRefused(
            f"{file.name}: a quotation mark opened in row {broken[0][0]} is never closed, so the rows after it "
            "cannot be told apart; mend that row."
        )
    con.execute(reading.ADD_UNSPLIT)
    con.execute(reading.DROP_SPLITTING)


def _second_pass(con: duckdb.DuckDBPyConnection, file: _Input, source: Source) -> None:
    _run(con, file, source, reading.FETCH_ROWS)
    con.execute(reading.DROP_SPLITTING)
    con.execute(reading.CLEAN)
    con.execute("drop table intake_raw")
    con.execute(reading.WANTED_KEYS)
    if con.execute(reading.ALIGNED).fetchall() != [(True,)]:
        raise InputRefused(f"{file.name}: the file changed while it was being read; run again once it is complete.")
    con.execute(reading.ADD_LINES)


def _run(con: duckdb.DuckDBPyConnection, file: _Input, source: Source, statement: str) -> None:
    """Run one pass; a damaged file is refused, without the engine's message (it can hold a patient's values)."""
    set_variables(con, {"intake_file_index": file.index})
    try:
        source.attach(con)
        con.execute(statement)
    except duckdb.OutOfMemoryException as error:
        raise UsageError(f"{file.name}: there is not enough memory; give a higher --memory-limit.") from error
    except (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException, duckdb.InterruptException):
        raise
    except duckdb.Error as error:
        raise InputRefused(
            f"{file.name}: the file cannot be read to its end as {source.format}; it is damaged or was cut short."
        ) from error


def _file_reports(
    con: duckdb.DuckDBPyConnection,
    files: Sequence[_Input],
    sources: Sequence[Source],
    hashes: dict[int, Future[str]],
) -> tuple[FileReport, ...]:
    counts = count_files(con)
    return tuple(
        FileReport(
            name=file.name,
            format=source.format,
            why=source.why,
            mapping=source.mapping,
            counts=counts[file.index],
            sha256=_digest(file, hashes[file.index]),
            size_bytes=file.size,
            modifier_slots=source.modifier_slots,
            columns_found=source.columns_found,
            columns_missing=source.columns_missing,
            extra_columns=tuple(source.extra_columns),
            notes=source.notes,
        )
        for file, source in zip(files, sources, strict=True)
    )


def _refuse_nothing_left(report: LoadReport) -> None:
    if report.total.read == report.total.rejected:
        column, reason, _ = report.rejects[0]
        raise InputRefused(f"every row of the input is rejected, most often because of {column} ({reason}).")


def _digest(file: _Input, future: Future[str]) -> str:
    try:
        return future.result()
    except OSError as error:
        raise InputRefused(f"{file.name}: the file went away while it was being read; run again.") from error


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_HASH_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _clean_up(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(reading.DROP_WORK)
    drop_macros(con)
    reset_variables(con)


class _Teller:
    """Tells the caller how far loading is, in bytes of all files read twice."""

    def __init__(self, progress: Progress | None, files: Sequence[_Input]) -> None:
        self.progress = progress
        self.total = 2 * sum(file.size for file in files)
        self.before = 0

    def next(self, doing: str, file: _Input) -> None:
        if self.progress is not None:
            self.progress(f"{doing} {file.name}", self.before, self.total)
        self.before += file.size

    def done(self) -> None:
        if self.progress is not None:
            self.progress("loaded", self.total, self.total)
