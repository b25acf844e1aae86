# SPDX-License-Identifier: MIT
"""A unit with somebody of each role, and the forms of its pages as a browser sends them."""
import html
import re

from rmcu.suite import NO_INTERLOCKS
from rmcu.waiting import until
from rmcu.web import Web, form

SETTINGS = '''device = { profile = "sim"; };
web = { open_status = true; };
site = { name = "Cedar <Ridge> \\"&\\""; };
alarms = { door = { channel = "di_3"; when = "active"; priority = "critical"; }; };
''' + NO_INTERLOCKS
WORD = 'correct horse'


def with_people(suite):
    """It runs, and all three can sign in."""
    suite.configure(SETTINGS)
    for name in 'sensord', 'alarmd', 'loggerd', 'settingsd':
        suite.start(name)
    w = Web(suite)
    until(lambda: w.ask('/healthz').status == 200, 'a snapshot')
    for role in 'viewer', 'control', 'admin':
        assert suite.psctl('user', 'add', role, '--role', role, stdin=WORD + '\n').code == 0
    until(lambda: w.sign_in('admin', WORD).cookie, 'the users')
    return w


class Person:
    """Somebody who is signed in, and his forms."""

    def __init__(self, web, role):
        self.web, self.headers = web, web.sign_in(role, WORD).as_browser
        assert self.headers['Cookie']

    def get(self, path):
        return self.web.ask(path, headers=self.headers)

    def fields(self, path):
        """As a browser would send the form of this page, untouched."""
        return fields(self.get(path).text)

    def save(self, path, typed, page=None):
        """Types over some fields of the page, and sends its form."""
        sent = {**(page or self.fields(path)), **typed}
        return self.web.ask(path, 'POST', form(**sent), self.headers)


def fields(text):
    text = re.search(r'<form class="form".*?</form>', text, re.S)[0]
    found = {}
    for tag in re.findall(r'<input [^>]*>', text):
        name = re.search(r' name="([^"]*)"', tag)[1]
        value = re.search(r' value="([^"]*)"', tag)
        if 'type="checkbox"' in tag and name.count('.') and ':' not in name:
            # boxes of one setting; browsers send those that are ticked
            found[name] = f'{found.get(name, "")} {value[1] if " checked" in tag else ""}'.strip()
        elif not re.search('type="(radio|checkbox)"', tag) or ' checked' in tag:
            found[name] = html.unescape(value[1]) if value else ''
    for name, options in re.findall(r'<select [^>]*name="([^"]*)"[^>]*>(.*?)</select>', text, re.S):
        value, words = re.search(r'<option(?: value="([^"]*)")? selected>([^<]*)', options).groups()
        found[name] = html.unescape(words if value is None else value)
    return found


def small_print(page, name):
    """What stands under a field, and what stands behind its number."""
    foot = re.search(rf'<p class="org" id="{re.escape(name)}-o">(.*?)</p>', page, re.S)[1]
    unit = re.search(rf'name="{re.escape(name)}"[^>]*>(?:<span class="u">(.*?)</span>)?</span>', page, re.S)
    return re.findall('<span>(.*?)</span>', foot), unit and unit[1]
