#!/bin/bash
# SPDX-License-Identifier: MIT
# Real converters and contacts, through the kernel, to a client.
# hil: suites=trixie,bookworm time=420 files=suite.sh

# shellcheck source=guest.sh
. /hil/guest.sh
# shellcheck source=suite.sh
. /hil/suite.sh

# CHANNEL CHIP INPUT MICROVOLT WANT(millionths) LSB(millionths): 125 uV a count, times the scale
voltages="ac_line:adc-a:0:1174000:117400000:12500 amps_supply:adc-a:1:415000:8300000:2500
	volts_supply:adc-a:2:1381000:13810000:1250 volts_battery:adc-b:0:1272500:12725000:1250
	spare:adc-b:1:-250000:-250000:125 temperature:adc-b:3:725000:22500000:12500"
for row in $voltages; do
	IFS=: read -r _ chip input uv _ _ <<<"$row"
	adc_set "$chip" "$input" "$uv"
done
suite_install

# ---------------------------------------------------------------- values
for row in $voltages; do
	IFS=: read -r channel _ _ _ want lsb <<<"$row"
	# each bus has a thread of its own: one may not have read yet where another has
	eventually 5 "$channel is read" quality_is "$channel" ok
	near "$channel in millionths" "$(micro "$channel")" "$want" "$lsb"
done
is "nothing is simulated" "$(json "s['simulated']")" False
is "no trouble" "$(json "len(s['health']['troubles'])")" 0
adc_set adc-b 0 2100000
eventually 2 "more than the range is said so" quality_is volts_battery over-range
adc_set adc-b 0 1272500
eventually 2 "and is over again" quality_is volts_battery ok

# ---------------------------------------------------------------- ticks
# When the guest itself stands still, nobody in it meets a tick. A probe that sleeps 20 ms at a time sees that: it
# prints how many ticks of 100 ms its own late awakenings explain. On a calm host that is 0, and sensord's bar too.
stall_probe() {
	python3 -c "import sys, time
explained, end = 0, time.monotonic() + float(sys.argv[1])
while (begin := time.monotonic()) < end:
    time.sleep(0.02)
    late = time.monotonic() - begin - 0.02
    explained += int(late / 0.1) + 1 if late > 0.09 else 0
print(explained)" "$1"
}
missed=$(json "s['missed_ticks']") first=$(json "s['snapshot']") from=$(hil_now)
explained=$(stall_probe 60)
missed=$(($(json "s['missed_ticks']") - missed))
works "no tick is missed in 60 s ($missed; the guest's own stalls explain $explained)" test "$missed" -le "$explained"
near "600 ticks in 60 s" $((($(json "s['snapshot']") - first + missed) * 6000 / ($(hil_now) - from))) 600 10

# ---------------------------------------------------------------- contacts
gpio_pull alarm-in down
is_low() { [ "$(micro alarm_in)" = 0 ]; }
eventually 5 "the contact is inactive" is_low
psctl facts --follow --json >/run/hil/facts 2>/run/hil/facts.err &
follower=$!
edges() { grep '"edge"' /run/hil/facts | grep -c '"alarm_in"'; }
edge_seen() { [ "$(edges)" -ge "$1" ]; }
# facts --follow begins with now: the first edge proves that it listens
listening() { gpio_pull alarm-in up; gpio_pull alarm-in down; edge_seen 1; }
eventually 10 "an edge reaches a subscriber" listening
before=$(edges)
for _ in $(seq 20); do
	gpio_pull alarm-in up
	gpio_pull alarm-in down
done
eventually 10 "every one of 40 edges does" edge_seen $((before + 40))
is "and no more than that" "$(($(edges) - before))" 40
kill $follower
wait $follower 2>/dev/null

# ---------------------------------------------------------------- losses
adc_fail adc-a -1
start=$(hil_now)
eventually 3 "a converter that is pulled out is a fault" quality_is ac_line fault
works "within a second ($((($(hil_now) - start) * 10)) ms)" test $(($(hil_now) - start)) -le 100
is "the other converter measures on" "$(quality volts_battery)" ok
works "status says which and why" sh -c 'psctl status | grep -qi "bus hil"'
adc_fail adc-a 0
eventually 5 "it comes back by itself" quality_is ac_line ok

adc_unbind adc-b
eventually 3 "a converter whose device went is a fault" quality_is volts_battery fault
is "the other one measures on" "$(quality ac_line)" ok
adc_bind adc-b
eventually 15 "bound again it comes back by itself" quality_is volts_battery ok
near "with its value" "$(micro volts_battery)" 12725000 1250

pid=$(sensord_pid)
gpio_unbind
eventually 5 "contacts of a chip that went are a fault" quality_is alarm_in fault
is "analog inputs measure on" "$(quality ac_line)" ok
gpio_bind
eventually 10 "they come back by themselves" quality_is alarm_in ok
is "nothing of it needed a restart" "$(sensord_pid)" "$pid"

finish
