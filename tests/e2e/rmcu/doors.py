# SPDX-License-Identifier: MIT
"""Every way by which the unit says what happened: read(site, event) is what that way says of the event, in members of `Said`.

A member is there only where the way has it. A reader waits until it is told.
"""
import csv
import email
import email.policy
import html
import io
import json
import re
import urllib.parse
from datetime import datetime
from decimal import Decimal

from rmcu.snmp import date, octets, typed
from rmcu.waiting import TooLate, until

PRIORITIES = 'low', 'medium', 'high', 'critical'
UNITS = {'V': 'volt', '°C': 'celsius', '': 'none'}
MIB_UNITS = {1: 'none', 2: 'volt', 5: 'celsius'}
KINDS = {1: 'alarm-raised', 2: 'alarm-cleared'}
VERBS = {'raised': 'alarm-raised', 'cleared': 'alarm-cleared'}
STATES = {'OPEN': 0, 'CLOSED': 1}


def loads(text):
    """JSON whose numbers keep their digits."""
    return json.loads(text, parse_float=Decimal)


def found(rows, what, **wanted):
    """The only row with these members."""
    rows = [row for row in rows if all(row[k] == v for k, v in wanted.items())]
    assert len(rows) < 2, f'{what} {wanted} is told {len(rows)} times'
    return rows[0] if rows else None


def wait_for(rows, what, **wanted):
    return until(lambda: found(rows(), what, **wanted), f'{what} {wanted}')


def event_of(e):
    """Of an event as JSON."""
    return {'event': e['number'], 'time': datetime.fromisoformat(e['time']), 'severity': e['severity'],
            **{k: e[k] for k in ('kind', 'alarm', 'occurrence', 'priority', 'value', 'unit', 'words')}}


def alarm_of(a, event):
    """Of an alarm as JSON: when it came or ended, and the value with which it came."""
    moment = a['cleared'] if event.kind == 'alarm-cleared' else a['raised']
    return {'alarm': a['id'], 'time': datetime.fromisoformat(moment), 'shown': a['value_text'], 'what': a['what'],
            **{k: a[k] for k in ('occurrence', 'priority', 'value', 'unit')}}


def stands(event, **how):
    """What an alarm's list says once it knows of the event."""
    return {'active': event.kind == 'alarm-raised', 'occurrence': event.occurrence or event.number, **how}


# ---------------------------------------------------------------- psctl and REST

def psctl_events(site, event):
    line = re.search(rf'^{event.number} (\S+) (.*)$', site.suite.psctl('events', '--last=200').out, re.M)
    return {'event': event.number, 'time': datetime.fromisoformat(line[1]), 'words': line[2]}


def psctl_events_json(site, event):
    lines = site.suite.psctl('events', '--last=200', '--json').out.splitlines()
    return event_of(found(map(loads, lines), 'event', number=event.number))


def rest_journal(site, event):
    rows = until(lambda: loads(site.web.ask(f'/api/v1/journal?after={event.number - 1}&limit=200').text)['events'], 'the journal')
    return event_of(found(rows, 'event', number=event.number))


def psctl_alarms(site, event):
    word = 'active' if event.kind == 'alarm-raised' else 'cleared'

    def row():
        lines = [re.split(r' {2,}', line[3:]) for line in site.suite.psctl('alarms').out.splitlines()[2:]]
        return next((cells for cells in lines if cells[1] == word and cells[3] == event.alarm), None)
    cells = until(row, f'{event.alarm}, {word}')
    return {'alarm': cells[3], 'priority': cells[0], 'what': cells[4], 'shown': cells[5]}


def psctl_alarms_json(site, event):
    def rows():
        return loads(site.suite.psctl('alarms', '--all', '--json').out)['alarms']
    return alarm_of(wait_for(rows, 'alarm', id=event.alarm, **stands(event)), event)


def rest_alarms(site, event):
    def rows():
        return loads(site.web.ask('/api/v1/alarms').text)['alarms']
    return alarm_of(wait_for(rows, 'alarm', id=event.alarm, **stands(event)), event)


def stream(site, event):
    """The page's list of those that stand, with the value of now: one that is over and that nobody has seen says since when."""
    def told(change):
        # too much to tell piece by piece: the page is asked for, as browsers do
        parts = [site.web.ask('/').text] if change.data.get('whole') else change.data.get('html', {}).values()
        item = next(filter(None, (re.search(rf'<li data-live="alarm\.({event.alarm})" .*?</li>', part) for part in parts)), None)
        return item and ('"sym rtn"' in item[0]) == (event.kind == 'alarm-cleared') and item
    item = told(site.stream.until(told))
    return {'alarm': item[1], 'time': datetime.fromisoformat(re.findall('<time datetime="([^"]+)"', item[0])[-1]),
            'priority': re.search(r'<p class="now"><b>(\w+)</b>', item[0])[1].lower(),
            'what': html.unescape(re.search('<h3>(.*?)</h3>', item[0])[1]),
            'shown': html.unescape(re.search(r'data-live="now\.[a-z_]+">(.*?)</b>', item[0])[1])}


