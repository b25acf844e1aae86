#!/bin/bash
# SPDX-License-Identifier: MIT
# sandbox.sh SERVICE: the exposure of a unit as `systemd-analyze security` counts it, 1.0 at most, more where it is of the
# network (10 = no sandbox at all).

set -euo pipefail
unit=$1
# In tenths, as --threshold wants it.
case ${unit##*/} in
rmcu-webd.service) MOST=20 ;;
rmcu-run@.service | rmcu-send@.service) MOST=15 ;;
*) MOST=10 ;;
esac

if ! command -v systemd-analyze >/dev/null; then
	echo "systemd-analyze is not installed: debian/build-deps check"
	exit 77
fi
# rmcu-run and rmcu-send ask nobody who he is: their socket's mode has done so.
if [[ $unit != *@.service ]] && grep -q '^PrivateUsers=' "$unit"; then
	echo "$unit: PrivateUsers= hides who the peers are"
	exit 1
fi
analyze=(systemd-analyze security --offline=true --no-pager "--threshold=$MOST" "$unit")
# It wants to make this folder, although it needs nothing from it.
if [ ! -d /run/systemd ] && [ "$(id -u)" != 0 ]; then
	if ! unshare -rm true 2>/dev/null; then
		echo "not possible here: no /run/systemd, and no user namespaces to make one in"
		exit 77
	fi
	analyze=(unshare -rm sh -c 'mount -t tmpfs none /run && exec "$@"' sh "${analyze[@]}")
fi
"${analyze[@]}" | grep -v '✓'
