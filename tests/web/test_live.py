# SPDX-License-Identifier: MIT
"""Every page says how many alarms there are, what time it is and whether the unit is there; the list of alarms goes on too. What
a person has opened or typed stays."""
import re
import time

import pytest

from rmcu.suite import NO_INTERLOCKS
from rmcu.waiting import until
from rmcu.web import USERS

SETTINGS = '''device = { profile = "sim"; };
site = { name = "Cedar Ridge"; };
web = { open_status = true; };
channels = { di_3 = { name = "Door"; }; di_4 = { name = "Hatch"; }; };
alarms = {
  door = { channel = "di_3"; when = "active"; priority = "high"; };
  hatch = { channel = "di_4"; when = "active"; priority = "high"; };
};
''' + USERS + NO_INTERLOCKS
LIVE = 'document.querySelector("#live").textContent'
SAID = 'document.querySelector("#say").textContent'
TYPED = 'document.querySelector("main input[type=text]")'
PAGES = '/setup/device', '/setup/rule/door', '/history', '/alarms', '/alarms/report', '/outputs/alarm_out?state=active'


def part(key):
    return f'document.querySelector(\'[data-live="{key}"]\')'


def badge(text):
    return f'{part("page.badge")}.textContent === "{text}"'


def open_page(browser, web, path):
    browser.run(f'await page.goto("http://127.0.0.1:{web.port}{path}")')
    browser.wait(f'{LIVE}.startsWith("Live")')
    # it is no other page from here on
    browser.see('window.same = true')


def goes_on(browser):
    browser.see(f'window.time = {part("page.time")}.textContent')
    browser.wait(f'{part("page.time")}.textContent !== window.time')


def type_into(browser, words):
    browser.run(f'await page.fill("main input[type=text] >> nth=0", "{words}"); await page.focus("main input[type=text] >> nth=0")')


def still_has(browser, words):
    assert browser.see(f'window.same && {TYPED}.value === "{words}" && document.activeElement === {TYPED}')


@pytest.mark.parametrize('path', PAGES)
def test_every_page_goes_on(operator, web, suite, path):
    open_page(operator, web, path)
    goes_on(operator)
    assert operator.see(badge(''))
    suite.connect().sim_set('set di3 on')
    operator.wait(badge('1 not acknowledged'))
    assert suite.psctl('ack', 'door').code == 0
    operator.wait(badge(''))
    goes_on(operator)
    assert operator.see('window.same')


def test_an_alarm_and_lost_daemons_are_told_beside_a_form(operator, web, suite):
    open_page(operator, web, '/setup/device')
    type_into(operator, 'Cedar Ridge')
    suite.connect().sim_set('set di3 on')
    operator.wait(f'{SAID} === "Alarms: 1 not acknowledged"')
    for name in 'alarmd', 'sensord':
        at = time.monotonic()
        suite.programs[name].kill()
        operator.wait(badge('? not known'))
        assert time.monotonic() - at < 6, 'five seconds, and what a busy machine takes'
        suite.programs[name].start()
        operator.wait(badge('1 not acknowledged'))
    still_has(operator, 'Cedar Ridge')


def test_lost_beside_a_form(operator, web, suite):
    open_page(operator, web, '/setup/device')
    type_into(operator, 'Cedar Ridge')
    form = operator.see('document.querySelector("main").innerHTML')
    title = operator.see('document.title')
    at = time.monotonic()
    suite.webd.pause()
    operator.wait(f'{LIVE}.startsWith("Lost ")')
    assert time.monotonic() - at < 6, 'five seconds, and what a busy machine takes'
    assert operator.see('document.title').startswith('? Connection lost: ')
    assert operator.see('document.querySelector("#shout").textContent') == 'Connection lost'
    suite.webd.resume()
    operator.wait(f'{LIVE}.startsWith("Live")')
    assert operator.see('document.title') == title
    # another webd knows nothing of this page
    suite.webd.restart()
    suite.connect().sim_set('set di3 on')
    operator.wait(badge('1 not acknowledged'))
    goes_on(operator)
    # nothing of all that has touched it
    assert operator.see('document.querySelector("main").innerHTML') == form
    still_has(operator, 'Cedar Ridge')


def test_a_form_stays_when_its_session_ends(operator, web, suite):
    open_page(operator, web, '/setup/device')
    type_into(operator, 'Cedar Ridge')
    suite.start('settingsd')
    assert suite.psctl('config', 'set', 'web.open_status=false').code == 0
    operator.run('await context.clearCookies()')
    suite.webd.restart()
    operator.wait(f'{LIVE}.startsWith("Signed out")')
    still_has(operator, 'Cedar Ridge')
    # that it was refused stands in the console, as it should, and that nobody was there
    operator.run('faults.splice(0, faults.length, ...faults.filter((f) => !/status of 401|ERR_/.test(f)))')


def test_a_page_in_the_background_gives_its_connection_back(operator, web, suite):
    """A browser has six of them to a unit."""
    def streams():
        return suite.psctl('web', 'status', '--json').json['streams']

    open_page(operator, web, '/setup/device')
    until(lambda: streams() == 1, 'its stream')
    hide = '''{ Object.defineProperty(document, "hidden", { configurable: true, value: %s });
        document.dispatchEvent(new Event("visibilitychange")); }'''
    operator.see(hide % 'true')
    until(lambda: streams() == 0, 'the end of its stream')
    suite.connect().sim_set('set di3 on')
    operator.see(hide % 'false')
    operator.wait(badge('1 not acknowledged'))
    assert operator.see(f'{LIVE}.startsWith("Live") && window.same')


