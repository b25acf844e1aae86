# SPDX-License-Identifier: MIT
"""What was tried against rmcu-webd, and what came back: one table, of which each row is tried, and afterwards all is as it was."""
import json
import re
import resource
import socket
import time
from collections import deque
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Callable
from urllib.parse import quote

import pytest

from rmcu import bus
from rmcu.stream import Stream
from rmcu.suite import NO_INTERLOCKS
from rmcu.waiting import until
from rmcu.web import NAMES, PASSWORD, USERS, Web, form, keep_passwords, sign_in

SETTINGS = '''device = { profile = "sim"; };
web = { open_status = true; };
alarms = { door = { channel = "di_3"; when = "active"; priority = "critical"; }; };
''' + USERS + NO_INTERLOCKS
CONNECTIONS, HELD, GUESSES, BODY = 10_000, 4000, 10_000, 10**9
TICK_NS = 100_000_000
MEMORY_MOST = 24 << 20      # of the address sanitizer's quarantine too, which keeps what was freed
GET, POST = b'GET /healthz HTTP/1.1\r\nHost: unit\r\n', b'POST /healthz HTTP/1.1\r\nHost: unit\r\n'
# What the attacker wants to get through behind another request: nobody else asks for it.
SECOND = b'GET /api/v1/status HTTP/1.1\r\nHost: unit\r\n\r\n'
N = str(len(SECOND)).encode()
CHUNKS, END = b'Transfer-Encoding: chunked\r\n\r\n', b'0\r\n\r\n'


@dataclass
class Row:
    """`way` is given the World and says in a few words what came back; `back` is what that must be."""
    what: str
    way: Callable
    back: str


class World:
    def __init__(self, suite):
        self.suite, self.web = suite, Web(suite)
        until(lambda: self.web.ask('/healthz').status == 200, 'a snapshot')
        until(lambda: self.web.ask('/api/v1/status').json['alarms']['watched'], 'the alarms')

    def missed_ticks(self):
        with bus.Client(self.suite.sensord.socket_path) as client:
            return client.snapshot.missed_ticks

    def descriptors(self):
        return len(list(Path(f'/proc/{self.suite.webd.pid}/fd').iterdir()))

    def starved_ticks(self):
        """So many of sensord's ticks had no processor: others of this machine had it."""
        return int(Path(f'/proc/{self.suite.sensord.pid}/schedstat').read_text().split()[1]) // TICK_NS

    def memory(self):
        return int(re.search(r'VmRSS:\s+(\d+)', Path(f'/proc/{self.suite.webd.pid}/status').read_text())[1]) << 10


def said(got):
    """The statuses that came back; libmicrohttpd says the head of its own errors twice."""
    found = [s.decode() for s in re.findall(rb'HTTP/1\.\d (\d{3}) ', got)]
    return ' '.join(s for i, s in enumerate(found) if i == 0 or s != found[i - 1] or s < '400') or 'closed'


def bytes_(data, never=b'root:'):
    """Sends them as they are, and ends his side, so that whoever waits for more gets none."""
    def way(world):
        got = b''
        with world.web.connect(5) as s:
            try:
                s.sendall(data)
                s.shutdown(socket.SHUT_WR)
                while part := s.recv(65536):
                    got += part
            except TimeoutError:
                return 'held'
            except OSError:
                # he was thrown out while he still spoke
                pass
        assert never not in got
        return said(got)
    return way


# ---------------------------------------------------------------- where a request ends

