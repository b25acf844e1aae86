#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""killfork.py COUNT: kills a process COUNT times at a random moment of its forks (uml-exit.patch)."""
import mmap
import os
import random
import signal
import sys
import time

# Each area is a place in the fork where the kill can strike. Neighbours with other rights are not merged.
AREAS = 400
areas = [mmap.mmap(-1, mmap.PAGESIZE, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS,
                   prot=mmap.PROT_READ | (mmap.PROT_WRITE if i % 2 else 0)) for i in range(AREAS)]
for area in areas[1::2]:
    area[0] = 1


def fork_for_ever():
    os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
    while True:
        child = os.fork()
        if child == 0:
            os._exit(0)
        os.waitpid(child, 0)


# else the guest's one processor would come to the killer between two forks only
os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(50))
random.seed(1)
for _ in range(int(sys.argv[1])):
    child = os.fork()
    if child == 0:
        fork_for_ever()
    time.sleep(random.uniform(0.02, 0.08))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
