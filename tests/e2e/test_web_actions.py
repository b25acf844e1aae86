# SPDX-License-Identifier: MIT
"""rmcu-webd: what people do with alarms and outputs, by scripts and by forms without one."""
import re
import signal

import pytest

from rmcu.suite import NO_INTERLOCKS
from rmcu.waiting import until
from rmcu.web import NAMES, USERS, sign_in, watched

CONFIG = '''device = { profile = "sim"; };
web = { open_status = true; };
channels = { di_3 = { name = "Door"; }; di_4 = { name = "Window"; }; battery = { confirm = true; confirm_s = 60; };
  do_4 = { name = "<b>Fan</b>"; text_inactive = "ON"; text_active = "OFF"; confirm = false; }; };
alarms = { door = { channel = "di_3"; when = "active"; priority = "critical"; instruction = "Call <b>Bob</b>"; };
  window = { channel = "di_4"; when = "active"; priority = "low"; latched = true; }; };
''' + USERS + NO_INTERLOCKS


@pytest.fixture
def web(suite):
    return watched(suite, CONFIG)


@pytest.fixture
def control(web):
    return sign_in(web, 'control')


def alarm(web, name):
    return next(a for a in web.ask('/api/v1/alarms').json['alarms'] if a['id'] == name)


def raise_door(web, suite):
    suite.connect().sim_set('set di3 on')
    until(lambda: alarm(web, 'door')['active'], 'the alarm')


def output(web, name):
    return next(o for o in web.ask('/api/v1/status').json['outputs'] if o['id'] == name)


# ---------------------------------------------------------------- alarms

def test_acknowledge(web, suite, control):
    raise_door(web, suite)
    done = control.post('/api/v1/alarms/door/acknowledge', note='on my way')
    assert done.status == 200 and 'acknowledged' in done.json['sentence']
    until(lambda: alarm(control, 'door')['acknowledged'], 'that somebody has seen it')
    event = control.ask('/api/v1/journal?kind=alarm-acknowledged').json['events'][0]
    assert (event['by'], event['door'], event['address'], event['text']) == (NAMES['control'], 'web', '127.0.0.1', 'on my way')
    # once more does no harm, and is no second event
    again = control.post('/api/v1/alarms/door/acknowledge')
    assert again.status == 200 and 'already' in again.json['sentence']
    assert len(control.ask('/api/v1/journal?kind=alarm-acknowledged').json['events']) == 1
    # of an occurrence that is over nothing is acknowledged
    assert control.post('/api/v1/alarms/door/acknowledge', occurrence=1).status == 409
    assert f'by {NAMES["control"]}: on my way' in control.ask('/alarms').text
    assert NAMES['control'] not in web.ask('/alarms').text


def test_acknowledge_by_a_form(web, suite, control):
    raise_door(web, suite)
    page = control.ask('/').text
    form = re.search(r'<form method="post" action="(/api/v1/alarms/door/acknowledge)">(.*?)</form>', page, re.S)
    fields = dict(re.findall('name="([^"]+)" value="([^"]*)"', form[2]))
    assert fields['back'] == 'status'
    done = control.submit(form[1], **fields)
    assert done.status == 303 and done.headers['location'] == '/'
    until(lambda: alarm(web, 'door')['acknowledged'], 'that somebody has seen it')
    until(lambda: '/door/acknowledge' not in control.ask('/').text, 'the page without the button')


@pytest.mark.parametrize('back', ['//evil.example/', 'https://evil.example/', '/../', 'status\r\nX: y', ''])
def test_nobody_is_sent_elsewhere(web, suite, control, back):
    raise_door(web, suite)
    done = control.submit('/api/v1/alarms/door/acknowledge', back=back)
    assert done.status == 303 and done.headers['location'] == '/alarms' and 'x' not in done.headers


def test_shelve_and_back(web, control):
    done = control.submit('/api/v1/alarms/door/shelve', **{'for': '30min'}, reason='painters', back='alarms')
    assert done.status == 303 and done.headers['location'] == '/alarms'
    page = until(lambda: (p := control.ask('/alarms').text) and 'Unshelve' in p and p, 'the shelf')
    assert 'Reason: painters' in page and f'by {NAMES["control"]}' in page
    assert control.post('/api/v1/alarms/door/unshelve').status == 200
    until(lambda: not alarm(web, 'door')['shelved'], 'its end')
    assert control.post('/api/v1/alarms/door/unshelve').status == 200


def test_reset(web, suite, control):
    sim = suite.connect()
    sim.sim_set('set di4 on')
    until(lambda: alarm(web, 'window')['active'], 'the alarm')
    early = control.post('/api/v1/alarms/window/reset')
    assert early.status == 409 and 'still holds' in early.json['error']
    sim.sim_set('set di4 off')
    until(lambda: alarm(web, 'window')['latched'], 'that it waits')
    assert '/window/reset' in control.ask('/alarms').text
    assert control.post('/api/v1/alarms/window/reset').status == 200
    until(lambda: not alarm(web, 'window')['active'], 'its end')


