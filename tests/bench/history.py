# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The RMCU authors
"""The history: what a query, an export and a stored row cost, against a flat file, the sqlite3 shell and rrdtool."""
import os
import resource
import shutil
import socket
import statistics
import subprocess
import tempfile
import time
from contextlib import contextmanager

from figures import Missing, ratios
from suite import sensord

# Some hour; queries end at an odd minute of the last one.
FROM = 1795636800
DAY = 86400
DAYS, CHANNELS, SECONDS = 400, 11, 48 * 3600
YEAR_MINUTES = 365 * 24 * 60
BUCKETS = 1000
CHANNEL = "c3"
RANGES = {"day": 1, "week": 7, "month": 30, "quarter": 91, "year": 365}
# Runs of a whole process in a round.
RUNS = 10
INGEST_ROWS = 60000
WHOLE_MB = 150
# The log in the default quota of 20 MiB, about.
QUOTA_ROWS = 170000
YEARS_DAYS = 3650
# loggerd: until it has seen a few minutes, and how long it is looked at.
WARM_S, CPU_S = 10, 15
MEMORY_KIB = 1024
# Bytes to the device: how long, and until the writers have found their pace.
BYTES_S, WARM_BYTES_S = 1800, 130
# Of the simulator's 17 channels: then 11 are left.
HIDDEN = ["do_4", "di_4", "di_3", "alarm_out", "power_supply", "battery"]


def tool(name, package):
    path = shutil.which(name)
    if not path:
        raise Missing(f"{name} is missing: apt-get install {package}")
    return path


