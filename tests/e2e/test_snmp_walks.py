# SPDX-License-Identifier: MIT
"""Whole walks of all four trees with SNMPv1, v2c and v3: in order, complete, as GET has it, as psctl has it; who is refused."""
import re

import pytest

from rmcu import bus
from rmcu.snmp import ROOT, USER_LINES, Snmp, v2c, v3
from rmcu.snmp_tree import ENTITY, SENSOR, UPS, Moment, same
from rmcu.suite import BUILD, NO_INTERLOCKS
from rmcu.waiting import until

SETTINGS = '''snmp = { access = "read-write"; };
device = { profile = "sim"; serial = "S-1"; };
site = { name = "Hügel \\\\ \\"7\\""; location = "oben"; };
channels = { di_3 = { name = "Door"; }; di_4 = { name = "Gate"; };
             do_4 = { name = "Relay"; pulse_ms = 300; }; };
alarms = { door = { channel = "di_3"; when = "active"; priority = "critical"; };
           gate = { channel = "di_4"; when = "active"; priority = "low"; };
           fast = { channel = "ac_line"; when = "rising"; setpoint = 50; window_s = 30; };
           full = { channel = "volts_supply"; when = "above"; setpoint = 0.0005; priority = "medium"; instruction = "None."; }; };
alarm_system = { chatter_count = 0; };
''' + NO_INTERLOCKS
TREES = {ROOT: Moment.rmcu, ENTITY: Moment.entity, SENSOR: Moment.sensor, UPS: Moment.ups}
MANAGERS = {'v1': (v2c(version='1'), 'snmpwalk'), 'v2c': (v2c(), 'snmpbulkwalk'), 'v2c-next': (v2c(), 'snmpwalk'),
            'v3-sha256': (v3('watcher'), 'snmpbulkwalk'), 'v3-md5': (v3('older'), 'snmpbulkwalk')}
STATE, ON = '1.6.1.1.1', 2
# counts and clocks of the daemons themselves
MOVES = tuple(f'{ROOT}.1.7.{n}' for n in ('1.1.5', '1.1.7', '1.1.8', '1.1.11', '2'))


@pytest.fixture
def snmp(suite):
    suite.configure(SETTINGS)
    for name in 'sensord', 'alarmd', 'loggerd':
        suite.start(name)
    s = Snmp(suite, ROOT, USER_LINES)
    try:
        s.start()
        yield s
    finally:
        s.close()


def arrange(suite):
    """A world with something in each column, which then stands still."""
    sim, alarms = suite.lockstep(), suite.alarms()
    sim.sim_set('fail temperature broken-wire')
    # one after the other: what comes and goes at once a busy reader of snapshots may not see
    for contact, state, kind, alarm in ('di3', 'on', 'alarm-raised', 'door'), ('di4', 'on', 'alarm-raised', 'gate'), \
            ('di4', 'off', 'alarm-cleared', 'gate'):
        sim.sim_set(f'set {contact} {state}')
        sim.play(1)
        alarms.event(kind, alarm=alarm)
    sim.play(2)
    for alarm in 'full', 'temperature.quality':
        alarms.event('alarm-raised', alarm=alarm)
    assert suite.psctl('ack', 'door', '--note', 'seen').code == 0
    assert suite.psctl('output', 'alarm_out', 'on').code == 0
    assert sim.ask(bus.output_set, 'battery', 'on').ok
    sim.play(1)
    assert sim.ask(bus.output_set, 'do_4', 'pulse', 100000).ok
    sim.play(0.1)
    alarms.event('alarm-acknowledged', alarm='door')
    alarms.event('output-changed', channel='do_4')
    return sim


@pytest.fixture
def moment(suite, snmp):
    """All that psctl says, when the agent has heard all of it."""
    sim = arrange(suite)

    def settled():
        m = Moment(suite)
        heard = snmp.number('1.1.10.0'), snmp.number('1.5.1.0'), snmp.number('1.4.2.0')
        return m if heard == (sim.snapshot.number, m.alarms['head'], m.alarms['unacknowledged']) else None
    return until(settled, 'the agent to have heard all')


