# SPDX-License-Identifier: MIT
"""The pages of a unit in every state that a person can meet: for what looks at all of them (linters, axe-core, pictures)."""
import json
import re
from contextlib import contextmanager
from dataclasses import dataclass

from rmcu.post import Post
from rmcu.suite import NO_INTERLOCKS, Suite
from rmcu.waiting import until
from rmcu.web import NAMES, USERS, Asked, Web, keep_passwords, sign_in

HISTORY = '50h'     # two days, so that there was an outage
SETTINGS = '''device = { profile = "sim"; temperature_unit = "fahrenheit"; };
site = { name = "Cedar Ridge"; };
sim = { scenario = "everyday"; };
web = { open_status = %s; };
channels = { di_3 = { name = "Door"; }; di_4 = { name = "Hatch"; }; };
alarms = {
  door = { channel = "di_3"; when = "inactive"; priority = "critical";
    instruction = "Ask the guard who is at the site; call the police if nobody knows."; };
  hatch = { channel = "di_4"; when = "inactive"; priority = "low"; latched = true; };
};
schedules = { s1 = { output = "alarm_out"; from = "22:00"; to = "06:00"; monday = true; }; };
tokens = { script = { role = "viewer"; }; };
mail = { server = "mail.example.org"; from = "unit7@example.org"; to = "ops@example.org"; };
recipients = {
  bert = { by = "email"; address = "bert@example.org"; priority = "critical"; };
  cora = { by = "text-http"; url = "https://sms.example.org/send"; address = "+491701234567"; priority = "critical"; };
};
''' + USERS + NO_INTERLOCKS

STATUS = ('/', '/m', '/alarms', '/alarms?kind=alarm&limit=20', '/alarms/report', '/history')
SETUP = ('/setup', '/setup/device', '/setup/sensor', '/setup/channel/ac_line', '/setup/channel/power_supply', '/setup/schedule/s1',
         '/setup/alarm', '/setup/rule/ac_line_low', '/setup/rule/door', '/setup/interlock/battery_rest', '/setup/alarm-system',
         '/setup/user', '/setup/person/connie', '/setup/token/script', '/setup/mail', '/setup/recipients',
         '/setup/recipient/anna')
OTHERS = ('/login', '/outputs/alarm_out?state=active', '/outputs/power_supply?state=inactive', '/outputs/none?state=active',
          '/history?from=yesterday', '/alarms?from=yesterday', '/alarms/report?since=yesterday', '/setup/new?subject=alarms&id=A')
# Where a test can be sent.
TRIED = '/setup/mail', '/setup/recipient/bert', '/setup/recipient/cora'
# Where every line of text can be wrong.
FORMS = tuple(path for path in SETUP if path.count('/') > 2 or path in ('/setup/device', '/setup/alarm-system', '/setup/mail'))
NOBODY = 'signed out'
ROLES = (NOBODY, *NAMES)

SUBMIT = '''const form = page.locator(%s).first();
await form.evaluate((f, typed) => { f.noValidate = true;
  for (const i of f.querySelectorAll('input[type=text], input[type=password]')) { i.removeAttribute('maxlength'); i.value = i.type === 'password' ? 'short' : typed; } }, %s);
const [answer] = await Promise.all([page.waitForNavigation(), form.evaluate((f) => f.requestSubmit())]);
return { status: answer.status(), text: await answer.text() }'''


@dataclass
class Visit:
    """A page as somebody met it in some state of the unit."""
    scene: str
    role: str
    path: str
    status: int
    text: str

    def __str__(self):
        return f'{self.path} ({self.role}, {self.scene})'


class Walk:
    """Somebody with a browser who opens all pages, and shows each of them to `look`."""
    def __init__(self, site, browser, look):
        self.site, self.browser, self.look = site, browser, look

    def become(self, role):
        self.role = role
        self.browser.run('await context.clearCookies()')
        if role != NOBODY:
            name, _, value = sign_in(self.site.web, role).cookie.partition('=')
            cookie = {'name': name, 'value': value, 'url': self.site.url}
            self.browser.run(f'await context.addCookies([{json.dumps(cookie)}])')

    def met(self, scene, path, answer):
        # that something was refused stands in the console, as it should
        self.browser.run('faults.splice(0, faults.length, ...faults.filter((f) => !/status of (401|403|404|422|400|503)/.test(f)))')
        self.look(Visit(scene, self.role, path, answer['status'], answer['text']))

    def open(self, scene, path):
        answer = self.browser.run(f"""const answer = await page.goto({json.dumps(self.site.url + path)});
            return {{ status: answer.status(), text: await answer.text() }}""")
        if path == '/' and answer['status'] == 200:
            self.browser.wait('document.querySelector("#live").textContent.startsWith("Live")')
        self.met(scene, path, answer)

    def refuse(self, path, form, typed):
        self.open('before it is refused', path)
        answer = self.browser.run(SUBMIT % (json.dumps(form), json.dumps(typed)))
        assert answer['status'] >= 400, f'{path} is to be refused'
        self.met('refused', path, answer)

    def all(self):
        for scene in SCENES:
            getattr(self.site, scene)()
            for role in ROLES:
                self.become(role)
                for path in self.paths(scene):
                    self.open(scene, path)
            if scene == 'alarms':
                self.refused()
            self.site.after(scene)

    def paths(self, scene):
        """All, in a calm; then those that show the state, and last those that show it is not known."""
        if scene == 'tried':
            return TRIED if self.role in ('control', 'admin') else ()
        if scene not in ('calm', 'alarms'):
            return STATUS
        # who has not signed in comes to /login from each page of the setup
        setup = SETUP if scene == 'calm' and self.role != NOBODY else SETUP[:1]
        return STATUS + OTHERS + setup

    def refused(self):
        self.become('admin')
        for path in FORMS:
            self.refuse(path, 'form.form', 'ü<&"\'' * 60)
        self.refuse('/alarms', 'form[action$="/shelve"]', 'x' * 300)
        self.become(NOBODY)
        self.refuse('/login', 'form', 'nobody')


