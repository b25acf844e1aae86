# SPDX-License-Identifier: MIT
"""rmcu-webd: the routes, who may, what they answer, and what a hostile client gets."""
import contextlib
import gzip
import html
import http.client
import re
from pathlib import Path

import pytest

from rmcu.suite import BUILD, NO_INTERLOCKS, SOURCE
from rmcu.waiting import until
from rmcu.web import watched

OPEN = '''device = { profile = "sim"; };
site = { name = "Hügel \\"<b>\\""; };
web = { open_status = true; };
channels = { di_3 = { name = "Do\\\\or \\"x\\""; }; };
alarms = { door = { channel = "di_3"; when = "active"; priority = "critical"; }; };
''' + NO_INTERLOCKS


@pytest.fixture
def web(suite):
    return watched(suite, OPEN)


def test_status_is_that_of_psctl(web, suite):
    ours, theirs = web.ask('/api/v1/status').json, suite.psctl('status', '--json').json
    assert ours.keys() == theirs.keys()
    for name in 'site', 'model', 'version', 'simulated':
        assert ours[name] == theirs[name]
    assert [(c['id'], c['name'], c['unit']) for c in ours['channels']] == \
        [(c['id'], c['name'], c['unit']) for c in theirs['channels']]
    assert [o['active'] for o in ours['outputs']] == [o['active'] for o in theirs['outputs']]


def test_alarms_come_and_go(web, suite):
    sim = suite.connect()
    sim.sim_set('set di3 on')
    until(lambda: web.ask('/api/v1/status').json['alarms']['active'] == 1, 'the alarm')
    assert 'rmcu_alarm_active{alarm="door",channel="di_3",priority="critical",acknowledged="false"} 1' in web.ask('/metrics').text
    sim.sim_set('set di3 off')
    until(lambda: web.ask('/api/v1/status').json['alarms']['active'] == 0, 'its end')


def test_who_answers_is_said(web, suite):
    assert web.ask('/metrics').text.count('rmcu_daemon_up') == 5
    suite.alarmd.kill()
    until(lambda: not web.ask('/api/v1/status').json['alarms']['watched'], 'the loss of alarmd')
    text = web.ask('/metrics').text
    assert 'rmcu_daemon_up{daemon="alarmd"} 0' in text and 'rmcu_alarms_active' not in text
    suite.sensord.kill()
    until(lambda: web.ask('/healthz').status == 503, 'the loss of sensord')
    gone = web.ask('/api/v1/status')
    assert gone.status == 503 and gone.json == {'error': 'sensord does not answer'}
    assert 'rmcu_channel_value' not in web.ask('/metrics').text
    suite.sensord.start()
    suite.alarmd.start()
    until(lambda: web.ask('/healthz').status == 200, 'sensord again')
    until(lambda: web.ask('/api/v1/status').json['alarms']['watched'], 'alarmd again')


def test_doors(web, suite):
    suite.start('settingsd')
    assert suite.psctl('config', 'set', 'web.open_status=false').code == 0
    until(lambda: web.ask('/api/v1/status').status == 401, 'the door to close')
    assert web.ask('/api/v1/status').json == {'error': 'the status is not shown to everybody (web.open_status): sign in'}
    # this is loopback
    assert web.ask('/metrics').status == 200
    until(lambda: web.ask('/healthz').status == 200, 'a snapshot of the new table')


def test_routes(web):
    assert web.ask('/nothing').status == 404 and web.ask('/static/').status == 404
    assert web.ask('/api/v1/status/').status == 404
    post = web.ask('/api/v1/status', 'POST', b'{}')
    assert post.status == 405 and post.headers['allow'] == 'GET, HEAD'
    assert web.ask('/', 'BREW').status == 501
    head = web.ask('/healthz', 'HEAD')
    assert head.status == 200 and head.body == b'' and head.headers['content-length'] == '3'
    for path in '/', '/healthz', '/metrics', '/nothing':
        headers = web.ask(path).headers
        assert headers['x-content-type-options'] == 'nosniff' and "default-src 'none'" in headers['content-security-policy']
        assert headers['cache-control'] == 'no-store' and headers['vary'] == 'Accept-Encoding'


