# SPDX-License-Identifier: MIT
"""The power goes in the midst of an alarm storm: what anybody was told is on the disk. `./check long`."""
import time

from rmcu import bus
from rmcu.suite import fake_boot_id
from test_alarm_kills import storm

CUTS = 50
# Load before the first cut; the others come in its midst.
LOAD_S = 30


def watch(alarms, seconds):
    """Takes what is told for so long, and acknowledges what can be; returns the notes that were answered "done"."""
    done = []
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        alarms.receive(max(deadline - time.monotonic(), 0))
        if alarms.events and alarms.events[-1].kind == 'alarm-raised':
            note = f'ack {len(alarms.events)}'
            if alarms.request(bus.ALARM_ACKNOWLEDGE, alarms.events[-1].alarm, note).ok:
                done.append(note)
    return done


def check(suite, told, done, boot):
    """A board boots from the image: everything is there, and the alarm that latched is latched."""
    suite.clear_runtime()
    suite.start('alarmd', wrap=fake_boot_id(suite, boot))
    a = suite.alarms()
    events = a.caught_up()
    assert not list((suite.state / 'alarmd').rglob('*damaged*')), 'the journal was set aside'
    assert not a.gaps and events[0].number == 1
    rows = {e.number: e for e in events}
    for e in told:
        assert rows[e.number].hash == e.hash, f'event {e.number} was told and is another one now'
    notes = [e.text for e in events if e.kind == 'alarm-acknowledged']
    for note in done:
        assert notes.count(note) == 1, f'{note}: {notes.count(note)} rows'
    assert a.alarm('stays').active or not any(e.alarm == 'stays' for e in told)
    a.close()
    suite.alarmd.stop()
    return len(events)


def test_power_cuts_in_a_storm(suite, disk, rng):
    storm(suite)
    suite.start('sensord')
    suite.start('alarmd')
    a = suite.alarms()
    done = watch(a, LOAD_S)
    cuts = []
    for _ in range(CUTS):
        done += watch(a, rng.uniform(0.01, 0.7))
        # what is told up to here, and nothing after it, was known when the power went
        told, known = list(a.events), list(done)
        cuts.append((disk.cut(), told, known))
    a.close()
    for name in 'alarmd', 'sensord':
        suite.programs[name].kill()
    counts = []
    for boot, (image, told, known) in enumerate(cuts):
        disk.plug(image)
        counts.append(check(suite, told, known, boot))
    print(f'{len(cuts)} cuts, {len(done)} acknowledgements, {counts[0]} to {counts[-1]} events')
