# SPDX-License-Identifier: MIT
"""Waiting for a condition, with a deadline. Tests never sleep for a time and hope."""
import select
import time

# Generous: a sanitized build on a busy machine. A test that fails waits once so long.
PATIENCE = 30.0
# How often a condition is looked at that no descriptor announces (a file, another process).
LOOK_EVERY = 0.02


class TooLate(AssertionError):
    pass


class Deadline:
    """A point in time; `left` is what remains, never negative."""

    def __init__(self, seconds=PATIENCE):
        self.seconds = seconds
        self.at = time.monotonic() + seconds

    @property
    def left(self):
        return max(self.at - time.monotonic(), 0.0)

    @property
    def over(self):
        return self.left == 0.0


def until(condition, what, seconds=PATIENCE, fds=()):
    """Returns the first true result of condition(); looks again whenever one of `fds` is readable."""
    deadline = Deadline(seconds)
    while True:
        result = condition()
        if result:
            return result
        if deadline.over:
            raise TooLate(f'waited {seconds:g} s in vain for: {what}')
        select.select(fds, [], [], min(LOOK_EVERY, deadline.left))


def readable(fd, seconds):
    """True when `fd` became readable in time."""
    return bool(select.select([fd], [], [], max(seconds, 0.0))[0])
