# SPDX-License-Identifier: MIT
"""Real programs in a temporary folder, watched as systemd would watch them.

A Suite has its own folders and no fixed ports, so that any number run side by side. A Program is started,
says READY=1 through NOTIFY_SOCKET, and is ended by the test or by the fixture; then its exit status and the
sanitizers' reports are looked at.
"""
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from rmcu import bus
from rmcu.alarms import AlarmClient
from rmcu.waiting import PATIENCE, Deadline, TooLate, readable, until

SOURCE = Path(os.environ.get('RMCU_SOURCE', Path(__file__).resolve().parents[3]))
BUILD = Path(os.environ.get('RMCU_BUILD', SOURCE / 'build-check'))
PROGRAMS = {'agentxd': BUILD / 'daemons/agentxd/rmcu-agentxd',
            'alarmd': BUILD / 'daemons/alarmd/rmcu-alarmd',
            'loggerd': BUILD / 'daemons/loggerd/rmcu-loggerd',
            'notifyd': BUILD / 'daemons/notifyd/rmcu-notifyd',
            'sensord': BUILD / 'daemons/sensord/rmcu-sensord',
            'settingsd': BUILD / 'daemons/settingsd/rmcu-settingsd',
            'webd': BUILD / 'daemons/webd/rmcu-webd',
            'psctl': BUILD / 'daemons/psctl/psctl'}
SOCKETS = {'agentxd': 'agentx.sock',
           'alarmd': 'alarm.sock', 'loggerd': 'logger.sock', 'sensord': 'sensor.sock', 'settingsd': 'settings.sock',
           'notifyd': 'notify.sock', 'webd': 'web.sock'}

SIM_CONFIG = 'device = { profile = "sim"; };\n'

# The rules of the profile, for tests that switch supply and battery more often than these let anybody.
RULES_OFF = ' '.join(f'{rule} = {{ enabled = false; }};' for rule in ('battery_needed', 'battery_rest', 'supply_rest'))
NO_INTERLOCKS = f'interlocks = {{ {RULES_OFF} }};\n'



def program_path(name):
    path = PROGRAMS[name]
    assert path.exists(), f'{path} is missing: build it first, and set RMCU_BUILD'
    return str(path)


# Longer runs of the random tests (./check long).
LONG = os.environ.get('RMCU_LONG', '') not in ('', '0')

REPORT = re.compile(r'(ERROR|SUMMARY): \w*Sanitizer|runtime error: ')


class Notifications:
    """The service manager's end of NOTIFY_SOCKET, with its store of descriptors."""

    def __init__(self, path):
        self.path = path
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.sock.bind(str(path))
        path.chmod(0o777)       # for programs that are run as somebody else
        self.states = []        # each datagram as a dictionary
        self.store = []         # (name, descriptor)

    def drain(self, seconds=0.0):
        while readable(self.sock, seconds):
            seconds = 0.0
            text, fds, _, _ = socket.recv_fds(self.sock, 4096, 8)
            state = dict(line.split('=', 1) for line in text.decode().splitlines() if '=' in line)
            self.states.append(state)
            if state.get('FDSTORE') == '1':
                self.store += [(state.get('FDNAME', 'stored'), fd) for fd in fds]
            elif state.get('FDSTOREREMOVE') == '1':
                for name, fd in [row for row in self.store if row[0] == state.get('FDNAME')]:
                    os.close(fd)
                    self.store.remove((name, fd))

    def wait_for(self, key, value, since=0, seconds=PATIENCE, gone=lambda: False):
        deadline = Deadline(seconds)
        while not any(s.get(key) == value for s in self.states[since:]):
            if gone():
                return False
            if deadline.over:
                raise TooLate(f'waited {seconds:g} s in vain for {key}={value}')
            self.drain(min(deadline.left, 0.1))
        return True

    def close(self):
        while self.store:
            os.close(self.store.pop()[1])
        self.sock.close()
        self.path.unlink(missing_ok=True)


@dataclass
class Ran:
    """What a command said."""
    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)


