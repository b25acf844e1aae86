# SPDX-License-Identifier: MIT
"""History in rmcu-webd: the numbers of psctl, every bad argument, a database that is away, damaged or replaced, and a loop that goes on meanwhile."""
import gzip
import html
import http.client
import json
import re
import socket
import sqlite3
import subprocess
import threading
import time
from pathlib import Path
from urllib.parse import quote

import pytest

from rmcu import bus, history
from rmcu.waiting import until
from rmcu.web import Web

FILLED = '''device = { profile = "sim"; temperature_unit = "fahrenheit"; };
web = { open_status = true; };
sim = { scenario = "everyday"; };
logging = { file_kib = 1024; };
alarms = { door = { channel = "di_3"; when = "active"; priority = "critical"; }; };
channels = { di_3 = { name = "Door"; }; volts_battery = { name = "Volts <b>&\\"x\\""; }; };
'''
API = '/api/v1/history'


@pytest.fixture
def filled(suite):
    """Two days of a site's life, with an outage in the second one; loggerd goes on."""
    suite.extra_env['TZ'] = 'UTC'
    suite.configure(FILLED)
    suite.start('sensord', '--past', '50h')
    suite.start('alarmd', '--lockstep')
    suite.start('loggerd', '--lockstep')
    assert suite.psctl('sim', 'fill', '--followers', '2', seconds=120).code == 0
    log = suite.connect('loggerd')
    assert log.ask(bus.log_request, bus.LOG_APPEND).ok
    log.close()
    return suite


@pytest.fixture
def web(filled):
    return ready(Web(filled))


@pytest.fixture
def empty(suite):
    """Without any history."""
    suite.configure(FILLED)
    suite.start('sensord')
    return ready(Web(suite))


def ready(w):
    until(lambda: w.ask('/healthz').status == 200, 'a snapshot')
    return w


def well(web, path):
    answer = web.ask(path)
    assert answer.status == 200, answer.text
    return answer


def refused(web, path, status=400):
    answer = web.ask(path)
    assert answer.status == status, answer.text
    return answer.json['error']


def twelve(web):
    """As many channels as may be asked for at a time."""
    listed = refused(web, f'{API}?channels=nothing').split('it has ')[1].split(', ')
    assert len(listed) >= 12
    return listed[:12]


def newest(suite):
    return history.seconds(suite, 'volts_battery')[-1][0]


# ---------------------------------------------------------------- numbers

@pytest.mark.parametrize('span,points,step', [(600, 600, 1), (1800, 180, 10), (7200, 120, 60), (86400, 24, 3600)])
def test_numbers_are_those_of_psctl(web, filled, span, points, step):
    filled.loggerd.stop()
    # only the last hour was filled by the second
    whole = 3600 if step >= 60 else 60
    end = newest(filled) // whole * whole
    ids = 'ac_line', 'volts_battery', 'temperature'
    times = f'from={history.stamp(end - span)}&to={history.stamp(end)}'
    ours = well(web, f'{API}?channels={",".join(ids)}&{times}&points={points}').json
    theirs = filled.psctl('history', *ids, '--json', '--step', f'{step}s', '--since', history.stamp(end - span),
                          '--until', history.stamp(end)).json
    assert ours['step_s'] == theirs['step_s'] == step
    assert [ours['from'], ours['to']] == [theirs['since'], theirs['until']]
    for one, other in zip(ours['channels'], theirs['channels'], strict=True):
        assert [one[k] for k in ('id', 'name', 'unit')] == [other[k] for k in ('id', 'name', 'unit')]
        assert ours['times'] == [history.instant(p['time']) for p in other['points']]
        for what in 'min', 'mean', 'max', 'seconds':
            assert one[what] == [p[what] for p in other['points']], what
        assert any(v is not None for v in one['mean'])


