# SPDX-License-Identifier: MIT
"""sensord killed at random moments: it is back with its outputs, holders, deadlines and its world."""
import contextlib
import time

import pytest

from rmcu import bus
from rmcu.suite import LONG, NO_INTERLOCKS
from rmcu.waiting import readable

KILLS = 200 if LONG else 20
OUTPUTS = ['alarm_out', 'power_supply', 'battery', 'do_4']
HOUR_MS = 3600000


def random_request(rng):
    """One that changes outputs, with deadlines that no test lives to see."""
    output = rng.choice(OUTPUTS)
    kind = rng.choice(['on', 'off', 'release', 'pulse', 'confirm', 'alarm', 'safety', 'sim'])
    if kind in ('on', 'off'):
        return lambda n: bus.output_set(n, output, kind, confirm_s=3600, reason=f'r{rng.random():.3f}')
    if kind == 'release':
        return lambda n: bus.output_set(n, output, kind)
    if kind == 'pulse':
        return lambda n: bus.output_set(n, rng.choice(['alarm_out', 'do_4']), kind, pulse_ms=HOUR_MS)
    if kind == 'confirm':
        return lambda n: bus.output_confirm(n, '')
    if kind == 'sim':
        return lambda n: bus.sim(n, bus.SIM_SET, f'set load_watts {rng.randrange(50, 150)}')
    holds = [(o, rng.random() < 0.5, 'why') for o in OUTPUTS if rng.random() < 0.5]
    return lambda n: bus.hold_all(n, kind, holds)


def outputs_of(client):
    return client.snapshot.outputs, client.holds or []


def pause(rng, most, fd):
    """A random moment: the point of this test, and no wait for anything."""
    deadline = time.monotonic() + rng.uniform(0, most)
    while time.monotonic() < deadline:
        readable(fd, deadline - time.monotonic())


def test_killed_at_random_moments(suite, rng):
    """S155: `kill -9` between requests, in the middle of one, and during the start."""
    suite.configure('device = { profile = "sim"; };\n'
                    'channels = { do_4 = { name = "Fan"; }; };\n' + NO_INTERLOCKS)
    d = suite.start('sensord')
    clock = 0
    for _ in range(KILLS):
        c = suite.connect()
        for _ in range(rng.randrange(4)):
            c.ask(lambda n, make=random_request(rng): make(n))
        # what was answered is published with the next snapshot
        c.next_snapshot()
        c.next_snapshot()
        before = outputs_of(c)
        listing = c.ask(bus.bare, bus.SIM_LIST)
        assert c.snapshot.mono_us >= clock, 'the simulated time went back'
        clock = c.snapshot.mono_us
        in_flight = rng.random() < 0.5
        if in_flight:
            # whether it was done is open; whatever it is, it is whole
            c.send(random_request(rng)(c.next_number()))
        pause(rng, 0.004, c.sock.fileno() if not in_flight else d.notifications.sock.fileno())
        d.kill()
        with contextlib.suppress(bus.Closed):
            c.drain()
        c.close()
        while rng.random() < 0.3:
            d.start(wait=False)
            pause(rng, 0.15, d.notifications.sock.fileno())
            d.kill()
        d.start()

        c = suite.connect()
        c.follow_facts(c.hello.instance, 1)
        assert c.snapshot.mono_us >= clock, 'the simulated time went back'
        after = c.ask(bus.bare, bus.SIM_LIST)
        assert after.running == listing.running and after.elapsed_us >= listing.elapsed_us
        if not in_flight:
            assert outputs_of(c) == before
            assert after.knobs == listing.knobs
            assert not [f for f in c.facts if f.kind == 'output-changed'], 'an output moved'
        else:
            # one request touches holders of many outputs, but an output that is on has somebody
            # who wants it so, and each deadline is one that was set
            for o in c.snapshot.outputs:
                assert o.active is False or o.holder != 'none'
                assert not (o.pulsing or o.unconfirmed) or o.until_us > clock
        # it lives on
        first = c.next_snapshot(lambda s: not s.edge)
        assert c.next_snapshot(lambda s: not s.edge).mono_us > first.mono_us
        c.close()


