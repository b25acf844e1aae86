# SPDX-License-Identifier: MIT
"""A process that has taken the master's socket and is no master: rmcu-agentxd outlives whatever it says."""
import os
import random
import re
import socket
import struct
import threading

import pytest

from rmcu.snmp import ROOT, Snmp
from rmcu.suite import NO_INTERLOCKS
from rmcu.waiting import until

OPEN, REGISTER, GET, NOTIFY, PING, RESPONSE = 1, 3, 5, 12, 13, 18      # RFC 2741, 6.1
NOT_OPEN = 257
NETWORK_ORDER = 0x10
LONG = os.environ.get('RMCU_LONG') == '1'
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
    """What the answerer makes of (number of the request on its connection, header) is sent; None closes. A ping of no
    session, with which the agent knocks, it gets only when it `hears_knocks`; else the right answer is given to that."""

    def __init__(self, path, answerer, hears_knocks):
        self.answerer, self.hears_knocks = answerer, hears_knocks
        self.heard = self.connections = 0
        self.peers, self.threads = [], []
        self.server = socket.socket(socket.AF_UNIX)
        self.server.bind(str(path))
        self.server.listen()
        self.start(self.serve)

    def start(self, what, *args):
        self.threads.append(threading.Thread(target=what, args=args, daemon=True))
        self.threads[-1].start()

    def serve(self):
        while True:
            try:
                peer, _ = self.server.accept()
            except OSError:
                return
            self.peers.append(peer)
            self.start(self.hear, peer)

    def hear(self, peer):
        with peer:
            try:
                self.talk(peer)
            except OSError:
                pass

    def read(self, peer, n):
        data = b''
        while len(data) < n and (more := peer.recv(n - len(data))):
            data += more
        return data

    def talk(self, peer):
        n = 0
        while len(head := self.read(peer, 20)) == 20:
            header = struct.unpack('>BBBxIIII' if head[2] & NETWORK_ORDER else '<BBBxIIII', head)
            self.read(peer, header[-1])
            if header[1] == PING and header[3] == 0 and not self.hears_knocks:
                peer.sendall(response(header, NOT_OPEN))
                continue
            self.connections += n == 0
            self.heard += 1
            answer = self.answerer(n, header)
            if answer is None:
                return
            peer.sendall(answer)
            n += 1

    def leave(self):
        """The name is free again; who is connected does not notice."""
        self.server.shutdown(socket.SHUT_RDWR)
        self.server.close()

    def close(self):
        for peer in self.peers:
            try:
                peer.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass        # it is closed
        for thread in self.threads:
            thread.join()


def closes(n, header):
    """As soon as it is spoken to."""
    return None


def silent(n, header):
    return b''


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


def opens_and_registers_half(n, header):
    return response(header) if n < 3 else None


def opens_and_is_silent(n, header):
    return response(header) if n == 0 else b''


def registers_and_is_silent(n, header):
    return response(header) if header[1] in (OPEN, REGISTER) else b''


def opens_and_talks_nonsense(n, header):
    """Requests about sessions that are none, with payloads that are none."""
    if n == 0 or header[1] == RESPONSE:
        return response(header) if n == 0 else b''
    dice = random.Random(n)
    return response(header) + b''.join(pdu(kind, dice.randbytes(4 * (kind % 7)), packet=kind) for kind in range(0, 24))


def opens_and_asks_without_reading(n, header):
    """More than the queue of the answers has room for."""
    return response(header) + pdu(GET) * 600 if header[1] != RESPONSE else b''


def opens_and_says_twice(n, header):
    return response(header) * (1 if n == 0 else 3)


ANSWERERS = [closes, huge, half_a_header, refuses, other_version, opens_and_closes, opens_and_registers_half,
             opens_and_refuses, opens_and_talks_nonsense, opens_and_asks_without_reading, opens_and_says_twice,
             opens_and_is_silent]
if LONG:
    # the library waits six seconds for an answer, as with `huge`
    ANSWERERS += [silent, garbage, zeros, ones, large, other_numbers]
KNOCKED = [closes, silent, garbage, zeros, ones, huge, half_a_header, other_version]


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


