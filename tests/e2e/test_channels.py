# SPDX-License-Identifier: MIT
"""Channels as they leave the factory and as people set them up: names, ranges, qualities, averaging."""
import pytest

from rmcu import bus

ANALOG = ['amps_supply', 'amps_battery', 'volts_supply', 'volts_battery', 'analog_5', 'analog_6']


def configure(suite, channels='', device='', sampling=''):
    """rmcu.conf of a simulated unit with these settings in addition."""
    suite.configure(f'device = {{ profile = "sim"; {device} }};\n'
                    f'channels = {{ {channels} }};\nsampling = {{ {sampling} }};\n')


def started(suite, **settings):
    configure(suite, **settings)
    suite.start('sensord')
    return suite.lockstep()


# ---------------------------------------------------------------- as it leaves the factory

def test_factory_analog_inputs(suite, sim):
    """S1, S2: six analog inputs; four have the guide's names, two are spare and blank."""
    names = [sim.hello[c].name for c in ANALOG]
    assert names == ['Amps Power Supply', 'Amps Battery Mode', 'Volts Power Supply', 'Volts Battery',
                     '', '']
    assert [sim.hello[c].unit for c in ANALOG] == ['ampere', 'ampere'] + 4 * ['volt']
    assert all(sim.hello[c].kind == 'analog-in' for c in ANALOG)


def test_factory_digital_inputs(sim):
    """S3, S12: four digital inputs with their names and state texts."""
    rows = [c for c in sim.hello.channels if c.kind == 'digital-in']
    assert [c.name for c in rows] == ['Alarm In', 'DC-OK Power Supply', '', '']
    assert all(c.texts == ('OPEN', 'CLOSED') for c in rows)
    assert rows[0].colours == ('red', 'green')


def test_factory_digital_outputs(sim):
    """S4: four digital outputs with their names; the two that can cut the power ask for confirmation."""
    rows = [c for c in sim.hello.channels if c.kind == 'digital-out']
    assert [c.name for c in rows] == ['Alarm Out', 'Power Supply ON/OFF', 'Battery ON/OFF', '']
    assert [c.confirm for c in rows] == [False, True, True, False]
    assert rows[0].texts == ('OFF/HIGH', 'ON/LOW')
    assert all(c.pulse_ms == 500 for c in rows)


def test_factory_ac_line_and_temperature(sim):
    """S5, S6, S11: AC Line in volts, marked as approximate; a temperature."""
    ac, temperature = sim.hello['ac_line'], sim.hello['temperature']
    assert (ac.name, ac.unit, ac.role, ac.approximate) == ('AC Line', 'volt', 'ac-line', True)
    assert (temperature.name, temperature.unit) == ('Temperature', 'celsius')
    assert [c.id for c in sim.hello.channels if c.approximate] == ['ac_line']


def test_factory_digital_inputs_on_a_board_are_gpio(suite):
    """S3: on hardware the digital inputs are of type GPIO."""
    suite.configure('device = { profile = "hu-2012"; };\n')
    suite.start('sensord')
    hello = suite.connect().hello
    assert [c.source for c in hello.channels if c.kind == 'digital-in'] == 4 * ['gpio']


def test_factory_averaging(sim):
    """S24: three samples on analog inputs 1 to 4, none elsewhere."""
    averaged = {c.id for c in sim.hello.channels if c.averaging == 3}
    assert averaged == set(ANALOG[:4])
    assert all(c.averaging == 1 for c in sim.hello.channels if c.id not in averaged)


def test_psctl_shows_the_same_table_in_wiring_order(suite, sim):
    """S30: channels stand in the order of the profile."""
    rows = suite.psctl('channels', '--json').json['channels']
    assert [r['id'] for r in rows] == [c.id for c in sim.hello.channels]
    assert [r['name'] for r in rows] == [c.name for c in sim.hello.channels]
    assert [r['id'] for r in rows][:7] == ['ac_line'] + ANALOG


