# SPDX-License-Identifier: MIT
"""psctl and the program that it becomes for the history: both as they are built, without any daemon."""

import os
import shutil
import subprocess

import pytest

PSCTL = os.path.join(os.environ["RMCU_BUILD"], "daemons/psctl/psctl")
SOURCE = os.environ["RMCU_SOURCE"]


@pytest.fixture
def environ(tmp_path):
    return {**os.environ, "RMCU_STATE_DIR": str(tmp_path / "state"), "RMCU_CONFIG_DIR": str(tmp_path / "etc"),
            "RMCU_RUNTIME_DIR": str(tmp_path / "run"), "RMCU_DATA_DIR": os.path.join(SOURCE, "etc")}


def run(environ, *args, psctl=PSCTL):
    return subprocess.run([psctl, *args], env=environ, capture_output=True, text=True, timeout=30)


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
    done = run(environ, "history", "volts_battery", psctl=alone)
    # where the package is installed, its program is taken
    assert done.returncode in (66, 69)
    assert done.returncode == 66 or "psctl-history does not start (" in done.stderr
    assert run(environ, "help", psctl=alone).returncode == 0
