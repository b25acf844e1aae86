#!/bin/sh
# SPDX-License-Identifier: MIT
# deb-inside.sh [VERSION]: runs in the build tree, as its root. /build/rmcu is the source. Leaves /build/out/*.deb and lintian.txt, empty when lintian is content.

set -eu
version=${1:-}
cd /build/rmcu

if [ -n "$version" ]; then
	{
		echo "$(dpkg-parsechangelog -S Source) ($version) unstable; urgency=medium"
		printf '\n  * Built by the test rig.\n\n'
		echo " -- $(dpkg-parsechangelog -S Maintainer)  $(date -R)"
		echo
		cat debian/changelog
	} >../changelog
	mv ../changelog debian/changelog
	# a source of another day, which was tested then
	export DEB_BUILD_OPTIONS=nocheck
fi

# An ordinary user, as on Debian's own build machines: the unit tests meet real permissions
useradd --create-home builder
mkdir ../out
chown -R builder /build
runuser -u builder -- dpkg-buildpackage -b -us -uc

cp ../*.deb ../out/
: >../out/lintian.txt
[ -n "$version" ] ||
	runuser -u builder -- lintian --fail-on error,warning ../*.changes >../out/lintian.txt ||
	# a failure of lintian itself must not pass for contentment
	[ -s ../out/lintian.txt ] || echo "lintian failed" >../out/lintian.txt