class Program:
    """A daemon. `wrap` is put before its command line (unshare, prlimit, setpriv)."""

    def __init__(self, suite, name, *args, wrap=(), env=None, passed=()):
        self.suite, self.name, self.args, self.wrap = suite, name, args, list(wrap)
        self.extra_env = dict(env or {})
        self.passed = list(passed)      # (name, descriptor) given in addition to the store
        self.log_path = suite.folder / f'{name}.log'
        self.notifications = Notifications(suite.folder / f'{name}.notify')
        self.process = self.pidfd = None

    @property
    def log(self):
        return self.log_path.read_text(errors='replace') if self.log_path.exists() else ''

    def log_lines(self, pattern):
        return [line for line in self.log.splitlines() if re.search(pattern, line)]

    @property
    def pid(self):
        """Of the program itself: what wraps it ends in exec."""
        return self.process.pid

    @property
    def socket_path(self):
        return self.suite.run / SOCKETS[self.name]

    @property
    def running(self):
        return self.process is not None and self.process.poll() is None

    def start(self, wait=True):
        assert not self.running
        fds = self.passed + self.notifications.store
        env = self.suite.environment(NOTIFY_SOCKET=str(self.notifications.path), **self.extra_env)
        if fds:
            env['LISTEN_FDS'] = str(len(fds))
            env['LISTEN_FDNAMES'] = ':'.join(name for name, _ in fds)

        def place_descriptors():
            # first above all that are in use, so that none is overwritten before it is moved
            high = [os.dup2(fd, 200 + i) for i, (_, fd) in enumerate(fds)]
            for i, fd in enumerate(high):
                os.dup2(fd, 3 + i, inheritable=True)
                os.close(fd)

        # what one that was killed had still said is not of this one
        self.notifications.drain()
        since = len(self.notifications.states)
        with open(self.log_path, 'ab') as log:
            self.process = subprocess.Popen(
                self.wrap + [program_path(self.name), *self.args], env=env, cwd=self.suite.folder,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, close_fds=not fds,
                preexec_fn=place_descriptors if fds else None)
        if wait:
            ready = self.notifications.wait_for('READY', '1', since, gone=lambda: not self.running)
            assert ready, f'{self.name} ended with {self.process.returncode} before it was ready'
        return self

    def wait_end(self, seconds=PATIENCE):
        pidfd = os.pidfd_open(self.process.pid) if self.running else None
        if pidfd is not None:
            readable(pidfd, seconds)
            os.close(pidfd)
        try:
            return self.process.wait(timeout=1)
        except subprocess.TimeoutExpired as e:
            raise TooLate(f'{self.name} did not end within {seconds:g} s') from e

    def kill(self):
        """As if it crashed."""
        self.process.send_signal(signal.SIGKILL)
        self.wait_end()

    def stop(self):
        """As systemctl stop; the exit status must be 0."""
        if self.running:
            self.process.send_signal(signal.SIGCONT)
            self.process.send_signal(signal.SIGTERM)
        code = self.wait_end()
        assert code == 0, f"{self.name} ended with {code}\n{self.suite.reports()}"

    def restart(self):
        self.stop()
        return self.start()

    def signal(self, number):
        self.process.send_signal(number)

    def pause(self):
        """Stops it until resume(): as hung as a process can be."""
        self.signal(signal.SIGSTOP)
        until(lambda: self.state() == 'T', f'{self.name} to stand still')

    def resume(self):
        self.signal(signal.SIGCONT)

    def state(self):
        return Path(f'/proc/{self.pid}/stat').read_text().rpartition(')')[2].split()[0]

    def cpu_seconds(self):
        fields = Path(f'/proc/{self.pid}/stat').read_text().rpartition(')')[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')

    def close(self):
        if self.running:
            self.process.send_signal(signal.SIGCONT)
            self.process.kill()
            self.wait_end()
        self.notifications.close()


class Suite:
    """Private folders, and the programs that run in them."""

    def __init__(self):
        # short: the path of a socket is at most 107 bytes
        self.folder = Path(tempfile.mkdtemp(prefix='rmcu-', dir='/tmp'))
        self.run, self.state, self.config = (self.folder / n for n in ('run', 'state', 'config'))
        for folder in (self.run, self.state, self.config):
            folder.mkdir()
        self.folder.chmod(0o755)
        self.data = SOURCE / 'etc'
        self.programs = {}
        self.clients = []
        self.extra_env = {}

    def environment(self, **more):
        env = {k: v for k, v in os.environ.items() if not k.startswith(('LISTEN_', 'NOTIFY_', 'RMCU_'))}
        env.pop('JOURNAL_STREAM', None)
        report = f'log_path={self.folder}/sanitizer'
        for name in ('ASAN_OPTIONS', 'UBSAN_OPTIONS', 'LSAN_OPTIONS'):
            env[name] = ':'.join(filter(None, [env.get(name), report]))
        env['UBSAN_OPTIONS'] += ':halt_on_error=1:print_stacktrace=1'
        env.update(RMCU_RUNTIME_DIR=str(self.run), RMCU_STATE_DIR=str(self.state),
                   RMCU_CONFIG_DIR=str(self.config), RMCU_DATA_DIR=str(self.data),
                   RMCU_SYSLOG='none', LC_ALL='C.UTF-8', NO_COLOR='1')
        env.update(self.extra_env)
        env.update(more)
        return env

    # settings
    @property
    def main_file(self):
        return self.config / 'rmcu.conf'

    @property
    def overlay_file(self):
        return self.state / 'settings' / 'settings.conf'

    def configure(self, text=SIM_CONFIG):
        """Replaces rmcu.conf as an editor does: written beside, renamed."""
        beside = self.config / '.rmcu.conf.new'
        beside.write_text(text)
        beside.rename(self.main_file)

    def preload(self, name, **env):
        """The environment in which a program has this library of tests/e2e before its own calls."""
        library = BUILD / 'tests' / f'{name}.so'
        assert library.exists(), f'{library} is missing: build it first'
        asan = self.environment()['ASAN_OPTIONS']
        return dict(env, LD_PRELOAD=str(library), ASAN_OPTIONS=f'{asan}:verify_asan_link_order=0')

    def clear_runtime(self):
        """/run is empty after a boot."""
        shutil.rmtree(self.run)
        self.run.mkdir()

    # programs
    def start(self, name, *args, wait=True, **how):
        if name in self.programs:
            self.programs[name].close()
        program = self.programs[name] = Program(self, name, *args, **how)
        return program.start(wait)

    @property
    def sensord(self):
        return self.programs['sensord']

    @property
    def agentxd(self):
        return self.programs['agentxd']

    @property
    def alarmd(self):
        return self.programs['alarmd']

    @property
    def loggerd(self):
        return self.programs['loggerd']

    @property
    def notifyd(self):
        return self.programs['notifyd']

    @property
    def webd(self):
        return self.programs['webd']

    @property
    def settingsd(self):
        return self.programs['settingsd']

    def connect(self, name='sensord', **how):
        client = bus.Client(self.run / SOCKETS[name], **how)
        self.clients.append(client)
        return client

    def alarms(self, first=1, **how):
        """A client of alarmd that follows its events."""
        client = AlarmClient(self.run / SOCKETS['alarmd'], first, **how)
        self.clients.append(client)
        return client

    def lockstep(self, alone=True):
        client = bus.Lockstep(self.run / SOCKETS['sensord'], alone)
        self.clients.append(client)
        return client

    def psctl(self, *args, wrap=(), env=None, seconds=PATIENCE, stdin=''):
        command = list(wrap) + [program_path('psctl'), *map(str, args)]
        done = subprocess.run(command, env=self.environment(**(env or {})), cwd=self.folder,
                              input=stdin.encode(), capture_output=True, timeout=seconds, check=False)
        ran = Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
        assert not REPORT.search(ran.err), ran.err
        print(f'psctl {" ".join(map(str, args))} -> {ran.code}\n{ran.out}{ran.err}', end='')
        return ran

    def reports(self):
        """What the sanitizers had to say."""
        texts = [p.read_text(errors='replace') for p in sorted(self.folder.glob('sanitizer*'))]
        texts += [p.log for p in self.programs.values() if REPORT.search(p.log)]
        return '\n'.join(texts)

    def end(self):
        """Ends all in order; the fixture calls it, so that every test also shows a clean end."""
        for client in self.clients:
            client.close()
        try:
            for program in reversed(self.programs.values()):
                if program.running:
                    program.stop()
        finally:
            for program in self.programs.values():
                program.close()
                # pytest shows this for a failed test alone
                print(f'--- log of {program.name}\n{program.log}', end='')
            reports = self.reports()
        assert not reports, reports

    def remove(self):
        if not os.environ.get('RMCU_KEEP'):
            shutil.rmtree(self.folder, ignore_errors=True)


def namespace(script):
    """A wrapper that runs `script` in a private mount namespace, as its root, and then the program."""
    return ['unshare', '-rm', '--propagation', 'private', 'sh', '-ec', script + '\nexec "$@"', 'sh']


def fake_boot_id(suite, number):
    """A wrapper under which the board seems to have booted for the `number`th time."""
    if subprocess.run(namespace('true') + ['true'], capture_output=True, check=False).returncode != 0:
        pytest.skip('not possible here: no private mount namespaces (unshare -rm)')
    path = suite.folder / f'boot-{number}'
    path.write_text(f'00000000-0000-4000-8000-{number:012d}\n')
    return namespace(f'mount --bind {path} /proc/sys/kernel/random/boot_id')