# ---------------------------------------------------------------- outputs

def test_switch(web, control):
    # do_4's words are the other way about, as those of psctl
    assert control.post('/api/v1/outputs/do_4', state='active', reason='test').status == 200
    until(lambda: output(web, 'do_4')['active'], 'the output')
    assert control.post('/api/v1/outputs/do_4', state='on').status == 200
    until(lambda: not output(web, 'do_4')['active'], 'the output')
    assert control.post('/api/v1/outputs/do_4', state='toggle').status == 200
    until(lambda: output(web, 'do_4')['active'], 'the output')
    assert control.post('/api/v1/outputs/do_4', state='release').status == 200
    until(lambda: output(web, 'do_4')['holder'] == 'none', 'that nobody holds it')
    dry = control.post('/api/v1/outputs/do_4', state='active', dry_run=True)
    assert dry.status == 200 and 'would' in dry.json['sentence']
    assert not output(web, 'do_4')['active']
    assert control.post('/api/v1/outputs/do_4', state='pulse', **{'for': '2s'}).status == 200


def test_switch_by_forms(web, control):
    page = control.ask('/').text
    assert '&lt;b&gt;Fan&lt;/b&gt;' in page and '<b>Fan' not in page
    form = re.search(r'<form method="post" class="seg" action="(/api/v1/outputs/do_4)">(.*?)</form>', page, re.S)
    assert re.findall('aria-pressed="([^"]+)"', form[2]).count('true') == 1
    done = control.submit(form[1], state='active', back='status')
    assert done.status == 303 and done.headers['location'] == '/'
    until(lambda: 'value="release"' in control.ask('/').text, 'the way back')
    # who only looks has no switch
    assert 'class="seg"' not in sign_in(web, 'viewer').ask('/').text


def test_confirm(web, control):
    page = control.ask('/').text
    assert '<form class="seg" method="get" action="/outputs/battery">' in page
    ask = control.ask('/outputs/battery?state=active').text
    assert 'by itself after' in ask and 'Cancel' in ask
    assert control.submit('/api/v1/outputs/battery', state='active', back='status').status == 303
    page = until(lambda: (p := control.ask('/').text) and 'class="pend"' in p and p, 'the count-down')
    # the other position takes it back, and nothing comes by itself after that
    undo = control.ask('/outputs/battery?state=inactive').text
    assert 'takes back the change' in undo and 'name="state" value="return"' in undo and 'by itself after' not in undo
    assert 'class="pend"' in control.ask('/m').text and 'class="pend"' not in web.ask('/m').text
    assert control.submit('/api/v1/outputs/battery/confirm', back='m').headers['location'] == '/m'
    until(lambda: not output(web, 'battery')['unconfirmed'], 'that it stays')
    assert output(web, 'battery')['active']
    # a script is told its own way, and that way is one
    undone = control.post('/api/v1/outputs/battery', state='inactive')
    asked = control.post('/api/v1/outputs/battery', state='active', dry_run=True)
    for told in undone, asked:
        assert 'psctl' not in told.json['sentence']
    way = re.search(r'or it is taken back: POST (/api/v1/outputs/\S+)$', undone.json['sentence'])[1]
    assert control.post(way).status == 200
    until(lambda: not output(web, 'battery')['unconfirmed'], 'that it stays')
    late = control.post('/api/v1/outputs/battery/confirm')
    assert late.status == 409 and 'nothing waits' in late.json['error']
    refused = control.post('/api/v1/outputs/battery', state='active', confirm=0)
    assert refused.status >= 400 and 'confirm' in refused.json['error']


@pytest.mark.parametrize('before', ['inactive', 'nobody'])
def test_return(web, control, before):
    """What is taken back waits for nobody any more, whoever held it before."""
    if before != 'nobody':
        assert control.post('/api/v1/outputs/battery', state=before).status == 200
        control.post('/api/v1/outputs/battery/confirm')
        until(lambda: (o := output(web, 'battery'))['holder'] == 'manual' and not o['unconfirmed'], 'the hold')
    assert control.post('/api/v1/outputs/battery', state='return').status == 409
    assert control.post('/api/v1/outputs/battery', state='active').status == 200
    until(lambda: output(web, 'battery')['unconfirmed'], 'the count-down')
    done = control.submit('/api/v1/outputs/battery', state='return', back='status')
    assert done.status == 303 and done.headers['location'] == '/'
    until(lambda: not output(web, 'battery')['active'] and not output(web, 'battery')['unconfirmed'], 'that it is as it was')


