# SPDX-License-Identifier: MIT
"""Words of people that want to be more than words: in what is set, in notes, in addresses, in forms, and in the log."""
import json
import re
from html.parser import HTMLParser
from urllib.parse import quote

from rmcu.attacked import Row, try_all
from rmcu.stream import Stream
from rmcu.suite import SOURCE
from rmcu.waiting import until
from rmcu.web import PASSWORD, form, routes, sign_in

SCRIPT = '"\'></script><script>alert(1)</script><img src=x onerror=y>&lt;'
# The greatest mischief first, for settings of each set of characters. An id has nothing to do harm with.
MISCHIEF = {
    'printable': (SCRIPT, '"\'><script>alert(1)</script>'),
    'word': ('<script>alert(1)</script>', '/<script>alert(1)</script>', '<script>alert(1)', 'm&lt/i&gt@example.org', 'https://m&lt;i&gt;m.example/'),
    'file': (), 'id': (), 'ids': (),
}
NO_WORD = {'tokens.expires': 'ten bytes, and a day'}
MARK = re.compile(r'<script>alert|<img src=x|<i>', re.I)
# What was text becomes a sign when it is taken for HTML that is ready.
UNDONE = 'm<i>m', 'm</i>@', 'onerror=y><'


def of_code(pattern):
    """What webd's sources name so."""
    return {name for path in (SOURCE / 'daemons/webd').glob('*.c') for name in re.findall(pattern, path.read_text())}


def of_description(*kinds):
    """Arguments, or fields of bodies, that the description of the interface names."""
    api = json.loads((SOURCE / 'www/openapi.json').read_text())
    if kinds:
        return {name for kind in kinds for name in api['components']['schemas'][kind]['properties']}
    return {p['name'] for item in api['paths'].values() for o in item.values() for p in o.get('parameters', []) if 'name' in p}


class Reader(HTMLParser):
    """As a browser reads a page: what of it would run, what of it can be read, and its lines of text."""

    def __init__(self):
        super().__init__()
        self.runs, self.words, self.lines = [], [], {}

    def handle_starttag(self, tag, attrs):
        words = dict(attrs)
        self.words += filter(None, words.values())
        if any(name.startswith('on') or name in ('style', 'srcdoc', 'formaction') for name in words) or tag in ('iframe', 'object', 'embed', 'base') \
                or (tag in ('script', 'img') and not words.get('src', '').startswith('/static/')) \
                or any((words.get(name) or '').lower().lstrip().startswith(('javascript:', 'data:')) for name in ('href', 'src', 'action')):
            self.runs.append((tag, attrs))
        if tag == 'input' and words.get('type') == 'text':
            self.lines[words['name']] = words.get('value', '')

    def handle_data(self, data):
        self.words.append(data)


def read(page):
    reader = Reader()
    reader.feed(page)
    return reader


def assert_harmless(page, where):
    reader = read(page)
    assert not MARK.search(page), (where, MARK.search(page))
    assert not reader.runs, (where, reader.runs)
    assert not any(u in words for u in UNDONE for words in reader.words), where


def assert_answer_harmless(answer, where):
    """A page, or nothing that a browser takes for one."""
    assert answer.status < 500 or answer.status == 503, (where, answer.status)
    if answer.headers.get('content-type', '').startswith('text/html'):
        assert_harmless(answer.text, where)
    elif answer.body:
        assert answer.headers['x-content-type-options'] == 'nosniff', where


def set_item(world, prefix, texts):
    """Mischief into each of these of an item, at once where all of them take it; the keys that took some."""
    words = {s['key']: [w for w in MISCHIEF[s['characters']] if len(w) <= s['max_bytes']] for s in texts}

    def put(*pairs):
        return world.suite.psctl('config', 'set', *(f'{prefix}{key}={word}' for key, word in pairs)).code == 0
    if all(words.values()) and put(*((key, choice[0]) for key, choice in words.items())):
        return set(words)
    return {key for key, choice in words.items() if any(put((key, word)) for word in choice)}


def set_all(world):
    """Each text setting of each item, as bad as it can be; those that took some, those that should have, and that took what they should not."""
    taken, wanted, wrong = set(), set(), set()
    for subject in world.suite.psctl('config', 'schema', '--json').json['subjects']:
        name, texts = subject['name'], [s for s in subject['settings'] if s['type'] == 'text']
        bad = [s for s in texts if MISCHIEF[s['characters']]]
        wanted |= {f'{name}.{s["key"]}' for s in bad}
        prefixes = [f'{name}.{item}.' if item else f'{name}.' for item in world.items(name)]
        for prefix in prefixes if bad else ():
            taken |= {f'{name}.{key}' for key in set_item(world, prefix, bad)}
        wrong |= {f'{name}.{s["key"]}' for s in texts if s not in bad and
                  world.suite.psctl('config', 'set', f'{prefixes[0]}{s["key"]}=<script>alert(1)').code == 0}
    return taken, wanted, wrong


