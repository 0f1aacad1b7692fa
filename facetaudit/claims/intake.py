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
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from facetaudit.claims import assemble, reading, room
from facetaudit.claims.cleaning import create_macros, drop_macros
from facetaudit.claims.final_action import run_final_action
from facetaudit.claims.formats import AUTO, check_format, open_file
from facetaudit.claims.formats.request import Request
from facetaudit.claims.inputs import Aside, Input, aside_of, list_inputs
from facetaudit.claims.mapping import ColumnMapping, read_mapping
from facetaudit.claims.reasons import REASONS, SPLITTING
from facetaudit.claims.remittance_join import RENUMBER, join_sources
from facetaudit.claims.report import FileReport, LoadReport, accepted_lines, count_files, make_report
from facetaudit.claims.source import Source, reset_variables, set_variables
from facetaudit.errors import InputRefused, NotClaims, UsageError

Inputs = str | os.PathLike[str] | Sequence[str | os.PathLike[str]]
Progress = Callable[[str, int, int, int], None]
"""Told what is being done, how many bytes of how many have been read (each file counts twice), how many rows found."""

Announce = Callable[[str], None]
"""Told one sentence for the user."""

_SECONDS_BETWEEN = 0.25

_COUNT_ROWS = "select count(*) from intake_key"


@dataclass(frozen=True)
class Opened:
    """One file that can be read: its place among these, itself, and how it is laid out."""

    index: int
    file: Input
    source: Source

    @property
    def name(self) -> str:
        """What messages call the file."""
        return self.file.name


def load(
    con: duckdb.DuckDBPyConnection,
    inputs: Inputs,
    *,
    input_format: str = AUTO,
    mapping: str | os.PathLike[str] | None = None,
    keep_codes: Iterable[str],
    all_lines: bool = False,
    skip_bad_files: bool = False,
    progress: Progress | None = None,
    announce: Announce | None = None,
) -> LoadReport:
    """Read the inputs into `claim_line` and the tables beside it (`assemble`), and say what was read.

    `inputs` are files, folders, globs, and `.gz` and `.zip` of files.
    `keep_codes` are the procedure codes that make a patient's day one to keep; with `all_lines` the table has
    every accepted line, and its column `audited` tells the lines of such days.  `mapping` is the path of a
    mapping file or the name of a preset.  With `skip_bad_files` a file that cannot be read is set aside and named in
    the report, and the others are read.  `announce` is told what room a large extract may take on the temporary disk.

    Raises UsageError for a wrong option or mapping, InputRefused for a file that cannot be read; then no
    table, variable or temporary file is left.
    """
    check_format(input_format)
    given = read_mapping(str(mapping)) if mapping is not None else None
    paths = [inputs] if isinstance(inputs, str | os.PathLike) else list(inputs)
    with ExitStack() as stack:
        workdir = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="facetaudit-")))
        hasher = stack.enter_context(ThreadPoolExecutor(max_workers=1))
        stack.callback(hasher.shutdown, wait=True, cancel_futures=True)
        stack.callback(_clean_up, con)
        failed = stack.enter_context(ExitStack())
        failed.callback(con.execute, assemble.DROP_RESULTS)
        found, set_aside = list_inputs(paths, workdir, input_format, skip_bad=skip_bad_files)
        passed_over: list[Aside] = []
        opened = open_all(con, found, (input_format, given, workdir), passed_over, set_aside, skip_bad_files)
        refuse_none(opened, passed_over, set_aside)
        if announce and (told := room.in_words(room.most_lines(con, [(o.file, o.source.format) for o in opened]))):
            announce(told)
        hashes = {one.file.path: hasher.submit(hash_file, one.file.path) for one in opened}
        _prepare(con, sorted({*keep_codes}), all_lines)
        tell = _Teller(con, progress, opened)
        joined = join_sources(con, [one.source for one in opened], workdir, tell.also)
        opened = [replace(one, source=source) for one, source in zip(opened, joined, strict=True)]
        read: list[Opened] = []
        places: list[int] = []
        for one in opened:
            numbered = replace(one, index=len(read))
            with tell.file("checking", one.file):
                sound = _checked(con, numbered, set_aside, skip_bad_files)
            if sound:
                read.append(numbered)
                places.append(one.index)
        refuse_none(read, passed_over, set_aside)
        con.execute(RENUMBER, [places])
        con.execute(reading.CHOOSE)
        if con.execute(reading.IS_LARGE, {"most": reading.MOST_IN_MEMORY}).fetchall()[0][0]:
            con.execute(reading.WORK_ON_DISK)
        con.execute(reading.CREATE_LINE)
        for one in read:
            with tell.file("reading", one.file):
                _second_pass(con, one)
        con.execute(reading.DROP_FETCHED)
        run_final_action(con)
        assemble.make_tables(con, [one.source for one in read])
        files = _file_reports(con, read, hashes)
        report = make_report(con, files, accepted_lines(con), _told(passed_over), _told(set_aside))
        _refuse_nothing_left(report)
        failed.pop_all()
        tell.done()
    return report


