# SPDX-License-Identifier: MIT
"""The standard MIBs as managers of others read them: NUT's snmp-ups in six situations, the sensors, what can be set."""
import re

import pytest

from rmcu import bus
from rmcu.snmp import ROOT, Snmp, nut
from rmcu.suite import NO_INTERLOCKS
from rmcu.waiting import until

SETTINGS = 'device = { profile = "sim"; serial = "S-1"; };\nsnmp = { access = "read-write"; };\n' + NO_INTERLOCKS
UPS, ENTITY, SENSOR = '1.3.6.1.2.1.33', '1.3.6.1.2.1.47', '1.3.6.1.2.1.99'
TEST = f'.{UPS}.1.7.7'
UPTIME = '1.3.6.1.2.1.1.3.0'


class Standard(Snmp):
    """The same snmpd, which says of itself what mibs=auto looks at."""

    def __init__(self, suite, root):
        super().__init__(suite, root)
        with open(self.folder / 'snmpd.conf', 'a', encoding='ascii') as f:
            f.write(f'sysObjectID .{UPS}\n')

    def ask(self, *names, **how):
        done = self.run('snmpget', *(f'.{n}' for n in names), **how)
        rows = dict(line[1:].split(' = ', 1) for line in done.stdout.splitlines() if ' = ' in line)
        return [rows.get(n, done.stderr) for n in names]

    def value(self, name):
        """Of an INTEGER and the like, or None where there is no instance."""
        text = self.ask(name)[0]
        return None if 'No Such' in text else int(re.search(r'-?\d+', text.split(': ')[1].rpartition('(')[2]).group())

    def put(self, name, kind, value, *more):
        done = self.run('snmpset', f'.{name}', kind, str(value), *more, community='writer')
        reason = re.search(r'Reason: (\w+)', done.stderr)
        return '' if done.returncode == 0 else reason.group(1) if reason else done.stderr

    def tree(self, root, version='2c'):
        tool = 'snmpwalk' if version == '1' else 'snmpbulkwalk'
        done = self.run(tool, '-Cc', f'.{root}', version=version)
        assert done.returncode == 0, done.stderr
        return [(tuple(map(int, line[1:].split(' = ')[0].split('.'))), line.split(' = ', 1)[1])
                for line in done.stdout.splitlines() if line.startswith(f'.{root}.')]


@pytest.fixture
def snmp(suite):
    suite.configure(SETTINGS)
    for name in 'sensord', 'alarmd':
        suite.start(name)
    s = Standard(suite, ROOT)
    try:
        s.start()
        until(lambda: s.value(f'{UPS}.1.4.1.0'), 'the source of the output')
        until(lambda: s.value(f'{UPS}.1.2.1.0') == 2, 'the battery to be normal')
        yield s
    finally:
        s.close()


@pytest.fixture
def sim(suite, snmp):
    """Its time stands still but for what a test plays."""
    return suite.lockstep()


def settle(snmp, sim, seconds=1.0):
    sim.play(seconds)
    # a sensord that reads its settings anew has none for a moment
    until(lambda: ': ' in snmp.get('1.1.10.0')[0] and snmp.number('1.1.10.0') == sim.snapshot.number, 'the last snapshot')


def status(snmp, mibs='ietf'):
    return nut(snmp, mibs)['ups.status'].split()


def switch(sim, channel, off):
    """Off is the active state of these two; for good."""
    assert sim.ask(bus.output_set, channel, 'on' if off else 'off').ok
    sim.ask(bus.output_confirm, channel)


@pytest.mark.parametrize('mibs', ['ietf', 'auto'])
def test_nut_on_line(snmp, sim, mibs):
    settle(snmp, sim)
    rows = nut(snmp, mibs)
    assert rows['ups.status'].split() == ['OL']
    assert rows['ups.model'] == 'HU-2012 (simulated)'
    assert 105 < float(rows['input.voltage']) < 125
    assert float(rows['output.voltage']) == 14 and float(rows['battery.voltage']) > 12.5
    assert float(rows['output.current']) > 5 and 0 < float(rows['ups.load']) < 100
    # what is not known is not there
    assert not {'battery.runtime', 'battery.charge', 'battery.temperature', 'input.frequency'} & set(rows)


