# SPDX-License-Identifier: MIT
"""The status as it changes: /api/v1/events."""
import re
import socket
import time

import pytest

from rmcu.stream import Stream
from rmcu.waiting import until
from test_web import web    # noqa: F401  (a fixture)

PER_ADDRESS = 16
UNSENT_MOST = 1024      # daemons/webd/stream_client.c
MOST = 500


@pytest.fixture
def stream(web):
    streams = []

    def begin(*args, **how):
        streams.append(Stream(web, *args, **how))
        return streams[-1]
    yield begin
    for s in streams:
        s.close()


def page_since(web):
    return re.search(r'data-since="([0-9a-f-]+)"', web.ask('/').text)[1]


def told(event, key):
    return event.kind == 'change' and key in event.data.get('text', {})


def test_all_at_first_and_then_changes(web, stream):
    s = stream()
    assert s.status == 200 and s.headers['content-type'] == 'text/event-stream' and s.headers['cache-control'] == 'no-store'
    first = s.next()
    assert first.kind == 'status' and first.id and s.retry > 0
    assert first.data.keys() == web.ask('/api/v1/status').json.keys()
    ids = {c['id'] for c in first.data['channels']}
    events = [s.next() for _ in range(6)]
    assert all(e.kind == 'change' and e.id for e in events)
    # values that move are told, in the words of the page; the site's name, which does not, never again
    assert any(ids & set(e.data['text']) for e in events)
    assert all(len(e.fields['data']) < 900 for e in events), [e.fields['data'] for e in events]
    # at most one a second, and no silence
    span = events[-1].at - events[0].at
    assert span > len(events) - 1 - 0.2
    assert all(b.at - a.at < 2 for a, b in zip(events, events[1:]))


def test_values_are_those_of_the_page(web, stream, suite):
    s = stream('?since=' + page_since(web))
    sim = suite.connect()
    sim.sim_set('set ac_volts 90')
    event = s.until(lambda e: told(e, 'ac_line') and e.data['text']['ac_line'].startswith(('89.', '90.')))
    # the same number wherever it stands, with the same digits as everywhere
    assert event.data['text']['path.ac-line'] == event.data['text']['ac_line']
    text = next(c['text'] for c in web.ask('/api/v1/status').json['channels'] if c['id'] == 'ac_line')
    assert re.fullmatch(r'(89|90)\.\d V AC', text) and re.fullmatch(r'(89|90)\.\d', event.data['text']['ac_line'])


def test_an_alarm_comes_within_a_second(web, stream, suite):
    s = stream('?since=' + page_since(web))
    s.next()
    sim = suite.connect()
    at = time.monotonic()
    sim.sim_set('set di3 on')
    event = s.until(lambda e: e.data.get('html', {}).get('page.alarms'))
    assert event.at - at < 1
    html = event.data['html']
    assert 'class="alarm p1 un"' in html['page.alarms'] and 'class="bad p1 un"' in html['row.di_3']
    assert event.data['text']['page.title'].startswith('(1) ')
    # a name is text
    assert 'Do\\or &quot;x&quot;' in html['page.alarms']
    sim.sim_set('set di3 off')
    s.until(lambda e: 'row.di_3' in e.keys and '"bad' not in e.data['html']['row.di_3'])


def moment(page):
    """What a page asks for, and where it stands."""
    return re.search(r'data-page="([a-z]+)" data-since="([0-9a-f-]+)"', page).groups()


def test_each_page_is_told_what_it_has(web, stream, suite):
    pages = {path: web.ask(path).text for path in ('/', '/alarms', '/history')}
    asked = {path: moment(page) for path, page in pages.items()}
    assert [name for name, _ in asked.values()] == ['status', 'alarms', 'frame']
    streams = {path: stream(f'?page={name}&since={since}') for path, (name, since) in asked.items()}
    suite.connect().sim_set('set di3 on')
    for path, s in streams.items():
        event = s.until(lambda e: 'page.badge' in e.keys)
        assert '>1<' in event.data['html']['page.badge']
        # no part that the page does not have, or it would ask for itself in vain; and none of Status on a slow line
        keys = {key for e in s.events for key in e.keys}
        assert path == '/' or keys <= {'page.date', 'page.time', 'page.badge', *(('page.alarms', 'page.line') if path == '/alarms' else ())}, keys
    assert all(len(e.fields['data']) < 250 for e in streams['/history'].events)
    assert any('class="alarm p1 un"' in e.data['html'].get('page.alarms', '') for e in streams['/alarms'].events)
    # what another page was told means nothing to this one
    assert stream(f'?page=alarms&since={asked["/history"][1]}').next().data == {'whole': True}


