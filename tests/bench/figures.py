# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The RMCU authors
"""Rounds, medians and the lines of the table."""
import json
import os
import statistics
import subprocess
import sys

# Fewer say nothing on a machine that others use too.
ROUNDS_LEAST = 9


class Missing(Exception):
    """A figure cannot be measured; the text says what to do."""


def quartiles(values):
    if len(values) < 2:
        return values[0], values[0]
    low, _, high = statistics.quantiles(values, n=4, method="inclusive")
    return low, high


class Bench:
    def __init__(self, build, top, rounds):
        self.build, self.top, self.rounds = build, top, rounds
        self.ok = self.missed = 0

    def program(self, name):
        path = os.path.join(self.build, name)
        if not os.path.exists(path):
            raise Missing(f"'{path}' is not built")
        return path

    def probe(self, name, *arguments):
        """Runs a probe that prints one line of JSON."""
        run = subprocess.run([self.program("tests/" + name), *map(str, arguments)], capture_output=True, text=True)
        if run.returncode:
            raise Missing(f"{name} ended with {run.returncode}: {run.stderr.strip()}")
        return json.loads(run.stdout)

    def pairs(self, ours, bare, rounds=None):
        """Calls both in each round, in turns who is first; returns the two lists of results."""
        results = ([], [])
        for i in range(rounds or self.rounds):
            order = ((0, ours), (1, bare)) if i % 2 else ((1, bare), (0, ours))
            for which, call in order:
                results[which].append(call())
            print(".", end="", file=sys.stderr, flush=True)
        print(end="\r", file=sys.stderr, flush=True)
        return results

    def line(self, name, values, bar, at_least=False, unit="", note="", broken=False):
        """One figure: the median of `values` against its bar; `broken` misses it whatever the median is."""
        median = statistics.median(values)
        low, high = quartiles(values)
        good = not broken and (median >= bar if at_least else median <= bar)
        self.ok += good
        self.missed += not good
        print(f"{name:<26} {median:8.2f}{unit:<4} [{low:.2f} .. {high:.2f}]  {'>=' if at_least else '<='} {bar:g}{unit}"
              f"  {'ok' if good else 'missed'}{'  ' + note if note else ''}", flush=True)

    def missing(self, name, why):
        self.missed += 1
        print(f"{name:<26} missed  {why}", flush=True)


def ratios(ours, bare, key):
    return [a[key] / b[key] for a, b in zip(ours, bare)]
