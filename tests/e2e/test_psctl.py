# SPDX-License-Identifier: MIT
"""psctl: exit codes of sysexits.h, and sentences that say what to do next."""
import contextlib
import json
import os
import pty
import socket
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from rmcu import bus
from rmcu.suite import NO_INTERLOCKS, SIM_CONFIG, program_path
from rmcu.waiting import Deadline, readable, until

USAGE, DATAERR, NOINPUT, UNAVAILABLE, TEMPFAIL, PROTOCOL, NOPERM = 64, 65, 66, 69, 75, 76, 77

# Every command that talks to sensord or alarmd, and one that asks settingsd.
READING = [['status'], ['watch', '--plain'], ['channels'], ['get', 'volts_battery'], ['facts']]
DOING = [['output', 'alarm_out', 'on'], ['confirm'], ['sim', 'run', 'steady'],
         ['sim', 'set', 'load_watts', '100'], ['sim', 'speed', '2'],
         ['sim', 'fail', 'battery_volts', 'broken-wire'], ['sim', 'heal', 'battery_volts'],
         ['sim', 'bounce', 'alarm_in', '3', 'over', '5ms']]
TO_SENSORD = READING + [['sim', 'list']] + DOING
TO_ALARMD = [['alarms'], ['alarms', 'report'], ['ack'], ['shelve', 'ac_line_low'], ['unshelve'], ['reset'],
             ['maintenance', 'off'], ['events'], ['events', 'verify'], ['schedule']]
TO_SETTINGSD = [['config', 'set', 'site.name=x'], ['config', 'unset', 'site.name']]
ALONE = [['config', 'show'], ['config', 'get', 'site.name'], ['config', 'check'], ['config', 'schema'],
         ['help'], ['version']]


def all_at_once(suite, commands, **how):
    """Runs them side by side: most of them wait for the same time-out."""
    with ThreadPoolExecutor(len(commands)) as pool:
        return list(zip(commands, pool.map(lambda c: suite.psctl(*c, **how), commands)))


def one_sentence(ran):
    lines = ran.err.strip().splitlines()
    assert len(lines) == 1 and lines[0].startswith('psctl: '), ran
    return lines[0]


