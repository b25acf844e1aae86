# SPDX-License-Identifier: MIT
"""alarmd on a disk whose syncs take long: what is told, to whom, and when."""
import errno

import pytest

from rmcu import bus
from rmcu.suite import BUILD
from rmcu.waiting import Deadline, until

RULES = '''device = { profile = "sim"; };
channels = { di_3 = { name = "Door"; }; };
interlocks = { };
alarms = {
  door = { channel = "di_3"; when = "active"; priority = "high"; alarm_outputs = "alarm_out"; };
  latch = { channel = "di_3"; when = "active"; latched = true; };
};
'''


class SlowDisk:
    """Only the journal is on it."""

    def __init__(self, suite):
        self.path = suite.folder / 'slow'
        library = BUILD / 'tests' / 'slow-sync.so'
        assert library.exists(), f'{library} is missing: build it first'
        asan = suite.environment()['ASAN_OPTIONS']
        self.env = {'LD_PRELOAD': str(library), 'SLOW_SYNC_FILE': str(self.path), 'SLOW_SYNC_UNDER': 'events.db',
                    'ASAN_OPTIONS': f'{asan}:verify_asan_link_order=0'}

    def slow(self, milliseconds):
        beside = self.path.with_suffix('.new')
        beside.write_text(f'{milliseconds}\n')
        beside.rename(self.path)

    def hang(self):
        self.path.touch()

    def free(self):
        self.path.unlink(missing_ok=True)


@pytest.fixture
def disk(suite):
    suite.configure(RULES)
    suite.start('sensord')
    d = SlowDisk(suite)
    suite.start('alarmd', env=d.env)
    yield d
    d.free()


def test_the_table_moves_while_events_come_faster_than_commits(suite, disk):
    """There is always one that is not written yet. Still each commit is shown, with the alarms that came by then."""
    watcher, writer, sensor = suite.alarms(), suite.alarms(first=None), suite.connect()
    disk.slow(150)
    deadline = Deadline(6)
    asked = answered = flips = 0
    seen = set()
    closed = True
    while not deadline.over:
        # some always wait: a commit never has the newest one
        while asked - answered < 4:
            writer.send(bus.event_append(writer.next_number(), 'note', text=f'note {asked}'))
            asked += 1
        writer.drain()
        answered = len(writer.replies)
        watcher.drain()
        if watcher.summary.waiting:
            seen.add(watcher.summary.head)
        if watcher.alarm('door').active == closed:
            flips += 1
            closed = not closed
            sensor.sim_set(f'set di3 {"on" if closed else "off"}')
        elif flips == 0:
            flips = 1
            sensor.sim_set('set di3 on')
        writer.until(lambda n=answered: len(writer.replies) > n, 'an answer')
        answered = len(writer.replies)
    print(f'{asked} notes, {flips} changes seen, {len(seen)} heads seen')
    assert all(r.ok for r in writer.replies.values())
    assert flips >= 4 and len(seen) >= 4
    disk.free()


def test_who_is_told_done_finds_it_in_the_table(suite, disk):
    """Also while others write all the time."""
    a, writer, sensor = suite.alarms(first=None), suite.alarms(first=None), suite.connect()
    sensor.sim_set('set di3 on')
    a.until_alarm('door', active=True)
    disk.slow(40)
    for i in range(10):
        writer.send(bus.event_append(writer.next_number(), 'note', text=f'note {i}'))
        assert a.request(bus.ALARM_SHELVE, 'door', f'shelf {i}', 60).ok
        assert a.alarm('door').note == f'shelf {i}' and a.alarm('door').shelved
        writer.send(bus.event_append(writer.next_number(), 'note', text=f'note {i} again'))
        assert a.request(bus.ALARM_UNSHELVE, 'door').ok
        assert not a.alarm('door').shelved
    disk.free()
