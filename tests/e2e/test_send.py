# SPDX-License-Identifier: MIT
"""rmcu-send and mail: real servers, and what becomes of each try. `pytest -s` prints the table."""
import base64
import socket
import subprocess

import pytest

from rmcu.errand import MAIL, Errand, errand, request
from rmcu.mailserver import PASSWORD, USER, Halting, certificate, mail_server
from rmcu.suite import BUILD

# Short, so that silence is over soon, and long enough for a slow machine to come to the step in question.
SHORT_MS = 4000


@pytest.fixture(scope='module')
def pairs(tmp_path_factory):
    folder = tmp_path_factory.mktemp('tls')
    return {'good': certificate(folder), 'other': certificate(folder, 'other'), 'elsewhere': certificate(folder, 'elsewhere', '127.0.0.9')}


def told(row, answer):
    print(f'\n{row:42} {answer}', end='')
    return answer


LOGIN = {'user': USER, 'password': PASSWORD}
# row: server's security, sender's security, server's options, message, outcome, code, words
REAL = {
    'plain': ('none', 'none', {}, {}, 'delivered', 250, 'queued as 4711'),
    'STARTTLS': ('starttls', 'starttls', {}, {}, 'delivered', 250, 'queued as 4711'),
    'STARTTLS demanded by the server': ('starttls', 'starttls', {'require_starttls': True}, {}, 'delivered', 250, 'queued'),
    'SMTPS': ('tls', 'tls', {}, {}, 'delivered', 250, 'queued as 4711'),
    'AUTH right, STARTTLS': ('starttls', 'starttls', {'auth': True}, LOGIN, 'delivered', 250, 'queued'),
    'AUTH right, SMTPS': ('tls', 'tls', {'auth': True}, LOGIN, 'delivered', 250, 'queued'),
    'AUTH right, plain': ('none', 'none', {'auth': True}, LOGIN, 'delivered', 250, 'queued'),
    'AUTH wrong': ('starttls', 'starttls', {'auth': True}, {'user': USER, 'password': 'tr0ub4dor&4'}, 'permanent', 535, '535'),
    'AUTH wanted, no password': ('starttls', 'starttls', {'auth': True}, {}, 'permanent', 530, 'Authentication required'),
    'password, no AUTH offered': ('none', 'none', {}, LOGIN, 'delivered', 250, 'queued'),
    'STARTTLS not offered': ('none', 'starttls', {}, LOGIN, 'permanent', 0, 'no STARTTLS'),
    'TLS spoken to who speaks none': ('none', 'tls', {}, {}, 'temporary', 0, 'TLS came to nothing'),
    '4xx to MAIL': ('none', 'none', {'says': {'MAIL': '451 try again later'}}, {}, 'temporary', 451, 'try again later'),
    '4xx to RCPT (greylisting)': ('none', 'none', {'says': {'RCPT anna@example.org': '450 greylisted'}}, {}, 'temporary', 450,
                                  'anna@example.org (450 greylisted)'),
    '4xx to the message': ('none', 'none', {'says': {'DATA': '452 disk full'}}, {}, 'temporary', 452, 'disk full'),
    '5xx to MAIL': ('none', 'none', {'says': {'MAIL': '550 not from you'}}, {}, 'permanent', 550, 'not from you'),
    '5xx to RCPT': ('none', 'none', {'says': {'RCPT anna@example.org': '550 no such user'}}, {}, 'permanent', 550,
                    'anna@example.org (550 no such user)'),
    '5xx to the message': ('none', 'none', {'says': {'DATA': '554 5.7.1 spam'}}, {}, 'permanent', 554, '5.7.1 spam'),
    'three addresses': ('none', 'none', {}, {'to': 'anna@example.org,bob@example.org,eve@example.org'}, 'delivered', 250, 'queued'),
    'three addresses, one refused': ('none', 'none', {'says': {'RCPT bob@example.org': '550 no such user'}},
                                     {'to': 'anna@example.org,bob@example.org,eve@example.org'}, 'partly', 250,
                                     'not for bob@example.org (550 no such user)'),
    'two addresses, both refused': ('none', 'none', {'says': {'RCPT anna@example.org': '550 no', 'RCPT bob@example.org': '450 later'}},
                                    {'to': 'anna@example.org,bob@example.org'}, 'temporary', 450, 'bob@example.org (450 later)'),
}


