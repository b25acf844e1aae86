# SPDX-License-Identifier: MIT
"""What rmcu-agentxd(8) prints to be typed is taken from the page itself, and does what the page says of it."""
import re
import shlex
import subprocess
import time

import pytest

from rmcu.snmp import ROOT, Process, Snmp, free_port, nut, v2c, v3
from rmcu.snmp_tree import ENTITY, SENSOR, UPS
from rmcu.suite import BUILD, NO_INTERLOCKS
from rmcu.waiting import until

PAGE = BUILD / 'man' / 'rmcu-agentxd.8'
SETTINGS = '''snmp = { access = "read-write"; };
device = { profile = "sim"; };
channels = { di_3 = { name = "Door"; }; di_4 = { name = "Gate"; }; do_4 = { name = "Relay"; }; };
alarms = { door = { channel = "di_3"; when = "active"; priority = "critical"; };
           gate = { channel = "di_4"; when = "active"; priority = "low"; }; };
alarm_system = { chatter_count = 0; };
''' + NO_INTERLOCKS
SITE, KEPT = '/etc/snmp/snmpd.conf.d/site.conf', '/var/lib/snmp/snmpd.conf'
TRAPD, TYPED = '/etc/snmp/snmptrapd.conf', 'the manager'
# What Debian's own snmpd.conf says that bears upon it.
DEBIAN = '''agentaddress 127.0.0.1:{port}
view systemonly included .1.3.6.1.2.1.1
view systemonly included .1.3.6.1.2.1.25.1
rocommunity public default -V systemonly
rouser authPrivUser authpriv -V systemonly
'''
# The unit's own address, and the managers' as the page has them; here all of it is loopback.
UNIT, HERE = '192.0.2.7', '127.0.0.2'
WAYS = {'192.0.2.20': 'TRAP2, SNMP v2c, community WORD', '192.0.2.21': 'INFORM, SNMP v2c, community WORD',
        '192.0.2.22': 'TRAP2, SNMP v3, user teller, context ', '192.0.2.23': 'INFORM, SNMP v3, user teller, context ',
        '192.0.2.24': 'TRAP2, SNMP v2c, community WORD'}
ABOVE_MEDIUM = '192.0.2.24'
HIDDEN = '1.3.6.1.2.1.25.1.1.0'
STATE, OFF, ON = '1.6.1.1.1', 1, 2
TEST, LOW_RAISED, CRITICAL_RAISED = '2.2.0.3', '2.3.0.1', '2.6.0.1'


def printed():
    """{file: lines of it}; each block names its file."""
    files = {}
    for block in re.findall(r'^\.nf\n(.*?)^\.fi$', PAGE.read_text(), re.S | re.M):
        first, *lines = [line.strip().replace(r'\-', '-') for line in block.splitlines()]
        assert first.startswith('# ') and lines and not any('\\' in line for line in lines), block
        files.setdefault(first[2:], []).extend(lines)
    return files


class AsPrinted(Snmp):
    """snmpd with the site's lines, and a manager at each of the page's addresses."""

    def __init__(self, suite, change=lambda text: text):
        self.page, self.change = printed(), change
        super().__init__(suite, ROOT)
        self.managers = {address: self.trapd(address, port) for address, port in self.ports.items()}
        # without -C: it reads the file that it keeps as well, as a system's snmpd does
        self.snmpd = Process(self.folder, 'snmpd', 'snmpd', '-f', '-Lo', '-I', '-smux', '-p', str(self.folder / 'pid'))
        self.snmpd.settings.append(self.snmpd.persistent)
        self.snmpd.persistent.mkdir()
        (self.snmpd.persistent / 'snmpd.conf').write_text('\n'.join(self.page[KEPT]) + '\n')

    def here(self, line):
        """An address and port of the page as they are on this machine."""
        line = line.replace(f'{UNIT}:161', f'{HERE}:{self.port}')
        line = re.sub(r'(192\.0\.2\.\d+):162', lambda m: f'127.0.0.1:{self.ports[m[1]]}', line)
        return re.sub(r'192\.0\.2\.\d+', '127.0.0.1', line)

    def write_config(self):
        self.ports = {address: free_port() for address in WAYS}
        site = self.change('\n'.join(map(self.here, self.page[SITE])))
        (self.folder / 'snmpd.conf').write_text(f'{DEBIAN.format(port=self.port)}master agentx\nagentXSocket {self.master}\n'
                                                f'agentXTimeout 2\nagentXRetries 0\n{site}\n')
        (self.folder / 'trapd.conf').write_text('')

    def answers(self):
        return 'STRING' in self.run('snmpget', self.oid('1.1.1.0'), who=v2c('WORD'), seconds=0.2).stdout

    def engine(self):
        """What the page's command says."""
        command, = self.page[TYPED]
        done = subprocess.run(shlex.split(self.here(command)), env={'PATH': '/usr/bin:/bin', 'MIBS': '',
                              'SNMP_PERSISTENT_DIR': str(self.folder)}, capture_output=True, text=True, check=False)
        assert 'Hex-STRING: ' in done.stdout, done.stdout + done.stderr
        return ''.join(done.stdout.partition('Hex-STRING: ')[2].split())

    def start(self):
        self.snmpd.start()
        self.start_agent()
        self.wait()
        (self.folder / 'trapd.conf').write_text('\n'.join(self.page[TRAPD]).replace('ENGINE', self.engine()) + '\n')
        for m in self.managers.values():
            m.start()
        for m in self.managers.values():
            until(lambda m=m: 'NET-SNMP version' in m.log.read_text(), 'snmptrapd to listen')
        return self

    def close(self):
        super().close()
        for m in self.managers.values():
            m.close()


