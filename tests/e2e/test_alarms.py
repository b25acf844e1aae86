# SPDX-License-Identifier: MIT
"""alarmd: alarms, acknowledgements, shelving, outputs and the journal, with the real sensord."""
import errno
import re
import shutil
import socket
import sqlite3
import time
from pathlib import Path

import pytest

from rmcu import bus
from rmcu.suite import SOURCE

RULES = '''device = { profile = "sim"; };
channels = { di_3 = { name = "Door"; }; volts_battery = { averaging = 1; }; };
interlocks = { };
alarms = {
  door = { channel = "di_3"; when = "active"; priority = "high"; alarm_outputs = "alarm_out"; };
  slow = { channel = "di_3"; when = "active"; on_delay_ms = 3000; priority = "low"; };
  latch = { channel = "di_3"; when = "active"; latched = true; };
  batt = { channel = "volts_battery"; when = "below"; setpoint = 5; recovery = 9; alarm_outputs = "do_4"; };
};
'''


@pytest.fixture
def world(suite):
    """sensord in lockstep with alarmd and the test."""
    return started(suite)


def started(suite):
    suite.configure(RULES)
    suite.extra_env['TZ'] = 'UTC'
    suite.start('sensord')
    suite.start('alarmd', '--lockstep')
    alarms = suite.alarms()
    sim = suite.lockstep()
    return World(suite, sim, alarms)


class World:
    def __init__(self, suite, sim, alarms):
        self.suite, self.sim, self.alarms = suite, sim, alarms

    def play(self, seconds, step=0.1):
        """Lets simulated time pass. The last tick is there only when alarmd has decided about the one before it."""
        self.sim.play(seconds, step)
        self.sim.step(1 / bus.MICRO)
        return self

    def sim_settings(self, changes):
        """Changes settings; both daemons take them over before the next tick."""
        with bus.Client(self.suite.run / 'settings.sock') as c:
            result = c.ask(bus.settings_change, changes)
            self.alarms.until(lambda: self.alarms.hello.generation == result.generation, 'the settings')
            self.sim.until(lambda: self.sim.hello.generation == result.generation, 'the settings')
        return result

    def change(self, path, value):
        return self.sim_settings([(path, value)])

    def door(self, closed):
        """Any contact of the simulator; its edge is debounced for 20 ms."""
        self.sim.sim_set(f'set di3 {"on" if closed else "off"}')
        return self.play(0.2)

    def kinds(self, alarm):
        return [e.kind.removeprefix('alarm-') for e in self.alarms.caught_up() if e.alarm == alarm]


def test_the_first_events(world):
    """A new journal begins, alarmd starts, sensord is there."""
    events = world.play(0.5).alarms.caught_up()
    assert [e.kind for e in events[:2]] == ['journal-begun', 'started']
    assert events[0].number == 1 and events[0].holds(bytes(32))
    assert {'sensord-started', 'settings-loaded'} <= {e.kind for e in events}


def test_a_contact_raises_and_clears(world):
    """S50: and its output follows (S46), with the alarm's name as the reason."""
    a, s = world.alarms, world.sim
    world.door(True)
    up = a.until_alarm('door', active=True)
    assert (up.priority, up.channel, up.acknowledged, up.count) == ('high', 'di_3', False, 1)
    world.play(0.2)
    assert s.output('alarm_out').active and s.output('alarm_out').holder == 'alarm'
    hold = next(h for h in s.holds if h.holder == 'alarm')
    assert hold.reason == 'door'
    raised = a.event('alarm-raised', alarm='door')
    assert up.occurrence == raised.number and raised.occurrence == 0
    world.door(False)
    a.until_alarm('door', active=False)
    cleared = a.event('alarm-cleared', alarm='door')
    assert cleared.occurrence == raised.number
    world.play(0.2)
    assert not s.output('alarm_out').active


def test_on_delay(world):
    """S47: a shorter spike is ignored."""
    world.door(True).play(2.5)
    world.door(False).play(3)
    assert 'raised' not in world.kinds('slow')
    world.door(True).play(3)
    world.alarms.until_alarm('slow', active=True)
    assert world.kinds('slow') == ['raised']


