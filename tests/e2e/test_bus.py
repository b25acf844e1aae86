# SPDX-License-Identifier: MIT
"""The local bus of sensord: what a subscriber gets, in which order, how often."""
import errno
import os
import re
import socket

import pytest

from rmcu import bus
from rmcu.suite import SOURCE
from rmcu.waiting import TooLate, until

pytestmark = pytest.mark.usefixtures('sensord')


def vectors():
    """The packets that the specification writes out."""
    text = (SOURCE / 'lib/wire/PROTOCOL.md').read_text()
    found = re.findall(r'^    vector (\S+)\n((?:    [0-9a-f ]+\n)+)', text, re.M)
    return {name: bytes.fromhex(lines) for name, lines in found}


def test_the_vectors_of_the_specification():
    """This second implementation was written from the text: both agree on every byte of it."""
    v = vectors()
    assert bus.decode(v['fact-gap']).body == bus.FactGap(next=4991, lost=4990)
    reply = bus.decode(v['reply'])
    assert (reply.number, reply.body) == (5, bus.Reply(13, 'you are not in group rmcu-control'))
    s = bus.decode(v['snapshot']).body
    assert (s.number, s.mono_us, s.rate_milli, s.wall_sane, s.edge) == (7, 1000000, 1000, True, False)
    assert s.samples[0] == bus.Sample(13800000, 1000000 - 18000, 'ok')
    assert s.samples[1].quality == 'fault'
    assert s.outputs == [bus.OutputState(1, 'manual', False, False, True, False, False, 3000000)]
    assert bus.facts_from(5, 0x0123456789abcdef, 42) == v['facts-from']
    assert bus.output_set(9, 'supply', 'on', confirm_s=60,
                          actor=bus.Actor('anna', '192.0.2.7', 'web')) == v['output-set']
    for packet in v.values():
        if packet[0] < bus.FACTS_FROM:
            with pytest.raises(bus.BadMessage):
                bus.decode(packet + b'\0')
            for n in range(len(packet)):
                with pytest.raises(bus.BadMessage):
                    bus.decode(packet[:n])


def test_hello_comes_first_then_the_state_then_what_changes(suite):
    c = suite.connect()
    assert c.order[:4] == [bus.HELLO, bus.HEALTH, bus.HOLDS, bus.SNAPSHOT]
    c.next_snapshot()
    assert set(c.order[4:]) <= {bus.HEALTH, bus.SNAPSHOT}


def test_hello_tells_who_speaks(suite):
    a, b = suite.connect(), suite.connect()
    h = a.hello
    assert (h.protocol, h.service, h.simulated) == (1, 'sensord', True)
    assert h.rights == bus.ALL_RIGHTS
    assert h.instance == b.hello.instance != 0
    assert h.generation == b.hello.generation != 0
    kernel = open('/proc/sys/kernel/random/boot_id', encoding='ascii').read()
    assert h.boot_id.hex() == kernel.strip().replace('-', '')
    suite.sensord.restart()
    assert suite.connect().hello.instance != h.instance


def test_the_channel_table_fits_the_snapshot(suite):
    c = suite.connect()
    assert len(c.snapshot.samples) == len(c.hello.channels) == 17
    outputs = [i for i, ch in enumerate(c.hello.channels) if ch.kind == 'digital-out']
    assert [o.channel for o in c.snapshot.outputs] == outputs


