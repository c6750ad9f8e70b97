#!/bin/sh
# SPDX-License-Identifier: ISC
# Each allocation fails once, and all from it on; and each limit a process may be under is tried: the
# answer is 0 or 75, 0 only where the mail is kept.
. "$(dirname "$0")/faults.sh"

n=0
: >"$tmp/bad"
# answers WHAT CODE: what became of mail $n.
answers() {
	case $2 in
	0) echo "$n" >>"$acks" ;;
	75) ;;
	*) echo "$1: $2: $(tail -n 1 "$tmp/err")" >>"$tmp/bad" ;;
	esac
	n=$((n + 1))
}

"$tools/numbered" $n | listbrief-ingest lab
answers first $?
if readelf -d "$build/listbrief-ingest" | grep -q -e libasan -e 'no dynamic section'; then
	skip "each allocation fails" "built with a sanitizer, or static"
else
	"$tools/numbered" $n | LD_PRELOAD=$build/shims/poor.so POOR_COUNT=$tmp/count listbrief-ingest lab
	answers counted $?
	many=$(cat "$tmp/count")
	ok "there are allocations to fail ($many)" [ "$many" -gt 10 ]
	for way in POOR_ONE POOR_ON; do
		for i in $(seq "$many"); do
			"$tools/numbered" $n | env LD_PRELOAD="$build/shims/poor.so" $way=1 POOR_AT="$i" \
				listbrief-ingest lab 2>"$tmp/err"
			answers "$way $i" $?
		done
	done
	is "each allocation fails" "$(cat "$tmp/bad")" ""
fi

# limited PROGRAM: reads "WHAT LIMIT...", and takes two mails under each, one of more than 100 kB.
limited() {
	: >"$tmp/bad"
	while read -r flag limits; do
		for limit in $limits; do
			for mail in $n $((n / 64 * 64 + 63)); do
				n=$mail
				"$tools/numbered" "$n" | prlimit "--$flag=$limit" "$1" lab 2>"$tmp/err"
				answers "$flag $limit" $?
			done
		done
	done 2>"$tmp/noise"
}

limits="as 8000000 10000000 12000000 16000000 24000000 32000000 64000000 128000000 256000000
data 262144 1000000 4000000
fsize 0 1 4096 20000 100000 1000000
nofile 5 6 7 8 9 10 12 16
stack 65536 131072 262144 1048576
nproc 1
memlock 0
locks 0 1
core 0
sigpending 0
cpu 1"
limited listbrief-ingest <<EOF
$limits
EOF
is "every limit that the loader survives" "$(cat "$tmp/bad")" ""
if [ -x "$build/static/listbrief-ingest" ]; then
	limited "$build/static/listbrief-ingest" <<EOF
$limits
nofile 0 1 2 3 4
EOF
	is "every limit, static" "$(cat "$tmp/bad")" ""
else
	skip "every limit, static" "not built"
fi
note "$n mails"
sound "short memory and limits"
finish
