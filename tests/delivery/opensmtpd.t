#!/bin/sh
# SPDX-License-Identifier: ISC
# OpenSMTPD, with examples/smtpd.conf.
. "$(dirname "$0")/box.sh"
enter opensmtpd
. "$top/tests/delivery/delivery.sh"

{
	echo "listen on lo"
	sed 's/@example.org/@box.test/' "$top/examples/smtpd.conf"
} >/etc/smtpd.conf
ok "the example is understood" smtpd -n -f /etc/smtpd.conf
smtpd -dv -f /etc/smtpd.conf >"$tmp/log" 2>&1 &
daemon=$!
trap 'kill $daemon; umount -l "$store"; rm -rf "$tmp"' EXIT
for look in $(seq 100); do
	[ -S /run/smtpd.sock ] && break
	sleep 0.1
done

send() {
	mark=$(($(wc -l <"$tmp/log") + 1))
	mail "$1" | /usr/sbin/sendmail -f ada@box.test kvmarm-in@box.test
}
waiting() {
	smtpctl show queue | wc -l
}
again() {
	smtpctl schedule all >"$tmp/scheduled"
}
deferred() {
	tail -n +"$mark" "$tmp/log" | grep -qE 'result="?(TempFail|PermFail)'
}
send 1
ok "a mail is taken" until_none
all_stored "all is well"
failures 1 opensmtpd
is "nothing was ever bounced" "$(grep -c 'PermFail' "$tmp/log")" 0
finish