REFUSED = '4..|501|505|closed'
SMUGGLED = [
    ('CL.TE', POST + b'Content-Length: 70\r\n' + CHUNKS + END + SECOND, '400'),
    ('TE.CL', POST + b'Content-Length: 4\r\n' + CHUNKS + b'%x\r\n' % len(SECOND) + SECOND + b'\r\n' + END, '400'),
    ('TE.TE, identity', POST + b'Transfer-Encoding: identity\r\n' + CHUNKS + END + SECOND, '400'),
    ('TE: identity, chunked', POST + b'Transfer-Encoding: identity, chunked\r\n\r\n' + END + SECOND, '400'),
    ('TE: xchunked', POST + b'Transfer-Encoding: xchunked\r\n\r\n' + END + SECOND, '400'),
    ('TE: "chunked"', POST + b'Transfer-Encoding: "chunked"\r\n\r\n' + END + SECOND, '400'),
    ('TE, vertical tab', POST + b'Transfer-Encoding:\x0bchunked\r\n\r\n' + END + SECOND, '400'),
    ('TE, space before the colon', POST + b'Transfer-Encoding : chunked\r\n\r\n' + END + SECOND, '400'),
    ('CL, space before the colon', POST + b'Content-Length : ' + N + b'\r\n\r\n' + SECOND, '400'),
    ('CL, tab before the colon', POST + b'Content-Length\t: ' + N + b'\r\n\r\n' + SECOND, '400'),
    ('TE, folded', POST + b'Transfer-Encoding:\r\n chunked\r\n\r\n' + END + SECOND, '400'),
    ('CL, folded', POST + b'Content-Length:\r\n ' + N + b'\r\n\r\n' + SECOND, '400'),
    ('CL in the fold of another', POST + b'X: a\r\n Content-Length: ' + N + b'\r\n\r\n' + SECOND, '400'),
    ('first header folded', b'GET /healthz HTTP/1.1\r\n Host: unit\r\n\r\n' + SECOND, '400'),
    ('two CL', POST + b'Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd' + SECOND, '400'),
    ('two CL that are the same', POST + b'Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc' + SECOND, '400'),
    *((f'CL: {word.decode() or "nothing"}', POST + b'Content-Length: ' + word + b'\r\n\r\n' + SECOND, '4..|closed') for word in (
        b'', b'x', b'+3', b'-1', b'0x3', b'3 x', b'0, 46', b'3.0', b'99999999999999999999999', b'18446744073709551616')),
    ('LF in a value, and a CL behind it', GET + b'X: a\nContent-Length: ' + N + b'\r\n\r\n' + SECOND, '400'),
    ('CR in a value', GET + b'X: a\rContent-Length: ' + N + b'\r\n\r\n' + SECOND, '400'),
    ('control character in a value', GET + b'X: a\x01b\r\n\r\n' + SECOND, '400'),
    ('NUL in a name', GET + b'Transfer-Encoding\0: chunked\r\n\r\n' + SECOND, '400'),
    ('space in a name', GET + b'X Y: b\r\n\r\n' + SECOND, '400'),
    ('no colon', GET + b'nonsense\r\n\r\n' + SECOND, '400'),
    ('body of a GET, by length', GET + b'Content-Length: ' + N + b'\r\n\r\n' + SECOND, '400'),
    ('body of a GET, in chunks', GET + CHUNKS + b'%x\r\n' % len(SECOND) + SECOND + b'\r\n' + END, '400'),
    # "held" is as a slow body is, and ends with its minute
    # of what is well-formed, or taken for it, nothing goes through behind the last chunk
    ('chunks, and what is behind them', POST + CHUNKS + END + SECOND, '405'),
    ('chunk extension', POST + CHUNKS + b'3;x="y"\r\nabc\r\n' + END + SECOND, '405'),
    ('chunk extension with LF', POST + CHUNKS + b'3;x\nabc\r\n' + END + SECOND, '405|400'),
    ('chunk extension of 9 KB', POST + CHUNKS + b'3;' + b'x' * 9000 + b'\r\nabc\r\n' + END + SECOND, REFUSED + '|held'),
    ('chunks with LF', POST + CHUNKS + b'3\nabc\n0\n\n' + SECOND, '405|400'),
    ('trailer with a length', POST + CHUNKS + b'0\r\nContent-Length: ' + N + b'\r\n\r\n' + SECOND, '405'),
    ('chunks of HTTP/1.0', POST.replace(b'/1.1', b'/1.0') + CHUNKS + END + SECOND, '4..'),
    *((f'chunk of {word.decode() or "nothing"}', POST + CHUNKS + word + b'\r\nabc\r\n' + END + SECOND, '4..|closed') for word in (
        b'', b'x', b'0x3', b'-1', b' 3', b'2', b'FFFFFFFFFFFFFFFFF', b'10000000000000003')),
    # the first line and the rest of the head
    ('no host', b'GET /healthz HTTP/1.1\r\n\r\n', '400'),
    ('two hosts', GET + b'Host: other\r\n\r\n', '400'),
    ('host with a script', b'GET / HTTP/1.1\r\nHost: "><script>\r\nConnection: close\r\n\r\n', '200'),
    ('another unit\'s address', b'GET http://evil.example/healthz HTTP/1.1\r\nHost: unit\r\nConnection: close\r\n\r\n', '404'),
    ('head of 100 KB', GET + b'X: ' + b'a' * 100000 + b'\r\n\r\n', REFUSED),
    ('address of 100 KB', b'GET /' + b'a' * 100000 + b' HTTP/1.1\r\nHost: unit\r\n\r\n', REFUSED),
    ('5000 headers', GET + b'X: y\r\n' * 5000 + b'\r\n', REFUSED),
    ('HTTP/0.9', b'GET /healthz\r\n\r\n', REFUSED),
    ('HTTP/3.7', b'GET /healthz HTTP/3.7\r\nHost: unit\r\n\r\n', REFUSED),
    ('HTTP/2 at once', b'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', REFUSED),
    ('tabs between words', b'GET\t/healthz\tHTTP/1.1\r\nHost: unit\r\n\r\n', REFUSED),
    ('two versions', b'GET /healthz HTTP/1.1 HTTP/1.1\r\nHost: unit\r\n\r\n', REFUSED),
    *((method.decode(), method + b' / HTTP/1.1\r\nHost: unit\r\nCookie: rmcu=secret\r\nConnection: close\r\n\r\n', '501') for method in (
        b'TRACE', b'CONNECT', b'OPTIONS', b'BREW', b'get')),
    ('no request', b'\0\1\2\3\r\n\r\n', REFUSED + '|held'),
    ('TLS on the wrong port', bytes.fromhex('1603010200010001fc0303') + bytes(200), REFUSED + '|held'),
]

