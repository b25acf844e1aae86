# SPDX-License-Identifier: MIT
"""Nothing left: no descriptors, no room on the disk, no right to write, no hardware. Sampling goes on."""
import errno
import os
import resource
import subprocess

import pytest

from rmcu import bus
from rmcu.suite import SIM_CONFIG, namespace
from rmcu.waiting import until


def troubles(suite):
    """What `psctl status` shows, by subject."""
    status = suite.psctl('status', '--json')
    assert status.code == 0, status.err
    return {t['subject']: t['text'] for t in status.json['health']['troubles']}


def goes_on(client):
    """Ticks come, none missing, values good."""
    first = client.next_snapshot(lambda s: not s.edge)
    last = client.next_snapshot(lambda s: s.number >= first.number + 4)
    assert last.samples[client.hello.index('volts_battery')].quality == 'ok'
    assert last.missed_ticks - first.missed_ticks <= 3


# ---------------------------------------------------------------- descriptors

def in_use(program):
    return {int(n) for n in os.listdir(f'/proc/{program.pid}/fd')}


def limit(program, n):
    hard = resource.prlimit(program.pid, resource.RLIMIT_NOFILE)[1]
    resource.prlimit(program.pid, resource.RLIMIT_NOFILE, (n, hard))


def settled(program):
    """The descriptors in use when none is a file that is just being written."""
    looks = []

    def same():
        looks.append(in_use(program))
        return len(looks) >= 5 and all(look == looks[-1] for look in looks[-5:])
    until(same, 'descriptors that stay')
    return looks[-1]


def exhaust(suite, program):
    """Leaves no descriptor: a limit just above those in use, and clients in the gaps below it."""
    most = max(settled(program)) + 1
    limit(program, most)
    while len(settled(program)) < most:
        suite.connect()


def test_no_descriptors_left(suite, sensord):
    """The last one serves whoever comes to look; then all is well again by itself."""
    c = suite.connect()
    c.next_snapshot()
    exhaust(suite, sensord)
    assert 'descriptors' in troubles(suite)
    assert 'descriptors' in suite.psctl('status').out
    goes_on(c)
    # more than one at a time have to wait, and are served when there is room
    held = suite.connect()
    waiting = suite.connect(wait=False)
    goes_on(c)
    assert not waiting.hello
    limit(sensord, 1024)
    waiting.until(waiting.has_state, 'a place')
    held.next_snapshot()
    until(lambda: 'descriptors' not in troubles(suite), 'the end of the trouble')


def test_the_service_manager_hears_it_without_descriptors(suite):
    """Else it would be killed for no sign of life, and with it whatever waits for descriptors to come back."""
    d = suite.start('sensord', env={'WATCHDOG_USEC': '400000'})
    exhaust(suite, d)
    for _ in range(3):
        d.notifications.drain()
        d.notifications.wait_for('WATCHDOG', '1', len(d.notifications.states))
    limit(d, 1024)


def test_no_descriptors_for_the_settings(suite, sensord):
    """A file that cannot be opened is no reason to take other settings over."""
    c = suite.connect()
    before = c.hello
    exhaust(suite, sensord)
    suite.configure('site = { name = "unread"; };\n' + SIM_CONFIG)
    c.until(lambda: c.health.trouble('settings') or c.hello.site == 'unread', 'the trouble')
    assert c.hello == before
    goes_on(c)
    limit(sensord, 1024)
    suite.configure('site = { name = "read"; };\n' + SIM_CONFIG)
    c.until(lambda: c.hello.site == 'read', 'the new settings')
    c.until(lambda: not c.health.trouble('settings'), 'the end of the trouble')


def test_no_descriptors_for_what_is_kept(suite, sensord):
    """Outputs act although their state cannot be written; that is said, and written later."""
    c = suite.connect()
    c.next_snapshot()
    exhaust(suite, sensord)
    assert c.ask(bus.output_set, 'alarm_out', 'on').ok
    assert c.next_snapshot(lambda s: c.output('alarm_out', s).active)
    c.until(lambda: c.health.troubles, 'a trouble')
    goes_on(c)
    limit(sensord, 1024)
    c.until(lambda: not [t for t in c.health.troubles if t.subject == 'outputs'], 'the end', 40)
    sensord.kill()
    sensord.start()
    assert suite.connect().output('alarm_out').active


def test_few_descriptors_from_the_start(suite):
    """As few as it can start with: it says what is wrong, or it runs; never a hang."""
    for n in range(24, 8, -4):
        d = suite.start('sensord', wait=False, wrap=['prlimit', f'--nofile={n}'])
        ready = d.notifications.wait_for('READY', '1', gone=lambda d=d: not d.running)
        if not ready:
            assert d.process.returncode != 0 and d.log.strip()
            continue
        c = suite.connect()
        goes_on(c)
        c.close()
        d.stop()


# ---------------------------------------------------------------- disk

