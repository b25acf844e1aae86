# SPDX-License-Identifier: MIT
"""rmcu-run: commands of the operator's that are fine, fail, hang, hold on, and that are none. `pytest -s` prints the table."""
import os
import subprocess

import pytest

from rmcu.errand import Errand, errand, request
from rmcu.suite import BUILD
from rmcu.waiting import until

FIELDS = [('RMCU_EVENT', '4711'), ('RMCU_WHAT', 'AC line is low; $(reboot) ü')]


@pytest.fixture
def commands(tmp_path):
    folder = tmp_path / 'commands'
    folder.mkdir()

    class Commands:
        path = folder

        def write(self, name, text, mode=0o755, shell='#!/bin/sh\n'):
            (folder / name).write_text(shell + text)
            (folder / name).chmod(mode)

        def run(self, name='told', row=None, limit_ms=20000, **what):
            answer = errand('run', {'RMCU_CONFIG_DIR': str(tmp_path)}, **{
                'by': 'command', 'to': name, 'fields': FIELDS, 'body': b'{"event": 4711}\n', 'limit_ms': limit_ms, 'server': '',
                'sender': '', **what})
            print(f'\n{row or name:42} {answer}', end='')
            return answer
    return Commands()


def test_what_it_gets(commands, tmp_path):
    """Its environment is ours, nothing of it runs, and the event is on its input."""
    commands.write('told', f'cat >{tmp_path}/in; env >{tmp_path}/env; pwd; echo "$RMCU_WHAT"; echo; ls -l /proc/self/fd >{tmp_path}/fds')
    answer = commands.run()
    assert (answer.outcome, answer.code) == ('delivered', 0) and answer.sentence.endswith('AC line is low; $(reboot) ü')
    assert (tmp_path / 'in').read_bytes() == b'{"event": 4711}\n'
    env = dict(line.split('=', 1) for line in (tmp_path / 'env').read_text().splitlines())
    assert set(env) - {'PWD', '_', 'SHLVL', 'OLDPWD'} == {'PATH', 'LANG', 'RMCU_EVENT', 'RMCU_WHAT'} and env['RMCU_EVENT'] == '4711'
    assert 'socket:' not in (tmp_path / 'fds').read_text()


@pytest.mark.parametrize('text, outcome, code, words', [
    ('exit 0', 'delivered', 0, 'it ended well'),
    ('echo one; echo two >&2', 'delivered', 0, 'two'),
    ('printf "no end of line"', 'delivered', 0, 'no end of line'),
    ('echo sms gateway is busy; exit 75', 'temporary', 75, 'sms gateway is busy'),
    ('echo no such number; exit 1', 'permanent', 1, 'it ended with 1: no such number'),
    ('exit 255', 'permanent', 255, '255'),
    ('kill -SEGV $$', 'permanent', 139, 'signal 11'),
    ('kill -KILL $$', 'temporary', 137, 'signal 9'),
    (r'printf "\033[31mred\007\377\n"', 'delivered', 0, '?[31mred'),
    ('yes xxxxxxxxxxxxxxxxxxxxxxxx | head -c 3000000; echo; echo the end', 'delivered', 0, 'the end'),
    ('head -c 100000 /dev/zero | tr "\\0" y', 'delivered', 0, 'yyyy'),
    ('exec 0<&-; exit 3', 'permanent', 3, 'with 3'),
])
def test_ends(commands, text, outcome, code, words):
    commands.write('told', text)
    answer = commands.run(row=text[:40])
    assert (answer.outcome, answer.code) == (outcome, code) and words in answer.sentence


def alive(pid):
    try:
        with open(f'/proc/{pid}/stat', encoding='ascii') as f:
            return f.read().rpartition(')')[2].split()[0] != 'Z'
    except FileNotFoundError:
        return False


def pid_in(path):
    return int(until(lambda: path.exists() and path.read_text().strip(), 'a pid'))


def test_hangs(commands, tmp_path):
    """It is asked to end, and does."""
    commands.write('told', f'trap "echo cleaned up; exit 0" TERM; sleep 1000 & echo $! >{tmp_path}/pid; wait')
    answer = commands.run(row='hangs', limit_ms=1500)
    assert answer.outcome == 'temporary' and 'did not end within 1.5 s' in answer.sentence and 'cleaned up' in answer.sentence
    assert answer.seconds < 6 and not alive(pid_in(tmp_path / 'pid'))