def _told(files: Sequence[Aside]) -> tuple[tuple[str, str], ...]:
    return tuple((file.name, file.reason) for file in files)


def open_all(
    con: duckdb.DuckDBPyConnection,
    files: Sequence[Input],
    how: tuple[str, ColumnMapping | None, Path],
    passed_over: list[Aside],
    set_aside: list[Aside],
    skip_bad: bool,
) -> list[Opened]:
    """Lay every file out; those without claims and, where that is asked for, bad ones are noted instead."""
    input_format, mapping, workdir = how
    opened: list[Opened] = []
    for file in files:
        request = Request(con, file.path, file.name, workdir, mapping, input_format, file.found)
        try:
            try:
                opened.append(Opened(len(opened), file, open_file(request, input_format)))
            except OSError as error:
                raise InputRefused(f"{file.name}: the file cannot be read ({error.strerror}); check it.") from error
        except InputRefused as error:
            if isinstance(error, NotClaims) and file.found:
                passed_over.append(aside_of(error, file.name))
            elif skip_bad:
                set_aside.append(aside_of(error, file.name))
            else:
                raise
            if file.unpacked:
                file.path.unlink(missing_ok=True)
    return opened


def refuse_none(left: Sequence[object], passed_over: Sequence[Aside], set_aside: Sequence[Aside]) -> None:
    """Refuse inputs of which nothing can be read, with the reason of the first."""
    if left:
        return
    if set_aside:
        raise InputRefused(f"no file can be read; the first is {set_aside[0].name}: {set_aside[0].reason}")
    first = passed_over[0]
    raise InputRefused(f"no file of the input looks like claims; the first is {first.name}: {first.reason}")


def _checked(con: duckdb.DuckDBPyConnection, one: Opened, set_aside: list[Aside], skip_bad: bool) -> bool:
    """Run the first pass; a file that is refused leaves nothing behind where it may be set aside."""
    if not skip_bad:
        _first_pass(con, one)
        return True
    con.begin()
    try:
        _first_pass(con, one)
    except InputRefused as error:
        con.rollback()
        set_aside.append(aside_of(error, one.name))
        return False
    except BaseException:
        con.rollback()
        raise
    con.commit()
    return True


def _prepare(con: duckdb.DuckDBPyConnection, keep_codes: list[str], all_lines: bool) -> None:
    con.execute("set preserve_insertion_order = true")
    create_macros(con)
    con.execute(reading.CREATE_TABLES)
    con.executemany("insert into intake_reason values ($1, $2, $3)", [(c, *text) for c, text in REASONS.items()])
    con.executemany("insert into intake_splitting values ($1, $2)", [*SPLITTING.items()])
    set_variables(con, {
        "intake_keep_codes": keep_codes, "intake_keep_text": " ".join(keep_codes), "intake_all_lines": all_lines,
    })


def _first_pass(con: duckdb.DuckDBPyConnection, file: Opened) -> None:
    source = file.source
    con.execute(reading.ADD_FILE, [file.index, file.name, source.header_row, source.modifier_slots])
    if source.skipped_rows:
        con.execute(reading.ADD_SKIPPED, [file.index, list(source.skipped_rows)])
    _run(con, file, reading.CHECK_ROWS)
    if source.delimited:
        _set_aside_unsplit(con, file)
    elif source.set_aside is not None:
        con.execute(source.set_aside)
    read, rejected = con.execute(reading.COUNT_FIRST).fetchall()[0]
    if not read:
        raise without_rows(file.name)
    if read == rejected:
        column, reason = con.execute(reading.COMMONEST_REJECT).fetchall()[0]
        mapped = source.delimited or source.format in ("xlsx", "parquet")
        raise all_rejected(file.name, column, reason, mapped)


def without_rows(name: str) -> InputRefused:
    """The refusal of a file that has a header alone."""
    return InputRefused(f"{name}: there is a header and no rows; give a file with claim lines.")


def all_rejected(name: str, column: str | None, reason: str, mapped: bool) -> InputRefused:
    """The refusal of a file that has no acceptable row; ``mapped`` where a mapping can say how it is written."""
    return InputRefused(
        f"{name}: every row is rejected, most often because of {column or 'its cells'} ({reason}); "
        + ("check the file, or say with a mapping how it is written." if mapped else "check the file.")
    )


def open_quotation(name: str, row: int) -> InputRefused:
    """The refusal of a file of which a quotation mark swallows the rest."""
    return InputRefused(
        f"{name}: a quotation mark opened in row {row} is never closed, so the rows after it "
        "cannot be told apart; mend that row."
    )


def _set_aside_unsplit(con: duckdb.DuckDBPyConnection, file: Opened) -> None:
    """Keep the rows that cannot be split as rejects; refuse a file in which a quotation mark swallows the rest."""
    broken = con.execute(reading.BROKEN_QUOTE).fetchall()
    if broken:
        raise open_quotation(file.name, broken[0][0])
    con.execute(reading.ADD_UNSPLIT)
    con.execute(reading.DROP_SPLITTING)


