# SPDX-License-Identifier: MIT
"""Days on which the clock does something: what was stored is exported once, in order, at a time that says which one it is."""
import subprocess
import time
from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from rmcu import bus, history
from rmcu.iio import Tree
from rmcu.suite import namespace
from test_history import APPENDED, PERIODIC, World

HOUR = 3600
ZONE = 'Europe/Berlin'
# Hour of UTC at which it changes.
CHANGE = 1


class Clock:
    """A hand on the wall clock of all programs of the suite."""

    def __init__(self, suite):
        self.path = suite.folder / 'shift'
        suite.extra_env.update(suite.preload('shift-clock', SHIFT_CLOCK_FILE=str(self.path)))

    def set(self, wall):
        """It shows this time now."""
        self.shift(wall - time.time())

    def shift(self, seconds):
        beside = self.path.with_suffix('.new')
        beside.write_text(f'{round(seconds)}\n')
        beside.rename(self.path)
        self.ahead = round(seconds)


def exported(suite):
    ran = suite.psctl('log', 'export', '--all')
    assert ran.code == 0, ran.err
    return history.read_csv(ran.out)


def check_export(suite, rows):
    """Line by line the rows of the database."""
    lines = exported(suite)
    assert [round(history.instant(line['time']) * 1000) for line in lines] == [ms for ms, *_ in rows]
    reasons = 'periodic', 'alarm', 'appended', 'gap'
    assert [line['reason'] for line in lines] == [reasons[reason] for _, reason, *_ in rows]
    return lines


