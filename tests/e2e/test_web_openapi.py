# SPDX-License-Identifier: MIT
"""www/openapi.json is what rmcu-webd does: each route is in it, and each answer is as it says."""
import gzip
import json
import re
from types import SimpleNamespace

import jsonschema
import pytest

from rmcu.api import API, check, check_any
from rmcu.post import Post
from rmcu.suite import NO_INTERLOCKS
from rmcu.waiting import until
from rmcu.web import USERS, Asked, Web, routes, sign_in, watched

SETTINGS = '''device = { profile = "sim"; };
web = { open_status = true; };
channels = { di_3 = { name = "Door"; }; };
mail = { server = "mail.example.org"; from = "unit7@example.org"; to = "ops@example.org"; };
alarms = { door = { channel = "di_3"; when = "active"; priority = "critical"; };
           late = { channel = "ac_line"; when = "above"; setpoint = 200; recovery = 190; latched = true; }; };
''' + USERS + NO_INTERLOCKS


def table():
    return {(r.path, r.method.lower()): (r.door, r.summary, r.arguments) for r in routes() if not r.is_page}


def operations():
    return {(path, method): o for path, item in API['paths'].items() for method, o in item.items()}


def test_every_route_is_described_and_no_other():
    def arguments(o):
        return [p['name'] for p in o.get('parameters', []) if p['in'] == 'query']
    described = {k: (o['x-door'], o['summary'], sorted(arguments(o))) for k, o in operations().items()}
    assert described == {k: (door, summary, sorted(names)) for k, (door, summary, names) in table().items()}


def test_the_description_is_sound():
    assert API['openapi'] == '3.1.0'
    for schema in API['components']['schemas'].values():
        jsonschema.Draft202012Validator.check_schema(schema)
    text = json.dumps(API)
    used, there = set(re.findall(r'#/components/schemas/(\w+)', text)), set(API['components']['schemas'])
    assert used == there
    ids = [o['operationId'] for o in operations().values()]
    assert len(ids) == len(set(ids))
    for (path, method), o in operations().items():
        named = re.findall(r'\{(\w+)\}', path)
        assert [p['name'] for p in o.get('parameters', []) if p['in'] == 'path'] == named, path
        assert all(re.fullmatch('[2-5][0-9][0-9]', code) and r['description'] for code, r in o['responses'].items())
        assert (method == 'post') == ('requestBody' in o)


def forged(status, body, kind='application/json'):
    packed = gzip.compress(json.dumps(body).encode())
    return SimpleNamespace(status=status, headers={'content-type': kind, 'content-encoding': 'gzip'}, body=packed)


def test_each_answer_of_every_test_is_held_to_it():
    """What Web.ask does with them: it must find what is wrong."""
    check_any(forged(503, {'error': 'no'}), '/api/v1/journal?limit=2', 'GET')
    check_any(forged(404, {'error': 'no'}), '/api/v1/nothing', 'GET')
    check_any(forged(200, 'anything'), '/setup', 'GET')
    long = {'kept': 900, 'stopped': False, 'before': None, 'events': [{}] * 900}
    for answer, target, method in ((forged(503, {'why': 'no'}), '/api/v1/journal', 'GET'), (forged(200, {'events': []}), '/api/v1/journal?x', 'GET'),
                                   (forged(200, long), '/api/v1/journal', 'HEAD'), (forged(418, {'error': 'no'}), '/api/v1/journal', 'GET'),
                                   (forged(200, {}, 'text/html'), '/api/v1/status', 'GET'), (forged(200, {}), '/api/v1/nothing', 'GET'),
                                   (forged(405, {'no': 'no'}), '/api/v1/status', 'POST'), (forged(200, {}), '/api/v1/outputs/fan', 'POST'),
                                   (forged(404, {}), '/api/v1/boxes/7', 'GET')):
        with pytest.raises((AssertionError, jsonschema.ValidationError)):
            check_any(answer, target, method)


@pytest.fixture
def web(suite):
    return watched(suite, SETTINGS, 'settingsd')


