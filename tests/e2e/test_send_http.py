# SPDX-License-Identifier: MIT
"""rmcu-send and requests: webhooks, gateways of text messages, signs of life. `pytest -s` prints the table."""
import http.server
import socket
import threading

import pytest

from rmcu.errand import errand
from rmcu.mailserver import certificate, tls

JSON = b'{"event": 4711}'


class Server(http.server.ThreadingHTTPServer):
    """Says what it was told to: a status, and an answer in pieces; None is silence."""
    daemon_threads = True

    def __init__(self, status=200, pieces=(b'ok\n',), head=()):
        super().__init__(('127.0.0.1', 0), Handler)
        self.status, self.pieces, self.head, self.got = status, pieces, head, []
        self.over = threading.Event()
        threading.Thread(target=self.serve_forever, kwargs={'poll_interval': 0.02}, daemon=True).start()

    def url(self, scheme='http'):
        return f'{scheme}://127.0.0.1:{self.server_port}/hook?x=1'

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.over.set()
        self.shutdown()
        self.server_close()


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def answer(self):
        n = int(self.headers.get('Content-Length', 0))
        self.server.got.append((self.command, self.path, self.headers, self.rfile.read(n)))
        if self.server.status is None:
            self.server.over.wait(60)
            return
        self.send_response(self.server.status)
        for name, value in self.server.head:
            self.send_header(name, value)
        self.end_headers()
        try:
            for piece in self.server.pieces:
                if piece is None:
                    self.wfile.flush()
                    self.server.over.wait(60)
                else:
                    self.wfile.write(piece)
        except OSError:
            pass

    do_GET = do_POST = answer


def send(url, row, **what):
    what = {'by': 'webhook', 'type': 'application/json', 'body': JSON, 'sender': '', 'to': '', **what}
    answer = errand('send', what.pop('env', None), server=url, **what)
    print(f'\n{row:42} {answer}', end='')
    return answer


def test_what_arrives():
    fields = [('X-Signature', 'sha256=00ff'), ('Title', 'Störung'), ('X-Empty', ''), ('Authorization', 'Bearer topsecret')]
    with Server(200, [b'\r\n  thanks for Bearer topsecret\r\nmore\r\n']) as s:
        answer = send(s.url(), 'POST', fields=fields)
        assert (answer.outcome, answer.code, answer.sentence) == ('delivered', 200, '200 thanks for Bearer *********')
        (method, path, head, body), = s.got
        assert (method, path, body) == ('POST', '/hook?x=1', JSON)
        assert head['Content-Type'] == 'application/json' and head['X-Signature'] == 'sha256=00ff' and head['X-Empty'] == ''
        assert head['Title'].encode('latin-1').decode() == 'Störung' and 'Expect' not in head and head['User-Agent'].startswith('rmcu/')


def test_sign_of_life():
    with Server() as s:
        assert send(s.url(), 'GET', type='', body=b'').outcome == 'delivered'
        assert [(m, b) for m, _, _, b in s.got] == [('GET', b'')] and s.got[0][2]['Content-Type'] is None


def test_gateway():
    with Server() as s:
        answer = send(s.url(), 'text by a gateway', by='text-http', type='application/x-www-form-urlencoded', body=b'to=%2B49170&text=hi',
                      user='unit7', password='hush')
        assert answer.outcome == 'delivered' and s.got[0][2]['Authorization'] == 'Basic dW5pdDc6aHVzaA=='


STATUSES = {200: 'delivered', 201: 'delivered', 202: 'delivered', 204: 'delivered', 301: 'permanent', 302: 'permanent', 307: 'permanent',
            400: 'permanent', 401: 'permanent', 403: 'permanent', 404: 'permanent', 408: 'temporary', 410: 'permanent', 413: 'permanent',
            425: 'temporary', 429: 'temporary', 500: 'temporary', 502: 'temporary', 503: 'temporary', 504: 'temporary'}


@pytest.mark.parametrize('status', STATUSES)
def test_status(status):
    with Server(status, [] if status == 204 else [b'because\n'], [('Location', 'http://127.0.0.1:1/')] if 300 <= status < 400 else []) as s:
        answer = send(s.url(), f'status {status}')
        assert (answer.outcome, answer.code) == (STATUSES[status], status) and len(s.got) == 1
        assert answer.sentence.startswith(str(status)) and (status == 204 or 'because' in answer.sentence)


@pytest.mark.parametrize('where', ['file:///etc/passwd', 'smtp://127.0.0.1/', 'gopher://127.0.0.1/', '/again'])
def test_redirects_are_not_followed(where):
    with Server(302, [], [('Location', where)]) as s:
        assert send(s.url(), f'redirect to {where}').outcome == 'permanent' and len(s.got) == 1


def test_silence():
    with Server(None) as s:
        answer = send(s.url(), 'silence', limit_ms=2000)
        assert (answer.outcome, answer.code) == ('temporary', 0) and 'its answer' in answer.sentence and answer.unsure


