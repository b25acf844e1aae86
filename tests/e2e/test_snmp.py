# SPDX-License-Identifier: MIT
"""rmcu-agentxd with a private snmpd: what managers read is what psctl says, whoever is killed; SET; notifications."""
import subprocess
import time

import pytest

from rmcu import bus
from rmcu.snmp import ROOT, Snmp, base_mibs
from rmcu.suite import BUILD, NO_INTERLOCKS
from rmcu.waiting import until

SETTINGS = '''snmp = { access = "read-write"; };
device = { profile = "sim"; serial = "S-1"; };
site = { name = "Hügel"; location = "oben"; };
channels = { di_3 = { name = "Door"; }; di_4 = { name = "Gate"; };
             do_4 = { name = "Relay"; pulse_ms = 300; }; };
alarms = { door = { channel = "di_3"; when = "active"; priority = "critical"; };
           gate = { channel = "di_4"; when = "active"; priority = "low"; }; };
alarm_system = { chatter_count = 0; };
''' + NO_INTERLOCKS
CHANNEL, LIMIT, ALARM, EVENT, OUTPUT = '1.2.1.1', '1.3.1.1', '1.4.6.1', '1.5.2.1', '1.6.1.1'
OFF, ON, PULSE, RELEASE = 1, 2, 3, 4
RAISED, CLEARED, ACKNOWLEDGED = 1, 2, 3
LOW, CRITICAL = 3, 6


def index_of(text):
    return '.'.join(str(b) for b in text.encode())


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
def sim(suite, snmp):
    return suite.connect()


def channel_rows(snmp, suite):
    """Index by channel id, from the table itself."""
    rows = {}
    for name, value in snmp.walk(tail=f'{CHANNEL}.2'):
        rows[value.split(': ')[1].strip('"')] = name[-1]
    assert rows
    return rows


def alarm_number(snmp, alarm):
    """Of the alarm that stands, or None."""
    for name, value in snmp.walk(tail=f'{ALARM}.2'):
        if value.endswith(f'"{alarm}"'):
            return name[-1]
    return None


@pytest.mark.parametrize('version', ['1', '2c'])
def test_walk_is_in_order_and_get_agrees(snmp, version):
    rows = snmp.walk(version)
    names = [name for name, _ in rows]
    assert len(names) > 300
    assert names == sorted(names) and len(set(names)) == len(names)
    assert not [value for _, value in rows if 'No Such' in value]
    root = tuple(map(int, ROOT.split('.')))
    # counters and ages move on; of all that stands still a GET says the same
    still = [(n, v) for n, v in rows if n[len(root):len(root) + 2] in ((1, 3), (1, 5)) and n[len(root) + 2:] != (1, 0)]
    for at in range(0, len(still), 20):
        part = still[at:at + 20]
        tails = ['.'.join(map(str, n[len(root):])) for n, _ in part]
        assert snmp.get(*tails) == [v for _, v in part]


def test_walk_goes_on_behind_each_of_our_trees(snmp):
    """Where one ends the master's own or our next one begins, and at the end of all nothing does."""
    done = snmp.run('snmpbulkwalk', '.1.3.6.1')
    assert done.returncode == 0, done.stderr        # also when a name does not rise
    names = [line.split(' = ')[0] for line in done.stdout.splitlines() if line.startswith('.1.')]
    ours = [tree for tree in ('.1.3.6.1.2.1.33', '.1.3.6.1.2.1.47', '.1.3.6.1.2.1.99', f'.{ROOT}')
            if any(name.startswith(f'{tree}.') for name in names)]
    assert len(ours) == 4
    assert any(name.startswith('.1.3.6.1.6.') for name in names)
    for tree in ours:
        part = snmp.run('snmpbulkwalk', tree)
        assert part.returncode == 0 and all(
            line.startswith(f'{tree}.') for line in part.stdout.splitlines() if line.startswith('.1.'))