class FakeServer:
    """Plays a server that is of another version, refuses, or breaks off."""

    def __init__(self, path, packets):
        self.packets = packets
        self.listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.listener.bind(str(path))
        self.listener.listen(64)
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self):
        while True:
            try:
                s, _ = self.listener.accept()
            except OSError:
                return
            # who wants two daemons goes when the first one is not his
            with s, contextlib.suppress(BrokenPipeError, ConnectionResetError):
                for packet in self.packets:
                    s.send(packet)

    def close(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join(10)


@pytest.fixture
def fake(suite):
    made = []

    def make(name, *packets):
        made.append(FakeServer(suite.run / name, packets))
    yield make
    for server in made:
        server.close()


# ---------------------------------------------------------------- what can be wrong with a daemon

def test_not_running(suite):
    """Each says which daemon, where, and how to start it."""
    for command, ran in all_at_once(suite, TO_SENSORD):
        assert ran.code == UNAVAILABLE, (command, ran)
        assert 'sensord is not running' in one_sentence(ran) and 'start' in ran.err, command
        assert not ran.out, command
    for command, ran in all_at_once(suite, TO_SETTINGSD):
        assert ran.code == UNAVAILABLE and 'settingsd is not running' in one_sentence(ran), command
    for command, ran in all_at_once(suite, TO_ALARMD):
        assert ran.code == UNAVAILABLE and 'alarmd is not running' in one_sentence(ran), command


def test_installed_one_not_running(suite):
    """Outside a private run the sentence names the unit."""
    ran = suite.psctl('status', env={'RMCU_RUNTIME_DIR': ''})
    if ran.code == 0:
        pytest.skip('not possible here: an installed sensord runs')
    assert ran.code == UNAVAILABLE and 'systemctl start rmcu-sensord' in ran.err


def test_a_dead_socket_is_not_running(suite, sensord):
    """kill -9 leaves the socket's name behind."""
    sensord.kill()
    ran = suite.psctl('status')
    assert ran.code == UNAVAILABLE and 'is not running' in one_sentence(ran)


def test_hung(suite, sensord):
    """It accepts connections and says nothing: within two seconds, with a hint where to look."""
    suite.start('settingsd')
    suite.start('alarmd')
    sensord.pause()
    suite.settingsd.pause()
    suite.alarmd.pause()
    deadline = Deadline(15)
    for command, ran in all_at_once(suite, TO_SENSORD + TO_ALARMD + TO_SETTINGSD):
        assert ran.code == UNAVAILABLE, (command, ran)
        assert 'accepts connections but does not answer' in one_sentence(ran), command
        assert 'log' in ran.err
    assert not deadline.over
    sensord.resume()
    suite.settingsd.resume()
    suite.alarmd.resume()


def test_hung_in_the_middle(suite, fake):
    """HELLO came, then nothing: no command hangs for ever."""
    donor = suite.start('sensord')
    raw = []
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as s:
        s.connect(str(donor.socket_path))
        raw.append(s.recv(bus.PACKET_MAX))
    donor.stop()
    donor.socket_path.unlink(missing_ok=True)
    fake('sensor.sock', raw[0])         # and then it closes
    for command, ran in all_at_once(suite, [['status'], ['get', 'ac_line'], ['output', 'alarm_out', 'on']]):
        assert ran.code in (UNAVAILABLE, TEMPFAIL), (command, ran)
        one_sentence(ran)


def test_another_version(suite, fake):
    fake('sensor.sock', bus.hello_of_protocol(2, '9.9.9'))
    fake('settings.sock', bus.hello_of_protocol(2, '9.9.9'))
    fake('alarm.sock', bus.hello_of_protocol(2, '9.9.9'))
    for command, ran in all_at_once(suite, TO_SENSORD + TO_ALARMD + TO_SETTINGSD):
        assert ran.code == PROTOCOL, (command, ran)
        assert '9.9.9' in one_sentence(ran), command


@pytest.mark.parametrize('packets, code', [
    ((bus.refused(13, 'you are not in group rmcu'),), NOPERM),
    ((bus.refused(87, 'you have too many connections open'),), TEMPFAIL),
    ((), UNAVAILABLE), ((b'garbage!garbage!',), PROTOCOL), ((b'x',), PROTOCOL),
    ((bus.Writer(bus.HELLO).put('H', 1).text('0.1').bytes,), PROTOCOL)],
    ids=['no right', 'no place', 'closes', 'garbage', 'one byte', 'cut'])
def test_a_server_that_does_not_take_us(suite, fake, packets, code):
    fake('sensor.sock', *packets)
    for command in ['status'], ['output', 'alarm_out', 'on']:
        ran = suite.psctl(*command)
        assert ran.code == code, ran
        one_sentence(ran)


def test_refused_by_right(suite, sensord, as_other_user):
    """Who is in no group is told which one, and how to get into it."""
    suite.start('settingsd')
    suite.start('alarmd')
    for folder in suite.folder, suite.run:
        folder.chmod(0o755)
    for command in TO_SENSORD + TO_ALARMD + TO_SETTINGSD[:1]:
        ran = suite.psctl(*command, wrap=as_other_user.command)
        assert ran.code == NOPERM, (command, ran)
        assert 'you are not in group rmcu' in one_sentence(ran) and 'adduser' in ran.err, command


def test_too_many_connections(suite, sensord):
    held = [suite.connect() for _ in range(32)]
    ran = suite.psctl('status')
    assert ran.code == TEMPFAIL and 'too many connections' in one_sentence(ran)
    held[0].close()
    until(lambda: suite.psctl('status').code == 0, 'a place')


# ---------------------------------------------------------------- what can be wrong with a command

def test_what_needs_no_daemon_works_without(suite):
    for command, ran in all_at_once(suite, ALONE):
        assert ran.code == 0 and not ran.err, (command, ran)


@pytest.mark.parametrize('command, code, words', [
    (['get', 'nosuch'], USAGE, ["'nosuch'", 'psctl channels']),
    (['get', 'volts_batery'], USAGE, ['volts_battery']),
    (['output', 'nosuch', 'on'], USAGE, ["'nosuch'"]),
    (['output', 'ac_line', 'on'], USAGE, ['ac_line']),
    (['output', 'alarm_out', 'sideways'], USAGE, ["'sideways'"]),
    (['output', 'alarm_out', 'pulse', 'long'], USAGE, ['long']),
    (['output', 'alarm_out', 'pulse', '99999999'], USAGE, []),
    (['sim', 'run', 'nosuch'], DATAERR, ['nosuch']),
    (['sim', 'run', '../../etc/passwd'], DATAERR, ['passwd']),
    (['sim', 'set', 'nosuch', '1'], DATAERR, ['nosuch']),
    (['sim', 'set', 'load_wats', '1'], DATAERR, ['load_watts']),
    (['sim', 'set', 'load_watts', 'many'], DATAERR, ['many']),
    (['sim', 'speed', '1000'], None, ['100']),
    (['config', 'get', 'nosuch.key'], USAGE, ['nosuch']),
    (['config', 'get', 'sampling.rate'], USAGE, ['rate_hz']),
    (['config', 'set', 'nonsense'], USAGE, ['PATH=VALUE']),
    (['config', 'check', '/nonexistent/file'], NOINPUT, ['/nonexistent/file']),
    (['stauts'], USAGE, ['status']), (['--nonsense'], USAGE, ['nonsense']),
    (['get'], USAGE, []), (['status', 'extra'], USAGE, ['extra']), (['sim'], USAGE, []),
])
def test_a_wrong_command_says_what_is_wrong(suite, sensord, command, code, words):
    ran = suite.psctl(*command)
    assert ran.code == code if code else ran.code in (USAGE, DATAERR), ran
    assert not ran.out
    sentence = one_sentence(ran)
    for word in words:
        assert word in sentence, (word, sentence)


def test_a_channel_without_a_value(suite, sensord):
    """`get` is for scripts: no number that could be taken for one, and a status that says so."""
    c = suite.connect()
    c.sim_set('fail battery_volts no-answer')
    c.next_snapshot(lambda s: c.sample('volts_battery', s).quality == 'fault')
    ran = suite.psctl('get', 'volts_battery')
    assert ran.code == UNAVAILABLE and 'fault' in ran.out + ran.err
    got = suite.psctl('get', 'volts_battery', '--json').json
    assert got['value'] is None and got['quality'] == 'fault'


# ---------------------------------------------------------------- what it does when all is well

def test_status_in_words_and_as_json(suite, sensord):
    """S1-S6: what a person sees, and the same for programs."""
    suite.start('alarmd')
    words = suite.psctl('status')
    assert words.code == 0 and 'all is well' in words.out
    for name in 'AC Line', 'Amps Power Supply', 'Volts Battery', 'Alarm In', 'Alarm Out', 'Temperature':
        assert name in words.out
    assert '\033' not in words.out, 'colour that is not for a terminal'
    status = suite.psctl('--json', 'status').json
    assert status['well'] and status['simulated'] and status['health']['troubles'] == []
    assert {c['id'] for c in status['channels']} >= {'ac_line', 'volts_battery', 'alarm_out'}
    assert suite.psctl().out.splitlines()[0] == words.out.splitlines()[0], 'status is the default'


@pytest.mark.parametrize('command', [
    ['status'], ['channels'], ['get', 'ac_line'], ['sim', 'list'], ['config', 'show'], ['config', 'schema'],
    ['config', 'get', 'site.name'], ['config', 'check'], ['version'], ['facts'],
    ['output', 'alarm_out', 'on'], ['sim', 'set', 'load_watts', '100'], ['sim', 'speed', '2']])
def test_json_everywhere(suite, sensord, command):
    ran = suite.psctl(*command, '--json')
    assert ran.code == 0, ran
    for line in ran.out.splitlines():
        json.loads(line)
    assert ran.out.strip()


def test_an_output_from_its_switch_to_its_confirmation(suite):
    """S61, S157: on, told to confirm, confirmed; released."""
    suite.configure(SIM_CONFIG + NO_INTERLOCKS)
    suite.start('sensord')
    ran = suite.psctl('output', 'battery', 'active')
    assert ran.code == 0 and 'confirm' in ran.out
    row = next(r for r in suite.psctl('status', '--json').json['outputs'] if r['id'] == 'battery')
    assert row['active'] and row['unconfirmed'] and 0 < row['left_ms'] <= 60000
    assert 'confirm' in suite.psctl('status').out
    assert suite.psctl('confirm', 'battery').code == 0
    row = next(r for r in suite.psctl('status', '--json').json['outputs'] if r['id'] == 'battery')
    assert row['active'] and not row['unconfirmed'] and row['holder'] == 'manual'
    assert suite.psctl('output', 'battery', 'release', '--confirm', '10').code == 0
    assert suite.psctl('confirm').code == 0
    again = suite.psctl('confirm')
    assert again.code != 0 and one_sentence(again)


def test_an_output_by_its_own_words(suite):
    """S25, S158: where ON is the inactive state, `on` means that."""
    suite.configure(SIM_CONFIG + NO_INTERLOCKS)
    suite.start('sensord')
    suite.psctl('output', 'power_supply', 'off')
    row = next(r for r in suite.psctl('status', '--json').json['outputs'] if r['id'] == 'power_supply')
    assert row['active'] and row['text'] == 'OFF'
    suite.psctl('output', 'power_supply', 'on')
    row = next(r for r in suite.psctl('status', '--json').json['outputs'] if r['id'] == 'power_supply')
    assert not row['active'] and row['text'] == 'ON'


def test_a_dry_run_only_tells(suite, sensord):
    ran = suite.psctl('output', 'alarm_out', 'on', '--dry-run')
    assert ran.code == 0 and 'would' in ran.out
    assert not suite.connect().output('alarm_out').active


def test_facts_tell_who_did_what(suite, sensord):
    suite.psctl('output', 'alarm_out', 'on')
    suite.psctl('sim', 'set', 'alarm_loop', 'off')
    until(lambda: 'edge' in suite.psctl('facts').out, 'the edge')
    out = suite.psctl('facts').out
    assert 'output-changed' in out and 'psctl' in out and 'sim-command' in out


def on_a_terminal(suite, *args, env=None):
    """psctl on a pseudo terminal of 80 by 24: (process, master)."""
    master, slave = pty.openpty()
    process = subprocess.Popen([program_path('psctl'), *args], stdin=slave, stdout=slave, stderr=slave,
                               env=suite.environment(TERM='xterm-256color', COLUMNS='80', LINES='24',
                                                     **(env or {})), start_new_session=True)
    os.close(slave)
    return process, master


def read_until(master, words, seconds=30):
    seen, deadline = b'', Deadline(seconds)
    while words not in seen and not deadline.over:
        if readable(master, deadline.left):
            try:
                seen += os.read(master, 65536)
            except OSError:
                break
    assert words in seen, seen
    return seen


def test_watch_on_a_terminal(suite, sensord):
    """Live: it shows what changes, and leaves the terminal as it was when it is interrupted."""
    suite.connect()
    process, master = on_a_terminal(suite, 'watch')
    read_until(master, b'Volts Battery')
    suite.connect().sim_set('set alarm_loop off')
    read_until(master, b'OPEN')
    process.send_signal(2)
    rest = b''
    with open(master, 'rb', buffering=0) as f:
        while readable(f, 10):
            try:
                got = f.read(65536)
            except OSError:
                break
            if not got:
                break
            rest += got
    assert process.wait(10) in (0, 130, -2)
    assert b'\033[?25l' not in rest or rest.rfind(b'\033[?25h') > rest.rfind(b'\033[?25l')


def test_watch_in_a_pipe(suite, sensord):
    """Plain lines, one after the other, until the reader goes."""
    process = subprocess.Popen([program_path('psctl'), 'watch'], stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, env=suite.environment())
    first = process.stdout.readline()
    second = process.stdout.readline()
    assert first and second and b'\033' not in first + second
    process.stdout.close()
    assert readable(process.stderr, 20)
    assert process.wait(20) in (0, 74, -13)
    process.stderr.close()


def test_watch_over_a_restart(suite, sensord):
    """It comes back by itself when sensord does."""
    process, master = on_a_terminal(suite, 'watch')
    read_until(master, b'Volts Battery')
    sensord.kill()
    read_until(master, b'sensord')
    sensord.start()
    read_until(master, b'Volts Battery')
    process.send_signal(2)
    process.wait(20)
    os.close(master)


def test_a_full_pipe_or_disk_is_an_error(suite, sensord):
    """Output that cannot be written is said, with the status of an I/O error."""
    with open('/dev/full', 'wb') as full:
        done = subprocess.run([program_path('psctl'), 'status'], stdout=full, stderr=subprocess.PIPE,
                              env=suite.environment(), check=False, timeout=30)
    assert done.returncode == 74 and b'cannot write' in done.stderr
