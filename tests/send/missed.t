#!/bin/sh
# --catch-up each on a disk that is full for a moment, at each write in turn: a window that could not be
# frozen is not closed by a later one.  The next run makes what is missing, and nobody gets a week twice.
# SPDX-License-Identifier: ISC
# Long
. "$(dirname "$0")/send.sh"
sample_list
shim=$build/shims/failat.so
[ -e "$shim" ] || skip_all "no $shim"
readelf -d "$build/listbrief-report" 2>/dev/null | grep -q libasan && skip_all "built with a sanitizer"
sed -i 's/timezone:.*/&\n    window: 2d/' "$tmp/config.yaml"
listbrief-members -q emberfs add ada@example.com
listbrief-members -q emberfs add bo@example.com
listbrief-members -q emberfs set bo@example.com depth=overview
at 2025-10-13T22:00:00Z
send --until 2025-10-14 >/dev/null
sent >/dev/null
at 2025-10-19T22:00:00Z
answer ada@example.com 'exit 75'
mv "$tmp/store" "$tmp/before"
all="2025-10-14-2025-10-16 2025-10-16-2025-10-18 2025-10-18-2025-10-20 "
windows() {
	listbrief-report --status emberfs | cut -f2,3 | sed -n '/^2/s/T[^	]*//gp' | sed 1d | tr '\t\n' '- '
}
# What ada is put off with is none of it: each window is frozen.
catch_up() {
	FAIL_AT=${1:-} LD_PRELOAD=${1:+$shim} listbrief-report -q --send --catch-up each --until 2025-10-20 emberfs \
	    >"$tmp/out" 2>"$tmp/err"
}
# Ends with a run in which no write came to fail.  MISSED_STEP (default 3): from one write to the next.
# The first write is of room that nobody counts on.
at_write=2 gaps= later= codes=
while :; do
	rm -rf "$tmp/store" "$tmp/sent" && mkdir "$tmp/sent"
	cp -R "$tmp/before" "$tmp/store"
	catch_up "$at_write"
	[ "$?" -eq 75 ] || codes="$codes $at_write"
	grep -q 'No space left' "$tmp/err" || break
	made=$(windows)
	case $all in "$made"*) ;; *) gaps="$gaps $at_write:$made" ;; esac
	catch_up
	[ "$(windows)" = "$all" ] || later="$later $at_write:$(windows)"
	at_write=$((at_write + ${MISSED_STEP:-3}))
done
ok "writes came to fail" [ "$at_write" -gt 10 ]
is "no window is passed over" "$gaps" ""
is "what was missed is made by the next run" "$later" ""
is "it is tried again" "$codes" ""
is "with all writes done, all are made" "$(windows)" "$all"
finish
