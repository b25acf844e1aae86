# SPDX-License-Identifier: MIT
"""rmcu-agentxd and a master that hangs, dies, lies or comes back: no notification is lost, nothing grows, nothing waits."""
import os
import time

import pytest

from rmcu import bus
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
