#!/bin/sh
# SMTP: what a server may do, and what becomes of the mail.
# SPDX-License-Identifier: ISC
# Long
. "$(dirname "$0")/send.sh"
config_for emberfs
echo "mail:" >>"$tmp/config.yaml"
post=$build/tools/post
[ -x "$post" ] || skip_all "no $post"
printf 'To: ada@example.com\nSubject: one\n\n.\n..\n.dot\nend.\n.' >"$tmp/mail"
# said WHAT WANTED [RECIPIENT]: what became of it begins so; what the library has to say may go on.
said() {
	is "$1" "$("$post" "$tmp/config.yaml" digest@example.org "${3:-ada@example.com}" <"$tmp/mail" |
		cut -c "1-${#2}")" "$2"
}

server plain --mails 2
smtp "smtp://127.0.0.1:$port"
said "a mail is taken" "accepted: 250 2.0.0 taken"
is "dots and line ends arrive" "$(od -c <"$folder/mails/0.ada@example.com")" \
    "$(printf 'To: ada@example.com\r\nSubject: one\r\n\r\n.\r\n..\r\n.dot\r\nend.\r\n.\r\n' | od -c)"
# Long, and a dot at each place where a buffer may end.
python3 - <<'END' >"$tmp/long"
import random
random.seed(7)
print("To: a\n")
for i in range(60000):
    print("." * random.randrange(4) + "x" * random.randrange(12) + "." * random.randrange(2))
END
is "a long one" "$("$post" "$tmp/config.yaml" digest@example.org bo@example.com <"$tmp/long")" \
    "accepted: 250 2.0.0 taken"
ok "dot for dot" sh -c "tr -d '\r' <$folder/mails/1.bo@example.com | cmp - $tmp/long"
is "a server that is tired of a connection" \
    "$("$post" "$tmp/config.yaml" digest@example.org a@example.com b@example.com c@example.com d@example.com e@example.com \
    <"$tmp/mail" | sort | uniq -c | tr -s ' ')" " 5 accepted: 250 2.0.0 taken"
is "each came once" "$(cut -d' ' -f1 "$folder/log" | sort | uniq -d)" ""

while IFS='	' read -r fault wanted; do
	said "$fault" "$wanted" "$fault-1@example.com" </dev/null
done <<'END'
rcpt450	deferred: 450 4.0.0 at rcpt
rcpt550	refused: 550 5.0.0 at rcpt
rcpt421	deferred, away: 421 4.0.0 at rcpt
data450	deferred: 450 4.0.0 at data
data554	refused: 554 5.0.0 at data
dot451	deferred: 451 4.0.0 after the mail
dot552	refused: 552 5.0.0 after the mail
cutrcpt	deferred: response reading failed
cutdot	unknown: response reading failed
slowdot	accepted: 250 2.0.0 taken
longrcpt	deferred: Too large response
longdot	unknown: Too large response
END
sed -i 's/timeout: 30/timeout: 1/' "$tmp/config.yaml"
said "slowrcpt" "deferred, away: server response timeout" slowrcpt-1@example.com
sed -i 's/timeout: 1/timeout: 0.2/' "$tmp/config.yaml"
said "slowdot, and too slow" "unknown, away: server response timeout" slowdot-1@example.com
# How much is on its way by then is the kernel's to say.
ok "closed within the mail" sh -c "$post $tmp/config.yaml d@example.org cutdata-1@example.com <$tmp/long |
	grep -E '^(deferred|unknown): '"
# An address is no place for a command.
for address in "a@b.example> NOTIFY=NEVER" "a b@example.com" "-f@example.com" "a@example.com
RCPT TO:<b@example.com>" "@example.com" "a@" "ä@example.com"; do
	said "no address: $address" "refused: no address we send to" "$address"
done

