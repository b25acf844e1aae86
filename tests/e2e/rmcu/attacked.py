# SPDX-License-Identifier: MIT
"""A unit whose rmcu-webd is attacked, and tables of what is tried: what came back, and whether all is as it was."""
import contextlib
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

from rmcu import bus
from rmcu.suite import NO_INTERLOCKS
from rmcu.waiting import TooLate, until
from rmcu.web import USERS, Web, keep_passwords, routes, sign_in

# An item of each kind, so that each field is somewhere.
SETTINGS = '''device = { profile = "sim"; };
web = { open_status = true; };
converters = { c1 = { parent = "1-0048"; bus = "i2c-1"; }; c2 = { label = "tank"; bus = "i2c-1"; }; };
channels = { hatch = { name = "Hatch"; kind = "digital-in"; source = "gpio"; line = "hatch"; };
             tank = { name = "Tank"; kind = "analog-in"; unit = "volt"; source = "iio"; converter = "c2"; input = "voltage0"; }; };
alarms = { door = { channel = "di_3"; when = "active"; priority = "critical"; }; };
tokens = { script = { role = "viewer"; }; };
mail = { server = "mail.example.org"; from = "unit7@example.org"; to = "ops@example.org"; };
recipients = {
  anna = { by = "email"; address = "anna@example.org"; };
  bert = { by = "text-http"; url = "https://sms.example.org/send"; address = "+491701234567"; };
  hook = { by = "webhook"; url = "https://hook.example.org/"; };
  tell = { by = "command"; address = "tell"; };
};
''' + USERS + NO_INTERLOCKS
# Where the items of a subject have their pages.
ITEMS = {'/setup/channel/': 'channels', '/setup/schedule/': 'schedules', '/setup/rule/': 'alarms', '/setup/interlock/': 'interlocks',
         '/setup/recipient/': 'recipients', '/setup/person/': 'users', '/setup/token/': 'tokens',
         '/api/v1/alarms/': 'alarms', '/api/v1/outputs/': 'channels', '/api/v1/recipients/': 'recipients'}
TICK_NS = 100_000_000
# sensord, alarmd, loggerd and settingsd: those of try_all()
LINKS = 4
MEMORY_MOST = 8 << 20       # of a span; most of it is what 600 connections at once leave in the heap


@dataclass
class Row:
    """`way` is given the World and says in a few words what came back; `back` is what that must be."""
    what: str
    way: Callable
    back: str