def test_csv_is_that_of_psctl(web, filled):
    filled.loggerd.stop()
    end = newest(filled) // 60 * 60
    times = '--since', history.stamp(end - 3600), '--until', history.stamp(end)
    answer = well(web, f'{API}.csv?channels=ac_line,dc_ok&from={history.stamp(end - 3600)}&to={history.stamp(end)}&points=60')
    assert answer.headers['content-type'].startswith('text/csv') and 'history.csv' in answer.headers['content-disposition']
    told = filled.psctl('history', 'ac_line', 'dc_ok', '--csv', '--step', '60s', *times)
    assert told.code == 0 and answer.text.replace('\r\n', '\n') == told.out.replace('\r\n', '\n'), told.err


def test_spans_end_with_the_newest(web, filled):
    filled.loggerd.stop()
    last = newest(filled)
    for word, seconds in ('1h', 3600), ('90min', 5400), ('6h', 21600), ('1w', 7 * 86400), ('1y', 365 * 86400):
        got = well(web, f'{API}?channels=ac_line&from={word}').json
        assert got['times'][-1] <= last < history.instant(got['to'])
        begin = history.instant(got['from'])
        assert begin <= last + 1 - seconds < begin + got['step_s']
        assert 1 <= len(got['times']) <= 502
    assert well(web, f'{API}?channels=ac_line').json['step_s'] == 300   # 24 h
    # what lies ahead is cut off
    got = well(web, f'{API}?channels=ac_line&from=1h&to=2999-01-01').json
    assert got['times'][-1] <= last


def test_a_step_is_no_finer_than_the_seconds(web, filled):
    """A time that was filled a minute at a time has a value in each point, and no holes between them; nor has the last hour."""
    filled.loggerd.stop()
    last = newest(filled)
    for back, step in (5 * 3600, 60), (1800, 1):
        begin = (last - back) // 60 * 60
        for path in API, f'{API}.csv':
            answer = well(web, f'{path}?channels=ac_line,di_3&from={history.stamp(begin)}&to={history.stamp(begin + 600)}&points=600')
            assert path != API or answer.json['step_s'] == step
            points = 600 // step
            assert path == API or len(answer.text.splitlines()) == 1 + points
            assert path != API or all(len(c['mean']) == points and None not in c['mean'] for c in answer.json['channels'])
    # together they are as the coarser one of them
    got = well(web, f'{API}?channels=ac_line&from={history.stamp(last // 60 * 60 - 2 * 3600)}&to={history.stamp(last // 60 * 60)}&points=2000').json
    assert got['step_s'] == 60 and None not in got['channels'][0]['mean']


def test_gaps_are_gaps(web, filled):
    """Before the first value there is none: null, and neither 0 nor a line that goes on."""
    filled.loggerd.stop()
    # whole hours: one that has only just begun has no minute yet
    end = newest(filled) // 3600 * 3600
    got = well(web, f'{API}?channels=ac_line&from={history.stamp(end - 7 * 86400)}&to={history.stamp(end)}&points=168').json
    ac, = got['channels']
    assert got['step_s'] == 3600 and len(ac['mean']) == 168
    assert ac['mean'][0] is None and ac['min'][0] is None and ac['max'][0] is None and ac['seconds'][0] == 0
    assert ac['mean'][-1] is not None
    there = [i for i, v in enumerate(ac['mean']) if v is not None]
    assert there == list(range(there[0], len(ac['mean'])))
    for low, mean, high in zip(ac['min'][there[0]:], ac['mean'][there[0]:], ac['max'][there[0]:]):
        assert low <= mean <= high


def test_packed_and_bare_are_the_same(web, filled):
    filled.loggerd.stop()
    path = f'{API}?channels=ac_line,volts_battery&points=2000'
    bare, packed = well(web, path), web.ask(path, headers={'Accept-Encoding': 'gzip'})
    assert packed.headers['content-encoding'] == 'gzip' and gzip.decompress(packed.body) == bare.body
    assert len(packed.body) < len(bare.body) / 2


# ---------------------------------------------------------------- marks and black boxes

