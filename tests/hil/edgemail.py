#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""edgemail.py INPUT PORT COUNT MOST_MS: pulls a line of the simulated chip, and times how long the mail about its alarm
takes to be accepted by a server. INPUT is the folder of a gpio-sim line. Fails when one took longer than MOST_MS, or when a
mail is not about this edge.

The server is the little of RFC 5321 that a mail takes: the guest has no network, and no other server."""
import os
import re
import socket
import sys
import time

source, port, count, most = sys.argv[1], *map(int, sys.argv[2:])
GIVE_UP = 30.0

server = socket.create_server(("127.0.0.1", port))
server.settimeout(GIVE_UP)


def take():
    """One mail, accepted; when that was, and its text."""
    conn, _ = server.accept()
    conn.settimeout(GIVE_UP)
    with conn, conn.makefile("rwb") as f:
        def say(line):
            f.write(line + b"\r\n")
            f.flush()
        say(b"220 guest")
        text = None
        while line := f.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                say(b"354 go on")
                lines = []
                while (line := f.readline()) not in (b".\r\n", b""):
                    lines.append(line)
                text = b"".join(lines).decode()
                accepted = time.monotonic()
                say(b"250 taken")
            elif verb == b"QUIT":
                say(b"221 bye")
                break
            else:
                say(b"250 well")
    if text is None:
        sys.exit("somebody connected and sent no mail")
    return accepted, text


took = []
for i in range(count):
    begin = time.monotonic()
    with open(os.path.join(source, "pull"), "w", encoding="ascii") as f:
        f.write("pull-up" if i % 2 == 0 else "pull-down")
    accepted, text = take()
    wanted = "alarm-cleared" if i % 2 else "alarm-raised"
    if not re.search(rf"^{wanted} door\b", text, re.M):
        sys.exit(f"edge {i + 1}: no mail about {wanted}:\n{text}")
    took.append((accepted - begin) * 1000)
took.sort()
print(f"{len(took)} edges: median {took[len(took) // 2]:.0f} ms, worst {took[-1]:.0f} ms")
sys.exit(took[-1] > most)
