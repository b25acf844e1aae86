# SPDX-License-Identifier: MIT
"""The wall clock is not set, or is stepped by a year: sensord's own channels cannot be read here, and that is alarm enough."""
import pytest

from rmcu import bus

DAY = 86400
YEAR = 365 * DAY
DELAY_S = 6
WINDOW = ' '.join(f'{day} = true;' for day in ('sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'))


def clock(wall_us, hours):
    minutes = (wall_us // (60 * bus.MICRO) + hours * 60) % 1440
    return f'{minutes // 60:02}:{minutes % 60:02}'


class World:
    """A board without its hardware, and a hand on its clock."""

    def __init__(self, suite):
        self.suite, self.path = suite, suite.folder / 'shift'
        suite.extra_env['TZ'] = 'UTC'
        self.env = suite.preload('shift-clock', SHIFT_CLOCK_FILE=str(self.path))

    def shift(self, seconds):
        beside = self.path.with_suffix('.new')
        beside.write_text(f'{seconds}\n')
        beside.rename(self.path)

    def configure(self, logging='', schedule=''):
        """The guide's 16th schedule holds an output; quality alarms have a delay of some seconds."""
        self.suite.configure(f'device = {{ profile = "rpi-ads1115"; }};\n'
                             f'alarm_system = {{ quality_delay_ms = {DELAY_S * 1000}; }};\n{logging}{schedule}')

    def start(self, *names):
        for name in names:
            self.suite.start(name, env=self.env)
        return self.suite.alarms() if 'alarmd' in names else None


@pytest.fixture
def world(suite):
    return World(suite)


def window(begin, end):
    return f'enabled = true; from = "{begin}"; to = "{end}"; {WINDOW}'


def raised(a):
    return a.event('alarm-raised', alarm='volts_battery.quality')


def test_alarms_are_raised_while_nobody_knows_the_time(world):
    """The logging schedule waits for a clock, the alarms do not."""
    world.shift(-30 * YEAR)
    world.configure(f'logging = {{ {window("00:00", "00:01")} }};\n')
    a = world.start('sensord', 'alarmd')
    assert 'wall-insane' in raised(a).flags
    assert a.summary.may_raise
    # it is set: from now on the schedule counts
    world.shift(3 * YEAR + (DAY // 2 if clock(a.events[-1].wall_us, 0) < '00:10' else 0))
    a.until(lambda: not a.summary.may_raise, 'the schedule')
    assert a.alarm('volts_battery.quality').active


def test_a_sensord_that_never_came_is_told_outside_the_logging_schedule(world):
    world.shift(3 * YEAR)
    world.configure(f'logging = {{ {window("00:00", "00:01")} }};\n')
    a = world.start('alarmd')
    a.until_alarm('sensord.silent', active=True)
    a.event('alarm-raised', alarm='sensord.silent')


@pytest.mark.parametrize('years', [1, -1])
def test_a_step_of_a_year(world, years):
    """Changes no delay and loses no event; the schedules are right at once, before and behind it."""
    world.shift(3 * YEAR)
    world.configure()
    sensor = world.start('sensord') or world.suite.connect()
    now = sensor.snapshot.wall_us
    # runs now, and no more half a day later
    world.configure(schedule=f'schedules = {{ s16 = {{ output = "do_4"; active = true; '
                             f'{window(clock(now, -2), clock(now, 2))} }}; }};\n')
    world.suite.sensord.stop()
    a = world.start('sensord', 'alarmd')
    a.event('schedule-begun', text='s16')
    a.until_alarm('volts_battery.quality', condition=True, active=False)
    world.shift((3 + years) * YEAR + DAY // 2)
    stepped = a.event('clock-stepped')
    assert abs(stepped.value / bus.MICRO - (years * YEAR + DAY // 2)) < 5
    a.event('schedule-ended', text='s16')
    # the table is told behind the events that it shows
    a.until(lambda: not next(s for s in a.schedules if s.id == 's16').running, 'the schedule to rest')
    event = raised(a)
    onset = a.until_alarm('volts_battery.quality', active=True).onset
    assert DELAY_S <= (event.mono_us - onset[1]) / bus.MICRO < DELAY_S + 2
    # a shelf counts real time too
    assert a.request(bus.ALARM_SHELVE, 'volts_battery.quality', 'later', 3).ok
    world.shift(3 * YEAR)
    a.event('schedule-begun', since=a.events.index(stepped), text='s16')
    shelved, unshelved = (a.event(f'alarm-{kind}', alarm='volts_battery.quality') for kind in ('shelved', 'unshelved'))
    assert 2.9 < (unshelved.mono_us - shelved.mono_us) / bus.MICRO < 6
    events = a.caught_up()
    assert [e.number for e in events] == list(range(1, len(events) + 1))
    assert not a.find('events-lost') and not a.find('facts-lost')
    assert len(a.find('alarm-raised', alarm='volts_battery.quality')) == 1
    assert len(a.find('clock-stepped')) == 2
