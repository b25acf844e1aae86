# SPDX-License-Identifier: MIT
"""Managers that ask what they must not, and packets that are none: the right error, no crash, no hole in a walk."""
import re

import pytest

from rmcu import ber
from rmcu.snmp import ROOT, Snmp
from rmcu.suite import BUILD, NO_INTERLOCKS
from rmcu.waiting import until

SETTINGS = '''device = { profile = "sim"; serial = "S-1"; };
snmp = { access = "read-write"; };
channels = { di_3 = { name = "Door"; }; };
alarms = { door = { channel = "di_3"; when = "active"; priority = "critical"; };
           low = { channel = "volts_battery"; when = "below"; setpoint = 11; recovery = 12; }; };
''' + NO_INTERLOCKS
RMCU = tuple(map(int, ROOT.split('.')))
MIB2 = (1, 3, 6, 1, 2, 1)
UPS = MIB2 + (33,)
TREES = RMCU, MIB2 + (47,), MIB2 + (99,), UPS
# RFC 1628: upsTestId, upsTestSpinLock; upsShutdownType, upsShutdownAfterDelay, upsStartupAfterDelay
UPS_WRITABLE = [UPS + (1, *tail) for tail in ((7, 1), (7, 2), (8, 1), (8, 2), (8, 3))]
VALUES = {ber.INTEGER: 1, ber.STRING: b'x', ber.NULL: None, ber.NAME: (1, 3, 6), ber.ADDRESS: b'\x7f\0\0\1', ber.COUNTER: 1,
          ber.GAUGE: 1, ber.TICKS: 1, ber.OPAQUE: b'\x9f\x78\4\0\0\0\0', ber.COUNTER64: 1}
OFF, ON = 1, 2
NOT_IN_AGENTX = 0x03, 0x45


def writable():
    """Names of columns and scalars that the MIB lets managers write."""
    text = (BUILD / 'mib/RMCU-MIB.txt').read_text()
    arcs = {'rmcu': RMCU}
    for node, parent, number in re.findall(r'^(\w+)\s+(?:OBJECT IDENTIFIER|OBJECT-TYPE)\b(?:(?!::=).)*::= \{ (\w+) (\d+) \}',
                                           text, re.S | re.M):
        if parent in arcs:
            arcs[node] = arcs[parent] + (int(number),)
    found = re.findall(r'^(\w+) OBJECT-TYPE(?:(?!::=).)*?MAX-ACCESS\s+read-write', text, re.S | re.M)
    assert len(found) >= 12
    return [arcs[node] for node in found] + UPS_WRITABLE


@pytest.fixture
def snmp(suite):
    suite.configure(SETTINGS)
    for name in 'sensord', 'alarmd', 'loggerd':
        suite.start(name)
    s = Snmp(suite, ROOT)
    try:
        s.start()
        until(lambda: 'Counter64' in s.get('1.1.10.0')[0], 'a snapshot')
        until(lambda: 'Gauge32' in s.get('1.4.1.0')[0], 'the alarms')
        yield s
    finally:
        s.close()


@pytest.fixture
def manager(snmp):
    m = ber.Manager(snmp.port)
    yield m
    m.close()


def names(manager):
    return [[arcs for arcs, _, _ in manager.walk(tree)] for tree in TREES]


def test_set_of_every_object(snmp, suite, manager):
    """With each type but its own; as one who may only read; and with its own type, where nothing may be written."""
    can = writable()
    rows = [row for tree in TREES for row in manager.walk(tree)]
    before = names(manager)
    tried = set()
    for arcs, kind, body in rows:
        column = next((c for c in can if arcs[:len(c)] == c), None)
        tried.add(column)
        assert manager.set((arcs, kind, body), community='reader').error == 'noAccess'
        for tag, what in VALUES.items():
            # the master itself refuses a NULL, before anybody is asked
            wanted = 'wrongType' if column or tag == ber.NULL else 'notWritable'
            if tag != kind or not column:
                answer = manager.set((arcs, tag, what))
                assert (answer.error, answer.index) == (wanted, 1), (arcs, tag)
        if not column and kind == ber.STRING:
            assert manager.set((arcs, kind, body)).error == 'notWritable'
    # what has no instance now has no row to try
    assert len(tried) > len(can) / 2
    assert names(manager) == before and suite.agentxd.running


