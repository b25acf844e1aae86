#!/bin/bash
# SPDX-License-Identifier: MIT
# check.sh [--suite SUITE] [--logs DIR] [--long] [TEST...]: makes what the rig needs, once, and runs the tests t-*.sh in
# the guest, one after the other: they measure times, and two guests would share two processors.
# One line for each assertion, and one at the end. `./check hil` calls this. Tests with `when=long` in their header only
# run when they are named, or with --long.

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

# All that the rig needs on this machine
readonly PACKAGES=(
	build-essential bc bison flex patch xz-utils # the kernel
	device-tree-compiler                         # the board
	mmdebstrap debian-archive-keyring e2fsprogs  # the guests, the build trees
	fakeroot uidmap                              # the same without root
	iproute2 openssl python3-aiosmtpd            # what is beside a guest, and the link to it
	python3 git
)

passed=0 failed=0 skipped=0
suites=(trixie bookworm) tests=() logs='' keep_logs='' long=''
control=$hil/../../debian/control

main() {
	parse_args "$@"
	logs=${logs:-$(mktemp -d "${TMPDIR:-/tmp}/rmcu-hil-logs.XXXXXX")}
	mkdir -p "$logs"
	install_packages
	build_rig
	local suite test
	for suite in "${suites[@]}"; do
		for test in "${tests[@]}"; do
			case ,$(header "$test" suites trixie,bookworm), in
			*,$suite,*) run_test "$test" "$suite" ;;
			esac
		done
	done
	conclude
}

conclude() {
	if [ $failed = 0 ] && [ -z "$keep_logs" ]; then
		rm -rf "$logs"
	else
		say "logs: $logs"
	fi
	echo "$passed passed, $failed failed, $skipped skipped"
	[ $failed = 0 ]
}

