# SPDX-License-Identifier: MIT
"""History in rmcu-webd without a whole database, and asked for by many: each gets a sentence, and the loop goes on meanwhile."""
import subprocess
import threading
import time

import pytest

from rmcu import history
from rmcu.waiting import until
from rmcu.web import Web
from rmcu.web_history import API, FILLED, fill, ready, refused, twelve, well


@pytest.fixture
def filled(suite):
    return fill(suite)


@pytest.fixture
def web(filled):
    return ready(Web(filled))


@pytest.fixture
def empty(suite):
    """Without any history."""
    suite.configure(FILLED)
    suite.start('sensord')
    return ready(Web(suite))


# ---------------------------------------------------------------- the database

def test_no_history(empty):
    for path in f'{API}?channels=ac_line', f'{API}/marks', '/api/v1/boxes', '/api/v1/boxes/1', '/RMCU.CSV', '/api/v1/log/files', '/api/v1/log/files/1':
        assert refused(empty, path, 503) == 'there is no history yet: rmcu-loggerd has not run'
    page = empty.ask('/history')
    assert page.status == 503 and 'There is no history yet: rmcu-loggerd has not run.' in page.text
    assert empty.ask('/').status == 200


def test_a_history_that_is_empty(suite):
    suite.configure(FILLED)
    suite.start('sensord')
    suite.start('loggerd')
    web = ready(Web(suite))
    until(lambda: web.ask('/api/v1/boxes').status == 200, 'a history')
    assert refused(web, f'{API}/marks', 503).startswith('there is nothing in the history yet')
    assert refused(web, '/RMCU.CSV', 404) == 'no file of the log is being written'
    assert web.ask('/history').status == 503


def test_damaged_then_replaced(web, filled):
    path = f'{API}?channels=ac_line&from=1h'
    filled.loggerd.stop()
    before = well(web, path).json
    good = {p: p.read_bytes() for p in history.database(filled).parent.glob('history.db*')}
    for garbage in b'no database ' * 1000, b'':
        for p in good:
            p.unlink(missing_ok=True)
        history.database(filled).write_bytes(garbage)
        assert 'damaged' in refused(web, path, 503)
        page = web.ask('/history')
        assert page.status == 503 and 'The history is damaged' in page.text
        assert web.ask('/api/v1/status').status == 200
    # damaged inside: whatever comes back is a sentence or numbers, never the end of webd
    for at in range(4096, len(good[history.database(filled)]), len(good[history.database(filled)]) // 40):
        torn = bytearray(good[history.database(filled)])
        torn[at:at + 512] = b'\xa5' * 512
        history.database(filled).write_bytes(torn)
        for asked in path, f'{API}/marks', '/api/v1/boxes', '/history':
            assert web.ask(asked).status in (200, 400, 503)
    for p, data in good.items():
        p.write_bytes(data)
    assert well(web, path).json == before
    history.database(filled).unlink()
    assert refused(web, path, 503).startswith('there is no history yet')


def test_locked(web, filled):
    """By somebody who keeps it: a sentence, and the loop does not wait with the query."""
    filled.loggerd.stop()
    holder = subprocess.Popen(['/usr/bin/python3', '-c', '''import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute('PRAGMA journal_mode=DELETE'); db.execute('BEGIN EXCLUSIVE'); print('held', flush=True); sys.stdin.read()''',
                               history.database(filled)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout.readline() == 'held\n'
        answers = []
        asking = threading.Thread(target=lambda: answers.append(web.raw(f'GET {API}?channels=ac_line HTTP/1.1\r\nHost: unit\r\nConnection: close\r\n\r\n'.encode())))
        asking.start()
        assert web.ask('/healthz').status == 200
        asking.join()
        assert answers[0].startswith(b'HTTP/1.1 503') and b'"the history is busy: try again"' in answers[0]
    finally:
        holder.communicate()
    assert web.ask(f'{API}?channels=ac_line').status == 200


# ---------------------------------------------------------------- many at once

def test_many_at_once_and_a_quick_loop(web):
    """Ten get their answer; of more the last ones are told; meanwhile others do not wait."""
    ids = ','.join(twelve(web))
    path = f'{API}?channels={ids}&from=2021-01-01&points=2000'
    answers, waits = [], []
    askers = [threading.Thread(target=lambda: answers.append(web.ask(path))) for _ in range(10)]
    for t in askers:
        t.start()
    while any(t.is_alive() for t in askers):
        begin = time.monotonic()
        assert web.ask('/healthz').status == 200
        waits.append(time.monotonic() - begin)
    # a minute may be written between two of them
    assert [a.status for a in answers] == [200] * 10 and len({a.body for a in answers}) <= 2
    assert sorted(waits)[len(waits) // 2] < 0.5, waits
    answers.clear()
    askers = [threading.Thread(target=lambda: answers.append(web.ask(path))) for _ in range(30)]
    for t in askers:
        t.start()
    for t in askers:
        t.join()
    assert {a.status for a in answers} <= {200, 503} and [a.status for a in answers].count(200) >= 16
    for a in answers:
        assert a.status == 200 or a.json['error'].startswith('the history is asked for by too many at once')


def test_stops_with_questions_open(web, filled):
    """A stop does not wait for them, and nothing leaks (the sanitizer's word)."""
    path = f'GET {API}?channels=ac_line,temperature&from=2021-01-01&points=2000 HTTP/1.1\r\nHost: unit\r\n\r\n'
    open_ones = []
    for _ in range(12):
        s = web.connect()
        s.sendall(path.encode())
        open_ones.append(s)
    filled.webd.stop()
    for s in open_ones:
        s.close()


def test_who_leaves_before_the_answer(web):
    for path in f'{API}?channels=ac_line&from=2021-01-01&points=2000', '/RMCU.CSV', '/history':
        for _ in range(3):
            with web.connect() as s:
                s.sendall(f'GET {path} HTTP/1.1\r\nHost: unit\r\n\r\n'.encode())
    until(lambda: web.ask('/RMCU.CSV').status == 200, 'no download that hangs')
    assert web.ask('/history').status == 200
