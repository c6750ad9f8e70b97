#!/bin/sh
# SPDX-License-Identifier: ISC
# The other examples for delivery, each with its real agent where that is installed.
. "$(dirname "$0")/../lib.sh"
config_for kvmarm
cat >"$tmp/mail" <<'EOF'
From: Ada <ada@example.org>
List-Id: A list <kvmarm.lists.linux.dev>
Subject: one
Message-ID: <one@example.org>
Date: Fri, 14 Nov 2025 09:00:00 +0000

Hello.
EOF
sed 's/kvmarm/other/; s/one@/other@/' "$tmp/mail" >"$tmp/other"
# Sieve refuses to run as root.
chmod 755 "$tmp"
as_user=
if [ "$(id -u)" -eq 0 ]; then
	as_user="setpriv --reuid=65534 --regid=65534 --clear-groups env USER=nobody"
fi
own() {
	[ -z "$as_user" ] || chown -R 65534:65534 "$@"
}

if command -v maildrop >/dev/null; then
	cp "$top/examples/maildroprc" "$tmp/rc"
	chmod 600 "$tmp/rc"
	run_maildrop() {
		INGEST=$1 maildrop "$tmp/rc"
	}
	exits "maildrop: a mail of the list" 0 run_maildrop "$build/listbrief-ingest" <"$tmp/mail"
	exits "maildrop: another mail" 0 run_maildrop "$build/listbrief-ingest" <"$tmp/other"
	listbrief-ingest -v kvmarm <"$tmp/mail" 2>"$tmp/.err"
	says "maildrop: the one is stored" "0 new, 1 duplicate"
	listbrief-ingest -v kvmarm <"$tmp/other" 2>"$tmp/.err"
	says "maildrop: the other was not" "1 new"
	printf '#!/bin/sh\nkill -KILL $$\n' >"$tmp/killed" && chmod 755 "$tmp/killed"
	exits "maildrop: ingest is killed" 75 run_maildrop "$tmp/killed" <"$tmp/mail"
	exits "maildrop: no program" 75 run_maildrop /nowhere/listbrief-ingest <"$tmp/mail"
	exits "maildrop: ingest fails" 75 run_maildrop "$build/listbrief-ingest -c /nowhere" <"$tmp/mail"
else
	skip "maildrop" "no maildrop"
fi

if command -v sieve-test >/dev/null; then
	mkdir -p "$tmp/sieve/bin"
	cat >"$tmp/sieve/dovecot.conf" <<EOF
log_path = /dev/stderr
plugin {
  sieve_plugins = sieve_extprograms
  sieve_extensions = +vnd.dovecot.execute
  sieve_execute_bin_dir = $tmp/sieve/bin
}
EOF
	cp "$build/listbrief-ingest" "$top/examples/sieve" "$tmp/sieve/"
	cat >"$tmp/sieve/bin/listbrief-ingest" <<EOF
#!/bin/sh
exec $tmp/sieve/listbrief-ingest -v -c $tmp/sieve/config.yaml "\$@" 2>>$tmp/sieve/said
EOF
	chmod 755 "$tmp/sieve/bin/listbrief-ingest"
	sed "s|^store:.*|store: store|" "$tmp/config.yaml" >"$tmp/sieve/config.yaml"
	own "$tmp/sieve"
	run_sieve() {
		# shellcheck disable=SC2086
		HOME=$tmp/sieve $as_user sieve-test -c "$tmp/sieve/dovecot.conf" -e \
			-l "maildir:$tmp/sieve/mail" "$tmp/sieve/sieve" "$1" >/dev/null 2>&1
	}
	exits "sieve: a mail of the list" 0 run_sieve "$tmp/mail"
	is "sieve: stored" "$(grep -c '1 mail: 1 new' "$tmp/sieve/said")" 1
	ok "sieve: not in a mailbox" [ ! -e "$tmp/sieve/mail" ]
	rm "$tmp/sieve/config.yaml"
	exits "sieve: ingest fails" 0 run_sieve "$tmp/mail"
	is "sieve: then it is kept" "$(ls "$tmp/sieve/mail/.listbrief-failed/new" | wc -l)" 1
else
	skip "sieve" "no sieve-test"
fi

# Postfix runs the program itself, with next to no environment.
command=$(sed -n 's/^ .*argv=//p' "$top/examples/postfix-master.cf" |
	sed "s|/usr/local/bin|$build|; s|/etc/listbrief.yaml|$tmp/config.yaml|; s|\${nexthop}|kvmarm|")
# shellcheck disable=SC2086
exits "postfix: the command it runs" 0 env -i MAIL_CONFIG=/etc/postfix $command <"$tmp/mail"

finish