def test_marks_are_those_of_the_journal(web, filled):
    got = well(web, f'{API}/marks?from=2d').json
    assert got['complete']
    events = [e for e in filled.alarms().caught_up() if e.kind in ('alarm-raised', 'alarm-cleared')]
    assert got['marks'] and [(m['event'], m['alarm'], m['kind']) for m in got['marks']] == \
        [(e.number, e.alarm, e.kind.removeprefix('alarm-')) for e in events if e.alarm != 'log']
    mains = [m for m in got['marks'] if m['channel'] == 'ac_line']
    assert mains and all(m['priority'] for m in mains)
    raised = [m['time'] for m in mains if m['kind'] == 'raised']
    assert [o['from'] for o in got['outages']] == raised
    # within the longest one there is no mark of it, and it is there all the same
    begin, end = max(((history.instant(o['from']), history.instant(o['to'])) for o in got['outages'] if o['to']), key=lambda o: o[1] - o[0])
    third = (end - begin) // 3
    within = well(web, f'{API}/marks?from={history.stamp(begin + third)}&to={history.stamp(end - third)}').json
    assert [m for m in within['marks'] if m['channel'] == 'ac_line'] == [] and within['outages'] == [{'from': None, 'to': None}]
    assert well(web, f'{API}/marks?from=2021-01-01&to=2021-01-02').json == {'complete': True, 'marks': [], 'outages': []}


def test_black_boxes(web, filled):
    filled.connect().sim_set('set di3 on')
    # it is complete some seconds after the alarm
    until(lambda: filled.psctl('history', '--boxes', '--json').json['boxes'][-1:], 'a black box')
    until(lambda: any(m['alarm'] == 'door' for m in well(web, f'{API}/marks?from=1h').json['marks']), 'its mark')
    filled.loggerd.stop()
    ours = well(web, '/api/v1/boxes').json
    theirs = filled.psctl('history', '--boxes', '--json').json
    assert ours == theirs and ours['boxes']
    number = ours['boxes'][-1]['number']
    answer = well(web, f'/api/v1/boxes/{number}')
    told = filled.psctl('history', '--box', str(number)).out
    assert answer.text.replace('\r\n', '\n') == told.replace('\r\n', '\n') and answer.text.count('\r\n') > 2
    assert refused(web, '/api/v1/boxes/0', 404) == 'there is no black box 0 (any more)'
    assert refused(web, '/api/v1/boxes/99999999999999', 404).startswith('there is no black box 99999999999999')
    for word in 'x', '-1', '1.5', '9' * 30:
        assert refused(web, f'/api/v1/boxes/{word}') == 'a black box has a number: /api/v1/boxes lists them'


# ---------------------------------------------------------------- the log

TIMES = 40


def lengthen(suite):
    """A log of many megabytes: the same rows again and again."""
    suite.loggerd.stop()
    with sqlite3.connect(database(suite)) as db:
        columns = [c for _, c, *_ in db.execute('PRAGMA table_info(log)') if c != 'row']
        (first, last), = db.execute('SELECT first, last FROM files WHERE NOT ended')
        for k in range(1, TIMES):
            db.execute(f'INSERT INTO log (row, {", ".join(columns)}) SELECT row + ?, {", ".join(columns)} FROM log '
                       'WHERE row BETWEEN ? AND ?', (k * (last - first + 1), first, last))
        last = first + TIMES * (last - first + 1) - 1
        db.execute('UPDATE files SET last = ? WHERE NOT ended', (last,))
        db.execute('UPDATE state SET log_row = ?', (last + 1,))
    db.close()


def slow_reader(web):
    s = socket.socket()
    s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    s.settimeout(30)
    s.connect(('127.0.0.1', web.port))
    s.sendall(b'GET /RMCU.CSV HTTP/1.1\r\nHost: unit\r\n\r\n')
    assert s.recv(12) == b'HTTP/1.1 200'
    return s


@pytest.fixture
def bare_memory(suite):
    """The sanitizer keeps what was freed for a while: here it must not."""
    suite.extra_env['ASAN_OPTIONS'] = f'{suite.environment()["ASAN_OPTIONS"]}:quarantine_size_mb=0:thread_local_quarantine_size_kb=0'


def anonymous_kib(program):
    return int(re.search(r'RssAnon:\s+(\d+)', Path(f'/proc/{program.pid}/status').read_text())[1])


