#!/bin/sh
# SPDX-License-Identifier: ISC
# The examples for cron and systemd do what they say: their own command lines make and send a digest.
. "$(dirname "$0")/../lib.sh"

# A mail server that counts.
cat >"$tmp/sendmail" <<EOF
#!/bin/sh
cat >>"$tmp/sent"
EOF
chmod 755 "$tmp/sendmail"

# fill: a new store with a mail of an hour ago and one member.
fill() {
	rm -rf "$tmp/store" "$tmp/sent"
	config_for kvmarm
	echo "mail: { sendmail: $tmp/sendmail }" >>"$tmp/config.yaml"
	printf 'From: Ada <ada@example.org>\nSubject: one\nMessage-ID: <one@example.org>\nDate: %s\n\nHello.\n' \
		"$(date -R -d '1 hour ago')" | listbrief-ingest kvmarm
	listbrief-members -q kvmarm add bob@example.org >/dev/null
}

# run_service UNIT: its commands, for the list.
run_service() {
	sed -n 's/^ExecStart=//p' "$top/examples/$1.service" |
		sed "s|/usr/local/bin|$build|; s|%i|kvmarm|" >"$tmp/commands"
	[ -s "$tmp/commands" ] && sh -e "$tmp/commands"
}

run_crontab() {
	sed -n 's/^[0-9*]\S*\s\+\S\+\s\+\S\+\s\+\S\+\s\+\S\+\s\+//p' "$top/examples/crontab" >"$tmp/commands"
	sh -e "$tmp/commands"
}

fill
exits "each hour's service" 0 run_service listbrief-aggregate
exits "nothing was sent yet, so nothing is left" 0 run_service listbrief-resend@
exits "the service's commands" 0 run_service listbrief@
is "the member got the digest" "$(grep -c '^To: .*bob@example.org' "$tmp/sent")" 1
exits "run again, there is nothing to send" 0 run_service listbrief@
exits "nor to send again" 0 run_service listbrief-resend@
is "and nothing is sent" "$(grep -c '^To: .*bob@example.org' "$tmp/sent")" 1

fill
exits "the crontab's commands" 0 run_crontab
is "the member got the digest from cron" "$(grep -c '^To: .*bob@example.org' "$tmp/sent")" 1
is "cron has nothing to mail" "$(cat "$tmp/.out" "$tmp/.err")" ""

if command -v systemd-analyze >/dev/null; then
	for unit in "$top"/examples/*.service "$top"/examples/*.timer; do
		sed "s|/usr/local/bin|$build|; /^Documentation=/d" "$unit" >"$tmp/${unit##*/}"
	done
	exits "systemd takes the units" 0 systemd-analyze verify "$tmp"/*.service "$tmp"/*.timer
	is "and has nothing to say of them" "$(cat "$tmp/.out" "$tmp/.err")" ""
	for timer in "$tmp"/*.timer; do
		exits "it knows the calendar of ${timer##*/}" 0 systemd-analyze calendar \
			"$(sed -n 's/^OnCalendar=//p' "$timer")"
	done
else
	skip "systemd" "no systemd-analyze"
fi

finish
