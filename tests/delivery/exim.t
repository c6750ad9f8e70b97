#!/bin/sh
# SPDX-License-Identifier: ISC
# Exim, with examples/exim.conf.
. "$(dirname "$0")/box.sh"
enter exim
. "$top/tests/delivery/delivery.sh"

cat >/etc/exim4/exim4.conf <<EOF
primary_hostname = box.test
domainlist local_domains = box.test
qualify_domain = box.test
local_interfaces = 127.0.0.1
log_file_path = /var/log/exim4/%slog
never_users =
trusted_users = root
acl_smtp_rcpt = accept
EOF
cat "$top/examples/exim.conf" >>/etc/exim4/exim4.conf
cat >>/etc/exim4/exim4.conf <<EOF
begin retry
* * F,2h,1s
EOF
chmod 644 /etc/exim4/exim4.conf
trap 'umount -l "$store"; rm -rf "$tmp"' EXIT
log=/var/log/exim4/mainlog

send() {
	mark=$(($(wc -l 2>/dev/null <$log || echo 0) + 1))
	mail "$1" | exim4 -odf -f ada@example.org kvmarm-in@box.test
}
waiting() {
	exim4 -bpc
}
again() {
	# Frozen ones, too: a signal freezes.
	exim4 -qff
}
deferred() {
	tail -n +"$mark" $log | grep -qE ' (==|\*\*) |Frozen'
}
send 1
ok "a mail is taken" until_none
all_stored "all is well"
failures 1 exim
is "nothing was ever bounced" "$(grep -c ' \*\* ' $log)" 0
finish