def tails(rows, root):
    n = root.count('.') + 1
    return {'.'.join(map(str, name[n:])): value for name, value in rows}


def is_moving(name):
    return '.'.join(map(str, name)).startswith(MOVES)


@pytest.mark.parametrize('manager', MANAGERS)
def test_a_walk_is_all_that_there_is(snmp, moment, manager):
    who, tool = MANAGERS[manager]
    for root, tree in TREES.items():
        rows = snmp.tree(root, who, tool)
        names = [name for name, _ in rows]
        assert names == sorted(set(names))
        wanted = tree(moment)
        if manager == 'v1':     # which has no such type
            wanted = {tail: value for tail, value in wanted.items() if value[0] != 'Counter64'}
        assert same(tails(rows, root), wanted) == []
        still = {name: value for name, value in rows if not is_moving(name)}
        assert snmp.values(list(still), who) == still


def test_each_column_has_an_instance(snmp, moment):
    """Of those of the MIB: what is arranged leaves none out, so that the walk above shows all."""
    text = (BUILD / 'mib' / 'RMCU-MIB.txt').read_text()
    defined = {m[1]: m for m in re.finditer(r'^(\w+) +(?:OBJECT-TYPE|OBJECT IDENTIFIER)(.*?)::= { (\w+) (\d+) }', text,
                                            re.M | re.S)}
    objects = [name for name, m in defined.items() if re.search(r'MAX-ACCESS +read-(only|write)', m[2])]

    def tail(name):
        if name == 'rmcu':
            return ''
        return f'{tail(defined[name][3])}{defined[name][4]}.'
    told = tails(snmp.tree(ROOT, v2c()), ROOT)
    assert len(objects) > 90
    assert [name for name in objects if not any(t.startswith(tail(name)) for t in told)] == []


def refused(snmp, who):
    """What net-snmp's tool says; no value ever."""
    done = snmp.run('snmpget', snmp.oid('1.1.1.0'), who=who, seconds=1)
    assert done.returncode != 0 and ' = ' not in done.stdout
    return done.stderr


def test_who_is_refused(snmp):
    assert 'STRING' in snmp.run('snmpget', snmp.oid('1.1.1.0'), who=v3('watcher')).stdout
    assert 'Authentication failure' in refused(snmp, v3('watcher', A='a wrong word'))
    assert 'Authentication failure' in refused(snmp, v3('watcher', a='SHA-512'))
    # what it makes of that is no message for snmpd: it is dropped
    assert 'Timeout' in refused(snmp, v3('watcher', X='a wrong word'))
    assert 'Unknown user name' in refused(snmp, v3('nobody'))
    for level in 'authNoPriv', 'noAuthNoPriv':
        assert 'authorizationError' in refused(snmp, v3('watcher', level))
        assert 'authorizationError' in refused(snmp, v3('keeper', level))
    for version in '1', '2c':
        assert 'Timeout' in refused(snmp, v2c('public', version))
    assert 'STRING' in snmp.run('snmpget', snmp.oid('1.1.1.0'), who=v3('watcher')).stdout


def test_who_may_set(snmp, suite):
    """A user who may look cannot set, however he asks; one who may, can."""
    sim = suite.connect()
    state = f'{STATE}.{sim.hello.index("do_4") + 1}'
    for who in v3('watcher'), v3('older'), v2c('reader'):
        assert snmp.set(state, 'i', ON, who=who) == 'noAccess'
    for level in 'authNoPriv', 'noAuthNoPriv':
        assert snmp.set(state, 'i', ON, who=v3('keeper', level)) == 'authorizationError'
    # SNMPv1 has no such word as noAccess
    assert snmp.set(state, 'i', ON, who=v2c('reader', '1')) == '(noSuchName)'
    assert snmp.get(state)[0] == 'INTEGER: 1'
    assert snmp.set(state, 'i', ON, who=v3('keeper')) == ''
    assert snmp.get(state)[0] == 'INTEGER: 2'
