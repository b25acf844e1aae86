#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds every #include to the floors of ARCHITECTURE.md.

ROOMS says which rooms a room may take headers from; itself is always among them. A folder with C files that
is not in the table is a mistake: whoever adds a room says here where it stands. PURE files decide: they take
`now` and inputs, and return a decision; so they neither wait, nor read, nor look at a clock.

    tests/rooms.py [TREE]
"""

import fnmatch
import os
import re
import sys

BASE = ["lib/base"]
MODEL = ["lib/model", *BASE]
WIRE = ["lib/wire", *MODEL]
SETTINGS = ["lib/settings", *MODEL]
LIB = ["lib/bus", "lib/db", "lib/daemon", "lib/history", "lib/present", "lib/secret", "lib/view", *WIRE, *SETTINGS]

SENSORD = "daemons/sensord"
ALARMD = "daemons/alarmd"
LOGGERD = "daemons/loggerd"

ROOMS = {
    "lib/base": [],
    "lib/db": BASE,
    "lib/model": BASE,
    "lib/wire": MODEL,
    "lib/bus": WIRE,
    "lib/secret": BASE,
    "lib/settings": MODEL,
    "lib/present": SETTINGS,
    "lib/view": ["lib/present", *WIRE, *SETTINGS],
    "lib/history": ["lib/db", *MODEL],
    "lib/daemon": [room for room in LIB if room != "lib/daemon"],
    # Programs: all of lib/, nothing of each other. Their inner rooms know nothing of the program around them.
    "daemons/psctl": LIB,
    "daemons/settingsd": LIB,
    "daemons/agentxd": [*LIB, "mib"],
    "daemons/webd": LIB,
    "daemons/notifyd": LIB,
    # They trust nobody, and know nothing of the unit.
    "daemons/send": ["lib/daemon", *WIRE],
    "daemons/run": ["lib/daemon", *WIRE],
    "daemons/alarmd": [*LIB, f"{ALARMD}/engine", f"{ALARMD}/journal"],
    "daemons/alarmd/engine": MODEL,
    "daemons/alarmd/journal": ["lib/db", *WIRE],
    "daemons/loggerd": [*LIB, f"{LOGGERD}/store"],
    "daemons/loggerd/store": ["lib/db", "lib/history", *MODEL],
    "daemons/sensord": [*LIB, f"{SENSORD}/outputs", f"{SENSORD}/signal", f"{SENSORD}/sim", f"{SENSORD}/sources"],
    "daemons/sensord/outputs": LIB,
    "daemons/sensord/signal": MODEL,
    "daemons/sensord/sim": MODEL,
    "daemons/sensord/sources": [*LIB, f"{SENSORD}/signal", f"{SENSORD}/sim"],
    # What looks in from outside.
    "man": SETTINGS,
    "tests/bench": ["lib/*", "daemons/*"],
    "tests/e2e": [],
    "tests/fuzz": ["lib/*", "daemons/*", "tests/unit"],
    "tests/hil": [],
    "tests/hil/kmod": [],
    "tests/unit": ["lib/*", "daemons/*"],
}

PURE = [
    "lib/base/hash.*", "lib/base/nearest.*", "lib/base/text.*", "lib/base/utf8.*",
    "lib/model/*",
    "lib/present/*",
    "lib/secret/hmac.*",
    "lib/settings/schedule.*",
    "lib/view/*",
    "lib/wire/*",
    "daemons/agentxd/entity*", "daemons/agentxd/mib.*", "daemons/agentxd/notification.*", "daemons/agentxd/order.*", "daemons/agentxd/rmcu*", "daemons/agentxd/ups*",
    "daemons/agentxd/world.*",
    "daemons/alarmd/engine/*", "daemons/alarmd/budget.*", "daemons/alarmd/fact_event.*", "daemons/alarmd/kept.*",
    "daemons/alarmd/log_word.*", "daemons/alarmd/rules.*",
    "daemons/alarmd/syslog_format.*",
    "daemons/loggerd/blackbox.*", "daemons/loggerd/gather.*", "daemons/loggerd/periodic.*",
    "daemons/notifyd/books.*", "daemons/notifyd/environment.*", "daemons/notifyd/fields.*", "daemons/notifyd/gsm7.*", "daemons/notifyd/hook*",
    "daemons/notifyd/inquiry.*", "daemons/notifyd/kept.*", "daemons/notifyd/ledger*", "daemons/notifyd/letter.*", "daemons/notifyd/mail*", "daemons/notifyd/recur.*",
    "daemons/notifyd/route.*", "daemons/notifyd/sms.*", "daemons/notifyd/throttle.*", "daemons/notifyd/words*",
    "daemons/psctl/history_chart.*",
    "daemons/send/look.*", "daemons/send/modem_state.*", "daemons/send/outcome.*", "daemons/send/talk.*",
    "daemons/webd/html.*", "daemons/webd/label.*", "daemons/webd/metrics.*", "daemons/webd/page_*", "daemons/webd/parts.*", "daemons/webd/update.*", "daemons/webd/routes.*",
    "daemons/webd/fields*", "daemons/webd/history_body.*", "daemons/webd/journal_csv.*", "daemons/webd/journal_query.*", "daemons/webd/etag.*", "daemons/webd/order*", "daemons/webd/public.*", "daemons/webd/tries.*",
    "daemons/sensord/modem.*", "daemons/sensord/signal/*",
    "daemons/sensord/sim/battery.*", "daemons/sensord/sim/contact.*", "daemons/sensord/sim/flow.*",
    "daemons/sensord/sim/noise.*", "daemons/sensord/sim/plant*", "daemons/sensord/sim/simclock.*",
    "daemons/sensord/outputs/holders.*", "daemons/sensord/outputs/interlock.*",
    "daemons/sensord/outputs/pulse.*", "daemons/sensord/outputs/confirm.*",
]

# What a pure file may include of the system, and what it may not call although a header of these has it.
PURE_SYSTEM = set("assert ctype endian errno float inttypes limits math stdarg stdbool stddef stdint stdio "
                  "stdlib string strings sha2 curl/curl".split())
PURE_LIB_NOT = {"lib/base/file.h", "lib/base/keeper.h", "lib/base/log.h", "lib/base/loop.h"}
IMPURE_CALL = re.compile(r"\b(fopen|fread|fwrite|fprintf|printf|puts|remove|rename|system|getenv|setenv|rand|srand|"
                         r"random|time|instant_read|mono_read_us|boot_id_read)\s*\(")

# Headers that belong to a part of one room, or to one program.
ONLY = {
    "lib/settings/rows.h": ["lib/settings/schema_*.c"],
    # settingsd is the one writer
    "lib/settings/save.h": ["lib/settings/*", "daemons/settingsd/*", "tests/*"],
}

INCLUDE = re.compile(r'^\s*#\s*include\s+(?:"([^"]+)"|<([^>]+)>)')
COMMENT = re.compile(r"//.*|/\*.*?\*/")


def matches(path, patterns):
    return any(fnmatch.fnmatch(path, p) for p in patterns)


def check_own(path, header):
    """One #include "header" in the file `path`; a sentence when it may not be"""
    room, target = os.path.dirname(path), os.path.dirname(header)
    if not target:
        return f'"{header}": write the path from the root of the tree, e.g. "{room}/{header}"'
    if header.endswith("_internal.h") and target != room and not room.startswith("tests/"):
        return f'"{header}" is of the inside of {target}; take its public header'
    for pattern, users in ONLY.items():
        if fnmatch.fnmatch(header, pattern) and not matches(path, users):
            return f'"{header}" is only for {", ".join(users)}'
    if target != room and not matches(target, ROOMS[room]):
        return f"{room} may not look into {target} (floors: ARCHITECTURE.md; table: tests/rooms.py)"
    if matches(path, PURE) and header in PURE_LIB_NOT:
        return f'a file that decides may not include "{header}": hand it what it needs as an argument'
    return None


