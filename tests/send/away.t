#!/bin/sh
# A server that takes nothing from anybody, before it has heard of a recipient: greeting, EHLO, STARTTLS, certificate,
# AUTH, MAIL.  None of a hundred members is refused for that; each is given up after five days.
# SPDX-License-Identifier: ISC
# Long
. "$(dirname "$0")/send.sh"
sample_list
seq -f 'member%g@example.com' 100 | listbrief-members -q emberfs import
cp -R "$tmp/store" "$tmp/fresh"
printf 'secret\n' >"$tmp/key"
chmod 600 "$tmp/key"

# ends WHAT WANTED: where the members end when the server stays as it is, and what it took.
ends() {
	rm -rf "$tmp/store"
	cp -R "$tmp/fresh" "$tmp/store"
	at 2025-10-13T06:00:00Z
	send -q --until 2025-10-13 2>"$tmp/said"
	runs=0
	while [ $runs -lt 6 ] && listbrief-report --status emberfs | grep -qE '	(queued|attempting|deferred)	'; do
		runs=$((runs + 1))
		at "@$((SOURCE_DATE_EPOCH + 30 * 3600))"
		listbrief-report -q --resend emberfs 2>>"$tmp/said"
	done
	is "$1" "$(listbrief-report --status -v emberfs | sed -n 's/^	[^	]*	\([a-z]*\)	.*/\1/p' | sort | uniq -c | sed 's/^ *//') $(ls "$folder/mails" | wc -l)" "$2"
}

server greeting --greeting "421 4.3.2 not now"
smtp "smtp://127.0.0.1:$port"
ends "421 as greeting" "100 expired 0"
server greeting5 --greeting "554 5.3.2 never"
smtp "smtp://127.0.0.1:$port"
ends "554 as greeting" "100 expired 0"
server ehlo --ehlo 451
smtp "smtp://127.0.0.1:$port"
ends "451 to EHLO" "100 expired 0"
server mail4 --mail 451
smtp "smtp://127.0.0.1:$port"
ends "451 to MAIL" "100 expired 0"
server mail421 --mail 421
smtp "smtp://127.0.0.1:$port"
ends "421 to MAIL" "100 expired 0"
server mailcut --mail cut
smtp "smtp://127.0.0.1:$port"
ends "closed at MAIL" "100 expired 0"
server mail5 --mail 550
smtp "smtp://127.0.0.1:$port"
ends "550 to MAIL is a word on the mail" "100 refused 0"
server bare --auth ada secret
smtp "smtp://ada@127.0.0.1:$port" "key_file: key"
ends "no TLS" "100 expired 0"
ok "nobody heard the key" sh -c "! grep -q . '$folder/log'"
if command -v openssl >/dev/null; then
	for name in localhost elsewhere.example; do
		openssl req -x509 -newkey rsa:2048 -nodes -keyout "$tmp/$name.key" -out "$tmp/$name.crt" \
			-days 2 -subj "/CN=$name" -addext "subjectAltName=DNS:$name" 2>/dev/null
	done
	server elsewhere --starttls "$tmp/elsewhere.example.crt" "$tmp/elsewhere.example.key" --auth ada secret
	smtp "smtp://ada@localhost:$port" "key_file: key" "ca_file: elsewhere.example.crt"
	ends "the certificate of another" "100 expired 0"
	server known --starttls "$tmp/localhost.crt" "$tmp/localhost.key" --auth ada other
	smtp "smtp://ada@localhost:$port" "key_file: key" "ca_file: localhost.crt"
	ends "a key that is not the server's" "100 expired 0"
	smtp "smtp://ada@localhost:$port" "key_command: /bin/echo other" "ca_file: localhost.crt"
	ends "the right one" "100 accepted 100"
else
	skip "TLS" "no openssl"
fi
finish
