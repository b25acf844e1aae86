# SPDX-License-Identifier: MIT
"""Tests of recipients from the pages: the button, the route behind it, and what the other side says to it."""
import re

import pytest

from rmcu.mailserver import certificate, mail_server
from rmcu.post import Post
from rmcu.suite import BUILD, NO_INTERLOCKS
from rmcu.waiting import until
from rmcu.web import USERS, Asked, Web, keep_passwords, sign_in

SETTINGS = '''device = { profile = "sim"; };
web = { open_status = true; };
signs_of_life = { last_words = false; };
mail = { server = "127.0.0.1"; port = %d; security = "none"; from = "unit7@example.org"; to = "ops@example.org"; };
recipients = { anna = { by = "email"; address = "anna@example.org"; };
               away = { by = "email"; address = "away@example.org"; enabled = false; };
               hook = { by = "webhook"; url = "http://127.0.0.1/x"; }; };
''' + USERS + NO_INTERLOCKS
NO_ANSWER = 'No test can be sent: rmcu-notifyd (package rmcu-notify) does not answer.'
BUTTON = 'Send a test</button>'


def start(suite, port=25, senders=(), notifyd=True):
    suite.configure(SETTINGS % port)
    suite.extra_env['TZ'] = 'UTC'
    keep_passwords(suite)
    for name in 'sensord', 'alarmd', 'settingsd':
        suite.start(name)
    if notifyd:
        suite.start('notifyd', *senders)
    web = Web(suite)
    until(lambda: web.ask('/healthz').status == 200, 'a snapshot')
    return web


def button(text):
    """The form of the button as a browser would send it; None where there is no button."""
    found = re.search(r'<form method="post" class="row" action="(/api/v1/recipients/[^"]*/test)">(.*?)</form>', text, re.S)
    assert bool(found) == (BUTTON in text)
    return found and (found[1], dict(re.findall('name="([^"]+)" value="([^"]*)"', found[2])))


def outcome(text):
    """What the page says of the last test, as it stands in it; None where it says nothing."""
    found = re.search(r'<section class="card stack" id="test".*?</section>', text, re.S)[0]
    said = re.search(r'<p role="status".*?<time datetime="[^"]+">[^<]+</time>, asked for by (.*?)</span></p>', found, re.S)
    return said and said[1]


def with_button(who, path):
    return until(lambda: (p := who.ask(path).text) and button(p) and p, f'the button on {path}')


@pytest.fixture
def post(suite):
    p = Post(suite)
    yield p
    p.close()


@pytest.mark.parametrize('role, path, to', [('admin', '/setup/mail', 'ops'), ('control', '/setup/recipient/anna', 'anna')])
def test_a_mail_and_its_answer(suite, role, path, to):
    """All of it is real but the mail server's post."""
    with mail_server(certificate(suite.folder)) as box:
        web = start(suite, box.port, ('--senders', str(BUILD / 'daemons')))
        me = sign_in(web, role)
        page = with_button(me, path)
        assert outcome(page) is None
        action, fields = button(page)
        assert 'csrf' in fields
        done = me.submit(action, **fields)
        assert done.status == 303 and done.headers['location'] == f'{path}?tested=1#test', done.text
        page = me.ask(f'{path}?tested=1').text
        assert outcome(page) == f'{ {"admin": "ada", "control": "connie"}[role]}: 250 2.0.0 queued as 4711'
        assert 'id="test"' in page and button(page), 'another one can be sent'
        _, recipients, content, _ = box.mails[0]
        assert recipients == [f'{to}@example.org'] and b'asked for by' in content and len(box.mails) == 1
        # a script is told the same
        done = me.post(action)
        assert (done.status, done.json) == (200, {'sentence': '250 2.0.0 queued as 4711'}) and len(box.mails) == 2
        # what the server does not want, in its own words, however they look
        box.says[f'RCPT {to}@example.org'] = '550 no <script>alert("you")</script> here'
        refused = me.post(action)
        assert refused.status == 502 and '550 no <script>alert("you")</script> here' in refused.json['error']
        page = me.ask(path).text
        assert '<script>alert' not in page and '550 no &lt;script&gt;alert(&quot;you&quot;)&lt;/script&gt; here' in outcome(page)
        # the form goes back to the page, which says it
        assert me.submit(action).status == 303


