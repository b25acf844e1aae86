# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The RMCU authors
"""rmcu-agentxd behind a private snmpd, against what else a manager could be answered by at the same snmpd: scripts
(pass, pass_persist) and lldpd's subagent. The manager is bench_snmp.c."""
import os
import re
import shutil
import socket
import statistics
import subprocess
import tempfile
import time
from contextlib import contextmanager

from alarms import CONTACT, RULE, alarmd, play_edges
from figures import Missing, ratios
from history import Loggerd
from suite import sensord

# Of a measurement, and until somebody has to have answered.
SECONDS, PATIENCE_S = 2, 30
CHANNELS, MOST_CHANNELS = 11, 64
COLUMNS = range(2, 16)
VALUE = 7
PASS, PERSIST = ".1.3.6.1.4.1.8072.9999.9999.7629", ".1.3.6.1.4.1.8072.9999.9999.7630"
LLDP = ".1.0.8802.1.1.2"
MEMORY_KIB = 1536
EVENTS = 200
# The simulator has 17 channels, five of them without a name; one that is derived has a value as any other.
DERIVED = 'kind = "analog-in"; unit = "volt"; source = "derived"; derive = "while-on"; input_a = "volts_supply"; ' \
    'input_b = "ac_line";'
ELEVEN = "channels = { " + " ".join(f'{c} = {{ name = ""; }};' for c in ("do_4", "di_4", "di_3", "alarm_out")) + " };\n"
SIXTY_FOUR = "channels = { " + " ".join(
    [f'{c} = {{ name = "{c}"; }};' for c in ("do_4", "di_4", "di_3")] +
    [f'{c} = {{ name = "{c}"; {DERIVED} }};' for c in ("analog_5", "analog_6", *(f"extra_{i}" for i in range(MOST_CHANNELS - 17)))]
) + " };\n"

PASS_SCRIPT = f"""#!/bin/sh
# -g OID: eleven integers
case "$2" in
{PASS}.?|{PASS}.??) echo "$2"; echo integer; echo 13800 ;;
esac
"""

# A table of the size of ours; what stands in it is sought the quickest way that Perl has.
PERSIST_SCRIPT = f"""#!/usr/bin/perl
use strict;
$| = 1;
my (%next, @names);
for my $column ({COLUMNS.start} .. {COLUMNS.stop - 1}) {{
	push @names, "{PERSIST}.$column.$_" for 1 .. {CHANNELS};
}}
my %value = map {{ $_ => 13800 }} @names;
@next{{"{PERSIST}", @names}} = @names;
while (my $asked = <STDIN>) {{
	if ($asked eq "PING\\n") {{ print "PONG\\n"; next; }}
	chomp(my $name = <STDIN>);
	$name = $next{{$name}} if $asked eq "getnext\\n";
	print defined $name && exists $value{{$name}} ? "$name\\ninteger\\n$value{{$name}}\\n" : "NONE\\n";
}}
"""

# One interface that nobody else sees, and no neighbour: what a board has.
LLDPD_SCRIPT = """ip link set lo up
ip link add port0 type veth peer name other
ip link set port0 up
mount -t tmpfs none /run
mkdir /run/lldpd
chown _lldpd /run/lldpd
exec "$1" -d -x -X "$2" -u /run/lldpd/control -I port0"""


def tool(name, package):
    path = shutil.which(name, path="/usr/sbin:/usr/bin:/sbin:/bin")
    if not path:
        raise Missing(f"{name} is missing: apt-get install {package}")
    return path


def until(done, what, process):
    deadline = time.monotonic() + PATIENCE_S
    while not done():
        if process.poll() is not None or time.monotonic() > deadline:
            raise Missing(what)
        time.sleep(0.02)


def end(process):
    if process.poll() is None:
        process.terminate()
        process.wait()