# ---------------------------------------------------------------- refusals

MISTAKES = [
    ('/api/v1/alarms/nothing/acknowledge', {}, 404, 'no such alarm'),
    ('/api/v1/alarms/door/acknowledge', {'note': 'x' * 64}, 422, 'at most 63 bytes'),
    ('/api/v1/alarms/door/acknowledge', {'note': 'a\nb'}, 422, 'control characters'),
    ('/api/v1/alarms/door/acknowledge', {'occurrence': 'x'}, 422, 'occurrence'),
    ('/api/v1/alarms/door/acknowledge', {'actor': 'root'}, 422, "no field 'actor'"),
    ('/api/v1/alarms/door/acknowledge', {}, 409, 'not raised'),
    ('/api/v1/alarms/door/shelve', {}, 422, 'say how long'),
    ('/api/v1/alarms/door/shelve', {'for': '8d'}, 422, '7d at most'),
    ('/api/v1/outputs/nothing', {'state': 'on'}, 404, 'no output'),
    ('/api/v1/outputs/di_3', {'state': 'on'}, 404, 'no output'),
    ('/api/v1/outputs/do_4', {}, 422, 'state'),
    ('/api/v1/outputs/do_4', {'state': 'onn'}, 422, "did you mean 'on'?"),
    ('/api/v1/outputs/do_4', {'state': 'on', 'for': '2s'}, 422, 'only pulse'),
    ('/api/v1/outputs/do_4', {'state': 'pulse', 'for': '2h'}, 422, '1ms to 1h'),
    ('/api/v1/outputs/do_4', {'state': 'on', 'confirm': 3601}, 422, '3600'),
]


@pytest.mark.parametrize('path, fields, status, words', MISTAKES)
def test_mistakes(control, path, fields, status, words):
    answer = control.post(path, **fields)
    assert answer.status == status and words in answer.json['error'], answer.text
    page = control.submit(path, **fields)
    assert page.status == status and '<h1>Not done</h1>' in page.text, page.text


def test_bodies(web, suite, control):
    raise_door(web, suite)
    path = '/api/v1/alarms/door/acknowledge'
    for kind, body, status in [('text/plain', b'note=x', 415), ('application/json', b'[]', 400), ('application/json', b'{"note": "a", "note": "b"}', 400),
                               ('application/json', b'{"note": {"a": 1}}', 400), ('application/json', b'{"note": "\\ud800"}', 400),
                               ('application/json', b'{' + b'"a": ' * 10000, 400), ('application/json', b'\xff', 400)]:
        answer = control.ask(path, 'POST', body, {'Content-Type': kind, 'X-CSRF-Token': control.csrf})
        assert answer.status == status and answer.json['error'], (body, answer.text)
    assert not alarm(web, 'door')['acknowledged']


def test_viewers_and_other_sites_may_not(web, suite, control):
    raise_door(web, suite)
    viewer = sign_in(web, 'viewer')
    assert viewer.post('/api/v1/alarms/door/acknowledge').status == 403
    assert viewer.ask('/outputs/battery').status == 403
    assert 'Call &lt;b&gt;Bob' in viewer.ask('/alarms').text and '/door/acknowledge' not in viewer.ask('/alarms').text
    assert control.ask('/api/v1/alarms/door/acknowledge', 'POST', b'').status == 403
    control.csrf = 'f' * 32
    assert control.post('/api/v1/alarms/door/acknowledge').status == 403
    assert not alarm(web, 'door')['acknowledged']


# ---------------------------------------------------------------- daemons that do not answer

def test_a_daemon_that_stands_still(web, suite, control):
    """503 in a few seconds; and what it answers later is nobody else's answer."""
    raise_door(web, suite)
    suite.alarmd.signal(signal.SIGSTOP)
    try:
        late = control.post('/api/v1/alarms/door/acknowledge', note='first')
        assert late.status == 503 and 'look whether it was done' in late.json['error']
    finally:
        suite.alarmd.signal(signal.SIGCONT)
    next_one = control.post('/api/v1/alarms/nothing/acknowledge')
    assert next_one.status == 404 and 'no such alarm' in next_one.json['error']
    until(lambda: alarm(web, 'door')['acknowledged'], 'the first one')


def test_a_daemon_that_is_gone(web, suite, control):
    suite.alarmd.kill()
    until(lambda: not web.ask('/api/v1/status').json['alarms']['watched'], 'the loss of alarmd')
    assert control.post('/api/v1/alarms/door/acknowledge').json == {'error': 'alarmd does not answer'}
    suite.sensord.kill()
    until(lambda: web.ask('/healthz').status == 503, 'the loss of sensord')
    gone = control.post('/api/v1/outputs/do_4', state='active')
    assert gone.status == 503 and gone.json == {'error': 'sensord does not answer'}
