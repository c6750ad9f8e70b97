#!/bin/sh
# Each answer of tests/data/answers, from a server to a reader: nothing false is printed, what is true is kept, and the
# digest is whole, in its time and memory.  Which sentence of an answer is false stands in its x.expect.
# SPDX-License-Identifier: ISC
# Long
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/model.sh"

# A sanitizer's shadow is no memory of ours.
megabytes=64
grep -q __asan_init "$build/listbrief-report" && megabytes=0
seconds=20
answers=$top/tests/data/answers

serve s
config_model "$tmp/config.yaml" "$port" 'timeout: 20'
python3 "$top/tests/model/thread.py" "$answers/thread.json" >"$tmp/mbox"
listbrief-ingest -q -c "$tmp/config.yaml" -m demo <"$tmp/mbox"
listbrief-aggregate -q -c "$tmp/config.yaml" demo
window="--since 2025-03-02T12:00:00Z --until 2025-03-08"
sed '/^model:/,$d' "$tmp/config.yaml" >"$tmp/without.yaml"
listbrief-report -q -c "$tmp/without.yaml" $window --format json demo >"$tmp/plain.json"
is "the thread is there" "$(jq -c '[.threads[].mails[] | .new]' "$tmp/plain.json")" "[false,false,true,true,true,true]"
jq -S 'del(.model, .threads[].summary)' "$tmp/plain.json" >"$tmp/plain.rest"
jq -r '.threads[].summary | .original[], .earlier[], .this_week[] | .text' "$tmp/plain.json" | sort -u >"$tmp/extract"
cp -R "$tmp/store" "$tmp/fresh"

: >"$tmp/true" >"$tmp/kept"
# prints NAME: a digest from the answer NAME; what of it is wrong goes to stdout.  tests/model/attacks.t looks at all formats.
prints() {
	python3 "$top/tests/tools/within.py" $seconds $megabytes listbrief-report -q -c "$tmp/config.yaml" \
		$window --format json demo >"$tmp/got.json" 2>"$tmp/said" || { cat "$tmp/said"; return 1; }
	listbrief-report -q -c "$tmp/config.yaml" $window --format text demo | tr -s '\n ' ' ' >"$tmp/got.text"
	jq -S 'del(.model, .threads[].summary)' "$tmp/got.json" | diff "$tmp/plain.rest" - || return 1
	# What is said to be the model's: the extract's own sentences are not.
	jq -r '.threads[].summary | select(.engine != "extractive") |
		.original[], .earlier[], .this_week[] | select(.extract | not) | .text' "$tmp/got.json" | sort >"$tmp/printed"
	sed -n 's/^V[0-9]*, [^:]*\(: code found[^:]*\)\{0,1\}: //p' "$answers/$1.expect" | sort -u >"$tmp/false"
	sed -n 's/^holds, m[0-9]*: //p' "$answers/$1.expect" | sort -u >"$tmp/holds"
	# One that is dropped for being said twice is not false.
	comm -23 "$tmp/false" "$tmp/holds" >"$tmp/lies"
	if comm -12 "$tmp/lies" "$tmp/printed" | grep .; then echo "printed"; return 1; fi
	if comm -13 "$tmp/holds" "$tmp/printed" | grep .; then echo "printed, and nobody said so"; return 1; fi
	# The extract may hold what a sender wrote, as his.
	comm -23 "$tmp/lies" "$tmp/extract" | grep . >"$tmp/.lies" &&
		grep -Ff "$tmp/.lies" "$tmp/got.text" && return 1
	# Where half or more of an answer holds, all of that is shown.
	good=$(wc -l <"$tmp/holds") bad=$(wc -l <"$tmp/lies")
	[ "$good" -ge 2 ] && [ "$good" -ge "$bad" ] || : >"$tmp/holds"
	cat "$tmp/holds" >>"$tmp/true"
	comm -12 "$tmp/holds" "$tmp/printed" >>"$tmp/kept"
}

n=0
for file in "$answers"/*.answer; do
	name=${file##*/} name=${name%.answer}
	rm -rf "$tmp/store"
	cp -R "$tmp/fresh" "$tmp/store"
	{ printf 'send: answer\n\n'; cat "$file"; } >"$tmp/s/50-answer"
	ok "$name" prints "$name"
	n=$((n + 1))
done
is "forty cases and more" "$([ $n -ge 40 ] && echo yes)" yes
true=$(wc -l <"$tmp/true") kept=$(wc -l <"$tmp/kept")
ok "of $true true sentences $kept are kept" test "$((100 * kept))" -ge "$((95 * true))"
ok "there are some" test "$true" -ge 100
finish