# ---------------------------------------------------------------- what is not to be read

PATHS = ['/../../etc/passwd', '/..%2f..%2fetc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/%252e%252e/etc/passwd', '//etc/passwd', '/....//etc/passwd',
         '/%c0%ae%c0%ae/etc/passwd', '/%u002e%u002e/etc/passwd', '/\\..\\etc\\passwd', '/%5c..%5cetc%5cpasswd', '/./../etc/passwd',
         '/static/../../../etc/passwd', '/static/%2e%2e/%2e%2e/webd.secrets', '/static/0123456789abcdef/../../webd.secrets',
         '/api/v1/boxes/..%2f..%2fwebd.secrets', '/api/v1/log/files/..%2f1', '/mib/..%2fRMCU-MIB.txt', '/healthz/../metrics', '/healthz/.', '/;/healthz']


def traversal(path):
    return Row(path, bytes_(b'GET ' + path.encode() + b' HTTP/1.1\r\nHost: unit\r\nConnection: close\r\n\r\n'), '40[034]')


# ---------------------------------------------------------------- too much of it

def drip(head, body):
    """A byte each half second: there is a moment for the head and one for the rest, however they come."""
    def way(world):
        begun = time.monotonic()
        with world.web.connect() as s:
            s.sendall(head)
            s.settimeout(0.5)
            for byte in (body * 150)[:150]:
                try:
                    s.send(bytes([byte]))
                    if s.recv(100) == b'':
                        break
                except socket.timeout:
                    continue
                except (ConnectionResetError, BrokenPipeError):
                    break
            else:
                return 'never closed'
        return f'closed after {time.monotonic() - begun:.0f} s'
    return way


def connections(world):
    """From 200 addresses, 50 of each, 4000 at a time: 32 of an address and 600 in all have a place, the others wait before the door."""
    held, most = deque(), 0
    try:
        for n in range(CONNECTIONS):
            s = socket.socket()
            s.setblocking(False)
            s.bind((f'127.1.0.{1 + n // 50}', 0))
            s.connect_ex(('127.0.0.1', world.web.port))
            held.append(s)
            if len(held) > HELD:
                held.popleft().close()
            if n % 500 == 0:
                most = max(most, world.descriptors())
        until(lambda: world.descriptors() > 500, 'those that have a place')
        most = max(most, world.descriptors())
    finally:
        for s in held:
            s.close()
    until(lambda: has_place(world.web), 'a place')
    return 'at most 700 descriptors' if most < 700 else f'{most} descriptors'


def has_place(web):
    try:
        return web.ask('/healthz').status == 200
    except OSError:
        return False


