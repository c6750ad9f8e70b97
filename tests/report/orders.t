#!/bin/sh
# Two real months: the same digest whatever the order of arrival and the size of the batches, each
# mail new in one week, and nothing changed by feeding it all again.
# SPDX-License-Identifier: ISC
# Long
. "$(dirname "$0")/../lib.sh"
mbox=$corpora/kvmarm-2022-05-06.mbox.xz
[ -r "$mbox" ] || skip_all "no corpora"
SOURCE_DATE_EPOCH=1657000000
export SOURCE_DATE_EPOCH

mkdir "$tmp/feeds"
xz -dc "$mbox" | python3 "$top/tests/report/orders.py" "$tmp/feeds" || exit 1

# feed NAME: a list of its own, from the parts of $tmp/feeds/NAME one after the other.
feed() {
	config_for kvmarm en UTC
	sed -i "s,store: .*,store: $tmp/store-$1," "$tmp/config.yaml"
	for part in "$tmp/feeds/$1"/*; do
		listbrief-ingest -q -m kvmarm <"$part" && listbrief-aggregate -q kvmarm || return
	done
}

# weeks NAME: every week that the two months touch, and all of it in one.
weeks() {
	for since in 2022-04-25 2022-05-02 2022-05-09 2022-05-16 2022-05-23 2022-05-30 2022-06-06 \
		2022-06-13 2022-06-20 2022-06-27; do
		until=$(date -u -d "$since + 7 days" +%F)
		listbrief-report --since "$since" --until "$until" --format json kvmarm \
			>"$tmp/$1.$since" || return
	done
	listbrief-report --since 2022-04-01 --until 2022-07-04 --format json kvmarm >"$tmp/$1.all"
}

ok "fed in order" feed order
ok "every week is rendered" weeks order
mails=$(grep -c . "$tmp/feeds/count")
is "all mails are new in one digest of everything" "$(jq .totals.new "$tmp/order.all")" "$mails"
is "and context in none" "$(jq .totals.context "$tmp/order.all")" 0
jq -r '.threads[].mails[] | select(.new) | .message_id' "$tmp"/order.2022-* | sort >"$tmp/new"
is "each mail is new in one week" "$(sort -u "$tmp/new" | wc -l)" "$(wc -l <"$tmp/new")"
is "the weeks' new mails sum up to all" "$(jq -s 'map(.totals.new) | add' "$tmp"/order.2022-*)" "$mails"
for f in "$tmp"/order.2022-*; do
	is "totals of ${f##*order.} are the sums of its threads" \
		"$(jq -c '.totals | [.messages, .new, .context, .threads]' "$f")" \
		"$(jq -c '[([.threads[] | .messages, 0] | add), ([.threads[] | .new, 0] | add),
			([.threads[] | .context, 0] | add), (.threads | length)]' "$f")"
done
is "every claim cites a mail of its part" "$(jq -c '[.threads[] | . as $t | .summary |
	((.this_week[].cites[] | select($t.mails[. - 1].new | not)),
	 (.earlier[].cites[] | select($t.mails[. - 1].new)))] | length' "$tmp"/order.* | sort -u)" 0
is "no earlier discussion without earlier mails" "$(jq -c '[.threads[] |
	select(.context == 0 and (.summary.earlier | length) > 0)] | length' "$tmp"/order.* | sort -u)" 0

for name in reversed shuffled batch1 batch7 batch1000; do
	ok "fed $name" feed $name
	ok "every week of $name is rendered" weeks $name
	for f in "$tmp/$name".*; do
		cmp -s "$f" "$tmp/order.${f##*"$name".}" || echo "# ${f##*/} differs"
	done >"$tmp/differing"
	is "$name gives the same bytes" "$(cat "$tmp/differing")" ""
done

ok "fed again" feed order
ok "every week is rendered again" weeks again
for f in "$tmp"/again.*; do
	cmp "$f" "$tmp/order.${f##*again.}"
done >"$tmp/differing" 2>&1
is "feeding it twice changes nothing" "$(cat "$tmp/differing")" ""
finish
