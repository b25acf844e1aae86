# SPDX-License-Identifier: MIT
"""Settings: layers, changes, mistakes, reloads, and a writer that dies at the worst moment."""
import errno
import json
import time

import pytest

from rmcu import bus
from rmcu.suite import LONG
from rmcu.waiting import readable, until

GOOD = 'device = { profile = "sim"; };\n'


@pytest.fixture
def settingsd(suite):
    return suite.start('settingsd')


def get(suite, path):
    got = suite.psctl('config', 'get', path)
    assert got.code == 0, got.err
    return got.out.strip()


def generation(suite):
    return suite.psctl('status', '--json').json['generation']


# ---------------------------------------------------------------- layers

def test_layers_and_their_origin(suite, settingsd):
    """Defaults, profile, rmcu.conf, settings.conf: later ones win, and each value says where it comes from."""
    suite.configure('device = { profile = "sim"; };\n'
                    'channels = {\n  volts_battery = { name = "Akku"; };\n};\n')
    assert suite.psctl('config', 'set', 'channels.ac_line.name=Netz').code == 0
    rows = {}
    for line in suite.psctl('config', 'show', '--origin').out.splitlines():
        path, *rest = line.split()
        rows[path] = ' '.join(rest)
    assert 'default' in rows['sampling.rate_hz']
    assert 'guide.conf' in rows['channels.volts_supply.name']
    assert 'Akku' in rows['channels.volts_battery.name']
    assert f'{suite.main_file}:3' in rows['channels.volts_battery.name']
    assert 'Netz' in rows['channels.ac_line.name'] and 'settings.conf' in rows['channels.ac_line.name']


def test_set_get_unset(suite, settingsd):
    suite.configure(GOOD + 'sampling = { rate_hz = 5; };\n')
    assert get(suite, 'sampling.rate_hz') == '5'
    done = suite.psctl('config', 'set', 'sampling.rate_hz=20', 'site.name=Hügel')
    assert done.code == 0, done.err
    assert (get(suite, 'sampling.rate_hz'), get(suite, 'site.name')) == ('20', 'Hügel')
    # people's file is left alone, and the check says what is hidden in it
    assert 'rate_hz = 5' in suite.main_file.read_text()
    check = suite.psctl('config', 'check')
    assert check.code == 0 and 'hidden' in check.out and 'rmcu.conf:2' in check.out
    assert suite.psctl('config', 'unset', 'sampling.rate_hz').code == 0
    assert (get(suite, 'sampling.rate_hz'), get(suite, 'site.name')) == ('5', 'Hügel')


def test_a_schedule_is_set_and_kept(suite, settingsd):
    """S31, S32: all fields come back after a restart, and the other fifteen are as they were."""
    fields = {'output': 'do_4', 'active': 'true', 'enabled': 'true', 'from': '22:00', 'to': '02:05',
              'sunday': 'true', 'monday': 'false', 'tuesday': 'true', 'wednesday': 'false',
              'thursday': 'true', 'friday': 'false', 'saturday': 'true'}

    def the_others():
        return [line for line in suite.psctl('config', 'show', 'schedules').out.splitlines() if '.s7.' not in line]

    others = the_others()
    assert len(others) == 15 * len(fields)
    # half filled in it is not taken
    ran = suite.psctl('config', 'set', 'schedules.s7.enabled=true')
    assert ran.code != 0 and 'at least one of sunday to saturday' in ran.err
    ran = suite.psctl('config', 'set', *(f'schedules.s7.{key}={value}' for key, value in fields.items()))
    assert ran.code == 0, ran.err
    settingsd.restart()
    assert {key: get(suite, f'schedules.s7.{key}') for key in fields} == fields
    assert the_others() == others
    assert suite.psctl('config', 'show', '--json').json['schedules']['s7']['from'] == '22:00'


def test_an_alarm_is_set_and_kept(suite, settingsd):
    """S53, S159: the factory's limits are shown as defaults, follow the switch, and give way."""
    shown = suite.psctl('config', 'show', '--json', '--origin').json['alarms']['ac_line_low']
    assert (shown['setpoint']['value'], shown['setpoint']['layer']) == (100, 'default')
    ran = suite.psctl('config', 'set', 'alarms.ac_line_low.alarm_outputs=alarm_out do_4', 'device.ac_nominal=230',
                      'alarms.door.channel=di_3', 'alarms.door.when=inactive')
    assert ran.code == 0, ran.err
    settingsd.restart()
    assert get(suite, 'alarms.ac_line_low.alarm_outputs') == 'alarm_out do_4'
    assert (get(suite, 'alarms.ac_line_low.setpoint'), get(suite, 'alarms.ac_line_low.recovery')) == ('200', '214')
    assert (get(suite, 'alarms.door.when'), get(suite, 'alarms.door.priority')) == ('inactive', 'medium')
    ran = suite.psctl('config', 'set', 'alarms.ac_line_low.setpoint=190')
    # one of one's own keeps the width of the factory's deadband
    assert ran.code == 0 and get(suite, 'alarms.ac_line_low.recovery') == '204'
    ran = suite.psctl('config', 'set', 'alarms.door.when=below')
    assert ran.code != 0 and 'alarms.door.when' in ran.err and 'active, inactive, bad-quality' in ran.err


