# SPDX-License-Identifier: MIT
"""A private snmpd on a free port, and net-snmp's tools against it."""
import getpass
import random
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from rmcu.suite import BUILD, SOURCE
from rmcu.waiting import PATIENCE, Deadline, until

# of RMCU-MIB, as this build has it
ROOT = re.search(r'RMCU_MIB_ROOT_TEXT "([0-9.]+)"', (BUILD / 'mib/root.h').read_text()).group(1)
SUPPRESSIONS = Path(__file__).parent.parent / 'lsan.supp'
SNMP_UPS = Path('/lib/nut/snmp-ups')
TOOLS = 'snmpd', 'snmpget', 'snmpbulkwalk', 'snmpset', 'snmptrapd'
# Users of SNMPv3 by name: hash, its word, cipher, its word, and what snmpd.conf lets them do.
USERS = {'watcher': ('SHA-256', 'a long word', 'AES', 'another one', 'rouser'),
         'older': ('MD5', 'its own word', 'AES', 'and one more', 'rouser'),
         'keeper': ('SHA-256', 'the keys to it', 'AES', 'all of them', 'rwuser')}
# Lines of snmpd.conf; in production createUser stands in /var/lib/snmp/snmpd.conf.
USER_LINES = ''.join(f'createUser {name} {a} "{a_word}" {x} "{x_word}"\n{what} {name} authpriv\n'
                     for name, (a, a_word, x, x_word, what) in USERS.items())


def v3(user, level='authPriv', **other):
    """The options by which a tool of net-snmp says who it is."""
    a, a_word, x, x_word, _ = USERS.get(user, USERS['watcher'])
    options = {'-u': user, '-l': level, '-a': a, '-A': a_word, '-x': x, '-X': x_word}
    options.update({f'-{option}': value for option, value in other.items()})
    return ['-v', '3', *(word for pair in options.items() for word in pair)]


def v2c(community='reader', version='2c'):
    return ['-v', version, '-c', community]


def typed(text):
    """(type, value) of "TYPE: value" as the tools print it."""
    if text == '""':
        return 'STRING', b''
    kind, _, value = text.partition(': ')
    if kind == 'STRING':
        return kind, re.sub(r'\\(.)', r'\1', value[1:-1], flags=re.S).encode()
    if kind == 'Hex-STRING':
        return 'STRING', bytes.fromhex(value)
    if kind == 'OID':
        return kind, tuple(map(int, value[1:].split('.')))
    if kind == 'Timeticks':
        return kind, int(value[1:].partition(')')[0])
    return (kind, int(value)) if re.fullmatch(r'-?\d+', value) else ('', text)


def octets(text):
    """The bytes of a value in received(): snmptrapd writes digits where there is more than ASCII."""
    return bytes.fromhex(text) if re.fullmatch(r'([0-9A-F]{2} )+', text) else text.encode()


def date(value):
    """The instant of a DateAndTime (RFC 2579), which has tenths of a second."""
    year, month, day, hour, minute, second, tenth, sign, east, of_east = struct.unpack('>H6BcBB', value)
    east = timedelta(hours=east, minutes=of_east) * (-1 if sign == b'-' else 1)
    return datetime(year, month, day, hour, minute, second, tenth * 100000, timezone(east))


def wants(program):
    found = shutil.which(program)
    if not found:
        pytest.skip(f'{Path(program).name} is not installed: debian/build-deps check')
    return found


def base_mibs():
    """Folder with the modules that RMCU-MIB imports."""
    sys.path.insert(0, str(SOURCE / 'tests'))
    import mib
    return mib.base_modules(BUILD / 'mib' / 'RMCU-MIB.txt')


def free_port(kind=socket.SOCK_DGRAM):
    """Below those that the kernel gives to every question of a manager: one of these would take it until snmpd is there."""
    while True:
        port = random.randrange(10000, 32000)
        with socket.socket(socket.AF_INET, kind) as s:
            try:
                s.bind(('127.0.0.1', port))
                return port
            except OSError:
                pass


