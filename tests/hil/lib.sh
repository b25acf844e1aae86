# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# What the rig's host-side scripts share: where things are cached, how an entry of the
# cache is made exactly once, and which Debian mirror this machine uses.
# To be sourced; stdout belongs to the result of each script, so everything said goes to stderr.

set -euo pipefail
shopt -s inherit_errexit

hil=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${RMCU_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/rmcu}/hil
# shellcheck disable=SC2034 # hil is for those who source this
readonly hil cache

# Entries that nobody has asked for in this many days go when a new one of their kind is made:
# each change of the kernel's configuration or of Build-Depends leaves an old one behind.
readonly KEEP_DAYS=14

say() { echo "hil: $*" >&2; }

die() {
	say "$*"
	exit 1
}

# hash_of FILE... : one short hash over names and contents. Comments of scripts do not count: a
# better word is no reason to build a kernel. Names are taken as given, so call it from a folder
# of your own with relative names; else the place of the checkout would count too.
hash_of() {
	local file
	for file in "$@"; do
		echo "$file"
		case $file in
		*.sh) sed '/^[[:blank:]]*#/d' "$file" ;;
		*) cat "$file" ;;
		esac
	done | sha256sum | cut -c1-16
}

# cached KIND KEY COMMAND [ARG...] : print the folder KIND-KEY of the cache, making it first by
# COMMAND ARG... OUT when it is not there. OUT is an empty folder beside the final place; it is
# renamed when COMMAND has succeeded, so a folder that exists is complete. The lock lets two
# runs side by side wait for one another instead of doing the same work twice.
cached() {
	local kind=$1 entry=$cache/$1-$2
	shift 2
	mkdir -p "$cache/locks"
	(
		flock -n 9 || { say "waiting for another run that makes $kind"; flock 9; }
		if [ ! -d "$entry" ]; then
			work=$(mktemp -d "$cache/.making-$kind.XXXXXX")
			# shellcheck disable=SC2064 # the value of now is meant
			trap "rm -rf '$work'" EXIT
			trap 'exit 130' INT TERM
			mkdir "$work/out"
			# 9>&-: a helper left behind by COMMAND must not keep the lock
			"$@" "$work/out" 9>&-
			mv "$work/out" "$entry"
			prune "$kind"
		fi
		touch "$entry"
	) 9>"$cache/locks/${entry##*/}" >&2
	echo "$entry"
}

# prune KIND : drop the entries of that kind that are no longer asked for
prune() {
	find "$cache" -maxdepth 1 -name "$1-*" -mtime +"$KEEP_DAYS" -exec rm -rf {} +
	# what a run left that was killed before it could tidy up
	find "$cache" -maxdepth 1 -name '.making-*' -mtime +1 -exec rm -rf {} +
}

# The Debian mirror that this machine's own apt uses
mirror() {
	local m
	# shellcheck disable=SC2016 # apt's variable
	m=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' \
		'Origin: Debian' 'Label: Debian' 'Component: main' | sed -n 1p)
	[ -n "$m" ] || die "apt knows no Debian mirror: add one to /etc/apt/sources.list.d and run apt-get update"
	echo "$m"
}

# apt_source SUITE : a line for sources.list
apt_source() {
	echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $(mirror) $1 main"
}

# scratch : where mmdebstrap unpacks. Not in the cache: without root it works as other uids, which
# may not enter the caller's home; and not in /tmp, which may be in memory.
scratch() { echo "${TMPDIR:-/var/tmp}"; }

# known_suite SUITE : the Debian releases that the rig can boot
known_suite() {
	case ${1:-} in
	trixie | bookworm) ;;
	*) die "the suite must be trixie or bookworm, not '${1:-}'" ;;
	esac
}
