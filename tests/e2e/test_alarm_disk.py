# SPDX-License-Identifier: MIT
"""The disk under the journal: full, read-only, damaged, of another version. Alarms and outputs go on without it."""
import errno
import os
import shutil
import sqlite3

import pytest

from rmcu import bus
from rmcu.suite import namespace
from test_starved import fill, inside, private_mounts, remount      # pylint: disable=unused-import

RULES = '''device = { profile = "sim"; };
channels = { di_3 = { name = "Door"; }; };
interlocks = { };
alarms = {
  door = { channel = "di_3"; when = "active"; priority = "high"; alarm_outputs = "alarm_out"; };
  latch = { channel = "di_3"; when = "active"; latched = true; };
};
'''
# Where numbering goes on when the file cannot tell.
MARGIN = 10000
NOT_KEPT = 'done, but it would not survive a restart'
LOST = 'done, but its event is lost'


class World:
    """sensord in lockstep with alarmd and the test. Each thing that is done is played until alarmd has decided."""

    def __init__(self, suite, wrap=()):
        self.suite = suite
        suite.configure(RULES)
        suite.extra_env['TZ'] = 'UTC'
        suite.start('sensord')
        self.start(wrap)
        self.sim = suite.lockstep()

    def start(self, wrap=(), first=1):
        self.suite.start('alarmd', '--lockstep', wrap=wrap)
        self.alarms = self.suite.alarms(first)
        return self.alarms

    def play(self, seconds=0.5):
        self.sim.play(seconds)
        self.sim.step(1 / bus.MICRO)

    def door(self, closed):
        self.sim.sim_set(f'set di3 {"on" if closed else "off"}')
        self.play()
        self.alarms.until_alarm('door', active=closed)
        assert self.sim.output('alarm_out').active == closed

    def journal(self):
        return self.suite.state / 'alarmd' / 'simulated' / 'events.db'

    def trouble(self, word):
        """Of the journal, as every client and `psctl status` is told."""
        a = self.alarms
        text = a.until(lambda: word in (a.health.trouble('journal') or '') and a.health.trouble('journal'),
                       f'the trouble with {word}')
        shown = self.suite.psctl('status').out
        assert word in ' '.join(shown.split()), shown
        return text

    def well(self):
        """Everything is written and whole, and nothing is said of the journal any more."""
        a = self.alarms
        a.until(lambda: not a.health.trouble('journal'), 'the end of the trouble')
        a.caught_up()
        a.until(lambda: a.summary.waiting == 0, 'all of it on the disk')
        verified = self.suite.psctl('events', 'verify')
        assert verified.code == 0 and 'are whole' in verified.out, verified

    def acknowledge_in_vain(self, alarm):
        """It is done, and whoever asked is told at once that it is not kept."""
        reply = self.alarms.request(bus.ALARM_ACKNOWLEDGE, alarm, f'seen {alarm}')
        assert reply.error == errno.EIO and NOT_KEPT in reply.sentence, reply
        assert self.alarms.until_alarm(alarm, acknowledged=True).note == f'seen {alarm}'


@pytest.fixture
def small(suite):
    """alarmd's folder is a file system of 2 MiB. Only alarmd sees it: inside()."""
    (suite.state / 'alarmd').mkdir()
    world = World(suite, namespace(f'mount -t tmpfs -o size=2m none {suite.state}/alarmd'))
    world.disk = inside(suite.alarmd, suite.state / 'alarmd')
    if not os.path.isdir(world.disk):
        pytest.skip('not possible here: the namespace of another process cannot be seen')
    return world


def take_over(world):
    """The next alarmd finds what the one on the small disk had written at this moment."""
    alarmd = world.suite.alarmd
    alarmd.pause()
    shutil.copytree(world.disk, world.suite.state / 'alarmd', dirs_exist_ok=True)
    alarmd.kill()


@pytest.mark.usefixtures('private_mounts')
def test_a_full_disk(small):
    """Alarms come, drive, are acknowledged and go; all of it is written in order as soon as there is room."""
    a = small.alarms
    before = a.caught_up()[-1].number
    fill(small.disk)
    small.door(True)
    small.trouble('the disk is full')
    assert not a.find('alarm-raised'), 'told before it was on the disk'
    small.acknowledge_in_vain('door')
    # nothing is new in how it stands: the second one is told as fast
    small.acknowledge_in_vain('latch')
    small.door(False)
    assert a.summary.waiting >= 4 and a.summary.lost == 0
    os.unlink(f'{small.disk}/filler')
    small.well()
    mine = [(e.kind, e.alarm) for e in a.caught_up() if e.number > before and e.alarm in ('door', 'latch')]
    assert sorted(mine[:2]) == [('alarm-raised', 'door'), ('alarm-raised', 'latch')]
    assert mine[2:4] == [('alarm-acknowledged', 'door'), ('alarm-acknowledged', 'latch')]
    assert sorted(mine[4:]) == [('alarm-cleared', 'door'), ('alarm-recovered', 'latch')]
    assert not a.find('events-lost')
    known = {e.number: e.hash for e in a.events}
    take_over(small)
    b = small.start()
    small.play()
    latch = b.alarm('latch')
    assert latch.active and latch.latched and latch.acknowledged and latch.note == 'seen latch'
    b.caught_up()
    assert known.items() <= {e.number: e.hash for e in b.events}.items(), 'what was told is not what was written'


