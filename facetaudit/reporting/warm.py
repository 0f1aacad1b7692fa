"""Worker processes with everything imported: each notebook runs in a copy of one, which ends with the notebook.

A copy (fork) shares nothing that a notebook may change with the next: names, figures, options, warnings, environment
and working folder are those of a new process each time, without its start. The process that is copied runs no
notebook, opens no database and starts no thread.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import IO, Any

from facetaudit.errors import FacetauditError, ReportFailed

LOADED = (
    "duckdb",
    "IPython.core.completerlib",
    "IPython.core.oinspect",
    "IPython.core.pylabtools",
    "facetaudit.api",
    "facetaudit.reporting.engine",
    "facetaudit.reporting.jobs",
    "facetaudit.reporting.views",
    "ipykernel.ipkernel",
    "ipykernel.zmqshell",
    "matplotlib.backends.backend_agg",
    "matplotlib.pyplot",
    "nbconvert.exporters",
    "pandas.io.formats.html",
    "papermill",
    "pyarrow.pandas_compat",
    "pyarrow.parquet",
)
# jsonschema compiles a grammar of internationalised addresses, if it finds one: a second of every start for nothing.
UNASKED = "rfc3987_syntax"
AS_A_KERNEL = {"MPLBACKEND": "module://matplotlib_inline.backend_inline"}
COPY = "copy"
START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from facetaudit.reporting.warm import serve; serve()"


def available() -> bool:
    """Whether this system can copy a process and wait for the copy: Linux."""
    return hasattr(os, "pidfd_open")


@dataclass(frozen=True)
class _Process:
    """A process that serves, the leader of its session; one that was ``started`` is our child, a copy is not."""

    pid: int
    questions: IO[bytes]
    answers: IO[bytes]
    started: subprocess.Popen[bytes] | None

    def end(self) -> None:
        """End it and the copy that works for it."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        self.questions.close()
        if self.started is not None:
            self.started.wait()
        else:
            # until nobody is left that could write; what a notebook sent into the background may stay
            while select.select([self.answers], [], [], 5)[0] and os.read(self.answers.fileno(), 1 << 16):
                pass
        self.answers.close()


class Worker:
    """One warm process; it starts when it is made, and its imports go on while the caller does other things."""

    def __init__(self, process: _Process | None = None) -> None:
        self._process = process
        self.start()

    def start(self) -> None:
        """Start the process, unless it runs."""
        if self._process is None:
            started = subprocess.Popen(  # noqa: S603 - our own interpreter and program
                [sys.executable, "-c", START, json.dumps(sys.path)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                bufsize=0,
                start_new_session=True,  # so that the process and its copy can be ended together
                env={**os.environ, **AS_A_KERNEL},
            )
            assert started.stdin is not None  # noqa: S101 - made with pipes
            assert started.stdout is not None  # noqa: S101
            self._process = _Process(started.pid, started.stdin, started.stdout, started)

    def copy(self) -> Worker:
        """A second worker as warm as this one, at once; it needs this one only now.

        Raises ReportFailed when this one's process ends before.
        """
        with tempfile.TemporaryDirectory(prefix="facetaudit-") as folder:
            places = [os.path.join(folder, name) for name in ("questions", "answers")]
            for place in places:
                os.mkfifo(place, 0o600)
            # Both ends of the questions are held until the copy has opened its own: opening alone would wait.
            questions = os.fdopen(os.open(places[0], os.O_RDWR), "wb", buffering=0)
            answers = os.fdopen(os.open(places[1], os.O_RDONLY | os.O_NONBLOCK), "rb", buffering=0)
            try:
                pid = self.ask({"do": COPY, "questions": places[0], "answers": places[1]})["pid"]
                writing = os.fdopen(os.open(places[0], os.O_WRONLY), "wb", buffering=0)
            except BaseException:
                answers.close()
                raise
            finally:
                questions.close()
        os.set_blocking(answers.fileno(), True)
        return Worker(_Process(pid, writing, answers, None))

    def ask(self, request: Mapping[str, Any], timeout: float | None = None) -> dict[str, Any]:
        """Have a job done, in ``timeout`` seconds or in any time; the answer is what `jobs` returns.

        Raises what the job raised, and ReportFailed when the time is over or the process ends.
        """
        self.start()
        assert self._process is not None  # noqa: S101 - just started
        try:
            _send(self._process.questions, {**request, "cwd": os.getcwd(), "environment": dict(os.environ)})
            answer = _receive(self._process.answers, timeout)
        except TimeoutError:
            self.close()
            raise ReportFailed(f"The report took longer than {timeout:g} seconds and was stopped.") from None
        except (OSError, EOFError):
            self.close()
            raise ReportFailed("The worker process ended before the report was made; run it again.") from None
        if "error" in answer:
            raise _as_error(answer)
        return answer

    def close(self) -> None:
        """End the process and its copy; `ask` starts a new one."""
        if self._process is not None:
            self._process.end()
            self._process = None


@cache
def shared_worker() -> Worker | None:
    """The worker of single reports, which lives as long as the program; none where processes cannot be copied."""
    if not available():
        return None
    worker = Worker()
    atexit.register(worker.close)
    return worker


def _as_error(answer: Mapping[str, Any]) -> FacetauditError:
    import facetaudit.errors

    if answer["kind"] == "ReportFailed":
        return ReportFailed(answer["error"], answer.get("short", ""))
    kind: type[FacetauditError] = getattr(facetaudit.errors, answer["kind"], ReportFailed)
    return kind(answer["error"])


def _send(pipe: IO[bytes], content: Mapping[str, Any]) -> None:
    data = memoryview(json.dumps(content).encode() + b"\n")
    while data:
        data = data[os.write(pipe.fileno(), data) :]


def _receive(pipe: IO[bytes], timeout: float | None) -> dict[str, Any]:
    """One line of JSON. Raises TimeoutError, or EOFError at the end of the pipe."""
    until = None if timeout is None else time.monotonic() + timeout
    held: list[bytes] = []
    while not (held and held[-1].endswith(b"\n")):
        left = None if until is None else max(0.0, until - time.monotonic())
        if not select.select([pipe], [], [], left)[0]:
            raise TimeoutError
        part = os.read(pipe.fileno(), 1 << 20)
        if not part:
            raise EOFError
        held.append(part)
    content: dict[str, Any] = json.loads(b"".join(held))
    return content


def serve() -> None:
    """Import everything, then copy this process for each line of JSON on stdin; the copy answers on stdout."""
    answers: IO[bytes] = os.fdopen(os.dup(1), "wb", buffering=0)
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 1)  # what a notebook's libraries print is no answer
    _warm_up()
    questions: IO[bytes] = os.fdopen(os.dup(0), "rb", buffering=0)
    os.dup2(null, 0)
    while True:
        try:
            request = _receive(questions, None)
        except EOFError:
            os._exit(0)  # at once: what is frozen would be reported as leaked
        child = os.fork()
        if child == 0 and request["do"] == COPY:
            questions, answers = _go_on_alone(request, questions, answers)
            continue
        if child == 0:
            os.dup2(null, 2)  # messages of libraries may quote claims
            _answer(answers, request)
        if not _ended(child, questions):
            os.killpg(0, signal.SIGKILL)  # whoever asked has gone: end the copy, and what it started, and this