def test_snapshots_come_ten_times_a_second_without_holes(suite):
    c = suite.connect()
    c.until(lambda: len(c.snapshots) >= 25, '25 snapshots')
    numbers = [s.number for s in c.snapshots]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    ticks = [s for s in c.snapshots[1:] if not s.edge]
    # the grid: what was late was late, but nothing shifts
    spans = [b.mono_us // 100000 - a.mono_us // 100000 for a, b in zip(ticks, ticks[1:])]
    assert all(n >= 1 for n in spans)
    missed = ticks[-1].missed_ticks - ticks[0].missed_ticks
    assert sum(spans) == len(spans) + missed
    assert ticks[0].rate_milli == 1000 and ticks[0].wall_sane


@pytest.mark.parametrize('hz', [1, 100])
def test_the_rate_is_a_setting(suite, hz):
    suite.configure(f'device = {{ profile = "sim"; }};\nsampling = {{ rate_hz = {hz}; }};\n')
    suite.sensord.restart()
    c = suite.connect()
    # one second; a busy machine may miss some, and says so
    first = c.next_snapshot(lambda s: not s.edge)
    last = c.next_snapshot(lambda s: s.mono_us >= first.mono_us + 900000, 'a second of snapshots')
    ticks = [s for s in c.snapshots if first.number < s.number <= last.number and not s.edge]
    passed = round((last.mono_us - first.mono_us) * hz / bus.MICRO)
    assert len(ticks) + last.missed_ticks - first.missed_ticks == pytest.approx(passed, abs=1)
    assert c.health.tick_us == bus.MICRO // hz


def test_an_edge_publishes_at_once(suite, sim):
    """In lockstep no tick comes by itself, so what comes is for the edge alone."""
    reader = suite.connect()
    sim.follow_facts()
    sim.step()
    reader.next_snapshot(lambda s: s.mono_us == sim.snapshot.mono_us)
    assert reader.active('alarm_in')
    sim.sim_set('set alarm_loop off')
    sim.play(0.1, step=0.01)
    assert not sim.active('alarm_in')
    edge = sim.fact('edge', channel=sim.hello.index('alarm_in'))
    assert edge.value == 0


def test_an_edge_is_told_between_ticks(suite):
    """One tick a second: the edge does not wait for it."""
    suite.configure('device = { profile = "sim"; };\nsampling = { rate_hz = 1; };\n')
    suite.sensord.restart()
    c = suite.connect()
    c.follow_facts()
    c.next_snapshot(lambda s: not s.edge, 'a tick')
    c.sim_set('set alarm_loop off')
    seen = c.next_snapshot(lambda s: not c.sample('alarm_in', s).value, 'the edge')
    fact = c.fact('edge', channel=c.hello.index('alarm_in'))
    assert seen.edge
    # dated when the contact began to move, published when it had settled (20 ms)
    assert 15000 <= seen.mono_us - fact.mono_us < 500000


def test_at_most_200_edge_snapshots_a_second(suite):
    """Two contacts without debouncing that chatter a thousand times: no more than one in 5 ms."""
    channels = ''.join(f'{c} = {{ name = "{c}"; debounce_ms = 0; }};' for c in ('di_3', 'di_4'))
    suite.configure('device = { profile = "sim"; };\nchannels = { %s };\n' % channels)
    suite.sensord.restart()
    c = suite.connect()
    c.follow_facts()
    for contact in 'di3', 'di4':
        c.sim_set(f'bounce {contact} 500 over 1s')
    c.until(lambda: sum(getattr(f, 'kind', '') == 'edge' for f in c.facts) >= 1000, '1000 edges')
    c.next_snapshot()
    edges = [s.mono_us for s in c.snapshots if s.edge]
    assert len(edges) > 20
    # The pause is in sensord's own time: simulated time runs at the same speed here.
    assert all(b - a >= 4900 for a, b in zip(edges, edges[1:]))
    assert len(edges) <= 210


def test_facts_are_numbered_and_read_from_a_cursor(suite):
    """A reader comes back and gets what it has not read, once."""
    c = suite.connect()
    c.follow_facts(c.hello.instance, 1)
    for watts in 100, 120, 140:
        c.sim_set(f'set load_watts {watts}')
    c.until(lambda: sum(f.kind == 'sim-command' for f in c.facts) == 3, 'three facts')
    assert [f.number for f in c.facts] == list(range(1, len(c.facts) + 1))
    kinds = [f.kind for f in c.facts]
    assert 'started' in kinds and 'settings-loaded' in kinds
    last = c.facts[-1]
    cursor = last.number

    c.sim_set('set load_watts 160')
    again = suite.connect()
    again.follow_facts(c.hello.instance, cursor)
    again.until(lambda: len(again.facts) >= 2, 'two facts')
    assert [f.number for f in again.facts] == [cursor, cursor + 1]
    assert again.facts[0] == last
    assert '160' in again.facts[1].text


def test_a_reader_without_a_cursor_gets_what_comes(suite):
    c = suite.connect()
    c.sim_set('set load_watts 100')
    c.follow_facts()
    c.sim_set('set load_watts 101')
    c.until(lambda: c.facts, 'a fact')
    assert [f.text for f in c.facts] == ['sim set load_watts 101']


def test_a_cursor_of_another_life_is_answered_with_a_gap(suite):
    old = suite.connect().hello.instance
    suite.sensord.kill()
    suite.sensord.start()
    c = suite.connect()
    c.follow_facts(old, 17)
    c.until(lambda: len(c.facts) >= 2, 'the gap and the first fact')
    assert c.facts[0] == bus.FactGap(next=1, lost=0)
    assert c.facts[1].number == 1


def test_a_cursor_from_the_future_is_answered_with_a_gap(suite):
    c = suite.connect()
    c.follow_facts(c.hello.instance, 10**6)
    c.until(lambda: len(c.facts) >= 2, 'the gap and the first fact')
    assert c.facts[0] == bus.FactGap(next=1, lost=0)


def test_facts_that_left_the_ring_are_a_gap_with_its_size(suite):
    suite.configure('device = { profile = "sim"; };\nchannels = { di_4 = { debounce_ms = 0; }; };\n')
    suite.sensord.restart()
    sim = suite.lockstep()
    sim.follow_facts(sim.hello.instance, 1)
    # the ring holds 4096
    for _ in range(10):
        sim.sim_set('bounce di4 500 over 1s')
        sim.step(1)
    sim.until(lambda: sum(f.kind == 'edge' for f in sim.facts) == 5000, '5000 edges')
    # whoever reads along misses nothing
    numbers = [f.number for f in sim.facts]
    assert numbers == list(range(1, numbers[-1] + 1))

    late = suite.connect()
    late.follow_facts(sim.hello.instance, 1)
    late.until(lambda: late.facts and isinstance(late.facts[-1], bus.Fact) and
               late.facts[-1].number == numbers[-1], 'the newest fact')
    gap, facts = late.facts[0], late.facts[1:]
    assert isinstance(gap, bus.FactGap)
    assert gap.lost == gap.next - 1 and facts[0].number == gap.next
    assert facts == sim.facts[-4096:]


def test_missed_ticks_are_counted_and_told(suite, sensord):
    """A process that stands still for a second misses ten ticks, and says so everywhere."""
    c = suite.connect()
    c.follow_facts()
    before = c.next_snapshot(lambda s: not s.edge)
    sensord.pause()
    with pytest.raises(TooLate):        # nothing comes: this is how a second passes
        c.until(lambda: c.snapshot.number > before.number + 5, 'a second', seconds=1.2)
    sensord.resume()
    after = c.next_snapshot(lambda s: s.missed_ticks > before.missed_ticks, 'missed ticks')
    missed = after.missed_ticks - before.missed_ticks
    assert 10 <= missed <= 40
    # on the grid again: the missed ones are not made up for
    follow = c.next_snapshot(lambda s: not s.edge)
    assert (follow.number, follow.missed_ticks) == (after.number + 1, after.missed_ticks)
    assert follow.mono_us - after.mono_us <= 110000
    c.until(lambda: any(f.kind == 'tick-missed' and f.value >= 10 for f in c.facts), 'the fact')
    status = suite.psctl('status', '--json').json
    assert status['missed_ticks'] >= missed


def test_a_slow_reader_skips_and_gets_the_newest(suite, sim):
    """Snapshots are level-triggered: what waits for a reader is bounded, the newest is among it."""
    slow = suite.connect()
    sim.play(60, step=0.1)
    newest = sim.snapshot
    slow.until(lambda: slow.snapshot and slow.snapshot.number == newest.number, 'the newest snapshot')
    assert len(slow.snapshots) < 20
    numbers = [s.number for s in slow.snapshots]
    assert numbers == sorted(set(numbers))
    assert suite.connect().health.skipped > 500


def test_who_connects_gets_the_counters_of_that_moment(suite, sensord):
    """Not those that were told last, up to 10 s ago."""
    first = suite.connect()
    first.next_snapshot(lambda s: s.number >= first.snapshots[0].number + 3)
    c = suite.connect()
    assert c.order[:4] == [bus.HELLO, bus.HEALTH, bus.HOLDS, bus.SNAPSHOT]
    assert c.health.snapshots == c.snapshots[0].number >= first.snapshot.number
    assert c.health.ticks > first.health.ticks
    assert c.health.clients == 2
    before = suite.psctl('status', '--json').json['health']
    c.next_snapshot()
    assert suite.psctl('status', '--json').json['health']['snapshots'] > before['snapshots']


def test_watchdog_gets_its_sign_of_life(suite):
    """Only with progress: the grid advanced, snapshots went out."""
    suite.sensord.stop()
    d = suite.start('sensord', env={'WATCHDOG_USEC': '400000'})
    since = len(d.notifications.states)
    d.notifications.wait_for('WATCHDOG', '1', since)
    d.notifications.drain()
    d.pause()
    d.notifications.drain(0.3)
    quiet = len(d.notifications.states)
    with pytest.raises(TooLate):
        d.notifications.wait_for('WATCHDOG', '1', quiet, seconds=1)
    d.resume()


def test_a_client_waits_in_the_socket_over_a_kill(suite):
    """Under systemd the listening socket outlives sensord: who connects meanwhile is served after."""
    suite.sensord.stop()
    path = suite.run / 'sensor.sock'
    path.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET | socket.SOCK_NONBLOCK) as listener:
        listener.bind(str(path))
        listener.listen(128)
        d = suite.start('sensord', passed=[('sensor', listener.fileno())])
        first = suite.connect()
        d.kill()
        first.until_closed()
        waiting = suite.connect(wait=False)
        d.start()
        waiting.until(lambda: waiting.snapshot, 'a snapshot')
        assert waiting.hello.instance != first.hello.instance


