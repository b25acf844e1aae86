# SPDX-License-Identifier: MIT
"""From a contact to who is told, with all real programs: the same alarm has the same id, time, value and words by every way."""
import email
import email.policy
import json
import re
import urllib.parse

import pytest

from rmcu.hooks import Hooks
from rmcu.mailserver import PASSWORD, USER, certificate, mail_server
from rmcu.suite import BUILD
from rmcu.waiting import until

RULES = '''device = { profile = "sim"; };
site = { name = "Hügel \\"A\\""; location = "Mast 7"; };
channels = { di_3 = { name = "Tür"; }; };
interlocks = { };
alarms = { door = { channel = "di_3"; when = "active"; priority = "high"; email = true; instruction = "Close the door."; }; };
signs_of_life = { last_words = false; };
'''


@pytest.fixture
def hooks():
    server = Hooks()
    yield server
    server.close()


def settings(port, security, ca, url):
    return RULES + f'''mail = {{ server = "127.0.0.1"; port = {port}; security = "{security}"; ca = "{ca}"; user = "{USER}";
  from = "unit7@example.org"; to = "ops@example.org"; }};
recipients = {{
  hook = {{ by = "webhook"; url = "{url}/hook"; }};
  ntfy = {{ by = "webhook"; url = "{url}/ntfy"; form = "ntfy"; }};
  text = {{ by = "text-http"; url = "{url}/text"; address = "+491701234567"; }};
  gate = {{ by = "text-email"; address = "5550100@sms.example.org"; }};
  site = {{ by = "command"; address = "tell"; }};
}};
'''


def start(suite):
    suite.extra_env['TZ'] = 'UTC'
    for name in ('sensord', 'settingsd', 'alarmd'):
        suite.start(name)
    suite.start('notifyd', '--senders', str(BUILD / 'daemons'))


def test_the_same_by_every_way(suite, hooks):
    """One raise, five ways and the journal."""
    pair = certificate(suite.folder)
    commands = suite.config / 'commands'
    commands.mkdir()
    program = commands / 'tell'
    told = suite.folder / 'told'
    program.write_text(f'#!/bin/sh\n{{ env | grep ^RMCU_; cat; }} > {told}.new\nmv {told}.new {told}\n')
    program.chmod(0o755)
    with mail_server(pair, 'starttls', auth=True) as box:
        suite.configure(settings(box.port, 'starttls', pair[1], hooks.url))
        start(suite)
        assert suite.psctl('config', 'secret', 'mail.password', stdin=PASSWORD + '\n').code == 0
        test = suite.psctl('test', 'email', 'mail', seconds=90)
        assert test.code == 0 and 'queued as 4711' in test.out, test.err
        alarms = suite.alarms()
        suite.connect().sim_set('set di3 on')
        raised = alarms.event('alarm-raised', alarm='door')
        until(lambda: len(box.mails) == 3 and len(hooks.got) == 3 and told.exists(), 'everybody to be told')
    lines = map(json.loads, suite.psctl('events', '--last', '50', '--json').out.splitlines())
    event = next(e for e in lines if e['number'] == raised.number)
    number = f'#{raised.number}'
    mails = [email.message_from_bytes(content, policy=email.policy.default) for _, _, content, _ in box.mails[1:]]
    mail = next(m for m in mails if m['To'] == 'ops@example.org')
    gate = next(m for m in mails if m['To'] == '5550100@sms.example.org')
    got = {path: (headers, body) for path, headers, body in hooks.got}
    hook = json.loads(got['/hook'][1])
    said = json.loads(told.read_text()[told.read_text().index('{'):])
    text = urllib.parse.parse_qs(got['/text'][1].decode())
    # the words, by who has room for all of them
    for words in (mail.get_content(), hook['subject'], got['/ntfy'][1].decode()):
        assert event['words'] in words and number in words
    assert 'Close the door.' in mail.get_content() and 'Hügel "A"' in mail['Subject']
    # value, time and id, by who is a program
    for notice in (hook['notices'][0], said['notices'][0]):
        assert notice['event'] == event and notice['instruction'] == 'Close the door.'
    env = dict(re.findall(r'^(RMCU_[A-Z]+)=(.*)$', told.read_text(), re.M))
    assert (env['RMCU_EVENT'], env['RMCU_ALARM'], env['RMCU_TIME']) == (str(raised.number), 'door', event['time'])
    # short ones: who, what, which
    for short in (gate.get_content().strip(), text['text'][0]):
        assert number in short and 'door' in short and len(short) <= 160
    assert text['to'] == ['+491701234567']
    # one Message-ID each, made of the event and the recipient
    assert f'event-{raised.number}.mail.' in mail['Message-ID'] and f'event-{raised.number}.gate.' in gate['Message-ID']
    assert hook['id'].startswith(f'event-{raised.number}.hook.') and got['/hook'][0]['Idempotency-Key'] == hook['id']


@pytest.mark.parametrize('says, outcome', [
    ({'DATA': ['451 busy']}, None),
    ({'RCPT ops@example.org': '550 no such user'}, 'no such user'),
])
def test_what_the_server_says(suite, says, outcome):
    """Busy once: told then. Never: an event with its words."""
    pair = certificate(suite.folder)
    with mail_server(pair, 'none', says=says) as box:
        suite.configure(RULES + f'mail = {{ server = "127.0.0.1"; port = {box.port}; security = "none"; '
                        'from = "unit7@example.org"; to = "ops@example.org"; };\n')
        start(suite)
        alarms = suite.alarms()
        sim = suite.connect()
        sim.sim_set('set di3 on')
        if outcome:
            assert outcome in alarms.event('delivery-failed').text
        else:
            until(lambda: box.mails, 'the second try')
            assert not alarms.find('delivery-failed')


def test_a_sender_that_is_killed(suite):
    """Nobody knows whether it was delivered: it goes again, as the same message."""
    pair = certificate(suite.folder)
    with mail_server(pair, 'none') as box:
        suite.configure(RULES + f'mail = {{ server = "127.0.0.1"; port = {box.port}; security = "none"; '
                        'from = "unit7@example.org"; to = "ops@example.org"; };\n')
        start(suite)
        suite.connect().sim_set('set di3 on')
        until(lambda: box.mails, 'a mail')
        suite.notifyd.kill()
        suite.notifyd.start()
        suite.connect().sim_set('set di3 off')

        def ids():
            return [email.message_from_bytes(m[2])['Message-ID'] for m in box.mails]
        until(lambda: len(set(ids())) == 2, 'the mail of its end')
        assert len(ids()) <= 3
