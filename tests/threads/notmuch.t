#!/bin/sh
# notmuch's own corpora for what its threading got wrong once.
# SPDX-License-Identifier: ISC
. "$(dirname "$0")/../lib.sh"
. "$top/tests/threads/linked.sh"
boxes=$corpora/notmuch
[ -d "$boxes" ] || skip_all "no $boxes"

# parents FOLDER: each mail of it and its parent, by the part of the id before the "@".
parents() {
	rm -rf "$tmp/store/l" "$tmp/box"
	mkdir -p "$tmp/box/cur" "$tmp/box/new" "$tmp/box/tmp"
	find "$1" -type f | while IFS= read -r file; do cp "$file" "$tmp/box/cur/$(basename "$file"):2,S"; done
	listbrief-ingest -q -d "$tmp/box" l && listbrief-aggregate l
	told >"$tmp/told"
	cut -f1,2 "$tmp/told" | sed 's/@[^	]*//g' | sort | tr '\t\n' '> '
}

# In-Reply-To wins over References of another order, and over ones that are wrong.
is "threading/parent-priority" "$(parents "$boxes/threading/parent-priority")" \
	"B00-root>- B01-child>B00-root B01-grand-child>B01-child "
is "threading/ghost-root, the forged root" "$(parents "$boxes/threading/ghost-root" | tr ' ' '\n' | grep '^00' | tr '\n' ' ')" \
	"000-real-root>- 001-child>000-real-root 001-fake-message-root>?nonexistent-message 001-grand-child>001-child 001-grand-child2>001-child 001-great-grand-child>001-grand-child "
is "and all of it is one tree" "$(grep '^00' "$tmp/told" | cut -f3 | sort -u)" "000-real-root@example.org"
is "broken/loop" "$(parents "$boxes/broken/loop")" "mid-loop-12>- mid-loop-21>mid-loop-12 "

# What notmuch finds in its 210 mails of a kernel list, we find too.
parents "$boxes/lkml" >/dev/null
if command -v notmuch >/dev/null && [ -d "$boxes/lkml" ]; then
	printf '[database]\npath=%s/box\n[user]\nname=a\nprimary_email=a@example.org\n[new]\ntags=\n' "$tmp" >"$tmp/notmuch.conf"
	NOTMUCH_CONFIG=$tmp/notmuch.conf notmuch new --quiet
	NOTMUCH_CONFIG=$tmp/notmuch.conf notmuch search --output=threads '*' | while read -r thread; do
		NOTMUCH_CONFIG=$tmp/notmuch.conf notmuch search --output=messages "$thread" | sed 's/^id://' | sort | tr '\n' ' '
		echo
	done | sort >"$tmp/theirs"
	sort -t'	' -k3,3 -k1,1 "$tmp/told" | awk -F'\t' '$3 != root && NR > 1 { print "" } { printf "%s ", $1; root = $3 } END { print "" }' |
		sort >"$tmp/ours"
	is "lkml: the threads notmuch finds" "$(cat "$tmp/ours")" "$(cat "$tmp/theirs")"
else
	skip "lkml: the threads notmuch finds" "no notmuch"
fi
finish