SCENES = ('calm', 'tried', 'alarms', 'maintenance', 'no_loggerd', 'no_alarmd', 'no_sensord')


@contextmanager
def unit(**how):
    """A Site while it is needed; it ends with all its programs."""
    suite = Suite()
    try:
        yield Site(suite, **how)
        suite.end()
    finally:
        for program in suite.programs.values():
            program.close()
        suite.remove()


class Site:
    """A unit with two days of history, one user of each role, and somebody who drives it."""
    def __init__(self, suite, open_status=True, users=True, history=HISTORY):
        self.suite = suite
        suite.extra_env['TZ'] = 'UTC'
        suite.configure(SETTINGS % str(open_status).lower() if users else SETTINGS.replace(USERS, '') % 'true')
        if users:
            keep_passwords(suite)
        suite.start('sensord', '--past', history)
        self.sim = suite.connect()
        for contact in 'di3', 'di4':
            self.sim.sim_set(f'set {contact} on')
        for name in 'alarmd', 'loggerd':
            suite.start(name, '--lockstep')
        assert suite.psctl('sim', 'fill', '--followers', '2', seconds=120).code == 0
        suite.start('settingsd')
        # what a form says of a setting that somebody changed
        self.run('config', 'set', 'history.card_cycles=2500', 'channels.power_supply.confirm_s=90', 'alarms.ac_line_low.window_s=120')
        self.web = Web(suite)
        until(lambda: self.web.ask('/healthz').status == 200, 'a snapshot')
        until(lambda: self.status()['alarms']['watched'], 'the alarms')

    @property
    def url(self):
        return f'http://127.0.0.1:{self.web.port}'

    def status(self):
        return self.suite.psctl('status', '--json').json

    def output(self, name):
        return next(o for o in self.status()['outputs'] if o['id'] == name)

    def run(self, *args):
        ran = self.suite.psctl(*args)
        assert ran.code == 0, ran.err

    def until_alarm(self, name, **state):
        def there():
            alarms = self.suite.psctl('alarms', '--all', '--json').json['alarms']
            return any(a['id'] == name and all(a[k] == v for k, v in state.items()) for a in alarms)
        until(there, f'{name} to be {state}')

    def calm(self):
        self.run('ack')
        until(lambda: not self.status()['alarms']['unacknowledged'], 'calm')

    def tried(self):
        """A test that was taken, one that was refused, and one that nobody has answered yet."""
        self.post = Post(self.suite)
        self.suite.start('notifyd')
        admin = sign_in(self.web, 'admin')
        until(lambda: 'Send a test' in admin.ask('/setup/mail').text, 'the button')
        for name, answer in (('mail', ('delivered', 250, '250 2.0.0 Ok: queued as 4711')),
                             ('bert', ('permanent', 550, 'the server refuses the recipient (RCPT TO): 550 5.1.1 <bert@example.org>: no such user')),
                             ('cora', None)):
            asked = Asked(lambda path=f'/api/v1/recipients/{name}/test': admin.post(path, seconds=60))
            test = until(lambda: (m := self.post.next()) and re.search('asked.for.by', m.text) and m, 'the test')
            self.unanswered = test
            if answer:
                test.answer(*answer)
                assert asked.answer.status in (200, 502), asked.answer.text

    def after(self, scene):
        if scene == 'tried':
            self.suite.notifyd.stop()
            self.post.close()

    def alarms(self):
        """One of each kind: active, acknowledged, shelved, latched, a consequence, and a reading that is not to be trusted."""
        for words in 'set di4 off', 'set ac_present off', 'set di3 off', 'fail temperature broken-wire':
            self.sim.sim_set(words)
        self.until_alarm('hatch', active=True)
        self.sim.sim_set('set di4 on')
        for name in 'door', 'ac_line_low', 'dc_ok_open':
            self.until_alarm(name, active=True)
        self.until_alarm('hatch', condition=False)
        self.run('ack', 'ac_line_low', '--note=The utility is at work until noon')
        # until another day, whatever the time is: what is said with its date takes more room
        self.run('shelve', 'dc_ok_open', '--for=25h', '--reason=Known, it follows the mains')
        self.run('output', 'alarm_out', 'on')
        self.run('output', 'power_supply', 'off', '--confirm=600')
        until(lambda: any(o['unconfirmed'] for o in self.status()['outputs']), 'the change that waits')

    def maintenance(self):
        self.run('maintenance', 'on', '--for=25h', '--reason=New batteries')
        until(lambda: self.status()['alarms']['maintenance'], 'the maintenance')

    def no_loggerd(self):
        self.suite.loggerd.kill()

    def no_alarmd(self):
        self.suite.alarmd.kill()

    def no_sensord(self):
        self.suite.sensord.kill()
        until(lambda: self.web.ask('/healthz').status != 200, 'sensord to be missed')


def walk_all(browser, look):
    """All that there is to see."""
    with unit() as site:
        Walk(site, browser, look).all()
    with unit(users=False) as site:
        walk = Walk(site, browser, look)
        walk.become(NOBODY)
        walk.open('no administrator', '/login')
        walk.refuse('/login', 'form', 'nobody')