class Master:
    """snmpd on a port of its own, with the scripts, and otherwise as Debian's unit starts it."""

    def __init__(self, bench, folder):
        self.bench, self.folder = bench, folder
        self.socket = os.path.join(folder, "master")
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
            s.bind(("127.0.0.1", 0))
            self.port = s.getsockname()[1]
        with open(os.path.join(bench.build, "mib/root.h"), encoding="ascii") as f:
            self.root = "." + re.search(r'RMCU_MIB_ROOT_TEXT "([0-9.]+)"', f.read()).group(1)
        self.environ = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "MIBS": "", "SNMPCONFPATH": folder,
                        "SNMP_PERSISTENT_DIR": os.path.join(folder, "persistent")}
        config = self.write("snmpd.conf", f"""agentAddress udp:127.0.0.1:{self.port}
rocommunity reader 127.0.0.1
master agentx
agentXSocket {self.socket}
agentXTimeout 5
agentXRetries 0
pass {PASS} {self.write("pass", PASS_SCRIPT)}
pass_persist {PERSIST} {self.write("persist", PERSIST_SCRIPT)}
""")
        self.process = self.run(tool("snmpd", "snmpd"), "-f", "-LOw", "-C", "-c", config, "-I",
                                "-smux,mteTrigger,mteTriggerConf", "-p", os.path.join(folder, "pid"))
        until(lambda: self.answers(PERSIST + f".{VALUE}.1"), "snmpd does not answer", self.process)

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="ascii") as f:
            f.write(text)
        os.chmod(path, 0o755)
        return path

    def run(self, *command):
        return subprocess.Popen(command, env=self.environ, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL)

    def ask(self, how, *names):
        return self.bench.probe("bench_snmp", how, self.port, SECONDS, *names)

    def answers(self, *names):
        return subprocess.run([self.bench.program("tests/bench_snmp"), "get", str(self.port), "0", *names],
                              capture_output=True).returncode == 0

    def ours(self, tail):
        return f"{self.root}.{tail}"

    def values(self, channels):
        """Names of the values of these channels."""
        return [self.ours(f"1.2.1.1.{VALUE}.{c}") for c in channels]


@contextmanager
def master(bench):
    with tempfile.TemporaryDirectory(prefix="rmcu-bench.") as folder:
        m = Master(bench, folder)
        try:
            yield m
        finally:
            end(m.process)


class Agentxd:
    """Beside a running sensord, in its folder; `channels` are those that it shows, by their index."""

    def __init__(self, bench, s, m):
        self.process = subprocess.Popen(
            [bench.program("daemons/agentxd/rmcu-agentxd"), "--log-level", "error", "--master", m.socket],
            env={**s.environ, "NOTIFY_SOCKET": ""})
        until(lambda: m.answers(m.ours("1.1.10.0")), "agentxd does not answer", self.process)
        self.channels = [i for i in range(1, MOST_CHANNELS + 1) if m.answers(m.ours(f"1.2.1.1.{VALUE}.{i}"))]

    def anonymous_kib(self):
        with open(f"/proc/{self.process.pid}/smaps_rollup", encoding="ascii") as f:
            return sum(int(line.split()[1]) for line in f if line.startswith("Anonymous:"))


@contextmanager
def agentxd(bench, s, m):
    a = Agentxd(bench, s, m)
    try:
        yield a
    finally:
        end(a.process)


@contextmanager
def lldpd(m):
    """In a network of its own; as root alone."""
    program = m.run(tool("unshare", "util-linux"), "-nm", "--propagation", "private", "sh", "-ec", LLDPD_SCRIPT, "sh",
                    tool("lldpd", "lldpd"), m.socket)
    try:
        until(lambda: m.answers(LLDP + ".1.1.1.0"), "lldpd does not run privately: be root", program)
        yield
    finally:
        end(program)


def note(rows):
    return f"{statistics.median(r['per_s'] for r in rows):.0f}/s, {rows[0]['values']} at a time"


def beside(ours, theirs, peer):
    return f"{note(ours)}; {peer} {note(theirs)}"


