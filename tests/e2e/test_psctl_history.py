# SPDX-License-Identifier: MIT
"""psctl and the program that it becomes for the history: both as they are built, without any daemon."""

import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest

from rmcu import bus
from rmcu.suite import namespace
from rmcu.waiting import until

PSCTL = os.path.join(os.environ["RMCU_BUILD"], "daemons/psctl/psctl")
SOURCE = os.environ["RMCU_SOURCE"]


@pytest.fixture
def environ(tmp_path):
    return {**os.environ, "RMCU_STATE_DIR": str(tmp_path / "state"), "RMCU_CONFIG_DIR": str(tmp_path / "etc"),
            "RMCU_RUNTIME_DIR": str(tmp_path / "run"), "RMCU_DATA_DIR": os.path.join(SOURCE, "etc")}


def run(environ, *args, psctl=(PSCTL,)):
    return subprocess.run([*psctl, *args], env=environ, capture_output=True, text=True, timeout=30)


@pytest.mark.parametrize("args", [("history", "volts_battery"), ("history", "--boxes"), ("log", "files"),
                                  ("log", "export", "--all")])
def test_no_history_yet(environ, args):
    done = run(environ, *args)
    assert done.returncode == 66
    assert done.stdout == ""
    assert done.stderr.startswith("psctl: there is no history yet: rmcu-loggerd has not run")


def test_arguments_go_along(environ):
    done = run(environ, "--plain", "history", "a", "--csv", "--chart")
    assert done.returncode == 64
    assert "one of --csv, --chart and --json" in done.stderr


def test_completion_without_a_history_says_nothing(environ):
    done = run(environ, "complete", "--", "history", "")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_psctl_alone(environ, tmp_path):
    alone = shutil.copy(PSCTL, tmp_path / "psctl")
    done = run(environ, "history", "volts_battery", psctl=[alone])
    # where the package is installed, its program is taken
    assert done.returncode in (66, 69)
    assert done.returncode == 66 or "psctl-history does not start (" in done.stderr
    assert run(environ, "help", psctl=[alone]).returncode == 0


def test_a_copy_on_a_read_only_mount(environ, suite):
    """history.db alone, as it was copied off a card."""
    folder = Path(environ["RMCU_STATE_DIR"], "loggerd", "simulated")
    folder.mkdir(parents=True)
    suite.start("sensord")
    loggerd = suite.start("loggerd")
    log = suite.connect("loggerd")
    until(lambda: log.ask(bus.log_request, bus.LOG_APPEND, 0).ok, "a row")
    log.close()
    loggerd.stop()
    with sqlite3.connect(suite.state / "loggerd/simulated/history.db") as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    shutil.copy(suite.state / "loggerd/simulated/history.db", folder)
    state = environ["RMCU_STATE_DIR"]
    mount = namespace(f'mount --bind "{state}" "{state}"; mount -o remount,bind,ro "{state}"')
    if subprocess.run([*mount, "true"], capture_output=True, check=False).returncode != 0:
        pytest.skip("not possible here: no private mount namespaces (unshare -rm)")
    assert subprocess.run([*mount, "touch", folder / "x"], capture_output=True, check=False).returncode != 0
    done = run(environ, "log", "export", psctl=[*mount, PSCTL])
    assert done.returncode == 0, done.stderr
    assert "appended" in done.stdout, done.stdout


@pytest.mark.parametrize("typed, offered", [("psctl history ", ["volts", r"The\ volts"]), (r"psctl history The\ v", [r"The\ volts"]),
                                            (r"psctl history The\ ", [r"The\ volts"]), ("psctl history vo", ["volts"]),
                                            ("psctl history x", [])])
def test_the_shell_completes_names_with_blanks(typed, offered):
    script = r'''psctl() { printf '%s\n' volts "The volts"; }
        source "$1"; COMP_LINE=$2; COMP_POINT=${#2}; _psctl; printf '%s\n' "${COMPREPLY[@]}"'''
    done = subprocess.run(["bash", "-c", script, "bash", os.path.join(SOURCE, "completions/psctl"), typed],
                          capture_output=True, text=True, timeout=30, check=True)
    assert done.stdout.split("\n")[:-1] == (offered or [""]), done.stderr