def test_answer_without_end():
    """A status has been said: the message is there, whatever comes after it."""
    with Server(200, [b'first\n', None]) as s:
        answer = send(s.url(), 'an answer that does not end', limit_ms=2000)
        assert (answer.outcome, answer.code, answer.sentence) == ('delivered', 200, '200 first')


def test_huge_answer():
    with Server(200, [b'first line\n'] + [b'x' * 65536] * 4096) as s:
        answer = send(s.url(), '256 MiB of an answer')
        assert (answer.outcome, answer.sentence) == ('delivered', '200 first line')
    with Server(500, [b'y' * 65536] * 64) as s:
        answer = send(s.url(), 'one line without end')
        assert answer.outcome == 'temporary' and len(answer.sentence) < 256
    with Server(200, [], [(f'X-{i}', 'z' * 4000) for i in range(64)]) as s:
        assert send(s.url(), 'a head of 256 KiB').outcome == 'delivered'


def raw(text):
    """A server that says this to whoever connects."""
    listener = socket.create_server(('127.0.0.1', 0))

    def serve():
        conn, _ = listener.accept()
        with conn, conn.makefile('rb') as lines:
            while lines.readline() not in (b'\r\n', b''):
                pass
            lines.read(len(JSON))
            conn.sendall(text)
        listener.close()
    threading.Thread(target=serve, daemon=True).start()
    return f'http://127.0.0.1:{listener.getsockname()[1]}/'


@pytest.mark.parametrize('text', [b'', b'HTTP/1.1 200', b'SSH-2.0-OpenSSH_9.2\r\n', b'\x00\x01\x02', b'HTTP/1.1 999999 x\r\n\r\n'], ids=repr)
def test_no_answer(text):
    answer = send(raw(text), f'answer {text!r}', limit_ms=5000)
    assert answer.outcome in ('temporary', 'delivered') and (answer.outcome == 'temporary' or text == b'HTTP/1.1 200')


def test_control_characters_in_an_answer():
    answer = send(raw(b'HTTP/1.1 400 x\r\n\r\n\x1b[31mno\x00\xff\xc3\r\nmore'), 'control characters')
    assert (answer.outcome, answer.sentence) == ('permanent', '400 ?[31mno???') or answer.sentence.startswith('400 ?[31mno')


@pytest.mark.parametrize('trusted', [True, False])
def test_https(tmp_path_factory, trusted):
    pair = certificate(tmp_path_factory.mktemp('t'))
    with Server() as s:
        s.socket = tls(pair).wrap_socket(s.socket, server_side=True)
        answer = send(s.url('https'), f'https, trusted: {trusted}', ca=str(pair[1]) if trusted else '')
        assert answer.outcome == ('delivered' if trusted else 'permanent') and len(s.got) == trusted


def test_proxy():
    """Those of the environment are for others; RMCU_PROXY is for us."""
    with Server() as proxy, Server() as s:
        others = {name: proxy.url() for name in ('http_proxy', 'ALL_PROXY', 'all_proxy')}
        assert send(s.url(), 'proxy of the environment', env=others).outcome == 'delivered' and (len(s.got), len(proxy.got)) == (1, 0)
        assert send(s.url(), 'RMCU_PROXY', env={'RMCU_PROXY': proxy.url()}).outcome == 'delivered' and (len(s.got), len(proxy.got)) == (1, 1)


@pytest.mark.parametrize('what', [
    {'fields': [('X', 'a\r\nX-Evil: 1')]}, {'fields': [('X', 'a\nb')]}, {'fields': [('X', 'a\x00b')]}, {'fields': [('X', 'a\x7f')]},
    {'fields': [('X: a\r\nY', 'b')]}, {'fields': [('', 'b')]}, {'fields': [('X Y', 'b')]}, {'fields': [('Xü', 'b')]}, {'fields': [('X:', 'b')]},
    {'fields': [('Host', 'evil.example')]}, {'fields': [('content-length', '3')]}, {'fields': [('Transfer-Encoding', 'chunked')]},
    {'type': 'text/plain\r\nX-Evil: 1'}, {'type': 'text/plaın'}, {'type': '', 'body': b'x'}, {'user': 'a\nb', 'password': 'x'},
    {'tail': ' HTTP/1.1\r\nX-Evil: 1\r\n\r\n'}, {'tail': '\x7f'}, {'tail': 'ü'}, {'tail': ' '}, {'tail': '{1-9}'}, {'tail': 'x' * 300},
], ids=repr)
def test_injection(what):
    with Server() as s:
        tail = what.pop('tail', '') if 'tail' in what else ''
        answer = send(s.url() + tail, 'injection', **what)
        assert (answer is None or answer.outcome == 'permanent') and not s.got


@pytest.mark.parametrize('url', ['file:///etc/passwd', 'ftp://127.0.0.1/', 'http://', 'http://a@127.0.0.1/', '', 'HTTP://127.0.0.1/', '-x'])
def test_url(url):
    assert send(url, repr(url)).outcome == 'permanent'
