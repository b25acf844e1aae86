# SPDX-License-Identifier: MIT
"""history.db as a reader sees it who knows its tables, and what psctl makes of it."""
import csv
import io
import sqlite3
import time
from datetime import datetime

from rmcu import bus

# enum quality
OK = 0


def database(suite, folder='loggerd/simulated'):
    return suite.state / folder / 'history.db'


def append(suite):
    """A row, and all that was before it, is on the disk."""
    log = suite.connect('loggerd')
    assert log.ask(bus.log_request, bus.LOG_APPEND).ok
    log.close()


def fill(suite, settings, past):
    """So much of a site's life in UTC; the last hour has each second. loggerd goes on."""
    suite.extra_env['TZ'] = 'UTC'
    suite.configure(settings)
    suite.start('sensord', '--past', past)
    suite.start('alarmd', '--lockstep')
    suite.start('loggerd', '--lockstep')
    assert suite.psctl('sim', 'fill', '--followers', '2', seconds=120).code == 0
    append(suite)
    return suite


def query(suite, sql, *values, **how):
    with sqlite3.connect(f'file:{database(suite, **how)}?mode=ro', uri=True) as db:
        rows = db.execute(sql, values).fetchall()
    db.close()
    return rows


def column(suite, channel, **how):
    """Of a channel that never changed: its column, and how many thousandths a step has."""
    (col, step), = query(suite, 'SELECT col, step FROM channels WHERE id = ?', channel, **how)
    return col, step // 1000


def seconds(suite, channel, **how):
    """[(t, thousandths or None)] in the order in which they came."""
    col, step = column(suite, channel, **how)
    rows = query(suite, f'SELECT t, q, c{col} FROM seconds ORDER BY slot', **how)
    return [(t, value * step if q is None or q[col] == OK else None) for t, q, value in rows]


def read_csv(text):
    """The lines as dictionaries; they end as RFC 4180 says."""
    assert text.count('\r\n') == text.count('\n')
    return list(csv.DictReader(io.StringIO(text, newline='')))


def instant(text):
    """Seconds since 1970 of a time that says how far it is from UTC."""
    at = datetime.fromisoformat(text.replace('Z', '+00:00'))
    assert at.tzinfo is not None
    return at.timestamp()


def stamp(t):
    """RFC 3339 of seconds since 1970."""
    return time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(t))


def thousandths(text):
    return round(float(text) * 1000) if text else None
