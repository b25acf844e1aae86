# SPDX-License-Identifier: MIT
"""What a manager must be told at a moment, all of it, made from what psctl says of that moment."""
import json
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

# Moves while all else stands still: only its type is known.
ANY = object()

QUALITY = ['ok', 'stale', 'over-range', 'under-range', 'broken-wire', 'fault', 'disabled']
PRIORITY = ['low', 'medium', 'high', 'critical']
WHEN = ['above', 'below', 'rising', 'falling', 'active', 'inactive', 'bad-quality', 'silent']
HOLDER = ['none', 'manual', 'schedule', 'alarm', 'safety']
UNIT = ['none', 'volt', 'ampere', 'watt', 'celsius', 'percent', 'hertz', 'ohm', 'pascal', 'litre-per-minute']
KIND = ['analog-in', 'digital-in', 'digital-out']
DAEMONS = ['sensord', 'alarmd', 'loggerd', 'agentxd']
UPS, ENTITY, SENSOR = '1.3.6.1.2.1.33', '1.3.6.1.2.1.47', '1.3.6.1.2.1.99'
SENSOR_TYPE = {'volt': 4, 'ampere': 5, 'watt': 6, 'hertz': 7, 'celsius': 8, 'litre-per-minute': 11}
SENSOR_STATE = {'ok': 1, 'stale': 2, 'disabled': 2}
SENSOR_UNITS = {'volt': 'V', 'ampere': 'A', 'watt': 'W', 'celsius': '°C'}


def integer(n):
    return None if n is None else ('INTEGER', n)


def gauge(n):
    return None if n is None else ('Gauge32', n)


def wide(n):
    return 'Counter64', n


def text(t):
    return 'STRING', (t or '').encode()


def truth(t):
    return 'INTEGER', 1 if t else 2


def number_in(names, name):
    return 'INTEGER', names.index(name) + 1


def whole(value, unit=1):
    """In units of `unit`, half away from zero."""
    return None if value is None else int((Decimal(str(value)) / Decimal(unit)).quantize(Decimal(1), ROUND_HALF_UP))


def milli(value):
    return integer(whole(value, '0.001'))