def test_metrics_are_openmetrics(web):
    answer = web.ask('/metrics', headers={'Accept': 'application/openmetrics-text;version=1.0.0;q=0.5,*/*;q=0.1'})
    assert answer.headers['content-type'].startswith('application/openmetrics-text; version=1.0.0')
    lines = answer.text.splitlines()
    assert lines[-1] == '# EOF' and answer.text.endswith('\n')
    families, seen = {}, []
    for line in lines[:-1]:
        if line.startswith('# TYPE '):
            _, _, name, kind = line.split(' ')
            assert name not in families
            families[name] = kind
            seen.append(name)
        elif not line.startswith('#'):
            name = line.partition('{')[0].partition(' ')[0]
            suffix = {'counter': '_total', 'info': '_info'}.get(families[seen[-1]], '')
            assert name == seen[-1] + suffix
    # names are a person's: escaped
    assert 'site="Hügel \\"<b>\\""' in answer.text and 'name="Do\\\\or \\"x\\""' in answer.text


def test_mib(web):
    plain, packed = web.ask('/mib/RMCU-MIB.txt'), web.ask('/mib/RMCU-MIB.txt', headers={'Accept-Encoding': 'gzip'})
    assert plain.status == 200 and plain.headers['content-type'] == 'text/plain; charset=utf-8'
    assert plain.headers['content-disposition'] == 'attachment; filename="RMCU-MIB.txt"'
    assert plain.text.count('RMCU-MIB DEFINITIONS ::= BEGIN') == 1
    assert gzip.decompress(packed.body) == plain.body and len(packed.body) < len(plain.body) / 3


# ---------------------------------------------------------------- the page

SLOW_LINE = 8 * 1024    # bytes, packed: 12 s at 9.6 kbit/s
FIRST_LOAD = 60 * 1024  # the same with all that is kept from then on


def test_status_page_shows_all_without_a_script(web, suite):
    page = web.ask('/')
    assert page.headers['content-type'] == 'text/html; charset=utf-8'
    text = html.unescape(re.sub(r'<[^>]*>', ' ', page.text))
    status = web.ask('/api/v1/status').json
    for channel in status['channels']:
        assert channel['hidden'] or channel['name'] in text
    for output in status['outputs']:
        assert output['hidden'] or re.search(re.escape(output['name']) + r'\s.*?' + re.escape(output['text']), text, re.S), output
    assert 'Do\\or "x" is OPEN' in re.search('<h1[^>]*>(.*?)</h1>', html.unescape(page.text))[1] and 'Hügel "<b>"' in text
    # names are text, and nothing of a person's stands where a browser would run it
    scripts = re.findall(r'<script[^>]*>.', page.text)
    assert scripts and all(re.fullmatch(r'<script( type="module")? src="/static/[0-9a-f]{16}/\w+\.js"><', s) for s in scripts)
    assert '<b>"' not in page.text and not re.search(r'<[^>]* (style|on[a-z]+)=', page.text)


def test_status_page_is_small(web):
    packed = web.ask('/', headers={'Accept-Encoding': 'gzip'})
    assert packed.headers['content-encoding'] == 'gzip' and len(packed.body) <= SLOW_LINE
    page = gzip.decompress(packed.body).decode()
    assert page.startswith('<!DOCTYPE html>') and page.endswith('</html>\n')
    for refusal in 'gzip;q=0', 'identity', 'br', '':
        assert 'content-encoding' not in web.ask('/', headers={'Accept-Encoding': refusal}).headers


def on_the_wire(web, path):
    """All bytes of an answer, with its head, as a browser asks for it."""
    got = web.raw(f'GET {path} HTTP/1.1\r\nHost: unit\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n'.encode())
    assert got.startswith(b'HTTP/1.1 200 '), (path, got[:100])
    return len(got)


def test_first_load_of_status_is_small(web):
    """The page, and all that it names and its scripts ask for: what somebody waits for who was never here."""
    page = web.ask('/').text
    files = set(re.findall(r'"(/static/[^"]+)"', page))
    assert {'style.css', 'live.js', 'spark.js', 'theme.js', 'favicon.svg'} <= {f.rpartition('/')[2] for f in files}
    # no file leads to another one
    for path in files:
        assert not re.search(r'^import |import\(|@import|url\(', web.ask(path).text, re.M), path
    asked = set(re.findall(r"fetch\('(/[^'?]*)'", ''.join(web.ask(f).text for f in files if f.endswith('.js'))))
    assert asked == {'/api/v1/history/hour'}
    sizes = {path: on_the_wire(web, path) for path in {'/', *files, *asked}}
    assert sum(sizes.values()) <= FIRST_LOAD, sizes