def test_nobody_else(suite, post):
    web = start(suite)
    control = sign_in(web, 'control')
    action, _ = button(with_button(control, '/setup/recipient/anna'))
    viewer = sign_in(web, 'viewer')
    assert viewer.post(action).status == 403 and viewer.submit(action).status == 403
    assert viewer.ask('/setup/recipient/anna').status == 403 and control.ask('/setup/mail').status == 403
    assert web.ask(action, 'POST', b'{}', {'Content-Type': 'application/json'}).status == 401
    # his cookie alone, as a page of somebody else would send it
    forged = web.ask(action, 'POST', b'', {'Cookie': control.cookie, 'Content-Type': 'application/x-www-form-urlencoded'})
    assert forged.status == 403 and control.submit(action, csrf='0' * 32).status == 403
    assert control.post(action, nonsense=1).status == 422 and control.ask(action).status == 405
    assert post.nothing()
    assert outcome(control.ask('/setup/recipient/anna').text) is None
    # a role that webd has not heard of yet is known to notifyd (test_web_signin.py)


def test_who_there_is_not(suite, post):
    web = start(suite)
    me = sign_in(web, 'control')
    with_button(me, '/setup/recipient/anna')
    for name in 'nobody', 'No+Id':
        gone = me.post(f'/api/v1/recipients/{name}/test')
        assert gone.status == 404 and 'there is no' in gone.json['error']
    # one that is not saved yet has no button
    assert BUTTON not in me.ask('/setup/recipient/otto').text
    away = me.post('/api/v1/recipients/away/test')
    assert away.status == 409 and "where a message to 'away' goes, or forbid it" in away.json['error']
    assert 'or forbid it' in outcome(me.ask('/setup/recipient/away').text)
    assert post.nothing()


def test_no_answer_for_long(suite, post):
    """The page does not wait for it, and tells it when it comes."""
    web = start(suite)
    me, ada = sign_in(web, 'control'), sign_in(web, 'admin')
    path = '/setup/recipient/anna'
    action, _ = button(with_button(me, path))
    script = Asked(lambda: me.post(action, seconds=60))
    test = post.next()
    page = me.ask(path).text
    assert button(page) is None and 'on its way, and not answered yet' in outcome(page)
    # the loop waits for nobody: others are served, and told that it is so
    again = me.post(action)
    assert again.status == 409 and 'another test is on its way' in again.json['error']
    assert me.submit(action).headers['location'] == f'{path}?tested=1#test'
    other = ada.submit('/api/v1/recipients/mail/test')
    assert other.status == 409 and 'Another test is on its way' in other.text and outcome(ada.ask('/setup/mail').text) is None
    late = script.answer
    assert late.status == 202 and 'not answered yet' in late.json['sentence'] and 'journalctl -u rmcu-notifyd' in late.json['sentence']
    test.answer('permanent', 554, '554 not today')
    page = with_button(me, path)
    assert outcome(page) == 'connie: 554 not today'
    assert "a test to 'anna', asked for by connie: 554 not today" in suite.notifyd.log


def test_nobody_who_sends(suite):
    """rmcu-notifyd is not there, comes, and goes in the midst of a test."""
    web = start(suite, notifyd=False)
    me, path, action = sign_in(web, 'control'), '/setup/recipient/anna', '/api/v1/recipients/anna/test'
    page = me.ask(path).text
    assert NO_ANSWER in page and button(page) is None
    away = me.post(action)
    assert away.status == 503 and 'notifyd does not answer' in away.json['error']
    away = me.submit(action)
    assert away.status == 503 and 'notifyd does not answer' in away.text and f'href="{path}?tested=1#test"' in away.text
    post = Post(suite)
    suite.start('notifyd')
    assert NO_ANSWER not in with_button(me, path)
    script = Asked(lambda: me.post(action, seconds=60))
    test = post.next()
    suite.notifyd.kill()
    assert script.answer.status == 503 and 'notifyd has ended' in script.answer.json['error']
    page = me.ask(path).text
    assert NO_ANSWER in page and outcome(page) == 'connie: rmcu-notifyd has ended before its answer'
    test.hang_up()
    post.close()
    # who sends is not there, and that is no missing recipient
    suite.notifyd.start()
    with_button(me, path)
    for sock in suite.run.glob('send.sock'):
        sock.unlink()
    broken = me.post(action)
    assert broken.status == 503 and 'cannot be handed over' in broken.json['error']
    assert 'cannot be handed over' in outcome(me.ask(path).text)
