# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# For tests of the installed package in the guest: `. /hil/guest.sh; . /hil/suite.sh`

# The rig's board as a profile, written as a stranger would (README.md, "A board of your own").
suite_profile() {
	mkdir -p /etc/rmcu/profiles
	cat >/etc/rmcu/profiles/rig.conf <<'PROFILE'
device = { model = "Test rig"; };
converters = {
	adc_a = { label = "adc-a"; bus = "hil"; data_rate = 860; };
	adc_b = { label = "adc-b"; bus = "hil"; data_rate = 860; };
};
channels = {
	ac_line = { name = "AC Line"; kind = "analog-in"; unit = "volt"; source = "iio";
		converter = "adc_a"; input = "voltage0"; scale = 100; range_min = 0; range_max = 300; };
	amps_supply = { name = "Amps"; kind = "analog-in"; unit = "ampere"; source = "iio";
		converter = "adc_a"; input = "voltage1"; scale = 20; range_min = 0; range_max = 50; };
	volts_supply = { name = "Supply"; kind = "analog-in"; unit = "volt"; source = "iio";
		converter = "adc_a"; input = "voltage2"; scale = 10; range_min = 0; range_max = 20; };
	volts_battery = { name = "Battery"; kind = "analog-in"; unit = "volt"; source = "iio";
		converter = "adc_b"; input = "voltage0"; scale = 10; range_min = 0; range_max = 20; };
	spare = { name = "Spare"; kind = "analog-in"; unit = "volt"; source = "iio";
		converter = "adc_b"; input = "voltage1"; scale = 1; range_min = -4; range_max = 4; };
	temperature = { name = "Temperature"; kind = "analog-in"; unit = "celsius"; source = "iio";
		converter = "adc_b"; input = "voltage3"; scale = 100; offset = -50; range_min = -50; range_max = 150; };
	alarm_in = { name = "Alarm In"; kind = "digital-in"; source = "gpio"; line = "alarm-in"; };
	dc_ok = { name = "DC OK"; kind = "digital-in"; source = "gpio"; line = "dc-ok"; debounce_ms = 50; };
	alarm_out = { name = "Alarm Out"; kind = "digital-out"; source = "gpio"; chip = "board-gpio"; line = "alarm-out"; };
	psu = { name = "PSU"; kind = "digital-out"; source = "gpio"; line = "psu-on"; };
	low = { name = "Active low"; kind = "digital-out"; source = "gpio"; line = "do4"; active_low = true; };
};
PROFILE
	echo 'device = { profile = "rig"; };' >/etc/rmcu/rmcu.conf
}

# suite_install : the package, on the rig's board, measuring
suite_install() {
	suite_profile
	# --force-confold: rmcu.conf is ours already, as on a site that was prepared
	works "apt installs the package" apt-get install -y -o Dpkg::Options::=--force-confold /hil/rmcu_*.deb
	eventually 20 "sensord is active" systemctl is-active rmcu-sensord
	eventually 10 "psctl status answers" psctl status
	eventually 10 "it measures" quality_is spare ok
}

# json EXPRESSION : a python expression over `s`, the status; prints its value
json() {
	psctl status --json | python3 -c "import json, sys
s = json.load(sys.stdin)
c = {x['id']: x for x in s['channels']}
o = {x['id']: x for x in s['outputs']}
print($1)"
}

# micro CHANNEL : its value in millionths, "None" without one
micro() { json "None if c['$1']['value'] is None else round(c['$1']['value'] * 1e6)"; }
quality() { json "c['$1']['quality']"; }
quality_is() { [ "$(quality "$1")" = "$2" ]; }
active_is() { [ "$(json "o['$1']['active']")" = "$2" ]; }

# unit_pid UNIT : the process of the service into PID, or "none"; from its control group, because systemctl is slow in
# here, and 200 kills wait for it.
unit_pid() {
	PID=
	# between two lives there is no such file
	{ read -r PID <"/sys/fs/cgroup/system.slice/$1.service/cgroup.procs"; } 2>/dev/null
	PID=${PID:-none}
}
sensord_pid() {
	unit_pid rmcu-sensord
	echo "$PID"
}

# begins OLDPID [UNIT] : systemd has another process for it, which need not be the daemon yet
begins() {
	unit_pid "${2:-rmcu-sensord}"
	[ "$PID" != "$1" ] && [ "$PID" != none ]
}

# another OLDPID [UNIT] : systemd has started another process, and it is the daemon by now; what it does nobody knows. Before
# that it is systemd's child, and a kill of that one says nothing about ours.
another() {
	local comm=
	begins "$@" || return 1
	{ read -r comm <"/proc/$PID/comm"; } 2>/dev/null
	[ "$comm" = "${2:-rmcu-sensord}" ]
}

# restarted OLDPID : another process runs and measures
restarted() { another "$1" && psctl get spare >/dev/null 2>&1; }
