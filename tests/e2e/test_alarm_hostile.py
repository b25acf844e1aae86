# SPDX-License-Identifier: MIT
"""Clients of alarm.sock that do harm: broken requests, floods of connections, readers that do not read."""
import contextlib
import errno
import struct
from pathlib import Path

import pytest

from rmcu import bus
from rmcu.suite import LONG
from rmcu.waiting import until
from test_hostile import head, memory_kib, open_files_at_least

RULES = '''device = { profile = "sim"; };
channels = { di_3 = { name = "Door"; }; };
interlocks = { };
alarms = { door = { channel = "di_3"; when = "active"; latched = true; alarm_outputs = "alarm_out"; }; };
'''
# Of those of the same uid; sensord's and settingsd's connections are other sockets.
PLACES = 32
# What the sanitizer keeps of memory that was freed and of frames that have returned is none of ours.
LEAN = ':detect_stack_use_after_return=0:quarantine_size_mb=1:thread_local_quarantine_size_kb=64'


@pytest.fixture
def alarmd(suite):
    suite.configure(RULES)
    suite.start('sensord')
    return suite.start('alarmd', env={'ASAN_OPTIONS': suite.environment()['ASAN_OPTIONS'] + LEAN})


def requests():
    """One good packet of each request, by name."""
    return {
        'events-from': bus.events_from(1, 1),
        'acknowledge': bus.alarm_request(1, bus.ALARM_ACKNOWLEDGE, 'door', 'seen'),
        'shelve': bus.alarm_request(1, bus.ALARM_SHELVE, 'door', 'later', 60),
        'unshelve': bus.alarm_request(1, bus.ALARM_UNSHELVE, 'door'),
        'reset': bus.alarm_request(1, bus.ALARM_RESET, 'door'),
        'maintenance': bus.alarm_request(1, bus.MAINTENANCE, '', 'test', 60),
        'event-append': bus.event_append(1, 'note', text='a note'),
        'notify-test': bus.alarm_request(1, bus.NOTIFY_TEST, '', 'trap'),
    }


def broken():
    """Packets that alarmd may not take, by name."""
    packets = {
        'one byte': b'\x60',
        'half a head': head(bus.EVENTS_FROM)[:7],
        'reserved in use': head(bus.EVENTS_FROM, reserved=1) + bytes(8),
        'no such message': head(999),
        'a server\'s message': head(bus.EVENT) + bytes(300),
        'a reply': bus.Writer(bus.REPLY, 1).put('I', 0).text('ok').bytes,
        'longer than its field': bus.alarm_request(1, bus.ALARM_ACKNOWLEDGE, 'd' * 48, 'x'),
        'a note longer than its field': bus.alarm_request(1, bus.ALARM_ACKNOWLEDGE, 'door', 'x' * 4000),
        'a note with a line break': bus.alarm_request(1, bus.ALARM_ACKNOWLEDGE, 'door', 'a\nb'),
        'a note with a NUL': bus.alarm_request(1, bus.ALARM_ACKNOWLEDGE, 'door', 'a\0b'),
        'a note that is no UTF-8': requests()['acknowledge'].replace(b'seen', b'se\xff\xfe'),
        'an actor with a control character': bus.alarm_request(1, bus.ALARM_ACKNOWLEDGE, 'door', 'x',
                                                               actor=bus.Actor('a\x1bb', '', 'x')),
        'an event of no kind': head(bus.EVENT_APPEND) + struct.pack('<QB', 0, 250) + requests()['event-append'][17:],
        'text longer than the packet': head(bus.ALARM_RESET) + struct.pack('<H', 60000) + b'door',
        'oversized': head(bus.EVENTS_FROM) + bytes(bus.REQUEST_MAX - 7),
        'very oversized': head(bus.EVENT_APPEND) + bytes(100000),
    }
    for name, packet in requests().items():
        packets[f'{name} with a left-over byte'] = packet + b'\0'
        packets[f'{name} truncated'] = packet[:-1]
        packets[f'{name}, the head alone'] = packet[:8]
    return packets


@pytest.mark.usefixtures('alarmd')
def test_every_good_request_is_answered(suite):
    """The counterpart of the test below: these packets are fine."""
    for name, packet in requests().items():
        c = suite.alarms(first=None)
        c.send(packet)
        if name == 'events-from':
            c.event('started')
        else:
            assert isinstance(c.until(lambda c=c: c.replies.get(1), f'the reply to {name}'), bus.Reply)
        c.close()


def test_a_broken_request_costs_its_sender_the_connection(suite, alarmd):
    """Only that client; nothing of it is done or written, and the others are served as before."""
    good = suite.alarms()
    before = good.caught_up()
    for name, packet in broken().items():
        bad = suite.alarms(first=None)
        with contextlib.suppress(bus.Closed):
            bad.send(packet)
        bad.until_closed()
        assert not bad.replies, f'{name}: {bad.replies}'
        assert good.ask(bus.alarm_request, bus.ALARM_RESET, 'nosuch').error == errno.ENOENT, name
    assert good.caught_up() == before, 'something broken was written'
    assert not good.closed and not good.summary.maintenance_until_us and not good.alarm('door').shelved
    assert alarmd.log_lines('dropped client')


def test_every_truncation_of_every_request(suite, alarmd):
    """At each byte: no answer, no event, no harm."""
    good = suite.alarms()
    before = good.caught_up()
    for name, packet in requests().items():
        for n in range(1, len(packet), 1 if LONG else 7):
            bad = suite.alarms(first=None)
            bad.send(packet[:n])
            bad.until_closed()
            assert not bad.replies, f'{name} cut at {n}'
            bad.close()
    assert good.caught_up() == before
    assert alarmd.running


