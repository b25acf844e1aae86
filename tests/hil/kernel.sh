#!/bin/bash
# SPDX-License-Identifier: MIT
# Builds the rig's kernel: User-Mode Linux from Debian's linux-source, and our module for it.
# Done once; prints the folder that holds `linux` (an ordinary executable) and `modules/*.ko`.

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

# The source of Debian 13 whatever this machine runs: one kernel for all suites.
readonly SOURCE=linux-source-6.12 SOURCE_SUITE=trixie

# fetch_source DIR : unpack Debian's kernel source into DIR/$SOURCE
fetch_source() {
	local dir=$1 apt
	mkdir -p "$dir/lists/partial" "$dir/cache/archives/partial"
	apt_source "$SOURCE_SUITE" >"$dir/sources.list"
	# apt with lists of its own: this machine need not know that suite, and does not learn it
	apt=(apt-get -q -o "Dir::Etc::sourcelist=$dir/sources.list" -o Dir::Etc::sourceparts=/dev/null
		-o "Dir::State::Lists=$dir/lists" -o "Dir::Cache=$dir/cache"
		-o APT::Sandbox::User=root -o Acquire::Languages=none)
	say "kernel: fetching $SOURCE"
	"${apt[@]}" update >"$dir/apt.log" 2>&1 || { cat "$dir/apt.log" >&2; die "apt-get update failed"; }
	(cd "$dir" && "${apt[@]}" download "$SOURCE" >>apt.log 2>&1) ||
		{ cat "$dir/apt.log" >&2; die "$SOURCE cannot be downloaded"; }
	say "kernel: unpacking"
	# documentation and the device trees of real boards are a third of the files
	dpkg-deb --fsys-tarfile "$dir/$SOURCE"_*.deb | tar -xO "./usr/src/$SOURCE.tar.xz" |
		tar -xJ -C "$dir" --exclude='*/Documentation/*/*' --exclude='*/arch/arm*/boot/dts/*'
}

# check_config FRAGMENT CONFIG : Kconfig drops silently what it cannot give; a rig without
# gpio-sim would be found much later
check_config() {
	local line sym bad=0
	while IFS= read -r line; do
		case $line in
		CONFIG_*) grep -qxF -- "$line" "$2" || { say "kernel: not honoured: $line"; bad=1; } ;;
		'# CONFIG_'*' is not set')
			sym=${line#\# }
			sym=${sym%% *}
			! grep -q "^$sym=" "$2" || { say "kernel: not honoured: $line"; bad=1; } ;;
		esac
	done <"$1"
	return $bad
}

build() {
	local out=$1 work src make fix
	work=$(dirname "$out")
	src=$work/$SOURCE
	fetch_source "$work"
	for fix in "$hil"/uml-*.patch; do
		patch -d "$src" -p1 -s <"$fix"
	done
	make=(make -s -C "$src" ARCH=um KBUILD_BUILD_USER=rmcu KBUILD_BUILD_HOST=hil)
	say "kernel: configuring"
	"${make[@]}" x86_64_defconfig
	(cd "$src" && ARCH=um scripts/kconfig/merge_config.sh -m .config "$hil/hil.config" >"$work/merge.log")
	"${make[@]}" olddefconfig
	check_config "$hil/hil.config" "$src/.config" || die "kernel: fix hil.config"
	say "kernel: compiling on $(nproc) processors (5 to 13 minutes on two)"
	"${make[@]}" -j"$(nproc)" linux modules
	mkdir "$work/kmod"
	cp "$hil"/kmod/* "$work/kmod/"
	"${make[@]}" M="$work/kmod" modules
	mkdir "$out/modules"
	find "$src" "$work/kmod" -name '*.ko' -exec cp {} "$out/modules/" \;
	strip --strip-debug "$out"/modules/*.ko
	strip -o "$out/linux" "$src/linux"
	say "kernel: done"
}

# The C library too makes the key: UML is linked with it, and a cache that is carried from a
# machine with a newer one would hold a kernel that does not start.
libc=$(getconf GNU_LIBC_VERSION)
cd "$hil"
cached kernel "${libc##* }-$(hash_of hil.config uml-*.patch kmod/* kernel.sh)" build
