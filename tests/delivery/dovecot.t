#!/bin/sh
# SPDX-License-Identifier: ISC
# Dovecot's LMTP server with Pigeonhole, with examples/sieve.  LMTP has taken the mail before sieve
# runs, so what could not be stored is kept in a mailbox.
. "$(dirname "$0")/box.sh"
enter dovecot
command -v python3 >/dev/null || { echo "1..0 # SKIP no python3"; exit 0; }
. "$top/tests/delivery/delivery.sh"

home=/var/lib/listbrief/home
mkdir -p "$home" /etc/dovecot/bin
cp "$top/examples/sieve" /etc/dovecot/listbrief.sieve
started=$tmp/started
cat >/etc/dovecot/dovecot.conf <<EOF
protocols = lmtp
log_path = $tmp/log
mail_location = maildir:$home/Maildir
first_valid_uid = 1
passdb {
  driver = static
  args = nopassword=y
}
userdb {
  driver = static
  args = uid=listbrief gid=listbrief home=$home
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = 2424
  }
}
protocol lmtp {
  mail_plugins = sieve
  auth_username_format = %n
}
plugin {
  sieve = file:/etc/dovecot/listbrief.sieve
  sieve_plugins = sieve_extprograms
  sieve_extensions = +vnd.dovecot.execute
  sieve_execute_bin_dir = /etc/dovecot/bin
}
EOF
ln -s "$ingest" /etc/dovecot/bin/listbrief-ingest
touch "$tmp/log" && chmod 666 "$tmp/log"
chown -R listbrief "$home"
dovecot -c /etc/dovecot/dovecot.conf >"$started" 2>&1 || { cat "$started"; exit 1; }
trap 'doveadm stop; umount -l "$store"; rm -rf "$tmp"' EXIT

cat >"$tmp/lmtp.py" <<'EOF'
import smtplib, sys
with smtplib.LMTP("127.0.0.1", 2424) as server:
    server.sendmail("ada@example.org", ["listbrief@box.test"], sys.stdin.buffer.read())
EOF
failed=$home/Maildir/.listbrief-failed
send() {
	mail "$1" | python3 "$tmp/lmtp.py"
}
waiting() {
	find "$home/Maildir" -path '*/new/*' -o -path '*/cur/*' 2>/dev/null | wc -l
}
again() {
	as_owner "$ingest" -q -d "$failed" kvmarm && rm "$failed"/new/*
}
# It is tried before LMTP answers.
deferred() {
	:
}
send 1
ok "a mail is taken" until_none
all_stored "all is well"
is "and put into no mailbox" "$(waiting)" 0
failures 1 dovecot
is "nothing was rejected" "$(find "$home/Maildir" -path '*INBOX*' -type f | wc -l)" 0
finish
