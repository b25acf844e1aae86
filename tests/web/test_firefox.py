# SPDX-License-Identifier: MIT
"""The main path in Firefox: sign in, see an alarm, acknowledge it, switch an output that is to be confirmed, sign out."""
import json
import time

from rmcu.web import NAMES, PASSWORD
from rmcu.waiting import until
from scenes import unit

PRESS = 'await Promise.all([page.waitForNavigation(), page.click(%s)])'


def press(firefox, selector):
    firefox.run(PRESS % json.dumps(selector))


def test_main_path(firefox):
    with unit(open_status=False) as site:
        site.calm()
        firefox.run(f'await page.goto({json.dumps(site.url + "/")})')
        assert firefox.see('location.pathname') == '/login', 'nothing is shown to who has not signed in'
        firefox.run(f'await page.type("#f-user", "{NAMES["control"]}"); await page.type("#f-password", "{PASSWORD}")')
        press(firefox, 'button[type=submit]')
        firefox.wait('document.querySelector("#live").textContent.startsWith("Live")')
        assert firefox.see('document.querySelector("h1").textContent') == 'All is well'

        firefox.see('window.same = true')
        at = time.monotonic()
        site.sim.sim_set('set di3 off')
        firefox.wait('document.querySelector("[data-live=\'alarm.door\']")')
        assert time.monotonic() - at < 1
        assert firefox.see('window.same && document.title').startswith('(1) ')
        press(firefox, '[data-live="alarm.door"] form[action$="/acknowledge"] button')
        firefox.wait(f'document.querySelector("[data-live=\'state.door\']")?.textContent.includes("by {NAMES["control"]}")')

        firefox.run('await page.click(\'form[action="/outputs/power_supply"] button[aria-pressed="false"]\')')
        firefox.wait('document.querySelector("dialog[open]")')
        assert 'returns to ON by itself' in firefox.see('document.querySelector("dialog").textContent').replace('\u00a0', ' ')
        assert site.output('power_supply')['unconfirmed'] is False, 'it asks first'
        press(firefox, 'dialog button.go')
        until(lambda: site.output('power_supply')['unconfirmed'], 'the change')
        press(firefox, 'form[action="/api/v1/outputs/power_supply/confirm"] button')
        until(lambda: not site.output('power_supply')['unconfirmed'], 'the confirmation')
        assert site.output('power_supply')['active']

        press(firefox, 'form[action="/logout"] button')
        firefox.run(f'await page.goto({json.dumps(site.url + "/")})')
        assert firefox.see('location.pathname') == '/login'
