# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# What every test in the guest begins with: `. /hil/guest.sh`
# Assertions, the world behind the board's pins, and waiting. Ends with `finish`.

set -uo pipefail	# not -e: a test goes on after a failed assertion

# ---------------------------------------------------------------- assertions
# One line each; check.sh counts them. "# " is for the reader of the log.

hil_passed=0 hil_failed=0 hil_finished=
# what failed before a power cut fails the test too
[ ! -e /hil/failed ] || read -r hil_failed </hil/failed

ok() { hil_passed=$((hil_passed + 1)); echo "ok - $*"; }
bad() { hil_failed=$((hil_failed + 1)); echo "not ok - $*"; }
skip() { echo "skip - $*"; }
note() { echo "# $*"; }

# is TEXT GOT WANT
is() {
	if [ "$2" = "$3" ]; then ok "$1 ($2)"; else bad "$1: got '$2', want '$3'"; fi
}

# near TEXT GOT WANT TOLERANCE : whole numbers
near() {
	if [[ $2 =~ ^-?[0-9]+$ ]] && [ $(($2 - $3)) -le "$4" ] && [ $(($3 - $2)) -le "$4" ]; then
		ok "$1 ($2)"
	else
		bad "$1: got '$2', want $3 within $4"
	fi
}

# works TEXT COMMAND... : the command succeeds; what it said is shown when it does not
works() {
	local text=$1 said rc
	shift
	said=$("$@" 2>&1)
	rc=$?
	if [ $rc = 0 ]; then ok "$text"; else bad "$text: status $rc from: $*"; hil_quote "$said"; fi
}

# fails TEXT COMMAND... : the command does not succeed
fails() {
	local text=$1 said
	shift
	if said=$("$@" 2>&1); then bad "$text: succeeded: $*"; hil_quote "$said"; else ok "$text"; fi
}

hil_quote() { [ -z "$1" ] || tail -n 20 <<<"$1" | sed 's/^/#   /'; }

# The last line of a test. A script that ends without it has not asserted all it wanted to.
finish() {
	hil_finished=1
	exit $((hil_failed > 0))
}

# power_cut : the supply fails and comes back. The script begins anew with HIL_BOOT one higher (1 at first), on the
# disk as it is now, with /hil as it is; all that the world did at the pins is forgotten.
power_cut() {
	echo "$hil_failed" >/hil/failed
	: >/hil/again
	hil_finished=1
	exit 0
}
hil_ended() {
	[ -z "$hil_finished" ] || return
	echo "not ok - the script ended early, status $1"
	exit 1
}
trap 'hil_ended $?' EXIT

# ---------------------------------------------------------------- waiting

# Starting a process takes 10 to 25 ms in here, so waiting starts none by itself: clock and pause are bash's own.

# A clock that no test sets, in hundredths of a second, into HIL_NOW
hil_tick() {
	read -r HIL_NOW _ </proc/uptime
	HIL_NOW=${HIL_NOW/./}
}
hil_now() {
	hil_tick
	echo "$HIL_NOW"
}

# A pipe into which nobody writes
exec {hil_never}<> <(:)
hil_pause() { read -r -t "$1" -u "$hil_never" || true; }

# wait_for SECONDS COMMAND... : until the command succeeds; fails when the time is up.
# The only way to wait: a fixed time is too short on a loaded machine, or wasted.
wait_for() {
	local end
	hil_tick
	end=$((HIL_NOW + $1 * 100))
	shift
	until "$@" >/dev/null 2>&1; do
		hil_tick
		[ "$HIL_NOW" -lt "$end" ] || return 1
		hil_pause 0.05
	done
}

# eventually SECONDS TEXT COMMAND... : wait_for as an assertion
eventually() {
	local seconds=$1 text=$2
	shift 2
	if wait_for "$seconds" "$@"; then ok "$text"; else bad "$text: not within $seconds s: $*"; fi
}

# ---------------------------------------------------------------- the link to the host
# For a test with `beside=PROGRAM` in its header; the program is at this address.

readonly HIL_HOST=192.0.2.1

# the cable is plugged in, and pulled
link_up() { ip address replace 192.0.2.2/24 dev vec0 && ip link set vec0 up; }
link_down() { ip link set vec0 down; }

# ---------------------------------------------------------------- contacts and outputs (gpio-sim)

readonly HIL_GPIO=/sys/devices/platform/gpio-sim
readonly HIL_GPIO_NAMES=/sys/firmware/devicetree/base/gpio-sim/bank0/gpio-line-names
declare -A hil_pulled=()

# hil_line LINE : its number on the chip into HIL_OFFSET, and its folder in sysfs into HIL_LINE. Looked up anew
# each time, because the number of the gpiochip may be another after the chip was unbound and bound.
hil_line() {
	local names
	mapfile -d '' names <"$HIL_GPIO_NAMES"
	for HIL_OFFSET in "${!names[@]}"; do
		[ "${names[HIL_OFFSET]}" = "$1" ] || continue
		for HIL_LINE in "$HIL_GPIO"/gpiochip*/sim_gpio"$HIL_OFFSET"; do
			return
		done
	done
	echo "no line '$1'" >&2
	return 1
}
gpio_offset() { hil_line "$1" && echo "$HIL_OFFSET"; }
gpio_dir() { hil_line "$1" && echo "$HIL_LINE"; }