# ---------------------------------------------------------------- syslog and SNMP

def native(datagram):
    """The journal's native protocol."""
    fields = dict(line.split('=', 1) for line in datagram.splitlines())
    ours = {k[len('RMCU_'):].lower(): v for k, v in fields.items() if k.startswith('RMCU_')}
    return {**ours, 'words': fields['MESSAGE'], 'severity': int(fields['PRIORITY'])}


def rfc_5424(datagram):
    head = re.fullmatch(r'<(\d+)>1 (\S+) \S+ rmcu-alarmd \d+ (\S+) \[rmcu@32473( .*)\] \ufeff(.*)', datagram)
    params = {k: re.sub(r'\\(.)', r'\1', v) for k, v in re.findall(r' ([a-z]+)="((?:[^"\\]|\\.)*)"', head[4])}
    assert (params['time'], params['kind']) == (head[2], head[3]), 'head and fields of one line differ'
    return {**params, 'words': head[5], 'severity': int(head[1]) % 8}


def syslog(site, event):
    f = wait_for(site.log_lines, 'event in syslog', event=str(event.number))
    form = {'event': int, 'occurrence': int, 'time': datetime.fromisoformat, 'value': Decimal}
    names = 'event', 'occurrence', 'time', 'value', 'unit', 'kind', 'alarm', 'priority', 'words', 'severity'
    return {'unit': 'none', **{k: form.get(k, lambda v: v)(f[k]) for k in names if k in f}}


def snmp_trap(site, event):
    def rows():
        return [{n.removeprefix('2.1.').removesuffix('.0'): v for n, v in row.items()} for row in site.snmp.received()]
    row = wait_for(lambda: [r for r in rows() if '6' in r], 'trap', **{'1': str(event.number)})
    _, branch, _, kind = map(int, row['trap'].split('.'))
    assert branch - 3 == int(row['7']) - 1, 'the branch of a trap is its priority'
    return {'event': int(row['1']), 'time': date(octets(row['2'])), 'words': octets(row['3']).decode(), 'alarm': row['5'],
            'occurrence': int(row['6']), 'priority': PRIORITIES[int(row['7']) - 1], 'kind': KINDS[kind]}


def columns(site, entry, index):
    """{column: value} of a row that SNMP has; texts as such."""
    rows = [(name[-2:], typed(value.replace('\n', ''))[1]) for name, value in site.snmp.walk(tail=entry)]
    return {column: value for (column, row), value in rows if row == index}


def snmp_events(site, event):
    c = until(lambda: columns(site, '1.5.2.1', event.number), 'the row of the event')
    return {'event': event.number, 'time': date(c[2]), 'kind': c[3].decode(), 'alarm': c[5].decode(), 'occurrence': c[6],
            'priority': PRIORITIES[c[7] - 1], 'value': Decimal(c[8]) / 1000, 'unit': MIB_UNITS[c[9]], 'words': c[13].decode()}


def snmp_alarms(site, event):
    number, over = event.occurrence or event.number, event.kind == 'alarm-cleared'

    def row():
        c = columns(site, '1.4.6.1', number)
        return c and (15 in c) == over and c
    c = until(row, f'the alarm {number}')
    return {'occurrence': number, 'alarm': c[2].decode(), 'priority': PRIORITIES[c[5] - 1], 'value': Decimal(c[13]) / 1000,
            'time': date(c[15 if over else 14]), 'what': c[16].decode()}


# ---------------------------------------------------------------- messages

def letter(site, subject, words):
    """The page that a mail and a notice of ntfy have."""
    rows = dict(re.findall(r'^([A-Z][A-Za-z ]+): +(.*)$', words, re.M))
    number, *raised = re.findall(r'#(\d+)', rows['Event'])
    at = datetime.strptime(rows.get('Since') or rows['At'], '%Y-%m-%d %H:%M:%S')
    return {'event': int(number), 'occurrence': int(*raised or [number]), 'time': at.replace(tzinfo=site.zone),
            'subject': str(subject), 'words': words.split('\n\n')[1], 'what': rows['Alarm'], 'priority': rows['Priority'], 'shown': rows['Value']}


def mails(site, to):
    all_mails = [email.message_from_bytes(content, policy=email.policy.default) for _, _, content, _ in site.box.mails]
    return [m for m in all_mails if m['To'] == to]