def test_set_out_of_range(snmp, manager):
    can = writable()
    outside = [-2 ** 31, -1, 0, 9999, 2 ** 31 - 1, 2 ** 32 - 1]
    for tree in RMCU, UPS:
        for arcs, kind, body in manager.walk(tree):
            if kind not in (ber.INTEGER, ber.GAUGE) or not any(arcs[:len(c)] == c for c in can):
                continue
            now = int.from_bytes(body, 'big', signed=True)
            for value in outside:
                if value == now or not -2 ** 31 <= value < 2 ** 31 and kind == ber.INTEGER or value < 0 and kind == ber.GAUGE:
                    continue
                error = manager.set((arcs, kind, value)).error
                after = manager.ask(ber.GET, [(arcs, ber.NULL, None)]).binds[0]
                kept = int.from_bytes(after[2], 'big', signed=True) == now
                # refused and as it was, or taken and as asked
                assert error in ('wrongValue', 'inconsistentValue', 'commitFailed') and kept or error == 'noError', (arcs, value, error)
    assert snmp.answers()


def test_what_is_not_there(manager):
    for tail, error in (((1, 6, 1, 1, 1, 999), 'noCreation'), ((1, 6, 1, 1, 1), 'noCreation'), ((1, 6, 1, 1, 99, 1), 'notWritable'),
                        ((1, 77, 0), 'notWritable'), ((2, 1, 1, 0), 'notWritable'), ((1, 3, 1, 1, 5, 3, 0x61, 0x62), 'noCreation'),
                        ((1, 3, 1, 1, 5) + (4294967295,) * 100, 'noCreation')):
        assert manager.set((RMCU + tail, ber.INTEGER, 1)).error == error, tail
    # a name with as many arcs as there may be
    long = RMCU + (1, 2, 1, 1, 2) + (1,) * (128 - len(RMCU) - 5)
    assert manager.ask(ber.GET, [(long, ber.NULL, None)]).binds[0][1] == ber.NO_INSTANCE
    assert manager.ask(ber.GETNEXT, [(long, ber.NULL, None)]).binds[0][0][:len(RMCU)] == RMCU


def test_one_bad_of_many_and_nothing_is_done(snmp, manager):
    outputs = [arcs for arcs, _, _ in manager.walk(RMCU + (1, 6, 1, 1, 1))]
    assert len(outputs) >= 2
    states = snmp.walk(tail='1.6.1.1.1')
    good = [(arcs, ber.INTEGER, ON) for arcs in outputs]
    answer = manager.set(*good, (outputs[0], ber.INTEGER, 77))
    assert answer.error == 'wrongValue' and answer.index == len(good) + 1
    answer = manager.set(good[0], (RMCU + (1, 1, 1, 0), ber.STRING, b'x'), *good[1:])
    assert answer.error == 'notWritable' and answer.index == 2
    assert snmp.walk(tail='1.6.1.1.1') == states


def test_many_in_one(snmp, manager):
    """As many as a packet takes, of the same and of all; settings too, which all together have a second."""
    some = RMCU + (1, 1, 1, 0)
    answer = manager.ask(ber.GET, [(some, ber.NULL, None)] * 60)
    assert answer.error == 'noError' and len(answer.binds) == 60
    limits = [arcs for arcs, _, _ in manager.walk(RMCU + (1, 3, 1, 1, 8))]
    # settingsd does not run: each would wait for it
    answer = manager.set(*[(limits[i % len(limits)], ber.GAUGE, 1000 + i) for i in range(40)])
    assert answer.error in ('commitFailed', 'undoFailed', 'resourceUnavailable')
    assert snmp.answers()


def silences_the_master(data):
    """Whether it may be a SET of a BIT STRING or an NsapAddress: snmpd cannot say these in AgentX, and waits for good."""
    return 0xa3 in data and any(tag in data for tag in NOT_IN_AGENTX)


