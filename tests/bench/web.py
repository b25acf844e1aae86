# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The RMCU authors
"""rmcu-webd against nginx, a bare libmicrohttpd (bench_web_probe.c) and prometheus-node-exporter; what it keeps in
memory, and how soon it is back. The load is wrk's, the clients of a stream are read here."""
import http.client
import json
import os
import re
import select
import shutil
import socket
import ssl
import statistics
import subprocess
import tempfile
import threading
import time
from contextlib import contextmanager

from alarms import alarmd
from figures import Missing, ratios
from history import Loggerd

LOAD_S, CONNECTIONS = 2, 16
CLIENTS, ADDRESSES = 500, 50
STREAM_S, STREAM_ROUNDS = 15, 5
SCRAPES, THEIR_SCRAPES = 400, 15
PATIENCE_S = 30
IDLE_S = 5
CLIENT_KIB, IDLE_KIB, BACK_MS = 7, 1024, 1000
SETTINGS = 'web: { open_status = true; metrics_open = true; };\n'
STATUS = "/api/v1/status"

NGINX = """daemon off; master_process on; worker_processes 1; user root; pid {folder}/pid; error_log {folder}/error crit;
events {{ worker_connections 768; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000; default_type application/json;
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u;
  scgi_temp_path {folder}/s; root {folder}/www;
  server {{ listen 127.0.0.1:{plain}; }}
  server {{ listen 127.0.0.1:{tls} ssl; ssl_protocols TLSv1.3; ssl_conf_command Ciphersuites {cipher};
    ssl_ecdh_curve prime256v1;
    ssl_certificate {folder}/pair.pem; ssl_certificate_key {folder}/pair.pem; }}
}}
"""


def tool(name, package):
    path = shutil.which(name, path="/usr/sbin:/usr/bin:/sbin:/bin")
    if not path:
        raise Missing(f"{name} is missing: apt-get install {package}")
    return path


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def ask(port, path, tls=False):
    """The body of an answer, or None when there is none."""
    if tls:
        anyone = ssl.create_default_context()
        anyone.check_hostname, anyone.verify_mode = False, ssl.CERT_NONE
        c = http.client.HTTPSConnection("127.0.0.1", port, timeout=10, context=anyone)
    else:
        c = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        c.request("GET", path)
        answer = c.getresponse()
        return answer.read() if answer.status == 200 else None
    except OSError:
        return None
    finally:
        c.close()


def until(condition, what):
    deadline = time.monotonic() + PATIENCE_S
    while not (found := condition()):
        if time.monotonic() > deadline:
            raise Missing(what)
        time.sleep(0.02)
    return found


def family(pid):
    """A process and what it has started."""
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as f:
        return [pid] + [p for child in f.read().split() for p in family(int(child))]


def cpu_ns(pids):
    """Of all their threads, by the scheduler's own count."""
    total = 0
    for pid in pids:
        for thread in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{thread}/schedstat", encoding="ascii") as f:
                total += int(f.read().split()[0])
    return total


def memory_kib(pids, which="Anonymous:"):
    total = 0
    for pid in pids:
        with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as f:
            total += sum(int(line.split()[1]) for line in f if line.startswith(which))
    return total


def end(process):
    if process.poll() is None:
        process.terminate()
        process.wait()


class Webd:
    """Beside the other daemons, in their folder, plain and with TLS."""

    def __init__(self, bench, s):
        self.bench, self.s = bench, s
        self.plain, self.tls = free_port(), free_port()
        self.start()
        until(lambda: ask(self.plain, STATUS) and ask(self.tls, STATUS, True), "webd does not answer")
        until(lambda: json.loads(ask(self.plain, STATUS))["alarms"]["watched"], "webd does not find alarmd")

    def start(self):
        self.process = subprocess.Popen(
            [self.bench.program("daemons/webd/rmcu-webd"), "--log-level", "error", "--http", f"127.0.0.1:{self.plain}",
             "--https", f"127.0.0.1:{self.tls}"], env={**self.s.environ, "NOTIFY_SOCKET": "", "RMCU_SYSLOG": "none"})
        self.pids = [self.process.pid]

    def kill(self):
        self.process.kill()
        self.process.wait()


@contextmanager
def webd(bench, settings=SETTINGS):
    with alarmd(bench, settings) as (s, a):
        logger = Loggerd(bench, s)
        try:
            w = Webd(bench, s)
            w.alarmd, w.logger = a, logger
            try:
                yield w
            finally:
                end(w.process)
        finally:
            logger.end()


# ---------------------------------------------------------------- requests

