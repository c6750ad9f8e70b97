#!/bin/sh
# Killed at any step, a sender misses nobody; of each kill at most one mail goes out twice.  LEDGER_KILLS
# (default 200), LEDGER_TWINS (default 20): how often.
# SPDX-License-Identifier: ISC
# Long
. "$(dirname "$0")/send.sh"
sample_list
server storm
smtp "smtp://127.0.0.1:$port"
# Three forms of each digest.
seq 50 | awk '{ print "member" $1 "@example.com" } $1 % 3 == 1 { print "\tdepth=overview" }
	$1 % 3 == 2 { print "\tlanguage=zh-CN\n\tcategory=PATCH" }' | listbrief-members -q emberfs import
shim=$build/shims/killat.so
if readelf -d "$build/listbrief-report" 2>/dev/null | grep -q libasan; then
	skip "kills" "built with a sanitizer"
elif [ ! -e "$shim" ]; then
	skip "kills" "no $shim"
else
	python3 "$top/tests/send/storm.py" "$shim" "${LEDGER_KILLS:-200}" 50 3 "$folder" emberfs >"$tmp/storm.out" 2>"$tmp/err"
	code=$?
	grep '^#' "$tmp/storm.out" >&2
	is "none is missing, none twice without a kill" "$code $(tail -n 1 "$tmp/err")" "0 "
fi

# Two reporters at once: one digest, one mail each.
twins=${LEDGER_TWINS:-20} i=0 bad=0
rm -rf "$tmp/store" "$folder/mails"
mkdir "$folder/mails"
listbrief-ingest -q -m emberfs <"$top/examples/sample.mbox"
listbrief-aggregate -q emberfs
seq -f 'member%g@example.com' 3 | listbrief-members -q emberfs import
while [ $i -lt "$twins" ]; do
	i=$((i + 1))
	at "@$((1760306400 + i * 86400))"
	until=$(date -u -d "@$((1760306400 + i))" +%Y-%m-%dT%H:%M:%SZ)
	listbrief-report -q --send --since 2025-10-06 --until "$until" emberfs 2>/dev/null &
	first=$!
	listbrief-report -q --send --since 2025-10-06 --until "$until" emberfs 2>/dev/null
	second=$?
	wait $first
	case $?,$second in 0,0 | 0,75 | 75,0) ;; *) bad=$((bad + 1)) ;; esac
done
is "two at once: one is content, and the other too or to be run again" "$bad" 0
is "each digest once to each" "$(cat "$folder/mails"/* | tr -d '\r' | sed -n 's/^Message-ID: //p' |
	sort | uniq -c | sed 's/^ *\([0-9]*\) .*/\1/' | sort | uniq -c | tr -s ' ')" " $twins 3"
finish
