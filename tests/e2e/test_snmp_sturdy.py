# SPDX-License-Identifier: MIT
"""rmcu-agentxd and a master that hangs, dies, lies or comes back: no notification is lost, nothing grows, nothing waits."""
import os
import threading
import time

import pytest

from rmcu import ber, bus
from rmcu.snmp import ROOT, Snmp
from rmcu.suite import NO_INTERLOCKS
from rmcu.waiting import until

SETTINGS = '''device = { profile = "sim"; };
snmp = { access = "read-write"; };
channels = { di_3 = { name = "Door"; }; };
alarms = { door = { channel = "di_3"; when = "active"; priority = "critical"; }; };
alarm_system = { chatter_count = 0; };
''' + NO_INTERLOCKS
TEST = '2.2.0.3'
LONG = os.environ.get('RMCU_LONG') == '1'


@pytest.fixture
def snmp(suite):
    suite.configure(SETTINGS)
    for name in 'sensord', 'alarmd', 'loggerd':
        suite.start(name)
    s = Snmp(suite, ROOT)
    try:
        s.start()
        until(lambda: 'Gauge32' in s.get('1.4.1.0')[0], 'the alarms')
        yield s
    finally:
        s.close()


def append(alarms, *numbers):
    for i in numbers:
        assert alarms.ask(bus.event_append, 'test', text=f'number {i}').ok


def told(snmp):
    """Numbers of the test notifications, as they came."""
    return [int(r['2.1.3.0'].rpartition(' ')[2]) for r in snmp.received() if r['trap'] == TEST]


def waiting(suite):
    return suite.psctl('snmp', 'status', '--json').json['waiting']


@pytest.mark.parametrize('n', [3, 40])
def test_what_a_hung_master_took_with_it_is_told_again(snmp, suite, n):
    """More than the window as well."""
    alarms = suite.alarms()
    append(alarms, 0)
    until(lambda: told(snmp) == [0], 'the first one')
    until(lambda: waiting(suite) == 0, 'its answer')
    snmp.snmpd.pause()
    append(alarms, *range(1, n + 1))
    until(lambda: waiting(suite) == n, 'all of them to wait')
    snmp.snmpd.kill()
    snmp.snmpd.start()
    until(lambda: told(snmp)[-1] == n, 'the last one')
    assert told(snmp) == list(range(n + 1))


def test_a_master_that_hangs_for_a_while_gets_each_once(snmp, suite):
    alarms = suite.alarms()
    snmp.snmpd.pause()
    append(alarms, *range(30))
    until(lambda: waiting(suite) == 30, 'all of them to wait')
    # longer than the library's second, after which it would send each again
    time.sleep(2.5)
    snmp.snmpd.resume()
    until(lambda: len(told(snmp)) >= 30, 'all of them')
    until(lambda: waiting(suite) == 0, 'their answers')
    append(alarms, 30)
    until(lambda: 30 in told(snmp), 'one more')
    assert told(snmp) == list(range(31))


def test_a_master_that_hangs_long_gets_each_once(snmp, suite):
    """It goes on where it stood, and has all that was handed to it: so it is not taken for dead."""
    alarms = suite.alarms()
    snmp.snmpd.pause()
    append(alarms, *range(20))
    status = suite.connect('agentxd')
    # more than six seconds, after which the library has given up
    status.until(lambda: not status.snmp_status.connected, 'the agent to notice')
    assert status.snmp_status.waiting == 20 and snmp.snmpd.process.poll() is None
    snmp.snmpd.resume()
    until(lambda: 19 in told(snmp), 'the last one')
    until(lambda: waiting(suite) == 0, 'their answers')
    append(alarms, 20)
    until(lambda: 20 in told(snmp), 'one more')
    assert told(snmp) == list(range(21))
    assert suite.agentxd.log.count('connected to the SNMP master') == 1


def test_a_master_that_has_closed_our_session_took_nothing(snmp, suite):
    """As it does with one that did not answer in time: it is still connected, and says notOpen."""
    alarms = suite.alarms()
    append(alarms, 0)
    until(lambda: waiting(suite) == 0 and told(snmp) == [0], 'the first one')
    suite.agentxd.pause()
    assert not snmp.answers()
    until(lambda: 'No Such' in snmp.get('1.1.1.0', seconds=5)[0], 'the master to close the session')
    append(alarms, 1, 2, 3)
    suite.agentxd.resume()
    until(lambda: told(snmp)[-1] == 3, 'the last one')
    snmp.wait()
    assert told(snmp) == [0, 1, 2, 3]


def test_our_loop_goes_on_while_a_setting_waits(snmp, suite):
    """settingsd hangs, so the SET waits as long as it may; what happens meanwhile is told before it is answered."""
    suite.start('settingsd')
    alarms, status = suite.alarms(), suite.connect('agentxd')
    limit = next('.'.join(map(str, name)) for name, _ in snmp.walk(tail='1.3.1.1.8'))
    manager = ber.Manager(snmp.port, tries=1)
    suite.settingsd.pause()
    sets, answers = status.snmp_status.sets, []
    asking = threading.Thread(target=lambda: answers.append(
        manager.set((tuple(map(int, limit.split('.'))), ber.GAUGE, 1234)).error))
    asking.start()
    status.until(lambda: status.snmp_status.sets == sets + 1, 'the SET to begin')
    sent = status.snmp_status.sent
    append(alarms, 1)
    status.until(lambda: status.snmp_status.sent == sent + 1, 'the notification to be taken')
    assert asking.is_alive(), 'the SET was answered first'
    until(lambda: told(snmp) == [1], 'the notification')
    asking.join()
    manager.close()
    assert answers == ['commitFailed']
    suite.settingsd.resume()
    assert snmp.set(limit.removeprefix(f'{ROOT}.'), 'u', 1234) == '' and snmp.number(limit.removeprefix(f'{ROOT}.')) == 1234


def test_a_killed_agent_tells_again_what_was_not_answered(snmp, suite):
    alarms = suite.alarms()
    append(alarms, 0)
    until(lambda: waiting(suite) == 0 and told(snmp) == [0], 'the first one')
    snmp.snmpd.pause()
    append(alarms, 1, 2)
    until(lambda: waiting(suite) == 2, 'both to wait')
    snmp.snmpd.kill()
    suite.agentxd.kill()
    suite.agentxd.start()
    snmp.snmpd.start()
    until(lambda: told(snmp)[-1] == 2, 'the last one')
    assert told(snmp) == [0, 1, 2]


def test_masters_come_and_go(snmp, suite):
    """Ended, killed and stopped in turn: it is back within 2 s, and holds no descriptor more. (Memory: tests/bench.)"""
    pid = suite.agentxd.pid
    descriptors = None
    for i in range(50 if LONG else 9):
        if i % 3 == 2:
            snmp.snmpd.pause()
            time.sleep(0.2)
            snmp.snmpd.resume()
        else:
            if i % 3 == 0:
                snmp.snmpd.end()
            else:
                snmp.snmpd.kill()
            lines = snmp.snmpd.log.read_text().count('NET-SNMP version')
            snmp.snmpd.start()
            until(lambda n=lines: snmp.snmpd.log.read_text().count('NET-SNMP version') > n, 'snmpd to listen')
        took = snmp.wait()
        assert took <= 2.5, f'{took} s in round {i}'    # 2 s, and the step of the looking
        if i == 2:
            descriptors = len(os.listdir(f'/proc/{pid}/fd'))
    assert suite.agentxd.pid == pid
    assert len(os.listdir(f'/proc/{pid}/fd')) == descriptors
