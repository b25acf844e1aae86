#!/bin/sh
# SPDX-License-Identifier: MIT
# In a bare Debian, as root: installs the packages in /given.tar, uses them a little, purges them; nothing of them may
# be left.
set -eu
tar -C /tmp -xf /given.tar
deb=$(echo /tmp/rmcu_*.deb)
snmp=$(echo /tmp/rmcu-snmp_*.deb)
web=$(echo /tmp/rmcu-web_*.deb)
notify=$(echo /tmp/rmcu-notify_*.deb)

# Logs and apt's and dpkg's own books change with every package.
everything() {
	find / -xdev \( -path /proc -o -path /sys -o -path /dev -o -path /tmp -o -path /var/log -o -path /var/cache \
		-o -path /var/lib/apt -o -path /var/lib/dpkg -o -path /etc/ld.so.cache -o -path '/etc/*-' \) -prune \
		-o -print | sort
	sort /etc/passwd /etc/group
}

# What it depends on stays, so it comes first.
depends=$({ dpkg-deb -f "$deb" Depends Recommends; dpkg-deb -f "$snmp" Depends; dpkg-deb -f "$web" Depends Recommends; dpkg-deb -f "$notify" Depends; } | sed 's/^[A-Za-z-]*://; s/([^)]*)//g; s/|[^,]*//g' | tr ',' '\n' | grep -vx ' *rmcu *' | tr '\n' ' ')
# shellcheck disable=SC2086 # these are words
apt-get install -q -y $depends
everything >/tmp/before
apt-get install -q -y "$deb" "$snmp" "$web" "$notify"
echo "ok - installed"
for user in rmcu-agentxd rmcu-alarmd rmcu-loggerd rmcu-notifyd rmcu-sensord rmcu-settingsd rmcu-webd; do
	if getent passwd $user >/dev/null; then echo "ok - user $user"; else echo "not ok - user $user"; fi
done
for page in 1/psctl 5/rmcu.conf 8/rmcu-alarmd 8/rmcu-loggerd 8/rmcu-sensord 8/rmcu-settingsd 8/rmcu-agentxd 8/rmcu-notifyd 8/rmcu-run 8/rmcu-send 8/rmcu-webd; do
	if dpkg -L rmcu rmcu-snmp rmcu-web rmcu-notify | grep -q "/man$page\."; then echo "ok - manual page $page"; else echo "not ok - manual page $page"; fi
done
psctl --version || psctl version && echo "ok - psctl runs" || echo "not ok - psctl runs"
if [ "$(stat -c '%U:%G %a' /etc/rmcu/tls)" = 'root:rmcu-webd 750' ]; then echo "ok - a place for certificates"; else echo "not ok - a place for certificates"; fi
# what daemons and people would leave
mkdir -p /var/lib/rmcu/agentxd /var/lib/rmcu/alarmd /var/lib/rmcu/loggerd /var/lib/rmcu/notifyd /var/lib/rmcu/sensord /var/lib/rmcu/webd /run/rmcu-alarmd /run/rmcu-sensord /run/rmcu-webd
touch /var/lib/rmcu/agentxd/told /var/lib/rmcu/alarmd/journal /var/lib/rmcu/loggerd/history.db /var/lib/rmcu/sensord/state /var/lib/rmcu/settings/settings.conf /var/lib/rmcu/settings/webd.secrets /var/lib/rmcu/webd/self-signed.pem /etc/rmcu/tls/key.pem /run/rmcu-sensord/holders
echo '# mine' >>/etc/rmcu/rmcu.conf
apt-get install -q -y --reinstall "$deb" "$snmp" "$web" "$notify"
if grep -q '^# mine' /etc/rmcu/rmcu.conf; then echo "ok - the settings survive an upgrade"; else echo "not ok - the settings survive an upgrade"; fi
apt-get remove -q -y rmcu-notify rmcu-snmp rmcu-web rmcu
if [ -e /var/lib/rmcu/sensord/state ] && [ -e /etc/rmcu/tls/key.pem ]; then echo "ok - remove keeps the state"; else echo "not ok - remove keeps the state"; fi
apt-get purge -q -y rmcu-web
if [ ! -e /etc/rmcu/tls ] && [ ! -e /var/lib/rmcu/webd ] && getent group rmcu-webd >/dev/null; then
	echo "ok - purge of rmcu-web takes its keys, and leaves the group that settingsd needs"
else
	echo "not ok - purge of rmcu-web takes its keys, and leaves the group that settingsd needs"
fi
apt-get purge -q -y rmcu-notify rmcu-snmp rmcu
everything >/tmp/after
if diff /tmp/before /tmp/after; then echo "ok - purge leaves nothing"; else echo "not ok - purge leaves something"; fi
echo "ok - finished"
