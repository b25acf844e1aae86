# SPDX-License-Identifier: MIT
"""What was tried against rmcu-webd, and what came back: one table (words of people: test_web_words.py), and afterwards all is as it was."""
import re
import resource
import socket
import time
from collections import deque

from rmcu.attacked import Row, try_all
from rmcu.waiting import until
from rmcu.web import NAMES, PASSWORD, form, sign_in

CONNECTIONS, HELD, GUESSES, BODY = 10_000, 4000, 10_000, 10**9
PLACES = 600                # of each socket: CONNECTIONS_MAX of http.c
GET, POST = b'GET /healthz HTTP/1.1\r\nHost: unit\r\n', b'POST /healthz HTTP/1.1\r\nHost: unit\r\n'
# What the attacker wants to get through behind another request: nobody else asks for it.
SECOND = b'GET /api/v1/status HTTP/1.1\r\nHost: unit\r\n\r\n'
N = str(len(SECOND)).encode()
CHUNKS, END = b'Transfer-Encoding: chunked\r\n\r\n', b'0\r\n\r\n'


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


def visitor(world, address):
    """Somebody from there who says nothing."""
    s = socket.socket()
    s.setblocking(False)
    s.bind((address, 0))
    s.connect_ex(('127.0.0.1', world.web.port))
    return s


def connections(world):
    """From 200 addresses, 50 of each, 4000 at a time: 32 of an address and 600 in all have a place, the others wait before the door."""
    held, most = deque(), 0

    def taken():
        # whom the kernel turned away in the crowd (SYN cookies) waits for nothing: others come
        held.extend(visitor(world, f'127.2.0.{1 + n}') for n in range(20))
        return world.descriptors() > PLACES
    try:
        for n in range(CONNECTIONS):
            held.append(visitor(world, f'127.1.0.{1 + n // 50}'))
            if len(held) > HELD:
                held.popleft().close()
            if n % 500 == 0:
                most = max(most, world.descriptors())
        until(taken, 'those that have a place')
        most = max(most, world.descriptors())
    finally:
        for s in held:
            s.close()
    until(lambda: has_place(world.web), 'a place')
    return f'at most {PLACES + 100} descriptors' if most < PLACES + 100 else f'{most} descriptors'


def left_at_once(world):
    """All places are taken, and all of them are free again between two looks of webd."""
    held = []
    while len(held) < PLACES:
        # no more than its backlog takes
        held += [visitor(world, f'127.3.0.{1 + len(held) // 30}') for _ in range(30)]
        until(lambda: world.descriptors() > len(held), 'those that have a place')
    world.suite.webd.pause()
    for s in held:
        s.close()
    world.suite.webd.resume()
    until(lambda: has_place(world.web), 'a place')
    return 'a place'


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
    world.restart('until the guesses')
    return f'{set(codes) - {401, 429}} hashed: {codes.count(401) <= 12}'


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
    codes = {viewer.submit(path, state='on').status for path in world.paths('POST', ('control', 'admin'))} | {viewer.ask(p).status for p in world.paths('GET', ('control', 'admin'))}
    return ' '.join(map(str, sorted(codes)))


TABLE = [
    *(Row(what, bytes_(data), back) for what, data, back in SMUGGLED),
    *map(traversal, PATHS),
    Row('/healthz%00.html', bytes_(b'GET /healthz%00.html HTTP/1.1\r\nHost: unit\r\nConnection: close\r\n\r\n'), '200|404'),
    Row('slow head', drip(b'', GET + b'X-Slow: a'), r'closed after (9|1[0-4]) s'),
    Row('slow body', drip(POST + b'Content-Length: 60000\r\n\r\n', b'a'), r'closed after (5\d|6[0-9]) s|closed after \d s'),
    Row('10 000 connections', connections, 'at most 700 descriptors'),
    Row('all who have a place leave at once', left_at_once, 'a place'),
    Row('a body of a GB, with its length', flood(POST + b'Content-Length: %d\r\n\r\n' % BODY, bytes(65536)), 'cut off'),
    Row('a body of a GB, in chunks', flood(POST + CHUNKS, b'1000\r\n' + bytes(4096) + b'\r\n'), 'cut off'),
    Row('a GB behind a small length', flood(POST + b'Content-Length: 3\r\n\r\n', bytes(65536)), 'cut off'),
    Row('10 000 guesses', guesses, r'set\(\) hashed: True'),
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


def test_what_was_tried_and_what_came_back(suite):
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(limit[1], HELD + 1000), limit[1]))
    try:
        try_all(TABLE, suite)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limit)
