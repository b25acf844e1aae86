# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The RMCU authors
"""alarmd beside the real sensord: how soon an output follows a contact, what rules cost, what it keeps in memory."""
import json
import os
import statistics
import subprocess
import tempfile
import threading
import time
from contextlib import contextmanager

from figures import Missing, ratios
from history import Loggerd
from suite import EDGE_GAP_US, EDGES, cpu_of_starts, sensord

WORST_MS = 250
MEMORY_KIB = 1024
# CPU of a round: long enough for the kernel's clock ticks.
CPU_S = 10
CONTACT = 'channels: { di_3: { name = "Edge"; debounce_ms = 0; }; do_4: { name = "Horn"; }; };\n'
RULE = 'alarms: { edge: { channel = "di_3"; when = "active"; alarm_outputs = "do_4"; }; };\n' \
    'alarm_system: { chatter_count = 0; };\ninterlocks: { };\n'


class Alarmd:
    """Beside a running sensord, in its folder."""

    def __init__(self, bench, s):
        self.s = s
        self.process = subprocess.Popen([bench.program("daemons/alarmd/rmcu-alarmd"), "--log-level", "error"],
                                        env={**s.environ, "RMCU_SYSLOG": "none", "NOTIFY_SOCKET": ""})
        self.psctl = [bench.program("daemons/psctl/psctl")]
        deadline = time.monotonic() + 20
        while not self.watches():
            if time.monotonic() > deadline:
                raise Missing("alarmd does not get ready")

    def ask(self, *args):
        done = subprocess.run([*self.psctl, *args, "--json"], env=self.s.environ, capture_output=True, text=True)
        return json.loads(done.stdout) if done.returncode == 0 and done.stdout else None

    def run(self, *args):
        subprocess.run([*self.psctl, *args], env=self.s.environ, check=True, stdout=subprocess.DEVNULL)

    def watches(self):
        """It has taken the table of sensord: then it holds what there is to hold."""
        return self.ask("alarms", "--all")

    def anonymous_kib(self):
        with open(f"/proc/{self.process.pid}/smaps_rollup", encoding="ascii") as f:
            return sum(int(line.split()[1]) for line in f if line.startswith("Anonymous:"))

    def cpu_ns(self):
        """Of all threads, by the scheduler's own count."""
        total = 0
        for thread in os.listdir(f"/proc/{self.process.pid}/task"):
            with open(f"/proc/{self.process.pid}/task/{thread}/schedstat", encoding="ascii") as f:
                total += int(f.read().split()[0])
        return total

    def end(self):
        self.process.terminate()
        self.process.wait()


@contextmanager
def alarmd(bench, settings):
    with sensord(bench, settings) as s:
        a = Alarmd(bench, s)
        try:
            yield s, a
        finally:
            a.end()


def play_edges(bench, s):
    subprocess.run([bench.program("daemons/psctl/psctl"), "sim", "run", "edges"], env=s.environ, check=True,
                   stdout=subprocess.DEVNULL)


@contextmanager
def busy_disk():
    """Two writers that sync all the time, on the disk that the journal is on."""
    stop = threading.Event()

    def hammer(folder, number):
        path = os.path.join(folder, f"hammer-{number}")
        block = os.urandom(1 << 20)
        with open(path, "wb", buffering=0) as f:
            while not stop.is_set():
                f.seek(0)
                for _ in range(8):
                    f.write(block)
                os.fsync(f.fileno())
    with tempfile.TemporaryDirectory(prefix="rmcu-bench.") as folder:
        threads = [threading.Thread(target=hammer, args=(folder, i)) for i in range(2)]
        for t in threads:
            t.start()
        try:
            yield
        finally:
            stop.set()
            for t in threads:
                t.join()


