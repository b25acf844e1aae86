# SPDX-License-Identifier: MIT
"""One scripted run past every door: the same alarm has the same id, time, value, priority and words by each of them.

The truth is the event as alarmd's socket has it, and sensord's own sample; its words are put together here.
"""
import contextlib
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal

import pytest

from rmcu import bus, doors
from rmcu.doors import PRIORITIES
from rmcu.hooks import Hooks
from rmcu.mailserver import certificate, mail_server
from rmcu.snmp import ROOT, Snmp
from rmcu.stream import Stream
from rmcu.suite import BUILD
from rmcu.waiting import until
from rmcu.web import Web

SETTINGS = '''device = {{ profile = "sim"; }};
site = {{ name = "Hügel"; }};
web = {{ open_status = true; }};
snmp = {{ access = "read"; }};
channels = {{ ac_line = {{ name = "Netz Čä"; }}; di_3 = {{ name = "Tür"; }}; }};
alarms = {{
  ac_line_low = {{ priority = "medium"; }};
  temperature_high = {{ priority = "critical"; }};
  door = {{ channel = "di_3"; when = "active"; priority = "low"; email = true; }};
}};
alarm_system = {{ chatter_count = 0; }};
interlocks = {{ }};
signs_of_life = {{ last_words = false; }};
mail = {{ server = "127.0.0.1"; port = {port}; security = "none"; from = "unit7@example.org"; to = "ops@example.org"; }};
recipients = {{
  hook = {{ by = "webhook"; url = "{url}/hook"; priority = "low"; }};
  ntfy = {{ by = "webhook"; url = "{url}/ntfy"; form = "ntfy"; priority = "low"; }};
  text = {{ by = "text-http"; url = "{url}/text"; address = "+491701234567"; priority = "low"; }};
  gate = {{ by = "text-email"; address = "5550100@sms.example.org"; priority = "low"; }};
  site = {{ by = "command"; address = "tell"; priority = "low"; }};
}};
'''
COMMAND = '#!/bin/sh\n{{ env | grep ^RMCU_; cat; }} > {told}/new.$RMCU_EVENT\nmv {told}/new.$RMCU_EVENT {told}/$RMCU_EVENT\n'
OTHER_BOOT = '00112233445566778899aabbccddeeff'
# TZ and how far that is from UTC: a door that forgets the zone, or has it twice, differs.
ZONES = {'native': ('IST-5:30', timedelta(hours=5, minutes=30)), 'rfc_5424': ('NST3:30', -timedelta(hours=3, minutes=30))}


# ---------------------------------------------------------------- who says what

MILLISECOND, TENTH, SECOND, MINUTE = 10**3, 10**5, 10**6, 60 * 10**6
EXACT, THOUSANDTHS, TENTHS = 6, 3, 1       # digits of a value
EVENT = {'event', 'occurrence', 'alarm', 'kind', 'time', 'value', 'unit', 'priority', 'words'}
JSON_EVENT = EVENT | {'severity'}
JSON_ALARM = {'alarm', 'occurrence', 'time', 'value', 'unit', 'shown', 'priority', 'what'}
LETTER = {'event', 'occurrence', 'time', 'subject', 'words', 'what', 'priority', 'shown'}
NOTICE = JSON_EVENT | {'what', 'shown', 'subject'}
ROW = {'alarm', 'kind', 'time', 'value', 'unit'}


@dataclass(frozen=True)
class Door:
    """What it says of a raise, how exact its time and its value are, and what it says of the end ("the same" without it)."""
    read: object
    says: set
    time: int = MILLISECOND
    digits: int = EXACT
    of_end: set = None
    # a list of alarms: its value is the one with which the alarm came
    lists: bool = False
    # temperatures are Celsius in every MIB, whatever people of the site read
    celsius: bool = False


