# SPDX-License-Identifier: MIT
"""People in the browser: users, tokens of programs and recipients of letters, and what is never shown of them."""
import re

import pytest

from rmcu.forms import WORD, Person, with_people
from rmcu.waiting import until
from rmcu.web import form


@pytest.fixture
def web(suite):
    return with_people(suite)


def test_users(web, suite):
    me = Person(web, 'admin')
    path, name = '/setup/person/noc', 'users.noc.password'
    short = me.save(path, {name: 'short', f'again:{name}': 'short'})
    assert short.status == 422 and 'at least 8 characters' in short.text and '"short"' not in short.text
    assert 'not the same' in me.save(path, {name: WORD, f'again:{name}': 'other horse'}).text
    assert me.save(path, {'users.noc.role': 'control', name: WORD, f'again:{name}': WORD}).status == 303
    until(lambda: web.sign_in('noc', WORD).cookie, 'the new user')
    page = me.get(path).text
    assert 'It is set. Blank leaves it as it is.' in page and WORD not in page and '$y$' not in page
    # blank: unchanged
    assert me.save(path, {'users.noc.role': 'viewer'}).status == 303
    assert web.sign_in('noc', WORD).cookie
    for i in range(4):
        assert me.save(f'/setup/person/u{i}', {}).status == 303
    full = me.save('/setup/person/u4', {})
    assert full.status == 422 and 'users has 8 already' in full.text


def bearer(web, word):
    return web.ask('/setup/user', headers={'Authorization': f'Bearer {word}'}).status


def test_a_token_is_drawn_and_shown_once(web, suite):
    """Made, used, made anew, removed: what psctl token does, in the browser."""
    me, path = Person(web, 'admin'), '/setup/token/script'
    assert 'type="password"' not in me.get(path).text
    answer = me.save(path, {'tokens.script.role': 'admin'})
    assert answer.status == 200 and answer.headers['cache-control'] == 'no-store'
    word = re.search(r'id="token">(rmcu_script_[0-9a-f]{32})<', answer.text)[1]
    until(lambda: bearer(web, word) == 200, 'the token')
    # nobody sees it again: not on its page, not in what is kept, not in the journal
    assert word not in me.get(path).text + me.get('/setup/user').text
    kept = ''.join(f.read_text(errors='replace') for f in suite.overlay_file.parent.iterdir()) + suite.psctl('events', '--json').out
    assert word.rsplit('_', 1)[1] not in kept and 'tokens.script' in kept.replace('"', '')
    # a change of the rest leaves it alone, a wish makes another one
    assert me.save(path, {'tokens.script.expires': '2999-12-31'}).status == 303 and bearer(web, word) == 200
    again = me.save(path, {'draw': '1'}).text
    other = re.search(r'id="token">(rmcu_script_[0-9a-f]{32})<', again)[1]
    until(lambda: bearer(web, other) == 200, 'the other token')
    assert other != word and bearer(web, word) == 303
    assert suite.psctl('token', 'list', '--json').json == [{'name': 'script', 'role': 'admin', 'expires': '2999-12-31'}]
    csrf = me.fields(path)['csrf']
    assert web.ask(path, 'POST', form(csrf=csrf, remove='1'), me.headers).headers['location'] == '/setup/user?saved=1'
    until(lambda: bearer(web, other) == 303, 'that it is gone')
    assert suite.psctl('token', 'list', '--json').json == []


def test_a_token_is_an_administrators_and_has_its_mistakes(web, suite):
    path = '/setup/token/script'
    assert web.ask(path, 'POST', form(**{'tokens.script.role': 'admin'}), Person(web, 'control').headers).status == 403
    answer = Person(web, 'admin').save(path, {'tokens.script.expires': 'tomorrow'})
    assert answer.status == 422 and 'rmcu_script_' not in answer.text
    assert suite.psctl('token', 'list', '--json').json == []


def test_a_recipient_and_the_mail_server(web, suite):
    """Their pages; a secret that is kept as it is, and shown to nobody."""
    me = Person(web, 'admin')
    saved = me.save('/setup/mail', {'mail.server': 'mail.example.org', 'mail.from': 'unit@example.org', 'mail.password': 'open sesame'})
    assert saved.status == 303, saved.text
    kept = suite.state / 'settings' / 'notifyd.secrets'
    assert 'open sesame' in kept.read_text()
    assert 'sesame' not in me.get('/setup/mail').text + suite.psctl('config', 'show').out
    # blank leaves it
    assert me.save('/setup/mail', {'mail.to': 'ops@example.org'}).status == 303
    assert 'open sesame' in kept.read_text() and suite.psctl('config', 'get', 'mail.to').out.strip().strip('"') == 'ops@example.org'
    long = me.save('/setup/mail', {'mail.password': 'x' * 200})
    assert long.status != 303 and 'longer than any value' in long.text and 'open sesame' in kept.read_text()
    # what takes it away is a field of its own, and means nothing beside a new one
    both = me.save('/setup/mail', {'mail.password': 'another', 'clear:mail.password': '1'})
    assert both.status == 422 and 'only one of both can be' in both.text and 'open sesame' in kept.read_text()
    assert re.search('name="clear:mail.password" value="1" checked', both.text)
    assert me.save('/setup/mail', {'clear:mail.password': '1'}).status == 303
    assert 'mail' not in kept.read_text()
    assert 'clear:' not in me.get('/setup/recipient/anna').text, 'of nobody yet nothing is kept'
    wrong = me.save('/setup/recipient/anna', {'recipients.anna.by': 'text-modem', 'recipients.anna.address': 'x'})
    assert wrong.status == 422 and 'no telephone number' in wrong.text
    assert me.save('/setup/recipient/anna', {'recipients.anna.by': 'text-modem', 'recipients.anna.address': '112'}).status == 303
    assert 'anna' in me.get('/setup/recipients').text
    control = Person(web, 'control')
    assert control.save('/setup/recipient/anna', {'recipients.anna.priority': 'high'}).status == 303
    assert control.get('/setup/mail').status == 403