for reply in 421 450 550; do
	server "mail$reply" --mail $reply
	smtp "smtp://127.0.0.1:$port"
	case $reply in
	421) said "421 to MAIL" "deferred, away: 421 4.0.0 at mail" ;;
	450) said "450 to MAIL" "deferred: 450 4.0.0 at mail" ;;
	550) said "550 to MAIL" "refused: 550 5.0.0 at mail" ;;
	esac
done
server mailcut --mail cut
smtp "smtp://127.0.0.1:$port"
said "closed at MAIL" "deferred: response reading failed"
server greeting --greeting "554 5.0.0 go away"
smtp "smtp://127.0.0.1:$port"
said "554 as greeting is no word on a recipient" "deferred, away: 554 5.0.0 go away"
smtp "smtp://127.0.0.1:1"
said "nobody there" "deferred, away: Failed to connect to 127.0.0.1 port 1"

# TLS and who we are.
printf 'secret\n' >"$tmp/key"
chmod 600 "$tmp/key"
refused() {
	exits "$1" 78 "$post" "$tmp/config.yaml" a@example.org b@example.org
	says "$1: said" "$2"
}
smtp "smtp://ada@127.0.0.1:25"
refused "a user without a key" 'ada needs mail.key_file or mail.key_command'
smtp "smtp://127.0.0.1:25" "key_file: key"
refused "a key without a user" 'names no user whose key it is'
smtp "smtp://ada:secret@127.0.0.1:25"
refused "a password in the URL" 'found a password'
ok "which is not said" sh -c "! grep -q secret $tmp/.err"
smtp "smtp://ada:sec/ret@127.0.0.1:25"
refused "one with a slash" 'mail.smtp: smtp://...; wanted'
smtp "smtp://ada@127.0.0.1:25" "key_file: none"
refused "no such key" 'none: No such file'
chmod 644 "$tmp/key"
smtp "smtp://ada@127.0.0.1:25" "key_file: key"
refused "a key others may read" 'chmod 600'
chmod 600 "$tmp/key"

if command -v openssl >/dev/null; then
	for name in localhost elsewhere.example; do
		openssl req -x509 -newkey rsa:2048 -nodes -keyout "$tmp/$name.key" -out "$tmp/$name.crt" \
			-days 2 -subj "/CN=$name" -addext "subjectAltName=DNS:$name" 2>/dev/null
	done
	server auth --starttls "$tmp/localhost.crt" "$tmp/localhost.key" --auth ada secret
	smtp "smtp://ada@localhost:$port" "key_file: key" "ca_file: localhost.crt"
	said "STARTTLS and AUTH, by key file" "accepted: 250 2.0.0 taken"
	smtp "smtp://ada@localhost:$port" "key_command: /bin/echo secret" "ca_file: localhost.crt"
	said "by key command" "accepted: 250 2.0.0 taken"
	smtp "smtp://ada@localhost:$port" "key_command: /bin/echo wrong" "ca_file: localhost.crt"
	said "the wrong key is no word on a recipient" "deferred, away: 535 5.7.8 no such user or key"
	smtp "smtp://ada@localhost:$port" "key_file: key"
	said "a certificate nobody signed" "deferred, away: server certificate verification failed."
	server smtps --tls "$tmp/localhost.crt" "$tmp/localhost.key"
	smtp "smtps://localhost:$port" "ca_file: localhost.crt"
	said "smtps" "accepted: 250 2.0.0 taken"
	server elsewhere --tls "$tmp/elsewhere.example.crt" "$tmp/elsewhere.example.key"
	smtp "smtps://localhost:$port" "ca_file: elsewhere.example.crt"
	said "a certificate of another" "deferred, away: SSL: certificate subject name (elsewhere.example)"
else
	skip "TLS" "no openssl"
fi
server bare --auth ada secret
smtp "smtp://127.0.0.1:$port"
said "530: a server that must know us says nothing of a recipient" "deferred, away: 530 5.7.0 who are you"
smtp "smtp://ada@127.0.0.1:$port" "key_file: key"
said "no TLS, no key" "deferred, away: STARTTLS not supported."
ok "and none was given" sh -c "! grep -q . $tmp/bare/log"
finish
