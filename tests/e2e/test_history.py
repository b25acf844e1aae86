# SPDX-License-Identifier: MIT
"""rmcu-loggerd on the real programs: what comes is kept, each once, whoever is killed and whatever the disk does."""
import errno
import os
import shutil
import sqlite3
import time
from pathlib import Path

import pytest

from rmcu import bus
from rmcu.suite import namespace
from rmcu.waiting import PATIENCE, Deadline
from test_starved import fill, inside, private_mounts, remount      # pylint: disable=unused-import

SETTINGS = '''device = {{ profile = "sim"; }};
site = {{ name = "Hill"; }};
interlocks = {{ }};
channels = {{ di_3 = {{ name = "{door}"; }}; }};
alarms = {{ door = {{ channel = "di_3"; when = "active"; priority = "high"; }}; }};
alarm_system = {{ chatter_count = 0; }};
logging = {{ {logging} }};
history = {{ seconds_hours = {hours}; minutes_days = 31; hours_years = 1; boxes = {boxes}; }};
'''
DAYS = 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'
LOGGED = 'alarm-raised', 'alarm-cleared', 'alarm-chattering', 'alarm-quiet'
PERIODIC, ALARM, APPENDED, GAP = range(4)


class World:
    """sensord in lockstep with alarmd, loggerd and the test."""

    def __init__(self, suite, wrap=(), env=None, **settings):
        self.suite = suite
        suite.extra_env.setdefault('TZ', 'UTC')
        self.configure(**settings)
        suite.start('sensord')
        # first of all: the others would run ahead
        self.sim = suite.lockstep()
        suite.start('alarmd', '--lockstep')
        suite.start('loggerd', '--lockstep', wrap=wrap, env=env)
        self.log = suite.connect('loggerd')
        self.alarms = suite.alarms()
        place = suite.state / 'loggerd' / 'simulated'
        self.folder = Path(inside(suite.loggerd, place)) if wrap else place
        if not self.folder.is_dir():
            pytest.skip('not possible here: the namespace of another process cannot be seen')
        self.log.until(self.ready, 'loggerd to be ready')
        # the first event that it wants is known with the first minute that is written
        deadline = Deadline(PATIENCE)
        while self.query('SELECT event FROM state') == [(0,)]:
            assert not deadline.over, 'no cursor was written'
            self.play(5, 5)
            # a disk in use has no simulated time
            time.sleep(0.01)

    def configure(self, logging='', door='Door', boxes=4, hours=1):
        self.suite.configure(SETTINGS.format(logging=logging, door=door, boxes=boxes, hours=hours))

    def ready(self):
        return self.log.log_status.error == 0 and self.suite.loggerd.log_lines('connected to alarmd')

    def restart(self):
        self.suite.loggerd.start()
        self.log.close()
        self.log = self.suite.connect('loggerd')

    def play(self, seconds, step=0.5):
        return self.sim.play(seconds, step)

    def door(self, closed):
        """Until the alarm's event is on the disk of alarmd."""
        since = len(self.alarms.events)
        self.sim.sim_set(f'set di3 {"on" if closed else "off"}')
        self.play(1)
        return self.alarms.event('alarm-raised' if closed else 'alarm-cleared', since, alarm='door')

    def ask(self, kind, file=0):
        return self.log.ask(bus.log_request, kind, file)

    def flush(self):
        """An appended row takes all that was before it to the disk."""
        reply = self.ask(bus.LOG_APPEND)
        assert reply.ok, reply

    def query(self, sql, *values):
        folder = self.copy() if str(self.folder).startswith('/proc/') else self.folder
        with sqlite3.connect(f'file:{folder}/history.db?mode=ro', uri=True) as db:
            rows = db.execute(sql, values).fetchall()
        db.close()
        return rows

    def copy(self):
        """SQLite follows links, and would not come to another namespace."""
        folder = self.suite.folder / 'copy'
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        self.suite.loggerd.pause()
        for name in 'history.db', 'history.db-wal':
            shutil.copy(self.folder / name, folder / name)
        self.suite.loggerd.resume()
        return folder

    def rows(self, reason=None):
        """(ms, reason, event, text) in their order"""
        rows = self.query('SELECT ms, reason, event, text FROM log ORDER BY row')
        return [r for r in rows if reason is None or r[1] == reason]

    def until_rows(self, n, reason):
        def there():
            rows = self.rows(reason)
            return rows if len(rows) >= n else None
        deadline = Deadline(PATIENCE)
        while not there():
            assert not deadline.over, f'{n} rows of {reason} in vain: {self.rows()}'
            time.sleep(0.05)
        return self.rows(reason)