def test_hangs_and_does_not_listen(commands, tmp_path):
    """It is killed, with its children, five seconds later."""
    commands.write('told', f'trap "" TERM; (trap "" TERM; sleep 1000) & echo $! >{tmp_path}/pid; wait; sleep 1000')
    answer = commands.run(row='hangs and does not listen', limit_ms=500)
    assert answer.outcome == 'temporary' and 5.4 <= answer.seconds < 8
    until(lambda: not alive(pid_in(tmp_path / 'pid')), 'its child is gone')


def test_child_holds_the_pipe(commands, tmp_path):
    """It has ended: what it left behind is not waited for, and ends as it would in the unit."""
    commands.write('told', f'sleep 1000 & echo $! >{tmp_path}/pid; echo done')
    answer = commands.run(row='a child holds the pipe')
    assert answer.outcome == 'delivered' and 'done' in answer.sentence and answer.seconds < 10
    until(lambda: not alive(pid_in(tmp_path / 'pid')), 'its child is gone')


def test_input_that_nobody_reads(commands):
    commands.write('told', 'exit 0')
    assert commands.run(row='reads nothing', body=b'x' * 11264).outcome == 'delivered'


def test_what_is_none(commands, tmp_path):
    commands.write('good', 'exit 0')
    commands.write('plain', 'exit 0', 0o644)
    commands.write('open', 'exit 0', 0o777)
    commands.write('group', 'exit 0', 0o775)
    commands.write('lost', '', shell='#!/no/such/interpreter\n')
    commands.write('words', 'exit 0', shell='')
    (commands.path / 'folder').mkdir()
    (commands.path / 'inside').symlink_to('good')
    (commands.path / 'outside').symlink_to('/bin/true')
    os.mkfifo(commands.path / 'pipe')
    rows = {'plain': 'not executable', 'open': 'others', 'group': 'others', 'lost': 'cannot be started', 'words': 'cannot be started',
            'folder': 'no file', 'inside': 'link', 'outside': 'link', 'pipe': 'no file', 'missing': 'not there', '../commands/good': 'name',
            '/bin/true': 'name', '..': 'name', '.': 'name', '': 'name', '-x': 'name', 'good ': 'name', 'good\n': 'name', 'gööd': 'name'}
    for name, words in rows.items():
        answer = commands.run(name, row=repr(name))
        assert answer is None and '\n' in name or answer.outcome == 'permanent' and words in answer.sentence
    assert commands.run('good').outcome == 'delivered'
    commands.path.chmod(0o777)
    assert commands.run('good', row='folder that others write').outcome == 'permanent'


@pytest.mark.skipif(os.geteuid() != 0, reason='only root can give a file away')
def test_file_of_somebody_else(commands):
    commands.write('told', 'exit 0')
    os.chown(commands.path / 'told', 12345, 12345)
    answer = commands.run(row='of somebody else')
    assert answer.outcome == 'permanent' and "root's" in answer.sentence


@pytest.mark.parametrize('name, value', [('PATH', '/tmp'), ('LD_PRELOAD', '/tmp/x.so'), ('RMCU_', 'x'), ('RMCU_a', 'x'), ('RMCU_A=B', 'x'),
                                         ('', 'x'), ('RMCU_A', 'x\ny'), ('RMCU_A', 'x\x7f')])
def test_variables(commands, tmp_path, name, value):
    commands.write('told', f'touch {tmp_path}/ran')
    answer = commands.run(row=f'variable {name!r}', fields=[(name, value)])
    assert (answer is None or answer.outcome == 'permanent') and not (tmp_path / 'ran').exists()


def test_other_doors(commands):
    for by in ('email', 'webhook', 'text-modem'):
        assert commands.run(by=by, row=f'by {by}').outcome == 'permanent'
    assert errand('send', by='command').outcome == 'permanent'


def test_whoever_waited_is_gone(commands, tmp_path):
    """The command runs to its end all the same: it has begun."""
    commands.write('told', f'cat >/dev/null; echo $PPID >{tmp_path}/begun; mv {tmp_path}/begun {tmp_path}/ran')
    e = Errand('run', request(by='command', to='told', body=b''), RMCU_CONFIG_DIR=str(tmp_path))
    e.sock.close()
    assert e.process.wait(30) == 1
    assert (tmp_path / 'ran').exists()


def test_links_nothing():
    """It has to be there at once: libc alone, beside what a sanitizer brings."""
    said = subprocess.run(['ldd', BUILD / 'daemons/run/rmcu-run'], capture_output=True, text=True, check=True, timeout=30).stdout
    libs = {line.split()[0].partition('.so')[0] for line in said.splitlines()}
    assert not {lib for lib in libs if any(w in lib for w in ('curl', 'config', 'sqlite', 'gnutls', 'systemd', 'libmd'))}, libs
