# SPDX-License-Identifier: MIT
"""Who signs in to rmcu-webd, how, and who does not."""
import base64
import errno
import re
import stat

import pytest

from rmcu import bus
from rmcu.suite import NO_INTERLOCKS
from rmcu.waiting import until
from rmcu.web import Web, form

SETTINGS = '''device = { profile = "sim"; };
web = { open_status = true; };
channels = { di_3 = { name = "Door"; }; };
alarms = { door = { channel = "di_3"; when = "active"; priority = "critical"; }; };
''' + NO_INTERLOCKS
WORD = 'correct horse'
ROLES = 'viewer', 'control', 'admin'


@pytest.fixture
def web(suite):
    suite.configure(SETTINGS)
    for name in 'sensord', 'alarmd', 'loggerd', 'settingsd':
        suite.start(name)
    w = Web(suite)
    until(lambda: w.ask('/healthz').status == 200, 'a snapshot')
    return w


@pytest.fixture
def users(web, suite):
    """One of each role; the name is the role."""
    for role in ROLES:
        assert suite.psctl('user', 'add', role, '--role', role, stdin=WORD + '\n').code == 0
    until(lambda: web.sign_in('admin', WORD).cookie, 'the users')
    return web


def secrets(suite):
    return suite.folder / 'state/settings/webd.secrets'


def test_a_user_signs_in_and_out(users):
    me = users.sign_in('control', WORD)
    assert me.status == 303 and me.headers['location'] == '/'
    cookie = me.headers['set-cookie']
    assert re.fullmatch(r'rmcu=[0-9a-f]{32}; Path=/; HttpOnly; SameSite=Strict', cookie)
    page = users.ask('/', headers=me.as_browser).text
    assert 'Logout (control)' in page and 'Signed in as control, control' in page
    assert 'Login' in users.ask('/').text
    csrf = re.search(r'name="csrf" value="([0-9a-f]{32})"', page)[1]
    assert users.ask('/logout', 'POST', form(csrf='0' * 32), me.as_browser).status == 403
    out = users.ask('/logout', 'POST', form(csrf=csrf), me.as_browser)
    assert out.status == 303 and 'rmcu=; ' in out.headers['set-cookie'] and 'Max-Age=0' in out.headers['set-cookie']
    # over on the server, not only in the browser
    assert 'Login' in users.ask('/', headers=me.as_browser).text


def test_wrong_words(users):
    for user, word in (('admin', 'wrong horse'), ('nobody', WORD), ('', ''), ('admin', ''), ('admin', WORD + ' ')):
        answer = users.sign_in(user, word)
        assert answer.status == 401 and not answer.cookie
        assert 'User name or password is wrong.' in answer.text
        users.restart()   # forgets who guessed
    assert users.ask('/login', 'POST', b'user=admin').status == 401
    assert users.ask('/login', 'POST', b'\xff' * 1000).status == 401


def test_who_guesses_waits(users):
    codes = [users.sign_in('admin', f'guess number {i}').status for i in range(6)]
    assert codes[:3] == [401] * 3 and codes[-1] == 429
    answer = users.sign_in('admin', WORD)
    assert answer.status == 429 and re.search(r'Next try in \d+ s', answer.text)
    # the address too: another name does not help
    assert users.sign_in('viewer', WORD).status == 429
    # and after the wait the right word is taken
    until(lambda: users.sign_in('admin', WORD).cookie, 'the end of the wait', 60)


def test_next_stays_here(users):
    for there in '//evil.example/', 'https://evil.example/', '/\\evil', 'evil', '/a b', '/x\r\nSet-Cookie: a=b':
        assert users.sign_in('admin', WORD, next=there).headers['location'] == '/', there
    assert users.sign_in('admin', WORD, next='/alarms?kind=raised').headers['location'] == '/alarms?kind=raised'


def test_forms_of_other_sites(users):
    me = users.sign_in('admin', WORD)
    page = users.ask('/', headers=me.as_browser).text
    csrf = re.search(r'name="csrf" value="([0-9a-f]{32})"', page)[1]
    for headers in ({'Sec-Fetch-Site': 'cross-site'}, {'Sec-Fetch-Site': 'same-site'}, {'Origin': 'http://evil.example'},
                    {'Origin': 'null'}, {'Origin': f'http://127.0.0.1:{users.port + 1}'}):
        assert users.ask('/logout', 'POST', form(csrf=csrf), {**me.as_browser, **headers}).status == 403, headers
        assert users.ask('/login', 'POST', form(user='admin', password=WORD), headers).status == 403, headers
    ours = {'Origin': f'http://127.0.0.1:{users.port}', 'Sec-Fetch-Site': 'same-origin'}
    assert users.ask('/logout', 'POST', form(csrf=csrf), {**me.as_browser, **ours}).status == 303