def test_show_as_json(suite):
    """`config show` needs no daemon."""
    shown = suite.psctl('config', 'show', '--json')
    assert shown.code == 0
    json.loads(shown.out)
    plain = suite.psctl('config', 'show')
    assert 'channels.volts_battery.name' in plain.out
    below = suite.psctl('config', 'show', 'channels.volts_battery').out.splitlines()
    assert below and all(line.startswith('channels.volts_battery.') for line in below)


def test_a_change_is_there_for_every_daemon_at_once(suite, sensord, settingsd):
    """inotify: sensord says HELLO anew, with the new table, without a restart."""
    c = suite.connect()
    c.follow_facts()
    before = c.hello.generation
    assert suite.psctl('config', 'set', 'channels.volts_battery.name=Akku').code == 0
    c.until(lambda: c.hello.generation != before, 'a HELLO with another generation')
    assert c.hello['volts_battery'].name == 'Akku'
    assert c.fact('settings-loaded').text == f'{c.hello.generation:016x}'
    assert c.hellos == 2
    # nothing else was disturbed: what was known is still known
    assert c.next_snapshot().samples[c.hello.index('volts_battery')].quality == 'ok'


def test_a_reload_keeps_readings_outputs_and_bouncing(suite, settingsd):
    """Channels whose wiring did not change keep what they know, in the very first snapshot."""
    suite.configure(GOOD + 'channels = { do_4 = { name = "Fan"; }; };\n')
    suite.start('sensord')
    sim = suite.lockstep()
    assert sim.ask(bus.output_set, 'do_4', 'on').ok
    sim.play(1)
    before = sim.snapshot
    assert suite.psctl('config', 'set', 'site.name=X').code == 0
    sim.until(lambda: sim.hello.site == 'X', 'the new HELLO')
    after = sim.next_snapshot(lambda s: s.number > before.number)
    assert [s.quality for s in after.samples] == [s.quality for s in before.samples]
    assert after.outputs == before.outputs


def test_rmcu_conf_is_taken_over_when_it_is_saved(suite, sensord):
    c = suite.connect()
    suite.configure(GOOD + 'sampling = { rate_hz = 50; };\n')
    c.until(lambda: c.hellos == 2, 'a HELLO anew')
    first = c.next_snapshot(lambda s: not s.edge)
    second = c.next_snapshot(lambda s: not s.edge)
    assert second.mono_us - first.mono_us < 95000


def test_rmcu_conf_written_in_place_is_taken_over_too(suite, sensord):
    """As an editor without a rename does it, or `echo >>`."""
    c = suite.connect()
    with suite.main_file.open('a') as f:
        f.write('site = { name = "in place"; };\n')
    c.until(lambda: c.hello.site == 'in place', 'the new HELLO')


def test_sighup_reloads(suite, sensord):
    """systemctl reload: RELOADING, then READY."""
    since = len(sensord.notifications.states)
    sensord.signal(1)
    sensord.notifications.wait_for('RELOADING', '1', since)
    sensord.notifications.wait_for('READY', '1', since)


def test_between_simulator_and_hardware_sensord_starts_anew(suite, sensord):
    """Time itself changes: it ends well, and systemd starts the next one."""
    suite.configure('device = { profile = "hu-2012"; };\n')
    assert sensord.wait_end() == 0
    sensord.start()
    assert not suite.connect().hello.simulated


# ---------------------------------------------------------------- mistakes

MISTAKES = '''device = { profile = "sim"; };
site = { nam = "x"; };
sampling = { rate_hz = 1000; };
channels = {
  volts_battery = { averaging = 65; colour_active = "blue"; unit = "volts"; };
  Volts = { };
  do_4 = { pwm = true; };
};
samplng = { };
'''
LINES = [(2, "site.nam", "'name'"), (3, 'sampling.rate_hz', '1 to 100'),
         (5, 'channels.volts_battery.averaging', '1 to 64'),
         (5, 'channels.volts_battery.colour_active', 'grey'),
         (5, 'channels.volts_battery.unit', "'volt'"), (6, 'Volts', ''),
         (9, 'samplng', "'sampling'")]


