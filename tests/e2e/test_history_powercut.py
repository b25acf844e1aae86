# SPDX-License-Identifier: MIT
"""The power goes while the history is written: what anybody could read is there, once. `./check long`."""
import contextlib
import shutil
import sqlite3
from dataclasses import dataclass

from rmcu import bus
from rmcu.history import query
from rmcu.suite import fake_boot_id
from test_history_kills import MINUTE, check_whole, now, pass_time, storm, until_logged, wanted

CUTS = 50
BOXES = 10


@dataclass
class Known:
    """What a reader beside loggerd saw, and what loggerd has answered, before the power went."""
    log: list
    boxes: list
    second: int     # the newest one
    appended: int   # rows that were told to be there


def look(suite, appended):
    return Known(query(suite, 'SELECT * FROM log'), query(suite, 'SELECT * FROM boxes'),
                 query(suite, 'SELECT max(t) FROM seconds')[0][0], appended)


@contextlib.contextmanager
def copied(suite):
    """The file as it was found, before loggerd comes to it."""
    folder = suite.folder / 'found'
    folder.mkdir()
    for path in (suite.state / 'loggerd' / 'simulated').glob('history.db*'):
        if not path.name.endswith('-shm'):
            shutil.copy(path, folder)
    db = sqlite3.connect(folder / 'history.db')
    try:
        yield db
    finally:
        db.close()
        shutil.rmtree(folder)


def everything(suite):
    """All that loggerd has written in the world in which the power did not go, by its keys."""
    return {table: {row[0]: row for row in query(suite, f'SELECT * FROM {table}')}
            for table in ('seconds', 'log', 'chunks', 'boxes')}


def check_same(db, truth):
    """What is there is what was written: no row is another one, none before the last one is missing."""
    for table, rows in truth.items():
        found = {row[0]: row for row in db.execute(f'SELECT * FROM {table}')}
        # what the rings and the number of boxes have dropped since then is not known any more
        assert all(rows[key] == row for key, row in found.items() if key in rows), table
        if table in ('seconds', 'log'):
            assert sorted(found) == [key for key in sorted(rows) if key <= max(found, default=0)], table


def check_found(suite, known, cut_at, truth):
    """Nothing that was read is gone or another one now; of what was measured, a minute at most is lost."""
    with copied(suite) as db:
        assert db.execute('PRAGMA integrity_check').fetchall() == [('ok',)]
        check_same(db, truth)
        log = db.execute('SELECT * FROM log').fetchall()
        assert set(known.log) <= set(log)
        appended, = db.execute('SELECT count(*) FROM log WHERE reason = 2').fetchone()
        assert appended in (known.appended, known.appended + 1)
        boxes = db.execute('SELECT * FROM boxes').fetchall()
        newest = max((b[0] for b in boxes), default=0)
        assert {b for b in known.boxes if b[0] > newest - BOXES} <= set(boxes)
        seconds = [t for t, in db.execute('SELECT t FROM seconds ORDER BY t')]
        assert seconds == sorted(set(seconds)), 'a second is there twice'
        assert seconds[-1] >= max(known.second, cut_at - MINUTE - 2)
        newest_minute, = db.execute('SELECT max(hour * 60 + minute) FROM running WHERE hour > 0').fetchone()
        whole = range(seconds[0] // MINUTE + 1, int(cut_at - MINUTE - 2) // MINUTE)
        # the hour's are empty at its turn
        assert not whole or newest_minute is None or newest_minute >= whole[-1]
        periodic = [ms / 1000 for ms, in db.execute('SELECT ms FROM log WHERE reason = 0 ORDER BY row')]
        assert not whole or periodic[-1] >= (whole[-1] + 1) * MINUTE
    return cut_at - seconds[-1]


def check_boot(suite, first, boot):
    """A board boots from the image: it begins where it stopped, and each event of the journal gets its row."""
    suite.clear_runtime()
    for name in 'alarmd', 'loggerd':
        suite.start(name, wrap=fake_boot_id(suite, boot))
    log = suite.connect('loggerd')
    log.until(lambda: log.log_status and log.log_status.error == 0, 'the history')
    log.close()
    alarms = suite.alarms()
    numbers = wanted(alarms.caught_up(), first)
    alarms.close()
    until_logged(suite, first, numbers)
    suite.loggerd.stop()
    suite.alarmd.stop()
    check_whole(suite)
    return len(numbers)


def test_power_cuts_in_a_storm(suite, disk, rng):
    sensor, first = storm(suite)
    log = suite.connect('loggerd')
    cuts, appended = [], 0
    for i in range(CUTS):
        pass_time(sensor, rng.uniform(0.01, 0.9))
        if i % 5 == 0:
            reply = log.ask(bus.log_request, bus.LOG_APPEND)
            assert reply.ok, reply
            appended += 1
        known, cut_at = look(suite, appended), now(sensor)
        cuts.append((disk.cut(), known, cut_at))
    log.close()
    sensor.close()
    for name in 'loggerd', 'alarmd', 'sensord':
        suite.programs[name].stop()
    truth = everything(suite)
    ages, counts = [], []
    for boot, (image, known, cut_at) in enumerate(cuts):
        disk.plug(image)
        ages.append(check_found(suite, known, cut_at, truth))
        counts.append(check_boot(suite, first, boot))
    print(f'{len(cuts)} cuts, {counts[0]} to {counts[-1]} rows of alarms, {min(ages):.0f} to {max(ages):.0f} s lost')
