# SPDX-License-Identifier: MIT
"""rmcu-webd on a free port of loopback, and requests to it."""
import http.client
import json
import re
import socket
import urllib.parse

from rmcu.suite import BUILD, SOURCE
from rmcu.waiting import until


def free_port():
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]


def form(**fields):
    """A body as browsers send it."""
    return urllib.parse.urlencode(fields).encode()


def install_data(suite):
    """As installed: pages and the MIB beside profiles."""
    suite.data = suite.folder / 'data'
    suite.data.mkdir()
    for entry in [*(SOURCE / 'etc').iterdir(), SOURCE / 'www']:
        (suite.data / entry.name).symlink_to(entry)
    (suite.data / 'mibs').symlink_to(BUILD / 'mib')


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
    def __init__(self, suite):
        self.suite, self.port = suite, free_port()
        install_data(suite)
        suite.start('webd', '--http', f'127.0.0.1:{self.port}')

    def ask(self, path, method='GET', body=None, headers=()):
        connection = http.client.HTTPConnection('127.0.0.1', self.port, timeout=10)
        try:
            connection.request(method, path, body, dict(headers))
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def sign_in(self, user, password, **fields):
        """The answer to the form of /login."""
        return self.ask('/login', 'POST', form(user=user, password=password, **fields))

    def restart(self):
        """Everybody who guessed is forgotten."""
        self.suite.webd.restart()
        until(lambda: self.ask('/healthz').status == 200, 'a snapshot')

    def connect(self, seconds=30):
        return socket.create_connection(('127.0.0.1', self.port), timeout=seconds)

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
