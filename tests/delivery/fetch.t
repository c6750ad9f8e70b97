#!/bin/sh
# SPDX-License-Identifier: ISC
# Programs that fetch mail by POP3, each with its example: what ingest took is deleted on the server,
# what it did not take stays there and is fetched again.
. "$(dirname "$0")/../lib.sh"
command -v python3 >/dev/null || skip_all "no python3"
config_for kvmarm
tools=$build/tools

# They refuse to run programs as root, or warn.
as_user=
if [ "$(id -u)" -eq 0 ]; then
	as_user="setpriv --reuid=65534 --regid=65534 --clear-groups env USER=nobody LOGNAME=nobody"
fi
mkdir "$tmp/box" "$tmp/home" "$tmp/run" && chmod 755 "$tmp"
cp "$build/listbrief-ingest" "$tmp/run/ingest"
mkdir "$tmp/store"
python3 "$top/tests/delivery/pop3.py" "$tmp/box" "$tmp/port" 2>"$tmp/server" &
server=$!
trap 'kill $server; rm -rf "$tmp"' EXIT
for look in $(seq 100); do
	[ -e "$tmp/port" ] && break
	sleep 0.1
done

# example NAME: with our server and programs in the place of yours, and without TLS, which ours has not.
example() {
	sed "s|mail.example.org|127.0.0.1|; s|995|$(cat "$tmp/port")|; s|pop3s|pop3|; s|POP3SSL|POP3|
		s|secret\" ssl|secret\" sslproto ''|; s|^tls on|tls off|; s|^tls_starttls off|auth user|
		s|/usr/local/bin/listbrief-ingest|$tmp/run/listbrief-ingest|; s|/etc/listbrief.yaml|$tmp/config.yaml|" \
		"$top/examples/$1" >"$tmp/home/$1"
	# fdm takes its folder from passwd, whatever HOME says.
	[ "$1" != fdm.conf ] || sed -i "1i set lock-file \"$tmp/home/lock\"" "$tmp/home/$1"
	chmod 600 "$tmp/home/$1"
	[ -z "$as_user" ] || chown -R 65534:65534 "$tmp/home" "$tmp/store" "$tmp/run"
}
fetch() {
	# shellcheck disable=SC2086
	(cd "$tmp/home" && HOME=$tmp/home timeout 60 $as_user "$@") >"$tmp/fetched" 2>&1
}
post() {
	for number in "$@"; do
		echo "$number" >>"$tmp/sent"
		"$tools/numbered" "$number" | sed '2i List-Id: <kvmarm.lists.linux.dev>' >"$tmp/box/$number"
	done
}
all_stored() {
	# shellcheck disable=SC2086
	is "$1: stored once" "$($as_user "$tools/stored" "$tmp/store" kvmarm "$tmp/sent" 2>&1 | sed 's/ wrong.*//')" \
		"stored $(wc -l <"$tmp/sent") acknowledged $(wc -l <"$tmp/sent") lost 0 twice 0"
}
# usable, and broken, programs; whatever stands there is replaced.
works() {
	cp "$tmp/run/ingest" "$tmp/run/listbrief-ingest"
}

first=0
# agent NAME EXAMPLE COMMAND...
agent() {
	name=$1 example=$2
	shift 2
	command -v "$name" >/dev/null || { skip "$name" "no $name"; return; }
	first=$((first + 10))
	works
	example "$example"
	post $((first + 1)) $((first + 2)) $((first + 3))
	fetch "$@"
	is "$name: the server's mailbox is empty" "$(ls "$tmp/box")" ""
	all_stored "$name"

	mv "$tmp/store/kvmarm" "$tmp/away" && : >"$tmp/store/kvmarm"
	post $((first + 4)) $((first + 5))
	fetch "$@"
	is "$name: the store is away: the mails stay" "$(ls "$tmp/box" | wc -l)" 2
	rm "$tmp/store/kvmarm" && mv "$tmp/away" "$tmp/store/kvmarm"
	rm -f "$tmp/run/listbrief-ingest"
	fetch "$@"
	is "$name: no program: the mails stay" "$(ls "$tmp/box" | wc -l)" 2
	printf '#!/bin/sh\nkill -KILL $$\n' >"$tmp/run/listbrief-ingest" && chmod 755 "$tmp/run/listbrief-ingest"
	fetch "$@"
	is "$name: ingest is killed: the mails stay" "$(ls "$tmp/box" | wc -l)" 2
	rm -f "$tmp/run/listbrief-ingest"
	works
	fetch "$@"
	is "$name: with ingest back they are fetched" "$(ls "$tmp/box")" ""
	all_stored "$name, in the end"
}

agent fdm fdm.conf fdm -f "$tmp/home/fdm.conf" -l fetch
agent getmail getmailrc getmail --getmaildir "$tmp/home" --rcfile getmailrc
agent fetchmail fetchmailrc fetchmail -f "$tmp/home/fetchmailrc" --nosyslog --pidfile "$tmp/home/pid"
agent mpop mpoprc mpop -C "$tmp/home/mpoprc"
finish