@pytest.mark.parametrize('row', REAL)
def test_real_server(row, pairs):
    its, ours, options, what, outcome, code, words = REAL[row]
    with mail_server(pairs['good'], its, **options) as box:
        answer = told(row, errand('send', port=box.port, security=ours, ca=str(pairs['good'][1]), **what))
        assert (answer.outcome, answer.code) == (outcome, code) and words in answer.sentence
        assert not what.get('password') or what['password'] not in answer.sentence
        assert len(box.mails) == (outcome in ('delivered', 'partly'))
        for sender, to, content, authenticated in box.mails:
            assert sender == 'unit7@example.org' and content == MAIL
            refused = {k.partition(' ')[2] for k in options.get('says', {})}
            assert to == [a for a in what.get('to', 'anna@example.org').split(',') if a not in refused]
            assert bool(authenticated) == bool(options.get('auth'))


@pytest.mark.parametrize('row, security, pair, ca', [
    ('certificate of a stranger, STARTTLS', 'starttls', 'other', 'good'),
    ('certificate of a stranger, SMTPS', 'tls', 'other', 'good'),
    ('certificate unknown to the system', 'starttls', 'good', None),
    ('certificate of another host', 'starttls', 'elsewhere', 'elsewhere'),
])
def test_untrusted(row, security, pair, ca, pairs):
    with mail_server(pairs[pair], security, auth=True) as box:
        answer = told(row, errand('send', port=box.port, security=security, ca=str(pairs[ca][1]) if ca else '', **LOGIN))
        assert answer.outcome == 'permanent' and 'did not prove who it is' in answer.sentence and not box.mails


def test_no_file_of_authorities(pairs):
    with mail_server(pairs['good'], 'starttls') as box:
        answer = told('file of authorities missing', errand('send', port=box.port, security='starttls', ca='/etc/rmcu/tls/none.pem'))
        assert answer.outcome == 'permanent' and 'cannot be read' in answer.sentence and not box.mails


def test_refused_then_taken(pairs):
    """The same message again, as notifyd does."""
    with mail_server(pairs['good'], says={'DATA': ['451 later', '451 later']}) as box:
        row = [errand('send', port=box.port) for _ in range(3)]
        assert [a.outcome for a in row] == ['temporary', 'temporary', 'delivered']
        told('4xx, 4xx, then 250', row[-1])
        assert [m[2] for m in box.mails] == [MAIL]


def test_nobody_there():
    with socket.create_server(('127.0.0.1', 0)) as s:
        port = s.getsockname()[1]
    answer = told('nobody at the port', errand('send', port=port))
    assert answer.outcome == 'temporary' and 'no connection' in answer.sentence


def test_name_that_does_not_exist():
    answer = told('unknown name', errand('send', server='mail.invalid', port=587))
    assert answer.outcome == 'temporary' and 'not known' in answer.sentence


WAITED = {'greeting': 'its greeting', 'EHLO': 'EHLO', 'MAIL': 'MAIL FROM', 'RCPT': 'RCPT TO', 'DATA': 'DATA', 'message': 'the message'}


@pytest.mark.parametrize('step', WAITED)
def test_silence(step):
    server = Halting(step)
    answer = told(f'silence: {step}', errand('send', port=server.port, limit_ms=SHORT_MS))
    server.close()
    assert answer.outcome == 'temporary' and answer.code == 0
    # it has the message, and may keep it
    assert answer.unsure == (step == 'message')
    assert 'the time was over' in answer.sentence and WAITED[step] in answer.sentence
    # half of the time for the way there
    assert answer.seconds >= SHORT_MS / 2000


@pytest.mark.parametrize('security', ['starttls', 'tls'])
def test_silence_of_tls(security):
    server = Halting('STAR' if security == 'starttls' else 'greeting', hello='250-here\r\n250 STARTTLS\r\n')
    if security == 'starttls':
        server.does = '220 go'
    answer = told(f'silence: TLS handshake, {security}', errand('send', port=server.port, security=security, limit_ms=SHORT_MS))
    server.close()
    assert answer.outcome == 'temporary' and 'the time was over' in answer.sentence


@pytest.mark.parametrize('step', [*WAITED, 'body'])
def test_cut(step):
    server = Halting(step, 'cut')
    answer = told(f'cut: {step}', errand('send', port=server.port))
    server.close()
    assert answer.outcome == 'temporary' and answer.code == 0
    assert answer.unsure == (step in ('message', 'body'))


def test_starttls_refused_for_now():
    server = Halting('STAR', '454 TLS not available for now', hello='250-here\r\n250 STARTTLS\r\n')
    answer = told('STARTTLS offered, 454', errand('send', port=server.port, security='starttls'))
    server.close()
    assert (answer.outcome, answer.code) == ('temporary', 454)


