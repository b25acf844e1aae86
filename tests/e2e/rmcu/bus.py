# SPDX-License-Identifier: MIT
"""The local bus, written a second time from its specification (lib/wire/PROTOCOL.md).

Nothing here is generated from the C code, so that a mistake in either shows. Decoders take nothing for
granted: left-over bytes, unknown numbers of an enumeration and texts that are no UTF-8 are BadMessage.
"""
import contextlib
import hashlib
import math
import socket
import struct
from dataclasses import dataclass, field

from rmcu.waiting import PATIENCE, Deadline, TooLate, readable

PROTOCOL = 1
PACKET_MAX = 32768
REQUEST_MAX = 16384
CHANNELS_MAX = 64
OUTPUTS_MAX = 32
HOLDS_MAX = 128
TROUBLES_MAX = 16
MICRO = 1000000
NO_CHANNEL = 0xFF
CONFIRM_DEFAULT = 0xFFFFFFFF

HELLO, REFUSED, REPLY = 1, 2, 3
SNAPSHOT, HEALTH, HOLDS, FACT, FACT_GAP = 16, 17, 18, 19, 20
FACTS_FROM, OUTPUT_SET, OUTPUT_CONFIRM, HOLD_ALL, MODEM = range(32, 37)
SIM_RUN, SIM_SET, SIM_SPEED, SIM_JOIN, SIM_STEP, SIM_LIST, SIM_LISTING, SIM_RELEASE = range(48, 56)
SETTINGS_CHANGE, SETTINGS_RESULT = 64, 65
ALARMS, ALARM_SUMMARY, SCHEDULES, EVENT, EVENT_GAP = range(80, 85)
(EVENTS_FROM, ALARM_ACKNOWLEDGE, ALARM_SHELVE, ALARM_UNSHELVE, ALARM_RESET, MAINTENANCE,
 EVENT_APPEND, NOTIFY_TEST) = range(96, 104)
LOG_STATUS = 112
LOG_APPEND, LOG_CLEAR, LOG_DELETE = range(120, 123)
SNMP_STATUS = 128
WEB_STATUS = 136
NOTIFY_STATUS = 160
NOTIFY_PAUSE, NOTIFY_FLUSH, NOTIFY_TRY, NOTIFY_QUEUE, NOTIFY_WAITING = range(168, 173)
SEND, SENT, MODEM_ASK, MODEM_ANSWER = range(176, 180)

RIGHT_READ, RIGHT_CONTROL, RIGHT_ADMIN, RIGHT_SUITE, RIGHT_MODEM = 1, 2, 4, 8, 16
ALL_RIGHTS = 31

QUALITY = ['ok', 'stale', 'over-range', 'under-range', 'broken-wire', 'fault', 'disabled']
UNIT = ['none', 'volt', 'ampere', 'watt', 'celsius', 'percent', 'hertz', 'ohm', 'pascal',
        'litre-per-minute']
KIND = ['analog-in', 'digital-in', 'digital-out']
SOURCE = ['none', 'iio', 'gpio', 'sim', 'derived', 'modem']
ROLE = ['none', 'ac-line', 'supply-volts', 'supply-amps', 'battery-volts', 'battery-amps',
        'supply-watts', 'temperature', 'alarm-in', 'dc-ok', 'alarm-out', 'supply-switch',
        'battery-switch', 'lvd', 'battery-front-switch']
HOLDER = ['none', 'manual', 'schedule', 'alarm', 'safety']
COLOUR = ['grey', 'green', 'red']
SIDE = ['left', 'right']
ACTION = ['off', 'on', 'pulse', 'release']
FACT_KIND = [None, 'edge', 'output-changed', 'request-refused', 'tick-missed', 'clock-stepped',
             'source-lost', 'source-back', 'hold-changed', 'veto', 'confirmed', 'taken-back',
             'settings-loaded', 'settings-refused', 'started', 'sim-command', 'edges-lost']