def check_system(path, header):
    if matches(path, PURE) and header.removesuffix(".h") not in PURE_SYSTEM:
        return f"a file that decides may not include <{header}>: let the one that acts do it"
    return None


def check_text(path, text):
    """Sentences "path:line: what is wrong" about one file"""
    found = []
    if os.path.dirname(path) not in ROOMS:
        return [f"{path}:1: the folder {os.path.dirname(path)} is in no floor: add it to ROOMS in tests/rooms.py"]
    for number, line in enumerate(text.splitlines(), 1):
        include = INCLUDE.match(line)
        if include:
            own, system = include.groups()
            wrong = check_own(path, own) if own else check_system(path, system)
        else:
            call = IMPURE_CALL.search(COMMENT.sub("", line)) if matches(path, PURE) and path.endswith(".c") else None
            wrong = f"a file that decides may not call {call.group(1)}()" if call else None
        if wrong:
            found.append(f"{path}:{number}: {wrong}")
    return found


def c_files(tree):
    for top in ("lib", "daemons", "man", "tests"):
        for folder, folders, names in os.walk(os.path.join(tree, top)):
            folders[:] = sorted(f for f in folders if not f.startswith(".") and f not in ("__pycache__", "node_modules"))
            for name in sorted(names):
                if name.endswith((".c", ".h")):
                    yield os.path.relpath(os.path.join(folder, name), tree)