@pytest.fixture
def site(suite):
    suite.configure(SETTINGS)
    for name in 'sensord', 'alarmd', 'loggerd':
        suite.start(name)
    s = AsPrinted(suite)
    try:
        s.start()
        until(lambda: 'INTEGER' in s.run('snmpget', f'.{UPS}.1.4.1.0', who=v2c('WORD')).stdout, 'a snapshot')
        yield s
    finally:
        s.close()


def test_snmpd_takes_each_line(site):
    """It says so of one that it does not understand, and so do the managers."""
    for f in site.snmpd.log, *(m.log for m in site.managers.values()):
        assert not re.search('warning|error|unknown|bad|fail|invalid', f.read_text(), re.I), f.read_text()
    assert set(site.page) == {SITE, KEPT, TRAPD, TYPED}
    assert 'STRING' in site.run('snmpget', f'.{UPS}.1.1.2.0', who=v2c('WORD')).stdout
    at_its_own = subprocess.run(['snmpget', '-v2c', '-c', 'WORD', '-On', '-t', '5', f'{HERE}:{site.port}', f'.{UPS}.1.1.2.0'],
                                env={'PATH': '/usr/bin:/bin', 'MIBS': '', 'SNMP_PERSISTENT_DIR': str(site.folder)},
                                capture_output=True, text=True, check=False)
    assert 'STRING' in at_its_own.stdout, at_its_own.stderr
    # the words are gone from the file that snmpd keeps
    kept = (site.snmpd.persistent / 'snmpd.conf').read_text()
    assert 'usmUser' in kept and 'a long word' not in kept


def test_who_sees_what(site):
    for who in v3('watcher'), v3('keeper'), v2c('WORD'), v2c('SECRET'):
        for root in ROOT, UPS, ENTITY, SENSOR:
            assert len([value for _, value in site.tree(root, who) if value[0]]) > 15, (who, root)
        assert 'STRING' in site.run('snmpget', '.1.3.6.1.2.1.1.5.0', who=who).stdout
        assert 'No Such' in site.run('snmpget', f'.{HIDDEN}', who=who).stdout
    # Debian's own
    assert 'Timeticks' in site.run('snmpget', f'.{HIDDEN}', who=v2c('public')).stdout
    for root in ROOT, UPS, ENTITY, SENSOR:
        assert [value for _, value in site.tree(root, v2c('public')) if value[0]] == []


def test_who_may_set(site, suite):
    state = f'{STATE}.{suite.connect().hello.index("do_4") + 1}'
    for who in v3('watcher'), v2c('WORD'):
        assert site.set(state, 'i', ON, who=who) == 'noAccess'
    for who, value in (v3('keeper'), ON), (v2c('SECRET'), OFF):
        assert site.set(state, 'i', value, who=who) == ''


def test_nut_finds_it_by_itself(site):
    until(lambda: site.run('snmpget', f'.{UPS}.1.2.1.0', who=v2c('WORD')).stdout.endswith('INTEGER: 2\n'), 'the battery')
    assert nut(site, 'auto', 'WORD')['ups.status'].split() == ['OL']


def test_all_managers_are_told(site, suite):
    sim = suite.connect()
    assert suite.psctl('test', 'trap').code == 0
    for contact in 'di4', 'di3':
        sim.sim_set(f'set {contact} on')
        suite.alarms().event('alarm-raised', channel='di_3' if contact == 'di3' else 'di_4')
    for address, m in site.managers.items():
        site.notification(CRITICAL_RAISED, process=m)
        low = [] if address == ABOVE_MEDIUM else [LOW_RAISED]
        assert [row['trap'] for row in site.received(m)] == [TEST, *low, CRITICAL_RAISED], address
        until(lambda m=m: len(site.senders(m)) >= len(low) + 2, 'who sent it')
        assert set(site.senders(m)) == {WAYS[address]}, address


def test_a_manager_that_is_away_holds_up_nobody(site, suite):
    """Informs with -e, as printed: snmpd has nothing to ask it for first."""
    for address in '192.0.2.21', '192.0.2.23':
        site.managers[address].kill()
    assert suite.psctl('test', 'trap').code == 0
    worst, begun = 0, time.monotonic()
    # the informs are repeated each second
    while time.monotonic() - begun < 4:
        asked = time.monotonic()
        assert 'STRING' in site.run('snmpget', site.oid('1.1.1.0'), who=v2c('WORD'), seconds=20).stdout
        worst = max(worst, time.monotonic() - asked)
    assert worst < 2
    site.notification(TEST, process=site.managers[ABOVE_MEDIUM])


def test_all_addresses_are_too_many(suite):
    """What the page warns of: snmpd has loopback by Debian's line."""
    s = AsPrinted(suite, lambda text: re.sub('agentAddress udp:[0-9.]+:', 'agentAddress udp:', text))
    snmpd = Process(s.folder, 'snmpd', *s.snmpd.command).start()
    try:
        assert snmpd.process.wait(30) == 1
        assert 'Error opening specified endpoint' in snmpd.log.read_text()
    finally:
        snmpd.close()
