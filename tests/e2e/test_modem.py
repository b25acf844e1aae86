# SPDX-License-Identifier: MIT
"""The modem as channels: asked by notifyd through rmcu-send, shown by sensord, watched by alarmd."""
import pytest

from rmcu import bus
from rmcu.modemmanager import HOME
from rmcu.post import Post
from rmcu.suite import BUILD
from rmcu.waiting import until

CHANNELS = '''device = { profile = "sim"; };
interlocks = { };
signs_of_life = { last_words = false; };
channels = {
  lte = { name = "LTE signal"; source = "modem"; modem = "signal"; unit = "percent"; range_min = 0; range_max = 100; digits = 0; };
  net = { name = "LTE network"; kind = "digital-in"; source = "modem"; modem = "registered"; text_active = "registered"; };
};
'''
ALARM = 'alarms = { weak = { channel = "lte"; when = "below"; setpoint = 20; recovery = 25; }; };\n'
WELL = bus.Modem(True, True, True, 73, '')
GONE = bus.Modem(False, False, False, 0, 'ModemManager knows no modem')


class World:
    """sensord, alarmd and notifyd in lockstep with the test; who is asked is real, or the test."""

    def __init__(self, suite, settings, *args):
        self.suite = suite
        suite.configure(settings)
        suite.start('sensord')
        suite.start('alarmd', '--lockstep')
        suite.start('notifyd', '--lockstep', *args)
        self.sim = suite.lockstep()
        until(lambda: self.sim.ask(bus.bare, bus.SIM_LIST).joined == 3, 'notifyd to join')
        self.sim.follow_facts(self.sim.hello.instance, 1)

    def shows(self, lte, net=None, seconds=0):
        """Time stands still from now on until the channels show these: values, or qualities."""
        if seconds:
            self.sim.play(seconds, 1)
        for channel, wanted in (('lte', lte), ('net', net)):
            if wanted is not None:
                self.sim.until(lambda c=channel, w=wanted: w in (self.sim.value(c), self.sim.quality(c)), f'{channel} to be {wanted}')
        return self

    def has(self, channel):
        """The newest snapshot is of a table with it."""
        table = self.sim.hello.channels
        return channel in [c.id for c in table] and len(self.sim.snapshot.samples) == len(table)

    def told(self, kind, channel, text=''):
        """Such a fact; what it says."""
        return self.sim.fact(kind, channel=self.sim.hello.index(channel), text=text)

    def gone(self):
        """Texts of the facts that tell a loss."""
        return [f.text for f in self.sim.facts if f.kind == 'source-lost']


@pytest.fixture
def post(suite):
    made = Post(suite)
    yield made
    made.close()


def test_as_a_channel(suite, modem_manager):
    """Its signal and its network; gone when it leaves, back when it comes; an alarm on it."""
    modem_manager.start()
    modem_manager.plug_in(state=11, signal=73, registration=HOME)
    w = World(suite, CHANNELS + ALARM, '--senders', BUILD / 'daemons')
    w.shows(73, 1)
    assert suite.psctl('get', 'lte').out.strip() == '73'
    assert 'registered' in suite.psctl('get', 'net').out
    modem_manager.pull_out()
    w.shows('fault', 'fault', seconds=61)
    assert suite.psctl('get', 'lte').code != 0
    w.told('source-lost', 'lte', GONE.why)
    w.told('source-lost', 'net', GONE.why)
    until(lambda: GONE.why in suite.psctl('notify', 'status').out, 'the trouble')
    modem_manager.plug_in(state=8, signal=12, registration=HOME)
    w.shows(12, 1, seconds=61)
    w.told('source-back', 'lte')
    until(lambda: GONE.why not in suite.psctl('notify', 'status').out, 'the trouble to end')
    w.sim.play(1)
    until(lambda: 'weak' in suite.psctl('alarms').out, 'the alarm')
    assert not modem_manager.asked('Create ', 'Send')
    # without ModemManager it is as gone as without a modem
    modem_manager.stop()
    w.shows('fault', 'fault', seconds=61)


def test_who_says_it(suite, post):
    """Each minute; an answer holds for three, and what is only remembered is no signal."""
    w = World(suite, CHANNELS)
    assert w.shows('stale', 'stale')
    post.asked().tell(WELL)
    w.shows(73, 1)
    for minute in range(5):
        w.sim.play(55, 1)
        assert post.nothing(0.1), minute
        w.sim.play(6, 1)
        post.asked().tell(WELL)
        w.shows(73)
    # whoever is asked dies: no news of the modem, for so long
    for _ in range(2):
        w.sim.play(60, 1)
        post.asked().hang_up()
    w.shows(73, 1)
    assert not w.gone()
    w.sim.play(60, 1)
    post.asked().answer(outcome='temporary', sentence='it did not end in time')
    w.shows('fault', 'fault', seconds=2)
    w.told('source-lost', 'lte', 'nobody says how the modem is: does rmcu-notifyd run?')
    until(lambda: 'did not end in time' in suite.psctl('notify', 'status').out, 'the trouble')
    w.sim.play(60, 1)
    post.asked().tell(bus.Modem(True, False, False, 73, ''))
    w.shows('stale')
    w.sim.play(0.2)     # a contact has to settle
    w.shows('stale', 0)
    w.told('source-back', 'net')


def test_sensord_starts_anew(suite, post):
    """And knows at once what it was; a notifyd that is gone is three minutes later nobody."""
    w = World(suite, CHANNELS)
    post.asked().tell(WELL)
    w.shows(73, 1)
    suite.notifyd.stop()
    w.shows(73, 1, seconds=170)
    w.shows('fault', 'fault', seconds=15)
    suite.notifyd.start()
    post.asked().tell(WELL)
    w.shows(73, 1)


def test_nobody_asks_without_such_a_channel(suite, post):
    w = World(suite, CHANNELS.split('channels')[0])
    w.sim.play(200, 1)
    assert post.nothing(0.2)
    # and with one from then on
    suite.configure(CHANNELS)
    until(lambda: not post.nothing(), 'a question')
    post.asked().tell(GONE)
    w.sim.until(lambda: w.has('lte'), 'the channels')
    w.shows('fault', 'fault')
    w.told('source-lost', 'lte', GONE.why)
    suite.configure(CHANNELS.split('channels')[0])
    w.sim.until(lambda: not w.has('lte'), 'the channels to go')
    until(lambda: GONE.why not in suite.psctl('notify', 'status').out, 'the trouble to end')
    w.sim.play(200, 1)
    assert post.nothing(0.2)


def test_nonsense_is_refused(sensord, suite):
    c = suite.connect()
    with pytest.raises(bus.Closed):
        c.ask(bus.modem, bus.Modem(True, True, True, 101, ''))


def test_nobody_is_there_to_ask(suite):
    """Without rmcu-send it is said why, and not that there is no modem."""
    w = World(suite, CHANNELS)
    until(lambda: 'nobody is there who asks the modem' in suite.psctl('notify', 'status').out, 'the trouble')
    w.shows('stale', 'stale', seconds=170)
    w.shows('fault', 'fault', seconds=15)
