# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The RMCU authors
"""snmpd ended, killed and stopped beside the whole suite: agentxd is back soon and does not grow, and the others do
not notice."""
import itertools
import json
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

from alarms import CONTACT, RULE, alarmd, play_edges
from figures import Missing, ratios
from history import Loggerd
from suite import EDGE_GAP_US, EDGES

sys.path.append(os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "e2e"))
from rmcu import ber  # noqa: E402

TIMES, BACK_S = 50, 2
# It has been everywhere once; what it takes then it keeps.
WARM = 6
GROWTH_KIB = 64
STOPPED_S, PAUSE_S, PATIENCE_S = 0.3, 0.3, 20


class Snmpd:
    """On a port of its own; its agent is asked for the unit's name."""

    def __init__(self, bench, folder):
        self.program = shutil.which("snmpd", path="/usr/sbin:/usr/bin")
        if not self.program:
            raise Missing("snmpd is missing: apt-get install snmpd")
        self.folder, self.socket = folder, os.path.join(folder, "master")
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
            s.bind(("127.0.0.1", 0))
            self.port = s.getsockname()[1]
        with open(os.path.join(folder, "snmpd.conf"), "w", encoding="ascii") as f:
            f.write(f"agentAddress udp:127.0.0.1:{self.port}\nrocommunity reader 127.0.0.1\nmaster agentx\n"
                    f"agentXSocket {self.socket}\nagentXTimeout 2\nagentXRetries 0\n")
        with open(os.path.join(bench.build, "mib/root.h"), encoding="ascii") as f:
            root = re.search(r'RMCU_MIB_ROOT_TEXT "([0-9.]+)"', f.read()).group(1)
        self.name = tuple(map(int, root.split("."))) + (1, 1, 1, 0)
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            [self.program, "-f", "-LOw", "-C", "-c", os.path.join(self.folder, "snmpd.conf"), "-I",
             "-smux,mteTrigger,mteTriggerConf", "-p", os.path.join(self.folder, "pid")],
            env={"PATH": "/usr/sbin:/usr/bin", "MIBS": "", "SNMPCONFPATH": self.folder,
                 "SNMP_PERSISTENT_DIR": os.path.join(self.folder, "persistent")},
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def signal(self, number):
        self.process.send_signal(number)

    def restart(self, number):
        self.signal(number)
        self.process.wait()
        self.start()

    def stop_and_go(self):
        self.signal(signal.SIGSTOP)
        time.sleep(STOPPED_S)       # this is what is tried
        self.signal(signal.SIGCONT)

    def answers(self):
        manager = ber.Manager(self.port, seconds=0.1, tries=1)
        try:
            return manager.ask(ber.GET, [(self.name, ber.NULL, None)]).binds[0][1] == ber.STRING
        except OSError:
            return False        # too late, or nobody has the port
        finally:
            manager.close()

    def back(self):
        """Seconds until agentxd's answer comes through it."""
        begun = time.monotonic()
        while not self.answers():
            if time.monotonic() - begun > PATIENCE_S:
                raise Missing("agentxd does not come back")
            time.sleep(0.01)
        return time.monotonic() - begun


class Agentxd:
    """Beside a running sensord, in its folder."""

    def __init__(self, bench, s, snmpd):
        self.state = s.environ["RMCU_STATE_DIR"]
        self.process = subprocess.Popen(
            [bench.program("daemons/agentxd/rmcu-agentxd"), "--log-level", "error", "--master", snmpd.socket],
            env={**s.environ, "NOTIFY_SOCKET": ""})

    def anonymous_kib(self):
        with open(f"/proc/{self.process.pid}/smaps_rollup", encoding="ascii") as f:
            return sum(int(line.split()[1]) for line in f if line.startswith("Anonymous:"))

    def descriptors(self):
        """Without the file of what was told, which is open while it is written."""
        folder, n = f"/proc/{self.process.pid}/fd", 0
        for fd in os.listdir(folder):
            try:
                n += not os.readlink(os.path.join(folder, fd)).startswith(self.state)
            except FileNotFoundError:
                pass        # it was that one
        return n


