# SPDX-License-Identifier: MIT
"""The power goes while settings are changed and outputs are switched. `./check long`."""
import os
import threading
import time

from rmcu import bus
from rmcu.suite import NO_INTERLOCKS, fake_boot_id
from rmcu.waiting import readable, until

CUTS = 20
OUTPUTS = ['alarm_out', 'power_supply', 'battery', 'do_4']
# All four may be switched for good at once, and come back as they were commanded.
CONFIG = ('device = { profile = "sim"; };\nchannels = {\n' +
          ''.join(f'  {o} = {{ name = "{o}"; boot = "last"; pulse = false; confirm = false; }};\n' for o in OUTPUTS) +
          '};\n' + NO_INTERLOCKS)


def write(path, text, sync):
    """A file replaced in one go, as the suite does it; or as it must not."""
    beside = path.with_name(f'.{path.name}.new')
    with open(beside, 'w', encoding='ascii') as f:
        f.write(text)
        f.flush()
        if sync:
            os.fsync(f.fileno())
    beside.rename(path)
    if sync:
        folder = os.open(path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)


def test_what_was_synced_is_there_and_what_was_not_is_lost(disk):
    """The disk itself: else no cut would show anything."""
    for i in range(5):
        text = f'{i}\n' * 1000
        write(disk.path / 'careless', text, sync=False)
        # takes the name of the other one to the disk too, but not its bytes
        write(disk.path / 'careful', text, sync=True)
        image = disk.cut()
        write(disk.path / 'careful', 'after the cut\n', sync=True)
        disk.plug(image)
        assert (disk.path / 'careful').read_text() == text
        careless = disk.path / 'careless'
        assert not careless.exists() or careless.read_text() != text


# ---------------------------------------------------------------- the storm

class Storm:
    """Threads that command until they are told to end. A daemon that is killed under them ends them as well."""

    def __init__(self, *jobs):
        self.over = threading.Event()
        self.failure = None
        self.threads = [threading.Thread(target=self.run, args=(job,)) for job in jobs]

    def run(self, job):
        try:
            while not self.over.is_set():
                job()
        except Exception as e:      # pylint: disable=broad-except
            self.failure = e

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        for thread in self.threads:
            thread.join()
        if self.failure:
            raise self.failure


class Settings:
    """`psctl config set`, one after the other, each with a number of its own."""

    def __init__(self, suite):
        self.suite, self.asked, self.done = suite, 0, 0

    def __call__(self):
        self.asked += 1
        # two settings in one change: never one without the other
        ran = self.suite.psctl('config', 'set', f'site.name=v{self.asked}', f'site.location=v{self.asked}')
        assert ran.code == 0, ran.err
        self.done = self.asked

    @staticmethod
    def number(text):
        """Of a name that was set; 0 before the first."""
        return int(text[1:] or 0)


class Switching:
    """Commands for outputs, each with its number as the reason. `log` has (output, active), from number 1 on."""

    def __init__(self, rng):
        self.rng, self.log, self.client = rng, [], None

    def __call__(self):
        self.log.append((self.rng.choice(OUTPUTS), self.rng.random() < 0.5))
        output, active = self.log[-1]
        reply = self.client.ask(bus.output_set, output, 'on' if active else 'off', reason=f'n{len(self.log)}')
        assert reply.ok, reply
        # only what it is told is asked for
        self.client.snapshots.clear()

    def after(self, number):
        """What each output was commanded last in the first `number` commands: (active, number of the command)."""
        return {o: (active, i + 1) for i, (o, active) in enumerate(self.log[:number])}


def boot(suite, number):
    """Both daemons, as after a boot: nothing in /run, another boot id."""
    suite.clear_runtime()
    suite.start('settingsd')
    suite.start('sensord', wrap=fake_boot_id(suite, number))
    return suite.connect()


def pull(suite):
    """The programs end with the power."""
    for program in suite.programs.values():
        program.kill()
    for client in suite.clients:
        client.close()


