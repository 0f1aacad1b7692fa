"""The recipes of docs/schedules.md, each read by what would run it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCHEDULES = ROOT / "reports" / "schedules"
PAGE = ROOT / "docs" / "schedules.md"
AIRFLOW = "FACETAUDIT_AIRFLOW"
QUARTERLY = "30 2 1 1,4,7,10 *"
# minute, hour, day of month, month, day of week: crontab(5)
RANGES = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))


def crontab() -> tuple[dict[str, str], str, str]:
    """Settings, times and command of the example's one line, as crontab(5) has them."""
    lines = (SCHEDULES / "crontab.example").read_text(encoding="utf-8").splitlines()
    entries = [line for line in lines if line and not line.startswith("#")]
    settings = dict(line.split("=", 1) for line in entries if re.match(r"\w+=", line))
    (line,) = [line for line in entries if not re.match(r"\w+=", line)]
    *times, command = line.split(maxsplit=5)
    return settings, " ".join(times), command


def test_the_cron_line_has_five_times_and_a_command() -> None:
    _, times, command = crontab()
    assert times == QUARTERLY
    for field, (least, most) in zip(times.split(), RANGES, strict=True):
        assert field == "*" or all(least <= int(number) <= most for number in field.split(",")), field
    assert "%" not in command, "cron makes a line's end of it"
    assert f"{times} {command}" in PAGE.read_text(encoding="utf-8")


def test_the_cron_command_runs_the_cycle_in_its_folder(tmp_path: Path) -> None:
    settings, _, command = crontab()
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    told = tmp_path / ".venv" / "bin" / "facetaudit"
    told.write_text('#!/bin/sh\nif [ -n "$FAIL" ]; then echo wrong >&2; exit 4; fi\necho "$PWD $*" >told\n')
    told.chmod(0o700)
    for fail, said in (("", ""), ("1", "wrong\n")):
        ran = subprocess.run(
            [settings["SHELL"], "-c", command],
            env={"PATH": "/usr/bin:/bin", "FACETAUDIT": str(tmp_path), "FAIL": fail},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (ran.stdout, ran.stderr, ran.returncode) == ("", said, 4 if fail else 0)
    assert (tmp_path / "told").read_text() == f"{tmp_path} --quiet cycle reports/tpe_cycle.yaml\n"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
def test_systemd_takes_service_and_timer(tmp_path: Path) -> None:
    stand_in = shutil.which("true")
    for name in ("facetaudit-cycle.service", "facetaudit-cycle.timer"):
        text = (SCHEDULES / name).read_text(encoding="utf-8")
        # the command must be there to be accepted
        (tmp_path / name).write_text(text.replace("/srv/facetaudit/.venv/bin/facetaudit", str(stand_in)))
    units = [str(path) for path in sorted(tmp_path.iterdir())]
    ran = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    (when,) = re.findall("^OnCalendar=(.*)$", (SCHEDULES / "facetaudit-cycle.timer").read_text(), re.M)
    days = ["systemd-analyze", "calendar", "--iterations=4", "--base-time=2026-01-02", when]
    told = subprocess.run(days, capture_output=True, text=True, check=True, env={**os.environ, "TZ": "UTC"}).stdout
    assert re.findall(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)", told) == [
        f"{day} 02:30:00" for day in ("2026-04-01", "2026-07-01", "2026-10-01", "2027-01-01")
    ]


def test_the_service_runs_the_command_of_the_page() -> None:
    service = (SCHEDULES / "facetaudit-cycle.service").read_text(encoding="utf-8")
    assert re.search(
        r"^ExecStart=/srv/facetaudit/\.venv/bin/facetaudit --quiet cycle reports/tpe_cycle\.yaml --fees-dir \S+$",
        service,
        re.M,
    )
    # 128 + 15 is how the command ends that is stopped; 2 to 4 are mistakes that a restart would repeat
    assert "\nSuccessExitStatus=143\n" in service
    assert "\nRestartPreventExitStatus=2 3 4\n" in service


@pytest.mark.skipif(not os.environ.get(AIRFLOW), reason=f"needs {AIRFLOW}, the environment that make airflow makes")
def test_airflow_parses_the_dag() -> None:
    python = Path(os.environ[AIRFLOW]) / "bin" / "python"
    ran = subprocess.run([python, ROOT / "scripts" / "parse_dag.py"], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout.splitlines()[-1])
    assert told["errors"] == {}
    assert told["dags"] == {
        "facetaudit_tpe_cycle": {
            "schedule": QUARTERLY,
            "tasks": {
                "cycle": {"operator": "BashOperator", "after": []},
                "exposure": {"operator": "PapermillOperator", "after": ["cycle"]},
            },
        }
    }


def test_a_finished_cycle_is_moved_away_and_a_broken_one_is_taken_up(tmp_path: Path) -> None:
    """The last recipe of the page, run with a command that tells how it was called."""
    recipe = PAGE.read_text(encoding="utf-8").rsplit("/srv/facetaudit/reports\n", 1)[1]
    (tmp_path / "facetaudit").write_text('#!/bin/sh\necho "$*"; mkdir -p tpe_cycle\n')
    (tmp_path / "facetaudit").chmod(0o700)

    def run() -> str:
        path = f"{tmp_path}:/usr/bin:/bin"
        ran = subprocess.run(["sh", "-c", recipe], cwd=tmp_path, env={"PATH": path}, capture_output=True, text=True)
        assert (ran.returncode, ran.stderr) == (0, "")
        return ran.stdout

    first = "--quiet cycle tpe_cycle.yaml"
    assert run() == f"{first}\n"
    assert run() == f"{first}\n"
    (tmp_path / "tpe_cycle" / "cycle.json").touch()
    assert run() == f"{first} --previous tpe_cycle.before\n"
    assert (tmp_path / "tpe_cycle.before" / "cycle.json").exists()
    assert run() == f"{first} --previous tpe_cycle.before\n"
