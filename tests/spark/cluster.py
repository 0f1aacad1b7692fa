"""A standalone Spark on this machine, a master and two workers, of which one can be killed."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SECONDS_TO_START = 60


def why_not() -> str:
    """Why Spark cannot run here; empty where it can."""
    try:
        import pyspark  # noqa: F401
    except ImportError:
        return "PySpark is not installed: pip install 'facetaudit[spark]'"
    return "" if shutil.which("java") else "there is no Java: apt-get install default-jre-headless"


@dataclass
class Cluster:
    """Where the master answers, and the processes of the workers."""

    master: str
    workers: list[subprocess.Popen[bytes]]

    def kill_worker(self) -> None:
        """End one worker and its executor at once, as a power cut would."""
        os.killpg(self.workers[0].pid, signal.SIGKILL)
        self.workers[0].wait()


@contextmanager
def standalone(folder: Path) -> Iterator[Cluster]:
    """Start the cluster, its files in ``folder``; every process is gone at the end."""
    port, page = _free_port(), _free_port()
    master = f"spark://127.0.0.1:{port}"
    started = []
    try:
        started.append(
            _start(folder, "master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", str(page))
        )
        _wait_for(folder / "master.Master.log", "I have been elected leader")
        for number in (1, 2):
            work = folder / f"work{number}"
            started.append(
                _start(
                    folder, "worker.Worker", master, "--host", "127.0.0.1", "--cores", "1", "--memory", "700m",
                    "--webui-port", str(_free_port()), "--work-dir", str(work), log=f"worker{number}.log",
                )
            )  # fmt: skip
        for number in (1, 2):
            _wait_for(folder / f"worker{number}.log", "Successfully registered with master")
        yield Cluster(master, started[1:])
    finally:
        for process in started:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _start(folder: Path, what: str, *arguments: str, log: str = "") -> subprocess.Popen[bytes]:
    """A process of Spark's own in a group of its own, so that its executors end with it."""
    import pyspark

    home = Path(pyspark.__file__).parent
    with (folder / (log or f"{what}.log")).open("wb") as out:
        return subprocess.Popen(
            [home / "bin" / "spark-class", f"org.apache.spark.deploy.{what}", *arguments],
            stdout=out,
            stderr=subprocess.STDOUT,
            env={**os.environ, "SPARK_HOME": str(home), "SPARK_DAEMON_MEMORY": "200m", "SPARK_LOCAL_IP": "127.0.0.1"},
            start_new_session=True,
        )


def _wait_for(log: Path, words: str) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while words not in log.read_text(errors="replace"):
        if time.monotonic() > end:
            raise TimeoutError(f"{log.name} does not say {words!r}: {log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.2)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