def test_cookies_that_are_none(users):
    me = users.sign_in('admin', WORD)
    good = me.as_browser['Cookie']
    for cookie in 'rmcu=', 'rmcu=' + '0' * 32, good + 'a', good[:-1], good.upper(), 'x' + good, 'rmcu=%s' % ('a' * 400), '; ; =;;', 'rmcu':
        assert 'Login' in users.ask('/', headers={'Cookie': cookie}).text, cookie[:60]
    assert users.ask('/', headers={'Cookie': 'rmcu=' + 'a' * 5000}).status == 431
    assert 'Logout' in users.ask('/', headers={'Cookie': 'a=b; ' + good + '; c=d'}).text
    # a cookie that somebody else chose is not taken over at the sign-in
    fixed = {'Cookie': 'rmcu=' + 'f' * 32}
    again = users.ask('/login', 'POST', form(user='admin', password=WORD), fixed)
    assert again.status == 303 and 'f' * 32 not in again.headers['set-cookie']
    assert 'Login' in users.ask('/', headers=fixed).text


def test_basic_and_tokens(users, suite):
    def basic(user, word):
        return {'Authorization': 'Basic ' + base64.b64encode(f'{user}:{word}'.encode()).decode()}
    assert suite.psctl('config', 'set', 'web.open_status=false').code == 0
    until(lambda: users.ask('/api/v1/status').status == 401, 'the door to close')
    assert users.ask('/api/v1/status').headers['www-authenticate'].startswith('Basic ')
    # a browser is not made to ask in a window of its own
    assert 'www-authenticate' not in users.ask('/api/v1/status', headers={'Sec-Fetch-Mode': 'cors'}).headers
    assert users.ask('/').headers['location'] == '/login'
    assert users.ask('/api/v1/status', headers=basic('viewer', WORD)).status == 200
    assert users.ask('/api/v1/status', headers=basic('viewer', 'wrong')).status == 401
    token = suite.psctl('token', 'add', 'script', '--expires', '2099-12-31').out.strip()
    assert re.fullmatch('rmcu_script_[0-9a-f]{32}', token)
    bearer = {'Authorization': 'Bearer ' + token}
    until(lambda: users.ask('/api/v1/status', headers=bearer).status == 200, 'the token')
    for bad in token[:-1], token + '0', token.replace('script', 'other'), 'rmcu_script_' + '0' * 32, 'rmcu__' + '0' * 32, '':
        assert users.ask('/api/v1/status', headers={'Authorization': 'Bearer ' + bad}).status in (401, 429), bad
    assert suite.psctl('token', 'list', '--json').json == [{'name': 'script', 'role': 'viewer', 'expires': '2099-12-31'}]
    assert suite.psctl('token', 'remove', 'script').code == 0
    until(lambda: users.ask('/api/v1/status', headers=bearer).status in (401, 429), 'its end')
    refused = suite.psctl('token', 'add', 'late', '--expires', 'tomorrow')
    assert refused.code != 0 and "'tomorrow' is not a date" in refused.err


def test_an_expired_token(users, suite):
    assert suite.psctl('config', 'set', 'web.open_status=false').code == 0
    token = suite.psctl('token', 'add', 'old', '--expires', '2020-01-01').out.strip()
    until(lambda: users.ask('/api/v1/status').status == 401, 'the door to close')
    assert users.ask('/api/v1/status', headers={'Authorization': 'Bearer ' + token}).status == 401


def test_sessions_end_with_what_they_stand_on(users, suite):
    me, other = users.sign_in('viewer', WORD), users.sign_in('control', WORD)
    assert suite.psctl('user', 'passwd', 'viewer', stdin='another horse\n').code == 0
    until(lambda: 'Login' in users.ask('/', headers=me.as_browser).text, 'the end of the session')
    assert 'Logout (control)' in users.ask('/', headers=other.as_browser).text
    assert suite.psctl('user', 'role', 'control', 'viewer').code == 0
    until(lambda: 'as control, viewer' in users.ask('/', headers=other.as_browser).text, 'the new role')
    assert suite.psctl('user', 'role', 'control', 'disabled').code == 0
    until(lambda: 'Login' in users.ask('/', headers=other.as_browser).text, 'his end')
    # a name that comes again does not bring the old password along
    assert suite.psctl('user', 'remove', 'viewer').code == 0
    assert 'viewer' not in secrets(suite).read_text()
    assert suite.psctl('user', 'remove', 'viewer').code != 0


