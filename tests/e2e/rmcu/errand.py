# SPDX-License-Identifier: MIT
"""The test as rmcu-notifyd: it hands one message to a real rmcu-send or rmcu-run, and takes the answer."""
import os
import socket
import struct
import subprocess
import time
from dataclasses import dataclass

from rmcu import bus
from rmcu.suite import BUILD
from rmcu.waiting import PATIENCE, TooLate, readable

MAIL = (b'From: unit7@example.org\r\nTo: anna@example.org\r\nSubject: AC line\r\nMessage-ID: <1@unit7>\r\n\r\n'
        b'AC line is low\r\n.\r\n..a line that begins with points\r\n')


@dataclass
class Answer:
    outcome: str
    unsure: bool
    code: int
    sentence: str
    seconds: float

    def __str__(self):
        return f'{self.outcome:9} {"?" if self.unsure else " "}{self.code:3} {self.sentence}'


def request(by='email', server='127.0.0.1', port=0, security='none', ca='', user='', password='',
            sender='unit7@example.org', to='anna@example.org', type='', fields=(), limit_ms=20000, body=MAIL):
    """A MSG_SEND. Texts may be bytes that no settings would let through."""
    w = bus.Writer(bus.SEND, 7).put('B', bus.DELIVERY.index(by))

    def text(value):
        raw = value if isinstance(value, bytes) else value.encode()
        w.put('H', len(raw)).raw(raw)
    text(server)
    w.put('H', port).put('B', bus.SECURITY.index(security))
    for value in (ca, user, password, sender, to, type):
        text(value)
    w.put('B', len(fields))
    for name, value in fields:
        text(name)
        text(value)
    return bytes(w.put('I', limit_ms).put('H', len(body)).raw(body).bytes)


class Errand:
    """A program with our end of its socket."""

    def __init__(self, name, packet=None, **env):
        ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.sock, self.began = ours, time.monotonic()
        with its:
            self.process = subprocess.Popen([BUILD / 'daemons' / name / f'rmcu-{name}'], stdin=its,
                                            stderr=subprocess.PIPE, env={**os.environ, **env})
        if packet is not None:
            ours.send(packet)

    def answer(self, seconds=PATIENCE):
        """None when it ended without one."""
        if not readable(self.sock, seconds):
            self.process.kill()
            raise TooLate('no answer')
        packet = self.sock.recv(bus.REQUEST_MAX)
        if not packet:
            return None
        if packet[:2] == bus.MODEM_ANSWER.to_bytes(2, 'little'):
            return bus.decode(packet).body
        kind, _, number, outcome, unsure, code, n = struct.unpack_from('<HHIB?HH', packet)
        assert (kind, number, len(packet)) == (bus.SENT, 7, 14 + n)
        sentence = packet[14:].decode()
        assert sentence.isprintable() and len(sentence) > 2
        return Answer(bus.OUTCOME[outcome], unsure, code, sentence, time.monotonic() - self.began)

    def over(self):
        """It ends by itself; its exit status, and what it wrote."""
        _, said = self.process.communicate(timeout=PATIENCE)
        self.sock.close()
        assert b'Sanitizer' not in said and b'runtime error' not in said, said.decode()
        return self.process.returncode, said.decode()


def errand(name, env=None, **what):
    e = Errand(name, request(**what), **(env or {}))
    answer = e.answer()
    status, said = e.over()
    assert (status == 0) == (answer is not None), said
    return answer


def ask_modem(limit_ms=20000):
    """How rmcu-send says that the modem is."""
    e = Errand('send', bus.modem_ask(7, limit_ms))
    answer = e.answer()
    status, said = e.over()
    assert status == 0, said
    return answer
