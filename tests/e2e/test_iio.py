# SPDX-License-Identifier: MIT
"""Converters: the real libiio on a sysfs tree that the tests write."""
import subprocess
import time

import pytest

from rmcu import bus
from rmcu.iio import Tree
from rmcu.suite import namespace

PROFILE = 'device = { profile = "hu-2012"; };\n'
QUIET = 'channels = { %s };\n' % ' '.join(
    f'{c} = {{ averaging = 1; }};' for c in ('amps_supply', 'amps_battery', 'volts_supply', 'volts_battery'))
ON_A = ['ac_line', 'amps_supply', 'amps_battery', 'volts_supply']


@pytest.fixture
def tree(suite):
    if subprocess.run(namespace('mount -t tmpfs none /sys') + ['true'], capture_output=True,
                      check=False).returncode != 0:
        pytest.skip('not possible here: no private mount namespaces (unshare -rm)')
    return Tree(suite)


@pytest.fixture
def board(suite, tree):
    """The two converters of the reference board, with believable voltages."""
    suite.configure(PROFILE + QUIET)
    a, b = tree.add(0, 'adc-a', '1-0048'), tree.add(1, 'adc-b', '1-0049')
    for i, volts in enumerate([1.17, 0.42, 0, 1.38]):
        a.set_volts(i, volts)
    for i, volts in enumerate([1.37, 0, 0, 0.75]):
        b.set_volts(i, volts)
    suite.start('sensord', wrap=tree.wrap)
    c = suite.connect()
    c.follow_facts(c.hello.instance, 1)
    wait_quality(c, 'ok', ON_A + ['volts_battery', 'temperature'])
    return a, b, c


def wait_quality(c, quality, channels):
    return c.next_snapshot(lambda s: all(c.sample(x, s).quality == quality for x in channels),
                           f'{quality} of {channels}')


def wait_value(c, channel, value):
    return c.next_snapshot(lambda s: c.sample(channel, s).quality == 'ok' and
                           abs(c.sample(channel, s).value - value * bus.MICRO) < 20,
                           f'{channel} = {value}')


def test_values_are_scaled_as_the_profile_says(board):
    """value = raw * scale * the channel's scale + its offset, to the last bit of the converter."""
    a, b, c = board
    lsb = 0.125 / 1000
    expected = {'ac_line': (117, 100), 'amps_supply': (8.4, 20), 'amps_battery': (0, 20),
                'volts_supply': (13.8, 10), 'volts_battery': (13.7, 10), 'temperature': (25, 100)}
    for channel, (value, scale) in expected.items():
        assert c.value(channel) == pytest.approx(value, abs=lsb * scale), channel
    assert c.value('supply_watts') == pytest.approx(13.8 * 8.4, rel=0.001)
    a.set_volts(3, 1.2)
    wait_value(c, 'volts_supply', 12.0)


def test_samples_are_of_this_tick(board):
    """The reader ends its pass just before the tick: nothing is a period old."""
    c = board[2]
    ages = []
    for _ in range(20):
        s = c.next_snapshot(lambda s: not s.edge)
        ages.append(s.mono_us - c.sample('volts_supply', s).mono_us)
    # a busy machine makes some of them late; out of step, all of them would be a period old
    assert sorted(ages)[2] < 30000, ages


def test_ranges_and_a_broken_wire(board):
    """S7, S8, S9 on real inputs; a TMP36 whose wire is broken reads below what it can give."""
    a, b, c = board
    a.set_volts(0, 3.01)
    wait_quality(c, 'over-range', ['ac_line'])
    a.set_volts(1, 2.51)
    wait_quality(c, 'over-range', ['amps_supply'])
    a.set_volts(3, -0.01)
    wait_quality(c, 'under-range', ['volts_supply'])
    b.set_volts(3, 0.01)
    s = wait_quality(c, 'broken-wire', ['temperature'])
    assert c.sample('temperature', s).value == 0
    assert c.quality('volts_battery') == 'ok'


def test_two_of_the_same_name_are_told_apart_by_their_labels(suite, tree):
    """The kernel calls both "ads1015" and numbers them as it likes."""
    suite.configure(PROFILE + QUIET)
    b, a = tree.add(0, 'adc-b', '1-0049'), tree.add(1, 'adc-a', '1-0048')
    a.set_volts(3, 1.1)
    b.set_volts(0, 1.2)
    suite.start('sensord', wrap=tree.wrap)
    c = suite.connect()
    wait_value(c, 'volts_supply', 11.0)
    assert c.value('volts_battery') == pytest.approx(12.0)


