#!/bin/bash
# SPDX-License-Identifier: MIT
# rmcu-snmp beside Debian's own snmpd: closed as shipped, let in as the manual says, contact and line through SNMP.
# hil: time=480 files=suite.sh,edgetrap.py

# shellcheck source=guest.sh
. /hil/guest.sh
# shellcheck source=suite.sh
. /hil/suite.sh

# net-snmp's playpen, where the package stands without an assigned number
readonly ROOT=1.3.6.1.4.1.8072.9999.9999.7628
readonly TRAPS=/root/traps TRAP_PORT=1162 EDGE_PORT=1163
export MIBS=

ask() { snmpget -v 2c -c "$1" -On -Oe -t 1 -r 0 127.0.0.1 "${@:2}" 2>&1; }
answers() { ask reader "$ROOT.1.1.1.0" | grep -q STRING; }
snmpd_answers() { ask reader 1.3.6.1.2.1.1.3.0 | grep -q Timeticks; }
registered() { psctl snmp status --json | grep -q '"registered":true'; }
# trap TAIL : snmptrapd has heard this one
trap_came() { grep -q "$ROOT.$1\b" "$TRAPS"; }

# back_after TEXT COMMAND... : what the command does to snmpd, and how soon after snmpd ours answers again
back_after() {
	local text=$1 begin
	shift
	"$@"
	wait_for 60 snmpd_answers || bad "$text: snmpd is back"
	begin=$(hil_now)
	wait_for 20 answers
	begin=$((($(hil_now) - begin) * 10))
	works "$text: answered again within 2 s of snmpd ($begin ms)" test $begin -le 2000
}

# ---------------------------------------------------------------- after the power cut
if [ "$HIL_BOOT" != 1 ]; then
	eventually 60 "after a power cut the unit answers" answers
	eventually 20 "and tells that it booted" trap_came 2.2.0.1
	finish
fi

suite_install
systemctl enable --now snmpd >/dev/null 2>&1
works "apt installs it beside snmpd" apt-get install -y /hil/rmcu-snmp_*.deb
eventually 20 "the agent is active" systemctl is-active rmcu-agentxd
eventually 30 "and registered" registered

# ---------------------------------------------------------------- as shipped
is "the agent's socket is of a group of its own" "$(stat -c '%U:%G %a' /run/agentx/rmcu)" "Debian-snmp:rmcu-agentxd 660"
is "which has no member but the agent's user" "$(getent group rmcu-agentxd | cut -d: -f4)" ""
is "nobody else has it as his own" "$(getent passwd | awk -F: -v g="$(getent group rmcu-agentxd | cut -d: -f3)" '$4 == g { print $1 }')" rmcu-agentxd
useradd stranger
connect='import socket; socket.socket(socket.AF_UNIX).connect("/run/agentx/rmcu")'
works "root may connect" python3 -c "$connect"
fails "a stranger may not" setpriv --reuid stranger --regid stranger --clear-groups python3 -c "$connect"
is "the agent runs as its own user" "$(unit_pid rmcu-agentxd; ps -o user= -p "$PID")" rmcu-agentxd
is "snmpd listens on loopback alone" "$(ss -Hlun sport = :161 | awk '{ print $4 }' | grep -cv '^127.0.0.1:\|^\[::1\]:')" 0
fails "Debian's community sees nothing of the unit" sh -c "snmpwalk -v 2c -c public -On -t 1 -r 0 127.0.0.1 $ROOT | grep -v 'No Such\|No more'"
fails "nobody may set" sh -c "for c in public private; do snmpset -v 2c -c \$c -t 1 -r 0 127.0.0.1 $ROOT.1.8.1.0 i 0 && exit; done; exit 1"

# ---------------------------------------------------------------- let in
cat >/etc/snmp/snmpd.conf.d/site.conf <<CONF
rocommunity reader 127.0.0.1
rwcommunity writer 127.0.0.1
trap2sink 127.0.0.1:$TRAP_PORT public
trap2sink 127.0.0.1:$EDGE_PORT public
CONF
cat >/etc/systemd/system/traps.service <<UNIT
[Unit]
Before=rmcu-agentxd.service
[Service]
ExecStart=/usr/sbin/snmptrapd -f -C --disableAuthorization=yes -On -Lf $TRAPS -F "%%v\n" 127.0.0.1:$TRAP_PORT
Environment=MIBS=
[Install]
WantedBy=multi-user.target
UNIT
cat >/etc/rmcu/rmcu.conf <<'CONF'
device = { profile = "rig"; };
snmp = { access = "read-write"; };
alarm_system = { chatter_count = 0; };
alarms = { contact = { channel = "alarm_in"; when = "active"; priority = "critical"; }; };
CONF
works "the settings are good" psctl config check
systemctl daemon-reload
systemctl enable --now traps >/dev/null 2>&1
back_after "restart" systemctl restart snmpd
eventually 10 "the rule is there" sh -c "snmpwalk -v 2c -c reader -On -t 1 127.0.0.1 $ROOT.1.3 | grep -q INTEGER"
for tree in $ROOT 1.3.6.1.2.1.47 1.3.6.1.2.1.99 1.3.6.1.2.1.33; do
	works "a walk of $tree is in order and ends" sh -c "snmpbulkwalk -v 2c -c reader -On -t 2 127.0.0.1 $tree >/root/walk && grep -q . /root/walk && ! grep -q 'No Such' /root/walk"
done

# ---------------------------------------------------------------- a line, and a contact
index=$(snmpwalk -v 2c -c reader -On 127.0.0.1 "$ROOT.1.2.1.1.2" | sed -n 's/^.*\.\([0-9]*\) = STRING: "psu"$/\1/p')
works "the line's output has a row ($index)" test -n "$index"
is "it is low" "$(gpio_value psu-on)" 0
said=$(snmpset -v 2c -c reader -t 2 -r 0 127.0.0.1 "$ROOT.1.6.1.1.1.$index" i 2 2>&1)
works "a reader may not switch it" grep -q noAccess <<<"$said"
works "a SET switches it" snmpset -v 2c -c writer -t 2 -r 0 127.0.0.1 "$ROOT.1.6.1.1.1.$index" i 2
eventually 2 "the kernel's line is high" gpio_is psu-on 1
is "snmp holds it" "$(json "o['psu']['by']")" snmp
took=$(python3 /hil/edgetrap.py "$(gpio_dir alarm-in)" $EDGE_PORT 50 250 2>&1)
works "a contact is a trap within 250 ms ($took)" test $? = 0
eventually 5 "raised" trap_came 2.6.0.1
eventually 5 "cleared" trap_came 2.6.0.2
eventually 5 "the output's change" trap_came 2.2.0.2

# ---------------------------------------------------------------- kills
kill_snmpd() {
	unit_pid snmpd
	kill -9 "$PID"
	systemctl start snmpd
}
back_after "kill" kill_snmpd
back_after "stop and start" sh -c 'systemctl stop snmpd; systemctl start snmpd'
unit_pid rmcu-agentxd
pid=$PID
kill -9 "$pid"
eventually 30 "a killed agent" another "$pid" rmcu-agentxd
eventually 10 "answers again" answers
is "none of it moved the line" "$(gpio_value psu-on)" 1
works "test trap" psctl test trap
eventually 5 "is heard" trap_came 2.2.0.3
: >"$TRAPS"
sync
power_cut
