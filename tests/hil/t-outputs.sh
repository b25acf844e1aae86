#!/bin/bash
# SPDX-License-Identifier: MIT
# An output stays where it is, whatever happens to the daemon. The line is watched all the time, not the program.
# hil: time=1500 files=suite.sh

# shellcheck source=guest.sh
. /hil/guest.sh
# shellcheck source=suite.sh
. /hil/suite.sh

suite_install

# ---------------------------------------------------------------- psctl moves the line
is "an output begins low" "$(gpio_value psu-on)" 0
is "an active-low output begins high" "$(gpio_value do4)" 1
works "psctl switches it" psctl output psu active
eventually 2 "the line is high" gpio_is psu-on 1
works "and the active-low one" psctl output low active
eventually 2 "whose line is low" gpio_is do4 0
works "off again" psctl output low inactive
eventually 2 "the line is high again" gpio_is do4 1
works "alarm_out by chip and name" psctl output alarm_out active
eventually 2 "its line is high" gpio_is alarm-out 1

# ---------------------------------------------------------------- nothing else does
line_watch psu-on 1
line_watch do4 1
kills=200 late=0
# every other one is killed again as soon as it exists, in the midst of taking over its lines
for k in $(seq $kills); do
	unit_pid rmcu-sensord
	pid=$PID
	kill -9 "$pid"
	if [ $((k % 2)) = 0 ]; then wait_for 30 restarted "$pid"; else wait_for 30 another "$pid"; fi ||
		late=$((late + 1))
done
is "each of $kills kill -9 was followed by a restart" "$late" 0
line_still psu-on "$kills kill -9 do not move a high output"
line_still do4 "nor an active-low one"
is "the service has no start limit" "$(systemctl show -P NRestarts rmcu-sensord)" "$kills"
is "it still says active" "$(json "o['psu']['active']")" True

line_watch psu-on 1
begun=20 late=0
for _ in $(seq $begun); do
	unit_pid rmcu-sensord
	pid=$PID
	kill -9 "$pid"
	wait_for 30 begins "$pid" || late=$((late + 1))
done
eventually 30 "it is back after $begun kills of what is not sensord yet" restarted "$pid"
is "and was so each time" "$late" 0
line_still psu-on "kills of systemd's child do not move it"

line_watch psu-on 1
late=0
for _ in $(seq 20); do
	pid=$(sensord_pid)
	systemctl restart rmcu-sensord
	wait_for 30 restarted "$pid" || late=$((late + 1))
done
is "20 systemctl restart come back" "$late" 0
line_still psu-on "20 systemctl restart do not move it"

line_watch psu-on 1
works "systemd re-executes" systemctl daemon-reexec
eventually 10 "sensord goes on" psctl status
pid=$(sensord_pid)
kill -9 "$pid"
eventually 10 "and comes back after a kill" restarted "$pid"
line_still psu-on "daemon-reexec does not move it, nor a kill after it"

line_watch psu-on 1
pid=$(sensord_pid)
works "apt installs a newer package" apt-get install -y -o Dpkg::Options::=--force-confold /hil/upgrade/rmcu_*.deb
eventually 20 "the new one runs" restarted "$pid"
line_still psu-on "an upgrade does not move it"

line_watch psu-on 1
echo 'device = { profile = ' >/etc/rmcu/rmcu.conf
refused() { [ "$(json "[t['subject'] for t in s['health']['troubles']]")" = "['settings']" ]; }
eventually 5 "a settings file that does not load is told" refused
pid=$(sensord_pid)
kill -9 "$pid"
eventually 10 "a restart with it keeps the last good settings" restarted "$pid"
is "and all channels" "$(json "len(s['channels'])")" 11
works "the output can still be switched" psctl output alarm_out inactive
eventually 2 "and moves" gpio_is alarm-out 0
line_still psu-on "settings that do not load do not move it"
echo 'device = { profile = "rig"; };' >/etc/rmcu/rmcu.conf
eventually 5 "good settings are taken over again" sh -c '! psctl status --json | grep -q "\"subject\":\"settings\""'

# ---------------------------------------------------------------- a chip that goes while nobody looks
works "sensord is stopped" systemctl stop rmcu-sensord
works "with its sockets" systemctl stop rmcu-sensord.socket
gpio_unbind
gpio_bind
works "started again" systemctl start rmcu-sensord.socket rmcu-sensord
eventually 10 "the output is driven as commanded" gpio_is psu-on 1
works "and can be switched" psctl output psu inactive
eventually 2 "off" gpio_is psu-on 0
works "and on" psctl output psu active
eventually 2 "on" gpio_is psu-on 1

# the same with the daemon killed and kept from starting, so that the store still holds dead descriptors
mkdir -p /run/systemd/system/rmcu-sensord.service.d
printf '[Service]\nRestartSec=3s\n' >/run/systemd/system/rmcu-sensord.service.d/slow.conf
systemctl daemon-reload
pid=$(sensord_pid)
kill -9 "$pid"
gpio_unbind
gpio_bind
eventually 15 "sensord is back" restarted "$pid"
eventually 10 "a chip unbound and bound while it was dead works again" gpio_is psu-on 1
works "the line answers" psctl output psu inactive
eventually 2 "to commands" gpio_is psu-on 0
rm -r /run/systemd/system/rmcu-sensord.service.d
systemctl daemon-reload

# ---------------------------------------------------------------- pulses
works "a pulse of 500 ms" psctl output psu pulse 500
eventually 2 "is over again" gpio_is psu-on 0

finish