@pytest.mark.parametrize('profile, model, amps, watts, most, ovp', [
    ('hu-2012', 'HU-2012', '22', '330', 50, ('14.4', '16.8')),
    ('hu-5012', 'HU-5012', '50', '750', 75, ('17', '20.5')),
    ('hu-12012', 'HU-12012', '100', '1410', 75, ('15.75', '18.75'))])
def test_the_three_models(suite, profile, model, amps, watts, most, ovp):
    """S9, S15, S16: model, rating, current range and protection data come from the profile."""
    suite.configure(f'device = {{ profile = "{profile}"; }};\n')
    suite.start('sensord')
    hello = suite.connect().hello
    assert hello.model == model and not hello.simulated
    assert hello['amps_supply'].range_max == most * bus.MICRO
    assert hello['amps_battery'].range_max == most * bus.MICRO
    for path, value in {'rated_amps': amps, 'rated_watts': watts, 'ovp_min_volts': ovp[0],
                        'ovp_max_volts': ovp[1], 'overtemp_celsius': '90', 'work_min_celsius': '-30',
                        'work_max_celsius': '70', 'lvd_open_volts': '10.4',
                        'lvd_close_volts': '12.5', 'charger_volts': '13.8',
                        'charger_amps': '7.2'}.items():
        assert suite.psctl('config', 'get', f'device.{path}').out.strip() == value, path


@pytest.mark.parametrize('nominal', [115, 230])
def test_the_voltage_switch(suite, nominal):
    """S159: 115 or 230 V; the simulator's mains follow."""
    sim = started(suite, device=f'ac_nominal = {nominal};')
    sim.play(1)
    assert sim.value('ac_line') == pytest.approx(nominal, rel=0.03)


# ---------------------------------------------------------------- ranges

@pytest.mark.parametrize('channel, signal, good, low, high', [
    ('ac_line', 'ac_volts', [0, 117.4, 300], -1, 301),               # S7
    ('volts_supply', 'supply_volts', [0, 13.8, 20], -0.5, 20.1),     # S8
    ('volts_battery', 'battery_volts', [0, 13.8, 20], -0.5, 25),     # S8
    ('amps_supply', 'supply_amps', [0, 21.5, 50], -0.1, 50.1),       # S9
    ('amps_battery', 'battery_amps', [0, 21.5, 50], -0.1, 60),       # S9
])
def test_ranges_are_measured_and_what_is_beyond_is_flagged(sim, channel, signal, good, low, high):
    """S7, S8, S9: right within the range; outside a quality and no number, never a clipped one."""
    for value in good:
        sim.sim_set(f'fail {signal} value {value}')
        sim.play(0.3)
        assert sim.value(channel) == pytest.approx(value, abs=1e-6)
    for value, quality in (high, 'over-range'), (low, 'under-range'):
        sim.sim_set(f'fail {signal} value {value}')
        sim.step()
        sample = sim.sample(channel)
        assert (sample.quality, sample.value) == (quality, 0)
    sim.sim_set(f'heal {signal}')
    sim.step()
    assert sim.quality(channel) == 'ok'


@pytest.mark.parametrize('fault, quality', [('broken-wire', 'broken-wire'), ('no-answer', 'fault')])
def test_a_sensor_that_fails_has_no_number(sim, fault, quality):
    sim.step()
    sim.sim_set(f'fail battery_volts {fault}')
    sim.step()
    assert (sim.quality('volts_battery'), sim.sample('volts_battery').value) == (quality, 0)
    assert sim.quality('volts_supply') == 'ok'
    sim.sim_set('heal battery_volts')
    sim.step()
    assert sim.value('volts_battery') == pytest.approx(13.8, abs=0.3)


def test_a_silent_sensor_goes_stale_after_two_periods(sim):
    sim.play(0.5)
    sim.sim_set('fail temperature silent')
    seen = [sim.sample('temperature', s).quality for s in sim.play(0.5)]
    assert seen == 2 * ['ok'] + 3 * ['stale']


def test_a_derived_channel_is_as_good_as_what_it_is_made_of(sim):
    """Load power is volts times amps; without one of them there is none."""
    sim.play(1)
    expected = sim.value('amps_supply') * sim.value('volts_supply')
    assert sim.value('supply_watts') == pytest.approx(expected, rel=1e-5)
    sim.sim_set('fail supply_amps no-answer')
    sim.step()
    assert sim.quality('supply_watts') == 'fault'


