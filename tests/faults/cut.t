#!/bin/sh
# SPDX-License-Identifier: ISC
# An agent that dies hands over the beginning of a mail and an end of file, and later the whole mail:
# the whole one is kept, once.  FAULTS_OFFSETS of them.  (White space at the end makes no other mail: a
# cut there leaves the mail as it is.)
. "$(dirname "$0")/faults.sh"
offsets=${FAULTS_OFFSETS:-1000}
"$tools/numbered" 0 >"$tmp/mail"
head=$(head -n 1 "$tmp/mail" | wc -c)
note "$offsets offsets, seed $seed"

# The cut copy and the whole mail, each with its answer.
: >"$tmp/bad"
awk -v seed="$seed" -v n="$offsets" -v head="$head" 'BEGIN { srand(seed)
	for (i = 1; i <= n; i++) printf "%d %.9f\n", i, rand() }' >"$tmp/draws"
while read -r n draw; do
	"$tools/numbered" "$n" >"$tmp/mail"
	size=$(stat -c %s "$tmp/mail")
	first=$(head -n 1 "$tmp/mail" | wc -c)
	at=$(awk "BEGIN { print int($first + $draw * ($size - $first - 2)) }")
	head -c "$at" "$tmp/mail" | listbrief-ingest lab 2>>"$tmp/err" || echo "$n cut at $at: $?" >>"$tmp/bad"
	listbrief-ingest lab <"$tmp/mail" 2>>"$tmp/err" || echo "$n whole: $?" >>"$tmp/bad"
	echo "$n" >>"$acks"
done <"$tmp/draws"
is "cut and whole, each is taken" "$(cat "$tmp/bad")" ""
sound "cut behind the id"

# Cut before its id is whole, a mail is one that nobody knows: it is kept too, and is in no one's way.
: >"$acks"
for at in $(seq 1 "$head"); do
	n=$((offsets + at))
	"$tools/numbered" "$n" | head -c "$at" | listbrief-ingest lab || echo "$n cut at $at: $?" >>"$tmp/bad"
	"$tools/numbered" "$n" | listbrief-ingest lab || echo "$n whole: $?" >>"$tmp/bad"
	echo "$n" >>"$acks"
done
is "cut within the id" "$(cat "$tmp/bad")" ""
settle
sort -un "$acks" >"$acks.sorted"
"$tools/stored" "$store" lab "$acks.sorted" >"$tmp/said" 2>&1
is "the whole ones are there" "$(grep -o 'lost [0-9]*' "$tmp/said")" "lost 0"
finish