DOORS = [
    Door(doors.psctl_events, {'event', 'time', 'words'}),
    Door(doors.psctl_events_json, JSON_EVENT),
    Door(doors.rest_journal, JSON_EVENT),
    Door(doors.psctl_alarms, {'alarm', 'priority', 'what', 'shown'}, lists=True),
    Door(doors.psctl_alarms_json, JSON_ALARM, lists=True),
    Door(doors.rest_alarms, JSON_ALARM, lists=True),
    Door(doors.stream, {'alarm', 'time', 'priority', 'what', 'shown'}),
    Door(doors.syslog, JSON_EVENT),
    Door(doors.snmp_trap, EVENT - {'value', 'unit'}, time=TENTH, celsius=True),
    Door(doors.snmp_events, EVENT, time=TENTH, digits=THOUSANDTHS, celsius=True),
    Door(doors.snmp_alarms, {'alarm', 'occurrence', 'time', 'value', 'priority', 'what'}, time=TENTH, digits=THOUSANDTHS, lists=True,
         celsius=True),
    Door(doors.mail, LETTER, time=SECOND),
    Door(doors.ntfy, LETTER, time=SECOND),
    Door(doors.text, {'event', 'time', 'short'}, time=MINUTE),
    Door(doors.text_by_mail, {'event', 'time', 'short'}, time=MINUTE),
    Door(doors.webhook, NOTICE),
    Door(doors.command, EVENT - {'occurrence', 'words'} | {'subject'}),
    Door(doors.command_input, NOTICE),
    Door(doors.rmcu_csv, ROW, digits=TENTHS),
    Door(doors.log_export, ROW, digits=TENTHS),
    Door(doors.marks, {'event', 'alarm', 'kind', 'time'}),
    Door(doors.boxes, {'event', 'alarm', 'time'}, of_end=set()),
]


# ---------------------------------------------------------------- the truth

NAMES = {'ac_line_low': 'Netz Čä', 'temperature_high': 'Temperature', 'door': 'Tür'}
LIMITS = {'ac_line_low': 'below 100.0 V AC', 'temperature_high': 'above 150.0 °F', 'door': 'is CLOSED'}
IN_CELSIUS = {**LIMITS, 'temperature_high': 'above 65.6 °C'}
SEVERITY = dict(zip(PRIORITIES, (5, 4, 3, 2)))
CLEARED_SEVERITY = 5


def shown(event, celsius):
    """The value as people see it."""
    if event.channel == 'di_3':
        return 'CLOSED' if event.value else 'OPEN'
    if event.channel == 'temperature' and celsius:
        return f'{rounded(exact(event), TENTHS)} °C'
    if event.channel == 'temperature':
        return f'{rounded(exact(event) * 9 / 5 + 32, TENTHS)} °F'
    return f'{rounded(exact(event), TENTHS)} V AC'


def exact(event):
    return Decimal(event.value) / bus.MICRO


def rounded(value, digits):
    return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def truth(event, raised, celsius):
    """All that can be said; `raised` is the event with which the alarm came."""
    name, value = NAMES[event.alarm], shown(event, celsius)
    of_raise = f' ({event.priority})' if event.kind == 'alarm-raised' else ''
    first = ', first out' if 'first-out' in event.flags else ''
    words = f'{event.kind} {event.alarm}{of_raise}: {name} {value}{first}'
    return {'event': event.number, 'occurrence': raised.number, 'alarm': event.alarm, 'kind': event.kind,
            'time': event.wall_us, 'value': exact(event), 'unit': event.unit, 'shown': value, 'priority': event.priority,
            'severity': SEVERITY[event.priority] if event.kind == 'alarm-raised' else CLEARED_SEVERITY,
            # the alphabet of texts has no Č and no degree
            'words': words, 'subject': f'Hügel: {words} #{event.number}', 'short': words.replace('Č', 'C').replace('°', 'deg '),
            'what': f'{name} {(IN_CELSIUS if celsius else LIMITS)[event.alarm]}'}