class Process:
    """A program of net-snmp that is started, stopped and killed."""

    def __init__(self, folder, name, *command):
        self.folder, self.name, self.command = folder, name, list(command)
        self.log = folder / f'{name}.log'
        self.persistent = folder / f'{name}.persistent'
        self.settings = [folder]
        self.process = None

    def start(self):
        env = {'PATH': '/usr/sbin:/usr/bin:/sbin:/bin', 'MIBS': '', 'SNMPCONFPATH': ':'.join(map(str, self.settings)),
               'SNMP_PERSISTENT_DIR': str(self.persistent)}
        with open(self.log, 'ab') as log:
            self.process = subprocess.Popen(self.command, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        return self

    def kill(self):
        self.process.kill()
        self.process.wait(PATIENCE)

    def end(self):
        self.process.terminate()
        self.process.wait(PATIENCE)

    def pause(self):
        self.process.send_signal(signal.SIGSTOP)

    def resume(self):
        self.process.send_signal(signal.SIGCONT)

    def close(self):
        if self.process and self.process.poll() is None:
            self.kill()


class Snmp:
    """snmpd as master, snmptrapd behind it, and the questions."""

    def __init__(self, suite, root, more='', trap='-v 2c -c public', trapd='disableAuthorization yes\n'):
        """`more`: further lines of snmpd.conf; `trap`: how notifications go out; `trapd`: lines of snmptrapd.conf."""
        if any(not shutil.which(tool, path='/usr/sbin:/usr/bin') for tool in TOOLS):
            pytest.skip('snmpd, snmp or snmptrapd is not installed: debian/build-deps check')
        self.suite, self.root, self.more, self.trap, self.trapd_lines = suite, root, more, trap, trapd
        self.folder = suite.folder / 'snmp'
        self.folder.mkdir()
        self.master = self.folder / 'master'
        self.port, self.trap_port, self.high_port = free_port(), free_port(), free_port()
        self.write_config()
        self.snmpd = Process(self.folder, 'snmpd', 'snmpd', '-f', '-Lo', '-C', '-c', str(self.folder / 'snmpd.conf'),
                             '-I', '-smux', '-p', str(self.folder / 'pid'))
        self.traps = self.trapd('traps', self.trap_port)
        self.high = self.trapd('high', self.high_port)

    def write_config(self):
        below = ' '.join(f'notificationFilter high .{self.root}.2.{branch} 0x00 excluded\n' for branch in (3, 4))
        (self.folder / 'snmpd.conf').write_text(f'''agentAddress udp:127.0.0.1:{self.port}
rocommunity reader 127.0.0.1
rwcommunity writer 127.0.0.1
master agentx
agentXSocket {self.master}
agentXTimeout 2
agentXRetries 0
trapsess {self.trap} udp:127.0.0.1:{self.trap_port}
notificationFilter high .1.3 0x00 included
{below}
trapsess -profile high {self.trap} udp:127.0.0.1:{self.high_port}
{self.more}''')
        (self.folder / 'trapd.conf').write_text(self.trapd_lines)

    def trapd(self, name, port):
        return Process(self.folder, name, 'snmptrapd', '-f', '-Lo', '-C', '-c', str(self.folder / 'trapd.conf'), '-OnQ',
                       '-F', 'TRAP %v\nFROM %P\n', '-p', str(self.folder / f'{name}.pid'), f'udp:127.0.0.1:{port}')

    def start(self):
        for p in self.traps, self.high:
            p.start()
        # snmpd says coldStart at once, and a trap is said once
        for p in self.traps, self.high:
            until(lambda log=p.log: 'NET-SNMP version' in log.read_text(), 'snmptrapd to listen')
        self.snmpd.start()
        self.start_agent()
        self.wait()
        return self

    def start_agent(self, **more):
        # the library's own frames are known by name alone when the stack is walked the slow way
        env = self.suite.environment()
        self.suite.start('agentxd', '--master', str(self.master), env={
            'ASAN_OPTIONS': f'{env["ASAN_OPTIONS"]}:fast_unwind_on_malloc=0',
            'LSAN_OPTIONS': f'{env["LSAN_OPTIONS"]}:suppressions={SUPPRESSIONS}:print_suppressions=0', **more})

    def restart_sensord(self):
        """A new sensord; until the agent has heard it, what it answers is still of the one before."""
        heard = len(self.suite.agentxd.log_lines('connected to sensord'))
        self.suite.sensord.restart()
        until(lambda: len(self.suite.agentxd.log_lines('connected to sensord')) > heard, 'the agent to hear the new sensord')

    def run(self, tool, *args, community='reader', version='2c', who=None, seconds=5):
        command = [tool, *(who or v2c(community, version)), '-On', '-Oe', '-t', str(seconds), '-r', '0',
                   f'127.0.0.1:{self.port}', *args]
        return subprocess.run(command, env={'PATH': '/usr/bin:/bin', 'MIBS': '', 'SNMPCONFPATH': str(self.folder),
                                            'SNMP_PERSISTENT_DIR': str(self.folder / 'tools')},
                              capture_output=True, text=True, check=False, errors='replace')

    def oid(self, tail):
        return f'.{self.root}.{tail}'

    def get(self, *tails, **how):
        """Texts "TYPE: value" by tail."""
        done = self.run('snmpget', *(self.oid(t) for t in tails), **how)
        rows = dict(line.split(' = ', 1) for line in done.stdout.splitlines() if ' = ' in line)
        return [rows.get(self.oid(t), done.stderr) for t in tails]

    def number(self, tail):
        text = self.get(tail)[0]
        assert ': ' in text, text
        return int(text.split(': ')[1].split()[0])

    def walk(self, version='2c', tail='1'):
        """(arcs, "TYPE: value") of all that is below."""
        tool = 'snmpwalk' if version == '1' else 'snmpbulkwalk'
        done = self.run(tool, '-Cc', '-OU', self.oid(tail), version=version)
        assert done.returncode == 0, done.stderr
        rows = []
        for line in done.stdout.splitlines():
            if line.startswith(f'.{self.root}.'):
                name, _, value = line.partition(' = ')
                rows.append((tuple(map(int, name[1:].split('.'))), value))
            else:
                # a text with a line of its own
                rows[-1] = (rows[-1][0], f'{rows[-1][1]}\n{line}')
        return [(name, value) for name, value in rows if 'No more variables' not in value]

    def tree(self, root, who, tool='snmpbulkwalk'):
        """[(arcs, (type, value))] of all that is below, each line of it."""
        done = self.run(tool, '-Cc', f'.{root}', who=who)
        assert done.returncode == 0, done.stderr
        # a long text in hexadecimal digits takes several lines
        lines = re.sub(r'\n(?!\.1\.)', ' ', done.stdout).splitlines()
        rows = [line.strip().split(' = ', 1) for line in lines]
        return [(tuple(map(int, name[1:].split('.'))), typed(value)) for name, value in rows
                if 'No more variables' not in value]

    def values(self, names, who, at_once=20):
        """{arcs: (type, value)} by GET, some at a time."""
        found = {}
        for at in range(0, len(names), at_once):
            asked = ['.' + '.'.join(map(str, n)) for n in names[at:at + at_once]]
            done = self.run('snmpget', *asked, who=who)
            assert done.returncode == 0, done.stderr
            rows = re.sub(r'\n(?!\.1\.)', ' ', done.stdout).splitlines()
            found.update({tuple(map(int, n[1:].split('.'))): typed(v)
                          for n, v in (row.strip().split(' = ', 1) for row in rows)})
        return found

    def set(self, tail, kind, value, *more, community='writer', who=None):
        """'' or what snmpset says is wrong."""
        done = self.run('snmpset', self.oid(tail), kind, str(value), *more, community=community, who=who)
        if done.returncode == 0:
            return ''
        reason = [line for line in done.stderr.splitlines() if line.startswith('Reason: ')]
        return reason[0][8:].split(' ')[0] if reason else done.stderr

    def answers(self):
        return 'STRING' in self.get('1.1.1.0', seconds=0.2)[0]

    def wait(self, seconds=PATIENCE):
        """Until the agent is registered; returns the seconds that it took."""
        deadline, begun = Deadline(seconds), time.monotonic()
        while not self.answers():
            assert not deadline.over, f'the agent was not registered within {seconds} s\n{self.suite.programs["agentxd"].log}'
        return time.monotonic() - begun

    def received(self, process=None):
        """Notifications so far: {tail of the name: value} each, with the notification itself as 'trap'."""
        rows = []
        # digits of bytes take several lines; one that is still being written has no FROM yet
        for record in re.findall(r'^TRAP (.*?)\nFROM ', (process or self.traps).log.read_text(errors='replace'), re.M | re.S):
            binds = dict(part.split(' = ', 1) for part in record.replace('\n', '').split('\t') if ' = ' in part)
            trap = binds.pop('.1.3.6.1.6.3.1.1.4.1.0')
            if trap.startswith(self.oid('')):
                row = {k[len(self.oid('')):]: v.strip('"') for k, v in binds.items() if k.startswith(self.oid(''))}
                rows.append({'trap': trap[len(self.oid('')):], **row})
        return rows

    def senders(self, process=None):
        """How each notification came: "TRAP2, SNMP v3, user teller, context " and the like."""
        return re.findall(r'^FROM (.*)$', (process or self.traps).log.read_text(errors='replace'), re.M)

    def notification(self, trap, since=0, process=None, **wanted):
        def found():
            return next((r for r in self.received(process)[since:] if r['trap'] == trap), None)
        return until(found, f'the notification {trap}')

    def close(self):
        # first: net-snmp forgets a request that it has just sent when master and agent end at once
        agent = self.suite.programs.get('agentxd')
        if agent and agent.running and self.snmpd.process:
            self.snmpd.resume()
            agent.stop()
        # pytest shows this for a failed test alone
        print(f'--- log of snmpd, port {self.port}\n{self.snmpd.log.read_text() if self.snmpd.log.exists() else ""}', end='')
        for p in self.snmpd, self.traps, self.high:
            if p.process and p.process.poll() is None:
                p.resume()
            p.close()


def nut(snmp, mibs='ietf', community='reader'):
    """What snmp-ups says after one look: {name: value}."""
    if not SNMP_UPS.exists():
        pytest.skip('nut-snmp is not installed: debian/build-deps check')
    folder = snmp.folder / 'nut'
    folder.mkdir(exist_ok=True)
    (folder / 'ups.conf').write_text('[unit]\ndriver = snmp-ups\nport = nowhere\n')
    done = subprocess.run([SNMP_UPS, '-s', 'unit', '-d', '1', '-u', getpass.getuser(), '-x', f'port=127.0.0.1:{snmp.port}',
                           '-x', f'community={community}', '-x', 'snmp_version=v2c', '-x', f'mibs={mibs}'],
                          env={'PATH': '/usr/bin:/bin', 'MIBS': '', 'NUT_STATEPATH': str(folder), 'NUT_CONFPATH': str(folder),
                               'NUT_ALTPIDPATH': str(folder), 'SNMPCONFPATH': str(folder),
                               'SNMP_PERSISTENT_DIR': str(folder)}, stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, check=False, timeout=60)
    rows = dict(line.split(': ', 1) for line in done.stdout.splitlines() if re.match(r'[a-z0-9.]+: ', line))
    assert done.returncode == 0 and 'ups.status' in rows, done.stdout + done.stderr
    return rows