def test_types_are_those_of_the_mib(snmp, tmp_path):
    """net-snmp with the MIB loaded says "Wrong Type" where the agent and the MIB differ."""
    for f in [*base_mibs().glob('*.txt'), BUILD / 'mib' / 'RMCU-MIB.txt']:
        (tmp_path / f.name).write_text(f.read_text())
    done = subprocess.run(['snmpbulkwalk', '-v2c', '-c', 'reader', '-M', str(tmp_path), '-m', 'RMCU-MIB',
                           f'127.0.0.1:{snmp.port}', 'RMCU-MIB::rmcuObjects'], capture_output=True, text=True, check=True,
                          errors='replace')
    assert 'Wrong Type' not in done.stdout and not done.stderr
    lines = [line for line in done.stdout.splitlines() if ' = ' in line]
    assert all(line.startswith('RMCU-MIB::rmcu') for line in lines) and len(lines) > 300
    assert any('rmcuChannelName' in line and 'Door' in line for line in lines)


def test_values_are_those_of_psctl(snmp, suite):
    """At the same snapshot: a world in lockstep stands still."""
    sim = suite.lockstep()
    sim.sim_set('fail battery_volts broken-wire')
    sim.play(1)
    until(lambda: snmp.number('1.1.10.0') == sim.snapshot.number, 'the last snapshot')
    shown = suite.psctl('status', '--json').json
    assert shown['snapshot'] == sim.snapshot.number == snmp.number('1.1.10.0')
    rows = channel_rows(snmp, suite)
    told = {c['id']: c for c in shown['channels'] if not c['hidden']}
    assert set(told) == set(rows)
    names = {'ok': 1, 'broken-wire': 5}
    for channel, at in rows.items():
        value, quality, state = snmp.get(*(f'{CHANNEL}.{column}.{at}' for column in (7, 8, 9)))
        is_told = told[channel]
        assert quality == f'INTEGER: {names[is_told["quality"]]}'
        if is_told['quality'] != 'ok':
            assert 'No Such Instance' in value and 'No Such Instance' in state
            continue
        number = is_told['active'] if 'active' in is_told else is_told['value']
        assert value == f'INTEGER: {round(float(number) * 1000)}', channel
        if 'active' in is_told:
            assert state == f'STRING: "{is_told["text"]}"'
    assert told['volts_battery']['quality'] == 'broken-wire'


def test_what_has_no_value_has_no_instance(snmp, suite, sim):
    rows = channel_rows(snmp, suite)
    at = rows['volts_battery']
    sim.sim_set('fail battery_volts broken-wire')
    until(lambda: snmp.get(f'{CHANNEL}.8.{at}')[0] == 'INTEGER: 5', 'the quality broken-wire')
    assert 'No Such Instance' in snmp.get(f'{CHANNEL}.7.{at}')[0]
    # a channel that never was, and an object that never was
    assert 'No Such Instance' in snmp.get(f'{CHANNEL}.7.63')[0]
    assert 'No Such Object' in snmp.get(f'{CHANNEL}.99.1')[0]
    suite.sensord.kill()
    until(lambda: 'No Such Instance' in snmp.get('1.1.10.0')[0], 'the values of a dead sensord to go')
    assert snmp.get(f'{CHANNEL}.8.{at}', '1.7.1.1.3.1', '1.7.1.1.3.2') == ['INTEGER: 2', 'INTEGER: 2', 'INTEGER: 1']
    suite.sensord.start()
    until(lambda: 'Counter64' in snmp.get('1.1.10.0')[0], 'a snapshot of the new sensord')


def test_master_killed_and_stopped(snmp, suite):
    for _ in range(3):
        snmp.snmpd.kill()
        snmp.snmpd.start()
        until(lambda: 'NET-SNMP version' in snmp.snmpd.log.read_text(), 'snmpd to listen')
        assert snmp.wait() <= 2.5       # 2 s, and the step of the looking
    for _ in range(2):
        # until the pings of a second have told it
        heard = len(suite.agentxd.log_lines('the SNMP master does not answer'))
        snmp.snmpd.pause()
        until(lambda: len(suite.agentxd.log_lines('the SNMP master does not answer')) > heard, 'the pings to be missed')
        snmp.snmpd.resume()
        assert snmp.wait() <= 2.5
    assert suite.agentxd.running


