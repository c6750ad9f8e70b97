#!/bin/sh
# The extracts of two months of a kernel list, week by week, held against the mails themselves.
# SPDX-License-Identifier: ISC
# Long
. "$(dirname "$0")/../lib.sh"
kvmarm=$corpora/kvmarm-2022-05-06.mbox.xz
[ -r "$kvmarm" ] || skip_all "no real mail here"
command -v xz >/dev/null || skip_all "no xz"

config_for kvmarm
xz -dc "$kvmarm" >"$tmp/mbox"
listbrief-ingest -q -m kvmarm <"$tmp/mbox"
listbrief-aggregate -q kvmarm
export SOURCE_DATE_EPOCH=1660000000
day=2022-05-02
while [ $day != 2022-07-04 ]; do
	next=$(date -d "$day + 7 days" +%F)
	for length in few 30%; do
		[ $length = few ] && set -- || set -- --extract-words $length
		listbrief-report -q --since $day --until $next --format json "$@" kvmarm >"$tmp/$length-$day.json"
	done
	day=$next
done

# counts LENGTH: into $tmp/counts, with what was found for who wants to see it.
counts() {
	python3 -B "$top/tests/extract/week.py" "$tmp/mbox" "$tmp/$1"-*.json >"$tmp/counts"
	grep '^#' "$tmp/counts" | cut -c1-200
}
of() {
	awk -v what="$1" '$1 == what { print $2 }' "$tmp/counts"
}
for length in few 30%; do
	counts $length
	ok "$length: $(of sentences) sentences of $(of threads) threads" [ "$(of sentences)" -gt 500 ]
	for what in quoted fused stock greeting code subject; do
		is "$length: none is $what" "$(of $what)" 0
	done
done
counts few
speak=$(($(of senders) - $(of silent)))
ok "$(of heard) of $speak senders of new mail who say something are heard" \
	[ $(($(of heard) * 100)) -ge $((speak * 95)) ]

"$build/tools/extracts" "$tmp/store" kvmarm 2022-05-01T00:00:00Z 2022-07-04T00:00:00Z few >"$tmp/timed"
times=$(grep -oE '"microseconds":[0-9]+' "$tmp/timed" | cut -d: -f2 | sort -n)
slowest=$(echo "$times" | tail -n 1)
mean=$(echo "$times" | awk '{ n += $1 } END { print int(n / NR) }')
# A slow machine, or one that looks at each byte, is forgiven the longest one.
ok "a thread takes $mean microseconds in the mean, the longest $slowest" [ "$mean" -lt 20000 ]
finish
