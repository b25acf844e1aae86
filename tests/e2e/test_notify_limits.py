# SPDX-License-Identifier: MIT
"""Where notifyd's patience ends: no way out when the battery is low, recipients that are closed, clocks that jump."""
from rmcu import bus
from rmcu.notified import HOOK, RULES

LAST_WORDS = RULES.replace('signs_of_life = { last_words = false; };\n', '')


def battery_low(w):
    w.sim.sim_set('fail battery_volts value 10.5')
    return w.play(15, 0.5)


def test_last_words_without_a_way(world):
    """They are tried again as any other message: a dead network costs the battery no process after the other."""
    w = world(HOOK % ('channels = "di_3"', ''), rules=LAST_WORDS)
    battery_low(w)
    for _ in range(2):
        said = w.post.next().answer('temporary', 0, 'no way')
        assert 'last-words' in said.text and w.post.nothing(0.5)
        w.play(6.5, 0.5)
    # the pauses grow
    assert w.post.nothing(0.2)
    # the mains are back: what nobody has heard is no longer true
    w.sim.sim_set('heal battery_volts')
    w.play(60, 1)
    while not w.post.nothing(0.2):
        assert 'last-words' not in w.post.take().text


def test_last_words_do_not_wait_for_a_retry(world):
    """What failed before does not hold back their first try."""
    w = world(HOOK % ('channels = "di_3"', ''), rules=LAST_WORDS)
    w.door(True)
    for _ in range(5):
        w.post.next().answer('temporary', 0, 'no way')
        w.client.until(lambda: w.recipient('ops').why == 'is tried again', 'the answer')
        w.play(60, 2)
    w.post.next().answer('temporary', 0, 'no way')
    w.client.until(lambda: w.recipient('ops').why == 'is tried again', 'the answer')
    assert w.post.nothing(0.2)
    battery_low(w)
    assert 'last-words' in w.post.take().text


def test_a_flush_is_of_what_waits(world):
    """Where nothing waits there is nothing that goes at once: the next message keeps its hours."""
    w = world(HOOK.replace('1000', '1') % ('', ''))
    w.door(True)
    w.post.take()
    w.settled()
    assert w.ask(bus.NOTIFY_FLUSH).ok
    w.door(False).settled()
    assert w.post.nothing(0.5)
    assert w.ask(bus.NOTIFY_FLUSH).ok
    w.play(0.1)
    w.post.take()


def test_a_pause_and_a_clock_that_was_set_back(world):
    """It is a week at most, whatever the clock said when somebody asked for it."""
    w = world(HOOK % ('', ''))
    assert w.ask(bus.NOTIFY_PAUSE, seconds=3600).ok
    w.suite.notifyd.stop()
    kept = w.suite.run / 'notifyd' / 'told'
    late = w.sim.snapshot.wall_us + 400 * 86400 * bus.MICRO
    kept.write_text('\n'.join(f'paused {late} anna' if line.startswith('paused ') else line
                              for line in kept.read_text().splitlines()) + '\n')
    w.suite.notifyd.start()
    w.client = w.suite.connect('notifyd')
    w.door(True)
    assert w.post.take()