def alarm_act(bench):
    """From a contact's edge to the output that its alarm drives, journal FULL, both times taken by sensord; the bare
    chain goes to a second process and back. The worst one while two writers hammer the disk is not a ratio."""
    with alarmd(bench, CONTACT + RULE) as (s, _):
        play_edges(bench, s)
        ours, bare = bench.pairs(lambda: bench.probe("bench_suite", "act", s.socket, EDGES, EDGE_GAP_US),
                                 lambda: bench.probe("bench_probe", "act", EDGES, EDGE_GAP_US))
        bench.line("alarm-act-p50", ratios(ours, bare, "p50"), 2,
                   note=f"{statistics.median(r['p50'] for r in ours):.0f} us, bare "
                        f"{statistics.median(r['p50'] for r in bare):.0f} us")
        with busy_disk():
            worst = [bench.probe("bench_suite", "act", s.socket, EDGES, EDGE_GAP_US)["worst"] / 1000 for _ in range(3)]
    bench.line("alarm-act-worst-busy-disk", [max(worst)], WORST_MS, unit=" ms")


def many(channels, rules):
    """A site of so many channels and rules; the rules never come true."""
    text = "channels: {\n" + "".join(
        f'extra_{i} = {{ name = "Extra {i}"; kind = "analog-in"; unit = "volt"; source = "derived"; '
        'derive = "while-on"; input_a = "volts_supply"; input_b = "ac_line"; };\n' for i in range(channels)) + "};\n"
    names = [f"extra_{i}" for i in range(channels)] or ["ac_line", "volts_supply"]
    text += "alarms: {\n" + "".join(
        f'rule_{i} = {{ channel = "{names[i % len(names)]}"; when = "{"above" if i % 2 else "below"}"; '
        f'setpoint = {100000 if i % 2 else -100000}; }};\n' for i in range(rules)) + "};\n"
    return text


def alarm_cpu(bench):
    """CPU of alarmd per snapshot: 64 channels with 128 rules, against 11 channels with 22."""
    def used(settings, rules):
        with alarmd(bench, settings) as (_, a):
            # what was refused costs nothing
            if len([x for x in a.watches()["alarms"] if x["id"].startswith("rule_")]) != rules:
                raise Missing("the settings of this figure are refused")
            before = a.cpu_ns()
            threading.Event().wait(CPU_S)       # the measured time itself
            return {"cpu": (a.cpu_ns() - before) / CPU_S / 10 / 1000}
    # the simulator's own profile has 17 channels, 11 of them with a name, and 14 rules
    large, small = many(47, 114), many(0, 8)
    ours, bare = bench.pairs(lambda: used(large, 114), lambda: used(small, 8), rounds=5)
    bench.line("alarm-cpu-64-channels", ratios(ours, bare, "cpu"), 3,
               note=f"{statistics.median(r['cpu'] for r in ours):.0f} us, "
                    f"{statistics.median(r['cpu'] for r in bare):.0f} us")


def alarm_memory(bench):
    """Anonymous memory after a thousand alarms."""
    with alarmd(bench, CONTACT + RULE) as (s, a):
        play_edges(bench, s)
        bench.probe("bench_suite", "act", s.socket, 1000, EDGE_GAP_US)
        bench.line("alarm-memory", [a.anonymous_kib()], MEMORY_KIB, unit=" KiB")


def psctl_status(bench):
    """CPU of a whole `psctl status`, and of a bare client that reads the same packets of the three daemons."""
    with alarmd(bench, "") as (s, _):
        log = Loggerd(bench, s)
        sockets = [s.socket.replace("sensor.sock", name) for name in ("sensor.sock", "alarm.sock", "logger.sock")]
        psctl = [bench.program("daemons/psctl/psctl"), "status"]
        client = [bench.program("tests/bench_probe"), "client", *sockets]
        try:
            ours, bare = bench.pairs(lambda: cpu_of_starts(psctl, s.environ), lambda: cpu_of_starts(client, s.environ))
        finally:
            log.end()
    bench.line("psctl-status-cpu", ratios(ours, bare, "cpu"), 1.5,
               note=f"{statistics.median(r['cpu'] for r in ours):.0f} us")


FIGURES = [alarm_act, alarm_cpu, alarm_memory, psctl_status]
