#!/bin/sh
# What a model's answer is kept under: the same question is asked once, another one is another.
# SPDX-License-Identifier: ISC
# Long
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/model.sh"

ok "a store with three threads" make_store
serve s
config_model "$tmp/config.yaml" "$port"
LISTBRIEF_CONFIG=$tmp/config.yaml
export LISTBRIEF_CONFIG
cp -R "$tmp/store" "$tmp/fresh"
refresh() {
	rm -rf "$tmp/store"
	cp -R "$tmp/fresh" "$tmp/store"
	: >"$tmp/s.log"
}

# An answer without claims is an answer.
case_in s 90-nothing <<'E'
send: answer

{"claims": []}
E
exits "a model that has nothing to tell" 0 listbrief-report -q --format json demo
cp "$tmp/.out" "$tmp/1.json"
is "is asked twice about each thread" "$(requests s)" 6
is "each has its extract" "$(jq -c '[.threads[].summary.engine] | unique' "$tmp/1.json")" '["extractive"]'
for format in md text html; do
	listbrief-report -q --format $format demo >"$tmp/1.$format"
	is "$format says so" "$([ "$(grep -cE '[( >]extract[)<]' "$tmp/1.$format")" -ge 3 ] && echo yes)" yes
done
exits "again" 0 listbrief-report -q --format json demo
cp "$tmp/.out" "$tmp/2.json"
ok "it is the same" cmp "$tmp/1.json" "$tmp/2.json"
is "and nothing is asked" "$(requests s)" 6
exits "why" 0 listbrief-report -q --explain demo t1@x.example
is "is told" "$(grep -c '^made by: extract, in place of the model: no sentences$' "$tmp/.out")" 1

# What was not answered is asked again.
refresh
rm "$tmp/s/90-nothing"
case_in s 90-down <<'E'
status: 400

{}
E
exits "a model that is down" 0 listbrief-report -q --format json demo
case_in s 90-down <<'E'
send: answer

{"claims": []}
E
: >"$tmp/s.log"
exits "and up again" 0 listbrief-report -q --format json demo
is "is asked" "$(requests s)" 6

# The list's own glossary is part of the question, and of the check.
refresh
rm "$tmp/s/90-down"
case_in s 90-terms <<'E'
match: timer armed
send: answer

{"claims": [{"part": "original", "kind": "problem", "text": "The reset path leaves the timer armed: TTL (Timer Test Logic).", "cites": ["MARK.m1.s1"], "quote": "The reset path leaves the timer armed", "who": []},
{"part": "original", "kind": "proposal", "text": "The timer is to be disarmed before the device is reset: DBR (Disarm By Rote).", "cites": ["MARK.m1.s2"], "quote": "Disarm the timer before the device is reset", "who": []},
{"part": "original", "kind": "proposal", "text": "Ann Example: the guest sees a stale interrupt.", "cites": ["MARK.m1.s1"], "quote": "the guest sees a stale interrupt", "who": ["Ann Example"]}]}
E
# DBR's words are all known; that it stands for them is not.
printf '# ours\nTTL = Timer Test Logic\nROTE = DBR By Rote\n' >"$tmp/glossary"
sed "s,^    language:,    glossary: $tmp/glossary\n    language:," "$tmp/config.yaml" >"$tmp/glossary.yaml"
# told CONFIG WORDS: how many sentences of its digest hold them.
told() {
	listbrief-report -q -c "$tmp/$1.yaml" --format json demo 2>/dev/null |
		jq '[.threads[].summary | .original[], .earlier[], .this_week[] | select(.text | contains("'"$2"'"))] | length'
}
# times_asked: about that thread.
times_asked() {
	grep -c 'timer armed' "$tmp/s.log"
}
is "what the list's glossary spells out may be said" "$(told glossary 'Timer Test Logic')" 1
is "what it does not may not" "$(told glossary 'Disarm By Rote')" 0
listbrief-report -q -c "$tmp/glossary.yaml" --explain demo t1@x.example >"$tmp/why"
is "by V9" "$(grep -c 'dropped by V9' "$tmp/why")" 1
n=$(times_asked)
is "without it that may not be said" "$(told config 'Timer Test Logic')" 0
is "and it was another question" "$([ "$(times_asked)" -gt "$n" ] && echo yes)" yes
n=$(times_asked)
told glossary x >/dev/null
is "with it the same as before" "$(times_asked)" "$n"
echo 'XYZ = Extended Yellow Zebra' >>"$tmp/glossary"
told glossary x >/dev/null
is "another entry is another question" "$([ "$(times_asked)" -gt "$n" ] && echo yes)" yes
rm "$tmp/glossary"
exits "a glossary that is not there" 0 listbrief-report -c "$tmp/glossary.yaml" --format json demo
is "is said" "$(grep -c "cannot read $tmp/glossary" "$tmp/.err")" 1
is "and the extract has to do" "$(jq -c '[.threads[].summary.engine] | unique' "$tmp/.out")" '["extractive"]'
finish