@contextmanager
def nginx(body, cipher):
    """Serves these bytes as a file, without a log, and never ends a connection by itself."""
    program, openssl = tool("nginx", "nginx-light"), tool("openssl", "openssl")
    with tempfile.TemporaryDirectory(prefix="rmcu-bench.") as folder:
        file = folder + "/www" + STATUS
        os.makedirs(os.path.dirname(file))
        with open(file, "wb") as f:
            f.write(body)
        subprocess.run([openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                        "-subj", "/CN=bench", "-keyout", folder + "/key", "-out", folder + "/cert"],
                       check=True, capture_output=True)
        with open(folder + "/pair.pem", "wb") as f:
            for part in "key", "cert":
                with open(f"{folder}/{part}", "rb") as g:
                    f.write(g.read())
        plain, tls = free_port(), free_port()
        with open(folder + "/nginx.conf", "w", encoding="ascii") as f:
            f.write(NGINX.format(folder=folder, plain=plain, tls=tls, cipher=cipher))
        process = subprocess.Popen([program, "-e", folder + "/error", "-p", folder, "-c", folder + "/nginx.conf"])
        try:
            until(lambda: ask(plain, STATUS) == body and ask(tls, STATUS, True) == body, "nginx does not answer")
            yield plain, tls, family(process.pid)
        finally:
            end(process)


def agreed(port):
    """What a client gets: version, cipher, kind of key."""
    said = subprocess.run([tool("openssl", "openssl"), "s_client", "-connect", f"127.0.0.1:{port}"],
                          input="", capture_output=True, text=True, check=False).stdout
    return (*re.search(r"New, (TLS\S+), Cipher is (\S+)", said).groups(), re.search(r"Server Temp Key: (.*)", said)[1],
            re.search(r"Server public key is (\d+)", said)[1])


def load(url, pids):
    wrk = tool("wrk", "wrk")
    before = cpu_ns(pids)
    said = subprocess.run([wrk, "-t1", f"-c{CONNECTIONS}", f"-d{LOAD_S}s", url], capture_output=True, text=True,
                          check=True).stdout
    used, n = cpu_ns(pids) - before, int(re.search(r"(\d+) requests in", said)[1])
    if "Non-2xx" in said or "Socket errors" in said:
        raise Missing("wrk: " + said)
    return {"per_s": float(re.search(r"Requests/sec: *([\d.]+)", said)[1]), "cpu": used / n / 1000}


def note(ours, theirs, key, unit):
    mine, peer = (statistics.median(r[key] for r in rows) for rows in (ours, theirs))
    return f"{mine:.{0 if mine > 1000 else 1}f} {unit}, nginx {peer:.{0 if peer > 1000 else 1}f}"


def web_status(bench):
    """GET /api/v1/status as it is at the moment, kept alive, by 16 connections; nginx serves such an answer as a file,
    without a log. With TLS both have version, cipher and kind of key in common."""
    with webd(bench) as w, nginx(ask(w.plain, STATUS), "TLS_AES_128_GCM_SHA256") as (plain, tls, pids):
        mine, theirs = (f"http://127.0.0.1:{p}{STATUS}" for p in (w.plain, plain))
        ours, peer = bench.pairs(lambda: load(mine, w.pids), lambda: load(theirs, pids))
        bench.line("web-status-rate", ratios(ours, peer, "per_s"), 1.0, at_least=True, note=note(ours, peer, "per_s", "/s"))
        bench.line("web-status-cpu", ratios(ours, peer, "cpu"), 1.0, note=note(ours, peer, "cpu", "us"))
        differs = agreed(w.tls) != agreed(tls)
        mine, theirs = (f"https://127.0.0.1:{p}{STATUS}" for p in (w.tls, tls))
        ours, peer = bench.pairs(lambda: load(mine, w.pids), lambda: load(theirs, pids))
        bench.line("web-status-tls-rate", ratios(ours, peer, "per_s"), 0.8, at_least=True, broken=differs,
                   note=note(ours, peer, "per_s", "/s") + (f"; {agreed(w.tls)} is not {agreed(tls)}" if differs else ""))


# ---------------------------------------------------------------- streams

class Readers:
    """Clients of a stream from fifty addresses of loopback: they read what comes, and count it."""

    def __init__(self, port, n=CLIENTS):
        self.epoll, self.socks = select.epoll(), {}
        self.total = 0
        for i in range(n):
            s = socket.socket()
            s.bind((f"127.0.0.{1 + i % ADDRESSES}", 0))
            s.connect(("127.0.0.1", port))
            s.sendall(b"GET /api/v1/events HTTP/1.1\r\nHost: unit\r\nAccept: text/event-stream\r\n\r\n")
            s.setblocking(False)
            self.socks[s.fileno()] = s
            self.epoll.register(s, select.EPOLLIN)

    def read(self, seconds):
        """Bytes that came to all in this time."""
        began, total = time.monotonic(), 0
        while (left := began + seconds - time.monotonic()) > 0:
            for fd, _ in self.epoll.poll(left):
                got = self.socks[fd].recv(65536)
                if not got:
                    raise Missing("a stream has ended")
                total += len(got)
        return total

    def count(self, seconds):
        self.total = self.read(seconds)

    def close(self):
        for s in self.socks.values():
            s.close()


