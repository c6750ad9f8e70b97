#!/bin/sh
# The ledger: what is tried again and when, what is held, what missed weeks become, what --status says.
# SPDX-License-Identifier: ISC
. "$(dirname "$0")/send.sh"
sample_list
status() {
	listbrief-report --status "$@" emberfs
}
resend() {
	listbrief-report --resend emberfs "$@"
}

exits "nothing was sent" 0 status
says "says so" 'emberfs: no digest was sent yet'
exits "nor can it be once more" 65 resend ada@example.com
says "says so too" 'emberfs: no digest was sent yet'

listbrief-members -q emberfs import <<'END'
ada@example.com
bo@example.com
cy@example.com
END

# Who was put off is tried again after a quarter of an hour, half an hour, ... four hours.
at 2025-10-13T06:00:00Z
answer bo@example.com 'exit 75'
answer cy@example.com 'exit 67'
exits "one put off, one refused" 75 send --until 2025-10-13
sent >/dev/null
is "status" "$(status)" "1	2025-10-06T00:00:00+02:00	2025-10-13T00:00:00+02:00	made 2025-10-13T08:00:00+02:00	open	1 accepted, 1 refused, 1 deferred
	bo@example.com	deferred	1 try	2025-10-13T08:00:00+02:00	again from 2025-10-13T08:15:00+02:00	by the sendmail program
	cy@example.com	refused	1 try	2025-10-13T08:00:00+02:00	by the sendmail program"
exits "status to a full disk" 73 sh -c 'exec listbrief-report --status emberfs >/dev/full'
is "status -v tells of all" "$(status -v | grep -c "	accepted	1 try	")" 1
at 2025-10-13T06:14:59Z
is "too early" "$(resend)" "emberfs digest 1: 0 sent, 0 refused, 1 put off"
is "nobody is tried" "$(sent)" ""
exits "-q" 75 listbrief-report -q --resend emberfs
is "says nothing where nobody was tried" "$(cat "$tmp/.out" "$tmp/.err")" ""
at 2025-10-13T06:15:00Z
exits "-q, and tried" 75 listbrief-report -q --resend emberfs
ok "says why it does not end well" grep -q 'emberfs digest 1: 1 put off' "$tmp/.err"
is "once" "$(sent)" bo@example.com
at 2025-10-13T06:44:59Z
for minutes in 60 120 240 240 240; do
	at "@$((SOURCE_DATE_EPOCH + 1))"
	exits "tried again" 75 resend
	is "once" "$(sent)" bo@example.com
	at "@$((SOURCE_DATE_EPOCH + minutes * 60 - 1))"
	exits "not in the next $minutes minutes" 75 resend
	is "nobody" "$(sent)" ""
done
# A digest that is due does not wait for those put off.
at 2025-10-14T06:00:00Z
exits "a new digest goes beside" 75 send --until 2025-10-14
is "to all, and the old one to whom it was put off" "$(sent)" \
    "bo@example.com ada@example.com bo@example.com cy@example.com"
rm "$tmp/answer.bo@example.com" "$tmp/answer.cy@example.com"
at 2025-10-15T00:00:00Z
is "what is left of both" "$(resend)" "emberfs digest 1: 1 sent, 0 refused, 0 put off
emberfs digest 2: 1 sent, 0 refused, 0 put off"
is "a refusal is not tried again" "$(sent)" "bo@example.com bo@example.com"
exits "no more" 0 resend
is "none" "$(sent)" ""

answer bo@example.com 'exit 75'
exits "put off again" 75 resend bo@example.com
rm "$tmp/answer.bo@example.com"
sent >/dev/null
at 2025-10-15T06:30:00Z
is "a run that goes on makes no digest of a day" "$(send)" \
    "emberfs digest 2: 1 sent, 0 refused, 0 put off"
is "but sends what was put off" "$(sent)" "bo@example.com"
at 2025-10-15T00:00:00Z

# Once more, by hand.
is "once more to one" "$(resend ADA@example.com)" "emberfs digest 2: 1 sent, 0 refused, 0 put off"
is "the one" "$(sent)" ada@example.com
exits "to one it was not made for" 65 resend ada@example.com dee@example.com
says "says so" 'emberfs digest 2 was not made for dee@example.com'
is "nobody gets it" "$(sent)" ""
answer ada@example.com 'exit 75'
exits "put off" 75 resend ada@example.com
rm "$tmp/answer.ada@example.com"
sent >/dev/null
at 2025-10-15T01:00:00Z
is "it is tried like any other" "$(resend)" "emberfs digest 2: 1 sent, 0 refused, 0 put off"
is "with the same bytes as every time" "$(cat "$tmp/sent"/* | md5sum)" "$(cat "$tmp/last"/* | md5sum)"
sent >/dev/null

# The clock was ten years ahead.
at 2035-10-15T01:00:00Z
answer ada@example.com 'exit 75'
exits "put off under a wrong clock" 75 resend ada@example.com
rm "$tmp/answer.ada@example.com"
sent >/dev/null
at 2025-10-15T02:00:00Z
is "it is not for ten years" "$(resend)" "emberfs digest 2: 1 sent, 0 refused, 0 put off"
sent >/dev/null