def test_latched(world):
    """S44: stays until a person resets it, and cannot be reset while the cause lasts."""
    world.door(True)
    assert world.alarms.request(bus.ALARM_RESET, 'latch').error == errno.EBUSY
    world.door(False)
    a = world.alarms.until_alarm('latch', latched=True)
    assert a.active
    assert world.alarms.request(bus.ALARM_RESET, 'latch').ok
    assert not world.alarms.until_alarm('latch', active=False).latched
    assert world.kinds('latch') == ['raised', 'recovered', 'reset']


def test_acknowledge(world):
    """With a name and a note; nobody is told it is done before it is on the disk."""
    a = world.alarms
    assert a.request(bus.ALARM_ACKNOWLEDGE, 'door').error == errno.ENODATA
    world.door(True)
    reply = a.request(bus.ALARM_ACKNOWLEDGE, 'door', 'on my way')
    assert reply.ok, reply
    assert a.find('alarm-acknowledged') or a.event('alarm-acknowledged')
    ack = a.event('alarm-acknowledged', alarm='door')
    assert ack.text == 'on my way' and ack.actor.name
    assert a.until_alarm('door', acknowledged=True).note == 'on my way'
    assert a.request(bus.ALARM_ACKNOWLEDGE, 'door').error == errno.EALREADY
    assert a.request(bus.ALARM_ACKNOWLEDGE, 'door', occurrence=1).error == errno.ESTALE
    assert a.request(bus.ALARM_ACKNOWLEDGE, 'nosuch').error == errno.ENOENT
    assert 'alarm' in a.request(bus.ALARM_ACKNOWLEDGE, '').sentence     # the rest
    assert a.request(bus.ALARM_ACKNOWLEDGE, '').error == errno.ENOENT


def test_shelve(world):
    """Nobody is told and nothing is driven until it ends, by itself or by hand."""
    a = world.alarms
    world.door(True).play(0.2)
    assert world.sim.output('alarm_out').active
    assert a.request(bus.ALARM_SHELVE, 'door', 'painting', 60).ok
    world.play(0.3)
    assert not world.sim.output('alarm_out').active
    shelved = a.until_alarm('door', shelved=True)
    assert shelved.note == 'painting' and shelved.shelved_until_us
    world.door(False).door(True)
    assert all('quiet' in e.flags for e in a.caught_up()
               if e.alarm == 'door' and e.kind in ('alarm-cleared', 'alarm-raised') and e.number > 5 and
               e.number > a.find('alarm-shelved')[0].number)
    world.play(61, 1)
    a.until_alarm('door', shelved=False)
    world.play(0.2)
    assert world.sim.output('alarm_out').active, 'it holds its output again'
    assert a.request(bus.ALARM_SHELVE, 'door', '', 60).ok
    assert a.request(bus.ALARM_UNSHELVE, 'door').ok
    assert a.request(bus.ALARM_UNSHELVE, 'door').error == errno.EALREADY


def test_maintenance(world):
    """Alarms go on and drive their outputs; nobody is told."""
    a = world.alarms
    assert a.request(bus.MAINTENANCE, '', 'battery test', 30).ok
    assert a.until(lambda: a.summary.maintenance_until_us, 'maintenance')
    assert a.summary.maintenance_reason == 'battery test'
    world.door(True).play(0.2)
    assert world.sim.output('alarm_out').active
    assert 'quiet' in a.event('alarm-raised', alarm='door').flags
    world.play(31, 1)
    a.event('maintenance-ended')
    assert a.until(lambda: not a.summary.maintenance_until_us, 'the end')


def test_bad_quality_is_never_normal(world):
    """A broken sensor is an alarm of its own, and clears nothing."""
    a = world.alarms
    world.sim.sim_set('fail battery_volts value 4')
    world.play(0.5)
    a.until_alarm('batt', active=True)
    world.sim.sim_set('fail battery_volts broken-wire')
    world.play(3)
    a.until_alarm('volts_battery.quality', active=True)
    assert a.alarm('batt').active
    world.sim.sim_set('heal battery_volts')
    world.play(1)
    a.until_alarm('volts_battery.quality', active=False)
    a.until_alarm('batt', active=False)


