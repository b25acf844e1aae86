# SPDX-License-Identifier: MIT
"""notifyd with the real sensord and alarmd; the test delivers its messages, or does not."""
from rmcu import bus
from rmcu.notified import ALL_IN_ONE, HOOK, RULES, kinds, notices, told

MAIL = '''mail = { server = "mail.example.org"; from = "unit@example.org"; to = "a@example.org,b@example.org"; %s };
alarms = { door = { channel = "di_3"; when = "active"; email = true; }; batt = { channel = "amps_battery"; when = "above";
  setpoint = 500; recovery = 400; }; };
'''
MAIL_RULES = RULES.split('alarms = {')[0] + 'signs_of_life = { last_words = false; };\n'


def test_told_once(world):
    """Of the raise and of its end, each once, over a restart too."""
    w = world(HOOK % ('', ''))
    assert w.post.nothing()
    w.door(True)
    assert told(w.post.take()) == [('raised', 'door', 'news')]
    w.settled()
    w.suite.notifyd.restart()
    w.joined()
    w.door(False)
    assert told(w.post.take()) == [('cleared', 'door', 'news')]
    w.settled()
    assert w.post.nothing()
    # how it went is heard after it was sent
    w.client.until(lambda: (r := w.recipient('ops')) and (r.open, r.waiting) == (0, 0), 'nothing to be left')


def test_only_what_is_wanted(world):
    """Priority, channels, and which of raised, cleared, acknowledged, information."""
    w = world(HOOK % ('priority = "critical"; cleared = false',
                      'fan = { by = "command"; address = "x"; channels = "di_4"; information = true; };'
                      'acks = { by = "webhook"; url = "http://127.0.0.1/a"; acknowledged = true; };'))
    w.door(True)
    first = w.post.take()
    assert first.send.server == 'http://127.0.0.1/a' and told(first) == [('raised', 'door', 'news')]
    assert w.alarms.request(bus.ALARM_ACKNOWLEDGE, 'door', 'on my way').ok
    assert told(w.post.take()) == [('acknowledged', 'door', 'news')]
    w.sim.sim_set('set di4 on')
    w.play(1)
    fan = w.post.take()
    assert fan.send.by == 'command' and kinds(fan) == ['input-changed']
    w.sim.sim_set('fail battery_amps value 900')
    w.play(0.5)
    got = [w.post.take() for _ in range(2)]
    assert {g.send.server[-1] for g in got} == {'x', 'a'}
    assert all(told(g) == [('raised', 'batt', 'news')] for g in got)
    w.sim.sim_set('heal battery_amps')
    w.play(1)
    assert told(w.post.take()) == [('cleared', 'batt', 'news')]
    w.settled()
    assert w.post.nothing()


def test_if_it_still_lasts(world):
    """The delay: what is over before it is told to nobody, nor its end."""
    w = world(HOOK % ('delay_s = 60', ''))
    w.door(True).play(50, 1).settled()
    assert w.ask(bus.NOTIFY_QUEUE).list[0].due > 0
    # the journal is written in real time, which goes slower than the simulated one
    w.door(False).settled().play(30, 1).settled()
    assert w.post.nothing()
    w.door(True).play(55, 1)
    assert w.post.nothing()
    w.again()
    w.play(8, 1)
    assert told(w.post.take()) == [('raised', 'door', 'news')]
    w.door(False)
    assert told(w.post.take()) == [('cleared', 'door', 'news')]


def test_again_until_acknowledged(world):
    """Every ten minutes, three times at most; an acknowledgement ends it."""
    w = world(HOOK % ('repeat_s = 600; repeat_most = 3', ''))
    w.door(True)
    assert told(w.post.take()) == [('raised', 'door', 'news')]
    for n in (2, 3, 4):
        w.settled().play(590, 5)
        assert w.post.nothing()
        w.play(12, 1)
        again = w.post.take()
        assert told(again) == [('raised', 'door', 'again')] and notices(again)[0]['times'] == n
    w.settled().play(1300, 10)
    assert w.post.nothing()
    w.door(False)
    w.post.take()
    w.door(True)
    assert told(w.post.take()) == [('raised', 'door', 'news')]
    assert w.alarms.request(bus.ALARM_ACKNOWLEDGE, 'door', 'seen').ok
    w.settled().play(1300, 10)
    assert w.post.nothing()