def flood(head, piece):
    """A body of a GB, as long as somebody takes it."""
    def way(world):
        sent, got = 0, b''
        with world.web.connect() as s:
            try:
                s.sendall(head)
                while sent < BODY:
                    s.sendall(piece)
                    sent += len(piece)
                got = s.recv(100)
            except (ConnectionResetError, BrokenPipeError):
                pass
        assert b' 200 ' not in got
        return 'cut off' if sent < 16 << 20 else f'{sent} bytes were taken'
    return way


def guesses(world):
    codes = [world.web.sign_in('ada', f'guess {i}').status for i in range(GUESSES)]
    world.web.restart()
    return f'{set(codes) - {401, 429}} hashed: {codes.count(401) <= 12}'


# ---------------------------------------------------------------- words of people

SCRIPT = '"\'></title></script><script>alert(1)</script><img src=x onerror=alert(1)>'
MARK = re.compile(r'<script>alert|<img src=x', re.I)
EVERYWHERE = ['/', '/m', '/alarms', '/alarms?words=alert', '/history', '/setup', '/setup/device', '/setup/sensor', '/setup/channel/di_3', '/setup/channel/do_4',
              '/setup/alarm', '/setup/rule/door', '/setup/alarm-system', '/setup/user', '/setup/person/ada', '/outputs/do_4', '/login']
PROGRAMS = ['/api/v1/status', '/api/v1/alarms', '/api/v1/journal', '/metrics']


def stored(world):
    """Each text that a person can set, one by one, and then all pages are looked at with all of them."""
    paths = sorted(set(re.findall(r'^([a-z_.0-9]+)', world.suite.psctl('config', 'show').out, re.M)))
    admin, taken = sign_in(world.web, 'admin'), []
    for path in paths:
        if not re.search(r'\.(name|text_active|text_inactive|instruction|consequence|location|contact|model|brand|words|message\w*|reason|note|display|help\w*|'
                         r'description|title|label|unit_text)$', path):
            continue
        for word in SCRIPT, '<script>alert(1)</script>', '<img src=x>', '"<b>\'&':
            if world.suite.psctl('config', 'set', f'{path}={word}').code == 0:
                taken.append(path)
                break
    assert {'site.name', 'channels.di_3.name', 'channels.do_4.name'} <= set(taken), taken
    # notes and reasons
    world.suite.connect().sim_set('set di3 on')
    until(lambda: world.web.ask('/api/v1/status').json['alarms']['active'], 'the alarm')
    admin.post('/api/v1/alarms/door/acknowledge', note=SCRIPT)
    admin.post('/api/v1/alarms/door/shelve', **{'for': '1h', 'reason': SCRIPT})
    admin.post('/api/v1/outputs/do_4', state='on', reason=SCRIPT)
    until(lambda: 'alert(1)' in admin.ask('/api/v1/journal').text, 'the notes')
    return looked(world, admin, taken)


class Reader(HTMLParser):
    """As a browser reads a page: what of it would run."""

    def __init__(self):
        super().__init__()
        self.runs = []

    def handle_starttag(self, tag, attrs):
        words = dict(attrs)
        if any(name.startswith('on') or name in ('style', 'srcdoc', 'formaction') for name in words) or tag in ('iframe', 'object', 'embed', 'base') \
                or (tag in ('script', 'img') and not words.get('src', '').startswith('/static/')) \
                or any((words.get(name) or '').lower().lstrip().startswith(('javascript:', 'data:')) for name in ('href', 'src', 'action')):
            self.runs.append((tag, attrs))


def what_runs(page):
    reader = Reader()
    reader.feed(page)
    return reader.runs


def looked(world, admin, taken):
    seen = 0
    for who in admin, world.web:
        for path in EVERYWHERE:
            page = who.ask(path).text
            assert not MARK.search(page), (path, MARK.search(page))
            assert not what_runs(page), path
            seen += 'alert(1)' in page or '&lt;b&gt;' in page
        for path in PROGRAMS:
            answer = who.ask(path)
            assert not answer.headers['content-type'].startswith('text/html') and answer.headers['x-content-type-options'] == 'nosniff'
    stream = Stream(world.web)
    assert 'alert(1)' in json.dumps(stream.next().data)
    world.suite.connect().sim_set('set di4 on')
    for html in (part for _ in range(3) for part in stream.next().data.get('html', {}).values()):
        assert not MARK.search(html) and not what_runs(html)
    stream.close()
    assert seen > 3
    return f'text, {len(taken) > 8}'