@pytest.mark.usefixtures('alarmd')
def test_requests_of_another_daemon_are_answered_and_nothing_more(suite):
    c = suite.alarms(first=None)
    for request in (bus.output_set, 'alarm_out', 'on'), (bus.settings_change, [('site.name', 'x')]):
        reply = c.ask(*request)
        assert reply.error == errno.ENOSYS and reply.sentence
    assert not suite.connect().output('alarm_out').active


@pytest.mark.usefixtures('alarmd')
def test_a_place_in_the_stream_that_does_not_exist(suite):
    """Numbers beyond the head wait, number 0 is the beginning; whoever asks again goes on from there."""
    c = suite.alarms(first=None)
    c.follow(1 << 62)
    assert c.ask(bus.event_append, 'note', text='one').ok
    c.follow((1 << 64) - 2)
    assert c.ask(bus.event_append, 'note', text='two').ok
    assert not c.events and not c.gaps
    c.follow(0)
    assert c.caught_up()[0].kind == 'journal-begun'


# ---------------------------------------------------------------- connections

def refused(suite):
    with pytest.raises(bus.Refused) as e:
        suite.alarms(first=None)
    assert e.value.error == errno.EUSERS and 'too many' in e.value.sentence


def test_100_clients(suite, alarmd):
    """One uid has its share, all in it are told the same, and alarms go on meanwhile."""
    open_files_at_least(300)
    inside = [suite.alarms() for _ in range(PLACES)]
    for _ in range(100 - PLACES):
        refused(suite)
    sensor = suite.connect()
    sensor.sim_set('set di3 on')
    for c in inside:
        c.until_alarm('door', active=True)
        c.event('alarm-raised', alarm='door')
    assert inside[0].request(bus.ALARM_ACKNOWLEDGE, 'door', 'seen').ok
    hashes = {c.event('alarm-acknowledged', text='seen').hash for c in inside}
    assert len(hashes) == 1
    assert sensor.next_snapshot(lambda s: sensor.output('alarm_out', s).active)
    assert len(alarmd.log_lines('refused client')) < 20
    inside.pop().close()

    def place():
        try:
            return suite.alarms()
        except bus.Refused:
            return None
    assert until(place, 'a place').caught_up()


# ---------------------------------------------------------------- readers

def notes(client, n, text):
    """Writes so many events, some at a time: who waits for an answer is not dropped."""
    numbers = []
    for i in range(n):
        numbers.append(client.next_number())
        client.send(bus.event_append(numbers[-1], 'note', text=f'{text} {i} ' + 'x' * 60))
        if len(numbers) == 8 or i == n - 1:
            client.until(lambda: all(k in client.replies for k in numbers), 'the answers')
            assert all(client.replies.pop(k).ok for k in numbers)
            numbers = []


def test_who_follows_and_never_reads_holds_nobody_up(suite, alarmd):
    """Five of them: others get each event, memory stays flat; read later, every event is there, once and in order."""
    reader, writer = suite.alarms(), suite.alarms(first=None)
    notes(writer, 1000, 'warm')
    stopped = [suite.alarms() for _ in range(5)]
    notes(writer, 500, 'before')
    before = memory_kib(alarmd)
    n = 10000 if LONG else 1500
    notes(writer, n, 'note')
    grown = memory_kib(alarmd) - before
    reader.until(lambda: len([e for e in reader.events if e.text.startswith('note ')]) == n, 'each event')
    print(f'{n} events: grown by {grown} KiB')
    # without the sanitizer it is 0; with it, what the allocator holds back comes and goes
    sanitized = 'asan' in Path(f'/proc/{alarmd.pid}/maps').read_text()
    assert grown < (1536 if sanitized else 64)
    last = reader.caught_up()[-1].number
    for s in stopped:
        assert len(s.events) < 500, 'it has read'
        s.until(lambda s=s: s.events and s.events[-1].number >= last, 'all of them')
        assert s.events[0].number == 1 and not s.gaps
        assert [e.hash for e in s.events[:last]] == [e.hash for e in reader.events[:last]]
    assert all(not s.closed for s in stopped)


def test_who_asks_on_without_reading_is_dropped(suite, alarmd):
    """Its answers are not kept for ever, and what it asked for was done or not, each whole."""
    good = suite.alarms()
    rude = suite.alarms(first=None)
    sent = 0
    with contextlib.suppress(bus.Closed):
        for sent in range(100000):
            rude.send(bus.alarm_request(1, bus.ALARM_RESET, 'nosuch'))
        pytest.fail('100000 unread answers, and still connected')
    assert alarmd.log_lines('does not take its replies')
    assert good.caught_up() and sent > 0


@pytest.mark.usefixtures('alarmd')
def test_who_goes_without_waiting_for_the_answer(suite):
    """It has nobody to go to: what was asked for is done once or, when it went too early to be read, not at all."""
    good = suite.alarms()
    for i in range(100):
        c = suite.alarms(first=None)
        c.send(bus.event_append(1, 'note', text=f'left {i}'))
        c.close()
    numbers = [int(e.text.split()[1]) for e in good.caught_up() if e.text.startswith('left ')]
    assert numbers and numbers == sorted(set(numbers))
    assert suite.alarms().caught_up() == good.caught_up()