WHEN = ['above', 'below', 'rising', 'falling', 'active', 'inactive', 'bad-quality', 'silent', 'log-failed']
PRIORITY = ['low', 'medium', 'high', 'critical']
EVENT_KIND = {
    1: 'journal-begun', 2: 'started', 3: 'stopped', 10: 'alarm-raised', 11: 'alarm-cleared',
    12: 'alarm-recovered', 13: 'alarm-acknowledged', 14: 'alarm-reset', 15: 'alarm-shelved',
    16: 'alarm-unshelved', 17: 'alarm-chattering', 18: 'alarm-quiet', 20: 'maintenance-begun',
    21: 'maintenance-ended', 24: 'schedule-begun', 25: 'schedule-ended', 30: 'input-changed',
    31: 'output-changed', 32: 'hold-changed', 33: 'request-refused', 34: 'veto', 35: 'confirmed',
    36: 'taken-back', 37: 'source-lost', 38: 'source-back', 39: 'ticks-missed', 40: 'edges-lost',
    41: 'clock-stepped', 42: 'sensord-started', 43: 'sim-command', 44: 'facts-lost',
    50: 'settings-loaded', 51: 'settings-refused', 52: 'settings-changed', 60: 'events-lost',
    61: 'note', 62: 'delivery-failed', 63: 'test', 70: 'log-cleared', 71: 'log-failed',
    72: 'log-resumed', 73: 'history-set-aside', 74: 'log-deleted'}
DELIVERY = ['email', 'text-email', 'text-http', 'text-modem', 'webhook', 'command']
OUTCOME = ['delivered', 'temporary', 'permanent', 'partly']
SECURITY = ['starttls', 'tls', 'none']
LOG_WHAT = ['none', 'alarms', 'periodic', 'both']
EVENT_FLAG = ['recovered', 'message', 'quiet', 'first-out', 'consequence', 'wall-insane', 'active']
FROM_NOW = 0xFFFFFFFFFFFFFFFF


class BadMessage(ValueError):
    pass


class Closed(ConnectionError):
    """The server ended the connection."""


class Refused(ConnectionError):
    def __init__(self, error, sentence):
        super().__init__(f'{sentence} (errno {error})')
        self.error, self.sentence = error, sentence


class Writer:
    def __init__(self, kind, number=0):
        self.bytes = struct.pack('<HHI', kind, 0, number)

    def put(self, form, *values):
        self.bytes += struct.pack('<' + form, *values)
        return self

    def text(self, value):
        raw = value.encode()
        return self.put('H', len(raw)).raw(raw)

    def raw(self, raw):
        self.bytes += raw
        return self

    def actor(self, actor):
        for part in actor:
            self.text(part)
        return self


class Reader:
    def __init__(self, packet):
        self.packet, self.at = packet, 0

    def take(self, n):
        if self.at + n > len(self.packet):
            raise BadMessage(f'{len(self.packet)} bytes end in the middle of a field')
        self.at += n
        return self.packet[self.at - n:self.at]

    def one(self, form):
        form = '<' + form
        return struct.unpack(form, self.take(struct.calcsize(form)))[0]

    def text(self, size):
        """A text of at most size - 1 bytes."""
        n = self.one('H')
        if n >= size:
            raise BadMessage(f'a text of {n} bytes where {size - 1} are allowed')
        try:
            value = self.take(n).decode()
        except UnicodeDecodeError as e:
            raise BadMessage(str(e)) from e
        if any(ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 for c in value):
            raise BadMessage(f'control characters in {value!r}')
        return value

    def choice(self, names):
        n = self.one('B')
        if n >= len(names) or names[n] is None:
            raise BadMessage(f'{n} is none of {names}')
        return names[n]

    def flag(self):
        n = self.one('B')
        if n > 1:
            raise BadMessage(f'{n} as a yes or no')
        return n == 1

    def count(self, most):
        n = self.one('B')
        if n > most:
            raise BadMessage(f'{n} where {most} are the most')
        return n

    def actor(self):
        return Actor(self.text(32), self.text(46), self.text(16))

    def finish(self):
        if self.at != len(self.packet):
            raise BadMessage(f'{len(self.packet) - self.at} bytes are left over')


@dataclass(frozen=True)
class Actor:
    name: str = ''
    address: str = ''
    door: str = 'test'

    def __iter__(self):
        return iter((self.name, self.address, self.door))


@dataclass
class Channel:
    id: str
    name: str
    kind: str
    unit: str
    source: str
    role: str
    digits: int
    averaging: int
    approximate: bool
    pulse: bool
    active_low: bool
    confirm: bool
    range_min: int
    range_max: int
    pulse_ms: int
    texts: tuple
    colours: tuple
    sides: tuple