def test_restart_keeps_everything(world):
    """Killed and started: active, acknowledged, latched and shelved as before, numbers go on."""
    a = world.alarms
    world.door(True).play(4)
    assert a.request(bus.ALARM_ACKNOWLEDGE, 'door', 'seen').ok
    assert a.request(bus.ALARM_SHELVE, 'slow', 'later', 3600).ok
    world.play(0.3)
    a.until_alarm('slow', shelved=True)
    before = {k: (v.active, v.acknowledged, v.shelved, v.occurrence, v.count, v.note)
              for k, v in a.alarms.items()}
    head = a.caught_up()[-1]
    world.suite.alarmd.kill()
    world.suite.alarmd.start()
    b = world.suite.alarms()
    world.play(0.5)
    assert {k: (v.active, v.acknowledged, v.shelved, v.occurrence, v.count, v.note)
            for k, v in b.alarms.items()} == before
    events = b.caught_up()
    assert events[head.number - 1].hash == head.hash
    assert not [e for e in events if e.kind == 'alarm-raised' and e.number > head.number]
    assert world.sim.output('do_4').holder == 'none'


def test_sensord_silent(suite):
    """A publisher that says nothing is an alarm, and is over when it speaks again."""
    suite.configure(RULES)
    suite.start('alarmd')
    a = suite.alarms()
    a.until_alarm('sensord.silent', active=True, what='the silence of a sensord that is not there')
    suite.start('sensord')
    a.until_alarm('sensord.silent', active=False)


def test_events_from_a_cursor(world):
    world.door(True).door(False)
    all_of_them = world.alarms.caught_up()
    b = world.suite.alarms(first=3)
    assert b.caught_up()[0].number == 3
    assert [e.number for e in b.caught_up()][:len(all_of_them) - 2] == [e.number for e in all_of_them if e.number >= 3]
    c = world.suite.alarms(first=bus.FROM_NOW)
    world.door(True)
    assert c.event('alarm-raised', alarm='door').number > all_of_them[-1].number


def test_append(world):
    """Other programs write through alarmd, what is theirs to tell."""
    a = world.alarms
    reply = a.ask(bus.event_append, 'note', text='battery replaced')
    assert reply.ok, reply
    assert a.event('note', text='battery replaced').actor.name
    assert a.ask(bus.event_append, 'events-lost', value=3 * bus.MICRO, text='its own list was full').ok
    assert a.ask(bus.event_append, 'alarm-cleared').error == errno.EINVAL


def test_replies_come_in_the_order_of_the_requests(world):
    """A refusal too, which has nothing to wait for."""
    a = world.alarms
    asked = [a.next_number() for _ in range(6)]
    for i, number in enumerate(asked):
        a.send(bus.alarm_request(number, bus.ALARM_SHELVE, 'door' if i % 2 == 0 else 'nosuch', 'later', 60))
    a.until(lambda: len(a.replies) == len(asked), 'the replies')
    assert list(a.replies) == asked


# ---------------------------------------------------------------- schedules

DAYS = ('sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday')
ALL_DAYS = ' '.join(f'{day} = true;' for day in DAYS)


def clock(wall_us):
    """HH:MM in UTC, which is where the tests live."""
    minutes = wall_us // (60 * bus.MICRO) % 1440
    return f'{minutes // 60:02}:{minutes % 60:02}'


def set_window(world, path, begin_min, end_min):
    """From the second minute boundary of simulated time on, and so long."""
    now = world.sim.snapshot.wall_us
    world.suite.start('settingsd')
    start, end = (clock(now + m * 60 * bus.MICRO) for m in (begin_min, end_min))
    result = world.sim_settings([(f'{path}.from', start), (f'{path}.to', end), (f'{path}.enabled', 'true')] +
                                [(f'{path}.{day}', 'true') for day in DAYS])
    assert result.error == 0, result
    return start, end


def test_a_schedule_holds_its_output(world):
    """S34: at both edges, with its name as the reason, and both are events; the button goes below it."""
    set_window(world, 'schedules.s1', 5, 8)
    assert world.change('schedules.s1.active', 'true').error == 0
    a = world.alarms
    a.until(lambda: any(s.id == 's1' and s.enabled and s.active for s in a.schedules), 'the schedule')
    assert not world.sim.output('alarm_out').active
    world.play(5 * 60, 10)
    begun = a.event('schedule-begun', text='s1')
    assert begun.channel == 'alarm_out'
    world.play(20, 10)
    assert world.sim.output('alarm_out').active and world.sim.output('alarm_out').holder == 'schedule'
    assert a.until(lambda: next(s for s in a.schedules if s.id == 's1').running, 'the schedule to run')
    # a kill in the midst of it tells no second beginning
    world.suite.alarmd.kill()
    world.suite.alarmd.start()
    a = world.alarms = world.suite.alarms()
    world.play(3 * 60, 10)
    a.event('schedule-ended', text='s1')
    world.play(1)
    assert not world.sim.output('alarm_out').active
    assert [e.kind for e in a.caught_up() if e.text == 's1' and e.kind.startswith('sch')] == ['schedule-begun', 'schedule-ended']