def date(rfc3339):
    if not rfc3339:
        return None
    t = datetime.fromisoformat(rfc3339.replace('Z', '+00:00'))
    return 'STRING', bytes([t.year >> 8, t.year & 255, t.month, t.day, t.hour, t.minute, t.second,
                            t.microsecond // 100000, ord('+'), 0, 0])


class Moment:
    """What psctl says, and trees of {tail: (type, value)} made from it."""

    def __init__(self, suite):
        self.status = suite.psctl('status', '--json').json
        self.alarms = suite.psctl('alarms', '--json').json
        self.settings = suite.psctl('config', 'show', '--json').json
        self.version = self.status['version']
        self.events = [json.loads(line) for line in suite.psctl('events', '--json').out.splitlines()]
        self.number = {c['id']: i + 1 for i, c in enumerate(self.status['channels'])}
        self.channels = [c for c in self.status['channels'] if not c['hidden']]
        self.rows = {}

    def add(self, under, index, *columns, first=1):
        """A row; None is a column without an instance."""
        for at, value in enumerate(columns, first):
            if value is not None:
                self.rows[f'{under}.{at}.{index}'] = value

    def rmcu(self):
        self.rows = {}
        for part in self.unit, self.channel_rows, self.limits, self.alarm_rows, self.event_rows, self.outputs, self.health:
            part()
        return self.rows

    def unit(self):
        s, device, site = self.status, self.settings['device'], self.settings['site']
        self.add('1.1', 0, text(self.version), text(device['model']), text(device['serial']), text(device['hardware']),
                 text(site['name']), text(site['location']), text(site['contact']), truth(s['simulated']),
                 truth(s['clock_set']), wide(s['snapshot']), date(s['time']), wide(s['missed_ticks']))

    def channel_rows(self):
        for c in self.channels:
            of = self.settings['channels'][c['id']]
            digital, ok = 'active' in c, c['quality'] == 'ok'
            self.add('1.2.1.1', self.number[c['id']], text(c['id']), text(c['name']), number_in(KIND, c['kind']),
                     text(c['role']), number_in(UNIT, c['unit']), milli(c['value']) if ok else None,
                     number_in(QUALITY, c['quality']), text(c['text']) if ok and digital else None,
                     gauge(c['age_ms']) if ok else None, gauge(of['averaging']), gauge(of['digits']),
                     None if digital else milli(of['range_min']), None if digital else milli(of['range_max']),
                     truth(of['approximate']), first=2)

    def limits(self):
        for name, rule in self.settings['alarms'].items():
            analog, windowed = rule['when'] in WHEN[:4], rule['when'] in WHEN[2:4]
            self.add('1.3.1.1', '.'.join(str(b) for b in name.encode()), gauge(self.number[rule['channel']]),
                     number_in(WHEN, rule['when']), truth(rule['enabled']), number_in(PRIORITY, rule['priority']),
                     milli(rule['setpoint']) if analog else None, milli(rule['recovery']) if analog else None,
                     gauge(rule['on_delay_ms']), gauge(rule['off_delay_ms']), gauge(rule['window_s']) if windowed else None,
                     truth(rule['latched']), text(rule['instruction']), first=2)

    def alarm_rows(self):
        a = self.alarms
        heard = [PRIORITY.index(row['priority']) + 1 for row in a['standing'] if row['active'] and not row['shelved']]
        self.add('1.4', 0, gauge(a['active']), gauge(a['unacknowledged']), gauge(a['shelved']),
                 integer(max(heard, default=None)), truth(a['maintenance']))
        for row in a['standing']:
            ok = row['quality'] == 'ok'
            self.add('1.4.6.1', row['occurrence'], text(row['id']), gauge(self.number.get(row['channel'])),
                     number_in(WHEN, row['when']), number_in(PRIORITY, row['priority']), truth(row['active']),
                     truth(row['acknowledged']), truth(row['latched']), truth(row['shelved']), truth(row['first_out']),
                     truth(row['consequence']), milli(row['setpoint']), milli(row['value']) if ok else None,
                     date(row['raised']), None if row['active'] else date(row['cleared']), text(row['what']),
                     text(row['note']), text(row['by']), first=2)

    def event_rows(self):
        self.add('1.5', 0, gauge(self.events[-1]['number']))
        for e in self.events[-200:]:
            self.add('1.5.2.1', e['number'], date(e['time']), text(e['kind']), text(e['channel']), text(e['alarm']),
                     gauge(e['occurrence']), number_in(PRIORITY, e['priority']) if e['alarm'] else None, milli(e['value']),
                     number_in(UNIT, e['unit']), number_in(HOLDER, e['holder']), text(e['by']), text(e['door']),
                     text(e['words']), first=2)

    def outputs(self):
        for o in self.status['outputs']:
            if o['hidden']:
                continue
            self.add('1.6.1.1', self.number[o['id']], integer(1 if not o['active'] else 3 if o['pulsing'] else 2),
                     number_in(HOLDER, o['holder']), text(o['reason']), text(o['by']), integer(2 if o['unconfirmed'] else 1),
                     gauge(o['left_ms']), truth(o['vetoed']), truth(o['fault']))
        self.rows['1.6.2.0'] = 'INTEGER', ANY

    def health(self):
        for at, name in enumerate(DAEMONS, 1):
            started = date(self.status['health']['started']) if name == 'sensord' else ('STRING', ANY)
            self.add('1.7.1.1', at, text(name), truth(True), started, *6 * [('Counter64', ANY)], ('Gauge32', ANY),
                     gauge(0), text(''), first=2)
        self.add('1.7', 0, *3 * [('Counter32', ANY)], gauge(0), first=2)

    def entity(self):
        self.rows = {}
        device, site, none = self.settings['device'], self.settings['site'], text('')
        self.add('1.1.1.1', 1, text(device['model']), ('OID', (0, 0)), integer(0), integer(3), integer(-1), text('rmcu'),
                 text(device['hardware']), none, text(self.version), text(device['serial']), none, text(device['model']),
                 text(site['name']), none, truth(True), None, none, none, first=2)
        for c in self.channels:
            at = self.number[c['id']]
            self.add('1.1.1.1', 100 + at, text(c['name']), ('OID', (0, 0)), integer(1), integer(8), integer(at),
                     text(c['id']), *6 * [none], text(c['name']), none, truth(False), None, none, none, first=2)
            self.add('1.3.3.1', f'1.{100 + at}', integer(100 + at))
        self.rows['1.4.1.0'] = 'Timeticks', ANY
        return self.rows

    def sensor(self):
        self.rows = {}
        for c in self.channels:
            of = self.settings['channels'][c['id']]
            ok, digital = c['quality'] == 'ok', 'active' in c
            kind = 12 if digital else 3 if c['role'] == 'ac-line' else SENSOR_TYPE[c['unit']]
            value = integer(1 if c['active'] else 2) if digital else milli(c['value'])
            words = f'{of["text_active"]}/{of["text_inactive"]}' if digital else \
                SENSOR_UNITS[c['unit']] + (' AC' if kind == 3 else '')
            self.add('1.1.1', 100 + self.number[c['id']], integer(kind), integer(9), integer(0 if digital else 3),
                     value if ok else None, integer(SENSOR_STATE.get(c['quality'], 3)), text(words),
                     ('Timeticks', ANY) if ok else None, gauge(1000 // self.settings['sampling']['rate_hz']))
        return self.rows

    def role(self, role, unit=1):
        """Of the channel with it, in whole units; None without a value."""
        return integer(next((whole(c['value'], unit) for c in self.channels if c['role'] == role and c['quality'] == 'ok'),
                            None))

    def ups(self):
        """While the supply feeds the load, its battery is well, and no alarm stands but about the output."""
        self.rows = {}
        device, site = self.settings['device'], self.settings['site']
        volts, amps = (next(c['value'] for c in self.channels if c['role'] == r) for r in ('supply-volts', 'supply-amps'))
        watts = Decimal(str(volts)) * Decimal(str(amps))
        self.add('1.1', 0, text(device['model']), text(device['hardware']), text(self.version), text(site['name']), first=2)
        self.add('1.2', 0, integer(2), integer(0), None, None, self.role('battery-volts', '0.1'),
                 self.role('battery-amps', '0.1'))
        self.add('1.3', 0, ('Counter32', 0), integer(1))
        self.add('1.3.3.1', 1, self.role('ac-line'), first=3)
        self.add('1.4', 0, integer(3), integer(0), integer(1))
        self.add('1.4.4.1', 1, self.role('supply-volts'), self.role('supply-amps', '0.1'), integer(whole(watts)),
                 integer(whole(watts / device['rated_watts'] * 100)), first=2)
        output_bad = any(a['active'] and a['channel'] == 'volts_supply' for a in self.alarms['standing'])
        self.add('1.6', 0, gauge(int(output_bad)))
        if output_bad:
            self.add('1.6.2.1', 7, ('OID', (1, 3, 6, 1, 2, 1, 33, 1, 6, 3, 7)), ('Timeticks', ANY), first=2)
        self.rows['1.6.3.8'] = truth(False)
        self.add('1.7', 0, ('OID', (1, 3, 6, 1, 2, 1, 33, 1, 7, 7, 1)), ('INTEGER', ANY), integer(6), text(''))
        self.add('1.8', 0, integer(1), integer(-1), integer(-1))
        self.add('1.9', 0, integer(device['ac_nominal']), None, None, integer(0), integer(device['rated_watts']),
                 integer(device['rated_watts']))
        return self.rows


def same(told, wanted):
    """What differs, in words; [] when a walk {tail: (type, value)} is just what was wanted."""
    wrong = [f'{tail} is missing: {wanted[tail]}' for tail in wanted.keys() - told.keys()]
    wrong += [f'{tail} is too much: {told[tail]}' for tail in told.keys() - wanted.keys()]
    for tail in told.keys() & wanted.keys():
        (kind, value), (want_kind, want) = told[tail], wanted[tail]
        if kind != want_kind or (want is not ANY and value != want):
            wrong.append(f'{tail} is {told[tail]}, not {wanted[tail]}')
    return sorted(wrong)
