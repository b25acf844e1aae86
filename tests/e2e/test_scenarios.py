# SPDX-License-Identifier: MIT
"""Each scenario that ships, played from beginning to end in lockstep, and the same twice."""
import re

import pytest

from rmcu import bus
from rmcu.suite import SOURCE

# All that the plant shows, beside the factory's channels; no averaging, so that a moment is a moment.
CHANNELS = '''channels = {
  amps_supply = { averaging = 1; }; amps_battery = { averaging = 1; };
  volts_supply = { averaging = 1; }; volts_battery = { averaging = 1; };
  lvd = { name = "LVD"; kind = "analog-in"; source = "sim"; signal = "lvd_closed"; };
  charge = { name = "Charge"; kind = "analog-in"; source = "sim"; signal = "charge_state"; };
  percent = { name = "Percent"; kind = "analog-in"; source = "sim"; signal = "charge_percent"; };
  load_volts = { name = "Load V"; kind = "analog-in"; source = "sim"; signal = "load_volts"; };
  di_3 = { name = "Three"; }; di_4 = { name = "Four"; };
};
'''
FLOAT, DISCHARGE = 2, 3
SCENARIOS = sorted(p.stem for p in (SOURCE / 'etc/scenarios').glob('*.scn'))
UNITS = {'ms': 0.001, 's': 1, 'min': 60, 'h': 3600, 'd': 86400}


def length(name):
    text = (SOURCE / f'etc/scenarios/{name}.scn').read_text()
    end = re.search(r'^end at (\d+)(ms|s|min|h|d)', text, re.M)
    return int(end[1]) * UNITS[end[2]] if end else 600


class Play:
    """A scenario in lockstep: samples by second of the scenario."""

    def __init__(self, suite, name):
        suite.configure('device = { profile = "sim"; };\n' + CHANNELS)
        suite.start('sensord')
        self.sim = suite.lockstep()
        self.sim.follow_facts()
        self.sim.sim(bus.SIM_RUN, name)
        self.at = 0
        self.rows = []          # (second, snapshot)

    def to(self, second, step=1):
        while self.at < second - 1e-9:
            span = min(step, second - self.at)
            self.at += span
            self.rows.append((self.at, self.sim.step(span)))
        return self

    def value(self, channel):
        return self.sim.value(channel)

    def values(self, channel, since=0):
        return [self.sim.value(channel, s) for at, s in self.rows if at > since]

    def edges(self, channel):
        index = self.sim.hello.index(channel)
        return [f for f in self.sim.facts if getattr(f, 'kind', '') == 'edge' and f.channel == index]


@pytest.fixture
def play(suite):
    return lambda name: Play(suite, name)


def test_steady(play):
    """Mains present, battery full: nothing happens."""
    p = play('steady').to(300)
    assert all(abs(v - 13.8) < 0.2 for v in p.values('volts_supply') + p.values('volts_battery'))
    assert set(p.values('amps_battery')) == {0}
    assert not p.edges('dc_ok')


def test_mains_failure(play):
    """S10, S19: ten minutes on the battery without a gap, then high rate and float."""
    p = play('mains-failure').to(29)
    before = p.value('amps_supply')
    p.to(35, 0.05)
    assert p.value('amps_supply') == 0 and p.value('amps_battery') == pytest.approx(before, rel=0.2)
    assert len(p.edges('dc_ok')) == 1
    p.to(640)
    assert p.value('volts_battery') < 13.5 or p.value('charge') != FLOAT
    p.to(5400, 10)
    assert min(p.values('load_volts')) > 11
    assert (p.value('charge'), p.value('amps_battery')) == (FLOAT, 0)
    assert [f.value for f in p.edges('dc_ok')] == [0, bus.MICRO]