# gpio_pull LINE up|down : what the world does at an input. Two changes of a line that are
# less than 20 ms apart may reach nobody as two (see README), so the second is held back. Three ticks
# of 10 ms between them may be 20 ms and a bit, and the kernel dates a change up to a tick late.
gpio_pull() {
	hil_line "$1" || return 1
	hil_tick
	[ $((HIL_NOW - ${hil_pulled[$1]:-0})) -gt 3 ] || hil_pause 0.03
	echo "pull-$2" >"$HIL_LINE/pull"
	hil_tick
	hil_pulled[$1]=$HIL_NOW
}

# gpio_value LINE : the level at the pin, 0 or 1, whoever drives it
hil_level() { hil_line "$1" && read -r HIL_LEVEL <"$HIL_LINE/value"; }
gpio_value() { hil_level "$1" && echo "$HIL_LEVEL"; }

gpio_is() { hil_level "$1" && [ "$HIL_LEVEL" = "$2" ]; }

# The chip goes away, with its device file, and comes back. Descriptors of the old chip stay dead.
gpio_unbind() { echo gpio-sim >/sys/bus/platform/drivers/gpio-sim/unbind; }
gpio_bind() { echo gpio-sim >/sys/bus/platform/drivers/gpio-sim/bind; }

# gpio_chip : the device file of the board's chip, now
gpio_chip() {
	local chip
	for chip in "$HIL_GPIO"/gpiochip*; do
		[ -d "$chip" ] && echo "/dev/${chip##*/}"
	done
}

# ---------------------------------------------------------------- watching an output (hil-watch)
# line_watch LINE LEVEL begins a watch, line_still LINE TEXT ends it and asserts that the
# level was there at every reading.

readonly HIL_WATCH=/sys/kernel/debug/hil-watch

line_watch() { hil_line "$1" && echo "$2" >"$HIL_WATCH/$HIL_OFFSET" || bad "the watch of $1 has begun"; }

# line_watch_end LINE : end the watch and print its counters
hil_watch_end() { hil_line "$1" && echo -1 >"$HIL_WATCH/$HIL_OFFSET" && read -r HIL_SEEN <"$HIL_WATCH/$HIL_OFFSET"; }
line_watch_end() { hil_watch_end "$1" && echo "$HIL_SEEN"; }

line_still() {
	HIL_SEEN='no watch'
	hil_watch_end "$1"
	if [[ $HIL_SEEN =~ ^reads=[1-9].*\ differed=0\ errors=0\  ]]; then
		ok "$2 ($HIL_SEEN)"
	else
		bad "$2: $HIL_SEEN"
	fi
}

# ---------------------------------------------------------------- converters (hil-i2c)
# CHIP is the label: adc-a (0x48) or adc-b (0x49). CHANNEL is 0 to 3.

readonly HIL_I2C=/sys/kernel/debug/hil-i2c

hil_adc_addr() {
	case $1 in
	adc-a) echo 48 ;;
	adc-b) echo 49 ;;
	*) echo "no converter '$1'" >&2; return 1 ;;
	esac
}

# adc_set CHIP CHANNEL MICROVOLT : what the world does at an input
adc_set() { echo "$3" >"$HIL_I2C/$(hil_adc_addr "$1")/ain$2_uv"; }

# adc_fail CHIP N : the next N transfers fail, -1: all of them (pulled out), 0: well again
adc_fail() { echo "$2" >"$HIL_I2C/$(hil_adc_addr "$1")/fail"; }

# adc_delay CHIP MS : every transfer takes so long, a bus that hangs
adc_delay() { echo "$2" >"$HIL_I2C/$(hil_adc_addr "$1")/delay_ms"; }

# adc_xfers CHIP : transfers so far
adc_xfers() { cat "$HIL_I2C/$(hil_adc_addr "$1")/xfers"; }

# adc_dir CHIP : its folder in sysfs; the number of an IIO device is not fixed, its label is
adc_dir() {
	local label
	label=$(grep -lx -- "$1" /sys/bus/iio/devices/*/label) && echo "${label%/label}"
}

# adc_raw CHIP CHANNEL
adc_raw() { cat "$(adc_dir "$1")/in_voltage$2_raw"; }

# The IIO device goes away altogether, and comes back
adc_unbind() { hil_adc_driver "$1" unbind; }
adc_bind() { hil_adc_driver "$1" bind; }

hil_adc_driver() {
	local addr dev
	addr=$(hil_adc_addr "$1") || return 1
	for dev in /sys/bus/i2c/devices/*-00"$addr"; do
		echo "${dev##*/}" >"/sys/bus/i2c/drivers/ads1015/$2"
	done
}