def cut_power(suite, disk, settings, switching, pause):
    """In the middle of it all. Returns the image, the changes that were acknowledged before it and those that had been
    asked for after it, and the commands that had been sent."""
    with Storm(settings, switching):
        before = settings.done
        until(lambda: settings.done >= before + 2, 'two changes')
        # a random moment: the point of this test, and no wait for anything
        at = time.monotonic() + pause
        while time.monotonic() < at:
            readable(suite.sensord.notifications.sock, at - time.monotonic())
        least = settings.done
        image = disk.cut()
        most = settings.asked, len(switching.log)
    pull(suite)
    return image, least, *most


def check_last_good(suite, number, least, most):
    """The files are refused: settings.good is whole, and one of those that were in force since the last boot."""
    suite.configure('nonsense')
    c = boot(suite, number)
    assert len(c.hello.channels) == 17
    assert least <= Settings.number(c.hello.site) <= most
    c.until(lambda: c.health.trouble('settings'), 'the trouble')
    suite.configure(CONFIG)
    c.until(lambda: not c.health.trouble('settings'), 'the end of the trouble')
    return c


def check_settings(suite, least, most):
    """The last change that was acknowledged, or one after it that was asked for; both halves of it."""
    name, location = (suite.psctl('config', 'get', f'site.{key}') for key in ('name', 'location'))
    assert (name.code, name.out) == (0, location.out)
    assert least <= Settings.number(name.out.strip()) <= most
    assert suite.psctl('config', 'check').code == 0
    return name.out.strip()


def check_outputs(client, switching, least, most):
    """Each as it was after one and the same command, at the earliest after those that the last boot found."""
    numbers = {h.channel: int(h.reason[1:]) for h in client.holds if h.holder == 'manual'}
    found = {o: (client.output(o).active, numbers[client.hello.index(o)]) for o in OUTPUTS
             if client.hello.index(o) in numbers}
    last = max((number for _, number in found.values()), default=0)
    assert least <= last <= most
    assert found == switching.after(last)
    assert not any(o.fault or o.unconfirmed for o in client.snapshot.outputs)
    return last


def test_the_power_goes_in_a_storm_of_commands(suite, disk, rng):
    """S155: settings.conf is the old one or the new one and never broken, and what was acknowledged is there; outputs
    are as some command left all of them; the suite starts clean."""
    suite.configure(CONFIG)
    settings, switching = Settings(suite), Switching(rng)
    c = boot(suite, 0)
    kept, found, lost = 0, 0, []
    for i in range(1, CUTS + 1):
        switching.client = c
        image, least, most, sent = cut_power(suite, disk, settings, switching, rng.uniform(0, 0.5))
        disk.plug(image)
        c = check_last_good(suite, 2 * i, found, most) if i > 1 else boot(suite, 2 * i)
        site = check_settings(suite, least, most)
        c.until(lambda c=c, site=site: c.hello.site == site, 'the same in sensord')
        kept = check_outputs(c, switching, kept, sent)
        lost.append(sent - kept)
        # what was commanded after that never was
        del switching.log[kept:]
        # once more, after an end in order: nothing to mend
        for program in suite.programs.values():
            program.stop()
        c = boot(suite, 2 * i + 1)
        assert check_outputs(c, switching, kept, kept) == kept
        assert c.hello.site == site and not c.health.troubles
        found = Settings.number(site)
    print(f'{settings.done} changes; {kept} commands kept, lost with a cut: {sorted(lost)}')


def test_an_acknowledged_change_is_on_the_disk(suite, disk):
    """The power goes with the answer, and nobody else syncs anything that would take the change along."""
    for i in range(1, 6):
        suite.clear_runtime()
        suite.start('settingsd')
        assert suite.psctl('config', 'set', f'site.name=v{i}', f'site.location=v{i}').code == 0
        image = disk.cut()
        pull(suite)
        disk.plug(image)
        check_settings(suite, i, i)