@dataclass
class Hello:
    protocol: int
    version: str
    service: str
    boot_id: bytes
    instance: int
    generation: int
    simulated: bool
    rights: int
    fahrenheit: bool
    site: str
    model: str
    channels: list

    def index(self, channel_id):
        return [c.id for c in self.channels].index(channel_id)

    def __getitem__(self, channel_id):
        return self.channels[self.index(channel_id)]


@dataclass
class Reply:
    error: int
    sentence: str

    @property
    def ok(self):
        return self.error == 0


@dataclass
class Sample:
    value: int
    mono_us: int
    quality: str


@dataclass
class OutputState:
    channel: int
    holder: str
    active: bool
    pulsing: bool
    unconfirmed: bool
    vetoed: bool
    fault: bool
    until_us: int


@dataclass
class Snapshot:
    number: int
    wall_us: int
    mono_us: int
    rate_milli: int
    wall_sane: bool
    edge: bool
    missed_ticks: int
    samples: list
    outputs: list


@dataclass
class Trouble:
    subject: str
    text: str
    since_wall_us: int


@dataclass
class Health:
    started_wall_us: int
    ticks: int
    missed_ticks: int
    snapshots: int
    skipped: int
    dropped_clients: int
    refused_clients: int
    clients: int
    tick_us: int
    left_out: int
    troubles: list

    def trouble(self, subject):
        """The text of the trouble of that subject, or None."""
        return next((t.text for t in self.troubles if t.subject == subject), None)


@dataclass
class Hold:
    channel: int
    holder: str
    active: bool
    reason: str
    actor: Actor
    since_wall_us: int


@dataclass
class Fact:
    number: int
    kind: str
    wall_us: int
    mono_us: int
    channel: int
    quality: str
    holder: str
    value: int
    actor: Actor
    text: str


@dataclass
class FactGap:
    next: int
    lost: int


@dataclass
class Listing:
    running: str
    rate_milli: int
    joined: int
    elapsed_us: int
    scenarios: dict
    knobs: dict


@dataclass
class SettingsResult:
    error: int
    sentence: str
    generation: int
    mistakes: list


@dataclass
class Alarm:
    id: str
    channel: str
    when: str
    priority: str
    setpoint: int
    condition: bool
    active: bool
    acknowledged: bool
    latched: bool
    chattering: bool
    first_out: bool
    consequence: bool
    shelved: bool
    occurrence: int
    count: int
    onset: tuple        # wall and monotonic, microseconds
    raised: tuple
    cleared: tuple
    value: int
    quality: str
    shelved_until_us: int
    note: str
    by: str


@dataclass
class AlarmPage:
    page: int
    pages: int
    alarms: list


@dataclass
class Summary:
    journal_id: bytes
    anchor: int
    anchor_hash: bytes
    head: int
    head_hash: bytes
    waiting: int
    lost: int
    bytes: int
    active: int
    unacknowledged: int
    shelved: int
    highest: str
    silent: bool
    may_raise: bool
    log_trouble: str
    maintenance_until_us: int
    maintenance_reason: str
    maintenance_by: str


@dataclass
class Schedule:
    id: str
    output: str
    enabled: bool
    active: bool
    running: bool
    start: int
    end: int
    days: int
    next_us: int


@dataclass
class Event:
    number: int
    kind: str
    wall_us: int
    mono_us: int
    boot_id: bytes
    channel: str
    alarm: str
    occurrence: int
    priority: str
    value: int
    unit: str
    quality: str
    holder: str
    flags: frozenset
    actor: Actor
    text: str
    hash: bytes
    body: bytes = field(repr=False)     # what the hash is made over

    def holds(self, before):
        """True when the hash is the one behind an event of hash `before`."""
        return hashlib.sha256(before + self.body).digest() == self.hash


@dataclass
class EventGap:
    next: int
    lost: int


