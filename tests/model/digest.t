#!/bin/sh
# A digest by a model: what it says, what is kept, what it may cost.
# SPDX-License-Identifier: ISC
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/model.sh"

ok "a store with three threads" make_store
serve s
answers s </dev/null
config_model "$tmp/config.yaml" "$port" 'price_in: 2' 'price_out: 8.5'
LISTBRIEF_CONFIG=$tmp/config.yaml
export LISTBRIEF_CONFIG
cp -R "$tmp/store" "$tmp/fresh"
refresh() {
	rm -rf "$tmp/store"
	cp -R "$tmp/fresh" "$tmp/store"
	: >"$tmp/s.log"
}
says_json() {
	jq -e "$1" "$tmp/1.json"
}

exits "a digest with a model" 0 listbrief-report --format json demo
cp "$tmp/.out" "$tmp/1.json"
is "a request for each thread" "$(requests s)" 3
ok "every summary is the model's" says_json 'all(.threads[]; .summary.engine == "model")'
ok "sentences cite mails" says_json \
	'.threads[] | select(.subject | test("timer")) | .summary.this_week[0].cites == [2]'
ok "the model is named, calls and tokens counted, the cost told" says_json \
	'.model | .name == "test-model" and .calls == 3 and .failed == 0 and .prompt_tokens > 100 and
	.completion_tokens > 10 and .cost * 1e6 == .prompt_tokens * 2 + .completion_tokens * 8.5'
is "the thread that needs a reader most is asked about first" \
	"$(head -n 1 "$tmp/s.log" | jq -r .body | grep -c 'timer armed')" 1
is "no key, no member, no other header" \
	"$(head -n 1 "$tmp/s.log" | jq -r '.headers | keys | join(" ")')" \
	"Accept Accept-Encoding Content-Length Content-Type Host User-Agent"
is "one connection for each request in flight at most" \
	"$(jq -s '[.[].connection] | unique | length <= 3' "$tmp/s.log")" true

# Again: nothing is asked, and every format has the same bytes.
: >"$tmp/s.log"
for format in json md text html mail; do
	[ $format = json ] || listbrief-report --format $format demo >"$tmp/1.$format"
	listbrief-report --format $format demo >"$tmp/2.$format"
	ok "$format is the same" cmp "$tmp/1.$format" "$tmp/2.$format"
done
is "and nothing was asked" "$(requests s)" 0
is "the footer tells what it took" "$(tr '\n' ' ' <"$tmp/1.text" |
	grep -cE 'It took 3 calls, [0-9]+ tokens read and [0-9]+ written, at a cost of 0[.][0-9]+[.]')" 1
language=zh-CN config_model "$tmp/zh.yaml" "$port"
listbrief-report -c "$tmp/zh.yaml" --format md demo >"$tmp/zh.md"
ok "another language is another question" test "$(requests s)" -ge 3
ok "its footer too" grep -q "共调用" "$tmp/zh.md"
: >"$tmp/s.log"
config_model "$tmp/other.yaml" "$port" "extra_body: '{\"seed\": 7}'"
listbrief-report -c "$tmp/other.yaml" demo >/dev/null
is "other parameters are another question" "$(requests s)" 3
is "and go into it" "$(head -n 1 "$tmp/s.log" | jq -r .body | jq .seed)" 7

# Who may only read the store gets a digest all the same, and what was kept.
if [ "$(id -u)" -ne 0 ]; then
	chmod a-w "$tmp/store/demo"
	exits "a store that is only read" 0 listbrief-report --format json demo
	chmod u+w "$tmp/store/demo"
fi

