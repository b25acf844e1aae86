# SPDX-License-Identifier: MIT
"""Status in a browser: it goes on by itself, says when it does not, and keeps what a person has in hand."""
import json
import re
import time

import pytest

from rmcu.stream import Stream
from rmcu.suite import NO_INTERLOCKS
from rmcu.waiting import until
from rmcu.web import NAMES, USERS

NAME = 'Do\\\\or \\"x\\" <img src=x onerror=alert(1)>'
SETTINGS = f'''device = {{ profile = "sim"; }};
site = {{ name = "Cedar <b>Ridge"; }};
web = {{ open_status = true; }};
channels = {{ di_3 = {{ name = "{NAME}"; }}; }};
alarms = {{ door = {{ channel = "di_3"; when = "active"; priority = "critical"; }}; }};
''' + USERS + NO_INTERLOCKS


@pytest.fixture
def page(web, browser):
    browser.run(f'await page.goto("http://127.0.0.1:{web.port}/")')
    browser.wait('document.querySelector("#live").textContent.startsWith("Live")')
    # it is no other page from here on
    browser.see('window.same = true')
    return browser


# How mains, supply, load and battery stand.
WORDS = '[...document.querySelectorAll(".node .st")].map((s) => s.textContent)'


def part(key):
    return f'document.querySelector(\'[data-live="{key}"]\')'


# A busy machine need not look in the second in which it says "3 s"
OLDER = f'parseInt({part("age.door")}.textContent) >= 3'


def test_values_change_in_place(page, suite):
    page.see(f'{{ window.row = {part("row.ac_line")}; window.time = {part("page.time")}.textContent; }}')
    suite.connect().sim_set('set ac_volts 90')
    page.wait(f'/^(89|90)\\./.test({part("ac_line")}.textContent)')
    page.wait(f'{part("page.time")}.textContent !== window.time')
    assert page.see(f'window.same && window.row === {part("row.ac_line")}')
    assert page.see(f'{part("path.ac-line")}.textContent === {part("ac_line")}.textContent')


def test_an_alarm_appears_and_is_said(page, suite):
    page.see(f'{part("page.main")}.scrollIntoView()')
    sim = suite.connect()
    at = time.monotonic()
    sim.sim_set('set di3 on')
    page.wait(part('alarm.door'))
    assert time.monotonic() - at < 1
    name = 'Do\\or "x" <img src=x onerror=alert(1)>'
    assert name in page.see(f'{part("alarm.door")}.textContent')
    # a name is text in every way it takes
    assert page.see('document.querySelectorAll("main img, main [onerror]").length') == 0
    assert page.see('document.title').startswith('(1) ') and 'look' in page.see(f'{part("page.icon")}.href')
    assert page.see(f'{part("page.verdict")}.classList.contains("un")')
    page.wait('document.querySelector("#shout").textContent.startsWith("Critical: ")')
    # its age goes on, and the list is no other one
    page.see(f'window.li = {part("alarm.door")}')
    page.wait(OLDER)
    assert page.see(f'window.li === {part("alarm.door")} && window.same')
    # what is over without being seen stays, and says since when
    sim.sim_set('set di3 off')
    page.wait('document.querySelector("#say").textContent.startsWith("Cleared: ")')
    assert re.fullmatch(r'Cleared \d\d:\d\d:\d\d, not acknowledged(, first out)?', page.see(f'{part("state.door")}.textContent'))
    assert re.search(r' · raised \d\d:\d\d:\d\d$', page.see(f'{part("alarm.door")}.querySelector(".now").textContent'))
    assert page.see(f'window.li === {part("alarm.door")} && !window.li.querySelector(".pulse")')
    assert suite.psctl('ack', 'door').code == 0
    page.wait(f'!{part("alarm.door")}')
    page.wait('document.querySelector("#say").textContent.startsWith("Acknowledged: ")')