parse_args() {
	while [ $# -gt 0 ]; do
		case $1 in
		--suite) known_suite "${2:-}"; suites=("$2"); shift ;;
		--logs) logs=${2:?} keep_logs=1; shift ;;
		--long) long=1 ;;
		-*) die "usage: check.sh [--suite trixie|bookworm] [--logs DIR] [--long] [TEST...]" ;;
		*) tests+=("$hil/$(basename "$1" .sh).sh") ;;
		esac
		shift
	done
	local test
	if [ ${#tests[@]} = 0 ]; then
		for test in "$hil"/t-*.sh; do
			[ "$(header "$test" when always)" != long ] || [ -n "$long" ] || continue
			tests+=("$test")
		done
	fi
	for test in "${tests[@]}"; do
		[ -f "$test" ] || die "there is no test ${test##*/}"
	done
}

# header TEST KEY DEFAULT : what the test says of itself in its line "# hil: KEY=VALUE ..."
header() {
	local value
	value=$(sed -n "s/^# hil: .*\\b$2=\\([^ ]*\\).*/\\1/p; s/^# hil: $2=\\([^ ]*\\).*/\\1/p" "$1" | sed -n 1p)
	echo "${value:-$3}"
}

install_packages() {
	local missing=() p as_root=()
	command -v dpkg-query >/dev/null || die "the rig is built from Debian's packages; run it on Debian 12 or 13"
	for p in "${PACKAGES[@]}"; do
		dpkg-query -W -f '${Status}' "$p" 2>/dev/null | grep -q ' installed' || missing+=("$p")
	done
	[ ${#missing[@]} -gt 0 ] || return 0
	[ "$(id -u)" = 0 ] || as_root=(sudo -n)
	[ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null ||
		die "packages are missing, as root do: apt-get install ${missing[*]}"
	say "installing ${missing[*]}"
	"${as_root[@]}" apt-get -q update >"$logs/apt" 2>&1
	DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get -q -y install --no-install-recommends \
		"${missing[@]}" >>"$logs/apt" 2>&1 || { tail "$logs/apt" >&2; die "apt-get failed"; }
}

# The kernel takes the processors, the file systems the network: together they take less time
build_rig() {
	local suite
	# a session of its own: else Ctrl-C would leave the compilers running
	setsid "$hil/kernel.sh" >/dev/null &
	kernel=$!
	trap 'kill -- -$kernel 2>/dev/null || true' EXIT
	for suite in "${suites[@]}"; do
		"$hil/rootfs.sh" "$suite" >/dev/null
		[ ! -f "$control" ] || "$hil/buildenv.sh" "$suite" >/dev/null
	done
	wait $kernel || die "the kernel could not be built"
	trap - EXIT
}

# result ok|not ok|skip TEXT
result() {
	case $1 in
	ok) passed=$((passed + 1)) ;;
	'not ok') failed=$((failed + 1)) ;;
	skip) skipped=$((skipped + 1)) ;;
	esac
	echo "$1 - $2"
}

# debs SUITE : build the package, and the one to upgrade to; asserted once for a suite, when its
# first test asks. Sets debs_of[SUITE] to their folder, or to nothing when there are none.
declare -A debs_of=()
debs() {
	local suite=$1 dir=$logs/debs-$1 status=0
	[ -z "${debs_of[$suite]+known}" ] || return 0
	debs_of[$suite]=
	[ -f "$control" ] || return 0
	"$hil/deb.sh" "$suite" "$dir" >/dev/null || status=$?
	case $status in
	0) result ok "$suite: the package builds, lintian is content" ;;
	3) result "not ok" "$suite: lintian is content with the package" ;;
	*) result "not ok" "$suite: the package builds"; return 0 ;;
	esac
	"$hil/deb.sh" "$suite" "$dir/upgrade" +hil1 >/dev/null ||
		{ result "not ok" "$suite: the package to upgrade to builds"; return 0; }
	rm -f "$dir"/*-dbgsym_* "$dir"/upgrade/*-dbgsym_*
	debs_of[$suite]=$dir
}

# older SUITE COMMIT : the package of an earlier commit, as version 0.1.0~older; sets older_in to its folder
older() {
	local suite=$1 commit=$2 tree=$logs/source-$2
	older_in=$logs/debs-$suite-$commit/before
	[ ! -d "$older_in" ] || return 0
	if [ ! -d "$tree" ]; then
		git -c safe.directory='*' clone -q --no-checkout "$hil/../.." "$tree" &&
			git -C "$tree" checkout -q --detach "$commit" || return 1
	fi
	RMCU_SOURCE=$tree "$hil/deb.sh" "$suite" "$older_in" 0.1.0~older >/dev/null || return 1
	rm -f "$older_in"/*-dbgsym_*
}

# judge NAME LINE : what the guest says goes to the log, its assertions to us
judge() {
	case $2 in
	'ok - '*) result ok "$1: ${2#ok - }" ;;
	'not ok - '*) result "not ok" "$1: ${2#not ok - }" ;;
	'skip - '*) result skip "$1: ${2#skip - }" ;;
	'#   '*) echo "$2" ;;	# what a failed command said
	esac
}

# run_test FILE SUITE
run_test() {
	local test=$1 suite=$2 name line files=() options=() beside status='' before=$((passed + failed + skipped)) bad=$failed
	name="$suite $(basename "$test" .sh)"
	IFS=, read -ra files <<<"$(header "$test" files '')"
	files=("${files[@]/#/$hil/}")
	if [ "$(header "$test" deb yes)" = yes ]; then
		debs "$suite"
		[ -n "${debs_of[$suite]}" ] || { result skip "$name: there is no package to test"; return; }
		files+=("${debs_of[$suite]}"/*.deb "${debs_of[$suite]}/upgrade")
	fi
	local commit
	commit=$(header "$test" before '')
	if [ -n "$commit" ]; then
		older "$suite" "$commit" || { result skip "$name: commit $commit is not in this clone, or does not build"; return; }
		files+=("$older_in")
	fi
	beside=$(header "$test" beside '')
	[ -z "$beside" ] || options=(--beside "$hil/$beside")
	while IFS= read -r line; do
		case $line in
		$'\036'*) status=${line#?} ;;
		*) judge "$name" "$line" ;;
		esac
	done < <(
		"$hil/run" --suite "$suite" --time "$(header "$test" time 180)" --logs "$logs/${name// /-}" \
			"${options[@]}" "$test" "${files[@]}" && printf '\036%d\n' 0 || printf '\n\036%d\n' $?
	)
	# the script's own 1 says that an assertion failed, which has been counted
	[ "$status" = 0 ] || [ $failed -gt "$bad" ] || result "not ok" "$name: status $status"
	[ "$status" != 124 ] || result "not ok" "$name: in time"
	[ "$status" != 125 ] || result "not ok" "$name: the guest stays up"
	[ $((passed + failed + skipped)) -gt "$before" ] || result "not ok" "$name: it asserts something"
}

main "$@"
