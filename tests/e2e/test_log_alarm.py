# SPDX-License-Identifier: MIT
"""A log that fails is an alarm, which ends when loggerd says so, whoever was restarted meanwhile."""
import os

import pytest

from rmcu import bus
from rmcu.suite import namespace
from test_history import World
from test_starved import fill, private_mounts      # pylint: disable=unused-import

LOG = 'loggerd.log'


def full_world(suite):
    """A full disk under loggerd, and the alarm about it."""
    place = suite.state / 'loggerd'
    place.mkdir()
    world = World(suite, wrap=namespace(f'mount -t tmpfs -o size=2m none {place}'))
    world.flush()
    fill(world.folder)
    world.door(True)
    world.alarms.event('log-failed')
    world.play(1)
    world.alarms.until_alarm(LOG, active=True)
    return world


def restart_alarmd(world):
    world.suite.alarmd.kill()
    world.suite.alarmd.start()
    world.alarms.close()
    world.alarms = world.suite.alarms()
    world.sim.play_until(lambda: world.suite.loggerd.log_lines('connected to alarmd')[1:], 'loggerd to be back', 0.5, 200)


@pytest.mark.usefixtures('private_mounts')
def test_full_and_not_any_more(suite):
    """Raised with the words of loggerd and the priority of the settings; a restarted alarmd goes on with it."""
    world = full_world(suite)
    raised = world.alarms.event('alarm-raised', alarm=LOG)
    assert 'the disk is full' in raised.text and raised.priority == 'high'
    world.alarms.until(lambda: 'the disk is full' in world.alarms.summary.log_trouble, 'the words')
    assert 'nothing is logged: the history cannot be written: the disk is full' in suite.psctl('alarms').out
    status = suite.psctl('status')
    assert status.out.count('the disk is full') == 1, status.out
    troubles = suite.psctl('status', '--json').json['loggerd_troubles']
    assert [t['subject'] for t in troubles] == ['history'] and 'the disk is full' in troubles[0]['text']
    restart_alarmd(world)
    world.play(2)
    world.alarms.until_alarm(LOG, active=True)
    world.alarms.until(lambda: 'the disk is full' in world.alarms.summary.log_trouble, 'the words, said again')
    os.unlink(f'{world.folder}/filler')
    world.alarms.event('log-resumed')
    world.play(1)
    world.alarms.event('alarm-cleared', alarm=LOG)
    assert world.alarms.until(lambda: not world.alarms.summary.log_trouble, 'no words') is True
    kinds = [e.kind for e in world.alarms.caught_up() if e.alarm == LOG or e.kind.startswith('log-')]
    assert kinds == ['log-failed', 'alarm-raised', 'log-resumed', 'alarm-cleared']


@pytest.mark.usefixtures('private_mounts')
def test_a_restarted_loggerd_ends_it(suite):
    """Its new life has a disk with room, and never saw the other one."""
    world = full_world(suite)
    suite.loggerd.kill()
    world.play(1)
    assert world.alarms.alarm(LOG).active, 'a loggerd that is away does not say that all is well'
    world.restart()
    world.alarms.event('log-resumed')
    world.play(1)
    world.alarms.event('alarm-cleared', alarm=LOG)


def test_a_start_without_trouble_is_no_event(suite):
    """However often."""
    world = World(suite)
    suite.loggerd.kill()
    world.restart()
    world.log.until(world.ready, 'loggerd to be ready')
    restart_alarmd(world)
    world.flush()
    assert not [e for e in world.alarms.caught_up() if e.kind.startswith('log-')]
    assert not world.alarms.alarm(LOG).active
    assert bus.ALARMS in world.alarms.order
