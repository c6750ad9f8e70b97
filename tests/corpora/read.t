#!/bin/sh
# Every real mail there is: read, none kills the child, quoted lines are never prose.
# SPDX-License-Identifier: ISC
. "$(dirname "$0")/../lib.sh"
[ -d "$corpora" ] || skip_all "no corpora"

# reads WHAT: the files named in $tmp/list.
reads() {
	xargs -d "\n" "$build/tests/readmail" <"$tmp/list" >"$tmp/read" 2>"$tmp/err"
	is "$1: the reader lives" $? 0
	is "$1: none kills the child" "$(sed -n 's/^flags: //p' "$tmp/read" | awk 'int($1 / 4) % 2' | wc -l)" 0
	is "$1: no quoted line is prose" "$(grep -ac '^p>' "$tmp/read")" 0
}

for set in notmuch ruby-mail cpython mu mail-parser patchwork; do
	find "$corpora/$set" -type f ! -name '*.json' ! -name '*.py' ! -name 'README*' ! -name COPYING |
		sort >"$tmp/list"
	reads $set
done
mkdir "$tmp/sa" "$tmp/kv"
if tar -C "$tmp/sa" -xJf "$corpora/spamassassin-easy-ham-2.tar.xz" 2>"$tmp/err"; then
	find "$tmp/sa" -type f | sort >"$tmp/list"
	reads spamassassin
else
	skip spamassassin "no xz"
fi
if xzcat "$corpora/kvmarm-2022-05-06.mbox.xz" >"$tmp/kv.mbox" 2>"$tmp/err"; then
	awk -v dir="$tmp/kv" '/^From / { close(f); f = sprintf("%s/%05d.eml", dir, ++n) } { print >f }' "$tmp/kv.mbox"
	find "$tmp/kv" -type f | sort >"$tmp/list"
	reads kvmarm
	is "kvmarm: no footer is prose" "$(grep -acE '^p(_{20}|kvmarm mailing list|https://lists.cs.columbia)' "$tmp/read")" 0
	is "kvmarm: no signed-off line is prose" "$(grep -acE '^p *Signed-off-by:' "$tmp/read")" 0
	is "kvmarm: no diff line is prose" "$(grep -acE '^p(diff --git|index [0-9a-f]{7,}|@@ -|--- a/|\+\+\+ b/)' "$tmp/read")" 0
else
	skip kvmarm "no xz"
fi
finish
