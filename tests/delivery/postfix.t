#!/bin/sh
# SPDX-License-Identifier: ISC
# Postfix, with examples/postfix-master.cf (pipe) and examples/aliases (local).
. "$(dirname "$0")/box.sh"
enter postfix
. "$top/tests/delivery/delivery.sh"

cat >/etc/postfix/main.cf <<EOF
compatibility_level = 3.6
myhostname = box.test
mydestination = box.test, localhost
inet_interfaces = loopback-only
inet_protocols = ipv4
transport_maps = inline:{kvmarm-in@box.test=listbrief:kvmarm}
listbrief_destination_recipient_limit = 1
alias_maps = hash:/etc/postfix/aliases
default_privs = listbrief
maillog_file = /var/log/mail.log
queue_directory = /var/spool/postfix
minimal_backoff_time = 300s
EOF
sed 's/^kvmarm-in:/kvmarm-alias:/' "$top/examples/aliases" >/etc/postfix/aliases
postalias /etc/postfix/aliases
cat "$top/examples/postfix-master.cf" >>/etc/postfix/master.cf
# Nothing here is chrooted: the box is.
sed -i -E 's/^([a-z]+ +(unix|inet|fifo) +[-yn] +[-yn] +)y/\1n/' /etc/postfix/master.cf
postfix start >"$tmp/start" 2>&1 || { cat "$tmp/start"; exit 1; }
trap 'postfix stop >/dev/null 2>&1; umount -l "$store"; rm -rf "$tmp"' EXIT

waiting() {
	find /var/spool/postfix/maildrop /var/spool/postfix/incoming /var/spool/postfix/active \
		/var/spool/postfix/deferred -type f | wc -l
}
again() {
	postqueue -f
}
deferred() {
	tail -n +"$mark" /var/log/mail.log | grep -q 'status=\(deferred\|bounced\)'
}
first=0
for address in kvmarm-in kvmarm-alias; do
	send() {
		mark=$(($(wc -l </var/log/mail.log) + 1))
		mail "$1" | sendmail -f ada@example.org "$address@box.test"
	}
	first=$((first + 10))
	send $first
	ok "$address: a mail is taken" until_none
	all_stored "$address: all is well"
	failures $first "$address"
done
is "nothing was ever bounced" "$(grep -c status=bounced /var/log/mail.log)" 0
finish
