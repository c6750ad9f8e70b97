#!/bin/sh
# SPDX-License-Identifier: ISC
# A Maildir is read and left as it was.
. "$(dirname "$0")/../lib.sh"
config_for lab
mail() {
	printf 'Subject: %s\nMessage-ID: <%s@example.org>\nDate: Fri, 14 Nov 2025 09:00:00 +0000\n\nHello.\n' "$1" "$1"
}
box=$tmp/box
mkdir -p "$box/cur" "$box/new" "$box/tmp" "$box/cur/folder"
mail a >"$box/cur/1763110800.M1P1.host:2,S"
mail b >"$box/new/1763110801.M1P1.host"
mail c >"$box/cur/1763110802.M1P1.host:2,"
mail a >"$box/new/1763110803.M1P1.host"
mail unfinished >"$box/tmp/1763110804.M1P1.host"
mail hidden >"$box/cur/.hidden"
: >"$box/new/1763110805.M1P1.host"
before=$(find "$box" | sort | cksum)

exits "a Maildir" 0 listbrief-ingest -d "$box" lab
is "files, hidden and unfinished ones and folders apart" "$(tail -n 1 "$tmp/.err")" \
	"listbrief-ingest: 4 mails: 3 new, 1 duplicate, 0 digests of ours passed over"
is "what is no mail is named" "$(sed '$d' "$tmp/.err")" \
	"listbrief-ingest: cannot read $box/cur/folder, it is passed over: Invalid argument"
exits "again, quiet" 0 listbrief-ingest -q -d "$box" lab
is "the Maildir is as it was" "$(find "$box" | sort | cksum)" "$before"

rmdir "$box/cur/folder"
mkfifo "$box/new/1763110806.fifo"
exits "a fifo keeps nobody waiting" 0 listbrief-ingest -d "$box" lab
rm "$box/new/1763110806.fifo"
ln -s /nowhere "$box/new/1763110807.gone"
exits "a file that is gone" 0 listbrief-ingest -d "$box" lab
is "it is named, the others are taken" "$(cat "$tmp/.err")" \
	"listbrief-ingest: cannot read $box/new/1763110807.gone, it is passed over: No such file or directory
listbrief-ingest: 4 mails: 0 new, 4 duplicates, 0 digests of ours passed over"
rm "$box/new/1763110807.gone"

# A mail that is there and cannot be read: who deletes the Maildir behind a 0 would lose it.
ln -s 1763110800a.loop "$box/new/1763110800a.loop"
mail d >"$box/new/1763110808.M1P1.host"
exits "a file that cannot be opened" 75 listbrief-ingest -d "$box" lab
is "it is named, what is before and behind it is stored" "$(cat "$tmp/.err")" \
	"listbrief-ingest: cannot read $box/new/1763110800a.loop, it is passed over: Too many levels of symbolic links
listbrief-ingest: 5 mails: 1 new, 4 duplicates, 0 digests of ours passed over"
rm "$box/new/1763110800a.loop"
if strace -o /dev/null true 2>/dev/null; then
	mail e >"$box/new/1763110809.M1P1.host"
	# A leak checker cannot work beside strace.
	exits "a file that cannot be read" 75 env ASAN_OPTIONS=detect_leaks=0 strace -f -qq -o /dev/null \
		-P "$box/new/1763110808.M1P1.host" -e inject=read:error=EIO listbrief-ingest -d "$box" lab
	is "it is named, the others are stored" "$(cat "$tmp/.err")" \
		"listbrief-ingest: cannot read $box/new/1763110808.M1P1.host, it is passed over: Input/output error
listbrief-ingest: 5 mails: 1 new, 4 duplicates, 0 digests of ours passed over"
	rm "$box/new/1763110809.M1P1.host"
else
	skip "a file that cannot be read" "no strace"
fi
rm "$box/new/1763110808.M1P1.host"

rm -r "$box/cur"
exits "one with new alone" 0 listbrief-ingest -d "$box" lab
says "its mails" "2 mails: 0 new, 2 duplicates"

finish
