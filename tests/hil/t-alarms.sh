#!/bin/bash
# SPDX-License-Identifier: MIT
# Contact, alarm, output line, through the kernel both ways; and alarms that outlive their daemon.
# hil: time=480 files=suite.sh,edgetime.py

# shellcheck source=guest.sh
. /hil/guest.sh
# shellcheck source=suite.sh
. /hil/suite.sh

suite_install
cat >/etc/rmcu/rmcu.conf <<'CONF'
device = { profile = "rig"; };
# 200 edges in a row are what chattering is for; here each one counts
alarm_system = { chatter_count = 0; };
alarms = {
	contact = { channel = "alarm_in"; when = "active"; priority = "critical"; alarm_outputs = "alarm_out"; };
	cold = { channel = "temperature"; when = "below"; setpoint = -10; recovery = 0; alarm_outputs = "psu"; latched = true; };
};
CONF
works "the settings with alarms are good" psctl config check
# alarm ID FIELD : of the alarm table
alarm() { psctl alarms --all --json | python3 -c "import json, sys
print({a['id']: a for a in json.load(sys.stdin)['alarms']}['$1']['$2'])"; }
alarm_is() { [ "$(alarm "$1" "$2")" = "$3" ]; }
alarmd_other() { another "$1" rmcu-alarmd && psctl alarms; }

eventually 20 "alarmd is active" systemctl is-active rmcu-alarmd
eventually 10 "it knows the rule" alarm_is contact active False

# ---------------------------------------------------------------- edge to line
# 200 times in both directions; the worst one is what counts
took=$(python3 /hil/edgetime.py "$(gpio_dir alarm-in)" "$(gpio_dir alarm-out)" 200 250 2>&1)
works "edges reach the output line within 250 ms ($took)" test $? = 0
gpio_pull alarm-in up
eventually 5 "a contact raises its alarm" alarm_is contact active True
eventually 2 "the line is high" gpio_is alarm-out 1

# ---------------------------------------------------------------- kills
adc_set adc-b 3 300000
eventually 5 "a cold sensor raises the latched one" alarm_is cold active True
eventually 2 "and its line" gpio_is psu-on 1
line_watch alarm-out 1
line_watch psu-on 1
kills=30 late=0
for _ in $(seq $kills); do
	unit_pid rmcu-alarmd
	pid=$PID
	kill -9 "$pid"
	wait_for 30 alarmd_other "$pid" || late=$((late + 1))
done
is "alarmd is back after each of $kills kills" "$late" 0
for _ in 1 2 3 4 5; do
	pid=$(sensord_pid)
	kill -9 "$pid"
	wait_for 30 restarted "$pid" || late=$((late + 1))
done
is "and sensord after five" "$late" 0
line_still alarm-out "kills of alarmd and sensord do not move the line of an active alarm"
line_still psu-on "nor that of a latched one"
# ---------------------------------------------------------------- upgrade, and back
line_watch psu-on 1
unit_pid rmcu-alarmd
pid=$PID
works "apt installs a newer package" apt-get install -y -o Dpkg::Options::=--force-confold /hil/upgrade/rmcu_*.deb
eventually 20 "the new alarmd runs" alarmd_other "$pid"
is "and knows the alarm" "$(alarm cold active)" True
unit_pid rmcu-alarmd
pid=$PID
works "apt goes back to the older one" apt-get install -y --allow-downgrades -o Dpkg::Options::=--force-confold /hil/rmcu_*.deb
eventually 20 "the old alarmd runs" alarmd_other "$pid"
is "and knows the alarm too" "$(alarm cold active)" True
works "the journal went along" psctl events verify
line_still psu-on "neither moved the line of a latched alarm"

adc_set adc-b 3 725000
eventually 5 "the cold is over, the alarm is latched" alarm_is cold latched True
unit_pid rmcu-alarmd
pid=$PID
kill -9 "$pid"
eventually 30 "a kill" alarmd_other "$pid"
is "does not unlatch it" "$(alarm cold active)" True
works "a reset does" psctl reset cold
eventually 2 "its line falls" gpio_is psu-on 0
works "the chain of events is whole" psctl events verify
is "the latched alarm was raised once" "$(psctl events --since 1d --json |
	grep -c '"kind":"alarm-raised".*"alarm":"cold"\|"alarm":"cold".*"kind":"alarm-raised"')" 1

finish
