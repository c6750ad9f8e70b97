#!/bin/sh
# SPDX-License-Identifier: ISC
# Every system call that ingest makes fails once, and is the last one once: the answer is 0 or 75,
# 0 only where the mail is stored, and afterwards the store takes mail as before.
. "$(dirname "$0")/../lib.sh"
strace -o /dev/null true 2>/dev/null || skip_all "no strace"
readelf -d "$build/listbrief-ingest" | grep -q libasan && skip_all "built with a sanitizer"
config_for lab

mail() {
	printf 'Subject: s\nMessage-ID: <%s@example.org>\n\nHello.\n' "$1"
}
stored() {
	mail "$1" | listbrief-ingest -v lab 2>&1 | grep -q "0 new, 1 duplicate"
}

mail first | listbrief-ingest lab
mail traced | strace -o "$tmp/trace" listbrief-ingest lab
# The calls before the first of ours are the loader's; NAME NUMBER of each behind it.
awk -F'[(]' '/^[a-z0-9_]+\(/ { n[$1]++; if (/F_GETFD/) ours = 1
	if (ours && $1 != "exit_group") print $1, n[$1] }' "$tmp/trace" >"$tmp/calls"
ok "there are calls to fail" [ "$(wc -l <"$tmp/calls")" -gt 40 ]

while read -r call n; do
	id=$call.$n
	mail "$id" | strace -o /dev/null -e "inject=$call:error=EIO:when=$n" listbrief-ingest lab 2>/dev/null
	code=$?
	case $code in
	0) stored "$id" || echo "$call $n: 0, and not stored" ;;
	75) ;;
	*) echo "$call $n: $code" ;;
	esac
	mail "$id.killed" | strace -o /dev/null -e "inject=$call:signal=KILL:when=$n" listbrief-ingest lab 2>/dev/null
	mail "$id.killed" | listbrief-ingest lab || echo "$call $n: no mail is taken after a kill"
done <"$tmp/calls" >"$tmp/bad" 2>&1
is "each fails once, and is the last one once" "$(grep -v Killed "$tmp/bad")" ""
is "what came before is still there" "$(stored first && echo there)" there

finish