@pytest.mark.parametrize('day, hours', [('2026-03-29', 23), ('2026-10-25', 25)])
def test_a_day_of_daylight_saving(suite, day, hours):
    """A row for each of its minutes, with the offset of the moment; around the change each second as it was."""
    begin_at = datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(ZONE))
    end_at = begin_at.replace(fold=0) + timedelta(days=1)
    begin, end = int(begin_at.timestamp()), int(end_at.timestamp())
    change = int(datetime.fromisoformat(f'{day}T{CHANGE:02}:00:00+00:00').timestamp())
    assert end - begin == hours * HOUR
    suite.extra_env['TZ'] = ZONE
    Clock(suite).set(begin - 120)
    world = World(suite, hours=48)
    play_until(world, begin, 1)
    for until, step in (change - HOUR, 60), (change + HOUR, 1), (end + 60, 60):
        play_until(world, until, step)
    world.flush()

    lines = check_export(suite, world.rows())
    # a clock that is set back may come upon the same millisecond; summer time may not
    assert len({(line['time'], line['reason'], line['event']) for line in lines}) == len(lines)
    minutes = [line for line in lines if line['reason'] == 'periodic' and begin <= history.instant(line['time']) < end]
    assert [history.instant(line['time']) for line in minutes] == list(range(begin, end, 60))
    offsets = [line['time'][-6:] for line in minutes]
    summer, winter = offsets.count('+02:00'), offsets.count('+01:00')
    assert {summer // 60, winter // 60} == {(change - begin) // HOUR, (end - change) // HOUR}
    assert summer + winter == hours * 60 and len(set(zip(offsets, offsets[1:]))) == 3, 'it changes once'

    stored = history.seconds(suite, 'volts_battery')
    ran = suite.psctl('history', 'volts_battery', '--csv', '--step', '1s', '--since', history.stamp(change - HOUR + 1),
                      '--until', history.stamp(change + HOUR))
    assert ran.code == 0, ran.err
    seen = history.read_csv(ran.out)
    assert [(history.instant(row['time']), history.thousandths(row['volts_battery_mean'])) for row in seen] == [
        (t, v) for t, v in stored if change - HOUR < t < change + HOUR]
    assert all(row['volts_battery_seconds'] == '1' for row in seen) and len(seen) == 2 * HOUR - 1
    assert len({row['time'] for row in seen}) == len(seen)

    ran = suite.psctl('history', 'volts_battery', '--csv', '--step', '1h', '--since', day, '--until',
                      end_at.date().isoformat())
    rows = history.read_csv(ran.out)
    assert [history.instant(row['time']) for row in rows] == list(range(begin, end, HOUR))
    in_minutes = Counter(t // 60 for t, _ in stored)
    # a minute counts its seconds in pairs
    counts = [sum(-(-in_minutes[at // 60 + m] // 2) * 2 for m in range(60)) for at in range(begin, end, HOUR)]
    assert [int(row['volts_battery_seconds']) for row in rows] == counts


def play_until(world, wall, step):
    """Ticks at whole steps, up to this time."""
    now_us = world.sim.snapshot.wall_us
    begin_us = -(-now_us // (step * bus.MICRO)) * step * bus.MICRO
    if begin_us > now_us:
        now_us = world.sim.step((begin_us - now_us) / bus.MICRO).wall_us
    while now_us < wall * bus.MICRO:
        now_us = world.sim.step(step).wall_us


# ---------------------------------------------------------------- the clock is set

PROFILE = '''device = { profile = "hu-2012"; };
logging = { what = "periodic"; };
history = { seconds_hours = 4; minutes_days = 31; hours_years = 1; boxes = 0; };
'''


class Board:
    """A board with two converters, and a hand on its clock. Time is real."""

    def __init__(self, suite):
        if subprocess.run(namespace('mount -t tmpfs none /sys') + ['true'], capture_output=True, check=False).returncode:
            pytest.skip('not possible here: no private mount namespaces (unshare -rm)')
        self.suite, self.clock = suite, Clock(suite)
        suite.extra_env['TZ'] = 'UTC'
        suite.configure(PROFILE)
        tree = Tree(suite)
        for number, label, parent in (0, 'adc-a', '1-0048'), (1, 'adc-b', '1-0049'):
            device = tree.add(number, label, parent)
            for i in range(4):
                device.set_volts(i, 1.3)
        self.wrap = tree.wrap

    def start(self, wall):
        self.clock.set(wall)
        self.suite.start('sensord', wrap=self.wrap)
        self.suite.start('alarmd')
        self.suite.start('loggerd')
        self.sensor, self.log = self.suite.connect(), self.suite.connect('loggerd')
        self.log.until(lambda: self.log.log_status and self.log.log_status.error == 0, 'the history')
        self.sensor.next_snapshot(lambda s: self.sensor.sample('volts_battery', s).quality == 'ok', 'values')
        self.appended = 0

    def append(self):
        reply = self.log.ask(bus.log_request, bus.LOG_APPEND)
        assert reply.ok, reply
        self.appended += 1

    def run(self, wall):
        """Until the clock shows that, with a row before and after."""
        self.append()
        self.sensor.drain()
        self.sensor.next_snapshot(lambda s: s.wall_us >= wall * bus.MICRO and s.wall_us < (wall + 60) * bus.MICRO,
                                  f'the clock at {wall}')
        self.append()

    def step(self, seconds):
        self.clock.shift(self.clock.ahead + seconds)
        self.sensor.next_snapshot(lambda s: abs(s.wall_us / bus.MICRO - time.time() - self.clock.ahead) < 1, 'the new time')


def test_the_clock_is_set_forth_and_back(suite):
    """By an hour, and by seconds over a whole minute, which is one row then. No row and no second is lost."""
    board = Board(suite)
    noon = 1784894400       # 2026-07-24 12:00
    board.start(noon - 4)
    board.run(noon + 2)
    board.step(-6)
    board.run(noon + 2)
    board.step(HOUR - 6)
    board.run(noon + HOUR + 2)
    board.step(-HOUR)
    board.run(noon + 6)
    suite.loggerd.stop()

    where = {'folder': 'loggerd'}
    rows = history.query(suite, 'SELECT ms, reason FROM log ORDER BY row', **where)
    assert [reason for _, reason in rows].count(APPENDED) == board.appended == 8
    assert [ms // 1000 for ms, reason in rows if reason == PERIODIC] == [noon, noon + HOUR]
    assert all(line['time'].endswith('+00:00') for line in check_export(suite, rows))

    stored = history.seconds(suite, 'volts_battery', **where)
    times = [t for t, _ in stored]
    assert sum(b <= a for a, b in zip(times, times[1:])) == 2, 'it was set back twice'
    for begin, end in (noon - 60, noon + 60), (noon + HOUR - 60, noon + HOUR + 60):
        ran = suite.psctl('history', 'volts_battery', '--csv', '--step', '1s', '--since', history.stamp(begin), '--until', history.stamp(end))
        assert ran.code == 0, ran.err
        seen = history.read_csv(ran.out)
        assert [history.instant(row['time']) for row in seen] == list(range(begin, end))
        counts = {int(history.instant(row['time'])): int(row['volts_battery_seconds']) for row in seen}
        for t in range(begin, end):
            assert counts[t] == sum(1 for at, v in stored if at == t and v is not None), f'{t - noon} s from noon'
