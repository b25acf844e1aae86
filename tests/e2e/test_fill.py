# SPDX-License-Identifier: MIT
"""A history is filled from the simulator: it begins in the past, is stepped until now, and runs on."""
import errno
import re
import time

import pytest

from rmcu import bus
from rmcu.waiting import TooLate, until

HOUR, DAY = 3600, 86400
CONFIG = 'device = { profile = "sim"; };\nsim = { scenario = "everyday"; };\n'


def behind(client):
    """Seconds that the simulated clock is behind the real one, at the next tick."""
    tick = client.next_snapshot(lambda s: not s.edge)
    return time.time() - tick.wall_us / bus.MICRO


def fill(suite, *args):
    return suite.psctl('sim', 'fill', *args, seconds=120)


def test_a_filled_past(suite):
    """alarmd follows; what happened is in its journal in order, with the times at which it did."""
    suite.configure(CONFIG)
    began = time.time()
    suite.start('sensord', '--past', '10d')
    suite.start('alarmd', '--lockstep')
    ran = fill(suite, '--followers', '1')
    assert ran.code == 0 and re.match(r'(10 d 0 h|10 d) filled in ', ran.out), ran
    assert not ran.err

    client, alarms = suite.connect(), suite.alarms()
    assert abs(behind(client)) < 3 and client.snapshot.rate_milli == 1000
    assert client.ask(bus.bare, bus.SIM_LIST).joined == 0
    begin = client.snapshot.wall_us
    assert client.next_snapshot(lambda s: s.wall_us > begin + 0.3 * bus.MICRO).missed_ticks == 0

    # what alarmd says of its own start is of its own clock
    events = [e for e in alarms.caught_up() if e.kind not in ('journal-begun', 'started')]
    assert not alarms.find('facts-lost') and not alarms.find('events-lost')
    walls = [e.wall_us for e in events]
    assert walls == sorted(walls) and walls[0] / bus.MICRO == pytest.approx(began - 10 * DAY, abs=30)
    story = [(e.kind, e.alarm) for e in events if e.kind.startswith('alarm-')]
    mains = [e.wall_us / bus.MICRO - began + 10 * DAY for e in events
             if (e.kind, e.alarm) == ('alarm-raised', 'ac_line_low')]
    # within a step of when the scenario says it
    assert mains == pytest.approx([30 * HOUR, 150 * HOUR, 178 * HOUR, 226 * HOUR, 226 * HOUR + 600], abs=120)
    assert ('alarm-raised', 'volts_battery_low') in story and ('alarm-raised', 'alarm_in_open') in story

    # and it decides with the running clock, after a restart too
    assert suite.alarmd.log_lines('the lockstep is over')
    assert not suite.alarmd.log_lines('warning|error')
    client.sim_set('set ac_present off')
    alarms.event('alarm-raised', since=len(alarms.events), alarm='ac_line_low')
    alarms.close()
    suite.alarmd.stop()
    suite.start('alarmd')
    alarms = suite.alarms()
    client.sim_set('set ac_present on')
    cleared = alarms.until(lambda: [e for e in alarms.find('alarm-cleared', alarm='ac_line_low') if e.wall_us > begin],
                           'the end of the mains failure')
    assert abs(cleared[0].wall_us / bus.MICRO - time.time()) < 30


def test_a_restarted_sensord_goes_on(suite):
    """Its past is over, whether it was filled or not; how far it was is kept from the very start."""
    sensord = suite.start('sensord', '--past', '2d')
    assert behind(suite.connect()) == pytest.approx(2 * DAY, abs=5)
    sensord.kill()
    sensord.start()
    assert sensord.log_lines('not played again')
    assert behind(suite.connect()) == pytest.approx(2 * DAY, abs=5)
    assert fill(suite).code == 0
    sensord.kill()
    sensord.start()
    client = suite.connect()
    assert abs(behind(client)) < 3
    # it is not behind any more
    ran = fill(suite)
    assert ran.code == 69 and 'nothing to fill' in ran.err and ran.err.count('\n') == 1
    assert client.ask(bus.bare, bus.SIM_LIST).joined == 0


def test_a_filling_that_was_interrupted(suite):
    """Followers stand still until somebody goes on with it."""
    suite.start('sensord', '--past', '1d')
    suite.start('alarmd', '--lockstep')
    driver = suite.lockstep(alone=False)
    until(lambda: driver.ask(bus.bare, bus.SIM_LIST).joined == 2, 'alarmd in the lockstep')
    driver.play(600, step=60)
    driver.close()
    client = suite.connect()
    with pytest.raises(TooLate):
        client.until(lambda: len(client.snapshots) > 1, 'a tick', seconds=0.5)
    assert fill(suite, '--followers', '1', '--step', '30s').code == 0
    assert abs(behind(suite.connect())) < 3


def test_what_cannot_be_filled(suite):
    suite.start('sensord')
    assert 'not behind' in fill(suite).err
    for args in ('--step', '2min'), ('--step', '0'), ('--step', 'x'), ('--followers', '16'), ('--followers', '-1'):
        assert fill(suite, *args).code == 64
    assert suite.connect().ask(bus.sim, bus.SIM_STEP, value=0).error == errno.ENOENT


def test_real_hardware_has_no_past(suite):
    profile = sorted(p.stem for p in (suite.data / 'profiles').glob('*.conf') if p.stem != 'sim')[0]
    suite.configure(f'device = {{ profile = "{profile}"; }};\n')
    program = suite.start('sensord', '--past', '1d', wait=False)
    assert program.wait_end() != 0
    assert len(program.log_lines('error')) == 1 and program.log_lines('--past is for a simulator')
    for span in '0', '-1d', 'x', '4000d':
        program = suite.start('sensord', '--past', span, wait=False)
        assert program.wait_end() == 64
