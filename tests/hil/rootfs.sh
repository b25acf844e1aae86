#!/bin/bash
# SPDX-License-Identifier: MIT
# rootfs.sh SUITE: makes the guest's root file system, Debian SUITE with systemd.
# Done once per suite; prints the folder that holds `rootfs.img`. The image is never written
# afterwards: each guest writes to a copy-on-write file of its own.

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

# What a test may call. python3 and jq are for the tests, the rest is what a board has.
readonly TOOLS=systemd-sysv,dbus,udev,kmod,iproute2,procps,netbase,adduser,passwd,apt,\
gpiod,libiio-utils,i2c-tools,python3,jq,bash-completion,snmpd,snmp,snmptrapd,openssl

# What our packages depend on at run time. The guest has no network, so `apt install
# ./rmcu.deb` works only when all of this is there already: a new library goes in here.
runtime_depends() {
	case $1 in
	trixie) echo libiio0,libconfig11,libgpiod3,libmd0,libsqlite3-0,libsystemd0,init-system-helpers,libmicrohttpd12t64,libgnutls30t64,zlib1g,libcurl3t64-gnutls ;;
	bookworm) echo libiio0,libconfig9,libgpiod2,libmd0,libsqlite3-0,libsystemd0,init-system-helpers,libmicrohttpd12,libgnutls30,zlib1g,libcurl3-gnutls ;;
	esac
}

# Sparse: an image takes what is in it, about 300 MB
readonly SIZE=2G

# Services that cost seconds at boot and mean nothing here. The first group wants a terminal
# or a network, the second would start by the clock in the middle of a test, the third does
# once what the image has done.
readonly MASKED=(
	getty@tty1.service serial-getty@.service console-getty.service getty-static.service
	systemd-networkd.service systemd-networkd.socket systemd-timesyncd.service
	apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer fstrim.timer
	e2scrub_reap.service man-db.timer logrotate.timer
	systemd-hwdb-update.service ldconfig.service systemd-journal-catalog-update.service
	systemd-boot-random-seed.service modprobe@drm.service
)

# What makes a Debian tree our guest
furnish() {
	local root=$1 unit
	mkdir "$root/hil"
	echo hil >"$root/etc/hostname"
	echo '127.0.0.1 localhost hil' >"$root/etc/hosts"
	echo '/dev/ubda / ext4 defaults,noatime 0 0' >"$root/etc/fstab"
	# with an id it is not a first boot, with the stamps nothing is out of date
	echo 0123456789abcdef0123456789abcdef >"$root/etc/machine-id"
	touch "$root/etc/.updated" "$root/var/.updated"
	# mmdebstrap's options for itself (no manual pages, ...) must not apply to the package
	# that is tested; and there is no mirror to ask
	rm -f "$root"/etc/apt/apt.conf.d/99mmdebstrap "$root"/etc/dpkg/dpkg.cfg.d/99mmdebstrap
	rm -rf "$root"/etc/apt/sources.list "$root"/etc/apt/sources.list.d/* "$root"/etc/resolv.conf
	for unit in "${MASKED[@]}"; do
		ln -sf /dev/null "$root/etc/systemd/system/$unit"
	done
	rm -f "$root"/etc/systemd/system/getty.target.wants/*
	# only who tests with them wants them to run
	rm -f "$root"/etc/systemd/system/multi-user.target.wants/snmp*.service
	install -m 644 "$hil/guest/hil-run.service" "$hil/guest/hil.target" "$root/etc/systemd/system/"
	ln -sf hil.target "$root/etc/systemd/system/default.target"
}

# unpack_and_pack TAR IMAGE : needs to own files as root does, truly or by fakeroot
unpack_and_pack() {
	local root
	root=$(dirname "$1")/root
	mkdir "$root"
	# The kernel makes the device nodes. The backup copies of shadow may be mode 0, and under
	# fakeroot nobody could read them.
	tar -xf "$1" -C "$root" --numeric-owner --exclude='./dev/*' --exclude='./etc/*shadow-'
	rm "$1"
	furnish "$root"
	# no journal: the file system dies with the guest
	truncate -s "$SIZE" "$2"
	/sbin/mke2fs -q -F -t ext4 -O ^has_journal -L hil -d "$root" "$2"
}

build() {
	local suite=$1 out=$2 work as_owner=()
	work=$(dirname "$out")
	say "rootfs $suite: installing Debian (one to two minutes)"
	TMPDIR=$(scratch) mmdebstrap --variant=minbase \
		--include="$TOOLS,$(runtime_depends "$suite")" \
		--aptopt='Acquire::Languages "none"' --aptopt='APT::Install-Recommends "false"' \
		--dpkgopt=force-unsafe-io \
		--dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
		--dpkgopt='path-exclude=/usr/share/locale/*' \
		"$suite" "$work/rootfs.tar" "$(apt_source "$suite")" >"$work/log" 2>&1 || {
		tail -n 40 "$work/log" >&2
		die "rootfs $suite: failed"
	}
	say "rootfs $suite: packing the image"
	[ "$(id -u)" = 0 ] || as_owner=(fakeroot)
	"${as_owner[@]}" "$hil/rootfs.sh" --pack "$work/rootfs.tar" "$out/rootfs.img"
	say "rootfs $suite: done"
}

if [ "${1:-}" = --pack ]; then
	unpack_and_pack "$2" "$3"
	exit
fi
known_suite "${1:-}"
cd "$hil"
cached "rootfs-$1" "$(hash_of rootfs.sh guest/hil-run.service guest/hil.target)" build "$1"
