# SPDX-License-Identifier: MIT
"""Fixtures of the end-to-end tests. Run one by hand with

    RMCU_BUILD=build-check /usr/bin/python3 -m pytest tests/e2e/test_bus.py
"""
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from rmcu.modemmanager import Manager, private_bus     # noqa: E402
from rmcu.notified import RULES, World     # noqa: E402
from rmcu.powercut import PowerCut     # noqa: E402  (the path comes first)
from rmcu.suite import Suite      # noqa: E402


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
def system_bus(tmp_path, monkeypatch):
    """The address of a private bus, which is the system's for all that is started."""
    with private_bus(tmp_path) as address:
        monkeypatch.setenv('DBUS_SYSTEM_BUS_ADDRESS', address)
        yield address


@pytest.fixture
def modem_manager(system_bus, tmp_path):
    """A ModemManager to be started on it."""
    manager = Manager(system_bus, tmp_path / 'log')
    yield manager
    manager.close()


@pytest.fixture
def world(suite):
    """Makes a unit with these recipients, whose messages come to the test."""
    made = []

    def make(settings, rules=RULES):
        made.append(World(suite, settings, rules))
        return made[-1]
    yield make
    for w in made:
        w.post.close()


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


@pytest.fixture
def as_other_user():
    """Runs Python text as a user in no group of ours; needs root, or a namespace with a range of ids."""
    command = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups']
    if os.getuid() != 0:
        # newuidmap, where the machine gives its users a range of ids
        command = ['unshare', '--map-auto', '--map-root-user'] + command
    if not shutil.which('setpriv') or subprocess.run(command + ['true'], capture_output=True,
                                                     check=False).returncode != 0:
        pytest.skip('not possible here: no other uid to be had (not root, no range of subordinate ids)')

    def run(text, *more):
        done = subprocess.run(command + ['/usr/bin/python3', '-c', text, *map(str, more)],
                              capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout
    run.command = command
    return run


@pytest.fixture
def disk(suite):
    """The suite's state folder on a disk of its own, whose power can be cut."""
    with PowerCut(suite.folder, suite.state, megabytes=32) as d:
        try:
            yield d
        finally:
            # before the disk goes from under them
            suite.end()