def test_descriptors_of_nobody_are_closed_and_taken_from_the_store(suite):
    """What an older wiring or version left in the store does not stay there for ever."""
    suite.sensord.stop()
    r, w = os.pipe()
    d = suite.start('sensord', passed=[('of-nobody', w)])
    os.close(w)
    until(lambda: not os.read(r, 1), 'the end of the pipe')
    os.close(r)
    d.notifications.wait_for('FDNAME', 'of-nobody')


def test_lockstep_waits_for_all_and_goes_on_when_one_leaves(suite, sim):
    """Simulated time stands still until everybody who joined said STEP."""
    other = suite.lockstep(alone=False)
    start = sim.snapshot.mono_us
    sim.send(bus.sim(0, bus.SIM_STEP, value=100000))
    answer = sim.ask(bus.bare, bus.SIM_LIST)
    assert answer.joined == 2 and sim.snapshot.mono_us == start
    other.send(bus.sim(0, bus.SIM_STEP, value=50000))
    tick = sim.next_snapshot(lambda s: s.mono_us > start, 'the common tick')
    assert tick.mono_us - start == 50000        # the shortest step of all
    # the other one leaves while the first waits for it
    sim.send(bus.sim(0, bus.SIM_STEP, value=100000))
    other.close()
    sim.patience = 3.0          # at once, not when it is overdue
    sim.next_snapshot(lambda s: s.mono_us == start + 150000, 'a tick without the one that left')