def test_escalation(world):
    """To the next one, whatever his filter, and back to nobody; each is told of the end."""
    w = world(HOOK % ('escalate_to = "boss"; escalate_s = 900',
                      'boss = { by = "command"; address = "call"; priority = "critical"; channels = "amps_battery";'
                      ' escalate_to = "ops"; escalate_s = 60; };'))
    w.door(True)
    assert w.post.take().send.by == 'webhook'
    w.settled().play(890, 5)
    assert w.post.nothing()
    w.again()
    w.play(15, 1)
    boss = w.post.take()
    assert boss.send.to == 'call' and told(boss) == [('raised', 'door', 'escalated')]
    w.play(120, 1)
    assert w.post.nothing()
    w.door(False)
    assert {w.post.take().send.by for _ in range(2)} == {'webhook', 'command'}


def test_shelved_and_maintenance(world):
    """Nobody is told meanwhile; what still lasts then is told then. Who was told is told of the end, shelved or not."""
    w = world(HOOK % ('', ''))
    assert w.alarms.request(bus.MAINTENANCE, '', 'battery test', 300).ok
    w.door(True).play(200, 5).settled()
    assert w.post.nothing()
    w.play(110, 1)
    assert told(w.post.take()) == [('raised', 'door', 'news')]
    assert w.alarms.request(bus.ALARM_SHELVE, 'door', 'painting', 3600).ok
    w.door(False)
    assert told(w.post.take()) == [('cleared', 'door', 'news')]
    w.door(True).settled()
    assert w.post.nothing()
    w.door(False).settled()
    assert w.post.nothing()


def mail_world(world, more=''):
    return world(MAIL % more, rules=MAIL_RULES)


def test_mail_of_the_guide(world):
    """S45, S29: only what wants e-mail; several addresses; S129: nothing waits without a server."""
    w = mail_world(world)
    w.sim.sim_set('fail battery_amps value 900')
    w.play(0.5).settled()
    assert w.post.nothing()
    w.door(True)
    mail = w.post.take()
    assert (mail.send.by, mail.send.server, mail.send.to) == ('email', 'mail.example.org', 'a@example.org,b@example.org')
    w.sim.sim_set('set di4 on')
    w.play(1)
    assert kinds(w.post.take()) == ['input-changed']
    w.suite.configure(MAIL_RULES + (MAIL % '').replace('mail.example.org', ''))
    w.suite.notifyd.signal(1)
    w.client.until(lambda: not w.client.notify_status.recipients['mail'].enabled, 'no mail')
    w.door(False).door(True).settled()
    assert w.recipient('mail').waiting == 0 and w.post.nothing()


def test_minimum_interval(world):
    """S131: one now, one with the rest when it is over; none is lost over a restart."""
    w = mail_world(world, 'min_interval_min = 10;')
    w.door(True)
    assert told(w.post.take()) == [('raised', 'door', 'news')]
    w.door(False).door(True).door(False)
    w.settled()
    assert w.recipient('mail').why == 'minimum interval' and w.post.nothing()
    w.again()
    w.play(590, 5)
    assert w.post.nothing()
    w.play(15, 1)
    assert kinds(w.post.take()) == ['cleared', 'raised', 'cleared']
    w.settled()
    assert w.recipient('mail').open == 0


def test_quiet_hours(world):
    """Messages wait for their end, critical ones do not."""
    days = ' '.join(f'{d} = true;' for d in ('sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'))
    w = world(HOOK % (f'quiet = true; from = "00:00"; to = "24:00"; {days}', ''))
    w.door(True).settled()
    assert w.recipient('ops').why == 'quiet hours' and w.post.nothing()
    w.sim.sim_set('fail battery_amps value 900')
    w.play(0.5)
    assert told(w.post.take()) == [('raised', 'door', 'news')]
    assert told(w.post.take()) == [('raised', 'batt', 'news')]