def test_set_of_outputs(snmp, suite, sim):
    at = channel_rows(snmp, suite)['do_4']
    state = f'{OUTPUT}.1.{at}'
    assert snmp.set(state, 'i', ON) == ''
    assert snmp.get(state, f'{OUTPUT}.2.{at}', f'{OUTPUT}.4.{at}') == ['INTEGER: 2', 'INTEGER: 2', 'STRING: "snmp"']
    sim.drain()
    assert sim.active('do_4')
    assert snmp.set(state, 'i', OFF) == ''
    assert snmp.get(state)[0] == 'INTEGER: 1'
    events = suite.psctl('events', '--kind', 'output-changed', '--json').out
    assert '"door": "snmp"' in events or '"door":"snmp"' in events
    assert snmp.set(state, 'i', RELEASE) == ''
    assert snmp.get(f'{OUTPUT}.2.{at}')[0] == 'INTEGER: 1'


def test_access(snmp, suite):
    """As the setting says at this moment; notifications go out in any case."""
    suite.start('settingsd')
    at = channel_rows(snmp, suite)['do_4']
    state = f'{OUTPUT}.1.{at}'
    assert suite.psctl('config', 'set', 'snmp.access=read').code == 0
    until(lambda: snmp.set(state, 'i', ON) == 'noAccess', 'a SET to be refused')
    assert snmp.get(state)[0] == f'INTEGER: {OFF}' and snmp.walk()
    assert suite.psctl('config', 'set', 'snmp.access=off').code == 0
    until(lambda: 'No Such Object' in snmp.get(state)[0], 'the unit to hide')
    assert [v for _, v in snmp.walk() if 'No Such' not in v] == []
    assert snmp.set(state, 'i', ON) == 'noAccess'
    assert suite.psctl('test', 'trap').code == 0
    snmp.notification('2.2.0.3')
    assert suite.psctl('config', 'set', 'snmp.access=read-write').code == 0
    until(lambda: snmp.set(state, 'i', ON) == '', 'a SET to be taken')


def test_a_repeated_pulse_is_one(snmp, suite, sim):
    at = channel_rows(snmp, suite)['do_4']
    sim.follow_facts(sim.hello.instance, 1)
    state = f'{OUTPUT}.1.{at}'

    def moves():
        sim.drain()
        return [f for f in sim.facts if getattr(f, 'kind', '') == 'output-changed']
    assert snmp.set(state, 'i', PULSE) == ''
    until(lambda: len(moves()) >= 2, 'the pulse to begin and to end')
    assert snmp.set(state, 'i', PULSE) == ''
    assert len(moves()) == 2
    # with the serial it is another one, and the same request again is refused
    serial = snmp.number('1.6.2.0')
    more = snmp.oid('1.6.2.0'), 'i', str(serial)
    assert snmp.set(state, 'i', PULSE, *more) == ''
    until(lambda: len(moves()) >= 4, 'the second pulse')
    assert snmp.set(state, 'i', PULSE, *more) == 'inconsistentValue'
    assert snmp.number('1.6.2.0') == (serial + 1) % 2 ** 31
    assert len(moves()) == 4