def test_deep_discharge(play):
    """S17: LVD opens at 10.4 V, the load is dark, and closes at 12.5 V with the mains back."""
    p = play('deep-discharge').to(80 * 60 - 5, 5)
    opened = next(at for at, s in p.rows if p.sim.value('lvd', s) == 0)
    assert 30 * 60 < opened < 79 * 60
    assert p.value('load_volts') == 0
    p.to(80 * 60 + 5)
    assert p.value('load_volts') > 13
    p.to(6 * 3600, 20)
    closed = next(at for at, s in p.rows if at > 80 * 60 and p.sim.value('lvd', s) == 1)
    assert closed > 80 * 60 + 30
    assert p.value('volts_battery') > 13


def test_battery_wear(play):
    """On mains every battery looks well; under load each test falls lower, the last does not carry it."""
    p = play('battery-wear')
    lows = []
    for minute in 15, 45, 75, 105, 135:
        p.to(minute * 60 - 1, 30)
        assert p.value('volts_battery') == pytest.approx(13.7, abs=0.3)
        p.to(minute * 60 + 179, 1)
        lows.append(min(v for v in p.values('volts_battery', minute * 60 + 1)))
        p.to(minute * 60 + 185, 1)
    assert lows[:4] == sorted(lows[:4], reverse=True) and lows[0] > 12 > lows[3]
    assert 0 in p.values('load_volts', 135 * 60), 'the last one carried the load'


def test_brown_out(play):
    """The battery takes over below what the supply can use, and before the mains is gone."""
    p = play('brown-out').to(85)
    assert p.value('ac_line') == pytest.approx(92, abs=4) and p.value('amps_battery') == 0
    p.to(95)
    assert p.value('ac_line') == pytest.approx(80.5, abs=4) and p.value('amps_battery') > 5
    p.to(175)
    assert p.value('amps_battery') > 5, 'it must not start again at 76 %'
    p.to(185)
    assert p.value('amps_battery') == 0
    p.to(325)
    assert p.value('amps_battery') == 0
    p.to(335)
    assert p.value('ac_line') == pytest.approx(143.75, abs=5) and p.value('amps_battery') > 5
    p.to(1800, 10)
    assert p.value('amps_battery') == 0 and p.value('volts_supply') == pytest.approx(13.8, abs=0.2)


def test_overload(play):
    """It carries what it can, holds its limit, switches off, and stays off until power is cycled."""
    p = play('overload').to(85)
    assert p.value('amps_supply') > 22 and p.value('amps_battery') == 0
    p.to(140, 0.5)
    assert p.value('amps_supply') == 0 and p.value('amps_battery') > 25
    assert max(v for v in p.values('amps_supply') if v) <= 22 * 1.36
    p.to(239)
    assert p.value('amps_supply') == 0, 'it came back by itself'
    p.to(300)
    assert p.value('amps_supply') > 5 and p.value('amps_battery') == 0
    p.to(2400, 10)


def test_over_temperature(play):
    """S16: off above 90 °C, on again below 75; the battery carries the load meanwhile."""
    p = play('over-temperature').to(5 * 3600, 10)
    warm = p.values('temperature')
    # it is a sensor: what it shows has a little noise
    assert 89 < max(warm) < 93
    off = [at for at, s in p.rows if p.sim.value('volts_supply', s) == 0]
    assert off, 'it never switched off'
    assert min(p.values('load_volts')) > 10.5
    assert p.value('volts_supply') > 13 and p.value('temperature') < 75
    assert [f.value for f in p.edges('dc_ok')][:2] == [0, bus.MICRO]


def test_sensor_broken(play):
    """Each way in which a reading can be wrong, and the other channels not touched by it."""
    p = play('sensor-broken')
    expected = {45: ('volts_battery', 'broken-wire'), 75: ('amps_supply', 'fault'),
                105: ('temperature', 'stale'), 135: ('ac_line', 'over-range'),
                165: ('volts_supply', 'under-range')}
    analog = ['ac_line', 'amps_supply', 'volts_supply', 'volts_battery', 'temperature']
    for second, (channel, quality) in expected.items():
        p.to(second)
        assert {c: p.sim.quality(c) for c in analog} == {**dict.fromkeys(analog, 'ok'), channel: quality}
        assert p.sim.sample(channel).value == 0
    p.to(185)
    p.to(205)
    assert len(set(p.values('volts_battery', 182))) == 1, 'stuck'
    p.to(225)
    assert not p.sim.active('dc_ok') and p.value('volts_supply') > 13
    p.to(265)
    assert p.sim.active('dc_ok') and all(p.sim.quality(c) == 'ok' for c in analog)
    p.to(270 + 45)      # it begins anew
    assert p.sim.quality('volts_battery') == 'broken-wire'