@pytest.mark.parametrize('greeting, outcome', [('421 too busy', 'temporary'), ('554 not for you', 'permanent'),
                                               ('HTTP/1.1 400 Bad Request', 'temporary')])
def test_greeting(greeting, outcome):
    server = Halting('greeting', greeting)
    answer = told(f'greeting: {greeting}', errand('send', port=server.port, limit_ms=SHORT_MS))
    server.close()
    assert answer.outcome == outcome


@pytest.mark.parametrize('refuses, outcome', [('550 no such user', 'permanent'), (None, 'delivered')])
def test_farewell_that_nobody_answers(refuses, outcome):
    """A hanging QUIT delays no answer by more than a second, and changes none."""
    server = Halting('QUIT', refuses=refuses)
    answer = told(f'silence: QUIT after {outcome}', errand('send', port=server.port, limit_ms=60000))
    server.close()
    assert answer.outcome == outcome and answer.seconds < 30


def test_words_of_a_hostile_server():
    """No control characters, no password that it repeats, never longer than a sentence."""
    encoded = base64.b64encode(f'\0{USER}\0{PASSWORD}'.encode()).decode()
    server = Halting(encoded[:4].upper(), f'535 \x1b[31mno {PASSWORD} {encoded} ' + 'x' * 400,
                     hello='250-here\r\n250 AUTH PLAIN\r\n')
    answer = told('a server that repeats the password', errand('send', port=server.port, **LOGIN))
    server.close()
    assert (answer.outcome, answer.code) == ('permanent', 535)
    assert PASSWORD not in answer.sentence and encoded not in answer.sentence and len(answer.sentence) < 256


HOSTILE = ['\r\nRCPT TO:<eve@example.org>', '\nBcc: eve@example.org', '\x00', '\x7f', 'ü', 'x' * 60 + '.' + 'y' * 50 + '.zz', ' ', '>', '<']


GOOD = {'server': '127.0.0.1', 'sender': 'unit7@example.org', 'to': 'anna@example.org', 'user': 'unit7', 'password': 'secret',
        'ca': '/etc/ca.pem'}
# A name, a password or a path may have these, and where it goes nothing ends with them.
HARMLESS = {'user': ['ü', HOSTILE[5], ' ', '>', '<'], 'password': ['ü', HOSTILE[5], ' ', '>', '<'], 'ca': [HOSTILE[5], ' ', '>', '<']}


@pytest.mark.parametrize('field, bytes_', [(f, b) for f in GOOD for b in HOSTILE if b not in HARMLESS.get(f, [])], ids=repr)
def test_injection(field, bytes_, pairs):
    """Nothing of it reaches a server: there is none that took anything."""
    with mail_server(pairs['good']) as box:
        answer = errand('send', port=box.port, **{**GOOD, field: GOOD[field] + bytes_})
        # one server is a name like another: it is only not there
        assert answer is None or answer.outcome == ('temporary' if (field, bytes_) == ('server', HOSTILE[5]) else 'permanent'), answer
        assert not box.mails


@pytest.mark.parametrize('body', [
    b'', b'Subject: x', b'Subject: x\r\n', b'\r\nno head\r\n', b'Subject: x\n\ntext\n', b'Subject: x\r\n\r\na\rb\r\n',
    b'Subject: x\r\n\r\na\x00b\r\n', b'Subject: \x01\r\n\r\n', 'Subject: ü\r\n\r\n'.encode(), b'Subject: x\r\nno field\r\n\r\n',
    b'Subject: x\r\n\r\n' + b'x' * 999 + b'\r\n', b' x: y\r\n\r\n',
], ids=repr)
def test_body(body, pairs):
    with mail_server(pairs['good']) as box:
        assert errand('send', port=box.port, body=body).outcome == 'permanent' and not box.mails


def test_outside_of_a_socket():
    for name in ('send', 'run'):
        program = BUILD / 'daemons' / name / f'rmcu-{name}'
        for stdin in (subprocess.DEVNULL, subprocess.PIPE):
            done = subprocess.run([program], stdin=stdin, capture_output=True, text=True, timeout=30)
            assert done.returncode == 2 and len(done.stderr.splitlines()) == 1 and not done.stdout


def test_not_a_message():
    for packet in (b'', b'x', request()[:-1], request() + b'x', b'\x02' + request()[1:]):
        e = Errand('send', packet)
        assert e.answer() is None
        assert e.over()[0] == 1
    e = Errand('send')
    e.sock.close()
    assert e.process.wait(30) == 1
