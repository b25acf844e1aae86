# SPDX-License-Identifier: MIT
"""loggerd and alarmd killed at random moments: each alarm has its row, each emptied log its event, once."""
import shutil
import time

from rmcu import bus, history
from rmcu.history import query
from rmcu.suite import LONG, SOURCE
from rmcu.waiting import PATIENCE, Deadline, TooLate, until
from test_history import ALARM, LOGGED, World

KILLS = 200 if LONG else 12
SPEED = 50
SETTINGS = '''device = { profile = "sim"; };
sim = { scenario = "storm"; };
channels = { di_3 = { name = "Fast"; }; di_4 = { name = "Slow"; }; };
interlocks = { };
alarm_system = { chatter_count = 0; };
alarms = {
  fast = { channel = "di_3"; when = "active"; };
  slow = { channel = "di_4"; when = "active"; on_delay_ms = 500; };
};
history = { boxes = 10; };
'''
# Eight seconds of alarms force commits; in the two minutes after them there are those of the minutes alone.
MOVES = [(i * 750 + 7, f'di3 {"off" if i % 2 else "on"}') for i in range(11)] + [(1001, 'di4 on'), (3003, 'di4 off')]
STORM = 'name "Storm"\n' + ''.join(f'at {ms}ms set {what}\n' for ms, what in sorted(MOVES)) + 'end at 128s\nloop\n'
MINUTE = 60


def storm(suite):
    """Real time made faster; returns when loggerd has kept which event it wants, and that number."""
    suite.data = suite.folder / 'data'
    shutil.copytree(SOURCE / 'etc', suite.data)
    (suite.data / 'scenarios' / 'storm.scn').write_text(STORM)
    suite.configure(SETTINGS)
    suite.extra_env['TZ'] = 'UTC'
    for name in 'sensord', 'alarmd', 'loggerd':
        suite.start(name)
    sensor = suite.connect()
    sensor.sim(bus.SIM_SPEED, value=SPEED * 1000)
    log = suite.connect('loggerd')
    log.until(lambda: log.log_status.oldest_second, 'the first minute')
    log.close()
    first, = query(suite, 'SELECT event FROM state')[0]
    # what is behind it has a row, what is before it may have one
    return sensor, first


def now(sensor):
    """The simulated time of the newest snapshot, in seconds."""
    sensor.drain()
    return sensor.next_snapshot().wall_us / bus.MICRO


def pass_time(client, seconds):
    """Takes what comes for so long."""
    deadline = Deadline(seconds)
    while not deadline.over:
        client.receive(deadline.left)


def wanted(events, first):
    return [e.number for e in events if e.kind in LOGGED and e.number >= first]


def logged(suite, first):
    return [e for e, in query(suite, 'SELECT event FROM log WHERE reason = ? AND event >= ? ORDER BY row', ALARM, first)]


def until_logged(suite, first, numbers):
    """Each of these events has a row, one, and there are no others before the last one's."""
    deadline = Deadline(PATIENCE)
    while True:
        rows = [e for e in logged(suite, first) if e <= numbers[-1]]
        if len(rows) >= len(numbers):
            break
        if deadline.over:
            raise TooLate(f'no row of {sorted(set(numbers) - set(rows))}')
        time.sleep(0.05)
    assert rows == numbers


def check_whole(suite):
    """No second twice, the file in order, and each black box can be read to its end."""
    assert query(suite, 'PRAGMA integrity_check') == [('ok',)]
    assert not query(suite, 'SELECT t FROM seconds GROUP BY t HAVING count(*) > 1')
    assert not query(suite, 'SELECT event FROM boxes GROUP BY event HAVING count(*) > 1')
    assert not list((suite.state / 'loggerd').rglob('*damaged*')), 'the history was set aside'
    ms = [t for t, in query(suite, 'SELECT ms FROM log WHERE reason = 0 ORDER BY row')]
    assert ms == sorted(set(ms)), 'a periodic row is there twice'
    listed = suite.psctl('history', '--boxes', '--json')
    assert listed.code == 0, listed.err
    boxes = query(suite, 'SELECT box, event FROM boxes ORDER BY box')
    for box, event in boxes:
        assert query(suite, 'SELECT count(*) FROM log WHERE event = ?', event) == [(1,)]
        ran = suite.psctl('history', '--box', box)
        times = [line.split(',')[0] for line in ran.out.splitlines()[1:]]
        assert ran.code == 0 and times == sorted(set(times)), f'box {box}: {ran.err}'
    return boxes


def check_seconds(suite, down, since=0, stall=1):
    """Between two kills nothing is missing, but for seconds in which this machine stalled; before one a minute."""
    seconds = [t for t, in query(suite, 'SELECT t FROM seconds WHERE t >= ? ORDER BY t', since)]
    for a, b in zip(seconds, seconds[1:]):
        for t in range(a + 1, b if b - a > stall else a):
            assert any(begin - MINUTE - 2 <= t <= end + 2 for begin, end in down), f'{t} is missing, without a kill: {down}'
    return seconds


