#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""RMCU-MIB is what managers can load: smilint at its strictest has nothing to say, and net-snmp reads it.

    tests/mib.py RMCU-MIB.txt

The modules that every MIB begins with are not in the tree, and Debian's net-snmp has them not either (its
source is without them, they are texts of RFCs). erlang-snmp in Debian main does: its package is fetched once,
never installed, and kept beside the MIB.
"""
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

BASE = 'SNMPv2-SMI', 'SNMPv2-TC', 'SNMPv2-CONF', 'SNMPv2-MIB', 'SNMP-FRAMEWORK-MIB'
PACKAGE = 'erlang-snmp'
SKIP = 77


def run(*command, **more):
    return subprocess.run(command, capture_output=True, text=True, check=False, **more)


def fetch(folder):
    """Into `folder`, whole or not at all."""
    with tempfile.TemporaryDirectory(dir=folder.parent) as place:
        place = Path(place)
        place.chmod(0o777)      # apt fetches as a user of its own
        done = run('apt-get', 'download', PACKAGE, cwd=place)
        if done.returncode:
            # the lists may be absent or old
            run('apt-get', 'update')
            done = run('apt-get', 'download', PACKAGE, cwd=place)
        packages = list(place.glob('*.deb'))
        if done.returncode or not packages:
            sys.exit(f'apt-get download {PACKAGE} did not work: {done.stderr.strip()}')
        subprocess.run(['dpkg-deb', '-x', packages[0], place / 'tree'], check=True)
        ready = place / 'ready'
        ready.mkdir()
        for name in BASE:
            found = [f for f in (place / 'tree').rglob(f'{name}.mib') if f.parent.name == 'mibs']
            shutil.copy(found[0], ready / f'{name}.txt')
            # smilint looks for a module under its own name
            shutil.copy(found[0], ready / name)
        try:
            ready.rename(folder)
        except OSError:
            if not folder.is_dir():     # another test was as quick
                raise


def base_modules(mib):
    folder = mib.parent / 'base-mibs'
    if not folder.is_dir():
        if not shutil.which('apt-get'):
            print(f'not possible here: no {PACKAGE} without apt-get')
            sys.exit(SKIP)
        fetch(folder)
    return folder


def lint(mib, base):
    """What smilint says about this file; not what it says about the others."""
    done = run('smilint', '-c', '/dev/null', '-l', '9', str(mib), env={'SMIPATH': str(base), 'PATH': '/usr/bin:/bin'})
    return [line for line in (done.stdout + done.stderr).splitlines() if line.startswith(f'{mib}:')]


def objects(text):
    """Names of all objects and notifications that the file itself defines."""
    return re.findall(r'^(\w+) (?:OBJECT-TYPE|NOTIFICATION-TYPE)$', text, re.M)


def translate(mib, base, names):
    with tempfile.TemporaryDirectory() as place:
        for f in [*base.glob('*.txt'), mib]:
            shutil.copy(f, place)
        return run('snmptranslate', '-M', place, '-m', 'RMCU-MIB', '-IR', '-On', *names)


def self_test(text, base):
    """What is planted must be found."""
    wrong = text.replace('MAX-ACCESS  read-only', 'MAX-ACCESS  readonly', 1), text.replace('"snapshots"', '', 1), \
        text.replace('::= { rmcuUnit 3 }', '::= { rmcuUnit 2 }', 1), \
        text.replace('rmcuUnitModel,', '', 1), text.replace('(0..3600000)', '(3600000..0)', 1)
    for planted in wrong:
        assert planted != text
        with tempfile.TemporaryDirectory() as place:
            f = Path(place) / 'RMCU-MIB.txt'
            f.write_text(planted)
            assert lint(f, base), 'smilint has nothing to say about a planted mistake'


def main():
    for program in 'smilint', 'snmptranslate', 'dpkg-deb':
        if not shutil.which(program):
            print(f'{program} is not installed: debian/build-deps check')
            return SKIP
    mib = Path(sys.argv[1]).resolve()
    base = base_modules(mib)
    text = mib.read_text()
    self_test(text, base)
    complaints = lint(mib, base)
    print('\n'.join(complaints))
    assert not complaints
    assert not [line for line in text.splitlines() if len(line) > 80], 'lines longer than a terminal'
    names = objects(text)
    done = translate(mib, base, names)
    numbers = done.stdout.split()
    assert done.returncode == 0 and not done.stderr, done.stderr
    assert len(numbers) == len(set(numbers)) == len(names)
    print(f'{len(names)} objects\n2 passed, 0 failed')
    return 0


if __name__ == '__main__':
    sys.exit(main())
