# SPDX-License-Identifier: MIT
"""alarmd on a disk whose syncs take long: what is told, to whom, and when."""
import errno

import pytest

from rmcu import bus
from rmcu.waiting import Deadline

RULES = '''device = { profile = "sim"; };
channels = { di_3 = { name = "Door"; }; };
interlocks = { };
alarms = {
  door = { channel = "di_3"; when = "active"; priority = "high"; alarm_outputs = "alarm_out"; };
  latch = { channel = "di_3"; when = "active"; latched = true; };
};
'''
# Of one contact: a change of it is so many events.
MANY = 60
MANY_RULES = '\n'.join(['device = { profile = "sim"; }; interlocks = { };',
                        'channels = { di_3 = { name = "Door"; }; do_4 = { name = "Horn"; }; };',
                        'alarm_system = { chatter_count = 0; };', 'alarms = {'] +
                       [f'  many_{i} = {{ channel = "di_3"; when = "active"; alarm_outputs = "do_4"; }};' for i in range(MANY)] + ['};\n'])


class SlowDisk:
    """Only the journal is on it."""

    def __init__(self, suite):
        self.path = suite.folder / 'slow'
        self.env = suite.preload('slow-sync', SLOW_SYNC_FILE=str(self.path), SLOW_SYNC_UNDER='events.db')

    def slow(self, milliseconds):
        beside = self.path.with_suffix('.new')
        beside.write_text(f'{milliseconds}\n')
        beside.rename(self.path)

    def hang(self):
        self.path.touch()

    def free(self):
        self.path.unlink(missing_ok=True)


@pytest.fixture
def public_disk(suite, as_other_user):
    """The daemons have a user of their own, so that this one is none of the suite."""
    suite.configure(RULES)
    for folder in suite.folder, suite.run, suite.state:
        folder.chmod(0o777)
    suite.start('sensord', wrap=as_other_user.command)
    d = SlowDisk(suite)
    suite.start('alarmd', wrap=as_other_user.command, env=d.env)
    yield d
    d.free()


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


def test_who_asks_while_memory_is_full_is_not_told_done(suite, disk):
    """The disk hangs and says nothing, so that no error ends the wait; an event that is lost is no "done"."""
    suite.configure(MANY_RULES)
    a, sensor = suite.alarms(), suite.connect()
    a.until(lambda: 'many_0' in a.alarms, 'the rules')
    a.caught_up()
    disk.hang()
    # with the notes of an output each change of the contact is 10 KiB of the 256
    for i in range(41):
        closed = i % 2 == 0
        sensor.sim_set(f'set di3 {"on" if closed else "off"}')
        sensor.next_snapshot(lambda s, c=closed: sensor.output('do_4', s).active == c)
    reply = a.request(bus.ALARM_ACKNOWLEDGE, 'many_0', 'seen')
    assert reply.error == errno.EIO and 'its event is lost' in reply.sentence, reply
    disk.free()
    assert a.event('events-lost').value > 0
    assert a.until_alarm('many_0', acknowledged=True).note == 'seen'
    assert a.request(bus.ALARM_SHELVE, 'many_0', 'again', 60).ok


def test_a_disk_that_hangs_does_not_hold_up_the_end(suite, disk):
    """It is given some seconds, fewer than systemd's. Who asked was told nothing, and is told so by the end of the line."""
    a, sensor = suite.alarms(), suite.connect()
    sensor.sim_set('set di3 on')
    a.until_alarm('door', active=True)
    known = {e.number: e.hash for e in a.caught_up()}
    disk.hang()
    number = a.next_number()
    a.send(bus.alarm_request(number, bus.ALARM_ACKNOWLEDGE, 'door', 'seen'))
    deadline = Deadline(9)
    suite.alarmd.stop()
    assert not deadline.over, 'systemd would have killed it'
    assert suite.alarmd.log_lines('the disk does not answer: [1-9][0-9]* events are not written')
    a.until_closed()
    assert number not in a.replies
    disk.free()
    suite.alarmd.start()
    assert known.items() <= {e.number: e.hash for e in suite.alarms().caught_up()}.items()


def test_requests_while_the_journal_is_still_being_opened(suite):
    """A disk that hangs from the start: who asks is told what he waits for, whatever he asks."""
    suite.configure(RULES)
    suite.start('sensord')
    d = SlowDisk(suite)
    d.hang()
    suite.start('alarmd', env=d.env)
    c = suite.alarms(first=None, wait=False)
    for request in (bus.MAINTENANCE, '', 'work', 60), (bus.ALARM_RESET, 'door'):
        reply = c.request(*request)
        assert (reply.error, reply.sentence) == (errno.EAGAIN, 'alarmd is still opening its journal; try again')
    d.free()
    c.until(c.has_state, 'the state')
    assert c.request(bus.MAINTENANCE, '', 'work', 60).ok


# ---------------------------------------------------------------- one who asks too much

# daemons/alarmd/replies.h and budget.h
PEER_MAX, BURST = 8, 60


def shelve(client, alarm='door'):
    number = client.next_number()
    client.send(bus.alarm_request(number, bus.ALARM_SHELVE, alarm, 'later', 60))
    return number


def test_who_waits_for_much_takes_no_place_of_others(suite, public_disk):
    """It is told so for what is too much, at once; the others are answered as if it were not there."""
    greedy, other = suite.alarms(first=None), suite.alarms(first=None)
    public_disk.hang()
    asked = [shelve(greedy) for _ in range(PEER_MAX + 4)]
    greedy.until(lambda: len(greedy.replies) == 4, 'the refusals')
    for number in asked[PEER_MAX:]:
        reply = greedy.replies[number]
        assert reply.error == errno.EAGAIN and 'wait for their answers' in reply.sentence
    number = shelve(other, 'latch')
    public_disk.free()
    assert other.until(lambda: other.replies.get(number), 'the answer').ok
    greedy.until(lambda: len(greedy.replies) == len(asked), 'all answers')
    assert all(greedy.replies[number].ok for number in asked[:PEER_MAX])


def test_who_floods_the_journal_is_told_to_wait(suite, public_disk):
    """By uid: another connection is no way around it. What is no event costs nothing."""
    assert public_disk
    greedy = suite.alarms()
    for i in range(2 * BURST):
        assert greedy.request(bus.ALARM_ACKNOWLEDGE, 'nosuch').error == errno.ENOENT
    refused = None
    for i in range(3 * BURST):
        c = greedy if i % 2 else suite.alarms(first=None)
        reply = c.request(*((bus.ALARM_UNSHELVE, 'door') if i % 2 else (bus.ALARM_SHELVE, 'door', 'again', 60)))
        if c is not greedy:
            c.close()
        if not reply.ok:
            refused = reply
            break
    assert refused and refused.error == errno.EAGAIN and 'too short a time' in refused.sentence, refused
    # some were given back meanwhile
    assert BURST <= i <= 2 * BURST
    assert suite.psctl('alarms').code == 0, 'he still may look'
    suite.alarms().until_alarm('door', shelved=i % 2 == 1)