# ---------------------------------------------------------------- averaging, conditioning, names

@pytest.mark.parametrize('n', [1, 2, 3, 64])
def test_a_step_is_through_after_n_samples(suite, n):
    """S24: exactly after N samples, one N-th with each."""
    sim = started(suite, channels=f'volts_battery = {{ averaging = {n}; }};')
    sim.sim_set('fail battery_volts value 10')
    sim.play(0.1 * n)
    assert sim.value('volts_battery') == 10
    sim.sim_set('fail battery_volts value 14')
    values = [sim.value('volts_battery', s) for s in sim.play(0.1 * n)]
    assert values == pytest.approx([10 + 4 * (i + 1) / n for i in range(n)], abs=1e-5)
    assert values[-1] == 14


def test_a_bad_reading_is_not_averaged_away(sim):
    """The mean starts anew with the first good sample: no old value returns."""
    sim.sim_set('fail battery_volts value 10')
    sim.play(0.5)
    sim.sim_set('fail battery_volts value 21')
    sim.step()
    assert sim.quality('volts_battery') == 'over-range'
    sim.sim_set('fail battery_volts value 14')
    sim.step()
    assert sim.value('volts_battery') == 14


def test_scale_and_offset(suite):
    sim = started(suite, channels='volts_battery = { scale = 2; offset = -1.5; averaging = 1; };')
    sim.sim_set('fail battery_volts value 6')
    sim.step()
    assert sim.value('volts_battery') == 10.5


def test_a_blank_name_hides_the_channel(suite):
    """S21: no row on status, quality disabled, never a number; still there to be set up."""
    sim = started(suite, channels='volts_battery = { name = ""; }; di_3 = { name = "Door"; };')
    sim.step()
    assert sim.quality('volts_battery') == 'disabled' and sim.sample('volts_battery').value == 0
    assert sim.quality('di_3') == 'ok'
    plain = suite.psctl('status').out
    assert 'Volts Battery' not in plain and 'Door' in plain
    rows = {r['id']: r for r in suite.psctl('channels', '--json').json['channels']}
    assert rows['volts_battery']['hidden'] and not rows['di_3']['hidden']
    assert suite.psctl('config', 'get', 'channels.volts_battery.averaging').out.strip() == '3'


def test_a_hidden_channel_still_feeds_a_derived_one(suite):
    sim = started(suite, channels='amps_supply = { name = ""; };')
    sim.play(1)
    assert sim.quality('amps_supply') == 'disabled'
    assert sim.value('supply_watts') > 50


def test_names_texts_and_colours_are_settings(suite):
    """S20, S22, S23, S25, S26: renamed, reworded, recoloured."""
    sim = started(suite, channels='''
        di_3 = { name = "Tür"; text_inactive = "zu"; text_active = "offen"; colour_active = "red";
                 colour_inactive = "grey"; };
        do_4 = { name = "Fan"; text_inactive = "still"; text_active = "blows"; side_active = "left";
                 side_inactive = "right"; };
        volts_battery = { name = "Akku"; colour_inactive = "grey"; colour_active = "red"; };''')
    sim.step()
    door, fan, battery = (sim.hello[c] for c in ('di_3', 'do_4', 'volts_battery'))
    assert (door.name, door.texts, door.colours) == ('Tür', ('zu', 'offen'), ('grey', 'red'))
    assert (fan.texts, fan.sides) == (('still', 'blows'), ('right', 'left'))
    assert battery.colours == ('grey', 'red')
    status = suite.psctl('status').out
    assert all(word in status for word in ('Tür', 'zu', 'Fan', 'still', 'Akku'))
    sim.sim_set('set di3 on')
    sim.play(0.2)
    row = next(r for r in suite.psctl('status', '--json').json['channels'] if r['id'] == 'di_3')
    assert (row['text'], row['active']) == ('offen', True)


