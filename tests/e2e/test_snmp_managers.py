# SPDX-License-Identifier: MIT
"""Managers as Debian ships them: check_snmp, Prometheus' exporter and its generator."""
import re
import shutil
import socket
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from rmcu.snmp import ROOT, USER_LINES, USERS, Process, Snmp, base_mibs, free_port, v2c, wants
from rmcu.suite import BUILD, NO_INTERLOCKS, SOURCE
from rmcu.waiting import until

MIB = BUILD / 'mib' / 'RMCU-MIB.txt'
SETTINGS = 'device = { profile = "sim"; serial = "S-1"; };\nsite = { name = "Hügel"; };\n' + NO_INTERLOCKS
CHECK_SNMP = Path('/usr/lib/nagios/plugins/check_snmp')
EXPORTER, GENERATOR = 'prometheus-snmp-exporter', 'prometheus-snmp-generator'
CHANNEL = '1.2.1.1'
OK, WARNING, CRITICAL = 0, 1, 2


@pytest.fixture
def snmp(suite):
    suite.configure(SETTINGS)
    for name in 'sensord', 'alarmd', 'loggerd':
        suite.start(name)
    s = Snmp(suite, ROOT, USER_LINES)
    try:
        s.start()
        until(lambda: 'Counter64' in s.get('1.1.10.0')[0], 'a snapshot')
        yield s
    finally:
        s.close()


@pytest.fixture
def sim(suite, snmp):
    """Its time stands still but for what a test plays."""
    return suite.lockstep()


def settle(snmp, sim, seconds=1.0):
    sim.play(seconds)
    until(lambda: snmp.number('1.1.10.0') == sim.snapshot.number, 'the last snapshot')


def row_of(snmp, channel):
    rows = {value[1].decode(): name[-1] for name, value in snmp.tree(f'{ROOT}.{CHANNEL}.2', v2c())}
    return rows[channel]


def check(snmp, tail, *options, who=('-P', '2c', '-C', 'reader')):
    done = subprocess.run([wants(str(CHECK_SNMP)), '-H', '127.0.0.1', '-p', str(snmp.port), *who, '-o', snmp.oid(tail),
                           *options], env={'PATH': '/usr/bin:/bin', 'MIBS': '', 'SNMP_PERSISTENT_DIR': str(snmp.folder)},
                          capture_output=True, text=True, check=False)
    print(done.stdout, done.stderr)
    return done.returncode, done.stdout


def test_check_snmp(snmp, sim):
    settle(snmp, sim)
    value = f'{CHANNEL}.7.{row_of(snmp, "volts_battery")}'
    millivolts = snmp.number(value)
    assert 12500 < millivolts < 15000
    limits = '-w', '12000:15000', '-c', '9000:16000'
    code, said = check(snmp, value, *limits)
    assert code == OK and said.startswith('SNMP OK') and str(millivolts) in said
    # what is for the plugin's own graphs
    assert re.search(rf'\|.*={millivolts}\b', said)
    assert check(snmp, value, '-w', '14500:', '-c', '11000:')[0] == WARNING
    assert check(snmp, value, '-w', '14500:', '-c', '14200:')[0] == CRITICAL
    sim.sim_set('set ac_present off')
    sim.sim_set('set battery_charge_percent 8')
    settle(snmp, sim, 20)
    assert check(snmp, value, *limits)[0] == WARNING
    user = '-P', '3', '-L', 'authPriv', '-U', 'older', '-a', 'MD5', '-A', USERS['older'][1], '-x', 'AES', '-X', USERS['older'][3]
    assert check(snmp, value, *limits, who=user)[0] == WARNING
    until(lambda: snmp.number('1.4.1.0'), 'an alarm')
    assert check(snmp, '1.4.1.0', '-c', '0')[0] == CRITICAL
    # a channel without a value is never OK
    sim.sim_set('fail battery_volts broken-wire')
    settle(snmp, sim)
    assert check(snmp, value, *limits)[0] != OK
    state = f'{CHANNEL}.9.{row_of(snmp, "dc_ok")}'
    assert check(snmp, state, '-r', 'OPEN')[0] == OK and check(snmp, state, '-r', 'CLOSED')[0] == CRITICAL


# ---------------------------------------------------------------- Prometheus

def has_auths():
    """Those from 0.23 on have who asks apart from what is asked for."""
    said = subprocess.run([wants(EXPORTER), '--version'], capture_output=True, text=True, check=True)
    version = re.search(r'version (\d+)\.(\d+)', said.stdout + said.stderr)
    return tuple(map(int, version.groups())) >= (0, 23)


def module_file():
    return BUILD / 'mib' / ('prometheus-snmp.yml' if has_auths() else 'prometheus-snmp-0.21.yml')


