# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The RMCU authors
"""rmcu-notifyd with the programs that deliver, against NUT: how soon a command runs, what it keeps in memory, and that a
storm of events is neither a storm of messages nor of memory."""
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

from alarms import alarmd
from figures import Missing, ratios
from web import end, family, memory_kib, until
from web_suite import nut

# The server that tests deliver to.
sys.path.insert(1, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "e2e"))

# Changes of a round, half of them back again; NUT takes a second for each.
CHANGES = 4
# How often those who look do so, ours and NUT, seconds.
PERIOD_S, NUT_PERIOD_S = 0.1, 1
IDLE_KIB, GROWTH_KIB, BACK_S = 640, 64, 5
# Until a daemon that has started has settled.
WARM_S = 5
ALARMS = 3
# The storm; by FULL_S all that may wait waits, and memory is what it will be.
STORM_S, FULL_S, STORM_EVENTS, STORM_RULES = 60, 5, 10000, 10
# The default of a recipient.
HOURLY_MOST = 20

SITE = """channels: { di_3: { name = "Three"; debounce_ms = 0; }; di_4: { name = "Four"; debounce_ms = 0; };
  amps_battery: { averaging = 1; range_max = 2000; }; };
interlocks: { };
alarm_system: { chatter_count = 0; };
signs_of_life: { last_words = false; };
"""
# A unit at rest is far below, and what the simulator is told to measure far above.
SETPOINT, ABOVE = 500, 900
SETPOINT_RULE = f'alarms: {{ amps: {{ channel = "amps_battery"; when = "above"; setpoint = {SETPOINT}; recovery = 400; }}; }};\n'
COMMAND = 'recipients: { site: { by = "command"; address = "told"; hourly_most = 1000; }; };\n'
# Each run leaves a file; when that was is the file's time.
PROGRAM = '#!/bin/sh\n: >"{folder}/told.$$"\n'


class Told:
    """A program that both run; each run of it is a file in a folder that all may write."""

    def __init__(self, program, folder):
        self.folder = Path(folder)
        program.write_text(PROGRAM.format(folder=folder), encoding="ascii")
        program.chmod(0o755)

    def files(self):
        return list(self.folder.glob("told.*"))

    def after(self, change):
        """Milliseconds from before a change until the program runs."""
        for f in self.files():
            f.unlink()
        began_ns = time.time_ns()
        change()
        ran = until(self.files, f"{self.folder}: the command does not run")[0]
        return (ran.stat().st_mtime_ns - began_ns) / 1e6


class Notifyd:
    """Beside sensord and alarmd, in their folder; what delivers is the suite's own."""

    def __init__(self, bench, s, a):
        self.a = a
        self.process = subprocess.Popen(
            [bench.program("daemons/notifyd/rmcu-notifyd"), "--log-level", "error", "--senders",
             os.path.join(bench.build, "daemons")], env={**s.environ, "NOTIFY_SOCKET": "", "TZ": "UTC"})
        until(lambda: a.ask("notify", "status"), "notifyd does not answer")


@contextmanager
def notifyd(bench, settings, commands=()):
    """With programs of these names, each with a folder of its own: yields sensord, alarmd, notifyd and those."""
    with alarmd(bench, SITE + settings) as (s, a):
        folder = Path(s.environ["RMCU_CONFIG_DIR"]) / "commands"
        folder.mkdir(mode=0o755)
        told = []
        for name in commands:
            own = Path(s.folder) / name
            own.mkdir()
            told.append(Told(folder / name, own))
        n = Notifyd(bench, s, a)
        try:
            yield s, a, n, *told
        finally:
            end(n.process)


def cross(a):
    a.run("sim", "fail", "battery_amps", "value", str(ABOVE))


def return_back(a):
    a.run("sim", "heal", "battery_amps")


# ---------------------------------------------------------------- a command

