# SPDX-License-Identifier: MIT
"""psctl and the program that it becomes for the history: both as they are built, without any daemon and with a filled one."""

import os
import re
import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest

from rmcu import bus, history
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


def test_a_history_that_is_empty(suite):
    """It does not send people to a list that has the channel."""
    suite.start("loggerd")
    until(lambda: suite.psctl("log", "files").code == 0, "a history")
    ran = suite.psctl("history", "volts_battery")
    assert ran.code != 0
    assert ran.err.startswith("psctl: nothing is in the history yet"), ran.err


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


# ---------------------------------------------------------------- with what a simulator has filled

FILLED = """device = { profile = "sim"; temperature_unit = "celsius"; };
sim = { scenario = "everyday"; };
logging = { file_kib = 64; };
"""
MINUTE = 60


@pytest.fixture
def filled(suite):
    """A day and some of a site's life; the last hour has each second. loggerd goes on."""
    return history.fill(suite, FILLED, "26h")


def well(suite, *args):
    ran = suite.psctl(*args)
    assert ran.code == 0 and not ran.err, ran
    return ran


def span(begin, end):
    return "--since", history.stamp(begin), "--until", history.stamp(end)


def sums(stored, begin, end, step):
    """(begin, min, mean, max, seconds) in thousandths, by looking at all that a reader sees; None without a value."""
    for at in range(begin, end, step):
        values = [v for t, v in stored if at <= t < at + step and v is not None]
        yield (at, min(values), sum(values) / len(values), max(values), len(values)) if values else (at, None, None, None, 0)


@pytest.mark.parametrize("step", [1, 10, MINUTE, 600])
def test_values_are_what_was_stored(filled, step):
    """As CSV and as JSON, from the seconds and from the minutes; a mean is rounded to a thousandth."""
    filled.loggerd.stop()
    for channel in "volts_battery", "temperature", "ac_line":
        stored = history.seconds(filled, channel)
        end = stored[-1][0] // 600 * 600
        begin = end - 1800
        rows = history.read_csv(well(filled, "history", channel, "--csv", "--step", f"{step}s", *span(begin, end)).out)
        points = well(filled, "history", channel, "--json", "--step", f"{step}s", *span(begin, end)).json["channels"][0]["points"]
        assert len(rows) == len(points) == 1800 // step
        for row, point, (at, low, mean, high, n) in zip(rows, points, sums(stored, begin, end, step)):
            told = [history.thousandths(row[f"{channel}_{what}"]) for what in ("min", "mean", "max")]
            assert history.instant(row["time"]) == history.instant(point["time"]) == at
            assert (told[0], told[2], int(row[f"{channel}_seconds"])) == (low, high, n) and abs(told[1] - mean) <= 1
            assert told == [round(point[what] * 1000) for what in ("min", "mean", "max")] and point["seconds"] == n


def test_a_table_shows_the_same(filled):
    """Rounded to the channel's digits; of several channels the means."""
    filled.loggerd.stop()
    stored = history.seconds(filled, "temperature")
    end = stored[-1][0] // MINUTE * MINUTE
    lines = well(filled, "history", "temperature", "--step", "1min", *span(end - 600, end)).out.splitlines()
    assert "Temperature [°C]" in lines[0] and lines[1].split() == ["time", "mean", "min", "max", "seconds"]
    for line, (at, low, mean, high, n) in zip(lines[2:], sums(stored, end - 600, end, MINUTE), strict=True):
        day, clock, *numbers, seconds = line.split()
        assert history.instant(f"{day}T{clock.ljust(8, ':')[:5]}:00Z") == at and int(seconds) == n
        for told, value in zip(numbers, (mean, low, high), strict=True):
            assert abs(float(told) * 1000 - value) <= 51, line
    both = well(filled, "history", "temperature", "volts_battery", "--step", "1min", *span(end - 600, end)).out.splitlines()
    volts = [mean for _, _, mean, _, _ in sums(history.seconds(filled, "volts_battery"), end - 600, end, MINUTE)]
    assert len(both) == 11
    for line, value in zip(both[1:], volts, strict=True):
        assert abs(float(line.split()[-1]) * 1000 - value) <= 51, line


