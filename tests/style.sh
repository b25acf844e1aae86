#!/bin/bash
# SPDX-License-Identifier: MIT
# style.sh TREE: the shape of C (.clang-format) and the sense of shell scripts (shellcheck).

set -uo pipefail
cd "${1:-$(dirname "$0")/..}" || exit 1

# Another version breaks lines at other places.
readonly CLANG_FORMAT_MAJOR=14
passed=0 failed=0 skipped=0

formatter() {
	local f
	for f in "clang-format-$CLANG_FORMAT_MAJOR" clang-format; do
		if command -v "$f" >/dev/null && "$f" --version | grep -q "version $CLANG_FORMAT_MAJOR\."; then
			echo "$f"
			return
		fi
	done
	return 1
}

check_c() {
	local tool
	if ! tool=$(formatter); then
		echo "skip: not possible here: clang-format $CLANG_FORMAT_MAJOR is not in this Debian"
		skipped=$((skipped + 1))
	elif find lib daemons man tests \( -path tests/hil/kmod -o -name node_modules \) -prune -o \( -name '*.c' -o -name '*.h' \) -print0 |
		xargs -0 -n 20 -P "$(nproc)" "$tool" --dry-run -Werror --ferror-limit=1; then
		passed=$((passed + 1))
	else
		echo "put it right with: $tool -i FILE"
		failed=$((failed + 1))
	fi
}

# Scripts are known by their first line, or say what shell they are for in a directive.
scripts() {
	grep -rlIE -m1 '^#!/bin/(ba)?sh|^# shellcheck shell=' --exclude-dir='build*' --exclude-dir=.git \
		--exclude-dir=.demo --exclude-dir=node_modules .
}

check_shell() {
	if ! command -v shellcheck >/dev/null; then
		echo "skip: shellcheck is not installed: debian/build-deps check"
		skipped=$((skipped + 1))
	elif scripts | xargs -d '\n' shellcheck -x -P SCRIPTDIR --severity=warning -e SC2034,SC2154,SC2164; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
	fi
}

check_c
check_shell
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
