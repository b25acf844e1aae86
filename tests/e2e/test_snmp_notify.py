# SPDX-License-Identifier: MIT
"""Every kind of notification to two managers that want different priorities, as traps and informs of v2c and v3."""
import shutil

import pytest

from rmcu import bus
from rmcu.relay import Relay
from rmcu.snmp import ROOT, Snmp
from rmcu.suite import NO_INTERLOCKS
from rmcu.waiting import until

SETTINGS = '''snmp = { access = "read-write"; };
device = { profile = "sim"; };
channels = { di_3 = { name = "Door"; }; di_4 = { name = "Gate"; }; do_4 = { name = "Relay"; }; };
alarms = { door = { channel = "di_3"; when = "active"; priority = "critical"; };
           gate = { channel = "di_4"; when = "active"; priority = "low"; }; };
alarm_system = { chatter_count = 0; };
''' + NO_INTERLOCKS
USER = 'createUser {engine}teller SHA-256 "the tale of it" AES "in few words"\n'
AS_USER = '-v 3 -u teller -l authPriv -a SHA-256 -A "the tale of it" -x AES -X "in few words"'
# Of `engineID unit`: net-snmp's own number, and the text. The sender of a trap is the engine, of an inform its receiver.
ENGINE = '-e 0x80001f8804' + b'unit'.hex() + ' '
MAY = 'authUser log teller priv\nauthCommunity log public\n'
# what snmpd is told of the way, what snmptrapd is told, and what it says about each that came
WAYS = {
    'v2c-trap': ('-v 2c -c public', '', 'TRAP2, SNMP v2c, community public'),
    'v2c-inform': ('-Ci -v 2c -c public', '', 'INFORM, SNMP v2c, community public'),
    'v3-trap': (AS_USER, USER.format(engine=ENGINE), 'TRAP2, SNMP v3, user teller, context '),
    'v3-inform': (f'-Ci {AS_USER}', USER.format(engine=''), 'INFORM, SNMP v3, user teller, context '),
}
BOOT, OUTPUT, TEST = '2.2.0.1', '2.2.0.2', '2.2.0.3'
LOW, CRITICAL = '2.3.0', '2.6.0'
RAISED, CLEARED, ACKNOWLEDGED = 1, 2, 3
OTHER_BOOT = '00112233445566778899aabbccddeeff'


@pytest.fixture
def world(suite):
    suite.configure(SETTINGS)
    for name in 'sensord', 'alarmd', 'loggerd':
        suite.start(name)
    alarms = suite.alarms()
    alarms.event('started')
    return suite


def last_boot(suite, boot):
    """As if this agent had told the first event of all, in that boot, and nothing since."""
    folder = suite.state / 'agentxd'
    folder.mkdir(exist_ok=True)
    (folder / 'told').write_text(f'1 {boot}\n')


@pytest.fixture
def managed(world):
    """managed(way): managers, snmpd and agent."""
    made = []

    def start(way='v2c-trap', boot=OTHER_BOOT):
        options, user, _ = WAYS[way]
        last_boot(world, boot)
        made.append(Snmp(world, ROOT, 'engineID unit\n' + USER.format(engine=''), options, user + MAY))
        return made[-1].start()
    yield start
    for s in made:
        s.close()


def told(snmp, process=None):
    return [row['trap'] for row in snmp.received(process)]


@pytest.mark.parametrize('way', WAYS)
def test_each_kind(managed, world, way):
    snmp, sim = managed(way), world.connect()
    kinds = [BOOT]

    def comes(kind):
        kinds.append(kind)
        until(lambda: told(snmp) == kinds, f'{kind}, and nothing else')
        return snmp.received()[-1]
    assert snmp.notification(BOOT)['2.1.1.0'] == '2'
    for contact, alarm, branch in ('di4', 'gate', LOW), ('di3', 'door', CRITICAL):
        sim.sim_set(f'set {contact} on')
        row = comes(f'{branch}.{RAISED}')
        assert row['2.1.5.0'] == alarm and row['2.1.7.0'] == ('1' if branch == LOW else '4')
        number = row['2.1.6.0']
        assert world.psctl('ack', alarm).code == 0
        assert comes(f'{branch}.{ACKNOWLEDGED}')['2.1.6.0'] == number
        sim.sim_set(f'set {contact} off')
        assert comes(f'{branch}.{CLEARED}')['2.1.6.0'] == number
    assert sim.ask(bus.output_set, 'do_4', 'on').ok
    row = comes(OUTPUT)
    assert (row['2.1.8.0'], row['2.1.9.0'], row['2.1.10.0'], row['2.1.11.0']) == ('do_4', 'Relay', '2', '2')
    assert world.psctl('test', 'trap').code == 0
    assert comes(TEST)['2.1.3.0'].startswith('test')
    # who wants what is high or critical was told all but what is low
    wanted = [kind for kind in kinds if not kind.startswith(LOW)]
    until(lambda: len(told(snmp, snmp.high)) >= len(wanted), 'the other manager to be told')
    assert told(snmp, snmp.high) == wanted
    for manager, n in (snmp.traps, len(kinds)), (snmp.high, len(wanted)):
        until(lambda: len(snmp.senders(manager)) > n, 'them and the coldStart of snmpd')
        assert snmp.senders(manager) == [WAYS[way][2]] * (n + 1)