def told_both(servers):
    """CPU for each event of each client, of two servers at the same time: who is not read is another load. An update a
    second comes to everybody."""
    before = [cpu_ns(pids) for _, pids in servers]
    threads = [threading.Thread(target=lambda r=r: r.count(STREAM_S)) for r, _ in servers]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return [{"cpu": (cpu_ns(pids) - b) / STREAM_S / CLIENTS / 1000, "bytes": r.total / STREAM_S / CLIENTS}
            for (r, pids), b in zip(servers, before)]


def web_streams(bench):
    """500 clients of /api/v1/events: anonymous memory for each, and CPU for each event, everything of webd's in it
    but what it uses without a client; the probe sends as many bytes of nothing a second to as many."""
    with webd(bench) as w:
        idle_before = cpu_ns(w.pids)
        time.sleep(STREAM_S)        # what is measured
        idle = (cpu_ns(w.pids) - idle_before) / STREAM_S / CLIENTS / 1000
        before = memory_kib(w.pids)
        port = free_port()
        readers, probe = [], None
        try:
            readers.append(Readers(w.plain))
            readers[0].read(5)
            size = round(readers[0].read(STREAM_S) / STREAM_S / CLIENTS)
            probe = subprocess.Popen([bench.program("tests/bench_web_probe"), str(port), str(size), "1000"])
            until(lambda: socket.socket().connect_ex(("127.0.0.1", port)) == 0, "the probe does not listen")
            readers.append(Readers(port))
            readers[1].read(3)
            both = [told_both(((readers[0], w.pids), (readers[1], [probe.pid]))) for _ in range(STREAM_ROUNDS)]
            ours, bare = zip(*both)
            each = (memory_kib(w.pids) - before) / CLIENTS
        finally:
            for r in readers:
                r.close()
            if probe:
                probe.kill()
                probe.wait()
    bench.line("web-stream-memory", [each], CLIENT_KIB, unit=" KiB")
    bench.line("web-stream-cpu", [(a["cpu"] - idle) / b["cpu"] for a, b in zip(ours, bare)], 1.3,
               note=f"{statistics.median(r['cpu'] for r in ours) - idle:.1f} us an event of {size} bytes, bare "
                    f"{statistics.median(r['cpu'] for r in bare):.1f}; bytes {statistics.median(ratios(ours, bare, 'bytes')):.2f}")


# ---------------------------------------------------------------- scrapes, memory, restarts

def scraped(port, pids, n):
    c = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    before = cpu_ns(pids)
    for _ in range(n):
        c.request("GET", "/metrics")
        answer = c.getresponse()
        if answer.status != 200 or not answer.read():
            raise Missing("/metrics is refused")
    used = cpu_ns(pids) - before
    c.close()
    return {"cpu": used / n / 1000}


def web_metrics(bench):
    """CPU of a scrape of /metrics, against prometheus-node-exporter's."""
    port = free_port()
    exporter = subprocess.Popen([tool("prometheus-node-exporter", "prometheus-node-exporter"),
                                 f"--web.listen-address=127.0.0.1:{port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with webd(bench) as w:
            until(lambda: ask(port, "/metrics"), "the node exporter does not answer")
            ours, theirs = bench.pairs(lambda: scraped(w.plain, w.pids, SCRAPES),
                                       lambda: scraped(port, [exporter.pid], THEIR_SCRAPES))
    finally:
        end(exporter)
    bench.line("web-metrics-cpu", [b / a for a, b in zip((r["cpu"] for r in ours), (r["cpu"] for r in theirs))], 200,
               at_least=True, note=f"times less: {statistics.median(r['cpu'] for r in ours):.0f} us, "
                                   f"{statistics.median(r['cpu'] for r in theirs):.0f} us")


def web_memory(bench):
    """Anonymous memory of webd that is idle: after its first answers, plain and with TLS, when nobody has asked for a
    while. The note has what it is at the very moment of these answers. Not a ratio."""
    with webd(bench) as w:
        ask(w.plain, "/")
        ask(w.tls, "/", True)
        at_once = memory_kib(w.pids)
        time.sleep(IDLE_S)      # what is measured
        bench.line("web-memory", [memory_kib(w.pids)], IDLE_KIB, unit=" KiB", note=f"{at_once} KiB at once")


def back(w, port, tls):
    """From the start of the program until the first page of status."""
    w.kill()
    began = time.monotonic()
    w.start()
    until_s = began + PATIENCE_S
    while not ask(port, STATUS, tls):
        if time.monotonic() > until_s:
            raise Missing("webd does not come back")
        time.sleep(0.001)
    return (time.monotonic() - began) * 1000


def web_back(bench):
    """A killed webd: from its start to its first answer with values. The service manager waits 100 ms before. Not a ratio."""
    with webd(bench) as w:
        for name, port, tls in ("web-back", w.plain, False), ("web-back-tls", w.tls, True):
            bench.line(name, [back(w, port, tls) for _ in range(bench.rounds)], BACK_MS, unit=" ms")


FIGURES = [web_status, web_streams, web_metrics, web_memory, web_back]
