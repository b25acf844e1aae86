#!/bin/bash
# SPDX-License-Identifier: MIT
# buildenv.sh SUITE: makes a Debian SUITE in which our package can be built.
# What it needs is read from debian/control by apt itself, so it is written nowhere else. Done once
# for each Build-Depends; prints the folder that holds `root.tar`.

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

control=${RMCU_CONTROL:-$hil/../../debian/control}

# build_depends : the fields that decide what is in the tree
build_depends() {
	awk '/^[^ \t#]/ { wanted = /^Build-/ } wanted' "$control"
}

build() {
	local suite=$1 out=$2 work
	work=$(dirname "$out")
	cp "$control" "$work/control"
	say "buildenv $suite: installing Debian and the build dependencies (two to three minutes)"
	# upload is carried out as the caller, from the folder we stand in
	cd "$work"
	# shellcheck disable=SC2016 # $1 is the hook's: the folder of the tree
	TMPDIR=$(scratch) mmdebstrap --variant=buildd --include=lintian \
		--aptopt='Acquire::Languages "none"' --aptopt='APT::Install-Recommends "false"' \
		--dpkgopt=force-unsafe-io \
		--customize-hook='mkdir -p "$1/build/debian"' \
		--customize-hook='upload control /build/debian/control' \
		--customize-hook='chroot "$1" apt-get -q -y build-dep /build' \
		--customize-hook='rm -r "$1/build"' \
		"$suite" out/root.tar "$(apt_source "$suite")" >log 2>&1 || {
		tail -n 40 log >&2
		die "buildenv $suite: failed"
	}
	say "buildenv $suite: done"
}

known_suite "${1:-}"
[ -f "$control" ] || die "there is no debian/control"
cd "$hil"
cached "buildenv-$1" "$({ build_depends; hash_of buildenv.sh; } | sha256sum | cut -c1-16)" build "$1"
