"""An orderly end when the user (Ctrl-C), the terminal or the system (a service that is stopped) asks for one."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import click

SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


class _Stopped(BaseException):
    """Nothing catches this but what cleans up."""


@contextmanager
def stoppable() -> Iterator[None]:
    """Have a signal end the block as an error does, so that what was begun is cleaned up; one line is said.

    The exit code is 128 and the signal's number. A signal that was ignored before, as under nohup, stays so.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    asked: list[int] = []
    before = {one: signal.getsignal(one) for one in SIGNALS}
    heard = [one for one in SIGNALS if before[one] is not signal.SIG_IGN]

    def stop(number: int, _: FrameType | None) -> None:
        for one in heard:
            signal.signal(one, signal.SIG_IGN)  # a second one would break off the cleaning up
        asked.append(number)
        raise _Stopped

    for one in heard:
        signal.signal(one, stop)
    try:
        yield
    except BaseException:
        if not asked:
            raise  # else whatever came of it: DuckDB makes an error of its own of a signal
        click.echo("Stopped; nothing was left half-written.", err=True)
        sys.exit(128 + asked[0])
    finally:
        for one in heard:
            signal.signal(one, before[one])
