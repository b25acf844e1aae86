# SPDX-License-Identifier: MIT
"""The pages at the end of a line of 9.6 kbit/s with 800 ms there and back.

The line is in the client: it takes what the server sends byte by byte, as fast as the line has them, and what it has not taken stays
in the server's socket. Heads of packets are counted. A longer run (RMCU_LONG) is ten minutes in real time; else twenty seconds are, and
ten minutes are reckoned from the updates that the real server made, with the server's own rule of when it makes one."""
import gzip
import re
import select
import socket
import threading
import time

import pytest

from rmcu.stream import Stream
from rmcu.suite import LONG
from rmcu.waiting import until
from rmcu.web import Web
from test_web import web    # noqa: F401  (a fixture)
from test_web_stream import BROWSER, page_since

BYTES_PER_S, THERE_AND_BACK = 9600 / 8, 0.8
PACKET, HEADS = 1460, 40
FIRST_WITHIN, BEHIND_MOST, TEN_MINUTES = 12, 3, 600
UNSENT_MOST = 1024      # daemons/webd/stream_client.c


def on_the_line(size):
    """With the heads of its packets."""
    return size + -(-size // PACKET) * HEADS


def wait(seconds):
    select.select([], [], [], max(seconds, 0))


class SlowStream(Stream):
    """What has come is what the line has carried; `free` is when it is free again."""
    free, rate = 0.0, BYTES_PER_S

    def _fill(self):
        got = self.sock.recv(120)
        self.bytes += len(got)
        self.free = max(self.free, time.monotonic()) + len(got) / self.rate * (1 + HEADS / PACKET)
        wait(self.free - time.monotonic())
        self.raw += got
        return bool(got)


class Reference(threading.Thread):
    """When each moment of the page was first told to somebody with a quick line."""

    def __init__(self, web, since):
        super().__init__(daemon=True)
        self.stream, self.times, self.sizes, self.over = Stream(web, f'?since={since}'), [], [], False
        self.start()

    def run(self):
        while not self.over:
            before = self.stream.bytes
            event = self.stream.next()
            self.times.append((moment(event.id), event.at))
            self.sizes.append(self.stream.bytes - before)

    def end(self):
        self.over = True
        self.join(10)
        self.stream.close()

    def since_when(self, known):
        """When somebody could know more than this."""
        return next((at for m, at in self.times if m > known), None)


def moment(event_id):
    return int(event_id.split('-')[1], 16)


def everything_moves(suite):
    """A site in which no value holds still, and an alarm comes."""
    sim = suite.connect()
    sim.sim_set('set ac_volts 97')
    sim.sim_set('set di3 on')
    return sim


def first_request(path='/'):
    head = ''.join(f'{k}: {v}\r\n' for k, v in {**BROWSER, 'Host': 'unit.example', 'Connection': 'close'}.items())
    return f'GET {path} HTTP/1.1\r\n{head}\r\n'.encode()


def seconds_on_the_line(request, answer):
    """A handshake, the request on its way, the answer on its way; 1200 B/s need no more than 960 bytes under way, so no window holds it up."""
    return THERE_AND_BACK + on_the_line(len(request)) / BYTES_PER_S + THERE_AND_BACK + on_the_line(len(answer)) / BYTES_PER_S


def test_the_first_response_shows_all_within_twelve_seconds(web, suite):    # noqa: F811
    for alarm in False, True:
        if alarm:
            everything_moves(suite)
            until(lambda: web.ask('/api/v1/status').json['alarms']['active'] > 0, 'the alarm')
        request = first_request()
        answer = web.raw(request)
        head, _, body = answer.partition(b'\r\n\r\n')
        assert b'Content-Encoding: gzip' in head
        page = gzip.decompress(body).decode()
        for channel in web.ask('/api/v1/status').json['channels']:
            assert channel['hidden'] or f'data-live="row.{channel["id"]}"' in page or channel['id'] in page
        seconds = seconds_on_the_line(request, answer)
        print(f'{len(answer)} bytes, {seconds:.1f} s at 9.6 kbit/s and 800 ms, alarm: {alarm}')
        assert len(body) <= 8 * 1024 and seconds <= FIRST_WITHIN


def test_so_it_is_on_a_line_that_is_eight_times_as_quick(web):    # noqa: F811
    """The same in real time, to see that nothing but the bytes costs time."""
    quicker = 8
    request = first_request()
    begun = free = time.monotonic()
    size = 0
    with socket.socket() as s:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
        s.connect(('127.0.0.1', web.port))
        wait(THERE_AND_BACK / quicker + on_the_line(len(request)) / BYTES_PER_S / quicker + THERE_AND_BACK / 2 / quicker)
        s.sendall(request)
        while got := s.recv(240):
            size += len(got)
            free = max(free, time.monotonic()) + len(got) * (1 + HEADS / PACKET) / BYTES_PER_S / quicker
            wait(free - time.monotonic())
    seconds = (time.monotonic() - begun) * quicker + THERE_AND_BACK / 2
    print(f'{size} bytes in {seconds:.1f} s')
    assert seconds <= FIRST_WITHIN + 1, 'a second for what eight times as quick does to the noise of a busy machine'


def behind_on_the_line(sizes, seconds):
    """How far behind he is at most in so many seconds, with an update of these sizes made each second for who has room."""
    free, unconfirmed, known, most = 0.0, [], 0, []
    for n in range(1, seconds + 1):
        unconfirmed = [(size, at) for size, at in unconfirmed if at > n]
        if sum(size for size, _ in unconfirmed) > UNSENT_MOST:
            continue
        # what was passed over makes it no longer than the longest
        size = max(sizes[i % len(sizes)] for i in range(known, n))
        free = max(free, n) + on_the_line(size) / BYTES_PER_S
        arrives = free + THERE_AND_BACK / 2
        unconfirmed.append((size, free + THERE_AND_BACK))
        # until it is there the moment before it is what he knows, and the one behind that was told in second known + 1
        most.append(arrives - (known + 1))
        known = n
    return most


@pytest.mark.parametrize('alarm', (False, True), ids=('quiet', 'alarm'))
def test_the_stream_stays_near(web, suite, alarm):    # noqa: F811
    if alarm:
        everything_moves(suite)
        # both of them: the bar is of a page that stays, and a coming alarm is one long update
        until(lambda: web.ask('/api/v1/status').json['alarms']['active'] > 1, 'the alarms')
    since = page_since(web)
    reference, slow = Reference(web, since), SlowStream(web, f'?since={since}', small=True)
    ends = time.monotonic() + (TEN_MINUTES if LONG else 20)
    behind, known = [], moment(since)
    while time.monotonic() < ends:
        event = slow.next()
        assert 'whole' not in event.data
        told = reference.since_when(known)
        if told is not None:
            behind.append(slow.free + THERE_AND_BACK / 2 - told)
        known = moment(event.id)
    reference.end()
    slow.close()
    sizes = reference.sizes[1:]
    reckoned = behind_on_the_line(sizes, TEN_MINUTES)
    print(f'{len(behind)} updates, {sum(sizes) / len(sizes):.0f} bytes each, {max(sizes)} at most; behind {max(behind):.2f} s at most, '
          f'{sum(behind) / len(behind):.2f} s on average; after ten minutes {max(reckoned[-60:]):.2f} s, {max(reckoned):.2f} s at most')
    # it does not grow; the first one has a second for the noise of a busy machine, which the reckoned one has not
    assert max(behind) <= BEHIND_MOST + 1 and max(behind[-10:]) <= BEHIND_MOST
    assert max(reckoned) <= BEHIND_MOST
    assert sum(map(on_the_line, sizes)) / len(sizes) < BYTES_PER_S


# ---------------------------------------------------------------- who saves data

class Saving(Stream):
    """What a browser sends that was told to save data; when each piece came is noted."""

    def __init__(self, web):
        self.pieces = []
        super().__init__(web, f'?since={page_since(web)}\x20HTTP/1.1\r\nSave-Data: on\r\nX: ')

    def _fill(self):
        ok = super()._fill()
        self.pieces.append(time.monotonic())
        return ok


def test_who_saves_data_gets_an_update_in_five_seconds(web, suite):    # noqa: F811
    s, all_of_it = Saving(web), Reference(web, page_since(web))
    assert s.status == 200
    s.next()
    before_them = s.bytes, sum(all_of_it.sizes)
    events = [s.next(), s.next()]
    for before, event in zip(s.events, events):
        assert 3.5 <= event.at - before.at <= 6.5
    # a page that hears nothing for five seconds says that it is lost
    assert all(b - a < 3.5 for a, b in zip(s.pieces, s.pieces[1:])), s.pieces
    saved, full = s.bytes - before_them[0], sum(all_of_it.sizes) - before_them[1]
    print(f'{saved} bytes instead of {full}')
    # an alarm does not wait
    at = time.monotonic()
    suite.connect().sim_set('set di3 on')
    event = s.until(lambda e: e.data.get('html', {}).get('page.alarms'))
    assert event.at - at < 2
    s.close()
    all_of_it.end()
    assert saved < full / 2


def test_who_saves_data_gets_no_charts(suite):
    suite.configure('device = { profile = "sim"; };\nweb = { open_status = true; };\n')
    suite.start('sensord', '--past', '1h')
    suite.start('alarmd', '--lockstep')
    suite.start('loggerd', '--lockstep')
    assert suite.psctl('sim', 'fill', '--followers', '2', seconds=60).code == 0
    site = Web(suite)
    until(lambda: site.ask('/history').status == 200, 'the history')
    with_them, without = site.ask('/history').text, site.ask('/history', headers={'Save-Data': 'on'}).text
    assert 'Your browser saves data' in without and 'Your browser saves data' not in with_them
    assert not re.search(r'<script[^>]*(dygraph|history)', without)
    # the numbers are the same
    rows = [re.findall('<tr>.*?</tr>', page, re.S) for page in (with_them, without)]
    assert len(rows[0]) == len(rows[1]) > 3
