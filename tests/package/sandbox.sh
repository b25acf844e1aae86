#!/bin/bash
# SPDX-License-Identifier: MIT
# sandbox.sh SERVICE: the exposure of a unit as `systemd-analyze security` counts it, 1.0 at most (10 = no
# sandbox at all).

set -euo pipefail
unit=$1
# In tenths, as --threshold wants it.
readonly MOST=10

if ! command -v systemd-analyze >/dev/null; then
	echo "systemd-analyze is not installed: debian/build-deps check"
	exit 77
fi
if grep -q '^PrivateUsers=' "$unit"; then
	echo "$unit: PrivateUsers= hides who the peers are"
	exit 1
fi
systemd-analyze security --offline=true --no-pager --threshold=$MOST "$unit" | grep -v '✓'
