# SPDX-License-Identifier: MIT
"""rmcu-send and texts by modem: a ModemManager that is none, on a bus of the test's own. `pytest -s` prints the table."""
import pytest

from rmcu import bus as wire
from rmcu.errand import Errand, ask_modem, errand
from rmcu.modemmanager import HOME, MM


@pytest.fixture
def manager(modem_manager):
    """Makes a ModemManager with modems in these states."""
    def make(states, **how):
        modem_manager.start()
        for i, state in enumerate(states):
            modem_manager.plug_in(i, state, **how)
        return modem_manager
    return make


def send(row, **what):
    answer = errand('send', **{'by': 'text-modem', 'server': '', 'sender': '', 'to': '+491701234567', 'body': b'AC line is low #4711', **what})
    print(f'\n{row:42} {answer}', end='')
    return answer


def test_sent(manager):
    """By the first that is registered; and the modem does not keep it."""
    asked = manager([6, 8, 11]).asked
    assert send('sent').outcome == 'delivered'
    said = asked('Create ', 'Send', 'Delete ')
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


def test_nobody_there(system_bus, monkeypatch, tmp_path):
    assert send('no ModemManager').outcome == 'temporary'
    asked = ask_modem()
    print(asked)
    assert not asked.there and asked.why.startswith('ModemManager: ')
    monkeypatch.setenv('DBUS_SYSTEM_BUS_ADDRESS', f'unix:path={tmp_path}/none')
    assert send('no bus').outcome == 'temporary'
    asked = ask_modem()
    assert not asked.there and asked.why.startswith("no way to the system's bus")


def test_no_number():
    for to in ('anna@example.org', '+49 170', '', '+49\r\n170', '12'):
        answer = send(f'number {to!r}', to=to)
        # control characters do not come through the wire, and nobody answers
        assert answer is None and '\r' in to or answer.outcome == 'permanent'


def test_asked(modem_manager):
    """How the modem is that would send; nothing is sent."""
    modem_manager.start()
    assert ask_modem() == wire.Modem(False, False, False, 0, 'ModemManager knows no modem')
    modem_manager.plug_in(0, state=3, signal=0, recent=False, registration=0)
    assert ask_modem() == wire.Modem(True, False, False, 0, '')
    modem_manager.plug_in(1, state=11, signal=73, registration=HOME)
    assert ask_modem() == wire.Modem(True, True, True, 73, '')
    modem_manager.plug_in(2, state=11, signal=99, registration=HOME, texts=False)
    assert ask_modem().signal == 73
    assert not modem_manager.asked('Create ', 'Send')


def test_asked_in_vain():
    """What is no question: a limit that is none, and a program that knows of no modem."""
    e = Errand('send', wire.modem_ask(7, 0))
    assert 'limit' in e.answer().sentence and e.over()[0] == 0
    e = Errand('run', wire.modem_ask(7, 1000))
    assert e.answer() is None and e.over()[0] == 1
