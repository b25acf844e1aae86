# SPDX-License-Identifier: MIT
"""Lighthouse on Status, as on a phone with a slow line (its own defaults), over plain HTTP."""
import json
import shutil
import subprocess

from conftest import HERE
from scenes import unit

LEAST = 95
# The stream of an open page is a request that does not end, which is all that it means.
STREAM = 'The page loaded too slowly to finish within the time limit. Results may be incomplete.'


# Performance is reckoned from times on this machine, of which whatever else it does takes away and adds nothing.
ROUNDS = 3


def look(site, folder):
    ran = subprocess.run(['node', str(HERE / 'lighthouse.mjs'), shutil.which('chromium'), str(folder), f'{site.url}/'],
                         capture_output=True, text=True, timeout=240, check=False)
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    print(told['scores'])
    assert not told['error'] and told['warnings'] in ([], [STREAM])
    assert set(told['scores']) == {'performance', 'accessibility', 'best-practices'}
    return told


def test_status(tmp_path):
    with unit() as site:
        site.calm()
        site.alarms()
        for n in range(ROUNDS):
            told = look(site, tmp_path / str(n))
            low = {what for what, score in told['scores'].items() if score < LEAST}
            if low != {'performance'}:
                break
    assert not low, '\n'.join([str(told['scores']), *told['weak']])
