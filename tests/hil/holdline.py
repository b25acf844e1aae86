#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""holdline.py LINE: drives a line high and leaves its descriptor with systemd.

The smallest service that does what rmcu-sensord does with an output: it asks the kernel for the
line by the GPIO uAPI v2, gives the descriptor to the FD store, and adopts it at the next start. With
it t-rig.sh shows that rig, kernel and systemd keep a line while its service is killed.
"""

import array
import fcntl
import os
import signal
import socket
import struct
import sys

# <linux/gpio.h>: struct gpio_v2_line_request is 592 bytes, its fd the last four
GPIO_V2_GET_LINE_IOCTL = 0xC250B407
GPIO_V2_LINE_FLAG_OUTPUT = 1 << 3
SD_LISTEN_FDS_START = 3


def request_high(chip, offset):
    # one attribute: the output values, of which the first line's is 1
    attr_values = struct.pack("=IIQQ", 2, 0, 1, 1).ljust(240, b"\0")
    offsets = [offset] + [0] * 63
    config = struct.pack("=QI5I", GPIO_V2_LINE_FLAG_OUTPUT, 1, 0, 0, 0, 0, 0) + attr_values
    request = bytearray(struct.pack("=64I32s", *offsets, b"holdline") + config +
                        struct.pack("=II5Ii", 1, 0, 0, 0, 0, 0, 0, -1))
    assert len(request) == 592
    with open(chip, "rb") as dev:
        fcntl.ioctl(dev, GPIO_V2_GET_LINE_IOCTL, request)
    return struct.unpack("=i", request[-4:])[0]


def notify(text, fds=()):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as s:
        address = os.environ["NOTIFY_SOCKET"]
        s.connect("\0" + address[1:] if address.startswith("@") else address)
        rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", fds))] if fds else []
        s.sendmsg([text.encode()], rights)


def main():
    chip, offset = sys.argv[1], int(sys.argv[2])
    if os.environ.get("LISTEN_FDNAMES") == "line":
        adopted = SD_LISTEN_FDS_START
        status = f"adopted {adopted}"
    else:
        notify("FDSTORE=1\nFDNAME=line\nFDPOLL=0", [request_high(chip, offset)])
        status = "requested"
    notify(f"READY=1\nSTATUS={status}")
    signal.pause()


main()