SCHEDULE = '''schedules = { %s = { output = "do_4"; enabled = true; active = true; from = "00:00"; to = "24:00";
  sunday = true; monday = true; tuesday = true; wednesday = true; thursday = true; friday = true; saturday = true; }; };
'''


def test_a_schedule_that_goes_while_it_runs_has_ended(suite):
    """Removed or renamed, also while alarmd is not there; and nothing of it is left for the next of its name."""
    suite.data = suite.folder / 'data'
    shutil.copytree(SOURCE / 'etc', suite.data)
    profile = suite.data / 'profiles' / 'common' / 'guide.conf'
    # the guide's unit has all that there may be
    profile.write_text(re.sub(r'^\ts16 = .*\n', '', profile.read_text(), flags=re.M))
    world = started(suite)
    a = world.alarms

    def edges(client):
        return [(e.kind, e.text, e.channel) for e in client.caught_up() if e.kind.startswith('schedule-')]

    suite.configure(RULES + SCHEDULE % 'night')
    a.until(lambda: any(s.id == 'night' for s in a.schedules), 'the schedule')
    world.play(0.5)
    a.event('schedule-begun', text='night')
    suite.configure(RULES + SCHEDULE % 'dusk')
    a.event('schedule-ended', text='night')
    world.play(0.5)
    told = [('schedule-begun', 'night', 'do_4'), ('schedule-ended', 'night', 'do_4'), ('schedule-begun', 'dusk', 'do_4')]
    assert edges(a) == told
    suite.alarmd.kill()
    suite.configure(RULES)
    suite.alarmd.start()
    b = suite.alarms()
    ended = b.event('schedule-ended', text='dusk')
    assert 'recovered' in ended.flags
    assert edges(b)[3:] == [('schedule-ended', 'dusk', '')]
    world.play(0.5)
    assert not world.sim.output('do_4').active
    suite.alarmd.stop()
    with sqlite3.connect(suite.state / 'alarmd' / 'simulated' / 'events.db') as db:
        assert db.execute("SELECT key FROM kept WHERE key LIKE 'schedule.%'").fetchall() == []
    db.close()


def test_outside_the_logging_schedule_nothing_new_is_raised(world):
    """S38, S39: but what is raised clears whenever it is over."""
    a = world.alarms
    world.door(True).play(0.2)
    a.until_alarm('door', active=True)
    set_window(world, 'logging', 10, 12)
    a.until(lambda: not a.summary.may_raise, 'the window to be closed')
    world.door(False)
    a.until_alarm('door', active=False)
    world.door(True).play(5)
    assert world.kinds('door') == ['raised', 'cleared']
    world.play(11 * 60, 30)
    assert world.kinds('door') == ['raised', 'cleared', 'raised'], 'what lasted into the window is raised then'


# ---------------------------------------------------------------- many at once

def test_chattering(world):
    """More than ten transitions in a minute are one alarm with a count; its output stays."""
    a = world.alarms
    for _ in range(8):
        world.door(True).door(False)
    chattering = a.until_alarm('door', chattering=True)
    assert chattering.active
    kinds = world.kinds('door')
    assert kinds.count('chattering') == 1 and kinds[-1] == 'chattering'
    world.play(0.2)
    assert world.sim.output('alarm_out').active
    world.play(62, 1)
    a.until_alarm('door', chattering=False, active=False)
    assert world.kinds('door')[-2:] == ['quiet', 'cleared']
    assert a.find('alarm-quiet')[0].value == 16 * bus.MICRO