def test_a_long_log_in_little_memory(bare_memory, web, filled):
    """It is made piece by piece while it is read: all of it comes, and webd never holds it."""
    once = len(well(web, '/RMCU.CSV').body)
    lengthen(filled)
    before = anonymous_kib(filled.webd)
    connection = http.client.HTTPConnection('127.0.0.1', web.port, timeout=30)
    connection.request('GET', '/RMCU.CSV')
    response = connection.getresponse()
    n, lines, most = 0, 0, 0
    while part := response.read(1 << 20):
        n, lines, most = n + len(part), lines + part.count(b'\n'), max(most, anonymous_kib(filled.webd))
    connection.close()
    assert n > 10e6 and n > (TIMES - 1) * once
    (rows,), = history.query(filled, 'SELECT last - first + 1 FROM files WHERE NOT ended')
    assert lines == rows + 1
    assert most - before < 4096, (before, most, n)

def test_the_log_as_a_file(web, filled):
    filled.loggerd.stop()
    answer = well(web, '/RMCU.CSV')
    told = filled.psctl('log', 'export').out
    assert 'RMCU.CSV' in answer.headers['content-disposition']
    # more than one piece of it, so that they fit each other
    assert len(answer.body) > 2 * 65536
    assert answer.text.replace('\r\n', '\n') == told.replace('\r\n', '\n')
    head = web.ask('/RMCU.CSV', 'HEAD')
    assert head.status == 200 and head.body == b''


def test_the_log_to_those_who_do_not_read(web, filled):
    """Each of them holds a piece, and no more than a few are served at a time; the others are told, and it heals."""
    lengthen(filled)
    stuck = [slow_reader(web) for _ in range(4)]
    assert refused(web, '/RMCU.CSV', 503).startswith('the history is asked for by too many at once')
    assert web.ask('/healthz').status == 200
    for s in stuck:
        s.close()
    until(lambda: web.ask('/RMCU.CSV').status == 200, 'a place')


def test_a_log_that_is_replaced_under_its_reader_breaks_off(web, filled):
    """Rows of another database are not put behind those of the first."""
    lengthen(filled)
    s, got = slow_reader(web), b''
    replace(filled)
    while part := s.recv(65536):
        got += part
        assert not got.endswith(b'\r\n0\r\n\r\n')
    s.close()
    assert b'time' in got


# ---------------------------------------------------------------- bad arguments

BAD = [
    ('', 'channels is missing'),
    ('channels=', 'channels is missing'),
    ('channels=nothing', "the history has no channel 'nothing'; it has "),
    ('channels=ac_line,', 'channels are ids'),
    ('channels=,ac_line', 'channels are ids'),
    ('channels=AC', 'channels are ids'),
    ('channels=' + quote('<script>'), 'channels are ids'),
    ('channels=' + 'a' * 40, 'channels are ids'),
    ('channels=ac_line,ac_line', "channels has 'ac_line' twice"),
    ('channels=' + ','.join(f'c{i}' for i in range(13)), 'channels takes at most 12'),
    ('channels=ac_line&from=yesterday', 'from is a time'),
    ('channels=ac_line&from=1999-01-01', 'from is a time since 2020'),
    ('channels=ac_line&from=0h', 'from is a time'),
    ('channels=ac_line&from=-1h', 'from is a time'),
    ('channels=ac_line&from=1001y', 'from is a time'),
    ('channels=ac_line&from=99999999999999999999d', 'from is a time'),
    ('channels=ac_line&from=y', 'from is a time'),
    ('channels=ac_line&from=2999-01-01', 'from is not before the end; the newest in the history is of '),
    ('channels=ac_line&from=2025-02-02&to=2025-02-01', 'from is not before the end'),
    ('channels=ac_line&to=soon', 'to is a time'),
    ('channels=ac_line&to=1h', 'to is a time'),
    ('channels=ac_line&points=0', 'points is a number from 1 to 2000'),
    ('channels=ac_line&points=2001', 'points is a number'),
    ('channels=ac_line&points=-5', 'points is a number'),
    ('channels=ac_line&points=', 'points is a number'),
    ('channels=ac_line&points=1e3', 'points is a number'),
]


