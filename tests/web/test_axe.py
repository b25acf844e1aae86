# SPDX-License-Identifier: MIT
"""axe-core on every page, in every state and for every role: on a wide light screen and on a narrow dark one; all six of
three widths and two schemes with RMCU_LONG=1."""
import json

from conftest import HERE
from rmcu.suite import LONG
from scenes import walk_all

AXE = HERE / 'node_modules/axe-core/axe.min.js'
SCREENS = tuple((s, w) for s in ('light', 'dark') for w in (360, 768, 1440)) if LONG else (('light', 1440), ('dark', 360))
RUN = '''const found = [];
for (const [scheme, width] of %s) {
  await page.emulateMedia({ colorScheme: scheme });
  await page.setViewportSize({ width, height: 900 });
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  for (const v of violations) for (const n of v.nodes) found.push(`${scheme} ${width} px: ${v.id}: ${n.target} ${n.failureSummary}`);
}
return found'''


def test_no_violation(browser):
    browser.run(f'await page.addInitScript({{ path: {json.dumps(str(AXE))} }})')
    found, looked = [], []

    def look(visit):
        looked.append(visit)
        if visit.text.startswith('<'):
            found.extend(f'{visit}: {wrong}' for wrong in browser.run(RUN % json.dumps(SCREENS), 180))

    walk_all(browser, look)
    assert len(looked) > 200
    assert not found, '\n'.join(found)


def test_axe_looks(browser):
    """It is there, and finds what is wrong."""
    browser.run(f'await page.addInitScript({{ path: {json.dumps(str(AXE))} }})')
    browser.run('await page.goto("data:text/html,<html><title>x</title><body><img src=x><p style=color:%23999>faint")')
    found = browser.run(RUN % json.dumps(SCREENS), 60)
    assert {'image-alt', 'html-has-lang', 'color-contrast'} <= {line.split(': ')[1] for line in found}
