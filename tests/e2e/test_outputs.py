# SPDX-License-Identifier: MIT
"""Outputs: who holds them, pulses, confirmation, interlocks, and what is kept over restarts."""
import errno
import os
import pwd

import pytest

from rmcu import bus
from rmcu.suite import RULES_OFF, fake_boot_id

FREE = 'do_4 = { name = "Fan"; };'       # an output that asks for no confirmation


def started(suite, channels=FREE, interlocks=''):
    suite.configure(f'device = {{ profile = "sim"; }};\nchannels = {{ {channels} }};\n'
                    f'interlocks = {{ {interlocks} }};\n')
    suite.start('sensord')
    sim = suite.lockstep()
    sim.follow_facts()
    sim.step()
    return sim


def my_name():
    """As a server writes it."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f'uid {os.getuid()}'


def switch(sim, channel, action, **how):
    return sim.ask(bus.output_set, channel, action, **how)


def hold(sim, holder, *holds):
    reply = sim.ask(bus.hold_all, holder, [(c, a, f'because of {holder}') for c, a in holds])
    assert reply.ok, reply
    sim.step()


# ---------------------------------------------------------------- switching

def test_switching_is_seen_and_told(suite):
    """S13, S14: active means that the output conducts; facts tell who, how and why."""
    sim = started(suite)
    reply = switch(sim, 'alarm_out', 'on', reason='a test')
    assert reply.ok and 'Alarm Out' in reply.sentence and 'ON/LOW' in reply.sentence
    sim.step()
    out = sim.output('alarm_out')
    assert (out.active, out.holder, out.fault) == (True, 'manual', False)
    assert sim.value('alarm_out') == 1
    fact = sim.fact('output-changed', channel=sim.hello.index('alarm_out'))
    assert (fact.value, fact.holder, fact.actor.name) == (bus.MICRO, 'manual', my_name())
    row = next(r for r in suite.psctl('status', '--json').json['outputs'] if r['id'] == 'alarm_out')
    assert (row['active'], row['text'], row['holder']) == (True, 'ON/LOW', 'manual')
    assert row['by'] == my_name() and row['reason'] == 'a test'


def test_an_output_acts_on_the_world(suite):
    """The supply switched off by its output: the battery takes over."""
    sim = started(suite)
    sim.play(1)
    assert switch(sim, 'power_supply', 'on').ok
    sim.play(2)
    assert sim.value('volts_supply') == 0 and sim.value('amps_battery') > 5
    assert not sim.active('dc_ok')


def test_a_release_returns_to_rest(suite):
    sim = started(suite)
    assert switch(sim, 'do_4', 'on').ok
    sim.step()
    assert sim.output('do_4').active
    assert switch(sim, 'do_4', 'release').ok
    sim.step()
    out = sim.output('do_4')
    assert (out.active, out.holder) == (False, 'none')


def test_a_dry_run_changes_nothing(suite):
    sim = started(suite)
    reply = switch(sim, 'do_4', 'on', dry_run=True)
    assert reply.ok and 'would' in reply.sentence
    sim.play(0.3)
    assert not sim.output('do_4').active and not sim.holds
    assert not [f for f in sim.facts if f.kind == 'output-changed']


@pytest.mark.parametrize('channel, action, how, error', [
    ('nosuch', 'on', {}, errno.ENOENT),
    ('ac_line', 'on', {}, None),
    ('do_4', 'pulse', {'pulse_ms': 3600001}, errno.EINVAL),
    ('power_supply', 'on', {'confirm_s': 3601}, errno.EINVAL),
    ('power_supply', 'on', {'confirm_s': 0}, errno.EPERM),
    ('power_supply', 'pulse', {'pulse_ms': 61000}, errno.EPERM)])
def test_what_is_refused_is_refused_with_a_sentence(suite, channel, action, how, error):
    sim = started(suite)
    reply = switch(sim, channel, action, **how)
    assert not reply.ok and len(reply.sentence) > 10
    if error:
        assert reply.error == error
    sim.step()
    assert not any(o.active for o in sim.snapshot.outputs)


# ---------------------------------------------------------------- pulses

@pytest.mark.parametrize('asked, length', [(0, 500), (10, 10), (120, 120), (3000, 3000)])
def test_a_pulse_is_as_long_as_it_should_be(suite, asked, length):
    """S27: within 10 ms in lockstep, then it returns to what it was."""
    sim = started(suite)
    reply = switch(sim, 'do_4', 'pulse', pulse_ms=asked)
    assert reply.ok, reply
    begin = sim.snapshot.mono_us
    states = [(s.mono_us, sim.output('do_4', s).active) for s in sim.play(length / 1000 + 0.2, 0.005)]
    # it began at the request
    assert states[0][1] or length <= 10
    end = next(at for at, active in states if not active)
    assert abs((end - begin) / 1000 - length) <= 10
    assert not any(active for at, active in states if at >= end)
    changes = [f for f in sim.facts if f.kind == 'output-changed']
    assert [f.value for f in changes] == [bus.MICRO, 0]
    assert abs((changes[1].mono_us - changes[0].mono_us) / 1000 - length) <= 10


def test_a_pulse_in_real_time(suite, sensord):
    """S27: sensord's own timer ends it between ticks."""
    c = suite.connect()
    c.follow_facts()
    before = c.next_snapshot()
    assert switch(c, 'alarm_out', 'pulse', pulse_ms=250).ok
    first = c.fact('output-changed', value=bus.MICRO)
    last = c.fact('output-changed', value=0)
    # Never short. Late only where all of sensord was: then ticks were missed too, and it says so.
    missed = c.next_snapshot(lambda s: not s.edge).missed_ticks - before.missed_ticks
    assert 249 <= (last.mono_us - first.mono_us) / 1000 < 400 + 200 * missed


