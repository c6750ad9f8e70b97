#!/bin/sh
# A week that was counted by hand: every thread's category, mails, new mails, context and people.
# SPDX-License-Identifier: ISC
. "$(dirname "$0")/../lib.sh"
mbox=$reference/kvmarm_2025_week42.mbox
[ -r "$mbox" ] || skip_all "no reference week"
config_for kvmarm zh-CN Asia/Shanghai

exits "the week goes in" 0 listbrief-ingest -q -m kvmarm <"$mbox"
exits "and is read" 0 listbrief-aggregate -q kvmarm
exits "and comes out" 0 listbrief-report --since 2025-10-13 --until 2025-10-20 --format json kvmarm
cp "$tmp/.out" "$tmp/digest.json"

total() {
	jq -c ".totals.$1" "$tmp/digest.json"
}
is "the window is the one asked for" "$(jq -r '.window | .since + " " + .until' "$tmp/digest.json")" \
	"2025-10-13T00:00:00+08:00 2025-10-20T00:00:00+08:00"
is "threads" "$(total threads)" 29
is "mails" "$(total messages)" 152
is "new mails" "$(total new)" 124
is "context" "$(total context)" 28
is "large threads" "$(total large_threads)" 2
is "categories" "$(jq -c '[.categories[] | [.category, .threads, .messages]] | sort' "$tmp/digest.json")" \
	"$(jq -c '[.categories[] | [.category, .threads, .messages]] | sort' "${mbox%.mbox}.expect.json")"
is "each thread's category, mails, new, context, people" \
	"$(jq -c '[.threads[] | [.subject, .category, .messages, .new, .context, .participants]] | sort | .[]' \
		"$tmp/digest.json")" \
	"$(jq -c '[.list[] | [.subject, .category, .mails, .new, .context, .participants]] | sort | .[]' \
		"${mbox%.mbox}.expect.json")"
is "each thread's mails, and no others" \
	"$(jq -c '[.threads[] | [.subject, ([.mails[].subject] | sort)]] | sort | .[]' "$tmp/digest.json")" \
	"$(jq -c '[.list[] | [.subject, (.mail_subjects | sort)]] | sort | .[]' "${mbox%.mbox}.expect.json")"
is "a proposal with replies of six people stands before 26 patches with two" \
	"$(jq -c '.threads | map(.category == "RFC" and .messages == 17) as $rfc
		| map(.messages == 28 and .participants == 2) as $patches
		| ($rfc | index(true)) < ($patches | index(true))' "$tmp/digest.json")" true
is "mails are numbered in order of time" \
	"$(jq -c '[.threads[] | (.mails | map(.n)) == [range(1; .messages + 1)]
		and (.mails | map(.date)) == (.mails | map(.date) | sort)] | all' "$tmp/digest.json")" true
finish
