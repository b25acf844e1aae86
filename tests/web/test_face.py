# SPDX-License-Identifier: MIT
"""What scripts add to the pages: the last hour as a line, and questions in a dialog. All of it is there without them too."""
import json

import pytest

from rmcu.suite import NO_INTERLOCKS
from rmcu.waiting import until
from rmcu.web import NAMES, USERS, Web, keep_passwords

SETTINGS = '''device = { profile = "sim"; };
sim = { scenario = "everyday"; };
web = { open_status = true; };
channels = { battery = { confirm = true; }; };
''' + USERS + NO_INTERLOCKS
DIALOG = 'document.querySelector("dialog[open]")'
SWITCH = 'form[action="/outputs/battery"]'


@pytest.fixture
def web(suite):
    """With some hours behind it."""
    suite.extra_env['TZ'] = 'UTC'
    suite.configure(SETTINGS)
    keep_passwords(suite)
    suite.start('sensord', '--past', '3h')
    for name in 'alarmd', 'loggerd':
        suite.start(name, '--lockstep')
    assert suite.psctl('sim', 'fill', '--followers', '2', seconds=120).code == 0
    suite.start('settingsd')
    w = Web(suite)
    until(lambda: w.ask('/healthz').status == 200, 'a snapshot')
    until(lambda: w.ask('/api/v1/history/hour').json['to'], 'the history')
    return w


def test_the_last_hour_is_a_line(web, browser):
    hour = web.ask('/api/v1/history/hour').json
    browser.run(f'await page.goto("http://127.0.0.1:{web.port}/")')
    browser.wait('document.querySelector("[data-spark=volts_battery] polyline")')
    drawn = browser.see('[...document.querySelectorAll("[data-spark]")].filter((svg) => svg.firstChild).map((svg) => svg.dataset.spark)')
    assert sorted(drawn) == sorted(hour['channels'])
    # beside a text that says it all, and for nobody's ear
    assert browser.see('[...document.querySelectorAll(".rng, .spark")].every((svg) => svg.getAttribute("aria-hidden") === "true")')
    # and what the server tells meanwhile leaves it as it is
    browser.see('window.line = document.querySelector("[data-spark=ac_line] polyline")')
    browser.see(f'window.time = document.querySelector(\'[data-live="page.time"]\').textContent')
    browser.wait('document.querySelector(\'[data-live="page.time"]\').textContent !== window.time')
    assert browser.see('window.line.isConnected')


def test_no_line_without_a_history(web, browser, suite):
    """Nor of an hour that is long over: it would look like this one."""
    suite.programs['loggerd'].stop()
    for file in suite.state.glob('loggerd/**/history.db*'):
        file.unlink()
    assert web.ask('/api/v1/history/hour').json == {'to': None, 'channels': {}}
    browser.run(f'''const [, answer] = await Promise.all([page.goto("http://127.0.0.1:{web.port}/"),
        page.waitForResponse("**/api/v1/history/hour")]); await answer.finished()''')
    browser.wait('document.querySelector("#live").textContent.startsWith("Live")')
    assert browser.see('document.querySelectorAll("[data-spark]").length > 3 && !document.querySelector("[data-spark] *")')


def test_a_slow_line_has_better_to_do(web, browser):
    browser.run('''const session = await context.newCDPSession(page); await session.send("Network.enable");
        await session.send("Network.emulateNetworkConditions", { offline: false, latency: 800, downloadThroughput: 3000, uploadThroughput: 3000 })''')
    browser.run(f'''globalThis.asked = []; page.on("request", (request) => globalThis.asked.push(new URL(request.url()).pathname));
        await page.goto("http://127.0.0.1:{web.port}/", {{ waitUntil: "commit" }})''', 60)
    browser.wait('document.querySelector("#live")?.textContent.startsWith("Live")', 60)
    asked = browser.run('return globalThis.asked')
    assert '/api/v1/events' in asked and '/api/v1/history/hour' not in asked