def test_nut_on_battery_and_low(snmp, sim):
    sim.sim_set('set ac_present off')
    settle(snmp, sim, 3)
    assert status(snmp) == ['OB']
    assert snmp.value(f'{UPS}.1.2.2.0') in (1, 2, 3)
    sim.sim_set('set battery_charge_percent 8')
    settle(snmp, sim, 3)
    until(lambda: snmp.value(f'{UPS}.1.2.1.0') == 3, 'the battery to be low')
    assert sorted(status(snmp)) == ['LB', 'OB']
    alarms = [name[-1] for name, _ in snmp.tree(f'{UPS}.1.6.2.1.2')]
    assert {2, 3, 6} <= set(alarms) and snmp.value(f'{UPS}.1.6.1.0') == len(alarms)
    sim.sim_set('set battery_charge_percent 100')
    sim.sim_set('set ac_present on')
    settle(snmp, sim, 30)
    until(lambda: snmp.value(f'{UPS}.1.2.1.0') == 2, 'the battery to be normal')
    assert status(snmp) == ['OL']


def test_nut_output_off(snmp, sim):
    switch(sim, 'battery', True)
    switch(sim, 'power_supply', True)
    settle(snmp, sim, 2)
    assert status(snmp) == ['OFF']
    switch(sim, 'power_supply', False)
    settle(snmp, sim, 12)
    assert status(snmp) == ['OL']


def test_nut_overload(snmp, sim):
    sim.sim_set('set load_watts 450')
    settle(snmp, sim, 1)
    assert sorted(status(snmp)) == ['OL', 'OVER']
    sim.sim_set('set load_watts 110')
    settle(snmp, sim, 2)
    assert status(snmp) == ['OL']


def test_nut_test_running(snmp, sim):
    """It is begun by a SET, carried by the battery, and ends by itself."""
    sim.play(1)
    assert snmp.put(f'{UPS}.1.7.1.0', 'o', f'{TEST}.4') == ''
    settle(snmp, sim, 2)
    assert sorted(status(snmp)) == ['OB', 'TEST']
    assert nut(snmp)['ups.test.result'] == 'in progress'
    assert snmp.put(f'{UPS}.1.7.1.0', 'o', f'{TEST}.4') == 'inconsistentValue'
    settle(snmp, sim, 61)
    assert status(snmp) == ['OL'] and nut(snmp)['ups.test.result'] == 'done and passed'


def test_a_test_is_aborted(snmp, sim):
    sim.play(1)
    assert snmp.put(f'{UPS}.1.7.1.0', 'o', f'{TEST}.4') == ''
    settle(snmp, sim, 12)
    assert snmp.value(f'{UPS}.1.7.3.0') == 5
    assert snmp.put(f'{UPS}.1.7.1.0', 'o', f'{TEST}.2') == ''
    settle(snmp, sim, 2)
    assert snmp.value(f'{UPS}.1.7.3.0') == 4 and snmp.value(f'{UPS}.1.4.1.0') == 3
    settle(snmp, sim, 70)
    assert snmp.value(f'{UPS}.1.4.1.0') == 3


def test_wrong_sets(snmp, sim):
    settle(snmp, sim)
    assert snmp.put(f'{UPS}.1.7.1.0', 'i', 4) == 'wrongType'
    for name in f'{TEST}.1', f'{TEST}.5', f'{TEST}.4.0', '.1.3', '.1.3' + '.1' * 120:
        assert snmp.put(f'{UPS}.1.7.1.0', 'o', name) == 'wrongValue', name
    assert snmp.put(f'{UPS}.1.8.2.0', 'i', 10) == 'wrongValue'
    assert snmp.put(f'{UPS}.1.8.2.0', 'i', 0) == 'inconsistentValue'        # the battery would take over
    assert snmp.put(f'{UPS}.1.8.4.0', 'i', 10) == 'notWritable'
    assert snmp.put(f'{UPS}.1.1.5.0', 's', 'x') == 'notWritable'
    assert snmp.value(f'{UPS}.1.4.1.0') == 3


