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


def test_status(tmp_path):
    with unit() as site:
        site.calm()
        site.alarms()
        ran = subprocess.run(['node', str(HERE / 'lighthouse.mjs'), shutil.which('chromium'), str(tmp_path), f'{site.url}/'],
                             capture_output=True, text=True, timeout=240, check=False)
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    print(told['scores'])
    assert not told['error'] and told['warnings'] in ([], [STREAM])
    assert set(told['scores']) == {'performance', 'accessibility', 'best-practices'}
    assert all(score >= LEAST for score in told['scores'].values()), '\n'.join([str(told['scores']), *told['weak']])
