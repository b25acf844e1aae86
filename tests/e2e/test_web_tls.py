# SPDX-License-Identifier: MIT
"""rmcu-webd over HTTPS: what it speaks, the certificate that it makes, and the site's own that takes its place."""
import errno
import hashlib
import http.client
import os
import socket
import ssl
import stat
import subprocess
import time
import warnings

import pytest

from rmcu.waiting import until
from rmcu.web import free_port

YEAR = 365 * 24 * 3600


def openssl(*args):
    return subprocess.run(['openssl', *map(str, args)], check=True, capture_output=True, text=True, timeout=60).stdout


def anyone():
    """A client that takes any certificate: what it is the test looks at itself."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


class Tls:
    """A webd with HTTPS alone."""

    def __init__(self, suite):
        self.suite, self.port = suite, free_port()
        self.kept = suite.state / 'webd/self-signed.pem'
        self.own = suite.main_file.parent / 'tls'

    def start(self, **how):
        self.program = self.suite.start('webd', '--https', f'127.0.0.1:{self.port}', **how)
        until(lambda: self.log('HTTPS has'), 'a certificate')
        return self

    def log(self, pattern):
        return self.program.log_lines(pattern)

    def connect(self, context=None, seconds=30):
        raw = socket.create_connection(('127.0.0.1', self.port), timeout=seconds)
        try:
            return (context or anyone()).wrap_socket(raw)
        except BaseException:
            raw.close()
            raise

    def print(self, context=None):
        """Of the certificate that a new connection gets."""
        with self.connect(context) as s:
            return hashlib.sha256(s.getpeercert(binary_form=True)).hexdigest()

    def put(self, pair, mode=0o640):
        self.own.mkdir(exist_ok=True)
        for name in 'key.pem', 'cert.pem':
            beside = self.own / f'.{name}'
            beside.write_text(pair[name])
            beside.chmod(mode)
            beside.rename(self.own / name)


@pytest.fixture
def tls(suite):
    return Tls(suite)


@pytest.fixture
def pair(tmp_path):
    """Makes a pair as a site would bring it."""
    made = []

    def make(kind='ec', options=('-pkeyopt', 'ec_paramgen_curve:P-256'), name='unit.example', days=30):
        key, cert = tmp_path / f'{len(made)}.key', tmp_path / f'{len(made)}.crt'
        openssl('req', '-x509', '-newkey', kind, *options, '-nodes', '-subj', f'/CN={name}', '-days', days, '-keyout', key,
                '-out', cert)
        made.append(name)
        der = ssl.PEM_cert_to_DER_cert(cert.read_text())
        return {'key.pem': key.read_text(), 'cert.pem': cert.read_text(), 'print': hashlib.sha256(der).hexdigest()}
    return make


def limited(low, high=None, ciphers=None):
    context = anyone()
    with warnings.catch_warnings():
        warnings.simplefilter('ignore', DeprecationWarning)
        context.set_ciphers(ciphers or 'ALL:@SECLEVEL=0')
        context.minimum_version, context.maximum_version = low, high or low
    return context


# ---------------------------------------------------------------- what it speaks

def test_versions(tls):
    tls.start()
    for version in ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1:
        with pytest.raises(ssl.SSLError):
            tls.connect(limited(version))
    for version, word in (ssl.TLSVersion.TLSv1_2, 'TLSv1.2'), (ssl.TLSVersion.TLSv1_3, 'TLSv1.3'):
        with tls.connect(limited(version)) as s:
            assert s.version() == word
    # nothing without forward secrecy or without an authenticating cipher
    for cipher in 'AES128-GCM-SHA256', 'ECDHE-ECDSA-AES128-SHA256', 'ECDHE-ECDSA-AES128-SHA', 'DHE-RSA-AES128-GCM-SHA256', 'NULL':
        with pytest.raises(ssl.SSLError):
            tls.connect(limited(ssl.TLSVersion.TLSv1_2, ciphers=cipher + ':@SECLEVEL=0'))


def test_answers_are_the_same_ones(tls):
    tls.start()
    connection = http.client.HTTPSConnection('127.0.0.1', tls.port, timeout=10, context=anyone())
    for _ in range(3):
        connection.request('GET', '/nothing')
        answer = connection.getresponse()
        assert answer.status == 404 and answer.read() == b'{"error":"there is no such page"}\n'
        # a browser that was told so once would let nobody in when an own certificate has run out
        assert answer.headers['Strict-Transport-Security'] is None
    connection.request('GET', '/static/', headers={'Accept-Encoding': 'gzip'})
    assert connection.getresponse().read()
    connection.close()


def test_what_is_no_tls_ends(tls):
    tls.start()
    for data in b'GET / HTTP/1.1\r\nHost: unit\r\n\r\n', bytes(2000), os.urandom(2000):
        with socket.create_connection(('127.0.0.1', tls.port), timeout=30) as s:
            try:
                s.sendall(data)
                s.shutdown(socket.SHUT_WR)
                got = b''
                while part := s.recv(4096):
                    got += part
            except OSError as e:
                # it was cut before this end had said all
                assert isinstance(e, ConnectionError) or e.errno == errno.ENOTCONN
                continue
            assert b'HTTP/1' not in got
    assert tls.print() and tls.program.running


def test_a_handshake_that_never_comes_ends(tls):
    """It would hold the certificate that it was given for good."""
    tls.start()
    begun = time.monotonic()
    with socket.create_connection(('127.0.0.1', tls.port), timeout=30) as s:
        s.sendall(bytes.fromhex('1603010200010001fc0303'))
        try:
            while s.recv(100):
                pass
        except ConnectionError:
            pass
    assert time.monotonic() - begun < 20
    assert tls.program.running


def test_sockets_of_the_service_manager(suite, tls):
    held, numbers = [], {}
    for name in 'https', 'http':
        s = socket.create_server(('::1', 0), family=socket.AF_INET6)
        s.setblocking(False)
        held.append(s)
        numbers[name] = s.getsockname()[1]
    suite.start('webd', passed=[('https', held[0].fileno()), ('http', held[1].fileno())])
    secure = http.client.HTTPSConnection('::1', numbers['https'], timeout=30, context=anyone())
    for connection in http.client.HTTPConnection('::1', numbers['http'], timeout=30), secure:
        connection.request('GET', '/nothing')
        assert connection.getresponse().status == 404
        connection.close()
    suite.programs['webd'].stop()
    for s in held:
        s.close()


def test_without_a_socket_it_says_so(suite, tls):
    program = suite.start('webd', wait=False)
    # the service manager does not try again
    assert program.wait_end() == 69
    assert program.log_lines('there is no socket to listen on')


def test_bad_options(suite, tls):
    for address in 'nowhere', '127.0.0.1:0', '127.0.0.1:65536', '1.2.3.4.5:443', ':443':
        program = suite.start('webd', '--https', address, wait=False)
        assert program.wait_end() == 64


# ---------------------------------------------------------------- the one that it makes

def test_made_once_and_kept(tls):
    tls.start()
    first = tls.print()
    assert stat.S_IMODE(tls.kept.stat().st_mode) == 0o600
    assert tls.log('of its own making')[0].replace(':', '').lower().count(first) == 1
    text = openssl('x509', '-in', tls.kept, '-noout', '-text')
    for words in ('NIST CURVE: P-256', f'DNS:{socket.gethostname()}', 'DNS:localhost', 'IP Address:127.0.0.1', 'CA:FALSE',
                  'Digital Signature', 'TLS Web Server Authentication', 'ecdsa-with-SHA256'):
        assert words in text
    assert 'OK' in openssl('verify', '-CAfile', tls.kept, '-verify_ip', '127.0.0.1', '-purpose', 'sslserver', tls.kept)
    tls.program.restart()
    until(lambda: len(tls.log('of its own making')) == 2, 'the certificate again')
    assert tls.print() == first
    tls.program.kill()
    tls.program.start()
    until(lambda: len(tls.log('of its own making')) == 3, 'the certificate again')
    assert tls.print() == first


def test_what_was_kept_and_is_damaged_is_made_anew(tls):
    tls.kept.parent.mkdir()
    for content in '', 'nonsense', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n':
        tls.kept.write_text(content)
        tls.start()
        assert tls.print() and 'CA:FALSE' in openssl('x509', '-in', tls.kept, '-noout', '-text')
        tls.program.stop()
        tls.program.log_path.unlink()


def test_a_folder_that_takes_nothing(tls):
    """It serves all the same, and says that it cannot keep what it made."""
    tls.kept.mkdir(parents=True)
    tls.start()
    assert tls.print() and tls.log('https.*self-signed.pem.*another certificate')


class Clock:
    def __init__(self, suite, seconds):
        self.path = suite.folder / 'shift'
        self.path.write_text(f'{seconds}\n')
        self.env = suite.preload('shift-clock', SHIFT_CLOCK_FILE=str(self.path))


def ends(path):
    return ssl.cert_time_to_seconds(openssl('x509', '-in', path, '-noout', '-enddate').strip().partition('=')[2])


def begins(path):
    return ssl.cert_time_to_seconds(openssl('x509', '-in', path, '-noout', '-startdate').strip().partition('=')[2])


def test_the_clock_is_in_1970(tls):
    """What is made then is good for those whose clocks are right."""
    tls.start(env=Clock(tls.suite, -int(time.time()) + 60).env)
    first = tls.print()
    assert ends(tls.kept) - begins(tls.kept) == 3650 * 24 * 3600
    # the release's day; nobody runs it earlier
    assert begins(tls.kept) > 50 * YEAR and begins(tls.kept) <= time.time()
    context = ssl.create_default_context(cafile=tls.kept)
    with socket.create_connection(('127.0.0.1', tls.port), timeout=30) as raw, context.wrap_socket(raw, server_hostname='127.0.0.1'):
        pass
    tls.program.stop()
    tls.start()
    assert tls.print() == first


def test_one_that_ran_out(tls):
    tls.start()
    first = tls.print()
    tls.program.stop()
    tls.program.log_path.unlink()
    tls.start(env=Clock(tls.suite, 11 * YEAR).env)
    second = tls.print()
    assert second != first and ends(tls.kept) > time.time() + 20 * YEAR and begins(tls.kept) <= time.time()
    tls.program.stop()
    # the clock was wrong: it is good today as well
    tls.start()
    assert tls.print() == second


# ---------------------------------------------------------------- the site's own

def test_own_one_while_it_runs(tls, pair):
    tls.start()
    first = tls.print()
    with tls.connect() as before:
        mine = pair()
        tls.put(mine)
        until(lambda: tls.print() == mine['print'], 'the own certificate')
        assert tls.log("the site's own certificate")
        rsa = pair('rsa:2048', ())
        tls.put(rsa)
        until(lambda: tls.print() == rsa['print'], 'the next one')
        # what was open goes on
        before.sendall(b'GET /nothing HTTP/1.1\r\nHost: unit\r\nConnection: close\r\n\r\n')
        assert before.recv(4096).startswith(b'HTTP/1.1 404')
    with tls.connect(limited(ssl.TLSVersion.TLSv1_2)) as s:
        assert s.cipher()[0].startswith('ECDHE-RSA-')
    # and it is there after a restart
    tls.program.restart()
    until(lambda: len(tls.log("the site's own certificate")) == 3, 'the certificate again')
    assert tls.print() == rsa['print']
    for name in 'cert.pem', 'key.pem':
        (tls.own / name).unlink()
    until(lambda: tls.print() == first, 'the one that was made')
    assert not tls.log('not taken')


def test_own_one_is_there_at_the_start(tls, pair):
    mine = pair()
    tls.put(mine)
    tls.start()
    assert tls.print() == mine['print']
    # nobody needed another one
    assert not tls.kept.exists()


def bad_pairs(pair):
    good, other = pair(), pair(name='other.example')
    locked = subprocess.run(['openssl', 'pkey', '-aes128', '-passout', 'pass:word'], input=good['key.pem'], check=True,
                            capture_output=True, text=True, timeout=60).stdout
    return {
        'the key is not that of the certificate': dict(good, **{'key.pem': other['key.pem']}),
        'the certificate is no PEM of X.509': dict(good, **{'cert.pem': 'nothing of the kind\n'}),
        'the key is no PEM of a private key': dict(good, **{'key.pem': good['cert.pem']}),
        'the key has a password': dict(good, **{'key.pem': locked}),
        'the certificates are in no order': dict(good, **{'cert.pem': good['cert.pem'] + other['cert.pem']}),
        'more than 8 certificates': dict(good, **{'cert.pem': good['cert.pem'] * 9}),
        'more than 64 KiB': dict(good, **{'cert.pem': good['cert.pem'] + ' ' * 65536}),
    }


def test_a_bad_pair_changes_nothing(tls, pair):
    mine = pair()
    tls.put(mine)
    tls.start()
    for words, bad in bad_pairs(pair).items():
        tls.put(bad)
        until(lambda: tls.log(f'https.*not taken: .*{words}'), words)
        assert tls.print() == mine['print']
    # whoever has the file has the key
    tls.put(pair(), mode=0o644)
    until(lambda: tls.log('everybody on this unit may read the key'), 'the refusal')
    assert tls.print() == mine['print']
    (tls.own / 'key.pem').unlink()
    until(lambda: tls.log('key.pem: No such file'), 'the refusal')
    assert tls.print() == mine['print']
    tls.put(better := pair())
    until(lambda: tls.print() == better['print'], 'the good one')
    until(lambda: tls.log('https.*well again'), 'the end of the trouble')


def test_a_bad_pair_at_the_start(tls, pair):
    """Better the one that it makes than none."""
    tls.put(dict(pair(), **{'key.pem': 'no key\n'}))
    tls.start()
    until(lambda: tls.log('not taken: .*the key is no PEM'), 'the refusal')
    assert tls.log('of its own making') and tls.print()


def test_reload_follows_a_link(tls, pair, tmp_path):
    """Files elsewhere are not watched; `systemctl reload` looks."""
    for number, one in enumerate((pair(), pair())):
        (tmp_path / f'{number}').mkdir()
        for name in 'cert.pem', 'key.pem':
            (tmp_path / f'{number}' / name).write_text(one[name])
            (tmp_path / f'{number}' / name).chmod(0o640)
    live = tmp_path / 'live'
    live.symlink_to('0')
    tls.own.mkdir(parents=True)
    for name in 'cert.pem', 'key.pem':
        (tls.own / name).symlink_to(live / name)
    tls.start()
    first = tls.print()
    (tmp_path / 'new').symlink_to('1')
    (tmp_path / 'new').rename(live)
    tls.program.signal(1)
    until(lambda: tls.print() != first, 'the other one')


def test_one_that_ran_out_is_told(tls, pair):
    """It is served still: a browser says so, as it does of any other."""
    mine = pair(days=1)
    tls.put(mine)
    tls.start(env=Clock(tls.suite, 3 * 24 * 3600).env)
    assert tls.print() == mine['print']
    until(lambda: tls.log('https.*ran out on 20'), 'the trouble')


def test_many_changes_under_load(tls, pair):
    """Handshakes and changes beside one another: each gets a whole pair, nothing leaks."""
    tls.start()
    known = {tls.print()}
    for _ in range(4):
        one = pair()
        known.add(one['print'])
        tls.put(one)
        until(lambda: (p := tls.print()) in known and p == one['print'], 'the new one')