def test_interlocks_hold(snmp, suite):
    """Who shuts down by the UPS-MIB is refused what everybody is refused."""
    suite.configure('device = { profile = "sim"; serial = "S-1"; }; snmp = { access = "read-write"; };\n')
    snmp.restart_sensord()
    until(lambda: snmp.value(f'{UPS}.1.4.1.0'), 'a snapshot of the new sensord')
    sim = suite.lockstep()
    sim.sim_set('set ac_present off')
    settle(snmp, sim, 2)
    assert snmp.value(f'{UPS}.1.4.1.0') == 5
    assert snmp.put(f'{UPS}.1.8.2.0', 'i', 0) == 'inconsistentValue'
    settle(snmp, sim, 1)
    assert snmp.value(f'{UPS}.1.4.1.0') == 5


@pytest.mark.parametrize('version', ['1', '2c'])
@pytest.mark.parametrize('root', [UPS, ENTITY, SENSOR])
def test_walks(snmp, sim, root, version):
    sim.sim_set('fail battery_volts broken-wire')
    settle(snmp, sim)
    rows = snmp.tree(root, version)
    names = [name for name, _ in rows]
    assert len(names) > 25 and names == sorted(set(names))
    assert not [value for _, value in rows if 'No Such' in value]
    for at in range(0, len(rows), 20):
        part = rows[at:at + 20]
        assert snmp.ask(*('.'.join(map(str, n)) for n, _ in part), version=version) == [v for _, v in part]


def test_sensors_are_those_of_psctl(snmp, sim, suite):
    sim.sim_set('fail battery_volts broken-wire')
    settle(snmp, sim)
    told = {c['id']: c for c in suite.psctl('status', '--json').json['channels'] if not c['hidden']}
    rows = {value.split(': ')[1].strip('"'): name[-1] for name, value in snmp.tree(f'{ENTITY}.1.1.1.1.7')}
    assert set(rows) == set(told) | {'rmcu'}
    uptime = snmp.value(UPTIME)
    for channel, c in told.items():
        at = rows[channel]
        number, state, taken = (snmp.value(f'{SENSOR}.1.1.1.{column}.{at}') for column in (4, 5, 7))
        if c['quality'] != 'ok':
            assert (number, state, taken) == (None, 3, None), channel
            continue
        want = (1 if c['active'] else 2) if 'active' in c else round(float(c['value']) * 1000)
        assert (number, state) == (want, 1), channel
        # of a moment of the master's own clock, seconds ago at most
        assert uptime - 3000 <= taken <= uptime + 100, channel
    assert 0 <= snmp.value(f'{ENTITY}.1.4.1.0') <= uptime + 100


def test_time_stamps_are_of_the_masters_clock(snmp, suite):
    """An agent that is younger than the master, and one that is older."""
    at = next(name[-1] for name, value in snmp.tree(f'{ENTITY}.1.1.1.1.7') if '"volts_battery"' in value)

    def is_near():
        taken, uptime = snmp.value(f'{SENSOR}.1.1.1.7.{at}'), snmp.value(UPTIME)
        return taken is not None and uptime - 100 <= taken <= uptime
    until(lambda: snmp.value(UPTIME) > 300, 'the master to be 3 s old')
    suite.agentxd.restart()
    snmp.wait()
    until(is_near, 'a time stamp of the last second')
    snmp.snmpd.kill()
    snmp.snmpd.start()
    snmp.wait()
    until(is_near, 'a time stamp of the last second of the new master')
