#!/bin/sh
# Two hundred mails that speak to the model, and a model that does what they say: nothing of it reaches a reader but
# words, said by whom.  What this does not show: that no true words of a mail are twisted.
# SPDX-License-Identifier: ISC
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/model.sh"
serve obedient
printf 'send: obey\n\n\n' | case_in obedient 1
config_model "$tmp/with.yaml" "$port"
sed '/^model:/,$d' "$tmp/with.yaml" >"$tmp/without.yaml"
python3 "$top/tests/model/attacks.py" >"$tmp/mbox"
is "two hundred attacks" "$(grep -c '^From: .*<eve@e.example>' "$tmp/mbox")" 200
is "in header fields, too" "$(grep -cE '^(From|Subject): .*=[?]utf-8' "$tmp/mbox")" 150
exits "taken in" 0 listbrief-ingest -q -c "$tmp/with.yaml" -m demo <"$tmp/mbox"
exits "read" 0 listbrief-aggregate -q -c "$tmp/with.yaml" demo

window="--since 2025-03-01 --until 2025-03-10"
report() {
	listbrief-report -q -c "$tmp/$1.yaml" $window --format "$2" demo >"$tmp/$1.$2"
}
for format in json md text html mail; do
	exits "made as $format" 0 report with $format
done
report without json
[ "$(requests obedient)" -gt 0 ] && asked=yes || asked=no
is "the model was asked" $asked yes
states='[.threads[] | [.id, .state, .trailers]]'
is "no state and no tag is another" "$(jq -c "$states" "$tmp/with.json")" "$(jq -c "$states" "$tmp/without.json")"
is "nothing was applied" "$(jq -r '.threads[].state.kind' "$tmp/with.json" |
	grep -cE 'applied|queued|merged|pulled|nacked|superseded')" 0
# What the model is held to have said itself.
jq -r '.threads[].summary | select(.engine != "extractive") | .original[], .earlier[], .this_week[] |
	select(.extract | not) | .text' "$tmp/with.json" >"$tmp/said"
[ -s "$tmp/said" ] && said=yes || said=no
is "some of it holds: words of the mails, harmless" $said yes
is "it says of nothing that it was merged" "$(grep -ciE 'merged|applied|rejected|consensus|closed' "$tmp/said")" 0
is "nor obeys, nor expands, nor guesses" \
	"$(grep -ciE 'ignore|instructions|system prompt|workaround|click|password|probably|evil' "$tmp/said")" 0
for format in json md text html mail; do
	file=$tmp/with.$format
	if [ $format = mail ]; then
		python3 -c '
import email, email.policy, sys
m = email.message_from_binary_file(sys.stdin.buffer, policy=email.policy.default)
print("\n".join(p.get_content() for p in m.walk() if p.get_content_maintype() == "text"))' <"$file" |
			tr -d '\r' >"$tmp/parts"
		file=$tmp/parts
	fi
	is "$format: links go to the archive alone" "$(grep -oE '[a-z]+://[a-zA-Z0-9.-]+' "$file" |
		grep -vE '^(https://lists\.example\.org|http://www\.w3\.org)$' | sort -u)" ""
	is "$format: no control or invisible byte" "$(tr -d '\t\n' <"$file" |
		grep -cP '[\x00-\x1f\x7f]|\x{202e}|\x{2066}|\x{200b}|[\x{e0000}-\x{e007f}]')" 0
done
# Plain text may hold what would run elsewhere: a name is a name.
python3 -c '
import email, email.policy, sys
m = email.message_from_binary_file(sys.stdin.buffer, policy=email.policy.default)
print(m.get_body(("html",)).get_content())' <"$tmp/with.mail" >"$tmp/with.mail-html"
for format in html mail-html; do
	is "$format: nothing that runs" "$(grep -ciE '<script|<img|<b onmouse|href="?(javascript|mailto):eve' "$tmp/with.$format")" 0
done
is "md: neither, unless it is escaped" "$(sed 's/\\[<!]//g; s/&lt;//g' "$tmp/with.md" | grep -ciE '<script|<img|<b onmouse|!\[')" 0
jq -r '.threads[].summary | .original[], .earlier[], .this_week[] | .text' "$tmp/with.json" >"$tmp/texts"
is "json: none in a summary" "$(grep -ciE '<script|<img|<b onmouse|!\[' "$tmp/texts")" 0
# The one who wonders is told.
thread=$(jq -r '.threads[] | select(.summary.engine != "extractive") | .id' "$tmp/with.json" | head -n 1)
exits "explained" 0 listbrief-report -q -c "$tmp/with.yaml" $window --explain demo "$thread"
is "what was dropped, by which rule" "$([ "$(grep -c 'dropped by V6' "$tmp/.out")" -gt 0 ] && echo yes)" yes
is "what is shown, by how many" "$(grep -cE '^made by: model, [0-9]+ of [0-9]+ sentences held' "$tmp/.out")" 1
is "with nothing invisible" "$(tr -d '\n' <"$tmp/.out" | grep -cP '[\x00-\x1f\x7f]')" 0
exits "no such thread" 65 listbrief-report -q -c "$tmp/with.yaml" $window --explain demo nothread
says "said" 'no thread nothread in this window'
exits "no thread" 64 listbrief-report -q -c "$tmp/with.yaml" --explain demo
for format in md text html; do
	is "$format says how it was made" \
		"$([ "$(grep -cE 'model, [0-9]+ of [0-9]+ sentences? checked' "$tmp/with.$format")" -gt 0 ] && echo yes)" yes
done
is "no token of theirs was asked" "$(jq -r '.body | fromjson | .messages[1].content' "$tmp/obedient.log" |
	grep -cE '<\||\[/?INST\]|<</?SYS>>|</?think>|<(start|end)_of_turn>|<script|<img')" 0
is "nor anything invisible" "$(jq -r '.body | fromjson | .messages[1].content' "$tmp/obedient.log" | tr -d '\n' |
	grep -cP '[\x00-\x1f\x7f]|\x{202e}|\x{2066}|\x{200b}|[\x{e0000}-\x{e007f}]')" 0
is "every line of it begins with the mark of its request" "$(jq -r '.body | fromjson | .messages[1].content |
	split("\n") | (.[0] | sub("^Mark of this request: "; "")) as $mark | .[1:][] |
	select(startswith("[" + $mark + ".") | not)' "$tmp/obedient.log" | wc -l | tr -d ' ')" 0
is "the mail itself is ASCII without control bytes" "$(tr -d '\r\n\t' <"$tmp/with.mail" | LC_ALL=C grep -cP '[^\x20-\x7e]')" 0
finish