def test_two_of_the_same_name_are_told_apart_by_their_parents(suite, tree):
    """Where the device tree gives no labels: the address on the bus."""
    suite.configure(PROFILE + QUIET + '''converters = {
        adc_a = { label = ""; parent = "1-0048"; };
        adc_b = { label = ""; parent = "1-0049"; };
    };\n''')
    b, a = tree.add(0, None, '1-0049'), tree.add(1, None, '1-0048')
    a.set_volts(3, 1.1)
    b.set_volts(0, 1.2)
    suite.start('sensord', wrap=tree.wrap)
    c = suite.connect()
    wait_value(c, 'volts_supply', 11.0)
    assert c.value('volts_battery') == pytest.approx(12.0)


@pytest.mark.parametrize('offset, volts', [(None, 1.0), (-800, 0.9), (0, 1.0), (800, 1.1), ('x', 1.0)])
def test_offset_is_taken_where_there_is_one(suite, tree, offset, volts):
    """(raw + offset) * scale; most drivers have none."""
    suite.configure(PROFILE + QUIET)
    a = tree.add(0, 'adc-a')
    tree.add(1, 'adc-b', '1-0049')
    a.set_volts(3, 1.0)
    if offset is not None:
        a.write('in_voltage3_offset', offset)
    suite.start('sensord', wrap=tree.wrap)
    wait_value(suite.connect(), 'volts_supply', volts * 10)


def test_a_converter_that_is_pulled_out_and_put_back(suite, board):
    """Fault within a second, said in status and as facts; back by itself; the other one is not disturbed."""
    a, b, c = board
    out_at = time.monotonic()
    a.pull_out()
    s = wait_quality(c, 'fault', ON_A)
    assert s.mono_us / bus.MICRO - out_at < 1.0
    assert all(c.sample(x, s).value == 0 for x in ON_A)
    assert c.sample('volts_battery', s).quality == 'ok'
    assert c.fact('source-lost', channel=c.hello.index('ac_line'))
    status = suite.psctl('status')
    assert 'bus i2c-1' in status.out and 'of 8 inputs' in status.out
    # while it is away the other one is read on, without a gap
    ticks = [c.next_snapshot(lambda s: not s.edge) for _ in range(12)]
    assert {c.sample('volts_battery', t).quality for t in ticks} == {'ok'}
    since = len(c.facts)
    back_at = time.monotonic()
    a.put_in()
    s = wait_quality(c, 'ok', ON_A)
    assert s.mono_us / bus.MICRO - back_at < 2.0
    assert c.fact('source-back', since, channel=c.hello.index('ac_line'))
    c.until(lambda: not c.health.trouble('bus i2c-1'), 'the end of the trouble')


def test_a_converter_that_comes_back_with_another_number(board):
    a, b, c = board
    a.pull_out()
    wait_quality(c, 'fault', ON_A)
    a.put_in(number=7)
    wait_quality(c, 'ok', ON_A)
    a.set_volts(3, 1.25)
    wait_value(c, 'volts_supply', 12.5)


def test_a_converter_that_comes_after_the_start(suite, tree):
    """A driver that is loaded late."""
    suite.configure(PROFILE + QUIET)
    suite.start('sensord', wrap=tree.wrap)
    c = suite.connect()
    wait_quality(c, 'fault', ON_A)
    tree.add(0, 'adc-a').set_volts(3, 1.1)
    wait_value(c, 'volts_supply', 11.0)
    assert c.quality('volts_battery') == 'fault'
    tree.add(1, 'adc-b', '1-0049').set_volts(0, 1.2)
    wait_value(c, 'volts_battery', 12.0)


def test_a_converter_that_goes_over_and_over(board):
    """A loose contact: nothing is leaked, nothing stays wrong."""
    a, b, c = board
    for _ in range(4):
        a.pull_out()
        wait_quality(c, 'fault', ON_A)
        a.put_in()
        wait_quality(c, 'ok', ON_A)
    assert c.quality('volts_battery') == 'ok'


@pytest.mark.parametrize('text', ['', '\n', 'abc', '12 34', '0x10', '1e5', '1.5', 'nan',
                                  '99999999999999999999', b'\xff\xfe\x00', '1' * 4000, '-', '+1+'])
def test_garbage_in_raw_is_a_fault_and_no_number(board, text):
    a, b, c = board
    a.write('in_voltage3_raw', text if isinstance(text, bytes) else text.encode())
    s = wait_quality(c, 'fault', ['volts_supply'])
    assert c.sample('volts_supply', s).value == 0
    assert c.sample('ac_line', s).quality == 'ok'
    a.set_volts(3, 1.38)
    wait_value(c, 'volts_supply', 13.8)


