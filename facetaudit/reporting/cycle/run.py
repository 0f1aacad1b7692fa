"""Running a cycle: what is done and current stays, each report is put in place whole, one that fails stops no other."""

from __future__ import annotations

import fcntl
import os
import queue
import shutil
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from facetaudit import fees
from facetaudit.audit.opened import Audit, open_audit
from facetaudit.errors import ReportFailed, UsageError
from facetaudit.reporting import jobs, warm
from facetaudit.reporting.cycle import hashes, records
from facetaudit.reporting.cycle.definition import Cycle, read_cycle
from facetaudit.reporting.cycle.plan import Planned, parameters_of_all, plan

LOCK, BUILDING, REPORTS = ".lock", ".building", "reports"
MADE_AUDIT, AUDIT_RECORD = "audit", "audit.json"


class Watch(Protocol):
    """Who is told how far the cycle is."""

    def stage(self, words: str) -> None:
        """A step begins."""

    def begin(self, reports: int) -> None:
        """So many reports are to be looked at."""

    def done(self, name: str, how: str) -> None:
        """One of them is ``current``, ``made`` or ``failed``."""


@dataclass(frozen=True)
class Outcome:
    """What a run did: names of reports made, found current and failed, and the cycle's own page."""

    index: Path
    made: list[str]
    current: list[str]
    failed: list[str]


def run_cycle(
    file: str | Path, watch: Watch, previous: str | Path | None = None, fees_dir: str | Path | None = None
) -> Outcome:
    """Make the reports of a cycle file that are not done and current, then the index over all of them.

    ``fees_dir``, the folder of imported fees, takes the place of the file's own.

    Raises UsageError, before anything runs, for a file or parameter that is wrong, or while another run of the same
    cycle is at work.
    """
    from facetaudit.reporting.cycle.changes import read_previous
    from facetaudit.reporting.cycle.index import write_cycle

    cycle = _with_fees(read_cycle(file), fees_dir)
    before = read_previous(Path(previous)) if previous is not None else None
    first = warm.shared_worker()
    if first is None:
        raise UsageError("A cycle needs Linux: run its reports one by one with facetaudit report.")
    known = parameters_of_all(cycle, first)
    with locked(cycle.out):
        audit = _audited(cycle, watch)
        audit_id = hashes.of_folder(audit.folder)
        planned = plan(cycle, known, audit, audit_id)
        _forget_others(cycle.out, planned)
        try:
            outcome = _make_all(cycle, planned, audit, audit_id, first, watch)
        finally:
            shutil.rmtree(cycle.out / BUILDING, ignore_errors=True)
        watch.stage("Writing the index")
        write_cycle(cycle, planned, audit, audit_id, before)
    return outcome


def _with_fees(cycle: Cycle, fees_dir: str | Path | None) -> Cycle:
    """The cycle with this folder of imported fees, which must be there: a key of its audit is made of it."""
    if isinstance(cycle.audit, Path):
        if fees_dir is not None:
            raise UsageError(
                f"The cycle takes the audit folder {cycle.audit} as it is: leave --fees-dir out, or name inputs."
            )
        return cycle
    options = {**cycle.audit, **({} if fees_dir is None else {"fees_dir": Path(fees_dir)})}
    fees.stored(options.get("fees_dir"))
    return replace(cycle, audit=options)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the cycle's folder, which is made when it is missing. The lock of a process that is dead holds nobody up.

    Raises UsageError while another process holds it, or when the folder is none of ours or cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        held = {path.name for path in folder.iterdir()}
        if held and LOCK not in held:
            raise UsageError(f"{folder} holds something else than a cycle: give another folder as out.")
        handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise UsageError(f"The folder {folder} cannot be written ({error.strerror}): give another out.") from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        owner = os.read(handle, 20).decode(errors="replace").strip()
        os.close(handle)
        raise UsageError(
            f"Process {owner or 'unknown'} is making the cycle in {folder}: wait until it is done."
        ) from None
    try:
        os.truncate(handle, 0)
        os.write(handle, f"{os.getpid()}\n".encode())
        yield
    finally:
        os.close(handle)


