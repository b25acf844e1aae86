#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""edgetime.py INPUT OUTPUT COUNT MOST_MS: pulls a line of the simulated chip, and times how long another one takes
to follow. INPUT and OUTPUT are folders of gpio-sim lines. Fails when one took longer than MOST_MS."""
import os
import sys
import time

source, target, count, most = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
# gpio-sim's edges merge when they are closer than the guest's tick
REST = 0.03
GIVE_UP = 5.0


def level(fd):
    os.lseek(fd, 0, os.SEEK_SET)
    return os.read(fd, 1) == b"1"


took = []
value = os.open(f"{target}/value", os.O_RDONLY)
for i in range(count):
    wanted = i % 2 == 0
    begin = time.monotonic()
    with open(f"{source}/pull", "w", encoding="ascii") as f:
        f.write("pull-up" if wanted else "pull-down")
    while level(value) != wanted:
        if time.monotonic() - begin > GIVE_UP:
            sys.exit(f"edge {i + 1}: the output did not follow in {GIVE_UP:g} s")
        time.sleep(0.0005)      # the guest has one processor
    took.append((time.monotonic() - begin) * 1000)
    time.sleep(REST)
took.sort()
print(f"{count} edges: median {took[count // 2]:.1f} ms, worst {took[-1]:.1f} ms")
sys.exit(took[-1] > most)