# Recorded, and replayed without a server and without a cache.
refresh
exits "recorded" 0 listbrief-report --format json --record "$tmp/kept" demo
cp "$tmp/.out" "$tmp/recorded.json"
is "each answer is there" "$(ls "$tmp/kept" | grep -c 'answer.json$')" 3
is "and only its owner may read it" "$(find "$tmp/kept" -type f ! -perm 600 | wc -l | tr -d ' ')" 0
config_model "$tmp/gone.yaml" 9 'price_in: 2' 'price_out: 8.5'
refresh
exits "replayed" 0 listbrief-report -c "$tmp/gone.yaml" --format json --replay "$tmp/kept" demo
cp "$tmp/.out" "$tmp/replayed.json"
ok "it is the same digest" cmp "$tmp/replayed.json" "$tmp/recorded.json"
rm "$tmp/kept/$(ls "$tmp/kept" | grep 'answer.json$' | head -n 1)"
exits "what was not recorded has an extract" 0 \
	listbrief-report -c "$tmp/gone.yaml" --format json --replay "$tmp/kept" demo
is "one of them" "$(jq -c '[.model.failed, ([.threads[] | select(.summary.engine == "extractive")] | length)]' "$tmp/.out")" "[1,1]"
exits "a folder that is none of ours" 0 listbrief-report --format json --replay "$tmp/store" demo
is "is said" "$(grep -c 'seed: not what --record made' "$tmp/.err")" 1
is "and nothing is asked" "$(requests s)" 0

# A budget goes to the threads that need a reader most.
refresh
config_model "$tmp/budget.yaml" "$port" 'run: { calls: 1 }' 'parallel: 1'
exits "one call" 0 listbrief-report -c "$tmp/budget.yaml" --format json demo
says "what has to do without is said once" '2 of 3 threads have an extract in place of a summary: budget'
is "the first thread has it" \
	"$(jq -c '[.threads[] | select(.summary.engine == "model") | .subject]' "$tmp/.out")" \
	'["[PATCH] timer: disarm it on reset"]'
is "and one request was sent" "$(requests s)" 1

# Where the sentences do not hold the extract has to do, and that is kept too.
refresh
case_in s 50-lies <<'E'
match: large board
send: answer

{"claims": [{"part": "original", "kind": "decision", "text": "Linus Torvalds merged version 7 of it.", "cites": ["MARK.m1.s1"], "quote": "Linus Torvalds merged version 7", "who": ["Linus Torvalds"]}]}
E
exits "lies" 0 listbrief-report --format json demo
cp "$tmp/.out" "$tmp/lies.json"
is "none of them is printed" "$(grep -c Torvalds "$tmp/lies.json")" 0
is "one thread has its extract" \
	"$(jq '[.threads[] | select(.summary.engine == "extractive")] | length' "$tmp/lies.json")" 1
is "after one more try" "$(requests s)" 4
: >"$tmp/s.log"
exits "again" 0 listbrief-report --format json demo
is "it is not asked again" "$(requests s)" 0
cp "$tmp/.out" "$tmp/again.json"
ok "and is the same" cmp "$tmp/again.json" "$tmp/lies.json"

# A thread larger than the context is asked about in pieces, each within it.
rm "$tmp/s/50-lies"
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
case_in s 80-clock <<'E'
match: two clocks
send: answer

{"claims": [{"part": "original", "kind": "problem", "text": "The guest has two clocks.", "cites": ["MARK.m1.s1"], "quote": "The guest has two clocks", "who": ["Ann Example"]}]}
E
: >"$tmp/s.log"
config_model "$tmp/small.yaml" "$port" 'context_tokens: 5000'
exits "a small context" 0 listbrief-report -c "$tmp/small.yaml" --format json demo
jq -r 'select(.case == "80-clock") | .body' "$tmp/s.log" >"$tmp/bodies"
ok "more than one piece" test "$(wc -l <"$tmp/bodies")" -gt 1
is "each fits" "$(awk 'length($0) > 3500 * 4' "$tmp/bodies" | wc -l | tr -d ' ')" 0
jq -r '.messages[1].content' "$tmp/bodies" | grep -o 'm[0-9]*\.s1\]' | sort -u >"$tmp/told"
is "and every mail is in one" "$(wc -l <"$tmp/told" | tr -d ' ')" 61
is "the root is in each" \
	"$(jq -r '.messages[1].content' "$tmp/bodies" | grep -c 'm1\.s1\]')" "$(wc -l <"$tmp/bodies" | tr -d ' ')"
exits "--record and no folder" 64 listbrief-report --record
finish