def test_a_question_is_a_dialog(operator, web, suite):
    other = f'{SWITCH} button[type=submit]'
    operator.run(f'await page.focus(\'{other}\'); await page.keyboard.press("Enter")')
    operator.wait(DIALOG)
    words = operator.see(f'{DIALOG}.textContent')
    state = operator.see(f'document.querySelector(\'{other}\').value')
    theirs = operator.run(f'return await page.evaluate(async () => (await (await fetch("/outputs/battery?state={state}")).text()))')
    assert 'returns to' in words and words.split('It returns to')[1][:20] in theirs.replace('<b class="nb">', '')
    assert operator.see('location.pathname === "/" && document.activeElement.textContent === "Cancel"')
    assert operator.see(f'document.getElementById({DIALOG}.getAttribute("aria-labelledby")).tagName') == 'H2'
    # nothing was done, and he is where he was
    operator.run('await page.keyboard.press("Escape")')
    operator.wait(f'!{DIALOG}')
    assert operator.see(f'document.activeElement === document.querySelector(\'{other}\')')
    operator.run(f'await page.click(\'{other}\')')
    operator.wait(DIALOG)
    operator.run('await page.click("dialog button[type=button]")')
    operator.wait('!document.querySelector("dialog")')
    assert not any(o['holder'] == 'manual' for o in suite.psctl('status', '--json').json['outputs'])


def test_a_change_counts_down(operator, suite):
    operator.run(f'await page.click(\'{SWITCH} button[type=submit]\')')
    operator.wait(DIALOG)
    operator.run('await Promise.all([page.waitForNavigation(), page.click("dialog button[type=submit]")])')
    left = 'document.querySelector(\'[data-live="left.battery"]\')'
    operator.wait(left)
    operator.see(f'{{ window.left = {left}; window.at = {left}.textContent; }}')
    operator.wait(f'window.left.textContent !== window.at && window.left.isConnected')
    operator.run('await Promise.all([page.waitForNavigation(), page.click(".pend .btn.go")])')
    until(lambda: not any(o.get('unconfirmed') for o in suite.psctl('status', '--json').json['outputs']), 'that it is kept')
    event = [json.loads(line) for line in suite.psctl('events', '--kind', 'confirmed', '--json').out.splitlines()][-1]
    assert event['by'] == NAMES['control']


def test_a_token_is_made_and_removed(web, browser):
    """By an administrator, with nothing but the page."""
    browser.sign_in(web, 'admin')
    browser.run(f'''await page.goto("http://127.0.0.1:{web.port}/setup/user"); await page.fill("#new-tokens", "script");
        await Promise.all([page.waitForURL("**/setup/token/script"), page.press("#new-tokens", "Enter")]);
        await page.check('input[value="control"]');
        await Promise.all([page.waitForNavigation(), page.click(".savebar button[type=submit]")])''')
    word = browser.see('document.querySelector("#token").textContent')
    answer = until(lambda: (a := web.ask('/setup', headers={'Authorization': f'Bearer {word}'})).status == 200 and a, 'the token')
    assert 'Signed in as script, control' in answer.text
    browser.run(f'''await page.goto("http://127.0.0.1:{web.port}/setup/user"); await page.click('a[href="/setup/token/script"]');
        await Promise.all([page.waitForNavigation(), page.click('button[name="remove"]')])''')
    assert browser.see('location.pathname === "/setup/user" && !document.body.textContent.includes("script, control")')
    until(lambda: web.ask('/setup', headers={'Authorization': f'Bearer {word}'}).status != 200, 'that it is gone')


def test_what_is_wired_is_folded(operator, web):
    operator.run(f'await page.goto("http://127.0.0.1:{web.port}/setup/channel/volts_battery")')
    scale = 'document.getElementById("channels.volts_battery.scale")'
    assert operator.see(f'!{scale}.checkVisibility()')
    operator.run('await page.focus(".wiring summary"); await page.keyboard.press("Enter")')
    operator.wait(f'{scale}.checkVisibility()')
    operator.run('''await page.fill('[id="channels.volts_battery.scale"]', "x");
        await Promise.all([page.waitForNavigation(), page.click(".savebar button[type=submit]")])''')
    assert operator.see(f'{scale}.checkVisibility() && {scale}.value === "x" && {scale}.getAttribute("aria-invalid") === "true"')
