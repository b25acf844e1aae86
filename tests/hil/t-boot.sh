#!/bin/bash
# SPDX-License-Identifier: MIT
# A power cut: how soon after a boot alarms act on their outputs, one that comes with the boot and one that was there before.
# hil: time=300 files=suite.sh

# shellcheck source=guest.sh
. /hil/guest.sh
# shellcheck source=suite.sh
. /hil/suite.sh

readonly LEVELS=/run/hil-levels

# early_watch LINE... : from the next boot on the lines are watched for their first rise, from before the first of our
# daemons; each begins with a line "OFFSET UPTIME" in LEVELS. Converters are there too, as on a board.
early_watch() {
	local line
	mkdir -p /root/early
	cp /hil/modules/*.ko /root/early/
	{
		echo 'insmod /root/early/hil-i2c.ko'
		echo 'insmod /root/early/hil-watch.ko'
		echo "echo 725000 >$HIL_I2C/$(hil_adc_addr adc-b)/ain3_uv"
		for line in "$@"; do
			hil_line "$line"
			echo 'read -r up _ </proc/uptime'
			echo "echo 0 >$HIL_WATCH/$HIL_OFFSET"
			echo "echo $HIL_OFFSET \$up >>$LEVELS"
		done
	} >/root/early/watch
	cat >/etc/systemd/system/hil-early.service <<-'UNIT'
		[Unit]
		DefaultDependencies=no
		After=sys-kernel-debug.mount
		Requires=sys-kernel-debug.mount
		Before=sysinit.target
		[Service]
		Type=oneshot
		ExecStart=/bin/bash -e /root/early/watch
		[Install]
		WantedBy=sysinit.target
	UNIT
	works "the watch of the next boot is set" systemctl enable hil-early.service
}

# rise LINE : milliseconds from the kernel's start to the line's first rise into RISE, or nothing
rise() {
	local up
	RISE=
	hil_watch_end "$1" || return 1
	up=$(sed -n "s/^$HIL_OFFSET //p" "$LEVELS")
	[[ $HIL_SEEN =~ first=1@([0-9]+) ]] || return 1
	RISE=$((10#${up/./} * 10 + BASH_REMATCH[1] / 1000))
}

# stamp UNIT PROPERTY : milliseconds since the kernel's start
stamp() { echo $(($(systemctl show -P "$2" ${1:+"$1"}) / 1000)); }

# first_action TEXT LINE : within 10 s of the time when systemd begins with services at all. How long Debian takes to get
# there says more of the rig's processor than of the suite, so that is told and not judged.
first_action() {
	if rise "$2"; then
		works "$1 $((RISE - basic_ms)) ms after basic.target, $((RISE - systemd_ms)) after systemd's start, $RISE after the kernel's" \
			test $((RISE - basic_ms)) -le 10000
	else
		bad "$1: $HIL_SEEN"
	fi
}

# alarm ID FIELD : of the alarm table
alarm() { psctl alarms --all --json | jq -r ".alarms[] | select(.id == \"$1\") | .$2"; }
alarm_is() { [ "$(alarm "$1" "$2")" = "$3" ]; }
raised() { psctl events --since 1d --json | grep '"kind":"alarm-raised"' | grep -c "\"alarm\":\"$1\""; }

if [ "$HIL_BOOT" = 1 ]; then
	gpio_pull dc-ok up
	suite_install
	cat >/etc/rmcu/rmcu.conf <<-'CONF'
		device = { profile = "rig"; };
		alarms = {
			dc_lost = { channel = "dc_ok"; when = "inactive"; priority = "critical"; alarm_outputs = "alarm_out"; };
			cold = { channel = "temperature"; when = "below"; setpoint = -10; recovery = 0; alarm_outputs = "psu"; latched = true; };
		};
	CONF
	works "the settings with alarms are good" psctl config check
	eventually 10 "alarmd knows the rule" alarm_is dc_lost active false
	adc_set adc-b 3 300000
	eventually 5 "a cold sensor raises a latched alarm" alarm_is cold active true
	eventually 2 "which holds its line" gpio_is psu-on 1
	# not when the contact goes with the power, as below, but what came before it
	is "the contact has raised none" "$(raised dc_lost)" 0
	early_watch alarm-out psu-on
	power_cut
fi

# the pull of dc-ok went with the power, so this contact is in alarm since before the boot
systemd_ms=$(stamp '' UserspaceTimestampMonotonic)
basic_ms=$(stamp basic.target ActiveEnterTimestampMonotonic)
eventually 20 "alarmd runs after a power cut" alarm_is dc_lost active true
eventually 5 "the contact's line is high" gpio_is alarm-out 1
eventually 5 "and that of the latched alarm" gpio_is psu-on 1
first_action "an alarm that comes with the boot has driven its line" alarm-out
first_action "one that was latched before has driven its line" psu-on
is "it is latched still" "$(alarm cold latched)" true
is "and was raised once" "$(raised cold)" 1
is "so was the contact's" "$(raised dc_lost)" 1
works "the chain of events is whole" psctl events verify

finish
