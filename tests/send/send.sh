# Sourced by tests/send/*.t: the sample list, the clock, a mailer that keeps what it is given.
# SPDX-License-Identifier: ISC
. "$(dirname "$0")/../lib.sh"

at() {
	SOURCE_DATE_EPOCH=$(date -d "$1" +%s)
	export SOURCE_DATE_EPOCH
}
send() {
	listbrief-report --send "$@" emberfs
}

# sample_list: emberfs with the sample's mails and the mailer below.
sample_list() {
	config_for emberfs en Europe/Stockholm
	printf 'mail:\n  sendmail: %s\n' "$tmp/mailer $tmp" >>"$tmp/config.yaml"
	# Keeps what it is given as sent/TIME.ADDRESS, and answers what the file answer.ADDRESS says.
	cat >"$tmp/mailer" <<'END'
#!/bin/sh
folder=$1 sender=$3 address=$5
[ "$2$4" = -f-- ] && [ "$#" -eq 5 ] && [ "$sender" = emberfs-digest@example.org ] || exit 64
n=$(ls "$folder/sent" | wc -l)
cat >"$folder/sent/$n.$address"
[ ! -e "$folder/answer.$address" ] || . "$folder/answer.$address"
exit 0
END
	chmod +x "$tmp/mailer"
	mkdir "$tmp/sent"
	listbrief-ingest -q -m emberfs <"$top/examples/sample.mbox"
	listbrief-aggregate -q emberfs
}

answer() {
	echo "$2" >"$tmp/answer.$1"
}

# Who got mail since the last call, in order.
sent() {
	ls "$tmp/sent" | sort -n | cut -d. -f2- | tr '\n' ' ' | sed 's/ $//'
	rm -rf "$tmp/last"
	mv "$tmp/sent" "$tmp/last"
	mkdir "$tmp/sent"
}

field() {
	python3 - "$1" "$2" <<'END'
import email, email.policy, sys
mail = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
print(mail[sys.argv[2]])
END
}

# server NAME [OPTION...]: an SMTP server of ours in the folder NAME; sets $port.
servers=
trap '[ -z "$servers" ] || kill $servers; rm -rf "$tmp"' EXIT
server() {
	folder=$tmp/$1
	shift
	mkdir -p "$folder"
	rm -f "$folder/port"
	python3 "$top/tests/tools/smtpserver.py" "$folder" "$@" 2>"$folder/err" &
	servers="$servers $!"
	# Until it listens: it says so by a file, and dies where it cannot.
	while [ ! -e "$folder/port" ] && kill -0 $! 2>/dev/null; do :; done
	port=$(cat "$folder/port")
}

# smtp URL [KEY: VALUE]...: the config's mail goes there; a server is slow where a busy machine is not.
smtp() {
	sed -i '/^mail:/,$d' "$tmp/config.yaml"
	printf 'mail:\n  smtp: %s\n' "$1" >>"$tmp/config.yaml"
	shift
	case "$*" in *timeout:*) ;; *) set -- 'timeout: 30' "$@" ;; esac
	for line; do
		printf '  %s\n' "$line" >>"$tmp/config.yaml"
	done
}
