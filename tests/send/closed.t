#!/bin/sh
# With stdin, stdout or stderr closed, what is said is said to nobody, and not into a file of the store.
# SPDX-License-Identifier: ISC
. "$(dirname "$0")/send.sh"
sample_list
listbrief-members -q emberfs add ada@example.com
answer ada@example.com 'echo "said by the mailer" >&2; exit 75'
at 2025-10-13T06:00:00Z
send -q --until 2025-10-13 2>"$tmp/err"
sent >/dev/null
store=$tmp/store/emberfs
cksum "$store/lock" >"$tmp/before"
hours=0
for closed in ">&-" "2>&-" "<&- >&-" ">&- 2>&-" "<&- 2>&-" "<&- >&- 2>&-"; do
	hours=$((hours + 4))
	at "@$((1760335200 + hours * 3600))"
	sh -c "exec listbrief-report --resend emberfs $closed" >"$tmp/out" 2>"$tmp/err"
	is "report, $closed: put off" "$? $(sent)" "75 ada@example.com"
	is "with the whole mail" "$(tail -n 1 "$tmp/last"/* | grep -c '^--=_.*--$')" 1
	sh -c "exec listbrief-members emberfs remove nobody@example.com $closed" 2>"$tmp/err"
	is "members, $closed: says no" "$?" 65
	sh -c "exec listbrief-aggregate emberfs nolist $closed" 2>"$tmp/err"
	is "aggregate, $closed: says no" "$?" 78
done
exits "a list to nobody" 74 sh -c "exec listbrief-members emberfs list >&-"
is "the store's lock is as it was" "$(cksum "$store/lock")" "$(cat "$tmp/before")"
ok "no word is in that of its readers" sh -c "! grep -aq 'put off\|listbrief-\|mailer' '$store/lock.mdb'"
finish