def test_first_out_and_consequence(suite):
    """The mains fail: what falls after them says so."""
    suite.configure('device = { profile = "sim"; };\n')
    suite.start('sensord')
    suite.start('alarmd', '--lockstep')
    a, sim = suite.alarms(), suite.lockstep()
    sim.play(1)
    sim.sim_set('set ac_present off')
    sim.play(30)
    low = a.until_alarm('volts_supply_low', active=True)
    assert low.consequence and not low.first_out
    a.caught_up()
    standing = a.standing()
    assert {'ac_line_low', 'dc_ok_open', 'volts_supply_low'} <= set(standing)
    assert sum(a.alarm(i).first_out for i in standing) == 1
    assert a.alarm('ac_line_low').first_out or a.alarm('dc_ok_open').first_out
    sim.sim_set('set ac_present on')
    sim.play(120, 1)
    assert a.until(lambda: not a.standing(), 'all of them to clear') is True
    assert sum(x.first_out for x in a.alarms.values()) == 1, 'the mark stays until it is acknowledged'
    assert a.request(bus.ALARM_ACKNOWLEDGE).ok
    a.until(lambda: not any(x.first_out for x in a.alarms.values()), 'the end of the cascade')


# ---------------------------------------------------------------- who did what

def test_changes_of_settings_are_events(suite, sensord):
    """Who, from where, the old and the new value; also when alarmd was not there at the time."""
    suite.start('settingsd')
    assert suite.psctl('config', 'set', 'site.name=Before').code == 0
    suite.start('alarmd')
    a = suite.alarms()
    before = a.event('settings-changed', text="site.name: '' is now 'Before'")
    assert before.actor.door == 'psctl' and before.actor.name
    assert suite.psctl('config', 'set', 'site.name=After').code == 0
    a.event('settings-changed', text="site.name: 'Before' is now 'After'")
    suite.alarmd.kill()
    assert suite.psctl('config', 'set', 'site.name=Alone').code == 0
    suite.alarmd.start()
    b = suite.alarms()
    b.event('settings-changed', text="site.name: 'After' is now 'Alone'")
    assert len([e for e in b.caught_up() if e.kind == 'settings-changed']) == 3


def test_what_loggerd_tells(suite, sensord):
    """alarmd takes each event of the log, and believes who did it; those of its own it takes from nobody."""
    suite.start('alarmd')
    a = suite.alarms()
    anna = bus.Actor('anna', '192.0.2.7', 'web')
    for kind in 'log-cleared', 'log-failed', 'log-resumed', 'history-set-aside', 'log-deleted':
        assert a.ask(bus.event_append, kind, text=f'this is {kind}', actor=anna).ok
        assert a.event(kind, text=f'this is {kind}').actor == anna
    for kind in 'alarm-raised', 'output-changed', 'settings-loaded':
        assert a.ask(bus.event_append, kind, text='never').error == errno.EINVAL
    assert len(suite.psctl('events', '--kind', 'log').out.splitlines()) == 4


def test_what_is_told_again_is_there_once(suite, sensord):
    """By the sender's mark, of each kind its own, also by an alarmd that came after the one that wrote it."""
    def tell(kind, mark, text):
        assert a.ask(bus.event_append, kind, text=text, mark=mark).ok

    suite.start('alarmd')
    a = suite.alarms()
    tell('log-cleared', 7, 'first')
    tell('log-cleared', 7, 'first, told again')
    tell('log-deleted', 7, 'another kind')
    suite.alarmd.kill()
    suite.alarmd.start()
    a = suite.alarms()
    a.until(lambda: a.summary.head, 'the journal')
    tell('log-cleared', 7, 'first, told to the next one')
    tell('log-cleared', 8, 'second')
    tell('log-cleared', 0, 'without a mark')
    tell('log-cleared', 0, 'without a mark')
    told = [e.text for e in a.caught_up() if e.kind in ('log-cleared', 'log-deleted')]
    assert told == ['first', 'another kind', 'second', 'without a mark', 'without a mark']


def test_hello_follows_the_channel_table(suite, sensord):
    """alarmd reads the settings before it hears sensord's table of them: its HELLO comes again then."""
    suite.start('settingsd')
    suite.start('alarmd')
    a = suite.alarms()
    with bus.Client(suite.run / 'settings.sock') as c:
        for name in ('Front door', 'Back door'):
            c.ask(bus.settings_change, [('channels.di_3.name', name)])
            a.until(lambda name=name: a.hello['di_3'].name == name, f'a HELLO with {name}')


