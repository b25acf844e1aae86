# SPDX-License-Identifier: MIT
"""History in rmcu-webd: the numbers of psctl, marks and black boxes, every bad argument, and the page."""
import gzip
import html
import json
import re
from urllib.parse import quote

import pytest

from rmcu import history
from rmcu.waiting import until
from rmcu.web import Web
from rmcu.web_history import API, FILLED, fill, ready, refused, twelve, well


@pytest.fixture
def filled(suite):
    return fill(suite)


@pytest.fixture
def web(filled):
    return ready(Web(filled))


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