@dataclass
class LogStatus:
    """What loggerd tells of the log and its database. Times are microseconds of the wall clock, 0 for none."""
    status: str
    error: int
    what: str
    rate_min: int
    in_window: bool
    clock_set: bool
    first: int
    last: int
    next: int
    rows: int
    files: int
    log_bytes: int
    quota_bytes: int
    lost_rows: int
    db_bytes: int
    db_bytes_most: int
    written_bytes: int
    written_since: int
    boxes: int
    boxes_most: int
    oldest_second: int
    oldest_minute: int
    oldest_hour: int


@dataclass
class WebStatus:
    """Where webd serves, and to whom. `valid_until` and `refused_at` are microseconds of the wall clock."""
    http_port: int
    https_port: int
    print: str
    own: bool
    valid_until: int
    sessions: int
    streams: int
    signed_in: int
    refused: int
    refused_at: int
    code: bool


@dataclass
class SnmpStatus:
    """What agentxd tells of its master. `since` is microseconds of the wall clock."""
    master: str
    connected: bool
    registered: bool
    since: int
    requests: int
    sets: int
    sent: int
    waiting: int
    watched: bool


@dataclass
class Recipient:
    """How it goes with one; times are microseconds of the wall clock, 0 is none."""
    id: str
    by: str
    enabled: bool
    next: int
    waiting: int
    open: int
    sent: int
    failed: int
    last: int
    outcome: str
    sentence: str
    due: int
    why: str


@dataclass
class NotifyStatus:
    watched: bool
    paused_until: int
    paused_by: str
    recipients: dict


@dataclass
class Waits:
    recipient: str
    event: int
    kind: str
    about: str
    earlier: int
    since: int
    due: int


@dataclass
class Waiting:
    left_out: int
    list: list


@dataclass
class Modem:
    """How the modem is."""
    there: bool
    registered: bool
    recent: bool
    signal: int
    why: str


@dataclass
class Send:
    """One message, as whoever delivers it gets it."""
    by: str
    server: str
    port: int
    security: str
    ca: str
    user: str
    password: str
    sender: str
    to: str
    type: str
    fields: dict
    limit_ms: int
    body: bytes


@dataclass
class Message:
    kind: int
    number: int
    body: object = field(repr=True)


def _channel(r):
    values = [r.text(32), r.text(64), r.choice(KIND), r.choice(UNIT), r.choice(SOURCE),
              r.choice(ROLE), r.one('B'), r.one('B'), r.flag(), r.flag(), r.flag(), r.flag(),
              r.one('q'), r.one('q'), r.one('I')]
    states = [(r.text(32), r.choice(COLOUR), r.choice(SIDE)) for _ in range(2)]
    return Channel(*values, *zip(*states))


def _hello(r):
    protocol, version = r.one('H'), r.text(32)
    if protocol != PROTOCOL:
        raise BadMessage(f'protocol {protocol}')
    return Hello(protocol, version, r.text(32), r.take(16), r.one('Q'), r.one('Q'), r.flag(),
                 r.one('B'), r.flag(), r.text(64), r.text(64),
                 [_channel(r) for _ in range(r.count(CHANNELS_MAX))])


def _reply(r):
    return Reply(r.one('I'), r.text(256))


def _output(r, n_samples):
    channel, holder, flags = r.one('B'), r.choice(HOLDER), r.one('B')
    if channel >= n_samples or flags >> 5:
        raise BadMessage(f'output of channel {channel} with flags {flags:#x}')
    return OutputState(channel, holder, *(bool(flags >> i & 1) for i in range(5)), r.one('q'))


def _snapshot(r):
    number, wall, mono, rate = r.one('Q'), r.one('q'), r.one('q'), r.one('I')
    sane, edge, missed = r.flag(), r.flag(), r.one('Q')
    n_samples, n_outputs = r.count(CHANNELS_MAX), r.count(OUTPUTS_MAX)
    samples = []
    for _ in range(n_samples):
        value, age = r.one('q'), r.one('I')
        samples.append(Sample(value, mono - age, r.choice(QUALITY)))
    outputs = [_output(r, n_samples) for _ in range(n_outputs)]
    return Snapshot(number, wall, mono, rate, sane, edge, missed, samples, outputs)


def _health(r):
    values = [r.one('q')] + [r.one('Q') for _ in range(6)] + [r.one('I'), r.one('I'), r.one('H')]
    troubles = [Trouble(r.text(32), r.text(256), r.one('q')) for _ in range(r.count(TROUBLES_MAX))]
    return Health(*values, troubles)


