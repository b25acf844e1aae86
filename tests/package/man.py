#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""man.py BUILD: every manual page formats without a remark, and names every option that the program has."""

import glob
import os
import re
import shutil
import subprocess
import sys

build = os.path.abspath(sys.argv[1])
source = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
pages = sorted(glob.glob(f"{source}/man/*.[1-8]") + glob.glob(f"{build}/man/*.[1-8]"))
failed = 0


def wrong(sentence):
    global failed
    failed += 1
    print(sentence, file=sys.stderr)


def check_roff(page):
    said = subprocess.run(["groff", "-man", "-Tutf8", "-Kutf8", "-ww", "-z", "-rLL=80n", page],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if said.returncode or said.stdout:
        wrong(f"{page}: groff says:\n{said.stdout}")


def check_options(page):
    name = os.path.basename(page).rpartition(".")[0]
    programs = glob.glob(f"{build}/daemons/*/{name}")
    if not programs:
        return
    said = subprocess.run([programs[0], "--help"], stdout=subprocess.PIPE, text=True).stdout
    with open(page, encoding="utf-8") as f:
        text = f.read().replace("\\-", "-")
    for option in sorted(set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", said))):
        if option not in text:
            wrong(f"{page}: {option} is missing")


if not shutil.which("groff"):
    print("groff is not installed: debian/build-deps")
    sys.exit(77)
if not pages:
    wrong("there are no manual pages")
for page in pages:
    before = failed
    check_roff(page)
    check_options(page)
print(f"{len(pages) - min(failed, len(pages))} passed, {failed} failed")
sys.exit(failed > 0)
