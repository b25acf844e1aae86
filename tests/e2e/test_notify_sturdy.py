# SPDX-License-Identifier: MIT
"""Nobody is left out: a day without a server, and kills at any moment."""
import pytest

from rmcu import bus
from rmcu.notified import ALL_IN_ONE, HOOK, name_of, notices, numbers, told


def test_a_day_without_a_server(world):
    """All that still matters comes within a minute of its return, in order, nothing twice, nothing lost."""
    w = world(ALL_IN_ONE % ('', ''))
    refused = 0
    for i in range(300):
        w.door(i % 2 == 0)
        w.play(250, 25).settled()
        while not w.post.nothing():
            w.post.next().answer('temporary', 0, 'no way there')
            refused += 1
            w.client.until(lambda: w.recipient('ops').why == 'is tried again', 'the answer')
    w.sim.sim_set('fail battery_amps value 900')
    w.play(1).settled()
    assert refused >= 150
    w.play(60, 1)
    got = [w.post.take()]

    # what waits is known once the answer was heard
    def heard():
        w.client.until(lambda: w.recipient('ops').sent == len(got), 'notifyd to hear it')

    heard()
    while w.settled().recipient('ops').waiting:
        w.play(10, 1)
        got.append(w.post.take())
        heard()
    events = [e for g in got for e in notices(g)]
    order = [e['number'] for e in events]
    assert order == sorted(order) and len(set(order)) == len(order)
    raised = w.alarms.find('alarm-raised', alarm='batt')
    assert order[-1] == raised[-1].number, 'what lasts is there as itself'
    assert sum(1 + e['earlier'] for e in events) == 301
    assert w.post.nothing() and not w.alarms.find('delivery-failed')


# Of notifyd, and of who delivers; with both ways of telling it is twice as many.
KILLS = 100


@pytest.mark.parametrize('door', [HOOK, ALL_IN_ONE], ids=['one-each', 'all-in-one'])
def test_killed_at_any_moment(world, rng, door):
    """notifyd and who delivers: each event is told at least once, and again only where it was on its way."""
    w = world(door % ('', ''))
    delivered, kills = [], 0
    closed = False
    while kills < KILLS:
        closed = not closed
        w.door(closed)
        for _ in range(rng.randrange(4)):
            what = rng.randrange(6)
            try:
                handed = w.post.next(seconds=0.2)
            except AssertionError:
                handed = None
            if what == 0:
                w.suite.notifyd.kill()
                kills += 1
            if handed and what == 1:
                handed.hang_up()        # the sender was killed: nobody knows
                kills += 1
                delivered.append((handed, False))
            elif handed and what == 5:
                handed.answer('temporary', 0, 'the time was over: waited for its answer', unsure=True)
                delivered.append((handed, False))
            elif handed and what in (0, 2):
                handed.answer()
                delivered.append((handed, False))
            elif handed:
                before = w.recipient('ops').sent
                # one that was killed may have left a message
                if handed.answer().heard:
                    w.client.until(lambda: w.client.notify_status.recipients['ops'].sent > before, 'notifyd to hear it')
                delivered.append((handed, handed.heard))
            if what == 2:
                w.suite.notifyd.kill()
                kills += 1
            if not w.suite.notifyd.running:
                w.suite.notifyd.start()
                w.joined()
        w.play(rng.choice([1, 7, 60]), 1)
    w.settled()
    assert w.ask(bus.NOTIFY_FLUSH).ok
    while w.settled().recipient('ops').waiting or not w.post.nothing():
        # one that failed just now is tried again in a while
        if w.post.nothing(0.1):
            w.play(10, 1)
        else:
            delivered.append((w.post.take(), True))
    wanted = [e.number for e in w.alarms.caught_up() if e.alarm == 'door' and e.kind in ('alarm-raised', 'alarm-cleared')]
    told_numbers = {n for handed, _ in delivered for n in numbers(handed)}
    folded = sum(e['earlier'] for handed, _ in delivered for e in notices(handed))
    missing = set(wanted) - told_numbers
    assert len(missing) <= folded, missing
    again = [n for i, (handed, _) in enumerate(delivered) for n in numbers(handed)
             if any(n in numbers(later) for later, _ in delivered[i + 1:])]
    unsure = {n for handed, known in delivered if not known for n in numbers(handed)}
    assert set(again) <= unsure, set(again) - unsure
    # and then it is the same message, so that who gets it twice can see that
    for i, (handed, known) in enumerate(delivered):
        for later, _ in delivered[i + 1:]:
            if set(numbers(handed)) & set(numbers(later)):
                assert numbers(handed) == numbers(later) and name_of(handed) == name_of(later)
