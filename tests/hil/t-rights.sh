#!/bin/bash
# SPDX-License-Identifier: MIT
# Who may do what, with real users and groups; and what a purge leaves.
# hil: suites=trixie,bookworm time=240 files=suite.sh

# shellcheck source=guest.sh
. /hil/guest.sh
# shellcheck source=suite.sh
. /hil/suite.sh

suite_install

for user in reader switcher nobody2 chief; do
	useradd -m $user
done
# supplementary members: their primary group is their own
usermod -aG rmcu reader
usermod -aG rmcu-control switcher
usermod -aG rmcu-admin chief
as() { setpriv --reuid "$1" --regid "$1" --init-groups "${@:2}"; }

works "a member of rmcu reads" as reader psctl status
fails "a member of rmcu alone may not switch" as reader psctl output psu active
is "nothing moved" "$(gpio_value psu-on)" 0
said=$(as reader psctl output psu active 2>&1)
works "and is told which group may ($said)" grep -q rmcu-control <<<"$said"
works "a supplementary member of rmcu-control may" as switcher psctl output psu active
eventually 2 "and the line moves" gpio_is psu-on 1
is "the hold names him" "$(json "o['psu']['holder']")" manual
works "he may change a control setting" as switcher psctl config set channels.spare.name=Reserve
eventually 5 "which sensord takes over" sh -c 'psctl status --json | grep -q Reserve'
fails "a reader may not" as reader psctl config set channels.spare.name=Mine
fails "a stranger may not even read" as nobody2 psctl status
said=$(as nobody2 psctl status 2>&1)
works "and is told what to do ($said)" grep -q 'adduser nobody2 rmcu' <<<"$said"
is "sensord runs as its own user" "$(ps -o user= -p "$(sensord_pid)")" rmcu-sensord

works "apt purges the package" apt-get purge -y rmcu
for left in /etc/rmcu /var/lib/rmcu /run/rmcu /run/rmcu-sensord /run/rmcu-alarmd /usr/share/rmcu; do
	fails "nothing is left at $left" test -e $left
done
fails "no user is left" grep -q '^rmcu' /etc/passwd
fails "no group is left" grep -q '^rmcu' /etc/group
is "no unit is left" "$(systemctl list-unit-files --no-legend 'rmcu*')" ""

finish