def test_an_alarm_is_acknowledged_where_it_came(operator, suite):
    """It comes with its buttons while the page is open, and what a person types stays while the page goes on."""
    suite.connect().sim_set('set di3 on')
    operator.wait(part('alarm.door'))
    operator.run('''const row = page.locator('[data-live="alarm.door"]'); await row.locator("summary", { hasText: "Shelve" }).click();
        await row.locator("input[name=reason]").fill("on my way"); await row.locator("input[name=reason]").focus()''')
    operator.wait(OLDER)
    assert operator.see('window.same && document.activeElement.name === "reason" && document.activeElement.value === "on my way"')
    assert operator.see('document.activeElement.closest("details").open')
    operator.run('''await page.locator('[data-live="alarm.door"] form[action$="/acknowledge"] button').click(); await page.waitForLoadState()''')
    operator.wait(f'{part("state.door")}?.textContent.includes("by {NAMES["control"]}")')
    event = [json.loads(line) for line in suite.psctl('events', '--kind', 'alarm-acknowledged', '--json').out.splitlines()][-1]
    assert (event['by'], event['door']) == (NAMES['control'], 'web')


def test_an_output_is_switched(operator, suite):
    operator.run('''await Promise.all([page.waitForNavigation(), page.click('form[action="/api/v1/outputs/alarm_out"] button[aria-pressed="false"]')])''')
    until(lambda: any(o['id'] == 'alarm_out' and o['active'] for o in suite.psctl('status', '--json').json['outputs']), 'the output')
    operator.wait('document.body.textContent.includes("by %s")' % NAMES['control'])


def test_lost_and_found(page, web, suite):
    suite.connect().sim_set('set ac_present off')
    page.wait('document.querySelector(".node.ns .st").textContent === "Gives nothing"')
    words = page.see(WORDS)
    at = time.monotonic()
    suite.programs['webd'].kill()
    page.wait('document.querySelector(".shell").classList.contains("lost")')
    assert time.monotonic() - at < 6, 'five seconds, and what a busy machine takes'
    assert page.see('document.querySelector("h1").textContent') == 'Connection lost'
    assert page.see('document.title') == '? Connection lost: Cedar <b>Ridge'
    assert 'unknown' in page.see(f'{part("page.icon")}.href')
    assert page.see('document.querySelector("#shout").textContent') == 'Connection lost'
    assert page.see('[...document.querySelectorAll(".ch li > svg use")].every((u) => u.getAttribute("href") === "#q")')
    assert page.see(WORDS) == [f'Was: {w[0].lower()}{w[1:]}' for w in words]
    page.wait('/Lost [6-9] slast answer/.test(document.querySelector("#live").textContent)')
    suite.programs['webd'].start()
    page.wait('!document.querySelector(".shell").classList.contains("lost")')
    page.wait('document.querySelector("#say").textContent === "Connected again"')
    assert page.see('document.querySelector("#live").textContent.startsWith("Live")')
    # it is what somebody sees who comes now
    assert page.run('''return page.evaluate(async () => {
        const fresh = new DOMParser().parseFromString(await (await fetch("/")).text(), "text/html");
        const [a, b] = [document, fresh].map((d) => d.querySelector("main").textContent.length);
        return Math.abs(a - b) < 200; })''')
    assert page.see('window.same && !document.querySelector("h1").textContent.includes("lost")')
    assert page.see('[...document.querySelectorAll(".ch li > svg use")].some((u) => u.getAttribute("href") !== "#q")')
    assert page.see(WORDS) == words
    # and it goes on
    page.see(f'window.time = {part("page.time")}.textContent')
    page.wait(f'{part("page.time")}.textContent !== window.time')


def test_nothing_is_asked_of_a_lost_unit(operator, suite):
    suite.connect().sim_set('set di3 on')
    operator.wait(part('alarm.door'))
    suite.programs['webd'].pause()
    operator.wait('document.querySelector(".shell").classList.contains("lost")')
    details = 'document.querySelector("[data-live=\\"alarm.door\\"] .ask")'
    operator.see(f'{details}.querySelector("summary").click()')
    assert operator.see(f'!{details}.open && {details}.querySelector("summary").getAttribute("aria-disabled") === "true"')
    suite.programs['webd'].resume()
    operator.wait('!document.querySelector(".shell").classList.contains("lost")')
    operator.see(f'{details}.querySelector("summary").click()')
    assert operator.see(f'{details}.open && !{details}.querySelector("summary").hasAttribute("aria-disabled")')


