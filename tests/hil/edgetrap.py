#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""edgetrap.py INPUT PORT COUNT MOST_MS: pulls a line of the simulated chip, and times how long the notification
of its alarm takes to arrive at a manager. INPUT is the folder of a gpio-sim line. Fails when one took longer than MOST_MS.

The manager is a bare socket, which looks for the name of the notification alone."""
import os
import select
import socket
import sys
import time

source, port, count, most = sys.argv[1], *map(float, sys.argv[2:])
# the end of rmcuCriticalPrefix as BER has it (X.690, 8.19), below the root's 7628
PREFIX = bytes([0x80 | 7628 >> 7, 7628 & 0x7f, 2, 6, 0])
RAISED, CLEARED = 1, 2
# gpio-sim's edges merge when they are closer than the guest's tick
REST = 0.03
GIVE_UP = 5.0

manager = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
manager.bind(("127.0.0.1", int(port)))


def heard(which, deadline):
    """Whether this notification came."""
    while select.select([manager], [], [], max(0, deadline - time.monotonic()))[0]:
        if PREFIX + bytes([which]) in manager.recv(65536):
            return True
    return False


took = []
for i in range(int(count)):
    begin = time.monotonic()
    with open(os.path.join(source, "pull"), "w", encoding="ascii") as f:
        f.write("pull-up" if i % 2 == 0 else "pull-down")
    if not heard(CLEARED if i % 2 else RAISED, begin + GIVE_UP):
        sys.exit(f"edge {i + 1}: no notification in {GIVE_UP:g} s")
    took.append((time.monotonic() - begin) * 1000)
    time.sleep(REST)
took.sort()
print(f"{len(took)} edges: median {took[len(took) // 2]:.1f} ms, worst {took[-1]:.1f} ms")
sys.exit(took[-1] > most)