def reflected(world):
    """What stands in an address, in each argument of each page."""
    word, n = quote(SCRIPT), 0
    for path in '/', '/m', '/alarms', '/history', '/login', '/setup', '/setup/new', '/outputs/' + word, '/setup/channel/' + word, '/setup/rule/' + word, \
            '/nothing/' + word, '/api/v1/boxes/' + word, '/api/v1/log/files/' + word:
        for name in 'from', 'to', 'kind', 'channel', 'channels', 'words', 'after', 'before', 'limit', 'points', 'next', 'user', 'id', 'subject', 'since', word:
            for who in world.web, world.admin:
                answer = who.ask(f'{path}?{name}={word}', headers={'Accept': 'text/html'})
                assert answer.status < 500 or answer.status == 503, (path, name, answer.status)
                assert not MARK.search(answer.text) or 'html' not in answer.headers.get('content-type', ''), (path, name)
                n += 1
    for fields in {'user': SCRIPT, 'password': 'x'}, {'user': 'ada', 'password': SCRIPT, 'next': SCRIPT}:
        assert not MARK.search(world.web.ask('/login', 'POST', form(**fields)).text)
    world.web.restart()
    return f'text, {n > 300}'


def split(world):
    """Line ends that are to become headers, or lines of the log."""
    before = len(world.suite.webd.log.splitlines())
    for word in 'x\r\nSet-Cookie: evil=1', 'x\nrmcu-webd notice: \'root\' signed in', 'x\r\n\r\nHTTP/1.1 200 OK', 'x\0y', '\x1b[2J':
        for answer in world.web.sign_in(word, PASSWORD, next='/'), world.web.sign_in('vera', PASSWORD, next='/' + word), \
                world.web.ask('/alarms?' + form(words=word, kind=word).decode()), world.web.ask('/login?' + form(next=word).decode()):
            assert 'evil' not in answer.headers.get('set-cookie', '') and '\n' not in answer.headers.get('location', '')
        world.web.restart()
    lines = world.suite.webd.log.splitlines()[before:]
    return 'own lines alone' if all(re.match(r'\d{4}-\d\d-\d\dT[\d:.]+Z rmcu-webd \w+: ', line) for line in lines) and '\x1b' not in world.suite.webd.log \
        and 'root' not in world.suite.webd.log else 'a line of his'


# ---------------------------------------------------------------- in another's name

FORGED = ['/logout', '/api/v1/outputs/do_4', '/api/v1/alarms/door/acknowledge', '/setup/device', '/setup/channel/di_3', '/setup/person/ada']


def forged(headers, **fields):
    """With his cookie, which a browser sends along, from a page of somebody else."""
    def way(world):
        codes = {world.web.ask(path, 'POST', form(state='on', **fields), {'Cookie': world.admin.cookie, **headers}).status for path in FORGED}
        return ' '.join(map(str, sorted(codes)))
    return way


def cookie(make):
    def way(world):
        page = world.web.ask('/', headers={'Cookie': make(world)})
        return 'a stranger' if page.status == 200 and 'Logout' not in page.text else f'{page.status}, signed in'
    return way


def fixed(world):
    """The one whom he gave a cookie signs in: it is not taken over."""
    given = {'Cookie': 'rmcu=' + 'f' * 32}
    answer = world.web.ask('/login', 'POST', form(user='ada', password=PASSWORD), given)
    assert answer.status == 303 and 'f' * 32 not in answer.headers['set-cookie']
    return cookie(lambda w: given['Cookie'])(world)


def stolen(world):
    """After its owner has signed out it is worth nothing."""
    thief = sign_in(world.web, 'admin')
    assert thief.submit('/logout').status == 303
    return cookie(lambda w: thief.cookie)(world)


def many_sign_ins(world):
    """A viewer with a hundred browsers: the administrator stays signed in."""
    for _ in range(100):
        world.web.sign_in(NAMES['viewer'], PASSWORD)
    return 'signed in' if 'Logout' in world.admin.ask('/').text else 'signed out'


def above_his_role(world):
    viewer = sign_in(world.web, 'viewer')
    codes = {viewer.submit(path, state='on').status for path in FORGED[1:]} | {viewer.ask(p).status for p in EVERYWHERE if '/setup/' in p}
    return ' '.join(map(str, sorted(codes)))


