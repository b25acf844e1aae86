# SPDX-License-Identifier: MIT
"""Fixtures of the browser tests: the real suite with the simulator, and Debian's Chromium. Run one by hand with

    (cd tests/web && npm ci --ignore-scripts)
    RMCU_BUILD=build-check /usr/bin/python3 -m pytest tests/web/test_status.py
"""
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / 'e2e'))

from rmcu.suite import Suite        # noqa: E402  (the path comes first)
from rmcu.waiting import PATIENCE, readable     # noqa: E402
from rmcu.web import NAMES, PASSWORD, watched     # noqa: E402

WANTED = [('chromium', shutil.which('chromium'), 'apt-get install chromium'),
          ('node', shutil.which('node'), 'apt-get install nodejs'),
          *((name, (HERE / 'node_modules' / name).exists(), 'npm ci --ignore-scripts in tests/web')
            for name in json.loads((HERE / 'package.json').read_text())['dependencies'])]


def missing():
    return ', '.join(f'{name} is not here ({how})' for name, there, how in WANTED if not there)


def pytest_sessionstart(session):
    # no browser, no test of it: a failure of the whole run, in one sentence
    if os.environ.get('RMCU_NO_NPM'):
        pytest.exit('not possible here: npm reaches no registry', returncode=77)
    if missing():
        pytest.exit(missing(), returncode=1)


class Browser:
    """`driver` is a script beside this file that starts `program` and does what it is told."""
    def __init__(self, driver='browser.mjs', program='chromium'):
        self.process = subprocess.Popen(['node', str(HERE / driver), shutil.which(program)], text=True, bufsize=1,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    WAIT = '() => %s, null, { timeout: %d, polling: 20 }'

    def run(self, code, seconds=PATIENCE):
        """What the piece of JavaScript returns, which has `page`."""
        print(json.dumps(code), file=self.process.stdin, flush=True)
        assert readable(self.process.stdout, seconds), f'the browser is not done with: {code}'
        answer = json.loads(self.process.stdout.readline())
        assert 'error' not in answer, answer['error']
        return answer['value']

    def see(self, expression):
        """What an expression is in the page."""
        return self.run(f'return await page.evaluate(() => {expression})')

    def wait(self, condition, seconds=PATIENCE):
        """Until an expression is true in the page."""
        return self.run(f'return (await page.waitForFunction({self.WAIT % (condition, int(seconds * 1000))})).jsonValue()',
                        seconds + 10)

    def sign_in(self, web, role):
        self.run(f'''await page.goto("http://127.0.0.1:{web.port}/login");
            await page.fill("#f-user", "{NAMES[role]}"); await page.fill("#f-password", "{PASSWORD}");
            await Promise.all([page.waitForURL("**/"), page.click("button[type=submit]")])''')

    def close(self):
        self.process.stdin.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@pytest.fixture
def suite():
    s = Suite()
    s.configure()
    try:
        yield s
        s.end()
    finally:
        for program in s.programs.values():
            program.close()
        s.remove()


@pytest.fixture
def web(suite, request):
    """A unit with the SETTINGS of the file."""
    return watched(suite, request.module.SETTINGS)


class Firefox(Browser):
    WAIT = '() => %s, { timeout: %d, polling: 20 }'

    def __init__(self):
        super().__init__('firefox.mjs', 'firefox-esr')


def looked_through(b):
    try:
        yield b
        # also what went wrong behind the page that was looked at
        assert b.run('return faults') == []
        assert b.run('return outside') == [], 'asked of others than the unit'
    finally:
        b.close()


@pytest.fixture
def browser():
    yield from looked_through(Browser())


@pytest.fixture
def operator(web, browser):
    """Signed in, as control, in front of Status."""
    browser.sign_in(web, 'control')
    browser.wait('document.querySelector("#live").textContent.startsWith("Live")')
    # it is no other page from here on
    browser.see('window.same = true')
    return browser


@pytest.fixture
def firefox():
    if not shutil.which('firefox-esr'):
        pytest.skip('firefox-esr is not installed: debian/build-deps check')
    yield from looked_through(Firefox())