@pytest.mark.usefixtures('private_mounts')
def test_a_disk_that_stays_full_until_memory_is(small):
    """What has no room at all is refused or counted, and the journal says how many they were."""
    a = small.alarms
    a.caught_up()
    fill(small.disk)
    waiting, refused = [], []
    for i in range(10000):
        reply = a.request(bus.ALARM_SHELVE, 'ac_line.quality', f'note {i} ' + 'x' * 50, 60)
        (refused if LOST in reply.sentence else waiting).append(i)
        assert reply.error == errno.EIO and (LOST in reply.sentence or NOT_KEPT in reply.sentence), reply
        if len(refused) == 20:
            break
    assert len(waiting) > 500 and len(refused) == 20
    # who can ask again later is told to
    assert a.ask(bus.event_append, 'note', text='in vain').error == errno.EAGAIN
    # also without any room for their events
    small.door(True)
    reply = a.request(bus.ALARM_ACKNOWLEDGE, 'door', 'seen door')
    assert reply.error == errno.EIO and LOST in reply.sentence, reply
    assert a.until_alarm('door', acknowledged=True).note == 'seen door'
    a.until(lambda: a.summary.lost > len(refused), 'the count of what was lost')
    os.unlink(f'{small.disk}/filler')
    told = a.event('events-lost')
    small.well()
    lost = a.summary.lost
    assert told.value == lost * bus.MICRO and not a.find('note', text='in vain')
    events = a.caught_up()
    notes = [int(e.text.split()[1]) for e in events if e.kind == 'alarm-shelved']
    assert notes == waiting
    assert len(a.find('events-lost')) == 1 and a.summary.lost == lost
    # what the lost ones said is not lost: the states are kept beside the events
    small.door(False)
    assert a.event('alarm-cleared', alarm='door')
    take_over(small)
    b = small.start(first=None)
    small.play()
    assert not b.alarm('door').active and b.alarm('door').note == 'seen door'
    assert b.alarm('latch').latched


@pytest.mark.usefixtures('private_mounts')
@pytest.mark.parametrize('prepared', [True, False], ids=['with its folder', 'with nothing in it'])
def test_read_only_from_the_start(suite, prepared):
    """It starts without a journal and goes on without; writable again, all is written from the beginning."""
    place = suite.state / 'alarmd'
    (place / 'simulated' if prepared else place).mkdir(parents=True)
    world = World(suite, namespace(f'mount --bind {place} {place}; mount -o remount,bind,ro {place}'))
    a = world.alarms
    world.trouble('the disk is read-only')
    world.door(True)
    world.acknowledge_in_vain('door')
    assert not a.events and not list(place.rglob('events.db*'))
    remount(suite.alarmd, place, 'rw')
    world.well()
    events = a.caught_up()
    assert [e.kind for e in events[:2]] == ['journal-begun', 'started']
    kinds = [e.kind for e in events if e.alarm == 'door']
    assert kinds == ['alarm-raised', 'alarm-acknowledged']
    suite.alarmd.kill()
    b = world.start()
    world.play()
    assert b.alarm('door').acknowledged and b.caught_up()[:len(events)] == events


# ---------------------------------------------------------------- damage

def page_of_events(data):
    """A page in the midst of the table: one with many texts in it, and not the first."""
    size = int.from_bytes(data[16:18], 'big')
    pages = [data[i:i + size] for i in range(0, len(data), size)]
    most = max(range(1, len(pages)), key=lambda i: pages[i].count(b'filling'))
    assert pages[most].count(b'filling') >= 5
    return most * size, size


def overwrite_page(data):
    at, size = page_of_events(data)
    return data[:at] + b'\xa5' * size + data[at + size:]