def test_outputs_and_refusals_are_events(suite, sensord):
    """An output with who and why; a veto with the rule's name; a request without the right."""
    suite.start('alarmd')
    a = suite.alarms()
    c = suite.connect()
    assert c.ask(bus.output_set, 'alarm_out', 'on', reason='test of the horn').ok
    on = a.event('output-changed', channel='alarm_out')
    assert 'active' in on.flags and on.holder == 'manual' and 'test of the horn' in on.text
    c.sim_set('set ac_present off')
    a.until_alarm('ac_line_low', active=True)
    assert not c.ask(bus.output_set, 'battery', 'on', confirm_s=60).ok
    assert 'battery_needed' in a.until(lambda: next((e for e in a.events if e.kind in ('veto', 'request-refused')
                                                            and e.channel == 'battery'), None), 'the veto').text
    assert [e for e in a.events if e.kind == 'sim-command']


def test_missed_ticks_are_counted_once(suite, sensord):
    """Over a kill too: those that are an event and those that are none yet."""
    suite.start('alarmd')
    c, a = suite.connect(), suite.alarms()

    def miss():
        before = c.next_snapshot().missed_ticks
        sensord.pause()
        time.sleep(0.4)
        sensord.resume()
        return c.next_snapshot(lambda s: s.missed_ticks > before).missed_ticks

    def told(client):
        return sum(e.value for e in client.find('ticks-missed')) // bus.MICRO
    miss()
    a.event('ticks-missed')
    a.caught_up()
    missed = miss()
    suite.alarmd.kill()
    suite.alarmd.start()
    b = suite.alarms()
    b.until(lambda: told(b) >= missed, 'all of them')
    assert told(b) <= c.next_snapshot().missed_ticks


def test_a_stranger_may_nothing(suite, sensord, as_other_user):
    suite.start('alarmd')
    said = as_other_user(
        'import socket, sys\n'
        's = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)\n'
        's.connect(sys.argv[1])\n'
        'print(s.recv(4096)[0])\n', suite.run / 'alarm.sock')
    assert int(said) == bus.REFUSED


@pytest.mark.parametrize('form', ['native', '5424'])
def test_syslog_gets_each_event_once(suite, sensord, form):
    """After its commit; over a restart it goes on where it was."""
    path = suite.folder / 'log.sock'
    log = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    log.bind(str(path))
    log.settimeout(20)
    suite.extra_env['RMCU_SYSLOG'] = f'{form}:{path}'
    suite.start('alarmd')
    a = suite.alarms()
    seen = []

    def number(datagram):
        key = 'RMCU_EVENT=' if form == 'native' else ' event="'
        return int(datagram.split(key)[1].split('"')[0].split('\n')[0])

    def read_to(last):
        while not seen or seen[-1] < last:
            seen.append(number(log.recv(8192).decode()))
    read_to(a.caught_up()[-1].number + 1)
    suite.alarmd.stop()
    suite.alarmd.start()
    b = suite.alarms()
    read_to(b.caught_up()[-1].number + 1)
    assert seen == sorted(set(seen)) and seen == list(range(1, seen[-1] + 1))
    log.close()


@pytest.mark.usefixtures('sensord')
def test_syslog_goes_on_behind_what_a_full_socket_took(suite):
    """Its reader stands still and alarmd is killed: what was sent is not sent again, and nothing is left out."""
    path = suite.folder / 'log.sock'
    log = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    log.bind(str(path))
    log.settimeout(20)
    suite.extra_env['RMCU_SYSLOG'] = f'native:{path}'
    suite.start('alarmd')
    a = suite.alarms()
    room = int(Path('/proc/sys/net/unix/max_dgram_qlen').read_text())
    seen = []

    def read():
        seen.append(int(log.recv(8192).decode().split('RMCU_EVENT=')[1].split('\n')[0]))

    for i in range(min(room, 600) + 50):
        assert a.ask(bus.event_append, 'note', text=f'note {i}').ok
    # room for a part of what waits
    for _ in range(10):
        read()
    # this makes alarmd send it, and what is kept then goes with the transaction of the second one
    a.caught_up()
    a.caught_up()
    suite.alarmd.kill()
    suite.alarmd.start()
    last = suite.alarms().caught_up()[-1].number
    while seen[-1] < last:
        read()
    assert seen == list(range(1, seen[-1] + 1))
    log.close()