def _audited(cycle: Cycle, watch: Watch) -> Audit:
    """The cycle's audit folder; inputs are audited first, unless that is done and current."""
    if isinstance(cycle.audit, Path):
        return open_audit(cycle.audit)
    from facetaudit.audit.run import audit

    options = dict(cycle.audit)
    key = records.audit_key(options)
    folder, record = cycle.out / MADE_AUDIT, cycle.out / AUDIT_RECORD
    known = records.read(record)
    if known.get("key") == key and folder.is_dir() and known.get("audit") == hashes.of_folder(folder):
        return open_audit(folder)
    watch.stage("Auditing")
    made = audit(options.pop("inputs"), out=folder, **options)
    records.write(record, {"kind": "facetaudit audit of a cycle", "key": key, "audit": hashes.of_folder(folder)})
    return made


def _forget_others(out: Path, planned: list[Planned]) -> None:
    """Take away reports of ours that the cycle no longer has, and what a killed run had begun."""
    shutil.rmtree(out / BUILDING, ignore_errors=True)
    wanted = {one.name for one in planned}
    for folder in sorted((out / REPORTS).glob("*")):
        if folder.name not in wanted and records.read(folder / records.MANIFEST).get("kind") == records.REPORT_KIND:
            shutil.rmtree(folder)


def _make_all(
    cycle: Cycle, planned: list[Planned], audit: Audit, audit_id: str, first: warm.Worker, watch: Watch
) -> Outcome:
    """Make what is not current, as many at a time as the cycle has workers."""
    watch.begin(len(planned))
    current = [one.name for one in planned if records.is_current(cycle.out / REPORTS / one.name, one.key)]
    for name in current:
        watch.done(name, "current")
    due = [one for one in planned if one.name not in set(current)]
    workers = [first]
    free: queue.SimpleQueue[warm.Worker] = queue.SimpleQueue()
    stop = threading.Event()
    failed: list[str] = []
    made: list[str] = []

    def make(one: Planned) -> None:
        worker = free.get()
        try:
            if not stop.is_set() and (ok := _make(cycle, one, audit, audit_id, worker, stop)) is not None:
                (made if ok else failed).append(one.name)
                watch.done(one.name, "made" if ok else "failed")
        finally:
            free.put(worker)

    try:
        workers += [first.copy() for _ in range(min(cycle.workers, len(due)) - 1)]
        for worker in workers:
            free.put(worker)
        with ThreadPoolExecutor(len(workers)) as pool:
            waiting = [pool.submit(make, one) for one in due]
            try:
                for one in waiting:
                    one.result()
            except BaseException:
                stop.set()
                for worker in workers:
                    worker.close()
                pool.shutdown(wait=False, cancel_futures=True)
                raise
    finally:
        for worker in workers[1:]:
            worker.close()
    return Outcome(cycle.out / "index.html", sorted(made), current, sorted(failed))


def _make(
    cycle: Cycle, one: Planned, audit: Audit, audit_id: str, worker: warm.Worker, stop: threading.Event
) -> bool | None:
    """Make a report and put its folder in place; whether it went well, None when the cycle is being stopped."""
    building = cycle.out / BUILDING / one.name
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True, mode=0o700)
    began, failed = time.perf_counter(), None
    try:
        asked = jobs.asked(one.notebook, one.values, one.title, building, cycle.formats, one.provider)
        worker.ask(asked, cycle.timeout)
    except ReportFailed as error:
        if stop.is_set():
            return None
        failed = error.short
        for path in building.iterdir():
            if path.name != jobs.FAILED:
                path.unlink()
        if not (building / jobs.FAILED).exists():
            jobs.write_private(building / jobs.FAILED, jobs.failure_page(error, one.title).encode())
    records.write(building / records.MANIFEST, records.of_report(one, audit, audit_id, building, failed))
    records.write(building / records.TIMES, {"seconds": round(time.perf_counter() - began, 3)})
    _put(building, cycle.out / REPORTS / one.name)
    return failed is None


def _put(building: Path, target: Path) -> None:
    """Put a finished folder in place; a reader finds the old one, none or the new one, never a part."""
    target.parent.mkdir(exist_ok=True, mode=0o700)
    if target.exists():
        retired = building.with_name(f"{building.name}.old")
        shutil.rmtree(retired, ignore_errors=True)
        target.rename(retired)
        building.rename(target)
        shutil.rmtree(retired)
    else:
        building.rename(target)
