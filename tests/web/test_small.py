# SPDX-License-Identifier: MIT
"""The small page goes on by itself and takes the focus from nobody; without a script the browser reloads it."""
from scenes import Walk, unit


def test_it_goes_on_in_place(browser):
    with unit() as site:
        site.calm()
        walk = Walk(site, browser, lambda visit: None)
        walk.become('control')
        browser.run('await page.clock.install()')
        walk.open('calm', '/m')
        browser.see('{ window.same = true; document.querySelector("footer a").focus(); }')
        site.sim.sim_set('set di3 off')
        site.until_alarm('door', active=True)
        assert browser.see('document.querySelector("h1").textContent') == 'All is well'
        browser.run('await page.clock.fastForward(15000)')
        browser.wait('document.querySelector("h1").textContent.includes("Door")')
        assert browser.see('window.same && document.activeElement.textContent') == 'Full page'
        # one that is gone is not looked at as if it were there
        site.suite.webd.kill()
        browser.run('await page.clock.fastForward(15000)')
        browser.wait('!document.querySelector("main.m")')


def test_without_a_script(browser):
    with unit() as site:
        browser.run(f'''const c = await browser.newContext({{ javaScriptEnabled: false }}); const p = await c.newPage();
            await p.goto({site.url + "/m"!r}); const wish = await p.locator("meta[http-equiv=refresh]").getAttribute("content");
            await c.close(); if (wish !== "15") throw new Error(wish)''')
