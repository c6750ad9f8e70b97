#!/bin/sh
# SPDX-License-Identifier: ISC
# ingest is started once per mail: what it links and what it asks of the system stays little.
. "$(dirname "$0")/../lib.sh"
config_for lab

needs=$(readelf -d "$build/listbrief-ingest" | sed -n 's/.*NEEDED.*\[\(lib[a-z]*\).*/\1/p' | sort | xargs)
case $needs in
*libasan*) skip "what it links" "built with a sanitizer" ;;
*) is "what it links" "$needs" "libc liblmdb libnettle libyaml libzstd" ;;
esac

printf 'Subject: s\nMessage-ID: <1@example.org>\n\nx\n' | listbrief-ingest lab
printf 'Subject: s\nMessage-ID: <2@example.org>\n\nx\n' >"$tmp/mail"
case $needs in *libasan*) no_strace="built with a sanitizer" ;; *) no_strace= ;; esac
strace -o /dev/null true 2>/dev/null || no_strace="no strace"
if [ -z "$no_strace" ]; then
	strace -f -o "$tmp/calls" listbrief-ingest lab <"$tmp/mail"
	calls=$(wc -l <"$tmp/calls")
	ok "at most 200 system calls for a mail ($calls)" [ "$calls" -le 200 ]
	is "it opens no socket" "$(grep -c 'socket(' "$tmp/calls")" 0
	is "it starts no process" "$(grep -cE '(fork|clone|clone3|execve)\(' "$tmp/calls")" 1
	ok "it is safe before it says so: a sync" grep -qE '(fdatasync|fsync|msync|O_DSYNC)' "$tmp/calls"
	is "its deadline" "$(grep -o 'alarm([0-9]*)' "$tmp/calls")" "alarm(7)"
else
	skip "system calls" "$no_strace"
fi

finish
