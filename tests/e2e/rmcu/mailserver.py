# SPDX-License-Identifier: MIT
"""Mail servers for tests: a real one (aiosmtpd) that takes and refuses, and one that stops in the midst of a talk."""
import asyncio
import contextlib
import socket
import ssl
import subprocess
import threading

from aiosmtpd.smtp import SMTP, AuthResult

USER, PASSWORD = 'unit7', 'tr0ub4dor&3'


def certificate(folder, name='server', host='127.0.0.1', kind='IP'):
    """A pair that is its own authority, for an address, or for a name (kind DNS)."""
    key, cert = folder / f'{name}.key', folder / f'{name}.crt'
    subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '30',
                    '-subj', f'/CN={host}', '-addext', f'subjectAltName={kind}:{host}', '-keyout', key, '-out', cert],
                   check=True, capture_output=True, timeout=60)
    return key, cert


def tls(pair):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pair[1], pair[0])
    return context


class Box:
    """What a server took, and what it shall say instead of taking: {'RCPT bob@example.org': '550 no such user'}."""

    def __init__(self, says=None):
        self.mails, self.says = [], says or {}

    def word(self, what):
        word = self.says.get(what)
        # a list is said one after the other
        return word.pop(0) if isinstance(word, list) and word else None if isinstance(word, list) else word

    async def handle_MAIL(self, server, session, envelope, address, options):
        envelope.mail_from = address
        return self.word('MAIL') or '250 OK'

    async def handle_RCPT(self, server, session, envelope, address, options):
        word = self.word(f'RCPT {address}')
        if word:
            return word
        envelope.rcpt_tos.append(address)
        return '250 OK'

    async def handle_DATA(self, server, session, envelope):
        word = self.word('DATA')
        if word:
            return word
        self.mails.append((envelope.mail_from, envelope.rcpt_tos, envelope.content, session.authenticated))
        return '250 2.0.0 queued as 4711'


def _who(server, session, envelope, mechanism, data):
    good = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    # "handled" would leave the client without an answer
    return AuthResult(success=good, handled=False)


@contextlib.contextmanager
def mail_server(pair, security='none', says=None, auth=False, at=('127.0.0.1', 0), box=None, **options):
    if auth:
        options.update(authenticator=_who, auth_required=True, auth_require_tls=security == 'starttls')
    if security == 'starttls':
        options['tls_context'] = tls(pair)
    box, loop = box or Box(says), asyncio.new_event_loop()
    listening = loop.run_until_complete(loop.create_server(
        lambda: SMTP(box, hostname='mail.example.org', loop=loop, **options), *at,
        ssl=tls(pair) if security == 'tls' else None))
    box.port = listening.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield box
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=10)
        listening.close()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()


class Halting:
    """A server that goes to a step, and there is silent or cuts the connection, or says a thing of its own."""

    def __init__(self, step, does='silent', hello='250-here\r\n250 8BITMIME\r\n', refuses=None):
        self.refuses = refuses
        self.step, self.does, self.hello = step, does, hello
        self.listener = socket.create_server(('127.0.0.1', 0))
        self.port = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self):
        with contextlib.suppress(OSError):
            conn, _ = self.listener.accept()
            with conn, conn.makefile('rb') as lines:
                self._talk(conn, lines)

    def _stop(self, conn, lines):
        if self.does == 'silent':
            lines.read()
        elif self.does != 'cut':
            conn.sendall(self.does.encode() + b'\r\n')
            lines.read()

    def _talk(self, conn, lines):
        if self.step == 'greeting':
            return self._stop(conn, lines)
        conn.sendall(b'220 mail.example.org\r\n')
        while True:
            line = lines.readline().decode()
            word = line[:4].strip().upper()
            if not line or word == self.step:
                return self._stop(conn, lines)
            if word == 'RCPT' and self.refuses:
                conn.sendall(self.refuses.encode() + b'\r\n')
                continue
            conn.sendall({'EHLO': self.hello, 'AUTH': '334 \r\n', 'DATA': '354 go\r\n'}.get(word, '250 OK\r\n').encode())
            if word == 'DATA':
                if self.step == 'body':     # cut while it comes
                    return None
                while lines.readline() not in (b'.\r\n', b''):
                    pass
                if self.step == 'message':
                    return self._stop(conn, lines)
                conn.sendall(b'250 queued\r\n')

    def close(self):
        self.listener.close()
        self.thread.join(timeout=10)