def test_hourly_limit(world):
    """A storm becomes lines, an alarm each; within any hour there are no more than the limit."""
    w = world(HOOK.replace('1000', '6') % ('', ''))
    got = []
    for _ in range(40):
        w.door(True).door(False).play(30, 5).settled()
        while not w.post.nothing():
            got.append(w.post.take())
            w.settled()
    assert 3 <= len(got) <= 6, len(got)
    w.play(3600, 30)
    got.append(w.post.take())
    events = [notices(g) for g in got]
    assert sum(1 + e['earlier'] for message in events for e in message) == 80
    assert len(events[-1]) == 1 and events[-1][0]['kind'] == 'alarm-cleared' and events[-1][0]['earlier'] > 8


def test_tried_again(world):
    """Temporary: with back-off, never more than a minute apart; the queue keeps its order, and is one message."""
    w = world(HOOK % ('', ''))
    w.door(True)
    w.post.next().answer('temporary', 451, 'busy')
    w.client.until(lambda: w.recipient('ops').sentence == 'busy', 'the answer')
    assert w.recipient('ops').why == 'is tried again'
    tries = 0
    for _ in range(40):
        w.play(15, 1).settled()
        while not w.post.nothing():
            w.post.next().answer('temporary', 451, 'busy')
            w.client.until(lambda: w.recipient('ops').why == 'is tried again', 'the answer')
            tries += 1
    assert 10 <= tries <= 20, tries
    w.door(False)
    assert w.ask(bus.NOTIFY_FLUSH).ok
    assert told(w.post.take()) == [('raised', 'door', 'news')]
    assert told(w.post.take()) == [('cleared', 'door', 'news')]


def test_given_up(world):
    """Permanent: an event, told by other doors only."""
    w = world(HOOK % ('information = true', 'call = { by = "command"; address = "x"; information = true; '
                      'channels = ""; raised = false; };'))
    w.door(True)
    w.post.next().answer('permanent', 404, 'no such page')
    event = w.alarms.event('delivery-failed')
    assert event.text == 'ops by webhook: no such page' and event.actor.door == 'webhook'
    told_of_it = w.post.take()
    assert told_of_it.send.by == 'command'
    w.door(False).settled()
    assert told(w.post.take()) == [('cleared', 'door', 'news')]
    assert w.post.nothing()


def test_refused_for_some(world):
    """One of several addresses: the others have it, an event says who has not, once as long as it is the same."""
    w = mail_world(world)
    closed = True
    for sentence, events in ('250 x, but not for b@example.org (550 no)', 1), ('250 y, but not for b@example.org (550 no)', 2):
        for _ in range(2):
            w.door(closed)
            closed = not closed
            w.post.next().answer('partly', 250, sentence)
            w.client.until(lambda: w.recipient('mail').sentence == sentence and not w.recipient('mail').waiting, 'the answer')
            w.settled()
        assert w.alarms.event('delivery-failed').text == f'mail by email: {sentence}' or events == 2
        assert len(w.alarms.find('delivery-failed')) == events
    assert w.post.nothing()


def test_two_failing_doors_do_not_keep_each_other_busy(world):
    """That a failure could not be told is not told."""
    w = world(HOOK % ('information = true', 'call = { by = "command"; address = "x"; information = true; };'))
    w.door(True)
    for _ in range(2):
        w.post.next().answer('permanent', 404, 'no')
    for _ in range(2):
        w.post.next().answer('permanent', 404, 'no')
    w.settled().play(5, 1).settled()
    assert w.post.nothing() and len(w.alarms.find('delivery-failed')) == 2


