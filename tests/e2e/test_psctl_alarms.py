# SPDX-License-Identifier: MIT
"""psctl and alarms, with the real sensord and alarmd: what it shows, what it asks, and what it says without them."""
import json
import re
import subprocess

import pytest

from rmcu.suite import program_path
from rmcu.waiting import Deadline, readable, until

DATAERR, USAGE, UNAVAILABLE = 65, 64, 69

RULES = '''device = { profile = "sim"; };
interlocks = { };
channels = {
  di_3 = { name = "Door"; colour_active = "red"; };
  lvd = { name = "LVD"; kind = "digital-in"; source = "sim"; signal = "lvd_closed"; role = "lvd";
          text_inactive = "OPEN"; text_active = "CLOSED"; colour_inactive = "red"; colour_active = "green"; };
};
alarms = {
  door = { channel = "di_3"; when = "active"; priority = "critical"; };
  latch = { channel = "di_3"; when = "active"; latched = true; priority = "low"; };
};
'''


@pytest.fixture
def unit(suite):
    suite.configure(RULES)
    suite.extra_env['TZ'] = 'UTC'
    suite.start('sensord')
    suite.start('alarmd')
    return suite


def door(unit, closed):
    assert unit.psctl('sim', 'set', 'di3', 'on' if closed else 'off').code == 0
    until(lambda: state_of(unit, 'door')['condition'] == closed, 'the door')


def state_of(unit, alarm):
    return next(a for a in unit.psctl('alarms', '--all', '--json').json['alarms'] if a['id'] == alarm)


def said(ran):
    assert ran.code == 0 and not ran.err, ran
    return ran.out.strip()


def test_from_raise_to_reset(unit):
    """It is on top of the status, is acknowledged by name, and goes; a latched one waits for its reset."""
    assert said(unit.psctl('alarms')) == 'no alarm stands'
    door(unit, True)
    until(lambda: state_of(unit, 'latch')['active'], 'both alarms')
    lines = unit.psctl('status').out.splitlines()
    assert re.search(r': 2 alarms \(simulated\)$', lines[0]) and 'Door is ' in lines[1], lines
    assert 'psctl alarms' in lines[3]
    status = unit.psctl('status', '--json').json
    assert not status['well'] and [a['id'] for a in status['alarms']['standing']] == ['door', 'latch']
    assert status['findings'][0].startswith('Door is ') and len(status['findings']) == 2, 'the red door is said once'
    assert said(unit.psctl('ack', 'door', '--note', 'on my way')) == 'door: acknowledged'
    assert state_of(unit, 'door')['note'] == 'on my way'
    assert unit.psctl('reset', 'latch').code not in (0, USAGE), 'its cause is not over'
    door(unit, False)
    until(lambda: state_of(unit, 'latch')['latched'], 'the latch')
    assert 'waits for a reset' in unit.psctl('alarms').out
    assert said(unit.psctl('reset')) == '1 alarm reset'
    assert said(unit.psctl('ack')) == '1 alarm acknowledged'
    assert said(unit.psctl('alarms')) == 'no alarm stands'
    kinds = [json.loads(line)['kind'] for line in
             unit.psctl('events', '--kind', 'alarm', '--alarm', 'latch', '--json').out.splitlines()]
    assert kinds == ['alarm-raised', 'alarm-recovered', 'alarm-reset', 'alarm-acknowledged']
    report = unit.psctl('alarms', 'report', '--json').json
    assert {a['alarm']: a['raised'] for a in report['alarms']} == {'door': 1, 'latch': 1}
    assert report['acknowledged'] == 2


def test_shelving_and_maintenance(unit):
    door(unit, True)
    assert 'shelved for 2 h' in said(unit.psctl('shelve', 'door', '--for', '2h', '--reason', 'it sticks'))
    assert re.search(r'shelved .* until (\d{4}-\d\d-\d\d )?\d\d:\d\d by \w+: it sticks', unit.psctl('alarms').out)
    assert 'shelved for 1 h' in said(unit.psctl('shelve', 'latch'))
    # the contact stays red, but that is no alarm any more
    status = unit.psctl('status').out
    assert 'Door is CLOSED (simulated)' in status.splitlines()[0] and '2 shelved' in status, status
    assert 'no longer shelved' in said(unit.psctl('unshelve', 'door'))
    assert 'maintenance for 30 min' in said(unit.psctl('maintenance', 'on', '--for', '30min', '--reason', 'swap'))
    assert unit.psctl('alarms').out.splitlines()[0].endswith(': swap')
    assert unit.psctl('alarms', '--json').json['maintenance']['reason'] == 'swap'
    assert said(unit.psctl('maintenance', 'off'))
    assert unit.psctl('alarms', '--json').json['maintenance'] is None