def test_who_may_not_look_is_told_nothing(web, stream, suite):
    """Neither how many alarms there are, nor where to ask."""
    suite.start('settingsd')
    suite.connect().sim_set('set di3 on')
    head = {'Accept': 'text/html'}
    assert '<span class="badge">1<' in until(lambda: (p := web.ask('/nowhere', headers=head).text) and 'class="badge">' in p and p, 'the number')
    assert 'data-since' in web.ask('/nowhere', headers=head).text and 'live.js' not in web.ask('/login').text
    assert suite.psctl('config', 'set', 'web.open_status=false').code == 0
    until(lambda: stream().status == 401, 'the door to close')
    page = web.ask('/nowhere', headers=head)
    assert page.status == 404 and '<nav' in page.text
    assert not re.search('data-since|live.js|class="badge', page.text)
    assert stream('?page=frame').status == 401 and stream('?page=alarms').status == 401


def test_a_chosen_colour_is_told(web, stream, suite):
    """S23: of a contact in each state; it stands on the sign, and never on it alone."""
    suite.start('settingsd')
    assert suite.psctl('config', 'set', 'channels.di_4.name=Gate', 'channels.di_4.colour_inactive=grey', 'channels.di_4.colour_active=red').code == 0
    row = until(lambda: re.search('<li data-live="row.di_4".*', web.ask('/').text), 'the contact')[0]
    assert 'class="i u-grey"' in row
    s = stream('?since=' + page_since(web))
    suite.connect().sim_set('set di4 on')
    row = s.until(lambda e: 'row.di_4' in e.data.get('html', {})).data['html']['row.di_4']
    assert 'class="i u-red"' in row and 'aria-label="Not as usual"' in row


def test_it_goes_on_where_it_ended(web, stream, suite):
    s = stream()
    s.next()
    known = s.next().id
    s.close()
    sim = suite.connect()
    sim.sim_set('set di3 on')
    until(lambda: web.ask('/api/v1/status').json['alarms']['active'] == 1, 'the alarm')
    for again in stream(last_id=known), stream(f'?since={known}'):
        event = again.next()
        assert event.kind == 'change' and 'row.di_3' in event.data['html'] and 'whole' not in event.data
    # of another life of webd, or nonsense
    other = ('0' if known[0] != '0' else '1') + known[1:]
    for unknown in other, 'x', known[:9] + 'fffffff', '-1', '\t':
        assert stream(last_id=unknown).next().kind == 'status'
    assert stream(f'?since={other}').next().data == {'whole': True}


def test_who_reads_slowly_gets_the_newest(web, stream, suite):
    quick, slow = stream(), stream(small=True)
    slow.next()
    sim = suite.connect()
    # many lines change with each: an alarm, its row, the verdict
    for n in range(24):
        sim.sim_set(f'set di3 {"off" if n % 2 else "on"}')
        quick.next()
    last = quick.events[-1]
    behind = []
    while not behind or int(behind[-1].id.split('-')[1], 16) < int(last.id.split('-')[1], 16):
        behind.append(slow.next())
    # what was under way is bounded, and he did not get one for each of theirs
    assert len(behind) < 12, [(e.id, len(e.fields['data'])) for e in behind]
    assert sum(len(e.fields['data']) for e in behind[:-1]) < 12 * 1024
    # and now he keeps up with all
    newest = quick.next().id
    assert slow.until(lambda e: e.id >= newest).at - quick.events[-1].at < 3


def test_fifty_clients(web, stream):
    since = page_since(web)
    streams = [stream('?since=' + since, address=f'127.0.0.{2 + n // 10}') for n in range(50)]
    assert all(s.status == 200 for s in streams)
    # the same bytes for all who go from the same moment to the same
    for s in streams:
        for _ in range(3):
            s.next()
    steps = {}
    for s in streams:
        for old, new in zip(s.events, s.events[1:]):
            steps.setdefault((old.id, new.id), set()).add(new.fields['data'])
    assert all(len(data) == 1 for data in steps.values()) and len(steps) < 10, steps.keys()
    for s in streams:
        s.close()
    # none of them is left behind
    until(lambda: not connections(web), 'the end of all')


