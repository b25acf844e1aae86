#!/bin/bash
# SPDX-License-Identifier: MIT
# rmcu-web as it is delivered: both sockets answer, who it runs as and what it may not, the site's own certificate, kills.
# hil: time=300 files=suite.sh,askweb.py

# shellcheck source=guest.sh
. /hil/guest.sh
# shellcheck source=suite.sh
. /hil/suite.sh

# ask URL : the body; fails when the status is not 200
ask() { python3 /hil/askweb.py get "$1"; }
print() { python3 /hil/askweb.py print 127.0.0.1; }
print_is() { [ "$(print 2>/dev/null)" = "$1" ]; }
healthy() { ask "$1/healthz" >/dev/null 2>&1; }
# answers : the same of HTTP, by bash itself: a new python takes half a second in here
answers() {
	local line=
	{ exec 7<>/dev/tcp/127.0.0.1/80; } 2>/dev/null || return 1
	printf 'GET /healthz HTTP/1.1\r\nHost: hil\r\nConnection: close\r\n\r\n' >&7 2>/dev/null
	read -r -t 5 line <&7
	exec 7>&-
	[[ $line == 'HTTP/1.1 '* ]]
}
listens() { ss -Hltn "sport = :$1" | awk '{ print $4 }' | tr '\n' ' '; }

# ---------------------------------------------------------------- after the power cut
if [ "$HIL_BOOT" != 1 ]; then
	eventually 60 "after a power cut it answers" healthy https://127.0.0.1
	is "with the certificate it had" "$(print)" "$(cat /root/print)"
	finish
fi

suite_install
# settingsd writes for its group, with this package or without
works "the group is there before the package" getent group rmcu-webd
works "settings can be changed without it" psctl config set site.name=Rig
fails "nothing listens on port 80 yet" healthy http://127.0.0.1
works "apt installs it" apt-get install -y /hil/rmcu-web_*.deb
eventually 20 "it is active" systemctl is-active rmcu-webd
for base in http://127.0.0.1 https://127.0.0.1 http://[::1] https://[::1]; do
	eventually 20 "$base answers" healthy "$base"
done
is "port 80 is that of all addresses" "$(listens 80)" "*:80 "
is "port 443 too" "$(listens 443)" "*:443 "

# ---------------------------------------------------------------- what it shows
works "as shipped the status is shown or asked for, never an error" sh -c \
	"python3 /hil/askweb.py status https://127.0.0.1/ | grep -qE '^(200|303|401)$'"