def test_contact_bounce(play):
    """Debounced: one change each, no glitch, but every slow change."""
    p = play('contact-bounce').to(60, 0.1)
    assert [f.value for f in p.edges('alarm_in')] == [0, bus.MICRO]
    assert p.edges('di_4') == []
    assert 10 <= len(p.edges('di_3')) <= 20


@pytest.mark.parametrize('name', SCENARIOS)
def test_the_same_run_twice_is_the_same(suite, name):
    """Deterministic: same scenario, same steps: the same snapshots and facts, in another process too."""
    runs = []
    # coarse at first, then fine: what is between is the plant's own affair
    steps = [5.0] * 60 + [0.1] * 50 + [60.0] * 10
    for i in range(2):
        suite.state = suite.folder / f'state-{i}'
        suite.run = suite.folder / f'run-{i}'
        for folder in suite.state, suite.run:
            folder.mkdir()
        p = Play(suite, name)
        start = p.sim.snapshot.mono_us
        for step in steps:
            p.to(p.at + step, step)
        seen = [[(s.mono_us - start, [(x.value, x.quality) for x in s.samples], s.outputs)]
                for _, s in p.rows]
        facts = [(f.kind, f.mono_us - start, f.channel, f.value) for f in p.sim.facts]
        runs.append((seen, facts))
        suite.sensord.stop()
    assert runs[0] == runs[1]


def test_another_seed_is_another_world(suite):
    """sim.seed: the noise differs, the story does not."""
    values = []
    for seed in 0, 7, 7:
        suite.state = suite.folder / f'state-{len(values)}'
        suite.state.mkdir()
        suite.configure(f'device = {{ profile = "sim"; }};\nsim = {{ seed = {seed}; }};\n')
        suite.start('sensord')
        sim = suite.lockstep()
        sim.sim(bus.SIM_RUN, 'steady')
        values.append([sim.value('ac_line', s) for s in sim.play(1)])
        suite.sensord.stop()
    assert values[0] != values[1] == values[2]


def test_the_first_scenario_is_a_setting(suite):
    """sim.scenario: what a new world begins with; one that there is not is said and costs nothing."""
    suite.configure('device = { profile = "sim"; };\nsim = { scenario = "overload"; };\n')
    suite.start('sensord')
    assert suite.connect().ask(bus.bare, bus.SIM_LIST).running == 'overload'
    suite.sensord.stop()
    suite.state = suite.folder / 'state-2'
    suite.state.mkdir()
    suite.configure('device = { profile = "sim"; };\nsim = { scenario = "nosuch"; };\n')
    suite.start('sensord')
    assert suite.connect().ask(bus.bare, bus.SIM_LIST).running == 'steady'
    assert suite.sensord.log_lines("'nosuch' is no scenario")


@pytest.mark.parametrize('name', SCENARIOS)
def test_at_a_hundred_times_the_speed(suite, sensord, name):
    """Free running: ticks may be missed, but they are counted and the story is the same."""
    c = suite.connect()
    c.sim(bus.SIM_SPEED, value=100000)
    c.sim(bus.SIM_RUN, name)
    begin = c.next_snapshot().mono_us
    end = c.next_snapshot(lambda s: s.mono_us > begin + min(length(name), 60) * bus.MICRO)
    listing = c.ask(bus.bare, bus.SIM_LIST)
    assert listing.running == name and listing.rate_milli == 100000
    assert listing.elapsed_us >= end.mono_us - begin - bus.MICRO
    assert end.rate_milli == 100000
    assert listing.scenarios.keys() == set(SCENARIOS) and all(listing.scenarios.values())