def test_what_was_answered_is_kept(suite, rng):
    """S155: the answer came, the kill comes at once: it is done all the same."""
    suite.configure('device = { profile = "sim"; };\nchannels = { do_4 = { name = "Fan"; }; };\n' + NO_INTERLOCKS)
    d = suite.start('sensord')
    for i in range(KILLS // 2):
        c = suite.connect()
        active = i % 2 == 0
        assert c.ask(bus.output_set, 'do_4', 'on' if active else 'off').ok
        assert c.ask(bus.output_set, 'battery', 'on' if active else 'release', confirm_s=600 + i).ok
        d.kill()
        c.close()
        d.start()
        c = suite.connect()
        assert c.output('do_4').active == active
        battery = c.output('battery')
        assert (battery.active, battery.unconfirmed) == (active, active)
        if active:
            left = (battery.until_us - c.snapshot.mono_us) / bus.MICRO
            assert 600 + i - 30 < left <= 600 + i
        c.close()


@pytest.mark.parametrize('speed', [1, 50])
def test_a_pulse_and_a_confirmation_end_while_nobody_is_there(suite, speed):
    """S155, S157: due during the outage: over with the very first snapshot."""
    suite.configure('device = { profile = "sim"; };\nchannels = { do_4 = { name = "Fan"; }; };\n' + NO_INTERLOCKS)
    d = suite.start('sensord')
    c = suite.connect()
    c.sim(bus.SIM_SPEED, value=speed * 1000)
    assert c.ask(bus.output_set, 'do_4', 'pulse', pulse_ms=400 * speed).ok
    assert c.ask(bus.output_set, 'battery', 'on', confirm_s=5 if speed > 1 else 1).ok
    due = [c.output(o, c.next_snapshot(lambda s: c.output('battery', s).unconfirmed)).until_us
           for o in ('do_4', 'battery')]
    d.kill()
    # until both are over in real time: nobody is there who could tell
    at = time.monotonic() + 1.1
    while time.monotonic() < at:
        readable(d.notifications.sock, at - time.monotonic())
    d.start()
    c = suite.connect()
    assert c.snapshot.mono_us > max(due)
    assert not any(o.active or o.pulsing or o.unconfirmed for o in c.snapshot.outputs)
    c.follow_facts(c.hello.instance, 1)
    assert c.fact('taken-back', channel=c.hello.index('battery'))


def test_the_world_goes_on_at_its_speed(suite):
    """A scenario at 100 times: a kill costs the readers a moment, the world nothing."""
    d = suite.start('sensord')
    c = suite.connect()
    c.sim(bus.SIM_SPEED, value=100000)
    c.sim(bus.SIM_RUN, 'mains-failure')
    for _ in range(3):
        c.next_snapshot()
        before, real = c.snapshot, time.monotonic()
        d.kill()
        d.start()
        c = suite.connect()
        passed = (c.snapshot.mono_us - before.mono_us) / bus.MICRO
        assert c.snapshot.rate_milli == 100000
        assert passed == pytest.approx(100 * (time.monotonic() - real), abs=30)
        assert c.ask(bus.bare, bus.SIM_LIST).running == 'mains-failure'


def test_killed_in_lockstep(suite):
    """Who stepped it is gone with the connection: the time runs again, from where it stood."""
    d = suite.start('sensord')
    sim = suite.lockstep()
    sim.play(5, 1)
    sim.sim_set('set load_watts 90')
    stood = sim.snapshot.mono_us
    d.kill()
    d.start()
    c = suite.connect()
    first = c.next_snapshot(lambda s: not s.edge)
    second = c.next_snapshot(lambda s: not s.edge)
    assert stood <= first.mono_us < second.mono_us
    assert not c.ask(bus.bare, bus.SIM_LIST).joined