def test_every_bad_argument_has_a_sentence(web):
    for query, words in BAD:
        for path in API, f'{API}.csv':
            assert refused(web, f'{path}?{query}').startswith(words), query
        if 'missing' in words:
            continue
        page = web.ask(f'/history?{query}')
        assert page.status == 400 and html.escape(words[1:9], quote=False) in html.unescape(page.text), query
        assert '<script>' not in page.text
    for query, words in ('from=x', 'from is'), ('to=x', 'to is'), ('from=2999-01-01', 'from is not before'):
        assert refused(web, f'{API}/marks?{query}').startswith(words)


def test_the_longest_time_is_bounded(web):
    """Since the first clock that is believed, in as many points as there may be, of as many channels."""
    ids = twelve(web)
    got = well(web, f'{API}?channels={",".join(ids)}&from=2020-01-01&points=2000').json
    assert len(got['channels']) == len(ids) and len(got['times']) <= 2002


# ---------------------------------------------------------------- the database

def database(suite):
    return suite.state / 'loggerd/simulated/history.db'


def replace(suite):
    """Another one in its place, as loggerd does it: renamed, and not written over."""
    copy = database(suite).with_suffix('.new')
    copy.write_bytes(database(suite).read_bytes())
    copy.rename(database(suite))


def test_no_history(empty):
    for path in f'{API}?channels=ac_line', f'{API}/marks', '/api/v1/boxes', '/api/v1/boxes/1', '/RMCU.CSV', '/api/v1/log/files', '/api/v1/log/files/1':
        assert refused(empty, path, 503) == 'there is no history yet: rmcu-loggerd has not run'
    page = empty.ask('/history')
    assert page.status == 503 and 'There is no history yet: rmcu-loggerd has not run.' in page.text
    assert empty.ask('/').status == 200


def test_a_history_that_is_empty(suite):
    suite.configure(FILLED)
    suite.start('sensord')
    suite.start('loggerd')
    web = ready(Web(suite))
    until(lambda: web.ask('/api/v1/boxes').status == 200, 'a history')
    assert refused(web, f'{API}/marks', 503).startswith('there is nothing in the history yet')
    assert refused(web, '/RMCU.CSV', 404) == 'no file of the log is being written'
    assert web.ask('/history').status == 503