def test_events_that_overtake_the_summary_are_told_once(managed, world):
    """alarmd's summary waits for what is not on the disk yet: the journal is no other one for that."""
    snmp, sim = managed(), world.connect()
    relay = Relay(world, 'alarm', bus.ALARM_SUMMARY)
    try:
        world.agentxd.stop()
        snmp.start_agent(RMCU_RUNTIME_DIR=str(relay.folder))
        for n, state in enumerate(('on', 'off') * 3):
            sim.sim_set(f'set di3 {state}')
            until(lambda n=n: len(told(snmp)) >= n + 2, 'the boot and each so far')
        assert relay.seen > 1, 'a summary was kept back'
        world.agentxd.stop()
    finally:
        relay.close()
    numbers = [int(row['2.1.1.0']) for row in snmp.received()]
    assert numbers == sorted(set(numbers)) and len(numbers) == 7


def test_a_boot_is_told_once(managed, world):
    """A restart of daemons is none; the journal's later `started` is of the same boot."""
    snmp = managed()
    snmp.notification(BOOT)
    alarms = world.alarms(first=None)
    for _ in range(2):
        world.alarmd.restart()
        world.agentxd.restart()
        snmp.wait()
    assert world.psctl('test', 'trap').code == 0
    snmp.notification(TEST)
    assert told(snmp) == [BOOT, TEST]
    alarms.close()


def test_the_boot_that_was_told_is_no_news(managed, world):
    boot = world.psctl('events', '--kind', 'started', '--json').json['boot_id']
    snmp = managed(boot=boot)
    assert world.psctl('test', 'trap').code == 0
    snmp.notification(TEST)
    assert told(snmp) == [TEST]


def test_a_stranger_hears_nothing(managed, world):
    """A manager without the user's words: nothing that can be read comes to it."""
    snmp = managed('v3-trap')
    snmp.notification(BOOT)
    snmp.traps.kill()
    (snmp.folder / 'trapd.conf').write_text((USER.format(engine=ENGINE) + MAY).replace('in few words', 'in other words'))
    # it keeps the keys that it made of the right ones
    shutil.rmtree(snmp.folder / 'traps.persistent')
    snmp.traps.start()
    until(lambda: snmp.traps.log.read_text().count('NET-SNMP version') == 2, 'snmptrapd to listen')
    assert world.psctl('test', 'trap').code == 0
    snmp.notification(TEST, process=snmp.high)
    assert told(snmp) == [BOOT]


def test_an_inform_is_repeated(managed, world):
    """Until it is answered: a manager that was away hears of it all the same."""
    snmp = managed('v2c-inform')
    snmp.notification(BOOT)
    snmp.traps.kill()
    assert world.psctl('test', 'trap').code == 0
    snmp.notification(TEST, process=snmp.high)
    snmp.traps.start()
    snmp.notification(TEST)
    assert told(snmp) == [BOOT, TEST]


@pytest.mark.parametrize('way', WAYS)
def test_a_manager_that_comes_later(managed, world, way):
    """It was away when snmpd started."""
    snmp = managed(way)
    snmp.notification(BOOT)
    snmp.traps.kill()
    snmp.snmpd.kill()
    snmp.snmpd.start()
    snmp.wait()
    snmp.traps.start()
    until(lambda: snmp.traps.log.read_text().count('NET-SNMP version') == 2, 'snmptrapd to listen')
    assert world.psctl('test', 'trap').code == 0
    snmp.notification(TEST, process=snmp.high)
    snmp.notification(TEST)
