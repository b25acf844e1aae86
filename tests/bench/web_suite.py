# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The RMCU authors
"""The whole suite as a unit runs it, against NUT's four processes and netdata: memory and CPU."""
import os
import pwd
import shutil
import signal
import ssl
import socket
import statistics
import subprocess
import tempfile
import threading
import time
from contextlib import ExitStack, contextmanager

from figures import Missing, ratios
from web import SETTINGS, cpu_ns, end, family, free_port, memory_kib, until, webd

ANONYMOUS_KIB = 4096
# Of a measurement, and until who has started has settled.
SECONDS, WARM_S, SUITE_ROUNDS = 20, 10, 5

NETDATA = """[global]
 run as user = root
 hostname = bench
[directories]
 config = {folder}
 cache = {folder}/cache
 lib = {folder}/lib
 log = {folder}/log
[logs]
 debug = none
 error = none
 access = none
[web]
 bind to = 127.0.0.1:{port}
[ml]
 enabled = no
"""


def tool(name, package):
    """Debian's upsd and upsmon in /usr/sbin are scripts that ask /etc whether they may."""
    found = shutil.which(name, path="/lib/nut:/usr/sbin:/usr/bin:/sbin:/bin")
    if not found:
        raise Missing(f"{name} is missing: apt-get install {package}")
    return found


def start(stack, command, **how):
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **how)
    stack.callback(end, process)
    return process


@contextmanager
def nut(driver="", monitor=""):
    """dummy-ups, upsd and both processes of upsmon, in a folder of their own; with these lines more in the files of
    driver and upsmon, where FOLDER is that one."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="rmcu-bench."))
        os.chmod(folder, 0o777)
        port = free_port()
        for name, text in (("ups.conf", driver + '[bench]\n driver = dummy-ups\n port = bench.dev\n desc = "bench"\n'),
                           ("bench.dev", "ups.status: OL\nbattery.charge: 100\ninput.voltage: 230\noutput.voltage: 13.8\n"),
                           ("upsd.conf", f"LISTEN 127.0.0.1 {port}\n"), ("nut.conf", "MODE=standalone\n"),
                           ("upsd.users", "[monitor]\n password = bench\n upsmon primary\n"),
                           ("upsmon.conf", f'MONITOR bench@127.0.0.1:{port} 1 monitor bench primary\nMINSUPPLIES 1\n'
                                           f'SHUTDOWNCMD "/bin/true"\nPOWERDOWNFLAG {folder}/killpower\nRUN_AS_USER nut\n'
                                           + monitor.replace("FOLDER", folder))):
            with open(os.path.join(folder, name), "w", encoding="ascii") as f:
                f.write(text)
        user = pwd.getpwnam("nut")
        for root, _, names in os.walk(folder):
            for path in (root, *(os.path.join(root, n) for n in names)):
                os.chown(path, user.pw_uid, user.pw_gid)
        environ = {**os.environ, "NUT_CONFPATH": folder, "NUT_STATEPATH": folder, "NUT_ALTPIDPATH": folder, "NUT_PIDPATH": folder}
        own = [start(stack, [tool("dummy-ups", "nut-server"), "-F", "-a", "bench"], env=environ)]
        until(lambda: os.path.exists(os.path.join(folder, "dummy-ups-bench")), "dummy-ups does not start")
        own.append(start(stack, [tool("upsd", "nut-server"), "-F"], env=environ))
        until(lambda: socket.socket().connect_ex(("127.0.0.1", port)) == 0, "upsd does not start")
        own.append(start(stack, [tool("upsmon", "nut-client"), "-F"], env=environ))
        pids = until(lambda: len(p := [i for q in own for i in family(q.pid)]) == 4 and p, "NUT has not four processes")
        try:
            yield folder, pids
        finally:
            # the half of upsmon that watches does not end with the other, and no other upsmon starts before it has
            halves = set(pids) - {q.pid for q in own}
            for pid in halves:
                os.kill(pid, signal.SIGTERM)
            for process in own:
                end(process)
            until(lambda: not any(os.path.exists(f"/proc/{pid}") for pid in halves), "upsmon does not end")


@contextmanager
def netdata():
    """As Debian starts it, but for a folder of its own, and without machine learning, which is not in Debian's either."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="rmcu-bench."))
        for name in ("cache", "lib", "log"):
            os.mkdir(os.path.join(folder, name))
        port = free_port()
        with open(os.path.join(folder, "netdata.conf"), "w", encoding="ascii") as f:
            f.write(NETDATA.format(folder=folder, port=port))
        process = start(stack, [tool("netdata", "netdata-core"), "-D", "-c", os.path.join(folder, "netdata.conf")])
        until(lambda: socket.socket().connect_ex(("127.0.0.1", port)) == 0, "netdata does not start")
        yield lambda: family(process.pid)


