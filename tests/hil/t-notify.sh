#!/bin/bash
# SPDX-License-Identifier: MIT
# rmcu-notify as it is installed: a mail for each edge of a contact through a sender with a sandbox of its own, over a network
# to a server that is not in the guest; a command of the site's, who may read what, a cable that is pulled, kills.
# hil: time=480 files=suite.sh,edgemail.py beside=mailhost.py

# shellcheck source=guest.sh
. /hil/guest.sh
# shellcheck source=suite.sh
. /hil/suite.sh

readonly TOLD=/var/lib/private/site/told MAILS=/hil/mails
# recipient NAME EXPRESSION : a python expression over `r`, one of psctl's
recipient() {
	psctl notify status --json | python3 -c "import json, sys
r = next(x for x in json.load(sys.stdin)['recipients'] if x['id'] == '$1')
print($2)"
}
recipient_is() { [ "$(recipient "$1" "$2")" = "$3" ]; }
# how many mails the server has accepted, and whether one of them after the first N has that line
mails() { find $MAILS -type f | wc -l; }
mail_since() {
	local n=$1
	while [ -e "$MAILS/$((n += 1))" ]; do
		! grep -q "$2" "$MAILS/$n" || return 0
	done
	return 1
}

# ---------------------------------------------------------------- after the power cut
if [ "$HIL_BOOT" != 1 ]; then
	eventually 60 "after a power cut notifyd is back" psctl notify status
	eventually 60 "and has told that the board has booted" grep -q 'RMCU_MESSAGE=boot' $TOLD
	before=$(cat before)
	is "without a cable no mail goes out" "$(mails)" "$before"
	works "the cable is plugged in" link_up
	eventually 120 "what has waited is mailed" mail_since "$before" '^alarm-cleared door\b'
	eventually 120 "and that the board has booted" mail_since "$before" '^Subject: .*booted'
	eventually 20 "nothing waits" recipient_is mail "r['waiting']" 0
	finish
fi

suite_install
works "apt installs it" apt-get install -y /hil/rmcu-notify_*.deb
eventually 20 "notifyd is active" systemctl is-active rmcu-notifyd
unit_pid rmcu-notifyd
is "it runs as its own user" "$(ps -o user:16= -p "$PID" | tr -d ' ')" rmcu-notifyd
is "without capabilities" "$(awk '/^Cap(Prm|Eff|Bnd|Amb)/ { print $2 }' "/proc/$PID/status" | sort -u)" 0000000000000000
works "and with no network but one of its own" test "$(readlink "/proc/$PID/ns/net")" != "$(readlink /proc/1/ns/net)"
is "nobody else hands messages over" "$(stat -c '%U %a' /run/rmcu/send.sock /run/rmcu/run.sock | sort -u)" "rmcu-notifyd 600"

# ---------------------------------------------------------------- a command of the site's
# as the unit says: whoever wants a file of its own has a StateDirectory=
mkdir -p /etc/rmcu/commands /etc/systemd/system/rmcu-run@.service.d
printf '[Service]\nStateDirectory=site\n' >/etc/systemd/system/rmcu-run@.service.d/site.conf
systemctl daemon-reload
cat >/etc/rmcu/commands/tell <<'COMMAND'
#!/bin/sh
env | grep ^RMCU_ | tr '\n' ' ' >>/var/lib/site/told
echo >>/var/lib/site/told
cat >/dev/null
COMMAND
chmod 755 /etc/rmcu/commands/tell
works "the cable is plugged in" link_up
works "the mail server is there" test -e mailhost.crt
echo "$HIL_HOST mail.example.org" >>/etc/hosts
cp mailhost.crt /etc/rmcu/mail-ca.pem
cat >>/etc/rmcu/rmcu.conf <<CONF
site = { name = "Rig"; };
alarms = { door = { channel = "alarm_in"; when = "active"; email = true; }; };
mail = { server = "mail.example.org"; ca = "/etc/rmcu/mail-ca.pem"; user = "unit7"; from = "unit@example.org"; to = "ops@example.org"; boot = true; };
recipients = { site = { by = "command"; address = "tell"; information = true; }; };
CONF
eventually 20 "recipients are taken over" recipient_is site "r['enabled']" True
works "a test runs it" psctl test command site
works "which has the words" grep -q 'RMCU_MESSAGE=test' $TOLD
works "a secret is kept" sh -c 'echo "tr0ub4dor&3" | psctl config secret mail.password'
is "for notifyd alone" "$(stat -c '%G %a' /var/lib/rmcu/settings/notifyd.secrets)" "rmcu-notifyd 640"
useradd stranger
works "who reads it" setpriv --reuid rmcu-notifyd --regid rmcu-notifyd --clear-groups cat /var/lib/rmcu/settings/notifyd.secrets
fails "nobody else reads it" setpriv --reuid stranger --regid stranger --clear-groups cat /var/lib/rmcu/settings/notifyd.secrets

# ---------------------------------------------------------------- from a contact to a mail
hil_line alarm-in
python3 /hil/edgemail.py "$HIL_LINE" $MAILS 10 2000 >/root/edges 2>&1
edges=$?
works "each edge is a mail within 2 s ($(tail -n 1 /root/edges))" test $edges = 0
is "the sender has ended" "$(pgrep -c rmcu-send)" 0

# ---------------------------------------------------------------- the cable is pulled, and kills
mails >before
works "the cable is pulled" link_down
gpio_pull alarm-in up
eventually 20 "the mail waits" recipient_is mail "r['waiting'] > 0" True
for n in 1 2 3 4 5; do
	unit_pid rmcu-notifyd
	old=$PID
	kill -9 "$old"
	wait_for 20 another "$old" rmcu-notifyd || bad "kill $n: it is back"
done
eventually 20 "after five kills it waits still" recipient_is mail "r['waiting'] > 0" True
gpio_pull alarm-in down
sync
power_cut