def test_one_page_too_many_says_why(web, browser):
    streams = [Stream(web) for _ in range(16)]
    browser.run(f'await page.goto("http://127.0.0.1:{web.port}/")')
    browser.wait('document.querySelector(".verdict").textContent.includes("The unit says: no address has more than 16 streams; close a page.")')
    for s in streams:
        s.close()
    browser.wait('!document.querySelector(".shell").classList.contains("lost")', 60)
    # that it was refused stands in the console, as it should
    browser.run('faults.splice(0, faults.length, ...faults.filter((f) => !/status of 429/.test(f)))')


def test_a_hanging_webd_is_as_lost(page, suite):
    suite.programs['webd'].pause()
    page.wait('document.querySelector(".shell").classList.contains("lost")')
    suite.programs['webd'].resume()
    page.wait('!document.querySelector(".shell").classList.contains("lost")')


def test_sensord_gone_is_no_lost_connection(page, suite):
    suite.sensord.kill()
    page.wait('document.querySelector("h1").textContent === "Nothing is known"')
    page.wait('document.querySelector("#shout").textContent.includes("sensord does not answer")')
    assert page.see('!document.querySelector(".shell").classList.contains("lost") && !document.querySelector(".num")')
    suite.sensord.start()
    page.wait('document.querySelectorAll(".num").length > 5')
    page.wait(f'{part("row.ac_line")}')
    assert page.see('window.same')


TABBED = '''const stops = [];
await page.evaluate(() => { document.activeElement.blur(); scrollTo(0, 0); });
for (let i = 0; i < 100; i += 1) {
  await page.keyboard.press('Tab');
  const stop = await page.evaluate(() => {
    const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
    const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    window.stops ??= [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')]
      .filter((s) => s.tabIndex >= 0 && s.type !== 'hidden' && s.checkVisibility());
    return e === document.body ? null : { place: window.stops.indexOf(e), of: window.stops.length, what: e.outerHTML.slice(0, 90),
      ring: style.outlineStyle === 'solid' && parseFloat(style.outlineWidth) >= 2, seen: e.contains(hit) };
  });
  if (!stop || stops.length && stops[0].place === stop.place) break;
  stops.push(stop);
}
return stops'''


@pytest.mark.parametrize('width', [1440, 360])
def test_with_the_tab_key(operator, suite, width):
    """It stops at all that can be pressed, in the order of the page, and shows where it is; nothing covers it."""
    operator.run(f'await page.setViewportSize({{ width: {width}, height: 800 }})')
    suite.connect().sim_set('set di3 on')
    operator.wait(part('alarm.door'))
    stops = operator.run(TABBED)
    assert len(stops) > 20 and [s['place'] for s in stops] == list(range(stops[0]['of'])), stops
    assert not [s['what'] for s in stops if not s['ring']]
    assert not [s['what'] for s in stops if not s['seen']]
    assert any('acknowledge' in s['what'].lower() for s in stops) and any('/history?' in s['what'] for s in stops)


def test_what_goes_elsewhere_is_seen(browser):
    browser.run('''await context.route('http://elsewhere.example/**', (route) => route.abort());
        await page.goto('data:text/html,<title>x</title><img src=http://elsewhere.example/count.gif>')''')
    assert browser.run('return outside.splice(0)') == ['http://elsewhere.example/count.gif']


def test_light_and_dark(page):
    dark = page.see('matchMedia("(prefers-color-scheme: dark)").matches')
    page.run('await page.click("#theme")')
    chosen = page.see('document.documentElement.dataset.theme')
    assert chosen == ('light' if dark else 'dark')
    page.run('await page.reload()')
    assert page.see('document.documentElement.dataset.theme') == chosen
    page.run('await page.click("#theme")')
    assert page.see('document.documentElement.dataset.theme') != chosen


def test_without_a_script(web, browser):
    browser.run(f'''const c = await browser.newContext({{ javaScriptEnabled: false }}); const p = await c.newPage();
        await p.goto("http://127.0.0.1:{web.port}/"); const live = await p.textContent("#live"); const theme = await p.isVisible("#theme");
        const n = await p.locator(".num").count(); await c.close(); if (/Live/.test(live) || theme || n < 5) throw new Error(live);''')
