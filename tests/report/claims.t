#!/bin/sh
# A thousand true claims made of the extracts of real weeks, as they are and changed in seventeen ways: what is said
# wrong is dropped, what is said right stays.
# SPDX-License-Identifier: ISC
# Long
. "$(dirname "$0")/../lib.sh"
kvmarm=$corpora/kvmarm-2022-05-06.mbox.xz
[ -r "$kvmarm" ] || skip_all "no real mail here"
command -v xz >/dev/null || skip_all "no xz"

config_for kvmarm
xz -dc "$kvmarm" | listbrief-ingest -q -m kvmarm
listbrief-aggregate -q kvmarm
"$build/tools/claims" "$tmp/store" kvmarm 2022-05-01T00:00:00Z 9 "$top/templates" >"$tmp/kvmarm"
cat "$corpora"/twisted-python/*.mbox "$corpora"/twisted-python/*.txt 2>/dev/null >"$tmp/mbox"
config_for twisted
listbrief-ingest -q -m twisted <"$tmp/mbox"
listbrief-aggregate -q twisted
first=$(grep -m1 -oE '^Date: .*' "$tmp/mbox" | cut -c7- | date -f - -u +%Y-%m-%dT00:00:00Z)
"$build/tools/claims" "$tmp/store" twisted "$first" 14 "$top/templates" >"$tmp/twisted"

# of WAY: how many were tried, how many passed.
of() {
	awk -v way="$1" '$1 == way { tried += $2; passed += $3 } END { print tried + 0, passed + 0 }' \
		"$tmp/kvmarm" "$tmp/twisted"
}
# holds WHAT CONDITION: awk's, over tried and passed.
holds() {
	ok "$1: $2 of $3 pass" awk -v passed="$2" -v tried="$3" "BEGIN { exit !($4) }"
}
set -- $(of true)
holds "true claims" "$2" "$1" "tried >= 1000 && passed >= 0.99 * tried"
set -- $(of shortened)
holds "in fewer words" "$2" "$1" "tried >= 500 && passed >= 0.99 * tried"
all=0 through=0
for way in name who number numeral version commit identifier quote cite part tag state expansion link; do
	set -- $(of $way)
	holds "with a wrong $way" "$2" "$1" "tried >= 100 && passed <= 0.01 * tried"
	all=$((all + $1)) through=$((through + $2))
done
holds "all of these" "$through" "$all" "passed <= 0.01 * tried"
set -- $(of consensus)
holds "with a consensus that is none" "$2" "$1" "tried >= 100 && passed <= 0.01 * tried"
# A "not" between the same words is seen; what twists them in others stands or falls with the reader, who has the
# link beside it.
set -- $(of negation)
holds "with a \"not\" too many or too few" "$2" "$1" "tried >= 300 && passed <= 0.1 * tried"
finish
