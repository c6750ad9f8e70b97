#!/bin/sh
# SPDX-License-Identifier: ISC
# ingest is started once per mail: what it links and what it asks of the system stays little.
. "$(dirname "$0")/../lib.sh"
config_for lab

# The archives of the libraries are linked in where there are any.
needs=$(readelf -d "$build/listbrief-ingest" | sed -n 's/.*NEEDED.*\[\(lib[a-z]*\).*/\1/p' | sort | xargs)
case $needs in
*libasan*) skip "what it links" "built with a sanitizer" ;;
*) is "what it links" "$(echo "$needs" | tr ' ' '\n' | grep -vxE 'lib(lmdb|nettle|yaml|zstd)')" libc ;;
esac

printf 'Subject: s\nMessage-ID: <1@example.org>\n\nx\n' | listbrief-ingest lab
printf 'Subject: s\nMessage-ID: <2@example.org>\n\nx\n' >"$tmp/mail"
case $needs in *libasan*) no_strace="built with a sanitizer" ;; *) no_strace= ;; esac
strace -o /dev/null true 2>/dev/null || no_strace="no strace"
if [ -z "$no_strace" ]; then
	strace -f -o "$tmp/calls" listbrief-ingest lab <"$tmp/mail"
	calls=$(grep -c '(' "$tmp/calls")
	most=100
	[ "$needs" = libc ] || most=140
	ok "at most $most system calls for a mail ($calls)" [ "$calls" -le $most ]
	# What is written through the second descriptor of data.mdb, the meta page, is flushed by itself.
	is "two flushes" "$(grep -cE '(fsync|fdatasync|msync|sync_file_range)\(|O_DSYNC' "$tmp/calls")" 2
	is "it opens no socket" "$(grep -c 'socket(' "$tmp/calls")" 0
	is "it starts no process" "$(grep -cE '(fork|clone|clone3|execve)\(' "$tmp/calls")" 1
	ok "it is safe before it says so: a sync" grep -qE '(fdatasync|fsync|msync|O_DSYNC)' "$tmp/calls"
	is "its deadline" "$(grep -o 'alarm([0-9]*)' "$tmp/calls")" "alarm(7)"
else
	skip "system calls" "$no_strace"
fi

finish