DAMAGES = {
    'garbage': lambda data: bytes((i * 7919 >> 3) & 255 for i in range(len(data))),
    'the first page overwritten': lambda data: b'\xa5' * 4096 + data[4096:],
    'a page overwritten': overwrite_page,
    'the last half cut off': lambda data: data[:len(data) // 2 // 4096 * 4096],
    'cut off within a page': lambda data: data[:len(data) // 2 // 4096 * 4096 + 100],
    'nothing left': lambda data: b'',
}


@pytest.fixture
def written(suite):
    """A journal of some pages with an alarm that stands, and no alarmd any more. `head` is its last event."""
    world = World(suite)
    a = world.alarms
    for i in range(150):
        a.send(bus.event_append(a.next_number(), 'note', text=f'filling {i} ' + 'x' * 60))
        a.until(lambda: a.number in a.replies, 'the answer')
    world.door(True)
    assert a.request(bus.ALARM_ACKNOWLEDGE, 'door', 'seen').ok
    world.play()
    suite.alarmd.stop()
    with sqlite3.connect(world.journal()) as db:
        world.head = db.execute('SELECT max(number) FROM events').fetchone()[0]
    db.close()
    return world


@pytest.mark.parametrize('damage', DAMAGES)
def test_a_damaged_journal_is_set_aside(written, damage):
    """With its bytes as they are; the new one names it, goes on with its numbers, and alarms go on."""
    path = written.journal()
    damaged = DAMAGES[damage](path.read_bytes())
    path.write_bytes(damaged)
    a = written.start(first=written.head + 1)
    begun = a.event('journal-begun')
    assert written.head < begun.number <= written.head + 2 * MARGIN
    name = begun.text.split("'")[1]
    assert begun.text == f"follows '{name}'" and name.startswith('events.db.damaged-')
    assert (path.parent / name).read_bytes() == damaged
    assert [p.name for p in path.parent.glob('events.db.*-*Z')] == [name], 'set aside once'
    # alarmd's own start may have been numbered before the damage showed
    assert [e.kind for e in a.events[:a.events.index(begun)]] in ([], ['started']), a.events
    assert written.suite.alarmd.log_lines(f'set aside as .{name}')
    written.play(2)
    assert a.until_alarm('door', active=True) and written.sim.output('alarm_out').active
    written.well()
    written.door(False)
    written.door(True)
    assert a.request(bus.ALARM_ACKNOWLEDGE, 'door', 'again').ok
    known = {e.number: e.hash for e in a.caught_up()}
    written.suite.alarmd.kill()
    b = written.start(first=written.head + 1)
    written.play()
    assert b.alarm('door').acknowledged and b.alarm('door').note == 'again'
    assert known.items() <= {e.number: e.hash for e in b.caught_up()}.items()
    assert len(b.find('journal-begun')) == 1


def test_a_log_without_its_file_is_set_aside(written):
    """As it is left by a kill between the two renames of setting aside."""
    a = written.start(first=None)
    assert a.ask(bus.event_append, 'note', text='in the log').ok
    written.suite.alarmd.kill()
    path = written.journal()
    log = path.with_name('events.db-wal').read_bytes()
    path.unlink()
    b = written.start(first=written.head + 1)
    name = b.event('journal-begun').text.split("'")[1]
    assert (path.parent / f'{name}-wal').read_bytes() == log
    written.play(2)
    b.until_alarm('door', active=True)
    written.well()


def set_format(path, number):
    db = sqlite3.connect(path)
    with db:
        db.execute('UPDATE journal SET format = ?', (number,))
    db.close()


def test_a_journal_of_a_newer_version_is_left_alone(written):
    """After a downgrade: alarms go on from memory, and the newer program finds its file as it was."""
    path = written.journal()
    set_format(path, 2)
    before = path.read_bytes()
    a = written.start(first=written.head + 1)
    assert 'newer version' in written.trouble('newer version')
    written.play(2)
    a.until_alarm('door', active=True)
    written.door(False)
    written.door(True)
    written.acknowledge_in_vain('door')
    assert not a.events and a.summary.waiting > 0
    written.suite.alarmd.stop()
    assert path.read_bytes() == before
    # SQLite may have made an empty log beside it
    assert not [p for p in path.parent.glob('events.db[.-]*') if p.stat().st_size > 0]
    set_format(path, 1)
    b = written.start(first=written.head + 1)
    written.well()
    assert b.events[0].number == written.head + 1 and not b.find('journal-begun')


def test_an_older_copy_is_not_gone_on_with(written):
    """Put back from a backup: its next numbers were given already, to other events."""
    path = written.journal()
    copy = path.read_bytes()
    a = written.start(first=written.head + 1)
    assert a.ask(bus.event_append, 'note', text='after the backup').ok
    last = a.caught_up()[-1].number
    written.suite.alarmd.stop()
    path.write_bytes(copy)
    b = written.start(first=last + 1)
    assert b.event('journal-begun').number > last
    written.well()
    assert len(list(path.parent.glob('events.db.*-*Z'))) == 1, 'the copy is set aside'


def test_somebody_removes_the_journal_under_it(suite):
    """The next commit finds out: a new one goes on, and from then on nothing is lost any more."""
    world = World(suite)
    a = world.alarms
    world.door(True)
    last = a.caught_up()[-1].number
    for path in world.journal().parent.glob('events.db*'):
        path.unlink()
    assert a.request(bus.ALARM_ACKNOWLEDGE, 'door', 'seen').ok
    begun = a.event('journal-begun', since=1)
    assert begun.text == 'follows one that is gone' and begun.number > last
    assert suite.alarmd.log_lines('error.*took the journal away')
    world.well()
    suite.alarmd.kill()
    b = world.start(first=last + 1)
    world.play()
    assert b.alarm('door').acknowledged and b.alarm('door').note == 'seen'
    assert [e.kind for e in b.caught_up()[:2]] == ['alarm-acknowledged', 'journal-begun']