def test_an_output_whose_on_is_a_pulse(suite):
    """S27: pulse = true, pulse_ms = 300."""
    sim = started(suite, 'do_4 = { name = "Gate"; pulse = true; pulse_ms = 300; };')
    assert switch(sim, 'do_4', 'on').ok
    sim.play(0.25, 0.01)
    out = sim.output('do_4')
    assert out.active and out.pulsing and out.until_us > sim.snapshot.mono_us
    sim.play(0.1, 0.01)
    assert not sim.output('do_4').active and not sim.output('do_4').pulsing


def test_a_pulse_of_what_is_on_would_not_be_seen(suite):
    sim = started(suite)
    switch(sim, 'do_4', 'on')
    reply = switch(sim, 'do_4', 'pulse')
    assert reply.error == errno.EALREADY and 'would not be seen' in reply.sentence


# ---------------------------------------------------------------- priority

def test_the_highest_holder_wins_and_releasing_returns_to_the_next(suite):
    """S61: manual < schedule < alarm < safety; the snapshot and HOLDS tell who decides, and who waits."""
    sim = started(suite)
    states = []

    def look():
        out = sim.output('do_4')
        states.append((out.holder, out.active))

    switch(sim, 'do_4', 'on')
    sim.step()
    look()
    for holder, active in ('schedule', False), ('alarm', True), ('safety', False):
        hold(sim, holder, ('do_4', active))
        look()
    index = sim.hello.index('do_4')
    assert sorted((h.holder, h.active) for h in sim.holds if h.channel == index) == [
        ('alarm', True), ('manual', True), ('safety', False), ('schedule', False)]
    assert next(h for h in sim.holds if h.holder == 'alarm').reason == 'because of alarm'
    for holder in 'safety', 'alarm', 'schedule':
        hold(sim, holder)
        look()
    assert states == [('manual', True), ('schedule', False), ('alarm', True), ('safety', False),
                      ('alarm', True), ('schedule', False), ('manual', True)]


def test_a_person_hears_who_stands_above_him(suite):
    """S61: the wish is kept, and the sentence says why nothing moves."""
    sim = started(suite)
    hold(sim, 'alarm', ('do_4', True))
    reply = switch(sim, 'do_4', 'off')
    assert reply.ok and 'alarm' in reply.sentence and 'because of alarm' in reply.sentence
    sim.step()
    assert (sim.output('do_4').holder, sim.output('do_4').active) == ('alarm', True)
    hold(sim, 'alarm')
    assert (sim.output('do_4').holder, sim.output('do_4').active) == ('manual', False)


def test_hold_all_is_the_whole_set(suite):
    """S61: what is no longer in it is released."""
    sim = started(suite)
    hold(sim, 'alarm', ('do_4', True), ('alarm_out', True))
    assert sim.output('do_4').active and sim.output('alarm_out').active
    hold(sim, 'alarm', ('alarm_out', True))
    assert (sim.output('do_4').holder, sim.output('alarm_out').holder) == ('none', 'alarm')


