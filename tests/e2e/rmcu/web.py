# SPDX-License-Identifier: MIT
"""rmcu-webd on a free port of loopback, and requests to it."""
import http.client
import json
import re
import socket
import threading
import urllib.parse
from dataclasses import dataclass

from rmcu.api import check_any
from rmcu.suite import SOURCE
from rmcu.waiting import until


# one user of each role; all have the same password, hashed once in few rounds
USERS = 'users = { vera = { role = "viewer"; }; connie = { role = "control"; }; ada = { role = "admin"; }; };\n'
NAMES = {'viewer': 'vera', 'control': 'connie', 'admin': 'ada'}
PASSWORD = 'correct horse'
HASH = '$5$rounds=1000$rmcu$MrGCaOU22mJlW9TsVRKVYB6P9O3lav9dv7n.nVTgq96'


def keep_passwords(suite):
    """As settingsd leaves them, for a webd that starts then; rmcu.conf has USERS."""
    folder = suite.overlay_file.parent
    folder.mkdir(exist_ok=True)
    (folder / 'webd.secrets').write_text('users = { ' + ''.join(f'{n} = {{ password = "{HASH}"; }}; ' for n in NAMES.values()) + '};\n')


def watched(suite, settings, *more):
    """The webd of a unit with these settings, of which it shows all that there is; `more` runs beside."""
    suite.configure(settings)
    if USERS in settings:
        keep_passwords(suite)
    for name in 'sensord', 'alarmd', 'loggerd', *more:
        suite.start(name)
    w = Web(suite)
    until(lambda: w.ask('/healthz').status == 200, 'a snapshot')
    until(lambda: w.ask('/api/v1/status').json['alarms']['watched'], 'the alarms')
    return w


def free_port(address='127.0.0.1'):
    with socket.socket() as s:
        s.bind((address, 0))
        return s.getsockname()[1]


def form(**fields):
    """A body as browsers send it."""
    return urllib.parse.urlencode(fields).encode()


# {"METHOD", "PATH", DOOR_X, answer, "SUMMARY", "ARGUMENTS"} of routes.c; the last one may be a name for it, or missing
ROUTE = re.compile(r'\{ "(\w+)", "([^"]+)", DOOR_(\w+), \w+,\s*((?:"[^"]*"\s*)+)(?:,\s*(?:"([^"]*)"|([A-Z]\w+))\s*)?\}')


@dataclass
class Route:
    method: str
    path: str
    door: str
    summary: str
    arguments: list

    @property
    def is_page(self):
        return not self.path.startswith('/api/') and self.path not in ('/healthz', '/metrics', '/RMCU.CSV', '/mib/RMCU-MIB.txt')


def routes():
    """All that can be asked for, from webd's own table."""
    text = (SOURCE / 'daemons/webd/routes.c').read_text()
    names = {'': '', **dict(re.findall(r'#define (\w+) "([^"]*)"', text))}
    found = [Route(method, path, door.lower(), ''.join(re.findall('"([^"]*)"', words)), (own or names[name]).split())
             for method, path, door, words, own, name in ROUTE.findall(text)]
    assert len(found) == len(re.findall(r'\{ "[A-Z]+", "/', text)) > 50
    return found


class Answer:
    def __init__(self, response):
        self.status, self.headers = response.status, {k.lower(): v for k, v in response.getheaders()}
        self.body = response.read()

    @property
    def text(self):
        return self.body.decode()

    @property
    def cookie(self):
        """What a browser would send from now on; "" when it was given none."""
        found = re.match('rmcu=[0-9a-f]+', self.headers.get('set-cookie', ''))
        return found[0] if found else ''

    @property
    def as_browser(self):
        """The headers of the one who was signed in by this answer."""
        return {'Cookie': self.cookie}

    @property
    def json(self):
        assert self.headers['content-type'] == 'application/json'
        return json.loads(self.body)


class Web:
    """`how` is of Suite.start()."""
    address = '127.0.0.1'

    def __init__(self, suite, **how):
        self.suite, self.port = suite, free_port()
        suite.start('webd', '--http', f'{self.address}:{self.port}', **how)

    def open(self, seconds):
        return http.client.HTTPConnection(self.address, self.port, timeout=seconds)

    def ask(self, path, method='GET', body=None, headers=(), seconds=10):
        """Each answer of the API is held to its description."""
        connection = self.open(seconds)
        try:
            connection.request(method, path, body, dict(headers))
            answer = Answer(connection.getresponse())
        finally:
            connection.close()
        check_any(answer, path, method)
        return answer

    def sign_in(self, user, password, **fields):
        """The answer to the form of /login."""
        return self.ask('/login', 'POST', form(user=user, password=password, **fields))

    def restart(self):
        """Everybody who guessed is forgotten."""
        self.suite.webd.restart()
        until(lambda: self.ask('/healthz').status == 200, 'a snapshot')

    def connect(self, seconds=30):
        return socket.create_connection((self.address, self.port), timeout=seconds)

    def raw(self, data, seconds=30):
        """All that comes back until the other side closes, or nothing when it resets."""
        with self.connect(seconds) as s:
            try:
                s.sendall(data)
                got = b''
                while part := s.recv(65536):
                    got += part
            except (ConnectionResetError, BrokenPipeError):
                pass
            return got


class Visitor:
    """Somebody who has signed in: his requests have his cookie, and his forms his session's own word."""
    def __init__(self, web, cookie):
        self.web, self.cookie = web, cookie
        self.csrf = re.search('name="csrf" value="([^"]+)"', self.ask('/alarms').text)[1]

    def ask(self, path, method='GET', body=None, headers=(), seconds=10):
        return self.web.ask(path, method, body, {'Cookie': self.cookie, **dict(headers)}, seconds)

    def post(self, path, seconds=10, **fields):
        """As a script does."""
        return self.ask(path, 'POST', json.dumps(fields), {'Content-Type': 'application/json', 'X-CSRF-Token': self.csrf},
                        seconds)

    def submit(self, path, **fields):
        """As a page without a script does."""
        return self.ask(path, 'POST', form(**{'csrf': self.csrf, **fields}), {'Content-Type': 'application/x-www-form-urlencoded'})


class Asked(threading.Thread):
    """A request that waits for its answer beside the test."""

    def __init__(self, ask):
        super().__init__(daemon=True)
        self.ask = ask
        self.start()

    def run(self):
        self.got = self.ask()

    @property
    def answer(self):
        self.join(60)
        return self.got


def sign_in(web, role):
    body = form(user=NAMES[role], password=PASSWORD)
    answer = web.ask('/login', 'POST', body, {'Content-Type': 'application/x-www-form-urlencoded'})
    assert answer.status == 303, answer.text
    return Visitor(web, answer.headers['set-cookie'].partition(';')[0])