def _second_pass(con: duckdb.DuckDBPyConnection, file: Opened) -> None:
    if file.source.record is not None:
        set_variables(con, {"intake_file_index": file.index})
        con.execute(reading.NUMBERED_KEYS)
        _run(con, file, reading.FETCH_NUMBERED)
        aligned, placed = reading.NUMBERED_ALIGNED, reading.NUMBERED_PLACED
    else:
        _run(con, file, reading.FETCH_ROWS)
        con.execute(reading.DROP_SPLITTING)
        con.execute(reading.WANTED_KEYS)
        aligned, placed = reading.ALIGNED, reading.PLACED
    if con.execute(aligned).fetchall() != [(True,)]:
        raise InputRefused(f"{file.name}: the file changed while it was being read; run again once it is complete.")
    con.execute(placed)
    con.execute(reading.CLEAN)
    con.execute(reading.ADD_LINES)


def _run(con: duckdb.DuckDBPyConnection, file: Opened, statement: str) -> None:
    """Run one pass; a damaged file is refused, without the engine's message (it can hold a patient's values)."""
    set_variables(con, {"intake_file_index": file.index})
    try:
        file.source.attach(con)
        con.execute(statement)
    except duckdb.OutOfMemoryException as error:
        raise UsageError(f"{file.name}: there is not enough memory; give a higher --memory-limit.") from error
    except (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException, duckdb.InterruptException):
        raise
    except duckdb.Error as error:
        if room.is_lacking(error):
            raise  # nothing is wrong with the file
        raise InputRefused(
            f"{file.name}: the file cannot be read to its end as {file.source.format}; it is damaged or was cut short."
        ) from error


def _file_reports(
    con: duckdb.DuckDBPyConnection, opened: Sequence[Opened], hashes: dict[Path, Future[str]]
) -> tuple[FileReport, ...]:
    counts = count_files(con)
    return tuple(
        FileReport(
            name=one.name,
            format=one.source.format,
            why=one.source.why,
            mapping=one.source.mapping,
            counts=counts[one.index],
            sha256=_digest(one.name, hashes[one.file.path]),
            size_bytes=one.file.size,
            modifier_slots=one.source.modifier_slots,
            columns_found=one.source.columns_found,
            columns_missing=one.source.columns_missing,
            extra_columns=tuple(one.source.extra_columns),
            notes=one.source.notes,
        )
        for one in opened
    )


def _refuse_nothing_left(report: LoadReport) -> None:
    if report.total.read == report.total.rejected:
        column, reason, _ = report.rejects[0]
        raise InputRefused(f"every row of the input is rejected, most often because of {column} ({reason}).")


def _digest(name: str, future: Future[str]) -> str:
    try:
        return future.result()
    except OSError as error:
        raise InputRefused(f"{name}: the file went away while it was being read; run again.") from error


def hash_file(path: Path) -> str:
    """SHA-256 of a file's bytes, as hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _clean_up(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(reading.DROP_WORK)
    drop_macros(con)
    reset_variables(con)


class _Teller:
    """Tells the caller how far loading is, in bytes of all files read twice and in rows found."""

    def __init__(self, con: duckdb.DuckDBPyConnection, progress: Progress | None, opened: Sequence[Opened]) -> None:
        self.con = con
        self.progress = progress
        self.total = 2 * sum(one.file.size for one in opened)
        self.before = 0

    @contextmanager
    def file(self, doing: str, file: Input) -> Iterator[None]:
        """Tell of one pass over a file while it lasts, from another thread, as the engine says how far it is."""
        if self.progress is None:
            yield
            return
        rows = self._rows()
        self.progress(f"{doing} {file.name}", self.before, self.total, rows)
        over = threading.Event()
        watch = threading.Thread(target=self._watch, args=(over, f"{doing} {file.name}", file.size, rows), daemon=True)
        with suppress(duckdb.InvalidInputException):  # a notebook without ipywidgets: the bar then moves by files
            self.con.execute("set enable_progress_bar_print = false; set enable_progress_bar = true")
        watch.start()
        try:
            yield
        finally:
            over.set()
            watch.join()
            with suppress(duckdb.InvalidInputException):
                self.con.execute("set enable_progress_bar = false")
        self.before += file.size

    def also(self, doing: str) -> None:
        """Tell of work between the passes."""
        if self.progress is not None:
            self.progress(doing, self.before, self.total, self._rows())

    def done(self) -> None:
        if self.progress is not None:
            self.progress("loaded", self.total, self.total, self._rows())

    def _watch(self, over: threading.Event, doing: str, size: int, rows: int) -> None:
        assert self.progress is not None  # noqa: S101 - only a load that is watched gets here
        furthest = 0.0
        while not over.wait(_SECONDS_BETWEEN):
            furthest = max(furthest, min(self.con.query_progress(), 100.0))
            self.progress(doing, self.before + int(size * furthest / 100), self.total, rows)

    def _rows(self) -> int:
        rows: int = self.con.execute(_COUNT_ROWS).fetchall()[0][0]
        return rows
