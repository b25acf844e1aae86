# SPDX-License-Identifier: MIT
"""No page is wider than its window, in every state and for every role: in small and large text on the narrowest screen, and
on the widest; each of four sizes of text on each of five screens with RMCU_LONG=1."""
import json

from rmcu.suite import LONG
from scenes import unit, walk_all

# Widths of windows and what the browser's user takes for text, both in px.
SCREENS = tuple((w, s) for w in (320, 360, 768, 1440, 2560) for s in (12, 16, 24, 32)) if LONG else ((320, 12), (320, 32), (2560, 16))
# What scrolls by itself (.scroll) is not wider than the page. The charts follow a window a frame later.
FITS = '''const found = [], session = await context.newCDPSession(page);
for (const [width, size] of %s) {
  await session.send('Page.setFontSizes', { fontSizes: { standard: size } });
  await page.setViewportSize({ width, height: 900 });
  found.push(...await page.evaluate(async ([width, size]) => {
    for (let i = 0; i < 3; i += 1) await new Promise(requestAnimationFrame);
    const root = document.documentElement, over = root.scrollWidth - width;
    if (innerWidth !== width || getComputedStyle(root).fontSize !== `${size}px`) return ['no such screen'];
    if (over <= 0) return [];
    const inner = [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > width
      && !e.closest('.scroll, .vh, .skip') && ![...e.children].some((c) => c.getBoundingClientRect().right > width));
    return [`${size} px text, ${width} px: ${over} px too wide: ${inner.map((e) => e.outerHTML.slice(0, 120)).join(' ')}`];
  }, [width, size]));
}
await session.send('Page.setFontSizes', { fontSizes: { standard: 16 } });
await session.detach();
return found'''
DRAWN = '!document.querySelector("#charts:not([hidden])") || document.querySelector("#charts .chart canvas")'


def test_no_page_is_wider_than_its_window(browser):
    found, looked = [], []

    def look(visit):
        looked.append(visit)
        if visit.text.startswith('<'):
            browser.wait(DRAWN)
            found.extend(f'{visit}: {wrong}' for wrong in browser.run(FITS % json.dumps(SCREENS), 60))

    walk_all(browser, look)
    assert len(looked) > 200 and '/m' in {v.path for v in looked}
    assert not found, '\n'.join(found)


def test_what_is_too_wide_is_seen(browser):
    browser.run('await page.goto("data:text/html,<html><body><p style=width:11rem>wide<p>narrow")')
    found = browser.run(FITS % json.dumps([[320, 12], [320, 32], [2560, 16]]))
    assert len(found) == 1 and '32 px text, 320 px' in found[0] and 'wide' in found[0] and 'narrow' not in found[0]


def test_the_filter_stands_in_even_rows(browser):
    with unit(history='1h') as site:
        for width, rows in (360, [2, 2, 2]), (768, [3, 3]), (1440, [6]):
            browser.run(f'await page.setViewportSize({{ width: {width}, height: 900 }}); await page.goto({json.dumps(site.url + "/alarms")})')
            ends = browser.see('[...document.querySelectorAll(".find > *")].map((e) => Math.round(e.getBoundingClientRect().bottom))')
            assert [ends.count(end) for end in sorted(set(ends))] == rows, width
