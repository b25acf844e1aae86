# SPDX-License-Identifier: MIT
"""Passwords and tokens go over TLS or within this machine, unless web.plain_login says otherwise."""
import base64
import html
import http.client
import re
import ssl

import pytest

from rmcu.suite import NO_INTERLOCKS
from rmcu.waiting import until
from rmcu.web import NAMES, PASSWORD, USERS, Visitor, Web, form, free_port, keep_passwords

SETTINGS = 'device = { profile = "sim"; };\nweb = { open_status = true; };\n' + NO_INTERLOCKS
ADA = NAMES['admin']
ON_THE_PAGE = 'This connection is not encrypted, so no password is taken here: use https, or allow it with web.plain_login.'
TO_PROGRAMS = 'passwords and tokens are not taken without TLS (web.plain_login)'
IN_A_FORM = 'asswords are not taken without TLS (web.plain_login)', 'okens are not shown without TLS (web.plain_login)'
# from where far_peer.c makes people come from another machine
ELSEWHERE = '127.0.0.2', 0


class Doors(Web):
    """A webd on all addresses, as it is delivered, with HTTPS beside; asked from this machine itself, or from another one, or over TLS."""

    def __init__(self, suite):
        self.suite, self.port, self.tls_port = suite, free_port('0.0.0.0'), free_port('0.0.0.0')
        suite.start('webd', '--http', f'0.0.0.0:{self.port}', '--https', f'0.0.0.0:{self.tls_port}',
                    env=suite.preload('far-peer'))
        until(lambda: self.ask('/healthz').status == 200, 'a snapshot')
        self.far, self.tls = Far(self), OverTls(self)
        until(lambda: suite.webd.log_lines('HTTPS has'), 'a certificate')


class Far(Web):
    def __init__(self, doors):
        self.suite, self.port = doors.suite, doors.port

    def open(self, seconds):
        return http.client.HTTPConnection(self.address, self.port, timeout=seconds, source_address=ELSEWHERE)


class OverTls(Far):
    def __init__(self, doors):
        super().__init__(doors)
        self.port = doors.tls_port

    def open(self, seconds):
        anyone = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        anyone.check_hostname, anyone.verify_mode = False, ssl.CERT_NONE
        return http.client.HTTPSConnection(self.address, self.port, timeout=seconds, source_address=ELSEWHERE, context=anyone)


@pytest.fixture
def begin(suite):
    """Starts all of it, with these users."""
    def start(users=USERS):
        suite.configure(SETTINGS + users)
        if users:
            keep_passwords(suite)
        for name in 'sensord', 'alarmd', 'loggerd', 'settingsd':
            suite.start(name)
        return Doors(suite)
    return start


@pytest.fixture
def doors(begin):
    return begin()


def basic(word=PASSWORD):
    return {'Authorization': 'Basic ' + base64.b64encode(f'{ADA}:{word}'.encode()).decode()}


def bearer(suite):
    """The header of a token that is in force."""
    word = suite.psctl('token', 'add', 'script', '--role', 'control').out.strip()
    assert word.startswith('rmcu_script_')
    return {'Authorization': 'Bearer ' + word}


def allow(suite, plain):
    assert suite.psctl('config', 'set', f'web.plain_login={str(plain).lower()}').code == 0


def sentences(page):
    return [html.unescape(s) for s in re.findall(r'<p class="msg" role="alert"[^>]*>.*?<span>(.*?)</span></p>', page.text, re.S)]


def works(web, cookie, *headers):
    """Signs in, and out, and with each of these headers."""
    answer = web.sign_in(ADA, PASSWORD)
    assert answer.status == 303 and answer.headers['location'] == '/', answer.text
    assert re.fullmatch(r'rmcu=[0-9a-f]{32}; ' + cookie, answer.headers['set-cookie'])
    ada = Visitor(web, answer.cookie)
    assert f'Logout ({ADA})' in ada.ask('/').text
    for header in headers:
        until(lambda: web.ask('/setup', headers=header).status == 200, 'the word')
    out = ada.submit('/logout')
    assert out.status == 303 and re.fullmatch('rmcu=; ' + cookie + '; Max-Age=0', out.headers['set-cookie'])
    assert 'Login' in ada.ask('/').text


