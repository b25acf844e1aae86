#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""release.py TREE: what stands in two places says the same: version, users, units, tests."""

import glob
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
        if isinstance(a, set):
            a, b = sorted(a - b), sorted(b - a)
        print(f"{what} differ: {a} and {b}", file=sys.stderr)


meson = re.search(r"^  version: '([^']+)'", text("meson.build"), re.M).group(1)
changelog = re.match(r"rmcu \(([^)]+)\)", text("debian/changelog")).group(1)
same("version in meson.build and debian/changelog", meson, changelog)

sysusers = text("systemd/rmcu.sysusers") + text("systemd/rmcu-snmp.sysusers")
users = set(re.findall(r"^u (\S+)", sysusers, re.M))
groups = set(re.findall(r"^g (\S+)", sysusers, re.M))
postrm = text("debian/rmcu.postrm")
more = text("debian/rmcu-snmp.postrm")
removed = set(re.search(r"for user in (.*);", postrm).group(1).split()) | set(re.findall(r"userdel (\S+)", more))
same("users made and removed", users, removed)
removed = set(re.search(r"for group in (.*);", postrm).group(1).split()) | set(re.findall(r"groupdel (\S+)", more))
same("groups made and removed", users | groups, removed)

units = os.listdir(os.path.join(tree, "systemd"))
# a dynamic one is made by nobody, and a socket is somebody's as well
unit_users = {user for u in units if u.endswith((".service.in", ".socket")) and "\nDynamicUser=yes" not in text(f"systemd/{u}")
              for user in re.findall(r"^(?:Socket)?User=(.*)$", text(f"systemd/{u}"), re.M)}
same("users made and used by units", users, unit_users)

rules = text("debian/rules")
shipped = {u.removesuffix(".in") for u in units if re.search(r"\.(path|service|socket|timer|target)(\.in)?$", u)}
# what a path unit starts is not started by anybody else
shipped -= {u for u in shipped if "@" in u}
shipped -= {u.removesuffix(".path") + ".service" for u in units if u.endswith(".path")}
same("units shipped and started by the package", shipped,
     set(re.findall(r"rmcu-\S+\.(?:path|service|socket|timer|target)", rules)))

declared = text("tests/meson.build")
lists = {"unit": r"^  \['(\w+)'", "fuzz": r"^  \['(\w+)'", "e2e": r"^  '(\w+)'"}
starts = {"unit": "unit_tests", "fuzz": "fuzz_targets", "e2e": "e2e_tests|e2e_only_long_tests"}
for kind, row in lists.items():
    block = "".join(re.findall(rf"^(?:{starts[kind]}) = \[\n(.*?)^\]", declared, re.M | re.S))
    files = glob.glob(f"{tree}/tests/{kind}/{'fuzz' if kind == 'fuzz' else 'test'}_*.{'py' if kind == 'e2e' else 'c'}")
    same(f"tests in tests/{kind} and in tests/meson.build",
         {os.path.basename(f).partition("_")[2].rpartition(".")[0] for f in files}, set(re.findall(row, block, re.M)))

print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
