# SPDX-License-Identifier: MIT
"""rmcu-webd: alarms, the journal, outputs and the small page for somebody who has not signed in."""
import csv
import gzip
import html
import io
import json
import re
import signal
import urllib.parse
from concurrent.futures import ThreadPoolExecutor

import pytest

from rmcu.suite import NO_INTERLOCKS
from rmcu.waiting import until
from rmcu.web import watched

HOSTILE = '<script>alert(1)</script>"\'&lt;é' + 'ü' * 15       # 63 bytes
assert len(HOSTILE.encode()) == 63
QUOTED = HOSTILE.replace('"', '\\"')
CONFIG = f'''device = {{ profile = "sim"; }};
site = {{ name = "<i>Hügel</i>"; }};
web = {{ open_status = true; }};
channels = {{ di_3 = {{ name = "{QUOTED}"; }}; di_4 = {{ name = "Window"; }}; do_4 = {{ name = "{QUOTED}"; }}; }};
alarms = {{ door = {{ channel = "di_3"; when = "active"; priority = "critical"; instruction = "Call <b>Bob</b>"; }};
  door_too = {{ channel = "di_4"; when = "active"; priority = "low"; cause = "door"; }}; }};
''' + NO_INTERLOCKS
SMALL = 3 * 1024        # bytes, packed


@pytest.fixture
def web(suite):
    return watched(suite, CONFIG)


def raise_door(web, suite):
    sim = suite.connect()
    for contact, name in ('di3', 'door'), ('di4', 'door_too'):
        sim.sim_set(f'set {contact} on')
        until(lambda: name in [a['id'] for a in web.ask('/api/v1/alarms').json['alarms'] if a['active']], 'the alarm')


def events(web, query=''):
    answer = web.ask('/api/v1/journal' + query)
    assert answer.status == 200, answer.text
    return answer.json


def check_harmless(page):
    """What a person has named is text."""
    # our own are files
    assert re.findall(r'<script(?! (?:type="module" )?src="/static/)', page) == [] and '<i>Hügel' not in page and '<b>Bob' not in page
    assert not re.search(r'<[^>]* (style|on[a-z]+)=', re.sub('"[^"]*"', '""', page))


# ---------------------------------------------------------------- alarms

def test_alarms_are_those_of_psctl(web, suite):
    raise_door(web, suite)
    ours, theirs = web.ask('/api/v1/alarms').json, suite.psctl('alarms', '--all', '--json').json
    assert [a['id'] for a in ours['alarms']] == [a['id'] for a in theirs['alarms']]
    assert ours['unacknowledged'] == theirs['unacknowledged'] == 2


def test_who_has_not_signed_in_sees_no_names(web, suite):
    raise_door(web, suite)
    assert suite.psctl('ack', 'door', '--note=Bob is coming').code == 0
    assert suite.psctl('shelve', 'door_too', '--reason=Bob knows').code == 0
    until(lambda: web.ask('/api/v1/alarms').json['shelved'] == 1, 'the shelf')
    name = suite.psctl('alarms', '--json').json['standing'][0]['by']
    assert name
    for path in '/', '/alarms', '/m', '/api/v1/status', '/api/v1/alarms', '/api/v1/journal?kind=alarm':
        text = web.ask(path).text
        assert 'Bob' not in text, path
        assert f'"{name}"' not in text and f'by {name}' not in text and f'>{name}' not in text, path
    assert not events(web, '?words=bob')['events']
    acknowledged = events(web, '?kind=alarm-acknowledged')['events']
    assert [(e['by'], e['door'], e['text'], set(e['hash'])) for e in acknowledged] == [('', '', '', {'0'})]


def test_page_of_alarms(web, suite):
    page = web.ask('/alarms').text
    assert 'No active alarms' in page and 'aria-current="page"' in page
    raise_door(web, suite)
    page = until(lambda: (p := web.ask('/alarms').text) and '<td>Alarm raised<' in p and p, 'the event')
    check_harmless(page)
    # what follows from another one stands under it
    assert re.findall('<li [^>]*class="(alarm[^"]*)"', page) == ['alarm p1 un', 'alarm p4 un con']
    assert html.escape(HOSTILE).replace('&#x27;', '&#39;') in page
    assert '<span class="badge">2<' in page
    # nobody has signed in: nothing to press, and nothing that only people of the unit may read
    assert 'method="post"' not in page and 'Bob' not in page
    for path in '/', '/m':
        check_harmless(web.ask(path).text)
        assert 'method="post"' not in web.ask(path).text


