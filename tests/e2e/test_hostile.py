# SPDX-License-Identifier: MIT
"""Clients that do harm: broken messages, floods of connections, readers that do not read."""
import contextlib
import errno
import resource
import socket
import struct
import time

import pytest

from rmcu import bus
from rmcu.suite import LONG
from rmcu.waiting import until

pytestmark = pytest.mark.usefixtures('sensord')


def sample_requests():
    """One good packet of each request, by name."""
    return {
        'facts-from': bus.facts_from(1, 0, 0),
        'output-set': bus.output_set(1, 'do_4', 'on', reason='because'),
        'output-confirm': bus.output_confirm(1, 'battery'),
        'hold-all': bus.hold_all(1, 'alarm', [('do_4', True, 'why')]),
        'sim-run': bus.sim(1, bus.SIM_RUN, 'steady'),
        'sim-set': bus.sim(1, bus.SIM_SET, 'set load_watts 100'),
        'sim-speed': bus.sim(1, bus.SIM_SPEED, value=1000),
        'sim-join': bus.bare(1, bus.SIM_JOIN),
        'sim-step': bus.sim(1, bus.SIM_STEP, value=1000),
        'sim-list': bus.bare(1, bus.SIM_LIST),
        'sim-release': bus.bare(1, bus.SIM_RELEASE),
        'settings-change': bus.settings_change(1, [('site.name', 'x')]),
    }


def head(kind, number=1, reserved=0):
    return struct.pack('<HHI', kind, reserved, number)


def broken():
    """Packets that no server may take, by name."""
    good = sample_requests()
    control = bus.Actor('a\nb', '', 'x')
    return {
        'one byte': b'\x21',
        'half a head': head(bus.SIM_LIST)[:7],
        'reserved in use': head(bus.SIM_LIST, reserved=1),
        'no such message': head(999),
        'message 0': head(0),
        'a server\'s message': head(bus.SNAPSHOT) + bytes(100),
        'a reply': bus.Writer(bus.REPLY, 1).put('I', 0).text('ok').bytes,
        'left-over byte': good['output-set'] + b'\0',
        'left-over byte of a bare one': good['sim-list'] + b'\0',
        'left-over byte of a join': good['sim-join'] + b'\0',
        'left-over byte of a release': good['sim-release'] + b'\0',
        'truncated': good['output-set'][:-1],
        'head alone': head(bus.OUTPUT_SET),
        'text longer than the packet': head(bus.OUTPUT_CONFIRM) + struct.pack('<H', 60000) + b'x',
        'text longer than its field': bus.output_confirm(1, 'c' * 32),
        'text with a NUL': bus.output_confirm(1, 'do\0_4'),
        'text with a control character': bus.output_confirm(1, 'do_4', control),
        'text that is no UTF-8': head(bus.OUTPUT_CONFIRM) + b'\x02\0\xff\xfe' + bytes(6),
        'text with overlong UTF-8': head(bus.OUTPUT_CONFIRM) + b'\x02\0\xc0\xaf' + bytes(6),
        'boolean 2': good['output-set'].replace(b'\x00\x07\x00because', b'\x02\x07\x00because'),
        'action 4': bus.Writer(bus.OUTPUT_SET, 1).text('do_4').put('BIIB', 4, 0, 0, 0).text('')
                    .actor(bus.Actor()).bytes,
        'holder 5': bus.Writer(bus.HOLD_ALL, 1).put('BB', 5, 0).bytes,
        'more holds than outputs': bus.hold_all(1, 'alarm', [('do_4', True, '')] * 33),
        'as large as can be': head(bus.SIM_LIST) + bytes(bus.REQUEST_MAX - 8),
        'oversized': head(bus.SIM_LIST) + bytes(bus.REQUEST_MAX - 7),
        'very oversized': head(bus.SIM_LIST) + bytes(100000),
    }


@pytest.mark.parametrize('name', broken())
def test_a_broken_message_costs_its_sender_the_connection(suite, sensord, name):
    """Only that client, with one line in the log; the others notice nothing."""
    good, bad = suite.connect(), suite.connect()
    before = good.next_snapshot()
    lines = len(sensord.log.splitlines())
    bad.send(broken()[name])
    bad.until_closed()
    fresh = sensord.log.splitlines()[lines:]
    assert len(fresh) == 1 and 'dropped client' in fresh[0], fresh
    after = good.next_snapshot()
    assert after.number == before.number + 1, 'the other one missed something'
    assert after.missed_ticks == before.missed_ticks
    assert not good.closed
    assert not any(o.active for o in after.outputs)