def test_set_is_refused_with_the_right_error(snmp, suite):
    at = channel_rows(snmp, suite)['do_4']
    state, door = f'{OUTPUT}.1.{at}', index_of('door')
    assert snmp.set(state, 's', 'on') == 'wrongType'
    assert snmp.set(state, 'u', ON) == 'wrongType'
    for value in 0, 5, -1, 2 ** 31 - 1:
        assert snmp.set(state, 'i', value) == 'wrongValue'
    assert snmp.set(state, 'i', ON, community='reader') == 'noAccess'
    assert snmp.set(f'{OUTPUT}.1.63', 'i', ON) == 'noCreation'
    assert snmp.set(f'{CHANNEL}.3.{at}', 's', 'x') == 'notWritable'
    assert snmp.set('1.99.0', 'i', 1) == 'notWritable'
    assert snmp.set(f'{OUTPUT}.5.{at}', 'i', 3) == 'inconsistentValue'
    assert snmp.set(f'{LIMIT}.8.{door}', 'u', 86400001) == 'wrongValue'
    assert snmp.set(f'{LIMIT}.6.{door}', 'i', 1000) == 'inconsistentValue'
    assert snmp.get(state)[0] == 'INTEGER: 1'


def test_an_output_that_is_held_higher(snmp, suite):
    """An interlock's veto is the answer, not a success."""
    suite.configure(SETTINGS.replace('interlocks = {', 'interlocks = { never = { output = "do_4"; forbids_on = true; '
                                     'channel = "volts_battery"; when = "above"; value = 1; };'))
    snmp.restart_sensord()
    until(lambda: 'Counter64' in snmp.get('1.1.10.0')[0], 'a snapshot of the new sensord')
    at = channel_rows(snmp, suite)['do_4']
    assert snmp.set(f'{OUTPUT}.1.{at}', 'i', ON) == 'inconsistentValue'
    suite.sensord.pause()
    begun = time.monotonic()
    assert snmp.set(f'{OUTPUT}.1.{at}', 'i', ON) == 'resourceUnavailable'
    assert time.monotonic() - begun < 1
    suite.sensord.resume()


def test_set_of_limits(snmp, suite):
    suite.start('settingsd')
    rule = index_of('volts_battery_low')
    assert snmp.get(f'{LIMIT}.6.{rule}')[0] == 'INTEGER: 12000'
    # its first change on a machine that is busy may take more than the second that a SET has: as managers do, again
    until(lambda: snmp.set(f'{LIMIT}.6.{rule}', 'i', 11500) == '', 'the limit to be changed')
    assert snmp.get(f'{LIMIT}.6.{rule}')[0] == 'INTEGER: 11500'
    assert '11.5' in suite.overlay_file.read_text()
    # settingsd's own checks: recovery must lie on the other side
    assert snmp.set(f'{LIMIT}.7.{rule}', 'i', 1000) == 'commitFailed'
    assert snmp.get(f'{LIMIT}.7.{rule}')[0] == 'INTEGER: 13000'
    until(lambda: snmp.set(f'{LIMIT}.5.{rule}', 'i', 1) == '', 'the priority to be changed')
    assert suite.psctl('config', 'get', 'alarms.volts_battery_low.priority').out.strip() == 'low'


def test_acknowledge(snmp, suite, sim):
    sim.sim_set('set di3 on')
    number = until(lambda: alarm_number(snmp, 'door'), 'the alarm to stand')
    assert snmp.get(f'{ALARM}.7.{number}')[0] == 'INTEGER: 2'
    assert snmp.set(f'{ALARM}.7.{number}', 'i', 1) == ''
    until(lambda: snmp.get(f'{ALARM}.7.{number}')[0] == 'INTEGER: 1', 'it to be acknowledged')
    assert snmp.get(f'{ALARM}.18.{number}')[0] == 'STRING: "snmp"'
    assert snmp.set(f'{ALARM}.7.{number}', 'i', 1) == ''
    assert snmp.set(f'{ALARM}.7.{number}', 'i', 2) == 'inconsistentValue'
    sim.sim_set('set di3 off')
    until(lambda: alarm_number(snmp, 'door') is None, 'it to be over')


