#!/bin/bash
# SPDX-License-Identifier: MIT
# From a package that had no alarmd to this one, and back: settings stay, outputs do not move.
# hil: suites=trixie when=long time=420 files=suite.sh before=7b1c201

# shellcheck source=guest.sh
. /hil/guest.sh
# shellcheck source=suite.sh
. /hil/suite.sh

install() { apt-get install -y --allow-downgrades -o Dpkg::Options::=--force-confold "$@"; }
# alarm ID FIELD : of the alarm table
alarm() { psctl alarms --all --json | jq -r ".alarms[] | select(.id == \"$1\") | .$2"; }
alarm_is() { [ "$(alarm "$1" "$2")" = "$3" ]; }
name_is() { [ "$(json "c['spare']['name']")" = "$1" ]; }
# the settings that are not taken are a trouble with this subject
refused() { [ "$(json "[t['subject'] for t in s['health']['troubles']]")" = "['settings']" ]; }
with_rule() {
	cat >/etc/rmcu/rmcu.conf <<-'CONF'
		device = { profile = "rig"; };
		alarms = { contact = { channel = "alarm_in"; when = "active"; priority = "critical"; alarm_outputs = "alarm_out"; }; };
	CONF
}

suite_profile
works "apt installs a package without alarmd" install /hil/before/rmcu_*.deb
is "it has none" "$(systemctl list-unit-files --no-legend 'rmcu-alarmd*')" ""
eventually 20 "it measures" quality_is spare ok
works "a setting is changed" psctl config set channels.spare.name=Kept
eventually 5 "and taken over" name_is Kept
works "an output is switched" psctl output psu active
works "and an active-low one" psctl output low active
eventually 2 "the line is high" gpio_is psu-on 1
eventually 2 "the other is low" gpio_is do4 0

# ---------------------------------------------------------------- there
line_watch psu-on 1
line_watch do4 0
line_watch alarm-out 0
pid=$(sensord_pid)
works "apt upgrades to this one" install /hil/rmcu_*.deb
eventually 20 "sensord is the new one" restarted "$pid"
eventually 20 "alarmd is active" systemctl is-active rmcu-alarmd
is "and enabled" "$(systemctl is-enabled rmcu-alarmd.service)" enabled
eventually 10 "it has alarms" psctl alarms --all
is "the changed setting was kept" "$(json "c['spare']['name']")" Kept
is "and rmcu.conf" "$(cat /etc/rmcu/rmcu.conf)" 'device = { profile = "rig"; };'
is "the output says active" "$(json "o['psu']['active']")" True
is "held by hand as before" "$(json "o['psu']['holder']")" manual
line_still psu-on "the upgrade does not move a high output"
line_still do4 "nor an active-low one"
line_still alarm-out "nor one that nobody holds"

with_rule
eventually 10 "a rule is taken over" alarm_is contact active false
gpio_pull alarm-in up
eventually 5 "its contact raises the alarm" alarm_is contact active true
eventually 2 "and its line" gpio_is alarm-out 1

# ---------------------------------------------------------------- and back
# Settings that the old one does not know have to go first, as it would refuse all of rmcu.conf.
echo 'device = { profile = "rig"; };' >/etc/rmcu/rmcu.conf
eventually 5 "without its rule the alarm lets go of the line" gpio_is alarm-out 0
line_watch psu-on 1
line_watch do4 0
line_watch alarm-out 0
pid=$(sensord_pid)
works "apt goes back" install /hil/before/rmcu_*.deb
eventually 20 "sensord is the old one" restarted "$pid"
is "no alarmd runs any more" "$(pgrep -x rmcu-alarmd)" ""
is "none is to start" "$(systemctl list-unit-files --no-legend 'rmcu-alarmd*')" ""
is "no unit has failed" "$(systemctl --failed --no-legend --plain)" ""
is "it has all channels" "$(json "len(s['channels'])")" 11
eventually 5 "it measures" quality_is spare ok
is "the changed setting was kept" "$(json "c['spare']['name']")" Kept
is "the output says active" "$(json "o['psu']['active']")" True
is "held by hand" "$(json "o['psu']['holder']")" manual
line_still psu-on "the way back does not move a high output"
line_still do4 "nor an active-low one"
line_still alarm-out "nor one that nobody holds"
works "it can be switched" psctl output alarm_out active
eventually 2 "and moves" gpio_is alarm-out 1
works "and is released" psctl output alarm_out release
eventually 2 "and falls" gpio_is alarm-out 0

# ---------------------------------------------------------------- and there again, with a rule in wait
with_rule
eventually 5 "a rule that the old one does not know is told" refused
is "it goes on with the settings it knows" "$(json "len(s['channels'])")" 11
line_watch psu-on 1
pid=$(sensord_pid)
works "apt upgrades once more" install /hil/rmcu_*.deb
eventually 20 "sensord is the new one again" restarted "$pid"
eventually 20 "alarmd is active" systemctl is-active rmcu-alarmd
eventually 10 "the rule is taken over, and its alarm raised" alarm_is contact active true
eventually 2 "with its line" gpio_is alarm-out 1
works "the journal is whole" psctl events verify
works "and has the alarm of before" test "$(psctl events --since 1d --json |
	grep '"kind":"alarm-raised"' | grep -c '"alarm":"contact"')" = 2
line_still psu-on "nor does that move a high output"

finish