def _holds(r):
    return [Hold(r.one('B'), r.choice(HOLDER), r.flag(), r.text(64), r.actor(), r.one('q'))
            for _ in range(r.count(HOLDS_MAX))]


def _fact(r):
    return Fact(r.one('Q'), r.choice(FACT_KIND), r.one('q'), r.one('q'), r.one('B'),
                r.choice(QUALITY), r.choice(HOLDER), r.one('q'), r.actor(), r.text(96))


def _fact_gap(r):
    return FactGap(r.one('Q'), r.one('Q'))


def _listing(r):
    head = [r.text(64), r.one('I'), r.one('B'), r.one('q')]
    scenarios = dict((r.text(64), r.text(64)) for _ in range(r.count(64)))
    return Listing(*head, scenarios, dict((r.text(32), r.one('q')) for _ in range(r.count(32))))


def _settings_result(r):
    return SettingsResult(r.one('I'), r.text(256), r.one('Q'),
                          [(r.text(96), r.text(256)) for _ in range(r.count(64))])


def _instant(r):
    return r.one('q'), r.one('q')


def _alarm(r):
    head = [r.text(48), r.text(32), r.choice(WHEN), r.choice(PRIORITY), r.one('q')]
    flags = r.one('B')
    flags = [bool(flags >> i & 1) for i in range(8)]
    return Alarm(*head, *flags, r.one('Q'), r.one('I'), _instant(r), _instant(r), _instant(r), r.one('q'),
                 r.choice(QUALITY), r.one('q'), r.text(64), r.text(32))


def _alarms(r):
    page, pages = r.one('B'), r.one('B')
    if page >= pages:
        raise BadMessage(f'page {page} of {pages}')
    return AlarmPage(page, pages, [_alarm(r) for _ in range(r.count(48))])


def _summary(r):
    return Summary(r.take(16), r.one('Q'), r.take(32), r.one('Q'), r.take(32), r.one('Q'), r.one('Q'), r.one('Q'),
                   r.one('H'), r.one('H'), r.one('H'), r.choice(PRIORITY), r.flag(), r.flag(), r.text(160), r.one('q'), r.text(64),
                   r.text(32))


def _schedules(r):
    return [Schedule(r.text(32), r.text(32), r.flag(), r.flag(), r.flag(), r.one('H'), r.one('H'), r.one('B'),
                     r.one('q')) for _ in range(r.count(16))]


def _event(r):
    start = r.at
    number, kind = r.one('Q'), r.one('B')
    if kind not in EVENT_KIND:
        raise BadMessage(f'no event is of kind {kind}')
    values = [r.one('q'), r.one('q'), r.take(16), r.text(32), r.text(48), r.one('Q'), r.choice(PRIORITY), r.one('q'),
              r.choice(UNIT), r.choice(QUALITY), r.choice(HOLDER)]
    flags = r.one('H')
    if flags >> len(EVENT_FLAG):
        raise BadMessage(f'flags {flags:#x}')
    names = frozenset(name for i, name in enumerate(EVENT_FLAG) if flags >> i & 1)
    actor, text = r.actor(), r.text(384)
    body = r.packet[start:r.at]
    return Event(number, EVENT_KIND[kind], *values, names, actor, text, r.take(32), body)


def _event_gap(r):
    return EventGap(r.one('Q'), r.one('Q'))


def _log_status(r):
    head = [r.text(256), r.one('I'), r.choice(LOG_WHAT), r.one('B'), r.flag(), r.flag()]
    if head[3] > 60:
        raise BadMessage(f'a row each {head[3]} minutes')
    return LogStatus(*head, *(r.one(form) for form in 'qqqQIQQQQQQqIIqqq'))


def _snmp_status(r):
    return SnmpStatus(r.text(112), r.flag(), r.flag(), *(r.one(form) for form in 'qIIII'), r.flag())


def _web_status(r):
    return WebStatus(r.one('H'), r.one('H'), r.text(96), r.flag(), r.one('q'), *(r.one(form) for form in 'HHIIq'), r.flag())