def cpu(arguments, stdout=subprocess.DEVNULL):
    """CPU of a whole process and its children, seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(arguments, stdout=stdout, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def output(arguments):
    return subprocess.run(arguments, capture_output=True, check=True).stdout


@contextmanager
def filled(bench, days, seconds, log):
    """A history of so many days of minutes."""
    folder = tempfile.mkdtemp(prefix="rmcu-bench.")
    try:
        subprocess.run([bench.program("tests/bench_history"), "fill", folder, str(FROM), str(days), str(CHANNELS),
                        str(seconds), str(log)], check=True)
        yield folder
    finally:
        shutil.rmtree(folder)


def queries(bench, folder):
    """A range of one channel in 1 000 buckets, from the minutes and hours of the history; the limit reads a file of
    floats with the same minutes. Both print the buckets, and must print the same."""
    ours, bare = bench.program("tests/bench_history"), bench.program("tests/bench_flat")
    end, origin = FROM + DAYS * DAY - 420, FROM + (DAYS - 396) * DAY
    flat = os.path.join(folder, "flat")
    subprocess.run([ours, "flat", folder, CHANNEL, str(origin), str(FROM + DAYS * DAY), flat], check=True)
    for name, days in RANGES.items():
        span = [str(end - days * DAY), str(end), str(BUCKETS)]
        mine, limit = [ours, "query", folder, CHANNEL, *span], [bare, flat, str(origin), *span]
        differs = output(mine) != output(limit)
        a, b = bench.pairs(lambda m=mine: {"cpu": min(cpu(m) for _ in range(RUNS))},
                           lambda m=limit: {"cpu": min(cpu(m) for _ in range(RUNS))})
        bench.line(f"history-query-{name}", ratios(a, b, "cpu"), 2, broken=differs,
                   note=f"{statistics.median(r['cpu'] for r in a) * 1000:.1f} ms"
                        + ("; ANOTHER RESULT" if differs else ""))


def query_in_sql(bench, folder):
    """The year, against the sqlite3 shell that groups wide rows of the same minutes (those of the log)."""
    shell, ours = tool("sqlite3", "sqlite3"), bench.program("tests/bench_history")
    end = FROM + DAYS * DAY
    begin, width = end - 365 * DAY, 365 * DAY
    sql = (f"SELECT min({CHANNEL}), round(avg({CHANNEL})), max({CHANNEL}) FROM log WHERE ms >= {begin * 1000} "
           f"GROUP BY (ms / 1000 - {begin}) * {BUCKETS} / {width}")
    a, b = bench.pairs(lambda: {"cpu": cpu([ours, "query", folder, CHANNEL, str(begin), str(end), str(BUCKETS)])},
                       lambda: {"cpu": cpu([shell, "-readonly", os.path.join(folder, "history.db"), sql])})
    bench.line("history-query-sql", ratios(a, b, "cpu"), 0.1)


def export(bench, folder):
    """A year of the log, one row a minute, as CSV; the sqlite3 shell writes the same columns of the same rows."""
    shell, ours = tool("sqlite3", "sqlite3"), bench.program("tests/bench_history")
    columns = ", ".join(f"c{i} / 1000.0" for i in range(CHANNELS))
    sql = (f"SELECT strftime('%Y-%m-%dT%H:%M:%S+00:00', ms / 1000, 'unixepoch'), 'Bench', 'periodic', '', {columns}, ''"
           " FROM log")
    memory = []

    def mine():
        with open(os.devnull, "wb") as null:
            used = cpu([ours, "export", folder], null)
        memory.append(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
        return {"cpu": used}
    a, b = bench.pairs(mine, lambda: {"cpu": cpu([shell, "-readonly", "-csv", os.path.join(folder, "history.db"), sql])})
    bench.line("history-export", ratios(a, b, "cpu"), 0.25,
               note=f"{statistics.median(r['cpu'] for r in a) * 1000:.0f} ms")


def table_kib(folder, table):
    shell = tool("sqlite3", "sqlite3")
    return int(output([shell, "-readonly", os.path.join(folder, "history.db"),
                       f"SELECT sum(pgsize) / 1024 FROM dbstat WHERE name = '{table}'"]))


def stored_second(bench, folder):
    """Bytes of a second in a full ring, against a line of CSV with the same values."""
    lines = output([bench.program("tests/bench_history"), "export", folder]).split(b"\r\n")
    # time, and the values: what a plain logger would write
    text = statistics.mean(len(b",".join(line.split(b",")[:1] + line.split(b",")[4:-1])) + 1 for line in lines[1:1000])
    bench.line("history-second", [table_kib(folder, "seconds") * 1024 / SECONDS / text], 1.3,
               note=f"{table_kib(folder, 'seconds') * 1024 / SECONDS:.0f} bytes, CSV {text:.0f}")


def year(bench):
    with filled(bench, DAYS, SECONDS, YEAR_MINUTES) as folder:
        queries(bench, folder)
        query_in_sql(bench, folder)
        export(bench, folder)
        stored_second(bench, folder)


def ten_years(bench):
    """The whole file at default sizes, all rings full; and what a query costs when the history is so long."""
    ours = bench.program("tests/bench_history")

    def ask(folder, days, total):
        end = FROM + total * DAY - 420
        return {"cpu": min(cpu([ours, "query", folder, CHANNEL, str(end - days * DAY), str(end), str(BUCKETS)])
                           for _ in range(RUNS))}
    with filled(bench, YEARS_DAYS, SECONDS, QUOTA_ROWS) as long, filled(bench, 2, SECONDS, 0) as short:
        size = os.path.getsize(os.path.join(long, "history.db")) / 1e6
        bench.line("history-file", [size], WHOLE_MB, unit=" MB", note="at default sizes, without the black boxes")
        a, b = bench.pairs(lambda: ask(long, 1, YEARS_DAYS), lambda: ask(short, 1, 2))
        bench.line("history-grown", ratios(a, b, "cpu"), 2, note="a day, of ten years against of two days")
        a, b = bench.pairs(lambda: ask(long, YEARS_DAYS - 1, YEARS_DAYS), lambda: ask(short, 1, 2))
        bench.line("history-all", ratios(a, b, "cpu"), 2, note="ten years against a day, as many buckets")


def ingest(bench):
    """Rows through loggerd's storing code in one process, 600 a transaction, FULL; against rrdtool updating a file with
    the same rings through rrdcached."""
    rrdtool, cached = tool("rrdtool", "rrdtool"), tool("rrdcached", "rrdcached")

    def ours():
        folder = tempfile.mkdtemp(prefix="rmcu-bench.")
        try:
            return bench.probe("bench_history", "ingest", folder, INGEST_ROWS)
        finally:
            shutil.rmtree(folder)

    def rrd():
        folder = tempfile.mkdtemp(prefix="rmcu-bench.")
        address = "unix:" + os.path.join(folder, "sock")
        daemon = subprocess.Popen([cached, "-g", "-l", address, "-b", folder, "-w", "600"],
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            return {"rows_per_s": rrd_rows(rrdtool, address, os.path.join(folder, "a.rrd"), daemon)}
        finally:
            daemon.terminate()
            daemon.wait()
            shutil.rmtree(folder)
    a, b = bench.pairs(ours, rrd)
    bench.line("history-ingest", ratios(a, b, "rows_per_s"), 5, at_least=True,
               note=f"{statistics.median(r['rows_per_s'] for r in a):.0f} rows/s")


def rrd_rows(rrdtool, address, path, daemon):
    rows = INGEST_ROWS // 4
    subprocess.run([rrdtool, "create", path, "--step", "1", "--start", str(FROM),
                    *(f"DS:c{i}:GAUGE:5:U:U" for i in range(CHANNELS)), f"RRA:LAST:0.5:1:{SECONDS}",
                    *(f"RRA:{f}:0.5:60:20000" for f in ("MIN", "AVERAGE", "MAX"))], check=True)
    while not os.path.exists(address[len("unix:"):]):
        if daemon.poll() is not None:
            raise Missing("rrdcached does not run")
        time.sleep(0.01)
    lines = "".join(f"update {path} --daemon {address} {FROM + 1 + t}:" +
                    ":".join(f"{13 + i + t % 100 / 1000:.3f}" for i in range(CHANNELS)) + "\n" for t in range(rows))
    begin = time.monotonic()
    subprocess.run([rrdtool, "-"], input=lines + f"flushcached --daemon {address} {path}\nquit\n", text=True, check=True,
                   stdout=subprocess.DEVNULL)
    return rows / (time.monotonic() - begin)


class Loggerd:
    """Beside a running sensord, in its folder."""

    def __init__(self, bench, s):
        path = os.path.join(s.folder, "loggerd.notify")
        if os.path.exists(path):
            os.unlink(path)
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
            manager.bind(path)
            manager.settimeout(20)
            self.process = subprocess.Popen([bench.program("daemons/loggerd/rmcu-loggerd"), "--log-level", "error"],
                                            env={**s.environ, "NOTIFY_SOCKET": path})
            while b"READY=1" not in manager.recv(4096):
                pass

    def anonymous_kib(self):
        with open(f"/proc/{self.process.pid}/smaps_rollup", encoding="ascii") as f:
            return sum(int(line.split()[1]) for line in f if line.startswith("Anonymous:"))

    def cpu_us(self):
        """Of all threads, by the scheduler's own count."""
        total = 0
        for thread in os.listdir(f"/proc/{self.process.pid}/task"):
            with open(f"/proc/{self.process.pid}/task/{thread}/schedstat", encoding="ascii") as f:
                total += int(f.read().split()[0])
        return total / 1000

    def end(self):
        self.process.terminate()
        self.process.wait()