@pytest.mark.parametrize('raw', [2**31 - 1, -2**31, 2**63 - 1, -2**63])
def test_a_raw_value_at_the_edge_of_its_type(board, raw):
    """No number that could pass for one."""
    a, b, c = board
    a.write('in_voltage3_raw', raw)
    c.next_snapshot(lambda s: c.sample('volts_supply', s).quality in
                    ('fault', 'over-range' if raw > 0 else 'under-range'))
    assert c.sample('volts_supply').value == 0


@pytest.mark.parametrize('scale', ['abc', '', 'inf', 'nan', '-0.125', '1e300'])
def test_a_strange_scale_never_takes_sensord_down(suite, tree, scale):
    suite.configure(PROFILE + QUIET)
    a = tree.add(0, 'adc-a', scale=scale)
    tree.add(1, 'adc-b', '1-0049').set_volts(0, 1.2)
    a.set_volts(3, 1.0)
    suite.start('sensord', wrap=tree.wrap)
    c = suite.connect()
    wait_value(c, 'volts_battery', 12.0)


def test_a_missing_input_is_a_fault_of_its_channel_alone(board, suite):
    a, b, c = board
    (a.place / 'in_voltage2_raw').unlink()
    wait_quality(c, 'fault', ['amps_battery'])
    for _ in range(15):
        s = c.next_snapshot(lambda s: not s.edge)
        assert c.sample('volts_battery', s).quality == 'ok'
    a.set_volts(2, 0)
    wait_quality(c, 'ok', ['amps_battery'])


def test_a_read_that_hangs_makes_its_bus_a_fault_and_nothing_else(suite, board):
    """The loop never waits for hardware: stale, then fault; ticks go on; back when the read returns."""
    a, b, c = board
    before = c.next_snapshot()
    a.hang('in_voltage3_raw')
    wait_quality(c, 'stale', ON_A + ['volts_battery'])
    s = wait_quality(c, 'fault', ON_A + ['volts_battery'])
    numbers = [x.number for x in c.snapshots]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    assert s.missed_ticks - before.missed_ticks < 5
    c.until(lambda: 'does not answer' in (c.health.trouble('bus i2c-1') or ''), 'the trouble')
    assert 'bus i2c-1' in suite.psctl('status').out
    a.release('in_voltage3_raw', 11040)
    wait_quality(c, 'ok', ON_A + ['volts_battery'])


def test_a_reader_that_hangs_does_not_keep_sensord_from_ending(suite, board):
    a, b, c = board
    a.hang('in_voltage3_raw')
    wait_quality(c, 'fault', ['volts_supply'])
    suite.sensord.stop()


def test_a_bus_that_hangs_leaves_the_other_alone(suite, tree):
    """One reader thread a bus."""
    suite.configure(PROFILE + QUIET + 'converters = { adc_b = { bus = "i2c-2"; }; };\n')
    a, b = tree.add(0, 'adc-a'), tree.add(1, 'adc-b', '2-0049')
    b.set_volts(0, 1.2)
    suite.start('sensord', wrap=tree.wrap)
    c = suite.connect()
    wait_quality(c, 'ok', ON_A[:3] + ['volts_battery'])
    a.hang('in_voltage0_raw')
    wait_quality(c, 'fault', ON_A)
    for _ in range(5):
        s = c.next_snapshot(lambda s: not s.edge)
        assert c.sample('volts_battery', s).quality == 'ok'
    assert c.health.trouble('bus i2c-1') and not c.health.trouble('bus i2c-2')
    a.release('in_voltage0_raw', 0)
    wait_quality(c, 'ok', ON_A[:3])


def test_new_wiring_without_a_restart(board, suite):
    """A channel moves to another input of another converter."""
    a, b, c = board
    b.set_volts(2, 0.95)
    suite.configure(PROFILE + '''channels = {
        analog_6 = { source = "none"; };
        volts_supply = { converter = "adc_b"; input = "voltage2"; averaging = 1; };
    };\n''')
    wait_value(c, 'volts_supply', 9.5)


def test_a_rate_that_the_converter_cannot_keep_is_refused(suite):
    """Eight inputs at 860 conversions a second are not a hundred times a second."""
    suite.configure(PROFILE + 'sampling = { rate_hz = 100; };\n')
    check = suite.psctl('config', 'check')
    assert check.code != 0 and 'sampling.rate_hz' in check.out + check.err
    suite.configure(PROFILE + 'sampling = { rate_hz = 20; };\n')
    assert suite.psctl('config', 'check').code == 0