def test_status_page_with_an_alarm(web, suite):
    sim = suite.connect()
    sim.sim_set('set di3 on')
    page = until(lambda: (p := web.ask('/').text) and 'alarm p1 un' in p and p, 'the alarm')
    assert 'class="card verdict p1 un">' in page and 'Do\\or &quot;x&quot;' in page
    assert '<b>Critical</b>' in page
    suite.alarmd.kill()
    until(lambda: 'rmcu-alarmd does not answer' in web.ask('/').text, 'that nobody watches')
    suite.sensord.kill()
    until(lambda: 'Nothing is known' in web.ask('/').text, 'that nothing is measured')
    assert 'class="num"' not in web.ask('/').text


def test_files_have_their_content_in_their_address(web):
    page = web.ask('/').text
    paths = set(re.findall(r'"(/static/[^"]+)"', page))
    names = {p.rpartition('/')[2] for p in paths}
    icons = {'icon-look.svg', 'icon-well.svg'} & names
    assert len(icons) == 1 and names - icons == {'favicon.svg', 'icon-unknown.svg', 'live.js', 'outputs.js', 'spark.js', 'theme.js', 'style.css'}
    for path in paths:
        plain, packed = web.ask(path), web.ask(path, headers={'Accept-Encoding': 'gzip, br'})
        assert plain.status == 200 and 'immutable' in plain.headers['cache-control']
        assert plain.body == (SOURCE / 'www' / path.rpartition('/')[2]).read_bytes()
        body = gzip.decompress(packed.body) if 'content-encoding' in packed.headers else packed.body
        assert body == plain.body and len(packed.body) <= len(plain.body)
        assert web.ask(path.replace('/static/', '/static/0')).status == 404


LIBRARY = Path('/usr/share/javascript/dygraphs/dygraph.min.js')


def test_the_library_that_draws(web, suite):
    """Debian's, not ours: as it is when webd starts, in its address too; webd holds none of it in memory."""
    assert LIBRARY.exists(), 'debian/build-deps check installs it'
    h = 0xcbf29ce484222325      # FNV-1a
    for byte in LIBRARY.read_bytes():
        h = (h ^ byte) * 0x100000001b3 % 2**64
    path = f'/static/{h:016x}/{LIBRARY.name}'
    plain, packed = web.ask(path), web.ask(path, headers={'Accept-Encoding': 'gzip'})
    for answer in plain, packed:
        assert answer.status == 200 and 'immutable' in answer.headers['cache-control']
        assert answer.headers['content-type'] == 'text/javascript; charset=utf-8'
    assert packed.headers['content-encoding'] == 'gzip' and 'content-encoding' not in plain.headers
    assert plain.body == gzip.decompress(packed.body) == LIBRARY.read_bytes()
    folder = Path(f'/proc/{suite.webd.pid}/fd')

    def held():
        """Sizes of the files without a name; webd opens and closes others while we look."""
        sizes = []
        for f in folder.iterdir():
            with contextlib.suppress(FileNotFoundError):
                if str(f.readlink()).startswith(f'{suite.state}/webd/') and f.stat().st_nlink == 0:
                    sizes.append(f.stat().st_size)
        return sizes
    # a connection that ends may hold its copy of the descriptor a moment longer
    until(lambda: held() == [len(packed.body)], 'the one that is kept')
    for _ in range(100):
        assert web.ask(path, headers={'Accept-Encoding': 'gzip'}).body == packed.body
    until(lambda: len(held()) == 1, 'that no answer leaves one open')


def test_downloads_come_packed_and_plain(web):
    for path, source in ('/api/v1/openapi.json', SOURCE / 'www/openapi.json'), ('/mib/RMCU-MIB.txt', BUILD / 'mib/RMCU-MIB.txt'):
        plain, packed = web.ask(path), web.ask(path, headers={'Accept-Encoding': 'gzip'})
        assert packed.headers['content-encoding'] == 'gzip' and 'content-encoding' not in plain.headers
        assert plain.body == gzip.decompress(packed.body) == source.read_bytes()


