#!/bin/sh
# Whatever the order in which mails come, and in however many runs they are linked: the same threads.
# SPDX-License-Identifier: ISC
# Long
. "$(dirname "$0")/../lib.sh"
. "$top/tests/threads/linked.sh"

# same WHAT MBOX MAX: linked so, it tells what $tmp/want says.
same() {
	linked "$2" "$3"
	told >"$tmp/got"
	ok "$1, by $3" cmp "$tmp/want" "$tmp/got"
}

# orders WHAT MBOX ORDER:MAX...
orders() {
	what=$1 mbox=$2; shift 2
	linked "$mbox" 1000
	told >"$tmp/want"
	for order; do
		moved "$mbox" ${order%:*} >"$tmp/moved.mbox"
		same "$what, ${order%:*}" "$tmp/moved.mbox" "${order#*:}"
	done
}

for seed in 1 2; do
	python3 "$here/strange.py" "$seed" 120 >"$tmp/strange.mbox"
	orders "strange mails $seed" "$tmp/strange.mbox" reverse:1 reverse:7 reverse:1000 "shuffle $seed:1" \
		"shuffle $seed:7" "shuffle $seed:1000"
	is "and there are as many as were sent" "$(cut -f1 "$tmp/want" | wc -l)" \
		"$(grep -c 'This is number' "$tmp/strange.mbox")"
done

# In two runs of the programs, the later mails first; then all of them once more.
rm -rf "$tmp/store/l"
for half in "60 120" "0 60" "0 120"; do
	moved "$tmp/strange.mbox" slice $half >"$tmp/half.mbox"
	listbrief-ingest -q -m l <"$tmp/half.mbox"
	listbrief-aggregate l
done
told >"$tmp/got"
ok "in two runs, and again" cmp "$tmp/want" "$tmp/got"

list=$corpora/kvmarm-2022-05-06.mbox.xz
if [ -e "$list" ]; then
	xzcat "$list" >"$tmp/list.mbox"
	orders "two months of a kernel list" "$tmp/list.mbox" "slice 0 1000:7" reverse:1000 reverse:7 "shuffle 1:1" "shuffle 2:1000"
	is "all 903 mails" "$(cut -f1 "$tmp/want" | sort -u | wc -l)" 903
else
	skip "two months of a kernel list" "no $list"
fi
finish
