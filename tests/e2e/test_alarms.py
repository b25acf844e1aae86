# SPDX-License-Identifier: MIT
"""alarmd: alarms, acknowledgements, shelving, outputs and the journal, with the real sensord."""
import errno

import pytest

from rmcu import bus

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
    suite.configure(RULES)
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
    assert a.ask(bus.event_append, 'alarm-cleared').error == errno.EINVAL