def test_there_are_so_many_and_no_more(web, stream):
    streams = [stream('?since=' + page_since(web), address=f'127.0.1.{1 + n // 10}') for n in range(MOST)]
    assert all(s.status == 200 for s in streams)
    refused = stream(address='127.0.2.1')
    assert refused.status == 503
    refused.close()
    # others are answered meanwhile, and a place that is free is taken again
    assert web.ask('/api/v1/status').status == 200
    for s in streams:
        s.close()
    until(lambda: not connections(web), 'the end of all')
    assert stream().status == 200


class Connection:
    """A line of /proc/net/tcp."""

    def __init__(self, line):
        _, self.local, _, self.state, queues = line.split()[:5]
        self.unconfirmed = int(queues.split(':')[0], 16)


def connections(web):
    """Those of webd that are not over, as the kernel has them."""
    rows = [Connection(line) for line in open('/proc/net/tcp').read().splitlines()[1:]]
    return [c for c in rows if c.local.endswith(f':{web.port:04X}') and c.state in ('01', '08')]


def is_admitted(stream):
    s = stream()
    if s.status != 200:
        s.close()
    return s.status == 200


def test_no_address_has_them_all(web, stream):
    streams = [stream() for _ in range(PER_ADDRESS)]
    assert all(s.status == 200 for s in streams)
    assert stream().status == 429
    assert stream(address='127.0.0.9').status == 200
    streams[0].close()
    until(lambda: is_admitted(stream), 'his place')


def test_who_ends_with_much_before_him_leaves_his_place(web, stream):
    """A page that is left while an update is on its way to it does not keep a place for another minute."""
    streams = [stream(small=True) for _ in range(PER_ADDRESS)]
    until(lambda: len([c for c in connections(web) if c.unconfirmed > UNSENT_MOST]) == PER_ADDRESS, 'more before each than webd adds to')
    for s in streams:
        # the kernel resets it for what was not read
        s.close()
    at = time.monotonic()
    until(lambda: is_admitted(stream), 'a place', 10)
    for _ in range(PER_ADDRESS - 1):
        until(lambda: is_admitted(stream), 'all the places', 10)
    print(f'all places are free again after {time.monotonic() - at:.1f} s')


def test_who_is_gone_is_told(web, stream, suite):
    s = stream('?since=' + page_since(web))
    s.next()
    at = time.monotonic()
    suite.sensord.kill()
    event = s.until(lambda e: 'Nothing is known' in e.data.get('html', {}).get('page.main', ''))
    print(f'told {event.at - at:.1f} s after sensord was killed')
    assert event.at - at < 5 and 'icon-unknown' in event.data['html']['page.icon']
    # it is still there, and says what time it is
    assert s.until(lambda e: told(e, 'page.time')).at - event.at < 3
    suite.sensord.start()
    s.until(lambda e: e.data.get('whole') or 'page.main' in e.data.get('html', {}))
    until(lambda: web.ask('/api/v1/status').json['alarms']['watched'], 'the alarms')
    at = time.monotonic()
    suite.alarmd.kill()
    event = s.until(lambda e: 'data-unknown' in e.data.get('html', {}).get('page.alarms', ''))
    print(f'told {event.at - at:.1f} s after alarmd was killed')
    assert event.at - at < 5
    suite.alarmd.start()
    s.until(lambda e: 'page.alarms' in e.data.get('html', {}) and 'data-unknown' not in e.data['html']['page.alarms'])


