# SPDX-License-Identifier: MIT
"""psctl web status: where pages are served, with which certificate, and to whom."""
import time
from datetime import datetime

from rmcu.stream import Stream
from rmcu.suite import NO_INTERLOCKS
from rmcu.waiting import until
from rmcu.web import PASSWORD, USERS, Web, form, free_port, keep_passwords
from test_web_tls import tls    # noqa: F401  (a fixture)

SETTINGS = 'device = { profile = "sim"; };\nweb = { open_status = true; };\n' + NO_INTERLOCKS


def status(suite):
    ran = suite.psctl('web', 'status', '--json')
    assert ran.code == 0, ran.err
    return ran.json


def test_who_is_there(suite):
    suite.configure(SETTINGS + USERS)
    keep_passwords(suite)
    suite.start('sensord')
    web = Web(suite)
    first = status(suite)
    assert first['http_port'] == web.port and first['https_port'] is None and first['certificate'] is None
    assert first['sessions'] == first['streams'] == first['refused'] == 0 and not first['code'] and first['troubles'] == []
    me = web.sign_in('ada', PASSWORD)
    assert me.status == 303 and web.sign_in('ada', 'guess').status == 401
    # a word with the request is no session, and a wrong one is a sign-in that was refused
    assert web.ask('/api/v1/status', headers={'Authorization': 'Bearer rmcu_none_' + '0' * 32}).status == 401
    stream = Stream(web)
    now = status(suite)
    assert (now['sessions'], now['streams'], now['signed_in'], now['refused']) == (1, 1, 1, 2)
    assert abs(datetime.fromisoformat(now['refused_at']).timestamp() - time.time()) < 30
    assert 'Refused     2, the last one ' in suite.psctl('web', 'status').out
    stream.close()
    until(lambda: status(suite)['streams'] == 0, 'the end of the stream')
    page = web.ask('/', headers=me.as_browser).text
    csrf = page.partition('name="csrf" value="')[2][:32]
    assert web.ask('/logout', 'POST', form(csrf=csrf), me.as_browser).status == 303
    assert status(suite)['sessions'] == 0


def test_who_listens_is_told(suite):
    """The socket tells what changed, without being asked."""
    suite.configure(SETTINGS)
    suite.start('sensord')
    web = Web(suite)
    client = suite.connect('webd')
    assert client.web_status.refused == 0 and client.web_status.code
    assert web.sign_in('nobody', 'guess').status == 401
    client.until(lambda: client.web_status.refused == 1, 'the news')


def test_the_certificate(tls, suite):    # noqa: F811
    suite.configure(SETTINGS)
    tls.start()
    made = status(suite)
    assert made['http_port'] is None and made['https_port'] == tls.port
    assert made['certificate']['sha256'].replace(':', '').lower() == tls.print() and not made['certificate']['own']
    assert datetime.fromisoformat(made['certificate']['until']).timestamp() > time.time() + 9 * 365 * 86400
    assert made['code'], 'there is no administrator'
    assert 'made by this unit' in suite.psctl('web', 'status').out


def test_both_ports(suite):
    suite.configure(SETTINGS)
    ports = free_port(), free_port()
    suite.start('webd', '--http', f'127.0.0.1:{ports[0]}', '--https', f'127.0.0.1:{ports[1]}')
    until(lambda: status(suite)['certificate'], 'a certificate')
    now = status(suite)
    assert (now['http_port'], now['https_port']) == ports
    suite.webd.stop()
    gone = suite.psctl('web', 'status')
    assert gone.code == 69 and 'webd is not running' in gone.err
