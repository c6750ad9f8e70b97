#!/bin/sh
# The key of the model's service: in its header field, and nowhere else.
# SPDX-License-Identifier: ISC
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/model.sh"
# Who may not be traced cannot be looked at by the leak checker either.
ASAN_OPTIONS=detect_leaks=0
export ASAN_OPTIONS

ok "a store with three threads" make_store
serve s
answers s </dev/null
key=sk-4f9d8e7c6b5a-not-for-everybody
config_model "$tmp/config.yaml" "$port" "headers: { X-Case: \"some;\" }"
LISTBRIEF_CONFIG=$tmp/config.yaml
export LISTBRIEF_CONFIG

# had WHAT: the server was shown the key, whole.
had() {
	is "$1" "$(jq -r '.headers.Authorization' "$tmp/s.log" | sort -u)" "Bearer $key"
	: >"$tmp/s.log"
	rm -rf "$tmp/store"
	cp -R "$tmp/fresh" "$tmp/store"
}
cp -R "$tmp/store" "$tmp/fresh"

OPENAI_API_KEY=$key listbrief-report -v --format json --record "$tmp/kept" demo >"$tmp/out" 2>"$tmp/said"
had "the key of the environment"
(umask 077; printf '%s\nmore\n' "$key" >"$tmp/key")
config_model "$tmp/file.yaml" "$port" "key_file: $tmp/key"
listbrief-report -v -c "$tmp/file.yaml" --format json demo >>"$tmp/out" 2>>"$tmp/said"
had "the key of a file, its first line"

# A command is run without a shell, and sees no key.
cat >"$tmp/pass" <<E
#!/bin/sh
env >"$tmp/env"
printf '%s\n' "\$*" >"$tmp/args"
printf '%s\nmore\n' "$key"
E
chmod 755 "$tmp/pass"
config_model "$tmp/command.yaml" "$port" "key_command: $tmp/pass show \$(touch ops) 'a b'"
OPENAI_API_KEY=$key-of-env listbrief-report -v -c "$tmp/command.yaml" --format json demo >>"$tmp/out" 2>>"$tmp/said"
had "the key of a command"
is "it was run without a shell" "$(cat "$tmp/args")" "show \$(touch ops) 'a b'"

# The program that mails the digest is a child, too.
cat >"$tmp/mailer" <<E
#!/bin/sh
env >>"$tmp/env"
cat >/dev/null
E
chmod 755 "$tmp/mailer"
{ cat "$tmp/config.yaml"; echo "mail: { sendmail: $tmp/mailer }"; } >"$tmp/send.yaml"
listbrief-members -q -c "$tmp/send.yaml" demo add ann@example.org >/dev/null 2>&1
OPENAI_API_KEY=$key listbrief-report -v -c "$tmp/send.yaml" --send demo >>"$tmp/out" 2>>"$tmp/said"
ok "the mailer was run" test -s "$tmp/env"
had "and the model asked"

# A server that says our key back, in an error and in an answer.
case_in s 10-echo <<E
match: timer armed
status: 401

{"error": {"message": "Incorrect API key provided: $key. Find yours in your account.", "code": "invalid_api_key"}}
E
OPENAI_API_KEY=$key listbrief-report -v --format json demo >>"$tmp/out" 2>>"$tmp/said"
had "a key that is refused"
rm "$tmp/s/10-echo"

is "no key in environments of children" "$(grep -c "$key" "$tmp/env")" 0
is "no key in logs" "$(grep -c "$key" "$tmp/said")" 0
is "no key in digests" "$(grep -c "$key" "$tmp/out")" 0
is "no key in a record" "$(grep -rc "$key" "$tmp/kept" | grep -vc ':0$')" 0
is "no key in the store" "$(grep -rac "$key" "$tmp/store" | grep -vc ':0$')" 0

# While it asks: what can be seen from outside, and what a crash would leave.
case_in s 05-hang <<'E'
send: hang
E
mkdir "$tmp/here"
(
	cd "$tmp/here" && ulimit -c unlimited 2>/dev/null
	OPENAI_API_KEY=$key exec listbrief-report --format json demo >/dev/null 2>&1
) &
pid=$!
tries=0
while [ "$(requests s)" -eq 0 ] && [ $tries -lt 2000 ]; do
	tries=$((tries + 1))
done
ok "it is asking" test "$(requests s)" -gt 0
is "no key in argv" "$(tr '\0' ' ' <"/proc/$pid/cmdline" | grep -c "$key")" 0
is "none in its own environment" "$(tr '\0' '\n' <"/proc/$pid/environ" 2>/dev/null | grep -c "$key")" 0
is "no core is allowed" "$(awk '/^Max core file size/ { print $5, $6 }' "/proc/$pid/limits")" "0 0"
is "and what it is may not be dumped: its files are root's" "$(stat -c %U "/proc/$pid/fd")" root
kill -ABRT $pid
wait $pid 2>/dev/null
is "a crash leaves nothing" "$(ls -A "$tmp/here")" ""
finish