def test_page_of_alarms_without_the_others(web, suite):
    suite.alarmd.kill()
    until(lambda: 'Alarms are unknown' in web.ask('/alarms').text, 'that nobody watches')
    assert 'No active alarms' not in web.ask('/alarms').text
    assert web.ask('/api/v1/journal').status == 503
    suite.sensord.kill()
    until(lambda: web.ask('/healthz').status == 503, 'the loss of sensord')
    assert 'Alarms are unknown' in web.ask('/alarms').text and 'Nothing is known' in web.ask('/m').text
    suite.sensord.start()
    suite.alarmd.start()
    until(lambda: web.ask('/api/v1/journal').status == 200, 'the journal again')


# ---------------------------------------------------------------- journal

def test_journal_newest_first_in_pages(web, suite):
    for i in range(12):
        assert suite.psctl('maintenance', *(('on', '--for=1h') if i % 2 == 0 else ('off',))).code == 0
    theirs = [json.loads(line) for line in suite.psctl('events', '--last=1000', '--json').out.splitlines()]
    numbers = [e['number'] for e in reversed(theirs)]
    until(lambda: events(web)['kept'] >= len(numbers), 'the summary')
    assert [e['number'] for e in events(web, '?limit=200')['events']][-len(numbers):] == numbers
    got, before = [], None
    while True:
        part = events(web, '?limit=5' + (f'&before={before}' if before else ''))
        got += [e['number'] for e in part['events']]
        before = part['before']
        if not before:
            break
    assert got[-len(numbers):] == numbers
    begun = events(web, '?kind=maintenance-begun&limit=4')
    assert len(begun['events']) == 4 and {e['kind'] for e in begun['events']} == {'maintenance-begun'}
    rest = events(web, f'?kind=maintenance-begun&limit=4&before={begun["before"]}')
    assert len(rest['events']) == 2 and rest['before'] is None
    assert [e['number'] for e in events(web, f'?after={numbers[3]}')['events']][-3:] == numbers[:3]
    assert events(web, '?before=1')['events'] == [] and events(web, '?after=18446744073709551615')['events'] == []
    assert events(web, '?from=1h&to=2099-01-01')['events'] and not events(web, '?to=2001-01-01')['events']


def test_journal_has_names_without_sensord(web, suite):
    raise_door(web, suite)
    before = events(web, '?kind=alarm-raised')['events']
    assert {e['name'] for e in before} == {HOSTILE, 'Window'}
    suite.sensord.kill()
    until(lambda: web.ask('/healthz').status == 503, 'the loss of sensord')
    assert [e for e in events(web, '?kind=alarm-raised')['events'] if e['number'] <= before[0]['number']] == before


def test_a_long_journal_is_read_backwards(web, suite):
    """More than one piece, whose events overtake nothing; and no question stops the others."""
    assert suite.psctl('maintenance', 'on', '--for=1h').code == 0
    sim = suite.connect()
    for i in range(700):
        sim.sim_set(f'set di3 {"on" if i % 2 else "off"}')
    until(lambda: events(web)['kept'] > 700, 'many events')
    found = events(web, '?kind=maintenance-begun')
    assert len(found['events']) == 1 and found['before'] is None and not found['stopped']
    number = found['events'][0]['number']
    assert [e['number'] for e in events(web, f'?limit=200&before={number + 201}')['events']] == list(range(number + 200, number, -1))


def test_a_journal_that_stands_still(web, suite):
    """The page comes all the same, and says so; meanwhile everybody else is served."""
    suite.alarmd.signal(signal.SIGSTOP)
    try:
        with ThreadPoolExecutor(5) as pool:
            asked = [pool.submit(web.ask, path) for path in ('/alarms', '/api/v1/journal', '/alarms', '/alarms', '/api/v1/journal')]
            assert web.ask('/api/v1/status').status == 200
            answers = [a.result() for a in asked]
    finally:
        suite.alarmd.signal(signal.SIGCONT)
    pages = [a for a in answers if a.headers['content-type'].startswith('text/html')]
    assert len(pages) == 3 and all('role="alert"' in p.text and 'No active alarms' in p.text for p in pages)
    assert all(a.status == 503 for a in answers if a not in pages)
    until(lambda: web.ask('/api/v1/journal').status == 200, 'the journal again')