def test_the_source_of_a_change_is_in_its_fact(suite):
    """S61: by button or by alarm."""
    sim = started(suite)
    switch(sim, 'do_4', 'on', actor=bus.Actor('somebody', '10.0.0.1', 'panel'))
    hold(sim, 'safety', ('do_4', False))
    changes = [f for f in sim.facts if f.kind == 'output-changed']
    assert [(f.holder, f.value) for f in changes] == [('manual', bus.MICRO), ('safety', 0)]
    assert 'because of safety' in changes[1].text
    # the server's own uid is of the suite in a private run, so its word about the actor counts
    assert tuple(changes[0].actor) == ('somebody', '10.0.0.1', 'panel')


# ---------------------------------------------------------------- confirmation

def test_an_unconfirmed_change_is_taken_back(suite):
    """S157: at the deadline, not before."""
    sim = started(suite)
    reply = switch(sim, 'power_supply', 'on')
    assert reply.ok and 'confirm' in reply.sentence
    sim.play(59, 1)
    out = sim.output('power_supply')
    assert out.active and out.unconfirmed
    sim.play(2, 1)
    out = sim.output('power_supply')
    assert not out.active and not out.unconfirmed and out.holder == 'none'
    assert sim.fact('taken-back', channel=sim.hello.index('power_supply'))


@pytest.mark.parametrize('which', ['battery', ''])
def test_a_confirmed_change_stays(suite, which):
    """S157: both switches act, and stay when confirmed by name or all at once."""
    sim = started(suite)
    assert switch(sim, 'battery', 'on', confirm_s=10).ok
    sim.play(5, 1)
    assert sim.ask(bus.output_confirm, which).ok
    sim.play(120, 1)
    out = sim.output('battery')
    assert out.active and not out.unconfirmed and out.holder == 'manual'
    assert sim.fact('confirmed', channel=sim.hello.index('battery'))


def test_a_change_undone_by_hand_needs_no_confirmation(suite):
    """S157."""
    sim = started(suite, interlocks=RULES_OFF)
    switch(sim, 'battery', 'on')
    sim.step()
    assert switch(sim, 'battery', 'release').ok
    sim.step()
    assert not sim.output('battery').unconfirmed and not sim.output('battery').active


def test_nothing_to_confirm_is_said(suite):
    sim = started(suite)
    reply = sim.ask(bus.output_confirm, '')
    assert not reply.ok and reply.sentence


# ---------------------------------------------------------------- interlocks

RULE = 'keep = { output = "do_4"; forbids_on = true; when = "below"; channel = "ac_line"; value = 90; };'


def test_an_interlock_vetoes_whoever_asks_and_says_its_name(suite):
    sim = started(suite, interlocks=RULE)
    sim.sim_set('set ac_present off')
    sim.step()
    reply = switch(sim, 'do_4', 'on')
    assert not reply.ok and "keep" in reply.sentence
    hold(sim, 'safety', ('do_4', True))
    out = sim.output('do_4')
    assert not out.active and out.vetoed
    assert sim.fact('veto', channel=sim.hello.index('do_4'))
    # the condition ends: what was held back comes
    sim.sim_set('set ac_present on')
    sim.play(0.3)
    out = sim.output('do_4')
    assert out.active and not out.vetoed


def test_what_cannot_be_read_forbids(suite):
    sim = started(suite, interlocks=RULE)
    assert switch(sim, 'do_4', 'on', dry_run=True).ok
    for fault in 'no-answer', 'silent', 'value 301':
        sim.sim_set(f'fail ac_volts {fault}')
        sim.play(0.5)
        assert not switch(sim, 'do_4', 'on').ok, fault
    sim.sim_set('heal ac_volts')
    sim.play(0.5)
    assert switch(sim, 'do_4', 'on').ok


def test_a_least_time_delays(suite):
    """min_off_s: a change comes later, by itself."""
    sim = started(suite, interlocks='rest = { output = "do_4"; min_off_s = 30; };')
    hold(sim, 'alarm', ('do_4', True))
    hold(sim, 'alarm')
    hold(sim, 'alarm', ('do_4', True))
    assert not sim.output('do_4').active and sim.output('do_4').vetoed
    took = sim.play_until(lambda: sim.output('do_4').active, 'the delayed change', 0.5, 60)
    assert 29 <= took <= 30.5


def test_the_factory_keeps_the_battery_while_the_mains_are_away(suite):
    """Nobody opens it then: the load and this unit hang on it."""
    sim = started(suite)
    assert switch(sim, 'battery', 'on', dry_run=True).ok
    sim.sim_set('set ac_present off')
    sim.play(1)
    reply = switch(sim, 'battery', 'on')
    assert reply.error == errno.EPERM and 'battery_needed' in reply.sentence
    hold(sim, 'alarm', ('battery', True))
    assert not sim.output('battery').active and sim.output('battery').vetoed
    # closing it is never forbidden by that
    assert switch(sim, 'battery', 'off').ok