@pytest.fixture
def private_mounts():
    if subprocess.run(namespace('mount -t tmpfs none /mnt') + ['true'], capture_output=True,
                      check=False).returncode != 0:
        pytest.skip('not possible here: no private mount namespaces (unshare -rm)')


def inside(program, path):
    """A path as the program sees it."""
    return f'/proc/{program.pid}/root{path}'


def fill(folder):
    """Until not even an empty file has room."""
    with open(f'{folder}/filler', 'wb', buffering=0) as f:
        for size in 65536, 4096, 1:
            try:
                while True:
                    f.write(bytes(size))
            except OSError:
                pass


def remount(program, path, how):
    subprocess.run(['nsenter', '-t', str(program.pid), '-U', '-m', '--preserve-credentials',
                    'mount', '-o', f'remount,bind,{how}', path], check=True)


@pytest.mark.usefixtures('private_mounts')
@pytest.mark.parametrize('which', ['state', 'run'])
def test_a_full_disk(suite, which):
    """Of /var or of /run: sampling goes on, outputs act, status tells; freed, all is written."""
    folder = suite.state if which == 'state' else suite.run
    # /run holds the socket too: it has to be there for us
    place = folder if which == 'state' else folder / 'sensord'
    place.mkdir(exist_ok=True)
    d = suite.start('sensord', wrap=namespace(f'mount -t tmpfs -o size=256k none {place}'))
    c = suite.connect()
    c.next_snapshot()
    if not os.path.isdir(inside(d, place)):
        pytest.skip('not possible here: the namespace of another process cannot be seen')
    fill(inside(d, place))
    assert c.ask(bus.output_set, 'alarm_out', 'on').ok
    assert c.next_snapshot(lambda s: c.output('alarm_out', s).active)
    c.until(lambda: c.health.troubles, 'a trouble')
    told = ' '.join(troubles(suite).values())
    assert 'full' in told or 'No space' in told or 'kept' in told, told
    goes_on(c)
    if which == 'state':
        suite.configure('site = { name = "new"; };\n' + SIM_CONFIG)
        c.until(lambda: c.hello.site == 'new', 'the new settings')
        c.until(lambda: c.health.trouble('kept settings'), 'the trouble')
        assert c.health.trouble('disk'), 'that of the outputs is another one'
    os.unlink(inside(d, f'{place}/filler'))
    # each is written with its next change or try
    c.sim_set('set load_watts 100')
    suite.configure('site = { name = "newer"; };\n' + SIM_CONFIG)
    c.until(lambda: not c.health.troubles, 'the end of the troubles', 40)


@pytest.mark.usefixtures('private_mounts')
def test_a_read_only_disk(suite):
    """As after an error of the card: the kernel mounts it read-only, the unit goes on."""
    d = suite.start('sensord', wrap=namespace(f'mount --bind {suite.state} {suite.state}'))
    c = suite.connect()
    c.next_snapshot()
    remount(d, suite.state, 'ro')
    assert c.ask(bus.output_set, 'alarm_out', 'on').ok
    c.sim_set('set load_watts 100')
    c.until(lambda: c.health.troubles, 'a trouble')
    assert troubles(suite)
    goes_on(c)
    remount(d, suite.state, 'rw')
    c.sim_set('set load_watts 101')
    c.until(lambda: not c.health.troubles, 'the end of the troubles', 40)


@pytest.mark.usefixtures('private_mounts')
def test_read_only_from_the_start(suite):
    """It starts, measures, and says what it cannot do."""
    suite.start('sensord', wrap=namespace(
        f'mount --bind {suite.state} {suite.state}; mount -o remount,bind,ro {suite.state}'))
    c = suite.connect()
    goes_on(c)
    assert c.ask(bus.output_set, 'alarm_out', 'on').ok
    c.until(lambda: c.health.trouble('disk') and c.health.trouble('kept settings'), 'the troubles')
    assert {'disk', 'kept settings'} <= set(troubles(suite))


@pytest.mark.usefixtures('private_mounts')
def test_a_change_of_settings_on_a_full_disk(suite):
    """Refused with the reason; the old settings stay, whole."""
    (suite.state / 'settings').mkdir()
    d = suite.start('settingsd', wrap=namespace(
        f'mount -t tmpfs -o size=64k none {suite.state}/settings'))
    c = suite.connect('settingsd')
    assert c.ask(bus.settings_change, [('site.name', 'old')]).error == 0
    c.until(lambda: c.hello.site == 'old', 'the change')
    fill(inside(d, suite.state / 'settings'))
    answer = c.ask(bus.settings_change, [('site.name', 'new')])
    assert answer.error and 'space' in answer.sentence.lower()
    done = suite.psctl('config', 'set', 'site.name=new')
    assert done.code == 74 and 'space' in done.err.lower()     # EX_IOERR
    again = suite.connect('settingsd')
    assert again.hello.site == 'old'
    os.unlink(inside(d, f'{suite.state}/settings/filler'))
    assert c.ask(bus.settings_change, [('site.name', 'new')]).error == 0