def test_all_mistakes_of_a_file_are_told_in_one_go(suite):
    """file:line: path: what is wrong, what is allowed; unknown keys with the nearest known one."""
    suite.configure(MISTAKES)
    check = suite.psctl('config', 'check')
    told = (check.out + check.err).splitlines()
    assert check.code not in (0, 64)
    for line, path, hint in LINES:
        assert any(f'rmcu.conf:{line}: ' in row and path in row and hint in row for row in told), \
            (line, path, hint)


def test_check_of_a_file_that_is_not_in_force(suite):
    other = suite.folder / 'other.conf'
    other.write_text('sampling = { rate_hz = 0; };\n')
    check = suite.psctl('config', 'check', other)
    assert check.code != 0 and 'other.conf:1' in check.out + check.err
    assert suite.psctl('config', 'check').code == 0


BAD = {
    'mistakes': MISTAKES, 'nonsense': 'nonsense', 'cut': 'device = { profile = "sim"; ',
    'profile': 'device = { profile = "nosuch"; };', 'include': '@include "/nonexistent"\n',
    'bytes': '\0\1\2', 'deep': 'device = ' + '{ a = ' * 3000, 'itself': '@include "rmcu.conf"\n',
    'many': 'channels = { ' + ''.join(f'c{i} = {{ name = "x"; }}; ' for i in range(200)) + '};'}


@pytest.mark.parametrize('text', BAD.values(), ids=BAD)
def test_a_bad_file_changes_nothing(suite, sensord, text):
    """The last good settings stay, also over a restart; the log and the status say so; then all is well."""
    suite.configure(GOOD + 'site = { name = "good"; };\nsampling = { rate_hz = 25; };\n')
    c = suite.connect()
    c.until(lambda: c.hello.site == 'good', 'the good settings')
    good = c.hello
    suite.configure(text)
    c.until(lambda: c.health.trouble('settings'), 'the trouble')
    assert c.hello == good
    # whether with the file in order or not, it is measured
    assert c.next_snapshot().samples[good.index('volts_battery')].quality == 'ok'
    status = suite.psctl('status')
    assert 'settings' in status.out and status.code == 0
    assert sensord.log_lines('settings: ')

    sensord.restart()
    c = suite.connect()
    assert (c.hello.site, c.hello.generation) == ('good', good.generation)
    c.until(lambda: c.health.trouble('settings') and c.health.tick_us == 40000, 'the trouble')

    suite.configure(GOOD + 'site = { name = "mended"; };\n')
    c.until(lambda: c.hello.site == 'mended', 'the mended settings')
    c.until(lambda: not c.health.trouble('settings'), 'the end of the trouble')


def test_a_bad_file_from_the_first_start_on(suite):
    """Without any good settings sensord still runs, measures nothing and says why."""
    suite.configure('nonsense')
    suite.start('sensord')
    c = suite.connect()
    c.until(lambda: c.health and c.health.trouble('settings'), 'the trouble')
    suite.configure(GOOD)
    # from nothing to a simulator: it starts anew by itself
    assert suite.sensord.wait_end() == 0
    suite.sensord.start()
    assert suite.connect().hello.simulated


def test_no_file_at_all_is_the_simulator(suite):
    suite.main_file.unlink()
    suite.start('sensord')
    assert suite.connect().hello.simulated


def test_a_refused_change_names_all_its_mistakes(suite, settingsd):
    done = suite.psctl('config', 'set', 'sampling.rate_hz=1000', 'site.nam=x',
                       'channels.volts_battery.digits=2', 'channels.do_4.pwm=true')
    assert done.code != 0
    assert 'sampling.rate_hz' in done.err and '1 to 100' in done.err
    assert 'site.nam' in done.err and "'name'" in done.err
    assert get(suite, 'channels.volts_battery.digits') == '1', 'all or none'
    assert not suite.overlay_file.exists()


def test_a_change_to_the_whole_is_checked(suite, settingsd):
    """Each alone is a fine value; together with the rest it is not."""
    done = suite.psctl('config', 'set', 'channels.do_4.pwm=true')
    assert done.code != 0 and 'pwm' in done.err
    done = suite.psctl('config', 'set', 'channels.do_4.pwm=true', 'device.pwm=true')
    assert done.code != 0 and 'only the profile says whether the board has it' in done.err
    done = suite.psctl('config', 'set', 'device.lvd_open_volts=13')
    assert done.code != 0 and 'lvd_close_volts' in done.err
    assert suite.psctl('config', 'set', 'device.lvd_open_volts=13', 'device.lvd_close_volts=14').code == 0


