# SPDX-License-Identifier: MIT
"""The test as whoever delivers messages: it takes what notifyd hands over, and says what became of it."""
import os
import select
import socket

from rmcu import bus
from rmcu.waiting import PATIENCE, Deadline, TooLate, readable


class Handed:
    """A message that was handed over and waits for its answer."""

    def __init__(self, sock, number, send):
        self.sock, self.number, self.send = sock, number, send
        self.heard = False      # somebody was there for the answer

    @property
    def text(self):
        return self.send.body.decode()

    def answer(self, outcome='delivered', code=250, sentence='taken', unsure=False):
        try:
            self.sock.send(bus.sent(self.number, outcome, code, sentence, unsure))
            self.heard = True
        except BrokenPipeError:
            pass        # notifyd was killed
        self.sock.close()
        return self

    def tell(self, modem):
        """The answer to who asks how the modem is."""
        self.sock.send(bus.modem(self.number, modem, bus.MODEM_ANSWER))
        self.sock.close()

    def hang_up(self):
        """As a sender that is killed."""
        self.sock.close()
        return self


class Post:
    """The sockets of rmcu-send and rmcu-run, as systemd has them."""

    def __init__(self, suite):
        self.listeners = []
        for name in ('send', 'run'):
            path = suite.run / f'{name}.sock'
            sock = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            path.unlink(missing_ok=True)
            sock.bind(os.fspath(path))
            sock.listen(32)
            self.listeners.append(sock)

    def next(self, seconds=PATIENCE, what='a message', kind=bus.SEND):
        """The next message that is handed over, or the next question."""
        deadline = Deadline(seconds)
        while True:
            ready, _, _ = select.select(self.listeners, [], [], deadline.left)
            if not ready:
                raise TooLate(f'waited {seconds:g} s in vain for {what}')
            conn, _ = ready[0].accept()
            if not readable(conn, PATIENCE):
                raise TooLate('notifyd connected and says nothing')
            packet = conn.recv(bus.REQUEST_MAX)
            if packet:
                break
            conn.close()        # killed between the two
        message = bus.decode(packet)
        assert message.kind == kind
        return Handed(conn, message.number, message.body)

    def take(self, **how):
        """The next one, delivered."""
        return self.next(**how).answer()

    def asked(self, **how):
        """The next question how the modem is."""
        return self.next(what='a question', kind=bus.MODEM_ASK, **how)

    def nothing(self, seconds=0.0):
        """True when none waits."""
        return not select.select(self.listeners, [], [], seconds)[0]

    def close(self):
        for sock in self.listeners:
            sock.close()