# ---------------------------------------------------------------- settings

def test_settings_change_under_it(world):
    """A rule that goes clears its alarm; one that stays goes on; refused settings change nothing."""
    a = world.alarms
    world.door(True).play(0.2)
    a.until_alarm('latch', active=True)
    world.suite.configure(RULES.replace('  latch = { channel = "di_3"; when = "active"; latched = true; };\n', ''))
    a.until(lambda: 'latch' not in a.alarms, 'the rule to go')
    assert a.event('alarm-cleared', alarm='latch')
    assert a.alarm('door').active and world.kinds('door') == ['raised']
    world.suite.configure('nonsense')
    a.until(lambda: a.health.trouble('settings'), 'the trouble')
    assert a.alarm('door').active
    world.suite.alarmd.kill()
    world.suite.alarmd.start()
    b = world.suite.alarms()
    assert b.alarm('door').active, 'the last good settings hold over a restart'
    world.suite.configure(RULES)
    b.until(lambda: not b.health.trouble('settings') and 'latch' in b.alarms, 'the good ones')


def test_channels_change_places_while_sensord_is_away(suite):
    """What an output was stays with its id: nothing has changed, so no event says that it did."""
    suite.data = suite.folder / 'data'
    shutil.copytree(SOURCE / 'etc', suite.data)
    profile = suite.data / 'profiles' / 'common' / 'guide.conf'
    suite.configure(RULES)
    suite.start('sensord')
    suite.start('alarmd')
    a = suite.alarms()
    assert suite.connect().ask(bus.output_set, 'do_4', 'on').ok
    a.event('output-changed', channel='do_4')
    generation, before = a.hello.generation, a.hello.index('do_4')
    suite.sensord.stop()
    profile.write_text(profile.read_text().replace('\talarm_out = {', '\tspare = { kind = "digital-in"; };\n\talarm_out = {'))
    suite.configure(RULES.replace('"Door"', '"Gate"'))
    a.until(lambda: a.hello.generation != generation and a.hello.index('do_4') != before, 'the other table')
    suite.sensord.start()
    sensor = suite.connect()
    assert sensor.output('do_4').active
    begun = sensor.snapshot.mono_us
    # alarmd waits a second for the fact of what it finds changed
    sensor.next_snapshot(lambda s: s.mono_us - begun > 2 * bus.MICRO)
    assert [e.channel for e in a.caught_up() if e.kind == 'output-changed'] == ['do_4']


def test_a_table_that_gets_shorter(suite, sensord):
    """Who comes later gets the pages that there are, not those that there were."""
    rules = ''.join(f'  more_{i} = {{ channel = "di_3"; when = "active"; }};\n' for i in range(100))
    suite.configure(RULES.replace('alarms = {\n', 'alarms = {\n' + rules))
    suite.start('alarmd')
    a = suite.alarms()
    a.until(lambda: 'more_99' in a.alarms and a.n_pages == 3, 'three pages')
    suite.configure(RULES)
    a.until(lambda: a.n_pages == 1, 'one page')
    b = suite.alarms()
    b.caught_up()
    assert list(b.pages) == [0] and b.n_pages == 1


def test_a_rule_that_goes_while_alarmd_is_not_there(world):
    """Its alarm is cleared in the journal, and is none when the rule is back."""
    a, suite = world.alarms, world.suite
    world.door(True)
    raised = a.event('alarm-raised', alarm='latch')
    world.door(False)
    a.until_alarm('latch', latched=True)
    suite.alarmd.kill()
    suite.configure(RULES.replace('latched = true;', 'latched = true; enabled = false;'))
    suite.alarmd.start()
    b = suite.alarms()
    cleared = b.event('alarm-cleared', alarm='latch')
    assert cleared.occurrence == raised.number and 'recovered' in cleared.flags
    b.caught_up()
    suite.alarmd.kill()
    suite.configure(RULES)
    suite.alarmd.start()
    c = suite.alarms()
    world.play(0.5)
    assert not c.alarm('latch').active and c.alarm('latch').count == 0
    assert len([e for e in c.caught_up() if e.kind == 'alarm-cleared' and e.alarm == 'latch']) == 1
