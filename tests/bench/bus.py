# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The RMCU authors
"""The bus against bare SEQPACKET sockets: bench_bus.c and bench_raw.c, both on harness.c."""
import statistics
import subprocess

from figures import ratios

# Messages in one measurement: two seconds of 100 Hz.
PACED = 200
# At this rate a tail has samples: publishes in a round of the figure with a stopped subscriber.
FLOOD = 20000
# In flight in a flood: what a server's bounded send buffer surely holds (lib/bus/outbox.c).
WINDOW = 4


def size(bench, channels):
    """Bytes of a snapshot of so many channels, and the send buffer that the server gives it."""
    out = subprocess.run([bench.program("tests/bench_bus"), "size", str(channels)], capture_output=True, text=True,
                         check=True).stdout
    return out.split()


def paced(bench, channels=11, rate=100, count=PACED, stop=False):
    """The same run on both; what each call returns is described in harness.c."""
    length, buffer = size(bench, channels)
    common = ["--rate", rate, "--count", count] + (["--stop"] if stop else [])
    return (lambda: bench.probe("bench_bus", "--channels", channels, *common),
            lambda: bench.probe("bench_raw", "--size", length, "--buffer", buffer, *common))


def bus(bench):
    """p50 from publish to receive, and CPU of all processes per snapshot (encoding and decoding in it)."""
    ours, bare = bench.pairs(*paced(bench))
    bench.line("bus-p50", ratios(ours, bare, "p50"), 1.25,
               note=f"{statistics.median(r['p50'] for r in ours):.0f} us")
    bench.line("bus-cpu", ratios(ours, bare, "cpu"), 1.3,
               note=f"{statistics.median(r['cpu'] for r in ours):.0f} us")


def bus_throughput(bench):
    """Five readers acknowledge each second snapshot; the publisher is never more than WINDOW ahead of the slowest."""
    length, buffer = size(bench, 11)
    common = ["--count", FLOOD, "--window", WINDOW]
    ours, bare = bench.pairs(lambda: bench.probe("bench_bus", *common),
                             lambda: bench.probe("bench_raw", "--size", length, "--buffer", buffer, *common))
    bench.line("bus-throughput", ratios(ours, bare, "rate"), 0.8, at_least=True,
               note=f"{statistics.median(r['rate'] for r in ours):.0f} /s", broken=any(r["lost"] for r in ours))


def bus_stopped(bench):
    """p99 of the time that publishing takes, with one of five subscribers stopped and without; the other four lose nothing.
    On a machine that lets a reader wait for 50 ms somebody else's load makes it lose some: the median must be 0."""
    stopped, _ = paced(bench, stop=True)
    without, _ = paced(bench)
    ours, bare = bench.pairs(stopped, without)
    lost = statistics.median(r["lost"] for r in ours)
    bench.line("bus-stopped-p99", ratios(ours, bare, "publish_p99"), 2, broken=lost > 0, note=f"{lost:g} lost")


def channels(bench):
    """CPU of all processes per snapshot of 64 channels and of 11."""
    many, _ = paced(bench, channels=64)
    few, _ = paced(bench, channels=11)
    ours, bare = bench.pairs(many, few)
    bench.line("channels-64-cpu", ratios(ours, bare, "cpu"), 2.5)


FIGURES = [bus, bus_throughput, bus_stopped, channels]
