#!/bin/sh
# SPDX-License-Identifier: ISC
# Eight deliverers at a time, killed at random; FAULTS_KILLS in all, FAULTS_ROUND of them to a store.
. "$(dirname "$0")/faults.sh"
kills=${FAULTS_KILLS:-50000}
round=${FAULTS_ROUND:-5000}
note "$kills kills, seed $seed"

i=0
while [ $((i * round)) -lt "$kills" ]; do
	rm -rf "$store" "$acks"
	"$tools/storm" 8 "$round" 1000000 5000 $((seed + i)) "$acks" listbrief-ingest lab \
		>"$tmp/said" 2>"$tmp/err"
	code=$?
	# An agent is told why it is to come again; anything else is said by nobody.
	is "round $i: each ends in 0, 75 or the kill" "$code" 0
	note "round $i: $(cat "$tmp/said")"
	sound "round $i"
	i=$((i + 1))
done
exits "and the threads are made" 0 listbrief-aggregate -q lab
finish