def test_damaged_then_replaced(web, filled):
    path = f'{API}?channels=ac_line&from=1h'
    filled.loggerd.stop()
    before = well(web, path).json
    good = {p: p.read_bytes() for p in database(filled).parent.glob('history.db*')}
    for garbage in b'no database ' * 1000, b'':
        for p in good:
            p.unlink(missing_ok=True)
        database(filled).write_bytes(garbage)
        assert 'damaged' in refused(web, path, 503)
        page = web.ask('/history')
        assert page.status == 503 and 'The history is damaged' in page.text
        assert web.ask('/api/v1/status').status == 200
    # damaged inside: whatever comes back is a sentence or numbers, never the end of webd
    for at in range(4096, len(good[database(filled)]), len(good[database(filled)]) // 40):
        torn = bytearray(good[database(filled)])
        torn[at:at + 512] = b'\xa5' * 512
        database(filled).write_bytes(torn)
        for asked in path, f'{API}/marks', '/api/v1/boxes', '/history':
            assert web.ask(asked).status in (200, 400, 503)
    for p, data in good.items():
        p.write_bytes(data)
    assert well(web, path).json == before
    database(filled).unlink()
    assert refused(web, path, 503).startswith('there is no history yet')


def test_locked(web, filled):
    """By somebody who keeps it: a sentence, and the loop does not wait with the query."""
    filled.loggerd.stop()
    holder = subprocess.Popen(['/usr/bin/python3', '-c', '''import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute('PRAGMA journal_mode=DELETE'); db.execute('BEGIN EXCLUSIVE'); print('held', flush=True); sys.stdin.read()''',
                               database(filled)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout.readline() == 'held\n'
        answers = []
        asking = threading.Thread(target=lambda: answers.append(web.raw(f'GET {API}?channels=ac_line HTTP/1.1\r\nHost: unit\r\nConnection: close\r\n\r\n'.encode())))
        asking.start()
        assert web.ask('/healthz').status == 200
        asking.join()
        assert answers[0].startswith(b'HTTP/1.1 503') and b'"the history is busy: try again"' in answers[0]
    finally:
        holder.communicate()
    assert web.ask(f'{API}?channels=ac_line').status == 200


# ---------------------------------------------------------------- many at once

def test_many_at_once_and_a_quick_loop(web):
    """Ten get their answer; of more the last ones are told; meanwhile others do not wait."""
    ids = ','.join(twelve(web))
    path = f'{API}?channels={ids}&from=2021-01-01&points=2000'
    answers, waits = [], []
    askers = [threading.Thread(target=lambda: answers.append(web.ask(path))) for _ in range(10)]
    for t in askers:
        t.start()
    while any(t.is_alive() for t in askers):
        begin = time.monotonic()
        assert web.ask('/healthz').status == 200
        waits.append(time.monotonic() - begin)
    # a minute may be written between two of them
    assert [a.status for a in answers] == [200] * 10 and len({a.body for a in answers}) <= 2
    assert sorted(waits)[len(waits) // 2] < 0.5, waits
    answers.clear()
    askers = [threading.Thread(target=lambda: answers.append(web.ask(path))) for _ in range(30)]
    for t in askers:
        t.start()
    for t in askers:
        t.join()
    assert {a.status for a in answers} <= {200, 503} and [a.status for a in answers].count(200) >= 16
    for a in answers:
        assert a.status == 200 or a.json['error'].startswith('the history is asked for by too many at once')


def test_stops_with_questions_open(web, filled):
    """A stop does not wait for them, and nothing leaks (the sanitizer's word)."""
    path = f'GET {API}?channels=ac_line,temperature&from=2021-01-01&points=2000 HTTP/1.1\r\nHost: unit\r\n\r\n'
    open_ones = []
    for _ in range(12):
        s = web.connect()
        s.sendall(path.encode())
        open_ones.append(s)
    filled.webd.stop()
    for s in open_ones:
        s.close()


def test_who_leaves_before_the_answer(web):
    for path in f'{API}?channels=ac_line&from=2021-01-01&points=2000', '/RMCU.CSV', '/history':
        for _ in range(3):
            with web.connect() as s:
                s.sendall(f'GET {path} HTTP/1.1\r\nHost: unit\r\n\r\n'.encode())
    until(lambda: web.ask('/RMCU.CSV').status == 200, 'no download that hangs')
    assert web.ask('/history').status == 200


# ---------------------------------------------------------------- the page

def test_the_page_says_all_without_a_script(web, filled):
    filled.loggerd.stop()
    page = well(web, '/history?from=6h&channels=ac_line,temperature,volts_battery,dc_ok').text
    told = well(web, f'{API}?from=6h&channels=ac_line,temperature').json['channels']
    rows = {html.unescape(re.sub('<[^>]*>', '', name)): [html.unescape(c) for c in re.findall('<td[^>]*>([^<]*)', cells)]
            for name, cells in re.findall('<tr><th scope="row">(.*?)</th>(.*?)</tr>', page)}
    assert len(rows) == 4 and 'Volts <b>&"x"' in rows
    low, _, mean, high, _, now = rows[told[0]['name']]
    seen = [v for v in told[0]['min'] if v is not None], [v for v in told[0]['max'] if v is not None]
    assert abs(float(low.split()[0]) - min(seen[0])) < 0.06 and abs(float(high.split()[0]) - max(seen[1])) < 0.06
    assert low.endswith('V AC') and now.endswith('V AC') and float(low.split()[0]) <= float(mean.split()[0])
    assert rows[told[1]['name']][0].endswith('°F')
    assert 'one point is' in page and page.count('aria-current="true"') == 5
    assert '<b>&' not in page and 'style=' not in page and 'onclick' not in page


def test_links_of_the_page_lead_on(web):
    page = well(web, '/history').text
    links = [html.unescape(u) for u in re.findall('href="((?:/history|/api/v1/history.csv|/api/v1/boxes/)[^"]*)"', page)]
    assert len(links) >= 20
    for link in links:
        assert web.ask(link).status == 200, link
    assert 'aria-current="page"' in page


def test_the_form_of_the_page(web):
    page = well(web, '/history?from=2h&channels=ac_line').text
    fields = {n: html.unescape(v) for n, v in re.findall('<input type="text" name="(from|to)" value="([^"]*)"', page)}
    again = well(web, f'/history?from={quote(fields["from"])}&to={quote(fields["to"])}&channels=ac_line').text
    assert re.search('<p class="mut" id="span">(.*?), one', page)[1] == re.search('<p class="mut" id="span">(.*?), one', again)[1]


def test_scripts_are_there_where_the_library_is(web):
    page = well(web, '/history').text
    for path in re.findall('<script src="([^"]*)"', page):
        answer = well(web, path)
        assert answer.headers['content-type'].startswith('text/javascript') and 'immutable' in answer.headers['cache-control']
    policy = web.ask('/history').headers['content-security-policy']
    assert "script-src 'self'" in policy and "connect-src 'self'" in policy and 'unsafe' not in policy


def test_doors(suite):
    suite.configure(FILLED.replace('open_status = true', 'open_status = false'))
    suite.start('sensord')
    web = ready(Web(suite))
    for path in f'{API}?channels=x', f'{API}.csv', f'{API}/marks', '/api/v1/boxes', '/api/v1/boxes/1':
        assert web.ask(path).status == 401
    for path in '/history', '/RMCU.CSV':
        assert web.ask(path).status in (401, 303)
    assert json.loads(web.ask(API).text)['error']


def test_files_of_the_log(suite):
    """The list and each file are those of psctl; one that was dropped is said to be."""
    suite.extra_env['TZ'] = 'UTC'
    suite.configure(FILLED.replace('file_kib = 1024', 'file_kib = 64'))
    suite.start('sensord', '--past', '50h')
    suite.start('alarmd', '--lockstep')
    suite.start('loggerd', '--lockstep')
    assert suite.psctl('sim', 'fill', '--followers', '2', seconds=120).code == 0
    web = ready(Web(suite))
    log = suite.connect('loggerd')
    assert log.ask(bus.log_request, bus.LOG_APPEND).ok
    files = web.ask('/api/v1/log/files').json
    assert files == suite.psctl('log', 'files', '--json').json and len(files['files']) > 3
    page = web.ask('/history').text
    for f in files['files'][:2] + files['files'][-1:]:
        path = f'/api/v1/log/files/{f["number"]}'
        answer = well(web, path)
        assert answer.headers['content-type'].startswith('text/csv')
        assert answer.headers['content-disposition'] == f'attachment; filename="{f["name"]}"'
        assert answer.text == suite.psctl('log', 'export', f['number']).out
        assert f['being_written'] or len(answer.body) == f['bytes']
    listed = re.findall(r'<a href="(/api/v1/log/files/\d+)">(RMCU[^<]*)</a>', page)
    newest = list(reversed(files['files']))[:10]
    assert listed == [(f'/api/v1/log/files/{f["number"]}', f['name']) for f in newest]
    assert ('all %d, for programs' % len(files['files']) in page) == (len(files['files']) > 10)
    for bad in '0', 'x', '-1', '1x', '99999999999999999999':
        refused(web, f'/api/v1/log/files/{bad}', 400)
    for gone in '9999', '18446744073709551615':
        assert refused(web, f'/api/v1/log/files/{gone}', 404).startswith('the log has no such file')
    number = files['files'][0]['number']
    assert log.ask(bus.log_request, bus.LOG_DELETE, number).ok
    refused(web, f'/api/v1/log/files/{number}', 404)
    assert number not in [f['number'] for f in web.ask('/api/v1/log/files').json['files']]
