#!/bin/sh
# The week after: what the last digest told stands for the mails it told of.
# SPDX-License-Identifier: ISC
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/model.sh"

serve s
config_model "$tmp/config.yaml" "$port"
printf '#!/bin/sh\ncat >/dev/null\n' >"$tmp/mailer"
chmod 755 "$tmp/mailer"
echo "mail: { sendmail: $tmp/mailer }" >>"$tmp/config.yaml"
LISTBRIEF_CONFIG=$tmp/config.yaml
export LISTBRIEF_CONFIG
# on DAY: it is that day of March.
on() {
	SOURCE_DATE_EPOCH=$(date -u -d "2025-03-${1}T00:00:00Z" +%s)
}
# take_in: mails on stdin.
take_in() {
	listbrief-ingest -q -m demo && listbrief-aggregate -q demo
}
# asked N: what the Nth request says of the thread.
asked() {
	sed -n "$1p" "$tmp/s.log" | jq -r .body | jq -r '.messages[1].content'
}

{
	mail t1 '05 10:00' 'Ann Example <ann@x.example>' '[PATCH] timer: disarm it on reset' <<'E'
The reset path leaves the timer armed, so the guest sees a stale interrupt.
E
	mail t2 '06 10:00' 'Bob Reviewer <bob@r.example>' 'Re: [PATCH] timer: disarm it on reset' t1 <<'E'
The function should take the lock itself, because two of its callers forget to.
My cat walked over the keyboard while this was written, and it liked the warm keys.
E
	mail t3 '06 11:00' 'Dan Asks <dan@d.example>' 'Re: [PATCH] timer: disarm it on reset' t1 <<'E'
Which of the boards was this measured on?
E
} >"$tmp/mbox"
ok "a first week" take_in <"$tmp/mbox"
case_in s 90-first <<'E'
send: answer

{"claims": [{"part": "original", "kind": "problem", "text": "The reset path leaves the timer armed.", "cites": ["MARK.m1.s1"], "quote": "The reset path leaves the timer armed", "who": ["Ann Example"]},
{"part": "this_week", "kind": "objection", "text": "Bob Reviewer: the function should take the lock itself.", "cites": ["MARK.m2.s1"], "quote": "The function should take the lock itself", "who": ["Bob Reviewer"]},
{"part": "this_week", "kind": "question", "text": "Dan Asks which of the boards this was measured on.", "cites": ["MARK.m3.s1"], "quote": "Which of the boards was this measured on", "who": ["Dan Asks"]}]}
E
on 10
listbrief-members -q demo add ann@example.org
exits "its digest is sent" 0 listbrief-report -q --send demo
is "nothing was told before" "$(asked 1 | grep -c '\.told\.')" 0
is "all is asked about" "$(asked 1 | grep -c 'My cat walked')" 1

mail t4 '11 10:00' 'Carol Maintainer <carol@m.example>' 'Re: [PATCH] timer: disarm it on reset' t2 >"$tmp/mbox" <<'E'
Then the assertion belongs into the callee, too.
E
ok "a second week" take_in <"$tmp/mbox"
case_in s 80-second <<'E'
match: belongs into the callee
send: answer

{"claims": [{"part": "earlier", "kind": "objection", "text": "Bob Reviewer: the function should take the lock itself.", "cites": ["MARK.m2.s1"], "quote": "The function should take the lock itself", "who": ["Bob Reviewer"]},
{"part": "this_week", "kind": "proposal", "text": "Carol Maintainer: the assertion belongs into the callee.", "cites": ["MARK.m3.s1"], "quote": "the assertion belongs into the callee", "who": ["Carol Maintainer"]}]}
E
: >"$tmp/s.log"
on 17
exits "its digest" 0 listbrief-report --format json demo
cp "$tmp/.out" "$tmp/1.json"
is "is asked about once" "$(requests s)" 1
is "what was told stands for the old mail" \
	"$(asked 1 | sed -n 's/^\[[0-9a-f]*\.told\.m2\] //p')" "Bob Reviewer: the function should take the lock itself."
is "with the sentence it rests on" "$(asked 1 | grep -c '\.m2\.s1\] The function should take the lock')" 1
is "and no other of its text" "$(asked 1 | grep -c 'My cat walked')" 0
is "what was told of a mail that is not in this digest is not used" "$(asked 1 | grep -c 'boards')" 0
is "the new mail is there, whole" "$(asked 1 | grep -c '\.m3\.s1\] Then the assertion')" 1
is "who is told of what" "$(asked 1 | sed -n 's/^\[[0-9a-f]*\.m[23]\] //p')" "older reply from Bob Reviewer to m1
new reply from Carol Maintainer to m2"
is "it may be told again" "$(jq -c '.threads[].summary | [.earlier[].cites, .this_week[].cites]' "$tmp/1.json")" '[[2],[3]]'
exits "again" 0 listbrief-report --format json demo
cp "$tmp/.out" "$tmp/2.json"
is "nothing is asked" "$(requests s)" 1
ok "and it is the same" cmp "$tmp/2.json" "$tmp/1.json"

# A window that begins elsewhere follows on no digest.
exits "a window of its own" 0 listbrief-report --since 2025-03-09 --format json demo
is "is another question" "$(requests s)" 2
is "where the old mail speaks for itself" "$(asked 2 | grep -c 'My cat walked')" 1
is "and nothing was told" "$(asked 2 | grep -c '\.told\.')" 0

# In another language it was told in other words.
language=zh-CN config_model "$tmp/zh.yaml" "$port"
exits "another language" 0 listbrief-report -q -c "$tmp/zh.yaml" --format json demo
is "was told nothing" "$(asked 3 | grep -c '\.told\.')" 0
finish