def test_time_that_was_stepped_over_is_not_missed(suite, sim):
    """After the lockstep the ticks go on at once, and none counts as missed."""
    reader = suite.connect()
    before = sim.step(60)
    sim.play(600, step=60)
    sim.close()
    reader.patience = 3.0
    tick = reader.next_snapshot(lambda s: not s.edge and s.mono_us > before.mono_us + 600000000)
    assert tick.missed_ticks - before.missed_ticks < 5


def test_lockstep_leaves_out_who_hangs(suite, sim):
    """After five seconds, said aloud."""
    other = suite.lockstep(alone=False)
    start = sim.snapshot.mono_us
    sim.send(bus.sim(0, bus.SIM_STEP, value=100000))
    sim.next_snapshot(lambda s: s.mono_us > start, 'a tick without the one that hangs')
    assert suite.sensord.log_lines('lockstep goes on without')
    assert not other.ask(bus.sim, bus.SIM_STEP, value=1000).ok


def test_a_release_ends_the_lockstep_for_all(suite, sim):
    """The clock runs on from where it stands, at real speed; who steps again hears that there is nothing to step."""
    other, reader = suite.lockstep(alone=False), suite.connect()
    sim.ask(bus.sim, bus.SIM_SPEED, value=50000)
    start = sim.snapshot
    other.send(bus.sim(0, bus.SIM_STEP, value=0))
    assert sim.ask(bus.bare, bus.SIM_RELEASE).ok
    # who waited for the tick of his step gets the next one
    tick = other.next_snapshot(lambda s: not s.edge and s.mono_us > start.mono_us, 'a tick of the running clock')
    assert tick.rate_milli == 1000 and tick.missed_ticks == start.missed_ticks
    assert tick.mono_us - start.mono_us < 5 * bus.MICRO
    for client in sim, other:
        refusal = client.ask(bus.sim, bus.SIM_STEP, value=0)
        assert refusal.error == errno.ENOENT
    assert reader.ask(bus.bare, bus.SIM_LIST).joined == 0
    # again is no mistake
    assert sim.ask(bus.bare, bus.SIM_RELEASE).ok


def test_followers_alone_stand_still(suite, sim):
    """A step of 0 waits for somebody's wish, however long that takes, and takes it."""
    other = suite.lockstep(alone=False)
    start = sim.snapshot.mono_us
    other.send(bus.sim(0, bus.SIM_STEP, value=0))
    sim.send(bus.sim(0, bus.SIM_STEP, value=0))
    assert sim.ask(bus.bare, bus.SIM_LIST).joined == 2 and sim.snapshot.mono_us == start
    with pytest.raises(TooLate):
        sim.until(lambda: sim.snapshot.mono_us > start, 'a tick that nobody wishes for', seconds=0.3)
    sim.send(bus.sim(0, bus.SIM_STEP, value=70000))
    tick = other.next_snapshot(lambda s: s.mono_us > start, 'the common tick')
    assert tick.mono_us - start == 70000
