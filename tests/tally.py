#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Sums up what `meson test` and others found, as the last line `N passed, N failed, N skipped`.

    tests/tally.py SOURCE...        a testlog.json of meson, or a file that ends in such a line

A program counts its own tests: it prints that line (or the first two figures of it), or it is pytest. One that
prints neither is one test. With CI set in the environment a skip is a failure: what is missing there can be
installed. The exception are skips that say "not possible here" (no user namespaces, another clang-format).
"""

import json
import os
import re
import sys

OWN = re.compile(r"^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$", re.M)
PYTEST = re.compile(r"^=* ?((?:\d+ \w+(?:, )?)+) in [\d.]+s.*$", re.M)
PYTEST_FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+ - .*)$", re.M)
PYTEST_SKIP = re.compile(r"^SKIPPED \[(\d+)\] (.*)$", re.M)
# Of a reason; the whole of it stands in meson's log.
REASON_MOST = 400
EXCUSE = "not possible here"


class Tally:
    def __init__(self, strict):
        self.strict, self.passed, self.failed, self.skipped = strict, 0, 0, 0
        self.notes = []

    def skip(self, name, count, reason):
        if self.strict and EXCUSE not in reason:
            self.failed += count
            self.notes.append(f"FAILED   {name}: skipped, and CI skips nothing that can be installed: {reason}")
        else:
            self.skipped += count
            self.notes.append(f"skipped  {name}: {reason}")

    def add(self, name, result, output):
        """One program of `meson test`"""
        if result == "SKIP":
            return self.skip(name, 1, last_line(output))
        passed, failed, skips = count(output)
        for number, reason in skips:
            self.skip(name, number, reason)
        if result == "OK" and not failed:
            self.passed += passed if passed or skips else 1
        else:
            # a leak found at the end, a time-out: not the fault of any one test
            self.passed += passed
            self.failed += failed or 1
            self.notes.append(f"FAILED   {name}" + (f": {result.lower()}" if result != "FAIL" else ""))
            self.notes += [f"FAILED   {name}: {why[:REASON_MOST]}" for why in PYTEST_FAILED.findall(output)]

    def add_line(self, path, text):
        found = OWN.findall(text)
        if found:
            self.passed, self.failed, self.skipped = (
                a + int(b or 0) for a, b in zip((self.passed, self.failed, self.skipped), found[-1]))
        else:
            self.failed += 1
            self.notes.append(f"FAILED   {path}: it ended without a result")


def last_line(output):
    lines = [line for line in output.splitlines() if line.strip()]
    return lines[-1].strip() if lines else "no reason was given"


def count(output):
    """(passed, failed, [(number, reason) of skips]) of what a program printed; zeros when it does not count"""
    own = OWN.findall(output)
    if own:
        passed, failed, skipped = (int(n or 0) for n in own[-1])
        reasons = [line.removeprefix("skip:").strip() for line in output.splitlines() if line.startswith("skip:")]
        return passed, failed, [(skipped, "; ".join(reasons) or "no reason was given")] if skipped else []
    summary = PYTEST.findall(output)
    if summary:
        words = {word.rstrip("s"): int(n) for n, word in re.findall(r"(\d+) (\w+)", summary[-1])}
        skips = [(int(n), reason) for n, reason in PYTEST_SKIP.findall(output)]
        rest = words.get("skipped", 0) - sum(n for n, _ in skips)
        if rest > 0:
            skips.append((rest, "no reason was given"))
        return words.get("passed", 0) + words.get("xfailed", 0), words.get("failed", 0) + words.get("error", 0), skips
    return 0, 0, []


def self_test():
    t = Tally(strict=False)
    t.add("unit", "OK", "RMCU_TEST_SEED=1\n12 passed, 0 failed\n")
    t.add("leak", "FAIL", "3 passed, 0 failed\nLeakSanitizer\n")
    t.add("plain", "OK", "fine\n")
    t.add("skipped", "SKIP", "a sentence\n")
    t.add("pytest", "FAIL", "SKIPPED [1] tests/e2e/test_a.py:3: not possible here: no user namespaces\n"
          "FAILED tests/e2e/test_a.py::test_b - AssertionError: two of three\n"
          "===== 1 failed, 4 passed, 1 skipped in 0.10s =====\n")
    assert t.notes[-1] == "FAILED   pytest: tests/e2e/test_a.py::test_b - AssertionError: two of three", t.notes
    t.add_line("log", "1 passed, 1 failed, 0 skipped\n# more\n5 passed, 0 failed, 2 skipped\n")
    t.add_line("none", "Killed\n")
    assert (t.passed, t.failed, t.skipped) == (12 + 3 + 1 + 4 + 5, 1 + 1 + 1, 1 + 1 + 2), vars(t)
    t = Tally(strict=True)
    t.add("skipped", "SKIP", "a sentence\n")
    t.add("excused", "SKIP", "not possible here: a sentence\n")
    assert (t.passed, t.failed, t.skipped) == (0, 1, 1), vars(t)


def main():
    self_test()
    tally = Tally(bool(os.environ.get("CI")))
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8", errors="replace") as f:
            if not path.endswith(".json"):
                tally.add_line(path, f.read())
                continue
            for line in f:
                test = json.loads(line)
                output = "\n".join(filter(None, (test.get("stdout"), test.get("stderr"))))
                tally.add(test["name"].rpartition(" / ")[2].split(":")[-1], test["result"], output)
    if tally.notes:
        print("\n".join(sorted(tally.notes)))
    print(f"{tally.passed} passed, {tally.failed} failed, {tally.skipped} skipped")
    return 1 if tally.failed else 0


if __name__ == "__main__":
    sys.exit(main())