def test_answers_are_as_described(web, suite):
    me = sign_in(web, 'control')
    suite.connect().sim_set('set di3 on')
    until(lambda: web.ask('/api/v1/status').json['alarms']['active'], 'the alarm')
    asked = set()
    for who in web, me:
        for path, o in API['paths'].items():
            if 'get' not in o or path == '/api/v1/events':
                continue
            for question in '', '?from=1h', '?from=1h&channels=ac_line,di_3', '?from=nonsense', '?channels=none', '?limit=2':
                check(who.ask(path.replace('{id}', '1') + question), path)
            asked.add(path)
    # a stream has no end
    assert {p for p, o in API['paths'].items() if 'get' in o} - asked == {'/api/v1/events'}


def test_a_history_is_as_described(suite):
    suite.configure(SETTINGS)
    suite.start('sensord', '--past', '3h')
    suite.start('alarmd', '--lockstep')
    suite.start('loggerd', '--lockstep')
    assert suite.psctl('sim', 'fill', '--followers', '2', seconds=120).code == 0
    web = Web(suite)
    until(lambda: web.ask('/healthz').status == 200, 'a snapshot')
    history = check(web.ask('/api/v1/history?channels=ac_line,di_3&from=2h'), '/api/v1/history').json
    assert len(history['channels']) == 2 and any(history['channels'][0]['mean'])
    check(web.ask('/api/v1/history/marks?from=2h'), '/api/v1/history/marks')
    check(web.ask('/api/v1/history.csv?channels=ac_line&from=2h'), '/api/v1/history.csv')


def test_actions_are_as_described(web, suite):
    me, viewer = sign_in(web, 'control'), sign_in(web, 'viewer')
    suite.connect().sim_set('set di3 on')
    until(lambda: web.ask('/api/v1/status').json['alarms']['active'], 'the alarm')
    done = set()
    for path, fields, ids in (('/api/v1/alarms/{id}/acknowledge', {'note': 'seen'}, ('door', 'nothing')),
                              ('/api/v1/alarms/{id}/shelve', {'for': '15min', 'reason': 'test'}, ('door', 'nothing')),
                              ('/api/v1/alarms/{id}/unshelve', {}, ('door', 'nothing')),
                              ('/api/v1/alarms/{id}/reset', {}, ('late', 'nothing')),
                              ('/api/v1/outputs/{id}', {'state': 'on'}, ('alarm_out', 'nothing')),
                              ('/api/v1/outputs/{id}/confirm', {}, ('alarm_out', 'nothing')),
                              ('/api/v1/recipients/{id}/test', {}, ('mail', 'nothing'))):
        for one in ids:
            for sent in fields, {'nonsense': 'x'}, {}:
                done.add(check(me.post(path.format(id=one), **sent), path, 'post').status)
                check(me.submit(path.format(id=one), **sent), path, 'post')
        assert check(viewer.post(path.format(id=ids[0]), **fields), path, 'post').status == 403
        assert check(web.ask(path.format(id=ids[0]), 'POST', b'{}', {'Content-Type': 'application/json'}), path, 'post').status == 401
    assert {200, 422} <= done


def test_a_test_is_as_described(web, suite):
    me, path, mail = sign_in(web, 'control'), '/api/v1/recipients/{id}/test', '/api/v1/recipients/mail/test'
    post = Post(suite)
    suite.start('notifyd')
    until(lambda: check(me.post(path.format(id='nobody')), path, 'post').status == 404, 'notifyd to be there')
    for outcome, status in (('delivered', 200), ('temporary', 502), ('permanent', 502)):
        script = Asked(lambda: me.post(mail))
        post.next().answer(outcome, 0, 'so it is')
        assert check(script.answer, path, 'post').status == status
        assert 'so it is' in script.answer.json.values()
    post.close()


def test_401_everywhere(web, suite):
    """What is not open to everybody is open to nobody who has not signed in."""
    assert suite.psctl('config', 'set', 'web.open_status=false').code == 0
    until(lambda: web.ask('/api/v1/status').status == 401, 'the door to close')
    for (path, method), o in operations().items():
        if o['x-door'] in ('open', 'metrics'):
            continue
        answer = web.ask(path.replace('{id}', '1'), method.upper(), b'{}' if method == 'post' else None)
        assert check(answer, path, method).status == 401, path