def loggerd(bench):
    """CPU of loggerd for each snapshot, its rings full of the same 11 channels, against a bare program that reads the same
    snapshots and writes the same seconds, a transaction a minute; the simulator runs 20 times as fast, so that minutes
    pass. And its memory, when it is warm."""
    memory = []
    hidden = " ".join(f'{c} = {{ name = ""; }};' for c in HIDDEN)
    with sensord(bench, f"channels = {{ {hidden} }};\n") as s, tempfile.TemporaryDirectory(prefix="rmcu-bench.") as full:
        subprocess.run([bench.program("tests/bench_history"), "fill", full, str(int(time.time()) // 60 * 60 - DAYS * DAY),
                        str(DAYS), s.socket, str(SECONDS), str(QUOTA_ROWS)], check=True)
        folder = os.path.join(s.folder, "state", "loggerd", "simulated")
        subprocess.run([bench.program("daemons/psctl/psctl"), "sim", "speed", "20"], env=s.environ, check=True,
                       stdout=subprocess.DEVNULL)

        def ours():
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(full, folder)
            program = Loggerd(bench, s)
            time.sleep(WARM_S)
            before, begin = program.cpu_us(), time.monotonic()
            time.sleep(CPU_S)
            used, seconds = program.cpu_us() - before, time.monotonic() - begin
            memory.append(program.anonymous_kib())
            program.end()
            return {"cpu": used / (seconds * 20 * 10)}

        def bare():
            path = os.path.join(s.folder, "bare.db")
            for end in "", "-wal", "-shm":
                if os.path.exists(path + end):
                    os.unlink(path + end)
            return bench.probe("bench_history", "writer", s.socket, path, CPU_S * 20 * 10)
        a, b = bench.pairs(ours, bare)
    bench.line("loggerd-cpu", ratios(a, b, "cpu"), 1.5, note=f"{statistics.median(r['cpu'] for r in a):.0f} us")
    bench.line("loggerd-memory", [max(memory)], MEMORY_KIB, unit=" KiB")


class Disk:
    """An ext4 of its own, whose writes the kernel counts (Documentation/block/stat.rst: sectors of 512 bytes)."""

    def __init__(self, folder, name):
        self.path = os.path.join(folder, name)
        image = self.path + ".img"
        os.mkdir(self.path)
        with open(image, "wb") as f:
            f.truncate(640 << 20)
        subprocess.run([tool("mkfs.ext4", "e2fsprogs"), "-q", "-F", image], check=True)
        if subprocess.run(["mount", "-o", "loop", image, self.path], stderr=subprocess.DEVNULL).returncode:
            raise Missing("a disk of its own cannot be mounted: be root")
        self.device = os.path.basename(output(["findmnt", "-no", "SOURCE", self.path]).decode().strip())

    def written(self):
        with open(f"/sys/block/{self.device}/stat", encoding="ascii") as f:
            return int(f.read().split()[6]) * 512

    def end(self):
        subprocess.run(["umount", self.path], check=True)


def bytes_to_the_device(bench):
    """What reaches the card in half an hour, rings full once: loggerd, a line of CSV a second, a transaction a second;
    side by side, each on a disk of its own."""
    hidden = " ".join(f'{c} = {{ name = ""; }};' for c in HIDDEN)
    ours, seconds = bench.program("tests/bench_history"), BYTES_S + WARM_BYTES_S
    disks, programs = {}, []
    with sensord(bench, f"channels = {{ {hidden} }};\n") as s, tempfile.TemporaryDirectory(prefix="rmcu-bench.") as at:
        try:
            for name in "loggerd", "csv", "naive":
                disks[name] = Disk(at, name)
            history = os.path.join(disks["loggerd"].path, "loggerd", "simulated")
            os.makedirs(history)
            subprocess.run([ours, "fill", history, str(int(time.time()) // 60 * 60 - DAYS * DAY), str(DAYS), s.socket,
                            str(SECONDS), str(QUOTA_ROWS)], check=True)
            s.environ["RMCU_STATE_DIR"] = disks["loggerd"].path
            programs.append(Loggerd(bench, s))
            for name in "csv", "naive":
                programs.append(subprocess.Popen([ours, name, os.path.join(disks[name].path, "f"), str(seconds)]))
            os.sync()
            time.sleep(WARM_BYTES_S)
            before = {name: disk.written() for name, disk in disks.items()}
            time.sleep(BYTES_S)
            used = {name: disk.written() - before[name] for name, disk in disks.items()}
        finally:
            for program in programs:
                program.end() if isinstance(program, Loggerd) else program.wait()
            for disk in disks.values():
                disk.end()
    note = f"{used['loggerd'] / BYTES_S:.0f} bytes/s"
    bench.line("history-bytes-csv", [used["loggerd"] / used["csv"]], 3, note=note)
    bench.line("history-bytes-naive", [used["loggerd"] / used["naive"]], 0.1, note=note)


# Half an hour each: only by name.
BY_NAME = [bytes_to_the_device]
FIGURES = [loggerd, year, ten_years, ingest]