def test_sessions_outlive_a_crash(users, suite):
    me = users.sign_in('admin', WORD)
    suite.webd.kill()
    suite.webd.start()
    until(lambda: users.ask('/healthz').status == 200, 'webd again')
    assert 'Logout (admin)' in users.ask('/', headers=me.as_browser).text
    kept = (suite.run / 'webd/sessions')
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert me.as_browser['Cookie'].split('=')[1] not in kept.read_text()


def test_secrets_stay_secret(users, suite):
    file = secrets(suite)
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    hashes = re.findall(r'"(\$y\$[^"]+)"', file.read_text())
    assert len(hashes) == 3 and len(set(hashes)) == 3
    seen = suite.psctl('config', 'show').out + suite.psctl('config', 'show', '--json').out + suite.psctl('events').out \
        + suite.psctl('config', 'get', 'users.admin.password').out + (suite.folder / 'state/settings/settings.conf').read_text()
    assert 'users.admin.role' in seen and WORD not in seen and not any(h in seen for h in hashes)
    assert "users.admin.password: 'not set' is now 'set'" in seen
    # a word is no hash, and is not repeated
    refused = suite.psctl('config', 'set', f'users.admin.password={WORD}')
    assert refused.code != 0 and 'is not a hash' in refused.err and WORD not in refused.err


def test_passwords_that_are_none(web, suite):
    for word in '', 'short', 'x' * 129:
        refused = suite.psctl('user', 'add', 'noc', stdin=word + '\n')
        assert refused.code != 0 and 'password' in refused.err
    assert suite.psctl('user', 'list', '--json').json == []
    assert 'is no name' in suite.psctl('user', 'add', 'Bad Name', stdin=WORD + '\n').err
    assert 'is no role' in suite.psctl('user', 'add', 'noc', '--role', 'king', stdin=WORD + '\n').err
    for i in range(8):
        assert suite.psctl('user', 'add', f'u{i}', stdin=WORD + '\n').code == 0
    full = suite.psctl('user', 'add', 'u8', stdin=WORD + '\n')
    assert full.code != 0 and 'users has 8 already' in full.err


def test_the_first_administrator(web, suite):
    page = web.ask('/login').text
    assert 'Make the first administrator' in page
    code = (suite.run / 'webd/first-code')
    first = code.read_text().strip()
    assert stat.S_IMODE(code.stat().st_mode) == 0o640
    assert re.fullmatch('[2-9A-Z]{4}-[2-9A-Z]{4}', first)
    # the console and the file know it, the log does not
    assert first not in suite.webd.log
    fields = {'code': first, 'user': 'noc', 'password': WORD, 'again': WORD}

    def make(**changed):
        return web.ask('/first-admin', 'POST', form(**{**fields, **changed}))
    assert 'not the same' in make(again='other horse').text
    assert 'at least 8' in make(password='short', again='short').text
    assert 'user name has small letters' in make(user='No C').text
    assert 'The code is wrong' in make(code='AAAA-AAAA').text
    # typed as people do
    done = make(code=first.lower().replace('-', ' '))
    assert done.status == 303 and done.headers['location'] == '/login'
    until(lambda: web.sign_in('noc', WORD).cookie, 'the administrator')
    assert not code.exists()
    assert make().headers['location'] == '/login'
    again = suite.psctl('user', 'code')
    assert again.code != 0 and 'there is an administrator already' in again.err


def ran_out(web, suite, first):
    """Nothing of the code is left, none comes by itself, and one that is asked for is taken."""
    fields, code = {'user': 'noc', 'password': WORD, 'again': WORD}, suite.run / 'webd/first-code'
    assert not code.exists()
    assert 'The code has run out' in web.ask('/login').text
    assert web.ask('/first-admin', 'POST', form(code=first, **fields)).status == 422
    until(lambda: suite.psctl('web', 'status', '--json').json['code'] is False, 'psctl to know of it')
    # whatever else is set
    assert suite.psctl('config', 'set', 'site.name=Hill').code == 0
    until(lambda: 'Hill' in web.ask('/').text, 'the settings')
    assert not code.exists()
    another = suite.psctl('user', 'code').out.strip()
    assert another != first and code.read_text().strip() == another
    assert web.ask('/first-admin', 'POST', form(code=another, **fields)).status == 303


