#!/bin/sh
# SPDX-License-Identifier: ISC
# Every system call that ingest makes is the last one once, and fails once with each of five errors
# (with one on a store that is yet to be made; FAULTS_ERRORS): the answer is 0 or 75, 0 only where the
# mail is stored, and afterwards the store takes mail as before.  The static build, where there is
# one, from its first call on; the other from its first call behind the loader's.  arch_prctl is left
# alone: it names a thread's own address, which no kernel refuses, and libc cannot start without.
. "$(dirname "$0")/faults.sh"
strace_works || skip_all "$why"
errors=${FAULTS_ERRORS:-"KILL EIO ENOSPC ENOMEM EINTR"}
new_errors=${FAULTS_ERRORS:-"KILL EIO"}

# calls PROGRAM FIRST FILE: "NAME NUMBER" of each call it makes for one mail, from the one that
# matches FIRST on.
calls() {
	"$tools/numbered" 1 | strace -o "$tmp/trace" "$1" lab
	awk -F'[(]' -v first="$2" '/^[a-z0-9_]+\(/ { n[$1]++; if ($0 ~ first) ours = 1
		if (ours && $1 !~ /^(exit_group|execve|arch_prctl)$/) print $1, n[$1] }' "$tmp/trace" >"$3"
}

# fault PROGRAM: mail $n through it, with its call $call $nth ending as $error says.
fault() {
	inject="error=$error"
	[ "$error" != KILL ] || inject=signal=KILL
	"$tools/numbered" "$n" | strace -o /dev/null -e "inject=$call:$inject:when=$nth" \
		"$1" lab 2>"$tmp/err"
	code=$?
	case $code in
	0) echo "$n" >>"$acks" ;;
	75) ;;
	137) [ "$error" = KILL ] || echo "$call $nth $error: killed" >>"$tmp/bad" ;;
	*) echo "$call $nth $error: $code" >>"$tmp/bad" ;;
	esac
}

# each_fault PROGRAM FIRST WHAT PREPARE AFTERWARDS ERRORS
each_fault() {
	rm -rf "$store" && : >"$acks" && : >"$tmp/bad" && $4
	calls "$1" "$2" "$tmp/calls"
	n=100
	for error in $6; do
		while read -r call nth; do
			$4
			fault "$1"
			$5
			n=$((n + 1))
		done <"$tmp/calls"
	done 2>"$tmp/noise"
	ok "$3: there are calls to fail" [ "$(wc -l <"$tmp/calls")" -gt 30 ]
	is "$3: each ends in 0, 75 or the kill" "$(cat "$tmp/bad")" ""
	note "$3: $((n - 100)) faults at $(wc -l <"$tmp/calls") calls"
	sound "$3"
}

there() {
	[ -d "$store" ] || "$tools/numbered" 0 | listbrief-ingest lab
}
none() {
	rm -rf "$store" && : >"$acks"
}
# What was begun and not ended must not be in the way of the next.
whole() {
	"$tools/numbered" 1 | listbrief-ingest lab && echo 1 >>"$acks" &&
		"$tools/stored" "$store" lab "$acks" >"$tmp/stored" && return
	echo "$call $nth $error: $(cat "$tmp/stored" "$tmp/noise")" >>"$tmp/bad"
}

# both PROGRAM FIRST WHAT
both() {
	each_fault "$1" "$2" "$3" there : "$errors"
	each_fault "$1" "$2" "$3, a new store" none whole "$new_errors"
}

both listbrief-ingest '^poll' "as built"
if [ -x "$build/static/listbrief-ingest" ]; then
	both "$build/static/listbrief-ingest" . "static"
else
	skip "static" "not built"
fi
finish
