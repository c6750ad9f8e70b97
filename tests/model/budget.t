#!/bin/sh
# What may be asked about a thread: pieces that fit the context, and so many requests.
# SPDX-License-Identifier: ISC
# Long
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/model.sh"

serve s
config_model "$tmp/config.yaml" "$port"
LISTBRIEF_CONFIG=$tmp/config.yaml
export LISTBRIEF_CONFIG
# A thread larger than the context is asked about in pieces, each within it.
{
mail big '05 10:00' 'Ann Example <ann@x.example>' 'Which clock should the guest use?' <<'E'
The guest has two clocks and nobody remembers which of them it should use.
E
i=0
while [ $i -lt 60 ]; do
	i=$((i + 1))
	[ $((i % 6)) -eq 1 ] && parent=big || parent=r$((i - 1))
	mail r$i "06 10:$((i - 1))" "Person $i <p$i@r.example>" 'Re: Which clock should the guest use?' $parent <<E
The clock number $i has served us well on every board that we have seen so far here.
It was measured by test $i at the bench, and the result was kept in the notes of that week.
Whoever wants another clock should say what the other clock does better than number $i does.
E
done
} >"$tmp/big.mbox"
listbrief-ingest -q -m demo <"$tmp/big.mbox" && listbrief-aggregate -q demo
cp -R "$tmp/store" "$tmp/fresh"
case_in s 80-clock <<'E'
match: two clocks
send: answer

{"claims": [{"part": "original", "kind": "problem", "text": "The guest has two clocks.", "cites": ["MARK.m1.s1"], "quote": "The guest has two clocks", "who": ["Ann Example"]}]}
E
: >"$tmp/s.log"
config_model "$tmp/small.yaml" "$port" 'context_tokens: 5000'
exits "a small context" 0 listbrief-report -c "$tmp/small.yaml" --format json demo
jq -r 'select(.case == "80-clock") | .body' "$tmp/s.log" >"$tmp/bodies"
pieces=$(wc -l <"$tmp/bodies" | tr -d ' ')
ok "more than one piece" test "$(wc -l <"$tmp/bodies")" -gt 1
is "each fits" "$(awk 'length($0) > 3500 * 4' "$tmp/bodies" | wc -l | tr -d ' ')" 0
jq -r '.messages[1].content' "$tmp/bodies" | grep -o 'm[0-9]*\.s1\]' | sort -u >"$tmp/told"
is "and every mail is in one" "$(wc -l <"$tmp/told" | tr -d ' ')" 61
is "the root is in each" \
	"$(jq -r '.messages[1].content' "$tmp/bodies" | grep -c 'm1\.s1\]')" "$(wc -l <"$tmp/bodies" | tr -d ' ')"

refresh() {
	rm -rf "$tmp/store"
	cp -R "$tmp/fresh" "$tmp/store"
	: >"$tmp/s.log"
}
# No more requests than there may be, whatever comes back: pieces and second tries counted together.
case_in s 70-nonsense <<'E'
match: two clocks
send: answer

I would rather talk about the weather.
E
for calls in 1 2 3 6 7 9; do
	refresh
	config_model "$tmp/calls.yaml" "$port" 'context_tokens: 3500' "thread: { calls: $calls }"
	exits "$calls calls" 0 listbrief-report -q -c "$tmp/calls.yaml" --format json demo
	is "are $calls requests" "$(requests s)" "$calls"
	is "and the extract has to do" "$(jq -c '[.threads[].summary.engine]' "$tmp/.out")" '["extractive"]'
done
rm "$tmp/s/70-nonsense"
# A second try is a request, too: one that would leave a piece without is not made.
case_in s 60-nothing <<'E'
match: The clock number 1 has
send: answer

I would rather talk about the weather.
E
refresh
exits "a second try where there is room" 0 listbrief-report -q -c "$tmp/small.yaml" --format json demo
is "is one request more" "$(requests s)" $((pieces + 1))
refresh
config_model "$tmp/again.yaml" "$port" 'context_tokens: 5000' "thread: { calls: $pieces }"
exits "and none" 0 listbrief-report -q -c "$tmp/again.yaml" --format json demo
is "where the pieces need them all" "$(requests s)" "$pieces"

# One mail that is larger than the context is shortened, not sent to be refused.
{
	mail wall '07 10:00' 'Wall Writer <wall@w.example>' 'A wall of words' <<'E'
What follows is a wall of words about the clocks of this board.
E
	mail wall2 '07 11:00' 'Wall Reader <reader@w.example>' 'Re: A wall of words' wall <<E
$(for i in $(seq 1 900); do echo "Number $i of these clocks runs slower than the one before it."; done)
E
} >"$tmp/wall.mbox"
listbrief-ingest -q -m demo <"$tmp/wall.mbox" && listbrief-aggregate -q demo
: >"$tmp/s.log"
exits "a mail larger than the context" 0 listbrief-report -q --format json demo
jq -r .body "$tmp/s.log" | grep 'wall of words' >"$tmp/bodies"
is "is asked about" "$([ "$(wc -l <"$tmp/bodies")" -gt 0 ] && echo yes)" yes
is "within the context" "$(awk 'length($0) > (16384 - 1500) * 4' "$tmp/bodies" | wc -l | tr -d ' ')" 0
finish