def test_the_journal_as_csv(web, suite):
    """The same events in the same order; what a person wrote is text for a spreadsheet too."""
    formula = '=HYPERLINK("http://x","y")'
    for reason in formula, 'a, "b"', '-5 V is too low', 'ü':
        assert suite.psctl('maintenance', 'on', '--for=1h', '--reason', reason).code == 0
    raise_door(web, suite)
    # nobody has signed in: there are no words of people
    answer = web.ask('/api/v1/journal.csv?limit=200')
    assert answer.status == 200 and answer.headers['content-type'] == 'text/csv; charset=utf-8; header=present'
    assert answer.headers['content-disposition'] == 'attachment; filename="journal.csv"'
    assert answer.text.endswith('\r\n') and 'HYPERLINK' not in answer.text
    suite.overlay_file.parent.mkdir(exist_ok=True)
    suite.start('settingsd')
    assert suite.psctl('user', 'add', 'vera', '--role', 'viewer', stdin='correct horse\n').code == 0
    vera = until(lambda: (signed := web.sign_in('vera', 'correct horse')).cookie and signed, 'the user').as_browser
    # what comes meanwhile is in neither
    until(lambda: events(web, '?kind=alarm-raised&channel=di_4')['events'], 'the events')
    newest = events(web)['events'][0]['number']
    for query in f'?before={newest}', '?kind=maintenance&limit=3', '?kind=alarm&channel=di_3':
        found = list(csv.DictReader(io.StringIO(web.ask('/api/v1/journal.csv' + query, headers=vera).text, newline='')))
        as_json = web.ask('/api/v1/journal' + query, headers=vera).json['events']
        assert [int(row['number']) for row in found] == [e['number'] for e in as_json] and found
        for row, event in zip(found, as_json):
            assert row['kind'] == event['kind'] and row['words'].removeprefix("'") == event['words']
            assert row['by'] == event['by'] and row['text'].removeprefix("'") == event['text']
            assert (float(row['value']) if row['value'] else None) == event['value']
            assert not any(cell[:1] in tuple('=+-@\t\r') for name, cell in row.items() if name != 'value')
    texts = [row['text'] for row in csv.DictReader(io.StringIO(web.ask('/api/v1/journal.csv?kind=maintenance-begun', headers=vera).text, newline=''))]
    assert texts == ['ü', "'-5 V is too low", 'a, "b"', "'" + formula]
    # the page leads to what it shows
    link = html.unescape(re.search('href="(/api/v1/journal.csv[^"]*)">This view as CSV', web.ask('/alarms?kind=alarm&limit=7').text)[1])
    assert link == '/api/v1/journal.csv?kind=alarm&limit=7'
    assert web.ask('/api/v1/journal.csv?limit=0').headers['content-type'] == 'application/json'


# ---------------------------------------------------------------- report

TIMED = 'since', 'until', 'active_total_s', 'active_for_s'     # of the moment at which it is asked for


def report(answer):
    """Without what goes on while we ask."""
    found = answer.json if hasattr(answer, 'json') else answer
    return {**{k: v for k, v in found.items() if k not in TIMED},
            'alarms': [{k: v for k, v in row.items() if k not in TIMED} for row in found['alarms']]}


def test_the_report(web, suite):
    """The same by every door: what psctl alarms report says."""
    raise_door(web, suite)
    assert suite.psctl('ack', 'door').code == 0
    sim = suite.connect()
    for state in 'off', 'on':
        sim.sim_set(f'set di4 {state}')
        until(lambda: ('door_too' in [a['id'] for a in web.ask('/api/v1/alarms').json['alarms'] if a['active']]) == (state == 'on'), 'the alarm')
    until(lambda: len(events(web, '?kind=alarm-raised')['events']) == 3, 'the events')
    answer = web.ask('/api/v1/alarms/report')
    assert answer.status == 200, answer.text
    assert report(answer) == report(suite.psctl('alarms', 'report', '--json').json)
    noisy, door = answer.json['alarms']
    assert (noisy['alarm'], noisy['raised'], noisy['acknowledged'], noisy['active']) == ('door_too', 2, 0, True)
    assert (door['alarm'], door['raised'], door['acknowledged'], door['priority']) == ('door', 1, 1, 'critical')
    assert answer.json['raised'] == 3 and answer.json['events_not_looked_at'] == 0
    # a period that begins behind them: they are active, and were not raised in it
    later = web.ask('/api/v1/alarms/report?since=2099-01-01').json
    assert later['raised'] == 0 and [a['active'] for a in later['alarms']] == [True, True]