def message_of(messages, event, what):
    """The one that is about the event alone."""
    def one():
        about = [m for m in messages() if re.search(rf'#{event.number}\b', m[0])]
        assert len(about) < 2, f'{what} about {event.number} came {len(about)} times'
        return about[0] if about else None
    return until(one, f'{what} about {event.number}')


def mail(site, event):
    m = message_of(lambda: [(m['Subject'], m) for m in mails(site, 'ops@example.org')], event, 'a mail')[1]
    return letter(site, m['Subject'], m.get_content().replace('\r\n', '\n'))


def ntfy(site, event):
    title, body = message_of(lambda: [(str(email.header.make_header(email.header.decode_header(h['Title']))), body)
                                      for path, h, body in list(site.hooks.got) if path == '/ntfy'], event, 'a notice')
    return letter(site, title, body.decode())


def short(site, event, words):
    """A text of 160 characters: its time is a minute of today."""
    m = re.fullmatch(r'Hügel: (.*) (\d\d):(\d\d) #(\d+)', words)
    assert m and len(words) <= 160, words
    day = datetime.fromtimestamp(event.wall_us // 10**6, site.zone)
    return {'event': int(m[4]), 'short': m[1], 'time': day.replace(hour=int(m[2]), minute=int(m[3]), second=0)}


def text(site, event):
    def all_texts():
        bodies = [body for path, _, body in list(site.hooks.got) if path == '/text']
        return [urllib.parse.parse_qs(body.decode())['text'] for body in bodies]
    return short(site, event, message_of(all_texts, event, 'a text')[0])


def text_by_mail(site, event):
    def all_texts():
        return [[m.get_content().strip()] for m in mails(site, '5550100@sms.example.org')]
    return short(site, event, message_of(all_texts, event, 'a text')[0])


def notice(body):
    """The one notice of a webhook's JSON."""
    n, = body['notices']
    return {**event_of(n['event']), 'what': n['about'], 'shown': n['value_text'], 'subject': body['subject']}


def webhook(site, event):
    def bodies():
        return [(b['subject'], b) for b in (loads(body) for path, _, body in list(site.hooks.got) if path == '/hook')]
    return notice(message_of(bodies, event, 'a request')[1])


def call(site, event):
    """(environment, input) of the program that was run."""
    def calls():
        return [(f'#{p.name}', p) for p in site.told.glob('[0-9]*')]
    told = message_of(calls, event, 'a call')[1].read_text()
    env, body = told[:told.index('{')], told[told.index('{'):]
    return dict(re.findall(r'^RMCU_([A-Z]+)=(.*)$', env, re.M)), loads(body)


def command(site, event):
    env, _ = call(site, event)
    return {'event': int(env['EVENT']), 'time': datetime.fromisoformat(env['TIME']), 'value': Decimal(env['VALUE']),
            'subject': env['TEXT'], **{k: env[k.upper()] for k in ('kind', 'alarm', 'priority', 'unit')}}


def command_input(site, event):
    return notice(call(site, event)[1])


# ---------------------------------------------------------------- history

def log_row(site, table, event):
    """The row of the log: the column of the alarm's channel has the value."""
    verb = event.kind.removeprefix('alarm-')
    row = found(csv.DictReader(io.StringIO(table, newline='')), 'row', reason='alarm', event=f'{event.alarm} {verb}')
    if not row:
        return None
    name = next(c.name for c in site.sim.hello.channels if c.id == event.channel)
    title = next(t for t in row if re.fullmatch(rf'{name}( \[.*\])?', t))
    value, symbol = row[title], title.removeprefix(name).strip(' []')
    assert value, f'the row has no value: {row}'
    return {'alarm': event.alarm, 'kind': event.kind, 'time': datetime.fromisoformat(row['time']), 'unit': UNITS[symbol],
            'value': Decimal(STATES[value] if value in STATES else value)}


def rmcu_csv(site, event):
    return until(lambda: log_row(site, site.web.ask('/RMCU.CSV').text, event), 'the row of RMCU.CSV')


def log_export(site, event):
    return until(lambda: log_row(site, site.suite.psctl('log', 'export').out, event), 'the row of the log')


def marks(site, event):
    def rows():
        return loads(site.web.ask('/api/v1/history/marks').text)['marks']
    m = wait_for(rows, 'mark', event=event.number)
    return {'event': m['event'], 'alarm': m['alarm'], 'kind': VERBS[m['kind']], 'time': datetime.fromisoformat(m['time'])}


def boxes(site, event):
    """Of what is raised."""
    def rows():
        return loads(site.web.ask('/api/v1/boxes').text)['boxes']
    if event.kind != 'alarm-raised':
        assert not [b for b in rows() if b['event'] == event.number]
        return {}
    b = wait_for(rows, 'box', event=event.number)
    return {'event': b['event'], 'alarm': b['alarm'], 'time': datetime.fromisoformat(b['raised'])}