@pytest.mark.usefixtures('private_mounts')
def test_a_change_of_settings_on_a_read_only_disk(suite):
    (suite.state / 'settings').mkdir()
    suite.start('settingsd', wrap=namespace(
        f'mount --bind {suite.state} {suite.state}; mount -o remount,bind,ro {suite.state}'))
    done = suite.psctl('config', 'set', 'site.name=new')
    assert done.code == 74 and 'read-only' in done.err.lower()


# ---------------------------------------------------------------- hardware

def test_no_hardware_at_all(suite):
    """No converter, no GPIO chip: every channel is a fault, the service runs, status says which and why."""
    suite.configure('device = { profile = "hu-2012"; };\n')
    suite.start('sensord')
    c = suite.connect()
    wired = [ch for ch in c.hello.channels if ch.name and ch.source in ('iio', 'gpio')]
    c.next_snapshot(lambda s: all(c.sample(ch.id, s).quality == 'fault' for ch in wired), 'faults')
    assert all(c.sample(ch.id).value == 0 for ch in wired)
    assert c.quality('supply_watts') == 'fault'
    assert all(o.fault for o in c.snapshot.outputs)
    c.until(lambda: c.health.trouble('bus i2c-1') and c.health.trouble('alarm_in'), 'the troubles')
    status = suite.psctl('status')
    assert status.code == 0
    for word in 'bus i2c-1', 'alarm-in', 'alarm-out', 'of 8 inputs':
        assert word in status.out, word
    # a switch that cannot be thrown says so
    reply = c.ask(bus.output_set, 'alarm_out', 'pulse')
    assert not reply.ok and 'alarm-out' in reply.sentence
    ticks = [c.next_snapshot(lambda s: not s.edge) for _ in range(10)]
    assert ticks[-1].missed_ticks - ticks[0].missed_ticks <= 2


def test_the_simulator_is_not_for_real_hardware(suite):
    """`sim` requests are refused where nothing is simulated."""
    suite.configure('device = { profile = "hu-2012"; };\n')
    suite.start('sensord')
    c = suite.connect()
    for request in (bus.sim, bus.SIM_SET, 'set load_watts 1'), (bus.bare, bus.SIM_JOIN), \
            (bus.bare, bus.SIM_LIST), (bus.sim, bus.SIM_RUN, 'steady'):
        reply = c.ask(*request)
        assert isinstance(reply, bus.Reply) and not reply.ok and 'simulated' in reply.sentence


def test_no_scenarios(suite):
    """Without its data the simulator still runs."""
    suite.extra_env['RMCU_DATA_DIR'] = str(suite.folder / 'nothing')
    suite.configure((suite.data / 'profiles/sim.conf').read_text().replace(
        '@include "common/', f'@include "{suite.data}/profiles/common/'))
    (suite.config / 'profiles').mkdir()
    for part in (suite.data / 'profiles').rglob('*.conf'):
        copy = suite.config / 'profiles' / part.relative_to(suite.data / 'profiles')
        copy.parent.mkdir(exist_ok=True)
        copy.write_text(part.read_text())
    suite.configure(SIM_CONFIG)
    suite.start('sensord')
    c = suite.connect()
    goes_on(c)
    assert suite.sensord.log_lines('simulator: ')


def test_a_second_one_in_the_same_folder_is_refused(suite, sensord):
    """It must not take the socket of the first, nor drive its outputs."""
    c = suite.connect()
    second = subprocess.run([sensord.process.args[-1]], env=suite.environment(), capture_output=True,
                            text=True, timeout=30, check=False)
    assert second.returncode != 0 and 'cannot listen' in second.stderr
    goes_on(c)
    suite.connect()


@pytest.mark.usefixtures('private_mounts')
def test_who_asks_while_the_journal_takes_nothing(suite):
    """He hears at once, and each time, that it is done and would not survive."""
    place = suite.state / 'alarmd'
    place.mkdir(parents=True)
    suite.configure()
    suite.start('sensord')
    d = suite.start('alarmd', wrap=namespace(f'mount -t tmpfs -o size=1m none {place}'))
    a = suite.alarms()
    if not os.path.isdir(inside(d, place)):
        pytest.skip('not possible here: the namespace of another process cannot be seen')
    fill(inside(d, place))

    def shelve():
        return a.request(bus.ALARM_SHELVE, 'sensord.silent', 'later', 3600)
    # what the log of the database has room for
    until(lambda: not shelve().ok, 'the disk to be full')
    a.until(lambda: a.health.trouble('journal'), 'the trouble')
    for _ in range(3):
        reply = shelve()
        assert reply.error == errno.EIO and 'would not survive' in reply.sentence, reply
    # it is not taken: who is careful asks again, and it would be there twice
    assert a.ask(bus.event_append, 'note', text='twice').error == errno.EAGAIN
    os.unlink(inside(d, f'{place}/filler'))
    a.until(lambda: not a.health.trouble('journal'), 'the end of the trouble')
    assert a.caught_up()[-1].kind == 'alarm-shelved'
