#!/bin/sh
# Mails built to inject into header fields, Markdown, HTML, terminals: no digest of them has a field, a tag, a
# link or a byte that our templates did not put there.  FUZZ_DIGESTS (default 200): how many; FUZZ_SEED.
# SPDX-License-Identifier: ISC
# Long
. "$(dirname "$0")/../lib.sh"
LISTBRIEF_TEMPLATES=$top/templates
export LISTBRIEF_TEMPLATES
digests=$build/tools/digests count_of=${FUZZ_DIGESTS:-200}
seed=${FUZZ_SEED:-$(od -An -N3 -tu4 /dev/urandom | tr -d ' ')}
[ -x "$digests" ] || skip_all "no $digests"
gfm=$(command -v cmark-gfm)
fuzzed=$top/tests/render/fuzzed.py
echo "# FUZZ_SEED=$seed" >&2
for language in en zh-CN; do
	rm -rf "$tmp/store"
	config_for l $language
	n=$count_of
	[ $language = en ] || n=$((n / 4))
	python3 "$fuzzed" mbox "$seed" "$n" >"$tmp/mbox"
	listbrief-ingest -q -m l <"$tmp/mbox" || exit 1
	listbrief-aggregate -q l || exit 1
	"$digests" "$tmp/config.yaml" l 1760000400 60 "$n" 2>"$tmp/err" | python3 "$fuzzed" check $gfm >"$tmp/said" 2>&1
	tail -n 3 "$tmp/said" | sed 's/^/# /' >&2
	is "$language, $n digests" "$(tail -n 1 "$tmp/said" | sed 's/, .*, all ours/, all ours/')" "$n digests, all ours"
	is "$language: nothing is said of them" "$(head -c 200 "$tmp/err")" ""
done
[ -n "$gfm" ] || skip "the Markdown" "no cmark-gfm"
finish