def _recipient(r):
    return Recipient(r.text(32), r.choice(DELIVERY), r.flag(), r.one('Q'), r.one('H'), r.one('H'), r.one('I'),
                     r.one('I'), r.one('q'), r.choice(OUTCOME), r.text(256), r.one('q'), r.text(64))


def _notify_status(r):
    head = [r.flag(), r.one('q'), r.text(32)]
    rows = [_recipient(r) for _ in range(r.count(17))]
    return NotifyStatus(*head, {row.id: row for row in rows})


def _waits(r):
    row = [r.text(32), r.one('Q'), r.one('B'), r.text(160), r.one('I'), r.one('q'), r.one('q')]
    if row[2] not in EVENT_KIND:
        raise BadMessage(f'no event is of kind {row[2]}')
    row[2] = EVENT_KIND[row[2]]
    return Waits(*row)


def _notify_waiting(r):
    return Waiting(r.one('I'), [_waits(r) for _ in range(r.count(64))])


def _send(r):
    head = [r.choice(DELIVERY), r.text(256), r.one('H'), r.choice(SECURITY), r.text(64), r.text(64), r.text(128),
            r.text(128), r.text(128), r.text(64)]
    fields = {}
    for _ in range(r.count(12)):
        name = r.text(64)
        fields[name] = r.text(256)
    limit = r.one('I')
    n = r.one('H')
    if n > 11264:
        raise BadMessage(f'a body of {n} bytes')
    return Send(*head, fields, limit, r.take(n))


def _modem(r):
    return Modem(r.flag(), r.flag(), r.flag(), r.one('B'), r.text(96))


DECODERS = {HELLO: _hello, REFUSED: _reply, REPLY: _reply, SNAPSHOT: _snapshot, HEALTH: _health,
            HOLDS: _holds, FACT: _fact, FACT_GAP: _fact_gap, SIM_LISTING: _listing,
            SETTINGS_RESULT: _settings_result, ALARMS: _alarms, ALARM_SUMMARY: _summary,
            SCHEDULES: _schedules, EVENT: _event, EVENT_GAP: _event_gap,
            LOG_STATUS: _log_status, SNMP_STATUS: _snmp_status, WEB_STATUS: _web_status,
            NOTIFY_STATUS: _notify_status, NOTIFY_WAITING: _notify_waiting, SEND: _send,
            MODEM_ANSWER: _modem, MODEM_ASK: lambda r: r.one('I')}


def decode(packet):
    r = Reader(packet)
    kind, reserved, number = r.one('H'), r.one('H'), r.one('I')
    if reserved:
        raise BadMessage('the reserved field of the head is in use')
    if kind not in DECODERS:
        raise BadMessage(f'no server sends message {kind}')
    body = DECODERS[kind](r)
    r.finish()
    return Message(kind, number, body)


# Requests: each returns the packet.
def facts_from(number, instance, first):
    return Writer(FACTS_FROM, number).put('QQ', instance, first).bytes


def output_set(number, channel, action, pulse_ms=0, confirm_s=CONFIRM_DEFAULT, dry_run=False,
               reason='', actor=Actor()):
    w = Writer(OUTPUT_SET, number).text(channel).put('BII', ACTION.index(action), pulse_ms, confirm_s)
    return w.put('B', dry_run).text(reason).actor(actor).bytes


def output_confirm(number, channel='', actor=Actor()):
    return Writer(OUTPUT_CONFIRM, number).text(channel).actor(actor).bytes


def hold_all(number, holder, holds):
    """holds: (channel, active, reason) each."""
    w = Writer(HOLD_ALL, number).put('BB', HOLDER.index(holder), len(holds))
    for channel, active, reason in holds:
        w.text(channel).put('B', active).text(reason)
    return w.bytes


def sim(number, kind, text='', value=0, actor=Actor()):
    return Writer(kind, number).text(text).put('q', value).actor(actor).bytes


def bare(number, kind):
    return Writer(kind, number).bytes


def settings_change(number, changes, expected=0, actor=Actor()):
    """changes: (path, value or None) each."""
    w = Writer(SETTINGS_CHANGE, number).put('Q', expected).actor(actor).put('B', len(changes))
    for path, value in changes:
        w.text(path).put('B', value is None).text(value or '')
    return w.bytes


def events_from(number, first):
    return Writer(EVENTS_FROM, number).put('Q', first).bytes


