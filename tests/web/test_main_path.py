# SPDX-License-Identifier: MIT
"""The main path in Chromium, from signing in to signing out, and the same doors as those who may do less."""
import csv
import json
import time
from pathlib import Path

import pytest

from rmcu.history import instant
from rmcu.waiting import until
from rmcu.web import NAMES, PASSWORD
from scenes import unit

ALARM = '[data-live="alarm.ac_line_low"]'
ACKNOWLEDGE = f'{ALARM} form[action$="/acknowledge"] button'
SWITCH = 'form[action="/outputs/power_supply"] button[aria-pressed="false"]'
SAVE = '.savebar button[type=submit]'
CHANGES = 'form[action$="/acknowledge"], form[action$="/shelve"], form[action^="/outputs/"], form[action^="/api/v1/outputs/"], .savebar'
# What a page that does not offer something could be made to send, with its session's own word.
FORCE = '''async ([path, fields]) => { const csrf = document.querySelector('form[action="/logout"] [name=csrf]').value;
  return (await fetch(path, { method: 'POST', body: new URLSearchParams({ csrf, ...fields }), redirect: 'manual' })).status; }'''


@pytest.fixture(scope='module')
def site():
    with unit(open_status=False) as s:
        s.calm()
        yield s


@pytest.fixture
def go(site, browser):
    def go(path):
        browser.run(f'await page.goto({json.dumps(site.url + path)})')
    return go


def press(browser, selector):
    browser.run(f'await Promise.all([page.waitForNavigation(), page.click({json.dumps(selector)})])')


def text(browser, selector):
    return browser.see(f'document.querySelector({json.dumps(selector)})?.textContent').replace('\u00a0', ' ')


def sign_in(browser, go, role):
    go('/')
    assert browser.see('location.pathname') == '/login', 'nothing is shown to who has not signed in'
    browser.run(f'await page.fill("#f-user", "{NAMES[role]}"); await page.fill("#f-password", "{PASSWORD}")')
    press(browser, 'button[type=submit]')
    browser.wait('document.querySelector("#live").textContent.startsWith("Live")')


def sign_out(browser, go):
    press(browser, 'form[action="/logout"] button')
    go('/')
    assert browser.see('location.pathname') == '/login'


def settings(site):
    file = site.suite.overlay_file
    return file.read_text() if file.exists() else ''


def change(browser, page, item, setting, value):
    """By the menu, the list, and the form."""
    press(browser, f'nav a[href="{page}"]')
    press(browser, f'a[href="{item}"]')
    browser.run(f'''await page.fill('[id="{setting}"]', "{value}")''')
    press(browser, SAVE)
    assert 'Saved.' in text(browser, 'main')


def test_main_path(site, browser, go):
    sign_in(browser, go, 'admin')
    change(browser, '/setup/sensor', '/setup/channel/ac_line', 'channels.ac_line.name', 'Utility')
    change(browser, '/setup/alarm', '/setup/rule/ac_line_low', 'alarms.ac_line_low.setpoint', '105')
    press(browser, 'nav a[href="/"]')
    browser.wait('document.querySelector("#live").textContent.startsWith("Live")')
    browser.wait('document.querySelector("[data-live=\'row.ac_line\']").textContent.includes("105.0 V AC")')
    assert text(browser, 'h1') == 'All is well' and text(browser, '[data-live="row.ac_line"] a') == 'Utility'

    browser.see('window.same = true')
    at = time.monotonic()
    site.sim.sim_set('set ac_present off')
    browser.wait(f'document.querySelector({json.dumps(ALARM)})')
    # calm before; an alarm on the heels of another one may wait for its second
    assert time.monotonic() - at < 1
    assert browser.see('window.same') and 'Utility below 105.0 V AC' in text(browser, ALARM)
    browser.wait('document.querySelector("h1").textContent.startsWith("On battery")')
    press(browser, ACKNOWLEDGE)
    browser.wait(f'document.querySelector("[data-live=\'state.ac_line_low\']")?.textContent.includes("by {NAMES["admin"]}")')

    browser.run(f'await page.click({json.dumps(SWITCH)})')
    browser.wait('document.querySelector("dialog[open]")')
    assert 'returns to ON by itself' in text(browser, 'dialog') and not site.output('power_supply')['unconfirmed'], 'it asks first'
    press(browser, 'dialog button.go')
    until(lambda: site.output('power_supply')['unconfirmed'], 'the change')
    press(browser, 'form[action="/api/v1/outputs/power_supply/confirm"] button')
    until(lambda: not site.output('power_supply')['unconfirmed'], 'the confirmation')

    press(browser, '[data-live="row.ac_line"] a')
    browser.wait('document.querySelector("#charts .chart canvas")')
    assert browser.see('location.search') == '?channels=ac_line' and 'Utility' in text(browser, '#numbers')
    assert browser.see('''[...document.querySelectorAll(".chart canvas")].some((c) => c.getContext("2d").getImageData(0, 0, c.width, c.height).data.some((v) => v))''')
    wide, finer = [browser.run(f'''const [answer] = await Promise.all([page.waitForResponse("**/api/v1/history?*"), {act}]); return answer.json()''')
                   for act in ('page.reload()', 'page.click("[aria-label=\'Zoom in\']")')]
    assert finer['step_s'] < wide['step_s'] and len(finer['times']) > len(wide['times']) / 2
    saved = browser.run('''const [file] = await Promise.all([page.waitForEvent("download"), page.click("text=CSV of this view")]); return await file.path()''')
    head, *rows = csv.reader(Path(saved).read_text().splitlines())
    assert head[:2] == ['time', 'ac_line_min'] and [instant(row[0]) for row in rows] == finer['times']
    sign_out(browser, go)


