# SPDX-License-Identifier: MIT
"""SNMPv2c (RFC 3416) by hand, as far as tests want what no well-bred tool sends: BER (X.690) of requests and answers."""
import itertools
import socket

GET, GETNEXT, RESPONSE, SET, GETBULK = 0xa0, 0xa1, 0xa2, 0xa3, 0xa5
INTEGER, STRING, NULL, NAME, ADDRESS, COUNTER, GAUGE, TICKS, OPAQUE, COUNTER64 = 2, 4, 5, 6, 0x40, 0x41, 0x42, 0x43, 0x44, 0x46
NO_OBJECT, NO_INSTANCE, END_OF_VIEW = 0x80, 0x81, 0x82
ERRORS = ('noError tooBig noSuchName badValue readOnly genErr noAccess wrongType wrongLength wrongEncoding wrongValue '
          'noCreation inconsistentValue resourceUnavailable commitFailed undoFailed authorizationError notWritable '
          'inconsistentName').split()
numbers = itertools.count(1)


def tlv(tag, body):
    n = len(body)
    return bytes([tag]) + (bytes([n]) if n < 128 else bytes([0x82, n >> 8, n & 255])) + body


def integer(value, tag=INTEGER):
    return tlv(tag, value.to_bytes(value.bit_length() // 8 + 1, 'big', signed=True))


def name(arcs):
    out = bytes([arcs[0] * 40 + arcs[1]])
    for arc in arcs[2:]:
        part = [arc & 127]
        while arc := arc >> 7:
            part.insert(0, 128 | arc & 127)
        out += bytes(part)
    return tlv(NAME, out)


def value(tag, what):
    """`what` as Python has it, or the bytes as they came."""
    if isinstance(what, bytes):
        return tlv(tag, what)
    if tag == NULL:
        return tlv(NULL, b'')
    return name(what) if tag == NAME else integer(what, tag)


def message(kind, binds, community='reader', a=0, b=0, number=None):
    """`binds`: (arcs, tag, value). `a` and `b` are the two numbers behind the request's own: for GETBULK its own two."""
    rows = b''.join(tlv(0x30, name(arcs) + value(tag, what)) for arcs, tag, what in binds)
    number = next(numbers) if number is None else number
    pdu = tlv(kind, integer(number) + integer(a) + integer(b) + tlv(0x30, rows))
    return tlv(0x30, integer(1) + tlv(STRING, community.encode()) + pdu)


def parts(data):
    """(tag, body) of what stands in a row."""
    at, rows = 0, []
    while at < len(data):
        tag, n, at = data[at], data[at + 1], at + 2
        if n & 128:
            k = n & 127
            n, at = int.from_bytes(data[at:at + k], 'big'), at + k
        rows.append((tag, data[at:at + n]))
        at += n
    return rows


def arcs_of(body):
    arcs, arc = [body[0] // 40, body[0] % 40], 0
    for byte in body[1:]:
        arc = arc << 7 | byte & 127
        if not byte & 128:
            arcs.append(arc)
            arc = 0
    return tuple(arcs)


class Answer:
    def __init__(self, data):
        pdu = parts(parts(data)[0][1])[2][1]
        number, status, index, rows = (body for _, body in parts(pdu))
        self.number = int.from_bytes(number, 'big', signed=True)
        self.error = ERRORS[int.from_bytes(status, 'big')]
        self.index = int.from_bytes(index, 'big')
        self.binds = []
        for _, row in parts(rows):
            (_, arcs), (tag, body) = parts(row)
            self.binds.append((arcs_of(arcs), tag, body))


class Manager:
    """One socket; a request and its answer."""

    def __init__(self, port, seconds=2, tries=4):
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.sock.connect(('127.0.0.1', port))
        self.sock.settimeout(seconds)
        self.tries = tries

    def close(self):
        self.sock.close()

    def send(self, data):
        self.sock.send(data)

    def ask(self, kind, binds, community='reader', **how):
        """The answer. As every manager does, it asks again when none comes: UDP may lose both."""
        number = next(numbers)
        for last in [False] * (self.tries - 1) + [True]:
            self.send(message(kind, binds, community, number=number, **how))
            try:
                return self.answer(number)
            except TimeoutError:
                if last:
                    raise

    def answer(self, number):
        while True:
            answer = Answer(self.sock.recv(65536))
            # what answers to noise may still be on its way
            if answer.number == number:
                return answer

    def set(self, *binds, community='writer'):
        return self.ask(SET, binds, community)

    def walk(self, root):
        """(arcs, tag, body) of all that is below."""
        at, rows = root, []
        while True:
            for bind in self.ask(GETBULK, [(at, NULL, None)], b=25).binds:
                if bind[1] == END_OF_VIEW or bind[0][:len(root)] != root:
                    return rows
                assert bind[0] > at, f'{bind[0]} behind {at}'
                rows.append(bind)
                at = bind[0]