def alarm_request(number, kind, alarm='', note='', seconds=0, occurrence=0, actor=Actor()):
    return Writer(kind, number).text(alarm).put('QI', occurrence, seconds).text(note).actor(actor).bytes


def event_append(number, kind, channel='', text='', value=0, actor=Actor(), mark=0):
    code = next(k for k, name in EVENT_KIND.items() if name == kind)
    w = Writer(EVENT_APPEND, number).put('QBqq', mark, code, 0, 0).raw(bytes(16)).text(channel).text('')
    return w.put('QBqBBBH', 0, 0, value, 0, 0, 0, 0).actor(actor).text(text).bytes


def log_request(number, kind, file=0, actor=Actor()):
    return Writer(kind, number).put('I', file).actor(actor).bytes


def notify_request(number, kind, recipient='', seconds=0, actor=Actor()):
    return Writer(kind, number).text(recipient).put('I', seconds).actor(actor).bytes


# Server to client, for the servers that tests play.
def hello_of_protocol(protocol, version):
    """A HELLO of another protocol: only its number and version mean anything."""
    return Writer(HELLO).put('H', protocol).text(version).raw(b'whatever comes then').bytes


def refused(error, sentence):
    return Writer(REFUSED).put('I', error).text(sentence).bytes


def modem_ask(number, limit_ms):
    return Writer(MODEM_ASK, number).put('I', limit_ms).bytes


def modem(number, m, kind=MODEM):
    return Writer(kind, number).put('BBBB', m.there, m.registered, m.recent, m.signal).text(m.why).bytes


def sent(number, outcome, code, sentence, unsure=False):
    return Writer(SENT, number).put('B?H', OUTCOME.index(outcome), unsure, code).text(sentence).bytes


