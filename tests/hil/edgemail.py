#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""edgemail.py INPUT MAILS COUNT MOST_MS: pulls a line of the simulated chip, and times how long it takes until the server on
the host has accepted the mail about its alarm. INPUT is the folder of a gpio-sim line, MAILS where mailhost.py puts what it
accepted. Fails when one took longer than MOST_MS, or when a mail is not about this edge."""
import glob
import os
import re
import sys
import time

source, mails, count, most = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:])
GIVE_UP = 30.0
LOOK_AGAIN = 0.005


def accepted(number):
    """The text of that mail, and when it was seen: at most LOOK_AGAIN after the server took it."""
    path, end = os.path.join(mails, str(number)), time.monotonic() + GIVE_UP
    while not os.path.exists(path):
        if time.monotonic() > end:
            sys.exit(f"mail {number} has not come within {GIVE_UP:g} s")
        time.sleep(LOOK_AGAIN)
    seen = time.monotonic()
    with open(path, encoding="utf-8") as f:
        return seen, f.read()


def sender_runs():
    """Read, not asked: a process for each look would take as long as the sender's own start."""
    for comm in glob.glob("/proc/[0-9]*/comm"):
        try:
            with open(comm, encoding="ascii", errors="replace") as f:
                if f.read() == "rmcu-send\n":
                    return True
        except OSError:
            pass        # it has ended meanwhile
    return False


def sender_ended():
    """Each edge is one by itself: what the mail before it still does after its acceptance is not its time."""
    end = time.monotonic() + GIVE_UP
    while sender_runs():
        if time.monotonic() > end:
            sys.exit(f"the sender has not ended within {GIVE_UP:g} s")
        time.sleep(0.1)


took = []
before = len(os.listdir(mails))
for i in range(count):
    sender_ended()
    begin = time.monotonic()
    with open(os.path.join(source, "pull"), "w", encoding="ascii") as f:
        f.write("pull-up" if i % 2 == 0 else "pull-down")
    seen, text = accepted(before + i + 1)
    wanted = "alarm-cleared" if i % 2 else "alarm-raised"
    if not re.search(rf"^{wanted} door\b", text, re.M):
        sys.exit(f"edge {i + 1}: no mail about {wanted}:\n{text}")
    took.append((seen - begin) * 1000)
took.sort()
print(f"{len(took)} edges: median {took[len(took) // 2]:.0f} ms, worst {took[-1]:.0f} ms")
sys.exit(took[-1] > most)