def signs(agent):
    """Until systemd's watchdog is fed once more: our loop turns, and not for its own sake."""
    agent.notifications.drain()
    assert agent.notifications.wait_for('WATCHDOG', '1', len(agent.notifications.states), gone=lambda: not agent.running) \
        or serves_again(agent)


def serves_again(agent):
    """As systemd does, it starts an agent again that ended by itself."""
    if not agent.running:
        assert agent.process.returncode == 75 and 'net-snmp has lost its way' in agent.log
        agent.start()
    return True


@pytest.fixture
def snmp(suite):
    suite.configure('device = { profile = "sim"; };\n' + NO_INTERLOCKS)
    for name in 'sensord', 'alarmd':
        suite.start(name)
    s = Snmp(suite, ROOT)
    yield s
    s.close()


def start_agent(snmp):
    snmp.start_agent(WATCHDOG_USEC='600000')
    return snmp.suite.agentxd


def real_one_comes(snmp, agent):
    snmp.master.unlink()
    snmp.snmpd.start()
    until(lambda: serves_again(agent) and snmp.answers(), 'the agent to be registered')
    assert not re.search('ERROR|runtime error', agent.log)


@pytest.mark.parametrize('hears_knocks, answerer', [(False, a) for a in ANSWERERS] + [(True, a) for a in KNOCKED],
                         ids=lambda a: a.__name__ if callable(a) else 'knocked' if a else 'opened')
def test_false_master(suite, snmp, answerer, hears_knocks):
    master = FalseMaster(snmp.master, answerer, hears_knocks)
    agent = start_agent(snmp)
    # its own loop goes on, however long the library waits for an answer
    until(lambda: serves_again(agent) and (master.heard >= 2 or master.connections >= 2), 'a second try')
    begun, pid = cpu_seconds(agent.pid), agent.pid
    signs(agent)
    client = suite.connect('agentxd')
    client.until(lambda: client.snmp_status, 'its status')
    signs(agent)
    # who is asked without end has work: that its own loop goes on is all that can be said of it
    asked = answerer is opens_and_asks_without_reading
    assert asked or agent.pid != pid or cpu_seconds(pid) - begun < 1, 'it spins'
    master.leave()
    master.close()
    real_one_comes(snmp, agent)


def test_a_master_with_a_full_queue(suite, snmp):
    """It listens and never accepts: whoever connects and waits, waits for ever."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(snmp.master))
        server.listen(0)
        waiting = []
        try:
            while True:
                waiting.append(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_NONBLOCK))
                waiting[-1].connect(str(snmp.master))
        except BlockingIOError:
            pass
        agent = start_agent(snmp)
        for _ in range(3):
            signs(agent)
        for s in waiting:
            s.close()
    real_one_comes(snmp, agent)


def test_a_silent_master_is_left_for_a_real_one(suite, snmp):
    """The connection to it stands, but somebody else answers at the door."""
    master = FalseMaster(snmp.master, registers_and_is_silent, False)
    agent = start_agent(snmp)
    client = suite.connect('agentxd')
    client.until(lambda: client.snmp_status.connected, 'the session')
    client.until(lambda: not client.snmp_status.connected, 'the agent to notice')
    signs(agent)
    master.leave()
    real_one_comes(snmp, agent)
    assert 'lost its way' not in agent.log
    master.close()


def test_a_master_without_our_session_took_no_notification(suite, snmp):
    def forgets(n, header):
        return response(header, NOT_OPEN if header[1] == NOTIFY else 0)
    master = FalseMaster(snmp.master, forgets, False)
    agent = start_agent(snmp)
    client = suite.connect('agentxd')
    client.until(lambda: client.snmp_status.connected and client.snmp_status.watched, 'the session')
    assert suite.psctl('test', 'trap').code == 0
    until(lambda: master.connections >= 2, 'another try')
    client.until(lambda: client.snmp_status.waiting == 1, 'the event to wait')
    assert client.snmp_status.sent == 0
    master.leave()
    master.close()
    snmp.traps.start()
    until(lambda: 'NET-SNMP version' in snmp.traps.log.read_text(), 'snmptrapd to listen')
    real_one_comes(snmp, agent)
    snmp.notification('2.2.0.3')