def test_a_chart_spans_what_was_measured(filled):
    """Its axis holds the least and the greatest value, its ends are the range, and the line is in each column."""
    filled.loggerd.stop()
    stored = history.seconds(filled, "temperature")
    end = stored[-1][0] // MINUTE * MINUTE
    values = [v / 1000 for t, v in stored if end - 3600 < t < end and v is not None]
    lines = well(filled, "history", "temperature", "--chart", *span(end - 3600, end)).out.splitlines()
    assert lines[0] == "Temperature [°C]"
    axis = [float(m[1]) for m in (re.match(r" *([\d.]+) ┤", line) for line in lines) if m]
    assert len(axis) >= 3 and axis == sorted(axis, reverse=True)
    assert axis[0] >= max(values) - 0.06 and axis[-1] <= min(values) + 0.06
    columns = [line.split("┤")[-1].split("│")[-1] for line in lines[1:-2]]
    width = max(map(len, columns))
    assert width >= 60 and all(any(c[i:i + 1] in "█░" and c[i:i + 1] for c in columns) for i in range(width))
    assert history.stamp(end - 3600)[11:16] in lines[-1] and history.stamp(end)[11:16] in lines[-1]


def test_files_of_the_log(filled):
    """Each row is in one of them, once; an ended one stays byte for byte the same while the log goes on."""
    files = well(filled, "log", "files", "--json").json["files"]
    assert [f["number"] for f in files] == [1, 2, 3] and [f["being_written"] for f in files] == [False, False, True]
    assert history.query(filled, "SELECT first, last, bytes FROM files WHERE ended") == [
        (sum(f["rows"] for f in files[:i]) + 1, sum(f["rows"] for f in files[:i + 1]), files[i]["bytes"]) for i in range(2)]
    before = {f["number"]: download(filled, f["number"]) for f in files}
    for f in files[:2]:
        assert f["bytes"] == len(before[f["number"]]) <= 64 * 1024
        lines = history.read_csv(before[f["number"]].decode())
        assert len(lines) == f["rows"]
        assert history.instant(lines[0]["time"]) == history.instant(f["first"])
        assert history.instant(lines[-1]["time"]) == history.instant(f["last"])
    for _ in range(3):
        history.append(filled)
    # the last one may have had periodic rows as well
    after = {n: download(filled, n) for n in before}
    assert (after[1], after[2]) == (before[1], before[2])
    assert after[3].startswith(before[3]) and after[3][len(before[3]):].count(b",appended,") == 3
    filled.loggerd.stop()
    assert download(filled, 1) == before[1]
    path = filled.folder / "whole.csv"
    well(filled, "log", "export", "--all", "--output", path)
    assert path.read_bytes() == b"".join(download(filled, n) for n in (1, 2, 3))
    stored = history.query(filled, "SELECT ms FROM log ORDER BY row")
    lines = [line for n in (1, 2, 3) for line in history.read_csv(download(filled, n).decode())]
    assert [(round(history.instant(line["time"]) * 1000),) for line in lines] == stored


def download(suite, number):
    path = suite.folder / "download.csv"
    well(suite, "log", "export", number, "--output", path)
    return path.read_bytes()


def test_a_row_of_the_log_is_what_was_measured(filled):
    """A periodic row has the values of its second, where seconds reach."""
    filled.loggerd.stop()
    lines = [line for line in history.read_csv(well(filled, "log", "export").out) if line["reason"] == "periodic"]
    stored = dict(history.seconds(filled, "volts_battery"))
    compared = [(float(line["Volts Battery [V]"]) * 1000, stored[at]) for line in lines
                if (at := int(history.instant(line["time"]))) in stored]
    assert len(compared) >= 60 and all(abs(told - value) <= 51 for told, value in compared)


def test_the_status_of_the_log(filled):
    """What it says is what is there; the sentences of the table are the same numbers."""
    status = well(filled, "log", "status", "--json").json
    files = well(filled, "log", "files", "--json").json["files"]
    # a minute may have passed between them
    rows = history.query(filled, "SELECT row, ms FROM log ORDER BY row")
    assert status["status"] == "Success" and status["error"] == 0 and status["lost_rows"] == 0
    assert status["files"] == 3 and status["rows"] in (len(rows), len(rows) - 1)
    assert history.instant(status["first"]) * 1000 == pytest.approx(rows[0][1], abs=1)
    assert history.instant(status["last"]) * 1000 == pytest.approx(rows[status["rows"] - 1][1], abs=1)
    assert abs(status["bytes"] - sum(f["bytes"] for f in files)) < 300
    oldest, = history.query(filled, "SELECT min(t) FROM seconds")[0]
    assert history.instant(status["database"]["oldest_second"]) == oldest
    text = well(filled, "log", "status").out
    assert re.search(r"^Status +Success$", text, re.M) and re.search(r"^Files +3, as CSV ", text, re.M)
    filled.loggerd.stop()
    assert filled.psctl("log", "status").code == 69


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