def stored(world):
    """Each text that a person can set, and then all pages are looked at with all of them."""
    admin = sign_in(world.web, 'admin')
    taken, wanted, wrong = set_all(world)
    assert taken == wanted - set(NO_WORD) and len(taken) > 20, taken ^ wanted
    assert not wrong
    # notes and reasons
    world.suite.connect().sim_set('set di3 on')
    until(lambda: 'door' in [a['id'] for a in admin.ask('/api/v1/alarms').json['alarms'] if a['active']], 'the alarm')
    for path, fields in (('/api/v1/alarms/door/acknowledge', {'note': SCRIPT}), ('/api/v1/alarms/door/shelve', {'for': '1h', 'reason': SCRIPT}),
                         ('/api/v1/outputs/do_4', {'state': 'on', 'reason': SCRIPT})):
        answer = admin.post(path, **fields)
        assert answer.status == 200, answer.text
    assert world.suite.psctl('maintenance', 'on', '--for', '1h', '--reason', SCRIPT).code == 0
    until(lambda: admin.ask('/api/v1/journal').text.count('alert(1)') >= 4, 'the notes')
    return looked(world, admin)


def looked(world, admin):
    seen = set()
    for who in admin, world.web:
        for path in world.paths('GET') + ['/alarms?words=alert']:
            answer = who.ask(path)
            assert_answer_harmless(answer, path)
            if answer.headers.get('content-type', '').startswith('text/html') and 'alert(1)' in answer.text:
                seen.add(path)
    stream = Stream(world.web)
    assert 'alert(1)' in json.dumps(stream.next().data)
    world.suite.connect().sim_set('set di4 on')
    for html in (part for _ in range(3) for part in stream.next().data.get('html', {}).values()):
        assert_harmless(html, 'the stream')
    stream.close()
    shown = {path for path in world.paths('GET') if path.startswith('/setup/') and path.count('/') == 3}
    print('mischief stands on', len(seen), 'pages; not on', sorted(shown - seen))
    return 'text on 20 pages or more' if len(seen) >= 20 else f'text on {sorted(seen)}'


def reflected(world):
    """What stands in an address, in each argument of each page."""
    word, n = quote(SCRIPT), 0
    names = of_code(r'http_query\([^,]+, "(\w+)"\)') | of_description() | {word}
    assert {'from', 'words', 'next', 'since', 'of', 'state'} <= names, names
    for path in [r.path.replace('{id}', word) for r in routes() if r.method == 'GET' and r.path != '/api/v1/events'] + ['/nothing/' + word]:
        for arguments in [*(f'{name}={word}' for name in names), '&'.join(f'{name}={quote("<script>alert(1)")}' for name in names - {word})]:
            assert_answer_harmless(world.admin.ask(f'{path}?{arguments}', headers={'Accept': 'text/html'}), (path, arguments))
            n += 1
        assert_answer_harmless(world.web.ask(f'{path}?{arguments}', headers={'Accept': 'text/html'}), path)
    return f'text, {n > 500}'


def submitted(world):
    """What is typed, into each field of each form, and comes back with a page that says why not."""
    names = of_code(r'form_value\([^,]+, [^,]+,\s+"(\w+)"') | of_description('Acknowledge', 'Shelve', 'Switch')
    assert {'user', 'password', 'code', 'note', 'reason', 'state'} <= names, names
    pages = set(world.paths('GET'))
    came = []
    for path in [p for p in world.paths('POST') if p != '/logout'] + [r.path.replace('{id}', quote(SCRIPT)) for r in routes() if r.method == 'POST' and '{id}' in r.path]:
        lines = read(world.admin.ask(path).text).lines if path.startswith('/setup/') and path in pages else {}
        fields = {**dict.fromkeys(lines or names, SCRIPT), **{'was:' + name: value for name, value in lines.items()}}
        fields.pop('remove', None)
        for who in world.web, world.admin:
            fields['csrf'] = world.admin.csrf
            answer = who.ask(path, 'POST', form(**fields), {'Accept': 'text/html', 'Content-Type': 'application/x-www-form-urlencoded'})
            assert_answer_harmless(answer, path)
            came.append((answer.status, 'alert(1)' in answer.text))
    world.restart('scripts')
    return f'text, {len(came) > 100 and came.count((422, True)) > 20}'


def split(world):
    """Line ends that are to become headers, or lines of the log."""
    before = len(world.suite.webd.log.splitlines())
    for word in 'x\r\nSet-Cookie: evil=1', 'x\nrmcu-webd notice: \'root\' signed in', 'x\r\n\r\nHTTP/1.1 200 OK', 'x\0y', '\x1b[2J':
        for answer in world.web.sign_in(word, PASSWORD, next='/'), world.web.sign_in('vera', PASSWORD, next='/' + word), \
                world.web.ask('/alarms?' + form(words=word, kind=word).decode()), world.web.ask('/login?' + form(next=word).decode()):
            assert 'evil' not in answer.headers.get('set-cookie', '') and '\n' not in answer.headers.get('location', '')
        world.restart(f'line ends, {word!r}')
    lines = world.suite.webd.log.splitlines()[before:]
    return 'own lines alone' if all(re.match(r'\d{4}-\d\d-\d\dT[\d:.]+Z rmcu-webd \w+: ', line) for line in lines) and '\x1b' not in world.suite.webd.log \
        and 'root' not in world.suite.webd.log else 'a line of his'


TABLE = [
    Row('scripts in what is set, in notes and reasons', stored, 'text on 20 pages or more'),
    Row('scripts in addresses and arguments', reflected, 'text, True'),
    Row('scripts in forms', submitted, 'text, True'),
    Row('line ends in words', split, 'own lines alone'),
]


def test_words_stay_words(suite):
    try_all(TABLE, suite)