class Client:
    """A connection. Keeps the newest of each topic, and all snapshots and facts as they come."""

    def __init__(self, path, wait=True, patience=PATIENCE):
        self.patience = patience
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        # Blocking, because a socket with a time-out does not wait for room in a full queue of the server.
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack('ll', math.ceil(patience), 0))
        self.number = 0
        self.order = []         # kinds of messages, as they came
        self.hello = self.snapshot = self.health = self.holds = self.log_status = self.snmp_status = None
        self.notify_status = self.web_status = None
        self.hellos = 0
        self.snapshots = []
        self.facts = []         # Fact and FactGap
        self.replies = {}
        try:
            self.sock.connect(str(path))
            self.sock.settimeout(patience)
            if wait:
                self.until(self.has_state, 'the HELLO and the state')
        except BaseException:
            self.sock.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def has_state(self):
        """The HELLO, and with sensord, loggerd, agentxd, notifyd and webd all topics: the snapshot, the status is the last of them."""
        last = {'sensord': self.snapshot, 'loggerd': self.log_status, 'agentxd': self.snmp_status,
                'notifyd': self.notify_status, 'webd': self.web_status}
        return self.hello and last.get(self.hello.service, True)

    def close(self):
        self.sock.close()

    def fileno(self):
        return self.sock.fileno()

    def take(self, message):
        self.order.append(message.kind)
        if message.kind == REFUSED:
            raise Refused(message.body.error, message.body.sentence)
        if message.number:
            self.replies[message.number] = message.body
        elif message.kind == HELLO:
            self.hello = message.body
            self.hellos += 1
        elif message.kind == SNAPSHOT:
            self.snapshot = message.body
            self.snapshots.append(message.body)
        elif message.kind == HEALTH:
            self.health = message.body
        elif message.kind == HOLDS:
            self.holds = message.body
        elif message.kind == LOG_STATUS:
            self.log_status = message.body
        elif message.kind == SNMP_STATUS:
            self.snmp_status = message.body
        elif message.kind == NOTIFY_STATUS:
            self.notify_status = message.body
        elif message.kind == WEB_STATUS:
            self.web_status = message.body
        else:
            self.facts.append(message.body)

    def receive(self, seconds=0.0):
        """Takes one packet; False when none came in time."""
        if not readable(self.sock, seconds):
            return False
        try:
            packet = self.sock.recv(PACKET_MAX + 1)
        except (ConnectionResetError, BrokenPipeError) as e:
            raise Closed(str(e)) from e
        if not packet:
            raise Closed('closed by the server')
        self.take(decode(packet))
        return True

    def drain(self):
        """Takes all that has come."""
        while self.receive():
            pass

    def until(self, condition, what, seconds=None):
        """Takes packets until the condition holds; returns its result."""
        deadline = Deadline(seconds or self.patience)
        while True:
            result = condition()
            if result:
                return result
            if not self.receive(deadline.left) and deadline.over:
                raise TooLate(f'waited {deadline.seconds:g} s in vain for: {what}')

    def until_closed(self, seconds=None):
        with contextlib.suppress(Closed):
            self.until(lambda: False, 'the end of the connection', seconds)

    @property
    def closed(self):
        """True once the server has ended the connection; takes what came before that."""
        try:
            self.drain()
        except Closed:
            return True
        return False

    def send(self, packet):
        try:
            self.sock.send(packet)
        except (BrokenPipeError, ConnectionResetError) as e:
            raise Closed(str(e)) from e

    def next_number(self):
        self.number += 1
        return self.number

    def ask(self, make, *args, **kwargs):
        """Sends make(number, …) and waits for the answer."""
        number = self.next_number()
        self.send(make(number, *args, **kwargs))
        self.until(lambda: number in self.replies, f'the answer to {make.__name__}{args}')
        return self.replies.pop(number)

    # What tests ask most, by channel id.
    def sample(self, channel_id, snapshot=None):
        return (snapshot or self.snapshot).samples[self.hello.index(channel_id)]

    def quality(self, channel_id):
        return self.sample(channel_id).quality

    def value(self, channel_id, snapshot=None):
        """The value in its unit, None when there is none."""
        s = self.sample(channel_id, snapshot)
        return s.value / MICRO if s.quality == 'ok' else None

    def active(self, channel_id):
        return self.value(channel_id) == 1.0

    def output(self, channel_id, snapshot=None):
        index = self.hello.index(channel_id)
        return next(o for o in (snapshot or self.snapshot).outputs if o.channel == index)

    def next_snapshot(self, accept=lambda s: True, what='a snapshot'):
        """The next one that comes and is accepted."""
        seen = len(self.snapshots)

        def found():
            nonlocal seen
            fresh, seen = self.snapshots[seen:], len(self.snapshots)
            return next((s for s in fresh if accept(s)), None)
        return self.until(found, what)

    def follow_facts(self, instance=0, first=0):
        self.send(facts_from(self.next_number(), instance, first))

    def fact(self, kind, since=0, **wanted):
        """Waits for a fact of this kind (behind `since` in the list) with these members."""
        def found():
            return next((f for f in self.facts[since:] if isinstance(f, Fact) and f.kind == kind and
                         all(getattr(f, k) == v for k, v in wanted.items())), None)
        return self.until(found, f'a fact {kind} {wanted}')

    def sim(self, kind, text='', value=0):
        reply = self.ask(sim, kind, text, value)
        assert reply.ok, reply
        return reply

    def sim_set(self, action):
        return self.sim(SIM_SET, action)


class Lockstep(Client):
    """A client that joined the lockstep: simulated time stands still but for its steps."""

    def __init__(self, path, alone=True):
        super().__init__(path)
        reply = self.ask(bare, SIM_JOIN)
        assert reply.ok, reply
        self.ticks = []
        # Where it stands: the snapshot before the join was of an earlier moment.
        if alone:
            self.step(1 / MICRO)

    def step(self, seconds=0.1):
        """One tick; returns its snapshot."""
        self.send(sim(self.next_number(), SIM_STEP, value=round(seconds * MICRO)))
        tick = self.next_snapshot(lambda s: not s.edge, 'the tick of a STEP')
        self.ticks.append(tick)
        return tick

    def play(self, seconds, step=0.1):
        """Steps until so much simulated time has passed; returns the snapshots."""
        return [self.step(step) for _ in range(round(seconds / step))]

    def play_until(self, condition, what, step=0.1, most=1000.0):
        """Steps until the condition holds; returns the simulated seconds that it took."""
        for i in range(round(most / step) + 1):
            if condition():
                return i * step
            self.step(step)
        raise AssertionError(f'{what} did not happen in {most:g} simulated seconds')