def expected(door, event, raised):
    """The truth as exact as the door is."""
    all_said = truth(event, raised, door.celsius)
    if door.lists:
        all_said.update(value=exact(raised), shown=shown(raised, door.celsius))
    all_said['time'] = datetime.fromtimestamp(0, timezone.utc) + timedelta(microseconds=event.wall_us // door.time * door.time)
    all_said['value'] = rounded(all_said['value'], door.digits)
    says = door.says if event is raised or door.of_end is None else door.of_end
    return {k: all_said[k] for k in says}


def differences(site, event, raised):
    """A line for each member of each door that is not as it should be."""
    wrong = []
    for door in DOORS:
        said, wanted = door.read(site, event), expected(door, event, raised)
        wrong += [f'{door.read.__name__} of {event.kind} {event.alarm}: {k} is {said.get(k)!r}, not {wanted.get(k)!r}'
                  for k in said.keys() | wanted.keys() if said.get(k) != wanted.get(k)]
    return wrong


# ---------------------------------------------------------------- the site

class Site:
    """All programs in one simulated world that stands still between steps, and everybody who is told."""

    def __init__(self, suite, form, ends):
        self.suite, self.form, self.lines = suite, getattr(doors, form), []
        suite.extra_env['TZ'], east = ZONES[form]
        self.zone = timezone(east)
        self.log = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        ends.callback(self.log.close)
        self.log.bind(str(suite.folder / 'log.sock'))
        suite.extra_env['RMCU_SYSLOG'] = f'{form.removeprefix("rfc_")}:{suite.folder}/log.sock'
        self.hooks = Hooks()
        ends.callback(self.hooks.close)
        self.box = ends.enter_context(mail_server(certificate(suite.folder)))
        self.told = suite.folder / 'told'
        self.told.mkdir()
        program = suite.config / 'commands' / 'tell'
        program.parent.mkdir()
        program.write_text(COMMAND.format(told=self.told))
        program.chmod(0o755)
        suite.configure(SETTINGS.format(port=self.box.port, url=self.hooks.url))
        self.start(ends)

    def start(self, ends):
        suite = self.suite
        suite.start('sensord')
        self.sim = suite.lockstep()
        suite.start('alarmd', '--lockstep')
        # it must see each moment: its rows have the values of an event's own
        suite.start('loggerd', '--lockstep')
        suite.start('notifyd', '--senders', str(BUILD / 'daemons'))
        # agentxd tells all from the first event on, as if the last it told was of another boot
        (suite.state / 'agentxd').mkdir()
        (suite.state / 'agentxd' / 'told').write_text(f'1 {OTHER_BOOT}\n')
        self.snmp = Snmp(suite, ROOT)
        ends.callback(self.snmp.close)
        self.snmp.start()
        self.web = Web(suite)
        self.alarms = suite.alarms()
        until(lambda: self.web.ask('/healthz').status == 200, 'a snapshot')
        self.stream = Stream(self.web)
        ends.callback(self.stream.close)
        self.stream.next()
        self.sim.play(3)
        # loggerd follows the journal from where it stands when they meet
        until(lambda: suite.loggerd.log_lines('connected to alarmd'), 'loggerd to follow the journal')
        assert suite.psctl('log', 'append').code == 0

    def log_lines(self):
        """All that syslog got."""
        with contextlib.suppress(BlockingIOError):
            while True:
                self.lines.append(self.form(self.log.recv(8192, socket.MSG_DONTWAIT).decode()))
        return self.lines

    def happens(self, action, alarm, kind):
        """One alarm comes or goes, and time stands still at once: what is now is what was then."""
        self.sim.sim_set(action)
        since = len(self.alarms.events)
        while not self.alarms.find(kind, since, alarm=alarm):
            self.sim.step(0.1)
            self.sim.step(1 / bus.MICRO)
            self.alarms.caught_up()
            assert len(self.sim.ticks) < 1000, f'{kind} {alarm} does not happen'
        event, = self.alarms.find(kind, since, alarm=alarm)
        sample = self.sim.sample(event.channel, next(s for s in self.sim.snapshots if s.mono_us == event.mono_us))
        assert (sample.value, sample.quality) == (event.value, 'ok')
        return event


@pytest.fixture(params=ZONES)
def site(suite, request):
    with contextlib.ExitStack() as ends:
        yield Site(suite, request.param, ends)


def test_the_same_by_every_door(site, rng):
    """A voltage, a temperature in degrees Fahrenheit, and a contact; each comes and goes."""
    volts, celsius = rng.randrange(900, 985) / 10, rng.randrange(680, 890) / 10
    script = [('ac_line_low', f'set ac_volts {volts}', 'set ac_volts 115'),
              ('door', 'set di3 on', 'set di3 off'),
              ('temperature_high', f'fail temperature value {celsius}', 'heal temperature')]
    for alarm, comes, goes in script:
        site.sim.play(rng.random() * 3)
        raised = site.happens(comes, alarm, 'alarm-raised')
        wrong = differences(site, raised, raised)
        site.sim.play(rng.random() * 3)
        wrong += differences(site, site.happens(goes, alarm, 'alarm-cleared'), raised)
        assert not wrong, '\n'.join(wrong)
