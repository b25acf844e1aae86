# SPDX-License-Identifier: MIT
"""A man between a daemon and a client of it, who keeps back what he is told to."""
import contextlib
import os
import select
import socket
import struct
import threading

from rmcu.bus import PACKET_MAX


class Relay:
    """A runtime folder as that of `suite`, but the socket `name` is ours: messages of the type `kept` stay with us after the first."""

    def __init__(self, suite, name, kept):
        self.folder = suite.folder / 'relay'
        self.folder.mkdir()
        self.there, self.kept, self.seen = suite.run / f'{name}.sock', kept, 0
        for path in suite.run.glob('*.sock'):
            if path != self.there:
                (self.folder / path.name).symlink_to(path)
        self.listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.listener.bind(str(self.folder / self.there.name))
        self.listener.listen()
        self.wake, self.woken = os.pipe()
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _passes(self, packet):
        kind, = struct.unpack_from('<H', packet)
        self.seen += kind == self.kept
        return kind != self.kept or self.seen == 1

    def _serve(self):
        pairs = {}
        with contextlib.ExitStack() as ends:
            while True:
                ready, _, _ = select.select([self.wake, self.listener, *pairs], [], [])
                if self.wake in ready:
                    return
                if self.listener in ready:
                    client = ends.enter_context(self.listener.accept()[0])
                    server = ends.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET))
                    server.connect(str(self.there))
                    pairs.update({client: server, server: client})
                for side in set(ready) & set(pairs):
                    self._pass_on(side, pairs)

    def _pass_on(self, side, pairs):
        packet = side.recv(PACKET_MAX)
        if not packet:
            other = pairs.pop(side)
            pairs.pop(other, None)
            other.shutdown(socket.SHUT_RDWR)
        elif self._passes(packet):
            pairs[side].send(packet)

    def close(self):
        os.write(self.woken, b'x')
        self.thread.join()
        self.listener.close()
        for fd in self.wake, self.woken:
            os.close(fd)