def test_plain_words_from_elsewhere_are_refused(doors, suite):
    token = bearer(suite)
    works(doors, 'Path=/; HttpOnly; SameSite=Strict', basic(), token)
    far = doors.far
    assert sentences(far.ask('/login')) == [ON_THE_PAGE] and sentences(doors.ask('/login')) == []
    for word in PASSWORD, 'wrong horse':
        answer = far.sign_in(ADA, word)
        assert answer.status == 403 and 'set-cookie' not in answer.headers and sentences(answer) == [ON_THE_PAGE]
        assert word not in answer.text
    # right or wrong, all get the same: it is not even looked at
    for header in basic(), basic('wrong horse'), token, {'Authorization': token['Authorization'][:-1] + 'x'}:
        answer = far.ask('/api/v1/status', headers=header)
        assert answer.status == 403 and answer.json == {'error': TO_PROGRAMS}, header
    # who sends none sees what everybody does
    assert far.ask('/api/v1/status').status == 200


def test_plain_login(doors, suite):
    token = bearer(suite)
    allow(suite, True)
    until(lambda: sentences(doors.far.ask('/login')) == [], 'the settings')
    works(doors.far, 'Path=/; HttpOnly; SameSite=Strict', basic(), token)
    allow(suite, False)
    until(lambda: doors.far.sign_in(ADA, PASSWORD).status == 403, 'the end of it')
    assert doors.far.ask('/api/v1/status', headers=token).status == doors.far.ask('/api/v1/status', headers=basic()).status == 403


def test_over_tls(doors, suite):
    token = bearer(suite)
    assert sentences(doors.tls.ask('/login')) == []
    works(doors.tls, 'Path=/; HttpOnly; SameSite=Strict; Secure', basic(), token)
    assert doors.tls.sign_in(ADA, 'wrong horse').status == 401


def test_a_session_is_no_way_around_it(doors, suite):
    """Who signed in while it was allowed: new passwords are words too, and so are tokens."""
    allow(suite, True)
    until(lambda: doors.far.sign_in(ADA, PASSWORD).cookie, 'the settings')
    ada = Visitor(doors.far, doors.far.sign_in(ADA, PASSWORD).cookie)
    allow(suite, False)
    until(lambda: doors.far.sign_in(ADA, PASSWORD).status == 403, 'the end of it')
    new = {'users.vera.password': 'another horse', 'again:users.vera.password': 'another horse'}
    forms = [('/setup/person/vera', new), ('/setup/mail', {'mail.password': 'tr0ub4dor'}), ('/setup/token/script', {'was:tokens.script.role': 'viewer', 'tokens.script.role': 'control'})]
    for path, fields in forms:
        answer = ada.submit(path, **fields)
        text = html.unescape(answer.text)
        assert answer.status == 422 and any(s in text for s in IN_A_FORM), path
        assert not any(word in text for word in ('another horse', 'tr0ub4dor', 'rmcu_script_'))
    # over TLS the same forms are taken
    ada = Visitor(doors.tls, doors.tls.sign_in(ADA, PASSWORD).cookie)
    for path, fields in forms:
        assert ada.submit(path, **fields).status in (200, 303), path
    until(lambda: doors.tls.sign_in('vera', 'another horse').cookie, 'the new password')


def test_the_first_administrator(begin, suite):
    doors = begin(users='')
    code = (suite.run / 'webd/first-code').read_text().strip()
    fields = form(code=code, user='noc', password=PASSWORD, again=PASSWORD)
    assert sentences(doors.far.ask('/login')) == [ON_THE_PAGE]
    for _ in range(6):
        refused = doors.far.ask('/first-admin', 'POST', fields)
        assert refused.status == 403 and sentences(refused) == [ON_THE_PAGE]
    # which cost no try
    assert doors.tls.ask('/first-admin', 'POST', fields).status == 303
    until(lambda: doors.tls.sign_in('noc', PASSWORD).cookie, 'the administrator')
