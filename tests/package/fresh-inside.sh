#!/bin/sh
# SPDX-License-Identifier: MIT
# In a bare Debian that has only git, as root: /given.bundle is the tree. The two commands, without any typing.
set -eu

useradd --create-home somebody
cd /home/somebody
runuser -u somebody -- git clone -q /given.bundle rmcu
cd rmcu

# Nothing can be installed by this one: a sentence, and no more.
if said=$(runuser -u somebody -- ./demo --detach 2>&1); then
	echo "not ok - without rights it works all the same: $said"
elif echo "$said" | grep -q 'apt-get build-dep' && [ "$(echo "$said" | wc -l)" -le 2 ]; then
	echo "ok - without rights one sentence says what to do"
else
	echo "not ok - without rights it says: $said"
fi

# installs, as root
debian/build-deps
echo "ok - packages were installed"

runuser -u somebody -- ./demo --detach --scenario mains-failure --speed 10 >/tmp/demo.said
runuser -u somebody -- .demo/psctl status --json
echo "ok - demo runs for an ordinary user"
page=$(sed -n 's/^ *\(http:[^ ]*\) .*/\1/p' /tmp/demo.said)
if python3 -c 'import sys, urllib.request; print(urllib.request.urlopen(sys.argv[1]).read().decode())' "$page" | grep -q '<title>.*Demo'; then
	echo "ok - the demo has a page"
else
	echo "not ok - the demo has no page at '$page'"
fi
runuser -u somebody -- ./demo --detach --dir /home/somebody/second
runuser -u somebody -- ./demo --stop --dir /home/somebody/second
runuser -u somebody -- .demo/psctl status
echo "ok - a second demo ends, the first one runs on"
runuser -u somebody -- ./demo --stop
debian/build-deps snmp
runuser -u somebody -- ./demo --detach --snmp >/tmp/demo.said
# the line to type, as it was printed
if sh -c "$(sed -n 's/^ *\(snmpbulkwalk.*\) (the channels)$/\1/p' /tmp/demo.said)" | grep -q 'STRING: "volts_battery"'; then
	echo "ok - the demo answers a manager"
else
	echo "not ok - the demo does not answer a manager: $(cat /tmp/demo.said)"
fi
runuser -u somebody -- ./demo --stop
# /proc may show what runs outside of this tree as well
if grep -lsz '^RMCU_RUNTIME_DIR=/home/somebody/' /proc/[0-9]*/environ; then echo "not ok - stop leaves a daemon"; else echo "ok - stop ends it"; fi

git config --global --add safe.directory /home/somebody/rmcu
if ./check >/tmp/check.log 2>&1; then
	echo "ok - check: $(tail -n 1 /tmp/check.log)"
else
	# which test and why stands far above its logs, and what is skipped here is not of interest
	grep -aE '^(_{3,} test_|E   |FAILED )' /tmp/check.log | head -n 40 || true
	grep -av '^skipped ' /tmp/check.log | tail -n 20
	echo "not ok - check: $(tail -n 1 /tmp/check.log)"
fi
echo "ok - finished"
