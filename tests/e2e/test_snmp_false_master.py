# SPDX-License-Identifier: MIT
"""A process that has taken the master's socket and is no master: rmcu-agentxd outlives whatever it says."""
import os
import re
import socket
import struct
import threading

import pytest

from rmcu.snmp import ROOT, Snmp
from rmcu.suite import NO_INTERLOCKS
from rmcu.waiting import until

OPEN, REGISTER, PING, RESPONSE = 1, 3, 13, 18      # RFC 2741, 6.1
NETWORK_ORDER = 0x10
TICKS = os.sysconf('SC_CLK_TCK')


def pdu(kind, payload=b'', session=1, transaction=0, packet=0, version=1, length=None):
    return struct.pack('>BBBxIIII', version, kind, NETWORK_ORDER, session, transaction, packet,
                       len(payload) if length is None else length) + payload


def response(to, error=0, session=1):
    """To the header of a request."""
    _, _, flags, _, transaction, packet, _ = to
    form = '>' if flags & NETWORK_ORDER else '<'
    return struct.pack(f'{form}BBBxIIII', 1, RESPONSE, flags, session, transaction, packet, 8) + \
        struct.pack(f'{form}IHH', 0, error, 0)


class FalseMaster:
    """Each connection gets the next answerer: what it makes of (number of the request, header) is sent; None closes."""

    def __init__(self, path, answerer):
        self.answerer, self.heard, self.connections = answerer, 0, 0
        self.peer = None
        self.server = socket.socket(socket.AF_UNIX)
        self.server.bind(str(path))
        self.server.listen()
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self):
        while True:
            try:
                peer, _ = self.server.accept()
            except OSError:
                return
            self.connections += 1
            self.peer = peer
            with peer:
                try:
                    self.talk(peer)
                except OSError:
                    pass

    def talk(self, peer):
        buffer = b''
        for n in range(10000):
            while len(buffer) < 20:
                data = peer.recv(4096)
                if not data:
                    return
                buffer += data
            flags = buffer[2]
            header = struct.unpack('>BBBxIIII' if flags & NETWORK_ORDER else '<BBBxIIII', buffer[:20])
            header = header[:3] + header[3:]
            while len(buffer) < 20 + header[-1]:
                data = peer.recv(4096)
                if not data:
                    return
                buffer += data
            buffer = buffer[20 + header[-1]:]
            self.heard += 1
            answer = self.answerer(n, header)
            if answer is None:
                return
            peer.sendall(answer)

    def close(self):
        self.server.shutdown(socket.SHUT_RDWR)
        self.server.close()
        try:
            self.peer.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass        # it is closed
        self.thread.join()


def closes(n, header):
    """As soon as it is spoken to."""
    return None


def garbage(n, header):
    return b'HTTP/1.1 400 Bad Request\r\n\r\n'


def zeros(n, header):
    return bytes(4096)


def ones(n, header):
    return b'\xff' * 4096


def huge(n, header):
    return pdu(RESPONSE, length=0xfffffff0)


def large(n, header):
    """More than anybody needs, and it never comes."""
    return pdu(RESPONSE, length=1 << 24)


def half_a_header(n, header):
    return response(header)[:11] if n == 0 else None


def refuses(n, header):
    return response(header, error=256)     # openFailed


def other_version(n, header):
    return pdu(RESPONSE, bytes(8), packet=header[5], version=7)


def other_numbers(n, header):
    return pdu(RESPONSE, bytes(8), session=77, transaction=78, packet=79)


def opens_and_closes(n, header):
    return response(header) if n == 0 else None


def opens_and_refuses(n, header):
    return response(header, error=0 if n == 0 else 263)     # duplicateRegistration


def opens_and_talks_nonsense(n, header):
    """Requests about sessions that are none, with payloads that are none."""
    if n == 0:
        return response(header)
    return response(header) + b''.join(pdu(kind, os.urandom(4 * (kind % 7)), packet=kind) for kind in range(0, 24))


def opens_and_says_twice(n, header):
    return response(header) * (1 if n == 0 else 3)


ANSWERERS = [closes, huge, half_a_header, refuses, other_version, opens_and_closes, opens_and_refuses,
             opens_and_talks_nonsense, opens_and_says_twice]
if os.environ.get('RMCU_LONG') == '1':
    # the library waits six seconds for an answer, as with `huge`
    ANSWERERS += [garbage, zeros, ones, large, other_numbers]


def cpu_seconds(pid):
    with open(f'/proc/{pid}/stat', encoding='ascii') as f:
        fields = f.read().rpartition(')')[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def serves(snmp, agent):
    """As systemd does, it starts an agent again that ended by itself."""
    if not agent.running:
        assert agent.process.returncode == 75 and 'net-snmp has lost its way' in agent.log
        agent.start()
    return snmp.answers()


@pytest.mark.parametrize('answerer', ANSWERERS, ids=lambda a: a.__name__)
def test_false_master(suite, answerer):
    suite.configure('device = { profile = "sim"; };\n' + NO_INTERLOCKS)
    for name in 'sensord', 'alarmd':
        suite.start(name)
    snmp = Snmp(suite, ROOT)
    master = FalseMaster(snmp.master, answerer)
    try:
        snmp.start_agent()
        agent = suite.agentxd
        # its own loop goes on, however long the library waits for an answer
        until(lambda: master.heard >= 2 or master.connections >= 2, 'a second try')
        begun = cpu_seconds(agent.pid)
        client = suite.connect('agentxd')
        client.until(lambda: client.snmp_status, 'its status')
        assert cpu_seconds(agent.pid) - begun < 1, 'it spins'
        master.close()
        snmp.master.unlink()
        snmp.snmpd.start()
        until(lambda: serves(snmp, agent), 'the agent to be registered')
        assert agent.running and not re.search('ERROR|runtime error', agent.log)
    finally:
        snmp.close()