def heads(answer, *names):
    return {name: answer.headers.get(name) for name in names}


def test_who_has_it_already_gets_a_head(web):
    """ETag and If-None-Match (RFC 9110, 8.8.3, 13.1.2, 15.4.5)."""
    style = re.search(r'"(/static/[0-9a-f]{16}/style\.css)"', web.ask('/').text)[1]
    for path, kept in (('/api/v1/openapi.json', 'no-cache'), ('/mib/RMCU-MIB.txt', 'no-cache'),
                       (style, 'public, max-age=31536000, immutable')):
        tags = set()
        for takes in {}, {'Accept-Encoding': 'gzip'}:
            whole = web.ask(path, headers=takes)
            tag = whole.headers['etag']
            assert re.fullmatch('"[0-9a-f]{16}(-gz)?"', tag) and whole.headers['cache-control'] == kept
            for has in tag, f'W/{tag}', f'"other", {tag}', '*':
                again = web.ask(path, headers={**takes, 'If-None-Match': has})
                assert again.status == 304 and again.body == b'', (path, has)
                same = 'etag', 'cache-control', 'vary'
                assert heads(again, *same) == heads(whole, *same)
                assert not {'content-type', 'content-encoding', 'content-disposition', 'transfer-encoding'} & set(again.headers)
                # what it says of a length is that of the body that was left out
                assert again.headers.get('content-length', whole.headers['content-length']) == whole.headers['content-length']
            head = web.ask(path, 'HEAD', headers={**takes, 'If-None-Match': tag})
            assert head.status == 304 and head.headers['etag'] == tag
            for has in '"other"', tag.strip('"'), '':
                assert web.ask(path, headers={**takes, 'If-None-Match': has}).body == whole.body, has
            tags.add(tag)
        # packed it is something else to keep
        assert len(tags) == 2
        plain, packed = sorted(tags, key=len)
        assert web.ask(path, headers={'If-None-Match': packed}).status == 200
        assert web.ask(path, headers={'If-None-Match': plain, 'Accept-Encoding': 'gzip'}).status == 200
    # what changes all the time has none
    for path in '/', '/api/v1/status', '/healthz':
        answer = web.ask(path, headers={'If-None-Match': '*'})
        assert answer.status == 200 and 'etag' not in answer.headers and answer.headers['cache-control'] == 'no-store'


def test_a_connection_goes_on_behind_a_304(web):
    """Nobody waits for a body that does not come."""
    connection = http.client.HTTPConnection('127.0.0.1', web.port, timeout=10)
    with contextlib.closing(connection):
        for path in ('/mib/RMCU-MIB.txt', '/healthz') * 3:
            connection.request('GET', path, headers={'If-None-Match': '*'})
            answer = connection.getresponse()
            assert (answer.status, answer.read()) == ((304, b'') if path != '/healthz' else (200, b'ok\n'))


# ---------------------------------------------------------------- too many; what else is hostile is in test_web_hostile.py

def has_place(web):
    """Those that were closed a moment ago may count still."""
    try:
        return web.ask('/healthz').status == 200
    except ConnectionError:
        return False


def test_too_many_connections(web, suite):
    """Of one address a few are served, the rest is closed at once; none is remembered."""
    held = []
    try:
        for _ in range(200):
            s = web.connect()
            held.append(s)
        served = 0
        for s in held:
            s.settimeout(5)
            try:
                s.sendall(b'GET /healthz HTTP/1.1\r\nHost: unit\r\n\r\n')
                served += s.recv(1000).startswith(b'HTTP/1.1 200')
            except (ConnectionResetError, BrokenPipeError):
                pass
        assert 1 <= served <= 32
    finally:
        for s in held:
            s.close()
    until(lambda: has_place(web), 'a place')
    assert suite.programs['webd'].running


def test_bad_options(suite):
    for address in 'nowhere', '127.0.0.1', '127.0.0.1:0', '127.0.0.1:65536', '1.2.3.4.5:80', ':80', 'x' * 300 + ':80':
        program = suite.start('webd', '--http', address, wait=False)
        assert program.wait_end() == 64