@pytest.fixture
def world(suite):
    return World(suite)


def test_a_row_each_second_and_each_minute(world):
    """A second is its last snapshot; a minute is what its snapshots were; the log has each whole minute's."""
    began = world.sim.snapshot.wall_us
    world.play(150, 0.1)
    world.flush()
    seconds = [t for t, in world.query('SELECT t FROM seconds WHERE t > ? ORDER BY t', began // bus.MICRO)]
    assert len(seconds) >= 149 and seconds == list(range(seconds[0], seconds[-1] + 1)), seconds
    minutes = world.query('SELECT minute FROM running ORDER BY hour, minute')
    assert len(minutes) >= 2
    periodic = [ms for ms, *_ in world.rows(PERIODIC) if ms * 1000 > began]
    assert len(periodic) in (2, 3) and all(ms % 60000 == 0 for ms in periodic), periodic
    assert world.log.log_status.status == 'Success'
    world.suite.loggerd.stop()
    # what was running is written at the end
    last = world.sim.snapshot.wall_us // bus.MICRO
    assert world.query('SELECT max(t) FROM seconds') == [(last,)]


@pytest.mark.parametrize('what', ['none', 'alarms', 'periodic', 'both'])
def test_what_is_logged(suite, what):
    """S68, S67; a black box is made whatever the log does."""
    world = World(suite, logging=f'what = "{what}";')
    raised = world.door(True)
    cleared = world.door(False)
    world.play(125)
    world.flush()
    alarms, periodic = world.rows(ALARM), world.rows(PERIODIC)
    if what in ('alarms', 'both'):
        assert [(event, text) for _, _, event, text in alarms] == [
            (raised.number, 'door raised'), (cleared.number, 'door cleared')]
        assert alarms[0][0] == raised.wall_us // 1000
    else:
        assert not alarms
    assert (len(periodic) >= 2) == (what in ('periodic', 'both')), periodic
    assert world.query('SELECT event, alarm FROM boxes') == [(raised.number, 'door')]
    status = world.log.until(lambda: world.log.log_status.boxes == 1 and world.log.log_status, 'the box')
    assert status.what == what and (status.next != 0) == (what in ('periodic', 'both'))


def test_a_rate(suite):
    """S66: each five minutes, at multiples of them; 0 is none."""
    world = World(suite, logging='rate_min = 5;')
    before = len(world.rows(PERIODIC))
    world.play(15 * 60, 1)
    world.flush()
    rows = world.rows(PERIODIC)
    assert len(rows) in (before + 3, before + 4) and all(ms % 300000 == 0 for ms, *_ in rows)
    world.configure(logging='rate_min = 0;')
    world.log.until(lambda: world.log.log_status.rate_min == 0, 'the rate')
    world.play(6 * 60, 1)
    world.flush()
    assert world.rows(PERIODIC) == rows


def test_outside_the_schedule(suite):
    """S38: no rows but those that a person asks for; the history behind it goes on."""
    world = World(suite)
    begin = world.sim.snapshot.wall_us // (3600 * bus.MICRO) + 3
    window = f'enabled = true; from = "{begin % 24:02}:00"; to = "{(begin + 1) % 24:02}:00";'
    world.configure(logging=window + ' '.join(f' {day} = true;' for day in DAYS))
    world.alarms.until(lambda: not world.alarms.summary.may_raise, 'the window to be over')
    world.log.until(lambda: not world.log.log_status.in_window, 'loggerd to know')
    assert world.ask(bus.LOG_CLEAR).ok
    since = world.sim.snapshot.wall_us // bus.MICRO
    world.play(125)
    world.flush()
    assert [reason for _, reason, *_ in world.rows()] == [APPENDED]
    assert world.query('SELECT count(*) FROM seconds WHERE t > ?', since)[0][0] >= 120


def test_clear_and_delete(world):
    """S71: it is empty when the answer comes, and the journal says who."""
    world.flush()
    world.flush()
    rows = world.rows()
    reply = world.ask(bus.LOG_CLEAR)
    assert reply.ok and 'empty' in reply.sentence, reply
    assert not world.rows()
    event = world.alarms.event('log-cleared')
    assert event.actor.name and f'{len(rows)} rows' in event.text
    world.flush()
    file, = world.query('SELECT file FROM files')[0]
    assert not world.ask(bus.LOG_DELETE).ok
    never = world.ask(bus.LOG_DELETE, 4711)
    assert never.error == errno.ENOENT and 'no file 4711' in never.sentence
    assert world.ask(bus.LOG_DELETE, file).ok
    assert not world.rows()
    assert f'{file:06}' in world.alarms.event('log-deleted').text
    assert world.ask(bus.LOG_DELETE, file).error == errno.ENOENT
    assert len(world.alarms.find('log-deleted')) == 1


def test_a_renamed_channel(world):
    """Old rows keep the name that they had; what is measured goes on in its column."""
    world.play(5)
    world.flush()
    world.configure(door='Gate')
    world.log.until(lambda: world.log.hello.channels[world.log.hello.index('di_3')].name == 'Gate', 'the new name')
    world.play(5)
    world.flush()
    names = [n for n, in world.query("SELECT name FROM channels WHERE id = 'di_3' ORDER BY def")]
    assert names == ['Door', 'Gate']
    assert len(world.query('SELECT file FROM files')) == 2


class FullDisk:
    """Its world, and how the disk of loggerd fills up and gets room again."""
    reason, error = 'the disk is full', errno.ENOSPC

    def __init__(self, suite, **settings):
        place = suite.state / 'loggerd'
        place.mkdir()
        self.world = World(suite, wrap=namespace(f'mount -t tmpfs -o size=2m none {place}'), **settings)

    def fail(self):
        fill(self.world.folder)

    def mend(self):
        os.unlink(f'{self.world.folder}/filler')


class ReadOnlyDisk:
    """The same for one that the kernel makes read-only, and that is made writable."""
    reason, error = 'read-only', errno.EROFS

    def __init__(self, suite, **settings):
        self.flag = suite.folder / 'read-only'
        env = suite.preload('read-only', READ_ONLY_FILE=str(self.flag), READ_ONLY_UNDER=str(suite.state / 'loggerd'))
        self.world = World(suite, env=env, **settings)

    def fail(self):
        self.flag.touch()

    def mend(self):
        self.flag.unlink()


DISKS = pytest.mark.parametrize('kind', [FullDisk, ReadOnlyDisk])


def holes(times, step):
    """How many are missing, and how many times some are in a row."""
    gaps = [b - a for a, b in zip(times, times[1:]) if b - a != step]
    return sum(gap // step - 1 for gap in gaps), len(gaps)


def seconds_since(world, begin_us):
    return [t for t, in world.query('SELECT t FROM seconds WHERE t > ? ORDER BY slot', begin_us // bus.MICRO)]


def minutes_since(world, begin_us):
    return [ms // 1000 for ms, *_ in world.rows(PERIODIC) if ms * 1000 > begin_us]


@DISKS
@pytest.mark.usefixtures('private_mounts')
def test_a_disk_that_takes_nothing(suite, kind):
    """Sampling and alarms go on; the journal says that nothing is logged, and that it is again; nothing is lost."""
    disk = kind(suite)
    world, begin_us = disk.world, disk.world.sim.snapshot.wall_us
    world.flush()
    disk.fail()
    events = [world.door(True)]
    failed = world.alarms.event('log-failed')
    assert disk.reason in failed.text
    status = world.log.until(lambda: world.log.log_status.error and world.log.log_status, 'the status')
    assert status.error == disk.error and disk.reason in status.status
    assert world.log.until(lambda: world.log.health.trouble('history'), 'the trouble')
    reply = world.ask(bus.LOG_APPEND)
    assert not reply.ok and 'waits in memory' in reply.sentence, reply
    ticks = world.play(90)
    assert ticks[-1].missed_ticks == ticks[0].missed_ticks
    events += [world.door(False), world.door(True)]
    assert world.alarms.until_alarm('door', active=True)
    assert len(world.alarms.find('log-failed')) == 1 and not world.alarms.find('log-resumed')
    disk.mend()
    assert world.alarms.event('log-resumed').value == 0
    world.log.until(lambda: world.log.log_status.status == 'Success', 'success')
    world.log.until(lambda: not world.log.health.trouble('history'), 'the end of the trouble')
    assert [event for _, _, event, _ in world.until_rows(3, ALARM)] == [e.number for e in events]
    world.play(1)
    world.flush()
    assert holes(seconds_since(world, begin_us), 1) == (0, 0) and holes(minutes_since(world, begin_us), 60) == (0, 0)
    assert len(seconds_since(world, begin_us)) >= 90 and world.log.log_status.lost_rows == 0
    assert len(world.rows(APPENDED)) == 3 and not world.rows(GAP)
    assert world.query('SELECT event FROM boxes') == [(e.number,) for e in events if e.kind == 'alarm-raised']
    assert 'history-set-aside' not in [e.kind for e in world.alarms.caught_up()]


@DISKS
@pytest.mark.usefixtures('private_mounts')
def test_a_disk_that_takes_nothing_until_memory_is_full(suite, kind):
    """Rows are dropped and counted, a row says how many, and the events are read from where it stopped."""
    disk = kind(suite, boxes=0)
    world, begin_us = disk.world, disk.world.sim.snapshot.wall_us
    world.flush()
    disk.fail()
    wanted = [world.door(True).number]
    world.sim.play_until(lambda: (world.log.drain(), world.log.log_status.lost_rows)[1] > 100, 'a loss', 1, 8000)
    wanted += [world.door(False).number, world.door(True).number]
    disk.mend()
    resumed = world.alarms.event('log-resumed')
    assert resumed.value > 100 * bus.MICRO
    gap, = world.until_rows(1, GAP)
    assert gap[3].startswith(f'{resumed.value // bus.MICRO} rows were lost')
    assert [event for _, _, event, _ in world.until_rows(3, ALARM)] == wanted
    # one gap: what is behind it is whole again, and it is as large as it is said to be
    world.play(130, 1)
    world.flush()
    (seconds, times), (minutes, _) = holes(seconds_since(world, begin_us), 1), holes(minutes_since(world, begin_us), 60)
    assert times == 1 and seconds + minutes == resumed.value // bus.MICRO
    assert world.log.until(lambda: world.log.log_status.lost_rows == seconds + minutes, 'the number of lost rows')


@pytest.mark.usefixtures('private_mounts')
def test_read_only_from_the_start(suite):
    """A history that is there and cannot be written: it is followed where it stopped as soon as it can."""
    world = World(suite)
    world.flush()
    suite.loggerd.stop()
    place = suite.state / 'loggerd'
    suite.start('loggerd', '--lockstep', wrap=namespace(f'mount --bind {place} {place}; mount -o remount,bind,ro {place}'))
    world.log = suite.connect('loggerd')
    assert 'read-only' in world.alarms.event('log-failed').text
    assert world.log.until(lambda: world.log.log_status and world.log.log_status.error == errno.EROFS, 'the status')
    raised = world.door(True)
    assert not world.rows(ALARM)
    remount(suite.loggerd, place, 'rw')
    world.alarms.event('log-resumed')
    assert [event for _, _, event, _ in world.until_rows(1, ALARM)] == [raised.number]


def test_a_removed_file(world):
    """Begun anew at once, and said."""
    world.flush()
    for name in 'history.db', 'history.db-wal', 'history.db-shm':
        os.unlink(world.folder / name)
    world.play(2)
    world.flush()
    assert len(world.rows()) == 1
    assert 'removed' in world.alarms.event('history-set-aside').text


def test_a_damaged_file(world):
    """Set aside, and the journal says where it is."""
    world.flush()
    world.suite.loggerd.stop()
    path = world.folder / 'history.db'
    data = path.read_bytes()
    path.write_bytes(b'\xa5' * 8192 + data[8192:])
    world.restart()
    event = world.alarms.event('history-set-aside')
    name = event.text.split("'")[1]
    assert (world.folder / name).read_bytes()[:4] == b'\xa5' * 4
    world.flush()
    assert len(world.rows()) == 1


def test_alarmd_comes_later(suite):
    """Rows are logged without alarmd; what is to be told to the journal waits for it."""
    world = World(suite)
    suite.alarmd.stop()
    world.play(65)
    world.flush()
    assert world.rows(PERIODIC)
    assert world.ask(bus.LOG_CLEAR).ok
    suite.alarmd.start()
    world.alarms = suite.alarms()
    world.play(1)
    world.alarms.event('log-cleared')
    raised = world.door(True)
    assert [event for _, _, event, _ in world.until_rows(1, ALARM)] == [raised.number]