def test_pause(world):
    """Nobody is told meanwhile, and nothing is lost."""
    w = world(HOOK % ('', ''))
    assert w.ask(bus.NOTIFY_PAUSE, seconds=600).ok
    w.door(True).settled()
    assert w.post.nothing() and w.recipient('ops').why == 'paused'
    w.again()
    w.play(500, 5)
    assert w.post.nothing()
    w.play(110, 1)
    assert told(w.post.take()) == [('raised', 'door', 'news')]
    assert w.ask(bus.NOTIFY_PAUSE, seconds=8 * 86400).error


def test_a_test(world):
    """The answer is what the other side said."""
    w = world(HOOK % ('', ''))
    number = w.client.next_number()
    w.client.send(bus.notify_request(number, bus.NOTIFY_TRY, 'ops'))
    w.post.next().answer('permanent', 401, 'who are you?')
    w.client.until(lambda: number in w.client.replies, 'the answer')
    assert w.client.replies[number].sentence == 'who are you?' and w.client.replies[number].error
    assert 'there is no recipient' in w.ask(bus.NOTIFY_TRY, 'nobody').sentence
    assert 'do not say where' in w.ask(bus.NOTIFY_TRY, 'mail').sentence


def test_psctl(world):
    """status, queue, pause, resume, flush, test; and who may."""
    w = world(HOOK % ('delay_s = 60', ''))
    run = w.suite.psctl
    assert run('notify', 'queue').out == 'nothing waits\n'
    w.door(True).settled()
    assert 'ops' in run('notify', 'queue').out and 'due ' in run('notify', 'queue').out
    assert run('notify', 'queue', '--json').json['waiting'][0]['kind'] == 'alarm-raised'
    assert run('notify', 'pause', '1h').out == 'nobody is told of anything meanwhile; it waits\n'
    assert run('notify', 'status').out.startswith('paused until ')
    assert 'psctl notify resume' in run('notify', 'flush', 'ops').err
    assert run('notify', 'pause', '9d').code == 64
    assert run('notify', 'resume').code == 0
    w.play(61, 1).settled()
    assert run('notify', 'flush').code == 0
    w.post.next().answer('permanent', 404, 'no such page')
    w.client.until(lambda: w.recipient('ops').failed, 'the answer')
    status = run('notify', 'status')
    assert 'no such page' in status.out and 'webhook' in status.out
    row = run('notify', 'status', '--json').json['recipients'][1]
    assert (row['id'], row['outcome'], row['answer'], row['failed']) == ('ops', 'permanent', 'no such page', 1)
    assert 'psctl test webhook ops' in run('test', 'email', 'ops').err
    assert run('test', 'webhook', 'nobody').code != 0


def test_secrets(suite, world):
    """The mail server's password: asked for, kept for notifyd alone, and part of the message to its server."""
    suite.start('settingsd')
    w = mail_world(world)
    done = suite.psctl('config', 'secret', 'mail.password', stdin='open sesame\n')
    assert done.code == 0, done.err
    file = suite.state / 'settings' / 'notifyd.secrets'
    assert 'open sesame' in file.read_text() and file.stat().st_mode & 0o007 == 0
    assert 'sesame' not in suite.overlay_file.read_text() + suite.psctl('config', 'show').out
    assert suite.psctl('config', 'secret', 'users.anna.password', stdin='x\n').code == 64
    assert suite.psctl('config', 'secret', 'mail.user', stdin='x\n').code == 64
    assert suite.psctl('config', 'secret', 'mail.password', stdin='').code == 65
    w.door(True)
    assert w.post.take().send.password == 'open sesame'


def test_what_comes_together_is_one_message(world):
    """For a person; a program has each event for itself."""
    w = world(ALL_IN_ONE % ('', 'site = { by = "command"; address = "x"; };'))
    w.sim.sim_set('set di3 on')
    w.sim.sim_set('fail battery_amps value 900')
    w.play(1)
    got = [w.post.take() for _ in range(3)]
    assert sorted(kinds(g) for g in got) == [['raised'], ['raised'], ['raised', 'raised']]