def test_notifications(snmp, suite, sim):
    sim.sim_set('set di4 on')
    low = snmp.notification(f'2.{LOW}.0.{RAISED}')
    sim.sim_set('set di3 on')
    door = snmp.notification(f'2.{CRITICAL}.0.{RAISED}')
    assert door['2.1.5.0'] == 'door' and door['2.1.8.0'] == 'di_3' and door['2.1.9.0'] == 'Door'
    number = until(lambda: alarm_number(snmp, 'door'), 'the alarm to stand')
    assert door['2.1.6.0'] == str(number)
    assert snmp.set(f'{ALARM}.7.{number}', 'i', 1) == ''
    assert snmp.notification(f'2.{CRITICAL}.0.{ACKNOWLEDGED}')['2.1.6.0'] == str(number)
    sim.sim_set('set di3 off')
    assert snmp.notification(f'2.{CRITICAL}.0.{CLEARED}')['2.1.6.0'] == str(number)
    at = channel_rows(snmp, suite)['do_4']
    assert snmp.set(f'{OUTPUT}.1.{at}', 'i', ON) == ''
    assert snmp.notification('2.2.0.2')['2.1.8.0'] == 'do_4'
    # who wants high and above was told of the door alone
    until(lambda: len(snmp.received(snmp.high)) >= 4, 'the other manager to be told')
    assert [r['trap'] for r in snmp.received(snmp.high)] == [f'2.{CRITICAL}.0.{n}' for n in
                                                            (RAISED, ACKNOWLEDGED, CLEARED)] + ['2.2.0.2']
    assert low['2.1.5.0'] == 'gate'


def test_a_test_trap(snmp, suite):
    assert suite.psctl('test', 'trap').code == 0
    row = snmp.notification('2.2.0.3')
    assert row['2.1.3.0'].startswith('test') and row['2.1.4.0']
    assert '"test"' in suite.psctl('events', '--kind', 'test', '--json').out


def test_psctl_prints_the_mib(suite):
    mib = BUILD / 'mib' / 'RMCU-MIB.txt'
    data = suite.folder / 'data'
    (data / 'mibs').mkdir(parents=True)
    (data / 'mibs' / mib.name).write_bytes(mib.read_bytes())
    assert suite.psctl('snmp', 'mib', env={'RMCU_DATA_DIR': str(data)}).out == mib.read_text()
    gone = suite.psctl('snmp', 'mib', env={'RMCU_DATA_DIR': '/nowhere'})
    assert gone.code == 72 and gone.err.count('\n') == 1 and '/nowhere' in gone.err


def test_notifications_wait_for_the_master(snmp, suite, sim):
    """All that happened meanwhile, each once and in order; a killed agent tells none twice that it had kept."""
    alarms = suite.alarms()
    sim.sim_set('set di3 on')
    snmp.notification(f'2.{CRITICAL}.0.{RAISED}')
    snmp.snmpd.kill()
    for _ in range(8):
        for state, kind in ('off', 'alarm-cleared'), ('on', 'alarm-raised'):
            since = len(alarms.events)
            sim.sim_set(f'set di3 {state}')
            alarms.event(kind, since, alarm='door')
    suite.agentxd.restart()
    snmp.snmpd.start()
    until(lambda: len(snmp.received()) >= 17, 'all that waited')
    numbers = [int(r['2.1.1.0']) for r in snmp.received()]
    assert numbers == sorted(set(numbers)) and len(numbers) == 17
    snmp.wait()
    assert snmp.number('1.7.5.0') == 0


def test_more_waits_than_the_table_has(snmp, suite, sim):
    alarms = suite.alarms()
    snmp.snmpd.kill()
    since = len(alarms.events)
    for i in range(230):
        assert alarms.ask(bus.event_append, 'test', text=f'number {i}').ok
    alarms.until(lambda: len([e for e in alarms.events[since:] if e.kind == 'test']) == 230, 'the events')
    snmp.snmpd.start()
    until(lambda: len(snmp.received()) >= 230, 'all that waited')
    texts = [r['2.1.3.0'] for r in snmp.received() if r['trap'] == '2.2.0.3']
    assert [t.rpartition(' ')[2] for t in texts] == [str(i) for i in range(230)]
    assert len(snmp.walk(tail=f'{EVENT}.2')) == 200
