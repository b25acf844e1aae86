# SPDX-License-Identifier: MIT
"""A client of /api/v1/events that reads no faster than it is told to."""
import json
import socket
import time

from rmcu.waiting import Deadline, TooLate, PATIENCE


class Event:
    def __init__(self, block, at):
        self.at, self.fields, self.comments = at, {}, 0
        for line in block.split('\n'):
            name, _, value = line.partition(':')
            if name:
                self.fields[name] = value.removeprefix(' ')
        self.id, self.kind = self.fields.get('id'), self.fields.get('event', 'message')
        self.data = json.loads(self.fields['data']) if 'data' in self.fields else None

    @property
    def keys(self):
        """What it changes."""
        return [*self.data.get('text', {}), *self.data.get('html', {})]


class Stream:
    """`small` leaves the system as little room as it lets us for what is not read."""

    def __init__(self, web, query='', last_id=None, address='127.0.0.1', small=False):
        self.sock = socket.socket()
        self.sock.settimeout(PATIENCE)
        if small:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
        self.sock.bind((address, 0))
        self.sock.connect(('127.0.0.1', web.port))
        head = f'GET /api/v1/events{query} HTTP/1.1\r\nHost: unit\r\nAccept: text/event-stream\r\n'
        if last_id:
            head += f'Last-Event-ID: {last_id}\r\n'
        self.sock.sendall(head.encode() + b'\r\n')
        self.raw, self.text, self.events, self.bytes = b'', '', [], 0
        head = self._until(b'\r\n\r\n').decode()
        self.status = int(head.split(' ', 2)[1])
        self.headers = {k.lower(): v.strip() for k, _, v in (l.partition(':') for l in head.splitlines()[1:])}
        self.ended = False

    def _fill(self):
        got = self.sock.recv(65536)
        self.bytes += len(got)
        self.raw += got
        return bool(got)

    def _until(self, mark):
        while mark not in self.raw:
            if not self._fill():
                raise ConnectionError('it ended')
        part, self.raw = self.raw.split(mark, 1)
        return part

    def _chunk(self):
        size = int(self._until(b'\r\n'), 16)
        while len(self.raw) < size + 2:
            if not self._fill():
                raise ConnectionError('it ended')
        part, self.raw = self.raw[:size], self.raw[size + 2:]
        if size == 0:
            raise ConnectionError('it ended')
        return part

    def next(self, seconds=PATIENCE):
        """The next event; what has no data (retry, comments) goes by."""
        deadline = Deadline(seconds)
        while True:
            while '\n\n' not in self.text:
                if deadline.over:
                    raise TooLate('no event came')
                self.sock.settimeout(max(deadline.left, 0.01))
                try:
                    self.text += self._chunk().decode()
                except TimeoutError:
                    raise TooLate('no event came') from None
            block, self.text = self.text.split('\n\n', 1)
            event = Event(block, time.monotonic())
            if 'retry' in event.fields:
                self.retry = int(event.fields['retry'])
            if event.data is not None:
                self.events.append(event)
                return event

    def until(self, condition, seconds=PATIENCE):
        deadline = Deadline(seconds)
        while True:
            event = self.next(deadline.left)
            if condition(event):
                return event

    def close(self):
        self.sock.close()
