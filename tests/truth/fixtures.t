#!/bin/sh
# Small lists and what their week comes to: x.mbox -> x.expect, one for each odd subject, tag, state and
# version.  The week is that of 2 March 2026; what is older was there before.
# UPDATE=1 writes the expectations anew; read the difference before you commit it.
# SPDX-License-Identifier: ISC
# Long
. "$(dirname "$0")/../lib.sh"
cd "$top" || exit 1
SOURCE_DATE_EPOCH=$(date -u -d 2026-03-09 +%s)
LISTBRIEF_CONFIG=$tmp/config.yaml
export SOURCE_DATE_EPOCH LISTBRIEF_CONFIG
printf 'store: %s/store\nlists:\n' "$tmp" >"$LISTBRIEF_CONFIG"
for mbox in tests/data/truth/*.mbox; do
	list=$(basename "$mbox" .mbox)
	printf '  %s:\n    title: T\n    address: %s@lists.example.org\n' "$list" "$list"
done >>"$LISTBRIEF_CONFIG"
for mbox in tests/data/truth/*.mbox; do
	listbrief-ingest -q -m "$(basename "$mbox" .mbox)" <"$mbox" || exit 1
done
ok "all are aggregated" listbrief-aggregate -q
for mbox in tests/data/truth/*.mbox; do
	list=$(basename "$mbox" .mbox)
	expect=${mbox%.mbox}.expect
	listbrief-report --since 2026-03-02 --until 2026-03-09 --format json "$list" >"$tmp/digest.json"
	jq -r -f tests/truth/show.jq "$tmp/digest.json" >"$tmp/got"
	[ -z "${UPDATE:-}" ] || cp "$tmp/got" "$expect"
	ok "$list" diff -u "$expect" "$tmp/got"
done
finish
