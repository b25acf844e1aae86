# SPDX-License-Identifier: MIT
"""Fixtures of the end-to-end tests. Run one by hand with

    RMCU_BUILD=build-check /usr/bin/python3 -m pytest tests/e2e/test_bus.py
"""
import os
import random
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from rmcu.suite import Suite      # noqa: E402  (the path comes first)


@pytest.fixture
def suite():
    """Private folders with the simulator's settings; whatever is started in them ends well."""
    s = Suite()
    s.configure()
    try:
        yield s
        s.end()
    finally:
        for program in s.programs.values():
            program.close()
        s.remove()


@pytest.fixture
def sensord(suite):
    """A running simulator."""
    return suite.start('sensord')


@pytest.fixture
def sim(suite, sensord):
    """A client in lockstep with a simulator."""
    return suite.lockstep()


@pytest.fixture
def rng():
    """Random numbers; the seed is printed, and RMCU_SEED brings it back."""
    seed = int(os.environ.get('RMCU_SEED', random.SystemRandom().getrandbits(32)))
    print(f'RMCU_SEED={seed}')
    return random.Random(seed)