TABLE = [
    *(Row(what, bytes_(data), back) for what, data, back in SMUGGLED),
    *map(traversal, PATHS),
    Row('/healthz%00.html', bytes_(b'GET /healthz%00.html HTTP/1.1\r\nHost: unit\r\nConnection: close\r\n\r\n'), '200|404'),
    Row('slow head', drip(b'', GET + b'X-Slow: a'), r'closed after (9|1[0-4]) s'),
    Row('slow body', drip(POST + b'Content-Length: 60000\r\n\r\n', b'a'), r'closed after (5\d|6[0-9]) s|closed after \d s'),
    Row('10 000 connections', connections, 'at most 700 descriptors'),
    Row('a body of a GB, with its length', flood(POST + b'Content-Length: %d\r\n\r\n' % BODY, bytes(65536)), 'cut off'),
    Row('a body of a GB, in chunks', flood(POST + CHUNKS, b'1000\r\n' + bytes(4096) + b'\r\n'), 'cut off'),
    Row('a GB behind a small length', flood(POST + b'Content-Length: 3\r\n\r\n', bytes(65536)), 'cut off'),
    Row('10 000 guesses', guesses, r'set\(\) hashed: True'),
    Row('scripts in what is set, in notes and reasons', stored, 'text, True'),
    Row('scripts in addresses and arguments', reflected, 'text, True'),
    Row('line ends in words', split, 'own lines alone'),
    Row('a form of another site, by Fetch Metadata', forged({'Sec-Fetch-Site': 'cross-site'}), '403'),
    Row('of a neighbour\'s', forged({'Sec-Fetch-Site': 'same-site'}), '403'),
    Row('by Origin', forged({'Origin': 'http://evil.example'}), '403'),
    Row('of a file', forged({'Origin': 'null'}), '403'),
    Row('without a word of where from', forged({}), '403'),
    Row('with a guess of the session\'s word', forged({}, csrf='0' * 32), '403'),
    Row('with none of it', forged({}, csrf=''), '403'),
    Row('a cookie that is made up', cookie(lambda w: 'rmcu=' + '0' * 32), 'a stranger'),
    Row('a part of a cookie', cookie(lambda w: w.admin.cookie[:-1]), 'a stranger'),
    Row('a cookie and more', cookie(lambda w: w.admin.cookie + '0'), 'a stranger'),
    Row('a cookie in capitals', cookie(lambda w: 'rmcu=' + w.admin.cookie[5:].upper()), 'a stranger'),
    Row('a fixed session', fixed, 'a stranger'),
    Row('a session that is over', stolen, 'a stranger'),
    Row('sign-ins without end', many_sign_ins, 'signed in'),
    Row('a viewer who wants more', above_his_role, '403'),
]


@pytest.fixture
def world(suite):
    suite.configure(SETTINGS)
    keep_passwords(suite)
    for name in 'sensord', 'alarmd', 'loggerd', 'settingsd':
        suite.start(name)
    return World(suite)


def test_what_was_tried_and_what_came_back(world, suite):
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(limit[1], HELD + 1000), limit[1]))
    world.admin = sign_in(world.web, 'admin')
    # once through what it keeps, so that what comes later is a leak
    for path in EVERYWHERE + PROGRAMS:
        world.admin.ask(path)
    descriptors, memory, pid = world.descriptors(), world.memory(), suite.sensord.pid
    wrong = []
    try:
        for row in TABLE:
            try:
                came = row.way(world)
            except (AssertionError, OSError) as e:
                came = f'{type(e).__name__}: {e}'
            print(f'{row.what:48} {came:24} missed ticks {world.missed_ticks()}')
            if not re.fullmatch(row.back, came):
                wrong.append((row.what, came, row.back))
            assert world.web.ask('/healthz').status == 200 and suite.webd.running, row.what
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limit)
    assert not wrong
    until(lambda: world.descriptors() <= descriptors, 'the descriptors')
    print(f'memory {memory >> 20} MiB, then {world.memory() >> 20} MiB; missed ticks {world.missed_ticks()}, '
          f'of which for want of a processor {world.starved_ticks()} at most')
    assert world.memory() - memory < MEMORY_MOST
    # sensord never waits for webd: none is missed but those for which the machine had no processor
    assert suite.sensord.pid == pid and world.missed_ticks() <= world.starved_ticks()