def test_events_are_read_to_their_head(unit):
    """All of them, those since a time, and those that come; and their chain holds."""
    door(unit, True)
    head = unit.psctl('alarms', '--json').json['head']
    numbers = [int(line.split()[0]) for line in unit.psctl('events', '--since', '1d').out.splitlines()]
    assert numbers[:head] == list(range(1, head + 1)) and len(numbers) >= head
    whole = re.fullmatch(r'events 1 to (\d+) are whole; head \1 sha256 ([0-9a-f]{64})\n',
                         unit.psctl('events', 'verify').out)
    door(unit, False)
    again = unit.psctl('events', 'verify', '--head', f'{whole[1]}:{whole[2]}')
    assert again.code == 0 and whole[2] not in again.out, 'there are more events now, and the copy is among them'
    other = unit.psctl('events', 'verify', '--head', f'{whole[1]}:{"0" * 64}')
    assert other.code == DATAERR and 'another one' in other.err


def test_following_events(unit):
    """What is there already, then each as it comes, until alarmd goes."""
    process = subprocess.Popen([program_path('psctl'), 'events', '--follow', '--kind', 'alarm-raised', '--alarm', 'door'],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=unit.environment(), bufsize=0)
    try:
        for _ in range(3):
            door(unit, True)
            assert readable(process.stdout, 30) and b'alarm-raised' in process.stdout.readline()
            door(unit, False)
        unit.alarmd.kill()
        assert process.wait(20) == 75
        assert b'alarmd closed the connection' in process.stderr.read()
    finally:
        process.kill()
        process.stdout.close()
        process.stderr.close()


def test_alarms_that_nobody_watches(unit):
    """That is the first finding; a hung alarmd costs the status two seconds and no more."""
    unit.alarmd.pause()
    deadline = Deadline(15)
    assert 'alarms are not watched: rmcu-alarmd does not answer' in unit.psctl('status').out
    assert not deadline.over
    unit.alarmd.resume()
    unit.alarmd.kill()
    status = unit.psctl('status', '--json').json
    assert status['alarms']['watched'] is False and 'does not run' in status['findings'][0]
    unit.alarmd.start()
    assert unit.psctl('status', '--json').json['alarms']['watched']


def test_watch_over_a_restart_of_alarmd(unit):
    """It goes on, says that nobody watches alarms, and shows them again when somebody does."""
    door(unit, True)
    process = subprocess.Popen([program_path('psctl'), 'watch', '--interval', '200ms'], stdout=subprocess.PIPE,
                               env=unit.environment(), bufsize=0)

    def wait_for(words):
        deadline, line = Deadline(30), b''
        while words not in line:
            assert readable(process.stdout, deadline.left) and not deadline.over, words
            line = process.stdout.readline()
    try:
        wait_for(b'2 alarms')
        unit.alarmd.kill()
        wait_for(b'alarms are not watched')
        unit.alarmd.start()
        wait_for(b'2 alarms')
        process.terminate()
        assert process.wait(20) == 0
    finally:
        process.kill()
        process.stdout.close()


def test_what_cuts_off_the_battery(unit):
    """S158: by name, and what is not measured is not guessed."""
    assert unit.psctl('status', '--json').json['battery_path'] == {'blocked': [], 'unknown': ['battery-front-switch']}
    assert unit.psctl('output', 'battery', 'off').code == 0 and unit.psctl('confirm', 'battery').code == 0
    status = until(lambda: (s := unit.psctl('status', '--json').json)['battery_path']['blocked'] and s, 'the battery')
    assert status['battery_path']['blocked'] == ['battery-switch']
    assert 'the battery is cut off: Battery ON/OFF is OFF' in status['findings']


@pytest.mark.parametrize('command', [['alarms'], ['alarms', '--all'], ['alarms', 'report'], ['events'], ['schedule'],
                                     ['events', 'verify'], ['maintenance', 'on', '--for', '1h']])
def test_json_everywhere(unit, command):
    ran = unit.psctl(*command, '--json')
    assert ran.code == 0, ran
    for line in ran.out.splitlines():
        json.loads(line)
    assert ran.out.strip()


def test_sixteen_schedules(unit):
    assert len(unit.psctl('schedule').out.splitlines()) == 17
    assert len(unit.psctl('schedule', '--json').json['schedules']) == 16