def _go_on_alone(request: Mapping[str, Any], questions: IO[bytes], answers: IO[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    """Become a worker of one's own, nobody's child, in a session of its own, with pipes of its own."""
    if os.fork():
        os._exit(0)
    os.setsid()
    own = os.open(request["questions"], os.O_RDONLY), os.open(request["answers"], os.O_WRONLY)
    _send(answers, {"pid": os.getpid()})
    questions.close()
    answers.close()
    return os.fdopen(own[0], "rb", buffering=0), os.fdopen(own[1], "wb", buffering=0)


def _ended(child: int, questions: IO[bytes]) -> bool:
    """Wait for the copy to end; False when the other side closes the pipe before."""
    watched = os.pidfd_open(child)
    waiting = select.poll()
    waiting.register(watched, select.POLLIN)
    waiting.register(questions, 0)  # its end only: the next question may be there already
    try:
        ready = {number for number, _ in waiting.poll()}
    finally:
        os.close(watched)
    if watched not in ready:
        return False
    _, status = os.waitpid(child, 0)
    if status:  # it had no time to answer
        os.killpg(0, signal.SIGKILL)
    return True


def _answer(answers: IO[bytes], request: Mapping[str, Any]) -> None:
    """The work of a copy; never returns."""
    import numpy as np

    from facetaudit.reporting import jobs

    status = 1
    try:
        np.random.seed()  # as in a new process
        os.chdir(request["cwd"])
        os.environ.clear()
        os.environ.update(request["environment"], **AS_A_KERNEL)
        _send(answers, jobs.do(request))
        status = 0
    except FacetauditError as error:
        _send(answers, {"error": str(error), "kind": type(error).__name__, "short": getattr(error, "short", "")})
        status = 0
    except Exception as error:
        _send(answers, {"error": f"The report could not be made: {type(error).__name__}.", "kind": "ReportFailed"})
        status = 0
    finally:
        os._exit(status)


def _warm_up() -> None:
    """Imports, and what libraries look up once: fonts and page templates."""
    from importlib import import_module

    sys.modules[UNASKED] = None  # type: ignore[assignment]
    for name in LOADED:
        import_module(name)
    del sys.modules[UNASKED]
    from facetaudit.reporting import figures, html

    figures.columns(["a", "b"], [1, 2], "t", "t", "t")
    html.warm_up()
    gc.collect()
    gc.freeze()  # what is loaded is no garbage: a copy that looked through it would copy its memory too