def run_changes(told, changes, period_s):
    """The median over a round."""
    took = []
    for change in changes * (CHANGES // 2):
        # it does not wait for who looks; and dummy-ups sees one by the second of its file's time
        time.sleep(random.uniform(1, 2) * period_s)
        took.append(told.after(change))
    return {"p50": statistics.median(took)}


def run_nut():
    """Started anew: how its two grids lie to each other is chance, and stays so."""
    with nut("pollinterval = 1\n", "POLLFREQ 1\nPOLLFREQALERT 1\nNOTIFYCMD FOLDER/command\nNOTIFYFLAG ONBATT EXEC\n"
             "NOTIFYFLAG ONLINE EXEC\n") as (folder, _):
        folder = Path(folder)
        told = Told(folder / "command", folder)

        def device(status):
            (folder / "new").write_text(f"ups.status: {status}\nbattery.charge: 100\n", encoding="ascii")
            (folder / "new").replace(folder / "bench.dev")
        return run_changes(told, [lambda: device("OB"), lambda: device("OL")], NUT_PERIOD_S)


def notify_command(bench):
    """From a value that crosses its setpoint, there and back, to the command that is run, at 10 Hz, alarmd's journal FULL;
    NUT: from a change in the file of dummy-ups to upsmon's NOTIFYCMD, tuned to look each second. Both run the same
    program. The value is no mean of several readings: that is a filter, and takes ticks."""
    with notifyd(bench, SETPOINT_RULE + COMMAND, ["told"]) as (_, a, _, told):
        ours, theirs = bench.pairs(lambda: run_changes(told, [lambda: cross(a), lambda: return_back(a)], PERIOD_S), run_nut)
    bench.line("notify-command", ratios(ours, theirs, "p50"), 0.15,
               note=f"{statistics.median(r['p50'] for r in ours):.0f} ms, NUT {statistics.median(r['p50'] for r in theirs):.0f}")


# ---------------------------------------------------------------- mail

@contextmanager
def mail(folder):
    """A server with STARTTLS, and the settings that name it: of four recipients three have mail, one a command."""
    try:
        from rmcu.mailserver import certificate, mail_server
    except ImportError:
        raise Missing("aiosmtpd is missing: apt-get install python3-aiosmtpd") from None
    pair = certificate(Path(folder))
    with mail_server(pair, "starttls") as box:
        yield box, f"""mail: {{ server = "127.0.0.1"; port = {box.port}; security = "starttls"; ca = "{pair[1]}";
  from = "unit@example.org"; }};
recipients: {{
  ops: {{ by = "email"; address = "ops@example.org"; }};
  boss: {{ by = "email"; address = "boss@example.org"; }};
  gate: {{ by = "text-email"; address = "5550100@sms.example.org"; }};
  site: {{ by = "command"; address = "told"; }};
}};
"""


def held_kib(n):
    """notifyd and who delivers for it."""
    try:
        return memory_kib(family(n.process.pid))
    except (FileNotFoundError, ProcessLookupError):
        return held_kib(n)      # one has just ended


def back(n):
    """Seconds from now until all is below the bar, and stays there; and what is there at the end."""
    began, last = time.monotonic(), 0
    while (now := time.monotonic() - began) < BACK_S:
        kib = held_kib(n)
        if kib > IDLE_KIB:
            last = now
        time.sleep(0.01)
    return last, kib


def notify_memory(bench):
    """Anonymous memory of notifyd and of whatever it has started: idle with four recipients; and from when the server
    has taken a mail by TLS until it is there again. Not a ratio."""
    with tempfile.TemporaryDirectory(prefix="rmcu-bench.") as folder, mail(folder) as (box, settings), \
            notifyd(bench, SETPOINT_RULE + settings, ["told"]) as (_, a, n, _):
        time.sleep(WARM_S)
        idle, meanwhile, after = held_kib(n), [], []
        for change in (cross, return_back) * ALARMS:
            box.mails.clear()
            change(a)
            until(lambda: meanwhile.append(held_kib(n)) or box.mails, "the mail does not come")
            after.append(back(n))
            if len(box.mails) != 3:
                raise Missing(f"{len(box.mails)} mails instead of three")
    bench.line("notify-memory", [idle], IDLE_KIB, unit=" KiB", note=f"with senders {max(meanwhile)}, after mails {max(kib for _, kib in after)}")
    bench.line("notify-memory-back", [max(s for s, _ in after)], BACK_S, unit=" s",
               broken=max(kib for _, kib in after) > IDLE_KIB)


# ---------------------------------------------------------------- a storm

STORM = 'name "Storm"\n' + "".join(f"at {i * 100 + 30}ms set {contact} {'off' if i % 2 else 'on'}\n"
                                   for i in range(10) for contact in ("di3", "di4")) + "end at 1s\nloop\n"
STORM_RULE = "alarms: {\n" + "".join(f'  storm_{c}_{i}: {{ channel = "di_{c}"; when = "active"; }};\n'
                                     for c in (3, 4) for i in range(STORM_RULES)) + "};\n"


def last_event(a):
    return a.ask("events", "--last", "1")["number"]


def waits_alone(a):
    """Whoever is told of all has looked at all: what is left waits for the hour."""
    return all(r["why"] == "hourly limit" or not r["waiting"] for r in a.ask("notify", "status")["recipients"])


def notify_storm(bench):
    """Ten thousand events in a minute, as they come from two contacts with ten alarms each: messages to each recipient,
    and what the anonymous memory of notifyd grows by from when the four queues are full. Not a ratio."""
    with tempfile.TemporaryDirectory(prefix="rmcu-bench.") as folder, mail(folder) as (box, settings), \
            notifyd(bench, STORM_RULE + settings, ["told"]) as (s, a, n, told):
        Path(s.environ["RMCU_DATA_DIR"], "scenarios", "storm.scn").write_text(STORM, encoding="ascii")
        time.sleep(WARM_S)
        idle, first = memory_kib([n.process.pid]), last_event(a)
        a.run("sim", "run", "storm")
        time.sleep(FULL_S)
        full = memory_kib([n.process.pid])
        time.sleep(STORM_S - FULL_S)        # the rest of the storm's minute
        events, after = last_event(a) - first, memory_kib([n.process.pid])
        a.run("sim", "run", "steady")
        until(lambda: waits_alone(a), "notifyd does not follow")
        after = max(after, memory_kib([n.process.pid]))
        messages = Counter(to for m in box.mails for to in m[1]) + Counter(site=len(told.files()))
    bench.line("notify-storm-messages", [max(messages.values())], HOURLY_MOST, broken=events < STORM_EVENTS,
               note=f"of {events} events; " + ", ".join(f"{k} {v}" for k, v in sorted(messages.items())))
    bench.line("notify-storm-memory", [after - full], GROWTH_KIB, unit=" KiB",
               note=f"{idle} idle, {full} after {FULL_S} s, {after} at the end")


FIGURES = [notify_command, notify_memory, notify_storm]