def test_the_list_of_alarms_goes_on(operator, web, suite):
    open_page(operator, web, '/alarms')
    operator.run('await page.fill("[name=words]", "door"); await page.selectOption("[name=kind]", "alarm")')
    sim = suite.connect()
    sim.sim_set('set di3 on')
    operator.wait(part('alarm.door'))
    operator.wait(f'{SAID}.startsWith("High: ") || document.querySelector("#shout").textContent.startsWith("High: ")')
    assert operator.see(f'{part("page.line")}.textContent') == '1 active, 1 not acknowledged'
    # its age and its value go on, in place
    operator.see(f'window.li = {part("alarm.door")}')
    operator.wait(f'parseInt({part("age.door")}.textContent) >= 3')
    assert suite.psctl('shelve', 'door', '--for=2h', '--reason=Known').code == 0
    operator.wait(f'{part("page.shelf")} && !{part("alarm.door")}')
    assert 'Reason: Known' in operator.see(f'{part("page.shelf")}.textContent')
    assert suite.psctl('unshelve', 'door').code == 0
    operator.wait(f'!{part("page.shelf")} && {part("alarm.door")}')
    sim.sim_set('set di3 off')
    operator.wait(f'{part("state.door")}?.textContent.startsWith("Cleared ")')
    assert re.fullmatch(r'Cleared \d\d:\d\d:\d\d, not acknowledged(, first out)?', operator.see(f'{part("state.door")}.textContent'))
    assert suite.psctl('ack', 'door').code == 0
    operator.wait('document.querySelector("main").textContent.includes("No active alarms")')
    suite.alarmd.kill()
    operator.wait('document.querySelector("main").textContent.includes("Alarms are unknown")')
    operator.wait('document.querySelector("#shout").textContent.startsWith("Alarms are unknown")')
    suite.alarmd.start()
    operator.wait('document.querySelector("main").textContent.includes("No active alarms")')
    # the journal is as it was asked for
    assert operator.see('''window.same && document.querySelector("[name=words]").value === "door" &&
        document.querySelector("[name=kind]").value === "alarm"''')


def open_box(browser, alarm, box, field, words):
    browser.run(f'''const row = page.locator('[data-live="alarm.{alarm}"]'); await row.locator("summary", {{ hasText: "{box}" }}).click();
        await row.locator("input[name={field}]").fill("{words}"); await row.locator("input[name={field}]").focus()''')


def test_what_is_typed_stays_where_the_list_moves(operator, web, suite):
    sim = suite.connect()
    sim.sim_set('set di3 on')
    open_page(operator, web, '/alarms')
    operator.wait(part('alarm.door'))
    open_box(operator, 'door', 'Note', 'note', 'on my way')
    open_box(operator, 'door', 'Shelve', 'reason', 'a new lock')
    box = f'{part("alarm.door")}.querySelector("[name=reason]")'
    typed = f'window.same && document.activeElement === {box} && {box}.value === "a new lock" && {box}.closest("details").open'
    first = 'document.querySelector(".alarms").firstElementChild.dataset.live'
    # another one comes before it
    sim.sim_set('set di4 on')
    operator.wait(f'{first} === "alarm.hatch"')
    assert operator.see(typed)
    assert operator.see(f'{part("alarm.door")}.querySelector("[name=note]").value') == 'on my way'
    # that one is seen, and stands behind it
    assert suite.psctl('ack', 'hatch').code == 0
    operator.wait(f'{first} === "alarm.door"')
    assert operator.see(typed)
    # and so is this one, by somebody else: there is nothing to acknowledge any more, but what is typed to shelve it stays
    assert suite.psctl('ack', 'door').code == 0
    operator.wait(f'{first} === "alarm.hatch" && !{part("alarm.door")}.querySelector("[name=note]")')
    assert operator.see(typed)


def test_the_list_of_a_lost_unit(operator, web, suite):
    sim = suite.connect()
    open_page(operator, web, '/alarms')
    suite.webd.pause()
    operator.wait('document.querySelector("main .verdict.lost h2")?.textContent === "Connection lost"')
    # that there are none is not said of a unit that is away
    assert operator.see('document.querySelector("main .okay") === null')
    suite.webd.resume()
    operator.wait('document.querySelector("main .okay") && !document.querySelector("main .verdict")')
    sim.sim_set('set di3 on')
    operator.wait(part('alarm.door'))
    open_box(operator, 'door', 'Shelve', 'reason', 'a new lock')
    suite.webd.pause()
    operator.wait('document.querySelector("main .verdict.lost")')
    assert operator.see(f'[...{part("alarm.door")}.querySelectorAll("button, summary")].every((b) => b.getAttribute("aria-disabled") === "true")')
    assert operator.see(f'{part("alarm.door")}.querySelector(".now").textContent').startswith('At ')
    suite.webd.resume()
    operator.wait('!document.querySelector("main .verdict")')
    assert operator.see(f'''{part("alarm.door")}.querySelector("[name=reason]").value === "a new lock" &&
        !{part("alarm.door")}.querySelector("[aria-disabled]") && window.same''')