def test_every_good_request_is_answered(suite):
    """The counterpart of the test above: these packets are fine."""
    silent = {'facts-from', 'sim-join', 'sim-step'}
    for name, packet in sample_requests().items():
        c = suite.connect()
        if name == 'sim-step':
            assert c.ask(bus.bare, bus.SIM_JOIN).ok
            c.replies.clear()
        c.send(packet)
        if name in silent - {'sim-join'}:
            c.next_snapshot()
        else:
            c.until(lambda c=c: 1 in c.replies, f'the reply to {name}')
        c.close()


def test_a_request_of_another_daemon_is_answered_and_nothing_more(suite):
    c = suite.connect()
    reply = c.ask(bus.settings_change, [('site.name', 'x')])
    assert reply.error == errno.ENOSYS and reply.sentence
    c.next_snapshot()


def test_many_broken_clients_cost_one_line_a_second(suite, sensord):
    """A flood of them is told in a few lines; the next line says that there were more."""
    good = suite.connect()
    lines = len(sensord.log.splitlines())
    began = time.monotonic()
    for _ in range(300):
        with contextlib.suppress(bus.Closed, bus.Refused):
            c = bus.Client(sensord.socket_path, wait=False)
            c.send(b'nonsense')
            c.until_closed()
            c.close()
    seconds = time.monotonic() - began
    fresh = sensord.log.splitlines()[lines:]
    assert 1 <= len(fresh) <= 2 + 2 * seconds, fresh
    assert good.hello.instance == suite.connect().hello.instance


def test_random_messages(suite, sensord, rng):
    """Bytes at random, and good packets with bytes changed: never more than a dropped client."""
    good = suite.connect()
    packets = list(sample_requests().values())
    c = None
    for _ in range(20000 if LONG else 1500):
        if rng.random() < 0.3:
            packet = rng.randbytes(rng.choice([0, 1, 4, 7, 8, 9, 20, 100, 1000, 16384, 16385]))
        else:
            packet = bytearray(rng.choice(packets))
            for _ in range(rng.choice([1, 1, 1, 2, 5])):
                packet[rng.randrange(len(packet))] = rng.randrange(256)
            if rng.random() < 0.2:
                del packet[rng.randrange(len(packet)):]
        if c is None:
            c = bus.Client(sensord.socket_path)
        try:
            c.send(bytes(packet))
            if rng.random() < 0.5:
                c.drain()
        except bus.Closed:
            c.close()
            c = None
        good.drain()
    if c:
        c.close()
    # It may stand in a lockstep that nobody steps, or have other settings: but it lives and answers.
    again = suite.connect()
    assert again.hello.instance == good.hello.instance
    assert again.ask(bus.bare, bus.SIM_LIST).knobs
    again.sim(bus.SIM_SPEED, value=1000)
    again.next_snapshot()
    assert not good.closed


# ---------------------------------------------------------------- connections

def open_files_at_least(n):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < n:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(n, hard), hard))


def has_place(suite):
    try:
        suite.connect()
    except bus.Refused:
        return False
    return True


def test_500_connections(suite, sensord):
    """One uid gets its share (32 in a private run); beyond it each is told so. Who is in is served on."""
    open_files_at_least(700)
    first = suite.connect()
    before = first.next_snapshot()
    inside, refused = [], 0
    for _ in range(500):
        try:
            inside.append(bus.Client(sensord.socket_path))
        except bus.Refused as e:
            refused += 1
            assert e.error == errno.EUSERS and 'too many' in e.sentence
    assert len(inside) == 31 and refused == 469
    after = first.next_snapshot()
    assert [s.number for s in first.snapshots] == list(
        range(first.snapshots[0].number, after.number + 1)), 'the first one missed something'
    assert after.missed_ticks - before.missed_ticks <= 5
    for c in inside:
        c.next_snapshot()
        c.close()
    # places are free again
    until(lambda: has_place(suite), 'a place')
    assert len(sensord.log_lines('refused client')) < 20


def test_500_that_never_read(suite, sensord):
    """They connect and do nothing more, not even read why they are refused."""
    open_files_at_least(700)
    first = suite.connect()
    dumb = []
    for _ in range(500):
        s = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET | socket.SOCK_NONBLOCK)
        # the queue may be full for a moment: it is emptied without us
        until(lambda s=s: s.connect_ex(str(sensord.socket_path)) in (0, errno.EISCONN), 'a connect')
        dumb.append(s)
    first.next_snapshot()
    last = first.next_snapshot()
    assert [s.number for s in first.snapshots] == list(
        range(first.snapshots[0].number, last.number + 1))
    for s in dumb:
        s.close()
    until(lambda: has_place(suite), 'a place')