@pytest.mark.parametrize('tag', NOT_IN_AGENTX)
def test_types_that_agentx_does_not_have(snmp, suite, manager, tag):
    """A new session frees a master that waits, as the manual says."""
    packet = ber.message(ber.SET, [(MIB2 + (99, 1, 1, 2, 0), ber.COUNTER, 1)], 'writer')
    at = packet.rindex(bytes([ber.COUNTER, 1, 1]))
    manager.send(packet[:at] + bytes([tag]) + packet[at + 1:])
    suite.agentxd.restart()
    until(lambda: manager.ask(ber.GET, [(RMCU + (1, 1, 1, 0), ber.NULL, None)]).binds[0][1] == ber.STRING, 'an answer')


def test_noise_at_the_port(snmp, suite, manager, rng):
    """Real requests with bytes changed, cut off, put in; nothing is asked of what comes back but that it goes on."""
    before = names(manager)
    bases = [ber.message(kind, [(tree + (1, 1, 2, 0), tag, VALUES[tag])] * rng.randrange(1, 4), community, a, b)
             for kind in (ber.GET, ber.GETNEXT, ber.SET, ber.GETBULK) for tree in TREES for tag in VALUES
             for community, a, b in (('writer', 0, 9),)]
    noise = ber.Manager(snmp.port)
    for i in range(4000):
        data = bytearray(rng.choice(bases))
        for _ in range(rng.randrange(1, 4)):
            how, at = rng.randrange(4), rng.randrange(len(data))
            if how == 0:
                data[at] = rng.randrange(256)
            elif how == 1:
                data[at] ^= 1 << rng.randrange(8)
            elif how == 2:
                data[at:at] = rng.randbytes(rng.randrange(1, 8))
            else:
                del data[at + 1:]
        if silences_the_master(data):
            continue
        noise.send(bytes(data))
        if i % 50 == 0:
            manager.ask(ber.GET, [(RMCU + (1, 1, 1, 0), ber.NULL, None)])   # at its speed
    noise.close()
    assert suite.agentxd.running and snmp.snmpd.process.poll() is None
    # a SET that was not damaged enough may have switched something, which is no hole
    assert [len(tree) for tree in names(manager)] == [len(tree) for tree in before]


# As long as the settings let them be; a name of 255 bytes is refused with a sentence.
NAMES = {'empty': '', 'long': 'x' * 63, 'utf-8': 'Hütte „Süd“ 電源', 'four bytes each': '\U0001f50b' * 15}


def named(text):
    """The site, its place and a channel."""
    return SETTINGS.replace('"Door"', f'"{text}"') + f'site = {{ name = "{text}"; location = "{text}"; }};\n'


@pytest.mark.parametrize('text', NAMES.values(), ids=NAMES)
def test_names(suite, text):
    """Whatever a name is, a walk goes on behind it, and it arrives as it is."""
    suite.configure(named('x' * 255))
    assert suite.psctl('config', 'check').out.count('has 255 bytes') == 3
    suite.configure(named(text))
    for name in 'sensord', 'alarmd', 'loggerd':
        suite.start(name)
    snmp = Snmp(suite, ROOT)
    try:
        snmp.start()
        until(lambda: 'Gauge32' in snmp.get('1.4.1.0')[0], 'the alarms')
        manager = ber.Manager(snmp.port)
        rows = [row for tree in TREES for row in manager.walk(tree)]
        manager.close()
        assert len(rows) > 300
        # a channel without a name is not shown; with it that is its own, and twice its sensor's
        names = [body for arcs, _, body in rows if arcs[:-1] == RMCU + (1, 2, 1, 1, 3)]
        assert names.count(text.encode()) == bool(text)
        assert [b for a, _, b in rows if a[:-2] == TREES[1] + (1, 1, 1, 1)].count(text.encode()) >= (2 if text else 0)
        # the unit's, the location, and the chassis' alias
        assert [body for _, tag, body in rows if tag == ber.STRING].count(text.encode()) >= 3
        assert all(len(body) <= 255 for _, _, body in rows)
    finally:
        snmp.close()