def follow(stack, port):
    """A page over TLS that reads the stream for ever."""
    anyone = ssl.create_default_context()
    anyone.check_hostname, anyone.verify_mode = False, ssl.CERT_NONE
    s = anyone.wrap_socket(socket.create_connection(("127.0.0.1", port)))
    s.sendall(b"GET /api/v1/events HTTP/1.1\r\nHost: unit\r\nAccept: text/event-stream\r\n\r\n")

    def read():
        try:
            while s.recv(65536):
                pass
        except OSError:
            pass    # it is over
    t = threading.Thread(target=read)
    t.start()
    stack.callback(t.join)
    stack.callback(s.shutdown, socket.SHUT_RDWR)


@contextmanager
def suite(bench):
    """All daemons at 10 Hz, with one page that is open over TLS."""
    with ExitStack() as stack:
        w = stack.enter_context(webd(bench, SETTINGS))
        quiet = {**w.s.environ, "NOTIFY_SOCKET": "", "RMCU_SYSLOG": "none"}
        more = {name: start(stack, [bench.program(f"daemons/{name}/rmcu-{name}"), "--log-level", "error"], env=quiet)
                for name in MORE}
        follow(stack, w.tls)
        yield {"sensord": w.s.process.pid, "alarmd": w.alarmd.process.pid, "loggerd": w.logger.process.pid,
               "webd": w.process.pid, **{name: p.pid for name, p in more.items()}}


# Beside sensord, alarmd, loggerd and webd; agentxd without a master tries again and again.
MORE = ("settingsd", "agentxd", "notifyd")


def used(pids):
    before, began = cpu_ns(pids), time.monotonic()
    time.sleep(SECONDS)     # what is measured
    return {"cpu": (cpu_ns(pids) - before) / (time.monotonic() - began) / 1e6}


def suite_memory_and_cpu(bench):
    """The whole suite, 10 Hz, one page open over TLS: anonymous memory; PSS against dummy-ups, upsd and two upsmon;
    CPU against netdata as it comes. All run side by side, so a library that two map counts half for each."""
    with suite(bench) as ours, nut() as (_, theirs), netdata() as net:
        mine = list(ours.values())
        time.sleep(WARM_S)      # they have started, and settled
        cpu, peer = bench.pairs(lambda: used(mine), lambda: used(net()), rounds=SUITE_ROUNDS)
        each = {name: memory_kib([pid]) for name, pid in ours.items()}
        pss, nut_pss = memory_kib(mine, "Pss:"), memory_kib(theirs, "Pss:")
        bench.line("suite-memory", [sum(each.values())], ANONYMOUS_KIB, unit=" KiB",
                   note=", ".join(f"{k} {v}" for k, v in each.items()))
        bench.line("suite-pss-nut", [pss / nut_pss], 1.25, note=f"{pss} KiB, NUT {nut_pss}")
        bench.line("suite-cpu-netdata", ratios(cpu, peer, "cpu"), 0.4,
                   note=f"{statistics.median(r['cpu'] for r in cpu):.1f} ms/s, netdata {statistics.median(r['cpu'] for r in peer):.1f}")


FIGURES = [suite_memory_and_cpu]
