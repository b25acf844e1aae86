# SPDX-License-Identifier: MIT
"""The log as files from rmcu-webd: the rows of psctl, piece by piece in little memory, and a database that is replaced meanwhile."""
import http.client
import re
import socket
import sqlite3
from pathlib import Path

import pytest

from rmcu import bus, history
from rmcu.waiting import until
from rmcu.web import Web
from rmcu.web_history import FILLED, fill, ready, refused, well

TIMES = 40


@pytest.fixture
def filled(suite):
    return fill(suite)


@pytest.fixture
def web(filled):
    return ready(Web(filled))


def lengthen(suite):
    """A log of many megabytes: the same rows again and again."""
    suite.loggerd.stop()
    with sqlite3.connect(history.database(suite)) as db:
        columns = [c for _, c, *_ in db.execute('PRAGMA table_info(log)') if c != 'row']
        (first, last), = db.execute('SELECT first, last FROM files WHERE NOT ended')
        for k in range(1, TIMES):
            db.execute(f'INSERT INTO log (row, {", ".join(columns)}) SELECT row + ?, {", ".join(columns)} FROM log '
                       'WHERE row BETWEEN ? AND ?', (k * (last - first + 1), first, last))
        last = first + TIMES * (last - first + 1) - 1
        db.execute('UPDATE files SET last = ? WHERE NOT ended', (last,))
        db.execute('UPDATE state SET log_row = ?', (last + 1,))
    db.close()


def slow_reader(web):
    s = socket.socket()
    s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    s.settimeout(30)
    s.connect(('127.0.0.1', web.port))
    s.sendall(b'GET /RMCU.CSV HTTP/1.1\r\nHost: unit\r\n\r\n')
    assert s.recv(12) == b'HTTP/1.1 200'
    return s


def replace(suite):
    """Another one in its place, as loggerd does it: renamed, and not written over."""
    copy = history.database(suite).with_suffix('.new')
    copy.write_bytes(history.database(suite).read_bytes())
    copy.rename(history.database(suite))


@pytest.fixture
def bare_memory(suite):
    """The sanitizer keeps what was freed for a while: here it must not."""
    suite.extra_env['ASAN_OPTIONS'] = f'{suite.environment()["ASAN_OPTIONS"]}:quarantine_size_mb=0:thread_local_quarantine_size_kb=0'


def anonymous_kib(program):
    return int(re.search(r'RssAnon:\s+(\d+)', Path(f'/proc/{program.pid}/status').read_text())[1])


def test_a_long_log_in_little_memory(bare_memory, web, filled):
    """It is made piece by piece while it is read: all of it comes, and webd never holds it."""
    once = len(well(web, '/RMCU.CSV').body)
    lengthen(filled)
    before = anonymous_kib(filled.webd)
    connection = http.client.HTTPConnection('127.0.0.1', web.port, timeout=30)
    connection.request('GET', '/RMCU.CSV')
    response = connection.getresponse()
    n, lines, most = 0, 0, 0
    while part := response.read(1 << 20):
        n, lines, most = n + len(part), lines + part.count(b'\n'), max(most, anonymous_kib(filled.webd))
    connection.close()
    assert n > 10e6 and n > (TIMES - 1) * once
    (rows,), = history.query(filled, 'SELECT last - first + 1 FROM files WHERE NOT ended')
    assert lines == rows + 1
    assert most - before < 4096, (before, most, n)


def test_the_log_as_a_file(web, filled):
    filled.loggerd.stop()
    answer = well(web, '/RMCU.CSV')
    told = filled.psctl('log', 'export').out
    assert 'RMCU.CSV' in answer.headers['content-disposition']
    # more than one piece of it, so that they fit each other
    assert len(answer.body) > 2 * 65536
    assert answer.text.replace('\r\n', '\n') == told.replace('\r\n', '\n')
    head = web.ask('/RMCU.CSV', 'HEAD')
    assert head.status == 200 and head.body == b''


def test_the_log_to_those_who_do_not_read(web, filled):
    """Each of them holds a piece, and no more than a few are served at a time; the others are told, and it heals."""
    lengthen(filled)
    stuck = [slow_reader(web) for _ in range(4)]
    assert refused(web, '/RMCU.CSV', 503).startswith('the history is asked for by too many at once')
    assert web.ask('/healthz').status == 200
    for s in stuck:
        s.close()
    until(lambda: web.ask('/RMCU.CSV').status == 200, 'a place')


def test_a_log_that_is_replaced_under_its_reader_breaks_off(web, filled):
    """Rows of another database are not put behind those of the first."""
    lengthen(filled)
    s, got = slow_reader(web), b''
    replace(filled)
    while part := s.recv(65536):
        got += part
        assert not got.endswith(b'\r\n0\r\n\r\n')
    s.close()
    assert b'time' in got


def test_files_of_the_log(suite):
    """The list and each file are those of psctl; one that was dropped is said to be."""
    suite.extra_env['TZ'] = 'UTC'
    suite.configure(FILLED.replace('file_kib = 1024', 'file_kib = 64'))
    suite.start('sensord', '--past', '50h')
    suite.start('alarmd', '--lockstep')
    suite.start('loggerd', '--lockstep')
    assert suite.psctl('sim', 'fill', '--followers', '2', seconds=120).code == 0
    web = ready(Web(suite))
    log = suite.connect('loggerd')
    assert log.ask(bus.log_request, bus.LOG_APPEND).ok
    files = web.ask('/api/v1/log/files').json
    assert files == suite.psctl('log', 'files', '--json').json and len(files['files']) > 3
    page = web.ask('/history').text
    for f in files['files'][:2] + files['files'][-1:]:
        path = f'/api/v1/log/files/{f["number"]}'
        answer = well(web, path)
        assert answer.headers['content-type'].startswith('text/csv')
        assert answer.headers['content-disposition'] == f'attachment; filename="{f["name"]}"'
        assert answer.text == suite.psctl('log', 'export', f['number']).out
        assert f['being_written'] or len(answer.body) == f['bytes']
    listed = re.findall(r'<a href="(/api/v1/log/files/\d+)">(RMCU[^<]*)</a>', page)
    newest = list(reversed(files['files']))[:10]
    assert listed == [(f'/api/v1/log/files/{f["number"]}', f['name']) for f in newest]
    assert ('all %d, for programs' % len(files['files']) in page) == (len(files['files']) > 10)
    for bad in '0', 'x', '-1', '1x', '99999999999999999999':
        refused(web, f'/api/v1/log/files/{bad}', 400)
    for gone in '9999', '18446744073709551615':
        assert refused(web, f'/api/v1/log/files/{gone}', 404).startswith('the log has no such file')
    number = files['files'][0]['number']
    assert log.ask(bus.log_request, bus.LOG_DELETE, number).ok
    refused(web, f'/api/v1/log/files/{number}', 404)
    assert number not in [f['number'] for f in web.ask('/api/v1/log/files').json['files']]
