# SPDX-License-Identifier: MIT
"""History in a browser: the CSV is of what is seen, the colours are those of the page, and lines go on where there are values."""
import csv
import json
from pathlib import Path

import pytest

from rmcu.history import instant, stamp
from scenes import unit

# So many pixels of the charts have a colour, that of the page or another one, and in so many columns.
COLOURED = '''window.coloured = (colour) => {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)), columns = new Set();
  let n = 0;
  for (const c of document.querySelectorAll('.chart canvas')) {
    const { data, width } = c.getContext('2d').getImageData(0, 0, c.width, c.height);
    for (let i = 0; i < data.length; i += 4) {
      if (data[i + 3] > 128 && Math.abs(data[i] - r) + Math.abs(data[i + 1] - g) + Math.abs(data[i + 2] - b) < 6) {
        n += 1;
        columns.add((i / 4) % width);
      }
    }
  }
  return { n, columns: columns.size, first: Math.min(...columns), last: Math.max(...columns) };
}'''
TOKEN = 'getComputedStyle(document.documentElement).getPropertyValue("--c1").trim()'
DRAWN = 'document.querySelector("#charts .chart canvas") && !document.querySelector("#charts[aria-busy]")'
CSV = 'document.querySelector("a[href*=\'history.csv\']")'


@pytest.fixture(scope='module')
def site():
    with unit() as s:
        yield s


@pytest.fixture
def history(site, browser):
    browser.run('globalThis.asked = []; page.on("request", (r) => globalThis.asked.push(r.url()))')

    def go(query):
        browser.run(f'await page.goto({json.dumps(f"{site.url}/history?{query}")})')
        browser.wait(DRAWN)
        browser.see(COLOURED)
        return browser
    return go


def series(browser):
    """The last question for points."""
    return browser.run('return globalThis.asked.filter((u) => u.includes("/api/v1/history?")).at(-1).split("?")[1]')


def drag(browser, start, end):
    browser.run(f'''const box = await page.locator("#charts .chart canvas").first().boundingBox();
        const x = (part) => box.x + 50 + (box.width - 50) * part, y = box.y + box.height / 2;
        await page.mouse.move(x({start}), y); await page.mouse.down(); await page.mouse.move(x({end}), y, {{ steps: 5 }}); await page.mouse.up()''')


def test_csv_of_what_is_seen(history):
    browser = history('from=24h&channels=ac_line,volts_battery')
    whole = series(browser)
    assert browser.see(f'{CSV}.search') == f'?{whole}'
    browser.run('''globalThis.answer = page.waitForResponse("**/api/v1/history?*")''')
    drag(browser, 0.25, 0.5)
    # at once, and not with the answer
    assert browser.see(f'{CSV}.search') != f'?{whole}'
    answer = browser.run('return (await globalThis.answer).json()')
    browser.wait(DRAWN)
    assert browser.see(f'{CSV}.search') == f'?{series(browser)}' and 'channels=ac_line,volts_battery' in series(browser)
    assert 5 * 3600 < instant(answer['to']) - instant(answer['from']) < 7 * 3600
    saved = browser.run(f'''const [file] = await Promise.all([page.waitForEvent("download"), page.click("a[href*='history.csv']")]); return await file.path()''')
    rows = list(csv.reader(Path(saved).read_text().splitlines()))
    assert [instant(row[0]) for row in rows[1:]] == answer['times']
    assert rows[0][1] == 'ac_line_min' and rows[0][5] == 'volts_battery_min' and len(rows[0]) == 9
    browser.run('await page.click("#charts button:has-text(\'All\')")')
    assert browser.see(f'{CSV}.search') == f'?{whole}'


def change_scheme(browser):
    browser.run('await page.emulateMedia({ colorScheme: "dark" })')


def press_theme(browser):
    browser.run('await page.click("#theme")')


@pytest.mark.parametrize('change', [change_scheme, press_theme])
def test_new_colours_need_no_answer(history, change):
    browser = history('from=24h&channels=ac_line')
    old = browser.see(TOKEN)
    assert browser.see(f'coloured("{old}").n') > 100
    # nobody answers any more
    browser.run('await page.route("**/api/v1/history*", () => {}); globalThis.asked.length = 0')
    # heard behind the page's own ear, and before anything is drawn
    browser.see(f'''{{ const look = () => {{ window.left = coloured("{old}").n; window.there = coloured({TOKEN}).n; }};
        matchMedia("(prefers-color-scheme: dark)").addEventListener("change", look); document.addEventListener("themechange", look); }}''')
    change(browser)
    browser.wait('window.left !== undefined')
    assert browser.see(TOKEN) != old
    assert browser.see('window.left') == 0 and browser.see('window.there') > 100
    # what stands around the page goes on
    assert browser.run('return globalThis.asked.filter((url) => !url.includes("/api/v1/events?"))') == []


def test_a_line_goes_on_where_there_are_values(history, site):
    """Also through a time that was filled a minute at a time; the newest time has a value a second."""
    last = instant(site.web.ask('/api/v1/history?channels=ac_line&from=1h').json['to'])
    for begin, words in (last - 5 * 3600, 'one point is 1 min'), (last - 1800, 'one point is 1 s'):
        browser = history(f'from={stamp(begin)}&to={stamp(begin + 900)}&channels=ac_line')
        assert browser.see('document.querySelector("#charts .row .mut").textContent').endswith(words)
        line = browser.see(f'coloured({TOKEN})')
        assert line['columns'] == line['last'] - line['first'] + 1 > 800


def test_labels_in_large_text(history, site):
    """The numbers beside the charts stand on one line each, and not in each other."""
    browser = history('from=24h&channels=ac_line')
    for width, size in (320, 32), (320, 12), (1440, 32):
        browser.run(f'''await page.setViewportSize({{ width: {width}, height: 900 }});
            await (await context.newCDPSession(page)).send("Page.setFontSizes", {{ fontSizes: {{ standard: {size} }} }})''')
        # by itself, when there is another size of text
        browser.wait('Math.abs(document.querySelector(".chart canvas").getBoundingClientRect().width - document.querySelector(".chart").clientWidth) < 1')
        assert browser.see('getComputedStyle(document.documentElement).fontSize') == f'{size}px'
        for axis in 'xy':
            boxes = browser.see(f'''[...document.querySelectorAll(".dygraph-axis-label-{axis}")].map((e) => {{
                const r = document.createRange(); r.selectNodeContents(e); const b = r.getBoundingClientRect();
                return [b.left, b.top, b.right, b.bottom, r.getClientRects().length]; }})''')
            assert boxes and all(lines == 1 for *_, lines in boxes), (width, size, axis)
            boxes.sort(key=lambda b: (b[1], b[0]))
            assert not any(a[2] > b[0] and a[3] > b[1] for a, b in zip(boxes, boxes[1:])), (width, size, axis, boxes)
