# SPDX-License-Identifier: MIT
"""The linters: html-validate on every page in every state and for every role, and the others on the files of www."""
import json
import subprocess

from conftest import HERE
from rmcu.suite import SOURCE
from scenes import walk_all

WWW = SOURCE / 'www'


def lint(*args, given=''):
    """What the linters find; nothing is what is wanted."""
    ran = subprocess.run(['node', str(HERE / 'lint.mjs'), *map(str, args)], input=given, capture_output=True, text=True, timeout=240, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.splitlines()


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
