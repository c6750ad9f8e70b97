#!/bin/sh
# Answers of the desk over SMTP, with no sendmail program: with a key nobody sees, and whatever the
# server does, neither lost nor sent to a stranger twice.
# SPDX-License-Identifier: ISC
# Long
. "$(dirname "$0")/../send/send.sh"
config_for ember
sed -i 's/digest: {/digest: { owner: owner@example.org, delimiter: "+",/' "$tmp/config.yaml"
# mail SENDER SUBJECT
mail() {
	printf 'Return-Path: <%s>\nFrom: <%s>\nMessage-ID: <%s>\nSubject: %s\n\n' "$1" "$1" "$(echo "$1" | md5sum | cut -c1-8)@x" "$2"
}
request() {
	mail "$@" | listbrief-members ember request
}
# got ADDRESS: how many mails it has, and how many of them differ.
got() {
	for file in "$folder"/mails/*."$1"; do
		[ ! -e "$file" ] || md5sum <"$file"
	done | sort | uniq -c | awk '{ n += $1 } END { print n + 0, NR }'
}
# told ADDRESS: notes the step at which it got nothing, or more than one mail twice.
told() {
	case $(got "$1") in
	"1 1" | "2 1") ;;
	"0 0") lost="$lost $step" ;;
	*) many="$many $step" ;;
	esac
}
at 2025-11-03T08:00:00Z

if command -v openssl >/dev/null; then
	openssl req -x509 -newkey rsa:2048 -nodes -keyout "$tmp/tls.key" -out "$tmp/tls.crt" -days 2 \
		-subj "/CN=localhost" -addext "subjectAltName=DNS:localhost" 2>/dev/null
	server auth --starttls "$tmp/tls.crt" "$tmp/tls.key" --auth desk open-sesame
	printf 'open-sesame\n' >"$tmp/key"
	chmod 600 "$tmp/key"
	smtp "smtp://desk@localhost:$port" "key_file: key" "ca_file: tls.crt"
	exits "over STARTTLS, with a key" 0 request ada@example.com subscribe
	is "asked back" "$(got ada@example.com)" "1 1"
	is "by the null sender" "$(sed "s, SIZE=.*,," "$folder/senders")" "ada@example.com MAIL FROM:<>"
	smtp "smtp://desk@localhost:$port" "key_command: /bin/cat $tmp/key" "ca_file: tls.crt"
	# A leak checker cannot work beside strace.
	if command -v strace >/dev/null && strace -o "$tmp/trace" true 2>/dev/null; then
		mail bo@example.com subscribe >"$tmp/bo"
		ok "with a key command" env ASAN_OPTIONS=detect_leaks=0 strace -f -s 4096 -e trace=execve -o "$tmp/trace" \
			listbrief-members ember request <"$tmp/bo"
		is "asked back" "$(got bo@example.com)" "1 1"
		ok "the command was run" grep -q '"/bin/cat"' "$tmp/trace"
		ok "no argument of any program is the key" sh -c "! grep -q open-sesame '$tmp/trace'"
	else
		skip "the key in no argument" "no strace"
	fi
	chmod 644 "$tmp/key"
	smtp "smtp://desk@localhost:$port" "key_file: key" "ca_file: tls.crt"
	exits "a key others may read" 75 request cy@example.com subscribe
	chmod 600 "$tmp/key"
	exits "put right, the mail comes again" 0 request cy@example.com subscribe
	is "asked back" "$(got cy@example.com)" "1 1"
else
	skip "TLS" "no openssl"
fi

# Nobody there, then somebody.
smtp "smtp://127.0.0.1:1"
at 2025-11-04T08:00:00Z
exits "nobody there" 75 request ada@example.com subscribe
exits "nor now" 75 request ada@example.com subscribe
server plain
smtp "smtp://127.0.0.1:$port"
at 2025-11-04T08:20:00Z
exits "then there is" 0 request ada@example.com subscribe
is "asked back" "$(got ada@example.com)" "1 1"
exits "the agent brings it once more" 0 request ada@example.com subscribe
is "once" "$(got ada@example.com)" "1 1"

# ADDRESS, how often it is 75 before it is 0, mails, different ones
at 2025-11-06T08:00:00Z
while read -r address puts copies; do
	i=0
	while [ $i -lt "$puts" ]; do
		i=$((i + 1))
		exits "$address: put off" 75 request "$address" subscribe
	done
	exits "$address: in the end" 0 request "$address" subscribe
	is "$address: copies" "$(got "$address")" "$copies"
done <<'END'
rcpt450x3-a@example.com 3 1 1
rcpt421x1-a@example.com 1 1 1
data451x2-a@example.com 2 1 1
dot452x2-a@example.com 2 1 1
cutrcptx1-a@example.com 1 1 1
cutdotx1-a@example.com 1 2 1
rcpt550-a@example.com 0 0 0
data554-a@example.com 0 0 0
dot554-a@example.com 0 0 0
END
exits "who was refused may be asked again" 0 request rcpt550-a@example.com subscribe
is "he is" "$(grep -c '^rcpt550-a' "$folder/log")" 2
sed -i 's/^mail:/&\n  unknown: hold/' "$tmp/config.yaml"
exits "one that may have left, unknown: hold" 0 request cutdotx1-b@example.com subscribe
is "is not sent again" "$(request cutdotx1-b@example.com subscribe; got cutdotx1-b@example.com)" "1 1"
sed -i '/unknown: hold/d' "$tmp/config.yaml"

# Each of those counted once.
at 2025-11-08T08:00:00Z
for n in $(seq 25); do
	request "dot451x2-$n@example.com" subscribe
	request "dot451x2-$n@example.com" subscribe
	request "dot451x2-$n@example.com" subscribe
done 2>/dev/null
is "twenty an hour, each once, tried three times" \
    "$(ls "$folder/mails" | grep -c dot451x2-) $(grep -c '^dot451x2-' "$folder/log")" "20 60"

# A welcome is not lost either, and what it tells of is done once.
at 2025-11-10T08:00:00Z
request dot451x1-w@example.com subscribe 2>/dev/null
request dot451x1-w@example.com subscribe
token=$(sed -n 's/^Reply-To: .*+confirm-\([a-z2-7]*\)@.*/\1/p' "$folder"/mails/*.dot451x1-w@example.com)
rm "$folder"/mails/*
server again
smtp "smtp://127.0.0.1:$port"
exits "confirmed: the welcome is put off" 75 request dot451x1-w@example.com "confirm $token"
is "but a member" "$(listbrief-members ember list)" "dot451x1-w@example.com"
listbrief-members -q ember remove dot451x1-w@example.com
exits "again" 0 request dot451x1-w@example.com "confirm $token"
is "welcome" "$(got dot451x1-w@example.com)" "1 1"
is "nobody is a member again by that" "$(listbrief-members ember list)" ""

# Killed at any step, the agent comes again later.
shim=$build/shims/killat.so
if readelf -d "$build/listbrief-members" 2>/dev/null | grep -q libasan; then
	skip "killed" "built with a sanitizer"
elif [ ! -e "$shim" ]; then
	skip "killed" "no $shim"
else
	at 2025-11-12T08:00:00Z
	step=0 killed=137 lost= many=
	while [ "$killed" -eq 137 ]; do
		step=$((step + 1))
		at "@$((SOURCE_DATE_EPOCH + 7200))"
		LD_PRELOAD=$shim KILL_AT=$step listbrief-members -q ember request <<-END
			$(mail "k$step@example.com" subscribe)
		END
		killed=$?
		at "@$((SOURCE_DATE_EPOCH + 1501))"
		request "k$step@example.com" subscribe
		told "k$step@example.com"
	done
	echo "# killed at each of $((step - 1)) steps" >&2
	ok "there were steps" test $step -gt 10
	is "no answer is lost, a second one is the same mail" "$lost$many" ""

	# So is who confirms; whoever comes while that may still be in hand is told to come again.
	at 2026-03-01T08:00:00Z
	step=0 killed=137 lost= many=
	while [ "$killed" -eq 137 ]; do
		step=$((step + 1))
		at "@$((SOURCE_DATE_EPOCH + 7200))"
		request "c$step@example.com" subscribe
		token=$(sed -n 's/^Reply-To: .*+confirm-\([a-z2-7]*\)@.*/\1/p' "$folder"/mails/*."c$step@example.com")
		rm "$folder"/mails/*
		LD_PRELOAD=$shim KILL_AT=$step listbrief-members -q ember request <<-END
			$(mail "c$step@example.com" "confirm $token")
		END
		killed=$?
		at "@$((SOURCE_DATE_EPOCH + 1501))"
		request "c$step@example.com" "confirm $token"
		listbrief-members ember list | grep -qx "c$step@example.com" || lost="$lost $step"
		told "c$step@example.com"
	done
	echo "# killed at each of $((step - 1)) steps" >&2
	ok "there were steps" test $step -gt 10
	is "who confirmed is a member, and told so" "$lost$many" ""
	at 2026-05-01T08:00:00Z
	request hand@example.com subscribe
	token=$(sed -n 's/^Reply-To: .*+confirm-\([a-z2-7]*\)@.*/\1/p' "$folder"/mails/*.hand@example.com)
	mail hand@example.com "confirm $token" >"$tmp/confirm"
	LD_PRELOAD=$shim KILL_AT=7 listbrief-members -q ember request <"$tmp/confirm"
	exits "in hand" 75 listbrief-members ember request <"$tmp/confirm"
	is "that was no answer" "$(got hand@example.com)" "1 1"
fi
finish