def test_an_overlay_broken_by_hand_is_refused_and_not_lost(suite, sensord, settingsd):
    assert suite.psctl('config', 'set', 'site.name=kept').code == 0
    c = suite.connect()
    c.until(lambda: c.hello.site == 'kept', 'the change')
    suite.overlay_file.write_text('site = { name = 3; };\n')
    c.until(lambda: c.health.trouble('settings'), 'the trouble')
    assert c.hello.site == 'kept'
    done = suite.psctl('config', 'set', 'site.name=other')
    assert done.code != 0 and 'settings.conf:1' in done.err
    assert suite.overlay_file.read_text() == 'site = { name = 3; };\n'


# ---------------------------------------------------------------- files for another version

def until_trouble(suite, *words):
    """What psctl status says of the settings; it has its values all the while."""
    def told():
        status = suite.psctl('status')
        assert status.code == 0, status.err
        return status.out if all(word in ' '.join(status.out.split()) for word in words) else None
    return until(told, f'{words} in the status')


def test_a_key_of_another_version_in_settings_conf(suite, sensord):
    """After a downgrade: named, ignored, and all else of the file holds."""
    c = suite.connect()
    before = len(c.hello.channels)
    suite.overlay_file.parent.mkdir(parents=True, exist_ok=True)
    suite.overlay_file.write_text('site = { name = "later"; };\nchannels = { volts_battery = { smell = "sulphur"; }; };\n')
    c.until(lambda: c.hello.site == 'later', 'what is known of the file')
    assert len(c.hello.channels) == before
    out = until_trouble(suite, 'channels.volts_battery.smell', 'ignored')
    assert 'Volts Battery' in out
    # so it is after a restart, too
    sensord.restart()
    c = suite.connect()
    assert (c.hello.site, len(c.hello.channels)) == ('later', before)
    assert c.next_snapshot().samples[c.hello.index('volts_battery')].quality == 'ok'
    until_trouble(suite, 'channels.volts_battery.smell', 'ignored')


UNKNOWN = GOOD + 'site = { name = "unknown"; smell = "sulphur"; };\n'


def test_an_unknown_key_in_rmcu_conf_from_the_first_start_on(suite):
    """Nothing else to live by: what is known of it measures, and the status says that the file is refused."""
    suite.configure(UNKNOWN)
    sensord = suite.start('sensord')
    assert not (suite.state / 'sensord' / 'settings.good').exists()
    c = suite.connect()
    assert c.hello.site == 'unknown' and 'volts_battery' in {ch.id for ch in c.hello.channels}
    assert c.next_snapshot().samples[c.hello.index('volts_battery')].quality == 'ok'
    out = until_trouble(suite, 'refused', 'site.smell')
    assert 'Volts Battery' in out
    assert sensord.log_lines('refused')
    # what is refused never becomes the last good one
    sensord.restart()
    until_trouble(suite, 'refused', 'site.smell')
    assert not (suite.state / 'sensord' / 'settings.good').exists()


def test_an_unknown_key_in_rmcu_conf_beside_the_last_good_settings(suite, sensord):
    suite.configure(GOOD + 'site = { name = "good"; };\n')
    c = suite.connect()
    c.until(lambda: c.hello.site == 'good', 'the good settings')
    good = suite.state / 'sensord' / 'settings.good'
    until(lambda: good.exists() and 'good' in good.read_text(), 'settings.good')
    sensord.stop()
    suite.configure(UNKNOWN)
    sensord.start()
    c = suite.connect()
    assert c.hello.site == 'good'
    assert c.next_snapshot().samples[c.hello.index('volts_battery')].quality == 'ok'
    until_trouble(suite, 'site.smell')
    assert 'sulphur' not in good.read_text()


# ---------------------------------------------------------------- concurrency and death of the writer

def test_a_change_that_looked_at_older_settings_is_refused(suite, settingsd):
    a, b = suite.connect('settingsd'), suite.connect('settingsd')
    seen = a.hello.generation
    first = a.ask(bus.settings_change, [('site.name', 'A')], expected=seen)
    assert first.error == 0 and first.generation != seen
    second = b.ask(bus.settings_change, [('site.name', 'B')], expected=seen)
    assert second.error == errno.ESTALE and second.sentence
    assert get(suite, 'site.name') == 'A'
    # the HELLO told the new one
    b.until(lambda: b.hello.generation == first.generation, 'the HELLO')
    assert b.ask(bus.settings_change, [('site.name', 'B')], expected=first.generation).error == 0


