# SPDX-License-Identifier: MIT
"""/metrics as Prometheus itself sees it: its linter, its server, and the alert rules that are shipped."""
import json
import shutil
import subprocess
import urllib.parse
import urllib.request

import pytest

from rmcu.suite import LONG, NO_INTERLOCKS, SOURCE
from rmcu.waiting import PATIENCE, TooLate, until
from rmcu.web import Web, free_port

RULES = SOURCE / 'etc/prometheus/rmcu.rules.yml'
SETTINGS = '''device = { profile = "sim"; };
site = { name = "Hügel \\"<b>\\""; };
channels = { di_3 = { name = "Do\\\\or \\"x\\""; }; };
alarms = { door = { channel = "di_3"; when = "active"; priority = "critical"; }; };
''' + NO_INTERLOCKS

if not shutil.which('promtool'):
    pytest.skip('prometheus is not installed: debian/build-deps check', allow_module_level=True)


def promtool(*args, text=None):
    done = subprocess.run(['promtool', *map(str, args)], input=text, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout + done.stderr


def test_the_linter_is_content(suite):
    suite.configure(SETTINGS)
    for name in 'sensord', 'alarmd', 'loggerd':
        suite.start(name)
    web = Web(suite)
    until(lambda: 'rmcu_alarms_active' in web.ask('/metrics').text, 'all of it')
    suite.connect().sim_set('set di3 on')
    text = until(lambda: (t := web.ask('/metrics').text) and 'rmcu_alarm_active{' in t and t, 'an alarm')
    assert web.ask('/metrics').headers['content-type'] == 'text/plain; version=0.0.4; charset=utf-8'
    assert promtool('check', 'metrics', text=text) == (0, '')
    # that it looks at all
    assert promtool('check', 'metrics', text=text + 'x_total{ 1\n')[0] != 0


def test_rules():
    code, said = promtool('test', 'rules', SOURCE / 'tests/data/rmcu.rules.test.yml')
    assert code == 0, said
    tested = (SOURCE / 'tests/data/rmcu.rules.test.yml').read_text()
    for line in RULES.read_text().splitlines():
        if 'alert:' in line:
            assert f'        alertname: {line.split()[-1]}\n        exp_alerts' in tested, f'{line}: no test in which it fires'


class Prometheus:
    def __init__(self, folder, config):
        self.port, self.folder = free_port(), folder
        (folder / 'prometheus.yml').write_text(config)
        code, said = promtool('check', 'config', folder / 'prometheus.yml')
        assert code == 0, said
        self.log = open(folder / 'prometheus.log', 'wb')
        self.process = subprocess.Popen(
            ['prometheus', f'--config.file={folder}/prometheus.yml', f'--storage.tsdb.path={folder}/tsdb',
             f'--web.listen-address=127.0.0.1:{self.port}'], stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)

    def ask(self, path, **query):
        url = f'http://127.0.0.1:{self.port}/api/v1/{path}?' + urllib.parse.urlencode(query)
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                return json.load(answer)['data']
        except OSError:
            assert self.process.poll() is None, (self.folder / 'prometheus.log').read_text()[-2000:]
            return None

    def value(self, expression):
        data = self.ask('query', query=expression)
        return float(data['result'][0]['value'][1]) if data and data['result'] else None

    def close(self):
        self.process.terminate()
        self.process.wait(30)
        self.log.close()


@pytest.fixture
def prometheus(suite, tmp_path):
    """The example as it is shipped, with the address of this unit, and more often."""
    suite.configure(SETTINGS)
    for name in 'sensord', 'alarmd', 'loggerd':
        suite.start(name)
    port = free_port()
    suite.start('webd', '--https', f'127.0.0.1:{port}')
    config = (SOURCE / 'etc/prometheus/scrape.example.yml').read_text()
    for old, new in (('unit.example:443', f'127.0.0.1:{port}'), ('interval: 15s', 'interval: 1s'),
                     ('/usr/share/rmcu/prometheus/rmcu.rules.yml', str(RULES))):
        assert old in config
        config = config.replace(old, new)
    p = Prometheus(tmp_path, config + '\nglobal: { evaluation_interval: 1s, scrape_timeout: 1s }\n')
    yield p
    p.close()


def test_a_server_reads_it_over_https(suite, prometheus):
    try:
        until(lambda: prometheus.value('rmcu_mains_up') == 1, 'mains')
    except TooLate as e:
        raise AssertionError(prometheus.ask('targets')) from e
    target = prometheus.ask('targets')['activeTargets'][0]
    assert target['lastError'] == '' and target['health'] == 'up'
    assert 13 < prometheus.value('rmcu_channel_value{role="battery-volts"}') < 15
    assert prometheus.value('rmcu_ticks_total') > 0 and prometheus.value('rmcu_info{simulated="true"}') == 1
    sim = suite.connect()
    sim.sim_set('set ac_present off')
    until(lambda: prometheus.value('rmcu_mains_up') == 0, 'the failure')
    until(lambda: prometheus.value('rmcu_on_battery') == 1, 'the battery')
    sim.sim_set('set di3 on')
    until(lambda: prometheus.value('ALERTS{alertname="RmcuAlarm", alarm="door", alertstate="firing"}') == 1, 'its alert')
    assert prometheus.value('ALERTS{alertname="RmcuMainsFailed", alertstate="pending"}') == 1
    rules = [r for g in prometheus.ask('rules')['groups'] for r in g['rules']]
    assert len(rules) == 8 and all(r['health'] == 'ok' for r in rules)


def test_it_goes_on_reading(suite, prometheus):
    """Each second for two minutes (./check long; else some seconds): each time it is there, and nothing is strange."""
    wanted = 120 if LONG else 6
    until(lambda: (prometheus.value('count_over_time(up{job="rmcu"}[10m])') or 0) >= wanted, f'{wanted} readings', wanted + PATIENCE)
    # the first one may come before the unit is there
    assert prometheus.value('sum_over_time(up{job="rmcu"}[10m])') >= wanted - 1
    target = prometheus.ask('targets')['activeTargets'][0]
    assert target['lastError'] == '' and target['health'] == 'up'
    log = (prometheus.folder / 'prometheus.log').read_text()
    assert not [line for line in log.splitlines() if 'level=error' in line or ('level=warn' in line and 'scrape' in line)]
    assert suite.webd.running and not suite.webd.log_lines('error|warning')
