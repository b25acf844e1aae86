#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""polkit.py SOURCE: what systemd/60-rmcu-send.rules lets whom do, by running it with a polkit that is none.

polkit runs it in Duktape, which has ECMAScript 5; node runs more than that, so newer words are looked for as well.
"""
import json
import re
import shutil
import subprocess
import sys

MM = 'org.freedesktop.ModemManager1'
# all actions of ModemManager 1.20 and later, those of two others, and what only looks like the one
ACTIONS = [f'{MM}.{name}' for name in ('CellBroadcast', 'Contacts', 'Control', 'Device.Control', 'Firmware', 'Location', 'Messaging',
                                       'Time', 'USSD', 'Voice')]
ACTIONS += ['org.freedesktop.login1.power-off', 'org.freedesktop.systemd1.manage-units', MM, f'{MM}.Messaging.more', 'xMessaging',
            f'{MM}.messaging', '']
USERS = ['rmcu-send', 'rmcu-run', 'rmcu-notifyd', 'rmcu-webd', 'root', 'nobody', 'rmcu', 'rmcu-sender', 'Rmcu-send', '61234', '', None]
# reads the rules, then a list of pairs; answers with what the first rule that handles one says, as polkit does
RUN = '''
const vm = require("vm"), input = JSON.parse(require("fs").readFileSync(0, "utf8")), rules = [];
const polkit = {Result: {YES: "yes", NO: "no", NOT_HANDLED: null}, addRule: (rule) => { rules.push(rule); }};
vm.runInNewContext(input.rules, {polkit: polkit});
console.log(JSON.stringify({rules: rules.length, said: input.pairs.map(([id, user]) => {
  const subject = {user: user, local: false, active: false, session: null, isInGroup: () => true};
  return rules.map((rule) => rule({id: id, lookup: () => undefined}, subject)).find((r) => r !== null) ?? null;
})}));
'''


def main():
    path = f'{sys.argv[1]}/systemd/60-rmcu-send.rules'
    with open(path, encoding='utf-8') as f:
        rules = f.read()
    if not shutil.which('node'):
        sys.exit('node is missing: debian/build-deps check')
    code = re.sub(r'//.*', '', rules)
    newer = re.search(r'=>|`|\?\?|\b(let|const|class)\b', code)
    if newer:
        sys.exit(f'{path}: "{newer.group()}" is newer than ECMAScript 5')
    pairs = [(action, user) for action in ACTIONS for user in USERS]
    ran = subprocess.run(['node', '-e', RUN], input=json.dumps({'rules': rules, 'pairs': pairs}), capture_output=True, text=True)
    if ran.returncode:
        sys.exit(f'{path}: {ran.stderr}')
    said = json.loads(ran.stdout)
    allowed = [pair for pair, result in zip(pairs, said['said']) if result is not None]
    results = {result for result in said['said'] if result is not None}
    if said['rules'] != 1 or allowed != [(f'{MM}.Messaging', 'rmcu-send')] or results != {'yes'}:
        sys.exit(f'{path}: {said["rules"]} rules say {sorted(results)} to {allowed}')
    print(f'{len(pairs)} pairs of action and user, one of them allowed')


main()
