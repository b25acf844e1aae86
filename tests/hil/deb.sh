#!/bin/bash
# SPDX-License-Identifier: MIT
# deb.sh SUITE OUTDIR [VERSION]: builds the package from the working tree as it is, changes that
# are not committed included, in a Debian SUITE, and puts *.deb into OUTDIR, and lintian.txt.
# VERSION is for the test of an upgrade. One that begins with + is put behind the real one, in the finished package:
# programs do not know it, so building them anew would give the same ones.
# Done once for each state of the tree. Status 3: built, but lintian has something to say.

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

top=${RMCU_SOURCE:-$(cd "$hil/../.." && pwd)}
readonly LINTIAN_COMPLAINS=3

# source_tar FILE : the working tree without what git ignores; the same tree gives the same
# bytes. Without the rig: it is in no package, and a change of a test is no reason to build.
source_tar() {
	local git=(git -C "$top" -c "safe.directory=$top")
	"${git[@]}" ls-files -z --cached --others --exclude-standard -- . ':!tests/hil' |
		while IFS= read -r -d '' path; do
			# a deleted file is in the index until the deletion is committed
			[ ! -e "$top/$path" ] || printf '%s\0' "$path"
		done | sort -zu |
		tar -C "$top" -c --null --no-recursion -T - --format=gnu --mtime=@0 --owner=0 --group=0 \
			--numeric-owner --mode='u=rwX,go=rX' -f "$1"
}

# build_in ROOT_TAR SOURCE_TAR OUT_TAR SUITE VERSION : mmdebstrap as a chroot that needs no root: it
# only unpacks the tree and runs the hooks. Everything is handed over as open files, because
# without root the hooks work as other uids, which may not enter the caller's home, and because
# its own hook tar-in dies of SIGPIPE now and then, when tar does not read the padding at the end.
build_in() {
	# shellcheck disable=SC2016 # $1 is the hook's: the folder of the tree
	local unpack='if [ "$MMDEBSTRAP_MODE" = root ]; then tar -x --numeric-owner -C "$1" <&7; else
		# the devices are bound from outside, nobody but root can make them
		tar -x --numeric-owner -C "$1" --exclude="./dev/*" <&7 && mkdir "$1/dev/pts" "$1/dev/shm"; fi'
	# shellcheck disable=SC2016
	TMPDIR=$(scratch) mmdebstrap --variant=custom --skip=setup,update,cleanup \
		--setup-hook="$unpack" \
		--customize-hook='mkdir -p "$1/build/rmcu" && tar -x -m -C "$1/build/rmcu" <&8' \
		--customize-hook='cat <&6 >"$1/build/deb-inside.sh"' \
		--customize-hook="chroot \"\$1\" sh /build/deb-inside.sh '$5'" \
		--customize-hook='tar -c -C "$1/build/out" . >&9' \
		"$4" /dev/null "deb [trusted=yes] http://mirror.invalid/ $4 main" \
		6<"$hil/deb-inside.sh" 7<"$1" 8<"$2" 9>"$3"
}

build() {
	local suite=$1 version=$2 env=$3 source=$4 out=$5 work
	work=$(dirname "$out")
	say "deb $suite ${version:-as it is}: building"
	build_in "$env/root.tar" "$source" "$work/out.tar" "$suite" "$version" >"$out/build.log" 2>&1 || {
		tail -n 60 "$out/build.log" >&2
		die "deb $suite: failed"
	}
	tar -x -C "$out" --no-same-owner -f "$work/out.tar"
	say "deb $suite ${version:-as it is}: done"
}

# renumber DEB VERSION OUTDIR : the same package, with VERSION behind its own
renumber() {
	local work
	work=$(mktemp -d)
	dpkg-deb -R "$1" "$work/tree"
	sed -i "s/^Version: .*/&$2/" "$work/tree/DEBIAN/control"
	dpkg-deb --root-owner-group -Znone -b "$work/tree" "$3" >/dev/null
	rm -rf "$work"
}

known_suite "${1:-}"
suite=$1 outdir=${2:?where to put the packages} version=${3:-} suffix=''
case $version in
+*) suffix=$version version='' ;;
esac
[ -f "$top/debian/control" ] || die "there is no debian/control"

source=$(mktemp)
trap 'rm -f "$source"' EXIT
source_tar "$source"
env=$(RMCU_CONTROL=$top/debian/control "$hil/buildenv.sh" "$suite")
key=$({ cat "$source" "$hil/deb.sh" "$hil/deb-inside.sh"; echo "$version ${env##*/}"; } | sha256sum | cut -c1-16)
made=$(cached "deb-$suite" "$key" build "$suite" "$version" "$env" "$source")

mkdir -p "$outdir"
if [ -n "$suffix" ]; then
	renumber "$(echo "$made"/rmcu_*.deb)" "$suffix" "$outdir"
	exit
fi
cp "$made"/*.deb "$outdir/"
[ -n "$version" ] || cp "$made/lintian.txt" "$outdir/"
[ ! -s "$made/lintian.txt" ] || {
	say "deb $suite: lintian complains:"
	cat "$made/lintian.txt" >&2
	exit "$LINTIAN_COMPLAINS"
}