class Trouble:
    """Ends, kills and stops snmpd in turn, and notes how long it takes and what agentxd has then."""

    def __init__(self, snmpd, agent):
        self.snmpd, self.agent = snmpd, agent
        self.seconds, self.kib, self.descriptors = [], [], []
        self.kinds = itertools.cycle((lambda: snmpd.restart(signal.SIGTERM), lambda: snmpd.restart(signal.SIGKILL),
                                      snmpd.stop_and_go))

    def make(self):
        next(self.kinds)()
        self.seconds.append(self.snmpd.back())
        self.kib.append(self.agent.anonymous_kib())
        self.descriptors.append(self.agent.descriptors())

    def beside(self, call):
        """What `call` returns, with trouble all the time."""
        over, failed = threading.Event(), []

        def go_on():
            try:
                while not over.wait(PAUSE_S):
                    self.make()
            except (Missing, OSError) as e:
                failed.append(e)
        thread = threading.Thread(target=go_on)
        thread.start()
        try:
            return call()
        finally:
            over.set()
            thread.join()
            if failed:
                raise Missing(str(failed[0]))


def latencies(bench, s):
    """From a contact's edge to a subscriber of sensord, and to the output that its alarm drives; ticks missed meanwhile."""
    before = missed_ticks(bench, s)
    found = {f"{name}-{p}": figures[p] for name, figures in (
        ("edge", bench.probe("bench_suite", "edge", s.socket, EDGES)),
        ("act", bench.probe("bench_suite", "act", s.socket, EDGES, EDGE_GAP_US))) for p in ("p50", "p99")}
    return {**found, "missed": missed_ticks(bench, s) - before}


def missed_ticks(bench, s):
    done = subprocess.run([bench.program("daemons/psctl/psctl"), "status", "--json"], env=s.environ, capture_output=True,
                          check=False)
    return json.loads(done.stdout)["missed_ticks"]


def snmp_restarts(bench):
    """At least 50 restarts, SIGKILLs and SIGSTOPs of snmpd. Half of the time sensord's and alarmd's latencies are taken
    meanwhile, and half of the time in peace; their ratio is of the two in one round."""
    with tempfile.TemporaryDirectory(prefix="rmcu-bench.") as folder, alarmd(bench, CONTACT + RULE) as (s, _):
        snmpd = Snmpd(bench, folder)
        logger, agent = Loggerd(bench, s), Agentxd(bench, s, snmpd)
        try:
            snmpd.back()
            play_edges(bench, s)
            trouble = Trouble(snmpd, agent)
            ours, bare = bench.pairs(lambda: trouble.beside(lambda: latencies(bench, s)), lambda: latencies(bench, s))
            while len(trouble.seconds) < TIMES:
                trouble.make()
            ended = agent.process.poll()
        finally:
            for process in agent.process, snmpd.process:
                process.terminate()
                process.wait()
            logger.end()
    bench.line("snmp-restarts-back", [max(trouble.seconds)], BACK_S, unit=" s", broken=ended is not None,
               note=f"worst of {len(trouble.seconds)}, median {statistics.median(trouble.seconds):.2f} s")
    bench.line("snmp-restarts-memory", [max(trouble.kib[WARM:]) - trouble.kib[WARM - 1]], GROWTH_KIB, unit=" KiB",
               note=f"of {trouble.kib[WARM - 1]} KiB")
    bench.line("snmp-restarts-descriptors", [max(trouble.descriptors) - min(trouble.descriptors)], 0,
               note=f"of {min(trouble.descriptors)}")
    missed, in_peace = (sum(r.pop("missed") for r in rows) for rows in (ours, bare))
    bench.line("snmp-restarts-missed", [missed], in_peace, unit=" ticks", note=f"in peace {in_peace}")
    for name in ours[0]:
        bench.line(f"snmp-restarts-{name}", ratios(ours, bare, name), 1.1 if name.endswith("p50") else 2,
                   note=f"{statistics.median(r[name] for r in ours):.0f} us, in peace "
                        f"{statistics.median(r[name] for r in bare):.0f} us")


FIGURES = [snmp_restarts]