AUTHS = {'v2c': {'version': '2', 'community': 'reader'},
         'v3': {'version': '3', 'username': 'watcher', 'security_level': 'authPriv', 'auth_protocol': 'SHA256',
                'password': USERS['watcher'][1], 'priv_protocol': 'AES', 'priv_password': USERS['watcher'][3]}}


def exporter_files(auth, folder):
    """As mib/README.md says: who asks stands in a file beside the module, or below it."""
    fields, own = dict(AUTHS[auth]), folder / 'exporter.yml'
    if has_auths():
        own.write_text('auths:\n  site:\n' + ''.join(f'    {k}: {v}\n' for k, v in fields.items()))
        return module_file(), own
    own.write_text(module_file().read_text() + f'    version: {fields.pop("version")}\n    auth:\n' +
                   ''.join(f'      {k}: {v}\n' for k, v in fields.items()))
    return own,


def scrape(port, target):
    url = f'http://127.0.0.1:{port}/snmp?module=rmcu&target={target}' + ('&auth=site' if has_auths() else '')
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            return answer.read().decode()
    except urllib.error.HTTPError as e:
        raise AssertionError(e.read().decode()) from e
    except urllib.error.URLError:
        return None     # it does not listen yet


def series(text):
    """{(name, {label: value} as a frozen set): number}"""
    rows = {}
    for line in text.splitlines():
        m = re.fullmatch(r'(\w+)(?:{(.*)})? (\S+)', line)
        if m and not line.startswith('#'):
            labels = re.findall(r'(\w+)="((?:[^"\\]|\\.)*)"', m[2] or '')
            rows[m[1], frozenset(labels)] = float(m[3])
    return rows


def by(rows, name, label):
    return {dict(labels)[label]: value for (metric, labels), value in rows.items() if metric == name}


@pytest.mark.parametrize('auth', AUTHS)
def test_prometheus(snmp, sim, suite, auth):
    sim.sim_set('fail battery_volts broken-wire')
    settle(snmp, sim, 5)
    until(lambda: snmp.number('1.4.1.0'), 'an alarm')
    port = free_port(socket.SOCK_STREAM)
    exporter = Process(snmp.folder, 'exporter', wants(EXPORTER), f'--web.listen-address=127.0.0.1:{port}',
                       *(f'--config.file={f}' for f in exporter_files(auth, snmp.folder))).start()
    try:
        text = until(lambda: scrape(port, f'127.0.0.1:{snmp.port}'), 'the exporter')
    finally:
        exporter.close()
    rows, shown = series(text), suite.psctl('status', '--json').json
    assert rows['rmcuSnapshotNumber', frozenset()] == shown['snapshot']
    told = {c['id']: c for c in shown['channels'] if not c['hidden']}
    values = {c['id']: round(float(c['value']) * 1000) for c in told.values() if c['quality'] == 'ok'}
    assert by(rows, 'rmcuChannelValue', 'rmcuChannelId') == values and 'volts_battery' not in values
    assert by(rows, 'rmcuChannelQuality', 'rmcuChannelId') == {i: 1 if c['quality'] == 'ok' else 5 for i, c in told.items()}
    assert set(by(rows, 'rmcuChannelValue', 'rmcuChannelName')) == {told[i]['name'] for i in values}
    assert by(rows, 'rmcuAlarmActive', 'rmcuAlarmId') == {a['id']: 1 for a in shown['alarms']['standing']}
    assert rows['rmcuAlarmsActive', frozenset()] == shown['alarms']['active']
    assert by(rows, 'rmcuOutputState', 'rmcuChannelId') == {o['id']: 2 if o['active'] else 1 for o in shown['outputs'] if not o['hidden']}
    assert by(rows, 'rmcuDaemonRunning', 'rmcuDaemonName') == dict.fromkeys(('sensord', 'alarmd', 'loggerd', 'agentxd'), 1)
    assert list(by(rows, 'rmcuSiteName', 'rmcuSiteName')) == ['Hügel']


def words(f):
    """Of a file of settings, without comments and however it is indented."""
    return [w for line in f.read_text().splitlines() if not line.startswith('#') for w in line.split()]


def test_the_module_is_what_the_generator_makes(tmp_path):
    for f in [*base_mibs().glob('*.txt'), MIB]:
        shutil.copy(f, tmp_path)
    shutil.copy(SOURCE / 'mib' / 'prometheus-generator.yml', tmp_path / 'generator.yml')
    made = tmp_path / 'made.yml'
    done = subprocess.run([wants(GENERATOR), 'generate', f'--output-path={made}'], cwd=tmp_path,
                          env={'PATH': '/usr/bin:/bin', 'MIBDIRS': str(tmp_path)}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert words(made) == words(module_file())
    other, = {'prometheus-snmp.yml', 'prometheus-snmp-0.21.yml'} - {module_file().name}
    assert [w for w in words(BUILD / 'mib' / other) if w != 'modules:'] == [w for w in words(made) if w != 'modules:']
