# SPDX-License-Identifier: MIT
"""What notifyd says although nothing happened: how the unit is, that it is back, that it is about to go, that it lives."""
import email
import email.policy
import json

from rmcu import bus
from rmcu.notified import HOOK, RULES

MAIL = '''mail = { server = "mail.example.org"; from = "unit@example.org"; to = "ops@example.org"; %s };
'''
PLAIN = RULES.replace('signs_of_life = { last_words = false; };\n', '')


def read(handed):
    return email.message_from_bytes(handed.send.body, policy=email.policy.default)


def test_status_again_and_again(world):
    """S132: at start + k times the interval of the local day, each once, over a restart too."""
    w = world(MAIL % 'periodic_min = 120; periodic_start = "00:30";')
    times = []
    for _ in range(26):
        w.play(600, 30)
        while not w.post.nothing(0.05):
            handed = w.post.take()
            assert 'status' in read(handed)['Subject']
            times.append(w.sim.snapshot.wall_us // 1000000 % 86400 // 60)
        if len(times) == 1:
            w.again()
    # within the step of ten minutes
    assert 2 <= len(times) <= 3 and all((t - 30) % 120 < 11 for t in times), times


def test_back_after_a_boot(world):
    """S133: how long it was off, and whether it had been shut down."""
    w = world(MAIL % 'boot = true;')
    assert w.post.nothing(0.1)
    w.door(True).settled()
    w.suite.notifyd.stop()
    w.suite.alarmd.kill()
    # as after a boot: /run is empty, and what was kept names another one
    (w.suite.run / 'notifyd' / 'told').unlink()
    kept = w.suite.state / 'notifyd' / 'simulated' / 'told'
    lines = kept.read_text().splitlines()
    # the boot that it began in is no news
    assert 'told ' + bytes(w.client.hello.boot_id).hex() in lines
    lines = ['told ' + '5a' * 16 if line.startswith('told ') else line for line in lines]
    kept.write_text('\n'.join(lines) + '\n')
    w.suite.alarmd.start()
    w.suite.notifyd.start()
    w.joined()
    w.play(1)
    # notifyd dies before anybody has it, and so does who delivers; then the server has no time
    first = w.post.next()
    w.again()
    first.hang_up()
    w.play(1)
    w.post.next().answer('temporary', 451, '451 later')
    w.play(90, 5)
    mail = w.post.take()
    assert read(mail)['Message-ID'] == read(first)['Message-ID']
    assert 'The unit is back' in read(mail).get_content() and 'power failed, or it hung' in read(mail).get_content()
    w.play(5, 1)
    assert w.post.nothing(0.1)


def test_last_words(world):
    """Before the battery is empty: everybody, at once, whatever waits; once."""
    w = world(HOOK % ('priority = "critical"', ''), rules=PLAIN)
    assert w.ask(bus.NOTIFY_PAUSE, seconds=3600).ok
    w.sim.sim_set('fail battery_volts value 10.5')
    w.play(5, 0.5)
    assert w.post.nothing(0.1), 'a dip is no end'
    w.play(10, 0.5)
    said = json.loads(w.post.take().text)
    assert said['kind'] == 'last-words' and 'nearly empty' in said['words'] and said['status']
    w.play(30, 1)
    assert w.post.nothing(0.1)
    w.again()
    w.play(30, 1)
    assert w.post.nothing(0.1), 'they are the last ones, over a restart too'
    w.sim.sim_set('heal battery_volts')
    w.play(5, 0.5)
    w.sim.sim_set('fail battery_volts value 10.5')
    w.play(15, 0.5)
    assert json.loads(w.post.take().text)['kind'] == 'last-words'


def test_heartbeat(world):
    """While the unit is well; its silence is the message when it is not."""
    rules = PLAIN + 'signs_of_life = { heartbeat_url = "https://hc.example.org/ping/7"; heartbeat_min = 5; last_words = false; };\n'
    w = world('', rules=rules)
    beats = 0
    for _ in range(31):
        w.play(60, 5)
        while not w.post.nothing(0.05):
            beat = w.post.take(what='a heartbeat')
            assert (beat.send.server, beat.send.type, beat.send.body) == ('https://hc.example.org/ping/7', '', b'')
            beats += 1
    assert 6 <= beats <= 8, beats
    w.suite.sensord.kill()
    assert w.post.nothing(1)