def test_who_is_in_no_group_is_told_so(suite, sensord, as_other_user):
    """REFUSED with the group that is missing, and the end of the connection."""
    answer = as_other_user(f'''
import socket
s = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
s.connect({str(sensord.socket_path)!r})
print(s.recv(4096)[8:])
print(s.recv(4096))
''')
    assert 'not in group rmcu' in answer and answer.strip().endswith("b''")


# ---------------------------------------------------------------- readers

def test_a_stopped_reader_holds_nobody_up(suite):
    """Five stopped readers at 100 Hz: the one that reads gets every snapshot, memory does not grow."""
    suite.configure('device = { profile = "sim"; };\nsampling = { rate_hz = 100; };\n')
    # The sanitizer of gcc 14 keeps frames of functions that have returned, some 2 MiB in the end: none of ours.
    sensord = suite.start('sensord', env={
        'ASAN_OPTIONS': suite.environment()['ASAN_OPTIONS'] + ':detect_stack_use_after_return=0'})
    stopped = [suite.connect() for _ in range(5)]
    for s in stopped:
        s.follow_facts(s.hello.instance, 1)
    sim = suite.lockstep()
    sim.play(2, step=0.01)
    before = memory_kib(sensord)
    ticks = sim.play(40 if LONG else 10, step=0.01)
    assert all(b.number == a.number + 1 for a, b in zip(ticks, ticks[1:]))
    assert memory_kib(sensord) - before < 512
    for s in stopped:
        s.until(lambda s=s: s.snapshot.number == ticks[-1].number, 'the newest snapshot')
        numbers = [x.number for x in s.snapshots]
        assert numbers == sorted(numbers) and len(numbers) < 30


def memory_kib(program):
    text = open(f'/proc/{program.pid}/smaps_rollup', encoding='ascii').read()
    return sum(int(line.split()[1]) for line in text.splitlines() if line.startswith('Private_Dirty'))


def test_a_stopped_reader_of_facts_gets_them_all_later(suite, sensord, sim):
    """Facts wait in the ring, each reader has its own place in it."""
    stopped = suite.connect()
    stopped.follow_facts()
    # the server has taken the request once it has answered this one
    stopped.ask(bus.bare, bus.SIM_LIST)
    for i in range(300):
        sim.sim_set(f'set load_watts {100 + i}')
    stopped.until(lambda: len(stopped.facts) == 300, '300 facts')
    assert [f.text for f in stopped.facts] == [f'sim set load_watts {100 + i}' for i in range(300)]


def test_who_asks_on_without_reading_is_dropped(suite, sensord):
    """Sixteen replies may wait beyond what the kernel holds."""
    rude = suite.connect()
    good = suite.connect()
    with contextlib.suppress(bus.Closed):
        for _ in range(100000):
            rude.send(bus.bare(1, bus.SIM_LIST))
        pytest.fail('100000 unread replies, and still connected')
    assert sensord.log_lines('does not take its replies')
    good.next_snapshot()


def test_half_a_connect(suite, sensord):
    """A client that goes before it is accepted, over and over."""
    good = suite.connect()
    for _ in range(300):
        s = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET | socket.SOCK_NONBLOCK)
        s.connect_ex(str(sensord.socket_path))
        s.close()
    good.next_snapshot()
    again = suite.connect()
    assert again.hello.instance == good.hello.instance


def test_settingsd_takes_no_harm_either(suite):
    """Its one request, broken in every way."""
    d = suite.start('settingsd')
    good = bus.settings_change(1, [('site.name', 'x')])
    packets = [good[:n] for n in range(len(good))] + [good + b'\0']
    packets += [bus.settings_change(1, [('site.name', 'x')] * 65),
                bus.settings_change(1, [('p' * 96, 'x')]), bus.settings_change(1, [('p', 'x' * 128)]),
                bus.settings_change(1, [('site.name', 'a\nb')]), b'x' * 20000]
    for packet in packets:
        c = suite.connect('settingsd')
        # nothing at all is an empty packet, which is the end of a connection
        c.send(packet) if packet else c.sock.shutdown(socket.SHUT_WR)
        c.until_closed()
        c.close()
    assert suite.connect('settingsd').hello.site == ''
    assert d.log_lines('dropped client')
    assert not suite.overlay_file.exists()
