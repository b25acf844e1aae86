# SPDX-License-Identifier: MIT
"""Each scenario that ships, with the factory's alarms, in lockstep: its events, compared whole with the list beside it.

A list (etc/scenarios/NAME.events) is written anew with RMCU_WRITE_EVENTS=1, and then read by a person: it is what the
unit is bought for.
"""
import os
import re

import pytest

from rmcu import bus
from rmcu.suite import LONG, SOURCE

SCENARIOS = sorted(p.stem for p in (SOURCE / 'etc/scenarios').glob('*.scn'))
UNITS = {'ms': 0.001, 's': 1, 'min': 60, 'h': 3600, 'd': 86400}
RUNS = 10 if LONG else 2
# Steps in a run; a long scenario takes larger ones.
STEPS = 3000
STEP_LONGEST = 60
# What a scenario is not about.
LEFT_OUT = {'journal-begun', 'started', 'stopped', 'sensord-started', 'settings-loaded', 'sim-command', 'facts-lost'}


def length(name):
    text = (SOURCE / f'etc/scenarios/{name}.scn').read_text()
    end = re.search(r'^end at (\d+)(ms|s|min|h|d)', text, re.M)
    return int(end[1]) * UNITS[end[2]] if end else 600


def line(event, begin):
    value = f' {event.value / bus.MICRO:g}' if event.quality == 'ok' else f' ({event.quality})'
    unit = '' if event.unit == 'none' else f' {event.unit}'
    flags = f' [{" ".join(sorted(event.flags))}]' if event.flags else ''
    what = event.alarm or event.channel
    return f'{(event.mono_us - begin) / bus.MICRO:9.1f} {event.kind} {what}{value}{unit}{flags}'


def play(suite, name, run):
    suite.state, suite.run = suite.folder / f'state-{run}', suite.folder / f'run-{run}'
    suite.state.mkdir()
    suite.run.mkdir()
    suite.start('sensord')
    suite.start('alarmd', '--lockstep')
    alarms, sim = suite.alarms(), suite.lockstep()
    sim.play(1)
    sim.sim(bus.SIM_RUN, name)
    seconds = length(name)
    step = min(max(0.1, round(seconds / STEPS, 1)), STEP_LONGEST)
    sim.play(seconds, step)
    sim.step(1 / bus.MICRO)
    events = alarms.caught_up()
    begin = next(e for e in events if e.kind == 'sim-command')
    lines = [line(e, begin.mono_us) for e in events if e.number > begin.number and e.kind not in LEFT_OUT]
    for client in alarms, sim:
        client.close()
    for program in 'alarmd', 'sensord':
        suite.programs[program].stop()
    return [f'# {name}: steps of {step:g} s', *lines]


@pytest.mark.parametrize('name', SCENARIOS)
def test_events(suite, name):
    expected = SOURCE / f'etc/scenarios/{name}.events'
    runs = [play(suite, name, run) for run in range(RUNS)]
    assert all(r == runs[0] for r in runs), 'two runs differ'
    if os.environ.get('RMCU_WRITE_EVENTS'):
        expected.write_text('\n'.join(runs[0]) + '\n')
    assert runs[0] == expected.read_text().splitlines()