# A mailer that is not there.
seq -f 'm%g@example.com' 5 | listbrief-members -q emberfs import
mv "$tmp/store" "$tmp/kept" && cp -R "$tmp/kept" "$tmp/store"
mv "$tmp/mailer" "$tmp/gone"
at 2025-10-15T06:00:00Z
exits "no mailer" 75 send --until 2025-10-15
is "three are tried, and the rest is left" \
    "$(status -v | sed -n '/^3	/,$s/^	[^	]*	\([a-z]*	[0-9]\) .*/\1/p' | sort | uniq -c | tr -s ' ')" \
    " 3 deferred	1
 5 queued	0"
ok "it is said why" sh -c "grep -q '	the sendmail program could not be run\$'" <<END
$(status)
END
mv "$tmp/gone" "$tmp/mailer"
rm -rf "$tmp/store" && mv "$tmp/kept" "$tmp/store"
for n in 1 2 3 4 5; do
	listbrief-members -q emberfs remove "m$n@example.com"
done
at 2025-10-15T02:00:00Z

# Killed with the mail in the mailer's hands: sent again, or held.
sed -i 's/^mail:/&\n  unknown: hold/' "$tmp/config.yaml"
at 2025-10-15T06:00:00Z
answer bo@example.com 'kill -9 $PPID'
send --until 2025-10-15 >/dev/null 2>&1
is "killed at the second member" "$?" 137
sent >/dev/null
rm "$tmp/answer.bo@example.com"
answer cy@example.com 'kill -9 $$'
is "it may have it: held" "$(send --until 2025-10-15 2>/dev/null)" \
    "emberfs digest 3: 0 sent, 0 refused, 0 put off, 2 held"
is "a mailer that was killed may have it too" "$(sent)" cy@example.com
rm "$tmp/answer.cy@example.com"
at 2025-10-16T06:00:00Z
exits "held is not tried" 0 resend
is "by any run" "$(sent)" ""
is "status says attempting" "$(status | grep -c '	attempting	')" 2
is "by hand it is" "$(resend bo@example.com)" \
    "emberfs digest 3: 1 sent, 0 refused, 0 put off, 1 held"
is "to whom it is asked for" "$(sent)" bo@example.com
sed -i '/unknown: hold/d' "$tmp/config.yaml"

# Weeks that were missed.
again() {
	rm -rf "$tmp/store"
	listbrief-ingest -q -m emberfs <"$top/examples/sample.mbox"
	listbrief-aggregate -q emberfs
	listbrief-members -q emberfs add ada@example.com
	sed -i 's/ window: .*//; s/timezone:.*/&\n    window: 2d/' "$tmp/config.yaml"
	at 2025-10-13T22:00:00Z
	send --until 2025-10-14 >/dev/null
	sent >/dev/null
	at 2025-10-19T22:00:00Z
}
windows() {
	status | cut -f2,3 | sed -n '2,$s/T[^	]*//gp' | tr '\t\n' '- '
}
again
send --until 2025-10-20 >/dev/null
is "one digest of it all" "$(windows)" "2025-10-14-2025-10-20 "
again
send --catch-up merge --until 2025-10-20 >/dev/null
is "merge says so" "$(windows)" "2025-10-14-2025-10-20 "
again
send --catch-up each --until 2025-10-20 >/dev/null
is "one each" "$(windows)" "2025-10-14-2025-10-16 2025-10-16-2025-10-18 2025-10-18-2025-10-20 "
sent >/dev/null
cat "$tmp"/last/* >"$tmp/each"
send --catch-up each --until 2025-10-20 >/dev/null 2>&1
is "once" "$(sent)" ""
again
send --catch-up skip --until 2025-10-20 >/dev/null
is "the last alone" "$(windows)" "2025-10-18-2025-10-20 "
exits "no other way" 64 send --catch-up all

# The list that is watched is no reader.
listbrief-members -q emberfs add EmberFS@lists.example.org
listbrief-members -q emberfs remove ada@example.com
rm -rf "$tmp/sent"; mkdir "$tmp/sent"
is "not to the list itself" "$(resend 2>/dev/null; send --since 2025-10-13 --until 2025-10-19 2>/dev/null)" \
    "emberfs digest 3: 0 sent, 1 refused, 0 put off"
is "none was sent" "$(sent)" ""
ok "status says why" sh -c "listbrief-report --status emberfs | grep -q 'is the list itself'"
sed -i 's/digest: { /&allow_list: true, /' "$tmp/config.yaml"
is "unless the config says so" "$(resend EmberFS@lists.example.org)" \
    "emberfs digest 3: 1 sent, 0 refused, 0 put off"
is "then it gets it" "$(sent)" EmberFS@lists.example.org

exits "one action" 64 listbrief-report --send --status emberfs
exits "--status makes no digest" 64 listbrief-report --status --since 7d emberfs
exits "--catch-up goes with --send" 64 listbrief-report --catch-up each emberfs
finish