def test_the_report_as_a_page(web, suite):
    raise_door(web, suite)
    until(lambda: events(web, '?kind=alarm-raised')['events'], 'the event')
    link = re.search('<a [^>]*href="([^"]*)">Alarm report', web.ask('/alarms').text)[1]
    page = web.ask(link).text
    check_harmless(page)
    assert '<h1>Alarm report</h1>' in page and 'aria-current="true">7 d' in page
    rows = re.findall(r'<tr><th scope="row">.*?</tr>', page)
    assert len(rows) == 2 and any(html.escape(HOSTILE).replace('&#x27;', '&#39;') in row and 'aria-label="Critical"' in row for row in rows)
    assert '>door<wbr>' not in page and 'door_<wbr>too' in page
    for since in '24h', '2026-01-01 00:00', '"><script>':
        page = web.ask('/alarms/report?' + urllib.parse.urlencode({'since': since}))
        check_harmless(page.text)
        assert f'value="{html.escape(since)}"' in page.text and page.status == (400 if '<' in since else 200)
        asked = html.unescape(re.search('href="(/api/v1/alarms/report[^"]*)"', page.text)[1])
        assert urllib.parse.parse_qs(asked.partition('?')[2])['since'] == [since]
        assert web.ask(asked).status == page.status
    for wrong in 'yesterday', '%0a', 'x' * 64, '%ff':
        answer = web.ask(f'/api/v1/alarms/report?since={wrong}')
        assert answer.status == 400 and answer.json['error'].startswith("since '"), answer.text
        assert 'role="alert"' in web.ask(f'/alarms/report?since={wrong}').text


def test_a_report_of_an_alarmd_that_stands_still(web, suite):
    suite.alarmd.signal(signal.SIGSTOP)
    try:
        with ThreadPoolExecutor(2) as pool:
            first, second = [pool.submit(web.ask, '/api/v1/alarms/report') for _ in range(2)]
            assert web.ask('/api/v1/status').status == 200
            # one at a time: the other one is told at once
            errors = sorted(a.result().json['error'] for a in (first, second))
    finally:
        suite.alarmd.signal(signal.SIGCONT)
    assert errors == ['alarmd does not answer', 'the journal is read by many at the moment; try again in a while']
    until(lambda: web.ask('/api/v1/alarms/report').status == 200, 'the report')
    suite.alarmd.kill()
    until(lambda: web.ask('/api/v1/alarms/report').status == 503, 'that nobody answers')
    assert 'role="alert"' in web.ask('/alarms/report').text


def test_a_report_reads_all_of_it(web, suite):
    """Many more events than one turn takes: what stands at their end is in it, and what at their beginning."""
    raise_door(web, suite)
    sim = suite.connect()
    sim.sim_set('set di4 off')
    until(lambda: events(web, '?kind=alarm-cleared')['events'], 'the first end')
    for i in range(600):
        sim.sim_set(f'set di3 {"on" if i % 2 else "off"}')
    sim.sim_set('set di4 on')
    until(lambda: len(events(web, '?kind=alarm-raised&words=door_too')['events']) == 2, 'the last event')
    assert events(web)['kept'] > 600
    until(lambda: report(web.ask('/api/v1/alarms/report')) == report(suite.psctl('alarms', 'report', '--json').json), 'the same report')
    rows = {row['alarm']: row for row in web.ask('/api/v1/alarms/report').json['alarms']}
    assert rows['door_too']['raised'] == 2 and rows['door']['raised'] >= 1 and rows['door']['active']


MISTAKES = {'kind=alarm-rised': "did you mean 'alarm-raised'?", 'from=yesterday': "from 'yesterday': a time is", 'limit=0': "limit '0': it is a number, 1 to 200",
            'limit=abc': "limit 'abc': it is a number, 1 to 200", 'limit=-1': 'it is a number', 'limit=5x': 'it is a number',
            'limit=201': 'at most 200', 'before=x': 'number of an event', 'words=' + 'x' * 64: 'at most 63 bytes', 'words=%0a': 'control',
            'channel=%ff': 'UTF-8'}


@pytest.mark.parametrize('query', MISTAKES)
def test_journal_mistakes(web, query):
    answer = web.ask('/api/v1/journal?' + query)
    assert answer.status == 400 and MISTAKES[query] in answer.json['error'], answer.text
    page = web.ask('/alarms?' + query)
    assert page.status == 400 and 'role="alert"' in page.text and 'No active alarms' in page.text