def test_pwm_is_refused_where_the_board_has_none(suite):
    """S28: the field is there; it is refused unless the profile has PWM."""
    configure(suite, channels='do_4 = { pwm = true; };')
    check = suite.psctl('config', 'check')
    assert check.code != 0
    assert 'channels.do_4.pwm' in check.out + check.err and 'rmcu.conf:2' in check.out + check.err
    # and no file above the profile gives it one
    configure(suite, channels='do_4 = { pwm = true; };', device='pwm = true;')
    check = suite.psctl('config', 'check')
    assert check.code != 0 and 'rmcu.conf:1: device.pwm: only the profile' in check.out + check.err
    profiles = suite.config / 'profiles'
    profiles.mkdir()
    (profiles / 'own.conf').write_text('@include "sim.conf"\ndevice = { pwm = true; };\n')
    suite.configure('device = { profile = "own"; };\nchannels = { do_4 = { pwm = true; }; };\n')
    assert suite.psctl('config', 'check').code == 0


def test_email_on_change_is_a_setting(suite):
    """S29: the field that notifyd will act on."""
    configure(suite, channels='di_3 = { email_on_change = true; };')
    get = suite.psctl('config', 'get', 'channels.di_3.email_on_change')
    assert get.out.strip() == 'true'
    assert suite.psctl('config', 'get', 'channels.di_4.email_on_change').out.strip() == 'false'


# ---------------------------------------------------------------- contacts

def test_the_alarm_contact(suite, sim):
    """S12: jumper in is CLOSED, out is OPEN."""
    sim.follow_facts()
    sim.step()
    assert sim.active('alarm_in')
    sim.sim_set('set alarm_loop off')
    sim.play(0.2)
    assert not sim.active('alarm_in')
    assert sim.fact('edge', channel=sim.hello.index('alarm_in')).value == 0
    row = next(r for r in suite.psctl('status', '--json').json['channels'] if r['id'] == 'alarm_in')
    assert row['text'] == 'OPEN'
    sim.sim_set('set alarm_loop on')
    sim.play(0.2)
    assert sim.active('alarm_in')


@pytest.mark.parametrize('hold_ms, step', [(20, 0.01), (20, 0.1), (500, 0.1), (500, 0.01)])
def test_a_change_settles_whatever_the_tick(suite, hold_ms, step):
    """A contact that stands for its debounce time has changed, however often it was looked at."""
    sim = started(suite, channels=f'alarm_in = {{ debounce_ms = {hold_ms}; }};')
    sim.follow_facts()
    before = sim.step(step).mono_us
    sim.sim_set('set alarm_loop off')
    sim.play_until(lambda: not sim.active('alarm_in'), 'the change', step, most=2)
    took = (sim.snapshot.mono_us - before) / 1000
    assert hold_ms <= took <= hold_ms + 1000 * step + 1
    assert sim.fact('edge').mono_us == before       # dated when it began


def test_bouncing_is_one_change_dated_with_its_first_edge(suite, sim):
    """Thirteen edges in 15 ms, then it stays."""
    sim.follow_facts()
    before = sim.step().mono_us
    sim.sim_set('bounce alarm_in 13 over 15ms')
    sim.play(1, step=0.005)
    edges = [f for f in sim.facts if f.kind == 'edge']
    assert len(edges) == 1 and edges[0].value == 0
    assert before <= edges[0].mono_us <= before + 1000


def test_a_glitch_is_no_change(sim):
    sim.follow_facts()
    sim.sim_set('bounce alarm_in 2 over 2ms')
    sim.play(1, step=0.005)
    assert not [f for f in sim.facts if f.kind == 'edge']
    assert sim.active('alarm_in')


def test_an_edge_hidden_by_a_fault_is_told_when_it_is_healed(sim):
    sim.follow_facts()
    sim.step()
    sim.sim_set('fail alarm_in no-answer')
    sim.step()
    assert sim.quality('alarm_in') == 'fault'
    sim.sim_set('set alarm_loop off')
    sim.play(0.5)
    assert not [f for f in sim.facts if f.kind == 'edge']
    sim.sim_set('heal alarm_in')
    sim.play(0.5)
    assert (sim.quality('alarm_in'), sim.active('alarm_in')) == ('ok', False)
    assert [f.value for f in sim.facts if f.kind == 'edge'] == [0]