works "web.open_status" psctl config set web.open_status=true
eventually 10 "opens the status page" ask https://127.0.0.1/
adc_set adc-b 0 1234500
shows() { ask https://127.0.0.1/api/v1/status | jq -e '.channels[] | select(.id == "volts_battery") | .value > 12.3 and .value < 12.4'; }
eventually 10 "a voltage at a converter is in the answer" shows
works "the page has it" sh -c "python3 /hil/askweb.py get https://127.0.0.1/ | grep -q '12[.]3'"
works "style comes from the package" sh -c \
	"python3 /hil/askweb.py get https://127.0.0.1\$(python3 /hil/askweb.py get https://127.0.0.1/ | grep -o '/static/[0-9a-f]*/style.css' | sed -n 1p) | grep -q '{'"
works "the MIB is there" sh -c "python3 /hil/askweb.py get http://127.0.0.1/mib/RMCU-MIB.txt | grep -q '^RMCU-MIB DEFINITIONS'"
works "metrics" sh -c "python3 /hil/askweb.py get http://127.0.0.1/metrics | grep -q '^rmcu_daemon_up{daemon=\"sensord\"} 1'"

# ---------------------------------------------------------------- who it is
unit_pid rmcu-webd
is "it runs as its own user" "$(ps -o user:16= -p "$PID" | tr -d ' ')" rmcu-webd
is "without capabilities" "$(awk '/^Cap(Prm|Eff|Bnd|Amb)/ { print $2 }' "/proc/$PID/status" | sort -u)" 0000000000000000
is "and cannot get any" "$(awk '/^NoNewPrivs/ { print $2 }' "/proc/$PID/status")" 1
is "with a filter of system calls" "$(awk '/^Seccomp:/ { print $2 }' "/proc/$PID/status")" 2
is "its key is its own" "$(stat -c '%U %a' /var/lib/rmcu/webd/self-signed.pem)" "rmcu-webd 600"
useradd stranger
fails "nobody else reads it" setpriv --reuid stranger --regid stranger --clear-groups cat /var/lib/rmcu/webd/self-signed.pem
works "somebody may sign in" sh -c 'echo "correct horse battery" | psctl user add rig --role viewer'
is "his password is for its group" "$(stat -c '%G %a' /var/lib/rmcu/settings/webd.secrets)" "rmcu-webd 640"
works "which it is of" setpriv --reuid rmcu-webd --regid rmcu-webd --clear-groups cat /var/lib/rmcu/settings/webd.secrets
is "secrets of settingsd are for its group" "$(setpriv --reuid rmcu-settingsd --regid rmcu-settingsd --init-groups id -nG | tr ' ' '\n' | grep -c rmcu-webd)" 0
is "of which the service is a member" "$(systemctl show -P SupplementaryGroups rmcu-settingsd)" "rmcu-notifyd rmcu-webd"

# ---------------------------------------------------------------- the code for the first administrator
# hil_console WORDS : they stand on the board's console
hil_console() { grep -qF -- "$1" /hil/console; }
first=/run/rmcu-webd/first-code code=none
eventually 10 "while there is no administrator there is a code for the first one" test -s $first
read -r code <$first
works "as people type it" grep -qE '^[2-9A-Z]{4}-[2-9A-Z]{4}$' $first
is "its file is for root and rmcu-admin" "$(stat -c '%U %G %a' $first)" "rmcu-webd rmcu-admin 640"
fails "a stranger does not read it" setpriv --reuid stranger --regid stranger --clear-groups cat $first
works "one of rmcu-admin does" setpriv --reuid stranger --regid stranger --groups "$(getent group rmcu-admin | cut -d: -f3)" cat $first
eventually 20 "the console shows it" hil_console "code for the first administrator, 15 minutes: $code"
works "psctl draws another one" psctl user code
is "which is not the first one" "$(grep -cxF "$code" $first)" 0
read -r another <$first
eventually 20 "the console shows that too" hil_console "15 minutes: $another"
journalctl --sync
works "the journal knows that there is no administrator" sh -c "journalctl -o export | grep -q 'there is no administrator'"
is "and neither of the codes" "$(journalctl -o export | tr -d - | grep -cF -e "${code/-/}" -e "${another/-/}")" 0
works "an administrator is made otherwise" sh -c 'echo "correct horse battery" | psctl user add boss --role admin'
eventually 10 "the code goes with its file" test ! -e $first
is "and no unit has failed over it" "$(systemctl is-failed rmcu-webd-code.path rmcu-webd-code.service | grep -c '^failed')" 0

# ---------------------------------------------------------------- the site's own certificate
made=$(print)
works "it made one ($made)" test -n "$made"
works "which the log names" sh -c "journalctl -u rmcu-webd | tr -d : | grep -qi '$made'"
works "openssl makes another" openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=site \
	-days 30 -keyout /root/key.pem -out /root/cert.pem
# as rmcu-webd(8) has it
install -m 0644 /root/cert.pem /etc/rmcu/tls/cert.pem
install -m 0640 -g rmcu-webd /root/key.pem /etc/rmcu/tls/key.pem
eventually 10 "an own one is taken over while it runs" \
	print_is "$(openssl x509 -in /root/cert.pem -outform DER | sha256sum | cut -d' ' -f1)"
rm /etc/rmcu/tls/*.pem
eventually 10 "without it the made one is back" print_is "$made"
echo "$made" >/root/print

# ---------------------------------------------------------------- kills
took=()
for n in 1 2 3 4 5 6 7 8; do
	unit_pid rmcu-webd
	begin=$(hil_now) old=$PID
	kill -9 "$old"
	wait_for 20 another "$old" rmcu-webd
	# who asks now is answered by the new one, or waits in the socket
	wait_for 20 answers || bad "kill $n: it answers"
	took+=($((($(hil_now) - begin) * 10)))
done
mapfile -t sorted < <(printf '%s\n' "${took[@]}" | sort -n)
median=$(((sorted[3] + sorted[4]) / 2))
works "a killed one is back within a second, by the median of eight ($median ms)" test $median -le 1000
works "a killed one answers again within 3 s (${took[*]} ms)" test "${sorted[7]}" -le 3000
eventually 10 "HTTPS is back" healthy https://127.0.0.1
is "with the same certificate" "$(print)" "$made"
is "both sockets have never gone" "$(systemctl is-active rmcu-webd-http.socket rmcu-webd-https.socket | sort -u)" active
unit_pid rmcu-webd
kill -STOP "$PID"
eventually 40 "one that hangs is replaced" another "$PID" rmcu-webd
eventually 10 "and answers" healthy http://127.0.0.1

# ---------------------------------------------------------------- one socket alone, and a restart of all
systemctl mask --now rmcu-webd-http.socket >/dev/null 2>&1
systemctl restart rmcu-webd
eventually 10 "without port 80 HTTPS serves on" healthy https://127.0.0.1
fails "and nothing listens on port 80" healthy http://127.0.0.1
systemctl unmask rmcu-webd-http.socket >/dev/null 2>&1
# ports that are another program's: it says so once, and does not run in circles
systemctl stop rmcu-webd.service rmcu-webd-http.socket rmcu-webd-https.socket
python3 -c 'import signal, socket
held = [socket.create_server(("::", port), family=socket.AF_INET6, dualstack_ipv6=True) for port in (80, 443)]
open("/root/held", "w").close()
signal.pause()' &
wait_for 10 test -e /root/held
fails "with both ports taken it does not start" systemctl start rmcu-webd
is "and is not tried again" "$(systemctl show -P NRestarts rmcu-webd) $(systemctl is-failed rmcu-webd)" "0 failed"
kill $!
wait $! 2>/dev/null
works "a socket that can be had again" systemctl start rmcu-webd-http.socket
eventually 20 "brings it back" answers
sync
power_cut