# What each may not open, and may not send.
ABOVE = {
    'viewer': (('/setup/device', '/setup/sensor', '/setup/channel/ac_line', '/setup/rule/ac_line_low', '/setup/mail', '/setup/user', '/outputs/power_supply?state=active'),
               (('/api/v1/alarms/ac_line_low/acknowledge', {'back': '/'}), ('/api/v1/outputs/power_supply', {'state': 'active', 'back': '/'}),
                ('/setup/channel/ac_line', {'channels.ac_line.name': 'Mine'}), ('/setup/rule/ac_line_low', {'alarms.ac_line_low.setpoint': '1'}),
                ('/setup/person/vera', {'users.vera.role': 'admin'}))),
    'control': (('/setup/mail', '/setup/user', '/setup/person/connie', '/setup/token/script'),
                (('/setup/mail', {'mail.server': 'evil.example'}), ('/setup/person/connie', {'users.connie.role': 'admin'}),
                 ('/setup/token/script', {'tokens.script.role': 'admin'}))),
}


@pytest.mark.parametrize('role', ABOVE)
def test_who_may_do_less(site, browser, go, role):
    """Nothing is offered that is refused, and it is refused when it is sent all the same."""
    site.sim.sim_set('set ac_present off')
    site.sim.sim_set('set di4 off')
    site.until_alarm('hatch', active=True)
    sign_in(browser, go, role)
    doors, forced = ABOVE[role]
    offered = browser.see(f'document.querySelectorAll({json.dumps(CHANGES)}).length')
    assert offered > 3 if role == 'control' else offered == 0
    barred = browser.see('''[...document.querySelectorAll("nav .rail a:has(.end2)")].map((a) => a.getAttribute("href"))''')
    for path in browser.see('[...document.querySelectorAll("nav a")].map((a) => a.getAttribute("href"))'):
        answer = browser.run(f'return (await page.goto({json.dumps(site.url + path)})).status()')
        assert answer == (403 if path in barred else 200), path
        if role == 'viewer':
            assert browser.see(f'document.querySelectorAll({json.dumps(CHANGES)}).length') == 0, path
    for path in doors:
        assert browser.run(f'return (await page.goto({json.dumps(site.url + path)})).status()') == 403, path
    go('/')
    before = settings(site), site.status()['outputs']
    for path, fields in forced:
        assert browser.run(f'return page.evaluate({FORCE}, {json.dumps([path, fields])})') == 403, path
    # and nothing has come of it
    assert (settings(site), site.status()['outputs']) == before
    assert next(a for a in site.suite.psctl('alarms', '--all', '--json').json['alarms'] if a['id'] == 'hatch')['acknowledged'] is False
    browser.run('faults.splice(0, faults.length, ...faults.filter((f) => !/status of 403/.test(f)))')
    if role == 'control':
        press(browser, '[data-live="alarm.hatch"] form[action$="/acknowledge"] button')
        browser.wait(f'document.querySelector("[data-live=\'state.hatch\']")?.textContent.includes("by {NAMES[role]}")')
    sign_out(browser, go)