# ---------------------------------------------------------------- the power system

SEEN = '''
    lvd = { name = "LVD"; kind = "analog-in"; source = "sim"; signal = "lvd_closed"; };
    charge = { name = "Charge state"; kind = "analog-in"; source = "sim"; signal = "charge_state"; };
    load_volts = { name = "Load"; kind = "analog-in"; unit = "volt"; source = "sim";
                   signal = "load_volts"; };'''
CHARGE_OFF, CHARGE_BULK, CHARGE_FLOAT, CHARGE_DISCHARGE = range(4)


def test_mains_failure_moves_the_current(suite):
    """S10, S19: Amps Battery Mode is 0 on mains; on battery it has the load's current. No gap in the load."""
    sim = started(suite, channels=SEEN)
    sim.follow_facts()
    sim.sim_set('set load_watts 120')
    sim.play(2)
    assert sim.value('amps_battery') == 0
    on_mains = sim.value('amps_supply')
    assert on_mains == pytest.approx(120 / 13.4, rel=0.1)
    sim.sim_set('set ac_present off')
    ticks = sim.play(2, step=0.01)
    assert min(sim.value('load_volts', s) for s in ticks) > 11
    assert (sim.value('ac_line'), sim.value('amps_supply')) == (0, 0)
    assert sim.value('amps_battery') == pytest.approx(on_mains, rel=0.15)
    assert not sim.active('dc_ok')
    assert sim.fact('edge', channel=sim.hello.index('dc_ok')).value == 0
    assert sim.value('charge') == CHARGE_DISCHARGE
    sim.sim_set('set ac_present on')
    sim.play(5)
    assert sim.value('amps_battery') == 0 and sim.active('dc_ok')


def test_charging_is_bulk_then_float(suite):
    """S18: 13.8 V and 7.2 A at the most; high rate first, float when full."""
    sim = started(suite, channels=SEEN + '''
        charge_amps = { name = "Charger"; kind = "analog-in"; unit = "ampere"; source = "sim";
                        signal = "charge_amps"; };''')
    sim.sim_set('set battery_charge_percent 40')
    sim.play(60, step=10)
    assert sim.value('charge') == CHARGE_BULK
    assert sim.value('charge_amps') == pytest.approx(7.2, abs=0.1)
    most = 0
    for _ in range(8 * 60):
        sim.step(60)
        most = max(most, sim.value('charge_amps'))
        assert sim.value('volts_battery') <= 13.9
        if sim.value('charge') == CHARGE_FLOAT:
            break
    assert sim.value('charge') == CHARGE_FLOAT and most <= 7.25
    sim.sim_set('set front_switch off')
    sim.step(1)
    assert sim.value('charge') == CHARGE_OFF


def test_the_low_voltage_disconnect(suite):
    """S17: opens below 10.4 V, closes at 12.5 V once the mains are back."""
    sim = started(suite, channels=SEEN)
    sim.sim_set('set battery_ah 12')
    sim.sim_set('set load_watts 120')
    sim.sim_set('set ac_present off')
    last = 20
    for _ in range(3 * 3600):
        sim.step(1)
        if sim.value('lvd') == 0:
            break
        last = sim.value('volts_battery')
    assert sim.value('lvd') == 0 and last == pytest.approx(10.4, abs=0.15)
    sim.play(3, step=1)
    assert sim.value('load_volts') == 0 and sim.value('amps_battery') == 0
    sim.play(600, step=60)
    assert sim.value('lvd') == 0            # it does not close without mains
    sim.sim_set('set ac_present on')
    sim.step(1)
    assert sim.value('lvd') == 0 and sim.value('load_volts') > 13
    before = sim.value('volts_battery')
    for _ in range(3 * 3600):
        sim.step(1)
        if sim.value('lvd') == 1:
            break
        before = sim.value('volts_battery')
    assert before == pytest.approx(12.5, abs=0.15) and sim.value('lvd') == 1