def test_the_factory_keeps_the_battery_at_230_volts_too(suite):
    """S159: what the supply needs follows the switch of the unit."""
    suite.configure('device = { profile = "sim"; ac_nominal = 230; };\n')
    suite.start('sensord')
    sim = suite.lockstep()
    sim.sim_set('fail ac_volts value 169')
    sim.play(1)
    assert 'battery_needed' in switch(sim, 'battery', 'on').sentence
    sim.sim_set('fail ac_volts value 171')
    sim.play(1)
    assert switch(sim, 'battery', 'on').ok


def test_the_factory_lets_the_supply_rest(suite):
    """Off (active) for ten seconds at least, and six times an hour at most."""
    sim = started(suite)
    for _ in range(6):
        assert switch(sim, 'power_supply', 'on').ok
        sim.play(1)
        reply = switch(sim, 'power_supply', 'off')
        assert reply.error == errno.EAGAIN and 'supply_rest' in reply.sentence
        sim.play(10)
        assert switch(sim, 'power_supply', 'off').ok
        # on it may go off again at once
    reply = switch(sim, 'power_supply', 'on')
    assert reply.error == errno.EAGAIN and 'supply_rest' in reply.sentence


# ---------------------------------------------------------------- restarts and reboots

def test_a_restart_restores_outputs_and_what_waits(suite):
    """S155: holders, pulse and confirmation go on as they were."""
    sim = started(suite)
    switch(sim, 'alarm_out', 'on')
    switch(sim, 'power_supply', 'on', confirm_s=600)
    switch(sim, 'do_4', 'pulse', pulse_ms=300000)
    hold(sim, 'safety', ('battery', True))
    before, holds = sim.snapshot, sim.holds
    suite.sensord.restart()
    c = suite.connect()
    # the very first snapshot is as the last one was
    assert c.snapshots[0].outputs == before.outputs
    assert c.holds == holds
    assert c.snapshot.mono_us >= before.mono_us
    assert c.output('do_4').pulsing and c.output('power_supply').unconfirmed


@pytest.mark.parametrize('boot, commanded, after', [
    ('last', True, True), ('last', False, False), ('safe', True, False), ('on', False, True),
    ('on', None, True), ('off', True, False)])
def test_a_boot_obeys_the_boot_setting(suite, boot, commanded, after):
    """S155: last, safe, on, off."""
    suite.configure('device = { profile = "sim"; };\n'
                    f'channels = {{ do_4 = {{ name = "Fan"; boot = "{boot}"; }}; }};\n')
    first = suite.start('sensord', wrap=fake_boot_id(suite, 1))
    c = suite.connect()
    if commanded is not None:
        assert switch(c, 'do_4', 'on' if commanded else 'off').ok
    first.stop()
    suite.clear_runtime()
    suite.start('sensord', wrap=fake_boot_id(suite, 2))
    c = suite.connect()
    assert c.output('do_4').active == after


def test_after_a_boot_pulses_are_over_and_the_unconfirmed_is_taken_back(suite):
    """S155, S157: nobody could confirm, so it goes back to what was confirmed last."""
    suite.configure(f'device = {{ profile = "sim"; }};\nchannels = {{ {FREE} }};\n')
    first = suite.start('sensord', wrap=fake_boot_id(suite, 1))
    c = suite.connect()
    assert switch(c, 'power_supply', 'on', confirm_s=3600).ok
    assert switch(c, 'do_4', 'pulse', pulse_ms=3600000).ok
    first.stop()
    suite.clear_runtime()
    suite.start('sensord', wrap=fake_boot_id(suite, 2))
    c = suite.connect()
    assert not any(o.active or o.pulsing or o.unconfirmed for o in c.snapshot.outputs)


def test_a_damaged_state_is_no_reason_not_to_start(suite, rng):
    """S155: what was kept is damaged: outputs begin as at a boot, and it is said."""
    sim = started(suite)
    switch(sim, 'alarm_out', 'on')
    sim.step()
    suite.sensord.stop()
    files = [p for p in suite.folder.rglob('outputs*.state')]
    assert files
    for path in files:
        raw = bytearray(path.read_bytes())
        for _ in range(8):
            raw[rng.randrange(len(raw))] ^= 1 << rng.randrange(8)
        path.write_bytes(raw[:rng.randrange(len(raw) // 2, len(raw))])
    suite.sensord.start()
    c = suite.connect()
    assert not c.output('alarm_out').active
    assert suite.sensord.log_lines('outputs')