class World:
    """What is attacked. Descriptors and memory are of one process: a span is from a start of webd to its end, and each is looked at."""
    def __init__(self, suite):
        # what was freed is not kept for long by the address sanitizer: what grows is in use
        asan = suite.environment()['ASAN_OPTIONS'] + ':quarantine_size_mb=1:thread_local_quarantine_size_kb=64'
        self.suite, self.web, self.leaks = suite, Web(suite, env={'ASAN_OPTIONS': asan}), []
        until(lambda: self.web.ask('/healthz').status == 200, 'a snapshot')
        until(lambda: self.web.ask('/api/v1/status').json['alarms']['watched'], 'the alarms')
        self.admin = sign_in(self.web, 'admin')
        self.settings = dict(line.split('=', 1) for line in suite.psctl('config', 'show').out.splitlines())
        self.begin_span()

    def begin_span(self):
        # once through what it keeps, so that what comes later is a leak
        for path in self.paths('GET'):
            self.admin.ask(path)
        # one that was lost meanwhile comes back, and is none
        until(lambda: self.links() == LINKS, 'all that webd listens to')
        self.span = self.suite.webd.pid, self.open_files(), self.memory()

    def items(self, subject):
        """The ids of its items; of one that has none, "" alone."""
        found = {path.split('.')[1] for path in self.settings if path.startswith(subject + '.') and path.count('.') == 2}
        return sorted(found) or ['']

    def named(self, folder):
        """What stands for the {id} of a route behind this."""
        if folder in ITEMS:
            return self.items(ITEMS[folder])
        if folder == '/outputs/':
            return [id for id in self.items('channels') if self.settings[f'channels.{id}.kind'] == 'digital-out']
        return {'/api/v1/boxes/': ['1'], '/api/v1/log/files/': ['1']}[folder]

    def paths(self, method, doors=None):
        """All that can be asked for, each with all ids; without the stream, which does not end."""
        found = []
        for route in routes():
            folder, _, rest = route.path.partition('{id}')
            if route.method != method or route.path == '/api/v1/events' or (doors and route.door not in doors):
                continue
            found += [folder + id + rest for id in (self.named(folder) if '{id}' in route.path else [''])]
        return found

    def end_span(self, after):
        """All that it was given is given back. What is not goes into `leaks`, so that the table goes on."""
        pid, files, memory = self.span
        if pid != self.suite.webd.pid:
            self.leaks.append((after, 'it was another process'))
            return
        try:
            until(lambda: self.descriptors() <= len(files), 'the descriptors')
        except TooLate:
            more = [f'{fd}: {self.named_socket(what)}' for fd, what in sorted(set(self.open_files().items()) - set(files.items()))]
            self.leaks.append((after, f'{len(files)} descriptors, then {self.descriptors()}: {more}'))
        grown = self.memory() - memory
        print(f'{after}: {len(files)} descriptors, then {self.descriptors()}; memory {memory >> 10} KiB, grown by {grown >> 10} KiB')
        if grown >= MEMORY_MOST:
            self.leaks.append((after, f'memory has grown by {grown >> 10} KiB'))

    def restart(self, after):
        """Everybody who guessed is forgotten."""
        self.end_span(after)
        self.web.restart()
        self.begin_span()

    def missed_ticks(self):
        with bus.Client(self.suite.sensord.socket_path) as client:
            return client.snapshot.missed_ticks

    def descriptors(self):
        return len(list(Path(f'/proc/{self.suite.webd.pid}/fd').iterdir()))

    def open_files(self):
        """What each is, by its number; one that goes meanwhile is none."""
        found = {}
        for fd in Path(f'/proc/{self.suite.webd.pid}/fd').iterdir():
            with contextlib.suppress(FileNotFoundError):
                found[int(fd.name)] = os.readlink(fd)
        return found

    def links(self):
        """So many of its descriptors are connections to other daemons."""
        connected = {f'socket:[{inode}]' for inode in re.findall(r' 0005 03 +(\d+)', Path('/proc/net/unix').read_text())}
        return len(connected & set(self.open_files().values()))

    def named_socket(self, what):
        """With the kernel's line of it: whose it is, and in what state."""
        inode = re.fullmatch(r'socket:\[(\d+)\]', what)
        lines = [f'{kind} {" ".join(line.split())}' for kind in ('unix', 'tcp') for line in Path(f'/proc/net/{kind}').read_text().splitlines()
                 if inode and re.search(rf'\b{inode[1]}\b', line)]
        return ', '.join([what, *lines])

    def starved_ticks(self):
        """So many of sensord's ticks had no processor: others of this machine had it."""
        return int(Path(f'/proc/{self.suite.sensord.pid}/schedstat').read_text().split()[1]) // TICK_NS

    def memory(self):
        return int(re.search(r'VmRSS:\s+(\d+)', Path(f'/proc/{self.suite.webd.pid}/status').read_text())[1]) << 10


def try_all(table, suite):
    """Each row of it, and afterwards all is as it was."""
    suite.configure(SETTINGS)
    keep_passwords(suite)
    for name in 'sensord', 'alarmd', 'loggerd', 'settingsd':
        suite.start(name)
    world, pid, wrong = World(suite), suite.sensord.pid, []
    for row in table:
        try:
            came = row.way(world)
        except (AssertionError, OSError) as e:
            came = f'{type(e).__name__}: {e}'
        print(f'{row.what:48} {came:24} missed ticks {world.missed_ticks()}')
        if not re.fullmatch(row.back, came):
            wrong.append((row.what, came, row.back))
        assert world.web.ask('/healthz').status == 200 and suite.webd.running, row.what
    world.end_span('the rest')
    print(f'missed ticks {world.missed_ticks()}, of which for want of a processor {world.starved_ticks()} at most')
    assert not wrong
    assert not world.leaks, world.leaks
    # sensord never waits for webd: none is missed but those for which the machine had no processor
    assert suite.sensord.pid == pid and world.missed_ticks() <= world.starved_ticks()
