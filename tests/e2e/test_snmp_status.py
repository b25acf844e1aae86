# SPDX-License-Identifier: MIT
"""psctl snmp status: what it says is so, whether the master is there, away, stopped, or has another subagent."""

import pytest

from rmcu.snmp import ROOT, Snmp
from rmcu.suite import NO_INTERLOCKS, Suite
from rmcu.waiting import until

SETTINGS = 'device = { profile = "sim"; }; snmp = { access = "read-write"; };\n' + NO_INTERLOCKS


@pytest.fixture
def snmp(suite):
    suite.configure(SETTINGS)
    for name in 'sensord', 'alarmd', 'loggerd':
        suite.start(name)
    s = Snmp(suite, ROOT)
    try:
        s.start()
        yield s
    finally:
        s.close()


def status(suite):
    ran = suite.psctl('snmp', 'status', '--json')
    assert ran.code == 0, ran.err
    return ran.json


def test_all_is_well(snmp, suite):
    first = until(lambda: (s := status(suite))['registered'] and s['waiting'] == 0 and s, 'the registration')
    assert first['connected'] and first['master'] == str(snmp.master) and first['troubles'] == []
    snmp.get('1.1.1.0', '1.1.2.0', '1.1.3.0')
    now = status(suite)
    assert now['requests'] == first['requests'] + 3 and now['sets'] == first['sets']
    assert snmp.set('1.6.1.1.6.99', 'i', 1) != ''
    assert status(suite)['sets'] == first['sets'] + 1
    assert suite.psctl('test', 'trap').code == 0
    snmp.notification('2.2.0.3')
    until(lambda: status(suite)['notifications'] == first['notifications'] + 1, 'the count')


def test_the_master_goes_and_comes(snmp, suite):
    before = until(lambda: (s := status(suite))['registered'] and s, 'the registration')
    snmp.snmpd.kill()
    away = until(lambda: not (s := status(suite))['connected'] and s, 'the agent to notice')
    assert not away['registered'] and away['since'] > before['since']
    assert suite.psctl('test', 'trap').code == 0
    until(lambda: status(suite)['waiting'] == 1, 'the event that waits')
    assert 'away since' in suite.psctl('snmp', 'status').out
    snmp.snmpd.start()
    back = until(lambda: (s := status(suite))['registered'] and s['waiting'] == 0 and s, 'the agent to be back')
    assert back['since'] > away['since']


def test_alarmd_is_away(snmp, suite):
    until(lambda: status(suite)['waiting'] == 0, 'the events')
    suite.alarmd.kill()
    until(lambda: status(suite)['waiting'] is None, 'the agent to notice')


def test_the_status_follows(snmp, suite):
    """Who stays connected hears of it."""
    client = suite.connect('agentxd')
    client.until(lambda: client.snmp_status and client.snmp_status.registered, 'the registration')
    snmp.snmpd.kill()
    client.until(lambda: not client.snmp_status.connected, 'the loss')
    assert not client.snmp_status.registered


def test_another_subagent_has_our_mib(snmp, suite):
    until(lambda: status(suite)['registered'], 'the registration')
    other = Suite()
    try:
        other.configure(SETTINGS)
        other.start('agentxd', '--master', str(snmp.master))
        refused = until(lambda: (s := status(other))['connected'] and not s['registered'] and s, 'the refusal')
        assert refused['connected']
        assert 'refused: another subagent has one of them' in other.psctl('snmp', 'status').out
        assert 'another subagent has it' in other.agentxd.log
        assert status(suite)['registered'] and snmp.answers()
        other.agentxd.stop()
        other.end()
    finally:
        for program in other.programs.values():
            program.close()
        other.remove()


def test_without_the_agent(suite):
    ran = suite.psctl('snmp', 'status')
    assert ran.code == 69 and ran.err.startswith('psctl: agentxd is not running')
