#!/bin/sh
# The keys of --format json are those the man page lists.
# SPDX-License-Identifier: ISC
# Long
. "$(dirname "$0")/../lib.sh"
SOURCE_DATE_EPOCH=$(date -u -d 2026-03-09 +%s)
LISTBRIEF_CONFIG=$tmp/config.yaml
export SOURCE_DATE_EPOCH LISTBRIEF_CONFIG
# paths: every key with those above it, objects and arrays as one
paths() {
	jq -r 'paths | map(select(type == "string")) | join(".")' | sort -u
}
sed -n '/^{"schema"/,/^\.Ed/p' "$top/man/listbrief-report.1" | grep -v '^\.' >"$tmp/man.json"
ok "the man page's example is JSON" jq -e . "$tmp/man.json"
paths <"$tmp/man.json" >"$tmp/man"

printf 'store: %s/store\nlists:\n' "$tmp" >"$LISTBRIEF_CONFIG"
for mbox in "$top"/tests/data/truth/*.mbox; do
	printf '  %s:\n    title: T\n    address: l@lists.example.org\n' "$(basename "$mbox" .mbox)"
	printf '    archive: https://lore.kernel.org/r/{message_id}\n'
done >>"$LISTBRIEF_CONFIG"
for mbox in "$top"/tests/data/truth/*.mbox; do
	listbrief-ingest -q -m "$(basename "$mbox" .mbox)" <"$mbox" || exit 1
done
ok "all are aggregated" listbrief-aggregate -q
for mbox in "$top"/tests/data/truth/*.mbox; do
	listbrief-report --since 2026-03-02 --until 2026-03-09 --format json "$(basename "$mbox" .mbox)"
done >"$tmp/all"
# What waits, and is not in the digest.
listbrief-report --since 2026-03-08 --until 2026-03-20 --format json state-waiting >>"$tmp/all"
paths <"$tmp/all" >"$tmp/seen"
is "every key is in the man page" "$(comm -13 "$tmp/man" "$tmp/seen")" ""
is "and what that lists is there, but for a model's words, and others where nobody has written" \
	"$(comm -23 "$tmp/man" "$tmp/seen" | grep -vE '^overview\.others\.|^threads\.summary\.(original|earlier|this_week)\.(quote|extract)$|^threads\.summary\.checked')" ""
is "in that order" "$(jq -c '[keys_unsorted, (.threads[0] | keys_unsorted)]' "$tmp/man.json")" \
	"$(jq -cs 'map(select(.threads != []))[0] | [keys_unsorted, (.threads[0] | keys_unsorted)]' "$tmp/all")"
finish
