# SPDX-License-Identifier: MIT
"""A unit whose messages the test delivers, or does not: sensord, alarmd and notifyd in lockstep with it."""
import email
import email.policy
import json
import re

from rmcu import bus
from rmcu.post import Post
from rmcu.waiting import until

RULES = '''device = { profile = "sim"; };
site = { name = "Hilltop"; };
channels = { di_3 = { name = "Door"; }; di_4 = { name = "Fan"; email_on_change = true; };
             amps_battery = { averaging = 1; range_max = 2000; }; };
interlocks = { };
alarms = {
  door = { channel = "di_3"; when = "active"; priority = "high"; };
  batt = { channel = "amps_battery"; when = "above"; setpoint = 500; recovery = 400; priority = "critical"; };
};
signs_of_life = { last_words = false; };
'''
HOOK = 'recipients = { ops = { by = "webhook"; url = "http://127.0.0.1/x"; hourly_most = 1000; %s }; %s };\n'
# a mail has all that waits
ALL_IN_ONE = ('mail = { server = "mail.example.org"; from = "unit@example.org"; };\n' +
              HOOK.replace('webhook', 'email').replace('url = "http://127.0.0.1/x"', 'address = "ops@example.org"'))


class World:
    """sensord, alarmd and notifyd in lockstep with the test."""

    def __init__(self, suite, settings, rules=RULES):
        self.suite = suite
        suite.configure(rules + settings)
        suite.extra_env['TZ'] = 'UTC'
        suite.start('sensord')
        suite.start('alarmd', '--lockstep')
        self.post = Post(suite)
        suite.start('notifyd', '--lockstep')
        self.alarms = suite.alarms()
        self.sim = suite.lockstep()
        self.joined()
        self.play(0.5)
        self.settled()

    def joined(self):
        """notifyd is in the lockstep beside alarmd and the test, so that no time passes without it."""
        until(lambda: self.sim.ask(bus.bare, bus.SIM_LIST).joined == 3, 'notifyd to join')
        self.client = self.suite.connect('notifyd')
        return self

    def again(self):
        """As if it crashed."""
        self.suite.notifyd.kill()
        self.suite.notifyd.start()
        return self.joined()

    def play(self, seconds, step=0.1):
        self.sim.play(seconds, step)
        self.sim.step(1 / bus.MICRO)
        return self

    def settled(self):
        """notifyd has looked at all that there is."""
        head = self.alarms.caught_up()[-1].number
        self.client.until(lambda: self.client.notify_status and
                          all(r.next > head or r.waiting for r in self.client.notify_status.recipients.values()),
                          f'notifyd to have seen event {head}')
        return self

    def recipient(self, name):
        self.client.drain()
        return self.client.notify_status.recipients[name]

    def door(self, closed, play=1.0):
        self.sim.sim_set(f'set di3 {"on" if closed else "off"}')
        return self.play(play)

    def ask(self, kind, recipient='', seconds=0):
        return self.client.ask(bus.notify_request, kind, recipient, seconds)


LINE = re.compile(r'^#(?P<number>\d+) \S+ \S+ (?P<words>.*?)(?: \(and (?P<earlier>\d+) earlier from #\d+\))?$')


def lines_of(text):
    """Of a mail with a line an alarm."""
    for line in map(LINE.match, text.splitlines()):
        if line:
            kind, alarm = (line['words'] + ' ').split(' ')[:2]
            yield {'kind': kind, 'alarm': alarm.rstrip(':'), 'why': 'news', 'number': int(line['number']),
                   'earlier': int(line['earlier'] or 0)}


def paragraphs_of(text):
    """Of a mail with a paragraph an event: its first line, and its id at the end."""
    words = re.findall(r'^((?:alarm|input|output)-[a-z]+) ?([a-z_]*)', text, re.M)
    ids = re.findall(r'^Event: +#(\d+)(?:, of the alarm raised by #\d+)?(?:, and (\d+) earlier from #\d+)?$', text, re.M)
    assert len(words) == len(ids), text
    return [{'kind': kind, 'alarm': alarm, 'why': 'news', 'number': int(number), 'earlier': int(earlier or 0)}
            for (kind, alarm), (number, earlier) in zip(words, ids)]


def notices(handed):
    """All events of a message."""
    if handed.send.by == 'email':
        text = email.message_from_bytes(handed.send.body, policy=email.policy.default).get_content()
        text = text.replace('\r', '')
        return list(lines_of(text)) or paragraphs_of(text)
    body = json.loads(handed.text)
    return [{**n['event'], **{k: n[k] for k in ('why', 'times', 'earlier')}} for n in body['notices']]


def kinds(handed):
    return [e['kind'].removeprefix('alarm-') for e in notices(handed)]


def told(handed):
    """(kind, alarm, why) of each event of a message."""
    return [(e['kind'].removeprefix('alarm-'), e['alarm'], e['why']) for e in notices(handed)]


def name_of(handed):
    """What a message is recognised by."""
    if handed.send.by == 'email':
        return email.message_from_bytes(handed.send.body, policy=email.policy.default)['Message-ID']
    return handed.send.fields['Idempotency-Key']


def numbers(handed):
    """Of all events that the message says, those that others stand for among them as far as they are known."""
    return [e['number'] for e in notices(handed)]