def test_loggerd_in_a_storm(suite, rng):
    sensor, first = storm(suite)
    down = []
    for _ in range(KILLS):
        # at this speed a minute takes longer than most lives
        pass_time(sensor, rng.uniform(0.02, 0.9) + rng.choice([0, 0, 0, 1.5]))
        begin = now(sensor)
        suite.loggerd.kill()
        if rng.random() < 0.2:
            suite.alarmd.kill()
            suite.alarmd.start(wait=rng.random() < 0.5)
        suite.loggerd.start()
        log = suite.connect('loggerd')
        log.until(lambda: log.log_status and log.log_status.error == 0, 'the history')
        log.close()
        down.append((begin, now(sensor)))
    alarms = suite.alarms()
    numbers = wanted(alarms.caught_up(), first)
    until_logged(suite, first, numbers)
    suite.loggerd.stop()
    seconds = check_seconds(suite, down, stall=SPEED // 5)
    boxes = check_whole(suite)
    assert len(boxes) == 10
    print(f'{KILLS} kills, {len(numbers)} rows of alarms, {len(seconds)} seconds')


def ask_and_kill(world, rng):
    """Asks for an empty log, or one file less, and kills; returns the event's kind and text, and whether it is done."""
    world.flush()
    rows = world.rows()
    file, = world.query('SELECT max(file) FROM files')[0]
    kind, request = rng.choice([('log-cleared', bus.LOG_CLEAR), ('log-deleted', bus.LOG_DELETE)])
    number = world.log.next_number()
    world.log.send(bus.log_request(number, request, file if request == bus.LOG_DELETE else 0))
    time.sleep(rng.choice([0, rng.uniform(0, 0.02), rng.uniform(0, 0.1)]))
    victims = rng.choice([['loggerd'], ['loggerd'], ['alarmd'], ['alarmd', 'loggerd'], ['loggerd', 'alarmd']])
    for name in victims:
        world.suite.programs[name].kill()
    if 'loggerd' in victims:
        world.log.until_closed()
        answered = world.log.replies.get(number)
        world.restart()
        world.log.until(world.ready, 'loggerd to be ready')
    else:
        answered = world.log.until(lambda: world.log.replies.get(number), 'the answer')
    if 'alarmd' in victims:
        world.suite.alarmd.start()
    left = world.rows()
    assert left in ([], rows), 'half of it is done'
    assert not (answered and answered.ok and left), 'it was told as done, and is not'
    return kind, f'{file:06}' if kind == 'log-deleted' else f'{len(rows)} rows', not left


def test_who_emptied_the_log_is_told_once(suite, rng):
    """Each time it is done it stands in the journal once; what is not done does not."""
    world = World(suite)
    done = []
    for _ in range(KILLS):
        for _ in range(rng.randrange(3)):
            world.flush()
        kind, text, emptied = ask_and_kill(world, rng)
        if emptied:
            done.append((kind, text))
    world.alarms = suite.alarms()
    deadline = Deadline(PATIENCE)
    while world.query('SELECT count(*) FROM audits') != [(0,)]:
        assert not deadline.over, world.query('SELECT * FROM audits')
        time.sleep(0.05)
    told = [(e.kind, e.text) for e in world.alarms.caught_up() if e.kind in ('log-cleared', 'log-deleted')]
    assert len(told) == len(done) and len(done) >= KILLS // 4
    assert [kind for kind, _ in told] == [kind for kind, _ in done]
    for (_, text), (_, part) in zip(told, done):
        assert part in text, (told, done)
    assert all(e.actor.name for e in world.alarms.find('log-cleared'))
    print(f'{KILLS} kills, {len(done)} times emptied')


def test_killed_again_and_again(suite, rng):
    """It starts clean each time, loses a minute at most, and no alarm's row is lost or there twice."""
    world = World(suite)
    closed, down, since = False, [], world.sim.snapshot.wall_us // bus.MICRO
    for i in range(KILLS):
        world.play(rng.uniform(1, 20))
        closed = not closed
        world.door(closed)
        begin = world.sim.snapshot.wall_us / bus.MICRO
        # a simulated minute is over before a disk has written one
        until(lambda: world.query('SELECT max(t) FROM seconds')[0][0] >= begin - MINUTE - 1, 'the minute before')
        time.sleep(rng.uniform(0, 0.05))
        world.suite.loggerd.kill()
        if i % 3 == 0:
            closed = not closed
            world.door(closed)
        world.restart()
        world.log.until(world.ready, 'loggerd to be ready')
        down.append((begin, world.sim.snapshot.wall_us / bus.MICRO))
    last = world.sim.snapshot.wall_us // bus.MICRO
    numbers = [e.number for e in world.alarms.caught_up() if e.alarm == 'door' and e.kind in LOGGED]
    assert len(numbers) >= KILLS
    world.until_rows(len(numbers), ALARM)
    assert [event for _, _, event, _ in world.rows(ALARM)] == numbers
    world.play(2)
    world.flush()
    seconds = check_seconds(suite, down, since)
    assert len(set(seconds)) == len(seconds) and seconds[-1] >= last
    assert world.query('PRAGMA integrity_check') == [('ok',)]


def box_times(suite, box):
    """From the alarm on, in seconds, of all that is in the box."""
    raised = next(b['raised'] for b in suite.psctl('history', '--boxes', '--json').json['boxes'] if b['number'] == box)
    ran = suite.psctl('history', '--box', box)
    assert ran.code == 0, ran.err
    return [history.instant(line['time']) - history.instant(raised) for line in history.read_csv(ran.out)]


def test_a_box_that_was_cut_short_stays_so(suite):
    """What a kill took away of it is missing; what is recorded for later alarms is not taken for it."""
    world = World(suite)
    world.play(70)
    world.door(True)
    world.play(20)
    world.flush()
    world.suite.loggerd.kill()
    world.door(False)
    world.play(500, 1)
    world.restart()
    world.log.until(world.ready, 'loggerd to be ready')
    world.play(70)
    world.door(True)
    world.play(310)
    world.flush()
    first, second = (b for b, in world.query('SELECT box FROM boxes ORDER BY box'))
    whole = box_times(suite, second)
    assert whole[0] <= -50 and whole[-1] >= 299
    cut = box_times(suite, first)
    # chunks of ten seconds: the one that was being filled is lost
    assert cut[0] <= -50 and 5 <= cut[-1] <= 20, (cut[0], cut[-1])