def test_an_argument_that_there_is_not(web):
    """Who misspells one is told so, and does not take everything for what he asked for."""
    for path, ours in (('/api/v1/journal', 'from, to, kind, channel, words, after, before, limit'),
                       ('/api/v1/journal.csv', 'from, to, kind, channel, words, after, before, limit'),
                       ('/api/v1/alarms/report', 'since'), ('/api/v1/events', 'since, page'),
                       ('/api/v1/history', 'channels, from, to, points'), ('/api/v1/history.csv', 'channels, from, to, points'),
                       ('/api/v1/history/marks', 'from, to')):
        for query, shown in ('kinds=alarm', 'kinds'), ('from1h', 'from1h'), ('Since=1h', 'Since'), ('%ff=1', '...'), (f'{ours.split(", ")[0]}=1h&x', 'x'):
            answer = web.ask(f'{path}?{query}')
            assert answer.status == 400, (path, query)
            assert answer.json == {'error': f"there is no argument '{shown}' here; there {'are' if ',' in ours else 'is'} {ours}"}
    assert web.ask('/api/v1/journal?limit=2&').status == 200 and web.ask('/api/v1/journal?').status == 200
    # what takes none is no trap, and neither is a page: people add words of their own to what they keep
    assert web.ask('/api/v1/status?_=1').status == 200 and web.ask('/alarms?from=&utm=x').status == 200


def test_filter_of_the_page(web, suite):
    raise_door(web, suite)
    until(lambda: events(web, '?kind=alarm-raised')['events'], 'the event')
    page = web.ask('/alarms?kind=alarm-raised&channel=di_3&words=%22%3E%3Cscript%3E&from=1h').text
    check_harmless(page)
    assert '<option value="alarm-raised" selected>' in page and '<option value="di_3" selected>' in page
    assert 'value="&quot;&gt;&lt;script&gt;"' in page and 'value="1h"' in page and 'Nothing is found' in page
    page = web.ask('/alarms?limit=1').text
    older = html.unescape(re.search('href="(/alarms[^"]*before=[^"]*)">Older', page)[1])
    assert web.ask(older).status == 200 and '>Newest</a>' in web.ask(older).text


# ---------------------------------------------------------------- the small page

def test_small_page(web, suite):
    packed = web.ask('/m', headers={'Accept-Encoding': 'gzip'})
    page = gzip.decompress(packed.body).decode()
    assert len(packed.body) <= SMALL and '<meta http-equiv="refresh"' in page
    check_harmless(page)
    status = web.ask('/api/v1/status').json
    text = html.unescape(re.sub('<[^>]*>', '', page))
    for channel in status['channels']:
        assert channel['hidden'] or channel['name'] in text
    hidden = [c for c in status['channels'] if c['hidden']]
    assert page.count('<dd>---</dd>') <= len(hidden)
    raise_door(web, suite)
    packed = web.ask('/m', headers={'Accept-Encoding': 'gzip'})
    assert len(packed.body) <= SMALL
    assert re.search('class="cell bad p1 un"', gzip.decompress(packed.body).decode())


# ---------------------------------------------------------------- who may not

ACTIONS = ['/api/v1/alarms/door/acknowledge', '/api/v1/alarms/door/shelve', '/api/v1/alarms/door/unshelve',
           '/api/v1/alarms/door/reset', '/api/v1/outputs/do_4', '/api/v1/outputs/do_4/confirm']


@pytest.mark.parametrize('path', ACTIONS)
def test_nobody_acts_without_signing_in(web, suite, path):
    raise_door(web, suite)
    before = suite.psctl('status', '--json').json['outputs']
    for body, kind in (b'{"state": "on"}', 'application/json'), (b'state=on', 'application/x-www-form-urlencoded'), (b'', None):
        answer = web.ask(path, 'POST', body, {'Content-Type': kind} if kind else {})
        assert answer.status == 401 and answer.json['error'] == 'this needs the role control'
    assert web.ask(path).status == 405 and web.ask(path).headers['allow'] == 'POST'
    assert [o['active'] for o in suite.psctl('status', '--json').json['outputs']] == [o['active'] for o in before]
    assert web.ask('/api/v1/alarms').json['unacknowledged'] == 2
    assert web.ask('/outputs/do_4').headers['location'] == '/login'
