# SPDX-License-Identifier: MIT
"""Every page, in every state and for every role, under the eyes of html-validate and axe-core."""
import json
import subprocess

from conftest import HERE
from rmcu.suite import SOURCE
from scenes import NOBODY, Walk, unit

WWW = SOURCE / 'www'


def lint(*args, given=''):
    """What the linters find; nothing is what is wanted."""
    ran = subprocess.run(['node', str(HERE / 'lint.mjs'), *map(str, args)], input=given, capture_output=True, text=True, timeout=240, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.splitlines()


def walk_all(browser, look):
    with unit() as site:
        Walk(site, browser, look).all()
    with unit(users=False) as site:
        walk = Walk(site, browser, look)
        walk.become(NOBODY)
        walk.open('no administrator', '/login')
        walk.refuse('/login', 'form', 'nobody')


def test_html(browser):
    pages = []
    walk_all(browser, pages.append)
    assert len(pages) > 200
    found = lint('html', given=json.dumps([{'name': str(p), 'text': p.text} for p in pages if p.text.startswith('<')]))
    assert not found, '\n'.join(found)


def test_style():
    found = lint('style', *sorted(WWW.glob('*.css')))
    assert not found, '\n'.join(found)


def test_scripts():
    found = lint('script', *sorted(WWW.glob('*.js')), *sorted(HERE.glob('*.mjs')))
    assert not found, '\n'.join(found)


def test_description():
    found = lint('description', WWW / 'openapi.json')
    assert not found, '\n'.join(found)