def test_a_hanging_sensord_is_told(web, stream, suite):
    """Within five seconds, in every way that there is to ask; and it is over as soon as it goes on."""
    s = stream('?since=' + page_since(web))
    s.next()
    at = time.monotonic()
    suite.sensord.pause()
    event = s.until(lambda e: 'Nothing is known' in e.data.get('html', {}).get('page.main', ''))
    print(f'told {event.at - at:.1f} s after it hung')
    assert event.at - at < 5
    assert web.ask('/healthz').status == 503 and web.ask('/api/v1/status').status == 503
    assert 'Nothing is known' in web.ask('/').text and 'rmcu_channel_value' not in web.ask('/metrics').text
    at = time.monotonic()
    suite.sensord.resume()
    event = s.until(lambda e: e.data.get('whole') or 'page.main' in e.data.get('html', {}))
    print(f'well {event.at - at:.1f} s after it went on')
    assert event.at - at < 5 and web.ask('/healthz').status == 200


def test_a_hanging_sensord_is_seen_without_a_stream(web, suite):
    suite.sensord.pause()
    until(lambda: web.ask('/healthz').status == 503, 'the loss of sensord', 5)
    suite.sensord.resume()
    until(lambda: web.ask('/healthz').status == 200, 'sensord again', 5)


def test_a_simulator_that_stands_still_is_well(web, stream, suite):
    """In lockstep no snapshot comes; it is not hung."""
    s = stream('?since=' + page_since(web))
    s.next()
    suite.lockstep()
    at = time.monotonic()
    while time.monotonic() - at < 7:
        event = s.next()
        assert 'Nothing is known' not in event.data.get('html', {}).get('page.main', ''), time.monotonic() - at
    assert web.ask('/healthz').status == 200


def test_webd_ends_them_and_is_found_again(web, stream, suite):
    s = stream()
    known = s.next().id
    suite.programs['webd'].restart()
    with pytest.raises((ConnectionError, socket.timeout)):
        while True:
            s.next()
    until(lambda: web.ask('/healthz').status == 200, 'a snapshot')
    assert stream(last_id=known).next().kind == 'status'
    assert stream(f'?since={known}').next().data == {'whole': True}


def test_a_door_that_closes_ends_them(web, stream, suite):
    s = stream()
    s.next()
    suite.start('settingsd')
    assert suite.psctl('config', 'set', 'web.open_status=false').code == 0
    with pytest.raises(ConnectionError):
        while True:
            s.next()
    assert stream().status == 401


def test_only_its_head(web):
    head = web.ask('/api/v1/events', 'HEAD')
    assert head.status == 200 and head.headers['content-type'] == 'text/event-stream' and head.body == b''
    assert web.ask('/api/v1/events', 'POST', b'').status == 405


# What Chromium sends with a page, and some more cookies than ours.
BROWSER = {
    'Connection': 'keep-alive', 'Cache-Control': 'max-age=0', 'Upgrade-Insecure-Requests': '1',
    'sec-ch-ua': '"Chromium";v="140", "Not=A?Brand";v="24", "Google Chrome";v="140"', 'sec-ch-ua-mobile': '?0',
    'sec-ch-ua-platform': '"Windows"',
    'User-Agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    'Accept': 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,'
              'application/signed-exchange;v=b3;q=0.7',
    'Sec-Fetch-Site': 'same-origin', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-User': '?1', 'Sec-Fetch-Dest': 'document',
    'Referer': 'http://unit.example/history?span=86400', 'Accept-Encoding': 'gzip, deflate, br, zstd',
    'Accept-Language': 'en-GB,en-US;q=0.9,en;q=0.8', 'DNT': '1',
}


def test_the_head_of_a_browser_has_room(web):
    """500 open pages cost little because a connection has little memory: what browsers say must fit all the same."""
    for cookies in 40, 400, 600:
        head = {**BROWSER, 'Cookie': 'rmcu=' + 'a' * cookies}
        for path in '/', '/api/v1/status', '/metrics':
            assert web.ask(path, headers=head).status == 200
    # and what does not fit is said, however it is made up
    for cookies in range(600, 1200, 50):
        assert web.ask('/', headers={**BROWSER, 'Cookie': 'rmcu=' + 'a' * cookies}).status in (200, 431), cookies
    assert web.ask('/', headers={**BROWSER, 'Cookie': 'rmcu=' + 'a' * 1200}).status == 431
    for n in range(5, 36):
        assert web.ask('/', headers={f'x{i}': 'y' for i in range(n)}).status in (200, 431), n
    for size in range(1600, 2100, 50):
        assert web.ask('/', headers={'Cookie': 'a' * size}).status in (200, 431), size
