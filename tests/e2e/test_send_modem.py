# SPDX-License-Identifier: MIT
"""rmcu-send and texts by modem: a ModemManager that is none, on a bus of the test's own. `pytest -s` prints the table."""
import subprocess

import dbus
import dbusmock
import pytest

from rmcu.errand import errand
from rmcu.waiting import until

MM = 'org.freedesktop.ModemManager1'
ROOT = '/org/freedesktop/ModemManager1'
# %d is the modem
SENDS = 'ret = dbus.ObjectPath("/org/freedesktop/ModemManager1/SMS/%d")'


@pytest.fixture
def bus(tmp_path):
    """The address of a private bus."""
    conf = tmp_path / 'bus.conf'
    conf.write_text(f'''<busconfig><type>system</type><listen>unix:path={tmp_path}/bus</listen><auth>EXTERNAL</auth>
<policy context="default"><allow user="*"/><allow own="*"/><allow send_type="method_call"/><allow send_type="signal"/>
<allow send_requested_reply="true" send_type="method_return"/><allow send_requested_reply="true" send_type="error"/>
<allow receive_type="method_call"/><allow receive_type="method_return"/><allow receive_type="error"/><allow receive_type="signal"/>
</policy></busconfig>''')
    daemon = subprocess.Popen(['dbus-daemon', f'--config-file={conf}', '--nofork', '--nopidfile', '--print-address'],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert b'unix:' in daemon.stdout.readline()     # it listens
    yield f'unix:path={tmp_path}/bus'
    daemon.kill()
    daemon.communicate()


@pytest.fixture
def manager(bus, tmp_path, monkeypatch):
    """Makes a ModemManager with modems in these states; `log` is what was asked of them."""
    running, log = [], tmp_path / 'log'
    monkeypatch.setenv('DBUS_SYSTEM_BUS_ADDRESS', bus)
    connection = dbus.bus.BusConnection(bus)

    def make(states, create=SENDS, send=''):
        running.append(subprocess.Popen(['/usr/bin/python3', '-m', 'dbusmock', '--system', '-m', '-l', log, MM, ROOT, MM]))
        until(lambda: connection.name_has_owner(MM), 'ModemManager')
        root = dbus.Interface(connection.get_object(MM, ROOT), dbusmock.MOCK_IFACE)
        for i, state in enumerate(states):
            path = f'{ROOT}/Modem/{i}'
            root.AddObject(path, f'{MM}.Modem', {'Model': 'x', 'State': dbus.Int32(state), 'SignalQuality': (dbus.UInt32(50), True)}, [])
            modem = dbus.Interface(connection.get_object(MM, path), dbusmock.MOCK_IFACE)
            modem.AddProperties(f'{MM}.Modem.Messaging', {'DefaultStorage': dbus.UInt32(1)})
            modem.AddMethods(f'{MM}.Modem.Messaging', [('Create', 'a{sv}', 'o', create.replace('%d', str(i))), ('Delete', 'o', '', '')])
            root.AddObject(f'{ROOT}/SMS/{i}', f'{MM}.Sms', {}, [('Send', '', '', send)])
        return log
    yield make
    connection.close()
    for process in running:
        process.kill()
        process.wait()


def send(row, **what):
    answer = errand('send', **{'by': 'text-modem', 'server': '', 'sender': '', 'to': '+491701234567', 'body': b'AC line is low #4711', **what})
    print(f'\n{row:42} {answer}', end='')
    return answer


def test_sent(manager):
    """By the first that is registered; and the modem does not keep it."""
    log = manager([6, 8, 11])
    assert send('sent').outcome == 'delivered'
    said = [line for line in log.read_text().splitlines() if any(w in line for w in (' Create ', ' Send', ' Delete '))]
    assert len(said) == 3 and '+491701234567' in said[0] and 'AC line is low #4711' in said[0]
    assert 'SMS/1' in said[2], said     # of the second modem


@pytest.mark.parametrize('states', [[], [3], [6, 7, -1]])
def test_no_modem(manager, states):
    manager(states)
    answer = send(f'modems in states {states}')
    assert answer.outcome == 'temporary' and 'no modem is registered' in answer.sentence


@pytest.mark.parametrize('error, outcome', [('Core.Unauthorized', 'permanent'), ('Core.InvalidArgs', 'permanent'),
                                            ('MobileEquipment.NetworkTimeout', 'temporary'), ('Message.SmscAddressUnknown', 'temporary')])
@pytest.mark.parametrize('step', ['create', 'send'])
def test_refused(manager, step, error, outcome):
    manager([8], **{step: f'raise dbus.exceptions.DBusException("it says no", name="{MM}.Error.{error}")'})
    answer = send(f'{step}: {error}')
    assert answer.outcome == outcome and 'it says no' in answer.sentence


def test_nobody_there(bus, monkeypatch, tmp_path):
    monkeypatch.setenv('DBUS_SYSTEM_BUS_ADDRESS', bus)
    assert send('no ModemManager').outcome == 'temporary'
    monkeypatch.setenv('DBUS_SYSTEM_BUS_ADDRESS', f'unix:path={tmp_path}/none')
    assert send('no bus').outcome == 'temporary'


def test_no_number():
    for to in ('anna@example.org', '+49 170', '', '+49\r\n170', '12'):
        answer = send(f'number {to!r}', to=to)
        # control characters do not come through the wire, and nobody answers
        assert answer is None and '\r' in to or answer.outcome == 'permanent'
