#!/bin/bash
# SPDX-License-Identifier: MIT
# The rig itself: when this fails, no other test here means anything.
# hil: suites=trixie,bookworm time=180 deb=no files=holdline.py,killfork.py

# shellcheck source=guest.sh
. /hil/guest.sh

# ---------------------------------------------------------------- boot
note "$(uname -r), $(systemctl --version | sed -n 1p), up $(cut -d' ' -f1 /proc/uptime) s"
eventually 30 "systemd is running" systemctl is-system-running
is "no unit has failed" "$(systemctl --failed --no-legend --plain)" ""

works "the kernel survives 30 kills in the midst of a fork" python3 /hil/killfork.py 30

# ---------------------------------------------------------------- converters
# 4.096 V / 32768 = 125 uV a step, the models round to the nearest
channels="adc-a:0:1000000:8000 adc-a:1:-250000:-2000 adc-a:2:4095875:32767 adc-a:3:123456:988
	adc-b:0:2500000:20000 adc-b:3:300:2"
for c in $channels; do
	IFS=: read -r chip ch uv raw <<<"$c"
	adc_set "$chip" "$ch" "$uv"
done
for c in $channels; do
	IFS=: read -r chip ch uv raw <<<"$c"
	is "$chip channel $ch reads $uv uV" "$(adc_raw "$chip" "$ch")" "$raw"
done
is "scale is 125 uV a step" "$(cat "$(adc_dir adc-b)/in_voltage0_scale")" 0.125000000
is "data rate is 860 a second" "$(cat "$(adc_dir adc-a)/in_voltage2_sampling_frequency")" 860
is "libiio sees both converters" "$(iio_info 2>/dev/null | grep -c 'iio:device.*ads1015')" 2

adc_fail adc-a 1
fails "a transfer that fails is an error of the reading" adc_raw adc-a 0
is "the next reading works" "$(adc_raw adc-a 0)" 8000
adc_fail adc-a -1
fails "a chip that is pulled out cannot be read" adc_raw adc-a 0
is "the other chip can" "$(adc_raw adc-b 0)" 20000
adc_fail adc-a 0
is "the chip is back" "$(adc_raw adc-a 0)" 8000

adc_delay adc-b 700
before=$(hil_now)
is "a bus that hangs answers in the end" "$(adc_raw adc-b 0)" 20000
works "... but late" test $(($(hil_now) - before)) -ge 70
adc_delay adc-b 0

adc_unbind adc-b
fails "an unbound converter has no device" adc_dir adc-b
adc_bind adc-b
is "bound again it reads as before" "$(adc_raw adc-b 0)" 20000

# ---------------------------------------------------------------- contacts
# gpiomon and gpioset of libgpiod 1.6 and 2.x take different arguments
gpio_v2() { gpiodetect --version | grep -q 'libgpiod) v2'; }
chip=$(gpio_chip)
n_in=$(gpio_offset alarm-in) n_out=$(gpio_offset psu-on)

mon() {
	if gpio_v2; then gpiomon --format '%E' -n 4 --chip "$chip" alarm-in
	else gpiomon --format '%e' -n 4 "$chip" "$n_in"; fi
}
held() { gpioinfo | grep '"alarm-in"' | grep -q gpiomon; }

mon >/run/hil/edges 2>&1 &
eventually 10 "gpiomon holds alarm-in" held
for pull in up down up down; do gpio_pull alarm-in $pull; done
eventually 10 "gpiomon has seen four edges and ended" sh -c "! kill -0 $!"
is "rising and falling in turn" \
	"$(sed 's/rising/1/; s/falling/0/' /run/hil/edges | tr -d '\n ')" 1010

gpio_pull dc-ok up
is "a contact that is pulled up is 1" "$(gpio_value dc-ok)" 1
gpio_pull dc-ok down
is "pulled down it is 0" "$(gpio_value dc-ok)" 0

# ---------------------------------------------------------------- an output, and the watch of it
drive() {
	if gpio_v2; then exec gpioset --chip "$chip" psu-on=1
	else exec gpioset --mode=signal "$chip" "$n_out=1"; fi
}
drive &
setter=$!
eventually 10 "psu-on is driven high" gpio_is psu-on 1
line_watch psu-on 1
looks() { [ "$(hil_now)" -ge "$1" ]; }
wait_for 5 looks $(($(hil_now) + 100))
line_still psu-on "nothing moves in a second"

line_watch psu-on 1
kill $setter
wait $setter
eventually 5 "released, the line falls back to its pull" gpio_is psu-on 0
got=$(line_watch_end psu-on)
works "the watch has seen it ($got)" grep -q 'differed=[1-9]' <<<"$got"

# ---------------------------------------------------------------- the FD store keeps a line
cp /hil/holdline.py /run/hil/
works "a service that leaves its line with systemd starts" systemd-run -q --unit=holdline --service-type=notify \
	-p NotifyAccess=main -p FileDescriptorStoreMax=4 -p Restart=always -p RestartSec=100ms \
	-p StartLimitIntervalSec=0 /usr/bin/python3 /run/hil/holdline.py "$chip" "$n_out"
is "its line is high" "$(gpio_value psu-on)" 1
is "one descriptor is in the store" "$(systemctl show -P NFileDescriptorStore holdline)" 1
adopted() { [ "$(systemctl show -P NRestarts holdline)" = "$1" ] && systemctl show -P StatusText holdline | grep -q adopted; }
line_watch psu-on 1
for k in 1 2 3 4 5; do
	systemctl kill -s KILL holdline
	wait_for 20 adopted $k || bad "restart $k"
done
systemctl daemon-reexec
line_still psu-on "five kills and a re-exec do not move the line"
systemctl stop holdline
eventually 5 "given up, the line falls" gpio_is psu-on 0

# ---------------------------------------------------------------- a chip that goes and comes
gpio_unbind
is "an unbound chip has no device file" "$(gpio_chip)" ""
gpio_bind
eventually 5 "bound again it has" sh -c "test -c $(gpio_chip)"
gpio_pull dc-ok up
is "and its contacts work" "$(gpio_value dc-ok)" 1

# ---------------------------------------------------------------- packages
# The guest has no network and no package lists: what the image does not have, apt cannot get
mkdir -p /run/hil/deb/DEBIAN
cat >/run/hil/deb/DEBIAN/control <<CONTROL
Package: hil-probe
Version: 1
Architecture: all
Maintainer: the rig <root@localhost>
Depends: libiio0, systemd, adduser
Description: probe of apt in the rig
CONTROL
dpkg-deb -b /run/hil/deb /run/hil/hil-probe.deb >/dev/null
works "apt installs a package file without a network" apt-get install -y /run/hil/hil-probe.deb
works "and purges it" apt-get purge -y hil-probe

finish
