#!/bin/sh
# SPDX-License-Identifier: ISC
# 64 deliveries at a time while aggregate and report run all the time: FAULTS_MAILS mails, all of them
# kept, none sent away.
. "$(dirname "$0")/faults.sh"
mails=${FAULTS_MAILS:-3000}
note "$mails mails"

"$tools/numbered" 0 | listbrief-ingest lab
: >"$tmp/go" && : >"$tmp/odd"
while [ -e "$tmp/go" ]; do
	listbrief-aggregate -q lab 2>"$tmp/aggregate.err" || echo "aggregate: $?: $(cat "$tmp/aggregate.err")"
	echo >>"$tmp/aggregates"
done >>"$tmp/odd" &
aggregates=$!
while [ -e "$tmp/go" ]; do
	listbrief-report -q --since 2025-11-10 --until 2025-11-17 --format json lab >"$tmp/report.json" \
		2>"$tmp/report.err" || echo "report: $?: $(cat "$tmp/report.err")"
	jq -e '.totals.messages == ([.threads[].messages] | add // 0)' "$tmp/report.json" >"$tmp/jq" 2>&1 ||
		echo "report: $(cat "$tmp/jq")"
	echo >>"$tmp/reports"
done >>"$tmp/odd" &
reports=$!
"$tools/storm" 64 0 "$mails" 1 "$seed" "$acks" listbrief-ingest lab >"$tmp/said" 2>"$tmp/err"
code=$?
rm "$tmp/go"
wait "$aggregates" "$reports"
is "each delivery ends in 0 or 75" "$code" 0
is "nobody is sent away" "$(grep -o 'acknowledged [0-9]* again [0-9]*' "$tmp/said")" \
	"acknowledged $mails again 0"
note "$(cat "$tmp/said")"
is "aggregate and report have no word of it" "$(sort "$tmp/odd" | uniq -c)" ""
note "$(wc -l <"$tmp/aggregates") runs of aggregate, $(wc -l <"$tmp/reports") of report"
sound "a crowd"
exits "all of it is linked" 0 listbrief-aggregate -q lab
listbrief-report -q --since 2025-11-10 --until 2025-11-17 --format json lab >"$tmp/report.json"
is "and told" "$(jq .totals.new "$tmp/report.json")" "$mails"
finish