def test_two_that_change_at_once_both_have_their_way(suite, settingsd):
    """Without an expected generation: one after the other, nothing is lost."""
    clients = [suite.connect('settingsd') for _ in range(8)]
    numbers = {}
    for i, c in enumerate(clients):
        numbers[c] = c.next_number()
        c.send(bus.settings_change(numbers[c], [(f'channels.di_3.text_{"in" * (i % 2)}active', f't{i}'),
                                                (f'channels.{ANALOG[i]}.name', f'n{i}')]))
    for c in clients:
        c.until(lambda c=c: numbers[c] in c.replies, 'the answer')
        assert c.replies[numbers[c]].error == 0
    for i in range(8):
        assert get(suite, f'channels.{ANALOG[i]}.name') == f'n{i}'


ANALOG = ['ac_line', 'amps_supply', 'amps_battery', 'volts_supply', 'volts_battery', 'analog_5',
          'analog_6', 'temperature']


def test_setting_what_is_set_is_no_change(suite, settingsd):
    c = suite.connect('settingsd')
    r = c.ask(bus.settings_change, [('sampling.rate_hz', '10')])
    assert (r.error, r.generation) == (0, c.hello.generation)


def test_killed_in_the_middle_of_writes(suite, settingsd, rng):
    """The file is the old one or the new one, never a broken one; what was acknowledged is there."""
    acknowledged = 'v0'
    assert suite.psctl('config', 'set', f'site.name={acknowledged}').code == 0
    for i in range(1, 201 if LONG else 25):
        c = suite.connect('settingsd')
        number = c.next_number()
        c.send(bus.settings_change(number, [('site.name', f'v{i}'), ('site.location', 'x' * 60)]))
        # a moment that is anywhere between the request and some time after the answer
        deadline = time.monotonic() + rng.uniform(0, 0.006)
        while time.monotonic() < deadline and readable(c.sock, deadline - time.monotonic()):
            if not c.receive():
                break
        settingsd.kill()
        try:
            c.drain()
        except bus.Closed:
            pass
        if number in c.replies:
            assert c.replies[number].error == 0
            acknowledged = f'v{i}'
        c.close()
        settingsd.start()
        now = suite.connect('settingsd')
        assert now.hello.generation != 0, suite.overlay_file.read_text()
        assert now.hello.site in (acknowledged, f'v{i}')
        acknowledged = now.hello.site
        now.close()
    # nothing of the half-written ones is left for ever
    leftover = {p.name for p in suite.overlay_file.parent.iterdir()}
    assert leftover <= {'settings.conf', '.settings.conf.new', 'audit.pending', '.audit.pending.new'}


def test_settingsd_ends_when_nobody_is_there(suite):
    """Started by its socket it goes after some time without clients, and well."""
    d = suite.start('settingsd', '--idle', '1')
    c = suite.connect('settingsd')
    c.ask(bus.settings_change, [('site.name', 'x')])
    c.close()
    assert d.wait_end() == 0


def test_a_setting_that_is_secret_or_admin_is_not_for_everyone(suite, settingsd):
    """Every path has its access; here root may all, so only the table is looked at."""
    schema = suite.psctl('config', 'schema', '--json').json
    text = json.dumps(schema)
    assert 'sampling.rate_hz' in text or '"rate_hz"' in text


def test_the_folder_may_come_later(suite, sensord):
    """State folder and files are made after sensord started: it sees them."""
    c = suite.connect()
    assert not suite.overlay_file.exists()
    suite.overlay_file.parent.mkdir(parents=True, exist_ok=True)
    suite.overlay_file.write_text('site = { name = "late"; };\n')
    c.until(lambda: c.hello.site == 'late', 'the settings of a folder that came later')
    suite.overlay_file.unlink()
    c.until(lambda: c.hello.site == '', 'the settings without it')


def test_hundred_saves_in_a_row_end_in_the_last(suite, sensord):
    """A burst of changes: the last one holds, whatever was seen between."""
    c = suite.connect()
    for i in range(100):
        suite.configure(GOOD + f'site = {{ name = "n{i}"; }};\n')
    c.until(lambda: c.hello.site == 'n99', 'the last one')
    until(lambda: suite.psctl('status', '--json').json['site'] == 'n99', 'status')