def snmp_get(bench):
    """The values of 11 channels in one GET, variables a second, against scripts that answer 11 integers. pass starts one
    for each; snmpd keeps the answer to the last command line alone, so eleven in turn defeat that."""
    with sensord(bench, ELEVEN) as s, master(bench) as m, agentxd(bench, s, m) as a:
        mine = m.values(a.channels)
        if len(mine) != CHANNELS:
            raise Missing(f"{len(mine)} channels instead of {CHANNELS}")
        for peer, names, bar in (("pass-persist", [f"{PERSIST}.{VALUE}.{i}" for i in range(1, CHANNELS + 1)], 2),
                                 ("pass", [f"{PASS}.{i}" for i in range(1, CHANNELS + 1)], 100)):
            ours, theirs = bench.pairs(lambda: m.ask("get", *mine), lambda n=names: m.ask("get", *n))
            bench.line(f"snmp-get-{peer}", ratios(ours, theirs, "per_s"), bar, at_least=True,
                       note=beside(ours, theirs, peer))


def snmp_walk(bench):
    """The table of 11 channels by GETBULK, 25 at a time, variables a second: against a table of as many integers of a
    script, and all that lldpd's subagent has to tell."""
    with sensord(bench, ELEVEN) as s, master(bench) as m, agentxd(bench, s, m):
        table = m.ours("1.2.1.1")
        ours, theirs = bench.pairs(lambda: m.ask("walk", table), lambda: m.ask("walk", PERSIST))
        bench.line("snmp-walk-pass-persist", ratios(ours, theirs, "per_s"), 0.5, at_least=True,
                   note=beside(ours, theirs, "pass-persist"))
        with lldpd(m):
            ours, theirs = bench.pairs(lambda: m.ask("walk", table), lambda: m.ask("walk", LLDP))
        bench.line("snmp-walk-lldpd", ratios(ours, theirs, "per_s"), 8, at_least=True, note=beside(ours, theirs, "lldpd"))


def snmp_many_channels(bench):
    """What a variable costs with 64 channels, against 11; of the 64 the last 11 are asked for, and the whole table."""
    with sensord(bench, SIXTY_FOUR) as s, master(bench) as m, agentxd(bench, s, m) as a, \
            sensord(bench, ELEVEN) as few_s, master(bench) as few_m, agentxd(bench, few_s, few_m) as few_a:
        if len(a.channels) != MOST_CHANNELS or len(few_a.channels) != CHANNELS:
            raise Missing(f"{len(a.channels)} and {len(few_a.channels)} channels")
        for how, of_many, of_few in (
                ("get", m.values(a.channels[-CHANNELS:]), few_m.values(few_a.channels)),
                ("walk", [m.ours("1.2.1.1")], [few_m.ours("1.2.1.1")])):
            most, few = bench.pairs(lambda h=how, n=of_many: m.ask(h, *n), lambda h=how, n=of_few: few_m.ask(h, *n))
            bench.line(f"snmp-{how}-64-channels", ratios(few, most, "per_s"), 1.15, note=beside(most, few, "with 11"))


def snmp_memory(bench):
    """Anonymous memory of agentxd: fresh, after walks of all that it has, and with 200 events in its table, which come
    and go with every edge of a contact. Not a ratio."""
    with alarmd(bench, CONTACT + RULE) as (s, _), master(bench) as m:
        logger = Loggerd(bench, s)
        try:
            with agentxd(bench, s, m) as a:
                found = {"fresh": a.anonymous_kib()}
                everything = [m.ours("1"), ".1.3.6.1.2.1.33", ".1.3.6.1.2.1.47", ".1.3.6.1.2.1.99"]
                for tree in everything:
                    m.ask("walk", tree)
                found["after walks"] = a.anonymous_kib()
                play_edges(bench, s)
                until(lambda: m.ask("walk", m.ours("1.5.2.1.2"))["values"] >= EVENTS, "the events do not come", a.process)
                for tree in everything:
                    m.ask("walk", tree)
                found["with 200 events"] = a.anonymous_kib()
        finally:
            logger.end()
    bench.line("snmp-memory", [max(found.values())], MEMORY_KIB, unit=" KiB",
               note=", ".join(f"{k} {v}" for k, v in found.items()))


FIGURES = [snmp_get, snmp_walk, snmp_many_channels, snmp_memory]