def self_test():
    """What is planted must be found, and nothing else"""
    wrong = {
        "lib/base/a.c": '#include "lib/model/names.h"',
        "lib/wire/b.c": '#include "lib/settings/settings.h"',
        "lib/settings/c.h": '  #  include "lib/wire/msg.h"',
        "lib/bus/d.c": '#include "daemons/sensord/sensord.h"',
        "lib/bus/e.c": '#include "lib/wire/msg_internal.h"',
        "daemons/psctl/f.c": '#include "daemons/sensord/facts.h"',
        "daemons/psctl/g.c": '#include "lib/settings/save.h"',
        "daemons/psctl/h.c": '#include "output.h"',
        "daemons/sensord/outputs/i.c": '#include "daemons/sensord/sensord.h"',
        "daemons/sensord/signal/j.c": "#include <sys/socket.h>",
        "daemons/sensord/signal/k.c": "\tnow = mono_read_us();",
        "daemons/sensord/outputs/holders.c": '#include "lib/base/log.h"',
        "daemons/newd/l.c": "int x;",
    }
    right = {
        "lib/wire/a.c": '#include "lib/wire/msg_internal.h"\n#include "lib/model/fact.h"\n#include <string.h>',
        "daemons/settingsd/b.c": '#include "lib/settings/save.h"\n#include <sys/socket.h>',
        "daemons/sensord/c.c": '#include "daemons/sensord/sim/sim.h"\n#include "lib/bus/server.h"',
        "daemons/sensord/signal/d.c": "/* printf() is not called */\nreturn snprintf(a, n, s);",
        "tests/unit/test_e.c": '#include "tests/unit/test.h"\n#include "daemons/sensord/facts.h"',
    }
    for path, text in wrong.items():
        assert len(check_text(path, text)) == 1, f"not found: {path}: {text}"
    for path, text in right.items():
        assert not check_text(path, text), check_text(path, text)


def main():
    tree = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    self_test()
    files = list(c_files(tree))
    found = []
    for path in files:
        with open(os.path.join(tree, path), encoding="utf-8") as f:
            found += check_text(path, f.read())
    if found:
        print("\n".join(found), file=sys.stderr)
    print(f"{len(files)} files\n{1 if found else 2} passed, {1 if found else 0} failed")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
