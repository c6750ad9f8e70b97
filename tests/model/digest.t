#!/bin/sh
# A digest by a model: what it says, what is kept, what it may cost.
# SPDX-License-Identifier: ISC
# Long
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
# How each was made, and where each sentence comes from.
for format in md text html; do
	is "$format says how each summary was made" \
		"$(grep -cE 'model, [0-9] of [0-9] sentences checked' "$tmp/1.$format")" 3
done
is "md links each sentence to its mails" "$(grep -F 'take the lock itself.' "$tmp/1.md" |
	grep -c '\[\[2\]\](https://lists.example.org/r/t2@x.example)')" 1
is "html does" "$(tr '\n' ' ' <"$tmp/1.html" | grep -cE \
	'take the lock itself\.[^/]*<a href="https://lists.example.org/r/t2@x.example"[^>]*>\[?2\]?</a>')" 1
is "text names its number" "$(tr -s ' \n' ' ' <"$tmp/1.text" | grep -c 'take the lock itself. \[2\]')" 1
ok "the mail says it in both its parts" python3 -c '
import email, email.policy, sys
m = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
parts = [p.get_content() for p in m.walk() if p.get_content_maintype() == "text"]
sys.exit(len(parts) != 2 or any(p.count("sentences checked") != 3 for p in parts))' "$tmp/1.mail"
listbrief-report -v --format json demo >/dev/null 2>"$tmp/said"
is "the log says what this run took" "$(grep -cE 'model: 3 threads: 0 calls, 0 \+ 0 tokens, cost 0.0000; 0 failed' "$tmp/said")" 1
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

# The footer names no model that said nothing.
refresh
for format in text html md; do
	listbrief-report -q -c "$tmp/gone.yaml" --format $format demo 2>/dev/null | tr -s ' \n' ' ' >"$tmp/gone"
	is "$format of a server that is away" "$(grep -c 'Summaries by' "$tmp/gone") \
$(grep -c 'test-model was to write the summaries, and no sentence here is its own' "$tmp/gone")" "0 \
1"
done
language=zh-CN config_model "$tmp/zh-gone.yaml" 9
listbrief-report -q -c "$tmp/zh-gone.yaml" --format md demo >"$tmp/gone" 2>/dev/null
is "in Chinese" "$(grep -c '总结由' "$tmp/gone") $(grep -c '没有一句出自它' "$tmp/gone")" "0 1"

exits "--record and no folder" 64 listbrief-report --record
exits "--record and --replay" 64 listbrief-report --record "$tmp/a" --replay "$tmp/b" demo
exits "nothing is asked, so nothing is recorded" 64 listbrief-report --status --record "$tmp/a" demo
sed '/^model:/,$d' "$tmp/config.yaml" >"$tmp/no-model.yaml"
for option in --record --replay; do
	exits "$option without a model" 78 listbrief-report -c "$tmp/no-model.yaml" $option "$tmp/a" demo
	says "is said" "^listbrief-report: $option: .*/no-model.yaml names no model$"
done
finish
