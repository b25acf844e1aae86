#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""release.py TREE: one version and one list of users, wherever they stand."""

import os
import re
import sys

tree = sys.argv[1]
failed = passed = 0


def text(path):
    with open(os.path.join(tree, path), encoding="utf-8") as f:
        return f.read()


def same(what, a, b):
    global failed, passed
    if a == b:
        passed += 1
    else:
        failed += 1
        print(f"{what}: {a} and {b}", file=sys.stderr)


meson = re.search(r"^  version: '([^']+)'", text("meson.build"), re.M).group(1)
changelog = re.match(r"rmcu \(([^)]+)\)", text("debian/changelog")).group(1)
same("version in meson.build and debian/changelog", meson, changelog)

sysusers = text("systemd/rmcu.sysusers")
users = set(re.findall(r"^u (\S+)", sysusers, re.M))
groups = set(re.findall(r"^g (\S+)", sysusers, re.M))
postrm = text("debian/rmcu.postrm")
same("users made and removed", users, set(re.search(r"for user in (.*);", postrm).group(1).split()))
same("groups made and removed", users | groups, set(re.search(r"for group in (.*);", postrm).group(1).split()))

units = os.listdir(os.path.join(tree, "systemd"))
unit_users = {re.search(r"^User=(.*)$", text(f"systemd/{u}"), re.M).group(1) for u in units if u.endswith(".service.in")}
same("users made and used by units", users, unit_users)

rules = text("debian/rules")
shipped = {u.removesuffix(".in") for u in units if re.search(r"\.(service|socket|timer|target)(\.in)?$", u)}
same("units shipped and started by the package", shipped,
     set(re.findall(r"rmcu-\S+\.(?:service|socket|timer|target)", rules)))

print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
