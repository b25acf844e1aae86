# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The RMCU authors
"""The real sensord, on the simulator, against bare probes: bench_suite.c and bench_probe.c."""
import os
import shutil
import signal
import socket
import statistics
import subprocess
import tempfile
from contextlib import contextmanager

from figures import Missing, ratios

SUBSCRIBERS = 5
# Ticks in a round: 15 s at 10 Hz, so that the p99 is not the largest.
TICKS = 150
EDGES = 200
# Contacts of the edge scenario move this often, microseconds; sensord publishes at most 200 edges a second.
EDGE_GAP_US = 25000
# Starts of a short program in a round.
STARTS = 40
MEMORY_KIB, GROWTH_KIB = 1024, 64
SNAPSHOTS = 1000000
WARM_SNAPSHOTS = 20000
STEP_US = 100000
# A file system in memory.
MEMORY = "/dev/shm"

# A second of edges, again and again, off the places where sensord's grid may lie.
EDGE_SCENARIO = 'name "Edges"\n' + "".join(
    f"at {i * EDGE_GAP_US // 1000 + 7}ms set di3 {'off' if i % 2 else 'on'}\n"
    for i in range(1000000 // EDGE_GAP_US)) + "end at 1s\nloop\n"


class Sensord:
    """A running simulator in a folder of its own."""

    def __init__(self, bench, settings=""):
        self.folder = tempfile.mkdtemp(prefix="rmcu-bench.")
        # /run is memory, as on every board; what must survive a power cut is on a disk
        self.runtime = tempfile.mkdtemp(prefix="rmcu-bench.", dir=MEMORY)
        self.socket = os.path.join(self.runtime, "sensor.sock")
        data = os.path.join(self.folder, "data")
        shutil.copytree(os.path.join(bench.top, "etc"), data)
        with open(os.path.join(data, "scenarios", "edges.scn"), "w", encoding="utf-8") as f:
            f.write(EDGE_SCENARIO)
        for name in ("state", "etc"):
            os.mkdir(os.path.join(self.folder, name))
        with open(os.path.join(self.folder, "etc", "rmcu.conf"), "w", encoding="utf-8") as f:
            f.write('device: { profile = "sim"; };\n' + settings)
        self.environ = {**os.environ, "RMCU_DATA_DIR": data, "RMCU_RUNTIME_DIR": self.runtime,
                        "RMCU_STATE_DIR": os.path.join(self.folder, "state"),
                        "RMCU_CONFIG_DIR": os.path.join(self.folder, "etc"),
                        "NOTIFY_SOCKET": os.path.join(self.folder, "notify")}
        self.readers = []
        self.start(bench)

    def start(self, bench):
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
            manager.bind(self.environ["NOTIFY_SOCKET"])
            manager.settimeout(20)
            self.process = subprocess.Popen([bench.program("daemons/sensord/rmcu-sensord"), "--log-level", "error"],
                                            env=self.environ)
            try:
                while b"READY=1" not in manager.recv(4096):
                    pass
            except socket.timeout:
                raise Missing("sensord does not get ready: " + self.folder) from None

    def reader(self, bench):
        self.readers.append(subprocess.Popen([bench.program("tests/bench_suite"), "read", self.socket],
                                             stderr=subprocess.DEVNULL))

    def anonymous_kib(self):
        with open(f"/proc/{self.process.pid}/smaps_rollup", encoding="ascii") as f:
            return sum(int(line.split()[1]) for line in f if line.startswith("Anonymous:"))

    def end(self):
        for p in (*self.readers, self.process):
            if p.poll() is None:
                p.send_signal(signal.SIGTERM if p is self.process else signal.SIGKILL)
                p.wait()
        shutil.rmtree(self.folder)
        shutil.rmtree(self.runtime)


@contextmanager
def sensord(bench, settings=""):
    s = Sensord(bench, settings)
    try:
        yield s
    finally:
        s.end()


def tick(bench):
    """Lateness of the tick: sensord's time at waking against its grid, and a bare timerfd's, both at 10 Hz and on the
    same grid: multiples of the period. There the kernel's own ticks and other people's timers lie too; a grid
    between them is a third quicker with the very same program. So they take turns and do not run side by side."""
    def real():
        with sensord(bench) as s:
            return bench.probe("bench_suite", "tick", s.socket, 10, TICKS)
    ours, bare = bench.pairs(real, lambda: bench.probe("bench_probe", "timer", 10, TICKS))
    bench.line("tick-lateness-p50", ratios(ours, bare, "p50"), 1.5,
               note=f"{statistics.median(r['p50'] for r in ours):.0f} us")
    missed, probe_missed = (sum(r["missed"] for r in rows) for rows in (ours, bare))
    bench.line("tick-lateness-p99", ratios(ours, bare, "p99"), 2, broken=missed > probe_missed,
               note=f"{missed} missed, probe {probe_missed}")


def edge(bench):
    """From a simulated contact's edge to a subscriber that holds the snapshot with it; the bare chain: timerfd, pipe,
    epoll, SEQPACKET. Both begin at a planned moment, so that both have a timer's lateness in them."""
    with sensord(bench, 'channels: { di_3: { name = "Edge"; debounce_ms = 0; }; };\n') as s:
        subprocess.run([bench.program("daemons/psctl/psctl"), "sim", "run", "edges"], env=s.environ, check=True,
                       stdout=subprocess.DEVNULL)
        ours, bare = bench.pairs(lambda: bench.probe("bench_suite", "edge", s.socket, EDGES),
                                 lambda: bench.probe("bench_probe", "chain", EDGES, EDGE_GAP_US))
    bench.line("edge-p50", ratios(ours, bare, "p50"), 2, note=f"{statistics.median(r['p50'] for r in ours):.0f} us")


def memory(bench):
    """Anonymous memory of sensord with five subscribers, and what a million snapshots in lockstep add to it. Not a ratio."""
    with sensord(bench) as s:
        for _ in range(SUBSCRIBERS - 1):
            s.reader(bench)
        bench.probe("bench_suite", "steps", s.socket, WARM_SNAPSHOTS, STEP_US)
        before = s.anonymous_kib()
        bench.probe("bench_suite", "steps", s.socket, SNAPSHOTS, STEP_US)
        after = s.anonymous_kib()
    bench.line("memory", [max(before, after)], MEMORY_KIB, unit=" KiB")
    bench.line("memory-growth", [after - before], GROWTH_KIB, unit=" KiB", note=f"over {SNAPSHOTS} snapshots")


def cpu_of_starts(arguments, environ):
    """CPU of STARTS runs of a program, from fork to exit, in microseconds a run."""
    used = 0.0
    for _ in range(STARTS):
        pid = os.posix_spawn(arguments[0], arguments, environ,
                             file_actions=[(os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)])
        _, status, usage = os.wait4(pid, 0)
        if status:
            raise Missing(f"{' '.join(arguments)} failed")
        used += usage.ru_utime + usage.ru_stime
    return {"cpu": used * 1e6 / STARTS}


FIGURES = [tick, edge, memory]