def test_a_code_has_five_tries(web, suite):
    first = (suite.run / 'webd/first-code').read_text().strip()
    fields = {'user': 'noc', 'password': WORD, 'again': WORD}
    answers = [web.ask('/first-admin', 'POST', form(code='AAAA-AAA%d' % i, **fields)).text for i in range(2, 7)]
    assert 'The code is wrong' in answers[3] and 'has run out' in answers[4]
    ran_out(web, suite, first)


def test_a_code_lasts_for_15_minutes(suite):
    suite.configure(SETTINGS)
    for name in 'sensord', 'alarmd', 'loggerd', 'settingsd':
        suite.start(name)
    passed = suite.folder / 'passed'
    passed.write_text('0\n')
    web = Web(suite, env=suite.preload('shift-clock', SHIFT_MONOTONIC_FILE=str(passed)))
    until(lambda: web.ask('/healthz').status == 200, 'a snapshot')
    code = suite.run / 'webd/first-code'
    first = code.read_text().strip()
    passed.write_text('901\n')
    until(lambda: not code.exists(), 'the end of the code')
    ran_out(web, suite, first)


def test_the_code_of_one_that_was_killed(web, suite):
    """There is an administrator when it comes again: the file is of no use to anybody."""
    suite.webd.kill()
    code = suite.run / 'webd/first-code'
    assert code.exists()
    assert suite.psctl('user', 'add', 'noc', '--role', 'admin', stdin=WORD + '\n').code == 0
    suite.webd.start()
    until(lambda: web.sign_in('noc', WORD).cookie, 'the administrator')
    assert not code.exists()


def test_who_is_not_signed_in_sees_no_names(users, suite):
    """Values and log are open: names of people, what they wrote and what is set are not."""
    me = users.sign_in('control', WORD).as_browser
    actor = bus.Actor('control', '192.0.2.7', 'web')
    client, alarms = suite.connect('sensord'), suite.connect('alarmd')
    client.sim_set('set di3 on')
    # a person holds an output, has seen an alarm, and works on the unit
    assert client.ask(bus.output_set, 'alarm_out', 'on', reason='because Mallory said so', actor=actor).error == 0
    until(lambda: users.ask('/api/v1/status').json['alarms']['active'], 'the alarm')
    assert alarms.ask(bus.alarm_request, bus.ALARM_ACKNOWLEDGE, note='Mallory saw it', actor=actor).error == 0
    assert alarms.ask(bus.alarm_request, bus.MAINTENANCE, seconds=600, note='Mallory works', actor=actor).error == 0
    until(lambda: 'Mallory works' in users.ask('/api/v1/status', headers=me).text, 'all of it')
    for path in '/', '/api/v1/status', '/metrics':
        page = users.ask(path).text
        assert 'Mallory' not in page and 'by control' not in page and '"control"' not in page and '192.0.2.7' not in page, path
    assert 'by control' in users.ask('/', headers=me).text
    suite.configure(SETTINGS + 'nonsense = { secret = 1; };')
    until(lambda: 'nonsense' in users.ask('/api/v1/status', headers=me).text, 'the trouble')
    assert 'nonsense' not in users.ask('/api/v1/status').text and 'sign in to read' in users.ask('/api/v1/status').text
    assert 'nonsense' not in users.ask('/').text


def test_servers_look_the_role_up_themselves(users, suite):
    """Whatever webd says of somebody: the others know what he may."""
    suite.start('notifyd')
    asked = [('sensord', bus.output_set, 'do_1', bus.ACTION[0]),
             ('sensord', bus.output_confirm, 'do_1'),
             ('alarmd', bus.alarm_request, bus.ALARM_ACKNOWLEDGE, 'none'),
             ('alarmd', bus.alarm_request, bus.NOTIFY_TEST, '', 'trap'),
             ('loggerd', bus.log_request, bus.LOG_APPEND),
             ('notifyd', bus.notify_request, bus.NOTIFY_TRY, 'mail'),
             ('settingsd', bus.settings_change, [('site.name', 'Hill')]),
             ('settingsd', bus.settings_change, [('web.metrics_open', 'true')])]
    clients = {name: suite.connect(name) for name in ('sensord', 'alarmd', 'loggerd', 'notifyd', 'settingsd')}

    def refused(who, door):
        actor = bus.Actor(who, '192.0.2.7', door)
        answers = [clients[server].ask(make, *args, actor=actor) for server, make, *args in asked]
        return [i for i, answer in enumerate(answers) if answer.error == errno.EACCES]
    everything = list(range(len(asked)))
    assert refused('viewer', 'web') == refused('nobody', 'web') == everything
    assert refused('control', 'web') == [7] and refused('admin', 'web') == []
    # a token is another door: no user's name helps there
    assert refused('admin', 'token') == everything
